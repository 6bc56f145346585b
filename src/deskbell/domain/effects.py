"""What a change does, in business words: the list that is shown, applied, told on the timeline, and undone.

Every kind has five homes: its type and opposite here, how the store applies it, the words for will and did, what the
digest covers, and its versioned JSON. Fields marked `spoken` hold a person's words: they are shown, digested and
written to rows that may be overwritten, and they never reach the append-only activity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from deskbell.domain.booking import Attendance, Reason, State
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Place
from deskbell.domain.order import LineKind
from deskbell.domain.payment import Method, RefundState
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState


def spoken(default: str = "") -> Any:
    """A field that holds a person's words."""
    return field(default=default, metadata={"spoken": True})


@dataclass(frozen=True, slots=True)
class Effect:
    VERSION: ClassVar[int] = 1

    @property
    def kind(self) -> str:
        return type(self).__name__

    def opposite(self) -> Effect | None:
        """The effect that takes this one back, or None where nothing does."""
        return None

    @classmethod
    def spoken(cls) -> frozenset[str]:
        return frozenset(f.name for f in fields(cls) if f.metadata.get("spoken"))


# --- the desk itself


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


@dataclass(frozen=True, slots=True)
class BusyRead(Effect):
    """Busy time of a tutor was replaced by what a calendar file says."""

    calendar: Id
    tutor: Id
    added: int
    changed: int
    removed: int


# --- people


@dataclass(frozen=True, slots=True)
class PersonAdded(Effect):
    person: Id
    guardian: Id | None = None
    household: Id | None = None
    birth_year: int | None = None
    name: str = spoken()
    mail: str = spoken()
    phone: str = spoken()

    def opposite(self) -> Effect:
        return PersonArchived(self.person)


@dataclass(frozen=True, slots=True)
class PersonArchived(Effect):
    """Somebody nobody refers to any more leaves the lists; the row stays."""

    person: Id

    def opposite(self) -> Effect:
        return PersonRestored(self.person)


@dataclass(frozen=True, slots=True)
class PersonRestored(Effect):
    person: Id

    def opposite(self) -> Effect:
        return PersonArchived(self.person)


# --- time and seats


@dataclass(frozen=True, slots=True)
class SlotOpened(Effect):
    """Time of a tutor is taken: start, end and the padded range in epoch seconds."""

    slot: Id
    service: Id
    tutor: Id
    start: int
    end: int
    busy_from: int
    busy_to: int
    capacity: int
    zone: str
    room: Id | None = None
    place: Place = Place.STUDIO

    def opposite(self) -> Effect:
        return SlotTurned(self.slot, SlotState.PLANNED, SlotState.CANCELLED)


@dataclass(frozen=True, slots=True)
class SlotTurned(Effect):
    slot: Id
    before: SlotState
    after: SlotState

    def opposite(self) -> Effect:
        return SlotTurned(self.slot, self.after, self.before)


@dataclass(frozen=True, slots=True)
class When:
    """Whose time, from when to when, padded and in which room: what SlotMoved carries twice."""

    tutor: Id
    start: int
    end: int
    busy_from: int
    busy_to: int
    room: Id | None = None


@dataclass(frozen=True, slots=True)
class SlotMoved(Effect):
    slot: Id
    before: When
    after: When

    def opposite(self) -> Effect:
        return SlotMoved(self.slot, self.after, self.before)


@dataclass(frozen=True, slots=True)
class SeatTaken(Effect):
    """A booking is made and confirmed; policy and price stand as of now."""

    booking: Id
    slot: Id
    order: Id
    booked_by: Role
    participant: Id | None
    payer: Id | None
    policy: str
    policy_start: int

    def opposite(self) -> Effect:
        return BookingTurned(
            self.booking, self.slot, State.CONFIRMED, State.CANCELLED, Role.STAFF, Reason.MISTAKE, undone=True
        )


@dataclass(frozen=True, slots=True)
class BookingTurned(Effect):
    """A booking changed its state; `by` is the side that wanted it, `reason` its code."""

    booking: Id
    slot: Id
    before: State
    after: State
    by: Role | None = None
    reason: Reason | None = None
    attendance_before: Attendance = Attendance.UNSET
    attendance: Attendance = Attendance.UNSET
    undone: bool = False

    def opposite(self) -> Effect:
        return BookingTurned(
            self.booking,
            self.slot,
            self.after,
            self.before,
            attendance_before=self.attendance,
            attendance=self.attendance_before,
            undone=True,
        )


@dataclass(frozen=True, slots=True)
class SeatMoved(Effect):
    """The same booking has another start, in the same slot (moved itself) or in another slot of a class."""

    booking: Id
    slot_before: Id
    slot: Id
    start_before: int
    start: int
    policy_start_before: int
    policy_start: int

    def opposite(self) -> Effect:
        return SeatMoved(
            self.booking,
            self.slot,
            self.slot_before,
            self.start,
            self.start_before,
            self.policy_start,
            self.policy_start_before,
        )


# --- money


@dataclass(frozen=True, slots=True)
class OrderOpened(Effect):
    order: Id
    payer: Id | None
    currency: str


@dataclass(frozen=True, slots=True)
class LineAdded(Effect):
    """Gross and tax in minor units of the order's currency; lines are never edited."""

    order: Id
    line: Id
    booking: Id
    line_kind: LineKind
    gross: int
    tax_rate: int
    tax: int
    percent: int | None = None

    def opposite(self) -> Effect:
        return LineReversed(self.order, self.line, self.booking, self.gross, self.tax_rate, self.tax)


@dataclass(frozen=True, slots=True)
class LineReversed(Effect):
    """A line gets its exact negative; both stay."""

    order: Id
    line: Id
    booking: Id
    gross: int
    tax_rate: int
    tax: int


@dataclass(frozen=True, slots=True)
class PaymentTaken(Effect):
    """Money arrived at the desk: `tendered` is what was handed over, the change goes back at once."""

    order: Id
    attempt: Id
    payment: Id
    method: Method
    amount: int
    currency: str
    tendered: int

    def opposite(self) -> Effect:
        return PaymentReversed(self.order, self.payment, self.method, self.amount, self.currency)

    @property
    def change(self) -> int:
        return self.tendered - self.amount


@dataclass(frozen=True, slots=True)
class PaymentReversed(Effect):
    order: Id
    payment: Id
    method: Method
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class RefundMade(Effect):
    """Money goes back: at once out of the drawer (SUCCEEDED), or as something to do by hand (REQUESTED)."""

    order: Id
    refund: Id
    payment: Id
    booking: Id | None
    method: Method
    amount: int
    currency: str
    state: RefundState

    def opposite(self) -> Effect:
        return RefundTurned(
            self.order, self.refund, self.method, self.amount, self.currency, self.state, RefundState.WITHDRAWN
        )


@dataclass(frozen=True, slots=True)
class RefundTurned(Effect):
    order: Id
    refund: Id
    method: Method
    amount: int
    currency: str
    before: RefundState
    after: RefundState

    def opposite(self) -> Effect | None:
        if self.after is RefundState.WITHDRAWN:
            return None
        return RefundTurned(self.order, self.refund, self.method, self.amount, self.currency, self.after, self.before)


class ReceiptKind:
    RECEIPT = "RECEIPT"
    REVERSAL = "REVERSAL"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True)
class ReceiptIssued(Effect):
    """A gap-free number of the desk's one series, given at commit under lock; numbers are never taken back."""

    receipt: Id
    order: Id
    receipt_kind: str
    amount: int
    currency: str
    payment: Id | None = None
    refund: Id | None = None


@dataclass(frozen=True, slots=True)
class RevenueEarned(Effect):
    """A lesson was given, missed, or cancelled too late: a deposit becomes revenue."""

    order: Id
    booking: Id
    amount: int
    currency: str

    def opposite(self) -> Effect:
        return RevenueEarned(self.order, self.booking, -self.amount, self.currency)


# --- words, tasks, telling


@dataclass(frozen=True, slots=True)
class NoteAdded(Effect):
    note: Id
    booking: Id
    note_kind: str
    visibility: str
    text: str = spoken()

    def opposite(self) -> Effect:
        return NoteHidden(self.note, self.booking)


@dataclass(frozen=True, slots=True)
class NoteHidden(Effect):
    note: Id
    booking: Id

    def opposite(self) -> Effect:
        return NoteShown(self.note, self.booking)


@dataclass(frozen=True, slots=True)
class NoteShown(Effect):
    note: Id
    booking: Id

    def opposite(self) -> Effect:
        return NoteHidden(self.note, self.booking)


@dataclass(frozen=True, slots=True)
class FieldSet(Effect):
    """A plain field of a booking's slot or person was overwritten; the words before and after are kept apart."""

    entity: str
    subject: Id
    name: str
    booking: Id | None = None
    before: str = spoken()
    after: str = spoken()

    def opposite(self) -> Effect:
        return FieldSet(self.entity, self.subject, self.name, self.booking, self.after, self.before)


@dataclass(frozen=True, slots=True)
class TaskRaised(Effect):
    """Something needs a person; it stays on Attention until somebody settles it."""

    task: Id
    task_kind: str
    subject: Id
    due_at: int | None = None

    def opposite(self) -> Effect:
        return TaskSettled(self.task, self.task_kind, self.subject)


@dataclass(frozen=True, slots=True)
class TaskSettled(Effect):
    task: Id
    task_kind: str
    subject: Id

    def opposite(self) -> Effect:
        return TaskReopened(self.task, self.task_kind, self.subject)


@dataclass(frozen=True, slots=True)
class TaskReopened(Effect):
    task: Id
    task_kind: str
    subject: Id

    def opposite(self) -> Effect:
        return TaskSettled(self.task, self.task_kind, self.subject)


@dataclass(frozen=True, slots=True)
class NotTold(Effect):
    """Somebody who would be told is not, and why; nothing is queued for a channel that is not connected."""

    booking: Id
    audience: Role
    person: Id | None
    message: str
    why: str = "NO_MAIL"

    def opposite(self) -> Effect:
        return self


KINDS: dict[str, type[Effect]] = {
    cls.__name__: cls
    for cls in (
        DeskOpened, RoomAdded, TutorAdded, HoursSet, ServiceAdded, BusyRead, PersonAdded, PersonArchived,
        PersonRestored, SlotOpened, SlotTurned, SlotMoved, SeatTaken, BookingTurned, SeatMoved, OrderOpened, LineAdded,
        LineReversed, PaymentTaken, PaymentReversed, RefundMade, RefundTurned, ReceiptIssued, RevenueEarned, NoteAdded,
        NoteHidden, NoteShown, FieldSet, TaskRaised, TaskSettled, TaskReopened, NotTold,
    )
}  # fmt: skip
