"""One VEVENT by itself: its moments, its length, its rules, and whether it is busy time at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from deskbell.domain.text import clean
from deskbell.formats.ics.lines import Component
from deskbell.formats.ics.model import (
    MAX_DATES_AN_EVENT,
    MAX_LINE,
    MAX_SPAN_DAYS,
    NO_UID,
    TITLE_LIMIT,
    UID_LIMIT,
    Note,
    Reason,
    Warned,
)
from deskbell.formats.ics.values import (
    Length,
    Moment,
    Period,
    dated,
    is_utf8,
    read_length,
    read_moment,
    read_moments,
    read_text,
)
from deskbell.formats.ics.zones import IanaZone, Zone, Zones
from deskbell.formats.rrule import HOURLY, BadRule, Rule, TooDense, parse_rule

_MAX_RULES = 8
_FIRST_YEAR, _LAST_YEAR = 1601, 8999


class Unusable(ValueError):
    """The event is not busy time; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Event:
    """An event that can be laid on the calendar, or (`reason`) one that cannot but still excludes an occurrence.

    start: wall time in `zone`; for all-day ones midnight. length: from there. replaces: the occurrence that it stands
    for (RECURRENCE-ID). version: greater is newer; of equals the later in the file.
    """

    uid: str
    title: str
    line: int
    calendar: int
    version: tuple[int, str]
    reason: Reason | None
    start: Moment
    zone: Zone
    length: Length
    all_day: bool
    tentative: bool
    replaces: Moment | None
    onwards: bool  # RANGE=THISANDFUTURE
    repeats: bool
    rules: tuple[Rule, ...] = ()
    excluding: tuple[Rule, ...] = ()
    added: tuple[Moment | Period, ...] = ()
    excluded: tuple[Moment, ...] = ()

    def instant(self, wall: datetime) -> int:
        if self.all_day and isinstance(self.zone, IanaZone):
            return self.zone.midnight(wall)
        return self.zone.instant(wall)

    def end(self, wall: datetime, start: int, length: Length) -> int:
        """The end of an occurrence that starts at a wall time, which is the instant `start`."""
        if not length.days:
            return start + length.seconds
        return self.instant(wall + timedelta(days=length.days)) + length.seconds


class EventReader:
    """Reads events of one file; gathers warnings. `cancelled`: numbers of calendars that are sent to cancel.

    lo, hi: naive walls; what surely does not touch them is not looked at closely.
    """

    def __init__(self, zones: Zones, cancelled: frozenset[int], lo: datetime, hi: datetime) -> None:
        self.zones = zones
        self.cancelled = cancelled
        self.lo, self.hi = lo, hi
        self.warnings: list[Warned] = []
        self.odd_bytes = False
        self._told: set[tuple[int, str]] = set()
        self._here = ("", "", 0)

    def named(self, component: Component) -> tuple[str, str]:
        """The cleaned uid and title. A component without UID is known by what it holds."""
        uid = title = ""
        line = component.first("SUMMARY")
        if line is not None:
            self.odd_bytes = self.odd_bytes or not (line[1].isascii() or is_utf8(line[1]))
            title = clean(read_text(*line), TITLE_LIMIT).strip()
        line = component.first("UID")
        if line is not None:
            uid = read_text(*line)
        if not uid:
            content = [name.encode() + b":" + v for name in sorted(component.lines) for _, v in component.lines[name]]
            return NO_UID + hashlib.sha256(b"\n".join(content)).hexdigest()[:32], title
        if len(uid) > UID_LIMIT or clean(uid) != uid:
            uid = "odd-uid-" + hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()[:32]
        return uid, title

    def read(self, component: Component, uid: str, title: str) -> Event:
        """Raises Unusable for what cannot be laid on the calendar and excludes nothing."""
        self._here = (uid, title, component.line)
        if not component.finished:
            raise Unusable(Reason.UNFINISHED)
        if component.size > 2 * MAX_LINE or _dates(component) > MAX_DATES_AN_EVENT:
            raise Unusable(Reason.TOO_MANY)
        reason = self._reason(component)
        replaces, onwards = self._replaces(component)
        version = (
            _number(component, "SEQUENCE"),
            max(_stamp(component, "LAST-MODIFIED"), _stamp(component, "DTSTAMP")),
        )
        if onwards:
            self.warn(Note.THIS_AND_FUTURE)
        try:
            start, zone, all_day, length = self._span(component, alone=replaces is None)
        except Unusable as e:
            if replaces is None or reason is None:
                raise Unusable(reason or e.reason) from e
            # A cancelled occurrence need not say when it would have been.
            start, zone = replaces, self.zones.of(replaces, component.calendar).zone
            all_day, length = replaces.date_only, Length(0, 1)
        rules: tuple[Rule, ...] = ()
        excluding: tuple[Rule, ...] = ()
        added: tuple[Moment | Period, ...] = ()
        excluded: tuple[Moment, ...] = ()
        repeats = replaces is None and ("RRULE" in component.lines or "RDATE" in component.lines)
        if reason is None and repeats:
            if "RRULE" in component.lines:
                rules = self._rules(component, all_day)
            if "RDATE" in component.lines:
                added = tuple(self._listed(component, "RDATE"))
            if rules or added:
                excluding = self._exclusions(component, all_day)
                excluded = tuple(m for m in self._listed(component, "EXDATE") if isinstance(m, Moment))
        return Event(
            uid=uid,
            title=title,
            line=component.line,
            calendar=component.calendar,
            version=version,
            reason=reason,
            start=start,
            zone=zone,
            length=length,
            all_day=all_day,
            tentative=(_word(component, "STATUS") or _word(component, "X-MICROSOFT-CDO-BUSYSTATUS")) == "TENTATIVE",
            replaces=replaces,
            onwards=onwards,
            repeats=repeats,
            rules=rules,
            excluding=excluding,
            added=added,
            excluded=excluded,
        )

    def warn(self, note: Note, detail: str = "") -> None:
        uid, title, line = self._here
        self.warnings.append(Warned(note, uid, title, line, detail))

    def _reason(self, component: Component) -> Reason | None:
        if component.calendar in self.cancelled or _word(component, "STATUS") in ("CANCELLED", "CANCELED"):
            return Reason.CANCELLED
        shows = _word(component, "TRANSP")
        if shows == "TRANSPARENT" or (shows.isdecimal() and shows != "0"):  # vCalendar 1.0 has numbers
            return Reason.TRANSPARENT
        if not shows and _word(component, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE":
            return Reason.TRANSPARENT
        return None

    def _replaces(self, component: Component) -> tuple[Moment | None, bool]:
        line = component.first("RECURRENCE-ID")
        if line is None:
            return None, False
        parameters, value = dated(line)
        return _moment(value, parameters), parameters.get("RANGE", "").upper() == "THISANDFUTURE"

    def _span(self, component: Component, *, alone: bool) -> tuple[Moment, Zone, bool, Length]:
        """Start, its zone, whether it is of whole days, and length. alone: nothing else depends on this event."""
        line = component.first("DTSTART")
        if line is None:
            raise Unusable(Reason.NO_START)
        parameters, value = dated(line)
        start = _moment(value, parameters)
        end_line, length_line = component.first("DTEND"), component.first("DURATION")
        end: Moment | None = None
        length = Length(1 if start.date_only else 0, 0)
        if end_line is not None:
            parameters, value = dated(end_line)
            end = _moment(value, parameters)
        elif length_line is not None:
            try:
                length = read_length(length_line[1].decode("ascii", "replace"))
            except ValueError as e:
                raise Unusable(Reason.BAD_DATE) from e
        _check_size(length)
        if alone and "RRULE" not in component.lines and "RDATE" not in component.lines:
            last = end.wall if end is not None else start.wall + timedelta(length.days, length.seconds)
            if start.wall > self.hi or max(start.wall, last) < self.lo:
                raise Unusable(Reason.OUTSIDE_RANGE)
        all_day = start.date_only and (end is None or end.date_only)
        # A day that ends at an hour is an hour's event, in the hour's zone.
        zone = self._zone(end if end is not None and start.date_only and not all_day else start, component)
        if end is not None and all_day:
            length = Length((end.wall - start.wall).days or 1, 0)  # careless programs end one day on the day itself
        elif end is not None:
            same = end.date_only or (end.zone == start.zone and end.utc == start.utc)
            end_zone = zone if same else self._zone(end, component)
            length = Length(0, end_zone.instant(end.wall) - zone.instant(start.wall))
        _check(length)
        return start, zone, all_day, length

    def _rules(self, component: Component, all_day: bool) -> tuple[Rule, ...]:
        lines = component.lines["RRULE"]
        if len(lines) > _MAX_RULES:
            raise Unusable(Reason.BAD_RULE)
        try:
            return tuple(_rule(value, all_day) for _, value in lines)
        except TooDense as e:
            raise Unusable(Reason.TOO_DENSE) from e
        except BadRule as e:
            raise Unusable(Reason.BAD_RULE) from e

    def _exclusions(self, component: Component, all_day: bool) -> tuple[Rule, ...]:
        found: list[Rule] = []
        lines = component.lines.get("EXRULE", ())
        good = len(lines) <= _MAX_RULES
        for _, value in lines[:_MAX_RULES]:
            try:
                found.append(_rule(value, all_day))
            except (TooDense, BadRule):
                good = False
        if not good:
            self.warn(Note.BAD_EXCEPTION, "EXRULE")
        return tuple(found)

    def _listed(self, component: Component, name: str) -> list[Moment | Period]:
        """The dates of a property that can touch the window; a file may hold millions of others."""
        lo, hi = self.lo - timedelta(MAX_SPAN_DAYS), self.hi
        found: list[Moment | Period] = []
        good = True
        for line in component.lines.get(name, ()):
            try:
                found += [m for m in read_moments(line) if _sane(m) and lo <= _first(m).wall <= hi]
            except ValueError:
                good = False
        if not good:
            self.warn(Note.BAD_EXCEPTION, name)
        return found

    def _zone(self, moment: Moment, component: Component) -> Zone:
        found = self.zones.of(moment, component.calendar)
        if found.how != "known" and (component.calendar, moment.zone) not in self._told:
            self._told.add((component.calendar, moment.zone))
            note = Note.UNKNOWN_ZONE if found.how == "desk" else Note.OWN_ZONE
            self.warn(note, clean(moment.zone, TITLE_LIMIT))
        return found.zone


def _moment(value: str, parameters: dict[str, str]) -> Moment:
    try:
        moment = read_moment(value, parameters)
    except ValueError as e:
        raise Unusable(Reason.BAD_DATE) from e
    if not _sane(moment):
        raise Unusable(Reason.OUTSIDE_RANGE)
    return moment


def _sane(moment: Moment | Period) -> bool:
    """Far enough from the calendar's ends, and short enough, to be counted with."""
    if isinstance(moment, Period):
        if moment.length is not None and not _measured(moment.length):
            return False
        return _sane(moment.start) and (moment.end is None or _sane(moment.end))
    return _FIRST_YEAR <= moment.wall.year <= _LAST_YEAR


def _first(moment: Moment | Period) -> Moment:
    return moment.start if isinstance(moment, Period) else moment


def _measured(length: Length) -> bool:
    return abs(length.days) <= MAX_SPAN_DAYS and abs(length.seconds) <= MAX_SPAN_DAYS * 86_400


def _check_size(length: Length) -> None:
    if not _measured(length):
        raise Unusable(Reason.TOO_LONG if length.days + length.seconds > 0 else Reason.END_BEFORE_START)


def _check(length: Length) -> None:
    _check_size(length)
    if length.days < 0 or length.seconds < 0:
        raise Unusable(Reason.END_BEFORE_START)
    if not length.days and not length.seconds:
        raise Unusable(Reason.ZERO_LENGTH)


def _rule(value: bytes, all_day: bool) -> Rule:
    rule = parse_rule(value.decode("ascii", "replace"))
    if not all_day:
        return rule
    if rule.freq == HOURLY:
        raise BadRule("HOURLY")
    return replace(rule, hours=(), minutes=(), seconds=())


def _dates(component: Component) -> int:
    lines = component.lines.get("RDATE", []) + component.lines.get("EXDATE", [])
    return len(lines) + sum(value.count(b",") for _, value in lines)


def _word(component: Component, name: str) -> str:
    line = component.first(name)
    return line[1].strip().upper().decode("ascii", "replace") if line is not None else ""


def _number(component: Component, name: str) -> int:
    word = _word(component, name)
    return int(word) if word.isdecimal() and len(word) < 10 else 0


def _stamp(component: Component, name: str) -> str:
    word = _word(component, name)
    return word if len(word) == 16 else ""
