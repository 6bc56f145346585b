"""What can be booked, for how long and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.ids import Id
from deskbell.domain.money import Money
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


@dataclass(frozen=True, slots=True)
class Service:
    """An offer of the desk. Times in minutes, tax in basis points inside the price."""

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
