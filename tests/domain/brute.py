"""The slot engine done the slow way: a map of every minute on the wall, asked of zoneinfo minute by minute.

Nothing here knows offsets, transitions or intervals; a window, a buffer, a limit and a grid are looked up in the map or
walked along it. `python -m tests.domain.brute --cases 10000` compares it with the engine around the clock changes of
every zone; `--seed` makes it another ten thousand.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from deskbell.domain.availability import Openings, Taken, Why, windows
from tests.domain.questions import Question, ask
from tests.domain.wall import AROUND, DAY, Map, changes, zones

_GRIDS = (60, 30, 20, 15, 10, 5, 1)


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
