"""What somebody wants done. A command's key makes it safe to say twice: the same key is the same change."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.booking import Reason, Verb
from deskbell.domain.ids import Id
from deskbell.domain.offer import Approval, Kind, Place, TaxMode
from deskbell.domain.op import OpState
from deskbell.domain.payment import Method
from deskbell.domain.people import Actor, Role
from deskbell.domain.policy import DEFAULT, Policy
from deskbell.domain.ports import Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`key`: a fresh id made by whoever asks; the change and everything it makes are named after it (I2)."""

    key: Id
    actor: Actor = field(default_factory=Actor)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoom:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTutor:
    """Weekly hours as (weekday 0 = Monday, start minute, end minute); `room` names one of the new or known rooms."""

    name: str
    zone: str
    weekly: tuple[tuple[int, int, int], ...] = ()
    overrides: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    travel: tuple[tuple[str, str | None, str], ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    name: str
    minutes: int
    minor: int
    kind: Kind = Kind.ONE_TO_ONE
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
    tax_mode: TaxMode = TaxMode.INCLUSIVE
    approval: Approval = Approval.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp(Command):
    """Open the desk once: its name, zone, currency, language, first weekday, and what it starts with."""

    name: str
    zone: str
    currency: str
    language: str = "en"
    first_weekday: int = 0
    demo: bool = False
    rooms: tuple[NewRoom, ...] = ()
    tutors: tuple[NewTutor, ...] = ()
    services: tuple[NewService, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Somebody written down on the spot."""

    name: str
    mail: str = ""
    phone: str = ""
    birth_year: int | None = None
    guardian: Id | None = None
    household: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPeople(Command):
    people: tuple[Newcomer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClass(Command):
    """Plan one meeting of a group class: seats that anybody can be booked into."""

    service: Id
    tutor: Id
    start: int
    room: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Command):
    """A seat for `person`, for a `newcomer`, or for a walk-in (neither).

    `slot` books into that class; else `tutor` and `start` open a lesson of `minutes` (None: the service's own).
    `method` takes the money at once, `tendered` is the cash handed over; `price` is what the customer was told,
    refused where it differs (A42). `request` waits for an approval; None is as the service says.
    """

    service: Id
    tutor: Id | None = None
    start: int | None = None
    slot: Id | None = None
    minutes: int | None = None
    person: Id | None = None
    newcomer: Newcomer | None = None
    method: Method | None = None
    tendered: int | None = None
    price: int | None = None
    focus: str = ""
    request: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Command):
    """The same booking at another start, with another tutor where named, or in another slot of its class."""

    booking: Id
    start: int | None = None
    tutor: Id | None = None
    slot: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Command):
    """`by` is who wanted it; `percent` overrides the policy (staff only)."""

    booking: Id
    by: Role
    reason: Reason = Reason.OTHER
    text: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """The time has come: COMPLETE, NO_SHOW, or REOPEN what was closed by mistake."""

    booking: Id
    verb: Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Take(Command):
    """Money for an order: `amount` None takes all that is open; `tendered` is the cash handed over."""

    order: Id
    method: Method
    amount: int | None = None
    tendered: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprice(Command):
    """Another price for a booking (minor units, gross), with the reason in words."""

    booking: Id
    total: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """A refund of that booking that was to be done by hand has been done."""

    booking: Id
    refund: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class AskByLink(Command):
    """A checkout link for what is open of an order or `amount` of it; `later` authorises first (S2.37)."""

    order: Id
    method: Method
    amount: int | None = None
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLink(Command):
    """Nobody shall pay by that link any more: the provider is told, and says what became of it."""

    attempt: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(Command):
    """What a provider says of one of our checkouts now; None where it knows none. The worker's, after every answer.
    `refused` is the provider's code where it would not make the checkout at all. `refund` is one of which more is known
    than its operation says: that the provider was asked for it, or (`asked` off) was not.
    """

    attempt: Id
    seen: Seen | None = None
    refused: str = ""
    refund: Id | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Command):
    """A hold is over. The worker's, right after a look; `anyway` is a person's word while the provider is away."""

    booking: Id
    anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureNow(Command):
    """Take what is authorised, all of it or `amount`; the rest is released (P4)."""

    payment: Id
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidPayment(Command):
    """Give an authorisation up (P5)."""

    payment: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFailed(Command):
    """The provider would not give money back. The worker's: the refund fails, a person is told (P10)."""

    refund: Id
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(Command):
    """Money of a payment goes back without a cancellation: all that is left of it, or `amount` (P9)."""

    payment: Id
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptLate(Command):
    """Money came after the hold was over and the seat is free: it is theirs after all (T12)."""

    booking: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryRefund(Command):
    """A refund that failed is asked for again, of the provider; HandOver says that it was made by hand."""

    refund: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Command):
    """Something needs a person (the worker's, or verify's): once for each kind and subject."""

    kind: str
    subject: Id
    due_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleTask(Command):
    """A person has seen to it, with a word why where they like."""

    task: Id
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOp(Command):
    """Try a parked operation again, park it, or drop it with a reason."""

    op: Id
    after: OpState
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDrawer(Command):
    """Begin a drawer with so much cash in it (minor units of the desk's currency)."""

    float: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCash(Command):
    """Cash into the open drawer, or out of it, for something else than a lesson; the amount is positive both ways."""

    amount: int
    out: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountDrawer(Command):
    """So much lies in the drawer: it is sealed, and what differs is kept."""

    counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SealDay(Command):
    """No more movements on that day (2026-03-04); its figures are kept under a number."""

    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenDay(Command):
    """A sealed day takes movements again; with the reason in words."""

    day: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInvoice(Command):
    """An invoice for all of an order that is on none yet; `address` is printed below the payer's name."""

    order: Id
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueMonth(Command):
    """An invoice for each payer (or the one named) with their lessons of a month of the desk's calendar."""

    year: int
    month: int
    payer: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectInvoice(Command):
    """A credit note for what was credited since the invoice, else for all of it."""

    document: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    booking: Id
    text: str
    kind: str = "GENERAL"
    visibility: str = "INTERNAL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Command):
    """Plain fields of a booking: focus, join_url, and its person's name, mail, phone."""

    booking: Id
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command):
    """Take back a change; None means the last one that can still be meant."""

    change: int | None = None


@dataclass(frozen=True, slots=True)
class BusySpan:
    """Busy time of a tutor's own calendar: epoch seconds, half-open; uid and recurrence name it for good."""

    uid: str
    recurrence: str
    start: int
    end: int
    title: str = ""
    all_day: bool = False
    tentative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBusy(Command):
    """What a tutor's calendar says now: spans replace what that calendar said in [since, until)."""

    tutor: Id
    calendar: str
    spans: tuple[BusySpan, ...]
    since: int
    until: int
