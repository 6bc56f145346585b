"""Asking to be paid by a link, closing it, and taking or giving up what is authorised. P1, P4, P5, P8."""

from __future__ import annotations

import json
from collections.abc import Iterable

from deskbell.domain.booking import WAITING, State
from deskbell.domain.commands import AskByLink, CaptureNow, CloseLink, TurnOp, VoidPayment
from deskbell.domain.decisions.refunds import FAILED_REFUND, kept
from deskbell.domain.effects import (
    AttemptOpened,
    AttemptTurned,
    Effect,
    OpQueued,
    OpTurned,
    RefundTurned,
    TaskRaised,
    TaskSettled,
)
from deskbell.domain.errors import IllegalMove, NotFound, Refused, WrongInput
from deskbell.domain.facts import Desk, OpFacts, OrderFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.op import PATIENCE, Op, OpKind, OpState
from deskbell.domain.order import Order
from deskbell.domain.payment import (
    HOLDS,
    LINKS,
    Attempt,
    AttemptState,
    Method,
    Payment,
    PayVerb,
    RefundState,
    RefundVerb,
    attempt_after,
    refund_after,
)
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Plan
from deskbell.domain.ports import Capture

LINK_LIVES = 23 * 3600
"""Seconds for which a link can be paid where no seat waits for it; providers take a day at most."""
OP_STUCK = "OP_STUCK"


def connected(desk: Desk, method: Method) -> None:
    """Refused("NOT_CONNECTED") for a provider that the desk does not know: what is not connected is not queued."""
    if method not in LINKS:
        raise WrongInput("NOT_A_LINK", method=str(method))
    if str(method) not in desk.links:
        raise Refused("NOT_CONNECTED", method=str(method))


def open_link(
    order: Order, method: Method, amount: int, title: str, until: int, mint: Mint, capture: Capture = Capture.NOW
) -> tuple[Effect, ...]:
    """The attempt and what is asked of the provider; `title` is the class type, never a name."""
    attempt_after(None, PayVerb.ASK)
    attempt = mint()
    wanted = {
        "reference": attempt,
        "amount": amount,
        "currency": order.currency,
        "title": title,
        "expires_at": until,
        "capture": str(capture),
    }
    return (
        AttemptOpened(order.id, attempt, method, amount, order.currency, until, capture),
        OpQueued(
            mint(), OpKind.CHECKOUT, str(method), attempt, order.id, 0, amount, json.dumps(wanted, sort_keys=True)
        ),
    )


def close_links(attempts: Iterable[Attempt], ops: Iterable[Op], mint: Mint) -> list[Effect]:
    """Nobody shall pay by these any more: one that was never sent is dropped, of another the provider is told."""
    effects: list[Effect] = []
    known = tuple(ops)
    for attempt in attempts:
        if not attempt.is_open:
            continue
        about = [op for op in known if op.subject == attempt.id]
        unsent = [op for op in about if op.kind is OpKind.CHECKOUT and op.first_sent_at is None]
        if attempt.state is AttemptState.CREATED and unsent:
            effects += [_turned(op, OpState.DROPPED) for op in unsent]
            after = attempt_after(attempt.state, PayVerb.CLOSE)
            effects.append(AttemptTurned(attempt.order, attempt.id, attempt.method, attempt.state, after))
        elif not any(op.kind is OpKind.EXPIRE for op in about):
            body = json.dumps({"reference": attempt.id})
            queued = (mint(), OpKind.EXPIRE, str(attempt.method), attempt.id, attempt.order)
            effects.append(OpQueued(*queued, request=body))
    return effects


def release(
    payments: Iterable[Payment], ops: Iterable[Op], owed: int, order: Order, mint: Mint, wait: int = PATIENCE
) -> list[Effect]:
    """Authorised money after a change: what is still owed of it is captured, the rest is given up (P4, P5)."""
    effects: list[Effect] = []
    known = tuple(ops)
    for payment in payments:
        if payment.state is not AttemptState.AUTHORISED:
            continue
        if any(op.subject == payment.id for op in known):
            continue
        part = min(owed, payment.authorised)
        owed -= part
        effects.append(ask_for(payment, part, order, mint, wait))
    return effects


def ask_for(payment: Payment, amount: int, order: Order, mint: Mint, wait: int) -> Effect:
    """A capture of so much, or giving it up where that is nothing."""
    kind = OpKind.CAPTURE if amount else OpKind.VOID
    body = json.dumps({"payment": payment.id, "amount": amount, "currency": order.currency}, sort_keys=True)
    return OpQueued(mint(), kind, str(payment.method), payment.id, order.id, wait, amount or payment.authorised, body)


def _turned(op: Op, after: OpState) -> OpTurned:
    return OpTurned(op.id, op.kind, op.connection, op.subject, op.state, after)


def decide_ask(facts: OrderFacts, cmd: AskByLink, now: int, mint: Mint) -> Plan:
    """A link for what is open. Refused: NOT_CONNECTED, CANNOT_HOLD, LINK_OPEN, APPROVE_FIRST (what is only requested is
    not paid yet: at most authorised). WrongInput: NOTHING_DUE, AMOUNT, TOO_MUCH.
    """
    desk_only(cmd.actor, "PAY")
    connected(facts.desk, cmd.method)
    if cmd.later and cmd.method not in HOLDS:
        raise Refused("CANNOT_HOLD", method=str(cmd.method))
    currency = facts.order.currency
    open_ = facts.order.total.minor - kept(facts.payments)
    open_ -= sum(p.authorised for p in facts.payments if p.state is AttemptState.AUTHORISED)
    if open_ <= 0:
        raise WrongInput("NOTHING_DUE", order=facts.order.no)
    if any(a.is_open for a in facts.attempts):
        raise Refused("LINK_OPEN", order=facts.order.no)
    amount = open_ if cmd.amount is None else cmd.amount
    if amount <= 0:
        raise WrongInput("AMOUNT", amount=amount, currency=currency)
    if amount > open_:
        raise WrongInput("TOO_MUCH", amount=amount, due=open_, currency=currency)
    if not cmd.later and any(b.state is State.REQUESTED for b in facts.bookings):
        raise Refused("APPROVE_FIRST", order=facts.order.no)
    holds = [b.hold_until for b in facts.bookings if b.state in WAITING and b.hold_until]
    if holds and min(holds) <= now:
        raise Refused("HOLD_OVER", at=min(holds))
    until = min([now + LINK_LIVES, *holds])
    title = next((p.service for p in facts.places.values()), "")
    capture = Capture.LATER if cmd.later else Capture.NOW
    effects = open_link(facts.order, cmd.method, amount, title, until, mint, capture)
    subject = facts.bookings[0].id if facts.bookings else None
    return Plan("ASK_BY_LINK", effects, subject=subject)


def decide_close_link(facts: tuple[Attempt, OrderFacts], cmd: CloseLink, now: int, mint: Mint) -> Plan:
    """Nothing to do where it is closed or closing already."""
    attempt, at = facts
    if cmd.actor.role not in (Role.STAFF, Role.SYSTEM):
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="PAY")
    effects = close_links((attempt,), at.ops, mint)
    subject = at.bookings[0].id if at.bookings else None
    return Plan("CLOSE_LINK", tuple(effects), asks=False, subject=subject)


def payment_in(facts: OrderFacts, which: Id) -> Payment:
    for payment in facts.payments:
        if payment.id == which:
            return payment
    raise NotFound("NO_SUCH_PAYMENT", which=which)


def decide_capture(facts: OrderFacts, cmd: CaptureNow, now: int, mint: Mint) -> Plan:
    """Refused: NOT_AUTHORISED, AUTH_OVER (its time is over), BUSY_MONEY (asked for already), APPROVE_FIRST."""
    payment = _authorised(facts, cmd.payment, cmd.actor)
    if any(b.state is State.REQUESTED for b in facts.bookings):
        raise Refused("APPROVE_FIRST", order=facts.order.no)
    if payment.until is not None and payment.until <= now:
        raise Refused("AUTH_OVER", at=payment.until)
    owed = facts.order.total.minor - kept(facts.payments)
    if owed <= 0 and cmd.amount is None:
        raise WrongInput("NOTHING_DUE", order=facts.order.no)
    amount = min(owed, payment.authorised) if cmd.amount is None else cmd.amount
    if not 0 < amount <= payment.authorised:
        raise WrongInput("TOO_MUCH", amount=amount, due=payment.authorised, currency=facts.order.currency)
    wait = 0 if cmd.actor.role is Role.SYSTEM else PATIENCE
    return _about(facts, "CAPTURE", (ask_for(payment, amount, facts.order, mint, wait),))


def decide_void(facts: OrderFacts, cmd: VoidPayment, now: int, mint: Mint) -> Plan:
    payment = _authorised(facts, cmd.payment, cmd.actor)
    return _about(facts, "VOID", (ask_for(payment, 0, facts.order, mint, PATIENCE),))


def _authorised(facts: OrderFacts, which: Id, actor: Actor) -> Payment:
    desk_only(actor, "CAPTURE")
    payment = payment_in(facts, which)
    if payment.state is not AttemptState.AUTHORISED:
        raise Refused("NOT_AUTHORISED", state=str(payment.state))
    if any(op.subject == which for op in facts.ops):
        raise Refused("BUSY_MONEY", order=facts.order.no)
    return payment


def _about(facts: OrderFacts, verb: str, effects: tuple[Effect, ...]) -> Plan:
    return Plan(verb, effects, subject=facts.bookings[0].id if facts.bookings else None)


def desk_only(actor: Actor, verb: str) -> None:
    """Customers act through a payment or the desk: Refused("NOT_YOURS")."""
    if actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(actor.role), verb=verb)


_TURNS = {
    (OpState.PARKED, OpState.TODO),
    (OpState.TODO, OpState.TODO),
    (OpState.TODO, OpState.PARKED),
    (OpState.TODO, OpState.DROPPED),
    (OpState.PARKED, OpState.DROPPED),
}


def decide_turn_op(facts: OpFacts, cmd: TurnOp, now: int, mint: Mint) -> Plan:
    """Retry, pause, or give up with a reason; what was asked for and given up is a person's again (I24).

    Refused: ILLEGAL_OP_MOVE (it is under way: its answer comes first). WrongInput: REASON_MISSING.
    """
    op = facts.op
    desk_only(cmd.actor, "TURN_OP")
    if (op.state, cmd.after) not in _TURNS:
        raise IllegalMove("ILLEGAL_OP_MOVE", state=str(op.state), after=str(cmd.after))
    if cmd.after is OpState.DROPPED and not cmd.text.strip():
        raise WrongInput("REASON_MISSING")
    effects: list[Effect] = [_turned(op, cmd.after)]
    at = facts.at
    told = [TaskSettled(t, k, s) for t, k, s in facts.tasks if k == OP_STUCK]
    if cmd.after is not OpState.PARKED:
        effects += told
    elif not told:  # what nobody tries any more is never out of sight
        effects.append(TaskRaised(mint(), OP_STUCK, op.id))
    if at is not None and cmd.after is OpState.DROPPED:
        effects += _given_up(op, at, mint)
    return Plan("TURN_OP", tuple(effects), subject=at.bookings[0].id if at and at.bookings else None)


def _given_up(op: Op, at: OrderFacts, mint: Mint) -> list[Effect]:
    order = at.order
    if op.kind is OpKind.CHECKOUT:
        return [
            AttemptTurned(order.id, a.id, a.method, a.state, attempt_after(a.state, PayVerb.CLOSE))
            for a in at.attempts
            if a.id == op.subject and a.state is AttemptState.CREATED
        ]
    effects: list[Effect] = []
    for refund in (r for p in at.payments for r in p.refunds if r.id == op.subject):
        if refund.state in (RefundState.REQUESTED, RefundState.PENDING):
            after = refund_after(refund.state, RefundVerb.FAIL)
            turned = (order.id, refund.id, refund.method, refund.amount, order.currency, refund.state, after)
            effects += [RefundTurned(*turned), TaskRaised(mint(), FAILED_REFUND, refund.id)]
    return effects
