"""What words on a command line say of a time: day, time of day, length, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import WrongInput
from deskbell.words.line import read_line

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.words.typed import TypedLine


def read_when(context: Context, words: Sequence[str], services: Sequence[str] = ()) -> TypedLine:
    """The words as a typed line; the first thing in it that cannot be meant is the error (WrongInput)."""
    desk, card = context.desk, context.card
    line = read_line(
        " ".join(words),
        today=zone_clock(card.zone).date(desk.clock.now()),
        language=context.language,
        currency=card.currency,
        services=services,
        tutors=[tutor.name for tutor in desk.tutors() if tutor.active],
        order=context.date_order,
    )
    if line.problems:
        first = line.problems[0]
        raise WrongInput(first.code, **first.facts)
    return line
