"""Holds that are over, money that nobody waits for, refunds that failed: what the worker finds and a person answers."""

from __future__ import annotations

from deskbell.domain.booking import WAITING, State, Verb, step
from deskbell.domain.commands import (
    AcceptLate,
    GiveBack,
    Lapse,
    Raise,
    RefundFailed,
    RetryRefund,
    SettleTask,
)
from deskbell.domain.decisions.linking import close_links, desk_only, payment_in, release
from deskbell.domain.decisions.refunds import FAILED_REFUND, ask_back, give_back, promised
from deskbell.domain.decisions.seating import (
    APPROVAL,
    DAY,
    DIFFERS,
    OVERPAID,
    WITHOUT_SEAT,
    confirm,
    lapse,
    owed_if_late,
    secured,
    take_late,
)
from deskbell.domain.effects import Effect, LineAdded, NoteAdded, RefundTurned, TaskRaised, TaskSettled
from deskbell.domain.errors import NotFound, Refused, WrongInput
from deskbell.domain.facts import OrderFacts, TaskFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.op import PATIENCE, OpState
from deskbell.domain.payment import LINKS, OPEN_REFUND, Payment, Refund, RefundState, RefundVerb, refund_after
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean


def decide_lapse(facts: OrderFacts, cmd: Lapse, now: int, mint: Mint) -> Plan:
    """T11 for a hold without a live link, T9 for a request that nobody answered; `anyway` where the provider cannot be
    asked: a person's word.

    No effects where it does not wait any more. Refused: HOLD_NOT_OVER, LINK_OPEN (the provider is asked first).
    """
    booking = next((b for b in facts.bookings if b.id == cmd.booking), None)
    if booking is None:
        raise NotFound("NO_SUCH_BOOKING", which=cmd.booking)
    if booking.state not in WAITING:
        return Plan("LAPSE", (), subject=booking.id)
    step(booking.state, Verb.LAPSE, cmd.actor.role)
    if (booking.hold_until or 0) > now:
        raise Refused("HOLD_NOT_OVER", at=booking.hold_until)
    is_held = booking.state is State.HELD
    if is_held and secured(facts.payments) >= facts.order.total.minor:  # T10 before T11
        asks = cmd.actor.role is not Role.SYSTEM
        return Plan("LAPSE", tuple(confirm(facts, booking, cmd.actor.role)), asks=asks, subject=booking.id)
    by_itself = cmd.actor.role is Role.SYSTEM
    effects = close_links(facts.attempts, facts.ops, mint)
    closed = {e.attempt for e in effects if e.kind == "AttemptTurned"}  # type: ignore[attr-defined]
    if not cmd.anyway and any(a.is_open and a.id not in closed for a in facts.attempts):
        raise Refused("LINK_OPEN", order=facts.order.no)
    effects += lapse(facts, booking, cmd.actor.role, mint, now)
    effects += release(facts.payments, facts.ops, 0, facts.order, mint, 0)
    left = promised(facts.payments) - facts.order.total.minor
    left -= sum(e.gross for e in effects if isinstance(e, LineAdded))
    if left > 0 and not is_held:  # T9: nobody decides about it, it goes back
        effects += give_back(left, facts.order, booking.id, facts.payments, mint, 0, attended=not by_itself)
    elif left > 0 and not facts.has_task(WITHOUT_SEAT, booking.id):
        effects.append(TaskRaised(mint(), WITHOUT_SEAT, booking.id, now + DAY))
    return Plan("LAPSE", tuple(effects), asks=not by_itself, subject=booking.id)


def decide_accept_late(facts: OrderFacts, cmd: AcceptLate, now: int, mint: Mint) -> Plan:
    """T12 by a person's word.

    Refused: LATE_STARTED, LATE_TAKEN (with reasons), STUDENT_OVERLAP, SLOT_FULL, NOT_ENOUGH.
    """
    desk_only(cmd.actor, "ACCEPT_LATE")
    booking = next((b for b in facts.bookings if b.id == cmd.booking), None)
    if booking is None:
        raise NotFound("NO_SUCH_BOOKING", which=cmd.booking)
    step(booking.state, Verb.ACCEPT_LATE, cmd.actor.role)
    place = facts.places[booking.id]
    if place.slot.start <= now:
        raise Refused("LATE_STARTED", start=place.slot.start)
    if place.blocked:
        raise Refused("LATE_TAKEN", reasons=place.blocked)
    if place.clash is not None:
        raise Refused("STUDENT_OVERLAP", booking=place.clash.booking, start=place.clash.start, end=place.clash.end)
    if not place.is_free(now):
        raise Refused("SLOT_FULL", taken=place.slot.taken, capacity=place.slot.capacity, start=place.slot.start)
    price, there = owed_if_late(place), promised(facts.payments) - facts.order.total.minor
    if there < price:
        raise Refused("NOT_ENOUGH", paid=there, due=price, currency=facts.order.currency)
    effects = take_late(facts, booking, cmd.actor.role)
    return Plan("ACCEPT_LATE", tuple(effects), holds_until=place.slot.start, subject=booking.id)


def decide_give_back(facts: OrderFacts, cmd: GiveBack, now: int, mint: Mint) -> Plan:
    """P9 without a cancellation; the worker gives back only what nobody owes, and asks a person to hand out cash.

    Refused: NOTHING_LEFT. WrongInput: AMOUNT, TOO_MUCH.
    """
    desk_only(cmd.actor, "GIVE_BACK")
    payment = payment_in(facts, cmd.payment)
    surplus = promised(facts.payments) - facts.order.total.minor
    left = payment.left
    by_itself = cmd.actor.role is Role.SYSTEM
    if left <= 0 or (by_itself and surplus <= 0):
        raise Refused("NOTHING_LEFT", payment=payment.id)
    amount = (min(left, surplus) if surplus > 0 else left) if cmd.amount is None else cmd.amount
    if amount <= 0:
        raise WrongInput("AMOUNT", amount=amount, currency=facts.order.currency)
    if amount > left:
        raise WrongInput("TOO_MUCH", amount=amount, due=left, currency=facts.order.currency)
    booking = facts.bookings[0].id if facts.bookings else None
    wait = 0 if by_itself else PATIENCE
    effects: list[Effect] = [*give_back(amount, facts.order, booking, (payment,), mint, wait, attended=not by_itself)]
    if surplus - amount <= 0:
        about = {facts.order.id, *(b.id for b in facts.bookings)}
        kinds = (OVERPAID, WITHOUT_SEAT)
        effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k in kinds and s in about]
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k == DIFFERS and s == payment.id]
    return Plan("GIVE_BACK", tuple(effects), subject=booking)


def _refund_in(facts: OrderFacts, which: Id) -> tuple[Payment, Refund]:
    for payment in facts.payments:
        for refund in payment.refunds:
            if refund.id == which:
                return payment, refund
    raise NotFound("NO_REFUND", refund=which)


def decide_refund_failed(facts: OrderFacts, cmd: RefundFailed, now: int, mint: Mint) -> Plan:
    """P10: never silently refunded. No effects where the refund is over already."""
    if cmd.actor.role is not Role.SYSTEM:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="REFUND_FAILED")
    _, refund = _refund_in(facts, cmd.refund)
    if refund.state not in OPEN_REFUND:
        return Plan("REFUND_FAILED", (), asks=False)
    after = refund_after(refund.state, RefundVerb.FAIL)
    effects: list[Effect] = [_turned(facts, refund, after)]
    if not facts.has_task(FAILED_REFUND, refund.id):
        effects.append(TaskRaised(mint(), FAILED_REFUND, refund.id))
    return Plan("REFUND_FAILED", tuple(effects), asks=False, subject=refund.booking)


def decide_retry_refund(facts: OrderFacts, cmd: RetryRefund, now: int, mint: Mint) -> Plan:
    """Asked of the provider once more, as a new call.

    Refused: REFUND_TOO_MUCH where less is left by now, BUSY_MONEY where the old call has no answer yet.
    """
    desk_only(cmd.actor, "RETRY_REFUND")
    payment, refund = _refund_in(facts, cmd.refund)
    after = refund_after(refund.state, RefundVerb.ASK)
    if payment.method not in LINKS:
        raise WrongInput("NOT_A_LINK", method=str(payment.method))
    if any(op.subject == refund.id and op.state is OpState.SENT for op in facts.ops):
        raise Refused("BUSY_MONEY", order=facts.order.no)
    if refund.amount > payment.left:
        raise Refused(
            "REFUND_TOO_MUCH",
            refund=refund.id,
            captured=payment.captured,
            refunded=payment.captured - payment.left + refund.amount,
            currency=facts.order.currency,
        )
    effects = [
        _turned(facts, refund, after),
        ask_back(payment, refund.id, refund.amount, facts.order, mint, PATIENCE),
        *(TaskSettled(t, k, s) for t, k, s in facts.tasks if k == FAILED_REFUND and s == refund.id),
    ]
    return Plan("RETRY_REFUND", tuple(effects), subject=refund.booking)


def _turned(facts: OrderFacts, refund: Refund, after: RefundState) -> RefundTurned:
    return RefundTurned(
        facts.order.id, refund.id, refund.method, refund.amount, facts.order.currency, refund.state, after
    )


def decide_raise(facts: TaskFacts, cmd: Raise, now: int, mint: Mint) -> Plan:
    """One open task for each kind and subject; no effects where it is there."""
    if any(k == cmd.kind for _, k, _ in facts.tasks):
        return Plan("RAISE", (), asks=False)
    return Plan("RAISE", (TaskRaised(mint(), cmd.kind, cmd.subject, cmd.due_at),), asks=False)


FACTS_OF_LIFE = frozenset({"REFUND_BY_HAND", FAILED_REFUND})
"""Tasks that only the deed settles: money that has to go back does not go back by being seen to (I24)."""


def decide_settle_task(facts: TaskFacts, cmd: SettleTask, now: int, mint: Mint) -> Plan:
    """Somebody has seen to it. Refused: TASK_WANTS_DEED, save where the deed cannot be done any more;
    TASK_WANTS_ANSWER.
    """
    desk_only(cmd.actor, "SETTLE_TASK")
    effects: list[Effect] = []
    for task, kind, subject in facts.tasks:
        if kind == APPROVAL:
            raise Refused("TASK_WANTS_ANSWER", kind=kind)
        if kind in FACTS_OF_LIFE and not facts.past_doing:
            raise Refused("TASK_WANTS_DEED", kind=kind)
        effects.append(TaskSettled(task, kind, subject))
    words = clean(cmd.text, limit=500).strip()
    if words and facts.booking is not None:
        effects.append(NoteAdded(mint(), facts.booking, "TASK", "INTERNAL", text=words))
    return Plan("SETTLE_TASK", tuple(effects), asks=False, subject=facts.booking)
