"""What shall stand on a calendar for a slot, read off how things are: never what was once asked for.

One event a slot, known by an id that the desk makes; it holds class type and learning focus, never a name or a note.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.booking import State
from deskbell.domain.calendar_use import CalendarSettings, Detail
from deskbell.domain.ids import Id
from deskbell.domain.offer import Place
from deskbell.domain.ports import Event, Meeting, SeenEvent

STANDS = frozenset({State.CONFIRMED, State.COMPLETED, State.NO_SHOW})
"""A slot with a booking in one of these stands on the calendar: what took place stays there."""


class LinkState(StrEnum):
    """How a slot's event stands (M7)."""

    TO_CREATE = "TO_CREATE"
    SYNCED = "SYNCED"
    TO_UPDATE = "TO_UPDATE"
    TO_DELETE = "TO_DELETE"
    DELETED = "DELETED"
    FAILED = "FAILED"


class Wanted(StrEnum):
    """What a change means for a slot's event, and what became of it."""

    CREATE = "CREATE"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    MEETING = "MEETING"
    """Its meeting link is there; nobody asks for that by itself."""


@dataclass(frozen=True, slots=True)
class Stood:
    """What the desk knows of a slot's event: where it stands or stood, and as what it was seen last.

    `n` counts its ids: one that was deleted is never used again; `asked` counts the requests for a meeting. `start` and
    `end` are its times there as they were seen last.
    """

    connection: str
    calendar: str
    n: int
    state: LinkState
    etag: str = ""
    uid: str = ""
    html_link: str = ""
    join_url: str = ""
    meeting: Meeting = Meeting.NONE
    asked: int = 0
    start: int | None = None
    end: int | None = None
    look_at: int | None = None
    looks: int = 0
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A slot as its event needs it. `codes` are the numbers of the bookings that stand in it, `guests` the mail
    addresses of who comes (a child's guardian).
    """

    slot: Id
    title: str
    focus: str
    start: int
    end: int
    zone: str
    place: Place
    room: str
    join_url: str
    codes: tuple[int, ...]
    guests: tuple[str, ...]


def event_id(slot: Id, n: int) -> str:
    """The id of a slot's n-th event, in the letters that calendars allow (RFC 2938's base32hex)."""
    digest = hashlib.sha256(f"{slot}:{n}".encode()).digest()
    return base64.b32hexencode(digest).decode().lower().rstrip("=")


def event_of(desk: Id, lesson: Lesson, settings: CalendarSettings, n: int, asked: int) -> Event:
    """The event that shall stand. A meeting is asked for where the lesson is online and nobody typed a link."""
    code = " ".join(f"#{no}" for no in lesson.codes)
    full = settings.detail is Detail.FULL
    title = " · ".join(part for part in (lesson.title, lesson.focus) if part) if full else code
    lines = (lesson.title, lesson.focus, lesson.join_url, code) if full else (code,)
    online = lesson.place is Place.ONLINE
    meeting = f"{lesson.slot}-{n}-{asked}" if online and settings.meet and not lesson.join_url else ""
    return Event(
        event_id(lesson.slot, n),
        desk,
        lesson.slot,
        title,
        "\n".join(line for line in lines if line),
        lesson.start,
        lesson.end,
        lesson.zone,
        lesson.guests,
        lesson.join_url or ("" if online or not full else lesson.room),
        settings.remind,
        meeting,
    )


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A slot whose event is to be brought in line: how it stands, and the lesson as it shall; None where it shall not
    stand there at all.
    """

    slot: Id
    desk: Id
    stood: Stood
    lesson: Lesson | None
    settings: CalendarSettings

    @property
    def id(self) -> str:
        return event_id(self.slot, self.stood.n)

    @property
    def event(self) -> Event | None:
        """What shall stand."""
        if self.lesson is None:
            return None
        return event_of(self.desk, self.lesson, self.settings, self.stood.n, self.stood.asked)


@dataclass(frozen=True, slots=True)
class Linked:
    """A slot that was ever on the calendar, for comparing the two: `wanted` whether it shall stand there, `waiting`
    whether an operation is about to bring it in line or a person is asked how; `synced` whether it was in line.
    """

    slot: Id
    start: int
    end: int
    calendar: str
    n: int
    etag: str
    wanted: bool
    waiting: bool
    synced: bool

    @property
    def id(self) -> str:
        return event_id(self.slot, self.n)


class Found(StrEnum):
    """What comparing an event of ours with its slot finds."""

    RIGHT = "RIGHT"
    TOUCHED = "TOUCHED"
    """Something of it is another, and its time is right: an answer to the invitation, say."""
    ORPHAN = "ORPHAN"
    """Nothing shall stand there, or something else does."""
    MOVED = "MOVED"
    """Somebody moved it by hand."""
    STALE = "STALE"
    """It is not as the desk has it, and nobody did that by hand."""
    UNDER_WAY = "UNDER_WAY"


def compared(seen: SeenEvent, link: Linked, calendar: str) -> Found:
    """How a live event of ours on that calendar stands to the slot that it is of."""
    if link.waiting:
        return Found.UNDER_WAY
    if not link.wanted or (seen.id, calendar) != (link.id, link.calendar):
        return Found.ORPHAN
    if not link.synced or not link.etag:
        return Found.STALE
    if seen.etag == link.etag:
        return Found.RIGHT  # or moved by hand, and told before
    right = (seen.start, seen.end) == (link.start, link.end)
    return Found.TOUCHED if right else Found.MOVED
