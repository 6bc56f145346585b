"""One sentence for everything that can go wrong: what is wrong, with its facts in the desk's way, and what to do next.

Any error with a `code` and `facts` has its sentence here: the desk's, the settings', the places', a calendar file's;
and so have the problems of a typed line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from deskbell.domain.text import clean
from deskbell.words.dates import clock, length
from deskbell.words.effect_texts import tables
from deskbell.words.error_terms import ERRNO, TERMS
from deskbell.words.i18n import words
from deskbell.words.language import Language
from deskbell.words.names import weekday
from deskbell.words.operation_terms import CONNECTIONS, terms
from deskbell.words.speech import Speech, first_served
from deskbell.words.verbs import verb

MOST = 5
"""So many candidates are named; the others are an ellipsis."""
LONGEST = 120

_MONEY = frozenset({"amount", "due", "tendered", "told", "now", "low", "high", "captured", "refunded", "paid"})
_INSTANTS = frozenset({"start", "end", "at"})
_NAMED = frozenset({"what", "role", "state", "wanted", "found", "field", "method", "connection"})
_BETWEEN = "; "


class Said(NamedTuple):
    wrong: str
    todo: str

    def __str__(self) -> str:
        return self.wrong + _BETWEEN + self.todo


def sentence(error: BaseException, language: str, zone: str | None = None, now: int | None = None) -> str:
    """What is wrong and what to do next, as one sentence. An error nobody has words for is named by its code.

    zone: in which instants are said, UTC where left out. now: lets near days be short.
    """
    return str(said(error, language, zone, now))


def said(error: BaseException, language: str, zone: str | None = None, now: int | None = None) -> Said:
    """The two halves of the sentence, for a screen that sets them apart."""
    code = str(getattr(error, "code", "") or type(error).__name__)
    facts = getattr(error, "facts", None) or {}
    return _halves(code, facts, language, zone, now, type(error).__name__)


def problem(code: str, facts: Mapping[str, Any], language: str, zone: str | None = None, now: int | None = None) -> str:
    """The same for a problem of a typed line, which is a code with facts and no exception."""
    return str(_halves(code, facts, language, zone, now, ""))


def knows(code: str, language: str, kind: str = "") -> bool:
    """Whether this code (of an error of that class) has a sentence of its own."""
    texts = errors_in(Speech(language).tongue)
    return code in texts or f"{kind}.{code}" in texts


def templates(code: str, language: str, kind: str = "") -> tuple[str, ...]:
    """The texts of a code, fullest first; empty where it has none."""
    texts = errors_in(Speech(language).tongue)
    found = texts.get(f"{kind}.{code}", texts.get(code, ()))
    return (found,) if isinstance(found, str) else found


def _halves(code: str, given: Mapping[str, Any], language: str, zone: str | None, now: int | None, kind: str) -> Said:
    say = Speech(language, zone or "UTC", str(given.get("currency") or ""), now)
    facts = _Facts(say, code, given).all()
    texts = templates(code, language, kind)
    text = first_served(texts, facts)
    if text is None and texts and not _missing(texts[-1], facts):
        text = texts[-1]
    if text is None:
        text, facts = templates("?", language)[0], {"code": code}
    wrong, _, todo = text.partition(_BETWEEN)
    shown = wrong.format_map(facts)
    if wrong.startswith(("{start}", "{weekday}")):  # days are written small in Spanish and Portuguese
        shown = shown[:1].upper() + shown[1:]
    return Said(shown, todo.format_map(facts))


def _missing(text: str, facts: Mapping[str, str]) -> bool:
    return first_served(text, dict(facts)) is None


@cache
def errors_in(tongue: Language) -> Mapping[str, str | tuple[str, ...]]:
    """The texts of one language by code; only the language in use is loaded."""
    if tongue == "es":
        from deskbell.words import connecting_es as connect
        from deskbell.words import documents_es as paper
        from deskbell.words import errors_es as desk
        from deskbell.words import events_es as event
        from deskbell.words import link_errors_es as link
        from deskbell.words import mail_es as mail
        from deskbell.words import till_es as till
    elif tongue == "pt":
        from deskbell.words import connecting_pt as connect  # type: ignore[no-redef]
        from deskbell.words import documents_pt as paper  # type: ignore[no-redef]
        from deskbell.words import errors_pt as desk  # type: ignore[no-redef]
        from deskbell.words import events_pt as event  # type: ignore[no-redef]
        from deskbell.words import link_errors_pt as link  # type: ignore[no-redef]
        from deskbell.words import mail_pt as mail  # type: ignore[no-redef]
        from deskbell.words import till_pt as till  # type: ignore[no-redef]
    else:
        from deskbell.words import connecting_en as connect  # type: ignore[no-redef]
        from deskbell.words import documents_en as paper  # type: ignore[no-redef]
        from deskbell.words import errors_en as desk  # type: ignore[no-redef]
        from deskbell.words import events_en as event  # type: ignore[no-redef]
        from deskbell.words import link_errors_en as link  # type: ignore[no-redef]
        from deskbell.words import mail_en as mail  # type: ignore[no-redef]
        from deskbell.words import till_en as till  # type: ignore[no-redef]
    return desk.ERRORS | link.ERRORS | till.ERRORS | paper.ERRORS | connect.ERRORS | event.ERRORS | mail.ERRORS


class _Facts:
    """An error's facts as words: each by its name and its type, nothing raw, nothing that can act."""

    __slots__ = ("_code", "_given", "_say")

    def __init__(self, say: Speech, code: str, given: Mapping[str, Any]) -> None:
        self._say = say
        self._code = code
        self._given = given

    def all(self) -> dict[str, str]:
        shown = {name: self._one(name, value) for name, value in self._given.items()}
        start, end = self._given.get("start"), self._given.get("end")
        if shown.get("start") and shown.get("end") and isinstance(start, int) and isinstance(end, int):
            shown["span"] = shown["start"] if self._code == "HOURS" else self._say.span(start, end)
        return shown

    def _one(self, name: str, value: Any) -> str:
        """The fact as words; empty where it says nothing."""
        say = self._say
        if value is None or value == "" or isinstance(value, bool):
            return ""
        if name == "reasons":
            return self._reasons(value)
        if isinstance(value, int):
            return self._figure(name, value)
        if isinstance(value, date):
            return say.date(value) if name == "day" or self._code == "DAY_MISMATCH" else value.isoformat()
        if isinstance(value, str):
            return self._text(name, value)
        if isinstance(value, Sequence | frozenset | set):
            return self._list(name, list(value))
        return ""

    def _figure(self, name: str, value: int) -> str:
        say = self._say
        if name in _MONEY:
            return say.money(value)
        if name in _INSTANTS:
            if self._code == "HOURS":
                return "24:00" if value == 1440 else clock(value)
            return _instant(say, value)
        if name == "weekday":
            return weekday(value % 7, say.language, long=True)
        if name == "minutes":
            return length(value) if value > 0 else f"{value} min"
        if name == "limit" and self._code == "TOO_LARGE":
            return f"{value // 2**20} MB"
        if name == "places" and not value:
            return ""
        return str(value)

    def _text(self, name: str, value: str) -> str:
        say = self._say
        if name == "why":
            return ERRNO[say.tongue].get(value, clean(value, LONGEST))
        if name == "refusal":
            known = terms(say.tongue).get(f"code.{value.partition(' ')[0]}")
            return str(known) if known else clean(value, LONGEST)
        if name == "verb":
            return verb(value, say.language).label
        if name == "kind" and self._code == "TASK_WANTS_DEED":
            return tables(say.tongue).terms.get(f"task.{value}", "")
        if name == "which" and len(value) == 32:
            return ""  # a public id says nothing to a person
        if name in _NAMED and (term := self._term(name, value)):
            return term
        return clean(" ".join(value.split()), LONGEST)

    def _term(self, name: str, value: str) -> str:
        say = self._say
        terms = TERMS[say.tongue]
        group = "kind" if name in ("wanted", "found") else name
        if found := terms.get(f"{group}.{value}"):
            return found
        if name in ("method", "connection"):
            return CONNECTIONS.get(value, "")
        if name == "field":
            return tables(say.tongue).terms.get(f"field.{value}", "")
        if name == "state":
            return str(words(say.tongue).get(f"seat.{value}", ""))
        return ""

    def _list(self, name: str, values: list[Any]) -> str:
        shown = [self._item(v) for v in values[:MOST]]
        if len(values) > MOST:
            return ", ".join([*shown, "…"])
        return self._say.any_of(shown) if name in ("suggestions", "choices", "nearest") else ", ".join(shown)

    def _item(self, value: Any) -> str:
        if isinstance(value, tuple) and len(value) == 2:  # a person: number and name
            return f"{clean(str(value[1]), LONGEST)} (#{value[0]})"
        if isinstance(value, int):
            return _instant(self._say, value)
        return clean(str(value), LONGEST)

    def _reasons(self, value: Any) -> str:
        from deskbell.words.reasons import why_not  # brings the slot engine's types

        if not isinstance(value, Sequence) or isinstance(value, str):
            return ""
        return why_not(value, self._say.language, self._say.zone, self._say.now)


def _instant(say: Speech, value: int) -> str:
    """An instant that no calendar has is said as nothing: the sentence must come in any case."""
    try:
        return say.at(value)
    except (OverflowError, ValueError):
        return ""
