"""Local days of the desk with their lessons, busy time and windows: eight queries, however many lessons there are."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, select

from deskbell.domain.availability import windows
from deskbell.domain.booking import Attendance, State
from deskbell.domain.clock import DAY, zone_clock
from deskbell.domain.errors import NotSetUp
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.slot import SlotState
from deskbell.domain.views import BusyTime, Days, Lesson, Seat, TutorCard
from deskbell.store import tables as t
from deskbell.store.codes import OPEN, seated
from deskbell.store.find.diaries import blocking
from deskbell.store.find.offers import desk as find_desk
from deskbell.store.guards import BUSY_LIMIT
from deskbell.store.hours import read_hours

if TYPE_CHECKING:
    from sqlalchemy import Connection

COLLECT_DAYS = 30
"""How far back what is still due is looked for."""
_MOST = 10

_KINDS = {str(k): k for k in Kind}
_SLOT_STATES = {str(s): s for s in SlotState}
_STATES = {str(s): s for s in State}
_ATTENDANCES = {str(a): a for a in Attendance}

_slot, _booking, _order, _busy = t.slot.c, t.booking.c, t.desk_order.c, t.busy.c
_face = t.person.alias("face")

_TUTORS = (
    select(t.tutor.c.public_id, t.tutor.c.id, _face.c.name, t.tutor.c.zone, t.tutor.c.hours, t.tutor.c.active)
    .select_from(t.tutor.join(_face, _face.c.id == t.tutor.c.person_id))
    .order_by(t.tutor.c.id)
)
_inside = and_(blocking, _slot.start < bindparam("hi"), _slot.start > bindparam("near"), _slot.end > bindparam("lo"))
_LESSONS = (
    select(
        _slot.id, _slot.tutor_id, t.service.c.name, _slot.kind, _slot.start, _slot.end, _slot.busy_from,
        _slot.busy_to, _slot.capacity, _slot.taken, _slot.state, t.room.c.name,
    )
    .select_from(
        t.slot.join(t.service, t.service.c.id == _slot.service_id).outerjoin(t.room, t.room.c.id == _slot.room_id)
    )
    .where(_inside)
    .order_by(_slot.start, _slot.tutor_id, _slot.id)
)  # fmt: skip
_SEATS = (
    select(
        _slot.id, _booking.id, t.person.c.name, _booking.state, _booking.attendance, _order.id, _order.currency,
        _order.due, _order.captured, _order.refunded, _order.credited, _order.authorised,
        _order.disputed, _booking.hold_until,
    )
    .select_from(
        t.slot.join(t.booking, _booking.slot_id == _slot.id)
        .join(t.desk_order, _order.id == _booking.order_id)
        .outerjoin(t.person, t.person.c.id == _booking.participant_id)
    )
    .where(_inside, _booking.state.in_(seated))
    .order_by(_booking.id)
)  # fmt: skip
_BUSY = (
    select(_busy.tutor_id, _busy.start, _busy.end, _busy.title, _busy.all_day, _busy.tentative)
    .where(
        _busy.tutor_id.in_(bindparam("tutors", expanding=True)),
        _busy.start < bindparam("hi"),
        _busy.end > bindparam("lo"),
    )
    .order_by(_busy.start, _busy.id)
)
_SEQ = select(func.max(t.change.c.id))
_COUNTS = select(
    select(func.count()).select_from(t.task).where(t.task.c.state == OPEN).scalar_subquery(), _SEQ.scalar_subquery()
)
_TO_COLLECT = (
    select(_booking.id, t.person.c.name, _order.due - _order.captured + _order.refunded)
    .select_from(
        t.slot.join(t.booking, _booking.slot_id == _slot.id)
        .join(t.desk_order, _order.id == _booking.order_id)
        .outerjoin(t.person, t.person.c.id == _booking.participant_id)
    )
    .where(
        blocking,
        _slot.start <= bindparam("now"),
        _slot.start > bindparam("since"),
        _booking.state.in_([str(s) for s in (State.CONFIRMED, State.COMPLETED, State.NO_SHOW)]),
        _order.due > _order.captured - _order.refunded,
    )
    .order_by(_slot.start.desc(), _booking.id.desc())
    .limit(_MOST)
)


def _of_tutor(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.where(_slot.tutor_id == bindparam("tutor"))


_LESSONS_OF, _SEATS_OF, _COLLECT_OF = _of_tutor(_LESSONS), _of_tutor(_SEATS), _of_tutor(_TO_COLLECT)


def seq(conn: Connection) -> int:
    """The number of the newest change, 0 before the first."""
    return conn.execute(_SEQ).scalar() or 0


def days(
    conn: Connection, first: date, count: int, now: int, tutor: int | None = None, *, collect: bool = True
) -> Days:
    """So many local days from a date on: lessons that hold time, with who sits in them; of one tutor where numbered.

    Without `collect` nobody looks for what is due: a month of lessons is gone through for that.
    What lies across a day's edge is there on both sides. A tutor who left is listed while lessons of theirs are shown.
    NotSetUp: DESK_NOT_SET_UP.
    """
    desk = find_desk(conn)
    if desk is None:
        raise NotSetUp("DESK_NOT_SET_UP")
    clock = zone_clock(desk.zone)
    starts = [clock.day(first + timedelta(n))[0] for n in range(count)]
    bounds = (*starts, clock.day(first + timedelta(count - 1))[1])
    lo, hi = bounds[0], bounds[-1]
    known = [row for row in conn.execute(_TUTORS) if tutor is None or row[1] == tutor]
    one = {} if tutor is None else {"tutor": tutor}
    around = {"lo": lo, "hi": hi, "near": lo - BUSY_LIMIT, **one}
    seats = _seats(conn, _SEATS_OF if one else _SEATS, around)
    names = {row[1]: row[2] for row in known}
    lessons = tuple(
        Lesson(
            no, whose, names.get(whose, ""), service, _KINDS[kind], start, end, busy_from, busy_to, capacity, taken,
            _SLOT_STATES[state], room or "", tuple(seats.get(no, ())),
        )
        for no, whose, service, kind, start, end, busy_from, busy_to, capacity, taken, state, room in conn.execute(
            _LESSONS_OF if one else _LESSONS, around
        ).all()
    )  # fmt: skip
    teaching = {lesson.tutor for lesson in lessons}
    cards = tuple(
        TutorCard(Id(id_), no, name, zone, tuple(windows(read_hours(zone, hours), lo, hi)) if active else ())
        for id_, no, name, zone, hours, active in known
        if active or no in teaching
    )
    busy = conn.execute(_BUSY, {"tutors": [c.no for c in cards], "lo": lo, "hi": hi}) if cards else ()
    tasks, newest = conn.execute(_COUNTS).one()
    due = _due(conn, now, one) if collect else ()
    return Days(
        desk,
        first,
        bounds,
        now,
        cards,
        lessons,
        tuple(BusyTime(no, start, end, title, bool(all_), bool(maybe)) for no, start, end, title, all_, maybe in busy),
        tasks,
        newest or 0,
        due,
    )


def _due(conn: Connection, now: int, one: dict[str, int]) -> tuple[tuple[int, str, int], ...]:
    since = now - COLLECT_DAYS * DAY
    rows = conn.execute(_COLLECT_OF if one else _TO_COLLECT, {"now": now, "since": since, **one})
    return tuple((no, name or "", minor) for no, name, minor in rows)


def _seats(conn: Connection, query: Select[*tuple[Any, ...]], around: dict[str, int]) -> defaultdict[int, list[Seat]]:
    found: defaultdict[int, list[Seat]] = defaultdict(list)
    for slot, no, name, state, attendance, *order in conn.execute(query, around).all():
        found[slot].append(Seat(no, name or "", _STATES[state], _ATTENDANCES[attendance], *order))
    return found
