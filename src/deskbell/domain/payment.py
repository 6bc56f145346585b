"""Money taken and given back. Attempt 1-n payment 1-n refund; settlement is derived, never stored by hand. M3."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import IllegalMove
from deskbell.domain.ids import Id


class Method(StrEnum):
    """How money changes hands at the desk: notes and coins, the studio's own card reader, a bank transfer."""

    CASH = "CASH"
    CARD = "CARD"
    TRANSFER = "TRANSFER"


class AttemptState(StrEnum):
    CREATED = "CREATED"
    PENDING = "PENDING"
    AUTHORISED = "AUTHORISED"
    CAPTURED = "CAPTURED"
    VOIDED = "VOIDED"
    AUTH_EXPIRED = "AUTH_EXPIRED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    CHARGED_BACK = "CHARGED_BACK"
    REVERSED = "REVERSED"
    """P14: typed wrong at the desk and taken back the same day; the movement and its reversal both stay."""


class RefundState(StrEnum):
    REQUESTED = "REQUESTED"
    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    MANUAL_DONE = "MANUAL_DONE"
    EXTERNAL = "EXTERNAL"
    WITHDRAWN = "WITHDRAWN"
    """Asked for and undone before any money moved."""


PAID_BACK = frozenset({RefundState.SUCCEEDED, RefundState.MANUAL_DONE, RefundState.EXTERNAL})
OPEN_REFUND = frozenset({RefundState.REQUESTED, RefundState.PENDING})


class PayVerb(StrEnum):
    TAKE = "TAKE"
    REVERSE = "REVERSE"


ATTEMPTS: dict[tuple[AttemptState | None, PayVerb], tuple[str, AttemptState]] = {
    (None, PayVerb.TAKE): ("P2", AttemptState.CAPTURED),
    (AttemptState.CAPTURED, PayVerb.REVERSE): ("P14", AttemptState.REVERSED),
}


class RefundVerb(StrEnum):
    ASK = "ASK"
    HAND_OVER = "HAND_OVER"
    WITHDRAW = "WITHDRAW"
    TAKE_BACK = "TAKE_BACK"


REFUNDS: dict[tuple[RefundState | None, RefundVerb], tuple[str, RefundState]] = {
    (None, RefundVerb.ASK): ("P9", RefundState.REQUESTED),
    (None, RefundVerb.HAND_OVER): ("P9", RefundState.SUCCEEDED),
    (RefundState.REQUESTED, RefundVerb.HAND_OVER): ("P9", RefundState.MANUAL_DONE),
    (RefundState.REQUESTED, RefundVerb.WITHDRAW): ("P9", RefundState.WITHDRAWN),
    (RefundState.SUCCEEDED, RefundVerb.TAKE_BACK): ("P14", RefundState.WITHDRAWN),
    (RefundState.MANUAL_DONE, RefundVerb.TAKE_BACK): ("P14", RefundState.REQUESTED),
}


def attempt_after(state: AttemptState | None, verb: PayVerb) -> AttemptState:
    try:
        return ATTEMPTS[state, verb][1]
    except KeyError:
        raise IllegalMove("ILLEGAL_PAYMENT_MOVE", state=state and str(state), verb=str(verb)) from None


def refund_after(state: RefundState | None, verb: RefundVerb) -> RefundState:
    try:
        return REFUNDS[state, verb][1]
    except KeyError:
        raise IllegalMove("ILLEGAL_REFUND_MOVE", state=state and str(state), verb=str(verb)) from None


@dataclass(frozen=True, slots=True)
class Refund:
    id: Id
    payment: Id
    booking: Id | None
    amount: int
    state: RefundState
    method: Method


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that arrived. `provider` is DESK for what was taken by hand; `captured` in minor units."""

    id: Id
    attempt: Id
    method: Method
    captured: int
    at: int
    state: AttemptState
    receipt: int | None = None
    refunds: tuple[Refund, ...] = ()

    @property
    def left(self) -> int:
        """What can still be given back of it: captured less what went back or was asked for (I23)."""
        if self.state is not AttemptState.CAPTURED:
            return 0
        return self.captured - sum(r.amount for r in self.refunds if r.state in PAID_BACK | OPEN_REFUND)


class Settlement(StrEnum):
    CHARGED_BACK = "CHARGED_BACK"
    OVERPAID = "OVERPAID"
    REFUNDED = "REFUNDED"
    PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED"
    PAID = "PAID"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    AUTHORISED = "AUTHORISED"
    CASH_DUE = "CASH_DUE"
    FAILED = "FAILED"
    UNPAID = "UNPAID"
    FREE = "FREE"
    """Nothing was ever due, nothing was taken."""


def settlement(
    due: int,
    captured: int,
    refunded: int,
    *,
    authorised: int = 0,
    credited: bool = False,
    charged_back: bool = False,
    cash: bool = False,
    failed: bool = False,
) -> Settlement:
    """The first that fits, in the order of the decisions paper.

    due: sum of the order's lines, credits included; captured and refunded: minor units that moved;
    credited: some line was taken back by a cancellation.
    """
    kept = captured - refunded
    rules = (
        (charged_back, Settlement.CHARGED_BACK),
        (kept > due and captured > 0, Settlement.OVERPAID),
        (0 < captured == refunded, Settlement.REFUNDED),
        (credited and 0 < refunded < captured, Settlement.PARTIALLY_REFUNDED),
        (captured > 0 and kept >= due, Settlement.PAID),
        (captured > 0 and kept > 0, Settlement.PARTIALLY_PAID),
        (authorised > 0 and authorised >= due, Settlement.AUTHORISED),
        (due == 0 and captured == 0, Settlement.FREE),
        (cash and captured == 0, Settlement.CASH_DUE),
        (failed and captured == 0, Settlement.FAILED),
    )
    return next((which for holds, which in rules if holds), Settlement.UNPAID)
