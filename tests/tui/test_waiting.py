"""What waits for a person: the flag at the head counts it, `w` shows it, and it can be done from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from deskbell.domain import commands as c
from deskbell.domain.effects import OrderOpened
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.services.desk import Desk
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.modals.waiting import WaitingModal
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.widgets.sheet import Sheet
from tests.tui.calendar_app import Whole, opened
from tests.tui.harness import HarnessApp, clock, demo_desk, fresh, settle, until
from tests.tui.little import little


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return little(tmp_path).desk


def owe(desk: Desk, minor: int) -> int:
    """A lesson paid by card and cancelled by the studio; its booking's number."""
    piano = next(s for s in desk.services() if s.name == "Piano 60")
    free = desk.free(piano, desk.clock.now() + 5 * 86_400, desk.clock.now() + 30 * 86_400, count=1)[0]
    key = {"service": piano.id, "tutor": free.tutor.id, "start": free.start}
    booked = desk.commit(c.Book(key=fresh(), **key))  # type: ignore[arg-type]
    assert booked.plan.subject is not None
    desk.commit(c.Reprice(key=fresh(), booking=booked.plan.subject, total=minor, text="as agreed"))
    order = next(booked.plan.of(OrderOpened)).order
    desk.commit(c.Take(key=fresh(), order=order, method=Method.CARD))
    desk.commit(c.Cancel(key=fresh(), booking=booked.plan.subject, by=Role.STAFF))
    return desk.booking_no(booked.plan.subject)


def rows(app: HarnessApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [" ".join(str(options.get_option_at_index(n).prompt).split()) for n in range(options.option_count)]


async def waiting(pilot: Pilot[Any]) -> WaitingModal:
    await settle(pilot)
    await pilot.press("w")
    await until(pilot, lambda: isinstance(pilot.app.screen, WaitingModal) and pilot.app.screen.is_mounted)
    await pilot.pause()
    modal = pilot.app.screen
    assert isinstance(modal, WaitingModal)
    return modal


async def test_enter_opens_the_booking_whose_money_waits(desk: Desk) -> None:
    no = owe(desk, 4000)
    due = little_no(desk)
    app = HarnessApp(desk, lambda: DetailScreen(due, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await waiting(pilot)
        assert rows(app) == [
            "7 Leo Lee 25.00 € Card reader since 09:00",
            f"{no} Walk-in 40.00 € Card reader since 10:40",
        ]
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen) and app.screen.no == no)


async def test_it_is_handed_over_from_the_list(desk: Desk) -> None:
    """R is the key that it is everywhere; what was done waits no more, and the flag of the head goes."""
    due = little_no(desk)
    app = HarnessApp(desk, lambda: DetailScreen(due, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await waiting(pilot)
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said))
        assert desk.tasks().count == 0
        assert desk.tasks().refunds == ()
        await settle(pilot)
        app.said.clear()
        await pilot.press("w")
        await until(pilot, lambda: bool(app.said))
        assert app.said == ["Nothing waits: no refund is left to be made by hand"]
        assert isinstance(app.screen, DetailScreen)


async def test_the_flag_counts_what_the_list_shows(tmp_path: Path) -> None:
    desk = demo_desk(tmp_path, clock())
    app = Whole(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        assert app.calendar.days is not None
        assert app.calendar.days.tasks == desk.tasks().count > 0
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, WaitingModal))


async def test_of_many_the_rest_is_counted(desk: Desk) -> None:
    for _ in range(3):
        owe(desk, 1000)
    found = desk.tasks(most=2)
    assert (found.count, len(found.refunds)) == (4, 2)
    app = HarnessApp(desk)
    async with app.run_test(size=(60, 20)) as pilot:
        modal = WaitingModal("en", found)
        app.push_screen(modal)
        await until(pilot, lambda: modal.is_mounted and modal.query_one(OptionList).option_count == 2)
        assert "and 2 more" in modal.query_one(".wrong", Sheet).drawn(40).plain


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((60, 20), "pt")], ids=["80x24", "60x20"])
def test_how_it_looks(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], language: str) -> None:
    told = little(tmp_path)
    for minor in (4000, 1250):
        owe(told.desk, minor)
    app = HarnessApp(told.desk, lambda: DetailScreen(told.no["due"], language), language)

    async def before(pilot: Pilot[Any]) -> None:
        await waiting(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


def little_no(desk: Desk) -> int:
    """A booking of the little studio that nothing waits for."""
    waits = {r.booking for r in desk.tasks().refunds}
    return next(no for no in range(1, 99) if no not in waits)
