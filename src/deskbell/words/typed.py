"""What a typed line says, piece by piece; made by reading, shown by the preview while somebody types."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal[
    "person", "new", "walk_in", "service", "tutor", "day", "time", "minutes", "method", "amount", "request", "unclear"
]
LONGEST = 300
"""So many characters of a line are read."""


@dataclass(frozen=True, slots=True)
class Span:
    """What the text from start to end was read as; for live highlighting."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a piece of the line cannot be meant; the code is a key of the catalogue, as with errors.

    LINE_TOO_LONG (longest), PERSON_AND_WALK_IN, SERVICE_AMBIGUOUS and TUTOR_AMBIGUOUS (text,
    candidates), SERVICE_UNKNOWN and TUTOR_UNKNOWN (text), LINE_TWICE (text, what), NUMBER_UNCLEAR (text),
    AMOUNT_WITHOUT_CASH (text), END_BEFORE_START (text), and the codes of read_day, read_minutes, read_amount.
    """

    code: str
    start: int
    end: int
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What was typed; None is what was not. Service and tutor are names from the lists, minute is of the day.

    method: cash, card, transfer, link or later; amount: the cash handed over, in minor units. request: it waits for an
    approval, or is approved already.
    """

    person: str = ""
    service: str | None = None
    tutor: str | None = None
    day: date | None = None
    minute: int | None = None
    minutes: int | None = None
    method: str | None = None
    amount: int | None = None
    request: bool | None = None
    walk_in: bool = False
    new_person: bool = False
    problems: tuple[Problem, ...] = ()
    spans: tuple[Span, ...] = field(default=(), compare=False)
