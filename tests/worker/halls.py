"""The small desk on a calendar that remembers, with a worker and a line that loses what it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.ports import Done, SeenEvent, Unknown
from deskbell.providers.fake_calendar import FakeCalendar
from deskbell.services.connecting import Opened
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, small, small_url

__all__ = ["small", "small_url"]

NAME = "GOOGLE"
FIRST = "2026-03-05 15:00"


@dataclass
class Wire:
    """The line to a calendar: counts calls, loses replies, says something else, to order."""

    calendar: FakeCalendar
    calls: list[str] = field(default_factory=list)
    whims: dict[str, list[Any]] = field(default_factory=dict)
    name: str = NAME

    def __getattr__(self, call: str) -> Any:
        def ask(*given: Any) -> Any:
            self.calls.append(call)
            waiting = self.whims.get(call)
            whim = waiting.pop(0) if waiting else None
            if whim is not None and whim != "LOST":
                return whim
            answer = getattr(self.calendar, call)(*given)
            return Unknown("TIMEOUT") if whim == "LOST" else answer

        return ask


@dataclass
class Hall:
    """The small desk on a calendar, with a worker."""

    small: Small
    clock: FrozenClock
    wire: Wire
    worker: Worker
    working: Working

    def turn(self, seconds: int = 0) -> None:
        self.clock.at += seconds
        self.worker.tick()

    def events(self) -> list[SeenEvent]:
        """What stands there."""
        found = self.wire.calendar.ours("primary", self.small.desk.card().id, 0, "")
        assert isinstance(found, Done)
        return list(found.value.events)

    def link(self) -> tuple[Any, ...]:
        with self.small.desk.database.read() as unit:
            rows = unit.connection.execute(text("SELECT state, n, etag <> '' FROM calendar_link ORDER BY id")).all()
        return tuple(tuple(row) for row in rows)

    def tasks(self) -> list[str]:
        with self.small.desk.database.read() as unit:
            rows = unit.connection.execute(text("SELECT kind FROM task WHERE state = 'OPEN' ORDER BY id")).all()
        return [row[0] for row in rows]

    def ops(self) -> list[tuple[Any, ...]]:
        with self.small.desk.database.read() as unit:
            rows = unit.connection.execute(text("SELECT kind, state, error FROM op ORDER BY id")).all()
        return [tuple(row) for row in rows]


@pytest.fixture
def hall(small: Small, clock: FrozenClock, tmp_path: Path) -> Iterator[Hall]:
    calendar = FakeCalendar(tmp_path / "calendar.sqlite3", clock, name=NAME)
    wire = Wire(calendar)
    working = Working(small.desk, database_now=lambda unit: clock.now())
    opened = Opened({}, {}, calendars={NAME: wire})  # type: ignore[dict-item]
    worker = Worker(
        working, {}, clock, lambda seconds: None, dice=Random(1), crashes=tmp_path / "crashes", opened=opened
    )
    working.connect(NAME)
    yield Hall(small, clock, wire, worker, working)
    assert not (tmp_path / "crashes").exists()
    calendar.close()
