"""Giving money back: newest payment first, cash out of the drawer at once, anything else as a task for a person."""

from __future__ import annotations

from collections.abc import Iterable

from deskbell.domain.effects import Effect, ReceiptIssued, ReceiptKind, RefundMade, TaskRaised
from deskbell.domain.ids import Id, Mint
from deskbell.domain.order import Order
from deskbell.domain.payment import PAID_BACK, AttemptState, Method, Payment, RefundState

REFUND_BY_HAND = "REFUND_BY_HAND"


def kept(payments: Iterable[Payment]) -> int:
    """What the desk has of an order now: captured less what was given back, minor units."""
    return sum(
        p.captured - sum(r.amount for r in p.refunds if r.state in PAID_BACK)
        for p in payments
        if p.state is AttemptState.CAPTURED
    )


def promised(payments: Iterable[Payment]) -> int:
    """What is still there to give: kept, less refunds asked for and not yet made."""
    return sum(p.left for p in payments)


def give_back(
    amount: int, order: Order, booking: Id | None, payments: Iterable[Payment], mint: Mint
) -> tuple[Effect, ...]:
    """Refunds of that many minor units; never more than what is left of each payment (I23)."""
    effects: list[Effect] = []
    for payment in payments:
        part = min(amount, payment.left)
        if part <= 0:
            continue
        amount -= part
        effects += _one(part, order, booking, payment, mint)
    return tuple(effects)


def _one(part: int, order: Order, booking: Id | None, payment: Payment, mint: Mint) -> list[Effect]:
    refund = mint()
    cash = payment.method is Method.CASH
    state = RefundState.SUCCEEDED if cash else RefundState.REQUESTED
    made = RefundMade(order.id, refund, payment.id, booking, payment.method, part, order.currency, state)
    if not cash:
        return [made, TaskRaised(mint(), REFUND_BY_HAND, refund)]
    return [made, ReceiptIssued(mint(), order.id, ReceiptKind.REFUND, -part, order.currency, refund=refund)]
