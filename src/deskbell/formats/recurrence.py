"""Recurrence rules (RFC 5545 RRULE) on naive wall times. The zone comes after: each wall time is resolved by itself.

dateutil expands. What stands here is what it leaves open: the walk starts near the window and not in 1604, and it never
runs away. dateutil looks for a next date until the year 9999 where a rule has none; so it gets the rule without the
parts that only filter (applied here), without positions out of reach, and not at all if no month can hold the day. What
is left to search in vain is paid for out of `Work`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import gcd

from dateutil import rrule as dateutil

from deskbell.formats.rrule import DAILY, HOURLY, MONTHLY, WEEKLY, YEARLY, Frequency, Rule

MAX_STEPS_A_RULE = 100_000

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# What dateutil takes for a year of searching and for an hour, measured in dates found one after the other (1.6 µs).
_YEAR_OF_SEARCH = 40
_HOUR = 5
_SET_UP = 10


class TooLong(ValueError):
    """The rule needs more than MAX_STEPS_A_RULE steps to reach the end of the window."""


class TooMuchWork(ValueError):
    """All rules of one reading together need more steps than they were given."""


@dataclass(slots=True)
class Work:
    """How many steps are left for all rules together; a step is about 2 µs. Raises TooMuchWork."""

    left: int = 3_000_000

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMuchWork


@dataclass(frozen=True, slots=True)
class Expansion:
    """Wall starts in order; `ended` when the rule has no more after the window."""

    starts: tuple[datetime, ...]
    ended: bool


def expand(
    rule: Rule,
    start: datetime,
    lo: datetime,
    hi: datetime,
    work: Work,
    *,
    until: datetime | None = None,
    with_start: bool = True,
) -> Expansion:
    """The rule's naive wall starts in [lo, hi], in order.

    start: DTSTART. It is the first occurrence, and counts, whether the rule meets it or not (with_start False, for
    rules of exclusion: only where it meets it). until: the rule's UNTIL on this wall, inclusive; the caller knows the
    zone. start, lo and hi lie in the years 1600 to 9000. Raises TooLong, TooMuchWork.
    """
    last = hi if until is None else min(hi, until)
    over = until is not None and until <= hi
    found = [start] if with_start and lo <= start <= hi else []
    left = rule.count
    if left is not None and with_start:
        left -= 1
    work.spend(_SET_UP)
    if left == 0 or last < start or (over and last < lo):
        return Expansion(tuple(found), ended=left == 0 or over)
    anchor = _anchor(rule, start, start if rule.count else lo)
    walk = _walk(rule, start, anchor, last)
    if walk is None:
        return Expansion(tuple(found), ended=True)
    passes = _filter(rule)
    search = _YEAR_OF_SEARCH if rule.freq <= MONTHLY else 4 if rule.positions else 0
    search *= 1 + len(rule.positions)
    price = _HOUR if rule.freq == HOURLY else 1
    year, steps = anchor.year, 0
    for at in walk:
        steps += 1
        work.spend(price + search * (at.year - year))
        if steps > MAX_STEPS_A_RULE:
            raise TooLong
        year = at.year
        if at > last:
            return Expansion(tuple(found), ended=over)
        if at < start or (at == start and with_start) or (passes is not None and not passes(at)):
            continue
        if at >= lo:
            found.append(at)
        if left is not None:
            left -= 1
            if left == 0:
                break
    else:
        work.spend(search * (9999 - year))
    return Expansion(tuple(found), ended=True)


def _anchor(rule: Rule, start: datetime, lo: datetime) -> datetime:
    """The start of the rule's last period that begins at or before lo, never before the period of `start`."""
    n = rule.interval
    if rule.freq in (YEARLY, MONTHLY):
        unit = 12 * n if rule.freq == YEARLY else n
        month = start.year * 12 + (start.month - 1 if rule.freq == MONTHLY else 0)
        month += max(0, (lo.year * 12 + lo.month - 1 - month) // unit) * unit
        return start.replace(month // 12, month % 12 + 1, 1, 0, 0, 0)
    if rule.freq == HOURLY:
        anchor, step = start.replace(minute=0, second=0), timedelta(hours=n)
    else:
        anchor, step = start.replace(hour=0, minute=0, second=0), timedelta(days=n)
        if rule.freq == WEEKLY:
            anchor, step = anchor - timedelta(days=(start.weekday() - rule.week_start) % 7), timedelta(weeks=n)
    return anchor + max(0, (lo - anchor) // step) * step


def _walk(rule: Rule, start: datetime, anchor: datetime, last: datetime) -> dateutil.rrule | None:
    """The rule as dateutil's, with everything said that DTSTART would have said; None if it has no date at all."""
    freq = rule.freq
    days, month_days, months = rule.days, rule.month_days, rule.months
    if freq == YEARLY and not (days or month_days or rule.year_days):
        if rule.weeks:
            days = ((start.weekday(), 0),)
        else:
            months, month_days = months or (start.month,), (start.day,)
    elif freq == MONTHLY and not (days or month_days):
        month_days = (start.day,)
    elif freq == WEEKLY:
        days = tuple({(day, 0) for day, _ in days}) or ((start.weekday(), 0),)
    if freq <= MONTHLY:
        if any(nth for _, nth in days) and not all(nth for _, nth in days):
            # dateutil asks a day to be both an nth and a plain one; the RFC asks for either.
            nths = range(1, 54 if freq == YEARLY and not months else 6)
            days = tuple((day, n) for day, nth in days for n in ((nth,) if nth else nths))
        if not _can_be(rule, start, months, month_days, days):
            return None
    times = len(rule.minutes or (0,)) * len(rule.seconds or (0,))
    if freq != HOURLY:
        times *= len(rule.hours or (0,))
    reach = _most_days(freq, months, month_days, days, rule) * times
    positions = [p for p in rule.positions if abs(p) <= reach]
    if rule.positions and not positions:
        return None
    named = freq <= MONTHLY or (freq == WEEKLY and bool(positions))
    return dateutil.rrule(
        freq,
        dtstart=anchor,
        interval=min(rule.interval, _units(freq, last - anchor) + 2),
        wkst=rule.week_start,
        bysetpos=positions or None,
        bymonth=(months or None) if named else None,
        bymonthday=(month_days or None) if freq <= MONTHLY else None,
        byyearday=(rule.year_days or None) if freq == YEARLY else None,
        byweekno=rule.weeks or None,
        byweekday=[_day(*day) for day in days] or None if freq <= WEEKLY else None,
        byhour=None if freq == HOURLY else rule.hours or (start.hour,),
        byminute=rule.minutes or (start.minute,),
        bysecond=rule.seconds or (start.second,),
    )


def _day(weekday: int, nth: int) -> dateutil.weekday:
    return dateutil.weekday(weekday, nth or None)


def _units(freq: Frequency, span: timedelta) -> int:
    """Periods of `freq` in a span, rounded up."""
    days = max(span.days, 0) + 1
    return {YEARLY: days // 365, MONTHLY: days // 28, WEEKLY: days // 7, DAILY: days, HOURLY: days * 24}[freq] + 1


def _can_be(
    rule: Rule,
    start: datetime,
    months: tuple[int, ...],
    month_days: tuple[int, ...],
    days: tuple[tuple[int, int], ...],
) -> bool:
    """May any date meet the rule? False only where none does: 30 February, a month that the interval never meets."""
    within = set(months or range(1, 13))
    if rule.freq == MONTHLY:
        step = gcd(rule.interval, 12)
        within = {m for m in within if (m - start.month) % step == 0}
    if not within:
        return False
    if month_days and not any(abs(d) <= _LONGEST[m - 1] for d in month_days for m in within):
        return False
    most = 53 if rule.freq == YEARLY and not months else 5
    return not days or any(abs(nth) <= most for _, nth in days)


def _most_days(
    freq: Frequency,
    months: tuple[int, ...],
    month_days: tuple[int, ...],
    days: tuple[tuple[int, int], ...],
    rule: Rule,
) -> int:
    """At most so many days of one period meet the rule; exact for weeks and days."""
    if freq >= DAILY:
        return 1
    if freq == WEEKLY:
        return len(days)
    spans = 1 if freq == MONTHLY else len(months) or 12
    sizes = [31 * spans]
    if month_days:
        sizes.append(len(month_days) * spans)
    if rule.year_days:
        sizes.append(len(rule.year_days))
    if rule.weeks:
        sizes.append(7 * len(rule.weeks) + 7)
    if days:
        every = 5 * spans if freq == MONTHLY or months else 53
        sizes.append(sum((spans if months or freq == MONTHLY else 1) if nth else every for _, nth in days))
    return min(sizes)


def _filter(rule: Rule) -> Callable[[datetime], bool] | None:
    """What of the rule only takes dates away, of those that were not handed to dateutil."""
    if rule.freq <= MONTHLY:
        return None
    months = frozenset(rule.months)
    if rule.freq == WEEKLY:
        return (lambda at: at.month in months) if months and not rule.positions else None
    weekdays = frozenset(day for day, _ in rule.days)
    month_days, year_days = frozenset(rule.month_days), frozenset(rule.year_days)
    hours = frozenset(rule.hours if rule.freq == HOURLY else ())
    if not (months or weekdays or month_days or year_days or hours):
        return None

    def passes(at: datetime) -> bool:
        return (
            (not months or at.month in months)
            and (not weekdays or at.weekday() in weekdays)
            and (not month_days or at.day in month_days or _from_end(at) in month_days)
            and (not year_days or _year_day(at) in year_days or _year_day(at) - _year_length(at) - 1 in year_days)
            and (not hours or at.hour in hours)
        )

    return passes


def _from_end(at: datetime) -> int:
    first = (at.replace(day=28) + timedelta(days=4)).replace(day=1)
    return at.day - (first - timedelta(days=1)).day - 1


def _year_day(at: datetime) -> int:
    return at.timetuple().tm_yday


def _year_length(at: datetime) -> int:
    return _year_day(at.replace(month=12, day=31))
