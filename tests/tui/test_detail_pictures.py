"""How the booking, the payment and their questions look; each picture was opened and looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from textual.pilot import Pilot

from deskbell.domain.calendar_commands import CatchUp
from deskbell.domain.connections import DEMO_CALENDAR
from deskbell.providers.fake_calendar import FakeCalendar
from deskbell.services.connecting import Opened
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.theme import LIGHT
from deskbell.wiring import ShiftedClock
from deskbell.worker.loop import Worker
from tests.tui.harness import HarnessApp, settle
from tests.tui.little import little

Compare = Callable[..., bool]
Keys = Sequence[str]


def drawn(
    compare: Compare,
    folder: Path,
    size: tuple[int, int],
    which: str,
    keys: Keys = (),
    *,
    language: str = "en",
    theme: str = "",
    paying: bool = False,
    on_calendar: bool = False,
) -> bool:
    """The screen of that booking after those keys; a key of several letters in quotes is typed at once."""
    told = little(folder)
    if on_calendar:
        put_there(told.desk, folder)
    kind = PaymentScreen if paying else DetailScreen
    app = HarnessApp(told.desk, lambda: kind(told.no[which], language), language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        for key in keys:
            if key.startswith("'"):
                app.focused.value = key[1:]  # type: ignore[union-attr]
                await pilot.pause(0.25)
            else:
                await pilot.press(key)
            await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


def put_there(desk: Desk, folder: Path) -> None:
    """Its lessons go on a calendar, which has them: online ones with a meeting."""
    working = Working(desk)
    working.connect(DEMO_CALENDAR)
    with desk.database.write() as unit:
        unit.connection.execute(text("UPDATE slot SET place = 'ONLINE', join_url = ''"))
    desk.commit(CatchUp(key=desk.fresh()))
    calendar = FakeCalendar(folder / "there.sqlite3", desk.clock)
    later = FakeCalendar(folder / "there.sqlite3", ShiftedClock(desk.clock, 60))
    for now in (calendar, later):
        working = Working(Desk(desk.database, now.clock, desk.fresh))
        worker = Worker(working, {}, now.clock, opened=Opened({}, {}, calendars={DEMO_CALENDAR: now}))
        worker.once()
        worker.leave()
        now.close()


@pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("keys", [(), ("x", "1", "1")], ids=["detail", "cancel-plan"])
def test_booking_on_a_calendar(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], keys: Keys) -> None:
    assert drawn(snap_compare, tmp_path, size, "rich", keys, on_calendar=True)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize("which", ["rich", "refund", "class"])
def test_booking(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], which: str) -> None:
    assert drawn(snap_compare, tmp_path, size, which)


def test_booking_in_light(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (120, 36), "rich", theme=LIGHT)


def test_booking_in_spanish(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), "rich", language="es")


def test_booking_without_colour(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every state has its glyph and its word."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert drawn(snap_compare, tmp_path, (80, 24), "rich")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")
@pytest.mark.parametrize(
    ("which", "keys"), [("due", ("'30",)), ("rich", ("'5",)), ("refund", ())], ids=["change", "part", "nothing"]
)
def test_payment(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], which: str, keys: Keys) -> None:
    assert drawn(snap_compare, tmp_path, size, which, keys, paying=True)


def test_payment_taken(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), "due", ("'30", "c"), paying=True)


QUESTIONS = {
    "cancel": ("rich", ("x",)),
    "cancel-plan": ("rich", ("x", "1", "1")),
    "cancel-plan-due": ("due", ("x", "3", "4")),
    "move": ("rich", ("m",)),
    "move-typed": ("rich", ("m", "'fri 16:00")),
    "move-taken": ("rich", ("m", "'sun 3:00")),
    "move-plan": ("rich", ("m", "'fri 17:00", "enter")),
    "move-class": ("class", ("m",)),
    "note": ("rich", ("n",)),
    "edit": ("rich", ("e",)),
    "price": ("due", ("P", "'20")),
    "attendance": ("due", ("a", "1")),
    "hand-over": ("refund", ("R",)),
    "undo": ("refund", ("u",)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_question(snap_compare: Compare, tmp_path: Path, name: str) -> None:
    which, keys = QUESTIONS[name]
    assert drawn(snap_compare, tmp_path, (80, 24), which, keys)


def test_plan_on_a_small_terminal(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (60, 20), "rich", ("x", "1", "1"), language="pt")
