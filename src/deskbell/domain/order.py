"""An order is what is owed: lines that never change, only gain company. I42, I43."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.ids import Id
from deskbell.domain.money import Money, tax_of_gross


class LineKind(StrEnum):
    LESSON = "LESSON"
    DISCOUNT = "DISCOUNT"
    SURCHARGE = "SURCHARGE"
    CREDIT = "CREDIT"
    """What a cancellation takes back from the price; its gross is negative."""


@dataclass(frozen=True, slots=True)
class Line:
    """Gross is what is paid; net + tax = gross; minor units; tax rate in basis points, rounded once per line."""

    id: Id
    booking: Id
    kind: LineKind
    gross: int
    tax_rate: int
    tax: int
    quantity: int = 1

    @property
    def net(self) -> int:
        return self.gross - self.tax


def line(id_: Id, booking: Id, kind: LineKind, gross: int, tax_rate: int) -> Line:
    """A line of that gross amount with the tax that is inside it."""
    return Line(id_, booking, kind, gross, tax_rate, tax_of_gross(gross, tax_rate))


def line_to(id_: Id, booking: Id, kind: LineKind, order: Order, total: int, tax_rate: int) -> Line:
    """The line that brings what a booking costs to `total`, and the tax in it to that of the total, to the cent.

    Taken at the rate at which the booking was sold; `tax_rate` where it has no line yet (I21, I43).
    """
    own = [x for x in order.lines if x.booking == booking]
    rate = own[0].tax_rate if own else tax_rate
    gross, tax = sum(x.gross for x in own), sum(x.tax for x in own)
    return Line(id_, booking, kind, total - gross, rate, tax_of_gross(total, rate) - tax)


@dataclass(frozen=True, slots=True)
class Order:
    id: Id
    no: int
    payer: Id | None
    currency: str
    lines: tuple[Line, ...] = ()

    @property
    def total(self) -> Money:
        return Money(sum(x.gross for x in self.lines), self.currency)

    def of(self, booking: Id) -> Money:
        """What one booking costs now: the sum of its lines, discounts and credits included (I37)."""
        return Money(sum(x.gross for x in self.lines if x.booking == booking), self.currency)
