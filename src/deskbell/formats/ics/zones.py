"""Which zone a TZID means, and wall time to instant in it.

A wall time in a gap is shifted forward by the gap, one in a fold is the first (RFC 5545 3.3.5; I13, I14). A name that
the tz database or Windows knows is taken from the tz database, for the VTIMEZONE beside it is often cut short. Any
other name is read by the VTIMEZONE's own rules; without one it is the desk's zone, with a warning.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Protocol
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from deskbell.domain.clock import zone_clock
from deskbell.formats.ics.lines import Component
from deskbell.formats.ics.values import Moment, Period, dated, read_moment, read_moments, read_offset, read_text
from deskbell.formats.recurrence import Work, expand
from deskbell.formats.rrule import MONTHLY, BadRule, parse_rule

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
_MAX_OWN_ZONES = 500  # read by their own rules, of one file
_MAX_OBSERVANCES = 200  # of one VTIMEZONE
_MAX_ONSETS = 2_000
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_UTC_NAMES = frozenset("utc gmt z zulu uct etc/utc etc/gmt etc/uct etc/zulu universal etc/universal".split()) | {
    "coordinated universal time",
    "(utc) coordinated universal time",
    "tzone://microsoft/utc",
}
_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*(?:([+-])([0-9]{1,2})(?::?([0-9]{2}))?)?\)?\s*(.*)", re.ASCII | re.IGNORECASE)
_WINTER, _SUMMER = 1_735_689_600, 1_751_328_000  # 1 January and 1 July 2025
# The names that Windows shows and that name no city; those that do are found by the city.
_SHOWN = {
    "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
    "atlantic time (canada)": "America/Halifax",
    "central america": "America/Guatemala",
    "central time (us & canada)": "America/Chicago",
    "eastern time (us & canada)": "America/New_York",
    "greenwich mean time": "Europe/London",
    "hawaii": "Pacific/Honolulu",
    "indiana (east)": "America/Indiana/Indianapolis",
    "mountain time (us & canada)": "America/Denver",
    "new delhi": "Asia/Kolkata",
    "newfoundland": "America/St_Johns",
    "pacific time (us & canada)": "America/Los_Angeles",
    "west central africa": "Africa/Lagos",
    "beijing": "Asia/Shanghai",
    "osaka": "Asia/Tokyo",
    "bern": "Europe/Zurich",
    "brasilia": "America/Sao_Paulo",
    "abu dhabi": "Asia/Dubai",
    "islamabad": "Asia/Karachi",
    "canberra": "Australia/Sydney",
}


class Zone(Protocol):
    """Where wall time and instants meet."""

    @property
    def name(self) -> str: ...
    def instant(self, wall: datetime) -> int: ...
    def wall(self, instant: int) -> datetime: ...


class IanaZone:
    """A zone of the tz database. Raises UnknownZone."""

    __slots__ = ("_clock", "_info", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._clock = zone_clock(name)
        # The desk's clock learns a zone by the quarter; a file may name any year of nine thousand.
        self._info = ZoneInfo(name)

    def instant(self, wall: datetime) -> int:
        return (wall.replace(tzinfo=self._info) - _EPOCH_UTC) // _SECOND

    def wall(self, instant: int) -> datetime:
        return (_EPOCH_UTC + timedelta(seconds=instant)).astimezone(self._info).replace(tzinfo=None, fold=0)

    def midnight(self, wall: datetime) -> int:
        """The first instant of the day, which is not always 00:00."""
        return self._clock.opens((wall - _EPOCH) // _SECOND)


class RuledZone:
    """A zone by its changes: (instant, offset from then on), ascending; and the offset before the first."""

    __slots__ = ("_after", "_at", "_before", "_walls", "name")

    def __init__(self, name: str, before: int, changes: Iterable[tuple[int, int]] = ()) -> None:
        self.name = name
        self._before = before
        self._at: list[int] = []
        self._after: list[int] = []
        self._walls: list[int] = []  # the first wall second that is surely after the change
        offset = before
        for at, after in changes:
            self._at.append(at)
            self._after.append(after)
            self._walls.append(at + max(offset, after))
            offset = after

    def instant(self, wall: datetime) -> int:
        seconds = (wall - _EPOCH) // _SECOND
        i = bisect_right(self._walls, seconds)
        return seconds - (self._after[i - 1] if i else self._before)

    def wall(self, instant: int) -> datetime:
        i = bisect_right(self._at, instant)
        return _EPOCH + timedelta(seconds=instant + (self._after[i - 1] if i else self._before))


@dataclass(frozen=True, slots=True)
class Found:
    """A zone, and how it was found: 'known', 'own' rules of the file, or 'desk' for want of any."""

    zone: Zone
    how: str


class Zones:
    """The zones of one file. `lo` and `hi` bound the years that rules of its own are spelled out for."""

    def __init__(self, desk: str, components: Iterable[Component], lo: datetime, hi: datetime, work: Work) -> None:
        self.desk = IanaZone(desk)
        self.utc = IanaZone("UTC")
        self._lo, self._hi, self._work = lo, hi, work
        self._found: dict[tuple[int, str], Found] = {}
        self._iana: dict[str, IanaZone] = {desk: self.desk, "UTC": self.utc}
        self._own = 0
        self._components: dict[tuple[int, str], Component] = {}
        for component in components:
            line = component.first("TZID")
            if line is not None and component.finished:
                self._components.setdefault((component.calendar, read_text(*line).strip('"')), component)

    def of(self, moment: Moment, calendar: int) -> Found:
        """The zone that a moment of that calendar of the file is told in; floating and dates are the desk's."""
        if moment.utc:
            return Found(self.utc, "known")
        if not moment.zone:
            return Found(self.desk, "known")
        key = (calendar, moment.zone)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._find(" ".join(moment.zone.split()), calendar)
        return found

    def _find(self, tzid: str, calendar: int) -> Found:
        component = self._components.get((calendar, tzid))
        name = known_name(tzid, short=component is None)
        if name is None and component is not None:
            location = component.first("X-LIC-LOCATION")
            name = known_name(read_text(*location), short=True) if location else None
            if name is None and self._own < _MAX_OWN_ZONES:
                self._own += 1
                zone = _by_rules(tzid, component, self._lo, self._hi, self._work)
                if zone is not None:
                    return Found(zone, "own")
        if name is None:
            name = _shown_name(tzid)
        if name is not None:
            if name not in self._iana:
                self._iana[name] = IanaZone(name)
            return Found(self._iana[name], "known")
        offset = _fixed(tzid)
        if offset is not None:
            return Found(RuledZone(tzid, offset), "known")
        return Found(self.desk, "desk")


@cache
def _iana_names() -> dict[str, str]:
    """Names of the tz database by their lower-case form, from the tzdata package: the same on every machine."""
    names = files("tzdata").joinpath("zones").read_text("utf-8").split()
    return {name.lower(): name for name in names if name != "Factory"}


@cache
def _windows_names() -> dict[str, str]:
    return {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    return {name.rpartition("/")[2].replace("_", " "): zone for name, zone in _iana_names().items() if "/" in name}


def known_name(tzid: str, *, short: bool) -> str | None:
    """The IANA name that a TZID means for sure; with `short` also names such as EST, which files often redefine."""
    low = tzid.lower()
    if low in _UTC_NAMES:
        return "UTC"
    names = _iana_names()
    if low in names and (short or "/" in low):
        return names[low]
    if low in _windows_names():
        return _windows_names()[low]
    while "/" in low:  # /freeassociation.sourceforge.net/Europe/Berlin
        low = low.partition("/")[2]
        if low in names:
            return names[low]
    return None


def _shown_name(tzid: str) -> str | None:
    """The first city of "(UTC+01:00) Amsterdam, Berlin, Rome" that keeps that offset in winter or summer."""
    m = _OFFSET.fullmatch(tzid)
    if m is None or not m[4]:
        return None
    text = m[4]
    for part in (text, *text.split(",")):
        city = part.strip().lower()
        name = _SHOWN.get(city) or _cities().get(city) or _windows_names().get(city)
        if name is not None and (_seconds(m) is None or _seconds(m) in _offsets(name)):
            return name
    return None


def _seconds(m: re.Match[str]) -> int | None:
    if m[1] is None:
        return 0 if m[0].startswith("(") else None
    return (int(m[2]) * 3600 + int(m[3] or 0) * 60) * (-1 if m[1] == "-" else 1)


def _offsets(name: str) -> set[int]:
    clock = zone_clock(name)
    return {clock.offset(_WINTER), clock.offset(_SUMMER)}


def _fixed(tzid: str) -> int | None:
    """The offset of UTC+1, GMT-03:00, +0530."""
    m = _OFFSET.fullmatch(tzid)
    if m is None or m[4] or m[1] is None or int(m[2]) > 14 or int(m[3] or 0) > 59:
        return None
    return _seconds(m)


def _by_rules(tzid: str, component: Component, lo: datetime, hi: datetime, work: Work) -> Zone | None:
    """The VTIMEZONE's own rules, spelled out to hi; None where they cannot be read."""
    if not 0 < len(component.parts) <= _MAX_OBSERVANCES:
        return None
    onsets: list[tuple[int, int, int]] = []  # instant, offset to, offset from
    try:
        for part in component.parts:
            onsets += _onsets(part, lo, hi, work)
    except (ValueError, OverflowError, LookupError):
        return None
    if not 0 < len(onsets) <= _MAX_ONSETS:
        return None
    onsets.sort()
    return RuledZone(tzid, onsets[0][2], [(at, to) for at, to, _ in onsets])


def _onsets(part: Component, lo: datetime, hi: datetime, work: Work) -> list[tuple[int, int, int]]:
    """Each start of one STANDARD or DAYLIGHT. Its wall times are told in the offset that it ends."""
    to = read_offset(_value(part, "TZOFFSETTO"))
    before = read_offset(_value(part, "TZOFFSETFROM"))
    parameters, value = dated(part.lines["DTSTART"][0])
    start = read_moment(value, parameters).wall
    if not 1600 <= start.year <= 9000:
        raise ValueError(value)
    walls = {start}
    for line in part.lines.get("RDATE", ())[:_MAX_ONSETS]:
        for moment in read_moments(line):
            at = moment.start if isinstance(moment, Period) else moment
            walls.add(at.wall + timedelta(seconds=before) if at.utc else at.wall)
    for _, raw in part.lines.get("RRULE", ())[:4]:
        rule = parse_rule(raw.decode("ascii", "replace"))
        if rule.freq > MONTHLY:
            raise BadRule(raw[:40])
        until = None
        if rule.until is not None:
            until = _clamped(rule.until.wall)
            if rule.until.utc:
                until += timedelta(seconds=before)
            elif rule.until.whole_day:
                until += timedelta(days=1)
        # A rule that has ended still says what holds since; one that has not needs only its last time before lo.
        since = start if until is not None or rule.count else max(start, lo - timedelta(days=800))
        walls.update(expand(rule, start, since, hi, work, until=until).starts)
    return [((wall - _EPOCH) // _SECOND - before, to, before) for wall in walls if wall.year <= 9000]


def _clamped(wall: datetime) -> datetime:
    return min(max(wall, datetime(1600, 1, 1)), datetime(9000, 1, 1))  # noqa: DTZ001


def _value(part: Component, name: str) -> str:
    return part.lines[name][0][1].decode("ascii", "replace")
