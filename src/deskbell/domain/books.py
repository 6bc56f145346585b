"""What leaves the desk for an accountant: the ledger, the payments, the lessons, a row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from deskbell.domain.ids import Id


class Posting(NamedTuple):
    """Minor units of the currency; what comes in is positive. The postings of an entry sum to nought."""

    account: str
    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """`day` is the desk's local day, `kind` the effect that posted it; order and change are the numbers people see."""

    no: int
    day: date
    kind: str
    change: int
    order: int | None
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Money that came (amount positive) or went back (negative), with its receipt; instants in epoch seconds."""

    kind: str
    at: int
    order: int
    person: str
    method: str
    state: str
    amount: int
    currency: str
    receipt: int | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A booking by the day of its lesson: what it costs, net and tax, all credits included."""

    booking: int
    order: int
    start: int
    end: int
    service: str
    tutor: str
    person: str
    payer: str
    state: str
    net: int
    tax: int
    gross: int
    currency: str
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """A lesson as it goes into somebody's own calendar. `uid` is always the same for it, `sequence` grows with each of
    its changes; `called_off` takes it out again. `people` are its students' names, for those who ask for them.
    """

    uid: str
    sequence: int
    start: int
    end: int
    service: str
    focus: str
    tutor: str
    place: str
    room: str
    join_url: str
    called_off: bool
    people: tuple[str, ...] = ()


def own_uid(desk: Id, thing: Id | str = "") -> str:
    """The UID of something of this desk's in anybody's calendar; without a thing, what all of them end with."""
    return f"{thing}@{desk}.deskbell"
