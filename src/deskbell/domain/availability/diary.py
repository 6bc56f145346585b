"""What stands in a tutor's diary, the rules of what would be added, and why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from deskbell.domain.availability.hours import Hours

Ref = str | int | None


class Why(StrEnum):
    """What is in the way. BOOKING is a lesson in the lesson's own time; BUFFER only in the time kept around one."""

    PAST = "PAST"
    NOTICE = "NOTICE"
    HORIZON = "HORIZON"
    CLOSED = "CLOSED"
    ABSENCE = "ABSENCE"
    BOOKING = "BOOKING"
    HOLD = "HOLD"
    BUFFER = "BUFFER"
    BUSY = "BUSY"
    ROOM = "ROOM"
    STUDENT = "STUDENT"
    LIMIT = "LIMIT"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in the way: what, whose (`ref`), from when to when, and the first start that it would allow.

    `start` and `end` are its own, without the buffers of the lesson that is asked for; for LIMIT they are the day's.
    None is never, or not within a year.
    """

    why: Why
    ref: Ref = None
    start: int | None = None
    end: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of somebody's time, half-open."""

    start: int
    end: int
    ref: Ref = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A lesson of the tutor. [busy_from, busy_to) is the lesson with its own buffers, as it is stored. `counts` is
    whether it uses up the day's limit.
    """

    start: int
    end: int
    busy_from: int
    busy_to: int
    ref: Ref = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Hold:
    """A time kept for `holder` until `release_at`; it uses up the day's limit while it lives."""

    start: int
    end: int
    busy_from: int
    busy_to: int
    release_at: int
    holder: Ref = None
    ref: Ref = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked for, in minutes. A start is offered every `interval` + `offset`; `before` and `after` are kept
    free of other lessons and of busy time, but may lie outside the hours (D8).
    """

    length: int
    interval: int
    offset: int = 0
    before: int = 0
    after: int = 0
    notice: int = 0
    horizon_days: int | None = None
    max_per_day: int | None = None
    max_minutes_per_day: int | None = None
    packed: bool = False

    def __post_init__(self) -> None:
        if self.length < 1 or self.interval < 1 or min(self.offset, self.before, self.after, self.notice) < 0:
            raise ValueError(f"rules that offer nothing: {self}")

    def lasting(self, minutes: int) -> Self:
        """The same rules for a lesson of another length."""
        return replace(self, length=minutes)


@dataclass(frozen=True, slots=True)
class Diary:
    """All that may be in the way of one tutor's next lesson, in any order.

    `room` holds the busy ranges, buffers included, of the one room that is wanted; `student` the other lessons of
    who comes. What touches the time from two local days before to three days after must be in it: grids and limits
    look that far (`reach`).
    """

    hours: Hours
    taken: tuple[Taken, ...] = ()
    holds: tuple[Hold, ...] = ()
    busy: tuple[Span, ...] = ()
    absences: tuple[Span, ...] = ()
    room: tuple[Span, ...] = ()
    student: tuple[Span, ...] = ()

    def without(self, ref: Ref) -> Self:
        """The diary as if one slot were not in it, to ask where that slot could move. Buffers and all."""
        return replace(
            self,
            taken=tuple(t for t in self.taken if t.ref != ref),
            holds=tuple(h for h in self.holds if h.ref != ref),
            room=tuple(s for s in self.room if s.ref != ref),
            student=tuple(s for s in self.student if s.ref != ref),
        )
