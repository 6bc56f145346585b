"""Calendar files of other programs, read as busy time. Imports icalendar and dateutil: import it late."""

from __future__ import annotations

from deskbell.formats.ics.model import (
    BusySpan,
    CalendarRead,
    CalendarRefused,
    Note,
    Reason,
    Skipped,
    Warned,
)
from deskbell.formats.ics.read import read_calendar

__all__ = [
    "BusySpan",
    "CalendarRead",
    "CalendarRefused",
    "Note",
    "Reason",
    "Skipped",
    "Warned",
    "read_calendar",
]
