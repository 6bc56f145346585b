"""Answering a request: granted, and its money taken or asked for; or turned down, and all of it given back. T6-T8."""

from __future__ import annotations

from deskbell.domain.booking import Booking, Verb, step
from deskbell.domain.decisions.linking import LINK_LIVES, close_links, connected, open_link, release
from deskbell.domain.decisions.refunds import give_back, promised
from deskbell.domain.decisions.seating import let_go, secured
from deskbell.domain.decisions.telling import customer, told
from deskbell.domain.effects import BookingTurned, Effect, HoldSet, LineAdded, NoteAdded
from deskbell.domain.errors import NotFound, Refused
from deskbell.domain.facts import OrderFacts, Place
from deskbell.domain.ids import Id, Mint
from deskbell.domain.op import OpKind
from deskbell.domain.payment import AttemptState, Method
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.request_commands import Approve, Reject
from deskbell.domain.text import clean


def decide_approve(facts: OrderFacts, cmd: Approve, now: int, mint: Mint) -> Plan:
    """What is paid or authorised for is confirmed and the money taken (T7); else the seat is held and the money asked
    for by a link (T6), save where nobody is to be asked or nothing is due.

    Refused: ILLEGAL_MOVE, STARTED, BUSY_MONEY, AUTH_OVER (its time is over), NOT_CONNECTED.
    """
    booking = _booking(facts, cmd.booking)
    step(booking.state, Verb.APPROVE, cmd.actor.role)
    place = facts.places[booking.id]
    if place.slot.start <= now:
        raise Refused("STARTED", start=place.slot.start)
    _nothing_under_way(facts)
    for payment in facts.payments:
        if payment.state is AttemptState.AUTHORISED and payment.until is not None and payment.until <= now:
            raise Refused("AUTH_OVER", at=payment.until)
    missing = facts.order.total.minor - secured(facts.payments)
    method = None if cmd.later or missing <= 0 else _by_link(facts, cmd.method)
    live = any(a.is_open and (a.expires_at or 0) > now for a in facts.attempts)
    if missing > 0 and not cmd.later and (live or method is not None):
        effects = _to_pay(facts, booking, None if live else method, missing, now, mint)
    else:
        effects = _granted(facts, booking, cmd.actor.role, mint)
    turned = _turn(booking, effects, cmd.actor.role)
    return Plan("APPROVE", (*turned, *effects), holds_until=place.slot.start, subject=booking.id)


def _turn(booking: Booking, effects: list[Effect], role: Role) -> tuple[Effect, ...]:
    held = any(isinstance(e, HoldSet) and e.after is not None for e in effects)
    row = step(booking.state, Verb.APPROVE_TO_PAY if held else Verb.APPROVE, role)
    return (BookingTurned(booking.id, booking.slot, booking.state, row.after, role),)


def _by_link(facts: OrderFacts, wanted: Method | None) -> Method | None:
    """The provider that is named, else the first that is connected; None where there is none."""
    if wanted is not None:
        connected(facts.desk, wanted)
        return wanted
    return next((m for m in Method if str(m) in facts.desk.links), None)


def _to_pay(
    facts: OrderFacts, booking: Booking, method: Method | None, missing: int, now: int, mint: Mint
) -> list[Effect]:
    """Whoever asked is not at the desk: they have as long as a link lives, and never beyond the start. A link that is
    out already (`method` None) keeps its own time.
    """
    place = facts.places[booking.id]
    until = min(now + LINK_LIVES, place.slot.start)
    if method is None:
        ends = [a.expires_at for a in facts.attempts if a.is_open and a.expires_at and a.expires_at > now]
        return [HoldSet(booking.id, booking.hold_until, min([until, *ends]))]
    hold = HoldSet(booking.id, booking.hold_until, until)
    return [hold, *open_link(facts.order, method, missing, place.service, until, mint)]


def _granted(facts: OrderFacts, booking: Booking, role: Role, mint: Mint) -> list[Effect]:
    """T7: what is authorised is taken, and nobody pays by another link any more where all is there."""
    place, total = facts.places[booking.id], facts.order.total.minor
    effects: list[Effect] = [HoldSet(booking.id, booking.hold_until, None)]
    effects += release(facts.payments, facts.ops, max(0, total - promised(facts.payments)), facts.order, mint)
    if secured(facts.payments) >= total:
        effects += close_links(facts.attempts, facts.ops, mint)
    effects += told(facts.desk, booking.id, "BOOKED", customer(place.person), place.tutor, by=role)
    return effects


def decide_reject(facts: OrderFacts, cmd: Reject, now: int, mint: Mint) -> Plan:
    """The seat is let go, what was paid goes back, what was authorised is given up.

    Refused: ILLEGAL_MOVE, BUSY_MONEY.
    """
    booking = _booking(facts, cmd.booking)
    row = step(booking.state, Verb.REJECT, cmd.actor.role)
    _nothing_under_way(facts)
    effects = let_go(facts, booking, row.after, cmd.actor.role, mint, now)
    credit = sum(e.gross for e in effects if isinstance(e, LineAdded))
    surplus = promised(facts.payments) - facts.order.total.minor - credit
    if surplus > 0:
        effects += give_back(surplus, facts.order, booking.id, facts.payments, mint)
    effects += release(facts.payments, facts.ops, 0, facts.order, mint)
    effects += close_links(facts.attempts, facts.ops, mint)
    if note := clean(cmd.text, limit=500).strip():
        effects.append(NoteAdded(mint(), booking.id, "REJECTION", "INTERNAL", text=note))
    place: Place = facts.places[booking.id]
    effects += told(facts.desk, booking.id, "REJECTED", customer(place.person), place.tutor, by=cmd.actor.role)
    return Plan("REJECT", tuple(effects), subject=booking.id)


def _booking(facts: OrderFacts, which: Id) -> Booking:
    found = next((b for b in facts.bookings if b.id == which), None)
    if found is None:
        raise NotFound("NO_SUCH_BOOKING", which=which)
    return found


def _nothing_under_way(facts: OrderFacts) -> None:
    """A capture or its giving up that was asked for is answered first."""
    if any(op.kind in (OpKind.CAPTURE, OpKind.VOID) for op in facts.ops):
        raise Refused("BUSY_MONEY", order=facts.order.no)
