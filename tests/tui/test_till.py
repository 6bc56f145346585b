"""The till's keys: each asks what must be asked, says what follows, does it, and shows what came of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deskbell.domain import commands as c
from deskbell.domain.payment import Method
from deskbell.domain.reports import By, Per
from deskbell.tui.app import DeskbellApp
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.modals.till import CashModal
from deskbell.tui.screens.calendar import CalendarScreen
from deskbell.tui.screens.till import TillScreen
from deskbell.tui.till_page import HIGH, Keys, TillPage, bar_height, flat_bar
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.money import show
from tests.tui.harness import HarnessApp, demo_desk, settle, until
from tests.tui.little import Little, little


@asynccontextmanager
async def till(folder: Path, size: tuple[int, int] = (120, 36)) -> AsyncIterator[tuple[Pilot[Any], Little, HarnessApp]]:
    told = little(folder)
    app = HarnessApp(told.desk, lambda: TillScreen("en"))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await until(pilot, lambda: isinstance(app.screen, TillScreen) and app.screen.till is not None)
        yield pilot, told, app


async def ask(pilot: Pilot[Any], key: str, amount: str = "", why: str = "") -> CashModal:
    """Press the key, fill the card in; it stands open."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, CashModal))
    card = pilot.app.screen
    assert isinstance(card, CashModal)
    if amount:
        card.query_one("#amount", Input).value = amount
    if why:
        card.query_one("#why", Input).value = why
    await pilot.pause()
    return card


async def answered(pilot: Pilot[Any], told: Little) -> None:
    """Confirm the card; until the desk has changed and the till has read it."""
    before = told.desk.seq()
    pilot.app.screen.action_submit()  # type: ignore[attr-defined]
    await until(pilot, lambda: told.desk.seq() > before and isinstance(pilot.app.screen, TillScreen))
    await fresh(pilot, told)


async def fresh(pilot: Pilot[Any], told: Little) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, TillScreen)
    await until(pilot, lambda: screen.till is not None and screen.till.seq == told.desk.seq())


def said(widget: Sheet) -> str:
    return widget.drawn(60).plain


async def test_a_day_at_the_till(tmp_path: Path) -> None:
    """I41: opened, filled, emptied, counted, sealed, opened again, each with one key and its card."""
    async with till(tmp_path) as (pilot, told, app):
        screen = app.screen
        assert isinstance(screen, TillScreen)
        assert "o opens one" in said(screen.query_one("#through", Sheet))
        await ask(pilot, "o", "100")
        await answered(pilot, told)
        card = await ask(pilot, "plus", "20", "change")
        assert said(card.query_one("#said", Sheet)) == "in the drawer then: 120.00 €"
        await answered(pilot, told)
        told.desk.commit(c.Take(
            key=told.desk.fresh(), order=told.desk.booking(told.no["due"]).order.id, method=Method.CASH
        ))  # fmt: skip
        app.changed()
        await fresh(pilot, told)
        assert screen.till is not None
        assert screen.till.drawer is not None
        assert screen.till.drawer.expected == 10_000 + 2000 + 2500
        assert app.said[-1].endswith("\nu undoes")
        card = await ask(pilot, "z", "145.50")
        assert said(card.query_one("#said", Sheet)) == "0.50 € more than expected"
        await answered(pilot, told)
        assert "+0.50" in said(screen.query_one("#counted", Sheet))
        assert "undoes" not in app.said[-1], "a count is not taken back"
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: told.desk.till().sealed == 1 and app.screen is screen)
        await fresh(pilot, told)
        assert "undoes" not in app.said[-1], "nor is a seal"
        await ask(pilot, "s", why="one more")
        await answered(pilot, told)
        assert told.desk.till().sealed is None
        assert told.desk.verify() == []


async def test_what_the_desk_refuses_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    """No drawer, nothing to count, no cash in: a sentence and no card."""
    async with till(tmp_path) as (pilot, _, app):
        for key in ("plus", "minus", "z"):
            app.said.clear()
            await pilot.press(key)
            await until(pilot, lambda: bool(app.said))
            assert "No drawer is open" in app.said[0]
            assert isinstance(app.screen, TillScreen)


async def test_a_card_says_what_is_wrong_in_place(tmp_path: Path) -> None:
    """An amount that is none, a reason that is missing: the card stays."""
    async with till(tmp_path) as (pilot, told, _):
        card = await ask(pilot, "o", "1.2.3")
        card.action_submit()
        await pilot.pause()
        assert said(card.query_one("#said", Sheet))
        card.query_one("#amount", Input).value = "50"
        await answered(pilot, told)
        card = await ask(pilot, "minus", "5")
        card.action_submit()
        await until(pilot, lambda: "reason" in said(card.query_one(".wrong", Sheet)))
        await pilot.press("escape")
        assert told.desk.till().drawer is not None


async def test_more_out_than_there_is_shows_its_plan(tmp_path: Path) -> None:
    """What is warned of is confirmed by `c`, and esc leaves all as it was."""
    async with till(tmp_path) as (pilot, told, app):
        await ask(pilot, "o", "10")
        await answered(pilot, told)
        before = told.desk.seq()
        card = await ask(pilot, "minus", "50", "bank")
        assert "−40.00" in said(card.query_one("#said", Sheet)).replace("-", "−")
        card.action_submit()
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, TillScreen))
        assert told.desk.seq() == before


async def test_u_takes_the_last_movement_back(tmp_path: Path) -> None:
    async with till(tmp_path) as (pilot, told, app):
        await ask(pilot, "o", "10")
        await answered(pilot, told)
        await ask(pilot, "plus", "5", "change")
        await answered(pilot, told)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: (d := told.desk.till().drawer) is not None and d.expected == 1000)


async def test_a_sale_while_the_card_stands_is_shown_before_the_count_is_kept(tmp_path: Path) -> None:
    """I41: what was expected when the card opened is not what is there now: the plan says so."""
    async with till(tmp_path) as (pilot, told, app):
        await ask(pilot, "o", "10")
        await answered(pilot, told)
        card = await ask(pilot, "z", "10")
        order = told.desk.booking(told.no["due"]).order.id
        told.desk.commit(c.Take(key=told.desk.fresh(), order=order, method=Method.CASH))
        card.action_submit()
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        assert told.desk.till().is_open


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 10)])
async def test_seven_opens_it_and_esc_goes_back(tmp_path: Path, size: tuple[int, int]) -> None:
    """From the calendar and back, at every size."""
    desk = demo_desk(tmp_path)
    app = DeskbellApp(lambda: desk, glance=None, clock=desk.clock, language="en")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.desk is not None and isinstance(app.screen, CalendarScreen))
        await pilot.press("7")
        await until(pilot, lambda: isinstance(app.screen, TillScreen) and app.screen.till is not None)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CalendarScreen))


def test_bars_are_whole_eighths() -> None:
    """The highest fills the plot, the smallest is still seen, nothing is nothing."""
    assert bar_height(500, 500) == HIGH * 8
    assert bar_height(1, 10**9) == 1
    assert bar_height(0, 500) == bar_height(-20, 500) == 0


def test_no_line_is_wider_than_its_room(tmp_path: Path) -> None:
    """Long words are cut, amounts never; at every width."""
    told = little(tmp_path)
    desk = told.desk
    desk.commit(c.OpenDrawer(key=desk.fresh(), float=10**11))
    desk.commit(c.MoveCash(key=desk.fresh(), amount=10**9, out=False, text="美咲 " * 30))
    for language in ("en", "es", "pt"):
        page = TillPage(desk.till(), language, Keys("o", "z", "s", "p"))
        for width in (30, 43, 58):
            for draw in (page.drawer, page.counted, page.day, page.bars, page.open):
                assert all(line.cell_length <= width for line in draw(width)), (language, width, draw)


async def test_v_plots_what_was_earned_by_day_and_by_tutor(tmp_path: Path) -> None:
    """Issue 3.6: revenue by payment date, by service date and by tutor; each sum is the report's."""
    desk = demo_desk(tmp_path)
    app = HarnessApp(desk, lambda: TillScreen("en"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, TillScreen)
        bars = screen.query_one("#bars", Sheet)
        assert bars.drawn(60).plain.startswith("Taken, last 14 days")
        first, last = date(2026, 2, 19), date(2026, 3, 4)
        for by, word in ((By.SERVICE, "Earned, last 14 days"), (By.TUTOR, "Earned by tutor, last 14 days")):
            await pilot.press("v")
            await until(pilot, lambda by=by: screen.report is not None and screen.report.by is by)
            plain = bars.drawn(60).plain
            assert plain.startswith(word)
            report = desk.report(by, Per.DAY, first, last)
            assert show(sum(row.earned for row in report.rows), "EUR", "en", symbol=False) in plain.split("\n")[0]
        tutors = {row.key for row in desk.report(By.TUTOR, Per.DAY, first, last).rows if row.earned}
        assert tutors == {"Ana Ruiz", "Tomás Ferrer", "Priyanka Rao"}
        assert all(name in bars.drawn(60).plain for name in tutors)
        await pilot.press("v")
        await until(pilot, lambda: screen.report is None)
        assert bars.drawn(60).plain.startswith("Taken")


@pytest.mark.parametrize(("minor", "bar"), [(800, "█" * 8), (1, "▏"), (100, "█"), (50, "▌"), (850, "█" * 8 + "▌")])
def test_a_bar_is_as_long_as_its_share(minor: int, bar: str) -> None:
    """In eighths of a cell, rounded down, never nothing where there is something."""
    assert flat_bar(minor, 1600, 16) == bar


def test_to_collect_tells_what_is_owed_by_now(tmp_path: Path) -> None:
    """Lessons to come are open too, and nobody owes them yet: the sum of the rows that the ledger calls owed."""
    desk = demo_desk(tmp_path)
    found = desk.owing(10_000)
    assert found.owed == sum(row.owed for row in found.rows)
    assert 0 < found.owed < found.total


def test_what_was_taken_today_adds_up(tmp_path: Path) -> None:
    """The day's last line is the sum of its methods; of one method there is nothing to add up."""
    desk = demo_desk(tmp_path)
    found = desk.till()
    rows = [row for row in found.methods if row.taken or row.back]
    assert len(rows) > 1
    page = TillPage(found, "en", Keys("o", "z", "s", "p"))
    shown = next(line.plain.split() for line in page.day(60) if line.plain.startswith("together"))
    taken = show(sum(row.taken for row in rows), "EUR", "en", symbol=False)
    assert shown[1] == taken
    one = replace(found, methods=rows[:1])
    assert not any("together" in line.plain for line in TillPage(one, "en", Keys("o", "z", "s", "p")).day(60))
