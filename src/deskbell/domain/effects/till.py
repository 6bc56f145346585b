"""The drawer opened, filled, emptied and counted; the day sealed and opened again."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect, derived, spoken
from deskbell.domain.ids import Id
from deskbell.domain.till import Figures, MoveKind


@dataclass(frozen=True, slots=True)
class DrawerOpened(Effect):
    """Cash is taken into this drawer from now on; `day` is its business day, the float was there before."""

    drawer: Id
    day: str
    float: int
    currency: str

    def opposite(self) -> Effect:
        return DrawerDropped(self.drawer, self.day, self.float, self.currency)


@dataclass(frozen=True, slots=True)
class DrawerDropped(Effect):
    """A drawer that was opened by mistake: nothing had happened to it."""

    drawer: Id
    day: str
    float: int
    currency: str


@dataclass(frozen=True, slots=True)
class CashMoved(Effect):
    """Cash put in (IN) or taken out (OUT) for something else than a lesson; the amount is positive both ways."""

    move: Id
    drawer: Id
    move_kind: MoveKind
    amount: int
    currency: str
    reason: str = spoken()

    def opposite(self) -> Effect:
        return CashReversed(self.move, self.drawer, self.move_kind, self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class CashReversed(Effect):
    """A movement by hand is taken back by its opposite; both stay."""

    move: Id
    drawer: Id
    move_kind: MoveKind
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class DrawerCounted(Effect):
    """What lay in the drawer is kept beside what should have: the drawer is sealed, the difference is posted.

    `before` is the count that this one corrects, where the same drawer was counted already.
    """

    drawer: Id
    day: str
    expected: int
    counted: int
    currency: str
    before: int | None = None

    @property
    def variance(self) -> int:
        return self.counted - self.expected


@dataclass(frozen=True, slots=True)
class DaySealed(Effect):
    """A day gets its number of the gap-free series of closes, and takes no more movements (I41). `chain` says how far
    the record was sealed by then, as Head.told has it.
    """

    close: Id
    day: str
    currency: str
    figures: Figures
    number: int = derived(0)
    chain: str = derived("")


@dataclass(frozen=True, slots=True)
class DayReopened(Effect):
    """A sealed day is opened again: a close of its own number takes the one of `reverses` back; both stay."""

    close: Id
    day: str
    reverses: int
    number: int = derived(0)
    reason: str = spoken()
