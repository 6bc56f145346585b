"""What a change does, in business words: the list that is shown, applied, told on the timeline, and undone.

Every kind has five homes: its type and opposite here, how the store applies it, the words for will and did, what the
digest covers, and its versioned JSON. Fields marked `spoken` hold a person's words: they are shown, digested and
written to rows that may be overwritten, and they never reach the append-only activity.
"""

from __future__ import annotations

from deskbell.domain.effects.books import DocumentIssued
from deskbell.domain.effects.connections import ConnectionEnded, ConnectionMade
from deskbell.domain.effects.effect import (
    Effect,
    spoken,
)
from deskbell.domain.effects.events import CalendarSet, EventKept, EventWanted
from deskbell.domain.effects.furnishing import (
    BusyRead,
    DeskOpened,
    HoursSet,
    RoomAdded,
    ServiceAdded,
    ServiceSet,
    TutorAdded,
)
from deskbell.domain.effects.links import (
    AttemptOpened,
    AttemptTurned,
    HoldSet,
    LinkMade,
    MoneyArrived,
    OpQueued,
    OpTurned,
    PaymentTurned,
)
from deskbell.domain.effects.mail import LetterTurned, RuleSet, Told
from deskbell.domain.effects.money import (
    LineAdded,
    LineReversed,
    OrderOpened,
    PaymentReversed,
    PaymentTaken,
    ReceiptIssued,
    ReceiptKind,
    RefundMade,
    RefundTurned,
    RevenueEarned,
)
from deskbell.domain.effects.persons import (
    PersonAdded,
    PersonArchived,
    PersonErased,
    PersonRestored,
)
from deskbell.domain.effects.seats import (
    BookingTurned,
    SeatMoved,
    SeatTaken,
    SlotMoved,
    SlotOpened,
    SlotTurned,
    When,
)
from deskbell.domain.effects.till import (
    CashMoved,
    CashReversed,
    DayReopened,
    DaySealed,
    DrawerCounted,
    DrawerDropped,
    DrawerOpened,
)
from deskbell.domain.effects.words import (
    FieldSet,
    NoteAdded,
    NoteHidden,
    NoteShown,
    NotTold,
    TaskRaised,
    TaskReopened,
    TaskSettled,
)

__all__ = [
    "KINDS",
    "AttemptOpened",
    "AttemptTurned",
    "BookingTurned",
    "BusyRead",
    "CalendarSet",
    "CashMoved",
    "CashReversed",
    "ConnectionEnded",
    "ConnectionMade",
    "DayReopened",
    "DaySealed",
    "DeskOpened",
    "DocumentIssued",
    "DrawerCounted",
    "DrawerDropped",
    "DrawerOpened",
    "Effect",
    "EventKept",
    "EventWanted",
    "FieldSet",
    "HoldSet",
    "HoursSet",
    "LetterTurned",
    "LineAdded",
    "LineReversed",
    "LinkMade",
    "MoneyArrived",
    "NotTold",
    "NoteAdded",
    "NoteHidden",
    "NoteShown",
    "OpQueued",
    "OpTurned",
    "OrderOpened",
    "PaymentReversed",
    "PaymentTaken",
    "PaymentTurned",
    "PersonAdded",
    "PersonArchived",
    "PersonErased",
    "PersonRestored",
    "ReceiptIssued",
    "ReceiptKind",
    "RefundMade",
    "RefundTurned",
    "RevenueEarned",
    "RoomAdded",
    "RuleSet",
    "SeatMoved",
    "SeatTaken",
    "ServiceAdded",
    "ServiceSet",
    "SlotMoved",
    "SlotOpened",
    "SlotTurned",
    "TaskRaised",
    "TaskReopened",
    "TaskSettled",
    "Told",
    "TutorAdded",
    "When",
    "spoken",
]

KINDS: dict[str, type[Effect]] = {
    cls.__name__: cls
    for cls in (
        DeskOpened, RoomAdded, TutorAdded, HoursSet, ServiceAdded, BusyRead, PersonAdded, PersonArchived,
        PersonErased, PersonRestored, SlotOpened, SlotTurned, SlotMoved, SeatTaken, BookingTurned, SeatMoved,
        OrderOpened, LineAdded,
        LineReversed, PaymentTaken, PaymentReversed, RefundMade, RefundTurned, ReceiptIssued, RevenueEarned, NoteAdded,
        NoteHidden, NoteShown, FieldSet, TaskRaised, TaskSettled, TaskReopened, NotTold, AttemptOpened, LinkMade,
        AttemptTurned, MoneyArrived, PaymentTurned, HoldSet, OpQueued, OpTurned, DrawerOpened,
        DrawerDropped, CashMoved, CashReversed, DrawerCounted, DaySealed, DayReopened,
        DocumentIssued, ConnectionMade, ConnectionEnded, EventWanted, EventKept, CalendarSet,
        Told, LetterTurned, RuleSet, ServiceSet,
    )
}  # fmt: skip
