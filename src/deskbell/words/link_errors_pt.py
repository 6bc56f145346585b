"""What went wrong with money by link, holds, tasks and providers, and what to do next: Portuguese."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NOT_A_LINK": "“{method}” não é um modo de pagar por link; receba esse dinheiro na recepção.",
    "NOT_CONNECTED": "“{method}” não está conectado a esta agenda; receba em dinheiro, no cartão ou por transferência, "
    "ou conecte-o primeiro.",
    "LINK_OPEN": (
        "O pedido {order} já tem um link de pagamento aberto; feche primeiro esse link.",
        "Já há um link de pagamento aberto; feche primeiro esse link.",
    ),
    "APPROVE_FIRST": (
        "O pedido {order} ainda espera aprovação; aprove antes, ou peça só a autorização: pay --authorise.",
        "Isso ainda espera aprovação; aprove antes, ou peça só a autorização: pay --authorise.",
    ),
    "TASK_WANTS_ANSWER": "Quem pediu espera resposta; aprove ou recuse.",
    "SERVICE_UNMEANT": (
        "“{text}” não é um serviço desta agenda; escolha um destes: {candidates}.",
        "“{text}” não é um serviço desta agenda; veja o que se oferece: deskbell service.",
    ),
    "HOLD_OVER": (
        "A vaga ficou segurada até {at} e isso já passou; reserve de novo se estiver livre.",
        "O prazo desta vaga terminou; reserve de novo se estiver livre.",
    ),
    "HOLD_NOT_OVER": (
        "A vaga está segurada até {at} e o dinheiro ainda pode vir; espere até lá, ou cancele a reserva.",
        "O prazo ainda não terminou e o dinheiro ainda pode vir; espere, ou cancele a reserva.",
    ),
    "NOT_BY_HAND": (
        "“{method}” não recebe na recepção; peça o dinheiro por link, ou escolha dinheiro, cartão ou transferência.",
        "Isso não recebe na recepção; peça o dinheiro por link, ou escolha dinheiro, cartão ou transferência.",
    ),
    "NOT_HELD": (
        "Esta reserva está {state} e não segura vaga por pagamento; atualize e veja o que é possível.",
        "Esta reserva não segura vaga por pagamento; atualize e veja o que é possível.",
    ),
    "NO_SUCH_ATTEMPT": (
        "Não há link de pagamento {which}; abra a reserva de novo.",
        "Não existe esse link de pagamento; abra a reserva de novo.",
    ),
    "NO_SUCH_PAYMENT": (
        "Não há pagamento {which}; abra a reserva de novo.",
        "Não existe esse pagamento; abra a reserva de novo.",
    ),
    "NO_SUCH_CONNECTION": (
        "Não há nenhuma conexão chamada {which}; deskbell worker --json diz quais há.",
        "Não há nenhuma conexão com esse nome; deskbell worker --json diz quais há.",
    ),
    "NO_SUCH_OP": (
        "Não há mais nada {which} na fila; atualize a lista de trabalho.",
        "Isso não está mais na fila; atualize a lista de trabalho.",
    ),
    "SEVERAL_TASKS": "Várias tarefas começam por “{text}”: {candidates}; escreva mais.",
    "NO_SUCH_TASK": (
        "Não há mais tarefa {which}; atualize e veja o que espera.",
        "Essa tarefa não está mais lá; atualize e veja o que espera.",
    ),
    "NO_SUCH_ANSWER": (
        "“{answer}” não é uma resposta a esta tarefa; escolha uma destas: {candidates}.",
        "“{answer}” não é uma resposta a esta tarefa; olhe de novo e veja o que se pode fazer.",
    ),
    "TASK_WANTS_DEED": (
        "“{kind}” só se cumpre quando o dinheiro foi devolvido; devolva, ou anote que foi feito à mão.",
        "Isto só se cumpre quando o dinheiro foi devolvido; devolva, ou anote que foi feito à mão.",
    ),
    "ILLEGAL_OP_MOVE": (
        "Isso está assim: {state}, e agora não se pode mudar; espere a resposta, ou olhe a lista de trabalho.",
        "Isso agora não se pode mudar; espere a resposta, ou olhe a lista de trabalho.",
    ),
    "AMOUNT_DIFFERS": (
        "Chegaram {amount} onde se pediram {due}; resolva essa tarefa antes de tudo.",
        "Chegou outro valor que o pedido; resolva essa tarefa antes de tudo.",
    ),
    "NOTHING_LEFT": "Deste pagamento não resta nada a devolver; escolha outro pagamento do pedido.",
    "NOT_ENOUGH": (
        "Só há {paid} de {due}; peça o resto antes de dar a vaga.",
        "Não está todo o dinheiro; peça o resto antes de dar a vaga.",
    ),
    "CANNOT_HOLD": (
        "“{method}” não pode reter dinheiro e receber depois; aprove antes e peça por link em seguida.",
        "Este provedor não pode reter dinheiro e receber depois; aprove antes e peça por link em seguida.",
    ),
    "PART_NOT_SUPPORTED": (
        "“{method}” só recebe o autorizado por inteiro; receba tudo e devolva o resto.",
        "Este provedor só recebe o autorizado por inteiro; receba tudo e devolva o resto.",
    ),
    "AUTH_OVER": (
        "A autorização terminou em {at} e não se recebe mais por ela; peça o dinheiro por um novo link.",
        "A autorização terminou e não se recebe mais por ela; peça o dinheiro por um novo link.",
    ),
    "NOTHING_AUTHORISED": "Nada da reserva {booking} está autorizado; veja com deskbell show {booking}.",
    "AUTHORISE_BY_LINK": "Só um link pode reter o dinheiro antes; use deskbell pay com link --authorise.",
    "NOT_AUTHORISED": (
        "Este pagamento está assim: {state}, não autorizado; atualize e veja o que é possível.",
        "Este pagamento não está autorizado; atualize e veja o que é possível.",
    ),
    "BUSY_MONEY": (
        "Já se pede algo ao provedor sobre o pedido {order}; espere a resposta.",
        "Já se pede algo ao provedor sobre este pagamento; espere a resposta.",
    ),
    "LATE_TAKEN": (
        "A vaga não existe mais: {reasons}; devolva o dinheiro, ou procure outro horário com o cliente.",
        "A vaga não existe mais; devolva o dinheiro, ou procure outro horário com o cliente.",
    ),
    "LATE_STARTED": (
        "A aula começou: {start}; devolva o dinheiro, ou reserve outro horário com ele.",
        "A aula já começou; devolva o dinheiro, ou reserve outro horário com ele.",
    ),
    "UNDO_SENT": "O dinheiro já foi pedido; espere a resposta do provedor e faça a mudança contrária.",
    "NO_SECRET": (
        "A chave de “{connection}” não está nesta máquina; ponha-a aqui, ou deixe o trabalho para uma que a tenha.",
        "A chave do provedor não está nesta máquina; ponha-a aqui, ou deixe o trabalho para uma que a tenha.",
    ),
    "PAUSED": (
        "“{connection}” está em pausa e nada é enviado; retome na tela de trabalho.",
        "Esta conexão está em pausa e nada é enviado; retome na tela de trabalho.",
    ),
    "NO_LINK": "A reserva {booking} não tem link de pagamento; peça primeiro o dinheiro por link.",
    "BACKUP_EXISTS": "{where} já existe; diga outro arquivo, ou uma pasta.",
    "BACKUP_NOWHERE": "Não é possível escrever em {where}; diga uma pasta que exista e na qual possa escrever.",
    "BACKUP_BY_SERVER": "Esta agenda está no servidor PostgreSQL {where}; faça lá a cópia, com pg_dump "
    "--format=custom.",
    "RESTORE_BY_SERVER": "Esta agenda está em um servidor PostgreSQL; use lá pg_restore e depois deskbell worker "
    "--restored.",
    "BACKUP_UNREADABLE": "{where} não é uma cópia que se possa ler; diga um arquivo feito com deskbell backup.",
    "BACKUP_BROKEN": "{where} está danificado e nada foi alterado; use uma cópia anterior.",
    "BACKUP_FIGURES": "{count} valores da cópia não conferem com suas linhas; veja deskbell verify. Ela fica "
    "como {where}.",
    "BACKUP_IS_THE_DESK": "{where} é a própria agenda; diga uma cópia dela.",
    "DESK_IN_USE": "Outro programa está com {where} aberto e nada foi alterado; feche antes a agenda e o worker.",
    "RESTORE_CHANGED": "A cópia ou a agenda já é outra e nada foi alterado; olhe de novo e use --commit {digest}.",
    "TASK_OPEN": "A mesma tarefa já está aberta de novo; atualize e responda a essa.",
    "LINK_UNKNOWN": "O provedor ainda não conhece este link; deixe que seja criado com deskbell worker e diga de novo.",
    "LINK_CLOSED": "Este link está fechado e ninguém pode pagar por ele; peça o dinheiro por um novo link.",
    "LINK_OTHERWISE": "Isso não pode acontecer com este link como está; veja primeiro o que foi pago por ele.",
    "KEY_EMPTY": "Não há nenhuma chave; copie-a da página do provedor e cole-a aqui.",
    "KEY_PUBLISHABLE": "Esta é uma chave publicável (pk_…), que só mostra formulários; crie uma chave restrita (rk_…).",
    "KEY_SHAPE": "Isto não parece uma chave do provedor; copie-a inteira, de rk_ até o fim.",
}
