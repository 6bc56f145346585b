"""Money by link from the screen: made, shown, copied, watched, closed, paid; and who is told that no worker lives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import segno
from textual.pilot import Pilot
from textual.widgets import Digits, Input

from deskbell.domain.payment import AttemptState, Method
from deskbell.domain.stages import Stage, stage
from deskbell.tui import browsing, qr
from deskbell.tui.link_page import open_link
from deskbell.tui.screens.attention import AttentionScreen
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.widgets.choice import Choice
from deskbell.tui.widgets.qr import QrCode
from deskbell.tui.widgets.sheet import Sheet
from tests.tui import linked
from tests.tui.calendar_app import free_cell, opened, somebody, spoken, whole, write
from tests.tui.harness import HarnessApp, settle, until
from tests.tui.linked import Linked

LINK = "https://demo.invalid/pay/8a9bffbb"


def said(app: HarnessApp, which: str = "#says") -> str:
    return " ".join(app.screen.query_one(which, Sheet).drawn(60).plain.split())


def app_of(told: Linked) -> HarnessApp:
    return HarnessApp(told.desk, lambda: PaymentScreen(told.no, "en"))


# --- the code


@pytest.mark.parametrize("quiet", [2, 4])
def test_the_code_says_every_module(quiet: int) -> None:
    """Each half block is two modules, one below the other, with light all around."""
    lines = qr.code(LINK, quiet)
    upper, lower = {"▀", "█"}, {"▄", "█"}
    rows = [[c in half for c in line] for line in lines for half in (upper, lower)]
    wanted = [[bool(m) for m in row] for row in segno.make(LINK, error="l", micro=False, boost_error=False).matrix]
    size = len(wanted)
    assert [row[quiet : quiet + size] for row in rows[quiet : quiet + size]] == wanted
    around = [row for n, row in enumerate(rows) if not quiet <= n < quiet + size]
    assert not any(map(any, around))
    assert not any(any(row[:quiet]) or any(row[quiet + size :]) for row in rows)


def test_the_code_takes_the_quiet_that_there_is_room_for() -> None:
    width, height = len(qr.code(LINK, 4)[0]), len(qr.code(LINK, 4))
    assert qr.fitting(LINK, width, height) == qr.code(LINK, 4)
    assert qr.fitting(LINK, width - 2, height) == qr.code(LINK, 3)
    assert qr.least(LINK) == (len(qr.code(LINK, 2)[0]), len(qr.code(LINK, 2)))
    columns, lines = qr.least(LINK) or (0, 0)
    assert qr.fitting(LINK, columns - 1, lines) == ()
    assert qr.fitting(LINK, columns, lines - 1) == ()


def test_a_link_that_no_code_holds_has_none() -> None:
    assert qr.code("https://example.org/" + "x" * 5000) == ()
    assert qr.least("https://example.org/" + "x" * 5000) is None


@pytest.mark.parametrize(
    ("link", "real"),
    [
        ("https://checkout.example.org/c/1", True),
        ("https://demo.invalid/pay/1", False),
        ("https://invalid/pay", False),
        ("http://example.org/", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_a_real_page_is_opened(link: str, real: bool) -> None:
    """The demo's pages are nowhere: no browser is sent there."""
    assert browsing.is_real(link) is real


# --- the screen


async def test_a_link_is_made_and_shown_as_a_code(tmp_path: Path) -> None:
    """The connected provider is a way to pay; c makes the link; once the worker has it, the code stands there."""
    told = linked.studio(tmp_path).worker()
    told.no = 6
    due = next(
        n for n in range(1, 20) if told.desk.booking(n).open and told.desk.booking(n).booking.state == "CONFIRMED"
    )
    told.no = due
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [way.value for way in app.screen.query_one(Choice).ways] == ["CASH", "CARD", "DEMO", "TRANSFER"]
        await pilot.press("down", "down", "c")
        await until(pilot, lambda: open_link(told.desk.booking(due)) is not None)
        await settle(pilot)
        link = open_link(told.desk.booking(due))
        assert link is not None
        assert stage(link) is Stage.MAKING
        assert "the link is being made" in said(app)
        told.attempt = link.id
        told.says(after=1)
        app.changed()
        await settle(pilot)
        assert app.screen.query_one("#code", QrCode).rows
        assert "waiting for the customer" in said(app)


async def test_paid_is_said_large_with_its_receipt(tmp_path: Path) -> None:
    """Seen at the next look: the amount, the receipt, the seat; no key was pressed."""
    told = linked.waiting(tmp_path).beat()
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        told.pays(after=5)
        screen = app.screen
        assert isinstance(screen, PaymentScreen)
        screen.poll()
        await until(pilot, lambda: screen.query_one("#change", Digits).value == "25.00")
        (receipt,) = told.desk.booking(told.no).receipts
        assert said(app, "#said") == f"Receipt {receipt.number} ● confirmed"


async def test_without_a_worker_it_says_so_at_once(tmp_path: Path) -> None:
    told = linked.no_worker(tmp_path)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "no worker is running" in said(app)
        told.worker()
        screen = app.screen
        assert isinstance(screen, PaymentScreen)
        screen.poll()
        await settle(pilot)
        assert "no worker is running" not in said(app)


async def test_while_it_is_watched_the_next_look_is_due(tmp_path: Path) -> None:
    """The worker is told that somebody watches: its next look comes within two seconds."""
    told = linked.waiting(tmp_path).beat()
    told.write("UPDATE attempt SET look_at = :far, looked_at = :old", far=told.clock.at + 900, old=told.clock.at - 60)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        link = open_link(told.desk.booking(told.no))
        assert link is not None
        assert link.look_at is not None
        assert link.look_at <= told.clock.at


async def test_y_copies_and_x_closes(tmp_path: Path) -> None:
    told = linked.waiting(tmp_path).beat()
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("y")
        link = open_link(told.desk.booking(told.no))
        assert link is not None
        assert app.clipboard == link.link
        await pilot.press("x")
        await until(pilot, lambda: any(op.kind == "EXPIRE" for op in told.desk.booking(told.no).ops))
        await settle(pilot)
        assert "being closed" in said(app)


async def test_cash_closes_the_open_link(tmp_path: Path) -> None:
    """It says so before, and the provider is told with the same change."""
    told = linked.waiting(tmp_path).beat()
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("up", "up")
        assert "the open link is closed by this" in said(app, "#said")
        await pilot.press("c")
        await until(pilot, lambda: told.desk.booking(told.no).open == 0)
        view = told.desk.booking(told.no)
    assert [op.kind for op in view.ops] == ["EXPIRE"]
    assert view.booking.state == "CONFIRMED"
    assert view.payments[0].method is Method.CASH


async def test_late_money_is_answered_from_the_payment(tmp_path: Path) -> None:
    """A gives them the seat, after its plan."""
    told = linked.paid_late(tmp_path).beat()
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "A give them the seat" in said(app, "#needs")
        await _answer(pilot, "A")
        await until(pilot, lambda: told.desk.booking(told.no).booking.state == "CONFIRMED")
        await settle(pilot)
        assert not app.screen.query_one("#needs").display
    assert told.desk.verify() == []


async def _answer(pilot: Pilot[Any], key: str) -> None:
    from deskbell.tui.modals.plan import PlanModal

    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, PlanModal))
    await pilot.press("c")


def test_every_state_has_a_stage(tmp_path: Path) -> None:
    """A link always says something: no state of an attempt is without words."""
    told = linked.waiting(tmp_path)
    link = open_link(told.desk.booking(told.no))
    assert link is not None
    from dataclasses import replace

    from deskbell.words.i18n import t

    for state in AttemptState:
        found = stage(replace(link, state=state))
        for language in ("en", "es", "pt"):
            assert t(language, f"link.{found}")
            assert t(language, f"link.{found}.short")


@pytest.mark.parametrize(("language", "word"), [("en", "link"), ("es", "enlace"), ("pt", "link")])
def test_the_line_has_a_word_for_it(tmp_path: Path, language: str, word: str) -> None:
    """The method is the provider that is connected; the seat is held, not booked."""
    told = linked.studio(tmp_path)
    reading = told.desk.read_line(f"luis piano 6/3 12:00 {word}", linked.fresh(), language)
    assert reading.command is not None, reading.problems
    assert reading.command.method is Method.DEMO
    assert told.desk.plan(reading.command).verb == "HOLD"


async def test_a_booking_by_link_is_held_and_its_payment_opens(tmp_path: Path) -> None:
    """The line says until when; after enter the payment stands there, its link being made."""
    app = whole(tmp_path)
    app.working(app.ready).connect("DEMO")
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        *_, free = free_cell(app.ready)
        await pilot.press("b")
        await until(pilot, lambda: app.calendar.bar is not None)
        await write(pilot, f"{somebody(app.ready)} piano 60 {spoken(free)} link")
        assert "by link · held until 10:55" in " ".join(words for line in app.bar.preview.lines for words, _ in line)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PaymentScreen) and app.screen.shown is not None)
        screen = app.screen
        assert isinstance(screen, PaymentScreen)
        assert screen.asked
        assert app.ready.booking(screen.no).booking.state == "HELD"
        assert any("10:55" in words for words in app.said), app.said


async def test_nobody_types_into_a_field_that_is_not_shown(tmp_path: Path) -> None:
    """While the link is what is shown a digit is a key like any other; on cash it is an amount again."""
    told = linked.waiting(tmp_path).beat()
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        payment = app.screen
        assert isinstance(payment, PaymentScreen)
        assert not isinstance(payment.focused, Input)
        await pilot.press("6")
        await until(pilot, lambda: isinstance(app.screen, AttentionScreen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is payment)
        await pilot.press("up", "up", "3", "0")
        await settle(pilot)
        assert payment.query_one("#given", Input).value == "30"
