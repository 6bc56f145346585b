"""A tutor's lessons, or a person's and their children's, as they go into a calendar of their own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from deskbell.domain.booking import State
from deskbell.domain.books import Appointment, own_uid
from deskbell.domain.ids import Id
from deskbell.domain.slot import SlotState
from deskbell.store import tables as t
from deskbell.store.codes import seated

if TYPE_CHECKING:
    from sqlalchemy import Connection

_slot, _booking = t.slot.c, t.booking.c
_teacher, _participant = t.person.alias("teacher"), t.person.alias("participant")
_WHAT = (
    _slot.start, _slot.end, t.service.c.name, _slot.focus, _teacher.c.name, _slot.place, t.room.c.name, _slot.join_url,
)  # fmt: skip
_SLOTS = (
    t.slot.join(t.service, t.service.c.id == _slot.service_id)
    .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
    .join(_teacher, _teacher.c.id == t.tutor.c.person_id)
    .outerjoin(t.room, t.room.c.id == _slot.room_id)
)
_IN_SPAN = (_slot.start >= bindparam("since"), _slot.start < bindparam("until"))
_TUTORS = (
    select(_slot.id, _slot.public_id, _slot.version, _slot.state, *_WHAT)
    .select_from(_SLOTS)
    .where(_slot.tutor_id == bindparam("tutor"), _slot.state != str(SlotState.DRAFT), *_IN_SPAN)
    .order_by(_slot.start, _slot.id)
)
_SEATS = (
    select(_booking.slot_id, _participant.c.name)
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id).join(
            _participant, _participant.c.id == _booking.participant_id
        )
    )
    .where(_slot.tutor_id == bindparam("tutor"), _booking.state.in_(seated), *_IN_SPAN)
    .order_by(_booking.slot_id, _booking.id)
)
_PERSONS = (
    select(_booking.public_id, _booking.version, _slot.version, _booking.state, _participant.c.name, *_WHAT)
    .select_from(
        _SLOTS.join(t.booking, _booking.slot_id == _slot.id).join(
            _participant, _participant.c.id == _booking.participant_id
        )
    )
    .where(or_(_participant.c.id == bindparam("person"), _participant.c.guardian_id == bindparam("person")), *_IN_SPAN)
    .order_by(_slot.start, _booking.id)
)
_KEPT = frozenset((State.CONFIRMED, State.COMPLETED, State.NO_SHOW))
_NEVER = frozenset((State.HELD, State.REQUESTED, State.WAITLISTED, State.OFFERED))
"""What is not settled yet stands in nobody's calendar."""


def of_tutor(conn: Connection, desk: Id, tutor: int, since: int, until: int) -> tuple[Appointment, ...]:
    """One entry a slot; a slot in which nobody sits any more is called off only where it was cancelled."""
    span = {"tutor": tutor, "since": since, "until": until}
    names: defaultdict[int, list[str]] = defaultdict(list)
    for slot, name in conn.execute(_SEATS, span):
        names[slot].append(name)
    return tuple(
        _appointment(own_uid(desk, public), version, what, state == SlotState.CANCELLED, tuple(names[no]))
        for no, public, version, state, *what in conn.execute(_TUTORS, span)
    )


def of_person(conn: Connection, desk: Id, person: int, since: int, until: int) -> tuple[Appointment, ...]:
    """One entry a booking of theirs or of a child of theirs; it stays the same one when it moves to another class."""
    span = {"person": person, "since": since, "until": until}
    found = []
    for public, version, slot_version, state, name, *what in conn.execute(_PERSONS, span):
        if State(state) in _NEVER:
            continue
        # A class to which it moved may have changed less often than the one before: its own changes count for more.
        sequence = version * 10_000 + min(slot_version, 9_999)
        found.append(_appointment(own_uid(desk, public), sequence, what, State(state) not in _KEPT, (name,)))
    return tuple(found)


def _appointment(uid: str, sequence: int, what: list[Any], called_off: bool, people: tuple[str, ...]) -> Appointment:
    start, end, service, focus, tutor, place, room, join_url = what
    return Appointment(
        uid, sequence, start, end, service, focus, tutor, place, room or "", join_url, called_off, people
    )
