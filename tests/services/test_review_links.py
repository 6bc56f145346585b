"""Money by link, reviewed: after which deeds of a person and a provider might money be unaccounted for?"""

from __future__ import annotations

import pytest
from sqlalchemy import update

from deskbell.domain.booking import State, Verb
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
    Reprice,
    RetryRefund,
    Settle,
    SettleTask,
    Take,
    TurnOp,
)
from deskbell.domain.effects import AttemptOpened, OpQueued, RefundMade
from deskbell.domain.errors import DeskError, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.op import OpState
from deskbell.domain.payment import AttemptState, Method, RefundState, Settlement
from deskbell.domain.people import Role
from deskbell.domain.ports import CheckoutState, SeenRefundState, SeenState
from deskbell.store import tables
from tests.services.conftest import Small, at, fresh
from tests.services.links import WORKER, Link, connect, hold, ops, state, tasks, view

QUARTER = 15 * 60


@pytest.fixture
def desk(small: Small) -> Small:
    connect(small)
    return small


def task_id(small: Small, kind: str) -> Id:
    with small.desk.database.read() as unit:
        rows = unit.rows(tables.task.select().where(tables.task.c.state == "OPEN", tables.task.c.kind == kind))
    assert len(rows) == 1
    return Id(rows[0].public_id)


def paid(small: Small) -> Link:
    link = hold(small)
    link.pay()
    return link


def expire(small: Small, link: Link) -> None:
    small.clock.at += QUARTER
    link.settle(state=CheckoutState.EXPIRED)


def cancel(small: Small, link: Link) -> None:
    small.do(Cancel(key=fresh(), booking=view(small, link).booking.id, by=Role.STAFF))


def authorised(small: Small, minor: int = 2500) -> Link:
    booked = small.book("Ana Pérez", "2026-03-05 15:00")
    asked = small.do(AskByLink(key=fresh(), order=small.order(booked), method=Method.DEMO, later=True))
    link = Link(small, next(asked.plan.of(AttemptOpened)).attempt)
    link.settle()
    if minor:
        link.pay(minor, state=SeenState.AUTHORISED, until=small.clock.now() + 7 * 86400)
    return link


def policy(small: Small, name: str) -> None:
    with small.desk.database.write() as unit:
        unit.run(update(tables.desk), {"late_pay": name})


# --- cash is never handed out by the worker


@pytest.mark.parametrize("late", ["REFUND", "SEAT_OR_REFUND"])
def test_cash_of_a_hold_that_is_over_is_given_back_by_a_person(desk: Small, late: str) -> None:
    """I24: nobody but a person hands cash out of the drawer; a part paid in cash, the link never."""
    policy(desk, late)
    link = hold(desk)
    desk.do(Take(key=fresh(), order=view(desk, link).order.id, method=Method.CASH, amount=500))
    expire(desk, link)
    seen = view(desk, link)
    assert seen.booking.state is State.EXPIRED
    assert [r.state for r in seen.payments[0].refunds] == [RefundState.REQUESTED]
    assert tasks(desk) == ["REFUND_BY_HAND"]
    desk.do(HandOver(key=fresh(), booking=seen.booking.id, refund=seen.payments[0].refunds[0].id))
    assert tasks(desk) == []
    desk.sound()


def test_cash_that_nobody_spoke_of_for_a_day_is_a_persons(desk: Small) -> None:
    """I24: the worker's giving back asks a person for the cash."""
    link = hold(desk)
    desk.do(Take(key=fresh(), order=view(desk, link).order.id, method=Method.CASH, amount=500))
    expire(desk, link)
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.do(GiveBack(key=fresh(), actor=WORKER, payment=view(desk, link).payments[0].id))
    assert tasks(desk) == ["REFUND_BY_HAND"]
    desk.sound()


# --- money that comes back, or comes more than was owed, is told


def test_a_dispute_won_after_the_cancellation_is_money_without_a_seat(desk: Small) -> None:
    """P11, T13: the money is there again and nobody owes it."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK)
    cancel(desk, link)
    link.turn(state=SeenState.CAPTURED)
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.sound()


def test_a_dispute_won_after_cash_was_taken_is_overpaid(desk: Small) -> None:
    """P11, P12."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK)
    desk.do(Take(key=fresh(), order=view(desk, link).order.id, method=Method.CASH))
    link.turn(state=SeenState.CAPTURED)
    assert (tasks(desk), view(desk, link).money) == (["OVERPAID"], Settlement.OVERPAID)
    desk.sound()


def test_a_capture_of_more_than_is_owed_by_now_is_overpaid(desk: Small) -> None:
    """P12: the price went down while the capture was under way."""
    link = authorised(desk)
    seen = view(desk, link)
    desk.do(CaptureNow(key=fresh(), payment=seen.payments[0].id))
    desk.do(Reprice(key=fresh(), booking=seen.booking.id, total=2000, text="shorter"))
    link.turn(state=SeenState.CAPTURED, captured=2500)
    assert tasks(desk) == ["OVERPAID"]
    desk.sound()


def test_a_part_in_cash_is_not_taken_again_of_what_is_authorised(desk: Small) -> None:
    """P4: only what is still owed is captured."""
    link = authorised(desk)
    seen = view(desk, link)
    desk.do(Take(key=fresh(), order=seen.order.id, method=Method.CASH, amount=1000))
    desk.clock.at = at("2026-03-05 16:00")
    closed = desk.do(Close(key=fresh(), booking=seen.booking.id, verb=Verb.COMPLETE))
    assert next(closed.plan.of(OpQueued)).amount == 1500
    desk.sound()


def test_an_authorisation_of_more_than_is_owed_is_kept(desk: Small) -> None:
    """The price went down while somebody paid: what is owed of it is taken when the lesson is given."""
    link = authorised(desk, 0)
    desk.do(Reprice(key=fresh(), booking=view(desk, link).booking.id, total=2000, text="shorter"))
    link.pay(state=SeenState.AUTHORISED, until=desk.clock.now() + 7 * 86400)
    assert "VOID" not in [kind for kind, _ in ops(desk)]
    assert view(desk, link).money is Settlement.AUTHORISED
    desk.sound()


def test_nothing_is_captured_of_an_order_that_owes_nothing(desk: Small) -> None:
    """P4, P5: a price of nothing gives the authorisation up."""
    link = authorised(desk)
    seen = view(desk, link)
    desk.do(Reprice(key=fresh(), booking=seen.booking.id, total=0, text="on the house"))
    assert ops(desk)[-1] == ("VOID", "todo")
    with pytest.raises(DeskError):
        desk.do(CaptureNow(key=fresh(), actor=WORKER, payment=seen.payments[0].id))
    desk.sound()


def test_an_authorisation_too_small_is_given_up_with_its_hold(desk: Small) -> None:
    """P5, T11: nothing stays reserved on a card for a seat that is gone."""
    link = hold(desk)
    link.pay(2000, state=SeenState.AUTHORISED, until=desk.clock.now() + 7 * 86400)
    desk.clock.at += QUARTER
    link.settle()
    assert (state(desk, link), ops(desk)[-1]) == (State.EXPIRED, ("VOID", "todo"))
    link.settle()
    assert [kind for kind, _ in ops(desk)].count("VOID") == 1
    desk.sound()


def test_a_second_link_is_closed_when_the_first_is_paid_after_all(desk: Small) -> None:
    """P12: what was under way at a link that is closed pays the order; nobody shall pay by the other."""
    first = hold(desk)
    desk.do(CloseLink(key=fresh(), attempt=first.attempt))
    first.settle(state=CheckoutState.EXPIRED)
    asked = desk.do(AskByLink(key=fresh(), order=view(desk, first).order.id, method=Method.DEMO))
    second = Link(desk, next(asked.plan.of(AttemptOpened)).attempt)
    second.settle()
    first.pay()
    assert (state(desk, first), ops(desk)[-1]) == (State.CONFIRMED, ("EXPIRE", "todo"))
    second.pay()
    assert tasks(desk) == ["OVERPAID"]
    desk.sound()


# --- what a provider says can always be kept


def test_a_refund_that_goes_through_under_a_dispute(desk: Small) -> None:
    """I7, I23: the refund was under way when the bank took the money; both are so."""
    link = paid(desk)
    cancel(desk, link)
    refund = view(desk, link).payments[0].refunds[0].id
    link.refund(2500, refund, SeenRefundState.PENDING, "re_1")
    link.turn(state=SeenState.CHARGED_BACK)
    link.refund(2500, refund, SeenRefundState.SUCCEEDED, "re_1")
    assert view(desk, link).payments[0].refunds[0].state is RefundState.SUCCEEDED
    desk.sound()
    link.turn(state=SeenState.CAPTURED)
    desk.sound()


def test_a_refund_from_outside_under_a_dispute(desk: Small) -> None:
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK)
    link.refund(1000)
    assert tasks(desk) == ["CHARGED_BACK", "REFUNDED_OUTSIDE"]
    desk.sound()


def test_nothing_is_handed_over_of_what_the_bank_took(desk: Small) -> None:
    """P11: it would go back twice; the task about it can be seen to, because no deed can settle it."""
    link = paid(desk)
    cancel(desk, link)
    refund = view(desk, link).payments[0].refunds[0].id
    desk.do(RefundFailed(key=fresh(), actor=WORKER, refund=refund, code="DISPUTED"))
    link.turn(state=SeenState.CHARGED_BACK)
    with pytest.raises(Refused):
        desk.do(HandOver(key=fresh(), booking=view(desk, link).booking.id, refund=refund))
    with pytest.raises(Refused):
        desk.do(RetryRefund(key=fresh(), refund=refund))
    desk.do(SettleTask(key=fresh(), task=task_id(desk, "REFUND_FAILED"), text="the bank took it"))
    assert tasks(desk) == ["CHARGED_BACK"]
    desk.sound()


def test_a_refund_without_room_can_be_seen_to(desk: Small) -> None:
    """P13, I24: all went back without us; neither way out of the failed refund is left."""
    link = paid(desk)
    cancel(desk, link)
    link.refund(2500)
    assert tasks(desk) == ["REFUND_FAILED"]
    desk.do(SettleTask(key=fresh(), task=task_id(desk, "REFUND_FAILED"), text="it went back"))
    assert tasks(desk) == []
    desk.sound()


def test_money_of_another_currency_is_told_once(desk: Small) -> None:
    """I7: what a person has seen to is not raised anew by the same word."""
    link = hold(desk)
    link.pay(currency="USD")
    desk.do(SettleTask(key=fresh(), task=task_id(desk, "AMOUNT_DIFFERS"), text="sent back there"))
    again = link.settle()
    assert (tasks(desk), again.plan.effects) == ([], ())
    desk.sound()


def test_a_refund_given_by_hand_that_went_through_after_all_is_told_once(desk: Small) -> None:
    """P10: given up as unanswered, handed over, and made by the provider all the same: it went back twice."""
    link = paid(desk)
    cancel(desk, link)
    seen = view(desk, link)
    refund = seen.payments[0].refunds[0].id
    desk.do(TurnOp(key=fresh(), op=seen.ops[-1].id, after=OpState.DROPPED, text="no answer"))
    desk.do(HandOver(key=fresh(), booking=seen.booking.id, refund=refund))
    assert tasks(desk) == []
    link.refund(2500, refund)
    assert tasks(desk) == ["REFUNDED_OUTSIDE"]
    desk.do(SettleTask(key=fresh(), task=task_id(desk, "REFUNDED_OUTSIDE")))
    assert link.settle().plan.effects == ()
    desk.sound()


# --- late money and people who booked anew


def test_late_money_takes_no_second_seat_in_the_same_class(desk: Small) -> None:
    """I55: the person has booked anew; what came late goes back, and the worker can keep what it saw."""
    policy(desk, "SEAT_OR_REFUND")
    slot = desk.open_class("2026-03-05 12:00")
    link = hold(desk, "Ana Pérez", "2026-03-05 12:00", service="Yoga", tutor="Ben", slot=slot)
    expire(desk, link)
    desk.book("Ana Pérez", "2026-03-05 12:00", service="Yoga", tutor="Ben", slot=slot, method=Method.CASH)
    link.pay(1200)
    assert (state(desk, link), ops(desk)[-1]) == (State.EXPIRED, ("REFUND", "todo"))
    desk.sound()


def test_late_money_puts_nobody_in_two_places(desk: Small) -> None:
    """I55: by a person's word neither."""
    link = hold(desk)
    expire(desk, link)
    desk.book("Ana Pérez", "2026-03-05 15:00", service="Maths", tutor="Ben", method=Method.CASH)
    link.pay()
    with pytest.raises(Refused, match="STUDENT_OVERLAP"):
        desk.do(AcceptLate(key=fresh(), booking=view(desk, link).booking.id))
    desk.sound()


def test_a_walk_in_without_a_name_by_link(desk: Small) -> None:
    link = hold(desk, None)
    expire(desk, link)
    link.pay()
    desk.do(AcceptLate(key=fresh(), booking=view(desk, link).booking.id))
    cancel(desk, link)
    desk.sound()


def test_a_held_seat_is_neither_moved_nor_priced_nor_closed(desk: Small) -> None:
    link = hold(desk)
    booking = view(desk, link).booking.id
    with pytest.raises(DeskError):
        desk.do(Reprice(key=fresh(), booking=booking, total=100, text="x"))
    desk.clock.at = at("2026-03-05 17:00")
    with pytest.raises(DeskError):
        desk.do(Close(key=fresh(), booking=booking, verb=Verb.COMPLETE))
    with pytest.raises((Refused, WrongInput)):
        desk.do(AskByLink(key=fresh(), order=view(desk, link).order.id, method=Method.DEMO))
    desk.sound()


# --- tasks begin and end with what they tell of


def test_what_went_back_outside_ends_the_task_about_it(desk: Small) -> None:
    """P12, P13: nothing is left that could be given back, and nothing is open by it: the timeline tells of it."""
    link = paid(desk)
    link.pay()
    assert tasks(desk) == ["OVERPAID"]
    link.refund(2500)
    assert (tasks(desk), view(desk, link).money) == ([], Settlement.PAID)
    desk.sound()


def test_late_money_that_went_back_outside_is_no_task(desk: Small) -> None:
    link = hold(desk)
    expire(desk, link)
    link.pay()
    link.refund(2500)
    assert (tasks(desk), state(desk, link)) == ([], State.EXPIRED)
    desk.sound()


def test_less_than_was_asked_for_is_told_though_the_seat_is_theirs(desk: Small) -> None:
    """I10: another amount than the link's is a task, whether a seat waits for it or not."""
    booked = desk.book("Ana Pérez", "2026-03-05 15:00")
    asked = desk.do(AskByLink(key=fresh(), order=desk.order(booked), method=Method.DEMO))
    link = Link(desk, next(asked.plan.of(AttemptOpened)).attempt)
    link.settle()
    link.pay(2000)
    assert (tasks(desk), view(desk, link).money) == (["AMOUNT_DIFFERS"], Settlement.PARTIALLY_PAID)
    desk.sound()


def test_a_link_that_was_closed_before_it_was_made_is_not_made(desk: Small) -> None:
    """P8: the provider was busy when it was asked, and knows of no such link: it is not told to make one after all."""
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    link = Link(desk, next(booked.plan.of(AttemptOpened)).attempt)
    with desk.desk.database.write() as unit:
        unit.run(update(tables.op), {"first_sent_at": desk.clock.now()})
    cancel(desk, link)
    assert ops(desk) == [("CHECKOUT", "todo"), ("EXPIRE", "todo")]
    desk.do(Settle(key=fresh(), actor=WORKER, attempt=link.attempt, refused="NOT_FOUND"))
    assert (ops(desk)[0], tasks(desk)) == (("CHECKOUT", "dropped"), [])
    assert view(desk, link).attempts[0].state is AttemptState.CANCELLED
    desk.sound()


def test_a_refund_over_several_payments(desk: Small) -> None:
    """P9, I23: half of a price that was paid by cash and by link; the newest goes back first."""
    link = hold(desk, when="2026-03-04 12:00")
    seen = view(desk, link)
    desk.do(Take(key=fresh(), order=seen.order.id, method=Method.CASH, amount=2000))
    link.pay(500)
    assert state(desk, link) is State.CONFIRMED
    desk.clock.at = at("2026-03-04 10:05")
    changed = desk.do(Cancel(key=fresh(), booking=seen.booking.id, by=Role.CUSTOMER, percent=50))
    assert [(r.amount, r.method) for r in changed.plan.of(RefundMade)] == [(500, Method.DEMO), (750, Method.CASH)]
    refund = next(changed.plan.of(RefundMade)).refund
    link.refund(500, refund)
    assert view(desk, link).money is Settlement.PARTIALLY_REFUNDED
    desk.sound()
