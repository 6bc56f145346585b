"""Names of days and months, in the languages we speak. Spanish and Portuguese write them small."""

from __future__ import annotations

from deskbell.words.language import Language, spoken

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "pt": ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "pt": (
        "janeiro", "fevereiro", "março", "abril", "maio", "junho",
        "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
    ),
}  # fmt: skip


def weekday(day: int, language: str, *, long: bool = False) -> str:
    """0 is Monday; Mon, lun, seg, or written out. Every short name is three cells wide."""
    name = _WEEKDAYS[spoken(language)][day]
    return name if long else name[:3]


def month(number: int, language: str, *, long: bool = False) -> str:
    """1 is January; Jan, ene, jan, or written out. Every short name is three cells wide."""
    name = _MONTHS[spoken(language)][number - 1]
    return name if long else name[:3]
