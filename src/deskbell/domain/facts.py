"""What a decision looks at: read once, frozen, all of one instant."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.availability import Diary
from deskbell.domain.booking import Booking
from deskbell.domain.effects import Effect
from deskbell.domain.ids import Id
from deskbell.domain.offer import Service
from deskbell.domain.order import Order
from deskbell.domain.payment import Payment
from deskbell.domain.people import Person, Tutor
from deskbell.domain.slot import Slot, SlotState


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk's own settings. `mail` is whether a mail connection stands."""

    id: Id
    name: str
    zone: str
    currency: str
    language: str
    first_weekday: int
    demo: bool = False
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """Another active booking of the same participant that overlaps (I55)."""

    booking: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BookFacts:
    """`diary` of the tutor for a lesson; `slot` and `already` (the person's active booking in it) for a class."""

    desk: Desk
    service: Service
    tutor: Tutor
    diary: Diary | None = None
    slot: Slot | None = None
    already: int | None = None
    person: Person | None = None
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """Everything around one booking. `others` counts the other seated bookings of its slot, `open_others` those of
    them still CONFIRMED; payments are the order's, newest first.
    """

    desk: Desk
    booking: Booking
    slot: Slot
    service: Service
    tutor: Tutor
    order: Order
    payments: tuple[Payment, ...]
    person: Person | None = None
    others: int = 0
    open_others: int = 0
    tasks: tuple[tuple[Id, str, Id], ...] = ()
    """Open tasks about the booking, its order or refunds: (task, kind, subject)."""
    earned: int = 0
    """Revenue already earned by this booking, minor units."""


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """A booking, and where it would go: a tutor with a diary that leaves the booking's own slot out, or a class."""

    at: BookingFacts
    tutor: Tutor
    diary: Diary | None = None
    target: Slot | None = None
    already: int | None = None
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderFacts:
    desk: Desk
    order: Order
    payments: tuple[Payment, ...]
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenClassFacts:
    desk: Desk
    service: Service
    tutor: Tutor
    diary: Diary


@dataclass(frozen=True, slots=True)
class ChangeDone:
    """A change as it was made: its number, when, by which verb, and its effects in order."""

    no: int
    at: int
    verb: str
    subject: Id | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Seated:
    """A booking as it stands now, its order with the payments, and what it has earned in minor units."""

    booking: Booking
    order: Order
    payments: tuple[Payment, ...] = ()
    earned: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A slot as it stands now: `others` sit in it that the change does not name, `confirmed` of them are to come."""

    state: SlotState
    end: int
    others: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class UndoFacts:
    """The change to take back, and how the things it touched stand now.

    `states`: booking, slot, payment, refund and task id -> state now; `seats`: slot id -> free seats now; `words`:
    (subject, field) -> words now; `blocked`: slot id -> why its old time is not
    free any more, as (code, reference); `used`: people the change made who are named elsewhere since.
    """

    desk: Desk
    change: ChangeDone
    states: dict[Id, str]
    blocked: dict[Id, tuple[tuple[str, str], ...]]
    seats: dict[Id, int]
    words: dict[tuple[Id, str], str]
    used: frozenset[Id] = frozenset()
    ranges: dict[Id, tuple[Id, int]] = field(default_factory=dict)
    """Slot id -> whose it is and when it starts now."""
    today_from: int = 0
    """The first instant of the desk's local day; money taken before it is not simply taken back (P14)."""
    bookings: dict[Id, Seated] = field(default_factory=dict)
    """Those that the change names, and all of the orders that it names."""
    slots: dict[Id, Standing] = field(default_factory=dict)
    clashes: dict[Id, Clash] = field(default_factory=dict)
    """Booking -> what its person has by now in the time to which it would go back (I55)."""


@dataclass(frozen=True, slots=True)
class BusyFacts:
    """How many spans of a calendar the new reading would add, change and remove."""

    desk: Desk
    tutor: Tutor
    calendar: Id | None
    added: int
    changed: int
    removed: int
    overlaps: int = 0
    """Lessons of the tutor that the new busy time overlaps: they stay, and are named."""
