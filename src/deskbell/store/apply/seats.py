"""Time and seats. `slot.taken` counts the seated bookings of a slot, by conditional updates and nothing else (I26)."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, case, select, update

from deskbell.domain.booking import SEATED, Attendance, State
from deskbell.domain.effects import (
    BookingTurned,
    HoldSet,
    SeatMoved,
    SeatTaken,
    SlotMoved,
    SlotOpened,
    SlotTurned,
    When,
)
from deskbell.domain.errors import PlanChanged, Refused
from deskbell.domain.ids import Id
from deskbell.domain.slot import SlotState
from deskbell.store import tables as t
from deskbell.store.apply.making import Making
from deskbell.store.codes import among

_slot, _booking = t.slot.c, t.booking.c

_KIND = select(t.service.c.kind).where(t.service.c.id == bindparam("key"))
_TURNED = (
    update(t.slot)
    .where(_slot.id == bindparam("key"), _slot.state == bindparam("old"))
    .values(state=bindparam("new"), version=_slot.version + 1)
)
_MOVED = (
    update(t.slot)
    .where(
        _slot.id == bindparam("key"),
        _slot.tutor_id == bindparam("old_tutor"),
        and_(_slot.start == bindparam("old_start"), _slot.end == bindparam("old_end")),
        and_(_slot.busy_from == bindparam("old_from"), _slot.busy_to == bindparam("old_to")),
    )
    .values(
        {
            "tutor_id": bindparam("new_tutor"),
            "room_id": bindparam("new_room"),
            # the zone is the tutor's own, also of the one who takes over
            "zone": case(
                (_slot.tutor_id == bindparam("new_tutor"), _slot.zone),
                else_=select(t.tutor.c.zone).where(t.tutor.c.id == bindparam("new_tutor")).scalar_subquery(),
            ),
            "start": bindparam("new_start"),
            "end": bindparam("new_end"),
            "busy_from": bindparam("new_from"),
            "busy_to": bindparam("new_to"),
            "version": _slot.version + 1,
        }
    )
)
_SEAT = (
    update(t.slot)
    .where(_slot.id == bindparam("key"), _slot.taken < _slot.capacity, among(_slot.state, ("PLANNED", "COMPLETED")))
    .values(taken=_slot.taken + 1, version=_slot.version + 1)
)
_FREED = (
    update(t.slot)
    .where(_slot.id == bindparam("key"), _slot.taken > 0)
    .values(taken=_slot.taken - 1, version=_slot.version + 1)
)
_SEATS = select(_slot.taken, _slot.capacity, _slot.state, _slot.start).where(_slot.id == bindparam("key"))
_STATE = (
    update(t.booking)
    .where(_booking.id == bindparam("key"), _booking.slot_id == bindparam("slot"), _booking.state == bindparam("old"))
    .values(
        state=bindparam("new"),
        attendance=bindparam("attendance"),
        cancelled_at=bindparam("at"),
        cancelled_by=bindparam("by"),
        reason=bindparam("why"),
        version=_booking.version + 1,
    )
)
_HOLD = update(t.booking).where(_booking.id == bindparam("key")).values(hold_until=bindparam("until"))
_LONGER = _HOLD.where(_booking.hold_was.is_(None)).values(hold_was=bindparam("was"))
_RESEAT = (
    update(t.booking)
    .where(_booking.id == bindparam("key"), _booking.slot_id == bindparam("old"))
    .values(slot_id=bindparam("new"), policy_start=bindparam("measured"), version=_booking.version + 1)
)


def slot_opened(w: Making, e: SlotOpened) -> None:
    service = w.keys.of(t.service, e.service)
    w.insert(
        t.slot,
        e.slot,
        service_id=service,
        tutor_id=w.keys.of(t.tutor, e.tutor),
        room_id=w.keys.maybe(t.room, e.room),
        kind=w.conn.execute(_KIND, {"key": service}).scalar_one(),
        start=e.start,
        end=e.end,
        busy_from=e.busy_from,
        busy_to=e.busy_to,
        capacity=e.capacity,
        state=str(SlotState.PLANNED),
        zone=e.zone,
        place=str(e.place),
    )


def slot_turned(w: Making, e: SlotTurned) -> None:
    key = w.keys.of(t.slot, e.slot)
    w.turn(_TURNED, {"key": key, "old": str(e.before), "new": str(e.after)}, slot=e.slot)


def slot_moved(w: Making, e: SlotMoved) -> None:
    values = {"key": w.keys.of(t.slot, e.slot), **_when(w, "old", e.before), **_when(w, "new", e.after)}
    values.pop("old_room")  # a lesson that stands at its time has not been overtaken by a change of room
    w.turn(_MOVED, values, slot=e.slot)


def _when(w: Making, side: str, when: When) -> dict[str, int | None]:
    return {
        f"{side}_tutor": w.keys.of(t.tutor, when.tutor),
        f"{side}_room": w.keys.maybe(t.room, when.room),
        f"{side}_start": when.start,
        f"{side}_end": when.end,
        f"{side}_from": when.busy_from,
        f"{side}_to": when.busy_to,
    }


def seat_taken(w: Making, e: SeatTaken) -> None:
    slot = w.keys.of(t.slot, e.slot)
    _take(w, slot, e.slot)
    w.insert(
        t.booking,
        e.booking,
        slot_id=slot,
        order_id=w.keys.of(t.desk_order, e.order),
        participant_id=w.keys.maybe(t.person, e.participant),
        payer_id=w.keys.maybe(t.person, e.payer),
        booked_by=str(e.booked_by),
        state=str(e.state),
        hold_until=e.hold_until,
        attendance=str(Attendance.UNSET),
        policy=e.policy,
        policy_start=e.policy_start,
        created_at=w.now,
    )


def booking_turned(w: Making, e: BookingTurned) -> None:
    slot = w.keys.of(t.slot, e.slot)
    step = (e.after in SEATED) - (e.before in SEATED)
    if step > 0:
        _take(w, slot, e.slot)
    cancelled = e.after is State.CANCELLED
    values = {
        "key": w.keys.of(t.booking, e.booking),
        "slot": slot,
        "old": str(e.before),
        "new": str(e.after),
        "attendance": str(e.attendance),
        "at": w.now if cancelled else None,
        "by": str(e.by) if cancelled and e.by else None,
        "why": str(e.reason) if cancelled and e.reason else None,
    }
    w.turn(_STATE, values, booking=e.booking)
    if step < 0:
        w.turn(_FREED, {"key": slot}, slot=e.slot)


def hold_set(w: Making, e: HoldSet) -> None:
    values = {"key": w.keys.of(t.booking, e.booking), "until": e.after}
    if e.review:
        w.turn(_LONGER, {**values, "was": e.before}, booking=e.booking)
    else:
        w.turn(_HOLD, values, booking=e.booking)


def seat_moved(w: Making, e: SeatMoved) -> None:
    """The new seat is taken before the old one is freed (I32)."""
    old, new = w.keys.of(t.slot, e.slot_before), w.keys.of(t.slot, e.slot)
    if old != new:
        _take(w, new, e.slot)
    values = {"key": w.keys.of(t.booking, e.booking), "old": old, "new": new, "measured": e.policy_start}
    w.turn(_RESEAT, values, booking=e.booking)
    if old != new:
        w.turn(_FREED, {"key": old}, slot=e.slot_before)


def _take(w: Making, key: int, slot: Id) -> None:
    if w.conn.execute(_SEAT, {"key": key}).rowcount == 1:
        return
    taken, capacity, state, start = w.conn.execute(_SEATS, {"key": key}).one()
    if taken < capacity:
        raise PlanChanged("OVERTAKEN", slot=slot, state=state)
    raise Refused("SLOT_FULL", taken=taken, capacity=capacity, start=start)
