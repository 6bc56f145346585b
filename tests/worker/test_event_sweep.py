"""The calendar against the desk: what is put right by itself, and what somebody is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from deskbell.domain.calendar_commands import CatchUp, SetCalendar
from deskbell.domain.calendar_use import CalendarSettings, Detail
from deskbell.domain.commands import Move
from deskbell.domain.effects import EventWanted
from deskbell.domain.errors import WrongInput
from deskbell.domain.lesson_event import Wanted
from deskbell.domain.ports import Done
from deskbell.domain.working import Link
from deskbell.services.answering import answer, answers
from deskbell.services.attention import attention
from tests.services.conftest import at, fresh
from tests.worker.halls import FIRST, NAME, Hall, hall, small, small_url

__all__ = ["hall", "small", "small_url"]


def test_an_orphan_goes_and_what_is_missing_comes_back(hall: Hall) -> None:
    """An insert that arrived after its removal, and an operation that was lost with a backup."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    (event,) = hall.events()
    hall.wire.calendar.place("primary", replace(event, id="v" * 52))
    hall.turn(3700)
    assert hall.events() == [event]
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE calendar_link SET etag = '', state = 'TO_CREATE'"))
    hall.wire.calendar.remove("primary", event.id)
    hall.turn(3700)
    hall.turn(20)
    (again,) = hall.events()
    assert (again.slot, again.start) == (event.slot, event.start)
    assert changed.plan.subject
    assert not hall.tasks()


def test_one_that_somebody_moved_there_is_asked_about_once(hall: Hall) -> None:
    """Put back, or the lesson moved along; until then nothing is changed behind anybody's back."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    (event,) = hall.events()
    there = at("2026-03-05 17:00")
    hall.wire.calendar.place("primary", replace(event, start=there, end=there + 3600))
    for _ in range(2):
        hall.turn(3700)
        assert hall.tasks() == ["EVENT_CHANGED"]
        assert hall.events()[0].start == there
    (task,) = attention(hall.small.desk).tasks
    assert [one.code for one in answers(task)] == ["PUT_BACK", "MOVE_ALONG", "SEEN"]
    assert task.there == there
    hall.small.do(answer(task, "MOVE_ALONG").make(task, fresh(), hall.small.desk.actor, ""))
    assert hall.small.desk.booking(hall.small.no(changed)).slot.start == there
    assert not hall.tasks()
    hall.turn(20)
    hall.wire.calendar.place("primary", replace(hall.events()[0], start=there + 7200, end=there + 10800))
    hall.turn(3700)
    (task,) = attention(hall.small.desk).tasks
    hall.small.do(answer(task, "PUT_BACK").make(task, fresh(), hall.small.desk.actor, ""))
    hall.turn(20)
    assert hall.events()[0].start == there
    assert not hall.tasks()


def test_one_that_somebody_deleted_there_is_asked_about(hall: Hall) -> None:
    hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    hall.wire.calendar.remove("primary", hall.events()[0].id)
    hall.turn(3700)
    hall.turn(3700)
    assert hall.tasks() == ["EVENT_GONE"]
    assert hall.events() == []
    (task,) = attention(hall.small.desk).tasks
    hall.small.do(answer(task, "PUT_BACK").make(task, fresh(), hall.small.desk.actor, ""))
    hall.turn(20)
    assert len(hall.events()) == 1
    assert not hall.tasks()


def test_an_answer_to_an_invitation_is_no_task(hall: Hall) -> None:
    """Another etag at the same time: the next change of the desk goes by it."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    hall.wire.calendar.place("primary", hall.events()[0])
    hall.turn(3700)
    assert not hall.tasks()
    hall.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
    asked = len(hall.wire.calls)
    hall.turn(20)
    assert hall.wire.calls[asked:].count("change") == 1


def test_a_lesson_that_the_desk_does_not_know_is_left_there_and_told(hall: Hall) -> None:
    """After a backup the calendar may know more than the desk: it is the last that still does."""
    hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    (event,) = hall.events()
    hall.wire.calendar.place("primary", replace(event, id="u" * 52, slot=fresh()))
    hall.working.restored((NAME,))
    hall.turn()
    assert hall.tasks() == ["STRAY_EVENT"]
    assert len(hall.events()) == 2
    assert {h.name: h.state for h in hall.working.connections()}[NAME] is Link.ON
    hall.wire.calendar.remove("primary", "u" * 52)
    hall.turn(3700)
    assert not hall.tasks()


def test_what_was_booked_before_is_caught_up_by_a_plan(hall: Hall) -> None:
    """Connecting puts nothing on the calendar by itself; one command does, and is undone by nobody."""
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE connection SET state = 'OFF'"))
    hall.small.book("Ana Pérez", FIRST)
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE connection SET state = 'ON'"))
    hall.turn(3700)
    assert hall.events() == []
    plan = hall.small.desk.plan(CatchUp(key=fresh()))
    assert [e.what for e in plan.of(EventWanted)] == [Wanted.CREATE]
    hall.small.do(CatchUp(key=fresh()))
    hall.turn()
    assert len(hall.events()) == 1
    with pytest.raises(WrongInput, match="NOTHING_TO_CATCH_UP"):
        hall.small.desk.plan(CatchUp(key=fresh()))


def test_settings_bring_what_is_there_in_line(hall: Hall) -> None:
    """Numbers only; another calendar; the lessons of one tutor alone."""
    hall.small.book("Ana Pérez", FIRST)
    hall.small.book("Leo Lee", FIRST, tutor="Ben")
    hall.turn(20)
    assert len(hall.events()) == 2
    new = CalendarSettings(detail=Detail.CODE, remind=None, tutor=hall.small.tutor("Ana"))
    hall.small.do(SetCalendar(key=fresh(), connection=NAME, settings=new))
    hall.turn()
    assert [event.title for event in hall.events()] == ["#1"]
    hall.small.do(SetCalendar(key=fresh(), connection=NAME, settings=replace(new, calendar="lessons")))
    hall.turn()
    assert hall.events() == []
    found = hall.wire.calendar.ours("lessons", hall.small.desk.card().id, 0, "")
    assert isinstance(found, Done)
    assert [event.title for event in found.value.events] == ["#1"]
    assert not hall.tasks()


def test_one_pass_makes_what_its_own_sweep_asked_for(hall: Hall) -> None:
    """`worker --once` leaves nothing that is due."""
    hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE calendar_link SET etag = '', state = 'TO_CREATE'"))
    hall.wire.calendar.remove("primary", hall.events()[0].id)
    hall.clock.at += 3700
    hall.worker.once()
    assert len(hall.events()) == 1
