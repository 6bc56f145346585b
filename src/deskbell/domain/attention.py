"""What waits for a person, with all that its words and its answers need: one row an open task."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskbell.domain.booking import State
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id
from deskbell.domain.op import Op
from deskbell.domain.payment import Method, Payment, Refund

if TYPE_CHECKING:
    from deskbell.domain.payment import Attempt


@dataclass(frozen=True, slots=True)
class Needs:
    """An open task. `amount` is what it is about in minor units; `since` and `due_at` are instants.

    `booking` is the number of the booking that it is about, `of` its public id; None where it is about none.
    """

    task: Id
    kind: str
    subject: Id
    since: int
    due_at: int | None = None
    booking: int | None = None
    of: Id | None = None
    state: State | None = None
    name: str = ""
    service: str = ""
    start: int | None = None
    order: Id | None = None
    no: int | None = None
    """The order's number."""
    amount: int = 0
    currency: str = ""
    method: Method | None = None
    connection: str = ""
    code: str = ""
    payment: Payment | None = None
    """Money of a provider's that can still be given back, the newest; else the payment that it is about."""
    refund: Refund | None = None
    attempt: Attempt | None = None
    op: Op | None = None
    due: int = 0
    """What is still to be collected of the order, minor units."""
    there: int | None = None
    """When its event on the calendar starts, where that is another time than the lesson's."""
    seat: str = ""
    """Of money that came after its seat was let go: GONE where the seat cannot be had any more, OVER where the lesson
    has begun. Of a request: AUTHORISED where its money is, UNPAID while a link waits for it.
    """

    @property
    def told(self) -> str:
        """The kind as words know it."""
        return f"{self.kind}.{self.seat}" if self.seat else self.kind


@dataclass(frozen=True, slots=True)
class Attention:
    """All of it at one moment, the oldest first; `count` counts those that are left out too."""

    desk: Desk
    now: int
    count: int
    tasks: tuple[Needs, ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """What every screen's head says: open tasks by their ids and kinds, the oldest first, and who works.

    `worker`: None where nothing is connected, so that none is needed; else the seconds since a worker's last beat,
    and -1 where none lives.
    """

    tasks: tuple[tuple[Id, str], ...] = ()
    worker: int | None = None
