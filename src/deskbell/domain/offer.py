"""What can be booked, for how long and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.ids import Id
from deskbell.domain.money import Money, gross_of_net, payable
from deskbell.domain.policy import DEFAULT, Policy


class Kind(StrEnum):
    ONE_TO_ONE = "ONE_TO_ONE"
    GROUP = "GROUP"


class Place(StrEnum):
    """Where a lesson happens (S2.9, S4.28)."""

    STUDIO = "STUDIO"
    ONLINE = "ONLINE"
    TUTOR_HOME = "TUTOR_HOME"
    STUDENT_HOME = "STUDENT_HOME"


class TaxMode(StrEnum):
    """Whether the price that the desk has set has its tax in it, or gets it on top (I43)."""

    INCLUSIVE = "INCLUSIVE"
    EXCLUSIVE = "EXCLUSIVE"


class Approval(StrEnum):
    """How a booking of a service is taken (A20): at once; asked for, approved, then paid; or authorised by card first,
    so that approving takes the money and turning down gives it up.
    """

    NONE = "NONE"
    APPROVAL_FIRST = "APPROVAL_FIRST"
    PAY_FIRST = "PAY_FIRST"


@dataclass(frozen=True, slots=True)
class Service:
    """An offer of the desk. Times in minutes, tax in basis points; `price` is as the desk has set it, `gross` what
    anybody is shown and pays.
    """

    id: Id
    no: int
    name: str
    kind: Kind
    minutes: int
    price: Money
    capacity: int = 1
    interval: int = 30
    before: int = 0
    after: int = 0
    notice: int = 0
    horizon_days: int | None = 366
    max_per_day: int | None = None
    max_minutes_per_day: int | None = None
    tax_rate: int = 0
    place: Place = Place.STUDIO
    policy: Policy = DEFAULT
    active: bool = True
    tax_mode: TaxMode = TaxMode.INCLUSIVE
    approval: Approval = Approval.NONE

    def gross(self, minutes: int | None = None) -> Money:
        """What a lesson costs, in proportion where another length is booked; half-up to what a card can pay."""
        set_ = self.price.minor
        if minutes is not None and minutes != self.minutes:
            set_ = payable(set_, minutes, self.minutes, self.price.currency)
        if self.tax_mode is TaxMode.EXCLUSIVE:
            set_ = gross_of_net(set_, self.tax_rate)
        return Money(set_, self.price.currency)
