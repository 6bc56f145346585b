"""Giving money back, newest payment first: cash out of the drawer, the rest asked of a provider or of a person."""

from __future__ import annotations

import json
from collections.abc import Iterable

from deskbell.domain.effects import Effect, OpQueued, ReceiptIssued, ReceiptKind, RefundMade, TaskRaised
from deskbell.domain.ids import Id, Mint
from deskbell.domain.op import PATIENCE, OpKind
from deskbell.domain.order import Order
from deskbell.domain.payment import LINKS, PAID_BACK, TAKEN, Method, Payment, RefundState

REFUND_BY_HAND = "REFUND_BY_HAND"
FAILED_REFUND = "REFUND_FAILED"


def kept(payments: Iterable[Payment]) -> int:
    """What the desk has of an order now: what came less what a bank took and what was given back, minor units."""
    return sum(p.stays - sum(r.amount for r in p.refunds if r.state in PAID_BACK) for p in payments if p.state in TAKEN)


def promised(payments: Iterable[Payment]) -> int:
    """What is still there to give: kept, less refunds asked for and not yet made."""
    return sum(p.left for p in payments)


def give_back(
    amount: int,
    order: Order,
    booking: Id | None,
    payments: Iterable[Payment],
    mint: Mint,
    wait: int = PATIENCE,
    *,
    attended: bool = True,
) -> tuple[Effect, ...]:
    """Refunds of that many minor units; never more than what is left of each payment (I23).

    A provider is asked after `wait` seconds, in which undo still means it. Cash goes out of the drawer where somebody
    stands at it (`attended`), else a person is asked to hand it over (I24).
    """
    effects: list[Effect] = []
    for payment in payments:
        part = min(amount, payment.left)
        if part <= 0:
            continue
        amount -= part
        effects += _one(part, order, booking, payment, mint, wait, attended=attended)
    return tuple(effects)


def refund_body(payment: Payment, refund: Id, amount: int, currency: str) -> str:
    """What the provider is asked, frozen."""
    body = {"payment": payment.id, "refund": refund, "amount": amount, "currency": currency}
    return json.dumps(body, sort_keys=True)


def ask_back(payment: Payment, refund: Id, amount: int, order: Order, mint: Mint, wait: int) -> Effect:
    body = refund_body(payment, refund, amount, order.currency)
    return OpQueued(mint(), OpKind.REFUND, str(payment.method), refund, order.id, wait, amount, body)


def _one(
    part: int, order: Order, booking: Id | None, payment: Payment, mint: Mint, wait: int, *, attended: bool
) -> list[Effect]:
    refund = mint()
    cash = payment.method is Method.CASH and attended
    state = RefundState.SUCCEEDED if cash else RefundState.REQUESTED
    made = RefundMade(order.id, refund, payment.id, booking, payment.method, part, order.currency, state)
    if payment.method in LINKS:
        return [made, ask_back(payment, refund, part, order, mint, wait)]
    if not cash:
        return [made, TaskRaised(mint(), REFUND_BY_HAND, refund)]
    return [made, ReceiptIssued(mint(), order.id, ReceiptKind.REFUND, -part, order.currency, refund=refund)]
