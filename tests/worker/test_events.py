"""A slot's one event: made, changed and removed with its bookings, once, whatever is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from deskbell.domain.booking import Reason
from deskbell.domain.commands import Cancel, Edit, Move, Undo
from deskbell.domain.effects import EventKept, EventWanted, SlotOpened
from deskbell.domain.lesson_event import LinkState, Wanted, event_id
from deskbell.domain.people import Role
from deskbell.domain.ports import Done, Later, Meeting, Refused, SeenEvent, SeenEventState
from deskbell.domain.working import Link
from deskbell.services.calendars import Calendars
from tests.services.conftest import Small, at, fresh
from tests.worker.halls import FIRST, NAME, Hall, hall, small, small_url

__all__ = ["hall", "small", "small_url"]


def test_an_event_comes_and_goes_with_its_booking(hall: Hall) -> None:
    """P5: one event while somebody is confirmed; the plan says so, and the timeline tells what became of it."""
    changed = hall.small.book("Ana Pérez", FIRST)
    assert [(e.what, e.connection) for e in changed.plan.of(EventWanted)] == [(Wanted.CREATE, NAME)]
    hall.turn()
    assert hall.events() == [], "undo still takes it back"
    hall.turn(20)
    (event,) = hall.events()
    slot = next(changed.plan.of(SlotOpened)).slot
    assert (event.id, event.slot, event.start) == (event_id(slot, 1), slot, at(FIRST))
    assert "Piano" in event.title
    assert "Ana" not in event.title, "never a name"
    no = hall.small.no(changed)
    told = [t.effect for t in hall.small.desk.booking(no).timeline if isinstance(t.effect, EventKept)]
    assert [e.what for e in told] == [Wanted.CREATE]
    moved = hall.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
    assert [e.what for e in moved.plan.of(EventWanted)] == [Wanted.UPDATE]
    hall.turn(20)
    (event,) = hall.events()
    assert (event.id, event.start) == (event_id(slot, 1), at("2026-03-05 17:00"))
    cancelled = hall.small.do(Cancel(key=fresh(), booking=changed.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    assert [e.what for e in cancelled.plan.of(EventWanted)] == [Wanted.DELETE]
    hall.turn(20)
    assert hall.events() == []
    assert hall.link() == ((LinkState.DELETED, 1, False),)
    hall.small.do(Undo(key=fresh()))
    hall.turn(20)
    (event,) = hall.events()
    assert event.id == event_id(slot, 2), "an id that was deleted is never used again"
    assert not hall.tasks()
    hall.small.sound()


def test_undo_before_it_was_sent_leaves_nothing_behind(hall: Hall) -> None:
    """What is sent is read when it is sent: one operation waits, and it finds that nothing shall stand."""
    hall.small.book("Ana Pérez", FIRST)
    undone = hall.small.do(Undo(key=fresh()))
    assert [e.op for e in undone.plan.of(EventWanted)] == [None], "one waits already"
    hall.turn(20)
    assert hall.events() == []
    assert [state for _, state, _ in hall.ops()] == ["done"]


def test_a_class_has_one_event_for_all(hall: Hall) -> None:
    """Two come, one goes: the same event with other guests; it goes with the last of them."""
    slot = hall.small.open_class("2026-03-05 18:00")
    first = hall.small.book("Ana Pérez", "2026-03-05 18:00", service="Yoga", tutor="Ben", slot=slot)
    second = hall.small.book("Leo Lee", "2026-03-05 18:00", service="Yoga", tutor="Ben", slot=slot)
    hall.turn(20)
    assert len(hall.events()) == 1
    hall.small.do(Cancel(key=fresh(), booking=first.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    hall.turn(20)
    assert len(hall.events()) == 1
    hall.small.do(Cancel(key=fresh(), booking=second.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    hall.turn(20)
    assert hall.events() == []


def test_words_of_the_lesson_reach_its_event(hall: Hall) -> None:
    """The focus is part of the title."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    edited = hall.small.do(Edit(key=fresh(), booking=changed.plan.subject, fields=(("focus", "Bartók 3"),)))
    assert [e.what for e in edited.plan.of(EventWanted)] == [Wanted.UPDATE]
    hall.turn(20)
    assert hall.events()[0].title == "Piano · Bartók 3"


@pytest.mark.parametrize("call", ["insert", "change", "remove"])
def test_a_lost_reply_makes_nothing_twice(hall: Hall, call: str) -> None:
    """It acted and nobody heard: asked again under the same id it is found as it is."""
    changed = hall.small.book("Ana Pérez", FIRST)
    if call != "insert":
        hall.turn(20)
        hall.wire.whims[call] = ["LOST"]
        if call == "change":
            hall.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
        else:
            hall.small.do(Cancel(key=fresh(), booking=changed.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    else:
        hall.wire.whims[call] = ["LOST"]
    hall.turn(20)
    assert ("sent", "TIMEOUT") in [(state, error) for _, state, error in hall.ops()]
    hall.turn(60)
    stands = [event.start for event in hall.events()]
    assert stands == {"insert": [at(FIRST)], "change": [at("2026-03-05 17:00")], "remove": []}[call]
    assert {state for _, state, _ in hall.ops()} == {"done"}
    assert not hall.tasks()


def test_a_change_while_a_call_is_under_way_is_not_lost(hall: Hall) -> None:
    """Claimed and read is one transaction: whoever changes the slot after that asks for another operation."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.clock.at += 20
    door = Calendars(hall.working)
    leases = hall.working.leases()
    hall.working.take(leases, (NAME,))
    op, kept = door.claim(NAME, leases.held[NAME])  # type: ignore[misc]
    assert kept is not None
    moved = hall.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
    assert next(moved.plan.of(EventWanted)).op is not None
    seen = hall.wire.calendar.insert("primary", kept.event)  # type: ignore[arg-type]
    assert isinstance(seen, Done)
    door.stood(op, kept, seen.value, Wanted.CREATE, None)
    assert hall.link()[0][0] == "TO_UPDATE", "it is not in line yet"
    hall.working.release(leases)
    hall.turn(20)
    assert [event.start for event in hall.events()] == [at("2026-03-05 17:00")]
    assert hall.link()[0][0] == "SYNCED"


def test_deleted_by_hand_and_changed_here_it_comes_back_under_another_id(hall: Hall) -> None:
    """412, then it is seen to be gone: the desk's own change is the newer word."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    (event,) = hall.events()
    hall.wire.calendar.remove("primary", event.id)
    hall.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
    hall.turn(20)
    (again,) = hall.events()
    assert again.id != event.id
    assert again.start == at("2026-03-05 17:00")


def test_changed_by_hand_and_changed_here_it_is_as_the_desk_says(hall: Hall) -> None:
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    (event,) = hall.events()
    hall.wire.calendar.place("primary", replace(event, start=event.start + 3600, end=event.end + 3600))
    hall.small.do(Edit(key=fresh(), booking=changed.plan.subject, fields=(("focus", "Scales"),)))
    hall.turn(20)
    assert [(e.start, e.title) for e in hall.events()] == [(at(FIRST), "Piano · Scales")]


def test_a_meeting_is_awaited_and_told(hall: Hall) -> None:
    """An online lesson without a link of its own: the calendar makes one, after the event."""
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE service SET place = 'ONLINE' WHERE name = 'Piano'"))
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    assert hall.events()[0].meeting is Meeting.PENDING
    no = hall.small.no(changed)
    hall.turn(3)
    event = hall.small.desk.booking(no).event
    assert event is not None
    assert (event.meeting, event.join_url[:8]) == (Meeting.READY, "https://")
    assert event.html_link
    told = [t.effect.what for t in hall.small.desk.booking(no).timeline if isinstance(t.effect, EventKept)]
    assert told == [Wanted.CREATE, Wanted.MEETING]
    calls = len(hall.wire.calls)
    hall.turn(600)
    assert "fetch" not in hall.wire.calls[calls:], "nothing is looked at any more"


def test_a_meeting_that_fails_twice_is_a_task(hall: Hall) -> None:
    """Asked for again by another name once; then somebody types a link, and the task is seen to."""
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE service SET place = 'ONLINE' WHERE name = 'Piano'"))
    hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    for _ in range(2):
        (event,) = hall.events()
        hall.wire.calendar.place("primary", replace(event, meeting=Meeting.FAILED))
        hall.turn(120)
    assert hall.tasks() == ["NO_MEETING"]


def test_what_a_calendar_refuses_is_a_task_and_no_booking_waits(hall: Hall) -> None:
    """I49. A calendar that is gone pauses the connection; what it refuses of one event is parked."""
    hall.wire.whims["insert"] = [Refused("REQUEST")]
    first = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    assert hall.tasks() == ["OP_STUCK"]
    assert hall.link()[0][0] == "FAILED"
    hall.small.do(Move(key=fresh(), booking=first.plan.subject, start=at("2026-03-05 17:00")))
    hall.wire.whims["insert"] = [Refused("NOT_FOUND")]
    hall.turn(20)
    assert "LOCKED_OUT" in hall.tasks()
    assert {h.name: (h.state, h.error) for h in hall.working.connections()}[NAME] == (Link.PAUSED, "CALENDAR_GONE")
    hall.small.book("Leo Lee", "2026-03-06 15:00")
    hall.working.resume(NAME)
    hall.turn(60)
    assert len(hall.events()) == 2


def test_one_that_is_busy_is_left_alone_and_tried_again(hall: Hall) -> None:
    hall.wire.whims["insert"] = [Later(30, "QUOTA")]
    hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    assert [(state, error) for _, state, error in hall.ops()] == [("todo", "QUOTA")]
    hall.turn(90)
    assert len(hall.events()) == 1


def test_no_calendar_no_operation(small: Small) -> None:
    """Not connected is not queued."""
    changed = small.book("Ana Pérez", FIRST)
    assert not list(changed.plan.of(EventWanted))


def test_cancelled_state_of_a_seen_event_is_no_event(hall: Hall) -> None:
    """An insert that answers with an id long used up goes on with the next one."""
    changed = hall.small.book("Ana Pérez", FIRST)
    slot = next(changed.plan.of(SlotOpened)).slot
    hall.wire.calendar.place("primary", SeenEvent(event_id(slot, 1), "", SeenEventState.CANCELLED, slot=slot))
    hall.turn(20)
    assert [event.id for event in hall.events()] == [event_id(slot, 2)]
