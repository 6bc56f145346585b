"""What a calendar file is read into: busy spans, and everything that was not taken, each with its why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import WrongInput

MAX_BYTES = 32 * 1024 * 1024
MAX_LINES = 4_000_000
MAX_COMPONENTS = 100_000
MAX_SPANS = 200_000
MAX_SPANS_AN_EVENT = 20_000
MAX_DATES_AN_EVENT = 10_000  # EXDATE and RDATE values
MAX_LINE = 1024 * 1024  # bytes of one unfolded line that is of use
MAX_DEPTH = 100
# What ends by itself within so many days ahead is taken whole; what does not, horizon_days ahead.
FAR_DAYS = 3_660
# Nobody is busy for longer than this without a break.
MAX_SPAN_DAYS = 3_660
TITLE_LIMIT = 200
UID_LIMIT = 255
NO_UID = "no-uid-"
"""So begins the identity that an event without one is given."""


class CalendarRefused(WrongInput):
    """The file as a whole is not read: nothing of it is used.

    Codes: NOT_A_CALENDAR, BAD_ENCODING, NUL_BYTES (line), TOO_LARGE (bytes, limit), RULE_BOMB (line, uid, title); with
    line and limit LINE_TOO_LONG, TOO_DEEP; with limit TOO_MANY_LINES, TOO_MANY_EVENTS, TOO_MANY_OCCURRENCES.
    """


class Reason(StrEnum):
    """Why a component of the file is not busy time."""

    CANCELLED = "CANCELLED"
    TRANSPARENT = "TRANSPARENT"  # the calendar's owner is free meanwhile
    NO_START = "NO_START"
    BAD_DATE = "BAD_DATE"
    END_BEFORE_START = "END_BEFORE_START"
    ZERO_LENGTH = "ZERO_LENGTH"
    TOO_LONG = "TOO_LONG"  # longer than MAX_SPAN_DAYS
    BAD_RULE = "BAD_RULE"
    TOO_DENSE = "TOO_DENSE"  # repeats more often than hourly
    TOO_MANY = "TOO_MANY"  # dates or occurrences of one event
    NO_OCCURRENCE = "NO_OCCURRENCE"  # every date of it is excluded
    OUTSIDE_RANGE = "OUTSIDE_RANGE"
    DUPLICATE = "DUPLICATE"  # a newer version of it is in the same file
    UNFINISHED = "UNFINISHED"  # the file breaks off, or the next component begins, before its END
    TODO = "TODO"
    JOURNAL = "JOURNAL"
    FREE_BUSY = "FREE_BUSY"
    NOT_AN_EVENT = "NOT_AN_EVENT"
    OURS = "OURS"  # a lesson of the desk that reads: no busy time beside itself (I50)


class Note(StrEnum):
    """What was taken, but may not be what was meant."""

    UNKNOWN_ZONE = "UNKNOWN_ZONE"  # detail: the TZID; read in the desk's zone
    OWN_ZONE = "OWN_ZONE"  # detail: the TZID; read by the rules that the file gives for it
    ODD_ENCODING = "ODD_ENCODING"  # detail: what it was read as
    THIS_AND_FUTURE = "THIS_AND_FUTURE"  # a change of all later occurrences, applied
    BAD_EXCEPTION = "BAD_EXCEPTION"  # an EXDATE, RDATE or EXRULE that cannot be read; detail: its name
    TRUNCATED = "TRUNCATED"  # no END:VCALENDAR
    UNREADABLE_LINE = "UNREADABLE_LINE"  # detail: how many; line: the first


@dataclass(frozen=True, slots=True)
class BusySpan:
    """Half-open [start, end) in epoch seconds UTC. (uid, recurrence) is unique, and the same in every reading.

    recurrence: '' for an event that does not repeat; else where the occurrence stood before it was moved, in UTC basic
    form (20260304T143000Z), or the date (20260304) of an all-day one, which no zone moves. zone: the event's own, IANA
    name where there is one.
    """

    uid: str
    recurrence: str
    start: int
    end: int
    title: str
    all_day: bool
    zone: str
    tentative: bool


@dataclass(frozen=True, slots=True)
class Skipped:
    """A component that is not busy time. line: of its BEGIN, 1 is the first."""

    uid: str
    title: str
    line: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Warned:
    """line is 0 where it is about the whole file."""

    note: Note
    uid: str = ""
    title: str = ""
    line: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """busy is sorted by start; skipped by line. open_ended: uids of series that go on after what was taken.

    Every VEVENT is in busy at least once, or in skipped, or (an exception that only excludes) speaks for another.
    """

    name: str
    events_seen: int
    busy: tuple[BusySpan, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[Warned, ...]
    open_ended: tuple[str, ...]
