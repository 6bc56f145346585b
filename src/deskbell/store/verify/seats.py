"""Services, slots and bookings stand where the record left them, seats are counted right, nobody is in two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from deskbell.domain.booking import SEATED
from deskbell.store import tables as t
from deskbell.store.find.diaries import blocking
from deskbell.store.verify.finding import Finding, differences
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_slot, _booking = t.slot.c, t.booking.c
_participant, _payer = t.person.alias("participant"), t.person.alias("payer")
_SLOTS = select(
    _slot.public_id, _slot.state, t.tutor.c.public_id, t.room.c.public_id, _slot.start, _slot.end, _slot.busy_from,
    _slot.busy_to, t.service.c.public_id, _slot.capacity,
).select_from(
    t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id)
    .join(t.service, t.service.c.id == _slot.service_id)
    .outerjoin(t.room, t.room.c.id == _slot.room_id)
)  # fmt: skip
_BOOKINGS = select(
    _booking.public_id, _booking.state, _slot.public_id, _booking.attendance, _booking.policy_start,
    t.desk_order.c.public_id, _participant.c.public_id, _payer.c.public_id, _booking.policy,
).select_from(
    t.booking.join(t.slot, _slot.id == _booking.slot_id)
    .join(t.desk_order, t.desk_order.c.id == _booking.order_id)
    .outerjoin(_participant, _participant.c.id == _booking.participant_id)
    .outerjoin(_payer, _payer.c.id == _booking.payer_id)
)  # fmt: skip
_SERVICES = select(t.service.c.public_id, t.service.c.approval)
_TAKEN = select(_slot.public_id, _slot.taken)
_HELD = {
    what: select(column, _slot.busy_from, _slot.busy_to, _slot.public_id)
    .where(blocking, column.is_not(None))
    .order_by(column, _slot.busy_from, _slot.id)
    for what, column in (("TUTOR", _slot.tutor_id), ("ROOM", _slot.room_id))
}
_SLOT_CODES = (
    "SLOT_STATE", "SLOT_TUTOR", "SLOT_ROOM", "SLOT_START", "SLOT_END", "SLOT_BUSY_FROM", "SLOT_BUSY_TO",
    "SLOT_SERVICE", "SLOT_CAPACITY",
)  # fmt: skip
_BOOKING_CODES = (
    "BOOKING_STATE", "BOOKING_SLOT", "BOOKING_ATTENDANCE", "BOOKING_POLICY_START", "BOOKING_ORDER",
    "BOOKING_PERSON", "BOOKING_PAYER", "BOOKING_POLICY",
)  # fmt: skip


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    services = {row[0]: (row[1],) for row in conn.execute(_SERVICES)}
    yield from differences(("SERVICE_APPROVAL",), record.services, services)
    yield from differences(_SLOT_CODES, record.slots, {row[0]: tuple(row[1:]) for row in conn.execute(_SLOTS)})
    bookings = {row[0]: tuple(row[1:]) for row in conn.execute(_BOOKINGS)}
    yield from differences(_BOOKING_CODES, record.bookings, bookings)
    # Counted from the bookings' rows: a wrong state of a booking is told once, above, and not once more as a seat.
    seats = Counter(slot for state, slot, *_ in bookings.values() if state in SEATED)
    taken = {row[0]: (row[1],) for row in conn.execute(_TAKEN)}
    yield from differences(("SEATS",), {slot: (seats[slot],) for slot in taken}, taken)
    for what, query in _HELD.items():
        yield from _overlaps(conn, what, query)


def _overlaps(conn: Connection, what: str, query: object) -> Iterator[Finding]:
    """I1: sorted by their beginning, each must begin after all before it have ended."""
    whose, until, last = None, 0, ""
    for key, busy_from, busy_to, slot in conn.execute(query):  # type: ignore[call-overload]
        if key == whose and busy_from < until:
            yield Finding(f"{what}_OVERLAP", slot, None, last)
        if key != whose or busy_to > until:
            whose, until, last = key, busy_to, slot
