"""A class that is over closes with the last of its seats, however that one ends; and opens again with it. M2 L4, L5."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import State, Verb
from deskbell.domain.commands import Cancel, Close, Lapse, Move, Undo
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.services.desk import Changed
from deskbell.store import tables
from tests.services.conftest import Small, at, fresh
from tests.services.links import WORKER, connect, hold

OVER = at("2026-03-05 18:00")


@pytest.fixture
def yoga(small: Small) -> Id:
    connect(small)
    return small.open_class("2026-03-05 17:00")


def sits(small: Small, who: str, slot: Id) -> Changed:
    return small.book(who, "2026-03-05 17:00", service="Yoga", tutor="Ben", slot=slot)


def slot_state(small: Small, slot: Id) -> str:
    with small.desk.database.read() as unit:
        return str(unit.value(tables.slot.select().with_only_columns(tables.slot.c.state).where(
            tables.slot.c.public_id == slot
        )))  # fmt: skip


def cancel(small: Small, booked: Changed) -> Changed:
    assert booked.plan.subject is not None
    return small.do(Cancel(key=fresh(), booking=booked.plan.subject, by=Role.STAFF))


def close(small: Small, booked: Changed, verb: Verb = Verb.COMPLETE) -> Changed:
    assert booked.plan.subject is not None
    return small.do(Close(key=fresh(), booking=booked.plan.subject, verb=verb))


@pytest.mark.parametrize("verb", [Verb.COMPLETE, Verb.NO_SHOW, None])
def test_the_last_seat_is_cancelled_after_the_end(small: Small, yoga: Id, verb: Verb | None) -> None:
    """L4: the other one came, did not come, or was cancelled as well; undo opens the class with its seat (L5)."""
    one, two = sits(small, "Ana Pérez", yoga), sits(small, "Leo Lee", yoga)
    small.clock.at = OVER
    if verb is None:
        cancel(small, one)
    else:
        close(small, one, verb)
    assert slot_state(small, yoga) == "PLANNED"
    cancelled = cancel(small, two)
    assert slot_state(small, yoga) == "COMPLETED"
    small.do(Undo(key=fresh(), change=cancelled.no))
    assert (slot_state(small, yoga), small.view(two).booking.state) == ("PLANNED", State.CONFIRMED)
    close(small, two)
    assert slot_state(small, yoga) == "COMPLETED"
    small.sound()


def test_a_class_that_is_not_over_stays_open_without_anybody(small: Small, yoga: Id) -> None:
    """Others may still come: until its end it is nobody's to close."""
    booked = sits(small, "Ana Pérez", yoga)
    small.clock.at = OVER - 1
    cancel(small, booked)
    assert slot_state(small, yoga) == "PLANNED"
    small.sound()


def test_a_seat_that_waits_for_its_money_keeps_a_class_open(small: Small, yoga: Id) -> None:
    """L4: all bookings closed, and a held one is not; it lapses later than it should, and the class closes with it."""
    link = hold(small, "Ana Pérez", "2026-03-05 17:00", service="Yoga", tutor="Ben", slot=yoga)
    other = sits(small, "Leo Lee", yoga)
    small.clock.at = OVER
    close(small, other)
    assert slot_state(small, yoga) == "PLANNED"
    held = next(
        seat.booking for lesson in small.desk.days(small.desk.today(), 1).lessons for seat in lesson.seats
        if seat.state is State.HELD
    )  # fmt: skip
    booking = small.desk.booking(held).booking.id
    small.do(Lapse(key=fresh(), actor=WORKER, booking=booking, anyway=True))
    assert slot_state(small, yoga) == "COMPLETED"
    small.sound()
    del link


def test_the_last_open_seat_moves_to_another_meeting(small: Small, yoga: Id) -> None:
    """L4, T24: nobody sits in the first one any more; undo opens it with the seat that comes back."""
    later = small.open_class("2026-03-06 17:00")
    one, two = sits(small, "Ana Pérez", yoga), sits(small, "Leo Lee", yoga)
    small.clock.at = OVER
    close(small, one)
    assert two.plan.subject is not None
    moved = small.do(Move(key=fresh(), booking=two.plan.subject, slot=later))
    assert (slot_state(small, yoga), slot_state(small, later)) == ("COMPLETED", "PLANNED")
    small.do(Undo(key=fresh(), change=moved.no))
    assert slot_state(small, yoga) == "PLANNED"
    small.sound()
