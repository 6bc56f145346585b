"""Taking money at the desk, pricing anew, and handing back what was promised. P2, P9, P14."""

from __future__ import annotations

from deskbell.domain.booking import State
from deskbell.domain.commands import HandOver, Reprice, Take
from deskbell.domain.decisions.linking import close_links, release
from deskbell.domain.decisions.refunds import FAILED_REFUND, REFUND_BY_HAND, give_back, kept, promised
from deskbell.domain.decisions.seating import confirm_paid
from deskbell.domain.effects import (
    Effect,
    LineAdded,
    NoteAdded,
    PaymentTaken,
    ReceiptIssued,
    ReceiptKind,
    RefundTurned,
    TaskSettled,
)
from deskbell.domain.errors import NotFound, Refused, WrongInput
from deskbell.domain.facts import BookingFacts, OrderFacts
from deskbell.domain.ids import Mint
from deskbell.domain.order import LineKind, Order, line_to
from deskbell.domain.payment import LINKS, OPEN_REFUND, Method, PayVerb, RefundVerb, attempt_after, refund_after
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean

LARGEST = 10**12
"""No desk takes more than this many minor units at once; a longer number is a slip of the finger."""


def take(order: Order, method: Method, amount: int, tendered: int | None, mint: Mint) -> tuple[Effect, ...]:
    """The payment and its receipt. Only cash gives change; too little handed over is wrong input."""
    attempt_after(None, PayVerb.TAKE)
    handed = amount if tendered is None else tendered
    if handed > LARGEST:
        raise WrongInput("AMOUNT_TOO_LARGE", amount=handed, currency=order.currency)
    if handed < amount:
        raise WrongInput("TOO_LITTLE", tendered=handed, due=amount, currency=order.currency)
    if handed > amount and method is not Method.CASH:
        raise WrongInput("CHANGE_ONLY_FOR_CASH", tendered=handed, due=amount, currency=order.currency)
    payment = PaymentTaken(order.id, mint(), mint(), method, amount, order.currency, handed)
    receipt = ReceiptIssued(mint(), order.id, ReceiptKind.RECEIPT, amount, order.currency, payment=payment.payment)
    return payment, receipt


def decide_take(facts: OrderFacts, cmd: Take, now: int, mint: Mint) -> Plan:
    """Money for what is open of an order, all of it or a part.

    WrongInput: NOTHING_DUE, AMOUNT, TOO_MUCH, TOO_LITTLE, CHANGE_ONLY_FOR_CASH.
    """
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="PAY")
    open_ = facts.order.total.minor - kept(facts.payments)
    currency = facts.order.currency
    if open_ <= 0:
        raise WrongInput("NOTHING_DUE", order=facts.order.no)
    amount = cmd.amount
    if amount is None:
        amount = open_
    if amount <= 0:
        raise WrongInput("AMOUNT", amount=amount, currency=currency)
    if amount > open_:
        raise WrongInput("TOO_MUCH", amount=amount, due=open_, currency=currency)
    if cmd.method in LINKS:
        raise WrongInput("NOT_BY_HAND", method=str(cmd.method))
    subject = facts.bookings[0].id if facts.bookings else None
    effects: list[Effect] = [*take(facts.order, cmd.method, amount, cmd.tendered, mint)]
    if amount == open_:
        effects += close_links(facts.attempts, facts.ops, mint)
        effects += release(facts.payments, facts.ops, 0, facts.order, mint)
    effects += confirm_paid(facts, facts.payments, cmd.actor.role, amount)
    return Plan("PAY", tuple(effects), subject=subject)


def decide_reprice(facts: BookingFacts, cmd: Reprice, now: int, mint: Mint) -> Plan:
    """Another price by one more line, with its reason as an internal note; too much paid goes back."""
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="REPRICE")
    if cmd.total < 0 or cmd.total > LARGEST:
        raise WrongInput("AMOUNT", amount=cmd.total, currency=facts.order.currency)
    reason = clean(cmd.text, limit=500).strip()
    if not reason:
        raise WrongInput("REASON_MISSING")
    before = facts.order.of(facts.booking.id).minor
    step = cmd.total - before
    if step == 0:
        raise WrongInput("SAME_PRICE", amount=before, currency=facts.order.currency)
    if facts.booking.state in (State.COMPLETED, State.NO_SHOW):  # earned, and be it nothing
        raise Refused("ALREADY_EARNED", booking=facts.booking.no)
    if facts.booking.state is not State.CONFIRMED:
        raise Refused("BOOKING_CLOSED", state=str(facts.booking.state))
    kind = LineKind.DISCOUNT if step < 0 else LineKind.SURCHARGE
    row = line_to(mint(), facts.booking.id, kind, facts.order, cmd.total, facts.service.tax_rate)
    effects: list[Effect] = [
        LineAdded(facts.order.id, row.id, facts.booking.id, kind, row.gross, row.tax_rate, row.tax),
        NoteAdded(mint(), facts.booking.id, "PRICE", "INTERNAL", text=reason),
    ]
    surplus = promised(facts.payments) - (facts.order.total.minor + step)
    if surplus > 0:
        effects += give_back(surplus, facts.order, facts.booking.id, facts.payments, mint)
    if surplus >= 0:  # nobody shall pay any more, and nothing stays reserved on a card
        effects += close_links(facts.attempts, facts.ops, mint)
        effects += release(facts.payments, facts.ops, 0, facts.order, mint)
    return Plan("REPRICE", tuple(effects), subject=facts.booking.id)


def decide_hand_over(facts: BookingFacts, cmd: HandOver, now: int, mint: Mint) -> Plan:
    """A refund that was to be made by hand was made: it is never marked done by itself (I24)."""
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="HAND_OVER")
    found = [(p, r) for p in facts.payments for r in p.refunds if r.id == cmd.refund]
    if not found:
        raise NotFound("NO_REFUND", refund=cmd.refund)
    _, refund = found[0]
    if refund.method in LINKS and refund.state in OPEN_REFUND:  # the provider is asked for it: it would go back twice
        raise Refused("BUSY_MONEY", order=facts.order.no)
    after = refund_after(refund.state, RefundVerb.HAND_OVER)
    currency = facts.order.currency
    effects: list[Effect] = [
        RefundTurned(facts.order.id, refund.id, refund.method, refund.amount, currency, refund.state, after),
        ReceiptIssued(mint(), facts.order.id, ReceiptKind.REFUND, -refund.amount, currency, refund=refund.id),
    ]
    effects += [
        TaskSettled(t, k, s) for t, k, s in facts.tasks if k in (REFUND_BY_HAND, FAILED_REFUND) and s == refund.id
    ]
    return Plan("HAND_OVER", tuple(effects), subject=facts.booking.id)
