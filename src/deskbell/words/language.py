"""A language is a tag such as en, es-MX or pt-BR; the region says on which day a week begins and how dates run.

The process's locale is neither read nor set: callers hand in the setting, or the value of LANG.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "es", "pt"]
Order = Literal["dmy", "mdy"]

LANGUAGES: tuple[Language, ...] = ("en", "es", "pt")

# CLDR's week data; everywhere else the week begins on Monday.
_SUNDAY = frozenset(
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP "
    "PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW".split()
)
_SATURDAY = frozenset("AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY".split())
_MONTH_FIRST = frozenset("AS CA CN FM GU JP KR MH MP PH PR PW TW UM US VI".split())


def choose(wish: str) -> str:
    """The tag for a wish such as 'es_MX.UTF-8', 'pt-br' or 'C': a language we do not speak keeps its region only."""
    parts = wish.split(".")[0].split("@")[0].replace("_", "-").split("-")
    spoken = next((x for x in LANGUAGES if x == parts[0].lower()), "en")
    where = next((p.upper() for p in parts[1:] if len(p) == 2 and p.isascii() and p.isalpha()), "")
    return f"{spoken}-{where}" if where else spoken


def spoken(tag: str) -> Language:
    """The language of a tag; English where we do not speak it."""
    head = tag[:2].lower()
    return "es" if head == "es" else "pt" if head == "pt" else "en"


def region(tag: str) -> str:
    """The region of a tag in upper case, or nothing."""
    return choose(tag)[3:]


def first_weekday(tag: str) -> int:
    """The day on which a week begins there, 0 = Monday; Monday where no region is known."""
    where = region(tag)
    return 6 if where in _SUNDAY else 5 if where in _SATURDAY else 4 if where == "MV" else 0


def date_order(tag: str) -> Order:
    """How 4/3 is read there: day first, or month first."""
    return "mdy" if region(tag) in _MONTH_FIRST and (spoken(tag) == "en" or region(tag) == "PR") else "dmy"
