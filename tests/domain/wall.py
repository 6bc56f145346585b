"""The wall of a zone, minute by minute, as zoneinfo says it; slow, and plain to see."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from deskbell.domain.availability import Hours

YEARS = (2018, 2037)
DAY = 1440
AROUND = 8 * DAY  # minutes of map on both sides of a change; packing looks five days on


@cache
def zones() -> tuple[str, ...]:
    return tuple(sorted(zoneinfo.available_timezones()))


@cache
def changes(zone: str) -> tuple[int, ...]:
    """The minutes (since 1970, UTC) at which a zone's clocks change; by asking every third day, then every minute."""
    info = ZoneInfo(zone)

    def offset(minute: int) -> timedelta | None:
        return datetime.fromtimestamp(minute * 60, info).utcoffset()

    first, last = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) // 60 for year in YEARS)
    found = []
    for minute in range(first, last, 3 * DAY):
        if offset(minute) != offset(minute + 3 * DAY):
            low, high = minute, minute + 3 * DAY
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            found.append(high)
    return tuple(found)


class Map:
    """The wall of one zone, minute by minute: `wall[i]` is what it shows at minute `base + i`, in wall minutes."""

    def __init__(self, zone: str, middle: int) -> None:
        info = ZoneInfo(zone)
        self.zone = zone
        self.base = middle - AROUND
        self.wall: list[int] = []
        self.first: dict[int, int] = {}
        self.last: dict[int, int] = {}
        for i in range(2 * AROUND):
            shown = datetime.fromtimestamp((self.base + i) * 60, info)
            wall = shown.toordinal() * DAY + shown.hour * 60 + shown.minute
            self.wall.append(wall)
            self.first.setdefault(wall, i)
            self.last[wall] = i

    def day(self, i: int) -> int:
        return self.wall[i] // DAY

    def start(self, wall: int) -> int:
        """First time the wall shows it; where it never does, the first minute that shows more (D4)."""
        return self.first[wall] if wall in self.first else self._after(wall)

    def end(self, wall: int) -> int:
        """Last time the wall shows it; where it never does, the first minute that shows more (D4)."""
        return self.last[wall] if wall in self.last else self._after(wall)

    def _after(self, wall: int) -> int:
        return next(i for i, shown in enumerate(self.wall) if shown > wall)

    def open(self, hours: Hours) -> bytearray:
        """1 for every minute of work, on the days that lie whole in the map."""
        found = bytearray(len(self.wall))
        overrides = {o.date.toordinal(): o.windows for o in hours.overrides}
        for day in range(self.day(0) + 1, self.day(-1) - 2):
            rules = [(w.start, w.end) for w in hours.weekly if w.weekday == date.fromordinal(day).weekday()]
            for a, b in overrides.get(day, rules):
                begin = self.start(day * DAY + a)
                stop = self.end(day * DAY + (b if b > a else b + DAY))
                for i in range(begin, stop):
                    found[i] = 1
        return found

    def fill(self, spans: Iterator[tuple[int, int]]) -> bytearray:
        """1 for every minute (of instants in seconds) inside a span."""
        found = bytearray(len(self.wall))
        for a, b in spans:
            for i in range(max(0, a // 60 - self.base), min(len(found), b // 60 - self.base)):
                found[i] = 1
        return found
