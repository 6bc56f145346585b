"""The till as it is shown, and what the desk earned, took and gave back: every figure a sum of ledger lines. I44."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deskbell.domain.facts import Desk
from deskbell.domain.till import Drawer


class By(StrEnum):
    """What a report is sorted by. `service` dates money by the lesson that it is for, the others by when it moved."""

    SERVICE = "service"
    PAYMENT = "payment"
    TUTOR = "tutor"
    METHOD = "method"


class Per(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Takings:
    """One line of a report, minor units. `key` is the first day of a span (2026-03-04), a tutor's name or a method."""

    key: str
    taken: int = 0
    back: int = 0
    """Refunds, and what a bank took back; positive."""
    earned: int = 0


@dataclass(frozen=True, slots=True)
class Owing:
    """An order that is not paid in full, by the time of its first lesson. `name` is empty for a walk-in.

    `open` is still to collect; `owed` what of it the ledger says is owed by now, for lessons given.
    """

    order: int
    booking: int
    name: str
    since: int
    open: int
    owed: int


@dataclass(frozen=True, slots=True)
class Balances:
    """How the ledger stands. `owed` and `deposits` are both positive: owed for lessons given, paid for lessons to come.
    held + owed + disputed = earned + deposits + outside + variance, with the signs as they are here.
    """

    held: tuple[tuple[str, int], ...]
    """By method: what is there of it."""
    owed: int
    deposits: int
    earned: int
    disputed: int
    """What banks took back (positive)."""
    outside: int
    """What was put into drawers by hand, less what was taken out."""
    variance: int
    """What was found in drawers beyond what was expected."""

    @property
    def sound(self) -> bool:
        """Double entry, as a person would add it up."""
        there = sum(minor for _, minor in self.held) + self.owed + self.disputed
        return there == self.earned + self.deposits + self.outside + self.variance


@dataclass(frozen=True, slots=True)
class Report:
    """`first` and `last` are local days, both in it."""

    desk: Desk
    by: By
    per: Per
    first: date
    last: date
    rows: tuple[Takings, ...]
    total: Takings
    balances: Balances


@dataclass(frozen=True, slots=True)
class Open:
    """Who owes what, the oldest first; `count`, `total` and `owed` are of all of it, however much is listed."""

    desk: Desk
    now: int
    count: int
    total: int
    rows: tuple[Owing, ...]
    owed: int = 0
    """What of the total the ledger says is owed by now, for lessons given."""


@dataclass(frozen=True, slots=True)
class Till:
    """The till now. `day` is the business day: the open drawer's, else today; `drawer` the open one or the day's last.

    `bars` are the last days by payment date, today last: (2026-03-04, taken, back).
    """

    desk: Desk
    now: int
    seq: int
    day: str
    today: str
    drawer: Drawer | None
    sealed: int | None
    methods: tuple[Takings, ...]
    earned: int
    bars: tuple[tuple[str, int, int], ...]
    open: Open
    again: bool = False
    """Whether the drawer's count may still be corrected."""
    last_counted: int | None = None
    """What lay in the last drawer that was counted: what the next one probably begins with."""

    @property
    def is_open(self) -> bool:
        return self.drawer is not None and self.drawer.closed_at is None


def bucket(day: date, per: Per, first_weekday: int) -> date:
    """The first day of the day's week or month, or the day itself."""
    if per is Per.MONTH:
        return day.replace(day=1)
    if per is Per.WEEK:
        return day - timedelta((day.weekday() - first_weekday) % 7)
    return day
