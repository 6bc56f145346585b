"""Free times and "why not free?", asked of the same slot engine that judges a booking (I19)."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import merge
from typing import TYPE_CHECKING

from deskbell.domain.availability import Openings, Reason, Rules, next_starts
from deskbell.domain.clock import DAY
from deskbell.domain.decisions.timing import rules
from deskbell.store import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskbell.domain.ids import Id
    from deskbell.domain.offer import Service
    from deskbell.domain.people import Tutor
    from deskbell.store.work import Connection

SPAN = 31 * DAY
"""How far one look for free times reads; the next look goes on from there."""


@dataclass(frozen=True, slots=True)
class Free:
    """A start (epoch seconds) at which that tutor may be booked."""

    start: int
    tutor: Tutor


def free_times(
    conn: Connection,
    service: Service,
    tutors: tuple[Tutor, ...],
    after: int,
    until: int,
    now: int,
    count: int,
    *,
    minutes: int | None = None,
    leave_out: Id | None = None,
) -> tuple[Free, ...]:
    """The first `count` free starts in [after, until) of any of the tutors, earliest first.

    `leave_out` is a slot that would move: its own time counts as free, so half an hour along is offered too.
    """
    found: list[Free] = []
    lo = after
    while lo < until and len(found) < count:
        hi = min(lo + SPAN, until)
        wanted = count - len(found)
        lists = [_starts(conn, service, t, lo, hi, now, wanted, minutes, leave_out) for t in tutors]
        for free in merge(*lists, key=lambda f: f.start):
            if len(found) < count:
                found.append(free)
        lo = hi
    return tuple(found)


def _starts(
    conn: Connection,
    service: Service,
    tutor: Tutor,
    lo: int,
    hi: int,
    now: int,
    count: int,
    minutes: int | None,
    leave_out: Id | None,
) -> Iterator[Free]:
    diary = find.diary(conn, tutor, service, lo, hi, leave_out=leave_out, room=tutor.room)
    for start in next_starts(diary, rules(service, minutes), lo, now, count):
        if start >= hi:
            return
        yield Free(start, tutor)


class Answers:
    """Why not free, for the days on a screen: the diaries are read once, the answers are looked up.

    Asked with the rules of the service that would most likely be booked, or of any short one.
    """

    __slots__ = ("_now", "_openings")

    def __init__(self, conn: Connection, tutors: tuple[Tutor, ...], rule: Rules, lo: int, hi: int, now: int) -> None:
        self._now = now
        self._openings = {t.no: Openings(find.diary(conn, t, None, lo, hi), rule, now) for t in tutors}

    def why_not(self, tutor: int, start: int) -> tuple[Reason, ...]:
        """What stands in the way of a lesson of this tutor at that instant; empty is free."""
        return self._openings[tutor].why_not(start)

    def free_until(self, tutor: int, start: int) -> int | None:
        """The end of the free time that holds `start`, None where it is not free."""
        openings = self._openings[tutor]
        for a, b in openings.free(start, start + DAY):
            if a <= start < b:
                return b
        return None
