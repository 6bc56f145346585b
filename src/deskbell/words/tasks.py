"""What needs a person, in a line with its figures; what to do about it; and what the one-key answers are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from deskbell.words.effect_texts import Texts, tables
from deskbell.words.language import Language, spoken
from deskbell.words.operations import connection_name, op_name, refusal, span
from deskbell.words.speech import Speech, first_served, line_of

LONGEST = 60
_MONEY = frozenset({"amount", "expected"})


class _Words(NamedTuple):
    lines: Texts
    advice: Mapping[str, str]
    answers: Mapping[str, str]


@cache
def _words(tongue: Language) -> _Words:
    """The texts of one language; only the language in use is loaded."""
    if tongue == "es":
        from deskbell.words import tasks_es as found
    elif tongue == "pt":
        from deskbell.words import tasks_pt as found  # type: ignore[no-redef]
    else:
        from deskbell.words import tasks_en as found  # type: ignore[no-redef]
    return _Words(found.LINES, found.ADVICE, found.ANSWERS)


def task_name(kind: str, language: str) -> str:
    """A few words for a list: money without a seat."""
    terms = tables(spoken(language)).terms
    return terms.get(f"task.{kind}", terms["task.other"])


def task_line(kind: str, facts: Mapping[str, Any], language: str) -> str:
    """What is wrong, with what is known of it; a fact that is not there is left out with the words around it.

    facts: amount and expected in minor units of `currency` (`expected_currency` where that differs); booking and order
    as numbers; person and lesson as words; connection, code (why, a provider's or ours) and operation (its kind) as
    codes; reference a provider's id; since and when are instants and skew a length, in seconds; zone and now as for any
    instant.
    """
    found = _words(spoken(language)).lines
    texts = found.get(kind, found["?"])
    shown = _shown(facts, language)
    text = first_served(texts, shown) or (texts if isinstance(texts, str) else texts[-1])
    return text.format_map(shown)


def task_advice(kind: str, language: str) -> str:
    """What to do: one sentence."""
    found = _words(spoken(language)).advice
    return found.get(kind, found["?"])


def answer_name(code: str, language: str) -> str:
    """What an answer does, in a few words: give the money back."""
    found = _words(spoken(language)).answers
    return found.get(code, found["?"])


def _shown(facts: Mapping[str, Any], language: str) -> dict[str, str]:
    now = facts.get("now")
    say = Speech(language, str(facts.get("zone") or "UTC"), str(facts.get("currency") or ""), now)
    shown = {}
    for name, value in facts.items():
        if value is None or value == "" or isinstance(value, bool):
            continue
        shown[name] = _figure(name, value, facts, say) if isinstance(value, int) else _text(name, str(value), language)
    return shown


def _figure(name: str, value: int, facts: Mapping[str, Any], say: Speech) -> str:
    if name in _MONEY:
        return say.money(value, str(facts.get(f"{name}_currency") or ""))
    if name in ("since", "when"):
        return say.near(value)
    if name == "skew":
        return span(abs(value))
    return str(value)


def _text(name: str, value: str, language: str) -> str:
    if name == "connection":
        return connection_name(value)
    if name == "code":
        return refusal(value, language)
    if name == "operation":
        return op_name(value, language)
    return line_of(value, LONGEST)
