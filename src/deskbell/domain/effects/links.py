"""Money through a provider's page: asked for, linked, arrived, captured, lost; and what is asked of the world."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect, body, derived, spoken
from deskbell.domain.ids import Id
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.payment import AttemptState, Method
from deskbell.domain.ports import Capture


@dataclass(frozen=True, slots=True)
class AttemptOpened(Effect):
    """Somebody is asked to pay by a link; the link itself comes later, from the provider (P1)."""

    order: Id
    attempt: Id
    method: Method
    amount: int
    currency: str
    expires_at: int = derived(0)
    capture: Capture = Capture.NOW

    def opposite(self) -> Effect:
        return AttemptTurned(self.order, self.attempt, self.method, AttemptState.CREATED, AttemptState.CANCELLED)


@dataclass(frozen=True, slots=True)
class LinkMade(Effect):
    """The provider made the checkout: CREATED becomes PENDING. The link is kept where it can be overwritten."""

    order: Id
    attempt: Id
    method: Method
    reference: str
    expires_at: int
    link: str = spoken()


@dataclass(frozen=True, slots=True)
class AttemptTurned(Effect):
    order: Id
    attempt: Id
    method: Method
    before: AttemptState
    after: AttemptState

    def opposite(self) -> Effect | None:
        """Only what no provider knows of: a link that was never made can be wanted again."""
        if self.before is not AttemptState.CREATED:
            return None
        return AttemptTurned(self.order, self.attempt, self.method, self.after, self.before)


@dataclass(frozen=True, slots=True)
class MoneyArrived(Effect):
    """A provider has a payment of ours, CAPTURED or AUTHORISED until an instant; `reference` is its id there."""

    order: Id
    attempt: Id
    payment: Id
    method: Method
    reference: str
    amount: int
    currency: str
    state: AttemptState
    until: int | None = None


@dataclass(frozen=True, slots=True)
class PaymentTurned(Effect):
    """A provider's payment changed; `amount` is what is captured of it after the turn, where anything is. `disputed`
    is what a bank took back by it or gave back again, where that is not all of it.
    """

    order: Id
    payment: Id
    method: Method
    before: AttemptState
    after: AttemptState
    amount: int
    currency: str
    disputed: int | None = None

    @property
    def moved(self) -> int:
        """What came or went by this turn, minor units."""
        return self.amount if self.disputed is None else self.disputed


@dataclass(frozen=True, slots=True)
class HoldSet(Effect):
    """Until when a seat waits for its money or its answer; None where it does not wait any more. `review`: it is made
    longer because the money is looked at, which happens once (I4).
    """

    booking: Id
    before: int | None = derived()
    after: int | None = derived()
    review: bool = derived(default=False)

    def opposite(self) -> Effect:
        return HoldSet(self.booking, self.after, self.before)


@dataclass(frozen=True, slots=True)
class OpQueued(Effect):
    """Something is asked of the world: the worker does it, after `wait` seconds in which undo still takes it back.

    `connection` names who does it, `subject` the attempt, payment or refund that it is about, `amount` the minor units
    of it; `request` is the frozen body as JSON. The key at the provider is `{kind}:{op}:a{n}`.
    """

    op: Id
    op_kind: OpKind
    connection: str
    subject: Id
    order: Id | None = None
    wait: int = 0
    amount: int | None = None
    request: str = body()

    def opposite(self) -> Effect:
        return OpTurned(self.op, self.op_kind, self.connection, self.subject, OpState.TODO, OpState.DROPPED)


@dataclass(frozen=True, slots=True)
class OpTurned(Effect):
    """A person or an undo dropped, parked or retried it; what the worker does to it is its own bookkeeping."""

    op: Id
    op_kind: OpKind
    connection: str
    subject: Id
    before: OpState
    after: OpState

    def opposite(self) -> Effect:
        return OpTurned(self.op, self.op_kind, self.connection, self.subject, self.after, self.before)
