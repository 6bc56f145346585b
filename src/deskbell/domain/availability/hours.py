"""When a tutor works: weekly hours, other hours on a date, other zones while travelling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskbell.domain.availability.spans import Pair, cut, merged
from deskbell.domain.clock import DAY, EPOCH_DAY, ZoneClock, midnight, zone_clock

FULL_DAY = 1440


def _check(start: int, end: int) -> None:
    if not (0 <= start < FULL_DAY and 0 <= end <= 2 * FULL_DAY):
        raise ValueError(f"a window of minutes {start} to {end}")


@dataclass(frozen=True, slots=True)
class Weekly:
    """A window of every such weekday (0 = Monday), in minutes of the wall's day.

    1440 is 24:00. An end at or before the start is meant on the next day (D6), and so is one past 1440.
    """

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        _check(self.start, self.end)
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"weekday {self.weekday}")


@dataclass(frozen=True, slots=True)
class Override:
    """The windows of one local date, in place of its weekly ones; none is closed. A window belongs to the date on
    which it starts, so an override leaves alone what runs over from the night before.
    """

    date: date
    windows: tuple[Pair, ...] = ()

    def __post_init__(self) -> None:
        for start, end in self.windows:
            _check(start, end)


@dataclass(frozen=True, slots=True)
class Travel:
    """From one local date to another, both included, the hours are meant in another zone. `last` None is until told
    otherwise. Of several that hold, the one that began last.
    """

    first: date
    last: date | None
    zone: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Everything that opens windows. `extra` are windows given outright as instants: openings of one evening, or
    what several tutors offer together.
    """

    zone: str
    weekly: tuple[Weekly, ...] = ()
    overrides: tuple[Override, ...] = ()
    travel: tuple[Travel, ...] = ()
    extra: tuple[Pair, ...] = ()


class Timetable:
    """Hours made ready to ask. Days are ordinals of the tutor's local dates.

    A tutor's days follow each other without a hole, also on the way from one zone to another: a day lasts until the
    next one begins where the tutor is then.
    """

    __slots__ = ("_extra", "_home", "_overrides", "_travel", "_week", "offset")

    def __init__(self, hours: Hours) -> None:
        self._home = zone_clock(hours.zone)
        self._extra = hours.extra
        self._week: list[list[Pair]] = [[] for _ in range(7)]
        for rule in hours.weekly:
            self._week[rule.weekday].append(_seconds(rule.start, rule.end))
        self._overrides = {o.date.toordinal(): [_seconds(a, b) for a, b in o.windows] for o in hours.overrides}
        self._travel = [
            (t.first.toordinal(), t.last.toordinal() if t.last else date.max.toordinal(), zone_clock(t.zone))
            for t in sorted(hours.travel, key=lambda t: t.first, reverse=True)
        ]
        # Seconds east of UTC where the tutor is at an instant; asked once for every stretch of free time.
        self.offset = self._offset if self._travel else self._home.offset

    def zone_on(self, day: int) -> ZoneClock:
        """The zone in which a date's hours are meant."""
        for first, last, clock in self._travel:
            if first <= day <= last:
                return clock
        return self._home

    def day_start(self, day: int) -> int:
        """The instant at which a local day begins."""
        return self.zone_on(day).opens(midnight(day))

    def day_of(self, instant: int) -> int:
        """The local day of an instant."""
        day = self._home.local(instant)[0]
        for later in (3, 2, 1) if self._travel else (1,):
            if self.day_start(day + later) <= instant:
                return day + later
        while self.day_start(day) > instant:
            day -= 1
        return day

    def _offset(self, instant: int) -> int:
        return self.zone_on(self.day_of(instant)).offset(instant)

    def windows(self, lo: int, hi: int) -> list[Pair]:
        """The windows that reach into [lo, hi), whole but for what began more than a day before."""
        found = list(self._extra)
        home = None if self._travel else self._home
        week, overrides = self._week, self._overrides
        # A window lasts into the day after at most, and no zone is more than a day from UTC.
        for day in range(lo // DAY + EPOCH_DAY - 2, hi // DAY + EPOCH_DAY + 2):
            rules = overrides.get(day)
            if rules is None:
                rules = week[(day + 6) % 7]
            if not rules:
                continue
            clock = home or self.zone_on(day)
            wall = midnight(day)
            offset = clock.steady(day)
            if offset is None:  # the clocks change near; D4
                found += [(clock.opens(wall + a), clock.closes(wall + b)) for a, b in rules]
            else:
                begin = wall - offset
                found += [(begin + a, begin + b) for a, b in rules]
        return [(a, b) for a, b in merged(found) if b > lo and a < hi]


def _seconds(start: int, end: int) -> Pair:
    return start * 60, (end if end > start else end + FULL_DAY) * 60


def windows(hours: Hours, lo: int, hi: int) -> list[Pair]:
    """When the tutor works between two instants; touching windows are one (D5, D6)."""
    return cut(Timetable(hours).windows(lo, hi), lo, hi)
