"""The one line that books: ana piano 15:30 60 cash. Order is free, every word is accounted for.

How a bare figure is read: after the word for cash it is the money that was handed over; four figures are a time
(1530); three are minutes up to 300 and a time above (90, 120, 930); one or two are the hour if they are below 24
and no other time is typed (ana piano 15 60), minutes otherwise. With an h, 1h30 to 5h are lengths, 6h to 23h30
times. Quotes force a person ("May"), # a service, @ a tutor.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskbell.words.language import Order
from deskbell.words.money import show
from deskbell.words.reading import Reading
from deskbell.words.tokens import quote
from deskbell.words.typed import LONGEST, Kind, Problem, Span, TypedLine
from deskbell.words.vocabulary import vocabulary

__all__ = ["LONGEST", "Kind", "Problem", "Span", "TypedLine", "print_line", "read_line"]


def read_line(
    text: str,
    *,
    today: date,
    language: str,
    currency: str,
    services: Sequence[str],
    tutors: Sequence[str],
    order: Order | None = None,
) -> TypedLine:
    """Read whatever was typed so far; never raises, what cannot be meant is among the problems."""
    reading = Reading(text[:LONGEST], today, language, currency, order)
    reading.read(tuple(services), tuple(tutors))
    if len(text) > LONGEST:
        reading.problem("LINE_TOO_LONG", LONGEST, len(text), longest=LONGEST)
    return reading.result()


def print_line(
    line: TypedLine,
    *,
    today: date,
    language: str,
    currency: str,
    services: Sequence[str],
    tutors: Sequence[str],
) -> str:
    """The shortest usual form that read_line gives back as the same line; marks are added where words could mislead."""
    for forced in ((), ("person",), ("person", "service", "tutor")):
        text = _print(line, language, currency, forced)
        again = read_line(text, today=today, language=language, currency=currency, services=services, tutors=tutors)
        if again == line:
            break
    return text


def _print(line: TypedLine, language: str, currency: str, forced: Sequence[str]) -> str:
    parts = ["+"] if line.new_person else []
    if line.walk_in:
        parts.append("-")
    elif line.person:
        parts.append(quote(line.person) if "person" in forced else line.person)
    if line.service is not None:
        parts.append("#" + quote(line.service) if "service" in forced else line.service)
    if line.tutor is not None:
        parts.append("@" + (quote(line.tutor) if "tutor" in forced else line.tutor))
    if line.day is not None:
        parts.append(line.day.isoformat())
    if line.minute is not None:
        parts.append(f"{line.minute // 60:02d}:{line.minute % 60:02d}")
    if line.minutes is not None:
        parts.append(f"{line.minutes}m")
    if line.request is not None:
        parts.append(next(word for word, means in vocabulary(language).request.items() if means is line.request))
    if line.method is not None:
        parts.append(next(word for word, means in vocabulary(language).methods.items() if means == line.method))
    if line.amount is not None:
        parts.append(show(line.amount, currency, language, symbol=False))
    return " ".join(parts)
