"""The desk itself: opened, given rooms, tutors, hours and services; a calendar read."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect, spoken
from deskbell.domain.ids import Id
from deskbell.domain.money import gross_of_net
from deskbell.domain.offer import Approval, Kind, Place, TaxMode


@dataclass(frozen=True, slots=True)
class DeskOpened(Effect):
    name: str = spoken()
    zone: str = "UTC"
    currency: str = "EUR"
    language: str = "en"
    first_weekday: int = 0
    demo: bool = False


@dataclass(frozen=True, slots=True)
class RoomAdded(Effect):
    room: Id
    name: str = spoken()


@dataclass(frozen=True, slots=True)
class TutorAdded(Effect):
    tutor: Id
    person: Id
    zone: str
    room: Id | None = None
    name: str = spoken()


@dataclass(frozen=True, slots=True)
class HoursSet(Effect):
    """Weekly hours: (weekday 0 = Monday, start, end) in minutes; overrides: (date, ((start, end), …))."""

    tutor: Id
    weekly: tuple[tuple[int, int, int], ...]
    overrides: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    travel: tuple[tuple[str, str | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceAdded(Effect):
    service: Id
    service_kind: Kind
    minutes: int
    minor: int
    currency: str
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
    policy: str = "48:100 24:50 0:0"
    name: str = spoken()
    tax_mode: TaxMode = TaxMode.INCLUSIVE
    approval: Approval = Approval.NONE

    @property
    def gross(self) -> int:
        """What a lesson costs, tax and all."""
        return gross_of_net(self.minor, self.tax_rate) if self.tax_mode is TaxMode.EXCLUSIVE else self.minor


@dataclass(frozen=True, slots=True)
class ServiceSet(Effect):
    """Bookings of it are taken otherwise from here on; those that are there stay as they were taken."""

    service: Id
    before: Approval
    after: Approval

    def opposite(self) -> Effect:
        return ServiceSet(self.service, self.after, self.before)


@dataclass(frozen=True, slots=True)
class BusyRead(Effect):
    """Busy time of a tutor was replaced by what a calendar file says."""

    calendar: Id
    tutor: Id
    added: int
    changed: int
    removed: int
