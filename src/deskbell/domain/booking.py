"""One person's seat in one slot, and the only ways in which it may change. M1 and M4 of the domain paper.

The table is data: screens ask it which keys live, the desk asks it before every change, tests walk its cells.
Rows that need a waiting list come with the verbs that make them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import IllegalMove
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.domain.policy import Policy


class State(StrEnum):
    REQUESTED = "REQUESTED"
    HELD = "HELD"
    WAITLISTED = "WAITLISTED"
    OFFERED = "OFFERED"
    CONFIRMED = "CONFIRMED"
    COMPLETED = "COMPLETED"
    NO_SHOW = "NO_SHOW"
    CANCELLED = "CANCELLED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"


SEATED = frozenset({State.REQUESTED, State.HELD, State.OFFERED, State.CONFIRMED, State.COMPLETED, State.NO_SHOW})
"""States that hold a seat: slot.taken is the count of these and of nothing else (I26)."""

TO_COME = SEATED - {State.COMPLETED, State.NO_SHOW}
"""States of a seat about which something is still to be said: while there is one, its slot stays open (L4)."""

ACTIVE = SEATED | {State.WAITLISTED}
"""States in which a person may not book the same slot again."""


class Verb(StrEnum):
    BOOK = "BOOK"
    MOVE = "MOVE"
    CANCEL = "CANCEL"
    COMPLETE = "COMPLETE"
    NO_SHOW = "NO_SHOW"
    REOPEN = "REOPEN"
    REINSTATE = "REINSTATE"
    UNDO_BOOK = "UNDO_BOOK"
    HOLD = "HOLD"
    CONFIRM = "CONFIRM"
    LAPSE = "LAPSE"
    ACCEPT_LATE = "ACCEPT_LATE"
    REQUEST = "REQUEST"
    APPROVE = "APPROVE"
    APPROVE_TO_PAY = "APPROVE_TO_PAY"
    """Approved, and its money is asked for now: the seat is held until it comes."""
    REJECT = "REJECT"


class Guard(StrEnum):
    """What else must hold; the decision checks it and names it when it does not."""

    SEAT_FREE = "SEAT_FREE"
    BEFORE_START = "BEFORE_START"
    ENDED = "ENDED"
    STARTED = "STARTED"
    UNDO_OPEN = "UNDO_OPEN"
    MONEY = "MONEY"
    """The order is paid or authorised for what it costs."""
    NO_MONEY = "NO_MONEY"
    """The provider was asked just now: nothing paid, nothing under way."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of M1: its number in the paper, where it leads, who may, and under which guards."""

    number: str
    after: State
    roles: frozenset[Role]
    guards: frozenset[Guard] = frozenset()


_ANY = frozenset({Role.CUSTOMER, Role.TUTOR, Role.STAFF})
_DESK = frozenset({Role.TUTOR, Role.STAFF})
_HOUSE = frozenset({Role.STAFF, Role.SYSTEM})

TABLE: dict[tuple[State | None, Verb], Row] = {
    (None, Verb.BOOK): Row("T1", State.CONFIRMED, _ANY, frozenset({Guard.SEAT_FREE})),
    (State.CONFIRMED, Verb.CANCEL): Row("T22", State.CANCELLED, _ANY, frozenset({Guard.BEFORE_START})),
    (State.CONFIRMED, Verb.MOVE): Row("T24", State.CONFIRMED, _ANY, frozenset({Guard.SEAT_FREE, Guard.BEFORE_START})),
    (State.CONFIRMED, Verb.COMPLETE): Row("T25", State.COMPLETED, _DESK, frozenset({Guard.ENDED})),
    (State.CONFIRMED, Verb.NO_SHOW): Row("T26", State.NO_SHOW, _DESK, frozenset({Guard.STARTED})),
    (State.COMPLETED, Verb.REOPEN): Row("T27", State.CONFIRMED, _DESK, frozenset({Guard.UNDO_OPEN})),
    (State.NO_SHOW, Verb.REOPEN): Row("T27", State.CONFIRMED, _DESK, frozenset({Guard.UNDO_OPEN})),
    (State.CANCELLED, Verb.REINSTATE): Row("T28", State.CONFIRMED, _DESK, frozenset({Guard.SEAT_FREE})),
    (State.CONFIRMED, Verb.UNDO_BOOK): Row("T0", State.CANCELLED, _DESK, frozenset({Guard.UNDO_OPEN})),
    (State.HELD, Verb.UNDO_BOOK): Row("T0", State.CANCELLED, _DESK, frozenset({Guard.UNDO_OPEN})),
    (None, Verb.HOLD): Row("T2", State.HELD, _ANY, frozenset({Guard.SEAT_FREE})),
    (State.HELD, Verb.CONFIRM): Row("T10", State.CONFIRMED, _HOUSE, frozenset({Guard.MONEY})),
    (State.HELD, Verb.LAPSE): Row("T11", State.EXPIRED, _HOUSE, frozenset({Guard.NO_MONEY})),
    (State.EXPIRED, Verb.ACCEPT_LATE): Row(
        "T12", State.CONFIRMED, _HOUSE, frozenset({Guard.MONEY, Guard.SEAT_FREE, Guard.BEFORE_START})
    ),
    (State.HELD, Verb.CANCEL): Row("T21", State.CANCELLED, _ANY),
    (None, Verb.REQUEST): Row("T3", State.REQUESTED, _ANY, frozenset({Guard.SEAT_FREE, Guard.BEFORE_START})),
    (State.REQUESTED, Verb.APPROVE_TO_PAY): Row("T6", State.HELD, _DESK, frozenset({Guard.BEFORE_START})),
    (State.REQUESTED, Verb.APPROVE): Row("T7", State.CONFIRMED, _DESK, frozenset({Guard.BEFORE_START})),
    (State.REQUESTED, Verb.REJECT): Row("T8", State.REJECTED, _DESK),
    (State.REQUESTED, Verb.LAPSE): Row("T9", State.EXPIRED, _HOUSE),
    (State.REQUESTED, Verb.CANCEL): Row("T21", State.CANCELLED, _ANY),
    (State.REQUESTED, Verb.UNDO_BOOK): Row("T0", State.CANCELLED, _DESK, frozenset({Guard.UNDO_OPEN})),
}


def allowed(state: State | None, role: Role) -> dict[Verb, Row]:
    """The verbs that this role has in this state; guards are still to be asked."""
    return {verb: row for (s, verb), row in TABLE.items() if s == state and role in row.roles}


WAITING = frozenset({State.HELD, State.REQUESTED})
"""States of a seat that somebody waits for, and that ends by the clock."""


def step(state: State | None, verb: Verb, role: Role) -> Row:
    """The row of a legal move; anything else raises IllegalMove and changes nothing."""
    row = TABLE.get((state, verb))
    if row is None:
        raise IllegalMove("ILLEGAL_MOVE", state=state and str(state), verb=str(verb))
    if role not in row.roles:
        raise IllegalMove("NOT_YOURS", role=str(role), verb=str(verb))
    return row


class Reason(StrEnum):
    """Why a booking was cancelled (S4.20, and what desks say on the telephone)."""

    UNWELL = "UNWELL"
    NO_TIME = "NO_TIME"
    TUTOR_AWAY = "TUTOR_AWAY"
    MISTAKE = "MISTAKE"
    OTHER = "OTHER"


class Attendance(StrEnum):
    UNSET = "UNSET"
    PARTICIPATING = "PARTICIPATING"
    NOT_PARTICIPATING = "NOT_PARTICIPATING"


@dataclass(frozen=True, slots=True)
class Booking:
    """A seat. `participant` None is a walk-in without a person.

    `policy_start` is the start against which notice is measured (I34).
    """

    id: Id
    no: int
    slot: Id
    order: Id
    state: State
    booked_by: Role
    participant: Id | None = None
    payer: Id | None = None
    attendance: Attendance = Attendance.UNSET
    policy: Policy | None = None
    policy_start: int = 0
    cancelled_at: int | None = None
    cancelled_by: Role | None = None
    reason: Reason | None = None
    hold_until: int | None = None
    """Until when a held seat waits for its money, and a requested one for its answer."""
    hold_was: int | None = None
    """When it would have ended, had its money not been looked at: a hold is made longer once (I4)."""
