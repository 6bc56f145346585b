"""A desk that is paid through Mercado Pago, from the asking to the money: the product's provider, the vendor's kit.

Rows S0.* of the seed inventory that are about money, each where it is shown; the calendar half of S0.31 is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.booking import State
from deskbell.domain.clock import DAY
from deskbell.domain.commands import AddPeople, AskByLink, Cancel, Newcomer
from deskbell.domain.effects import AttemptOpened, SeatTaken
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.offer import Approval
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.request_commands import Approve, SetService
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import Minting, Small, at, fresh, set_up
from tests.standin.mercadopago import contract
from tests.standin.mercadopago.books import Books
from tests.standin.mercadopago.core import Core
from tests.standin.mercadopago.customer import MercadoPagoCustomer
from tests.standin.mercadopago.inside import provider_of

ANA = "Ana Pérez"


@dataclass
class World:
    small: Small
    clock: FrozenClock
    core: Core
    customer: MercadoPagoCustomer
    worker: Worker

    def book(self, when: str = "2026-03-05 15:00") -> tuple[int, Id]:
        changed = self.small.book(ANA, when, method=Method.MERCADO_PAGO)
        assert next(changed.plan.of(SeatTaken)).state is State.HELD
        return self.small.no(changed), next(changed.plan.of(AttemptOpened)).attempt

    def turn(self, seconds: int = 0) -> None:
        self.clock.at += seconds
        self.worker.tick()

    def state(self, no: int) -> State:
        return self.small.desk.booking(no).booking.state

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.small.desk.database.read() as unit:
            return [tuple(row) for row in unit.connection.execute(text(statement)).all()]

    def tasks(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT kind FROM task WHERE state = 'OPEN' ORDER BY id")]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A studio in Argentina."""
    clock = FrozenClock()
    clock.at = at("2026-03-04 10:00")
    database = open_database(f"sqlite:///{tmp_path / 'desk.sqlite3'}", create=True)
    desk = Desk(database, clock, fresh)
    desk.commit(replace(set_up(), currency="ARS"))
    person = Minting(Id("a person of this desk"))()
    desk.commit(AddPeople(key=person, people=(Newcomer(name=ANA),)))
    with database.read() as unit:
        ids = {name: Id(which) for name, which in unit.connection.execute(text("SELECT name, public_id FROM person"))}
    core = Core(Books(clock), watch=contract.watchers())
    working = Working(desk, database_now=lambda unit: clock.now())
    worker = Worker(working, {"MERCADO_PAGO": provider_of(core)}, clock, lambda seconds: None, dice=Random(1))
    working.connect("MERCADO_PAGO")
    yield World(Small(desk, clock, ids), clock, core, MercadoPagoCustomer(core), worker)
    database.close()
    assert core.violations == []


def test_from_the_booking_to_the_money(world: World) -> None:
    """S0.1, S0.2, S0.29, S0.30: made pending. S0.3, S0.31: scheduled once Mercado Pago says that it is paid."""
    no, attempt = world.book()
    assert world.state(no) is State.HELD
    world.turn()
    assert world.state(no) is State.HELD
    world.customer.pays(attempt)
    world.turn(16)
    assert world.state(no) is State.CONFIRMED
    assert world.tasks() == []
    world.small.sound()


def test_the_preference_links_the_booking_to_its_payment(world: World) -> None:
    """S0.11, S0.26, S0.33, A26: its id is kept with the attempt, one each, and is one that Mercado Pago has."""
    made = [world.book(f"2026-03-05 {hour}:00") for hour in (11, 13, 15)]
    world.turn()
    kept = world.rows("SELECT public_id, reference FROM attempt")
    assert {reference for _, reference in kept} == set(world.core.books.preferences)
    assert len({reference for _, reference in kept}) == len(made)
    for attempt, reference in kept:
        assert world.core.books.preferences[reference]["external_reference"] == attempt


def test_the_price_is_made_here(world: World) -> None:
    """S0.10, S0.24, A42: what the service costs, in whole minor units, whatever a client would send."""
    _, attempt = world.book()
    world.turn()
    (page,) = world.core.books.of_reference(attempt)
    assert page["total_amount"] == 25
    world.customer.pays(attempt, amount=100)
    world.turn(16)
    assert "AMOUNT_DIFFERS" in world.tasks()


def test_a_hold_that_is_over_ends_there_first(world: World) -> None:
    """T11: looked at, closed, released; nobody can pay any more."""
    no, attempt = world.book()
    world.turn()
    for _ in range(30):
        world.turn(120)
    assert world.state(no) is State.EXPIRED
    with pytest.raises(WrongInput, match="LINK_CLOSED"):
        world.customer.pays(attempt)


def test_a_payment_that_is_looked_at_keeps_its_seat(world: World) -> None:
    """T11: in_process is neither yes nor no; the hold is over and the seat stays, for a while."""
    no, attempt = world.book()
    world.turn()
    world.customer.in_review(attempt)
    over = world.rows("SELECT hold_until FROM booking")[0][0]
    while world.clock.at < over + 300:
        world.turn(60)
    assert not world.core.books.is_open(world.core.books.of_reference(attempt)[0])
    assert world.state(no) is State.HELD
    world.customer.review_ends(attempt, ok=True)
    world.turn(120)
    assert world.state(no) is State.CONFIRMED


def test_money_that_comes_late_is_told(world: World) -> None:
    """T12, T13: a code that was paid after the hold was over; somebody decides, and nothing is lost."""
    no, attempt = world.book()
    world.turn()
    world.customer.under_way(attempt)
    no_slip = world.core.books.of_reference(attempt)[0]["payment_methods"]["excluded_payment_types"]
    assert {"id": "ticket"} in no_slip
    world.small.do(Cancel(key=fresh(), booking=world.small.desk.booking(no).booking.id, by=Role.STAFF))
    for _ in range(3):
        world.turn(60)
    world.customer.review_ends(attempt, ok=True)
    world.turn(120)
    world.turn(DAY)
    assert "MONEY_WITHOUT_SEAT" in world.tasks() or world.rows("SELECT state FROM refund") != []
    world.small.sound()


def test_a_cancelled_lesson_gets_its_money_back_once(world: World) -> None:
    """S2.25 by this provider: asked after patience, made once, known as the desk's own."""
    no, attempt = world.book()
    world.turn()
    world.customer.pays(attempt)
    world.turn(16)
    world.small.do(Cancel(key=fresh(), booking=world.small.desk.booking(no).booking.id, by=Role.STAFF))
    for _ in range(4):
        world.turn(30)
    assert world.rows("SELECT state, amount FROM refund") == [("SUCCEEDED", 2500)]
    backs = [back for listed in world.core.books.refunds.values() for back in listed]
    assert len(backs) == 1
    assert world.tasks() == []


def test_a_sweep_that_finds_money_first_makes_no_link_of_it(world: World) -> None:
    """A restarted worker's sweep knows the money and not the page; the link's own id is kept as it was."""
    no, attempt = world.book()
    world.turn()
    (before,) = world.rows("SELECT reference, link FROM attempt")
    world.customer.pays(attempt)
    assert world.worker.broom.sweep("MERCADO_PAGO", provider_of(world.core))
    assert world.state(no) is State.CONFIRMED
    assert world.rows("SELECT reference, link FROM attempt") == [before]


def test_approve_first_asks_for_money_afterwards(world: World) -> None:
    """Checkout Pro cannot hold money: a link that would is refused with a sentence; the preference is made once
    somebody has approved, also where the card was to be authorised first (A20).
    """
    piano = world.small.service("Piano")
    world.small.do(SetService(key=fresh(), service=piano, approval=Approval.PAY_FIRST))
    asked = world.small.book(ANA, "2026-03-05 15:00", method=Method.MERCADO_PAGO)
    no = world.small.no(asked)
    world.turn(30)
    assert (world.state(no), world.core.books.preferences) == (State.REQUESTED, {})
    view = world.small.desk.booking(no)
    with pytest.raises(Refused, match="CANNOT_HOLD"):
        world.small.do(AskByLink(key=fresh(), order=view.order.id, method=Method.MERCADO_PAGO, later=True))
    granted = world.small.do(Approve(key=fresh(), booking=view.booking.id))
    world.turn()
    assert (world.state(no), len(world.core.books.preferences)) == (State.HELD, 1)
    world.customer.pays(next(granted.plan.of(AttemptOpened)).attempt)
    world.turn(16)
    assert (world.state(no), world.tasks()) == (State.CONFIRMED, [])
    world.small.sound()
