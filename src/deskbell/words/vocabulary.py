"""The words that people type, folded (no case, no accents), in each language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from deskbell.domain.text import fold
from deskbell.words.language import spoken
from deskbell.words.names import month, weekday


class Vocabulary(NamedTuple):
    """Folded words and what they mean; a phrase of several words is one key with single spaces."""

    relative: Mapping[str, int]
    """A day word and its distance from today."""
    next: frozenset[str]
    """Before or after a weekday: the one of next week."""
    of: frozenset[str]
    """Words inside a date that say nothing."""
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    day_units: Mapping[str, int]
    """The unit after +3, in days."""
    methods: Mapping[str, str]
    """cash, card, transfer, link, a provider's name, or later."""
    with_: frozenset[str]
    """Before a tutor's name."""
    new: frozenset[str]
    """First word of a line: the person is new."""
    walk_in: frozenset[str]
    """Nobody's name."""
    until: frozenset[str]
    """Between two days or two times."""
    and_: frozenset[str]
    filler: frozenset[str]
    """Words among hours that say nothing."""
    daily: Mapping[str, tuple[int, ...]]
    free: frozenset[str]
    """In the place of a price."""
    request: Mapping[str, bool]
    """It waits for an approval, or (False) is approved already."""


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language, English where it is not spoken."""
    tongue = spoken(language)
    found = _MAKE[tongue](
        _prefixes([weekday(i, tongue, long=True) for i in range(7)]),
        {k: v + 1 for k, v in _prefixes([month(i, tongue, long=True) for i in range(1, 13)]).items()},
    )
    return found._replace(methods={**found.methods, **PROVIDERS})


def _prefixes(names: list[str]) -> dict[str, int]:
    """Every beginning of three letters or more; the part before a hyphen counts, and so does a plural."""
    found: dict[str, int] = {}
    for number, name in enumerate(map(fold, names)):
        for end in range(3, len(name) + 1):
            if not name[:end].endswith("-"):
                found.setdefault(name[:end], number)
        found.setdefault(name.split("-")[0].rstrip("s") + "s", number)
    return found


PROVIDERS = {"stripe": "stripe", "mercadopago": "mercadopago"}
"""A provider's own name asks for a link of it: the same in every language."""
_WORKDAYS = (0, 1, 2, 3, 4)
_WEEK = (*_WORKDAYS, 5, 6)


def _english(weekdays: dict[str, int], months: dict[str, int]) -> Vocabulary:
    return Vocabulary(
        relative={"today": 0, "tomorrow": 1, "tmrw": 1, "yesterday": -1},
        next=frozenset({"next"}),
        of=frozenset({"of", "the", "on"}),
        weekdays=weekdays | {"weds": 2},
        months=months,
        day_units={"": 1, "d": 1, "day": 1, "days": 1, "w": 7, "wk": 7, "week": 7, "weeks": 7},
        methods={"cash": "cash", "card": "card", "transfer": "transfer", "link": "link", "later": "later"},
        with_=frozenset({"with"}),
        new=frozenset({"new"}),
        walk_in=frozenset({"walk-in", "walkin"}),
        until=frozenset({"to", "until", "till", "through"}),
        and_=frozenset({"and"}),
        filler=frozenset({"from", "on"}),
        daily={"daily": _WEEK, "every day": _WEEK, "weekdays": _WORKDAYS, "weekends": (5, 6)},
        free=frozenset({"free"}),
        request={"request": True, "requested": True, "approved": False},
    )


def _spanish(weekdays: dict[str, int], months: dict[str, int]) -> Vocabulary:
    return Vocabulary(
        relative={"hoy": 0, "manana": 1, "pasado manana": 2, "ayer": -1},
        next=frozenset({"proximo", "proxima", "prox", "que viene"}),
        of=frozenset({"de", "del", "el"}),
        weekdays=weekdays,
        months=months | {"set": 9, "setiembre": 9},
        day_units={"": 1, "d": 1, "dia": 1, "dias": 1, "s": 7, "w": 7, "sem": 7, "semana": 7, "semanas": 7},
        methods={
            "efectivo": "cash",
            "tarjeta": "card",
            "transferencia": "transfer",
            "enlace": "link",
            "link": "link",
            "luego": "later",
            "despues": "later",
        },
        with_=frozenset({"con"}),
        new=frozenset({"nuevo", "nueva"}),
        walk_in=frozenset({"sin-nombre", "anonimo", "anonima"}),
        until=frozenset({"a", "hasta"}),
        and_=frozenset({"y", "e"}),
        filler=frozenset({"de", "los", "el", "las"}),
        daily={
            "todos los dias": _WEEK,
            "cada dia": _WEEK,
            "diario": _WEEK,
            "laborables": _WORKDAYS,
            "fin de semana": (5, 6),
        },
        free=frozenset({"gratis"}),
        request={"solicitud": True, "solicitada": True, "solicitado": True, "aprobada": False, "aprobado": False},
    )


def _portuguese(weekdays: dict[str, int], months: dict[str, int]) -> Vocabulary:
    numbered = {f"{number}a": number - 2 for number in range(2, 7)}  # 2ª is Monday, 6ª is Friday
    return Vocabulary(
        relative={"hoje": 0, "amanha": 1, "depois de amanha": 2, "ontem": -1},
        next=frozenset({"proximo", "proxima", "prox", "que vem"}),
        of=frozenset({"de", "do", "da", "na", "no"}),
        weekdays=weekdays | numbered,
        months=months,
        day_units={"": 1, "d": 1, "dia": 1, "dias": 1, "s": 7, "w": 7, "sem": 7, "semana": 7, "semanas": 7},
        methods={
            "dinheiro": "cash",
            "cartao": "card",
            "transferencia": "transfer",
            "link": "link",
            "depois": "later",
            "mais tarde": "later",
        },
        with_=frozenset({"com"}),
        new=frozenset({"novo", "nova"}),
        walk_in=frozenset({"sem-nome", "avulso", "avulsa", "anonimo", "anonima"}),
        until=frozenset({"a", "as", "ate"}),
        and_=frozenset({"e"}),
        filler=frozenset({"de", "das", "da", "dos", "do"}),
        daily={
            "todos os dias": _WEEK,
            "cada dia": _WEEK,
            "diario": _WEEK,
            "dias uteis": _WORKDAYS,
            "fim de semana": (5, 6),
        },
        free=frozenset({"gratis"}),
        request={"solicitacao": True, "solicitada": True, "pedida": True, "aprovada": False, "aprovado": False},
    )


_MAKE = {"en": _english, "es": _spanish, "pt": _portuguese}
