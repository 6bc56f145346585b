"""A slot is time of a tutor (and of a room) with seats; bookings sit in it. M2 of the domain paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import IllegalMove
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Place


class SlotState(StrEnum):
    DRAFT = "DRAFT"
    PLANNED = "PLANNED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


BLOCKING = frozenset({SlotState.PLANNED, SlotState.COMPLETED})
"""States in which a slot holds its tutor's and its room's time; the database constraint says the same."""


class SlotVerb(StrEnum):
    PUBLISH = "PUBLISH"
    MOVE = "MOVE"
    CANCEL = "CANCEL"
    COMPLETE = "COMPLETE"
    UNDO_COMPLETE = "UNDO_COMPLETE"
    REINSTATE = "REINSTATE"


TABLE: dict[tuple[SlotState | None, SlotVerb], tuple[str, SlotState]] = {
    (None, SlotVerb.PUBLISH): ("L1", SlotState.PLANNED),
    (SlotState.DRAFT, SlotVerb.PUBLISH): ("L1", SlotState.PLANNED),
    (SlotState.PLANNED, SlotVerb.MOVE): ("L2", SlotState.PLANNED),
    (SlotState.PLANNED, SlotVerb.CANCEL): ("L3", SlotState.CANCELLED),
    (SlotState.PLANNED, SlotVerb.COMPLETE): ("L4", SlotState.COMPLETED),
    (SlotState.COMPLETED, SlotVerb.UNDO_COMPLETE): ("L5", SlotState.PLANNED),
    (SlotState.CANCELLED, SlotVerb.REINSTATE): ("L6", SlotState.PLANNED),
}


def step(state: SlotState | None, verb: SlotVerb) -> SlotState:
    """The state after a verb; a cell that the table lacks is illegal."""
    try:
        return TABLE[state, verb][1]
    except KeyError:
        raise IllegalMove("ILLEGAL_SLOT_MOVE", state=state and str(state), verb=str(verb)) from None


@dataclass(frozen=True, slots=True)
class Slot:
    """Start and end in epoch seconds; busy_from and busy_to are padded by the service's buffers."""

    id: Id
    no: int
    service: Id
    tutor: Id
    kind: Kind
    start: int
    end: int
    busy_from: int
    busy_to: int
    capacity: int
    taken: int
    state: SlotState
    zone: str
    room: Id | None = None
    place: Place = Place.STUDIO
    join_url: str = ""
    focus: str = ""

    def is_over_with(self, open_others: int, now: int) -> bool:
        """L4: it has ended, and no seat of it is open but the one that is being closed."""
        return self.state is SlotState.PLANNED and self.end <= now and not open_others

    @property
    def free(self) -> int:
        return self.capacity - self.taken
