"""How fast is the slot engine? Ratios in one run: `python -m tests.benchmarks.slots`.

One tutor, Monday to Friday 9-17 in Berlin, half an hour offered every quarter, busy 45 minutes every 75 from 08:00Z.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from deskbell.domain.availability import Diary, Hours, Rules, Span, Weekly, next_starts, starts, why_not
from deskbell.domain.clock import zone_clock

FIRST = int(datetime(2030, 1, 1, tzinfo=UTC).timestamp())
DAY = 86_400
HOURS = Hours("Europe/Berlin", tuple(Weekly(weekday, 9 * 60, 17 * 60) for weekday in range(5)))
RULES = Rules(length=30, interval=15)
SIZES = ((31, 4, 368), (92, 6, 528), (366, 6, 2096))


def spans(days: int, each: int) -> tuple[Span, ...]:
    begins = [FIRST + day * DAY + 8 * 3600 + k * 75 * 60 for day in range(days) for k in range(each)]
    return tuple(Span(begin, begin + 45 * 60, begin) for begin in begins)


def cold(days: int, busy: tuple[Span, ...]) -> list[int]:
    """As a desk asks for the first time: the zone is not known yet."""
    zone_clock.cache_clear()
    return warm(days, busy)


def warm(days: int, busy: tuple[Span, ...]) -> list[int]:
    return starts(Diary(HOURS, busy=busy), RULES, FIRST, FIRST + days * DAY, FIRST - DAY)


def brute(days: int, busy: tuple[Span, ...]) -> list[int]:
    """The wall asked of zoneinfo minute by minute; what is plain to see is right, and slow."""
    zone = ZoneInfo("Europe/Berlin")
    minutes = days * 1440
    wall = [datetime.fromtimestamp(FIRST + i * 60, zone) for i in range(minutes)]
    taken = bytearray(minutes)
    for span in busy:
        for i in range((span.start - FIRST) // 60, (span.end - FIRST) // 60):
            taken[i] = 1
    free = [at.weekday() < 5 and 9 <= at.hour < 17 and not taken[i] for i, at in enumerate(wall)]
    return [
        FIRST + i * 60
        for i in range(minutes - RULES.length + 1)
        if wall[i].minute % RULES.interval == 0 and all(free[i : i + RULES.length])
    ]


def timed(call: Callable[[], object], times: int) -> float:
    """Milliseconds of CPU of the quickest of so many calls: the one that nothing else disturbed."""
    took = []
    for _ in range(times):
        begin = time.process_time()
        call()
        took.append((time.process_time() - begin) * 1000)
    return min(took)


def main() -> int:
    met = True

    def say(what: str, figure: float, target: float, *, least: bool) -> None:
        nonlocal met
        good = figure >= target if least else figure <= target
        met &= good
        print(
            f"  {what:58} {figure:8.2f}  {'at least' if least else 'at most'} {target:g}  {'ok' if good else 'MISSED'}"
        )

    took: dict[int, float] = {}
    for days, each, count in SIZES:
        busy = spans(days, each)
        found = warm(days, busy)
        if len(found) != count:
            print(f"{days} days: {len(found)} starts, not {count}")
            return 1
        first, took[days] = timed(lambda d=days, b=busy: cold(d, b), 25), timed(lambda d=days, b=busy: warm(d, b), 50)
        print(f"{days} days, {len(busy)} busy: {count} starts, {first:.2f} ms cold, {took[days]:.2f} ms warm")
    busy = spans(31, 4)
    if brute(31, busy) != warm(31, busy):
        print("the brute reference disagrees")
        return 1
    slow = timed(lambda: brute(31, busy), 5)
    print(f"31 days by the minute: {slow:.1f} ms")
    say("31 days, times faster than by the minute (warm)", slow / took[31], 20, least=True)
    say("31 days, times faster than by the minute (cold)", slow / timed(lambda: cold(31, busy), 25), 20, least=True)
    year = spans(366, 4)
    per_day = timed(lambda: warm(366, year), 25) / 366 / (took[31] / 31)
    say("366 days to 31 with the same days, time for each day", per_day, 1.3, least=False)

    grains: dict[int, float] = {}
    for count in (2000, 16000):
        extra = tuple((FIRST + k * 300, FIRST + k * 300 + 299) for k in range(count))
        diary, rules = Diary(Hours("UTC", extra=extra)), Rules(length=4, interval=5)
        if len(starts(diary, rules, FIRST, FIRST + count * 300, FIRST)) != count:
            print(f"{count} ranges: not one start in each")
            return 1
        grains[count] = timed(lambda d=diary, r=rules, c=count: starts(d, r, FIRST, FIRST + c * 300, FIRST), 11)
    print(f"2000 ranges {grains[2000]:.2f} ms, 16000 ranges {grains[16000]:.2f} ms")
    say("16000 ranges to 2000", grains[16000] / grains[2000], 10, least=False)

    diary = Diary(HOURS, busy=spans(366, 6))
    three = timed(lambda: next_starts(diary, RULES, FIRST, FIRST - DAY, 3), 25)
    say("the next three of a full year's diary, to its whole list", three / took[366], 0.6, least=False)
    noon = warm(366, spans(366, 6))[1000]
    reason = timed(lambda: why_not(diary, RULES, noon, FIRST - DAY), 25)
    say("why not, to the whole list", reason / took[366], 0.6, least=False)

    diaries = [Diary(HOURS, busy=spans(31, 6)) for _ in range(50)]
    month = timed(lambda: [starts(d, RULES, FIRST, FIRST + 31 * DAY, FIRST - DAY) for d in diaries], 11)
    twenty = timed(lambda: sorted(s for d in diaries for s in next_starts(d, RULES, FIRST, FIRST - DAY, 20))[:20], 11)
    print(f"50 tutors: a month of all {month:.1f} ms, the first 20 starts of any {twenty:.1f} ms")
    say("50 tutors' month, to one of them", month / timed(lambda: warm(31, spans(31, 6)), 25), 60, least=False)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
