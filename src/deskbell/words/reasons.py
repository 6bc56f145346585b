"""Why not: what the slot engine found in the way, why a key is dim, and what a plan overrules, as short sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from deskbell.domain.availability.diary import Reason, Ref, Why
from deskbell.words.dates import length
from deskbell.words.language import Language
from deskbell.words.operation_terms import CONNECTIONS
from deskbell.words.speech import Speech, first_served, line_of

if TYPE_CHECKING:
    from deskbell.domain.plan import Warned

Given = Reason | tuple[str, str]
"""A reason of the slot engine, or (code, reference) where only that was kept."""

_SEATED = frozenset({Why.BOOKING, Why.BUFFER, Why.ROOM, Why.HOLD, Why.STUDENT})
"""Reasons whose reference is a booking's number, or the name of a class."""


def reason(given: Given, language: str, zone: str, now: int | None = None) -> str:
    """Booking 412, 15:00–16:00; buffer of booking 413, 14:45–16:15; busy in the calendar: Dentist."""
    say = Speech(language, zone, now=now)
    code, facts = _taken_apart(given, say)
    return _said(f"WHY.{code}", facts, say.tongue)


def why_not(reasons: Iterable[Given], language: str, zone: str, now: int | None = None) -> str:
    """All that is in the way, in one line; empty where nothing is."""
    return " · ".join(dict.fromkeys(reason(r, language, zone, now) for r in reasons))


def dimmed(code: str, language: str) -> str:
    """Why a verb cannot be done to a booking now (what `allowed` answers), in a few words."""
    texts = _texts(Speech(language).tongue)
    found = texts.get(f"KEY.{code}", texts["KEY"])
    return found if isinstance(found, str) else found[-1]


def warning(warned: Warned, language: str, zone: str, now: int | None = None, *, on: bool = False) -> str:
    """What a person would want to know first; what the desk overrules is said as "all the same: …".

    on: it goes on after another one that the desk overrules, and does not say so again.
    """
    say = Speech(language, zone, now=now)
    given = dict(warned.facts)
    if warned.code.startswith("OVER_") and warned.code[5:] in Why.__members__:
        over = Reason(Why(warned.code[5:]), given.get("ref") or None, given.get("start"), given.get("end"))
        why = reason(over, language, zone, now)
        return why if on else _said("OVER", {"reason": why}, say.tongue)
    facts = {name: say.near(value) if name == "start" else str(value) for name, value in given.items()}
    if "amount" in given:
        facts["amount"] = say.money(int(given["amount"]), str(given.get("currency", "")))
    if "connection" in given:
        name = str(given["connection"])
        facts["connection"] = CONNECTIONS.get(name) or line_of(name, 60)
    key = f"WARN.{warned.code}"
    if given.get("count") == 1:
        key = f"{key}.one"
    return _said(key if key in _texts(say.tongue) else "WARN", {**facts, "code": warned.code}, say.tongue)


def warns(code: str, language: str) -> bool:
    """Whether this warning has a sentence of its own."""
    texts = _texts(Speech(language).tongue)
    return f"WARN.{code}" in texts or (code.startswith("OVER_") and f"WHY.{code[5:]}" in texts)


@cache
def _texts(tongue: Language) -> Mapping[str, str | tuple[str, ...]]:
    if tongue == "es":
        from deskbell.words.documents_es import REASONS as PAPER
        from deskbell.words.reasons_es import REASONS
    elif tongue == "pt":
        from deskbell.words.documents_pt import REASONS as PAPER
        from deskbell.words.reasons_pt import REASONS
    else:
        from deskbell.words.documents_en import REASONS as PAPER
        from deskbell.words.reasons_en import REASONS
    return {**REASONS, **PAPER}


def _said(key: str, facts: dict[str, str], tongue: Language) -> str:
    texts = _texts(tongue)
    found = texts.get(key, texts["WHY"])
    return (first_served(found, facts) or _plainest(found)).format_map(facts)


def _plainest(found: str | tuple[str, ...]) -> str:
    return found if isinstance(found, str) else found[-1]


def _taken_apart(given: Given, say: Speech) -> tuple[str, dict[str, str]]:
    if isinstance(given, tuple):
        given = Reason(Why(given[0]), given[1] or None) if given[0] in Why.__members__ else Reason(Why.BOOKING)
    facts: dict[str, str] = {"what": _what(given.why, given.ref, say)}
    start, end = given.start, given.end
    if start is not None and end is not None and end > start:
        facts["hours"] = say.hours(start, end)
        facts["day"] = say.day(start)
        if given.why is Why.NOTICE:
            facts["notice"] = _length(end - start)
    if end is not None:
        facts["until"] = say.near(end)
    if start is not None:
        facts["last"] = say.day(start - 1)
    return str(given.why), facts


def _length(seconds: int) -> str:
    """A notice of days is said in hours up to two days, as policies are."""
    minutes = seconds // 60
    return f"{minutes // 1440} d" if minutes % 1440 == 0 and minutes > 2 * 1440 else length(minutes)


def _what(why: Why, ref: Ref, say: Speech) -> str:
    """Booking 412, a class by its name, or the title of busy time; a public id says nothing to a person."""
    if ref is None:
        return ""
    words = str(ref)
    if why in _SEATED and words.isdecimal():
        return _said("BOOKING", {"no": words}, say.tongue)
    if len(words) == 32 and all(c in "0123456789abcdef" for c in words):
        return ""
    return line_of(words, 40)
