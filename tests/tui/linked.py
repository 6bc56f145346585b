"""The little studio with a provider of links: what it says is made by hand, so that every state can be drawn."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import text

from deskbell.domain import commands as c
from deskbell.domain.booking import Reason
from deskbell.domain.effects import AttemptOpened, OrderOpened
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.offer import Approval
from deskbell.domain.payment import Method
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Minting
from deskbell.domain.ports import (
    CheckoutState,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.domain.request_commands import SetService
from deskbell.domain.working import TTL, undecided
from deskbell.services.desk import Changed, Desk
from deskbell.services.working import Working
from tests.house.clock import FrozenClock
from tests.tui.little import little

_ids = itertools.count(1)


def fresh() -> Id:
    """The same ids for every studio: pictures show what is made of them."""
    return Minting(Id(f"linked {next(_ids)}"))()


NONE = Id("")
LINK = "https://demo.invalid/pay/"
SYSTEM = Actor(role=Role.SYSTEM)


@dataclass
class Linked:
    """`no` and `attempt` are the booking that waits for its link to be paid."""

    desk: Desk
    clock: FrozenClock
    working: Working
    no: int = 0
    attempt: Id = NONE
    paid: tuple[SeenPayment, ...] = ()
    state: CheckoutState = CheckoutState.OPEN
    seen: dict[Id, Seen] = field(default_factory=dict)
    """What was said last of every attempt."""

    def do(self, command: c.Command, after: int = 0) -> Changed:
        self.clock.at += after
        return self.desk.commit(command)

    def write(self, statement: str, **values: object) -> None:
        with self.desk.database.write() as unit:
            unit.connection.execute(text(statement), values)

    def worker(self, beat: int = 3) -> Linked:
        """One lives; its last beat is so many seconds old."""
        for name in ("DEMO", "timers"):
            self.write(
                "INSERT OR REPLACE INTO lease (name, holder, token, until, beat_at, host, pid)"
                " VALUES (:n, 'w', 1, :u, :b, :h, 1)",
                n=name, u=self.clock.at - beat + TTL, b=self.clock.at - beat, h="front-desk",
            )  # fmt: skip
        return self

    def beat(self, ago: int = 3) -> Linked:
        """The worker, if there is one, lived so many seconds ago."""
        self.write(
            "UPDATE lease SET beat_at = :at, until = :end", at=self.clock.at - ago, end=self.clock.at - ago + TTL
        )
        return self

    # --- what the provider says

    def says(self, *paid: SeenPayment, state: CheckoutState | None = None, after: int = 0) -> Linked:
        """It is looked at, and there are these payments more."""
        self.clock.at += after
        self.state = state or self.state
        self.paid += paid
        key = self.attempt[:8]
        seen = Seen(self.attempt, f"cs_{key}", self.state, LINK + key, None, self.paid)
        self.seen[self.attempt] = seen
        settle = c.Settle(key=fresh(), actor=SYSTEM, attempt=self.attempt, seen=seen)
        self.write("UPDATE op SET state = 'done' WHERE state IN ('todo', 'sent')")
        self.desk.commit(settle)
        self.write(
            "UPDATE attempt SET looked_at = :now, look_at = :next, said = :said WHERE public_id = :id",
            now=self.clock.at, next=self.clock.at + 2, said=undecided(seen), id=self.attempt,
        )  # fmt: skip
        return self

    def payment(self, amount: int = 2500, state: SeenState = SeenState.CAPTURED, code: str = "") -> SeenPayment:
        captured = amount if state in (SeenState.CAPTURED, SeenState.CHARGED_BACK) else 0
        return SeenPayment(
            f"pay_{self.attempt[:8]}_{len(self.paid) + 1}", state, amount, captured, "EUR", self.clock.at, code=code
        )  # fmt: skip

    def turn(self, after: int = 0, **more: object) -> Linked:
        """The newest payment there is another one by now."""
        self.paid = (*self.paid[:-1], replace(self.paid[-1], **more))  # type: ignore[arg-type]
        return self.says(after=after)

    def pays(self, amount: int = 2500, after: int = 60) -> Linked:
        self.clock.at += after
        return self.says(self.payment(amount), state=CheckoutState.PAID)

    def refunds(self) -> Linked:
        """Somebody gave all of it back at the provider's own page."""
        back = SeenRefund("re_1", None, self.paid[-1].captured, SeenRefundState.SUCCEEDED, self.clock.at)
        return self.turn(after=60, refunds=(back,))

    def cancel(self) -> Linked:
        booking = self.desk.booking(self.no).booking.id
        self.do(c.Cancel(key=fresh(), booking=booking, by=Role.STAFF, reason=Reason.OTHER), after=60)
        return self

    @property
    def order(self) -> Id:
        return self.desk.booking(self.no).order.id


def studio(folder: Path) -> Linked:
    """Nothing is asked for by link yet."""
    global _ids
    _ids = itertools.count(1)
    told = little(folder)
    working = Working(told.desk, database_now=lambda unit: told.clock.now())
    working.connect("DEMO")
    return Linked(told.desk, told.clock, working)


def asking(desk: Desk, no: int) -> Linked:
    """A link for what is open of any booking of any desk."""
    clock = desk.clock
    assert isinstance(clock, FrozenClock)
    told = Linked(desk, clock, Working(desk, database_now=lambda unit: clock.now()), no)
    made = told.do(c.AskByLink(key=Minting(Id("asking"))(), order=desk.booking(no).order.id, method=Method.DEMO))
    told.attempt = next(made.plan.of(AttemptOpened)).attempt
    return told


def asked(folder: Path) -> Linked:
    """Luis's piano lesson of tomorrow is held until its link is paid; the link is not made yet."""
    told = studio(folder)
    desk = told.desk
    piano = next(s for s in desk.services() if s.name == "Piano 60")
    tutor = next(t for t in desk.tutors() if t.name == "Ana Ruiz")
    luis = desk.search("Luis Gómez")[0]
    start = told.clock.at + 24 * 3600 + 20 * 60
    made = told.do(
        c.Book(key=fresh(), service=piano.id, tutor=tutor.id, start=start, person=luis.id, method=Method.DEMO)
    )
    assert made.plan.subject is not None
    assert next(made.plan.of(OrderOpened)).order
    told.no, told.attempt = desk.booking_no(made.plan.subject), next(made.plan.of(AttemptOpened)).attempt
    return told


def making(folder: Path) -> Linked:
    """Somebody makes the link."""
    return asked(folder).worker()


def waiting(folder: Path) -> Linked:
    """The link stands and waits; the worker lives."""
    return asked(folder).worker().says(after=20)


def declined(folder: Path) -> Linked:
    told = waiting(folder)
    told.clock.at += 40
    return told.says(told.payment(state=SeenState.FAILED, code="DECLINED"))


def in_review(folder: Path) -> Linked:
    told = waiting(folder)
    told.clock.at += 40
    return told.says(told.payment(state=SeenState.IN_REVIEW))


def paid(folder: Path) -> Linked:
    return waiting(folder).pays()


def authorised(folder: Path) -> Linked:
    """Luis's lesson is booked; its money is held on his card until it begins."""
    return _by_link(folder, state=SeenState.AUTHORISED, later=True)


def requested(folder: Path) -> Linked:
    """Luis asks for a lesson, and a card holds its money; Leo asks for one that is paid once it is approved."""
    told = studio(folder).worker()
    desk = told.desk
    piano = next(s for s in desk.services() if s.name == "Piano 60")
    tutor = next(t for t in desk.tutors() if t.name == "Ana Ruiz")
    start = told.clock.at + 24 * 3600 + 20 * 60
    leo = desk.search("Leo Lee")[0].id
    told.do(
        c.Book(
            key=fresh(), service=piano.id, tutor=tutor.id, start=start + 2 * 3600, person=leo, request=True
        )
    )  # fmt: skip
    told.do(SetService(key=fresh(), service=piano.id, approval=Approval.PAY_FIRST))
    luis = desk.search("Luis Gómez")[0].id
    made = told.do(c.Book(key=fresh(), service=piano.id, tutor=tutor.id, start=start, person=luis), after=30)
    assert made.plan.subject is not None
    told.no, told.attempt = desk.booking_no(made.plan.subject), next(made.plan.of(AttemptOpened)).attempt
    told.says(after=20)
    told.clock.at += 60
    held = replace(told.payment(2500, SeenState.AUTHORISED), until=told.clock.at + 7 * 86_400)
    return told.says(held, state=CheckoutState.PAID)


def part_paid(folder: Path) -> Linked:
    """A part was asked for by link, and paid."""
    return _by_link(folder, amount=1000)


def refunded(folder: Path) -> Linked:
    """The studio cancelled, and the money is back."""
    told = refund_pending(folder)
    refund = told.desk.booking(told.no).payments[0].refunds[0]
    back = SeenRefund("re_1", refund.id, refund.amount, SeenRefundState.SUCCEEDED, told.clock.at)
    told.write("UPDATE op SET state = 'done' WHERE state IN ('todo', 'sent')")
    return told.turn(after=60, refunds=(back,))


def _by_link(
    folder: Path, *, state: SeenState = SeenState.CAPTURED, later: bool = False, amount: int | None = None
) -> Linked:
    told = studio(folder).worker()
    desk = told.desk
    piano = next(s for s in desk.services() if s.name == "Piano 60")
    tutor = next(t for t in desk.tutors() if t.name == "Ana Ruiz")
    start = told.clock.at + 24 * 3600 + 20 * 60
    luis = desk.search("Luis Gómez")[0].id
    made = told.do(c.Book(key=fresh(), service=piano.id, tutor=tutor.id, start=start, person=luis))
    assert made.plan.subject is not None
    order = next(made.plan.of(OrderOpened)).order
    ask = c.AskByLink(key=fresh(), order=order, method=Method.DEMO, later=later, amount=amount)
    asked = told.do(ask, after=30)
    told.no, told.attempt = desk.booking_no(made.plan.subject), next(asked.plan.of(AttemptOpened)).attempt
    told.says(after=20)
    told.clock.at += 60
    paid = told.payment(amount or 2500, state)
    if state is SeenState.AUTHORISED:
        paid = replace(paid, until=told.clock.at + 7 * 86_400)
    return told.says(paid, state=CheckoutState.PAID)


def expired(folder: Path) -> Linked:
    """Nobody paid; the provider says that it is closed."""
    told = waiting(folder)
    told.clock.at += 16 * 60
    return told.says(state=CheckoutState.EXPIRED)


def paid_twice(folder: Path) -> Linked:
    told = paid(folder)
    return told.says(told.payment(), after=30)


def paid_late(folder: Path) -> Linked:
    told = expired(folder)
    return told.says(told.payment(), after=60)


def paid_late_gone(folder: Path) -> Linked:
    """By then somebody else has the time."""
    told = expired(folder)
    leo = told.desk.search("Leo Lee")[0].id
    view = told.desk.booking(told.no)
    told.do(c.Book(key=fresh(), service=view.service.id, tutor=view.tutor.id, start=view.slot.start, person=leo))
    return told.says(told.payment(), after=60)


def paid_late_over(folder: Path) -> Linked:
    """By then the lesson would be over."""
    told = expired(folder)
    told.clock.at += 2 * 86_400
    return told.says(told.payment(), after=60)


def no_worker(folder: Path) -> Linked:
    return asked(folder).says(after=20)


def refund_pending(folder: Path) -> Linked:
    """The studio cancelled; the money is asked back and not back yet."""
    return paid(folder).cancel()


def refund_failed(folder: Path) -> Linked:
    told = refund_pending(folder)
    refund = told.desk.booking(told.no).payments[0].refunds[0].id
    told.write("UPDATE op SET state = 'done' WHERE state IN ('todo', 'sent')")
    told.do(c.RefundFailed(key=fresh(), actor=SYSTEM, refund=refund, code="REFUND_TOO_MUCH"), after=60)
    return told


def refunded_outside(folder: Path) -> Linked:
    return paid(folder).refunds()


def charged_back(folder: Path) -> Linked:
    return paid(folder).turn(after=3600, state=SeenState.CHARGED_BACK, code="DISPUTED")


STATES = {
    "made": making,
    "waiting": waiting,
    "no_worker": no_worker,
    "declined": declined,
    "in_review": in_review,
    "authorised": authorised,
    "part_paid": part_paid,
    "paid": paid,
    "expired": expired,
    "paid_twice": paid_twice,
    "paid_late": paid_late,
    "paid_late_gone": paid_late_gone,
    "paid_late_over": paid_late_over,
    "refund_pending": refund_pending,
    "refund_failed": refund_failed,
    "refunded": refunded,
    "refunded_outside": refunded_outside,
    "charged_back": charged_back,
}


def everything(folder: Path) -> Linked:
    """One of each that a person can be needed for."""
    told = paid_late(folder)
    late = told.no
    told.paid, told.state = (), CheckoutState.OPEN
    for n, (who, kind) in enumerate((("Leo Lee", "twice"), ("Zoë Ó Briain", "failed"), ("Ñandú Réyes", "dispute"))):
        _book(told, who, 4 + n)
        told.pays()
        if kind == "twice":
            told.says(told.payment(), after=30)
        elif kind == "dispute":
            told.turn(after=600, state=SeenState.CHARGED_BACK)
        else:
            told.cancel()
            refund = told.desk.booking(told.no).payments[0].refunds[0].id
            told.write("UPDATE op SET state = 'done' WHERE state IN ('todo', 'sent')")
            told.do(c.RefundFailed(key=fresh(), actor=SYSTEM, refund=refund, code="REFUND_TOO_MUCH"), after=60)
        told.paid, told.state = (), CheckoutState.OPEN
    told.do(c.Raise(key=fresh(), actor=SYSTEM, kind="CONNECTION_DOWN", subject=digest_id("DEMO")), after=60)
    told.no = late
    return told


def busy(folder: Path) -> Linked:
    """What waits at the worker's: queued, sent, late, parked; one connection that is paused."""
    told = refund_pending(folder)
    _book(told, "Leo Lee", 4)
    _book(told, "Zoë Ó Briain", 5)
    _book(told, "Ñandú Réyes", 6)
    told.write(
        "UPDATE op SET state = 'sent', sent_at = :t, first_sent_at = :t, next_at = :t + 2000, tries = 4 WHERE"
        " subject IN (SELECT public_id FROM attempt ORDER BY id DESC LIMIT 1)", t=told.clock.at - 1500,
    )  # fmt: skip
    told.write(
        "UPDATE op SET state = 'parked', first_sent_at = :t, error = 'KEY_REUSED', tries = 3 WHERE subject IN"
        " (SELECT public_id FROM attempt ORDER BY id DESC LIMIT 1 OFFSET 1)", t=told.clock.at - 900,
    )  # fmt: skip
    told.write("UPDATE connection SET ok_at = :t, since = :t", t=told.clock.at - 30)
    return told


def _book(told: Linked, who: str, day: int) -> None:
    """A held seat at ten of a day of March, and its link."""
    desk = told.desk
    piano = next(s for s in desk.services() if s.name == "Piano 60")
    tutor = next(t for t in desk.tutors() if t.name == "Ana Ruiz")
    start = FrozenClock().set(f"2026-03-{day + 5:02}T10:00:00+01:00")
    command = c.Book(
        key=fresh(), service=piano.id, tutor=tutor.id, start=start, person=desk.search(who)[0].id, method=Method.DEMO
    )
    made = told.do(command)
    assert made.plan.subject is not None
    told.no, told.attempt = desk.booking_no(made.plan.subject), next(made.plan.of(AttemptOpened)).attempt
