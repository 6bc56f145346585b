"""Booking, moving, cancelling, closing and undoing, through the one door and on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import (
    AddNote,
    Book,
    Cancel,
    Close,
    Edit,
    HandOver,
    Move,
    Newcomer,
    Reprice,
    Take,
    Undo,
)
from deskbell.domain.effects import PaymentTaken, ReceiptIssued, RefundMade
from deskbell.domain.errors import Busy, IllegalMove, NotFound, NotSetUp, PlanChanged, Refused, WrongInput
from deskbell.domain.payment import Method, Settlement
from deskbell.domain.people import Actor, Role
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from deskbell.store.work import Write
from tests.services.conftest import Small, at, fresh

CUSTOMER = Actor(Role.CUSTOMER)


def test_a_lesson_booked_and_paid_is_one_change(small: Small) -> None:
    """T1, I40: seat, order, money and receipt stand together; the change is told."""
    done = small.book("Ana Pérez", "2026-03-04 15:30", method=Method.CASH, tendered=3000)
    view = small.view(done)
    assert (view.money, view.due, view.open) == (Settlement.PAID, 2500, 0)
    assert [r.number for r in view.receipts] == [1]
    assert next(done.plan.of(PaymentTaken)).change == 500
    assert view.slot.taken == 1
    small.sound()


def test_the_same_command_twice_is_one_booking(small: Small) -> None:
    """I2: the same key is the same change, and its ids are the same."""
    command = Book(key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"))
    one, two = small.do(command), small.do(command)
    assert one.no == two.no
    assert two.again
    days = small.desk.days(small.desk.today(), 7)
    assert len(days.lessons) == 1


def test_a_lost_answer_stays_unknown_while_nobody_can_be_asked(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was kept, the reply was lost, the server is gone: nobody is told that it was not; the key finds it later."""
    command = Book(key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 12:00"))
    database = small.desk.database
    keep = database.retrying

    def loses_the_answer(work: Callable[[Write], object]) -> object:
        keep(work)
        raise Busy("COMMIT_UNKNOWN")

    def is_gone() -> None:
        raise Busy("DATABASE_UNREACHABLE", said="")

    with monkeypatch.context() as bad:
        bad.setattr(database, "retrying", loses_the_answer)
        bad.setattr(database, "read", is_gone)
        with pytest.raises(Busy) as caught:
            small.do(command)
    assert caught.value.code == "COMMIT_UNKNOWN"
    assert small.do(command).again
    small.sound()


@pytest.mark.parametrize(("when", "code"), [("15:30", "TAKEN"), ("15:00", "TAKEN"), ("16:00", "TAKEN")])
def test_taken_time_is_refused_with_who_is_in_the_way(small: Small, when: str, code: str) -> None:
    """I1, I19: the refusal names the booking that stands there."""
    first = small.book("Ana Pérez", "2026-03-04 15:30")
    with pytest.raises(Refused, match=code) as refused:
        small.book("Leo Lee", f"2026-03-04 {when}")
    assert [(r.why, r.ref) for r in refused.value.facts["reasons"]] == [("BOOKING", small.no(first))]
    assert len(small.desk.days(small.desk.today(), 1).lessons) == 1


def test_a_buffer_is_told_from_a_booking(small: Small) -> None:
    """I18: the quarter of an hour after Maths is in the way of Piano, and says that it is a buffer."""
    small.book("Leo Lee", "2026-03-05 10:00", service="Maths")
    with pytest.raises(Refused, match="TAKEN") as refused:
        small.book("Ana Pérez", "2026-03-05 11:00")
    assert [r.why for r in refused.value.facts["reasons"]] == ["BUFFER"]
    small.book("Ana Pérez", "2026-03-05 11:15")


def test_the_desk_may_overrule_closed_hours_but_a_customer_may_not(small: Small) -> None:
    """A Sunday is closed: the desk books with a warning, a customer is refused."""
    sunday = at("2026-03-08 10:00")
    command = Book(key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=sunday)
    assert [w.code for w in small.desk.plan(command).warnings] == ["OVER_CLOSED"]
    theirs = Book(key=fresh(), actor=CUSTOMER, service=small.service("Piano"), tutor=small.tutor("Ana"), start=sunday)
    with pytest.raises(Refused, match="TAKEN"):
        small.desk.plan(theirs)


def test_the_past_is_for_staff_only(small: Small) -> None:
    """A44: a walk-in that already began may be written down by the desk, never by a customer."""
    start = at("2026-03-04 09:30")
    mine = Book(key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=start)
    assert "OVER_PAST" in [w.code for w in small.desk.plan(mine).warnings]
    theirs = Book(key=fresh(), actor=CUSTOMER, service=mine.service, tutor=mine.tutor, start=start)
    with pytest.raises(Refused, match="PAST"):
        small.desk.plan(theirs)


def test_nobody_is_in_two_lessons_at_once(small: Small) -> None:
    """I55: an overlapping lesson of the same student with another tutor is refused, touching ones are not."""
    small.book("Ana Pérez", "2026-03-05 10:00")
    with pytest.raises(Refused, match="STUDENT_OVERLAP"):
        small.book("Ana Pérez", "2026-03-05 10:30", tutor="Ben")
    small.book("Ana Pérez", "2026-03-05 11:00", tutor="Ben")


def test_a_price_that_changed_is_refused_with_both(small: Small) -> None:
    """A42: a price that was told is never silently replaced."""
    command = Book(
        key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"), price=2000
    )
    with pytest.raises(Refused, match="PRICE_CHANGED") as refused:
        small.do(command)
    assert (refused.value.facts["told"], refused.value.facts["now"]) == (2000, 2500)


def test_another_length_is_priced_in_proportion(small: Small) -> None:
    """45 of 60 minutes cost three quarters, half-up."""
    assert small.view(small.book(None, "2026-03-05 10:00", minutes=45)).due == 1875


@pytest.mark.parametrize("minutes", [0, 4, 1441, -60])
def test_lengths_are_bounded(small: Small, minutes: int) -> None:
    """A44: no lesson ends before it starts or lasts longer than a day."""
    with pytest.raises(WrongInput):
        small.do(
            Book(
                key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"),
                minutes=minutes,
            )
        )  # fmt: skip


def test_a_class_fills_up_and_says_so(small: Small) -> None:
    """T5: two seats, two people; the third hears that it is full, the same person again that they are in."""
    slot = small.open_class("2026-03-05 17:00")
    small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=slot)
    with pytest.raises(Refused, match="ALREADY_BOOKED"):
        small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=slot)
    small.book("Leo Lee", "2026-03-05 17:00", service="Yoga", slot=slot)
    with pytest.raises(Refused, match="SLOT_FULL"):
        small.book("Mia Lee", "2026-03-05 17:00", service="Yoga", slot=slot)
    small.sound()


def test_somebody_new_is_written_down_on_the_spot(small: Small) -> None:
    command = Book(
        key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"),
        newcomer=Newcomer(name="  Zoë [/] \x1b]0;x\x07  "),
    )  # fmt: skip
    view = small.view(small.do(command))
    assert view.person is not None
    assert view.person.name.startswith("Zoë [/]")
    assert "\x1b" not in view.person.name
    assert [p.no for p in small.desk.search("zoe")] == [view.person.no]


@pytest.mark.parametrize(
    ("hours", "percent", "back", "money"),
    [(49, 100, 2500, Settlement.REFUNDED), (30, 50, 1250, Settlement.PARTIALLY_REFUNDED), (2, 0, 0, Settlement.PAID)],
)
def test_a_customer_gets_back_what_the_tier_says(
    small: Small, hours: int, percent: int, back: int, money: Settlement
) -> None:
    """T22, I21: cash goes out of the drawer at once, with a numbered receipt; the rest is earned."""
    done = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CASH)
    small.clock.at = at("2026-03-10 15:00") - hours * 3600
    cancelled = small.do(
        Cancel(key=fresh(), booking=done.plan.subject, by=Role.CUSTOMER, reason=Reason.UNWELL)  # type: ignore[arg-type]
    )
    assert sum(r.amount for r in cancelled.plan.of(RefundMade)) == back
    view = small.view(done)
    assert (view.money, view.refunded, view.open) == (money, back, 0)
    assert view.slot.state == "CANCELLED"
    assert view.slot.taken == 0
    small.sound()
    small.book("Leo Lee", "2026-03-10 15:00")


def test_who_cancels_decides(small: Small) -> None:
    """I22: an hour before, the tutor's cancellation gives everything back."""
    done = small.book("Ana Pérez", "2026-03-04 11:00", method=Method.CASH)
    plan = small.desk.plan(Cancel(key=fresh(), booking=done.plan.subject, by=Role.TUTOR))  # type: ignore[arg-type]
    assert sum(r.amount for r in plan.of(RefundMade)) == 2500


def test_an_unpaid_late_cancellation_stays_to_collect(small: Small) -> None:
    """The tier is of the price, paid or not: half of it is still due, and the desk may waive it."""
    done = small.book("Ana Pérez", "2026-03-05 16:00")
    small.do(Cancel(key=fresh(), booking=done.plan.subject, by=Role.CUSTOMER))  # type: ignore[arg-type]
    assert small.view(done).open == 1250
    small.sound()


def test_card_money_goes_back_by_hand_and_never_by_itself(small: Small) -> None:
    """I24: a refund on the card reader is a task until somebody says that it was made."""
    done = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CARD)
    booking = done.plan.subject
    assert booking is not None
    small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF))
    view = small.view(done)
    refund = view.payments[0].refunds[0]
    assert (refund.state, view.refunded) == ("REQUESTED", 0)
    assert small.desk.days(small.desk.today(), 1).tasks == 1
    small.do(HandOver(key=fresh(), booking=booking, refund=refund.id))
    assert (small.view(done).refunded, small.desk.days(small.desk.today(), 1).tasks) == (2500, 0)
    with pytest.raises(IllegalMove):
        small.do(HandOver(key=fresh(), booking=booking, refund=refund.id))
    small.sound()


def test_a_plan_that_the_world_overtook_is_not_carried_out(small: Small) -> None:
    """I53: between plan and `c` the tier fell; nothing happens, the new plan is handed over."""
    done = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CASH)
    cancel = Cancel(key=fresh(), booking=done.plan.subject, by=Role.CUSTOMER)  # type: ignore[arg-type]
    shown = small.desk.plan(cancel)
    assert shown.holds_until == at("2026-03-08 15:00") + 1
    small.clock.at = shown.holds_until
    with pytest.raises(PlanChanged) as changed:
        small.do(cancel, shown.digest)
    assert small.view(done).booking.state == "CONFIRMED"
    newer = changed.value.facts["plan"]
    assert sum(r.amount for r in newer.of(RefundMade)) == 1250
    small.do(cancel, newer.digest)
    small.sound()


def test_moving_keeps_booking_order_and_money(small: Small) -> None:
    """T24, I32: half an hour along as well; the same booking, slot and order."""
    done = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CASH)
    before = small.view(done)
    small.do(Move(key=fresh(), booking=before.booking.id, start=at("2026-03-10 15:30")))
    after = small.view(done)
    assert (after.booking.slot, after.order.id, after.slot.start) == (
        before.slot.id,
        before.order.id,
        at("2026-03-10 15:30"),
    )
    assert after.captured == 2500
    small.sound()
    with pytest.raises(WrongInput, match="SAME_TIME"):
        small.do(Move(key=fresh(), booking=before.booking.id, start=at("2026-03-10 15:30")))


def test_a_late_move_does_not_win_the_notice_back(small: Small) -> None:
    """I34: moved away inside the late window, notice is still measured against the first start."""
    done = small.book("Ana Pérez", "2026-03-05 16:00", method=Method.CASH)
    booking = done.plan.subject
    assert booking is not None
    small.do(Move(key=fresh(), booking=booking, start=at("2026-03-20 16:00")))
    plan = small.desk.plan(Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER))
    assert sum(r.amount for r in plan.of(RefundMade)) == 1250


def test_a_failed_move_leaves_everything(small: Small) -> None:
    """I32: the new time is taken; the old seat, time and money stay."""
    done = small.book("Ana Pérez", "2026-03-10 15:00")
    small.book("Leo Lee", "2026-03-10 16:00")
    with pytest.raises(Refused, match="TAKEN"):
        small.do(Move(key=fresh(), booking=done.plan.subject, start=at("2026-03-10 16:30")))  # type: ignore[arg-type]
    assert small.view(done).slot.start == at("2026-03-10 15:00")
    small.sound()


def test_a_class_seat_moves_to_another_meeting(small: Small) -> None:
    """T24 between slots: the new seat is taken, the old one freed."""
    one, two = small.open_class("2026-03-05 17:00"), small.open_class("2026-03-06 17:00")
    done = small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=one)
    small.do(Move(key=fresh(), booking=done.plan.subject, slot=two))  # type: ignore[arg-type]
    assert small.view(done).slot.id == two
    assert [x.taken for x in small.desk.days(small.desk.today(), 7).lessons] == [0, 1]
    small.sound()


def test_completed_once_the_time_has_come(small: Small) -> None:
    """T25, T26, I31: not before the end, not absent before start and grace; then earned, and reopened by mistake."""
    done = small.book("Ana Pérez", "2026-03-04 11:00", method=Method.CASH)
    booking = done.plan.subject
    assert booking is not None
    for verb in (Verb.COMPLETE, Verb.NO_SHOW):
        with pytest.raises(Refused, match="NOT_YET"):
            small.do(Close(key=fresh(), booking=booking, verb=verb))
    small.clock.at = at("2026-03-04 12:00")
    small.do(Close(key=fresh(), booking=booking, verb=Verb.COMPLETE))
    view = small.view(done)
    assert (view.booking.state, view.slot.state, view.booking.attendance) == ("COMPLETED", "COMPLETED", "PARTICIPATING")
    small.do(Close(key=fresh(), booking=booking, verb=Verb.REOPEN))
    assert small.view(done).slot.state == "PLANNED"
    small.do(Close(key=fresh(), booking=booking, verb=Verb.NO_SHOW))
    assert small.view(done).booking.attendance == "NOT_PARTICIPATING"
    small.sound()


def test_money_in_parts_and_never_too_much(small: Small) -> None:
    """P2: a part, the rest with change, then nothing is due; each with its own receipt."""
    done = small.book("Ana Pérez", "2026-03-05 15:00")
    order = small.order(done)
    small.do(Take(key=fresh(), order=order, method=Method.CARD, amount=1000))
    assert small.view(done).money is Settlement.PARTIALLY_PAID
    with pytest.raises(WrongInput, match="TOO_MUCH"):
        small.do(Take(key=fresh(), order=order, method=Method.CARD, amount=1501))
    with pytest.raises(WrongInput, match="TOO_LITTLE"):
        small.do(Take(key=fresh(), order=order, method=Method.CASH, tendered=1499))
    with pytest.raises(WrongInput, match="CHANGE_ONLY_FOR_CASH"):
        small.do(Take(key=fresh(), order=order, method=Method.CARD, tendered=2000))
    small.do(Take(key=fresh(), order=order, method=Method.CASH, tendered=2000))
    with pytest.raises(WrongInput, match="NOTHING_DUE"):
        small.do(Take(key=fresh(), order=order, method=Method.CASH))
    assert [r.number for r in small.view(done).receipts] == [1, 2]
    small.sound()


def test_a_discount_has_its_reason_and_gives_back_what_was_paid_too_much(small: Small) -> None:
    """I42: one more line, an internal note, and the surplus out of the drawer."""
    done = small.book("Ana Pérez", "2026-03-05 15:00", method=Method.CASH)
    booking = done.plan.subject
    assert booking is not None
    with pytest.raises(WrongInput, match="REASON_MISSING"):
        small.do(Reprice(key=fresh(), booking=booking, total=2000, text="  "))
    small.do(Reprice(key=fresh(), booking=booking, total=2000, text="sibling"))
    view = small.view(done)
    assert (view.due, view.refunded, [n.text for n in view.notes]) == (2000, 500, ["sibling"])
    small.sound()


def test_notes_and_fields_are_undone_word_for_word(small: Small) -> None:
    """Words alone commit at once; undo brings the old ones back, and the newer note leaves."""
    done = small.book("Ana Pérez", "2026-03-05 15:00")
    booking = done.plan.subject
    assert booking is not None
    small.do(AddNote(key=fresh(), booking=booking, text="left hand"))
    small.do(Edit(key=fresh(), booking=booking, fields=(("focus", "Bartók"), ("phone", "600"))))
    small.do(Edit(key=fresh(), booking=booking, fields=(("focus", "Bach"),)))
    assert small.view(done).slot.focus == "Bach"
    small.do(Undo(key=fresh()))
    assert (small.view(done).slot.focus, small.view(done).person.phone) == ("Bartók", "600")
    small.do(Undo(key=fresh()))
    assert (small.view(done).slot.focus, small.view(done).person.phone) == ("", "")
    small.do(Undo(key=fresh()))
    assert small.view(done).notes == ()
    small.sound()


def test_undo_takes_back_booking_money_and_seat_after_a_restart(small: Small, small_url: str) -> None:
    """T0, P14: the seat is free, the payment reversed under a number of its own; a new process can do it."""
    done = small.book("Ana Pérez", "2026-03-05 15:00", method=Method.CASH)
    again = Desk(open_database(small_url), small.clock, fresh)
    undone = again.commit(Undo(key=fresh()))
    again.database.close()
    assert [r.amount for r in undone.plan.of(ReceiptIssued)] == [-2500]
    view = small.view(done)
    assert (view.booking.state, view.captured, view.due, view.slot.state) == ("CANCELLED", 0, 0, "CANCELLED")
    assert [r.number for r in view.receipts] == [1, 2]
    small.book("Leo Lee", "2026-03-05 15:00")
    small.sound()


def test_undo_of_a_cancellation_wants_the_time_to_be_free(small: Small) -> None:
    """T28: the time went to somebody else; undo says so and changes nothing. Free again, it brings all back."""
    done = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CASH)
    booking = done.plan.subject
    assert booking is not None
    cancelled = small.do(Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER))
    other = small.book("Leo Lee", "2026-03-10 15:30")
    with pytest.raises(Refused, match="UNDO_TAKEN"):
        small.do(Undo(key=fresh(), change=cancelled.no))
    small.do(Undo(key=fresh()))
    assert small.view(other).booking.state == "CANCELLED"
    small.do(Undo(key=fresh(), change=cancelled.no))
    view = small.view(done)
    assert (view.booking.state, view.money, view.refunded) == ("CONFIRMED", Settlement.PAID, 0)
    small.sound()


def test_undo_of_a_move_puts_the_lesson_back(small: Small) -> None:
    done = small.book("Ana Pérez", "2026-03-10 15:00")
    small.do(Move(key=fresh(), booking=done.plan.subject, start=at("2026-03-11 12:00")))  # type: ignore[arg-type]
    small.do(Undo(key=fresh()))
    assert small.view(done).slot.start == at("2026-03-10 15:00")
    small.sound()


def test_undo_does_not_reach_over_a_later_change(small: Small) -> None:
    """A booking that was moved since is not simply unbooked: undo says that it was overtaken."""
    done = small.book("Ana Pérez", "2026-03-10 15:00")
    small.do(Cancel(key=fresh(), booking=done.plan.subject, by=Role.CUSTOMER))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="UNDO_OVERTAKEN"):
        small.do(Undo(key=fresh(), change=done.no))


def test_money_of_another_day_is_not_simply_taken_back(small: Small) -> None:
    """P14: yesterday's cash was counted yesterday."""
    small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CASH)
    small.clock.at += 86400
    with pytest.raises(Refused, match="UNDO_SEALED"):
        small.do(Undo(key=fresh()))


def test_nothing_to_undo_and_furnishing_stays(small: Small) -> None:
    """People written down are taken off the lists again; how the desk was set up is not for undo."""
    small.do(Undo(key=fresh()))
    assert small.desk.search("ana") == ()
    with pytest.raises(NotFound, match="NOTHING_TO_UNDO"):
        small.do(Undo(key=fresh()))


def test_a_customer_may_not_close_take_or_undo(small: Small) -> None:
    """M1's role column, asked at the door."""
    done = small.book("Ana Pérez", "2026-03-04 11:00")
    small.clock.at = at("2026-03-04 13:00")
    booking = done.plan.subject
    assert booking is not None
    for command in (
        Close(key=fresh(), actor=CUSTOMER, booking=booking, verb=Verb.COMPLETE),
        Take(key=fresh(), actor=CUSTOMER, order=small.order(done), method=Method.CASH),
        Undo(key=fresh(), actor=CUSTOMER),
        Cancel(key=fresh(), actor=CUSTOMER, booking=booking, by=Role.CUSTOMER),
    ):
        with pytest.raises(Refused):
            small.do(command)


def test_a_desk_that_nobody_opened_says_so(new_database, clock) -> None:  # type: ignore[no-untyped-def]
    with open_database(new_database()) as database, pytest.raises(NotSetUp):
        Desk(database, clock, fresh).commit(Undo(key=fresh()))
