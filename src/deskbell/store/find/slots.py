"""Slots, and the classes that still have a seat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Place, Service
from deskbell.domain.slot import Slot, SlotState
from deskbell.store import tables as t
from deskbell.store.find.which import Which, one, ways

if TYPE_CHECKING:
    from sqlalchemy import Connection


_slot = t.slot.c
SLOT = (
    _slot.public_id, _slot.id, t.service.c.public_id, t.tutor.c.public_id, _slot.kind, _slot.start, _slot.end,
    _slot.busy_from, _slot.busy_to, _slot.capacity, _slot.taken, _slot.state, _slot.zone, t.room.c.public_id,
    _slot.place, _slot.join_url, _slot.focus,
)  # fmt: skip
_SLOTS = select(*SLOT).select_from(
    t.slot.join(t.service, t.service.c.id == _slot.service_id)
    .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
    .outerjoin(t.room, t.room.c.id == _slot.room_id)
)
_SLOT = ways(_SLOTS, t.slot)
_CLASSES = _SLOTS.where(
    t.service.c.public_id == bindparam("service"),
    _slot.start >= bindparam("lo"),
    _slot.start < bindparam("hi"),
    _slot.kind == str(Kind.GROUP),
    _slot.state == str(SlotState.PLANNED),
).order_by(_slot.start, _slot.id)


def slot(conn: Connection, which: Which) -> Slot | None:
    row = one(conn, _SLOT, which)
    return make_slot(row) if row else None


def classes(conn: Connection, service: Service, lo: int, hi: int, *, full: bool = False) -> tuple[Slot, ...]:
    """The planned meetings of a class that start in [lo, hi), earliest first; full ones only where asked for."""
    rows = conn.execute(_CLASSES, {"service": service.id, "lo": lo, "hi": hi})
    found = (make_slot(row) for row in rows)
    return tuple(s for s in found if full or s.free > 0)


def make_slot(row: Sequence[Any]) -> Slot:
    """A slot from the columns of SLOT."""
    id_, no, service, tutor, kind, start, end, lo, hi, capacity, taken, state, zone, room, place, url, focus = row
    time = (start, end, lo, hi, capacity, taken)
    return Slot(Id(id_), no, service, tutor, Kind(kind), *time, SlotState(state), zone, room, Place(place), url, focus)
