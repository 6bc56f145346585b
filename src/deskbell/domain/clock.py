"""Wall time and instants, by whole numbers.

An instant is epoch seconds in UTC. A wall time is the same kind of number read off the wall of one zone: seconds
from 1970-01-01 00:00 there, as if no clock had ever been changed. A day is a date's ordinal. `zoneinfo` is asked once
for each quarter of a year; after that the way from one to the other is a look-up and an addition.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

DAY = 86_400
EPOCH_DAY = dt.date(1970, 1, 1).toordinal()
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NAIVE_EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - the wall has no zone
_BLOCK = 23  # transitions are kept in blocks of 2**23 seconds, about 97 days
_STEP = 1 << 17  # no zone has changed twice within a week since 1970; we look every day and a half


class Clock(Protocol):
    """The one source of now; epoch seconds, UTC."""

    def now(self) -> int: ...


class Shift(StrEnum):
    """What happened to a wall time that is not on the wall exactly once."""

    GAP = "GAP"
    FOLD = "FOLD"


class UnknownZone(LookupError):
    """The zone is not in the tz database. `zone` is what was asked for."""

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone


def midnight(day: int) -> int:
    """The wall time at which a day (ordinal) begins."""
    return (day - EPOCH_DAY) * DAY


class ZoneClock:
    """One IANA zone: which instant a wall time is, and what the wall shows at an instant.

    Holds for the years 2 to 9998; outside them OverflowError or ValueError.
    """

    __slots__ = ("_blocks", "_steady", "_zone", "name")

    def __init__(self, name: str, zone: ZoneInfo) -> None:
        self.name = name
        self._zone = zone
        self._blocks: dict[int, tuple[list[int], list[int]]] = {}
        self._steady: dict[int, int | None] = {}

    def __repr__(self) -> str:
        return f"ZoneClock({self.name!r})"

    # What the wall shows.

    def offset(self, instant: int) -> int:
        """Seconds east of UTC at an instant."""
        block = instant >> _BLOCK
        cuts, offsets = self._blocks.get(block) or self._load(block)
        return offsets[bisect_right(cuts, instant)]

    def local(self, instant: int) -> tuple[int, int]:
        """The day (ordinal) and the minute of the day on the wall."""
        day, second = divmod(instant + self.offset(instant), DAY)
        return day + EPOCH_DAY, second // 60

    def date(self, instant: int) -> dt.date:
        return dt.date.fromordinal(self.local(instant)[0])

    def wall(self, instant: int) -> dt.datetime:
        """The naive date and time on the wall."""
        return _NAIVE_EPOCH + dt.timedelta(0, instant + self.offset(instant))

    # Which instant a wall time is.

    def opens(self, wall: int) -> int:
        """A window's start: the first of two instants, or the first after a gap."""
        offset = self.steady(wall // DAY + EPOCH_DAY)
        if offset is not None:
            return wall - offset
        found = self._instants(wall)
        return found[0] if found else self._gap(wall)[0]

    def closes(self, wall: int) -> int:
        """A window's end: the second of two instants, or the first after a gap."""
        offset = self.steady(wall // DAY + EPOCH_DAY)
        if offset is not None:
            return wall - offset
        found = self._instants(wall)
        return found[-1] if found else self._gap(wall)[0]

    def begins(self, wall: int) -> tuple[int, Shift | None]:
        """A lesson's start (RFC 5545): the first of two instants; in a gap as late as the clock was set on."""
        offset = self.steady(wall // DAY + EPOCH_DAY)
        if offset is not None:
            return wall - offset, None
        found = self._instants(wall)
        if not found:
            return wall - self._gap(wall)[1], Shift.GAP
        return found[0], Shift.FOLD if len(found) > 1 else None

    # The same by date and minute of the day (0..2880; past 1440 is the next day).

    def window_start(self, day: dt.date, minute: int) -> int:
        return self.opens(midnight(day.toordinal()) + minute * 60)

    def window_end(self, day: dt.date, minute: int) -> int:
        return self.closes(midnight(day.toordinal()) + minute * 60)

    def lesson_start(self, day: dt.date, minute: int) -> tuple[int, Shift | None]:
        return self.begins(midnight(day.toordinal()) + minute * 60)

    def day(self, day: dt.date) -> tuple[int, int]:
        """A day's start and end, half-open. Days join without a hole; a day that never was is empty."""
        wall = midnight(day.toordinal())
        return self.opens(wall), self.opens(wall + DAY)

    # What is known of the zone.

    def steady(self, day: int) -> int | None:
        """The one offset of every wall time from a day's midnight to two days later; None where clocks change near."""
        try:
            return self._steady[day]
        except KeyError:
            wall = midnight(day)
            lo, hi = wall - DAY, wall + 3 * DAY  # an offset is less than a day
            known = self._steady[day] = None if self.cuts(lo, hi) else self.offset(lo)
            return known

    def cuts(self, lo: int, hi: int) -> list[int]:
        """The instants in (lo, hi) at which the offset changes."""
        found: list[int] = []
        for block in range(lo >> _BLOCK, (hi >> _BLOCK) + 1):
            cuts, _ = self._blocks.get(block) or self._load(block)
            found += [cut for cut in cuts if lo < cut < hi]
        return found

    def _instants(self, wall: int) -> list[int]:
        lo, hi = wall - DAY, wall + DAY
        found = []
        for edge, end in pairwise([lo, *self.cuts(lo, hi), hi]):
            instant = wall - self.offset(edge)
            if edge <= instant < end:
                found.append(instant)
        return found

    def _gap(self, wall: int) -> tuple[int, int]:
        """The first instant after the gap that swallowed a wall time, and the offset before it."""
        for cut in self.cuts(wall - DAY, wall + DAY):
            before = self.offset(cut - 1)
            if cut + before <= wall < cut + self.offset(cut):
                return cut, before
        raise AssertionError(f"{wall} is on the wall of {self.name}")

    def _load(self, block: int) -> tuple[list[int], list[int]]:
        lo = block << _BLOCK
        cuts: list[int] = []
        offsets = [self._ask(lo)]
        for right in range(lo + _STEP, lo + (1 << _BLOCK) + 1, _STEP):
            last = self._ask(right)
            left = right - _STEP
            while offsets[-1] != last:
                low, high = left, right  # the offset is the old one at low and another at high
                while high - low > 1:
                    middle = (low + high) // 2
                    if self._ask(middle) == offsets[-1]:
                        low = middle
                    else:
                        high = middle
                cuts.append(high)
                offsets.append(self._ask(high))
                left = high
        self._blocks[block] = cuts, offsets
        return cuts, offsets

    def _ask(self, instant: int) -> int:
        known = (_EPOCH + dt.timedelta(0, instant)).astimezone(self._zone).utcoffset()
        if known is None:  # a zone that cannot say where it is
            raise UnknownZone(self.name)
        return known.days * DAY + known.seconds


@cache
def zone_clock(name: str) -> ZoneClock:
    """The clock of an IANA zone; UnknownZone where there is none of that name."""
    try:
        return ZoneClock(name, ZoneInfo(name))
    except (LookupError, ValueError, OSError) as error:  # absent, not a key at all, a folder of zones
        raise UnknownZone(name) from error
