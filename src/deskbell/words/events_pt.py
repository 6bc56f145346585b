"""Lessons on a calendar: what is asked for, what stands there, what somebody did there by hand: Portuguese."""

from __future__ import annotations

ERRORS: dict[str, str | tuple[str, ...]] = {
    "NO_CALENDAR": "Esta agenda não está em nenhum calendário; conecte um antes.",
    "REMINDER_RANGE": "Um calendário avisa de 0 a {most} minutos antes do início; escolha um número entre esses.",
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
    "event.no_remind": "sem aviso",
    "event.tutor": "aulas de {tutor}",
    "event.busy": "os outros eventos ocupam {tutor}",
    "task.NO_MEETING": "sem link de reunião",
}
PLANS: dict[str, str | tuple[str, str]] = {
    "event.CREATE": ("evento criado em {connection}", "{n} eventos criados em {connection}"),
    "event.UPDATE": ("evento alterado em {connection}", "{n} eventos alterados em {connection}"),
    "event.DELETE": ("evento tirado de {connection}", "{n} eventos tirados de {connection}"),
    "event.MEETING": ("link de reunião criado", "{n} links de reunião criados"),
    "confirm.set_calendar": "usa assim",
    "confirm.catch_up": "põe lá",
}
TASKS: dict[str, tuple[str, ...]] = {
    "NO_MEETING": (
        "{person}, {lesson}: o calendário não criou o link da reunião",
        "não foi possível criar o link da reunião de uma aula",
    ),
}
ADVICE: dict[str, str] = {
    "NO_MEETING": "Escreva um link próprio na reserva: editar, link.",
}
ANSWERS: dict[str, str] = {}
