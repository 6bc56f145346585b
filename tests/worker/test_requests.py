"""Requests with a worker: the card is authorised, then taken by approving or let go; T6-T9, A20, by two providers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from deskbell.domain.booking import State
from deskbell.domain.effects import AttemptOpened
from deskbell.domain.ids import Id
from deskbell.domain.offer import Approval
from deskbell.domain.payment import AttemptState
from deskbell.domain.request_commands import Approve, Reject, SetService
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, fresh
from tests.standin.stripe.inside import World, inside
from tests.worker.conftest import Rig

HOUR = 3600


def asked(small: Small, when: str = "2026-03-06 15:00", who: str = "Ana Pérez") -> tuple[int, Id, Id]:
    """A lesson that is asked for, its card to be authorised first: the booking's number and id, and the link's."""
    piano = small.service("Piano")
    small.do(SetService(key=fresh(), service=piano, approval=Approval.PAY_FIRST))
    made = small.book(who, when)
    assert made.plan.subject is not None
    return small.no(made), made.plan.subject, next(made.plan.of(AttemptOpened)).attempt


def test_approving_takes_what_the_card_holds(rig: Rig) -> None:
    """T7, P4: nothing is taken before; then all of it, once, and only after undo could still mean it."""
    no, booking, attempt = asked(rig.small)
    rig.turn()
    rig.customer.authorises(attempt)
    rig.turn(16)
    assert (rig.state(no), rig.tasks(), rig.line.count("capture")) == (State.REQUESTED, ["APPROVAL"], 0)
    rig.small.do(Approve(key=fresh(), booking=booking))
    rig.turn()
    assert (rig.state(no), rig.line.count("capture")) == (State.CONFIRMED, 0)
    rig.turn(20)
    assert (rig.rows("SELECT state, captured FROM payment"), rig.tasks()) == ([("CAPTURED", 2500)], [])
    rig.small.sound()


def test_an_unpaid_request_ends_at_the_provider_first(rig: Rig) -> None:
    """T9: its time is over; the link is closed there, and only then the seat let go."""
    no, _, attempt = asked(rig.small)
    rig.turn()
    rig.turn(24 * HOUR - 1)
    assert rig.state(no) is State.REQUESTED
    for _ in range(4):
        rig.turn(30)
    assert (rig.state(no), rig.tasks()) == (State.EXPIRED, [])
    seen = rig.line.provider.look(attempt, None)
    assert seen.value.state == "EXPIRED"  # type: ignore[union-attr]
    rig.small.sound()


@pytest.mark.parametrize("answered", [True, False])
def test_turned_down_or_not_answered_the_card_is_let_go(rig: Rig, answered: bool) -> None:
    """T8, T9, P5: given up at the provider; the seat is free at once."""
    no, booking, attempt = asked(rig.small)
    rig.turn()
    rig.customer.authorises(attempt)
    rig.turn(16)
    if answered:
        rig.small.do(Reject(key=fresh(), booking=booking))
    else:
        rig.clock.at += 24 * HOUR
    for _ in range(4):
        rig.turn(30)
    assert rig.state(no) is (State.REJECTED if answered else State.EXPIRED)
    assert (rig.rows("SELECT state FROM payment"), rig.tasks()) == ([("VOIDED",)], [])
    rig.small.book("Leo Lee", "2026-03-06 15:00")
    rig.small.sound()


@pytest.fixture
def stripe(clock: FrozenClock) -> Iterator[World]:
    world = inside(clock, 7)
    yield world
    assert world.core.violations == []


def test_stripe_holds_and_takes_and_lets_go(small: Small, clock: FrozenClock, stripe: World, tmp_path: Path) -> None:
    """A20 by the product's provider and Stripe's own kit: manual capture, captured by approving, else canceled."""
    working = Working(small.desk, database_now=lambda unit: clock.now())
    worker = Worker(
        working, {"STRIPE": stripe.provider()}, clock, lambda seconds: None, dice=Random(1), crashes=tmp_path
    )
    working.connect("STRIPE")
    made = [asked(small), asked(small, "2026-03-06 17:00", "Leo Lee")]
    worker.tick()
    for _, _, attempt in made:
        stripe.customer.authorises(attempt)
    clock.at += 16
    worker.tick()
    (no, yes, _), (other, refused, _) = made
    small.do(Approve(key=fresh(), booking=yes))
    small.do(Reject(key=fresh(), booking=refused))
    for _ in range(3):
        clock.at += 20
        worker.tick()
    states = sorted(intent["status"] for intent in stripe.core.account.things["payment_intent"].values())
    assert states == ["canceled", "succeeded"]
    shown = [small.desk.booking(one) for one in (no, other)]
    assert [(v.booking.state, v.captured) for v in shown] == [(State.CONFIRMED, 2500), (State.REJECTED, 0)]
    assert [p.state for v in shown for p in v.payments] == [AttemptState.CAPTURED, AttemptState.VOIDED]
    small.sound()
