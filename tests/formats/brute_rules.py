"""RFC 5545's table of BY parts, spelled out day by day. Slow, and without dateutil: what recurrence is held to."""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from itertools import groupby

from deskbell.formats.rrule import HOURLY, MONTHLY, WEEKLY, YEARLY, Rule


def brute(rule: Rule, start: datetime, hi: datetime) -> list[datetime]:
    """Every start up to hi, DTSTART first and counted. Walks each day (each hour, for HOURLY) from its first period."""
    first = {
        YEARLY: start.replace(month=1, day=1),
        MONTHLY: start.replace(day=1),
        WEEKLY: start - timedelta(days=(start.weekday() - rule.week_start) % 7),
    }.get(rule.freq, start)
    found: list[datetime] = []
    for number, days in groupby(_days(first, hi), lambda day: _period(rule, day)):
        if (number - _period(rule, start)) % rule.interval and rule.freq != HOURLY:
            continue
        candidates = [t for day in days if _day_fits(rule, start, day) for t in _times(rule, start, day)]
        found += _positions(rule, candidates)
    starts = [start, *(t for t in found if start < t)]
    if rule.count:
        starts = starts[: rule.count]
    return [t for t in starts if t <= hi]


def _days(first: datetime, hi: datetime) -> list[datetime]:
    midnight = first.replace(hour=0, minute=0, second=0)
    # Whole periods: a position is counted from the end of the period too.
    return [midnight + timedelta(days=n) for n in range((hi - midnight).days + 400)]


def _period(rule: Rule, day: datetime) -> int:
    if rule.freq == YEARLY:
        return day.year
    if rule.freq == MONTHLY:
        return day.year * 12 + day.month
    if rule.freq == WEEKLY:
        return (day.toordinal() - 1 - rule.week_start) // 7
    return day.toordinal()


def _month_length(day: datetime) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _week(day: datetime, week_start: int) -> tuple[int, int]:
    """The week's number of `day`, from the front and from the back: week 1 has at least four days of its year."""
    fourth = day + timedelta(days=3 - (day.weekday() - week_start) % 7)  # its year is the week's year
    number = (fourth.timetuple().tm_yday - 1) // 7 + 1
    left = (fourth.replace(month=12, day=31) - fourth).days // 7
    return number, -left - 1


def _day_fits(rule: Rule, start: datetime, day: datetime) -> bool:
    year_length = 366 if calendar.isleap(day.year) else 365
    year_day, length = day.timetuple().tm_yday, _month_length(day)
    months, month_days, days = rule.months, rule.month_days, rule.days
    if rule.freq == YEARLY and not (days or month_days or rule.year_days):
        if rule.weeks:
            days = ((start.weekday(), 0),)
        else:
            months, month_days = months or (start.month,), (start.day,)
    elif rule.freq == MONTHLY and not (days or month_days):
        month_days = (start.day,)
    elif rule.freq == WEEKLY and not days:
        days = ((start.weekday(), 0),)
    if months and day.month not in months:
        return False
    if month_days and not {day.day, day.day - length - 1} & set(month_days):
        return False
    if rule.year_days and not {year_day, year_day - year_length - 1} & set(rule.year_days):
        return False
    if rule.weeks and not set(_week(day, rule.week_start)) & set(rule.weeks):
        return False
    if not days:
        return True
    if rule.freq == MONTHLY or (rule.freq == YEARLY and rule.months):
        place, size = day.day, length
    else:
        place, size = year_day, year_length
    nths = {0, (place - 1) // 7 + 1, -((size - place) // 7 + 1)}
    if rule.freq > MONTHLY:
        return day.weekday() in {weekday for weekday, _ in days}
    return any(day.weekday() == weekday and nth in nths for weekday, nth in days)


def _times(rule: Rule, start: datetime, day: datetime) -> list[datetime]:
    hours = rule.hours or (start.hour,)
    if rule.freq == HOURLY:
        origin = start.replace(minute=0, second=0)
        every = [day + timedelta(hours=h) for h in range(24)]
        kept = [t for t in every if ((t - origin) // timedelta(hours=1)) % rule.interval == 0]
        hours = tuple(t.hour for t in kept if not rule.hours or t.hour in rule.hours)
    return [
        day.replace(hour=h, minute=m, second=s)
        for h in hours
        for m in rule.minutes or (start.minute,)
        for s in rule.seconds or (start.second,)
    ]


def _positions(rule: Rule, candidates: list[datetime]) -> list[datetime]:
    if not rule.positions:
        return candidates
    if rule.freq == HOURLY:
        groups = [list(g) for _, g in groupby(candidates, lambda t: t.replace(minute=0, second=0))]
    else:
        groups = [candidates]
    return sorted({g[p - 1 if p > 0 else p] for g in groups for p in rule.positions if abs(p) <= len(g)})
