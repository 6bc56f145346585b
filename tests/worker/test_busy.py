"""Other events of a calendar take their tutor's time, as they change."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.commands import Book, Move
from deskbell.domain.errors import Refused as Refused_
from deskbell.domain.people import Actor, Role
from deskbell.domain.ports import Done, EventPage, Refused, SeenEvent, SeenEventState
from deskbell.providers import fake_calendar
from deskbell.services.calendars import Calendars
from deskbell.services.connecting import Opened
from deskbell.worker.loop import Worker
from tests.services.conftest import at, fresh
from tests.worker.halls import FIRST, NAME, Hall, hall, small, small_url

__all__ = ["hall", "small", "small_url"]


def busy(hall: Hall) -> list[tuple[int, int, str]]:
    with hall.small.desk.database.read() as unit:
        rows = unit.connection.execute(text('SELECT start, "end", title FROM busy ORDER BY start, id')).all()
    return [tuple(row) for row in rows]


def other(number: int, when: str, **more: Any) -> SeenEvent:
    """An event of somebody's own, an hour long."""
    start = at(when)
    made = SeenEvent(f"own{number}", "", SeenEventState.CONFIRMED, start, start + 3600, f"Dentist {number}")
    return replace(made, **more)


def reads(hall: Hall, tutor: str = "Ana") -> None:
    settings = CalendarSettings(busy=hall.small.tutor(tutor))
    hall.small.do(SetCalendar(key=fresh(), connection=NAME, settings=settings))


def test_other_events_take_the_time_of_their_tutor(hall: Hall) -> None:
    """I50: all-day, tentative, free ones, called off ones; the desk's own are not counted twice; a quiet reading is one
    request, and what is deleted there frees its time.
    """
    reads(hall)
    place = hall.wire.calendar.place
    place("primary", other(1, "2026-03-06 09:00"))
    place("primary", other(2, "2026-03-07 00:00", all_day=True, end=at("2026-03-08 00:00")))
    place("primary", other(3, "2026-03-06 11:00", state=SeenEventState.TENTATIVE))
    place("primary", other(4, "2026-03-06 12:00", busy=False))
    place("primary", other(5, "2026-03-06 13:00", state=SeenEventState.CANCELLED))
    hall.small.book("Leo Lee", FIRST)
    hall.turn(20)
    assert [title for *_, title in busy(hall)] == ["Dentist 1", "Dentist 3", "Dentist 2"]
    with pytest.raises(Refused_, match="TAKEN"):
        hall.small.desk.plan(
            Book(key=fresh(), service=hall.small.service("Piano"), tutor=hall.small.tutor("Ana"),
                 start=at("2026-03-06 09:00"), actor=Actor(role=Role.CUSTOMER))
        )  # fmt: skip
    hall.turn(300)
    asked, seq = len(hall.wire.calls), hall.small.desk.seq()
    hall.turn(300)
    assert hall.wire.calls[asked:] == ["since"]
    assert hall.small.desk.seq() == seq, "nothing is written down of nothing"
    place("primary", other(1, "2026-03-06 10:00"))
    hall.wire.calendar.remove("primary", "own3")
    hall.turn(300)
    assert next((start, title) for start, _, title in busy(hall)) == (at("2026-03-06 10:00"), "Dentist 1")
    assert len(busy(hall)) == 2
    hall.small.sound()


def test_a_cursor_that_is_too_old_begins_anew(hall: Hall) -> None:
    """What went meanwhile is found by not being there any more."""
    reads(hall)
    hall.wire.calendar.place("primary", other(1, "2026-03-06 09:00"))
    hall.wire.calendar.place("primary", other(2, "2026-03-06 11:00"))
    hall.turn()
    assert len(busy(hall)) == 2
    hall.wire.whims["since"] = [Refused("CURSOR"), Done(EventPage((other(2, "2026-03-06 11:00"),), "9"))]
    hall.turn(300)
    hall.turn()
    assert [title for *_, title in busy(hall)] == ["Dentist 2"]


def test_something_else_in_the_time_of_a_lesson_is_a_task(hall: Hall) -> None:
    """The lesson stays; the task goes with either of them."""
    reads(hall)
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    hall.wire.calendar.place("primary", other(1, FIRST))
    hall.turn(300)
    hall.turn(300)
    assert hall.tasks() == ["BUSY_ON_BOOKING"]
    hall.wire.calendar.remove("primary", "own1")
    hall.turn(300)
    assert not hall.tasks()
    hall.wire.calendar.place("primary", other(2, FIRST))
    hall.turn(300)
    assert hall.tasks() == ["BUSY_ON_BOOKING"]
    hall.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
    assert not hall.tasks()


def test_the_first_reading_goes_page_by_page_and_says_how_far_it_is(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is a turn of its own; a worker that dies in between begins anew and nothing is there twice."""
    monkeypatch.setattr(fake_calendar, "PAGE", 2)
    reads(hall)
    for number in range(5):
        hall.wire.calendar.place("primary", other(number, f"2026-03-06 1{number}:00"))
    door = Calendars(hall.working)
    assert hall.worker.tick() == 0
    assert (len(busy(hall)), door.reading(NAME)) == (2, 2)
    assert {health.name: health.reading for health in hall.working.connections()}[NAME] == 2
    hall.working.release(hall.worker.leases)
    opened = Opened({}, {}, calendars={NAME: hall.wire})  # type: ignore[dict-item]
    hall.worker = Worker(hall.working, {}, hall.clock, lambda seconds: None, dice=Random(2), opened=opened)
    while hall.worker.tick() == 0:
        pass
    assert (len(busy(hall)), door.reading(NAME)) == (5, None)


def test_whose_time_it_is_has_to_be_known(hall: Hall) -> None:
    """Of several tutors nobody's is taken unasked; another one named, what was read before is forgotten."""
    hall.wire.calendar.place("primary", other(1, "2026-03-06 09:00"))
    hall.turn()
    assert busy(hall) == []
    assert "since" not in hall.wire.calls
    reads(hall)
    hall.turn()
    assert len(busy(hall)) == 1
    reads(hall, "Ben")
    assert busy(hall) == []
    hall.turn(300)
    with hall.small.desk.database.read() as unit:
        query = "SELECT p.name FROM busy b JOIN tutor t ON t.id = b.tutor_id JOIN person p ON p.id = t.person_id"
        assert unit.connection.execute(text(query)).scalars().all() == ["Ben Ode"]


def test_another_tutor_named_while_it_is_read_begins_anew(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun for the one before is not brought to its end for them."""
    monkeypatch.setattr(fake_calendar, "PAGE", 2)
    reads(hall)
    for number in range(5):
        hall.wire.calendar.place("primary", other(number, f"2026-03-06 1{number}:00"))
    assert hall.worker.tick() == 0
    reads(hall, "Ben")
    while hall.worker.tick() == 0:
        pass
    query = "SELECT p.name, count(*) FROM busy b JOIN tutor t ON t.id = b.tutor_id JOIN person p ON p.id = t.person_id"
    with hall.small.desk.database.read() as unit:
        rows = unit.connection.execute(text(f"{query} GROUP BY p.name")).all()
    assert [tuple(row) for row in rows] == [("Ben Ode", 5)]
