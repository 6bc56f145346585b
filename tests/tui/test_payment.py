"""Taking money: what is typed, the change, the receipt; nothing due; a part; and never a factor of a hundred."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Digits, Input

from deskbell.domain.commands import Cancel, Take
from deskbell.domain.errors import WrongInput
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.services.desk import Desk
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.payment_page import Meant, Typed, meant, standing
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.widgets.bars import KeyBar
from deskbell.tui.widgets.choice import Choice
from deskbell.tui.widgets.sheet import Sheet
from tests.tui.harness import HarnessApp, clock, demo_desk, find, fresh, settle, until
from tests.tui.linked import STATES

CASH, CARD, TRANSFER = Method.CASH, Method.CARD, Method.TRANSFER


@pytest.mark.parametrize(
    ("typed", "amount", "tendered"),
    [
        (Typed(), 2250, 2250),
        (Typed(given="30"), 2250, 3000),
        (Typed(given="22,50"), 2250, 2250),
        (Typed(given="10"), 1000, 1000),
        (Typed(given="20", part="10"), 1000, 2000),
        (Typed(part="10,5"), 1050, 1050),
        (Typed(CARD), 2250, 2250),
        (Typed(CARD, given="12.50"), 1250, 1250),
        (Typed(TRANSFER, part="5"), 500, 500),
    ],
)
def test_what_is_typed_is_an_amount_and_what_was_handed_over(typed: Typed, amount: int, tendered: int) -> None:
    """Nothing typed is all of it; less than is due is a part; only cash gives change."""
    assert meant(typed, 2250, "EUR", "en") == Meant(typed.method, amount, tendered)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (Typed(CARD, given="30"), "CHANGE_ONLY_FOR_CASH"),
        (Typed(part="30"), "TOO_MUCH"),
        (Typed(given="5", part="10"), "TOO_LITTLE"),
        (Typed(given="0"), "AMOUNT"),
        (Typed(given="1.234"), "AMOUNT_AMBIGUOUS"),
        (Typed(given="-5"), "AMOUNT_NEGATIVE"),
    ],
)
def test_what_cannot_be_meant_is_refused(typed: Typed, code: str) -> None:
    with pytest.raises(WrongInput) as caught:
        meant(typed, 2250, "EUR", "en")
    assert caught.value.code == code


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path, clock())


def owing(desk: Desk) -> int:
    return find(desk, lambda v: v.open == 2500 and v.slot.start > v.now and v.booking.state == "CONFIRMED")


def said(pilot: Pilot[Any], which: str = "#said") -> str:
    return " ".join(pilot.app.screen.query_one(which, Sheet).drawn(60).plain.split())


def digits(pilot: Pilot[Any], which: str) -> str:
    return pilot.app.screen.query_one(which, Digits).value


async def test_cash_with_change_and_its_receipt(desk: Desk) -> None:
    """Three keys take 25 out of 30: the change stands big before and after, the receipt's number comes after."""
    no = owing(desk)
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert digits(pilot, "#due") == "25.00"
        await pilot.press("3", "0")
        assert digits(pilot, "#change") == "5.00"
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said) and said(pilot).startswith("Receipt "))
        await settle(pilot)
        assert digits(pilot, "#due") == "0.00"
        assert digits(pilot, "#change") == "5.00"
        (payment,) = desk.booking(no).payments
        (receipt,) = desk.booking(no).receipts
        assert said(pilot) == f"Receipt {receipt.number} 25.00 € taken"
        assert not isinstance(app.screen, PlanModal)
    assert (payment.method, payment.captured) == (CASH, 2500)
    assert desk.verify() == []


async def test_a_part_now_the_rest_by_card(desk: Desk) -> None:
    no = owing(desk)
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("1", "0")
        assert said(pilot) == "15.00 € stays to collect"
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 1)
        await settle(pilot)
        assert desk.booking(no).open == 1500
        await pilot.press("down")
        assert app.screen.query_one(Choice).value == CARD
        assert "take 15.00 €" in [h.label for h in app.screen.query_one(KeyBar).hints]
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 2)
    view = desk.booking(no)
    assert view.open == 0
    assert sorted((p.method, p.captured) for p in view.payments) == [(CARD, 1500), (CASH, 1000)]
    assert len({r.number for r in view.receipts}) == 2
    assert desk.verify() == []


async def test_what_cannot_be_meant_takes_nothing(desk: Desk) -> None:
    """A wrong amount is one sentence in place, and `c` does nothing."""
    no, before = owing(desk), desk.seq()
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("down", "4", "0", "c")
        assert "change" in said(pilot).lower()
        await pilot.pause(0.1)
    assert desk.seq() == before


async def test_letters_stay_keys_in_a_field_of_money(desk: Desk) -> None:
    """A letter never lands in an amount: esc, c and u are keys while the field has the focus."""
    no = owing(desk)
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        field = app.screen.query_one("#given", Input)
        await pilot.press("x", "1", "z", "2", "comma", "5")
        assert field.value == "12,5"
        assert said(pilot) == "12.50 € stays to collect"


async def test_nothing_is_due(desk: Desk) -> None:
    """What was paid is listed; there is no field to type into, and `c` says why."""
    no = find(desk, lambda v: v.open == 0 and v.due > 0 and bool(v.payments) and not v.attempts)
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert said(pilot) == "Nothing is due"
        assert "receipt" in said(pilot, "#order")
        assert not app.screen.query_one("#given").region
        await pilot.press("c")
        await until(pilot, lambda: app.said == ["Pay: nothing is due"])


async def test_a_refund_that_waits_is_named(desk: Desk) -> None:
    no = owing(desk)
    view = desk.booking(no)
    desk.commit(Take(key=fresh(), order=view.order.id, method=CARD))
    desk.commit(Cancel(key=fresh(), booking=view.booking.id, by=Role.STAFF))
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "25.00 € has to go back by hand" in said(pilot, "#needs")
        assert "to give back" in said(pilot, "#order")


async def test_undo_right_after_taking(desk: Desk) -> None:
    """`u` shows the payment that it takes back; the receipt keeps its number, its reversal has another."""
    no = owing(desk)
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 1)
        await settle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 2)
        await settle(pilot)
        assert digits(pilot, "#due") == "25.00"
    assert [r.kind for r in desk.booking(no).receipts] == ["RECEIPT", "REVERSAL"]
    assert desk.verify() == []


async def test_somebody_else_was_faster(desk: Desk) -> None:
    """What another desk took meanwhile is not taken twice."""
    no = owing(desk)
    app = HarnessApp(desk, lambda: PaymentScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        desk.commit(Take(key=fresh(), order=desk.booking(no).order.id, method=CARD))
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said))
        await settle(pilot)
        assert digits(pilot, "#due") == "0.00"
    assert len(desk.booking(no).payments) == 1


@pytest.mark.parametrize(
    ("state", "word", "minor"),
    [
        ("waiting", "payment.due", 2500),
        ("part_paid", "payment.due", 1500),
        ("authorised", "payment.authorised", 2500),
        ("paid", "payment.due", 0),
        ("paid_twice", "payment.over", 2500),
        ("paid_late", "payment.over", 2500),
        ("refund_pending", "payment.back", 2500),
        ("refund_failed", "payment.by_hand", 2500),
        ("refunded", "payment.returned", 2500),
        ("expired", "payment.due", 0),
        ("charged_back", "payment.due", 2500),
    ],
)
def test_the_big_figure_is_what_somebody_must_know(tmp_path: Path, state: str, word: str, minor: int) -> None:
    """Nothing due is no reason to say nothing: money that is too much, goes back or is only held stands large."""
    told = STATES[state](tmp_path)
    found = standing(told.desk.booking(told.no))
    assert (found.word, found.minor) == (word, minor)
