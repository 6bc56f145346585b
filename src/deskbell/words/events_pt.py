"""Lessons on a calendar: what is asked for, what stands there, what somebody did there by hand: Portuguese."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_CALENDAR": "Esta agenda não está em nenhum calendário; conecte um antes.",
    "NO_CALENDAR_OF_NAME": "Nenhum calendário dessa conta se chama “{text}”; escolha um destes: {candidates}.",
    "REMINDER_RANGE": "Um calendário avisa de 0 a {most} minutos antes do início; escolha um número entre esses.",
    "CALENDAR_USED_TWICE": "O calendário {calendar} já está em uso; escolha outro para isto.",
    "SEATS_RANGE": "Uma turma tem de 1 a {most} vagas; escolha um número entre esses.",
    "FURTHER_FOR_WHOM": "Um calendário que oferece turmas é de alguém; diga de quem com --for e qual com --use.",
    "SAME_CALENDAR": "O calendário já é usado assim; diga o que deve mudar.",
    "NOTHING_TO_CATCH_UP": "Todas as aulas que vêm já estão no calendário; não há nada a fazer.",
}
WILL: dict[str, str | tuple[str, ...]] = {
    "EventWanted.CREATE": "manda criar um evento em {connection}: {slot}",
    "EventWanted.UPDATE": "manda alterar o evento em {connection}: {slot}",
    "EventWanted.DELETE": "manda tirar o evento de {connection}: {slot}",
    "EventWanted.MEETING": "manda criar o link da reunião: {slot}",
    "EventKept.CREATE": "anota que {connection} tem o evento: {slot}",
    "EventKept.UPDATE": "anota que {connection} alterou o evento: {slot}",
    "EventKept.DELETE": "anota que {connection} não tem mais o evento: {slot}",
    "EventKept.MEETING": "anota o link da reunião: {slot}",
    "CalendarSet": "usa {connection} assim: {how}",
}
DID: dict[str, str | tuple[str, ...]] = {
    "EventWanted.CREATE": "evento a criar em {connection}",
    "EventWanted.UPDATE": "evento a alterar em {connection}",
    "EventWanted.DELETE": "evento a tirar de {connection}",
    "EventWanted.MEETING": "link de reunião pedido",
    "EventKept.CREATE": "em {connection}",
    "EventKept.UPDATE": "alterado em {connection}",
    "EventKept.DELETE": "fora de {connection}",
    "EventKept.MEETING": "o link da reunião está pronto",
    "CalendarSet": "{connection} é usado assim: {how}",
}
TERMS: dict[str, str] = {
    "event.FULL": "aula e tema",
    "event.CODE": "só números de reserva",
    "event.meet": "com links de reunião",
    "event.no_meet": "sem links de reunião",
    "event.remind": "aviso {length} antes",
    "event.before": "{length} antes",
    "event.no_remind": "sem aviso",
    "event.tutor": "aulas de {tutor}",
    "event.busy": "os outros eventos ocupam {tutor}",
    "event.owner": "calendário de {owner}",
    "event.own": "aulas de {tutor} em {calendar}",
    "event.offers": "{calendar} oferece {service} com {tutor}",
    "event.offers_seats": "{calendar} oferece {service} com {tutor}, vagas: {seats}",
    "task.OFFER_CHANGED": "turma movida no calendário",
    "task.OFFER_CLASH": "turma sem lugar",
    "task.GUEST_REFUSED": "convidado sem convite",
    "task.NO_MEETING": "sem link de reunião",
    "task.EVENT_CHANGED": "evento movido à mão",
    "task.EVENT_GONE": "evento apagado à mão",
    "task.STRAY_EVENT": "evento de uma aula desconhecida",
    "task.BUSY_ON_BOOKING": "o calendário diz ocupado",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "event.CREATE": ("evento criado em {connection}", "{n} eventos criados em {connection}"),
    "event.UPDATE": ("evento alterado em {connection}", "{n} eventos alterados em {connection}"),
    "event.DELETE": ("evento tirado de {connection}", "{n} eventos tirados de {connection}"),
    "event.MEETING": ("link de reunião criado", "{n} links de reunião criados"),
    "event.none": "em nenhum calendário: não há nenhum conectado",
    "undo.calendar": "calendário",
    "confirm.set_calendar": "usa assim",
    "confirm.catch_up": "põe lá",
}
TASKS: dict[str, tuple[str, ...]] = {
    "NO_MEETING": (
        "{person}, {lesson}: o calendário não criou o link da reunião",
        "não foi possível criar o link da reunião de uma aula",
    ),
    "EVENT_CHANGED": (
        "{person}, {lesson}: alguém moveu o evento do calendário para {when}",
        "alguém moveu no calendário o evento de uma aula",
    ),
    "EVENT_GONE": (
        "{person}, {lesson}: alguém apagou o evento do calendário",
        "alguém apagou do calendário o evento de uma aula",
    ),
    "OFFER_CHANGED": (
        "{person}, {lesson}: o evento foi movido ou desmarcado no calendário que a oferece",
        "uma turma com alguém dentro foi movida ou desmarcada no calendário",
    ),
    "OFFER_CLASH": (
        "o calendário oferece uma turma {when}, e essa hora está ocupada aqui",
        "o calendário oferece uma turma numa hora que está ocupada aqui",
    ),
    "GUEST_REFUSED": (
        "{person}, {lesson}: o calendário não aceitou o e-mail, e por isso não há convite",
        "o calendário não aceitou o e-mail de um convidado",
    ),
    "STRAY_EVENT": (
        "o calendário tem um evento de uma aula que esta agenda não conhece: {when}",
        "o calendário tem um evento de uma aula que esta agenda não conhece",
    ),
    "BUSY_ON_BOOKING": (
        "{person}, {lesson}: segundo o calendário quem dá a aula está ocupado",
        "segundo o calendário alguém está ocupado durante uma aula",
    ),
}
ADVICE: dict[str, str] = {
    "NO_MEETING": "Escreva um link próprio na reserva: editar, link.",
    "EVENT_CHANGED": "Devolva o evento ao lugar ou mova a aula para onde ele está agora.",
    "EVENT_GONE": "Ponha o evento de volta ou cancele a aula se ela não acontecer.",
    "OFFER_CHANGED": "Mova ou cancele as reservas, ou devolva o evento ao lugar no calendário.",
    "OFFER_CLASH": "Mova o que está aqui ou o evento do calendário; ela abre assim que a hora ficar livre.",
    "GUEST_REFUSED": "Corrija o e-mail de quem é convidado; o evento acompanha.",
    "STRAY_EVENT": "Olhe o calendário: reserve a aula de novo se ela acontecer e apague lá o evento.",
    "BUSY_ON_BOOKING": "Mova a aula ou o outro evento do calendário.",
}
ANSWERS: dict[str, str] = {
    "PUT_BACK": "pôr o evento de volta",
    "MOVE_ALONG": "mover a aula para lá",
}
