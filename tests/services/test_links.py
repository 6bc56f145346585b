"""Money by link, from the provider's word to the seat: M1 T2, T10-T13, T21; M3 P1-P13; on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from deskbell.domain.booking import Reason, State, Verb
from deskbell.domain.commands import (
    AcceptLate,
    AskByLink,
    Cancel,
    CaptureNow,
    Close,
    CloseLink,
    GiveBack,
    HandOver,
    RefundFailed,
    RetryRefund,
    Settle,
    SettleTask,
    Take,
    TurnOp,
    Undo,
)
from deskbell.domain.effects import AttemptOpened, BookingTurned, OpQueued, RefundMade
from deskbell.domain.errors import IllegalMove, Refused, WrongInput
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.payment import AttemptState, Method, RefundState, Settlement
from deskbell.domain.people import Role
from deskbell.domain.ports import CheckoutState, SeenRefundState, SeenState
from deskbell.domain.slot import SlotState
from deskbell.store import tables
from tests.services.conftest import Small, at, fresh
from tests.services.links import Link, connect, hold, ops, state, tasks, view

QUARTER = 15 * 60


@pytest.fixture
def desk(small: Small) -> Small:
    connect(small)
    return small


def expire(small: Small, link: Link) -> None:
    """The hold is over, and the provider says that nobody can pay there any more."""
    small.clock.at += QUARTER
    link.settle(state=CheckoutState.EXPIRED)


def late(small: Small, policy: str) -> None:
    with small.desk.database.write() as unit:
        unit.run(update(tables.desk), {"late_pay": policy})


def test_what_is_not_connected_is_not_queued(small: Small) -> None:
    """Decision "Not connected is not queued"."""
    with pytest.raises(Refused, match="NOT_CONNECTED"):
        small.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    assert ops(small) == []


def test_a_link_holds_the_seat_until_it_is_paid(desk: Small) -> None:
    """T2, P1, T10: held for a quarter of an hour, confirmed by the money, one receipt."""
    link = hold(desk)
    seen = view(desk, link)
    assert (seen.booking.state, seen.booking.hold_until) == (State.HELD, desk.clock.now() + QUARTER)
    assert (seen.attempts[0].state, seen.attempts[0].link) == (AttemptState.PENDING, "https://demo.invalid/pay/1")
    assert (seen.money, seen.slot.taken) == (Settlement.UNPAID, 1)
    link.pay()
    seen = view(desk, link)
    assert (seen.booking.state, seen.booking.hold_until, seen.money) == (State.CONFIRMED, None, Settlement.PAID)
    assert [(r.number, r.amount) for r in seen.receipts] == [(1, 2500)]
    assert tasks(desk) == []
    desk.sound()


def test_the_same_word_twice_changes_nothing(desk: Small) -> None:
    """I7: no second receipt, no second confirmation, not even a change."""
    link = hold(desk)
    link.pay()
    link.refund(500)
    before = desk.desk.seq()
    for _ in range(3):
        again = link.settle()
        assert again.plan.effects == ()
    assert desk.desk.seq() == before
    desk.sound()


def test_the_digest_of_a_hold_does_not_tick(desk: Small) -> None:
    """A plan that was shown can be confirmed a minute later: deadlines derived from now are not asked again."""
    from deskbell.domain.commands import Book

    command = Book(
        key=fresh(), service=desk.service("Piano"), tutor=desk.tutor("Ana"), start=at("2026-03-05 15:00"),
        person=desk.people["Ana Pérez"], method=Method.DEMO,
    )  # fmt: skip
    plan = desk.desk.plan(command)
    desk.clock.at += 60
    changed = desk.do(command, plan.digest)
    assert next(changed.plan.of(AttemptOpened)).expires_at == desk.clock.now() + QUARTER


def test_a_hold_ends_when_the_provider_says_so(desk: Small) -> None:
    """T11: seat and time are free again, nothing is owed."""
    link = hold(desk)
    expire(desk, link)
    seen = view(desk, link)
    assert (seen.booking.state, seen.slot.state, seen.due) == (State.EXPIRED, SlotState.CANCELLED, 0)
    assert seen.attempts[0].state is AttemptState.EXPIRED
    desk.book("Leo Lee", "2026-03-05 15:00")
    desk.sound()


def test_a_hold_does_not_end_by_the_clock_while_its_link_is_open(desk: Small) -> None:
    """0-decisions, Holds: the worker asks the provider to close the link first."""
    link = hold(desk)
    booking = view(desk, link).booking.id
    with pytest.raises(Refused, match="HOLD_NOT_OVER"):
        link.lapse(booking)
    desk.clock.at += QUARTER
    with pytest.raises(Refused, match="LINK_OPEN"):
        link.lapse(booking)
    desk.do(CloseLink(key=fresh(), attempt=link.attempt))
    assert ops(desk) == [("CHECKOUT", "todo"), ("EXPIRE", "todo")]
    link.lapse(booking, anyway=True)
    assert state(desk, link) is State.EXPIRED
    desk.sound()


def test_a_hold_whose_link_was_never_sent_ends_at_once(desk: Small) -> None:
    """Nobody can have paid: the operation is dropped, nobody is asked."""
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    link = Link(desk, next(booked.plan.of(AttemptOpened)).attempt)
    desk.clock.at += QUARTER
    assert booked.plan.subject is not None
    link.lapse(booked.plan.subject)
    assert (state(desk, link), ops(desk)) == (State.EXPIRED, [("CHECKOUT", "dropped")])
    assert view(desk, link).attempts[0].state is AttemptState.CANCELLED
    desk.sound()


def test_money_that_is_looked_at_holds_the_seat_once_longer(desk: Small) -> None:
    """I4: in review is not unpaid; but a second quarter is not given."""
    link = hold(desk)
    link.pay(state=SeenState.IN_REVIEW, checkout=CheckoutState.OPEN)
    desk.clock.at += QUARTER
    link.settle(state=CheckoutState.EXPIRED)
    seen = view(desk, link)
    assert (seen.booking.state, seen.booking.hold_until) == (State.HELD, desk.clock.now() + QUARTER)
    desk.clock.at += QUARTER
    link.settle()
    assert state(desk, link) is State.EXPIRED
    desk.sound()


def test_money_that_is_looked_at_extends_a_hold_once_whatever_the_provider_keeps_open(desk: Small) -> None:
    """I4, T11: the page stays open for an hour and the review goes on; the seat waits a quarter longer, no more."""
    link = hold(desk)
    until = view(desk, link).booking.hold_until
    assert until is not None
    link.pay(state=SeenState.IN_REVIEW, checkout=CheckoutState.OPEN)
    link.settle(expires_at=desk.clock.now() + 3600)
    desk.clock.at = until + 60  # the look came a little late
    link.settle()
    seen = view(desk, link)
    assert (seen.booking.state, seen.booking.hold_until) == (State.HELD, until + QUARTER)
    for _ in range(3):
        desk.clock.at += QUARTER
        link.settle()
        assert view(desk, link).booking.hold_until == until + QUARTER
    link.settle(state=CheckoutState.EXPIRED)
    assert state(desk, link) is State.EXPIRED
    desk.sound()


def test_a_review_that_is_seen_too_late_extends_nothing(desk: Small) -> None:
    """I4: at most a quarter beyond its own end, however long nobody looked."""
    link = hold(desk)
    until = view(desk, link).booking.hold_until
    assert until is not None
    desk.clock.at = until + QUARTER + 1
    link.pay(state=SeenState.IN_REVIEW, checkout=CheckoutState.EXPIRED)
    assert state(desk, link) is State.EXPIRED
    link.turn(state=SeenState.CAPTURED, captured=2500)
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.sound()


def test_declined_leaves_the_link_open(desk: Small) -> None:
    """P7: the hold goes on, another card may work."""
    link = hold(desk)
    link.pay(state=SeenState.FAILED, checkout=CheckoutState.OPEN)
    assert state(desk, link) is State.HELD
    link.pay()
    assert state(desk, link) is State.CONFIRMED
    desk.sound()


def test_paid_twice_is_a_task(desk: Small) -> None:
    """P12, I11: OVERPAID; giving the second back settles the task."""
    link = hold(desk)
    link.pay()
    link.pay()
    seen = view(desk, link)
    assert (seen.money, tasks(desk)) == (Settlement.OVERPAID, ["OVERPAID"])
    desk.do(GiveBack(key=fresh(), payment=seen.payments[0].id))
    assert (tasks(desk), ops(desk)[-1]) == ([], ("REFUND", "todo"))
    link.refund(2500, view(desk, link).payments[0].refunds[0].id)
    assert view(desk, link).money is Settlement.PAID
    desk.sound()


def test_cash_while_a_link_is_open_closes_it(desk: Small) -> None:
    """T10 by the desk; the provider is told, and what comes all the same is a task."""
    link = hold(desk)
    seen = view(desk, link)
    desk.do(Take(key=fresh(), order=seen.order.id, method=Method.CASH))
    assert (state(desk, link), ops(desk)[-1]) == (State.CONFIRMED, ("EXPIRE", "todo"))
    link.pay()
    assert tasks(desk) == ["OVERPAID"]
    desk.sound()


@pytest.mark.parametrize("minor", [2400, 2600])
def test_another_amount_than_asked_for(desk: Small, minor: int) -> None:
    """I10: too little confirms nothing and is a task; too much confirms, and the rest is a task."""
    link = hold(desk)
    link.pay(minor)
    want = (State.HELD, ["AMOUNT_DIFFERS"]) if minor < 2500 else (State.CONFIRMED, ["OVERPAID"])
    assert (state(desk, link), tasks(desk)) == want
    if minor < 2500:
        desk.clock.at += QUARTER
        link.settle()
        assert state(desk, link) is State.EXPIRED
        assert "MONEY_WITHOUT_SEAT" in tasks(desk)
    desk.sound()


def test_another_currency_is_not_money_of_this_order(desk: Small) -> None:
    link = hold(desk)
    link.pay(currency="USD")
    assert (state(desk, link), tasks(desk)) == (State.HELD, ["AMOUNT_DIFFERS"])
    desk.sound()


def test_late_money_asks_somebody(desk: Small) -> None:
    """T13 under ASK: nothing by itself, a task for a day; accepting takes the seat again (T12)."""
    link = hold(desk)
    expire(desk, link)
    link.pay()
    seen = view(desk, link)
    assert (seen.booking.state, tasks(desk), seen.money) == (
        State.EXPIRED, ["MONEY_WITHOUT_SEAT"], Settlement.OVERPAID,
    )  # fmt: skip
    link.settle()
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.do(AcceptLate(key=fresh(), booking=seen.booking.id))
    seen = view(desk, link)
    assert (seen.booking.state, seen.slot.state, seen.money) == (State.CONFIRMED, SlotState.PLANNED, Settlement.PAID)
    assert tasks(desk) == []
    desk.sound()


def test_late_money_without_a_seat_goes_back(desk: Small) -> None:
    """I6: the time is somebody else's by now."""
    link = hold(desk)
    expire(desk, link)
    desk.book("Leo Lee", "2026-03-05 15:00")
    link.pay()
    seen = view(desk, link)
    with pytest.raises(Refused, match="LATE_TAKEN"):
        desk.do(AcceptLate(key=fresh(), booking=seen.booking.id))
    desk.do(GiveBack(key=fresh(), payment=seen.payments[0].id))
    link.refund(2500, view(desk, link).payments[0].refunds[0].id)
    assert (view(desk, link).money, tasks(desk)) == (Settlement.REFUNDED, [])
    desk.sound()


@pytest.mark.parametrize("taken", [False, True])
def test_late_money_takes_the_seat_where_it_is_free(desk: Small, taken: bool) -> None:
    """SEAT_OR_REFUND: T12 or T13, without asking."""
    late(desk, "SEAT_OR_REFUND")
    link = hold(desk)
    expire(desk, link)
    if taken:
        desk.book("Leo Lee", "2026-03-05 15:00")
    link.pay()
    assert state(desk, link) is (State.EXPIRED if taken else State.CONFIRMED)
    assert (ops(desk)[-1] == ("REFUND", "todo")) is taken
    desk.sound()


def test_late_money_may_always_go_back(desk: Small) -> None:
    late(desk, "REFUND")
    link = hold(desk)
    expire(desk, link)
    link.pay()
    assert (state(desk, link), ops(desk)[-1]) == (State.EXPIRED, ("REFUND", "todo"))
    desk.sound()


def test_after_the_start_late_money_has_no_seat(desk: Small) -> None:
    link = hold(desk, when="2026-03-04 10:30")
    desk.clock.at += 40 * 60
    link.settle(state=CheckoutState.EXPIRED)
    link.pay()
    with pytest.raises(Refused, match="LATE_STARTED"):
        desk.do(AcceptLate(key=fresh(), booking=view(desk, link).booking.id))
    desk.sound()


def test_cancelling_a_held_seat_gives_all_back(desk: Small) -> None:
    """T21: nothing was promised yet; the link is closed at the provider, and what comes late is a task."""
    link = hold(desk, when="2026-03-04 12:00")
    booking = view(desk, link).booking.id
    desk.do(Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER, reason=Reason.NO_TIME))
    seen = view(desk, link)
    assert (seen.booking.state, seen.due, seen.booking.hold_until) == (State.CANCELLED, 0, None)
    assert ops(desk)[-1] == ("EXPIRE", "todo")
    link.pay()
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.sound()


def paid(desk: Small, when: str = "2026-03-05 15:00") -> Link:
    link = hold(desk, when=when)
    link.pay()
    return link


def cancel(desk: Small, link: Link, by: Role = Role.TUTOR) -> None:
    desk.do(Cancel(key=fresh(), booking=view(desk, link).booking.id, by=by, reason=Reason.OTHER))


def test_a_refund_is_asked_of_the_provider_and_done_when_it_says_so(desk: Small) -> None:
    """P9: REQUESTED, PENDING, SUCCEEDED; a number for it only at the end."""
    link = paid(desk)
    cancel(desk, link)
    seen = view(desk, link)
    refund = seen.payments[0].refunds[0]
    assert (refund.state, ops(desk)[-1], len(seen.receipts)) == (RefundState.REQUESTED, ("REFUND", "todo"), 1)
    link.refund(2500, refund.id, SeenRefundState.PENDING, "re_1")
    assert view(desk, link).payments[0].refunds[0].state is RefundState.PENDING
    link.refund(2500, refund.id, SeenRefundState.SUCCEEDED, "re_1")
    seen = view(desk, link)
    assert (seen.money, [r.amount for r in seen.receipts]) == (Settlement.REFUNDED, [2500, -2500])
    desk.sound()


def test_a_refund_waits_so_that_undo_still_means_it(desk: Small) -> None:
    """T0: the operation has 20 seconds; undone in them it is never sent."""
    link = paid(desk)
    cancel(desk, link)
    desk.do(Undo(key=fresh()))
    seen = view(desk, link)
    assert (seen.booking.state, seen.money, ops(desk)[-1]) == (State.CONFIRMED, Settlement.PAID, ("REFUND", "dropped"))
    desk.sound()


def test_what_was_sent_is_not_undone(desk: Small) -> None:
    link = paid(desk)
    cancel(desk, link)
    with desk.desk.database.write() as unit:
        unit.run(update(tables.op).where(tables.op.c.kind == "REFUND"), {"state": "sent", "first_sent_at": 1})
    with pytest.raises(Refused, match="UNDO_SENT"):
        desk.do(Undo(key=fresh()))
    desk.sound()


def test_what_a_provider_said_is_passed_over_by_undo(desk: Small) -> None:
    """The last change that undo can mean is a person's."""
    link = paid(desk)
    with pytest.raises((Refused, WrongInput)):
        desk.do(Undo(key=fresh()))  # the hold itself: its link was made and paid
    assert state(desk, link) is State.CONFIRMED


def test_a_refused_refund_is_a_task_with_two_ways_out(desk: Small) -> None:
    """P10, I24: asked for again, or made by hand; never silently refunded, never seen to by a word."""
    link = paid(desk)
    cancel(desk, link)
    refund = view(desk, link).payments[0].refunds[0].id
    from tests.services.links import WORKER

    desk.do(RefundFailed(key=fresh(), actor=WORKER, refund=refund, code="NO_BALANCE"))
    seen = view(desk, link)
    assert (seen.payments[0].refunds[0].state, tasks(desk)) == (RefundState.FAILED, ["REFUND_FAILED"])
    with desk.desk.database.read() as unit:
        task = unit.rows(tables.task.select().where(tables.task.c.state == "OPEN"))[0].public_id
    with pytest.raises(Refused, match="TASK_WANTS_DEED"):
        desk.do(SettleTask(key=fresh(), task=task))
    desk.do(RetryRefund(key=fresh(), refund=refund))
    assert tasks(desk) == []
    desk.do(RefundFailed(key=fresh(), actor=WORKER, refund=refund, code="NO_BALANCE"))
    desk.do(HandOver(key=fresh(), booking=seen.booking.id, refund=refund))
    seen = view(desk, link)
    assert (seen.payments[0].refunds[0].state, tasks(desk)) == (RefundState.MANUAL_DONE, [])
    desk.sound()


def test_a_refund_from_outside_is_known_and_told(desk: Small) -> None:
    """P13: a row of its own, the order recomputed, the booking untouched."""
    link = paid(desk)
    link.refund(1000)
    seen = view(desk, link)
    assert (seen.booking.state, seen.money, tasks(desk)) == (
        State.CONFIRMED, Settlement.PARTIALLY_PAID, ["REFUNDED_OUTSIDE"],
    )  # fmt: skip
    assert seen.payments[0].refunds[0].state is RefundState.EXTERNAL
    desk.sound()


def test_a_refund_from_outside_leaves_no_room_for_ours(desk: Small) -> None:
    """I23: never more than was captured; ours fails and is told."""
    link = paid(desk)
    cancel(desk, link)
    link.refund(2000)
    seen = view(desk, link)
    states = sorted(str(r.state) for r in seen.payments[0].refunds)
    assert (states, tasks(desk)) == (["EXTERNAL", "FAILED"], ["REFUND_FAILED"])
    assert ops(desk)[-1] == ("REFUND", "dropped")
    desk.sound()


def test_a_dispute_and_its_end(desk: Small) -> None:
    """P11: CHARGED_BACK and back, no cancellation by itself."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK)
    seen = view(desk, link)
    assert (seen.booking.state, seen.money, tasks(desk)) == (
        State.CONFIRMED, Settlement.CHARGED_BACK, ["CHARGED_BACK"],
    )  # fmt: skip
    desk.sound()
    link.turn(state=SeenState.CAPTURED)
    assert (view(desk, link).money, tasks(desk)) == (Settlement.PAID, [])
    desk.sound()


def authorised(desk: Small) -> Link:
    booked = desk.book("Ana Pérez", "2026-03-05 15:00")
    asked = desk.do(AskByLink(key=fresh(), order=desk.order(booked), method=Method.DEMO, later=True))
    link = Link(desk, next(asked.plan.of(AttemptOpened)).attempt)
    link.settle()
    link.pay(state=SeenState.AUTHORISED, until=desk.clock.now() + 7 * 86400)
    return link


def test_authorised_money_is_taken_when_the_lesson_is_given(desk: Small) -> None:
    """P3, P4, T25."""
    link = authorised(desk)
    assert view(desk, link).money is Settlement.AUTHORISED
    desk.sound()
    desk.clock.at = at("2026-03-05 16:00")
    closed = desk.do(Close(key=fresh(), booking=view(desk, link).booking.id, verb=Verb.COMPLETE))
    asked = next(closed.plan.of(OpQueued))
    assert (asked.op_kind, asked.amount) == (OpKind.CAPTURE, 2500)
    link.turn(state=SeenState.CAPTURED, captured=2500)
    assert view(desk, link).money is Settlement.PAID
    desk.sound()


def test_a_late_cancellation_takes_its_fee_out_of_what_is_authorised(desk: Small) -> None:
    """P4, P5: half is captured, the rest released, no refund needed."""
    link = authorised(desk)
    desk.clock.at = at("2026-03-04 14:00")
    changed = desk.do(Cancel(key=fresh(), booking=view(desk, link).booking.id, by=Role.CUSTOMER))
    asked = next(changed.plan.of(OpQueued))
    assert (asked.op_kind, asked.amount, list(changed.plan.of(RefundMade))) == (OpKind.CAPTURE, 1250, [])
    link.turn(state=SeenState.CAPTURED, captured=1250)
    seen = view(desk, link)
    assert (seen.money, seen.captured, tasks(desk)) == (Settlement.PAID, 1250, [])
    desk.sound()


def test_an_authorisation_that_is_lost_is_a_task(desk: Small) -> None:
    """P6, T31: the seat stays, somebody collects."""
    link = authorised(desk)
    link.turn(state=SeenState.CANCELLED)
    seen = view(desk, link)
    assert (seen.booking.state, seen.money, tasks(desk)) == (State.CONFIRMED, Settlement.UNPAID, ["AUTH_LOST"])
    desk.sound()


def test_an_authorisation_that_we_gave_up_is_none(desk: Small) -> None:
    """P5: VOIDED, and no task."""
    link = authorised(desk)
    cancel(desk, link)
    assert ops(desk)[-1] == ("VOID", "todo")
    link.turn(state=SeenState.CANCELLED)
    seen = view(desk, link)
    assert (seen.payments[0].state, tasks(desk)) == (AttemptState.VOIDED, [])
    desk.sound()


def test_one_link_at_a_time(desk: Small) -> None:
    link = hold(desk)
    with pytest.raises(Refused, match="LINK_OPEN"):
        desk.do(AskByLink(key=fresh(), order=view(desk, link).order.id, method=Method.DEMO))


def test_a_checkout_that_is_refused_is_told(desk: Small) -> None:
    """P8: the hold goes on, another way is chosen."""
    from tests.services.links import WORKER

    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    attempt = next(booked.plan.of(AttemptOpened)).attempt
    desk.do(Settle(key=fresh(), actor=WORKER, attempt=attempt, refused="AMOUNT_TOO_SMALL"))
    assert tasks(desk) == ["LINK_REFUSED"]
    desk.do(Take(key=fresh(), order=desk.order(booked), method=Method.CASH))
    assert desk.view(booked).booking.state is State.CONFIRMED
    desk.sound()


def test_an_operation_is_dropped_with_a_reason(desk: Small) -> None:
    """I24: what was asked for and given up is a person's again."""
    link = paid(desk)
    cancel(desk, link)
    op = view(desk, link).ops[-1].id
    with pytest.raises(WrongInput, match="REASON_MISSING"):
        desk.do(TurnOp(key=fresh(), op=op, after=OpState.DROPPED))
    desk.do(TurnOp(key=fresh(), op=op, after=OpState.DROPPED, text="paid at the desk"))
    assert (ops(desk)[-1], tasks(desk)) == (("REFUND", "dropped"), ["REFUND_FAILED"])
    with pytest.raises(IllegalMove, match="ILLEGAL_OP_MOVE"):
        desk.do(TurnOp(key=fresh(), op=op, after=OpState.TODO))
    desk.sound()


def test_only_the_worker_settles(desk: Small) -> None:
    link = hold(desk)
    with pytest.raises(Refused, match="NOT_YOURS"):
        desk.do(Settle(key=fresh(), attempt=link.attempt, seen=link.seen))


def test_a_capture_under_way_is_answered_before_a_cancellation(desk: Small) -> None:
    link = authorised(desk)
    desk.do(CaptureNow(key=fresh(), payment=view(desk, link).payments[0].id))
    with pytest.raises(Refused, match="BUSY_MONEY"):
        cancel(desk, link)


def test_a_seat_of_a_class_is_held_and_comes_back(desk: Small) -> None:
    """I26: two seats, two holds, the third is refused; one lapses and its seat is taken."""
    slot = desk.open_class("2026-03-05 12:00")
    first = hold(desk, "Ana Pérez", "2026-03-05 12:00", service="Yoga", tutor="Ben", slot=slot)
    hold(desk, "Leo Lee", "2026-03-05 12:00", service="Yoga", tutor="Ben", slot=slot)
    with pytest.raises(Refused, match="SLOT_FULL"):
        hold(desk, "Mia Lee", "2026-03-05 12:00", service="Yoga", tutor="Ben", slot=slot)
    expire(desk, first)
    turned = view(desk, first)
    assert (turned.slot.state, turned.slot.taken) == (SlotState.PLANNED, 1)
    hold(desk, "Mia Lee", "2026-03-05 12:00", service="Yoga", tutor="Ben", slot=slot)
    first.pay(1200)
    with pytest.raises(Refused, match="SLOT_FULL"):
        desk.do(AcceptLate(key=fresh(), booking=turned.booking.id))
    desk.sound()


def test_undo_of_a_hold_drops_what_was_never_sent(desk: Small) -> None:
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    desk.do(Undo(key=fresh()))
    seen = desk.view(booked)
    assert (seen.booking.state, seen.booking.hold_until, ops(desk)) == (
        State.CANCELLED, None, [("CHECKOUT", "dropped")],
    )  # fmt: skip
    desk.sound()


def test_a_walk_in_that_has_started_is_confirmed_and_owes(desk: Small) -> None:
    """A lesson that runs is not held: the link is there, the seat is taken."""
    booked = desk.book(None, "2026-03-04 09:30", method=Method.DEMO)
    assert desk.view(booked).booking.state is State.CONFIRMED
    assert list(booked.plan.of(BookingTurned)) == []
    desk.sound()
