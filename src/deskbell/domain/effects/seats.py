"""Time is taken, seats change hands."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.booking import Attendance, Reason, State
from deskbell.domain.effects.effect import Effect, derived
from deskbell.domain.ids import Id
from deskbell.domain.offer import Place
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState


@dataclass(frozen=True, slots=True)
class SlotOpened(Effect):
    """Time of a tutor is taken: start, end and the padded range in epoch seconds."""

    slot: Id
    service: Id
    tutor: Id
    start: int
    end: int
    busy_from: int
    busy_to: int
    capacity: int
    zone: str
    room: Id | None = None
    place: Place = Place.STUDIO

    def opposite(self) -> Effect:
        return SlotTurned(self.slot, SlotState.PLANNED, SlotState.CANCELLED)


@dataclass(frozen=True, slots=True)
class SlotTurned(Effect):
    slot: Id
    before: SlotState
    after: SlotState

    def opposite(self) -> Effect:
        return SlotTurned(self.slot, self.after, self.before)


@dataclass(frozen=True, slots=True)
class When:
    """Whose time, from when to when, padded and in which room: what SlotMoved carries twice."""

    tutor: Id
    start: int
    end: int
    busy_from: int
    busy_to: int
    room: Id | None = None


@dataclass(frozen=True, slots=True)
class SlotMoved(Effect):
    slot: Id
    before: When
    after: When

    def opposite(self) -> Effect:
        return SlotMoved(self.slot, self.after, self.before)


@dataclass(frozen=True, slots=True)
class SeatTaken(Effect):
    """A booking is made: confirmed, held until its money has come, or requested until somebody answers; policy and
    price stand as of now.
    """

    booking: Id
    slot: Id
    order: Id
    booked_by: Role
    participant: Id | None
    payer: Id | None
    policy: str
    policy_start: int
    state: State = State.CONFIRMED
    hold_until: int | None = derived()

    def opposite(self) -> Effect:
        return BookingTurned(
            self.booking, self.slot, self.state, State.CANCELLED, Role.STAFF, Reason.MISTAKE, undone=True
        )


@dataclass(frozen=True, slots=True)
class BookingTurned(Effect):
    """A booking changed its state; `by` is the side that wanted it, `reason` its code."""

    booking: Id
    slot: Id
    before: State
    after: State
    by: Role | None = None
    reason: Reason | None = None
    attendance_before: Attendance = Attendance.UNSET
    attendance: Attendance = Attendance.UNSET
    undone: bool = False

    def opposite(self) -> Effect:
        return BookingTurned(
            self.booking,
            self.slot,
            self.after,
            self.before,
            attendance_before=self.attendance,
            attendance=self.attendance_before,
            undone=True,
        )


@dataclass(frozen=True, slots=True)
class SeatMoved(Effect):
    """The same booking has another start, in the same slot (moved itself) or in another slot of a class."""

    booking: Id
    slot_before: Id
    slot: Id
    start_before: int
    start: int
    policy_start_before: int
    policy_start: int

    def opposite(self) -> Effect:
        return SeatMoved(
            self.booking,
            self.slot,
            self.slot_before,
            self.start,
            self.start_before,
            self.policy_start,
            self.policy_start_before,
        )
