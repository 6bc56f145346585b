"""What bookings do once their money has moved: held ones are confirmed or end, late money gets a seat or goes back.

T10-T13, and the same for a hold that simply ran out (T11), for money that came too late (T12, I5, I6) and for cash
that is taken while a seat is held.
"""

from __future__ import annotations

from collections.abc import Iterable

from deskbell.domain.booking import SEATED, WAITING, Booking, State, Verb, step
from deskbell.domain.decisions.closing import ended
from deskbell.domain.decisions.linking import ask_for, close_links
from deskbell.domain.decisions.reckoning import Books
from deskbell.domain.decisions.refunds import give_back, promised
from deskbell.domain.decisions.telling import customer, told
from deskbell.domain.effects import (
    BookingTurned,
    Effect,
    HoldSet,
    LineAdded,
    LineReversed,
    SlotTurned,
    TaskRaised,
    TaskSettled,
)
from deskbell.domain.facts import LatePay, OrderFacts, Place
from deskbell.domain.ids import Mint
from deskbell.domain.order import LineKind, line_to
from deskbell.domain.payment import AttemptState, Payment
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState, SlotVerb
from deskbell.domain.slot import step as slot_step

REVIEW = 15 * 60
"""Seconds beyond its own end by which a hold is longer, once, while its money is looked at (I4)."""
DAY = 86400
OVERPAID = "OVERPAID"
WITHOUT_SEAT = "MONEY_WITHOUT_SEAT"
DIFFERS = "AMOUNT_DIFFERS"
LOST = "AUTH_LOST"
STUCK_HOLD = "HOLD_STUCK"
APPROVAL = "APPROVAL"
"""A request waits for its answer."""


def secured(payments: Iterable[Payment]) -> int:
    """Captured and not given back or promised back, and what is authorised: minor units."""
    known = tuple(payments)
    return promised(known) + sum(p.authorised for p in known if p.state is AttemptState.AUTHORISED)


def confirm(facts: OrderFacts, booking: Booking, role: Role) -> list[Effect]:
    """T10: the money is there; the seat is theirs."""
    row = step(booking.state, Verb.CONFIRM, role)
    place = facts.places.get(booking.id)
    effects: list[Effect] = [
        BookingTurned(booking.id, booking.slot, booking.state, row.after, role),
        HoldSet(booking.id, booking.hold_until, None),
    ]
    kinds = (STUCK_HOLD, WITHOUT_SEAT)
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k in kinds and s == booking.id]
    if place is not None:
        effects += told(facts.desk, booking.id, "BOOKED", customer(place.person), place.tutor, by=Role.SYSTEM)
    return effects


def confirm_paid(facts: OrderFacts, payments: Iterable[Payment], role: Role, more: int = 0) -> list[Effect]:
    """Held bookings of an order that is paid for, `more` being taken right now."""
    if secured(payments) + more < facts.order.total.minor:
        return []
    held = [b for b in facts.bookings if b.state is State.HELD]
    return [effect for b in held for effect in confirm(facts, b, role)]


def lapse(facts: OrderFacts, booking: Booking, role: Role, mint: Mint, now: int) -> list[Effect]:
    """T11, T9: the hold is over without money, the request without an answer."""
    row = step(booking.state, Verb.LAPSE, role)
    effects = let_go(facts, booking, row.after, role, mint, now)
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k == STUCK_HOLD and s == booking.id]
    place, message = facts.places[booking.id], "EXPIRED" if booking.state is State.HELD else "REJECTED"
    effects += told(facts.desk, booking.id, message, customer(place.person), place.tutor, by=Role.SYSTEM)
    return effects


def let_go(facts: OrderFacts, booking: Booking, after: State, role: Role, mint: Mint, now: int) -> list[Effect]:
    """A seat that never was theirs is free again, and nothing is owed for it."""
    place = facts.places[booking.id]
    effects: list[Effect] = [BookingTurned(booking.id, booking.slot, booking.state, after, role)]
    if booking.hold_until is not None:
        effects.append(HoldSet(booking.id, booking.hold_until, None))
    if place.alone and place.slot.state is SlotState.PLANNED:
        closed = slot_step(place.slot.state, SlotVerb.CANCEL)
        effects.append(SlotTurned(place.slot.id, place.slot.state, closed))
    else:
        effects += ended(place.slot, place.open_others, now)
    if facts.order.of(booking.id).minor:
        row_ = line_to(mint(), booking.id, LineKind.CREDIT, facts.order, 0, 0)
        effects.append(LineAdded(facts.order.id, row_.id, booking.id, row_.kind, row_.gross, row_.tax_rate, row_.tax))
    return effects


def take_late(facts: OrderFacts, booking: Booking, role: Role) -> list[Effect]:
    """T12: the seat is still to be had, and the money is there after all. The caller has asked whether it is."""
    row = step(booking.state, Verb.ACCEPT_LATE, role)
    place = facts.places[booking.id]
    effects: list[Effect] = []
    if place.slot.state is SlotState.CANCELLED:
        after = slot_step(place.slot.state, SlotVerb.REINSTATE)
        effects.append(SlotTurned(place.slot.id, place.slot.state, after))
    effects.append(BookingTurned(booking.id, booking.slot, booking.state, row.after, role))
    effects += [LineReversed(facts.order.id, x.id, booking.id, x.gross, x.tax_rate, x.tax) for x in place.credits]
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k == WITHOUT_SEAT and s == booking.id]
    effects += told(facts.desk, booking.id, "BOOKED", customer(place.person), place.tutor, by=Role.SYSTEM)
    return effects


def owed_if_late(place: Place) -> int:
    """What the booking would cost again, were its credit taken back."""
    return -sum(x.gross for x in place.credits)


def seats_after(books: Books, now: int, *, closed: bool, in_review: bool) -> None:
    """What follows for the order's bookings. `closed`: nobody can pay by this link any more; `in_review`: money is
    under way and not decided.
    """
    _seats(books, now, closed=closed, in_review=in_review)
    if promised(books.payments) > _due(books):
        return
    for booking in books.facts.bookings:  # what went back meanwhile is nobody's to decide about
        books.settle_task(WITHOUT_SEAT, booking.id)
    books.settle_task(OVERPAID, books.order)


def _seats(books: Books, now: int, *, closed: bool, in_review: bool) -> None:
    facts, due = books.facts, books.facts.order.total.minor
    arrived = _arrived(books)
    money = secured(books.payments)
    if arrived and money >= due:
        others = (a for a in facts.attempts if a.id != books.attempt.id)
        books.effects += close_links(others, facts.ops, books.mint)
    held = [b for b in facts.bookings if b.state in WAITING]
    open_elsewhere = any(a.is_open for a in facts.attempts if a.id != books.attempt.id)
    for booking in held:
        if booking.state is State.REQUESTED and money >= due:
            _awaits_answer(books, booking, arrived, now)
        elif money >= due:
            books.effects += confirm(facts, booking, Role.SYSTEM)
        elif (booking.hold_until or 0) > now:
            _short(books, arrived)
        elif in_review and booking.hold_was is None and (longer := (booking.hold_until or 0) + REVIEW) > now:
            books.effects.append(HoldSet(booking.id, booking.hold_until, longer, review=True))
        elif closed and not books.attempt.is_open and not open_elsewhere:
            books.effects += lapse(facts, booking, Role.SYSTEM, books.mint, now)
    if held:
        if money < due and _lost_some(books) and any(b.state is State.REQUESTED for b in held):
            books.task(LOST, books.order)
        if money > due and any(p.state is AttemptState.CAPTURED for p in arrived):
            books.task(OVERPAID, books.order)
        if money < due and any(e.kind == "BookingTurned" for e in books.effects):
            _late(books, held, arrived, now)
        return
    _late(books, facts.bookings, arrived, now)
    if money < due:
        known = {p.id for p in facts.payments}
        _short(books, [p for p in arrived if p.id not in known])
    if any(b.state is State.CONFIRMED for b in facts.bookings) and _lost_some(books) and money < due:
        books.task(LOST, books.order)


MARGIN = 3600
"""Seconds before an authorisation ends at which a request on it ends: time to take the money, or to give it up."""


def _awaits_answer(books: Books, booking: Booking, arrived: list[Payment], now: int) -> None:
    """The money for a request is there: from here on somebody has a day to answer, and never longer than the money can
    still be taken.
    """
    start = books.facts.places[booking.id].slot.start
    ends = [p.until - MARGIN for p in books.payments if p.state is AttemptState.AUTHORISED and p.until is not None]
    until = min([now + DAY, start, *ends])
    if not arrived or until <= now:
        return
    books.effects.append(HoldSet(booking.id, booking.hold_until, until))
    told_of = [(t, k, s) for t, k, s in books.facts.tasks if k == APPROVAL and s == booking.id]
    books.effects += [TaskSettled(*task) for task in told_of]
    books.effects.append(TaskRaised(books.mint(), APPROVAL, booking.id, until))


def _arrived(books: Books) -> list[Payment]:
    """Money that is new, that was only authorised before, or that a bank had taken back."""
    before = {p.id: p.state for p in books.facts.payments}
    return [
        p
        for p in books.payments
        if p.id not in before or (p.state is AttemptState.CAPTURED and before[p.id] is not AttemptState.CAPTURED)
    ]


def _short(books: Books, arrived: list[Payment]) -> None:
    for payment in arrived:
        if payment.state is AttemptState.CAPTURED and payment.captured != books.attempt.amount:
            books.task(DIFFERS, payment.id)


def _lost_some(books: Books) -> bool:
    before = {p.id for p in books.facts.payments if p.state is AttemptState.AUTHORISED}
    return any(p.id in before and p.state is AttemptState.AUTH_EXPIRED for p in books.payments)


def _late(books: Books, bookings: Iterable[Booking], arrived: list[Payment], now: int) -> None:
    """Money for an order that owes nothing: of a seat that is gone (T12, T13), or paid twice (P12)."""
    facts = books.facts
    if not arrived and not any(_ended(books, b) for b in facts.bookings):
        return
    gone = next((b for b in bookings if b.state not in SEATED or _ended(books, b)), None)
    due = _due(books)
    surplus = promised(books.payments) - due
    _give_up(books, due)
    if surplus <= 0:
        return
    if gone is None:
        books.task(OVERPAID, books.order)
        return
    place = facts.places[gone.id]
    wanted = gone.state is State.EXPIRED and surplus >= owed_if_late(place) > 0
    if facts.desk.late_pay is LatePay.SEAT_OR_REFUND and wanted and place.is_free(now):
        books.effects += take_late(facts, gone, Role.SYSTEM)
        if surplus > owed_if_late(place):
            books.task(OVERPAID, books.order)
        return
    if facts.desk.late_pay is not LatePay.ASK:
        books.effects += give_back(surplus, facts.order, gone.id, books.payments, books.mint, 0, attended=False)
    elif facts.has_task(WITHOUT_SEAT, gone.id):
        return
    else:
        books.effects.append(TaskRaised(books.mint(), WITHOUT_SEAT, gone.id, now + DAY))


def _give_up(books: Books, due: int) -> None:
    """An authorisation that nobody needs any more (P5)."""
    money = secured(books.payments)
    for payment in books.payments:
        asked = any(op.subject == payment.id for op in books.facts.ops)
        if payment.state is AttemptState.AUTHORISED and not asked and money - payment.authorised >= due:
            money -= payment.authorised
            books.effects.append(ask_for(payment, 0, books.facts.order, books.mint, 0))


def _ended(books: Books, booking: Booking) -> bool:
    return any(
        isinstance(e, BookingTurned) and e.booking == booking.id and e.after not in SEATED for e in books.effects
    )


def _due(books: Books) -> int:
    """What the order owes after the lines of this plan."""
    return books.facts.order.total.minor + sum(e.gross for e in books.effects if isinstance(e, LineAdded))
