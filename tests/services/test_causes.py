"""Every kind of task closes itself where its cause is gone: in the change that ends it, told on the timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest
from sqlalchemy import insert, select, update

from deskbell.domain.calendar_commands import PutBack
from deskbell.domain.commands import (
    AcceptLate,
    AskByLink,
    Book,
    Cancel,
    GiveBack,
    HandOver,
    Lapse,
    Move,
    Raise,
    RefundFailed,
    Reprice,
    RetryRefund,
    Settle,
    Take,
    TurnOp,
    Undo,
)
from deskbell.domain.connection_commands import Connect, Disconnect
from deskbell.domain.connections import Kept, Made
from deskbell.domain.effects import AttemptOpened, TaskSettled, Told
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.mail_commands import Deliver, SendAgain
from deskbell.domain.notices import Letter
from deskbell.domain.op import OpState
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.ports import CheckoutState, SeenRefundState, SeenState
from deskbell.domain.request_commands import Approve, Reject
from deskbell.domain.tasks import CAUSES, About
from deskbell.services.answering import ANSWERS
from deskbell.services.calendars import Calendars
from deskbell.services.desk import Changed
from deskbell.services.working import Working
from deskbell.store import tables
from deskbell.store.find.tasks import _EVERY
from deskbell.store.ops import health
from deskbell.worker.circuit import Circuit
from deskbell.worker.keeping import Keeping
from tests.services.conftest import Small, at, fresh
from tests.services.links import WORKER, Link, connect, hold, tasks, view

QUARTER = 15 * 60
WEEK = 7 * 86400


@pytest.fixture
def desk(small: Small) -> Small:
    connect(small)
    return small


@dataclass
class Case:
    """A task that stands, and the deeds that end its cause, one of them."""

    desk: Small
    link: Link

    @property
    def order(self) -> Id:
        return view(self.desk, self.link).order.id

    @property
    def booking(self) -> Id:
        return view(self.desk, self.link).booking.id

    def do(self, command: object) -> Changed:
        return self.desk.do(command)  # type: ignore[arg-type]

    def cash(self) -> Changed:
        return self.do(Take(key=fresh(), order=self.order, method=Method.CASH))

    def cancel(self) -> Changed:
        return self.do(Cancel(key=fresh(), booking=self.booking, by=Role.STAFF))

    def new_link(self) -> Changed:
        return self.do(AskByLink(key=fresh(), order=self.order, method=Method.DEMO))

    def moves(self) -> Changed:
        start = self.desk.desk.booking(self.desk.desk.booking_no(self.booking)).slot.start
        return self.do(Move(key=fresh(), booking=self.booking, start=start + 3600))

    def raised(self, kind: str, subject: Id) -> None:
        self.do(Raise(key=fresh(), actor=WORKER, kind=kind, subject=subject))

    def refund(self) -> Id:
        return view(self.desk, self.link).payments[0].refunds[0].id


def paid(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    case.link.pay()
    return case


def auth_lost(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    case.link.pay(state=SeenState.AUTHORISED, until=desk.clock.now() + WEEK)
    case.link.turn(state=SeenState.CANCELLED)
    return case


def requested(desk: Small) -> Case:
    """A card holds its money, and somebody has to answer."""
    command = Book(
        key=fresh(), service=desk.service("Piano"), tutor=desk.tutor("Ana"), start=at("2026-03-05 15:00"),
        person=desk.people["Ana Pérez"], request=True,
    )  # fmt: skip
    booked = desk.do(command)
    asked = desk.do(AskByLink(key=fresh(), order=desk.order(booked), method=Method.DEMO, later=True))
    link = Link(desk, next(asked.plan.of(AttemptOpened)).attempt)
    link.settle()
    return Case(desk, link)


def link_refused(desk: Small) -> Case:
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    link = Link(desk, next(booked.plan.of(AttemptOpened)).attempt)
    desk.do(Settle(key=fresh(), actor=WORKER, attempt=link.attempt, refused="AMOUNT_TOO_SMALL"))
    return Case(desk, link)


def without_seat(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    desk.clock.at += QUARTER
    case.link.settle(state=CheckoutState.EXPIRED)
    case.link.pay(checkout=CheckoutState.EXPIRED)
    return case


def overpaid(desk: Small) -> Case:
    case = paid(desk)
    case.link.pay()
    return case


def differs(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    case.link.pay(2400)
    return case


def outside(desk: Small) -> Case:
    case = paid(desk)
    case.link.refund(1000)
    return case


def charged_back(desk: Small) -> Case:
    case = paid(desk)
    case.link.turn(state=SeenState.CHARGED_BACK)
    return case


def refund_failed(desk: Small) -> Case:
    case = paid(desk)
    case.cancel()
    case.do(RefundFailed(key=fresh(), actor=WORKER, refund=case.refund(), code="NO_BALANCE"))
    return case


def by_hand(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    case.do(Take(key=fresh(), order=case.order, method=Method.TRANSFER))
    case.cancel()
    return case


def hold_stuck(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    desk.clock.at += 2 * QUARTER
    case.raised("HOLD_STUCK", case.booking)
    return case


def op_stuck(desk: Small) -> Case:
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    case = Case(desk, Link(desk, next(booked.plan.of(AttemptOpened)).attempt))
    case.raised("OP_STUCK", op(case).id)
    return case


def op(case: Case):  # type: ignore[no-untyped-def]
    (found,) = Working(case.desk.desk).open_ops("DEMO")
    return found


def work_failed(desk: Small) -> Case:
    case = hold_stuck(desk)
    case.raised("WORK_FAILED", case.booking)
    return case


def stray(desk: Small) -> Case:
    case = Case(desk, hold(desk))
    case.raised("STRAY_MONEY", digest_id("DEMO", f"pay_{case.link.attempt[:8]}_1"))
    return case


def on_booking(kind: str) -> Callable[[Small], Case]:
    """What the worker tells of a lesson that is to take place."""

    def make(desk: Small) -> Case:
        case = paid(desk)
        Working(desk.desk).connect("GOOGLE")
        case.raised(kind, case.booking)
        return case

    return make


def letter(after: Letter) -> Callable[[Small], Case]:
    """A confirmation of which that became."""

    def make(desk: Small) -> Case:
        case = Case(desk, hold(desk))
        Working(desk.desk).connect("MAIL")
        with desk.desk.database.write() as unit:
            unit.connection.execute(
                update(tables.person).where(tables.person.c.name == "Leo Lee").values(mail="leo@example.org")
            )
        (told,) = desk.book("Leo Lee", "2026-03-06 10:00").plan.of(Told)
        assert told.letter is not None
        with desk.desk.database.write() as unit:
            unit.connection.execute(update(tables.op).where(tables.op.c.subject == told.letter).values(state="done"))
        case.do(Deliver(key=fresh(), actor=WORKER, letter=told.letter, after=after, code="TIMEOUT"))
        return case

    return make


def _letter(case: Case) -> Id:
    with case.desk.desk.database.read() as unit:
        return Id(unit.value(select(tables.message.c.public_id)))


def stray_event(desk: Small) -> Case:
    """The desk came from a backup, say, and the calendar knows of a lesson that it lost."""
    case = Case(desk, hold(desk))
    Calendars(Working(desk.desk)).strays("GOOGLE", ("event",))
    return case


def _none_there(case: Case) -> None:
    Calendars(Working(case.desk.desk)).strays("GOOGLE", ())


def backup_failed(desk: Small) -> Case:
    """The disk was full, say."""
    case = Case(desk, hold(desk))
    case.raised("BACKUP_FAILED", digest_id("backup"))
    return case


def _backs_up(case: Case) -> None:
    """The next one is sound; on a server there is none, and nothing that could have failed."""

    class Sound:
        tried = None

        def make(self) -> None:
            return None

    keeping = Keeping(Working(case.desk.desk), None, Sound())  # type: ignore[arg-type]
    keeping._back_up(keeping.backups)  # type: ignore[arg-type]


def links_left(desk: Small) -> Case:
    """Stripe was taken away while somebody had a link of it."""
    made = Made(live=False, kept=Kept.VAULT, at=0, account="acct_1", currencies=("EUR",))
    desk.do(Connect(key=fresh(), connection="STRIPE", made=made))
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.STRIPE)
    link = Link(desk, next(booked.plan.of(AttemptOpened)).attempt)
    link.settle()
    desk.do(Disconnect(key=fresh(), connection="STRIPE"))
    return Case(desk, link)


def connected_again(case: Case) -> Changed:
    made = Made(live=False, kept=Kept.VAULT, at=0, account="acct_1", currencies=("EUR",))
    return case.do(Connect(key=fresh(), connection="STRIPE", made=made))


def connection(kind: str, **row: object) -> Callable[[Small], Case]:
    def make(desk: Small) -> Case:
        case = Case(desk, hold(desk))
        with desk.desk.database.write() as unit:
            health.turn(unit, "DEMO", tuple(health.Link), **row)
        case.raised(kind, digest_id("DEMO"))
        return case

    return make


def _first_refund(case: Case) -> str:
    return case.link.seen.payments[0].refunds[0].id


def goes_through(case: Case) -> Changed:
    case.do(RetryRefund(key=fresh(), refund=case.refund()))
    return case.link.refund(2500, case.refund())


STORIES: dict[str, tuple[Callable[[Small], Case], dict[str, Callable[[Case], object]]]] = {
    "AUTH_LOST": (auth_lost, {
        "paid meanwhile": Case.cash,
        "a new link": Case.new_link,
        "cancelled": Case.cancel,
        "on the house": lambda c: c.do(Reprice(key=fresh(), booking=c.booking, total=0, text="on the house")),
    }),
    "APPROVAL": (requested, {
        "approved": lambda c: c.do(Approve(key=fresh(), booking=c.booking)),
        "turned down": lambda c: c.do(Reject(key=fresh(), booking=c.booking)),
        "withdrawn": Case.cancel,
        "nobody answered": lambda c: _unanswered(c),
    }),
    "LINK_REFUSED": (link_refused, {"paid meanwhile": Case.cash, "a new link": Case.new_link, "cancelled": Case.cancel,
        "the hold is over": lambda c: _over(c),
    }),
    "MONEY_WITHOUT_SEAT": (without_seat, {
        "the seat after all": lambda c: c.do(AcceptLate(key=fresh(), booking=c.booking)),
        "given back": lambda c: c.do(GiveBack(key=fresh(), payment=view(c.desk, c.link).payments[0].id)),
        "given back outside": lambda c: c.link.refund(2500),
        "taken back by the bank": lambda c: c.link.turn(state=SeenState.CHARGED_BACK),
    }),
    "OVERPAID": (overpaid, {
        "given back": lambda c: c.do(GiveBack(key=fresh(), payment=view(c.desk, c.link).payments[0].id)),
        "given back outside": lambda c: c.link.refund(2500),
        "a dearer lesson": lambda c: c.do(Reprice(key=fresh(), booking=c.booking, total=5000, text="two hours")),
        "cancelled, and all of it goes back": Case.cancel,
    }),
    "AMOUNT_DIFFERS": (differs, {
        "the rest is paid": Case.cash,
        "given back": lambda c: c.do(GiveBack(key=fresh(), payment=view(c.desk, c.link).payments[0].id)),
        "cancelled": Case.cancel,
        "taken back by the bank": lambda c: c.link.turn(state=SeenState.CHARGED_BACK),
    }),
    "REFUNDED_OUTSIDE": (outside, {
        "paid anew": Case.cash,
        "cancelled": Case.cancel,
        "it came back": lambda c: c.link.refund(1000, id_=_first_refund(c), state=SeenRefundState.FAILED),
    }),
    "CHARGED_BACK": (charged_back, {"won": lambda c: c.link.turn(state=SeenState.CAPTURED)}),
    "REFUND_FAILED": (refund_failed, {
        "asked for again": lambda c: c.do(RetryRefund(key=fresh(), refund=c.refund())),
        "made by hand": lambda c: c.do(HandOver(key=fresh(), booking=c.booking, refund=c.refund())),
        "it went through after all": goes_through,
    }),
    "REFUND_BY_HAND": (by_hand, {
        "made by hand": lambda c: c.do(HandOver(key=fresh(), booking=c.booking, refund=c.refund())),
        "never asked for": lambda c: c.do(Undo(key=fresh())),
    }),
    "HOLD_STUCK": (hold_stuck, {
        "paid": lambda c: c.link.pay(),
        "paid at the desk": Case.cash,
        "cancelled": Case.cancel,
        "released": lambda c: c.do(Lapse(key=fresh(), booking=c.booking, anyway=True)),
        "the provider closed it": lambda c: c.link.settle(state=CheckoutState.EXPIRED),
    }),
    "OP_STUCK": (op_stuck, {
        "answered": lambda c: _answered(c),
        "dropped": lambda c: c.do(TurnOp(key=fresh(), op=op(c).id, after=OpState.DROPPED, text="why")),
        "not wanted any more": Case.cancel,
    }),
    "WORK_FAILED": (work_failed, {
        "released by hand": lambda c: c.do(Lapse(key=fresh(), booking=c.booking, anyway=True)),
        "paid": lambda c: c.link.pay(),
        "the worker manages it": lambda c: _manages(c),
    }),
    "NO_MEETING": (on_booking("NO_MEETING"), {"called off": lambda c: c.cancel()}),
    "EVENT_CHANGED": (on_booking("EVENT_CHANGED"), {
        "called off": lambda c: c.cancel(),
        "put back": lambda c: c.do(PutBack(key=fresh(), booking=c.booking)),
        "moved along": lambda c: c.moves(),
    }),
    "EVENT_GONE": (on_booking("EVENT_GONE"), {
        "called off": lambda c: c.cancel(),
        "put back": lambda c: c.do(PutBack(key=fresh(), booking=c.booking)),
    }),
    "BUSY_ON_BOOKING": (on_booking("BUSY_ON_BOOKING"), {
        "called off": lambda c: c.cancel(),
        "moved": lambda c: c.moves(),
    }),
    "OFFER_CHANGED": (on_booking("OFFER_CHANGED"), {"called off": lambda c: c.cancel()}),
    "GUEST_REFUSED": (on_booking("GUEST_REFUSED"), {"called off": lambda c: c.cancel()}),
    "MAIL_REFUSED": (letter(Letter.FAILED), {
        "sent again": lambda c: c.do(SendAgain(key=fresh(), letter=_letter(c))),
    }),
    "MAIL_UNCERTAIN": (letter(Letter.UNCERTAIN), {
        "sent again": lambda c: c.do(SendAgain(key=fresh(), letter=_letter(c))),
    }),
    "STRAY_EVENT": (stray_event, {"it is gone": lambda c: _none_there(c)}),
    "STRAY_MONEY": (stray, {"it is ours after all": lambda c: c.link.pay()}),
    "CLOCK_SKEW": (connection("CLOCK_SKEW", skew=300), {
        "it agrees": lambda c: _circuit(c),
    }),
    "CONNECTION_DOWN": (connection("CONNECTION_DOWN", state="DOWN"), {
        "it answers": lambda c: _circuit(c),
        "somebody lets it rest": lambda c: Working(c.desk.desk).pause("DEMO"),
    }),
    "BACKUP_FAILED": (backup_failed, {"one is made": lambda c: _backs_up(c)}),
    "LINKS_LEFT": (links_left, {"connected again": connected_again}),
    "LOCKED_OUT": (connection("LOCKED_OUT", state="PAUSED"), {
        "it answers": lambda c: _circuit(c),
        "somebody sets it going": lambda c: Working(c.desk.desk).resume("DEMO"),
    }),
}  # fmt: skip


def _over(case: Case) -> object:
    case.desk.clock.at += QUARTER
    return case.do(Lapse(key=fresh(), actor=WORKER, booking=case.booking))


def _unanswered(case: Case) -> object:
    case.desk.clock.at += 86_400
    return case.do(Lapse(key=fresh(), actor=WORKER, booking=case.booking, anyway=True))


def _answered(case: Case) -> None:
    """As a worker: claimed, made, finished with what it means."""
    working = Working(case.desk.desk, database_now=lambda unit: case.desk.clock.now())
    held = working.leases()
    working.take(held, ("DEMO",))
    claimed = working.claim("DEMO", held.held["DEMO"])
    assert claimed is not None
    settle = Settle(key=fresh(), actor=WORKER, attempt=case.link.attempt, seen=case.link.seen)
    assert working.outcome(claimed[0], settle)


def _manages(case: Case) -> None:
    working = Working(case.desk.desk)
    working.do(Lapse(key=fresh(), actor=WORKER, booking=case.booking, anyway=True), case.booking)


def _circuit(case: Case) -> None:
    circuit = Circuit(Working(case.desk.desk), case.desk.clock, Random(1))
    circuit.refresh()
    circuit.answered("DEMO", case.desk.clock.now())


def test_every_kind_has_a_cause_and_a_story() -> None:
    """What words, answers and causes know is the same; each of them is told below, and a class on a calendar that finds
    no room where calendars are read (tests/worker/test_further_calendars.py).
    """
    assert set(CAUSES) == set(ANSWERS) == {*STORIES, "OFFER_CLASH"}
    for cause in CAUSES.values():
        ways = (cause.stands is not None) + (cause.sick is not None) + (cause.about in (About.DESK, About.LETTER))
        assert ways == 1, "one way to tell that it is gone; of the desk itself and of letters whoever sends tells"


@pytest.mark.parametrize(("kind", "end"), [(kind, end) for kind, (_, ends) in STORIES.items() for end in ends])
def test_it_closes_itself(desk: Small, kind: str, end: str) -> None:
    """It stands; what ends its cause ends it; told in that very change; nothing is left to be closed by a person."""
    make, ends = STORIES[kind]
    case = make(desk)
    assert kind in tasks(desk)
    assert desk.moot() == []
    before = desk.desk.seq()
    ends[end](case)
    assert kind not in tasks(desk)
    told = settled(desk, kind)
    assert len(told) == 1
    assert told[0] > before
    desk.sound()


def settled(desk: Small, kind: str) -> list[int]:
    """The changes that tell of such a task as settled."""
    with desk.desk.database.read() as unit:
        rows = unit.rows(tables.activity.select().where(tables.activity.c.kind == TaskSettled.__name__))
    return [row.change_id for row in rows if f'"{kind}"' in row.body]


@pytest.mark.parametrize("kind", ["AUTH_LOST", "LINK_REFUSED"])
def test_a_part_of_what_is_open_ends_nothing(desk: Small, kind: str) -> None:
    """The cause still stands: something is to be collected, and no link is open."""
    case = STORIES[kind][0](desk)
    case.do(Take(key=fresh(), order=case.order, method=Method.CASH, amount=100))
    assert tasks(desk) == [kind]


def test_undo_opens_again_what_its_change_had_settled(desk: Small) -> None:
    """T0: the link is not asked for after all, so somebody has to think of something else."""
    case = link_refused(desk)
    asked = case.new_link()
    assert tasks(desk) == []
    case.do(Undo(key=fresh(), change=asked.no))
    assert tasks(desk) == ["LINK_REFUSED"]
    desk.sound()


def test_a_refund_outside_that_nobody_has_to_think_about_is_no_task(desk: Small) -> None:
    """P13 asks whether the booking is off: of money without a seat, given back there, there is nothing to ask."""
    case = without_seat(desk)
    case.link.refund(2500)
    assert tasks(desk) == []
    assert [str(r.state) for p in view(desk, case.link).payments for r in p.refunds] == ["EXTERNAL"]
    desk.sound()


def test_a_task_that_was_told_of_something_else_stays(desk: Small) -> None:
    """Only the order that a task is about can end it."""
    case = auth_lost(desk)
    other = hold(desk, "Leo Lee", "2026-03-05 17:00")
    other.pay()
    assert tasks(desk) == ["AUTH_LOST"]
    case.cash()
    assert tasks(desk) == []


def test_open_tasks_are_found_by_their_index(desk: Small) -> None:
    """Settled ones pile up over the years; a change must not read them."""
    if desk.desk.database.kind != "sqlite":
        return
    with desk.desk.database.write() as unit:
        rows = [
            {"public_id": f"t{n}", "kind": "OVERPAID", "subject": f"s{n}", "state": "SETTLED", "raised_at": 1}
            for n in range(500)
        ]
        unit.run(insert(tables.task), rows)
    with desk.desk.database.read() as unit:
        plan = unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {_EVERY.text}").all()
    assert any("uq_task_open" in str(row) for row in plan), plan
