"""What a decision looks at, gathered in one reading. Whoever decides under locks gathers again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from deskbell.domain.availability import merged
from deskbell.domain.commands import Book, Move, OpenClass, ReadBusy
from deskbell.domain.errors import NotFound, WrongInput
from deskbell.domain.facts import BookFacts, BookingFacts, BusyFacts, Clash, Desk, MoveFacts, OpenClassFacts, OrderFacts
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Service
from deskbell.domain.people import Tutor
from deskbell.domain.slot import Slot
from deskbell.store import tables as t
from deskbell.store.codes import OPEN
from deskbell.store.find import bookings, diaries, offers, orders, people, slots
from deskbell.store.find.which import Which
from deskbell.store.guards import BUSY_LIMIT

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TASKS = (
    select(t.task.c.public_id, t.task.c.kind, t.task.c.subject)
    .where(t.task.c.subject.in_(bindparam("subjects", expanding=True)), t.task.c.state == OPEN)
    .order_by(t.task.c.id)
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
    payments = orders.payments(conn, order.id)
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
    )


def open_tasks(conn: Connection, *subjects: Id) -> tuple[tuple[Id, str, Id], ...]:
    """Open tasks about any of these: (task, kind, subject), oldest first."""
    rows = conn.execute(_TASKS, {"subjects": list(subjects)})
    return tuple((Id(task), kind, Id(subject)) for task, kind, subject in rows)


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
    return OrderFacts(desk, order, orders.payments(conn, order.id), bookings.bookings_of(conn, order.id))


def open_class_facts(conn: Connection, cmd: OpenClass, desk: Desk) -> OpenClassFacts:
    """The tutor stands in the room that the command names, else in their own."""
    service, tutor = _service(conn, cmd.service), _tutor(conn, cmd.tutor)
    if cmd.room is not None:
        tutor = replace(tutor, room=cmd.room)
    end = cmd.start + service.minutes * 60
    return OpenClassFacts(desk, service, tutor, diaries.diary(conn, tutor, service, cmd.start, end, room=tutor.room))


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
