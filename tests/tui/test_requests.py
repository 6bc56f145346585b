"""Requests at the screens: answered by their keys, told apart from what is held; money that a card holds has its keys.

Each picture was looked at before it was kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from deskbell.domain.booking import State
from deskbell.tui.modals.menu import MenuModal
from deskbell.tui.modals.reason import ReasonModal
from deskbell.tui.screens.attention import AttentionScreen
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.widgets.amount import AmountInput
from deskbell.tui.widgets.bars import KeyBar
from tests.tui.harness import settle, until
from tests.tui.linked import Linked, authorised, requested, studio
from tests.tui.test_attention import app_of, confirmed
from tests.tui.test_link_pictures import BOTH, Compare, drawn, payment


def ops(told: Linked) -> list[str]:
    with told.desk.database.read() as unit:
        return [row[0] for row in unit.connection.exec_driver_sql("SELECT kind FROM op ORDER BY id")]


async def test_a_request_is_answered_by_its_key(tmp_path: Path) -> None:
    """Y approves after its plan; J asks why, which may be left out, and turns down."""
    told = requested(tmp_path)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for _ in range(9):
            if app.screen.needs is not None and app.screen.needs.booking == told.no:
                break
            await pilot.press("j")
            await settle(pilot)
        assert [hint.key for hint in app.screen.query_one(KeyBar).hints][:2] == ["Y", "J"]
        await confirmed(pilot, "Y")
        assert told.desk.booking(told.no).booking.state is State.CONFIRMED
        assert ops(told)[-1] == "CAPTURE"
        await pilot.press("k", "j", "J")
        await until(pilot, lambda: isinstance(app.screen, ReasonModal))
        app.screen.query_one(Input).value = "fully booked"
        await confirmed(pilot, "enter")
        shown = told.desk.booking(told.no - 1)
        assert (shown.booking.state, [n.text for n in shown.notes]) == (State.REJECTED, ["fully booked"])


async def test_money_that_a_card_holds_has_its_keys(tmp_path: Path) -> None:
    """What is held is what the cursor is on, not cash; > takes it, < gives it up, * asks to hold it; else why not."""
    told = authorised(tmp_path)
    app = app_of(told, PaymentScreen)
    said: list[str] = []
    app.notify = lambda words, **more: said.append(words)  # type: ignore[method-assign, assignment]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.screen.method == "DEMO"
        assert not any(field.has_focus for field in app.screen.query(AmountInput))
        await pilot.press("asterisk")
        await settle(pilot)
        assert "nothing is due" in said[-1]
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        await pilot.press("escape")
        await confirmed(pilot, "less_than_sign")
        assert ops(told)[-1] == "VOID"
        await pilot.press("greater_than_sign")
        await settle(pilot)
        assert "asked already" in said[-1]


async def test_a_link_that_only_holds_is_asked_for_by_its_key(tmp_path: Path) -> None:
    told = studio(tmp_path)
    told.no = next(n for n in range(1, 40) if told.desk.booking(n).open)
    app = app_of(told, PaymentScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("asterisk")
        await until(pilot, lambda: told.desk.booking(told.no).attempts)
        assert told.desk.booking(told.no).attempts[0].capture == "LATER"


@BOTH
@pytest.mark.parametrize("screen", ["attention", "detail", "payment"])
def test_a_request(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], screen: str) -> None:
    """Where it waits, what it is, and what a card holds for it."""
    told = requested(tmp_path)
    make = {
        "attention": lambda told: AttentionScreen("en"),
        "detail": lambda told: DetailScreen(told.no, "en"),
        "payment": payment(),
    }[screen]
    assert drawn(snap_compare, told, size, make, ("j", "j") if screen == "attention" else ())


@pytest.mark.parametrize("key", ["Y", "space"])
def test_what_a_request_asks(snap_compare: Compare, tmp_path: Path, key: str) -> None:
    """The plan of approving; every verb of its payment, with the reason why not."""
    make = payment() if key == "space" else lambda told: DetailScreen(told.no, "en")
    assert drawn(snap_compare, requested(tmp_path), (80, 24), make, (key,))
