"""What can be done about the calendar: label, what was done, one line of help."""

from __future__ import annotations

from deskbell.words.language import Language

EVENT_COMMANDS = {
    "KEEPEVENT": "calendar",
    "SETCALENDAR": "set_calendar",
    "CATCHUP": "catch_up",
    "PUTBACK": "put_back",
    "SYNCBUSY": "import",
    "SYNCOFFERS": "import",
}
"""Commands that are called otherwise than their verb."""
EVENT_VERBS: dict[str, dict[Language, tuple[str, str, str]]] = {
    "calendar": {
        "en": ("Calendar", "On the calendar", "which calendar lessons go on, and what stands there"),
        "es": ("Calendario", "En el calendario", "en qué calendario van las clases y qué dice"),
        "pt": ("Calendário", "No calendário", "em que calendário ficam as aulas e o que ele diz"),
    },
    "set_calendar": {
        "en": ("Set the calendar", "Calendar set", "which one, reminder, meeting links, what it says"),
        "es": ("Usar calendario", "Calendario ajustado", "cuál, aviso, enlaces de reunión, qué dice"),
        "pt": ("Usar calendário", "Calendário ajustado", "qual, aviso, links de reunião, o que diz"),
    },
    "calendars": {
        "en": ("Calendar use", "Calendar", "where lessons go, whose time it takes, what offers classes"),
        "es": ("Uso del calendario", "Calendario", "dónde van las clases, qué ocupa a quién, qué ofrece grupos"),
        "pt": ("Uso do calendário", "Calendário", "onde ficam as aulas, o que ocupa quem, o que oferece turmas"),
    },
    "put_back": {
        "en": ("Put it back", "Put back", "the event on the calendar, as the desk has it"),
        "es": ("Volver a poner", "Vuelto a poner", "el evento en el calendario, como en la agenda"),
        "pt": ("Pôr de volta", "Posto de volta", "o evento no calendário, como na agenda"),
    },
    "move_along": {
        "en": ("Move along", "Moved", "the lesson, to where its event stands now"),
        "es": ("Mover con él", "Movida", "la clase, a donde está ahora su evento"),
        "pt": ("Mover junto", "Movida", "a aula, para onde está agora o evento"),
    },
    "catch_up": {
        "en": ("Catch up", "Caught up", "put the lessons to come on the calendar"),
        "es": ("Poner al día", "Puesto al día", "poner en el calendario las clases que vienen"),
        "pt": ("Pôr em dia", "Posto em dia", "pôr no calendário as aulas que vêm"),
    },
}
