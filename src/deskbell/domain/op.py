"""What is asked of the world: one row an operation, done by a worker, with an identity made before the call."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.ids import Id


class OpKind(StrEnum):
    CHECKOUT = "CHECKOUT"
    EXPIRE = "EXPIRE"
    CAPTURE = "CAPTURE"
    VOID = "VOID"
    REFUND = "REFUND"
    EVENT = "EVENT"
    """Bring what stands on the calendar for a slot in line; what shall stand is read when it is sent."""
    MAIL = "MAIL"
    """Send a message; what it says is written when it is sent."""


class OpState(StrEnum):
    """`sent` says that the socket may have opened: what is sent and has no answer is looked up, never guessed."""

    TODO = "todo"
    SENT = "sent"
    DONE = "done"
    PARKED = "parked"
    """Nobody tries any more until a person says how; there is a task for it."""
    DROPPED = "dropped"
    """Taken back before it was sent, or given up by a person with a reason."""


UNASKED = "UNASKED"
"""Begins the error of an operation that was claimed, and of which nothing was asked so far."""

PATIENCE = 20
"""Seconds that a refund or capture waits, so that undo still means it (0-decisions, T0)."""

STUCK = 15 * 60
"""An operation sent and unanswered for so many seconds is a task (P9)."""

KEY_LIVES = 20 * 3600
"""After so many seconds a provider may have forgotten our key: look first, then a new key."""


@dataclass(frozen=True, slots=True)
class Op:
    """One operation as it stands; `request` the frozen body (JSON), `serial` the n of its key, instants in seconds."""

    id: Id
    no: int
    kind: OpKind
    connection: str
    subject: Id
    state: OpState
    request: str
    serial: int = 1
    tries: int = 0
    next_at: int = 0
    created_at: int = 0
    first_sent_at: int | None = None
    sent_at: int | None = None
    token: int | None = None
    error: str = ""
    done_at: int | None = None

    @property
    def may_be_asked(self) -> bool:
        """Whether the world may have been asked for it already."""
        return self.first_sent_at is not None and not self.error.startswith(UNASKED)

    @property
    def key(self) -> str:
        """The identity of the call; a new serial is a new call."""
        return f"{self.kind.lower()}:{self.id}:a{self.serial}"
