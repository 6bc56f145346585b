"""Events that offer classes, as they were seen last, and the slots that they opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, or_, select

from deskbell.domain.ids import Id
from deskbell.domain.offering import Meets, Offered, OfferSpan, OfferState, offer_slot
from deskbell.store import tables as t
from deskbell.store.codes import active, among
from deskbell.store.find.events import blocking
from deskbell.store.find.slots import SLOT, make_slot

if TYPE_CHECKING:
    from sqlalchemy import Connection

AT_ONCE = 5_000
_slot, _row = t.slot.c, t.offered.c
_ROWS = select(_row.event, _row.start, _row.end, _row.state).where(
    _row.connection == bindparam("which"), _row.calendar == bindparam("calendar")
)
_WAITING = select(_row.connection, _row.calendar, _row.event, _row.start).where(_row.state == str(OfferState.WAITS))
_first = (
    select(t.booking.c.public_id)
    .where(t.booking.c.slot_id == _slot.id, among(t.booking.c.state, active))
    .order_by(t.booking.c.id)
    .limit(1)
    .correlate(t.slot)
    .scalar_subquery()
)
_MEETS = (
    select(*SLOT, _first)
    .select_from(
        t.slot.join(t.service, t.service.c.id == _slot.service_id)
        .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
        .outerjoin(t.room, t.room.c.id == _slot.room_id)
    )
    .where(_slot.public_id.in_(bindparam("ids", expanding=True)))
)
_TAKEN = (
    select(_slot.busy_from, _slot.busy_to, _slot.public_id)
    .select_from(t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id).outerjoin(t.room, t.room.c.id == _slot.room_id))
    .where(
        among(_slot.state, blocking),
        and_(_slot.busy_to > bindparam("lo"), _slot.busy_from < bindparam("hi")),
        or_(t.tutor.c.public_id == bindparam("tutor"), t.room.c.public_id == func.coalesce(bindparam("room"), "")),
    )
)


def offered(conn: Connection, connection: str, calendar: str) -> dict[str, Offered]:
    rows = conn.execute(_ROWS, {"which": connection, "calendar": calendar})
    return {event: Offered(OfferSpan(event, start, end), OfferState(state)) for event, start, end, state in rows}


def meets(conn: Connection, slots: Iterable[Id]) -> dict[Id, Meets]:
    """The slots of these that there are, with the first booking in each."""
    found = {}
    for ids in _parts(sorted(set(slots))):
        for row in conn.execute(_MEETS, {"ids": ids}):
            slot = make_slot(row[:-1])
            found[slot.id] = Meets(slot, Id(row[-1]) if row[-1] else None)
    return found


def taken(conn: Connection, tutor: Id, room: Id | None, lo: int, hi: int) -> tuple[tuple[int, int, Id], ...]:
    """The padded ranges of a tutor's and a room's slots that meet [lo, hi)."""
    rows = conn.execute(_TAKEN, {"tutor": tutor, "room": room, "lo": lo, "hi": hi})
    return tuple((start, end, Id(slot)) for start, end, slot in rows)


def waits_at(conn: Connection, slot: Id) -> int | None:
    """When the event begins that would open this slot and cannot."""
    rows = conn.execute(_WAITING)
    return next(
        (start for connection, place, event, start in rows if offer_slot(connection, place, event) == slot), None
    )


def _parts(ids: list[Id]) -> Iterator[list[Id]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
