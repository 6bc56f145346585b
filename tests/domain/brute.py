"""The slot engine done the slow way: a map of every minute on the wall, asked of zoneinfo minute by minute.

Nothing here knows offsets, transitions or intervals; a window, a buffer, a limit and a grid are looked up in the map or
walked along it. `python -m tests.domain.brute --cases 10000` compares it with the engine around the clock changes of
every zone; `--seed` makes it another ten thousand.
"""

from __future__ import annotations

import argparse
import random
import sys
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from deskbell.domain.availability import (
    Diary,
    Hold,
    Hours,
    Openings,
    Override,
    Rules,
    Span,
    Taken,
    Weekly,
    Why,
    windows,
)

YEARS = (2018, 2037)
DAY = 1440
AROUND = 8 * DAY  # minutes of map on both sides of a change; packing looks five days on
_GRIDS = (60, 30, 20, 15, 10, 5, 1)


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


@dataclass(frozen=True)
class Question:
    diary: Diary
    rules: Rules
    lo: int
    hi: int
    now: int
    holder: str | None


class Brute:
    """One question, answered minute by minute."""

    def __init__(self, wall: Map, asked: Question) -> None:
        self.map, self.asked = wall, asked
        diary, rules = asked.diary, asked.rules
        self.shut = bytearray(1 - minute for minute in wall.open(diary.hours))
        self.live = [h for h in diary.holds if h.release_at > asked.now and h.holder != (asked.holder or object())]
        self.padded = wall.fill((t.busy_from, t.busy_to) for t in diary.taken)
        self.room = wall.fill((s.start, s.end) for s in diary.room)
        self.busy = wall.fill((s.start, s.end) for s in diary.busy)
        self.absent = wall.fill((s.start, s.end) for s in diary.absences)
        self.held = wall.fill((h.busy_from, h.busy_to) for h in self.live)
        self.student = wall.fill((s.start, s.end) for s in diary.student)
        self.lessons: Counter[int] = Counter()
        self.minutes: Counter[int] = Counter()
        for one in [*(t for t in diary.taken if t.counts), *self.live]:
            day = wall.day(one.start // 60 - wall.base)
            self.lessons[day] += 1
            self.minutes[day] += (one.end - one.start) // 60
        shown = datetime.fromtimestamp(asked.now, ZoneInfo(wall.zone))
        self.today = shown.toordinal()
        self.soonest = (asked.now // 60) + rules.notice - wall.base

    def too_many(self, i: int) -> bool:
        rules, day = self.asked.rules, self.map.day(i)
        count, minutes = rules.max_per_day, rules.max_minutes_per_day
        return (count is not None and self.lessons[day] + 1 > count) or (
            minutes is not None and self.minutes[day] + rules.length > minutes
        )

    def moving(self, i: int) -> bool:
        """May a lesson start here, but for holds and the student's own lessons?"""
        rules = self.asked.rules
        stop = i + rules.length
        before, after = max(0, i - rules.before), stop + rules.after
        return not (
            i < self.soonest
            or self.shut.find(1, i, stop) >= 0
            or self.absent.find(1, i, stop) >= 0
            or self.padded.find(1, before, after) >= 0
            or self.room.find(1, before, after) >= 0
            or self.busy.find(1, before, after) >= 0
            or (rules.horizon_days is not None and self.map.day(i) > self.today + rules.horizon_days)
            or self.too_many(i)
        )

    def still(self, i: int) -> bool:
        """Is it clear of holds and of the student's own lessons?"""
        rules = self.asked.rules
        stop = i + rules.length
        return self.held.find(1, max(0, i - rules.before), stop + rules.after) < 0 and self.student.find(1, i, stop) < 0

    def starts(self) -> list[int]:
        rules, wall = self.asked.rules, self.map
        step = rules.interval + rules.offset
        found: list[int] = []
        last, last_day = None, None
        for begin, end in self._pieces():
            i = self._round(begin, end) + rules.offset
            if last is not None and i < last + step and wall.day(begin) == last_day:
                i = last + step
            while i < end:
                found.append(i)
                last, last_day = i, wall.day(begin)
                i += step
        lo, hi = self.asked.lo // 60 - wall.base, self.asked.hi // 60 - wall.base
        return [(i + wall.base) * 60 for i in found if lo <= i < hi and self.still(i)]

    def _pieces(self) -> Iterator[tuple[int, int]]:
        wall = self.map
        begin = born = None
        for i in range(DAY, 2 * AROUND - DAY):
            if not self.moving(i):
                if begin is not None:
                    yield begin, i
                begin = None
            elif begin is None:
                begin, born = i, wall.day(i)
            elif wall.day(i) > wall.day(i - 1) and born is not None and wall.day(i) >= born + 2:
                yield begin, i
                begin = i
        if begin is not None:
            yield begin, 2 * AROUND - DAY

    def _round(self, i: int, end: int) -> int:
        rules = self.asked.rules
        grid = next(g for g in _GRIDS if rules.interval % g == 0)
        if not rules.packed:
            return self._walk(i, grid)
        step = rules.interval + rules.offset
        fits = len(range(i + rules.offset, end, step))
        for minutes in (grid, 15, 5):
            if len(range(self._walk(i, minutes) + rules.offset, end, step)) == fits:
                return self._walk(i, minutes)
        return i

    def _walk(self, i: int, minutes: int) -> int:
        while i < len(self.map.wall) - 1 and self.map.wall[i] % minutes:
            i += 1
        return i

    def reasons(self, i: int) -> set[tuple[Why, object]]:
        """All that is in the way at minute i, by who it is."""
        asked, rules = self.asked, self.asked.rules
        a, b = (i + self.map.base) * 60, (i + self.map.base + rules.length) * 60
        wide = range(a - rules.before * 60, b + rules.after * 60, 60)
        real = range(a, b, 60)
        found: set[tuple[Why, object]] = set()
        for one in (*asked.diary.taken, *self.live):
            if any(one.start <= t < one.end for t in real):
                found.add((Why.BOOKING if isinstance(one, Taken) else Why.HOLD, one.ref))
            elif any(one.busy_from <= t < one.busy_to for t in wide):
                found.add((Why.BUFFER, one.ref))
        for why, spans, times in (
            (Why.BUSY, asked.diary.busy, wide),
            (Why.ROOM, asked.diary.room, wide),
            (Why.ABSENCE, asked.diary.absences, real),
            (Why.STUDENT, asked.diary.student, real),
        ):
            found |= {(why, s.ref) for s in spans if any(s.start <= t < s.end for t in times)}
        if any(self.shut[i : i + rules.length]):
            found.add((Why.CLOSED, None))
        if self.too_many(i):
            found.add((Why.LIMIT, None))
        if rules.horizon_days is not None and self.map.day(i) > self.today + rules.horizon_days:
            found.add((Why.HORIZON, None))
        if i + self.map.base < asked.now // 60:
            found.add((Why.PAST, None))
        elif i < self.soonest:
            found.add((Why.NOTICE, None))
        return found


def ask(chance: random.Random, wall: Map) -> Question:
    """A question whose edges like to lie where the clocks change."""
    middle = AROUND  # the change
    turn = wall.wall[middle]
    day = turn // DAY

    def minute() -> int:
        if chance.random() < 0.5:
            return (turn + chance.choice((-120, -90, -60, -45, -30, -15, 0, 15, 30, 45, 60, 90, 120))) % DAY
        return chance.randrange(0, DAY, chance.choice((1, 5, 15, 30, 60)))

    def span(longest: int) -> tuple[int, int]:
        begin = wall.base + middle + chance.randrange(-3 * DAY, 3 * DAY, chance.choice((1, 5, 15)))
        return begin * 60, (begin + chance.choice((5, 15, 30, 45, 60, 90, 180, longest))) * 60

    def spans(most: int, longest: int) -> tuple[Span, ...]:
        return tuple(Span(*span(longest), ref) for ref in range(chance.randint(0, most)))

    weekly = []
    for _ in range(chance.choice((1, 2, 3, 8))):
        a, b = minute(), chance.choice((minute(), DAY))
        days = range(7) if chance.random() < 0.4 else chance.sample(range(7), 3)
        weekly += [Weekly(weekday, a, b) for weekday in days]
    overrides = [
        Override(
            date.fromordinal(day + chance.randint(-2, 2)),
            tuple((minute(), minute()) for _ in range(chance.choice((0, 1, 2)))),
        )
        for _ in range(chance.choice((0, 0, 1, 2)))
    ]
    before, after = chance.choice((0, 0, 5, 10, 15, 60)), chance.choice((0, 0, 5, 10, 30))
    taken = []
    for ref in range(chance.choice((0, 1, 3, 8))):
        a, b = span(120)
        taken.append(
            Taken(a, b, a - chance.choice((0, 10)) * 60, b + chance.choice((0, 15)) * 60, ref, chance.random() < 0.8)
        )
    lo = (wall.base + middle + chance.randrange(-36 * 60, 24 * 60)) * 60
    hi = lo + chance.choice((3, 12, 24, 24, 36, 48)) * 3600
    now = lo + chance.choice((-9 * DAY, -DAY, -600, -60, 0, 120)) * 60 + chance.randrange(60)
    holds = []
    for ref in range(chance.choice((0, 0, 1, 3))):
        a, b = span(60)
        release, holder = now + chance.choice((-60, 0, 1, 600)), chance.choice(("me", "you"))
        holds.append(Hold(a, b, a - 300, b + 300, release, holder, f"h{ref}"))
    return Question(
        Diary(
            Hours(wall.zone, tuple(weekly), tuple(overrides)),
            taken=tuple(taken),
            holds=tuple(holds),
            busy=spans(4, 600),
            absences=spans(1, 2 * DAY),
            room=spans(2, 240),
            student=spans(2, 120),
        ),
        Rules(
            length=chance.choice((5, 15, 25, 30, 45, 60, 60, 90, 180)),
            interval=chance.choice((5, 7, 10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120)),
            offset=chance.choice((0, 0, 0, 5, 10)),
            before=before,
            after=after,
            notice=chance.choice((0, 0, 60, 90, 780)),
            horizon_days=chance.choice((None, None, 0, 1, 2, 10)),
            max_per_day=chance.choice((None, None, 1, 2, 3)),
            max_minutes_per_day=chance.choice((None, None, 60, 120, 300)),
            packed=chance.random() < 0.3,
        ),
        lo,
        hi,
        now,
        chance.choice((None, "me")),
    )


def differences(wall: Map, asked: Question, chance: random.Random) -> list[str]:
    """What the engine says otherwise than the map: windows, list, reasons, next."""
    brute, engine = Brute(wall, asked), Openings(asked.diary, asked.rules, asked.now, asked.holder)
    wrong = []
    lo, hi = asked.lo // 60 - wall.base, asked.hi // 60 - wall.base
    opened = wall.fill(iter(windows(asked.diary.hours, asked.lo, asked.hi)))
    if any(opened[i] == brute.shut[i] for i in range(lo, hi)):
        wrong.append("windows")
    wanted, listed = brute.starts(), engine.starts(asked.lo, asked.hi)
    if wanted != listed:
        wrong.append(
            f"starts: map only {sorted(set(wanted) - set(listed))}, engine only {sorted(set(listed) - set(wanted))}"
        )
    begin = max(asked.lo, (asked.now // 60 + asked.rules.notice) * 60)
    if engine.next(asked.lo, 3, within_days=2) != engine.starts(begin, begin + 2 * DAY * 60)[:3]:
        wrong.append("next")
    cut = asked.lo + (asked.hi - asked.lo) // 120 * 60
    if engine.starts(asked.lo, cut) + engine.starts(cut, asked.hi) != listed:
        wrong.append("the list depends on where the question begins")
    free = wall.fill(iter(engine.free(asked.lo, asked.hi)))
    may = [i for i in range(lo - asked.rules.length, hi) if brute.moving(i) and brute.still(i)]
    lies = {j for i in may for j in range(i, i + asked.rules.length)}
    if any((i in lies) != bool(free[i]) for i in range(lo, hi)):
        wrong.append("free")
    minutes = [s // 60 - wall.base for s in chance.sample(listed, min(5, len(listed)))]
    for i in [*minutes, *(chance.randrange(lo, hi) for _ in range(15))]:
        found = engine.why_not((i + wall.base) * 60)
        if {(r.why, r.ref) for r in found} != brute.reasons(i) or bool(found) == (brute.moving(i) and brute.still(i)):
            wrong.append(f"why not {(i + wall.base) * 60}: map {brute.reasons(i)}, engine {found}")
            break
    return wrong


def case(zone: str, chance: random.Random, each: int) -> Iterator[tuple[Question, list[str]]]:
    """Questions around one change of a zone's clocks, or around any day where they never change."""
    known = changes(zone)
    middle = chance.choice(known) if known else 27_000_000 + chance.randrange(9_000_000)
    wall = Map(zone, middle)
    for _ in range(each):
        asked = ask(chance, wall)
        yield asked, differences(wall, asked, chance)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    each = 8
    order: list[str] = []
    seen: set[str] = set()
    done = wrong = offered = 0
    while done < given.cases:
        if not order:
            order = list(zones())
            chance.shuffle(order)
        zone = order.pop()
        seen.add(zone)
        for asked, found in case(zone, chance, each):
            done += 1
            offered += bool(Openings(asked.diary, asked.rules, asked.now, asked.holder).starts(asked.lo, asked.hi))
            if found:
                wrong += 1
                print(zone, *found, asked, sep="\n  ")
    print(f"{done} cases in {len(seen)} of {len(zones())} zones, {offered} of them with something free: {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
