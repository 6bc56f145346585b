"""A tutor's diary: what the slot engine needs to list, to refuse and to say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, bindparam, func, select

from deskbell.domain.availability import Diary, Span, Taken, reach
from deskbell.domain.ids import Id
from deskbell.domain.offer import Service
from deskbell.domain.people import Tutor
from deskbell.domain.slot import BLOCKING
from deskbell.store import tables as t
from deskbell.store.codes import among, seated
from deskbell.store.guards import BUSY_LIMIT
from deskbell.store.hours import read_hours

if TYPE_CHECKING:
    from sqlalchemy import Connection

_slot, _busy, _booking = t.slot.c, t.busy.c, t.booking.c

blocking: ColumnElement[bool] = among(_slot.state, sorted(BLOCKING, reverse=True))

_HOURS = select(t.tutor.c.id, t.tutor.c.zone, t.tutor.c.hours).where(t.tutor.c.public_id == bindparam("tutor"))
_sits = (
    select(func.min(_booking.id))
    .where(_booking.slot_id == _slot.id, among(_booking.state, seated), _slot.capacity == 1)
    .correlate(t.slot)
    .scalar_subquery()
)
# Follows from the rest; PostgreSQL has no other index to walk than the one by start.
_soon = (_slot.start > bindparam("near"), _slot.start < bindparam("far"))
_OWN = (
    select(
        _slot.start, _slot.end, _slot.busy_from, _slot.busy_to, func.coalesce(_sits, 0), t.service.c.name,
        t.service.c.public_id,
    )
    .select_from(t.slot.join(t.service, t.service.c.id == _slot.service_id))
    .where(
        _slot.tutor_id == bindparam("tutor"), blocking, _slot.busy_from < bindparam("hi"),
        _slot.busy_from > bindparam("near"), _slot.busy_to > bindparam("lo"), _slot.public_id != bindparam("but"),
        *_soon,
    )
    .order_by(_slot.busy_from)
)  # fmt: skip
_ROOM = (
    select(_slot.busy_from, _slot.busy_to, func.coalesce(_sits, 0), t.service.c.name)
    .select_from(
        t.slot.join(t.service, t.service.c.id == _slot.service_id).join(t.room, t.room.c.id == _slot.room_id)
    )
    .where(
        t.room.c.public_id == bindparam("room"), _slot.room_id.is_not(None), blocking,
        _slot.tutor_id != bindparam("tutor"), _slot.busy_from < bindparam("hi"), _slot.busy_from > bindparam("near"),
        _slot.busy_to > bindparam("lo"), _slot.public_id != bindparam("but"), *_soon,
    )
    .order_by(_slot.busy_from)
)  # fmt: skip
_BUSY = (
    select(_busy.start, _busy.end, _busy.title)
    .where(_busy.tutor_id == bindparam("tutor"), _busy.start < bindparam("hi"), _busy.end > bindparam("lo"))
    .order_by(_busy.start)
)
_STUDENT = (
    select(_slot.start, _slot.end, _booking.id)
    .select_from(
        t.person.join(t.booking, _booking.participant_id == t.person.c.id).join(t.slot, _slot.id == _booking.slot_id)
    )
    .where(
        t.person.c.public_id == bindparam("person"), among(_booking.state, seated), _slot.start < bindparam("hi"),
        _slot.end > bindparam("lo"), _slot.public_id != bindparam("but"),
    )
    .order_by(_slot.start)
)  # fmt: skip


def diary(
    conn: Connection,
    tutor: Tutor,
    service: Service | None,
    lo: int,
    hi: int,
    *,
    leave_out: Id | None = None,
    participant: Id | None = None,
    room: Id | None = None,
) -> Diary:
    """All that may be in the way of a lesson in [lo, hi), epoch seconds, read as far as the engine looks.

    The tutor's lessons of `service` count for its limits. `leave_out` is a slot as if it were not there, `room` the
    room that is wanted, `participant` whose own lessons are in the way too. References: a number is a booking, words
    are the name of a class or the title of busy time.
    """
    key, zone, text = conn.execute(_HOURS, {"tutor": tutor.id}).one()
    lo, hi = reach(lo, hi)
    values = {"tutor": key, "lo": lo, "hi": hi, "near": lo - BUSY_LIMIT, "far": hi + BUSY_LIMIT, "but": leave_out or ""}
    offered = service.id if service else None
    taken = tuple(
        Taken(start, end, busy_from, busy_to, booking or name, offered is None or whose == offered)
        for start, end, busy_from, busy_to, booking, name, whose in conn.execute(_OWN, values)
    )
    busy = tuple(Span(*row) for row in conn.execute(_BUSY, {"tutor": key, "lo": lo, "hi": hi}))
    others: tuple[Span, ...] = ()
    if room is not None:
        rows = conn.execute(_ROOM, {**values, "room": room})
        others = tuple(Span(start, end, booking or name) for start, end, booking, name in rows)
    own: tuple[Span, ...] = ()
    if participant is not None:
        known = {"person": participant, "lo": lo, "hi": hi, "but": leave_out or ""}
        own = tuple(Span(*row) for row in conn.execute(_STUDENT, known))
    return Diary(read_hours(zone, text), taken, busy=busy, room=others, student=own)
