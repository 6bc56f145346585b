"""Bookings, and those of one person that get into each other's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from deskbell.domain.booking import TO_COME, Attendance, Booking, Reason, State
from deskbell.domain.facts import Clash
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.people import Role
from deskbell.store import tables as t
from deskbell.store.codes import active, among, seated
from deskbell.store.find.offers import read_policy
from deskbell.store.find.which import Which, one, ways

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.store.find.which import AnyRow

_booking, _slot = t.booking.c, t.slot.c
_participant = t.person.alias("participant")
_payer = t.person.alias("payer")
_BOOKINGS = select(
    _booking.public_id, _booking.id, _slot.public_id, t.desk_order.c.public_id, _booking.state, _booking.booked_by,
    _participant.c.public_id, _payer.c.public_id, _booking.attendance, _booking.policy, _booking.policy_start,
    _booking.cancelled_at, _booking.cancelled_by, _booking.reason, _booking.hold_until,
    _booking.hold_was,
).select_from(
    t.booking.join(t.slot, _slot.id == _booking.slot_id)
    .join(t.desk_order, t.desk_order.c.id == _booking.order_id)
    .outerjoin(_participant, _participant.c.id == _booking.participant_id)
    .outerjoin(_payer, _payer.c.id == _booking.payer_id)
)  # fmt: skip
_BOOKING = ways(_BOOKINGS, t.booking)
_OF_ORDER = _BOOKINGS.where(t.desk_order.c.public_id == bindparam("order")).order_by(_booking.id)
_MATES = (
    select(_booking.state, func.count())
    .select_from(t.booking.join(t.slot, _slot.id == _booking.slot_id))
    .where(
        _slot.public_id == bindparam("slot"), _booking.public_id != bindparam("booking"), among(_booking.state, seated)
    )
    .group_by(_booking.state)
)
_ALREADY = (
    select(func.min(_booking.id))
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id).join(
            _participant, _participant.c.id == _booking.participant_id
        )
    )
    .where(
        _slot.public_id == bindparam("slot"),
        _participant.c.public_id == bindparam("person"),
        among(_booking.state, active),
    )
)
_CLASHES = (
    select(_booking.id, _slot.start, _slot.end)
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id).join(
            _participant, _participant.c.id == _booking.participant_id
        )
    )
    .where(
        _participant.c.public_id == bindparam("person"),
        among(_booking.state, seated),
        _slot.start < bindparam("end"),
        _slot.end > bindparam("start"),
        _slot.public_id != bindparam("slot"),
    )
    .order_by(_slot.start, _booking.id)
)
_USUAL = (
    select(t.service.c.public_id, t.tutor.c.public_id)
    .select_from(
        t.booking.join(_participant, _participant.c.id == _booking.participant_id)
        .join(t.slot, _slot.id == _booking.slot_id)
        .join(t.service, t.service.c.id == _slot.service_id)
        .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
    )
    .where(_participant.c.public_id == bindparam("person"), _slot.kind == str(Kind.ONE_TO_ONE))
    .order_by(_booking.id.desc())
    .limit(1)
)


def booking(conn: Connection, which: Which) -> Booking | None:
    row = one(conn, _BOOKING, which)
    return _made(row) if row else None


def usual(conn: Connection, person: Id) -> tuple[Id, Id] | None:
    """The service and the tutor of the person's latest lesson, if there was one."""
    row = conn.execute(_USUAL, {"person": person}).first()
    return (Id(row[0]), Id(row[1])) if row else None


def bookings_of(conn: Connection, order: Id) -> tuple[Booking, ...]:
    """The bookings of an order, in the order in which they were made."""
    return tuple(_made(row) for row in conn.execute(_OF_ORDER, {"order": order}))


def mates(conn: Connection, slot: Id, booking: Id) -> tuple[int, int]:
    """How many other bookings sit in a slot, and about how many of those something is still to be said."""
    rows = conn.execute(_MATES, {"slot": slot, "booking": booking})
    counts = {State(state): count for state, count in rows}
    return sum(counts.values()), sum(count for state, count in counts.items() if state in TO_COME)


def already_in(conn: Connection, slot: Id, person: Id) -> int | None:
    """The number of the person's active booking in a slot."""
    found: int | None = conn.execute(_ALREADY, {"slot": slot, "person": person}).scalar()
    return found


def clashes(conn: Connection, person: Id, start: int, end: int, *, but: Id | None = None) -> tuple[Clash, ...]:
    """The person's seated bookings that overlap [start, end), those in the slot `but` left out (I55)."""
    values = {"person": person, "start": start, "end": end, "slot": but or ""}
    return tuple(Clash(*row) for row in conn.execute(_CLASHES, values))


def _made(row: AnyRow) -> Booking:
    id_, no, slot, order, state, by, participant, payer, attendance, policy, start, at, who, reason, *hold = row
    return Booking(
        Id(id_), no, slot, order, State(state), Role(by), participant, payer, Attendance(attendance),
        read_policy(policy), start, at, Role(who) if who else None,
        Reason(reason) if reason else None, *hold,
    )  # fmt: skip
