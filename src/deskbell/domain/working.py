"""What the worker knows of its own work: leases, connections, what is due, what waits and why. Instants in seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from deskbell.domain.connections import Made
from deskbell.domain.ids import Id
from deskbell.domain.op import Op, OpState
from deskbell.domain.payment import AttemptState
from deskbell.domain.ports import Seen, SeenState

TTL = 14
"""Seconds that a lease lasts after its last beat. Clocks count whole ones, so who waits for it comes up to one later:
together the 15 after which somebody else goes on at the latest.
"""

BEAT = 5
"""Seconds between two beats of a lease's holder."""

TIMERS = "timers"
"""The lease of whoever looks after holds, tasks and what is stuck."""

FLIGHT = 40
"""Seconds after which no call that we made can still arrive: connecting and reading take 25 at most."""

SKEW = 120
"""Seconds by which our clock may differ from a provider's before no hold is ended by it."""

DOWN = 2 * 60
"""A connection that fails for so many seconds is a task."""


LOCKED_OUT = frozenset({"KEY", "NOT_ALLOWED", "REVOKED", "LOGIN", "CALENDAR_GONE", "SENDER", "CERTIFICATE", "NO_TLS"})
"""What a provider says that does not let us in, or not where we want to go: nothing of ours helps, and nothing that was
asked has been refused by that.
"""

LONGEST = 3600
"""Seconds for which anything is left alone at most, whoever asks for more."""

SET_BACK = 2 * LONGEST
"""What would wait longer than this was written by a clock that has been set back since: it is due."""


class Link(StrEnum):
    """How a connection stands. PAUSED by a person, or because its key opens nothing; RESTORED: the desk came from a
    backup, so look before sending; OFF: taken away, and known for what came by it.
    """

    ON = "ON"
    DOWN = "DOWN"
    PAUSED = "PAUSED"
    RESTORED = "RESTORED"
    OFF = "OFF"


@dataclass(frozen=True, slots=True)
class Lease:
    """Who works: a newer token fences the older one off."""

    name: str
    holder: str
    token: int
    until: int
    beat_at: int
    host: str = ""
    pid: int = 0
    live: bool = True


_UNDECIDED = (SeenState.PENDING, SeenState.IN_REVIEW, SeenState.FAILED)
SAID = 64
"""Characters that are kept of what a provider says."""


def undecided(seen: Seen | None) -> str:
    """What became of the newest payment at a provider while it is no money: its state, and the provider's code."""
    newest = seen.payments[-1] if seen is not None and seen.payments else None
    if newest is None or newest.state not in _UNDECIDED:
        return ""
    return f"{newest.state} {newest.code}".strip()[:SAID]


@dataclass(frozen=True, slots=True)
class Health:
    """A connection: since when it stands so, when it last answered, what went wrong last, when it is tried again.

    `skew`: our clock less the provider's, seconds. `made` is None for what nobody connected by a key.
    """

    name: str
    state: Link
    since: int
    ok_at: int | None = None
    error: str = ""
    error_at: int | None = None
    resume_at: int | None = None
    skew: int = 0
    made: Made | None = None
    reading: int | None = None
    """How many events of a first reading are in so far; None where none is under way."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an operation is about, as a provider needs it: the attempt, its checkout there, the payment there."""

    attempt: Id
    checkout: str | None
    amount: int
    currency: str
    payment: str | None = None
    refund: Id | None = None
    asked_at: int = 0
    """When the attempt was made: its checkout is no older."""
    made: str = ""
    """The provider's id of the refund, where the desk knows it."""
    known: frozenset[str] = frozenset()
    """The provider's ids of the payment's other refunds."""
    is_wanted: bool = True
    """The refund is still to be made, as far as the desk knows."""
    must_wait: bool = False
    """Another refund of the same amount and payment may be under way."""


@dataclass(frozen=True, slots=True)
class ToLook:
    """An attempt that is due to be looked at."""

    attempt: Id
    connection: str
    checkout: str | None
    state: AttemptState
    created_at: int
    expires_at: int | None
    looked_at: int | None
    look_at: int
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A link of a held booking whose time is over: how its link and the operations about it stand."""

    booking: Id
    hold_until: int
    attempt: Id | None = None
    connection: str = ""
    state: AttemptState | None = None
    sent: bool = False
    """The link may be known at the provider: asked for there at least once."""
    closing: bool = False
    """The provider is being told already."""
    looked_at: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """Money without a seat that nobody decided about in time."""

    task: Id
    booking: Id
    payments: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """An operation that is not over, as the worker's screen lists it: what it waits for, in a code.

    QUEUED, PATIENCE (undo still takes it back), NO_WORKER, PAUSED, DOWN, AFTER (another of the same subject first),
    SENT (no answer yet), LATE (sent and unanswered too long), PARKED.
    """

    op: Op
    why: str
    booking: int | None = None
    due_at: int = 0

    @property
    def is_over(self) -> bool:
        return self.op.state in (OpState.DONE, OpState.DROPPED)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens by itself at an instant: OP, LOOK, HOLD or GIVE_BACK, of the booking of that number."""

    at: int
    what: str
    booking: int | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """All of it at one moment: who works, how the connections stand, what waits, what comes next."""

    now: int
    leases: tuple[Lease, ...] = ()
    connections: tuple[Health, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """queued, sent, late, parked."""
    waits: tuple[Waits, ...] = ()
    next_at: int | None = None
