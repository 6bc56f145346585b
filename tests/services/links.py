"""A small desk with a provider whose words are made by hand: no worker, no clock but the test's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import insert

from deskbell.domain.booking import State
from deskbell.domain.commands import Lapse, Settle
from deskbell.domain.effects import AttemptOpened
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.people import Actor, Role
from deskbell.domain.ports import (
    CheckoutState,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.services.desk import Changed
from deskbell.store import tables
from tests.services.conftest import Small, fresh

WORKER = Actor(Role.SYSTEM)


def connect(small: Small) -> None:
    """The desk knows the demo's provider."""
    with small.desk.database.write() as unit:
        unit.run(insert(tables.connection), {"name": "DEMO", "state": "ON", "since": small.clock.now()})


@dataclass
class Link:
    """One checkout as the provider has it, and what is settled of it."""

    small: Small
    attempt: Id
    seen: Seen = field(init=False)

    def __post_init__(self) -> None:
        self.seen = Seen(self.attempt, f"co_{self.attempt[:8]}", CheckoutState.OPEN, "https://demo.invalid/pay/1")

    def settle(self, **change: object) -> Changed:
        self.seen = replace(self.seen, **change)  # type: ignore[arg-type]
        return self.small.do(Settle(key=fresh(), actor=WORKER, attempt=self.attempt, seen=self.seen))

    def pay(
        self,
        minor: int = 2500,
        state: SeenState = SeenState.CAPTURED,
        checkout: CheckoutState = CheckoutState.PAID,
        **more: object,
    ) -> Changed:
        n = len(self.seen.payments) + 1
        captured = minor if state is SeenState.CAPTURED else 0
        paid = SeenPayment(f"pay_{self.attempt[:8]}_{n}", state, minor, captured, "EUR", self.small.clock.now())
        paid = replace(paid, **more)  # type: ignore[arg-type]
        return self.settle(state=checkout, payments=(*self.seen.payments, paid))

    def turn(self, which: int = -1, **change: object) -> Changed:
        """The payment is another by now."""
        payments = list(self.seen.payments)
        payments[which] = replace(payments[which], **change)  # type: ignore[arg-type]
        return self.settle(payments=tuple(payments))

    def refund(
        self,
        minor: int,
        reference: Id | None = None,
        state: SeenRefundState = SeenRefundState.SUCCEEDED,
        id_: str = "",
        which: int = -1,
    ) -> Changed:
        before = self.seen.payments[which].refunds
        name = id_ or f"re_{self.attempt[:8]}_{len(before) + 1}"
        made = SeenRefund(name, reference, minor, state, self.small.clock.now())
        kept = tuple(r for r in before if r.id != name)
        return self.turn(which, refunds=(*kept, made))

    def lapse(self, booking: Id, *, anyway: bool = False) -> Changed:
        return self.small.do(Lapse(key=fresh(), actor=WORKER, booking=booking, anyway=anyway))


def hold(small: Small, who: str | None = "Ana Pérez", when: str = "2026-03-05 15:00", **more: object) -> Link:
    """A seat held until its link is paid; the checkout is made."""
    booked = small.book(who, when, method=Method.DEMO, **more)  # type: ignore[arg-type]
    link = Link(small, next(booked.plan.of(AttemptOpened)).attempt)
    link.settle()
    return link


def state(small: Small, link: Link) -> State:
    return view(small, link).booking.state


def view(small: Small, link: Link):  # type: ignore[no-untyped-def]
    for no in range(1, 60):
        found = small.desk.booking(no)
        if any(a.id == link.attempt for a in found.attempts):
            return found
    raise AssertionError("no booking has that link")


def tasks(small: Small) -> list[str]:
    """The kinds of all open tasks."""
    with small.desk.database.read() as unit:
        rows = unit.rows(tables.task.select().where(tables.task.c.state == "OPEN"))
    return sorted(row.kind for row in rows)


def ops(small: Small) -> list[tuple[str, str]]:
    with small.desk.database.read() as unit:
        return [(row.kind, row.state) for row in unit.rows(tables.op.select().order_by(tables.op.c.id))]
