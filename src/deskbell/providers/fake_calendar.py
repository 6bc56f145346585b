"""The demo's own calendar: it keeps its word like a real one, and nothing of it leaves the machine.

Ids that were used once stay used, etags change with every change, a meeting is there a while after its event, and who
follows a cursor sees each event as it is now.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

from deskbell.domain.clock import Clock
from deskbell.domain.connections import DEMO_CALENDAR
from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Done,
    Event,
    EventPage,
    Meeting,
    Outcome,
    Refused,
    SeenCalendar,
    SeenEvent,
    SeenEventState,
)

PAGE = 250
MEETS_AFTER = 2
"""Seconds after which the meeting of an event is there."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
    calendar TEXT NOT NULL, id TEXT NOT NULL, desk TEXT NOT NULL, slot TEXT NOT NULL, body TEXT NOT NULL,
    asked_at INTEGER NOT NULL, changed INTEGER NOT NULL, PRIMARY KEY (calendar, id));
CREATE INDEX IF NOT EXISTS event_changed ON event (calendar, changed);
CREATE TABLE IF NOT EXISTS tick (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL);
INSERT OR IGNORE INTO tick VALUES (1, 0);
"""


def beside(desk: Path) -> Path:
    """Where the calendar of a desk's file keeps its events: demo.sqlite3 has demo.calendar.sqlite3."""
    return desk.with_name(f"{desk.stem}.calendar{desk.suffix or '.sqlite3'}")


class FakeCalendar:
    """A calendar whose memory is a file. `clock` is the provider's.

    Refused: EXISTS, CHANGED, NOT_FOUND, CURSOR.
    """

    def __init__(self, path: Path, clock: Clock, *, name: str = DEMO_CALENDAR) -> None:
        self.path = path
        self.clock = clock
        self.name = name
        self._own = threading.local()

    # --- one event

    def insert(self, calendar: str, event: Event) -> Outcome[SeenEvent]:
        with self._write() as memory:
            if memory.one(calendar, event.id) is not None:
                return Refused("EXISTS")
            return Done(memory.put(calendar, _made(event), event, self.clock.now()), self.clock.now())

    def fetch(self, calendar: str, event: str) -> Outcome[SeenEvent | None]:
        now = self.clock.now()
        with self._write() as memory:
            found = memory.one(calendar, event)
            if found is None:
                return Done(None, now)
            seen, asked_at = found
            if seen.meeting is Meeting.PENDING and now - asked_at >= MEETS_AFTER:
                link = f"https://meet.invalid/{seen.id[:10]}"
                seen = memory.again(calendar, replace(seen, meeting=Meeting.READY, join_url=link))
            return Done(seen, now)

    def change(self, calendar: str, event: Event, etag: str) -> Outcome[SeenEvent]:
        with self._write() as memory:
            found = memory.one(calendar, event.id)
            if found is None:
                return Refused("NOT_FOUND")
            if found[0].etag != etag:
                return Refused("CHANGED")
            before = found[0]
            made = _made(event)
            if before.meeting is not Meeting.NONE and event.meeting:
                made = replace(made, meeting=before.meeting, join_url=before.join_url)
            made = replace(made, state=before.state)
            return Done(memory.put(calendar, made, event, found[1]), self.clock.now())

    def remove(self, calendar: str, event: str) -> Outcome[bool]:
        with self._write() as memory:
            found = memory.one(calendar, event)
            if found is not None and found[0].state is not SeenEventState.CANCELLED:
                memory.again(calendar, replace(found[0], state=SeenEventState.CANCELLED))
        done = True
        return Done(done, self.clock.now())

    # --- many

    def since(self, calendar: str, cursor: str, after: int) -> Outcome[EventPage]:
        if cursor and not cursor.isdecimal():
            return Refused("CURSOR")
        with self._write() as memory:
            rows = memory.after(calendar, int(cursor or 0))
            more = len(rows) > PAGE
            rows = rows[:PAGE]
            last = rows[-1][0] if rows else int(cursor or 0)
        events = tuple(seen for _, seen in rows if cursor or seen.end > after)
        return Done(EventPage(events, str(last), more), self.clock.now())

    def ours(self, calendar: str, desk: Id, after: int, place: str) -> Outcome[EventPage]:
        with self._write() as memory:
            live = [
                seen
                for _, seen in memory.after(calendar, 0, most=-1)
                if seen.desk == desk and seen.end > after and seen.state is not SeenEventState.CANCELLED
            ]
        return Done(EventPage(tuple(live), ""), self.clock.now())

    def calendars(self) -> Outcome[tuple[SeenCalendar, ...]]:
        return Done((SeenCalendar("primary", "Demo", "UTC", own=True, primary=True),), self.clock.now())

    def check(self) -> Outcome[Account]:
        live = False
        return Done(Account(live, "demo"), self.clock.now())

    # --- what people do by hand there

    def place(self, calendar: str, seen: SeenEvent) -> SeenEvent:
        """Somebody writes an event into the calendar, or changes one that stands there."""
        with self._write() as memory:
            return memory.again(calendar, seen)

    # --- its memory

    @contextmanager
    def _write(self) -> Iterator[_Memory]:
        line = getattr(self._own, "line", None)
        if line is None:
            self.path.touch(mode=0o600)
            line = self._own.line = _Line(self.path)
            line.connection.executescript(_SCHEMA)
        connection = line.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield _Memory(connection)
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def close(self) -> None:
        """Hang up, as far as this thread has a line."""
        line = self._own.__dict__.pop("line", None)
        if line is not None:
            line.connection.close()


def _made(event: Event) -> SeenEvent:
    return SeenEvent(
        event.id, "", SeenEventState.CONFIRMED, event.start, event.end, event.title, event.zone,
        uid=f"{event.id}@demo.invalid", desk=event.desk, slot=event.slot,
        html_link=f"https://calendar.invalid/{event.id[:12]}",
        meeting=Meeting.PENDING if event.meeting else Meeting.NONE, guests=event.guests,
    )  # fmt: skip


class _Line:
    """One thread's line to the memory, hung up when its thread is gone."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)

    def __del__(self) -> None:
        self.connection.close()


class _Memory:
    """The rows of the calendar's own file, inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def one(self, calendar: str, event: str) -> tuple[SeenEvent, int] | None:
        query = "SELECT body, asked_at FROM event WHERE calendar = ? AND id = ?"
        row = self.connection.execute(query, (calendar, event)).fetchone()
        return None if row is None else (_read(row[0]), int(row[1]))

    def put(self, calendar: str, seen: SeenEvent, event: Event, asked_at: int) -> SeenEvent:
        return self._keep(calendar, seen, asked_at, event.desk, event.slot)

    def again(self, calendar: str, seen: SeenEvent) -> SeenEvent:
        known = self.one(calendar, seen.id)
        return self._keep(calendar, seen, known[1] if known else 0, seen.desk or "", seen.slot or "")

    def _keep(self, calendar: str, seen: SeenEvent, asked_at: int, desk: str, slot: str) -> SeenEvent:
        self.connection.execute("UPDATE tick SET last = last + 1")
        number = int(self.connection.execute("SELECT last FROM tick").fetchone()[0])
        kept = replace(seen, etag=f'"{number}"')
        values = (calendar, seen.id, desk, slot, json.dumps(asdict(kept)), asked_at, number)
        self.connection.execute("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        return kept

    def after(self, calendar: str, number: int, most: int = PAGE + 1) -> list[tuple[int, SeenEvent]]:
        query = "SELECT changed, body FROM event WHERE calendar = ? AND changed > ? ORDER BY changed LIMIT ?"
        return [(row[0], _read(row[1])) for row in self.connection.execute(query, (calendar, number, most))]


def _read(text: str) -> SeenEvent:
    body = json.loads(text)
    body["state"], body["meeting"] = SeenEventState(body["state"]), Meeting(body["meeting"])
    return SeenEvent(**{**body, "guests": tuple(body["guests"])})
