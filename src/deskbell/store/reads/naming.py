"""What the ids in a plan or a timeline are called, one query per kind of thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskbell.domain.ids import Id
from deskbell.domain.names import BookingName, Mentioned, Names, OrderName, SlotName
from deskbell.domain.payment import OPEN_REFUND
from deskbell.store import tables as t
from deskbell.store.reads.documents import labels

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Connection, Select

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PEOPLE = select(t.person.c.public_id, t.person.c.name).where(t.person.c.public_id.in_(_IDS))
_TUTORS = (
    select(t.tutor.c.public_id, t.person.c.name)
    .select_from(t.tutor.join(t.person, t.person.c.id == t.tutor.c.person_id))
    .where(t.tutor.c.public_id.in_(_IDS))
)
_SERVICES = select(t.service.c.public_id, t.service.c.name).where(t.service.c.public_id.in_(_IDS))
_ROOMS = select(t.room.c.public_id, t.room.c.name).where(t.room.c.public_id.in_(_IDS))
_NAMED = (t.service.c.name, t.slot.c.start, t.slot.c.end, t.person.c.name, t.slot.c.zone, t.room.c.name)
_SLOT_JOIN = (
    t.slot.join(t.service, t.service.c.id == t.slot.c.service_id)
    .join(t.tutor, t.tutor.c.id == t.slot.c.tutor_id)
    .join(t.person, t.person.c.id == t.tutor.c.person_id)
    .outerjoin(t.room, t.room.c.id == t.slot.c.room_id)
)
_SLOTS = select(t.slot.c.public_id, *_NAMED).select_from(_SLOT_JOIN).where(t.slot.c.public_id.in_(_IDS))
_who = t.person.alias("who")
_BOOKINGS = (
    select(
        t.booking.c.public_id, t.booking.c.id, _who.c.name, t.booking.c.policy, t.booking.c.policy_start,
        t.slot.c.public_id, *_NAMED,
    )
    .select_from(
        t.booking.outerjoin(_who, _who.c.id == t.booking.c.participant_id).join(
            _SLOT_JOIN, t.slot.c.id == t.booking.c.slot_id
        )
    )
    .where(t.booking.c.public_id.in_(_IDS))
)  # fmt: skip
_ORDERS = select(
    t.desk_order.c.public_id, t.desk_order.c.id, t.desk_order.c.due, t.desk_order.c.captured,
    t.desk_order.c.refunded, t.desk_order.c.currency,
).where(t.desk_order.c.public_id.in_(_IDS))  # fmt: skip
_PROMISED = (
    select(t.desk_order.c.public_id, t.refund.c.amount)
    .select_from(t.refund.join(t.desk_order, t.desk_order.c.id == t.refund.c.order_id))
    .where(t.desk_order.c.public_id.in_(_IDS), t.refund.c.state.in_([str(state) for state in OPEN_REFUND]))
)
_RECEIPTS = (
    select(t.receipt.c.public_id, t.receipt.c.number, t.payment.c.public_id, t.refund.c.public_id)
    .select_from(
        t.receipt.outerjoin(t.payment, t.payment.c.id == t.receipt.c.payment_id).outerjoin(
            t.refund, t.refund.c.id == t.receipt.c.refund_id
        )
    )
    .where(t.receipt.c.public_id.in_(_IDS))
    .order_by(t.receipt.c.id)
)


def called(conn: Connection, wanted: Mentioned) -> Names:
    """The names of what is there already; what a plan would make has its names in the plan."""
    slots: dict[Id, SlotName] = {Id(row[0]): _slot(row[1:]) for row in _rows(conn, _SLOTS, wanted.slots)}
    bookings: dict[Id, BookingName] = {}
    for row in _rows(conn, _BOOKINGS, wanted.bookings):
        slot = slots.setdefault(Id(row[5]), _slot(row[6:]))
        bookings[Id(row[0])] = BookingName(row[1], row[2] or "", slot, row[3], row[4])
    return Names(
        people=_pairs(conn, _PEOPLE, wanted.people),
        tutors=_pairs(conn, _TUTORS, wanted.tutors),
        services=_pairs(conn, _SERVICES, wanted.services),
        rooms=_pairs(conn, _ROOMS, wanted.rooms),
        slots=slots,
        bookings=bookings,
        orders=_orders(conn, wanted.orders),
        receipts=_receipts(conn, wanted.receipts),
        documents=labels(conn, wanted.documents) if wanted.documents else {},
    )


def _rows(conn: Connection, query: Select[*tuple[Any, ...]], ids: Iterable[Id]) -> Iterable[Any]:
    asked = list(ids)
    return conn.execute(query, {"ids": asked}).all() if asked else ()


def _pairs(conn: Connection, query: Select[*tuple[Any, ...]], ids: Iterable[Id]) -> dict[Id, str]:
    return {Id(row[0]): row[1] for row in _rows(conn, query, ids)}


def _slot(row: Any) -> SlotName:
    service, start, end, tutor, zone, room = row
    return SlotName(service, start, end, tutor, zone, room or "")


def _orders(conn: Connection, ids: frozenset[Id]) -> dict[Id, OrderName]:
    promised: dict[str, int] = {}
    for order, amount in _rows(conn, _PROMISED, ids):
        promised[order] = promised.get(order, 0) + amount
    return {
        Id(row[0]): OrderName(row[1], row[2], row[3] - row[4] - promised.get(row[0], 0), row[5])
        for row in _rows(conn, _ORDERS, ids)
    }


def _receipts(conn: Connection, ids: frozenset[Id]) -> dict[Id, int]:
    numbers: dict[Id, int] = {}
    for receipt, number, payment, refund in _rows(conn, _RECEIPTS, ids):
        numbers[Id(receipt)] = number
        for of in (payment, refund):
            if of:
                numbers.setdefault(Id(of), number)
    return numbers
