"""What a bank takes back of a payment: all or a part of it, more, less, won; receipts and ledger with it. P11."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from deskbell.domain.booking import State
from deskbell.domain.commands import Cancel, HandOver, RefundFailed, Take
from deskbell.domain.errors import Refused
from deskbell.domain.payment import AttemptState, Method, Settlement
from deskbell.domain.people import Role
from deskbell.domain.ports import SeenRefundState, SeenState
from tests.services.conftest import Small, fresh
from tests.services.links import WORKER, Link, connect, hold, tasks, view


@pytest.fixture
def desk(small: Small) -> Small:
    connect(small)
    return small


def paid(desk: Small) -> Link:
    link = hold(desk)
    link.pay()
    return link


def accounts(desk: Small) -> dict[str, int]:
    """What the ledger holds, by account."""
    with desk.desk.database.read() as unit:
        rows = unit.rows(text("SELECT account, sum(minor) FROM ledger_line GROUP BY account"))
    return {account: int(minor) for account, minor in rows if minor}


def receipts(desk: Small, link: Link) -> list[tuple[str, int]]:
    return [(str(r.kind), r.amount) for r in view(desk, link).receipts]


def test_a_part_of_a_payment_is_disputed(desk: Small) -> None:
    """P11, P2, P7: what the bank took is gone and nothing else; the rest is still ours."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK, disputed=700)
    seen = view(desk, link)
    assert (seen.booking.state, seen.money, tasks(desk)) == (
        State.CONFIRMED, Settlement.CHARGED_BACK, ["CHARGED_BACK"],
    )  # fmt: skip
    assert (seen.captured, seen.open) == (1800, 700)
    (payment,) = seen.payments
    assert (payment.state, payment.captured, payment.disputed, payment.left) == (
        AttemptState.CHARGED_BACK, 2500, 700, 1800,
    )  # fmt: skip
    assert accounts(desk) == {"cash:DEMO": 1800, "customer": -2500, "disputes": 700}
    assert receipts(desk, link) == [("RECEIPT", 2500), ("REVERSAL", -700)]
    before = desk.desk.seq()
    link.settle()
    assert desk.desk.seq() == before, "seen again, it changes nothing"
    desk.sound()


def test_a_dispute_of_a_part_that_is_won(desk: Small) -> None:
    """P11: the part comes back, the task is closed."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK, disputed=700)
    link.turn(state=SeenState.CAPTURED, disputed=None)
    seen = view(desk, link)
    assert (seen.money, seen.captured, tasks(desk)) == (Settlement.PAID, 2500, [])
    assert accounts(desk) == {"cash:DEMO": 2500, "customer": -2500}
    assert receipts(desk, link) == [("RECEIPT", 2500), ("REVERSAL", -700), ("RECEIPT", 700)]
    desk.sound()


@pytest.mark.parametrize(("then", "left"), [(1000, 1500), (300, 2200), (None, 0), (9900, 0)])
def test_a_dispute_grows_or_shrinks(desk: Small, then: int | None, left: int) -> None:
    """What the provider says now is so; None is all of it, and no bank takes more than was paid."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK, disputed=700)
    link.turn(disputed=then)
    seen = view(desk, link)
    assert (seen.payments[0].left, tasks(desk)) == (left, ["CHARGED_BACK"])
    assert accounts(desk).get("cash:DEMO", 0) == left
    assert sum(amount for _, amount in receipts(desk, link)) == left
    desk.sound()


def test_a_dispute_of_nothing_is_none(desk: Small) -> None:
    """A bank asks and takes nothing yet: nothing to book."""
    link = paid(desk)
    before = desk.desk.seq()
    link.turn(state=SeenState.CHARGED_BACK, disputed=0)
    assert (desk.desk.seq(), view(desk, link).money) == (before, Settlement.PAID)


def test_a_payment_that_is_first_seen_in_part_disputed(desk: Small) -> None:
    """I8: the desk slept through the payment; both are written down in their order."""
    link = hold(desk)
    link.pay(state=SeenState.CHARGED_BACK, captured=2500, disputed=700)
    seen = view(desk, link)
    assert (seen.captured, seen.money, tasks(desk)) == (1800, Settlement.CHARGED_BACK, ["CHARGED_BACK"])
    assert receipts(desk, link) == [("RECEIPT", 2500), ("REVERSAL", -700)]
    desk.sound()


def test_what_the_bank_took_is_collected_anew(desk: Small) -> None:
    """What is open is what the bank took, not the price."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK, disputed=700)
    order = view(desk, link).order.id
    desk.do(Take(key=fresh(), order=order, method=Method.CASH))
    seen = view(desk, link)
    assert (seen.captured, seen.open) == (2500, 0)
    link.turn(state=SeenState.CAPTURED, disputed=None)
    assert (view(desk, link).money, tasks(desk)) == (Settlement.OVERPAID, ["OVERPAID"])
    desk.sound()


def test_a_cancellation_gives_back_what_is_left(desk: Small) -> None:
    """P9, I23: never what the bank has taken already."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK, disputed=700)
    desk.do(Cancel(key=fresh(), booking=view(desk, link).booking.id, by=Role.STAFF))
    refund = view(desk, link).payments[0].refunds[0]
    assert refund.amount == 1800
    link.refund(1800, refund.id)
    seen = view(desk, link)
    assert (seen.captured, seen.refunded, seen.payments[0].left) == (1800, 1800, 0)
    assert accounts(desk)["disputes"] == 700
    assert accounts(desk).get("cash:DEMO", 0) == 0
    desk.sound()


def test_a_refund_that_fails_under_a_dispute_of_everything(desk: Small) -> None:
    """P10: less money leaves, so nothing stands in the way; handing it over by hand would give it twice (I23)."""
    link = paid(desk)
    link.refund(700)
    desk.do(Cancel(key=fresh(), booking=view(desk, link).booking.id, by=Role.STAFF))
    refund = next(r for r in view(desk, link).payments[0].refunds if r.booking)
    assert refund.amount == 1800
    link.turn(state=SeenState.CHARGED_BACK)
    desk.do(RefundFailed(key=fresh(), actor=WORKER, refund=refund.id, code="CHARGED_BACK"))
    assert "REFUND_FAILED" in tasks(desk)
    with pytest.raises(Refused, match="REFUND_TOO_MUCH"):
        desk.do(HandOver(key=fresh(), booking=view(desk, link).booking.id, refund=refund.id))
    desk.sound()


def test_a_refund_that_goes_through_under_a_dispute_of_a_part(desk: Small) -> None:
    """I7: both are so; the sums come out."""
    link = paid(desk)
    link.turn(state=SeenState.CHARGED_BACK, disputed=700)
    link.refund(500, state=SeenRefundState.SUCCEEDED)
    seen = view(desk, link)
    assert (seen.payments[0].disputed, seen.payments[0].left, seen.open) == (700, 1300, 1200)
    assert accounts(desk)["cash:DEMO"] == 1300
    assert tasks(desk) == ["CHARGED_BACK", "REFUNDED_OUTSIDE"]
    desk.sound()
