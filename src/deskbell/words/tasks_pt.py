"""What needs a person, what to do about it, and what the answers are called: Portuguese."""

from __future__ import annotations

from deskbell.words import events_pt as event

LINES: dict[str, str | tuple[str, ...]] = {
    "REFUND_BY_HAND": (
        "é preciso devolver {amount} à mão para {person}, reserva {booking}",
        "é preciso devolver {amount} à mão, reserva {booking}",
        "é preciso devolver {amount} à mão",
        "é preciso devolver dinheiro à mão",
    ),
    "MONEY_WITHOUT_SEAT": (
        "chegaram {amount} quando a vaga já tinha sido liberada: {person}, {lesson}",
        "chegaram {amount} quando a vaga já tinha sido liberada, reserva {booking}",
        "chegaram {amount} quando a vaga já tinha sido liberada",
        "chegou dinheiro quando a vaga já tinha sido liberada, reserva {booking}",
        "chegou dinheiro quando a vaga já tinha sido liberada",
    ),
    "MONEY_WITHOUT_SEAT.GONE": (
        "chegaram {amount} por uma vaga que já está ocupada: {person}, {lesson}",
        "chegaram {amount} por uma vaga que já está ocupada, reserva {booking}",
        "chegaram {amount} por uma vaga que já está ocupada",
        "chegou dinheiro por uma vaga que já está ocupada, reserva {booking}",
        "chegou dinheiro por uma vaga que já está ocupada",
    ),
    "MONEY_WITHOUT_SEAT.OVER": (
        "chegaram {amount} com a aula já começada, sem vaga: {person}, {lesson}",
        "chegaram {amount} com a aula já começada, sem vaga, reserva {booking}",
        "chegaram {amount} com a aula já começada, sem vaga",
        "chegou dinheiro com a aula já começada, sem vaga, reserva {booking}",
        "chegou dinheiro com a aula já começada, sem vaga",
    ),
    "OVERPAID": (
        "chegaram {amount} a mais para o pedido {order}: {person}",
        "chegaram {amount} a mais para o pedido {order}",
        "chegou dinheiro a mais para o pedido {order}",
        "chegou dinheiro a mais para um pedido",
    ),
    "AMOUNT_DIFFERS": (
        "chegaram {amount} onde se pediram {expected}, pedido {order}",
        "chegaram {amount} onde se pediram {expected}",
        "chegaram {amount}, e não é o que se pediu",
        "chegou outro valor ou outra moeda que o pedido",
    ),
    "REFUND_FAILED": (
        "{amount} não foram devolvidos a {person}: {code}",
        "{amount} não foram devolvidos: {code}",
        "{amount} não foram devolvidos a {person}",
        "{amount} não foram devolvidos",
        "uma devolução falhou",
    ),
    "REFUNDED_OUTSIDE": (
        "{amount} foram devolvidos fora desta agenda: {person}, reserva {booking}",
        "{amount} foram devolvidos fora desta agenda, reserva {booking}",
        "{amount} foram devolvidos fora desta agenda",
        "dinheiro foi devolvido fora desta agenda",
    ),
    "CHARGED_BACK": (
        "o banco estornou {amount}: {person}, reserva {booking}",
        "o banco estornou {amount}, pedido {order}",
        "o banco estornou {amount}",
        "o banco estornou um pagamento",
    ),
    "AUTH_LOST": (
        "a autorização de {amount} terminou antes do recebimento, pedido {order}",
        "a autorização de {amount} terminou antes do recebimento",
        "uma autorização terminou antes do recebimento, pedido {order}",
        "uma autorização terminou antes do recebimento",
    ),
    "LINK_REFUSED": (
        "não foi possível criar um link de pagamento de {amount}: {code}",
        "não foi possível criar um link de pagamento de {amount} para {person}",
        "não foi possível criar um link de pagamento de {amount}",
        "não foi possível criar um link de pagamento: {code}",
        "não foi possível criar um link de pagamento",
    ),
    "HOLD_STUCK": (
        "o prazo da vaga terminou ({since}) e {connection} não responde: {person}, {lesson}",
        "o prazo da reserva {booking} terminou ({since}) e {connection} não responde",
        "o prazo da reserva {booking} terminou e o provedor não responde",
        "o prazo de uma vaga terminou e o provedor não responde",
    ),
    "OP_STUCK": (
        "{operation}: sem resposta de {connection} desde {since}",
        "{operation}: {code}",
        "{operation}: ainda sem resposta",
        "um provedor ainda não respondeu",
    ),
    "BACKUP_FAILED": "não foi possível fazer uma cópia da agenda",
    "WORK_FAILED": (
        "o worker falhou com este pagamento de {amount}: {person}, reserva {booking}",
        "o worker falhou com os pagamentos de {person}, reserva {booking}",
        "o worker falhou com os pagamentos da reserva {booking}",
        "o worker falhou com um pagamento",
    ),
    "STRAY_MONEY": (
        "{connection} tem {amount} que não são de nenhum pedido daqui ({reference})",
        "{connection} tem {amount} que não são de nenhum pedido daqui",
        "{connection} tem dinheiro que não é de nenhum pedido daqui",
        "um provedor tem dinheiro que não é de nenhum pedido daqui",
    ),
    "CLOCK_SKEW": (
        "o relógio desta máquina e o de {connection} diferem em {skew}: nenhum prazo termina até que concordem",
        "o relógio desta máquina e o de {connection} diferem: nenhum prazo termina até que concordem",
        "o relógio desta máquina e o de um provedor diferem: nenhum prazo termina até que concordem",
    ),
    "LOCKED_OUT": (
        "{connection} não deixa esta mesa entrar: {code}",
        "{connection} não deixa esta mesa entrar",
        "um provedor não deixa esta mesa entrar",
    ),
    "CONNECTION_DOWN": (
        "{connection} não responde desde {since}: {code}",
        "{connection} não responde desde {since}",
        "{connection} não responde: {code}",
        "{connection} não responde",
        "um provedor não responde",
    ),
    "LINKS_LEFT": (
        "{connection} está desligado, e ainda pode vir dinheiro por links que foram feitos",
        "uma conexão está desligada, e ainda pode vir dinheiro por links que foram feitos",
    ),
    **event.TASKS,
    "?": "algo espera por alguém",
}

ADVICE: dict[str, str] = {
    "REFUND_BY_HAND": "Devolva o dinheiro e anote depois que foi feito.",
    "MONEY_WITHOUT_SEAT": "Dê a vaga se estiver livre, ou devolva o dinheiro; depois de um dia ele volta sozinho.",
    "MONEY_WITHOUT_SEAT.GONE": "Devolva o dinheiro; depois de um dia ele volta sozinho.",
    "MONEY_WITHOUT_SEAT.OVER": "Devolva o dinheiro; depois de um dia ele volta sozinho.",
    "OVERPAID": "Devolva o que sobra, ou fique com o valor se assim foi combinado.",
    "AMOUNT_DIFFERS": "Olhe o pagamento no provedor; fique com ele, ou devolva e peça de novo.",
    "REFUND_FAILED": "Peça de novo ao provedor, ou devolva de outro modo e anote que foi feito à mão.",
    "REFUNDED_OUTSIDE": "Cancele a reserva se não vale mais, ou deixe como está e receba de novo.",
    "CHARGED_BACK": "Responda à contestação no provedor; receba de outro modo, ou cancele a reserva.",
    "AUTH_LOST": "Envie um novo link de pagamento, ou receba na recepção.",
    "LINK_REFUSED": "Tente um novo link, ou receba de outro modo enquanto a vaga está segurada.",
    "HOLD_STUCK": "Espere o provedor, ou libere a vaga mesmo assim; se ainda vier dinheiro, aparece aqui.",
    "OP_STUCK": "Veja no provedor se foi feito; tente de novo, ou descarte com um motivo.",
    "BACKUP_FAILED": "Libere espaço no disco e use deskbell backup; deskbell verify diz o que não confere.",
    "WORK_FAILED": "É tentado de novo sozinho; se ficar, relate a falha: deskbell where diz onde está o arquivo.",
    "STRAY_MONEY": "Concilie para ver qual pagamento é; busque no provedor de quem é, devolva por lá, ou anote à mão.",
    "CLOCK_SKEW": "Acerte o relógio desta máquina pela rede.",
    "LOCKED_OUT": "Faça uma chave válida com todas as permissões que a página dele pede, e conecte: deskbell connect.",
    "CONNECTION_DOWN": "Confira a rede e a página de status do provedor; ele é tentado de novo sozinho.",
    "LINKS_LEFT": "Veja no provedor se alguém pagou; ao conectar de novo isso é encontrado sozinho.",
    **event.ADVICE,
    "?": "Olhe e marque como resolvido quando estiver.",
}

ANSWERS: dict[str, str] = {
    "ACCEPT": "dar a vaga",
    "GIVE_BACK": "devolver o dinheiro",
    "RETRY": "tentar de novo",
    "BY_HAND": "feito à mão",
    "RELEASE": "liberar a vaga mesmo assim",
    "CANCEL_BOOKING": "cancelar a reserva",
    "KEEP": "deixar como está",
    "SEEN": "resolvido",
    "NEW_LINK": "enviar um novo link",
    "DROP": "descartar, com um motivo",
    **event.ANSWERS,
    "?": "responder",
}
