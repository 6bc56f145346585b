"""What can be done, by one name in every menu, key help, plan and answer: label, what was done, one line of help."""

from __future__ import annotations

from typing import NamedTuple

from deskbell.words.connecting_verbs import CONNECTING_COMMANDS, CONNECTING_VERBS
from deskbell.words.document_verbs import DOCUMENT_COMMANDS, DOCUMENT_VERBS
from deskbell.words.event_verbs import EVENT_COMMANDS, EVENT_VERBS
from deskbell.words.language import Language, spoken
from deskbell.words.link_verbs import LINK_COMMANDS, LINK_VERBS
from deskbell.words.mail_verbs import MAIL_COMMANDS, MAIL_VERBS
from deskbell.words.till_verbs import TILL_COMMANDS, TILL_VERBS


class VerbWords(NamedTuple):
    """The label is an order ("Cancel"), `past` opens an answer ("Cancelled: …"), help ends without a full stop."""

    label: str
    past: str
    help: str


_Row = tuple[str, str, str]

VERBS: dict[str, dict[Language, _Row]] = {
    "book": {
        "en": ("Book", "Booked", "a lesson or a place in a class, in one line"),
        "es": ("Reservar", "Reservado", "una clase o una plaza, en una línea"),
        "pt": ("Reservar", "Reservado", "uma aula ou uma vaga, em uma linha"),
    },
    "open": {
        "en": ("Open", "Opened", "what the cursor is on, with all of it"),
        "es": ("Abrir", "Abierto", "lo señalado, con todo lo suyo"),
        "pt": ("Abrir", "Aberto", "o que está marcado, com tudo o que é dele"),
    },
    "erase": {
        "en": ("Erase", "Erased", "a person's words, for good; money stays under a number"),
        "es": ("Borrar persona", "Borrada", "sus palabras, para siempre; el dinero queda con un número"),
        "pt": ("Apagar pessoa", "Apagada", "as palavras dela, para sempre; o dinheiro fica com número"),
    },
    "edit": {
        "en": ("Edit", "Changed", "focus, join link, name, mail, telephone"),
        "es": ("Editar", "Cambiado", "tema, enlace, nombre, correo, teléfono"),
        "pt": ("Editar", "Alterado", "tema, link, nome, e-mail, telefone"),
    },
    "move": {
        "en": ("Move", "Moved", "to another time: same booking, same order"),
        "es": ("Mover", "Movido", "a otra hora: misma reserva, mismo pedido"),
        "pt": ("Mover", "Movido", "para outro horário: mesma reserva, mesmo pedido"),
    },
    "cancel": {
        "en": ("Cancel", "Cancelled", "see first what goes back, then confirm"),
        "es": ("Cancelar", "Cancelado", "vea primero qué se devuelve y luego confirme"),
        "pt": ("Cancelar", "Cancelado", "veja primeiro o que volta, depois confirme"),
    },
    "pay": {
        "en": ("Pay", "Paid", "cash with its change, card reader or transfer"),
        "es": ("Cobrar", "Cobrado", "efectivo con su cambio, datáfono o transferencia"),
        "pt": ("Receber", "Recebido", "dinheiro com troco, maquininha ou transferência"),
    },
    "note": {
        "en": ("Note", "Noted", "write something down about this booking"),
        "es": ("Anotar", "Anotado", "escriba algo sobre esta reserva"),
        "pt": ("Anotar", "Anotado", "escreva algo sobre esta reserva"),
    },
    "attendance": {
        "en": ("Attendance", "Attendance noted", "came or did not come, once the time has come"),
        "es": ("Asistencia", "Asistencia anotada", "vino o no vino, cuando llegue la hora"),
        "pt": ("Presença", "Presença anotada", "veio ou não veio, quando chegar a hora"),
    },
    "complete": {
        "en": ("Given", "Given", "the lesson was given"),
        "es": ("Clase dada", "Dada", "la clase se dio"),
        "pt": ("Aula dada", "Dada", "a aula foi dada"),
    },
    "no_show": {
        "en": ("Did not come", "Did not come", "nobody came; the price stays"),
        "es": ("No vino", "No vino", "nadie vino; el precio se mantiene"),
        "pt": ("Não veio", "Não veio", "ninguém veio; o preço se mantém"),
    },
    "reopen": {
        "en": ("Reopen", "Open again", "it was closed by mistake"),
        "es": ("Reabrir", "Abierto otra vez", "se cerró por error"),
        "pt": ("Reabrir", "Aberto de novo", "foi encerrado por engano"),
    },
    "reinstate": {
        "en": ("Book again", "Booked again", "what was cancelled, while the time is free"),
        "es": ("Recuperar", "Recuperado", "lo cancelado, si la hora sigue libre"),
        "pt": ("Recuperar", "Recuperado", "o que foi cancelado, se o horário estiver livre"),
    },
    "price": {
        "en": ("Price", "New price", "a discount or another price, with its reason"),
        "es": ("Precio", "Precio nuevo", "un descuento u otro precio, con su motivo"),
        "pt": ("Preço", "Preço novo", "um desconto ou outro preço, com o motivo"),
    },
    "refund_other": {
        "en": ("Another refund", "Refund set", "another share than the policy's"),
        "es": ("Otra devolución", "Devolución fijada", "otra parte que la de las condiciones"),
        "pt": ("Outra devolução", "Devolução definida", "outra parte que a da política"),
    },
    "hand_over": {
        "en": ("Refund made", "Given back", "the refund was made by hand"),
        "es": ("Devolución hecha", "Devuelto", "la devolución se hizo a mano"),
        "pt": ("Devolução feita", "Devolvido", "a devolução foi feita à mão"),
    },
    "attention": {
        "en": ("Attention", "Attention", "all that needs a person, with its answers"),
        "es": ("Atención", "Atención", "todo lo que necesita a alguien, con sus respuestas"),
        "pt": ("Atenção", "Atenção", "tudo o que precisa de alguém, com suas respostas"),
    },
    "worker": {
        "en": ("Worker", "Worker", "who works, what waits for providers and why"),
        "es": ("Worker", "Worker", "quién trabaja, qué espera a los proveedores y por qué"),
        "pt": ("Worker", "Worker", "quem trabalha, o que espera pelos provedores e por quê"),
    },
    "close_link": {
        "en": ("Close the link", "Link closed", "nobody shall pay by it any more"),
        "es": ("Cerrar enlace", "Enlace cerrado", "que nadie pague ya por él"),
        "pt": ("Fechar link", "Link fechado", "para que ninguém pague mais por ele"),
    },
    "accept": {
        "en": ("Give the seat", "Seat given", "money came late and the seat is still free"),
        "es": ("Dar la plaza", "Plaza dada", "el dinero llegó tarde y la plaza sigue libre"),
        "pt": ("Dar a vaga", "Vaga dada", "o dinheiro chegou tarde e a vaga segue livre"),
    },
    "give_back": {
        "en": ("Give back", "Given back", "the money goes back to who paid"),
        "es": ("Devolver", "Devuelto", "el dinero vuelve a quien pagó"),
        "pt": ("Devolver", "Devolvido", "o dinheiro volta a quem pagou"),
    },
    "retry": {
        "en": ("Try again", "Tried again", "ask the provider once more"),
        "es": ("Reintentar", "Reintentado", "preguntar otra vez al proveedor"),
        "pt": ("Tentar de novo", "Tentado de novo", "perguntar outra vez ao provedor"),
    },
    "release": {
        "en": ("Release", "Released", "free the held seat although the provider is away"),
        "es": ("Liberar", "Liberado", "libere la plaza aunque el proveedor no conteste"),
        "pt": ("Liberar", "Liberado", "libere a vaga embora o provedor não responda"),
    },
    "keep": {
        "en": ("Keep", "Kept", "leave it as it is"),
        "es": ("Dejar", "Dejado", "dejarlo como está"),
        "pt": ("Manter", "Mantido", "deixar como está"),
    },
    "seen": {
        "en": ("Seen to", "Seen to", "somebody has looked after it"),
        "es": ("Atendido", "Atendido", "alguien se ha ocupado"),
        "pt": ("Resolvido", "Resolvido", "alguém cuidou disso"),
    },
    "new_link": {
        "en": ("New link", "New link", "ask for the money by a new link"),
        "es": ("Enlace nuevo", "Enlace nuevo", "pedir el dinero con un enlace nuevo"),
        "pt": ("Novo link", "Novo link", "pedir o dinheiro com um novo link"),
    },
    "drop": {
        "en": ("Drop", "Dropped", "nobody tries any more; with a reason"),
        "es": ("Descartar", "Descartado", "nadie lo intenta más; con un motivo"),
        "pt": ("Descartar", "Descartado", "ninguém tenta mais; com um motivo"),
    },
    "pause": {
        "en": ("Pause", "Paused", "a connection, or let it go on"),
        "es": ("Pausar", "En pausa", "una conexión, o reanudarla"),
        "pt": ("Pausar", "Em pausa", "uma conexão, ou retomar"),
    },
    "undo": {
        "en": ("Undo", "Taken back", "take the last change back, after a plan"),
        "es": ("Deshacer", "Deshecho", "deshaga el último cambio, con su plan"),
        "pt": ("Desfazer", "Desfeito", "desfaça a última mudança, com seu plano"),
    },
    "open_class": {
        "en": ("Open a class", "Class opened", "plan a meeting of a class with its seats"),
        "es": ("Abrir clase", "Clase abierta", "planee una sesión de grupo con sus plazas"),
        "pt": ("Abrir turma", "Turma aberta", "planeje um encontro da turma com suas vagas"),
    },
    "add_people": {
        "en": ("Add people", "Written down", "names, mail, telephone"),
        "es": ("Añadir personas", "Apuntado", "nombre, correo, teléfono"),
        "pt": ("Cadastrar pessoas", "Cadastrado", "nome, e-mail, telefone"),
    },
    "import": {
        "en": ("Import", "Calendar read", "a calendar file becomes busy time"),
        "es": ("Importar", "Calendario leído", "un archivo de calendario pasa a ser tiempo ocupado"),
        "pt": ("Importar", "Calendário lido", "um arquivo de calendário vira horário ocupado"),
    },
    "set_up": {
        "en": ("Set up", "The desk is open", "name, zone, currency, first tutor and service"),
        "es": ("Preparar", "La agenda está abierta", "nombre, zona, moneda, docente y servicio"),
        "pt": ("Preparar", "A agenda está aberta", "nome, fuso, moeda, docente e serviço"),
    },
    "copy": {
        "en": ("Copy", "Copied", "what the cursor is on"),
        "es": ("Copiar", "Copiado", "lo que está bajo el cursor"),
        "pt": ("Copiar", "Copiado", "o que está sob o cursor"),
    },
    "refresh": {
        "en": ("Refresh", "Read again", "read the desk again"),
        "es": ("Actualizar", "Leído otra vez", "vuelva a leer la agenda"),
        "pt": ("Atualizar", "Lido de novo", "leia a agenda de novo"),
    },
    "today": {
        "en": ("Today", "Today", "back to now"),
        "es": ("Hoy", "Hoy", "volver a ahora"),
        "pt": ("Hoje", "Hoje", "voltar para agora"),
    },
    "goto": {
        "en": ("Go to date", "Gone to", "a day as you would say it: fri, 4/3, +1w"),
        "es": ("Ir a fecha", "En la fecha", "un día como se dice: vie, 4/3, +1s"),
        "pt": ("Ir para data", "Na data", "um dia como se diz: sex, 4/3, +1s"),
    },
    "find": {
        "en": ("Find", "Found", "a person, a telephone's last digits, a number"),
        "es": ("Buscar", "Encontrado", "una persona, el final de un teléfono, un número"),
        "pt": ("Buscar", "Encontrado", "uma pessoa, o fim de um telefone, um número"),
    },
    "gaps": {
        "en": ("Gaps", "Gaps", "the next free times"),
        "es": ("Huecos", "Huecos", "las próximas horas libres"),
        "pt": ("Vagas", "Vagas", "os próximos horários livres"),
    },
    "view": {
        "en": ("View", "View", "week or day; in the till another plot"),
        "es": ("Vista", "Vista", "semana o día; en la caja otra gráfica"),
        "pt": ("Vista", "Vista", "semana ou dia; no caixa outro gráfico"),
    },
    "tutor": {
        "en": ("Tutor", "Tutor", "everybody, or one tutor alone"),
        "es": ("Docente", "Docente", "todo el equipo o solo un docente"),
        "pt": ("Docente", "Docente", "toda a equipe ou só um docente"),
    },
    "back": {
        "en": ("Back", "Back", "the days before"),
        "es": ("Atrás", "Atrás", "los días anteriores"),
        "pt": ("Voltar", "Voltar", "os dias anteriores"),
    },
    "forward": {
        "en": ("Forward", "Forward", "the days after"),
        "es": ("Adelante", "Adelante", "los días siguientes"),
        "pt": ("Avançar", "Avançar", "os dias seguintes"),
    },
    "actions": {
        "en": ("More", "More", "every verb of what the cursor is on"),
        "es": ("Más", "Más", "todo lo que se puede hacer aquí"),
        "pt": ("Mais", "Mais", "tudo o que se pode fazer aqui"),
    },
    "keys": {
        "en": ("Keys", "Keys", "this screen's keys"),
        "es": ("Teclas", "Teclas", "las teclas de esta pantalla"),
        "pt": ("Teclas", "Teclas", "as teclas desta tela"),
    },
    "palette": {
        "en": ("Commands", "Commands", "every verb by its name"),
        "es": ("Comandos", "Comandos", "todas las acciones por su nombre"),
        "pt": ("Comandos", "Comandos", "todas as ações pelo nome"),
    },
    "confirm": {
        "en": ("Confirm", "Confirmed", "do what is shown: the plan, the payment"),
        "es": ("Confirmar", "Confirmado", "hacer lo que se muestra: el plan, el cobro"),
        "pt": ("Confirmar", "Confirmado", "fazer o que é mostrado: o plano, o recebimento"),
    },
    "next_method": {
        "en": ("Next method", "Next method", "cash, card reader, transfer"),
        "es": ("Método siguiente", "Método siguiente", "efectivo, datáfono, transferencia"),
        "pt": ("Próximo método", "Próximo método", "dinheiro, maquininha, transferência"),
    },
    "previous_method": {
        "en": ("Previous method", "Previous method", "transfer, card reader, cash"),
        "es": ("Método anterior", "Método anterior", "transferencia, datáfono, efectivo"),
        "pt": ("Método anterior", "Método anterior", "transferência, maquininha, dinheiro"),
    },
    "escape": {
        "en": ("Back", "Back", "leave without changing anything"),
        "es": ("Volver", "Volver", "salir sin cambiar nada"),
        "pt": ("Voltar", "Voltar", "sair sem mudar nada"),
    },
    "quit": {
        "en": ("Quit", "Quit", "everything is saved already"),
        "es": ("Salir", "Salir", "todo está guardado"),
        "pt": ("Sair", "Sair", "tudo já está salvo"),
    },
    "change": {
        "en": ("Change", "Changed", "something of the desk"),
        "es": ("Cambiar", "Cambiado", "algo de la agenda"),
        "pt": ("Mudar", "Mudado", "algo da agenda"),
    },
    **LINK_VERBS,
    **TILL_VERBS,
    **DOCUMENT_VERBS,
    **CONNECTING_VERBS,
    **EVENT_VERBS,
    **MAIL_VERBS,
}

_OF_PLAN = {
    "REPRICE": "price",
    "TAKE": "pay",
    "CLOSE": "attendance",
    "ADDNOTE": "note",
    "HANDOVER": "hand_over",
    "OPENCLASS": "open_class",
    "ADDPEOPLE": "add_people",
    "READBUSY": "import",
    "SETUP": "set_up",
    "UNDO_BOOK": "undo",
    **LINK_COMMANDS,
    **TILL_COMMANDS,
    **DOCUMENT_COMMANDS,
    **CONNECTING_COMMANDS,
    **EVENT_COMMANDS,
    **MAIL_COMMANDS,
}
"""Plans, state tables and commands that are called otherwise than their verb in lower case."""


def verb(name: str, language: str) -> VerbWords:
    """The words of a verb, of a plan's verb (CANCEL) or of a command's name; "change" for one that nobody knows."""
    key = _OF_PLAN.get(name, name.lower())
    return VerbWords(*VERBS.get(key, VERBS["change"])[spoken(language)])
