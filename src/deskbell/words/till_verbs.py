"""What can be done at the till: label, what was done, one line of help."""

from __future__ import annotations

from deskbell.words.language import Language

TILL_VERBS: dict[str, dict[Language, tuple[str, str, str]]] = {
    "till": {
        "en": ("Till", "Till", "the drawer, the day by method, who owes what"),
        "es": ("Caja", "Caja", "la caja, el día por método, quién debe qué"),
        "pt": ("Caixa", "Caixa", "o caixa, o dia por método, quem deve o quê"),
    },
    "open_drawer": {
        "en": ("Open drawer", "Drawer opened", "begin a drawer with what lies in it"),
        "es": ("Abrir caja", "Caja abierta", "empezar una caja con lo que hay en ella"),
        "pt": ("Abrir caixa", "Caixa aberto", "começar um caixa com o que há nele"),
    },
    "cash_in": {
        "en": ("Cash in", "Put in", "cash into the drawer, not from a lesson"),
        "es": ("Entrada", "Metido", "efectivo a la caja, no de una clase"),
        "pt": ("Entrada", "Posto", "dinheiro no caixa, não de uma aula"),
    },
    "cash_out": {
        "en": ("Cash out", "Taken out", "cash out of the drawer: stamps, the bank"),
        "es": ("Salida", "Sacado", "efectivo de la caja: sellos, el banco"),
        "pt": ("Saída", "Tirado", "dinheiro do caixa: selos, o banco"),
    },
    "count_drawer": {
        "en": ("Count drawer", "Counted", "what lies in the drawer; the difference is kept"),
        "es": ("Contar caja", "Contado", "lo que hay en la caja; la diferencia se guarda"),
        "pt": ("Contar caixa", "Contado", "o que há no caixa; a diferença fica guardada"),
    },
    "seal_day": {
        "en": ("Seal the day", "Day sealed", "no more money on it; its figures get a number"),
        "es": ("Cerrar el día", "Día cerrado", "sin más dinero; sus cifras reciben un número"),
        "pt": ("Fechar o dia", "Dia fechado", "sem mais dinheiro; seus números recebem um número"),
    },
    "reopen_day": {
        "en": ("Reopen the day", "Day open again", "a sealed day takes money again, with a reason"),
        "es": ("Reabrir el día", "Día reabierto", "un día cerrado admite dinero otra vez, con motivo"),
        "pt": ("Reabrir o dia", "Dia reaberto", "um dia fechado aceita dinheiro de novo, com motivo"),
    },
}
TILL_COMMANDS = {
    "OPENDRAWER": "open_drawer",
    "COUNTDRAWER": "count_drawer",
    "SEALDAY": "seal_day",
    "REOPENDAY": "reopen_day",
    "MOVECASH": "cash_in",
}
