"""What a provider of calendars must be able to do: keep one event for a lesson, and tell what else stands there.

An event's id is made by the desk, so that asking twice makes one event (I57). Instants are epoch seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from deskbell.domain.ids import Id
from deskbell.domain.ports.outcome import Account, Outcome


class SeenEventState(StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"
    """Deleted, or called off: nobody is busy by it."""


class Meeting(StrEnum):
    """How the video meeting of an event stands; it is made after the event, by the provider."""

    NONE = "NONE"
    PENDING = "PENDING"
    READY = "READY"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Event:
    """What shall stand on a calendar for one lesson. `title` and `text` hold class type and focus, never a name.

    `guests` are mail addresses, told nothing by the provider: our own mail does that, under the event's own UID.
    `remind` is minutes before the start, for the calendar's owner. `meeting` names the request for a meeting link; ''
    wants none, or has one.
    """

    id: str
    desk: Id
    slot: Id
    title: str
    text: str
    start: int
    end: int
    zone: str
    guests: tuple[str, ...] = ()
    place: str = ""
    remind: int | None = None
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class SeenEvent:
    """An event as the provider has it now. `desk` and `slot` where it is one of a desk's own.

    `start` and `end` are instants; of an all-day event they are midnights in the calendar's zone. `busy` is off where
    the event leaves its time free. `etag` changes with every change.
    """

    id: str
    etag: str
    state: SeenEventState
    start: int = 0
    end: int = 0
    title: str = ""
    zone: str = ""
    all_day: bool = False
    busy: bool = True
    uid: str = ""
    series: str = ""
    """The recurring event of which this is one day."""
    desk: Id | None = None
    slot: Id | None = None
    html_link: str = ""
    join_url: str = ""
    meeting: Meeting = Meeting.NONE
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventPage:
    """What changed since a cursor, and the next one; `more`: ask again with it at once."""

    events: tuple[SeenEvent, ...]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class SeenCalendar:
    """A calendar that the account can reach; `own`: events can be made on it."""

    id: str
    name: str
    zone: str
    own: bool = False
    primary: bool = False


class CalendarProvider(Protocol):
    """One connection to a provider of calendars; thread-safe, never retries by itself, answers within 25 s."""

    name: str

    def insert(self, calendar: str, event: Event) -> Outcome[SeenEvent]:
        """Put it there. Refused("EXISTS") where that id was ever used, also by an event deleted since."""
        ...

    def fetch(self, calendar: str, event: str) -> Outcome[SeenEvent | None]:
        """The event as it is now; None where there is none. One that was deleted is CANCELLED."""
        ...

    def change(self, calendar: str, event: Event, etag: str) -> Outcome[SeenEvent]:
        """Make it so. Refused("CHANGED") where its etag is another by now, Refused("NOT_FOUND") where it is gone."""
        ...

    def remove(self, calendar: str, event: str) -> Outcome[bool]:
        """Take it away; that it was gone already is Done too."""
        ...

    def since(self, calendar: str, cursor: str, after: int) -> Outcome[EventPage]:
        """What changed after the cursor ('': everything that ends after the instant `after`), each day of a series by
        itself. Refused("CURSOR") where the cursor is too old: begin anew.
        """
        ...

    def ours(self, calendar: str, desk: Id, after: int, place: str) -> Outcome[EventPage]:
        """That desk's own live events that end after the instant, page by page (`place` is '' to begin with)."""
        ...

    def calendars(self) -> Outcome[tuple[SeenCalendar, ...]]:
        """The calendars that the account can reach, its own one first."""
        ...

    def check(self) -> Outcome[Account]:
        """Whose account this is, by a call that changes nothing."""
        ...

    def close(self) -> None:
        """Hang up, as far as this thread has a line; the next call takes another one."""
        ...
