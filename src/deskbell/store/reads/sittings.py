"""Somebody's bookings as a list: what is to come first, then what has been, the latest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, or_, select

from deskbell.domain.booking import Attendance, State
from deskbell.domain.views import Seat, Sitting
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_booking, _slot, _order = t.booking.c, t.slot.c, t.desk_order.c
_face = t.person.alias("face")
_BOOKINGS = (
    select(
        _booking.id, t.person.c.name, _booking.state, _booking.attendance, _order.id, _order.currency, _order.due,
        _order.captured, _order.refunded, _order.credited, _order.authorised, _order.disputed, _booking.hold_until,
        t.service.c.name, _face.c.name, _slot.start, _slot.end,
    )
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id)
        .join(t.service, t.service.c.id == _slot.service_id)
        .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
        .join(_face, _face.c.id == t.tutor.c.person_id)
        .join(t.desk_order, _order.id == _booking.order_id)
        .join(t.person, t.person.c.id == _booking.participant_id)
    )
)  # fmt: skip
_THEIRS = _booking.participant_id == bindparam("person")
_OF_THEM = {False: _THEIRS, True: or_(_THEIRS, t.person.c.guardian_id == bindparam("person"))}
_TO_COME = {
    family: _BOOKINGS.where(of, _slot.end > bindparam("now"))
    .order_by(_slot.start, _booking.id)
    .limit(bindparam("most"))
    for family, of in _OF_THEM.items()
}
_PAST = {
    family: _BOOKINGS.where(of, _slot.end <= bindparam("now"))
    .order_by(_slot.start.desc(), _booking.id.desc())
    .limit(bindparam("most"))
    for family, of in _OF_THEM.items()
}


def bookings(conn: Connection, person: int, now: int, limit: int, *, family: bool = False) -> tuple[Sitting, ...]:
    """At most so many bookings of a person, in whatever state they are; `family`: and of the children they bring."""
    values = {"person": person, "now": now, "most": limit}
    rows = [*conn.execute(_TO_COME[family], values)]
    if len(rows) < limit:
        rows += conn.execute(_PAST[family], {**values, "most": limit - len(rows)})
    found = []
    for no, name, state, attendance, order, currency, *sums, service, tutor, start, end in rows:
        seat = Seat(no, name, State(state), Attendance(attendance), order, currency, *sums)
        found.append(Sitting(seat, service, tutor, start, end))
    return tuple(found)
