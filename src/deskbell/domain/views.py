"""What screens and commands are shown: frozen, read in one go, with nothing left to fetch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from deskbell.domain.booking import Attendance, Booking, State
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Service
from deskbell.domain.op import Op
from deskbell.domain.order import Order
from deskbell.domain.payment import PAID_BACK, Attempt, Payment, Settlement, settlement
from deskbell.domain.people import Person, Role, Tutor
from deskbell.domain.slot import Slot, SlotState

if TYPE_CHECKING:
    from deskbell.domain.effects import Effect
    from deskbell.domain.lesson_event import Stood


@dataclass(frozen=True, slots=True)
class Seat:
    """One booking as a calendar shows it. Sums of its order in minor units."""

    booking: int
    name: str
    state: State
    attendance: Attendance
    order: int
    currency: str
    due: int
    captured: int
    refunded: int
    credited: int
    authorised: int = 0
    disputed: int = 0
    hold_until: int | None = None
    """Until when a held seat waits for its money."""

    @property
    def money(self) -> Settlement:
        return settlement(
            self.due,
            self.captured,
            self.refunded,
            authorised=self.authorised,
            credited=self.credited > 0,
            charged_back=self.disputed > 0,
        )

    @property
    def open(self) -> int:
        """Still to collect."""
        return max(0, self.due - (self.captured - self.refunded))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A slot with the bookings that sit in it (closed and cancelled ones left out unless asked for)."""

    slot: int
    tutor: int
    tutor_name: str
    service: str
    kind: Kind
    start: int
    end: int
    busy_from: int
    busy_to: int
    capacity: int
    taken: int
    state: SlotState
    room: str = ""
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """One booking in a list of somebody's: the seat, and the lesson that it is in."""

    seat: Seat
    service: str
    tutor_name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BusyTime:
    tutor: int
    start: int
    end: int
    title: str
    all_day: bool
    tentative: bool


@dataclass(frozen=True, slots=True)
class TutorCard:
    """A tutor as lists and columns show them; `open` are the working windows inside the days that were asked for."""

    id: Id
    no: int
    name: str
    zone: str
    open: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """Some local days of the desk: lessons, busy time, windows. `bounds` are the instants at which days begin, one
    more than there are days; `seq` is the number of the last change that this shows.
    """

    desk: Desk
    first: date
    bounds: tuple[int, ...]
    now: int
    tutors: tuple[TutorCard, ...]
    lessons: tuple[Lesson, ...]
    busy: tuple[BusyTime, ...]
    tasks: int
    seq: int
    to_collect: tuple[tuple[int, str, int], ...] = ()
    """What is due from lessons that began: (booking, name, minor units), the most recent first, at most ten."""


@dataclass(frozen=True, slots=True)
class Note:
    at: int
    author: Role
    author_name: str
    kind: str
    visibility: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline: an effect with what the kept words still know of it."""

    change: int
    at: int
    role: Role
    who: str
    verb: str
    effect: Effect
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    number: int
    kind: str
    amount: int
    currency: str
    at: int
    payment: Id | None
    refund: Id | None


@dataclass(frozen=True, slots=True)
class BookingView:
    """Everything that the booking screen and `show` tell (S2.14 - S2.22)."""

    desk: Desk
    now: int
    seq: int
    booking: Booking
    slot: Slot
    service: Service
    tutor: Tutor
    order: Order
    payments: tuple[Payment, ...]
    receipts: tuple[Receipt, ...]
    notes: tuple[Note, ...]
    timeline: tuple[Told, ...]
    room: str = ""
    person: Person | None = None
    guardian: Person | None = None
    nth: int = 0
    """The how-manieth lesson of this person with this tutor (S4.23); 0 for a walk-in."""
    mates: tuple[tuple[int, str], ...] = ()
    """The others in a class: (booking, name)."""
    undoable: int | None = None
    attempts: tuple[Attempt, ...] = ()
    """The links by which it was to be paid, newest first."""
    ops: tuple[Op, ...] = ()
    """What was asked of the world about its money and is not over."""
    event: Stood | None = None
    """Its lesson's event on a calendar; None where it was never asked for."""

    @property
    def currency(self) -> str:
        return self.order.currency

    @property
    def join_url(self) -> str:
        """By which link they meet: the one that somebody typed, else the one that the calendar made."""
        return self.slot.join_url or (self.event.join_url if self.event is not None else "")

    @property
    def on_calendar(self) -> bool:
        """Whether its event stands there as it shall."""
        return self.event is not None and self.event.state == "SYNCED"

    @property
    def is_scheduled(self) -> bool:
        """Confirmed, paid and on the calendar (S0.3, S0.31, A4)."""
        from deskbell.domain.source_words import source_words  # late: no first frame asks

        said = source_words(self.booking.state, self.money, on_calendar=self.on_calendar).virtual_class
        return self.booking.state == "CONFIRMED" and said == "scheduled"

    @property
    def captured(self) -> int:
        """What was taken and not reversed, minor units."""
        return sum(p.stays for p in self.payments)

    @property
    def refunded(self) -> int:
        return sum(r.amount for p in self.payments for r in p.refunds if r.state in PAID_BACK)

    @property
    def due(self) -> int:
        return self.order.total.minor

    @property
    def open(self) -> int:
        """Still to collect for the whole order, minor units."""
        return max(0, self.due - (self.captured - self.refunded))

    @property
    def credited(self) -> bool:
        return sum(x.gross for x in self.order.lines if x.kind == "CREDIT") < 0

    @property
    def money(self) -> Settlement:
        return settlement(
            self.due,
            self.captured,
            self.refunded,
            authorised=sum(p.authorised for p in self.payments if p.state == "AUTHORISED"),
            credited=self.credited,
            charged_back=any(p.state == "CHARGED_BACK" for p in self.payments),
            failed=any(a.state == "FAILED" for a in self.attempts[:1]),
        )


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Somebody found by name, mail or the last digits of the telephone; `detail` tells namesakes apart."""

    id: Id
    no: int
    name: str
    household: str
    guardian: str
    phone_tail: str
    lessons: int
    last: int | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change as undo offers it."""

    no: int
    at: int
    verb: str
    subject: Id | None
    booking: int | None
