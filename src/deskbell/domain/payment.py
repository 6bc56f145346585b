"""Money taken and given back. Attempt 1-n payment 1-n refund; settlement is derived, never stored by hand. M3."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import IllegalMove
from deskbell.domain.ids import Id


class Method(StrEnum):
    """How money changes hands: notes and coins, the studio's own card reader, a bank transfer, a provider's page."""

    CASH = "CASH"
    CARD = "CARD"
    TRANSFER = "TRANSFER"
    STRIPE = "STRIPE"
    MERCADO_PAGO = "MERCADO_PAGO"
    DEMO = "DEMO"
    """A checkout link of the demo's own provider."""


LINKS = frozenset({Method.STRIPE, Method.MERCADO_PAGO, Method.DEMO})
"""Ways to pay through a provider's page; each is the name of its connection too."""

HOLDS = LINKS - {Method.MERCADO_PAGO}
"""Ways that can authorise first and capture later. Where that cannot be, "approve first" asks for money afterwards."""


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


TAKEN = frozenset({AttemptState.CAPTURED, AttemptState.CHARGED_BACK})
"""States of a payment in which money came; of one that is charged back a bank has taken some or all of it again."""

PAID_BACK = frozenset({RefundState.SUCCEEDED, RefundState.MANUAL_DONE, RefundState.EXTERNAL})
OPEN_REFUND = frozenset({RefundState.REQUESTED, RefundState.PENDING})


class PayVerb(StrEnum):
    TAKE = "TAKE"
    REVERSE = "REVERSE"
    ASK = "ASK"
    SEND = "SEND"
    AUTHORISE = "AUTHORISE"
    VOID = "VOID"
    LOSE = "LOSE"
    DECLINE = "DECLINE"
    CLOSE = "CLOSE"
    LAPSE = "LAPSE"
    DISPUTE = "DISPUTE"
    WIN = "WIN"


_A = AttemptState
_UNPAID = (_A.CREATED, _A.PENDING, _A.FAILED)
_OVER = (_A.CANCELLED, _A.EXPIRED)

ATTEMPTS: dict[tuple[AttemptState | None, PayVerb], tuple[str, AttemptState]] = {
    (None, PayVerb.TAKE): ("P2", _A.CAPTURED),
    (_A.CAPTURED, PayVerb.REVERSE): ("P14", _A.REVERSED),
    (None, PayVerb.ASK): ("P1", _A.CREATED),
    (_A.CREATED, PayVerb.SEND): ("P1", _A.PENDING),
    **{(s, PayVerb.TAKE): ("P2", _A.CAPTURED) for s in (*_UNPAID, *_OVER)},
    **{(s, PayVerb.AUTHORISE): ("P3", _A.AUTHORISED) for s in (None, *_UNPAID, *_OVER)},
    (_A.AUTHORISED, PayVerb.TAKE): ("P4", _A.CAPTURED),
    (_A.AUTHORISED, PayVerb.VOID): ("P5", _A.VOIDED),
    (_A.AUTHORISED, PayVerb.LOSE): ("P6", _A.AUTH_EXPIRED),
    (_A.PENDING, PayVerb.DECLINE): ("P7", _A.FAILED),
    **{(s, PayVerb.CLOSE): ("P8", _A.CANCELLED) for s in _UNPAID},
    **{(s, PayVerb.LAPSE): ("P8", _A.EXPIRED) for s in _UNPAID},
    (_A.CAPTURED, PayVerb.DISPUTE): ("P11", _A.CHARGED_BACK),
    (_A.CHARGED_BACK, PayVerb.WIN): ("P11", _A.CAPTURED),
}
"""An attempt and each payment made by it move by the same rows. Money that comes late comes to an attempt that is over:
it is money all the same, and what becomes of it is the booking's business (T12, T13).
"""


class RefundVerb(StrEnum):
    ASK = "ASK"
    HAND_OVER = "HAND_OVER"
    WITHDRAW = "WITHDRAW"
    TAKE_BACK = "TAKE_BACK"
    SEND = "SEND"
    SUCCEED = "SUCCEED"
    FAIL = "FAIL"
    FIND = "FIND"


REFUNDS: dict[tuple[RefundState | None, RefundVerb], tuple[str, RefundState]] = {
    (None, RefundVerb.ASK): ("P9", RefundState.REQUESTED),
    (None, RefundVerb.HAND_OVER): ("P9", RefundState.SUCCEEDED),
    (RefundState.REQUESTED, RefundVerb.HAND_OVER): ("P9", RefundState.MANUAL_DONE),
    (RefundState.FAILED, RefundVerb.HAND_OVER): ("P9", RefundState.MANUAL_DONE),
    (RefundState.REQUESTED, RefundVerb.SEND): ("P9", RefundState.PENDING),
    **{(s, RefundVerb.SUCCEED): ("P9", RefundState.SUCCEEDED) for s in (RefundState.REQUESTED, RefundState.PENDING)},
    **{(s, RefundVerb.FAIL): ("P10", RefundState.FAILED) for s in (RefundState.REQUESTED, RefundState.PENDING)},
    **{(s, RefundVerb.FAIL): ("P10", RefundState.FAILED) for s in (RefundState.SUCCEEDED, RefundState.EXTERNAL)},
    (RefundState.FAILED, RefundVerb.SUCCEED): ("P9", RefundState.SUCCEEDED),
    (RefundState.FAILED, RefundVerb.ASK): ("P10", RefundState.REQUESTED),
    (None, RefundVerb.FIND): ("P13", RefundState.EXTERNAL),
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
    reference: str = ""
    """The provider's id of it, once it has one."""

    @property
    def is_by_hand(self) -> bool:
        """Somebody has to make it: by a method of the desk's own, or where the provider would not."""
        if self.method in LINKS:
            return self.state is RefundState.FAILED
        return self.state is RefundState.REQUESTED


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to be paid through a provider's page: asked for here, opened by the worker, paid by the customer.

    `reference` is the provider's id of the checkout; `capture` NOW or LATER; instants in epoch seconds.
    """

    id: Id
    order: Id
    method: Method
    amount: int
    currency: str
    state: AttemptState
    at: int
    expires_at: int | None = None
    capture: str = "NOW"
    reference: str = ""
    link: str = ""
    looked_at: int | None = None
    look_at: int | None = None
    said: str = ""
    """What the provider said last of a payment that is no money yet: IN_REVIEW, PENDING or FAILED, and its code."""

    @property
    def is_open(self) -> bool:
        """Somebody may still pay here."""
        return self.state in (AttemptState.CREATED, AttemptState.PENDING, AttemptState.FAILED)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that arrived or was authorised, minor units; `reference` is the provider's id, '' for what was taken by
    hand; `until` the instant at which an authorisation ends.
    """

    id: Id
    attempt: Id
    method: Method
    captured: int
    at: int
    state: AttemptState
    receipt: int | None = None
    refunds: tuple[Refund, ...] = ()
    reference: str = ""
    authorised: int = 0
    until: int | None = None
    disputed: int = 0
    """What a bank took back of it (P11); more than nothing where it is CHARGED_BACK, and nowhere else."""

    @property
    def stays(self) -> int:
        """What was captured of it and no bank has taken back."""
        return self.captured - self.disputed if self.state in TAKEN else 0

    @property
    def left(self) -> int:
        """What can still be given back of it: what stays, less what went back or was asked for (I23)."""
        return max(0, self.stays - sum(r.amount for r in self.refunds if r.state in PAID_BACK | OPEN_REFUND))


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
        (0 < captured <= refunded, Settlement.REFUNDED),
        (credited and 0 < refunded < captured, Settlement.PARTIALLY_REFUNDED),
        (captured > 0 and kept >= due, Settlement.PAID),
        (captured > 0 and kept > 0, Settlement.PARTIALLY_PAID),
        (authorised > 0 and authorised >= due, Settlement.AUTHORISED),
        (due == 0 and captured == 0, Settlement.FREE),
        (cash and captured == 0, Settlement.CASH_DUE),
        (failed and captured == 0, Settlement.FAILED),
    )
    return next((which for holds, which in rules if holds), Settlement.UNPAID)
