"""The drawer and the day: what lies in the one, what the other came to. I40, I41.

A drawer belongs to the business day on which it was opened, however late it is counted. Its float is money that was
there before: it is expected, and never revenue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.ids import Id


class DrawerState(StrEnum):
    OPEN = "OPEN"
    SEALED = "SEALED"
    """Counted: nothing goes in or out any more."""
    DROPPED = "DROPPED"
    """Opened by mistake and taken back before anything happened to it."""


class MoveKind(StrEnum):
    """Why cash went through a drawer. What takes a movement back is of the same kind with the other sign."""

    TAKEN = "TAKEN"
    """From a customer."""
    GIVEN = "GIVEN"
    """Back to a customer."""
    IN = "IN"
    """Put in by hand: change from the bank."""
    OUT = "OUT"
    """Taken out by hand: stamps, the bank."""

    @property
    def sign(self) -> int:
        """Whether it fills the drawer (1) or empties it (-1)."""
        return 1 if self in (MoveKind.TAKEN, MoveKind.IN) else -1


class CloseKind(StrEnum):
    SEAL = "SEAL"
    REOPEN = "REOPEN"


@dataclass(frozen=True, slots=True)
class CashMove:
    """Minor units, signed as the drawer feels it; `receipt` is the number of what was written with it."""

    kind: MoveKind
    amount: int
    at: int
    reason: str = ""
    receipt: int | None = None


@dataclass(frozen=True, slots=True)
class Drawer:
    """Amounts in minor units, `day` as 2026-03-04; `sums` are what went through it by kind, signed.

    `counted`, `booked` (what was expected when it was counted) and `closed_at` are None while it is open.
    """

    id: Id
    no: int
    state: DrawerState
    day: str
    currency: str
    float: int
    opened_at: int
    sums: tuple[tuple[MoveKind, int], ...] = ()
    counted: int | None = None
    booked: int | None = None
    closed_at: int | None = None
    moves: tuple[CashMove, ...] = ()

    def sum_of(self, kind: MoveKind) -> int:
        return sum(amount for k, amount in self.sums if k is kind)

    @property
    def expected(self) -> int:
        """Float + cash in - cash out (I41)."""
        return self.float + sum(amount for _, amount in self.sums)

    @property
    def variance(self) -> int | None:
        """What was counted beyond (or, negative, short of) what was expected."""
        return None if self.counted is None or self.booked is None else self.counted - self.booked


Figures = tuple[tuple[str, int], ...]
"""What a day came to: codes with minor units (receipt numbers are numbers), in the order in which they are told.

`taken.METHOD` and `back.METHOD` by payment date; `earned`; of each drawer in turn `float`, `expected`, `counted`;
`variance` of all of them; `receipts.first` and `receipts.last`, both 0 where none was written.
"""
