"""What words on a command line say of a time: day, time of day, length, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import WrongInput
from deskbell.words.line import read_line

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.offer import Service
    from deskbell.words.typed import TypedLine


def read_when(context: Context, words: Sequence[str], services: Sequence[Service] = ()) -> TypedLine:
    """The words as a typed line; the first thing in it that cannot be meant is the error (WrongInput).

    Of several services that the words could mean, the one of the typed length is meant.
    """
    desk, card = context.desk, context.card
    line = read_line(
        " ".join(words),
        today=zone_clock(card.zone).date(desk.clock.now()),
        language=context.language,
        currency=card.currency,
        services=[s.name for s in services],
        tutors=[tutor.name for tutor in desk.tutors() if tutor.active],
        order=context.date_order,
    )
    for problem in line.problems:
        if problem.code == "SERVICE_AMBIGUOUS":
            alike = [s.name for s in services if s.minutes == line.minutes and s.name in problem.facts["candidates"]]
            if len(alike) == 1:
                line = replace(line, service=alike[0], minutes=None)
                continue
        raise WrongInput(problem.code, **problem.facts)
    return line
