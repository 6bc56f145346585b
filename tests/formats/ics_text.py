"""Calendar files for tests: short to write, and read with one desk and one now."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from deskbell.formats.ics import BusySpan, CalendarRead, read_calendar

DESK = "Europe/Berlin"
NOW = 1_772_618_400  # Wednesday 4 March 2026, 11:00 in Berlin


def calendar(*lines: str, end: str = "\r\n") -> bytes:
    return end.join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, uid: str = "one", summary: str = "Lesson") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def read(*lines: str, zone: str = DESK, now: int = NOW, **more: Any) -> CalendarRead:
    return read_calendar(calendar(*lines), zone=zone, now=now, **more)


def one(*lines: str, zone: str = DESK) -> BusySpan:
    """The only span of a file of one event with these lines."""
    found = read(event(*lines), zone=zone)
    assert not found.skipped, found.skipped
    (span,) = found.busy
    return span


def at(text: str, zone: str = DESK) -> int:
    """'2026-03-04 15:00' of a zone as an instant."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def walls(found: CalendarRead, zone: str = DESK) -> list[str]:
    """The starts of the busy spans on the wall of a zone."""
    return [f"{datetime.fromtimestamp(span.start, ZoneInfo(zone)):%Y-%m-%d %H:%M}" for span in found.busy]


def reasons(found: CalendarRead) -> list[str]:
    return [str(skipped.reason) for skipped in found.skipped]


def notes(found: CalendarRead) -> list[str]:
    return [str(warned.note) for warned in found.warnings]
