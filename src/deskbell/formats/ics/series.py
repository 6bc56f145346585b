"""Events of one UID to busy spans: the series, what is excluded from it, and what stands in an occurrence's place."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from deskbell.formats.ics.events import Event
from deskbell.formats.ics.model import MAX_SPANS, MAX_SPANS_AN_EVENT, BusySpan, CalendarRefused, Reason, Skipped
from deskbell.formats.ics.values import Length, Moment, Period
from deskbell.formats.ics.zones import Zones
from deskbell.formats.recurrence import TooLong, TooMuchWork, Work, expand
from deskbell.formats.rrule import Rule

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
_FIRST, _LAST = datetime(1601, 1, 1), datetime(8999, 1, 1)  # noqa: DTZ001

# An occurrence is known by the instant at which the rule puts it; one of an all-day series by its date.
Key = int | date


class TooMany(ValueError):
    """One event has more occurrences than MAX_SPANS_AN_EVENT."""


@dataclass(frozen=True, slots=True)
class Window:
    """Epoch seconds: a span is kept that ends after lo and starts before far, one of an endless series before near."""

    lo: int
    near: int
    far: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where the rules put it, on the wall of the series' zone."""

    wall: datetime
    length: Length


@dataclass(slots=True)
class Laying:
    """Lays groups of events, one group at a time; gathers spans, what was skipped, and series that go on."""

    zones: Zones
    window: Window
    work: Work
    busy: list[BusySpan] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    open_ended: list[str] = field(default_factory=list)

    def group(self, events: list[Event]) -> None:
        """Every event of one UID. Raises CalendarRefused (RULE_BOMB, TOO_MANY_OCCURRENCES)."""
        master = self._newest([event for event in events if event.replaces is None])
        overrides = self._overrides(events, master)
        if master is not None:
            try:
                self._master(master, overrides)
            except (TooLong, TooMany):
                self._skip(master, Reason.TOO_MANY)
            except TooMuchWork as e:
                raise CalendarRefused("RULE_BOMB", line=master.line, uid=master.uid, title=master.title) from e
        for key, event in overrides.items():
            if event.reason is not None:
                self._skip(event, event.reason)
            elif not self._add(event, event, event.start.wall, event.length, _form(key)):
                self._skip(event, Reason.OUTSIDE_RANGE)
        if len(self.busy) > MAX_SPANS:
            raise CalendarRefused("TOO_MANY_OCCURRENCES", limit=MAX_SPANS)

    def _newest(self, events: list[Event]) -> Event | None:
        if not events:
            return None
        best = events[0]
        for event in events[1:]:
            if event.version >= best.version:
                best, event = event, best
            self._skip(event, Reason.DUPLICATE)
        return best

    def _overrides(self, events: list[Event], master: Event | None) -> dict[Key, Event]:
        """What stands in an occurrence's place, in its newest version."""
        found: dict[Key, list[Event]] = {}
        for event in events:
            if event.replaces is not None:
                found.setdefault(self._key(event.replaces, event.calendar, master or event), []).append(event)
        newest = {key: self._newest(group) for key, group in found.items()}
        return {key: event for key, event in newest.items() if event is not None}

    def _key(self, moment: Moment, calendar: int, series: Event) -> Key:
        """The occurrence that a moment names. Careless programs name an hour by its date, and a date by an hour."""
        return self._date(moment) if series.all_day else self._instant(moment, calendar, series)

    def _instant(self, moment: Moment, calendar: int, series: Event) -> int:
        if moment.date_only:
            return series.zone.instant(datetime.combine(moment.wall.date(), series.start.wall.time()))
        if moment.utc or moment.zone:
            return self.zones.of(moment, calendar).zone.instant(moment.wall)
        return series.zone.instant(moment.wall)

    def _date(self, moment: Moment) -> date:
        """The date that a moment names of an all-day series: midnight of the desk, where it is told in UTC."""
        if moment.utc and moment.wall.time() not in (time.min, time(23, 59, 59)):
            return self.zones.desk.wall(self.zones.utc.instant(moment.wall)).date()
        return moment.wall.date()

    def _master(self, event: Event, overrides: dict[Key, Event]) -> None:
        if event.reason is not None:
            self._skip(event, event.reason)
            return
        if not event.repeats:
            replaced = _key_of(event, event.start.wall, event.instant(event.start.wall)) in overrides
            if not replaced and not self._add(event, event, event.start.wall, event.length, ""):
                self._skip(event, Reason.OUTSIDE_RANGE)
            return
        excluded = self._excluded(event)
        changes = _Changes(event, overrides)
        added = absent = 0
        for start, occurrence in sorted(self._occurrences(event).items(), key=lambda item: item[0]):
            key = _key_of(event, occurrence.wall, start)
            if key in overrides or key in excluded or occurrence.wall.date() in excluded:
                absent += 1
                continue
            change, by = changes.at(key)
            if change is None:
                added += self._add(event, event, occurrence.wall, occurrence.length, _form(key), start)
            elif change.reason is None:
                added += self._add(event, change, occurrence.wall + by, change.length, _form(key))
            else:
                absent += 1
        if not added and not any(change.reason is None for change in overrides.values()):
            self._skip(event, Reason.NO_OCCURRENCE if absent else Reason.OUTSIDE_RANGE)

    def _occurrences(self, event: Event) -> dict[int, Occurrence]:
        """By start. Two that fall on one instant (a gap of the clock can do that) are one."""
        found: dict[int, Occurrence] = {}
        if not event.rules:
            found[event.instant(event.start.wall)] = Occurrence(event.start.wall, event.length)
        runs_on = False
        for rule in event.rules:
            starts, ended = self._starts(event, rule)
            runs_on = runs_on or not ended
            for start, wall in starts:
                found.setdefault(start, Occurrence(wall, event.length))
                if len(found) > MAX_SPANS_AN_EVENT:
                    raise TooMany
        for moment in event.added:
            start, occurrence = self._added(event, moment)
            found.setdefault(start, occurrence)
        if runs_on:
            self.open_ended.append(event.uid)
        return found

    def _starts(self, event: Event, rule: Rule, *, excluding: bool = False) -> tuple[list[tuple[int, datetime]], bool]:
        """The starts of a rule as (instant, wall) within the window, and whether there are none after them.

        A rule that ends by itself before `far` is taken whole, any other up to `near`.
        """
        window, zone = self.window, event.zone
        reach = timedelta(days=event.length.days, seconds=event.length.seconds)
        lo = zone.wall(window.lo) - reach - _DAY
        last, last_instant = self._until(event, rule)
        ends = excluding or bool(rule.count) or (last is not None and last <= zone.wall(window.far))
        far = zone.wall(window.far if ends else window.near) + _DAY
        found = expand(rule, event.start.wall, max(lo, _FIRST), far, self.work, until=last, with_start=not excluding)
        edge = window.far if excluding or (ends and found.ended) else window.near
        starts = [(event.instant(wall), wall) for wall in found.starts]
        return [
            (start, wall)
            for start, wall in starts
            if start < edge and (last_instant is None or start <= last_instant or wall == event.start.wall)
        ], found.ended

    def _until(self, event: Event, rule: Rule) -> tuple[datetime | None, int | None]:
        """The rule's last wall time and, where the file gives it in UTC, its last instant."""
        if rule.until is None:
            return None, None
        wall = min(max(rule.until.wall, _FIRST), _LAST)
        if event.all_day or rule.until.whole_day:
            day = self._date(Moment(wall, utc=rule.until.utc)) if event.all_day else wall.date()
            return datetime.combine(day, time(23, 59, 59)), None
        if not rule.until.utc:
            return wall, None
        instant = self.zones.utc.instant(wall)
        return event.zone.wall(instant) + _DAY, instant

    def _added(self, event: Event, moment: Moment | Period) -> tuple[int, Occurrence]:
        """An RDATE: of the series' own length, or of the period's."""
        first = moment.start if isinstance(moment, Period) else moment
        length = event.length
        if event.all_day:
            wall = datetime.combine(self._date(first), time.min)
            return event.instant(wall), Occurrence(wall, length)
        start = self._instant(first, event.calendar, event)
        if isinstance(moment, Period) and moment.length is not None:
            length = moment.length
        elif isinstance(moment, Period) and moment.end is not None:
            length = Length(0, self._instant(moment.end, event.calendar, event) - start)
        return start, Occurrence(event.zone.wall(start), length)

    def _excluded(self, event: Event) -> set[Key]:
        """Instants, and whole dates: an EXDATE of a date takes what starts on it, in the zone of the series."""
        found: set[Key] = set()
        for moment in event.excluded:
            found.add(moment.wall.date() if moment.date_only else self._key(moment, event.calendar, event))
        for rule in event.excluding:
            starts, _ = self._starts(event, rule, excluding=True)
            found.update(_key_of(event, wall, start) for start, wall in starts)
        return found

    def _add(
        self, series: Event, shown: Event, wall: datetime, length: Length, recurrence: str, start: int | None = None
    ) -> bool:
        """One span, where it touches the window."""
        if start is None:
            start = series.instant(wall)
        end = series.end(wall, start, length)
        if not (start < end and end > self.window.lo and start < self.window.far):
            return False
        self.busy.append(
            BusySpan(series.uid, recurrence, start, end, shown.title, series.all_day, series.zone.name, shown.tentative)
        )
        return True

    def _skip(self, event: Event, reason: Reason) -> None:
        self.skipped.append(Skipped(event.uid, event.title, event.line, reason))


class _Changes:
    """The overrides that also hold for all later occurrences (RANGE=THISANDFUTURE), by the occurrence they start at."""

    def __init__(self, series: Event, overrides: dict[Key, Event]) -> None:
        found = [(key, event) for key, event in overrides.items() if event.onwards]
        found = [(key, event) for key, event in found if event.reason is not None or event.all_day == series.all_day]
        found.sort(key=lambda item: _order(item[0]))
        self._since = [_order(key) for key, _ in found]
        self._changes = [(event, _moved(series, key, event)) for key, event in found]

    def at(self, key: Key) -> tuple[Event | None, timedelta]:
        """The change that holds for a later occurrence, and by how much of wall time it moves it."""
        i = bisect_left(self._since, _order(key)) if self._since else 0
        return self._changes[i - 1] if i else (None, timedelta(0))


def _order(key: Key) -> int:
    return key if isinstance(key, int) else key.toordinal()


def _moved(series: Event, key: Key, event: Event) -> timedelta:
    if not isinstance(key, int):
        return event.start.wall - datetime.combine(key, time.min)
    return series.zone.wall(event.instant(event.start.wall)) - series.zone.wall(key)


def _key_of(event: Event, wall: datetime, start: int) -> Key:
    return wall.date() if event.all_day else start


def _form(key: Key) -> str:
    if isinstance(key, int):
        return f"{_EPOCH + timedelta(seconds=key):%Y%m%dT%H%M%SZ}"
    return f"{key:%Y%m%d}"
