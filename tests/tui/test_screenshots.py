"""The pictures of the README, drawn from the demo desk with a clock that stands still; never by hand."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from deskbell.domain.ports import Account
from deskbell.tui.screens.attention import AttentionScreen
from deskbell.tui.screens.outbox import OutboxScreen
from deskbell.tui.screens.rules import RulesScreen
from deskbell.tui.screens.till import TillScreen
from tests.house.clock import FrozenClock
from tests.house.tree import ROOT
from tests.providers.secrets.rings import Remembers
from tests.tui.calendar_app import Whole, free_cell, opened, rest, somebody, spoken, whole, write
from tests.tui.harness import settle, until
from tests.tui.keyed import ACCOUNT, KeyedApp, keyed
from tests.tui.linked import Linked, asking

FOLDER = ROOT / "screenshots"
Walk = Callable[[Pilot[Any]], Awaitable[None]]


async def week(pilot: Pilot[Any]) -> None:
    await opened(pilot)


async def day(pilot: Pilot[Any]) -> None:
    await opened(pilot)
    await pilot.press("v")
    await rest(pilot)


async def book(pilot: Pilot[Any]) -> None:
    app = await opened(pilot)
    *_, free = free_cell(app.ready)
    await pilot.press("b")
    await until(pilot, lambda: bool(app.bar.display))
    await write(pilot, f"{somebody(app.ready)} piano 60 {spoken(free)} cash 30")


async def booking(pilot: Pilot[Any]) -> None:
    app = await on_lesson(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: app.screen is not app.calendar)
    await rest(pilot)
    await pilot.pause(0.3)


async def cancel(pilot: Pilot[Any]) -> None:
    await on_lesson(pilot)
    for key in ("x", "1", "1"):
        await pilot.press(key)
        await pilot.pause(0.5)
    await rest(pilot)


async def pay(pilot: Pilot[Any]) -> None:
    """A link that waits for the customer, with a worker that looks."""
    app = await on_lesson(pilot, due=True)
    lesson = app.calendar.lesson
    assert lesson is not None
    app.working(app.ready).connect("DEMO")
    asking(app.ready, lesson.seats[0].booking).worker().says()
    app.changed()
    await rest(pilot)
    await pilot.press("p")
    await until(pilot, lambda: app.screen is not app.calendar)
    await rest(pilot)
    await pilot.pause(0.5)


async def on_lesson(pilot: Pilot[Any], *, due: bool = False) -> Whole:
    """The cursor on a lesson of one person later in the week, paid or with money due."""
    app = await opened(pilot)
    now = app.ready.clock.now()
    for lesson in app.ready.days(date(2026, 3, 2), 7).lessons:
        if lesson.capacity == 1 and lesson.seats and lesson.start > now and (lesson.seats[0].open > 0) is due:
            app.grid.select(lesson.slot)
            await rest(pilot)
            return app
    raise LookupError("no such lesson in the demo's week")


async def attention(pilot: Pilot[Any]) -> None:
    """What went wrong with money in the last days, each with its answers."""
    await opened(pilot)
    await pilot.press("6")
    await until(pilot, lambda: isinstance(pilot.app.screen, AttentionScreen) and pilot.app.screen.found is not None)
    await pilot.press("j", "j")
    await rest(pilot)


async def till(pilot: Pilot[Any]) -> None:
    """The drawer, the day, the last days and who owes what."""
    await opened(pilot)
    await pilot.press("7")
    await until(pilot, lambda: isinstance(pilot.app.screen, TillScreen) and pilot.app.screen.till is not None)
    await rest(pilot)


async def outbox(pilot: Pilot[Any]) -> None:
    """What mail waits, went and goes out next, one of it to be read."""
    await opened(pilot)
    await pilot.press("O")
    await until(pilot, lambda: isinstance(pilot.app.screen, OutboxScreen) and pilot.app.screen.found is not None)
    await rest(pilot)
    await pilot.press("j", "j")
    await rest(pilot)
    await pilot.pause(0.5)


async def rules(pilot: Pilot[Any]) -> None:
    """Who is told what and when, and how a reminder reads."""
    await opened(pilot)
    await pilot.press("W")
    await until(pilot, lambda: isinstance(pilot.app.screen, RulesScreen) and bool(pilot.app.screen.rules))
    await rest(pilot)
    await pilot.press(*"jjjjjjjjjjjjjj")
    await rest(pilot)
    await pilot.pause(0.5)


WALKS: dict[str, Walk] = {
    "week": week, "day": day, "book": book, "booking": booking, "cancel": cancel, "pay": pay, "attention": attention,
    "till": till, "outbox": outbox, "rules": rules,
}  # fmt: skip


def with_a_worker(folder: Path) -> Whole:
    """The demo as it is after some seconds: somebody works for it."""
    app = whole(folder)
    clock = app.ready.clock
    assert isinstance(clock, FrozenClock)
    Linked(app.ready, clock, app.working(app.ready)).worker()
    return app


@pytest.mark.parametrize("name", WALKS)
async def test_screenshots_are_as_the_demo_looks(name: str, tmp_path: Path) -> None:
    """To draw them anew: DESKBELL_TEST_WRITE=1 with this test; then look at them."""
    app = with_a_worker(tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await WALKS[name](pilot)
        drawn = app.export_screenshot(title="deskbell demo")
    file = FOLDER / f"{name}.svg"
    if os.environ.get("DESKBELL_TEST_WRITE"):
        file.write_text(drawn, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn, f"{file.name} is not what the demo looks like any more"


async def test_the_picture_of_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's own are invented: this one is of a desk with accounts, by the same rule."""
    at = keyed(tmp_path, monkeypatch, ring=Remembers())
    live = replace(ACCOUNT, live=True)
    at.connected(key="rk_live_planted", account=live).link(15).link(16)
    ana = "ana@estudio.example"
    at.connected("GOOGLE", "planted", Account(live=True, id=ana, name=ana))
    at.connected("MAIL", "planted", Account(live=True, id=ana, name=ana))
    at.told.worker()
    app = KeyedApp(at)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await until(pilot, lambda: all(w.is_finished for w in app.workers if w.group == "keys"))
        await settle(pilot)
        drawn = app.export_screenshot(title="deskbell")
    file = FOLDER / "connections.svg"
    if os.environ.get("DESKBELL_TEST_WRITE"):
        file.write_text(drawn, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == drawn, f"{file.name} is not what it looks like any more"
