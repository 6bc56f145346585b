"""Cancelling: the seat, the tier of the policy as it stood at booking, and the money that follows. T22."""

from __future__ import annotations

from deskbell.domain.booking import WAITING, Booking, Guard, Verb, step
from deskbell.domain.commands import Cancel
from deskbell.domain.decisions.closing import ended
from deskbell.domain.decisions.linking import close_links, release
from deskbell.domain.decisions.refunds import give_back, promised
from deskbell.domain.decisions.telling import customer, told
from deskbell.domain.effects import (
    BookingTurned,
    Effect,
    HoldSet,
    LineAdded,
    NoteAdded,
    RevenueEarned,
    SlotTurned,
)
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import BookingFacts
from deskbell.domain.ids import Mint
from deskbell.domain.money import payable
from deskbell.domain.offer import Kind
from deskbell.domain.op import OpKind
from deskbell.domain.order import LineKind, line_to
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.policy import DEFAULT, Policy
from deskbell.domain.slot import SlotVerb
from deskbell.domain.slot import step as slot_step
from deskbell.domain.text import clean


def percent_back(booking: Booking, by: Role, now: int) -> tuple[int, int | None]:
    """What share of the price goes back, and until when that stays true.

    The tutor, the studio and the system give all of it back (I22); the customer what the snapshot's tier says,
    measured against `policy_start` (I21, I34).
    """
    policy: Policy = booking.policy or DEFAULT
    if by is not Role.CUSTOMER:
        return 100, None
    return policy.tier(booking.policy_start, now).percent, policy.flips_at(booking.policy_start, now)


def decide_cancel(facts: BookingFacts, cmd: Cancel, now: int, mint: Mint) -> Plan:
    """The seat is freed, its share of the price credited, what was paid too much goes back.

    Refused: ILLEGAL_MOVE, STARTED (a customer's or tutor's cancellation after the start).
    """
    booking = facts.booking
    row = step(booking.state, Verb.CANCEL, cmd.actor.role)
    warnings: list[Warned] = []
    _nothing_under_way(facts)
    if Guard.BEFORE_START in row.guards and facts.slot.start <= now:
        if cmd.actor.role is not Role.STAFF:
            raise Refused("STARTED", start=facts.slot.start)
        warnings.append(Warned.of("ALREADY_STARTED", start=facts.slot.start))
    percent, holds = (100, None) if booking.state in WAITING else percent_back(booking, cmd.by, now)
    if cmd.percent is not None:
        percent, holds = _override(cmd), None
    slot_after = row.after
    effects: list[Effect] = [
        BookingTurned(
            booking.id,
            booking.slot,
            booking.state,
            slot_after,
            cmd.by,
            cmd.reason,
            booking.attendance,
            booking.attendance,
        )
    ]
    if facts.slot.kind is Kind.ONE_TO_ONE and not facts.others:
        effects.append(SlotTurned(facts.slot.id, facts.slot.state, slot_step(facts.slot.state, SlotVerb.CANCEL)))
    else:
        effects += ended(facts.slot, facts.open_others, now)
    if booking.hold_until is not None:
        effects.append(HoldSet(booking.id, booking.hold_until, None))
    effects += _money(facts, percent, mint)
    effects += close_links(facts.attempts, facts.ops, mint)
    if note := clean(cmd.text, limit=500).strip():
        effects.append(NoteAdded(mint(), booking.id, "CANCELLATION", "INTERNAL", text=note))
    effects += told(facts.desk, booking.id, "CANCELLED", customer(facts.person), facts.tutor, by=cmd.by)
    start = facts.slot.start if facts.slot.start > now else None
    until = min((t for t in (holds, start) if t is not None), default=None)
    return Plan("CANCEL", tuple(effects), tuple(warnings), until, subject=booking.id)


def _nothing_under_way(facts: BookingFacts) -> None:
    """A capture or its giving up that was asked for is answered first: what it takes decides what goes back."""
    if any(op.kind in (OpKind.CAPTURE, OpKind.VOID) for op in facts.ops):
        raise Refused("BUSY_MONEY", order=facts.order.no)


def _override(cmd: Cancel) -> int:
    if cmd.actor.role is not Role.STAFF:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="REFUND_OTHER")
    if cmd.percent is None or not 0 <= cmd.percent <= 100:
        raise WrongInput("PERCENT", percent=cmd.percent)
    return cmd.percent


def _money(facts: BookingFacts, percent: int, mint: Mint) -> list[Effect]:
    """The credit line, the refunds, and the fee that is kept (or stays to collect) as revenue."""
    order, booking = facts.order, facts.booking
    price = order.of(booking.id).minor
    credit = payable(price, percent, 100, order.currency)
    effects: list[Effect] = []
    if credit:
        row = line_to(mint(), booking.id, LineKind.CREDIT, order, price - credit, facts.service.tax_rate)
        effects.append(LineAdded(order.id, row.id, booking.id, row.kind, row.gross, row.tax_rate, row.tax, percent))
    surplus = promised(facts.payments) - (order.total.minor - credit)
    if surplus > 0:
        effects += give_back(surplus, order, booking.id, facts.payments, mint)
    owed = max(0, order.total.minor - credit - promised(facts.payments))
    effects += release(facts.payments, facts.ops, owed, order, mint)
    fee = price - credit - facts.earned
    if fee:
        effects.append(RevenueEarned(order.id, booking.id, fee, order.currency))
    return effects
