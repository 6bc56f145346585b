"""People, and the roles in which they act."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.ids import Id


class Role(StrEnum):
    """Who stands behind a change: at the desk, teaching, being taught (or paying), or nobody at all."""

    CUSTOMER = "CUSTOMER"
    TUTOR = "TUTOR"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Actor:
    """A role, and the person where one is known; stands on every change."""

    role: Role = Role.STAFF
    person: Id | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the desk knows. Words (name, mail, phone) live only in this overwritable row."""

    id: Id
    no: int
    name: str
    mail: str = ""
    phone: str = ""
    birth_year: int | None = None
    household: Id | None = None
    guardian: Id | None = None
    payer: Id | None = None
    """Who pays for this person: the guardian or the household's payer; None pays for themselves."""


@dataclass(frozen=True, slots=True)
class Tutor:
    """Somebody whose time is booked; `zone` is the IANA zone in which hours and limits are meant."""

    id: Id
    no: int
    name: str
    zone: str
    room: Id | None = None
    active: bool = True
