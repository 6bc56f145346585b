"""Undo of any change, also of one that others came after: it puts back what was, or says why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskbell.domain.booking import Verb
from deskbell.domain.commands import (
    AddPeople,
    Book,
    Cancel,
    Close,
    Edit,
    HandOver,
    Move,
    Newcomer,
    OpenClass,
    Reprice,
    Take,
    Undo,
)
from deskbell.domain.effects import SlotOpened
from deskbell.domain.errors import Refused
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.services.desk import Changed
from tests.services.conftest import Small, at, fresh

DAY = 24 * 3600


def refused(small: Small, change: int, code: str) -> Refused:
    """The plan already says no; the commit says the same, and nothing is written."""
    newest = small.desk.seq()
    with pytest.raises(Refused, match=code) as plan:
        small.desk.plan(Undo(key=fresh(), change=change))
    with pytest.raises(Refused, match=code):
        small.do(Undo(key=fresh(), change=change))
    assert small.desk.seq() == newest
    small.sound()
    return plan.value


def _pay(small: Small, made: Changed) -> None:
    small.do(Take(key=fresh(), order=small.order(made), method=Method.CASH))


def _reprice(small: Small, made: Changed) -> None:
    small.do(Reprice(key=fresh(), booking=made.plan.subject, total=2000, text="friend"))  # type: ignore[arg-type]


@pytest.mark.parametrize("later", [_pay, _reprice])
def test_a_booking_that_has_money_or_another_price_since_is_not_simply_unbooked(
    small: Small, later: Callable[[Small, Changed], None]
) -> None:
    """Undone alone, the desk would keep money for no lesson, or owe a discount on nothing."""
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    later(small, made)
    refused(small, made.no, "UNDO_OVERTAKEN")
    small.do(Undo(key=fresh()))
    small.do(Undo(key=fresh(), change=made.no))
    assert small.view(made).booking.state == "CANCELLED"
    small.sound()


def test_a_price_stays_once_the_lesson_has_earned_it(small: Small) -> None:
    """I44: revenue is the price of a lesson that was given; the price cannot change under it."""
    made = small.book("Ana Pérez", "2026-03-04 10:30")
    priced = small.do(Reprice(key=fresh(), booking=made.plan.subject, total=1000, text="x"))  # type: ignore[arg-type]
    small.clock.at = at("2026-03-04 11:30")
    small.do(Close(key=fresh(), booking=made.plan.subject, verb=Verb.COMPLETE))  # type: ignore[arg-type]
    refused(small, priced.no, "UNDO_OVERTAKEN")


def test_a_surcharge_that_was_paid_stays(small: Small) -> None:
    """Undone alone, more would be paid than is owed, and nobody would give it back."""
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    priced = small.do(Reprice(key=fresh(), booking=made.plan.subject, total=3000, text="x"))  # type: ignore[arg-type]
    _pay(small, made)
    refused(small, priced.no, "UNDO_OVERTAKEN")


def test_a_payment_that_went_back_is_not_taken_back_as_well(small: Small) -> None:
    """P14, I23: the plan says so, not only the commit."""
    made = small.book("Ana Pérez", "2026-03-10 12:00")
    paid = small.do(Take(key=fresh(), order=small.order(made), method=Method.CARD))
    small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.STAFF))  # type: ignore[arg-type]
    facts = refused(small, paid.no, "REFUND_EXISTS").facts
    assert (facts["refunded"], facts["currency"]) == (2500, "EUR")


def test_a_class_in_which_somebody_sits_is_not_unplanned(small: Small) -> None:
    """L3: a meeting is cancelled together with its bookings, never under them."""
    service, ben = small.service("Yoga"), small.tutor("Ben")
    opened = small.do(OpenClass(key=fresh(), service=service, tutor=ben, start=at("2026-03-05 17:00")))
    slot = next(opened.plan.of(SlotOpened)).slot
    made = small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=slot)
    refused(small, opened.no, "UNDO_OVERTAKEN")
    small.do(Undo(key=fresh(), change=made.no))
    small.do(Undo(key=fresh(), change=opened.no))
    assert small.desk.days(small.desk.today(), 7).lessons == ()


def _cancelled(small: Small, made: Changed, slots: list[object]) -> None:
    small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.STAFF))  # type: ignore[arg-type]


def _moved_on(small: Small, made: Changed, slots: list[object]) -> None:
    small.do(Move(key=fresh(), booking=made.plan.subject, slot=slots[2]))  # type: ignore[arg-type]


def _full(small: Small, made: Changed, slots: list[object]) -> None:
    for who in ("Leo Lee", "Mia Lee"):
        small.book(who, "2026-03-05 17:00", service="Yoga", slot=slots[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("later", "code"), [(_cancelled, "UNDO_OVERTAKEN"), (_moved_on, "UNDO_OVERTAKEN"), (_full, "UNDO_FULL")]
)
def test_a_seat_goes_back_only_from_where_it_was_put(
    small: Small, later: Callable[[Small, Changed, list[object]], None], code: str
) -> None:
    """T24: a class seat's move is undone neither for a cancelled booking, nor from elsewhere, nor into a full class."""
    slots: list[object] = [small.open_class(f"2026-03-0{day} 17:00") for day in (5, 6, 9)]
    made = small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=slots[0])  # type: ignore[arg-type]
    moved = small.do(Move(key=fresh(), booking=made.plan.subject, slot=slots[1]))  # type: ignore[arg-type]
    later(small, made, slots)
    refused(small, moved.no, code)


def test_a_booking_whose_seat_moved_is_not_unbooked_from_the_old_one(small: Small) -> None:
    """The booking sits elsewhere by now: its own change cannot mean that seat."""
    one, two = small.open_class("2026-03-05 17:00"), small.open_class("2026-03-06 17:00")
    made = small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=one)
    small.do(Move(key=fresh(), booking=made.plan.subject, slot=two))  # type: ignore[arg-type]
    refused(small, made.no, "UNDO_OVERTAKEN")


def test_a_class_closes_and_opens_with_its_bookings_in_any_order(small: Small) -> None:
    """L4, L5: whichever of two closings is undone, the class is open while one of its bookings is."""
    slot = small.open_class("2026-03-04 10:30")
    ana = small.book("Ana Pérez", "2026-03-04 10:30", service="Yoga", slot=slot)
    leo = small.book("Leo Lee", "2026-03-04 10:30", service="Yoga", slot=slot)
    small.clock.at = at("2026-03-04 11:40")
    first = small.do(Close(key=fresh(), booking=ana.plan.subject, verb=Verb.COMPLETE))  # type: ignore[arg-type]
    last = small.do(Close(key=fresh(), booking=leo.plan.subject, verb=Verb.NO_SHOW))  # type: ignore[arg-type]
    assert small.view(ana).slot.state == "COMPLETED"
    small.do(Undo(key=fresh(), change=first.no))
    assert (small.view(ana).booking.state, small.view(ana).slot.state) == ("CONFIRMED", "PLANNED")
    small.do(Undo(key=fresh(), change=last.no))
    assert (small.view(leo).booking.state, small.view(leo).slot.state) == ("CONFIRMED", "PLANNED")
    small.sound()


def test_a_class_stays_open_where_only_one_reopening_is_undone(small: Small) -> None:
    """Two bookings were opened again by mistake; the class closes with the second of them."""
    slot = small.open_class("2026-03-04 10:30")
    two = [small.book(who, "2026-03-04 10:30", service="Yoga", slot=slot) for who in ("Ana Pérez", "Leo Lee")]
    small.clock.at = at("2026-03-04 11:40")
    for made in two:
        small.do(Close(key=fresh(), booking=made.plan.subject, verb=Verb.COMPLETE))  # type: ignore[arg-type]
    opened = [small.do(Close(key=fresh(), booking=made.plan.subject, verb=Verb.REOPEN)) for made in two]  # type: ignore[arg-type]
    small.do(Undo(key=fresh(), change=opened[0].no))
    assert small.view(two[0]).slot.state == "PLANNED"
    small.do(Undo(key=fresh(), change=opened[1].no))
    assert small.view(two[0]).slot.state == "COMPLETED"
    small.sound()


def test_nobody_is_put_back_into_two_places(small: Small) -> None:
    """I55: since the cancellation the student has another lesson at that time, with another tutor."""
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    gone = small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.STAFF))  # type: ignore[arg-type]
    other = small.book("Ana Pérez", "2026-03-05 12:30", tutor="Ben")
    assert refused(small, gone.no, "STUDENT_OVERLAP").facts["booking"] == small.no(other)


def test_nobody_is_moved_back_into_another_lesson(small: Small) -> None:
    """I55: the same for a move."""
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    moved = small.do(Move(key=fresh(), booking=made.plan.subject, start=at("2026-03-05 15:00")))  # type: ignore[arg-type]
    small.book("Ana Pérez", "2026-03-05 12:30", tutor="Ben")
    refused(small, moved.no, "STUDENT_OVERLAP")


def test_nobody_is_put_back_into_a_class_twice(small: Small) -> None:
    """Cancelled and booked again: the first booking does not come back beside the second."""
    slot = small.open_class("2026-03-05 17:00")
    made = small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=slot)
    gone = small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.STAFF))  # type: ignore[arg-type]
    small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=slot)
    refused(small, gone.no, "STUDENT_OVERLAP")


def test_an_undo_that_would_do_nothing_is_refused(small: Small) -> None:
    """Somebody who is needed by now stays on the lists; that is said, and not called done."""
    key = fresh()
    added = small.do(AddPeople(key=key, people=(Newcomer(name="Zoë"),)))
    zoe = small.desk.search("zoe")[0]
    small.do(
        Book(
            key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 12:00"),
            person=zoe.id,
        )
    )  # fmt: skip
    refused(small, added.no, "UNDO_OVERTAKEN")


def test_money_handed_over_yesterday_stays_in_yesterday(small: Small) -> None:
    """P14: a refund made by hand is as much of its day as one out of the drawer."""
    made = small.book("Ana Pérez", "2026-03-10 12:00", method=Method.CARD)
    small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.STAFF))  # type: ignore[arg-type]
    refund = small.view(made).payments[0].refunds[0].id
    given = small.do(HandOver(key=fresh(), booking=made.plan.subject, refund=refund))  # type: ignore[arg-type]
    small.clock.at += DAY
    refused(small, given.no, "UNDO_SEALED")


def test_undo_of_a_cancellation_brings_back_everything(small: Small) -> None:
    """T0: seat, time, price, cash and tasks stand as before; nothing that anybody sees is different."""
    made = small.book("Ana Pérez", "2026-03-05 12:00", method=Method.CARD)
    small.do(Edit(key=fresh(), booking=made.plan.subject, fields=(("focus", "scales"),)))  # type: ignore[arg-type]
    before = small.view(made)
    small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.CUSTOMER, text="flu"))  # type: ignore[arg-type]
    small.do(Undo(key=fresh()))
    after = small.view(made)
    assert (after.booking, after.slot, after.due, after.captured, after.notes) == (
        before.booking, before.slot, before.due, before.captured, before.notes
    )  # fmt: skip
    assert small.desk.days(small.desk.today(), 1).tasks == 0
    small.sound()
