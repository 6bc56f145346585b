"""Lessons as a calendar file that a calendar takes over and over: the same lesson is always the same entry in it.

Times are written in UTC, which every calendar shows in its owner's zone and no rule of a zone can shift. RFC 5545.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress

from deskbell.domain.text import clean

PRODUCT = "-//Deskbell//deskbell//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a calendar; instants in epoch seconds. `sequence` grows with each change, so that a calendar that has
    it takes the newer one; called off, it goes away there too. `remind`: minutes before the start. `organizer` and
    `attendee`, as name and address, make it an invitation.
    """

    uid: str
    sequence: int
    start: int
    end: int
    title: str
    text: str = ""
    place: str = ""
    url: str = ""
    called_off: bool = False
    remind: int | None = None
    organizer: tuple[str, str] | None = None
    attendee: tuple[str, str] | None = None


def calendar_file(entries: Iterable[Entry], title: str, stamp: int, *, method: str = "PUBLISH") -> Iterator[str]:
    """The lines of the file, without their ends. `stamp` is when it is written, epoch seconds."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if title:
        calendar.add("x-wr-calname", clean(title))
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    text: str = calendar.to_ical().decode("utf-8")
    yield from text.removesuffix("\r\n").split("\r\n")


def _event(entry: Entry, stamp: int) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    for name, instant in (("dtstamp", stamp), ("dtstart", entry.start), ("dtend", entry.end)):
        event.add(name, datetime.fromtimestamp(instant, UTC))
    event.add("summary", clean(entry.title))
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    if entry.text:
        event.add("description", clean(entry.text, multiline=True))
    if entry.place:
        event.add("location", clean(entry.place))
    if entry.url.startswith("https://"):
        event.add("url", entry.url)
    for role, who in (("organizer", entry.organizer), ("attendee", entry.attendee)):
        if who is not None and who[1]:
            address = vCalAddress(f"mailto:{clean(who[1])}")
            address.params["CN"] = clean(who[0]).replace('"', "'")
            if role == "attendee":
                address.params["PARTSTAT"] = "ACCEPTED"
                address.params["RSVP"] = "FALSE"
            event.add(role, address, encode=False)
    if entry.remind is not None and not entry.called_off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(entry.title))
        alarm.add("trigger", timedelta(minutes=-entry.remind))
        event.add_component(alarm)
    return event
