"""Money to the cent: refunds asked for and not yet made, other prices, tax, classes, currencies without cents."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.booking import Verb
from deskbell.domain.commands import Book, Cancel, Close, HandOver, Reprice, Take
from deskbell.domain.effects import LineAdded, RefundMade
from deskbell.domain.errors import Refused
from deskbell.domain.ids import Id
from deskbell.domain.order import LineKind, Order, line, line_to
from deskbell.domain.payment import Method, Settlement
from deskbell.domain.people import Actor, Role
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, set_up


def test_what_was_promised_back_is_not_promised_again(small: Small) -> None:
    """I23: two discounts after a card payment give back their own sum, also before the first refund was made."""
    made = small.book("Ana Pérez", "2026-03-05 15:00", method=Method.CARD)
    for total in (2000, 1500):
        small.do(Reprice(key=fresh(), booking=made.plan.subject, total=total, text="x"))  # type: ignore[arg-type]
    refunds = [r for p in small.view(made).payments for r in p.refunds]
    assert [r.amount for r in refunds] == [500, 500]
    for r in refunds:
        small.do(HandOver(key=fresh(), booking=made.plan.subject, refund=r.id))  # type: ignore[arg-type]
    view = small.view(made)
    assert (view.money, view.due, view.captured - view.refunded) == (Settlement.PAID, 1500, 1500)
    small.sound()


def test_a_lesson_that_was_given_for_nothing_is_not_priced_afterwards(small: Small) -> None:
    """I44: closed is closed; else revenue and price would differ for ever."""
    made = small.book("Ana Pérez", "2026-03-04 10:30")
    small.do(Reprice(key=fresh(), booking=made.plan.subject, total=0, text="gift"))  # type: ignore[arg-type]
    small.clock.at = at("2026-03-04 11:30")
    small.do(Close(key=fresh(), booking=made.plan.subject, verb=Verb.COMPLETE))  # type: ignore[arg-type]
    assert small.desk.allowed(small.view(made))["REPRICE"] == "ALREADY_EARNED"
    with pytest.raises(Refused, match="ALREADY_EARNED"):
        small.do(Reprice(key=fresh(), booking=made.plan.subject, total=900, text="x"))  # type: ignore[arg-type]
    small.sound()


def test_a_seat_in_a_class_costs_what_the_class_costs(small: Small) -> None:
    """Minutes that were typed do not halve the price of a whole meeting."""
    slot = small.open_class("2026-03-05 17:00")
    assert small.view(small.book(None, "2026-03-05 17:00", service="Yoga", slot=slot, minutes=30)).due == 1200


def test_only_the_desk_says_that_money_went_back(small: Small) -> None:
    made = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CARD)
    small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.STAFF))  # type: ignore[arg-type]
    refund = small.view(made).payments[0].refunds[0].id
    theirs = HandOver(key=fresh(), actor=Actor(Role.CUSTOMER), booking=made.plan.subject, refund=refund)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="NOT_YOURS"):
        small.desk.plan(theirs)


@given(st.integers(0, 10**7), st.lists(st.integers(0, 10**7), max_size=4), st.integers(0, 100), st.integers(0, 3000))
def test_tax_is_that_of_the_price_to_the_cent(price: int, prices: list[int], percent: int, rate: int) -> None:
    """I43: however often a price changed, the tax inside is that of the price; nothing due has no tax."""
    ids = (Id(f"{n:032x}") for n in itertools.count())
    booking = next(ids)
    first = line(next(ids), booking, LineKind.LESSON, price, rate)
    order = Order(next(ids), 1, None, "EUR", (first,))
    for total in (*prices, order.of(booking).percent(percent).minor, 0):
        changed = line_to(next(ids), booking, LineKind.DISCOUNT, order, total, 77)
        assert changed.tax_rate == rate
        order = replace(order, lines=(*order.lines, changed))
        fresh_ = line(next(ids), booking, LineKind.LESSON, total, rate)
        assert (order.total.minor, sum(x.tax for x in order.lines)) == (total, fresh_.tax)


@pytest.fixture(params=["JPY", "KWD", "EUR"])
def taxed(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> Iterator[Small]:
    """A desk with odd prices, 21 % tax and an odd policy, in a currency with no, three or two decimals."""
    clock.at = at("2026-03-04 10:00")
    plain = set_up()
    piano = replace(plain.services[0], minor=1001, tax_rate=2100)
    with open_database(tmp_path / "desk.sqlite3") as database:
        small = Small(Desk(database, clock, fresh), clock)
        small.do(replace(plain, currency=request.param, services=(piano, *plain.services[1:])))
        yield small


@pytest.mark.parametrize("hours", [49, 30, 2])
def test_whole_units_in_every_currency(taxed: Small, hours: int) -> None:
    """I21: half of 777 is 389 of the smallest unit there is, or 390 where a card is paid back in tens of it; what is
    kept and what goes back is the price.
    """
    made = taxed.book(None, "2026-03-10 15:00", method=Method.CASH)
    taxed.do(Reprice(key=fresh(), booking=made.plan.subject, total=777, text="x"))  # type: ignore[arg-type]
    taxed.clock.at = at("2026-03-10 15:00") - hours * 3600
    plan = taxed.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.CUSTOMER)).plan  # type: ignore[arg-type]
    back = sum(r.amount for r in plan.of(RefundMade))
    half = 390 if taxed.view(made).currency == "KWD" else 389
    assert back == {49: 777, 30: half, 2: 0}[hours]
    view = taxed.view(made)
    assert (view.due, view.open, view.captured - view.refunded) == (777 - back, 0, 777 - back)
    if hours == 49:
        assert sum(x.tax for x in view.order.lines) == 0
    taxed.sound()


def test_a_part_paid_lesson_gives_back_only_what_was_paid(small: Small) -> None:
    """I21: half the price is kept; of 2000 paid the 750 above it go back, newest first and in its own way."""
    made = small.book("Ana Pérez", "2026-03-06 15:00")
    order = small.order(made)
    small.do(Take(key=fresh(), order=order, method=Method.CARD, amount=1500))
    small.do(Take(key=fresh(), order=order, method=Method.CASH, amount=500))
    small.clock.at = at("2026-03-05 12:00")
    plan = small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.CUSTOMER)).plan  # type: ignore[arg-type]
    assert [(r.method, r.amount, r.state) for r in plan.of(RefundMade)] == [
        (Method.CASH, 500, "SUCCEEDED"), (Method.CARD, 250, "REQUESTED"),
    ]  # fmt: skip
    small.sound()


def test_an_override_is_of_the_price_and_says_its_percent(small: Small) -> None:
    """I22: the desk may keep a third although the tutor cancelled; the line says how much was taken off."""
    made = small.book("Ana Pérez", "2026-03-10 15:00", method=Method.CASH)
    cancel = Cancel(key=fresh(), booking=made.plan.subject, by=Role.TUTOR, percent=67)  # type: ignore[arg-type]
    plan = small.do(cancel).plan
    assert [(x.gross, x.percent) for x in plan.of(LineAdded)] == [(-1675, 67)]
    assert small.view(made).due == 825
    small.sound()


def test_a_free_lesson_moves_no_money(small: Small) -> None:
    made = small.do(
        Book(
            key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"),
            person=small.people["Leo Lee"],
        )
    )  # fmt: skip
    small.do(Reprice(key=fresh(), booking=made.plan.subject, total=0, text="gift"))  # type: ignore[arg-type]
    plan = small.do(Cancel(key=fresh(), booking=made.plan.subject, by=Role.CUSTOMER)).plan  # type: ignore[arg-type]
    assert not [e for e in plan.effects if isinstance(e, LineAdded | RefundMade)]
    assert small.view(made).money is Settlement.FREE
    small.sound()
