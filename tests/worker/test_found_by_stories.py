"""Faults that stories of crashes found (tests/crashes), each as short as it can be told; on both databases."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import State
from deskbell.domain.commands import AskByLink, Cancel, GiveBack, HandOver, RetryRefund, TurnOp, Undo
from deskbell.domain.effects import AttemptOpened
from deskbell.domain.errors import Refused
from deskbell.domain.op import OpState
from deskbell.domain.payment import Method, Settlement
from deskbell.domain.people import Role
from deskbell.domain.ports import Later, Unknown
from deskbell.domain.ports import Refused as No
from deskbell.worker.loop import DAY, MINUTE
from tests.services.conftest import fresh
from tests.worker.conftest import Rig
from tests.worker.test_loop import paid


def test_a_link_paid_in_other_money_ends_with_its_hold(rig: Rig) -> None:
    """I10, T11: it is told to close once at most, and nobody's seat is held for ever."""
    no, attempt = rig.book()
    rig.turn()
    rig.customer.pays(attempt, currency="USD")
    for _ in range(20):
        rig.turn(MINUTE)
    assert rig.state(no) is State.EXPIRED
    assert rig.line.count("expire") <= 1
    assert "AMOUNT_DIFFERS" in rig.tasks()
    rig.small.sound()


def test_a_refund_from_outside_may_come_back(rig: Rig) -> None:
    """P10, P7: the money is here again, and a person is told."""
    _, attempt = paid(rig)
    refund = rig.customer.refunds_outside(attempt, 700)
    rig.turn(DAY)
    rig.customer.refund_ends(refund, ok=False)
    rig.turn(DAY)
    assert rig.rows("SELECT state FROM refund") == [("FAILED",)]
    assert "REFUND_FAILED" in rig.tasks()
    assert rig.rows("SELECT sum(minor) FROM ledger_line WHERE account = 'cash:DEMO'") == [(2500,)]
    rig.small.sound()


def test_money_won_back_and_given_back_between_two_looks(rig: Rig) -> None:
    """P11, P13: a refund of a payment that the desk still takes for charged back."""
    _, attempt = paid(rig)
    rig.customer.disputes(attempt)
    rig.turn(DAY)
    rig.customer.wins(attempt)
    rig.customer.refunds_outside(attempt, 700)
    rig.customer.disputes(attempt)
    rig.turn(DAY)
    assert rig.rows("SELECT state FROM payment") == [("CHARGED_BACK",)]
    assert rig.rows("SELECT state, amount FROM refund") == [("EXTERNAL", 700)]
    assert not rig.crashes.exists()
    newest = rig.small.desk.seq()
    rig.turn(DAY)
    assert rig.small.desk.seq() == newest, "seen again, it changes nothing"
    rig.small.sound()


def test_what_the_worker_did_is_nobodys_to_undo(rig: Rig) -> None:
    """T0: what a provider says is so."""
    _, attempt = paid(rig)
    rig.customer.refunds_outside(attempt, 700)
    rig.turn(DAY)
    (change,) = rig.rows("SELECT max(id) FROM change WHERE verb = 'SETTLE'")[0]
    with pytest.raises(Refused, match="UNDO_NEVER"):
        rig.small.do(Undo(key=fresh(), change=change))
    assert rig.rows("SELECT state FROM refund") == [("EXTERNAL",)]


def test_what_somebody_parks_stays_in_sight(rig: Rig) -> None:
    """P9: a parked operation has a task until it goes on."""
    no, _ = paid(rig)
    view = rig.small.desk.booking(no)
    rig.small.do(Cancel(key=fresh(), booking=view.booking.id, by=Role.STAFF))
    (op,) = rig.rows("SELECT public_id FROM op WHERE kind = 'REFUND'")[0]
    rig.small.do(TurnOp(key=fresh(), op=op, after=OpState.PARKED))
    assert rig.tasks() == ["OP_STUCK"]
    rig.small.do(TurnOp(key=fresh(), op=op, after=OpState.TODO))
    assert rig.tasks() == []


def test_a_refund_asked_for_again_does_not_fail_of_its_first_failure(rig: Rig) -> None:
    """P10: the old failure is known; the new try stands for itself, and is found by the same reference."""
    _, attempt = paid(rig)
    (payment,) = rig.rows("SELECT public_id FROM payment")[0]
    rig.customer.orders("refund", "slow")
    rig.small.do(GiveBack(key=fresh(), payment=payment, amount=700))
    rig.turn(MINUTE)
    (refund,) = rig.rows("SELECT public_id FROM refund")[0]
    rig.customer.refund_ends(refund, ok=False)
    rig.turn(DAY)
    assert rig.rows("SELECT state FROM refund") == [("FAILED",)]
    rig.small.do(RetryRefund(key=fresh(), refund=refund))
    rig.working.sweep_soon("DEMO")
    rig.turn(1)
    assert rig.rows("SELECT state FROM refund") == [("REQUESTED",)]
    rig.turn(MINUTE)
    assert rig.rows("SELECT state FROM refund") == [("SUCCEEDED",)]
    newest = rig.small.desk.seq()
    rig.turn(DAY)
    assert rig.small.desk.seq() == newest
    assert rig.tasks() == []
    del attempt
    rig.small.sound()


@pytest.mark.parametrize("parked", [0, 1])
def test_what_went_back_outside_takes_the_place_of_what_nobody_asked_for(rig: Rig, parked: int) -> None:
    """P13, I23: of two refunds one was made, the other waits in vain; whichever is the newer one."""
    _, attempt = paid(rig)
    (payment,) = rig.rows("SELECT public_id FROM payment")[0]
    for _ in range(2):
        rig.small.do(GiveBack(key=fresh(), payment=payment, amount=1250))
    ops = [row[0] for row in rig.rows("SELECT public_id FROM op WHERE kind = 'REFUND' ORDER BY id")]
    rig.small.do(TurnOp(key=fresh(), op=ops[parked], after=OpState.PARKED))
    rig.customer.refunds_outside(attempt, 700)
    rig.turn(MINUTE)
    made = [("SUCCEEDED", 1250), ("FAILED", 1250)] if parked else [("FAILED", 1250), ("SUCCEEDED", 1250)]
    assert rig.rows("SELECT state, amount FROM refund ORDER BY id") == [*made, ("EXTERNAL", 700)]
    assert {"REFUND_FAILED", "REFUNDED_OUTSIDE"} <= set(rig.tasks())
    rig.turn(DAY)
    assert not rig.crashes.exists()
    rig.small.sound()


def test_a_refund_that_was_given_up_and_made_all_the_same_takes_its_place_again(rig: Rig) -> None:
    """P13, I23: money from outside took its place and came back; meanwhile another refund was promised."""
    _, attempt = paid(rig)
    (payment,) = rig.rows("SELECT public_id FROM payment")[0]
    rig.small.do(GiveBack(key=fresh(), payment=payment, amount=1800))
    rig.line.whims["refund"] = [Unknown("RESET")]
    rig.turn(MINUTE)
    outside = rig.customer.refunds_outside(attempt, 800)
    assert rig.worker.broom.sweep("DEMO", rig.line)
    rig.customer.refund_ends(outside, ok=False)
    assert rig.worker.broom.sweep("DEMO", rig.line)
    assert rig.rows("SELECT state, amount FROM refund ORDER BY id") == [("FAILED", 1800), ("FAILED", 800)]
    rig.small.do(GiveBack(key=fresh(), payment=payment, amount=900))
    rig.turn(21)
    made = [("SUCCEEDED", 1800), ("FAILED", 800), ("FAILED", 900)]
    assert rig.rows("SELECT state, amount FROM refund ORDER BY id") == made
    assert not rig.crashes.exists()
    rig.small.sound()


def test_what_may_have_been_made_is_not_taken_back_because_the_line_is_busy(rig: Rig) -> None:
    """T0, P6: its answer was lost, and the look for it was told to come back later; it stays sent."""
    _, attempt = paid(rig)
    (payment,) = rig.rows("SELECT public_id FROM payment")[0]
    change = rig.small.do(GiveBack(key=fresh(), payment=payment, amount=700)).no
    rig.line.whims["refund"] = ["LOST"]
    rig.line.whims["look"] = [Later(60)]
    rig.turn(21)
    rig.turn(5)
    assert rig.ops()[-1][:2] == ("REFUND", "sent")
    with pytest.raises(Refused, match="UNDO_SENT"):
        rig.small.do(Undo(key=fresh(), change=change))
    for _ in range(4):
        rig.turn(MINUTE)
    assert rig.rows("SELECT state, amount FROM refund") == [("SUCCEEDED", 700)]
    del attempt
    rig.small.sound()


def test_a_booking_with_authorised_money_is_cancelled_not_undone(rig: Rig) -> None:
    """P2, T0: undone, its money would stay held at the provider with nothing owed; a cancellation gives it up."""
    booked = rig.small.book("Ana Pérez", "2026-03-05 15:00")
    asked = rig.small.do(AskByLink(key=fresh(), order=rig.small.order(booked), method=Method.DEMO, later=True))
    rig.turn()
    rig.customer.pays(next(asked.plan.of(AttemptOpened)).attempt)
    rig.turn(MINUTE)
    assert rig.rows("SELECT state FROM payment") == [("AUTHORISED",)]
    with pytest.raises(Refused, match="UNDO_OVERTAKEN"):
        rig.small.do(Undo(key=fresh(), change=booked.no))
    rig.small.do(Cancel(key=fresh(), booking=rig.small.desk.booking(rig.small.no(booked)).booking.id, by=Role.STAFF))
    rig.turn(MINUTE)
    assert rig.rows("SELECT state FROM payment") == [("VOIDED",)]
    rig.small.sound()


def test_handed_over_and_given_back_outside_as_well(rig: Rig) -> None:
    """P13, I23: the customer has more than came. It is so, so it is told; nothing hangs over it."""
    no, attempt = paid(rig)
    booking = rig.small.desk.booking(no).booking.id
    rig.small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF))
    rig.line.whims["refund"] = [No("NO_BALANCE")]
    rig.turn(MINUTE)
    (refund,) = rig.rows("SELECT public_id FROM refund")[0]
    rig.small.do(HandOver(key=fresh(), booking=booking, refund=refund))
    for amount in (700, None):
        rig.customer.refunds_outside(attempt, amount)
        rig.turn(DAY)
    made = [("MANUAL_DONE", 2500), ("EXTERNAL", 700), ("EXTERNAL", 1800)]
    assert rig.rows("SELECT state, amount FROM refund ORDER BY id") == made
    assert rig.tasks() == ["REFUNDED_OUTSIDE", "REFUNDED_OUTSIDE"]
    view = rig.small.desk.booking(no)
    assert (view.money, view.open) == (Settlement.REFUNDED, 2500)
    assert not rig.crashes.exists()
    newest = rig.small.desk.seq()
    rig.turn(DAY)
    assert rig.small.desk.seq() == newest, "seen again, it changes nothing"
    rig.small.sound()


def test_a_link_that_may_have_been_made_is_looked_for_before_a_no_is_believed(rig: Rig) -> None:
    """I4, 2.5: its first answer was lost; the no is of the second try (its body differs: KEY_REUSED)."""
    no, attempt = rig.book()
    rig.line.whims["open"] = ["LOST", No("KEY_REUSED")]
    rig.turn()
    rig.turn(MINUTE)
    assert rig.state(no) is State.HELD
    assert rig.tasks() == []
    rig.customer.pays(attempt)
    rig.turn(MINUTE)
    assert rig.state(no) is State.CONFIRMED
    rig.small.sound()


def test_a_link_that_was_never_made_is_refused_at_its_second_try_too(rig: Rig) -> None:
    """P8: looked for, and not there."""
    _, attempt = rig.book()
    rig.line.whims["open"] = [Unknown("RESET"), No("AMOUNT_TOO_SMALL")]
    rig.turn()
    rig.turn(MINUTE)
    assert rig.tasks() == ["LINK_REFUSED"]
    del attempt
    rig.small.sound()
