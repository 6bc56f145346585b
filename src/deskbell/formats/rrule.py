"""Reading a recurrence rule (RFC 5545 RRULE): strictly, for a part that is overlooked makes another rule of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from icalendar.prop import vRecur

MAX_RULE_CHARS = 4_000
MAX_SET_POSITIONS = 50
MAX_TIMES_A_DAY = 288  # every five minutes

Frequency = Literal[0, 1, 2, 3, 4]  # dateutil's own numbers
YEARLY: Frequency = 0
MONTHLY: Frequency = 1
WEEKLY: Frequency = 2
DAILY: Frequency = 3
HOURLY: Frequency = 4
_FREQUENCIES: dict[str, Frequency] = {
    "YEARLY": YEARLY,
    "MONTHLY": MONTHLY,
    "WEEKLY": WEEKLY,
    "DAILY": DAILY,
    "HOURLY": HOURLY,
}
# An interval beyond the whole calendar is as good as the whole calendar.
_WHOLE = {YEARLY: 10_000, MONTHLY: 120_000, WEEKLY: 600_000, DAILY: 4_000_000, HOURLY: 100_000_000}
_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_PARTS = frozenset(
    "FREQ UNTIL COUNT INTERVAL BYSECOND BYMINUTE BYHOUR BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST"
    " RSCALE SKIP".split()
)
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?", re.IGNORECASE)


class BadRule(ValueError):
    """The rule cannot be meant: a part is unknown, doubled, empty, out of range or not allowed with its FREQ."""


class TooDense(ValueError):
    """The rule repeats more often than hourly, or more than MAX_TIMES_A_DAY times a day."""


@dataclass(frozen=True, slots=True)
class Until:
    """The last moment, as it was written: of UTC, or of the wall. A bare date means its whole day."""

    wall: datetime
    utc: bool
    whole_day: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule whose parts are in range and fit together. `days` are (weekday, nth); nth 0 is every one."""

    freq: Frequency
    interval: int = 1
    count: int | None = None
    until: Until | None = None
    week_start: int = 0
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()


def parse_rule(text: str) -> Rule:
    """The rule of an RRULE's value. A part that is not understood is an error: a lost UNTIL makes a rule endless.

    Raises BadRule, TooDense.
    """
    if len(text) > MAX_RULE_CHARS:
        raise BadRule(text[:40])
    parts: dict[str, str] = {}
    for part in "".join(text.split()).rstrip(";").split(";"):
        name, _, value = part.partition("=")
        name = name.upper()
        if name not in _PARTS or name in parts or not value:
            raise BadRule(part[:40])
        parts[name] = value
    if parts.pop("RSCALE", "GREGORIAN").upper() != "GREGORIAN" or parts.pop("SKIP", "OMIT").upper() != "OMIT":
        raise BadRule(text[:40])
    frequency = parts.get("FREQ", "").upper()
    if frequency in ("SECONDLY", "MINUTELY"):
        raise TooDense(frequency)
    if frequency not in _FREQUENCIES:
        raise BadRule(frequency[:40])
    until = _until(parts.pop("UNTIL")) if "UNTIL" in parts else None
    try:
        found = vRecur.from_ical(";".join(f"{name}={value}" for name, value in parts.items()))
        rule = _typed(found, _FREQUENCIES[frequency], until)
    except (ValueError, OverflowError) as e:
        raise BadRule(text[:40]) from e
    _fits(rule)
    return rule


def _until(value: str) -> Until:
    m = _UNTIL.fullmatch(value)
    if not m:
        raise BadRule(value[:40])
    year, month, day, hour, minute, second = (int(x or 0) for x in m.groups()[:6])
    try:
        # A leap second counts as the one before, the hour 24 of careless programs as the day's end.
        wall = datetime(year, month, day, min(hour, 23), 59 if hour == 24 else minute, min(second, 59))  # noqa: DTZ001
    except ValueError as e:
        raise BadRule(value[:40]) from e
    return Until(wall, utc=bool(m[7]), whole_day=m[4] is None)


def _typed(found: vRecur, freq: Frequency, until: Until | None) -> Rule:
    def numbers(name: str, low: int, high: int, *, signed: bool = False) -> tuple[int, ...]:
        values = [int(x) for x in found.get(name, ())]
        if any(not (low <= (abs(x) if signed else x) <= high) for x in values):
            raise BadRule(name)
        return tuple(sorted(set(values)))

    def one(name: str, default: int) -> int:
        values = numbers(name, 1, 10**9)
        if len(values) > 1:
            raise BadRule(name)
        return values[0] if values else default

    if any(getattr(x, "leap", False) for x in found.get("BYMONTH", ())):
        raise BadRule("BYMONTH")
    days = tuple(sorted({(_WEEKDAYS[x.weekday], x.relative or 0) for x in found.get("BYDAY", ())}))
    if any(abs(nth) > 53 for _, nth in days):
        raise BadRule("BYDAY")
    return Rule(
        freq=freq,
        interval=min(one("INTERVAL", 1), _WHOLE[freq]),
        count=one("COUNT", 0) or None,
        until=until,
        week_start=_WEEKDAYS[found["WKST"][0].weekday] if "WKST" in found else 0,
        months=numbers("BYMONTH", 1, 12),
        weeks=numbers("BYWEEKNO", 1, 53, signed=True),
        year_days=numbers("BYYEARDAY", 1, 366, signed=True),
        month_days=numbers("BYMONTHDAY", 1, 31, signed=True),
        days=days,
        hours=numbers("BYHOUR", 0, 23),
        minutes=numbers("BYMINUTE", 0, 59),
        seconds=tuple(sorted({min(x, 59) for x in numbers("BYSECOND", 0, 60)})),
        positions=numbers("BYSETPOS", 1, 366, signed=True),
    )


def _fits(rule: Rule) -> None:
    """The cells "N/A" of RFC 5545's table of BY parts, and what costs too much."""
    if (
        (rule.weeks and (rule.freq != YEARLY or any(nth for _, nth in rule.days)))
        or (rule.year_days and rule.freq in (MONTHLY, WEEKLY, DAILY))
        or (rule.month_days and rule.freq == WEEKLY)
        or len(rule.positions) > MAX_SET_POSITIONS
    ):
        raise BadRule("BY parts")
    times = len(rule.minutes or (0,)) * len(rule.seconds or (0,))
    if times * (24 if rule.freq == HOURLY else len(rule.hours or (0,))) > MAX_TIMES_A_DAY:
        raise TooDense("times a day")
