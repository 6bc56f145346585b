"""What a decision looks at, gathered in one reading. Whoever decides under locks gathers again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from deskbell.domain.availability import merged
from deskbell.domain.booking import SEATED, Booking
from deskbell.domain.commands import Book, Move, OpenClass, ReadBusy
from deskbell.domain.effects import When
from deskbell.domain.errors import NotFound, WrongInput
from deskbell.domain.facts import (
    BookFacts,
    BookingFacts,
    BusyFacts,
    Clash,
    Desk,
    MoveFacts,
    OpenClassFacts,
    OpFacts,
    OrderFacts,
    Place,
    TaskFacts,
)
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Service
from deskbell.domain.op import Op
from deskbell.domain.order import LineKind, Order
from deskbell.domain.payment import Attempt, Payment, RefundState
from deskbell.domain.people import Tutor
from deskbell.domain.request_commands import SetService
from deskbell.domain.slot import Slot, SlotState
from deskbell.store import tables as t
from deskbell.store.codes import OPEN, SETTLED
from deskbell.store.find import bookings, diaries, offers, ops, orders, people, slots
from deskbell.store.find.tasks import open_tasks
from deskbell.store.find.which import Which
from deskbell.store.guards import BUSY_LIMIT

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SEEN_TO = select(t.task.c.kind, t.task.c.subject).where(
    t.task.c.subject.in_(bindparam("subjects", expanding=True)), t.task.c.state == SETTLED
)
_OPEN_TASK = select(t.task.c.public_id, t.task.c.kind, t.task.c.subject).where(
    t.task.c.public_id == bindparam("task"), t.task.c.state == OPEN
)
_CALENDAR = (
    select(t.calendar.c.public_id)
    .select_from(t.calendar.join(t.tutor, t.tutor.c.id == t.calendar.c.tutor_id))
    .where(t.tutor.c.public_id == bindparam("tutor"), t.calendar.c.name == bindparam("name"))
)
_LESSONS = (
    select(t.slot.c.start, t.slot.c.end)
    .select_from(t.slot.join(t.tutor, t.tutor.c.id == t.slot.c.tutor_id))
    .where(
        t.tutor.c.public_id == bindparam("tutor"), diaries.blocking, t.slot.c.start < bindparam("hi"),
        t.slot.c.start > bindparam("near"), t.slot.c.end > bindparam("lo"),
    )
    .order_by(t.slot.c.start)
)  # fmt: skip


def book_facts(conn: Connection, cmd: Book, desk: Desk) -> BookFacts:
    """For a class its slot, for a lesson the tutor's diary around the start. NotFound names what is not there."""
    person = None
    if cmd.person is not None and (person := people.person(conn, cmd.person)) is None:
        raise NotFound("NO_SUCH_PERSON", which=cmd.person)
    service = _service(conn, cmd.service)
    if cmd.slot is not None:
        slot = _slot(conn, cmd.slot)
        if slot.service != service.id:
            service = _service(conn, slot.service)
        already = bookings.already_in(conn, slot.id, person.id) if person else None
        overlaps = bookings.clashes(conn, person.id, slot.start, slot.end, but=slot.id) if person else ()
        tutor = _tutor(conn, slot.tutor)
        return BookFacts(desk, service, tutor, slot=slot, already=already, person=person, clashes=overlaps)
    if cmd.tutor is None:
        raise WrongInput("NO_TUTOR")
    tutor = _tutor(conn, cmd.tutor)
    if cmd.start is None or service.kind is Kind.GROUP:
        return BookFacts(desk, service, tutor, person=person)
    end = cmd.start + (cmd.minutes or service.minutes) * 60
    diary = diaries.diary(conn, tutor, service, cmd.start, end, room=tutor.room)
    overlaps = bookings.clashes(conn, person.id, cmd.start, end) if person else ()
    return BookFacts(desk, service, tutor, diary, person=person, clashes=overlaps)


def booking_facts(conn: Connection, which: Which, desk: Desk) -> BookingFacts:
    """Everything around one booking. NotFound: NO_SUCH_BOOKING."""
    booking = bookings.booking(conn, which)
    if booking is None:
        raise NotFound("NO_SUCH_BOOKING", which=which)
    slot = _slot(conn, booking.slot)
    order = orders.order(conn, booking.order)
    if order is None:
        raise NotFound("NO_SUCH_ORDER", which=booking.order)
    payments, attempts = orders.payments(conn, order.id), orders.attempts(conn, order.id)
    others, still_open = bookings.mates(conn, slot.id, booking.id)
    return BookingFacts(
        desk,
        booking,
        slot,
        _service(conn, slot.service),
        _tutor(conn, slot.tutor),
        order,
        payments,
        people.person(conn, booking.participant) if booking.participant else None,
        others,
        still_open,
        open_tasks(conn, booking.id, order.id, *(r.id for p in payments for r in p.refunds)),
        orders.earned(conn, booking.id),
        attempts,
        _open_ops(conn, attempts, payments),
    )


def move_facts(conn: Connection, cmd: Move, desk: Desk) -> MoveFacts:
    """A booking and where it would go; the diary leaves the booking's own slot out, its room goes along."""
    at = booking_facts(conn, cmd.booking, desk)
    person = at.person
    if cmd.slot is not None:
        target = _slot(conn, cmd.slot)
        already = bookings.already_in(conn, target.id, person.id) if person else None
        overlaps = _clashes(conn, at, target.start, target.end, target.id)
        return MoveFacts(at, _tutor(conn, target.tutor), target=target, already=already, clashes=overlaps)
    tutor = at.tutor if cmd.tutor is None else _tutor(conn, cmd.tutor)
    if cmd.start is None or at.slot.kind is Kind.GROUP:
        return MoveFacts(at, tutor)
    end = cmd.start + at.slot.end - at.slot.start
    room = at.slot.room if tutor.id == at.slot.tutor else tutor.room
    diary = diaries.diary(conn, tutor, at.service, cmd.start, end, leave_out=at.slot.id, room=room)
    return MoveFacts(at, tutor, diary, clashes=_clashes(conn, at, cmd.start, end, at.slot.id))


def _clashes(conn: Connection, at: BookingFacts, start: int, end: int, but: Id) -> tuple[Clash, ...]:
    """The person's other lessons in that time: neither where they are nor where they go is in their own way."""
    if at.person is None:
        return ()
    found = bookings.clashes(conn, at.person.id, start, end, but=but)
    return tuple(c for c in found if c.booking != at.booking.no)


def order_facts(conn: Connection, which: Which, desk: Desk) -> OrderFacts:
    """NotFound: NO_SUCH_ORDER."""
    order = orders.order(conn, which)
    if order is None:
        raise NotFound("NO_SUCH_ORDER", which=which)
    payments, attempts = orders.payments(conn, order.id), orders.attempts(conn, order.id)
    about = bookings.bookings_of(conn, order.id)
    refunds = [r.id for p in payments for r in p.refunds]
    subjects = [order.id, *(b.id for b in about), *(p.id for p in payments), *(a.id for a in attempts), *refunds]
    return OrderFacts(
        desk,
        order,
        payments,
        about,
        attempts,
        _open_ops(conn, attempts, payments),
        open_tasks(conn, *subjects),
        {b.id: _place(conn, b, order) for b in about},
        frozenset((kind, Id(subject)) for kind, subject in conn.execute(_SEEN_TO, {"subjects": subjects})),
    )


def _open_ops(conn: Connection, attempts: tuple[Attempt, ...], payments: tuple[Payment, ...]) -> tuple[Op, ...]:
    """A desk that takes all its money by hand asks nothing of the world."""
    if not attempts:
        return ()
    refunds = [r.id for p in payments for r in p.refunds]
    return ops.open_ops(conn, [*(a.id for a in attempts), *(p.id for p in payments), *refunds])


def _place(conn: Connection, booking: Booking, order: Order) -> Place:
    from deskbell.store.apply.money import reversal_of  # late: it brings all that writes
    from deskbell.store.find.undoing import in_the_way

    slot = _slot(conn, booking.slot)
    others, still_open = bookings.mates(conn, slot.id, booking.id)
    when = When(slot.tutor, slot.start, slot.end, slot.busy_from, slot.busy_to, slot.room)
    blocked = in_the_way(conn, when, slot.id) if slot.state is SlotState.CANCELLED else ()
    written = {line.id for line in order.lines}
    credits_ = (x for x in order.lines if x.booking == booking.id and x.kind is LineKind.CREDIT and x.gross < 0)
    return Place(
        slot,
        _tutor(conn, slot.tutor),
        _service(conn, slot.service).name,
        slot.kind is Kind.ONE_TO_ONE and not others,
        blocked,
        people.person(conn, booking.participant) if booking.participant else None,
        tuple(x for x in credits_ if reversal_of(x.id) not in written),
        _elsewhere(conn, booking, slot),
        still_open,
    )


def _elsewhere(conn: Connection, booking: Booking, slot: Slot) -> Clash | None:
    """What the person of a booking without a seat has by now in its class or at its time."""
    if booking.participant is None or booking.state in SEATED:
        return None
    if there := bookings.already_in(conn, slot.id, booking.participant):
        return Clash(there, slot.start, slot.end)
    return next(iter(bookings.clashes(conn, booking.participant, slot.start, slot.end, but=slot.id)), None)


def attempt_facts(conn: Connection, which: Id, desk: Desk) -> tuple[Attempt, OrderFacts]:
    """A link and all of its order. NotFound: NO_SUCH_ATTEMPT."""
    found = orders.attempt(conn, which)
    if found is None:
        raise NotFound("NO_SUCH_ATTEMPT", which=which)
    return found, order_facts(conn, found.order, desk)


def seat_facts(conn: Connection, which: Id, desk: Desk) -> OrderFacts:
    """All of the order that a booking belongs to. NotFound: NO_SUCH_BOOKING."""
    found = bookings.booking(conn, which)
    if found is None:
        raise NotFound("NO_SUCH_BOOKING", which=which)
    return order_facts(conn, found.order, desk)


def money_facts(conn: Connection, desk: Desk, *, payment: Id | None = None, refund: Id | None = None) -> OrderFacts:
    """All of the order that a payment or a refund belongs to. NotFound: NO_SUCH_PAYMENT, NO_REFUND."""
    found = orders.order_of(conn, payment=payment, refund=refund)
    if found is None:
        raise NotFound("NO_SUCH_PAYMENT" if payment else "NO_REFUND", which=payment or refund, refund=refund)
    return order_facts(conn, found, desk)


def op_facts(conn: Connection, which: Id, desk: Desk) -> OpFacts:
    """An operation and the order it is about. NotFound: NO_SUCH_OP."""
    found = ops.op(conn, which)
    if found is None:
        raise NotFound("NO_SUCH_OP", which=which)
    about = orders.attempt(conn, found.subject)
    order = about.order if about else None
    order = order or orders.order_of(conn, payment=found.subject) or orders.order_of(conn, refund=found.subject)
    return OpFacts(desk, found, order_facts(conn, order, desk) if order else None, open_tasks(conn, which))


def task_facts(conn: Connection, desk: Desk, *, task: Id | None = None, subject: Id | None = None) -> TaskFacts:
    """One open task, or all of a subject. NotFound: NO_SUCH_TASK."""
    if task is None:
        return TaskFacts(desk, open_tasks(conn, subject) if subject else ())
    row = conn.execute(_OPEN_TASK, {"task": task}).first()
    if row is None:
        raise NotFound("NO_SUCH_TASK", which=task)
    about = Id(row[2])
    order = orders.order_of(conn, payment=about) or orders.order_of(conn, refund=about) or about
    seats = bookings.bookings_of(conn, order)
    own = bookings.booking(conn, about)
    found = ((p, r) for p in orders.payments(conn, order) for r in p.refunds if r.id == about)
    past = any(r.amount > p.left or r.booking is None for p, r in found if r.state is RefundState.FAILED)
    return TaskFacts(desk, ((Id(row[0]), row[1], about),), own.id if own else seats[0].id if seats else None, past)


def open_class_facts(conn: Connection, cmd: OpenClass, desk: Desk) -> OpenClassFacts:
    """The tutor stands in the room that the command names, else in their own."""
    service, tutor = _service(conn, cmd.service), _tutor(conn, cmd.tutor)
    if cmd.room is not None:
        tutor = replace(tutor, room=cmd.room)
    end = cmd.start + service.minutes * 60
    return OpenClassFacts(desk, service, tutor, diaries.diary(conn, tutor, service, cmd.start, end, room=tutor.room))


def service_facts(conn: Connection, cmd: SetService, desk: Desk) -> tuple[Desk, Service]:
    """NotFound: NO_SUCH_SERVICE."""
    return desk, _service(conn, cmd.service)


def busy_facts(conn: Connection, cmd: ReadBusy, desk: Desk, now: int) -> BusyFacts:
    """What the reading would change, and how many lessons that are not over yet it overlaps."""
    from deskbell.store.apply.busy import compare_busy  # late: it brings all that writes

    tutor = _tutor(conn, cmd.tutor)
    calendar: Id | None = conn.execute(_CALENDAR, {"tutor": tutor.id, "name": cmd.calendar}).scalar()
    counts = compare_busy(conn, calendar, cmd.spans, cmd.since, cmd.until)
    return BusyFacts(desk, tutor, calendar, *counts, overlaps=_overlaps(conn, cmd, now))


def _overlaps(conn: Connection, cmd: ReadBusy, now: int) -> int:
    busy = merged((s.start, s.end) for s in cmd.spans if s.end > now)
    if not busy:
        return 0
    lo, hi = max(now, busy[0][0]), busy[-1][1]
    values = {"tutor": cmd.tutor, "lo": lo, "hi": hi, "near": lo - BUSY_LIMIT}
    count = at = 0
    for start, end in conn.execute(_LESSONS, values):
        while at < len(busy) and busy[at][1] <= start:
            at += 1
        count += at < len(busy) and busy[at][0] < end
    return count


def _service(conn: Connection, which: Which) -> Service:
    found = offers.service(conn, which)
    if found is None:
        raise NotFound("NO_SUCH_SERVICE", which=which)
    return found


def _tutor(conn: Connection, which: Which) -> Tutor:
    found = people.tutor(conn, which)
    if found is None:
        raise NotFound("NO_SUCH_TUTOR", which=which)
    return found


def _slot(conn: Connection, which: Which) -> Slot:
    found = slots.slot(conn, which)
    if found is None:
        raise NotFound("NO_SUCH_SLOT", which=which)
    return found
