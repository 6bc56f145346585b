"""Further calendars of an account: a tutor's own, and those whose events are meetings of a class (A7)."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.booking import Reason
from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings, Detail, Further
from deskbell.domain.commands import Book, Cancel, Undo
from deskbell.domain.effects import CalendarSet
from deskbell.domain.errors import Refused as Refused_
from deskbell.domain.errors import WrongInput
from deskbell.domain.offering import offer_slot
from deskbell.domain.people import Role
from deskbell.domain.ports import Done, Refused, SeenEvent, SeenEventState
from deskbell.providers import fake_calendar
from deskbell.services.attention import attention
from deskbell.services.calendars import Calendars
from deskbell.services.connecting import Opened
from deskbell.worker.loop import Worker
from tests.services.conftest import at, fresh
from tests.worker.halls import FIRST, NAME, Hall, hall, small, small_url

__all__ = ["hall", "small", "small_url"]

CLASSES = "classes"


def uses(hall: Hall, **how: Any) -> CalendarSettings:
    new = replace(Calendars(hall.working).settings(NAME), **how)
    hall.small.do(SetCalendar(key=fresh(), connection=NAME, settings=new))
    return new


def titles(hall: Hall, calendar: str) -> list[str]:
    found = hall.wire.calendar.ours(calendar, hall.small.desk.card().id, 0, "")
    assert isinstance(found, Done)
    return [event.title for event in found.value.events]


def test_a_tutors_lessons_go_on_a_calendar_of_their_own_and_undo_brings_them_back(hall: Hall) -> None:
    """Their events are moved over, nothing is taken for an orphan, and the other events there take their time."""
    hall.small.book("Ana Pérez", FIRST)
    hall.small.book("Leo Lee", FIRST, tutor="Ben")
    hall.turn(20)
    before = Calendars(hall.working).settings(NAME)
    uses(hall, tutor=hall.small.tutor("Ana"), more=(Further("bens", hall.small.tutor("Ben")),))
    hall.small.book("Mia Lee", "2026-03-06 15:00", tutor="Ben")
    start = at("2026-03-06 10:00")
    hall.wire.calendar.place("bens", SeenEvent("own", "", SeenEventState.CONFIRMED, start, start + 3600, "Dentist"))
    for _ in range(3):
        hall.turn(3700)
    assert (len(titles(hall, "primary")), len(titles(hall, "bens"))) == (1, 2)
    with pytest.raises(Refused_, match="TAKEN"):
        hall.small.desk.plan(
            Book(key=fresh(), service=hall.small.service("Piano"), tutor=hall.small.tutor("Ben"), start=start,
                 actor=replace(hall.small.desk.actor, role=Role.CUSTOMER))
        )  # fmt: skip
    undone = hall.small.do(Undo(key=fresh(), change=_change(hall)))
    assert next(undone.plan.of(CalendarSet)).settings == before
    assert Calendars(hall.working).settings(NAME) == before
    for _ in range(2):
        hall.turn(3700)
    assert (len(titles(hall, "primary")), len(titles(hall, "bens"))) == (3, 0)
    assert not hall.tasks()
    hall.small.sound()


def _change(hall: Hall) -> int:
    with hall.small.desk.database.read() as unit:
        query = "SELECT max(id) FROM change WHERE verb = 'SET_CALENDAR'"
        return int(unit.connection.execute(text(query)).scalar() or 0)


def test_undo_of_settings_that_somebody_changed_since_says_so(hall: Hall) -> None:
    """The record holds no address; what was read for busy time stays where nothing about the reading changes."""
    uses(hall, busy=hall.small.tutor("Ana"), owner="ana@example.org")
    first = _change(hall)
    hall.turn()
    read = Calendars(hall.working).read_to(NAME)
    uses(hall, detail=Detail.CODE)
    assert Calendars(hall.working).read_to(NAME) == read
    with pytest.raises(Refused_, match="UNDO_OVERTAKEN"):
        hall.small.desk.plan(Undo(key=fresh(), change=first))
    hall.small.do(Undo(key=fresh()))
    assert Calendars(hall.working).settings(NAME).owner == "ana@example.org"
    with hall.small.desk.database.read() as unit:
        bodies = unit.connection.execute(text("SELECT body FROM activity")).scalars().all()
    assert not [body for body in bodies if "example.org" in body]


def test_a_calendar_has_one_use(hall: Hall) -> None:
    ben, yoga = hall.small.tutor("Ben"), hall.small.service("Yoga")
    wrong = {
        "CALENDAR_USED_TWICE": (Further("primary", ben),),
        "NOT_A_CLASS": (Further(CLASSES, ben, hall.small.service("Piano")),),
        "SEATS_RANGE": (Further(CLASSES, ben, yoga, 0),),
    }
    for code, more in wrong.items():
        with pytest.raises(WrongInput, match=code):
            uses(hall, more=more)


# --- what offers classes


def offers(hall: Hall, seats: int | None = 8) -> None:
    uses(hall, more=(Further(CLASSES, hall.small.tutor("Ben"), hall.small.service("Yoga"), seats),))


def put(hall: Hall, name: str, when: str, **more: Any) -> None:
    start = at(when)
    made = SeenEvent(name, "", SeenEventState.CONFIRMED, start, start + 5400, "Yoga for everybody")
    hall.wire.calendar.place(CLASSES, replace(made, **more))


def slots(hall: Hall) -> list[tuple[Any, ...]]:
    query = 'SELECT start, "end", capacity, state FROM slot ORDER BY start, id'
    with hall.small.desk.database.read() as unit:
        return [tuple(row) for row in unit.connection.execute(text(query)).all()]


def test_confirmed_events_are_class_meetings_and_change_with_them(hall: Hall) -> None:
    """A7: opened once with the seats that are said, moved and called off with the event, there again with it."""
    offers(hall)
    put(hall, "a", "2026-03-06 10:00")
    put(hall, "b", "2026-03-06 14:00", state=SeenEventState.TENTATIVE)
    put(hall, "c", "2026-03-07 00:00", all_day=True)
    put(hall, "d", "2026-03-01 10:00")
    for _ in range(3):
        hall.turn(300)
    start = at("2026-03-06 10:00")
    assert slots(hall) == [(start, start + 5400, 8, "PLANNED")]
    put(hall, "a", "2026-03-06 16:00")
    hall.turn(300)
    start = at("2026-03-06 16:00")
    assert slots(hall) == [(start, start + 5400, 8, "PLANNED")]
    hall.wire.calendar.remove(CLASSES, "a")
    hall.turn(300)
    assert [row[3] for row in slots(hall)] == ["CANCELLED"]
    put(hall, "a", "2026-03-06 17:00")
    hall.turn(300)
    start = at("2026-03-06 17:00")
    assert slots(hall) == [(start, start + 5400, 8, "PLANNED")]
    assert not hall.tasks()
    hall.small.sound()


def test_a_class_in_which_somebody_sits_stays_and_is_a_task(hall: Hall) -> None:
    """Told once; the event back in its place, or the booking gone, it is over."""
    offers(hall)
    put(hall, "a", "2026-03-06 10:00")
    hall.turn(300)
    slot = offer_slot(NAME, CLASSES, "a")
    booked = hall.small.book("Ana Pérez", "2026-03-06 10:00", service="Yoga", tutor="Ben", slot=slot)
    put(hall, "a", "2026-03-06 16:00")
    hall.turn(300)
    hall.turn(300)
    assert hall.tasks() == ["OFFER_CHANGED"]
    assert [row[0] for row in slots(hall)] == [at("2026-03-06 10:00")]
    put(hall, "a", "2026-03-06 10:00")
    hall.turn(300)
    assert not hall.tasks()
    hall.wire.calendar.remove(CLASSES, "a")
    hall.turn(300)
    assert hall.tasks() == ["OFFER_CHANGED"]
    assert [row[3] for row in slots(hall)] == ["PLANNED"]
    hall.small.do(Cancel(key=fresh(), booking=booked.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    assert not hall.tasks()
    hall.small.sound()


def test_one_without_room_waits_and_is_opened_when_there_is(hall: Hall) -> None:
    lesson = hall.small.book("Leo Lee", "2026-03-06 10:00", tutor="Ben")
    offers(hall, None)
    put(hall, "a", "2026-03-06 10:30")
    hall.turn(20)
    hall.turn(300)
    assert hall.tasks() == ["OFFER_CLASH"]
    (task,) = attention(hall.small.desk).tasks
    assert task.there == at("2026-03-06 10:30")
    hall.small.do(Cancel(key=fresh(), booking=lesson.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    hall.turn(300)
    assert not hall.tasks()
    assert [(row[0], row[2]) for row in slots(hall) if row[3] == "PLANNED"] == [(at("2026-03-06 10:30"), 2)]


def test_page_by_page_whoever_dies_in_between_and_what_went_meanwhile(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly once: a page is a transaction, begun anew it opens nothing twice; what is not there any more goes."""
    monkeypatch.setattr(fake_calendar, "PAGE", 2)
    offers(hall)
    for number in range(5):
        put(hall, f"e{number}", f"2026-03-1{number} 10:00")
    assert hall.worker.tick() == 0
    assert len(slots(hall)) == 2
    hall.working.release(hall.worker.leases)
    opened = Opened({}, {}, calendars={NAME: hall.wire})  # type: ignore[dict-item]
    hall.worker = Worker(hall.working, {}, hall.clock, lambda seconds: None, dice=Random(2), opened=opened)
    while hall.worker.tick() == 0:
        pass
    assert [row[3] for row in slots(hall)] == ["PLANNED"] * 5
    hall.wire.whims["since"] = [Refused("CURSOR")]
    hall.wire.calendar.remove(CLASSES, "e3")
    hall.turn(300)
    while hall.worker.tick() == 0:
        pass
    assert [row[3] for row in slots(hall)] == ["PLANNED", "PLANNED", "PLANNED", "CANCELLED", "PLANNED"]


# --- who is invited, and whose time is read


def test_a_guest_whose_address_is_not_taken_keeps_no_lesson_off_the_calendar(hall: Hall) -> None:
    """The others are invited; somebody mends the address, and the event follows."""
    with hall.small.desk.database.write() as unit:
        mails = {"Ana Pérez": "ana@example.org", "Leo Lee": "leo@nowhere"}
        for name, mail in mails.items():
            unit.connection.execute(text("UPDATE person SET mail = :m WHERE name = :n"), {"m": mail, "n": name})
    calendar, insert, change = hall.wire.calendar, hall.wire.calendar.insert, hall.wire.calendar.change

    def takes(event: Any) -> bool:
        return "leo@nowhere" not in event.guests

    hall.wire.calendar.insert = lambda c, e: insert(c, e) if takes(e) else Refused("REQUEST")  # type: ignore[method-assign]
    calendar.change = lambda c, e, tag: change(c, e, tag) if takes(e) else Refused("REQUEST")  # type: ignore[method-assign]
    slot = hall.small.open_class("2026-03-06 10:00")
    for name in mails:
        hall.small.book(name, "2026-03-06 10:00", service="Yoga", tutor="Ben", slot=slot)
    hall.turn(20)
    (event,) = hall.events()
    assert event.guests == ("ana@example.org",)
    assert hall.tasks() == ["GUEST_REFUSED"]
    (task,) = attention(hall.small.desk).tasks
    assert task.name == "Leo Lee"
    assert [op[1] for op in hall.ops()] == ["done"]


def test_a_second_tutor_takes_nobodys_calendar_away(hall: Hall) -> None:
    """What is read for the only tutor goes on being read for them when another one comes."""
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE tutor SET active = false WHERE id = 2"))
    start = at("2026-03-06 09:00")
    hall.wire.calendar.place("primary", SeenEvent("a", "", SeenEventState.CONFIRMED, start, start + 3600, "Dentist"))
    hall.turn()
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE tutor SET active = true WHERE id = 2"))
    hall.wire.calendar.remove("primary", "a")
    hall.turn(300)
    with hall.small.desk.database.read() as unit:
        assert unit.connection.execute(text("SELECT count(*) FROM busy")).scalar() == 0
    assert Calendars(hall.working).busy_of(NAME) == hall.small.tutor("Ana")
