"""The one door: bytes in, a CalendarRead out. No file, no clock, no store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from deskbell.domain.text import clean
from deskbell.formats.ics.events import Event, EventReader, Unusable
from deskbell.formats.ics.lines import Document, split
from deskbell.formats.ics.model import FAR_DAYS, TITLE_LIMIT, CalendarRead, Note, Reason, Skipped, Warned
from deskbell.formats.ics.series import Laying, Window
from deskbell.formats.ics.values import read_text
from deskbell.formats.ics.zones import Zones
from deskbell.formats.recurrence import Work

_DAY = 86_400
_EVERY = 256  # events between two calls of progress
_NOT_EVENTS = {"VTODO": Reason.TODO, "VJOURNAL": Reason.JOURNAL, "VFREEBUSY": Reason.FREE_BUSY}


def read_calendar(
    data: bytes,
    *,
    zone: str,
    now: int,
    horizon_days: int = 366,
    back_days: int = 366,
    own: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> CalendarRead:
    """The busy time of an iCalendar file (RFC 5545; the common errors of other programs are forgiven, and told).

    zone: the desk's, for floating times and whole days. now: epoch seconds. Kept is what ends after now - back_days; a
    series that ends within FAR_DAYS is taken whole, any other up to now + horizon_days. The same bytes give the same
    result, and the same (uid, recurrence) keys at any later now. own: how the UIDs of a desk's own lessons end, which
    are passed over. progress: called with (done, total) now and then; what it raises ends the reading. Raises
    CalendarRefused; UnknownZone for `zone`.
    """
    document = split(data)
    window = Window(
        lo=now - back_days * _DAY, near=now + horizon_days * _DAY, far=now + max(FAR_DAYS, horizon_days) * _DAY
    )
    lo, hi = (_wall(instant) for instant in (window.lo - 2 * _DAY, window.far + 2 * _DAY))
    work = Work()
    zones = Zones(zone, document.zones, lo, hi, work)
    reader = EventReader(zones, _cancelled(document), lo, hi)
    laying = Laying(zones, window, work)
    total = 2 * len(document.components)
    groups: dict[str, list[Event]] = {}
    done = 0
    for component in document.components:
        if progress is not None and done % _EVERY == 0:
            progress(done, total)
        done += 1
        uid, title = reader.named(component)
        if component.kind != "VEVENT":
            reason = _NOT_EVENTS.get(component.kind, Reason.NOT_AN_EVENT)
            laying.skipped.append(Skipped(uid, title, component.line, reason))
            continue
        if own and uid.endswith(own):
            laying.skipped.append(Skipped(uid, title, component.line, Reason.OURS))
            continue
        try:
            groups.setdefault(uid, []).append(reader.read(component, uid, title))
        except Unusable as e:
            laying.skipped.append(Skipped(uid, title, component.line, e.reason))
        component.lines = {}
    for step, events in enumerate(groups.values()):
        if progress is not None and step % _EVERY == 0:
            progress(done, total)
        done += len(events)
        laying.group(events)
    if progress is not None:
        progress(total, total)
    return CalendarRead(
        name=_name(document),
        events_seen=sum(component.kind == "VEVENT" for component in document.components),
        busy=tuple(sorted(laying.busy, key=lambda span: (span.start, span.end, span.uid, span.recurrence))),
        skipped=tuple(sorted(laying.skipped, key=lambda skipped: skipped.line)),
        warnings=(*_about_file(document, odd_bytes=reader.odd_bytes), *reader.warnings),
        open_ended=tuple(laying.open_ended),
    )


def _wall(instant: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None) + timedelta(seconds=instant)


def _cancelled(document: Document) -> frozenset[int]:
    """Calendars that were sent to take their events back (iTIP)."""
    found = ((calendar.calendar, calendar.first("METHOD")) for calendar in document.calendars)
    return frozenset(number for number, line in found if line is not None and line[1].strip().upper() == b"CANCEL")


def _name(document: Document) -> str:
    for calendar in document.calendars:
        for name in ("NAME", "X-WR-CALNAME"):
            line = calendar.first(name)
            if line is not None and (text := clean(read_text(*line), TITLE_LIMIT).strip()):
                return text
    return ""


def _about_file(document: Document, *, odd_bytes: bool) -> list[Warned]:
    found = []
    if document.encoding or odd_bytes:
        found.append(Warned(Note.ODD_ENCODING, detail=document.encoding or "WINDOWS-1252"))
    found += [Warned(Note.TRUNCATED, line=c.line) for c in document.calendars if not c.finished][:1]
    if document.unreadable:
        found.append(Warned(Note.UNREADABLE_LINE, line=document.first_unreadable, detail=str(document.unreadable)))
    return found
