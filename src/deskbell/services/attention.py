"""What waits for a person, gathered around each open task: whose, how much, what can still be done about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.attention import Attention, Needs, Noticed
from deskbell.domain.connections import BY_NAME, LINKS_LEFT
from deskbell.domain.decisions.mailing import REFUSED, UNCERTAIN
from deskbell.domain.decisions.refunds import FAILED_REFUND, kept
from deskbell.domain.errors import NotFound, NotSetUp
from deskbell.domain.facts import OrderFacts, Place
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.offering import OFFER_CLASH
from deskbell.domain.op import Op, OpKind
from deskbell.domain.payment import LINKS, AttemptState, Payment, Refund
from deskbell.store import find, reads
from deskbell.store.find import events, offered
from deskbell.store.reads import letters

if TYPE_CHECKING:
    from deskbell.domain.booking import Booking
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Desk
    from deskbell.services.working import Working
    from deskbell.store.work import Connection, Read

MOST = 200
"""Tasks that are shown at once."""


def attention(desk: Desk, booking: int | None = None) -> Attention:
    """Every open task, the oldest first; those of one booking's order where it is named. NotSetUp."""
    with desk.database.read() as unit:
        card = find.desk(unit.connection)
        if card is None:
            raise NotSetUp("DESK_NOT_SET_UP")
        rows = reads.open_tasks(unit.connection)
        now = desk.clock.now()
        if booking is None:
            found = tuple(_needs(unit, card, Needs(*row), now) for row in rows[:MOST])
            return Attention(card, now, len(rows), found)
        at = find.booking_facts(unit.connection, booking, card)
        mine = {task for task, _, _ in _of(unit.connection, at.order.id, card).tasks}
        mine |= {task for task, _, subject, *_ in rows if any(op.id == subject for op in at.ops)}
        found = tuple(_needs(unit, card, Needs(*row), now) for row in rows if row[0] in mine)
        return Attention(card, now, len(found), found)


def noticed(desk: Desk, working: Working) -> Noticed:
    """What the head of every screen says; a worker is looked for only where something is connected."""
    with desk.database.read() as unit:
        card = find.desk(unit.connection)
        tasks = tuple((task, kind) for task, kind, *_ in reads.open_tasks(unit.connection)) if card else ()
    if card is None or not (card.links or card.calendar or card.mail):
        return Noticed(tasks)
    beat = working.last_beat()
    return Noticed(tasks, -1 if beat is None else max(0, beat))


def _of(conn: Connection, order: Id, card: Card) -> OrderFacts:
    return find.order_facts(conn, order, card)


def _needs(unit: Read, card: Card, task: Needs, now: int) -> Needs:
    """The task with what is around it; what is gone since is simply not there."""
    conn, about = unit.connection, task.subject
    op: Op | None = None
    if task.kind in ("CLOCK_SKEW", "CONNECTION_DOWN", "LOCKED_OUT", LINKS_LEFT):
        names = [name for name in {*card.links, *map(str, LINKS), *BY_NAME} if digest_id(name) == about]
        return replace(task, connection=names[0] if names else "")
    if task.kind in (REFUSED, UNCERTAIN):
        return _of_letter(conn, card, task)
    if task.kind == OFFER_CLASH:
        return replace(task, there=offered.waits_at(conn, about))
    try:
        if task.kind == "OP_STUCK":
            found = find.op_facts(conn, about, card)
            op, at = found.op, found.at
            task = replace(task, op=op, connection=op.connection, code=op.error)
            if at is None:
                return task
        else:
            at = _order_around(conn, about, card)
            if at is None:
                return task
            if task.kind == FAILED_REFUND:
                task = replace(task, code=find.no_of(conn, OpKind.REFUND, about))
    except NotFound:
        return task
    found_ = _around(task, at, op.subject if op is not None else about, now)
    return _moved_there(conn, found_, at) if task.kind == "EVENT_CHANGED" else found_


def _moved_there(conn: Connection, task: Needs, at: OrderFacts) -> Needs:
    """When its event starts on the calendar; a class moves by its own plan and not along with an event."""
    place = at.places.get(task.of) if task.of is not None else None
    event = events.stood(conn, place.slot.id) if place is not None and place.alone else None
    return replace(task, there=event.start) if event is not None else task


def _of_letter(conn: Connection, card: Card, task: Needs) -> Needs:
    """Whom the letter is for, about which booking, and why it did not leave."""
    letter = letters.to_send(conn, card, task.subject)
    if letter is None:
        return task
    first = next(iter(letter.matters), None)
    if first is not None:
        of, start = first.item.booking, first.start
        task = replace(task, booking=first.no, of=of, state=first.state, service=first.service, start=start)
    return replace(task, name=letter.name, code=letters.code_of(conn, task.subject), connection=card.mail)


def _order_around(conn: Connection, about: Id, card: Card) -> OrderFacts | None:
    """The order that a booking, an order, a payment, a refund or an attempt belongs to."""
    if (booking := find.booking(conn, about)) is not None:
        return _of(conn, booking.order, card)
    if (attempt := find.attempt(conn, about)) is not None:
        return _of(conn, attempt.order, card)
    if find.order(conn, about) is not None:
        return _of(conn, about, card)
    for keyed in ({"payment": about}, {"refund": about}):
        try:
            return find.money_facts(conn, card, **keyed)
        except NotFound:
            continue
    return None


def _around(task: Needs, at: OrderFacts, about: Id, now: int) -> Needs:
    refunds = [(p, r) for p in at.payments for r in p.refunds]
    paid, refund = next(((p, r) for p, r in refunds if r.id == about), (None, None))
    paid = paid or next((p for p in at.payments if p.id == about), None)
    attempt = next((a for a in at.attempts if a.id == about), None)
    if attempt is None and paid is not None:
        attempt = next((a for a in at.attempts if a.id == paid.attempt), None)
    if attempt is None and task.kind in ("APPROVAL", "AUTH_LOST", "HOLD_STUCK") and at.attempts:
        attempt = at.attempts[0]
    payment = paid or next((p for p in at.payments if p.left > 0 and p.method in LINKS), None)
    payment = payment or next((p for p in at.payments if p.left > 0), None)
    seat = _seat(at, about, refund)
    place = at.places.get(seat.id) if seat is not None else None
    person = place.person if place is not None else None
    return replace(
        task,
        booking=seat.no if seat else None,
        of=seat.id if seat else None,
        state=seat.state if seat else None,
        name=person.name if person else "",
        service=place.service if place else "",
        start=place.slot.start if place else None,
        order=at.order.id,
        no=at.order.no,
        amount=_amount(task, at, payment, refund),
        currency=at.order.currency,
        method=refund.method if refund else payment.method if payment else attempt.method if attempt else None,
        connection=task.connection or (str(attempt.method) if attempt else ""),
        code=task.code or (attempt.said if attempt else ""),
        payment=payment,
        refund=refund,
        attempt=attempt,
        due=max(0, at.order.total.minor - kept(at.payments)),
        seat=_seen(task, at, place, now),
    )


def _seen(task: Needs, at: OrderFacts, place: Place | None, now: int) -> str:
    """What makes a task of its kind another one to whoever answers it."""
    if task.kind == "MONEY_WITHOUT_SEAT":
        return _lost(place, now)
    if task.kind != "APPROVAL":
        return ""
    if any(p.state is AttemptState.AUTHORISED for p in at.payments):
        return "AUTHORISED"
    return "UNPAID" if any(a.is_open for a in at.attempts) else ""


def _lost(place: Place | None, now: int) -> str:
    """Why its seat cannot be given any more; nothing where it can (T12)."""
    if place is None or place.is_free(now):
        return ""
    return "OVER" if place.slot.start <= now else "GONE"


def _seat(at: OrderFacts, about: Id, refund: Refund | None) -> Booking | None:
    """The booking that is meant, else the one of the refund, else the order's first."""
    which = refund.booking if refund is not None and refund.booking else about
    return next((b for b in at.bookings if b.id == which), at.bookings[0] if at.bookings else None)


def _amount(task: Needs, at: OrderFacts, payment: Payment | None, refund: Refund | None) -> int:
    if refund is not None:
        return refund.amount
    there = sum(p.left for p in at.payments)
    if task.kind in ("OVERPAID", "MONEY_WITHOUT_SEAT"):
        return max(0, there - at.order.total.minor)
    if task.kind == "OP_STUCK" and task.op is not None:
        return next((a.amount for a in at.attempts if a.id == task.op.subject), payment.captured if payment else 0)
    if task.kind == "APPROVAL":
        return sum(p.authorised for p in at.payments) or max(0, at.order.total.minor - there)
    if task.kind == "AUTH_LOST":
        return max(0, at.order.total.minor - there)
    if payment is not None and task.kind in ("AMOUNT_DIFFERS", "CHARGED_BACK"):
        return payment.disputed or payment.captured
    return next((a.amount for a in at.attempts if a.id == task.subject), at.attempts[0].amount if at.attempts else 0)
