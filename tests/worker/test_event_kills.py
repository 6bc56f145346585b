"""Kill points of an event's operation: a worker dies at each of them in turn, and the next one makes it right, once.

Each commit of the turn has two points, before and after it; each call three: before it, acted with the reply lost, and
answered. A story goes on from where the last one died: no desk is built for a point.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.booking import Reason
from deskbell.domain.commands import Cancel, Move
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.services.connecting import Opened
from deskbell.worker.loop import Worker
from tests.services.conftest import at, fresh
from tests.worker.conftest import Crash
from tests.worker.halls import NAME, Hall, hall, small, small_url

__all__ = ["hall", "small", "small_url"]

MOST = 60
"""Points of one turn: more would be a loop."""


class Points:
    """Counts the points that a turn passes; at one of them the process is gone."""

    def __init__(self, deadly: int) -> None:
        self.deadly = deadly
        self.passed: list[str] = []

    def at(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self.deadly:
            raise Crash(name)


class Door:
    """The calendar, with a point before each call, one where it acted and nobody heard, and one after its answer."""

    def __init__(self, hall: Hall, points: Points) -> None:
        self.hall, self.points, self.name = hall, points, NAME

    def __getattr__(self, call: str) -> Any:
        def ask(*given: Any) -> Any:
            self.points.at(f"{call}: before")
            answer = getattr(self.hall.wire, call)(*given)
            self.points.at(f"{call}: acted, reply lost")
            self.points.at(f"{call}: answered")
            return answer

        return ask


def dies_at(hall: Hall, monkeypatch: pytest.MonkeyPatch, number: int) -> str:
    """A worker's turn that ends at that point; '' where it has fewer. It leaves nothing in order."""
    points = Points(number)
    database = hall.small.desk.database
    real = database.write

    @contextmanager
    def write() -> Iterator[Any]:
        with real() as unit:
            yield unit
            points.at("commit: before")
        points.at("commit: after")

    door = Door(hall, points)
    opened = Opened({}, {}, calendars={NAME: door})  # type: ignore[dict-item]
    worker = Worker(hall.working, {}, hall.clock, lambda seconds: None, dice=Random(number), opened=opened)
    worker.leases = hall.working.leases(pid=number + 1_000, host="dies", alive=lambda pid: False)
    with monkeypatch.context() as now:
        now.setattr(database, "write", write)
        try:
            for _ in range(3):
                worker.tick()
        except Crash as crash:
            return str(crash)
        finally:
            assert len(points.passed) < MOST
    worker.leave()
    return ""


def comes_next(hall: Hall) -> None:
    """Another worker, and time enough for it: what a call left behind is asked for again."""
    opened = Opened({}, {}, calendars={NAME: hall.wire})  # type: ignore[dict-item]
    worker = Worker(hall.working, {}, hall.clock, lambda seconds: None, dice=Random(1), opened=opened)
    for seconds in (20, 45, 45, 3700, 20):
        hall.clock.at += seconds
        worker.tick()
    worker.leave()


def p5(hall: Hall) -> None:
    """A live event for each slot that somebody is confirmed in, at its time, and no other."""
    query = (
        "SELECT s.public_id, s.start FROM slot s JOIN booking b ON b.slot_id = s.id WHERE b.state = 'CONFIRMED'"
        ' AND s."end" > :now ORDER BY 2'
    )
    with hall.small.desk.database.read() as unit:
        wanted = [tuple(row) for row in unit.connection.execute(text(query), {"now": hall.clock.at}).all()]
    events = [(e.slot, e.start) for e in hall.events() if e.end > hall.clock.at]
    assert sorted(events, key=lambda e: e[1]) == wanted
    assert not hall.tasks()
    assert {state for _, state, _ in hall.ops()} <= {"done"}


@pytest.mark.parametrize("kind", ["insert", "change", "remove"])
def test_dead_at_every_point_it_is_right_in_the_end(hall: Hall, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """P5, P9 and P10 at every point of a turn that makes, changes or removes an event."""
    met: set[str] = set()
    day, booked = at("2026-03-09 08:00"), []
    for number in range(1, MOST):
        hour = day + (number // 8) * 86_400 + (number % 8) * 3600
        start = hour + (7 * 86_400 if (number // 8) % 7 > 4 else 0)  # nobody works at weekends
        changed = hall.small.book("Ana Pérez", _wall(start))
        booking = Id(changed.plan.subject or "")
        if kind != "insert":
            comes_next(hall)
            _deed(hall, kind, booking, start)
        booked.append(booking)
        hall.clock.at += 20
        where = dies_at(hall, monkeypatch, number)
        comes_next(hall)
        p5(hall)
        if not where:
            break
        met.add(where)
    assert {f"{kind}: before", f"{kind}: acted, reply lost", f"{kind}: answered"} <= met
    assert {"commit: before", "commit: after"} <= met
    hall.small.sound()


def _wall(instant: int) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(instant + 3600, UTC).strftime("%Y-%m-%d %H:%M")


def _deed(hall: Hall, kind: str, booking: Id, start: int) -> None:
    if kind == "change":
        hall.small.do(Move(key=fresh(), booking=booking, start=start + 28 * 86_400))
    else:
        hall.small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF, reason=Reason.OTHER))
