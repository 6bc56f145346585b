"""A small desk without a database: real decisions make the plans that words are tested on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from deskbell.domain import effects as e
from deskbell.domain.availability import Diary, Hours, Span, Weekly
from deskbell.domain.booking import Booking, Reason, State, Verb
from deskbell.domain.commands import (
    AddNote,
    AddPeople,
    Book,
    Cancel,
    Close,
    Edit,
    HandOver,
    Move,
    Newcomer,
    NewRoom,
    NewService,
    NewTutor,
    OpenClass,
    ReadBusy,
    Reprice,
    SetUp,
    Take,
    Undo,
)
from deskbell.domain.decisions.book import decide_book, decide_open_class
from deskbell.domain.decisions.cancel import decide_cancel
from deskbell.domain.decisions.closing import decide_close
from deskbell.domain.decisions.furnish import decide_add_people, decide_read_busy, decide_set_up
from deskbell.domain.decisions.move import decide_move
from deskbell.domain.decisions.notes import decide_edit, decide_note
from deskbell.domain.decisions.taking import decide_hand_over, decide_reprice, decide_take
from deskbell.domain.decisions.undo import decide_undo
from deskbell.domain.effects import Effect
from deskbell.domain.facts import (
    BookFacts,
    BookingFacts,
    BusyFacts,
    ChangeDone,
    Desk,
    MoveFacts,
    OpenClassFacts,
    OrderFacts,
    UndoFacts,
)
from deskbell.domain.ids import Id
from deskbell.domain.money import Money
from deskbell.domain.names import BookingName, Names, OrderName, SlotName
from deskbell.domain.offer import Kind, Service
from deskbell.domain.order import LineKind, Order, line
from deskbell.domain.payment import AttemptState, Method, Payment, Refund, RefundState
from deskbell.domain.people import Person, Role, Tutor
from deskbell.domain.plan import Minting, Plan
from deskbell.domain.policy import DEFAULT
from deskbell.domain.slot import Slot, SlotState
from deskbell.words.plans import PlanWords, done_line, plan_lines

ZONE = "Europe/Madrid"
HOUR, DAY = 3600, 86_400


def at(wall: str) -> int:
    """An instant by the wall of Madrid in winter."""
    return int(dt.datetime.fromisoformat(f"{wall}+01:00").timestamp())


NOW = at("2026-03-03 10:30")
START = at("2026-03-04 15:30")

ANA, LEO, MARTA = Id("a" * 32), Id("1e0" + "0" * 29), Id("b" * 32)
RUIZ, GOMEZ = Id("c" * 32), Id("d" * 32)
PIANO, YOGA, STUDIO = Id("e" * 32), Id("f" * 32), Id("5" * 32)
LESSON, CLASS = Id("10" * 16), Id("12" * 16)
BOOKING, ORDER = Id("20" * 16), Id("30" * 16)
KEY = Id("99" * 16)

DESK = Desk(Id("0" * 32), "Estudio Río", ZONE, "EUR", "en", 0)
PIANO_60 = Service(PIANO, 1, "Piano 60", Kind.ONE_TO_ONE, 60, Money(2500, "EUR"))
YOGA_60 = Service(YOGA, 2, "Yoga", Kind.GROUP, 60, Money(1200, "EUR"), capacity=8)
TUTOR = Tutor(RUIZ, 1, "Ana Ruiz", ZONE, STUDIO)
OTHER_TUTOR = Tutor(GOMEZ, 2, "Luis Gómez", ZONE)
CHILD = Person(ANA, 1, "Ana Pérez", guardian=MARTA)
HOURS = Hours(ZONE, tuple(Weekly(day, 9 * 60, 21 * 60) for day in range(7)))
DIARY = Diary(HOURS)

SLOT_NAME = SlotName("Piano 60", START, START + HOUR, "Ana Ruiz", ZONE, "Studio 1")
NAMES = Names(
    people={ANA: "Ana Pérez", LEO: "Leo Lee", MARTA: "Marta Pérez"},
    tutors={RUIZ: "Ana Ruiz", GOMEZ: "Luis Gómez"},
    services={PIANO: "Piano 60", YOGA: "Yoga"},
    rooms={STUDIO: "Studio 1"},
    slots={LESSON: SLOT_NAME, CLASS: SlotName("Yoga", START + 3 * HOUR, START + 4 * HOUR, "Luis Gómez", ZONE)},
    bookings={BOOKING: BookingName(412, "Ana Pérez", SLOT_NAME, DEFAULT.show(), START)},
    orders={ORDER: OrderName(2031, 2500, 0, "EUR")},
)


def mint() -> Minting:
    return Minting(KEY)


def with_ids(plan: Plan, made: Minting) -> Plan:
    return replace(plan, minted=tuple(made.made))


def names(paid: int = 0, due: int = 2500) -> Names:
    """The names of the desk where so much of the order of Ana's lesson is paid."""
    return replace(NAMES, orders={ORDER: OrderName(2031, due, paid, "EUR")})


def after(plan: Plan, known: Names) -> Names:
    """What the desk would say once the plan is done: new names, new sums."""
    known = Names.of_plan(plan, known)
    sums = {}
    for id_, order in known.orders.items():
        lines = [x for x in plan.effects if getattr(x, "order", None) == id_]
        due = order.due + sum(
            x.gross * (1 if x.kind == "LineAdded" else -1) for x in lines if x.kind.startswith("Line")
        )
        kept = order.kept + sum(x.amount for x in lines if x.kind == "PaymentTaken")
        kept -= sum(x.amount for x in lines if x.kind in ("PaymentReversed", "RefundMade"))
        sums[id_] = order._replace(due=due, kept=kept)
    return replace(known, orders=sums)


def slot(**changed: Any) -> Slot:
    made = Slot(
        LESSON, 1, PIANO, RUIZ, Kind.ONE_TO_ONE, START, START + HOUR, START, START + HOUR, 1, 1, SlotState.PLANNED, ZONE
    )
    return replace(made, **changed)


def yoga(taken: int = 3) -> Slot:
    start = START + 3 * HOUR
    return Slot(
        CLASS, 2, YOGA, GOMEZ, Kind.GROUP, start, start + HOUR, start, start + HOUR, 8, taken, SlotState.PLANNED, ZONE
    )


def paid_by(method: Method, amount: int = 2500, refunds: tuple[Refund, ...] = (), no: int = 0) -> Payment:
    ids = (Id(f"{40 + no}" * 16), Id(f"{60 + no}" * 16))
    return Payment(ids[0], ids[1], method, amount, NOW - DAY, AttemptState.CAPTURED, 17, refunds)


def facts(*payments: Payment, state: State = State.CONFIRMED, price: int = 2500, **changed: Any) -> BookingFacts:
    """Ana's lesson on Wednesday 15:30, with its order and what was paid of it."""
    lines = (line(Id("31" * 16), BOOKING, LineKind.LESSON, price, 0),)
    booking = Booking(BOOKING, 412, LESSON, ORDER, state, Role.STAFF, ANA, MARTA, policy=DEFAULT, policy_start=START)
    made = BookingFacts(
        DESK, booking, slot(), PIANO_60, TUTOR, Order(ORDER, 2031, MARTA, "EUR", lines), payments, CHILD
    )
    return replace(made, **changed)


# --- plans


def book(now: int = NOW, start: int = START, **wanted: Any) -> Plan:
    made = mint()
    person = None if "newcomer" in wanted or wanted.pop("walk_in", False) else CHILD
    clashing = wanted.pop("diary", DIARY)
    cmd = Book(key=KEY, service=PIANO, tutor=RUIZ, start=start, person=person and person.id, **wanted)
    return with_ids(decide_book(BookFacts(DESK, PIANO_60, TUTOR, clashing, person=person), cmd, now, made), made)


def book_class(**wanted: Any) -> Plan:
    made = mint()
    cmd = Book(key=KEY, service=YOGA, slot=CLASS, person=ANA, **wanted)
    found = BookFacts(DESK, YOGA_60, OTHER_TUTOR, slot=yoga(), person=CHILD)
    return with_ids(decide_book(found, cmd, NOW, made), made)


def cancel(*payments: Payment, now: int = NOW, by: Role = Role.CUSTOMER, **wanted: Any) -> Plan:
    made = mint()
    price = wanted.pop("price", 2500)
    cmd = Cancel(key=KEY, booking=BOOKING, by=by, reason=wanted.pop("reason", Reason.UNWELL), **wanted)
    return with_ids(decide_cancel(facts(*payments, price=price), cmd, now, made), made)


def move(tutor: Tutor = TUTOR, start: int = START + DAY) -> Plan:
    made = mint()
    cmd = Move(key=KEY, booking=BOOKING, start=start, tutor=tutor.id)
    return with_ids(decide_move(MoveFacts(facts(), tutor, DIARY), cmd, NOW, made), made)


def close(verb: Verb) -> Plan:
    state = State.COMPLETED if verb is Verb.REOPEN else State.CONFIRMED
    known = facts(state=state, earned=2500 if verb is Verb.REOPEN else 0)
    return decide_close(known, Close(key=KEY, booking=BOOKING, verb=verb), START + 2 * HOUR, mint())


def pay(method: Method = Method.CASH, **wanted: Any) -> Plan:
    known = facts()
    cmd = Take(key=KEY, order=ORDER, method=method, **wanted)
    return decide_take(OrderFacts(DESK, known.order, (), (known.booking,)), cmd, NOW, mint())


def reprice(total: int, *payments: Payment) -> Plan:
    return decide_reprice(facts(*payments), Reprice(key=KEY, booking=BOOKING, total=total, text="sibling"), NOW, mint())


def hand_over() -> Plan:
    refund = Refund(Id("70" * 16), Id("40" * 16), BOOKING, 1250, RefundState.REQUESTED, Method.CARD)
    known = facts(paid_by(Method.CARD, refunds=(refund,)), tasks=((Id("71" * 16), "REFUND_BY_HAND", refund.id),))
    return decide_hand_over(known, HandOver(key=KEY, booking=BOOKING, refund=refund.id), NOW, mint())


def note(text: str = "pays by Friday") -> Plan:
    return decide_note(facts(), AddNote(key=KEY, booking=BOOKING, text=text), NOW, mint())


def edit(**fields: str) -> Plan:
    known = facts(slot=slot(focus="Left hand"))
    return decide_edit(known, Edit(key=KEY, booking=BOOKING, fields=tuple(fields.items())), NOW, mint())


def undo(done: Plan, **known: Any) -> Plan:
    """The plan that takes another one back, nothing having happened since."""
    states: dict[Id, str] = {}
    words: dict[tuple[Id, str], str] = {}
    ranges: dict[Id, tuple[Id, int]] = {}
    for effect in done.effects:
        states |= _left(effect)
        if effect.kind == "FieldSet":
            words[effect.subject, effect.name] = effect.after  # type: ignore[attr-defined]
        if effect.kind == "SlotMoved":
            ranges[effect.slot] = (effect.after.tutor, effect.after.start)  # type: ignore[attr-defined]
    change = ChangeDone(7, NOW, done.verb, done.subject, done.effects)
    found = UndoFacts(DESK, change, states, {}, {}, words, ranges=ranges, today_from=NOW - HOUR)
    return decide_undo(replace(found, **known), Undo(key=KEY), NOW, Minting(Id("98" * 16)))


def _left(effect: Effect) -> dict[Id, str]:
    """The things that an effect touched, in the states in which it left them."""
    match effect:
        case e.SeatTaken() | e.SeatMoved():
            return {effect.booking: str(State.CONFIRMED)}
        case e.BookingTurned():
            return {effect.booking: str(effect.after)}
        case e.SlotTurned():
            return {effect.slot: str(effect.after)}
        case e.SlotMoved() | e.SlotOpened():
            return {effect.slot: str(SlotState.PLANNED)}
        case e.PaymentTaken():
            return {effect.payment: str(AttemptState.CAPTURED)}
        case e.RefundMade():
            return {effect.refund: str(effect.state)}
        case e.RefundTurned():
            return {effect.refund: str(effect.after)}
        case e.TaskRaised():
            return {effect.task: "OPEN"}
        case _:
            return {}


def import_busy(added: int = 12) -> Plan:
    found = BusyFacts(DESK, TUTOR, None, added, 3 if added else 0, 1 if added else 0, overlaps=2)
    return decide_read_busy(found, ReadBusy(key=KEY, tutor=RUIZ, calendar="x", spans=(), since=0, until=1), NOW, mint())


def open_class() -> Plan:
    cmd = OpenClass(key=KEY, service=YOGA, tutor=GOMEZ, start=START)
    return decide_open_class(OpenClassFacts(DESK, YOGA_60, OTHER_TUTOR, DIARY), cmd, NOW, mint())


def set_up() -> Plan:
    tutor = NewTutor(name="Ana Ruiz", zone=ZONE, weekly=((0, 540, 1080), (1, 540, 1080)), room="Studio 1")
    cmd = SetUp(
        key=KEY,
        name="Estudio Río",
        zone=ZONE,
        currency="EUR",
        rooms=(NewRoom(name="Studio 1"),),
        tutors=(tutor,),
        services=(NewService(name="Piano 60", minutes=60, minor=2500),),
    )
    return decide_set_up(None, cmd, NOW, mint())


def add_people(*people: str) -> Plan:
    return decide_add_people(DESK, AddPeople(key=KEY, people=tuple(Newcomer(name=n) for n in people)), NOW, mint())


DENTIST = replace(DIARY, busy=(Span(START, START + 2 * HOUR, "Dentist"),))


def every_plan() -> dict[str, tuple[Plan, Names]]:
    """A plan of every verb with the names it is shown with, and the plans that take them back."""
    cash, card = paid_by(Method.CASH), paid_by(Method.CARD)
    paid, unpaid = names(2500), names(0)
    plans = {
        "book": (book(), unpaid),
        "book cash": (book(method=Method.CASH, tendered=3000), unpaid),
        "book new": (book(newcomer=Newcomer(name="Leo Lee")), unpaid),
        "book walk-in": (book(walk_in=True, method=Method.CARD), unpaid),
        "book busy": (book(diary=DENTIST), unpaid),
        "book class": (book_class(method=Method.CASH), unpaid),
        "move": (move(), unpaid),
        "move tutor": (move(OTHER_TUTOR), unpaid),
        "cancel": (cancel(), unpaid),
        "cancel cash": (cancel(cash), paid),
        "cancel card": (cancel(card, by=Role.TUTOR, reason=Reason.TUTOR_AWAY, text="flat tyre"), paid),
        "cancel late": (cancel(cash, now=START - HOUR), paid),
        "complete": (close(Verb.COMPLETE), unpaid),
        "no-show": (close(Verb.NO_SHOW), unpaid),
        "reopen": (close(Verb.REOPEN), unpaid),
        "pay": (pay(tendered=3000), unpaid),
        "pay part": (pay(Method.TRANSFER, amount=1000), unpaid),
        "price": (reprice(2000), unpaid),
        "price paid": (reprice(2000, cash), paid),
        "hand over": (hand_over(), names(2500 - 1250)),
        "note": (note(), unpaid),
        "edit": (edit(focus="Right hand", name="Ana P."), unpaid),
        "import": (import_busy(), unpaid),
        "open class": (open_class(), unpaid),
        "set up": (set_up(), Names()),
        "people": (add_people("Leo Lee", "Mia Lee"), unpaid),
    }
    backwards = [n for n in plans if n not in ("import", "set up", "reopen")]
    return plans | {f"undo {n}": (undo(plans[n][0]), after(*plans[n])) for n in backwards}


# --- in words

CASH, CARD = paid_by(Method.CASH), paid_by(Method.CARD)
PAID, UNPAID = names(2500), names(0)


def shown(plan: Plan, known: Names = UNPAID, language: str = "en", now: int = NOW) -> PlanWords:
    return plan_lines(plan, known, language, ZONE, now, "EUR")


def rows(plan: Plan, known: Names = UNPAID, language: str = "en", now: int = NOW) -> dict[str, str]:
    return {row.key: row.text for row in shown(plan, known, language, now).rows}


def done(plan: Plan, known: Names = UNPAID, language: str = "en", booking: int | None = None) -> str:
    """The answer after it was done; its receipts are numbered from 17 on."""
    issued = [x.receipt for x in plan.effects if isinstance(x, e.ReceiptIssued)]
    numbers = {receipt: 17 + n for n, receipt in enumerate(issued)}
    return done_line(plan, known, language, ZONE, NOW, "EUR", receipts=numbers, booking=booking)
