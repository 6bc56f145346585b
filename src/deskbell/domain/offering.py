"""What a calendar offers: its confirmed events are meetings of a class (A7), each the one slot that its id names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from deskbell.domain.calendar_use import Further
from deskbell.domain.commands import Command
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.offer import Service
from deskbell.domain.people import Tutor
from deskbell.domain.slot import Slot

OFFER_CHANGED = "OFFER_CHANGED"
"""The task of a class in which somebody sits, whose event was moved or called off."""
OFFER_CLASH = "OFFER_CLASH"
"""The task of an event for which there is no room: something else of the desk stands in its time."""


class OfferState(StrEnum):
    """How an event that offers a class stands to its slot."""

    OPEN = "OPEN"
    WAITS = "WAITS"
    """Its time was taken: it is opened as soon as that is free."""
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class OfferSpan:
    """A confirmed event of such a calendar; instants in epoch seconds."""

    event: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that was seen before, as it stood then."""

    span: OfferSpan
    state: OfferState


def offer_slot(connection: str, calendar: str, event: str) -> Id:
    """The slot of an event: the same one however often and by whomever it is read."""
    return digest_id("offer", connection, calendar, event)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOffers(Command):
    """What changed on a calendar that offers classes: events that stand there, ids that do not any more. `only` are all
    that there are, once everything was read anew.
    """

    connection: str
    further: Further
    spans: tuple[OfferSpan, ...] = ()
    gone: frozenset[str] = frozenset()
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Meets:
    """A slot that an event opened, and the first of its bookings that is still to come about."""

    slot: Slot
    booking: Id | None = None


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """`taken` are the padded ranges in which the tutor or the room is not free, with the slot that is there; `tasks`
    the open ones of offers: (task, kind, subject).
    """

    desk: Desk
    tutor: Tutor
    service: Service
    known: Mapping[str, Offered] = field(default_factory=dict)
    meets: Mapping[Id, Meets] = field(default_factory=dict)
    taken: tuple[tuple[int, int, Id], ...] = ()
    tasks: tuple[tuple[Id, str, Id], ...] = ()
