"""What is owed, what was taken, what went back, what was earned."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect
from deskbell.domain.ids import Id
from deskbell.domain.order import LineKind
from deskbell.domain.payment import Method, RefundState


@dataclass(frozen=True, slots=True)
class OrderOpened(Effect):
    order: Id
    payer: Id | None
    currency: str


@dataclass(frozen=True, slots=True)
class LineAdded(Effect):
    """Gross and tax in minor units of the order's currency; lines are never edited."""

    order: Id
    line: Id
    booking: Id
    line_kind: LineKind
    gross: int
    tax_rate: int
    tax: int
    percent: int | None = None

    def opposite(self) -> Effect:
        return LineReversed(self.order, self.line, self.booking, self.gross, self.tax_rate, self.tax)


@dataclass(frozen=True, slots=True)
class LineReversed(Effect):
    """A line gets its exact negative; both stay."""

    order: Id
    line: Id
    booking: Id
    gross: int
    tax_rate: int
    tax: int


@dataclass(frozen=True, slots=True)
class PaymentTaken(Effect):
    """Money arrived at the desk: `tendered` is what was handed over, the change goes back at once."""

    order: Id
    attempt: Id
    payment: Id
    method: Method
    amount: int
    currency: str
    tendered: int

    def opposite(self) -> Effect:
        return PaymentReversed(self.order, self.payment, self.method, self.amount, self.currency)

    @property
    def change(self) -> int:
        return self.tendered - self.amount


@dataclass(frozen=True, slots=True)
class PaymentReversed(Effect):
    order: Id
    payment: Id
    method: Method
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class RefundMade(Effect):
    """Money goes back: out of the drawer at once (SUCCEEDED), asked for (REQUESTED: by hand, or of the provider), or
    found at the provider without our asking (EXTERNAL); `reference` is its id there.
    """

    order: Id
    refund: Id
    payment: Id
    booking: Id | None
    method: Method
    amount: int
    currency: str
    state: RefundState
    reference: str = ""

    def opposite(self) -> Effect:
        return RefundTurned(
            self.order, self.refund, self.method, self.amount, self.currency, self.state, RefundState.WITHDRAWN
        )


@dataclass(frozen=True, slots=True)
class RefundTurned(Effect):
    order: Id
    refund: Id
    method: Method
    amount: int
    currency: str
    before: RefundState
    after: RefundState
    reference: str = ""

    def opposite(self) -> Effect | None:
        if self.after is RefundState.WITHDRAWN:
            return None
        return RefundTurned(self.order, self.refund, self.method, self.amount, self.currency, self.after, self.before)


class ReceiptKind:
    RECEIPT = "RECEIPT"
    REVERSAL = "REVERSAL"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True)
class ReceiptIssued(Effect):
    """A gap-free number of the desk's one series, given at commit under lock; numbers are never taken back."""

    receipt: Id
    order: Id
    receipt_kind: str
    amount: int
    currency: str
    payment: Id | None = None
    refund: Id | None = None


@dataclass(frozen=True, slots=True)
class RevenueEarned(Effect):
    """A lesson was given, missed, or cancelled too late: a deposit becomes revenue."""

    order: Id
    booking: Id
    amount: int
    currency: str

    def opposite(self) -> Effect:
        return RevenueEarned(self.order, self.booking, -self.amount, self.currency)
