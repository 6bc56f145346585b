"""What a decision looks at: read once, frozen, all of one instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from deskbell.domain.availability import Diary
from deskbell.domain.booking import Booking
from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.documents import Billable, Document
from deskbell.domain.effects import Effect
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Service
from deskbell.domain.op import Op
from deskbell.domain.order import Line, Order
from deskbell.domain.payment import Attempt, Payment
from deskbell.domain.people import Person, Tutor
from deskbell.domain.slot import Slot, SlotState
from deskbell.domain.till import Drawer, Figures
from deskbell.domain.working import Health


class LatePay(StrEnum):
    """What becomes of money that comes after its hold was over: somebody is asked (and after a day it goes back), the
    seat is given where it is still free, or it goes back.
    """

    ASK = "ASK"
    SEAT_OR_REFUND = "SEAT_OR_REFUND"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk's own settings. `mail` and `calendar` are the names of the connections by which letters leave and events
    are made, '' where there is none; a held seat waits `hold_minutes`.
    """

    id: Id
    name: str
    zone: str
    currency: str
    language: str
    first_weekday: int
    demo: bool = False
    mail: str = ""
    links: tuple[str, ...] = ()
    """Providers of payments that are connected, by name."""
    hold_minutes: int = 15
    late_pay: LatePay = LatePay.ASK
    calendar: str = ""


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
    them about which something is still to be said; payments are the order's, newest first.
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
    attempts: tuple[Attempt, ...] = ()
    """The order's links, newest first."""
    ops: tuple[Op, ...] = ()
    """What was asked of the world about its attempts, payments and refunds and is not over."""


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
    attempts: tuple[Attempt, ...] = ()
    ops: tuple[Op, ...] = ()
    tasks: tuple[tuple[Id, str, Id], ...] = ()
    places: dict[Id, Place] = field(default_factory=dict)
    """Booking -> how its place stands now."""
    seen_to: frozenset[tuple[str, Id]] = frozenset()
    """(kind, subject) of tasks about it that are settled."""

    def has_task(self, kind: str, subject: Id) -> bool:
        return any(k == kind and s == subject for _, k, s in self.tasks)


@dataclass(frozen=True, slots=True)
class Place:
    """A booking's slot as it stands: whether one more could sit there now, and what is in the way of a lesson's time.

    `alone`: nobody else sits in it, and it is a lesson's own.
    """

    slot: Slot
    tutor: Tutor
    service: str
    alone: bool
    blocked: tuple[tuple[str, str], ...] = ()
    person: Person | None = None
    credits: tuple[Line, ...] = ()
    """Credit lines of the booking that no other line took back."""
    clash: Clash | None = None
    """For a booking that has no seat: what its person has by now in that class or at that time (I55)."""
    open_others: int = 0
    """Other seats of the slot about which something is still to be said."""

    def is_free(self, now: int) -> bool:
        """T12: a seat to be had, before the start."""
        if self.slot.start <= now or self.blocked or self.clash:
            return False
        if self.slot.state is SlotState.PLANNED:
            return self.slot.free > 0
        return self.slot.state is SlotState.CANCELLED and self.slot.kind is Kind.ONE_TO_ONE


@dataclass(frozen=True, slots=True)
class OpFacts:
    """An operation with the open tasks about it, and the order that it is about where it is about one."""

    desk: Desk
    op: Op
    at: OrderFacts | None = None
    tasks: tuple[tuple[Id, str, Id], ...] = ()


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """Open tasks of one kind and subject, and the booking that they are about where there is one."""

    desk: Desk
    tasks: tuple[tuple[Id, str, Id], ...] = ()
    booking: Id | None = None
    past_doing: bool = False
    """It is about a refund for which too little is left of its payment, or that somebody made without the desk."""


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
    """A slot as it stands now: `others` sit in it that the change does not name, `open` of them are to come."""

    state: SlotState
    end: int
    others: int = 0
    open: int = 0


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
    tasks: tuple[tuple[Id, str, Id], ...] = ()
    """Open tasks about the bookings and orders that the change names, and about what its own tasks are about."""
    calendars: dict[str, CalendarSettings] = field(default_factory=dict)
    """How the calendars are used now that the change is about, by their connections."""


@dataclass(frozen=True, slots=True)
class TillFacts:
    """The till as it stands: the open drawer, or the last one where its count may still be corrected (`again`).

    `today` is the desk's day as 2026-03-04; `sealed` the number of the close that seals the day that is asked about,
    `figures` what that day came to and `number` the next of the closes; `chain` how far the record is sealed.
    """

    desk: Desk
    today: str
    drawer: Drawer | None = None
    again: Drawer | None = None
    sealed: int | None = None
    number: int = 0
    figures: Figures = ()
    chain: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionFacts:
    """A connection as it stands, and what hangs on it: links that can still be paid, operations that are not over.

    `real` and `play` count the payments of the desk: of real money (by hand, or through a live connection), and of test
    money. `mine` of them came through this connection.
    """

    desk: Desk
    health: Health | None
    links: int = 0
    ops: int = 0
    real: int = 0
    play: int = 0
    mine: int = 0
    tasks: tuple[tuple[Id, str, Id], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Lines that could be put on paper, whole bookings of them; the document that is meant; names of payers, labels of
    the documents on which lines stand; and the month [since, until) that was asked for.
    """

    desk: Desk
    lines: tuple[Billable, ...]
    document: Document | None = None
    names: dict[Id, str] = field(default_factory=dict)
    labels: dict[Id, str] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None


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


@dataclass(frozen=True, slots=True)
class SyncFacts:
    """The same of what changed since the last reading. `clashes` are lessons to come, by their first booking, that the
    new spans overlap and that nobody was told of; `over` tasks of lessons that nothing overlaps any more.
    """

    busy: BusyFacts
    clashes: tuple[Id, ...] = ()
    over: tuple[tuple[Id, str, Id], ...] = ()
