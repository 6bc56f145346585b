"""The sweep: one function that lists what is free, says why something is not, and is asked again at commit.

Everything in the way is a mark on the line of STARTS: (first start it forbids, first start it allows again). A lesson
of length L collides with [a, b) when it starts in (a - L, b), so buffers, limits, notice and closed hours are all the
same kind of mark. The list is what no mark covers; the reasons are the marks that cover one start.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from deskbell.domain.availability.diary import Diary, Hold, Reason, Ref, Rules, Span, Taken, Why
from deskbell.domain.availability.hours import Timetable
from deskbell.domain.availability.spans import Pair, cut, merged
from deskbell.domain.clock import DAY

Mark = tuple[int, int, int]  # first start forbidden, first start allowed, what stands behind it

EVER = 1 << 60
_GRIDS = (60, 30, 20, 15, 10, 5)
_ORDER = {why: rank for rank, why in enumerate(Why)}
_TAKEN, _HOLD, _BUSY, _ABSENCE, _ROOM, _STUDENT, _RULE, _CLOSED = range(8)  # the last three bits of what stands behind


class Openings:
    """What one diary offers under one service's rules at one moment.

    Starts stand on the tutor's own grid (D1): from where the time becomes free, up to the next whole `interval` of the
    local hour, then in steps. Time that has been free since the day before yesterday counts from local midnight, so
    that a day's list does not depend on where the question began. Holds and the student's own lessons take starts
    out without moving the others (D9).
    """

    __slots__ = ("_diary", "_grid", "_length", "_marks", "_quiet", "_rules", "_said", "_table")

    def __init__(self, diary: Diary, rules: Rules, now: int, holder: Ref = None) -> None:
        self._diary = diary
        self._rules = rules
        self._grid = next((g for g in _GRIDS if rules.interval % g == 0), 1)
        self._table = Timetable(diary.hours)
        self._length = length = rules.length * 60
        lead, tail = rules.before * 60, rules.after * 60
        reach = length - 1
        back = reach + tail
        taken: list[Mark] = [
            (t.busy_from - back, t.busy_to + lead, k << 3) for k, t in enumerate(diary.taken) if t.busy_from < t.busy_to
        ]
        live = [
            (k, h)
            for k, h in enumerate(diary.holds)
            if h.release_at > now and (holder is None or h.holder != holder) and h.busy_from < h.busy_to
        ]
        self._said: list[Reason] = []
        self._marks = sorted(
            taken
            + _marks(diary.busy, _BUSY, back, lead)
            + _marks(diary.room, _ROOM, back, lead)
            + _marks(diary.absences, _ABSENCE, reach, 0)
            + self._bounds(now)
            + self._full_days([hold for _, hold in live])
        )
        self._quiet = sorted(
            [(h.busy_from - back, h.busy_to + lead, k << 3 | _HOLD) for k, h in live]
            + _marks(diary.student, _STUDENT, reach, 0)
        )

    # What is free.

    def starts(self, lo: int, hi: int) -> list[int]:
        """The starts offered in [lo, hi), ascending."""
        table, rules = self._table, self._rules
        day = table.day_of(lo)
        since = table.day_start(day - 1) - 1  # what was free by then counts from midnights
        # Packing looks at the end of the free time, also where that is past the end of the question.
        until = table.day_start(table.day_of(hi) + 2) if rules.packed else hi
        step = (rules.interval + rules.offset) * 60
        found: list[int] = []
        last = begun = -EVER
        for first, end in self._pieces(since, until):
            start = self._first(first, end)
            if start < last + step and table.day_of(first) == table.day_of(begun):
                start = last + step  # inside the step before: that grid goes on
            steps = range(start, end, step)
            if steps:
                found += steps
                last, begun = steps[-1], first
        found = found[bisect_left(found, lo) : bisect_left(found, hi)]
        quiet = merged((a, b) for a, b, _ in self._quiet if b > lo and a < hi)
        return _outside(found, quiet) if quiet else found

    def free(self, lo: int, hi: int) -> list[Pair]:
        """Where a lesson of this length may lie within [lo, hi)."""
        open_starts = self._sweep(lo - self._length, hi, self._quiet)
        return cut(merged((a, b - 1 + self._length) for a, b in open_starts), lo, hi)

    def next(self, after: int, count: int, within_days: int = 731) -> list[int]:
        """The first `count` starts at or after an instant; no further is looked than needed."""
        found: list[int] = []
        bounds = {reason.why: reason for reason in self._said}
        horizon = bounds.get(Why.HORIZON, Reason(Why.HORIZON)).start
        lo, span = max(after, bounds[Why.PAST].until or after), 7 * DAY
        hi = min(lo + within_days * DAY, EVER if horizon is None else horizon)
        while lo < hi and len(found) < count:
            found += self.starts(lo, min(lo + span, hi))
            lo, span = lo + span, span * 2
        return found[:count]

    # Why something is not.

    def why_not(self, start: int) -> tuple[Reason, ...]:
        """Everything in the way of a lesson at `start`, on the grid or off it; empty is bookable (I19)."""
        around = self._closed(start - 8 * DAY, start + 8 * DAY)
        found = [
            self._reason(start, first, until, what)
            for marks in (around, self._marks, self._quiet)
            for first, until, what in marks
            if first <= start < until
        ]
        return tuple(sorted(found, key=lambda r: (_ORDER[r.why], r.start or 0, r.end or 0)))

    def _reason(self, start: int, first: int, until: int, what: int) -> Reason:
        kind, index = what & 7, what >> 3
        if kind == _RULE:
            return self._said[index]
        if kind == _CLOSED:
            return self._shut(start, first + self._length - 1, until)
        item: Taken | Hold | Span
        why = _WHY[kind]
        if kind in (_TAKEN, _HOLD):
            item = self._diary.taken[index] if kind == _TAKEN else self._diary.holds[index]
            if start >= item.end or start + self._length <= item.start:
                return Reason(Why.BUFFER, item.ref, item.busy_from, item.busy_to, until)
        else:
            diary = self._diary
            item = (diary.busy, diary.absences, diary.room, diary.student)[kind - _BUSY][index]
        return Reason(why, item.ref, item.start, item.end, until)

    def _shut(self, start: int, closed: int, opens: int) -> Reason:
        """The closed time around a start, from the last closing to the next opening within a year."""
        if opens >= EVER:
            later = [a for a, _ in self._table.windows(start, start + 400 * DAY) if a > start]
            opens = later[0] if later else EVER
        return Reason(Why.CLOSED, None, _known(closed), _known(opens), _known(opens))

    # What stands behind.

    def _closed(self, lo: int, hi: int) -> list[Mark]:
        """The marks between windows, right for every start in [lo, hi)."""
        marks, reach, shut = [], self._length - 1, -EVER
        for start, end in self._table.windows(lo, hi + self._length):
            marks.append((shut - reach, start, _CLOSED))
            shut = end
        marks.append((shut - reach, EVER, _CLOSED))
        return marks

    def _sweep(self, lo: int, hi: int, more: list[Mark]) -> list[Pair]:
        """The stretches of [lo, hi) in which no mark forbids a start."""
        allowed, at = [], lo
        for first, end, _ in sorted(self._closed(lo, hi) + self._marks + more):
            if first > at:
                if first >= hi:
                    break
                allowed.append((at, first))
            if end > at:
                at = end
        if at < hi:
            allowed.append((at, hi))
        return allowed

    def _pieces(self, lo: int, hi: int) -> Iterable[Pair]:
        """The stretches, and of long ones each day from the second midnight on by itself."""
        table = self._table
        quick = 0 if self._diary.hours.travel else 20 * 3600  # the second midnight is never nearer
        for start, end in self._sweep(lo, hi, []):
            first = start
            if end - start > quick:
                day = table.day_of(start) + 2
                while (turn := table.day_start(day)) < end:
                    if turn > first:
                        yield first, turn
                        first = turn
                    day += 1
            yield first, end

    def _first(self, free: int, end: int) -> int:
        """The first start on the grid of a stretch that becomes free."""
        rules = self._rules
        offset = rules.offset * 60
        if not rules.packed:
            return self._up(free, self._grid) + offset
        step = (rules.interval + rules.offset) * 60
        free = self._up(free, 1)
        fits = (end - 1 - free - offset) // step
        for minutes in (self._grid, 15, 5):  # round, but never at the price of a lesson
            start = self._up(free, minutes)
            if (end - 1 - start - offset) // step == fits:
                return start + offset
        return free + offset

    def _up(self, instant: int, minutes: int) -> int:
        """The next instant at which the local minute is a multiple; minutes of the hour, so 60 is the full hour."""
        table, grid = self._table, minutes * 60
        offset = table.offset(instant)
        up = instant - (instant + offset) % -grid
        if up != instant and table.offset(up) != offset:  # the clocks change in between
            up = instant - (instant + offset) % -60
            while (up + table.offset(up)) % grid:
                up += 60
        return up

    def _say(self, reason: Reason, first: int, end: int) -> Mark:
        self._said.append(reason)
        return first, end, (len(self._said) - 1) << 3 | _RULE

    def _bounds(self, now: int) -> list[Mark]:
        """The past, the notice (equality allowed, whole minutes, D3) and the last local day that may be booked."""
        rules, table = self._rules, self._table
        current = now - now % 60
        soonest = current + rules.notice * 60
        marks = [self._say(Reason(Why.PAST, end=current, until=soonest), -EVER, current)]
        if soonest > current:
            marks.append(self._say(Reason(Why.NOTICE, None, current, soonest, soonest), current, soonest))
        if rules.horizon_days is not None:
            last = table.day_start(table.day_of(now) + rules.horizon_days + 1)
            marks.append(self._say(Reason(Why.HORIZON, start=last), last, EVER))
        return marks

    def _full_days(self, holds: list[Hold]) -> list[Mark]:
        """The local days on which one lesson more, or so long a one, would be too many. A lesson counts on the day on
        which it starts.
        """
        most, longest = self._rules.max_per_day, self._rules.max_minutes_per_day
        if most is None and longest is None:
            return []
        if (most is not None and most < 1) or (longest is not None and self._rules.length > longest):
            return [self._say(Reason(Why.LIMIT), -EVER, EVER)]
        table = self._table
        lessons: Counter[int] = Counter()
        seconds: Counter[int] = Counter()
        counted: list[Taken | Hold] = [t for t in self._diary.taken if t.counts]
        for one in counted + list(holds):
            day = table.day_of(one.start)
            lessons[day] += 1
            seconds[day] += one.end - one.start
        marks = []
        for day in lessons:
            if (most is not None and lessons[day] >= most) or (
                longest is not None and seconds[day] + self._length > longest * 60
            ):
                start, end = table.day_start(day), table.day_start(day + 1)
                marks.append(self._say(Reason(Why.LIMIT, None, start, end, end), start, end))
        return marks


_WHY = (Why.BOOKING, Why.HOLD, Why.BUSY, Why.ABSENCE, Why.ROOM, Why.STUDENT)


def _marks(spans: tuple[Span, ...], kind: int, back: int, lead: int) -> list[Mark]:
    return [(s.start - back, s.end + lead, k << 3 | kind) for k, s in enumerate(spans) if s.start < s.end]


def _known(instant: int) -> int | None:
    return instant if -EVER < instant < EVER else None


def _outside(starts: list[int], taken_out: list[Pair]) -> list[int]:
    """The starts that lie in none of the stretches; both ascending."""
    kept, at = [], 0
    for first, end in taken_out:
        stop = bisect_left(starts, first, at)
        kept += starts[at:stop]
        at = bisect_left(starts, end, stop)
    return kept + starts[at:]
