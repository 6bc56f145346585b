"""Undo around money by link: nothing too much comes back, and nothing too little; a plan that holds. T0, P14."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from deskbell.domain.booking import State
from deskbell.domain.commands import (
    AcceptLate,
    AskByLink,
    Cancel,
    GiveBack,
    HandOver,
    Lapse,
    RefundFailed,
    RetryRefund,
    Take,
    TurnOp,
    Undo,
)
from deskbell.domain.effects import AttemptOpened
from deskbell.domain.errors import DeskError
from deskbell.domain.op import OpState
from deskbell.domain.payment import AttemptState, Method, RefundState, Settlement
from deskbell.domain.people import Role
from deskbell.domain.ports import CheckoutState
from deskbell.store import tables
from tests.services.conftest import Small, fresh
from tests.services.links import WORKER, Link, connect, hold, ops, state, tasks, view

QUARTER = 15 * 60


@pytest.fixture
def desk(small: Small) -> Small:
    connect(small)
    return small


def paid(small: Small) -> Link:
    link = hold(small)
    link.pay()
    return link


def expire(small: Small, link: Link) -> None:
    small.clock.at += QUARTER
    link.settle(state=CheckoutState.EXPIRED)


def cancel(small: Small, link: Link) -> None:
    small.do(Cancel(key=fresh(), booking=view(small, link).booking.id, by=Role.STAFF))


def test_undo_of_a_cancelled_hold_that_was_paid_meanwhile(desk: Small) -> None:
    """T10: the money is there, so the hold does not lapse; and nothing gives it back by itself."""
    link = hold(desk)
    cancel(desk, link)
    link.pay()
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.do(Undo(key=fresh()))
    desk.clock.at += QUARTER
    link.lapse(view(desk, link).booking.id)
    assert (state(desk, link), tasks(desk)) == (State.CONFIRMED, [])
    desk.sound()


def test_a_hold_that_is_paid_is_confirmed_when_it_is_over(desk: Small) -> None:
    """T10 before T11: cash typed by mistake, the link paid meanwhile, the cash taken back."""
    link = hold(desk)
    desk.do(Take(key=fresh(), order=view(desk, link).order.id, method=Method.CASH))
    link.pay()
    desk.do(Undo(key=fresh()))
    assert state(desk, link) is State.HELD
    desk.clock.at += QUARTER
    link.lapse(view(desk, link).booking.id)
    assert state(desk, link) is State.CONFIRMED
    desk.sound()


def test_cash_is_taken_back_though_the_link_is_closed_by_now(desk: Small) -> None:
    """P14: closing a link moves no money; it is no reason to keep cash that nobody paid."""
    link = hold(desk)
    desk.do(Take(key=fresh(), order=view(desk, link).order.id, method=Method.CASH))
    with desk.desk.database.write() as unit:
        unit.run(update(tables.op).where(tables.op.c.kind == "EXPIRE"), {"state": "done", "first_sent_at": 1})
    link.settle(state=CheckoutState.EXPIRED)
    desk.do(Undo(key=fresh()))
    assert view(desk, link).captured == 0
    desk.clock.at += QUARTER
    link.lapse(view(desk, link).booking.id)
    assert state(desk, link) is State.EXPIRED
    desk.sound()


def test_undo_of_giving_back_what_was_paid_twice(desk: Small) -> None:
    """T0: the refund is withdrawn, the task is there again."""
    link = paid(desk)
    link.pay()
    desk.do(GiveBack(key=fresh(), payment=view(desk, link).payments[0].id))
    desk.do(Undo(key=fresh()))
    assert (tasks(desk), ops(desk)[-1]) == (["OVERPAID"], ("REFUND", "dropped"))
    desk.sound()


def test_undo_of_late_money_accepted(desk: Small) -> None:
    """T0: the seat is free, nothing is owed, the task is there again; and it can be accepted once more."""
    link = hold(desk)
    expire(desk, link)
    link.pay()
    booking = view(desk, link).booking.id
    desk.do(AcceptLate(key=fresh(), booking=booking))
    desk.do(Undo(key=fresh()))
    seen = view(desk, link)
    assert (seen.booking.state, seen.due, tasks(desk)) == (State.EXPIRED, 0, ["MONEY_WITHOUT_SEAT"])
    desk.sound()
    desk.do(AcceptLate(key=fresh(), booking=booking))
    assert (state(desk, link), tasks(desk)) == (State.CONFIRMED, [])
    desk.sound()


@pytest.mark.parametrize("verb", ["hand", "retry"])
def test_undo_of_what_was_done_about_a_failed_refund(desk: Small, verb: str) -> None:
    """T0: it is a failed refund with its task again."""
    link = paid(desk)
    cancel(desk, link)
    seen = view(desk, link)
    refund = seen.payments[0].refunds[0].id
    desk.do(RefundFailed(key=fresh(), actor=WORKER, refund=refund, code="NO_BALANCE"))
    if verb == "hand":
        desk.do(HandOver(key=fresh(), booking=seen.booking.id, refund=refund))
    else:
        desk.do(RetryRefund(key=fresh(), refund=refund))
    desk.do(Undo(key=fresh()))
    assert (view(desk, link).payments[0].refunds[0].state, tasks(desk)) == (RefundState.FAILED, ["REFUND_FAILED"])
    desk.sound()


def test_undo_of_giving_an_operation_up(desk: Small) -> None:
    """I24: a refund that is asked for again has somebody who does it."""
    link = paid(desk)
    cancel(desk, link)
    op = view(desk, link).ops[-1].id
    desk.do(TurnOp(key=fresh(), op=op, after=OpState.DROPPED, text="slip of the finger"))
    desk.do(Undo(key=fresh()))
    assert view(desk, link).payments[0].refunds[0].state is RefundState.REQUESTED
    assert (ops(desk)[-1], tasks(desk)) == (("REFUND", "todo"), [])
    desk.sound()


def test_undo_of_a_cancelled_hold_brings_its_unsent_link_back(desk: Small) -> None:
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    link = Link(desk, next(booked.plan.of(AttemptOpened)).attempt)
    cancel(desk, link)
    assert ops(desk) == [("CHECKOUT", "dropped")]
    desk.do(Undo(key=fresh()))
    assert (state(desk, link), ops(desk)) == (State.HELD, [("CHECKOUT", "todo")])
    assert view(desk, link).attempts[0].state is AttemptState.CREATED
    link.settle()
    link.pay()
    assert state(desk, link) is State.CONFIRMED
    desk.sound()


def test_undo_of_a_cancellation_settles_the_task_about_its_money(desk: Small) -> None:
    """The seat is there again: nothing may give its money back a day later."""
    booked = desk.book("Ana Pérez", "2026-03-05 15:00")
    asked = desk.do(AskByLink(key=fresh(), order=desk.order(booked), method=Method.DEMO))
    link = Link(desk, next(asked.plan.of(AttemptOpened)).attempt)
    link.settle()
    cancel(desk, link)
    link.pay()
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.do(Undo(key=fresh()))
    assert (state(desk, link), view(desk, link).money, tasks(desk)) == (State.CONFIRMED, Settlement.PAID, [])
    with pytest.raises(DeskError):
        desk.do(GiveBack(key=fresh(), actor=WORKER, payment=view(desk, link).payments[0].id))
    desk.sound()


def test_the_digest_of_a_release_does_not_tick(desk: Small) -> None:
    """A person releases a seat for which a part was paid: a second later it is the same plan."""
    link = hold(desk)
    desk.do(Take(key=fresh(), order=view(desk, link).order.id, method=Method.CASH, amount=500))
    desk.clock.at += QUARTER
    command = Lapse(key=fresh(), booking=view(desk, link).booking.id, anyway=True)
    plan = desk.desk.plan(command)
    desk.clock.at += 7
    desk.do(command, plan.digest)
    assert state(desk, link) is State.EXPIRED
    desk.sound()


def test_a_seat_that_is_there_again_leaves_the_second_payment_nobodys(desk: Small) -> None:
    """P12: paid twice, cancelled, and the cancellation undone: too much is there, and somebody is told."""
    link = hold(desk)
    booking = view(desk, link).booking.id
    desk.do(Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER))
    link.pay()
    link.pay()
    assert tasks(desk) == ["MONEY_WITHOUT_SEAT"]
    desk.do(Undo(key=fresh()))
    assert tasks(desk) == ["OVERPAID"]
    desk.sound()
