"""The first minute, an empty week and the small questions as pictures; each was looked at before it was accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deskbell.tui.screens.setup import SetUpScreen
from deskbell.tui.setting_up import LINES
from tests.tui.calendar_app import Whole, opened, rest, whole
from tests.tui.harness import until
from tests.tui.test_setup import ANSWERS, new

SIZES = [(120, 36), (80, 24), (60, 20)]


async def asked(pilot: Pilot[Any]) -> None:
    """Half way: some answers given, one of them wrong."""
    app = pilot.app
    assert isinstance(app, Whole)
    await until(pilot, lambda: isinstance(app.screen, SetUpScreen))
    for line in LINES[:4]:
        wrong = line == LINES[3]
        app.screen.query_one(f"#in-{line}", Input).value = "spanish doubloons" if wrong else ANSWERS[line]
        await pilot.press("enter")
        await pilot.pause(0.1)
    await pilot.pause(0.2)


async def empty(pilot: Pilot[Any]) -> None:
    """The new desk's first week."""
    app = pilot.app
    assert isinstance(app, Whole)
    await until(pilot, lambda: isinstance(app.screen, SetUpScreen))
    for line in LINES:
        app.screen.query_one(f"#in-{line}", Input).value = ANSWERS[line]
        await pilot.press("enter")
    await until(pilot, lambda: app.screen is app.calendar)
    await opened(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_setting_up(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(new(tmp_path), terminal_size=size, run_before=asked)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda s: f"{s[0]}x{s[1]}")
def test_an_empty_week(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    app = new(tmp_path)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    assert snap_compare(app, terminal_size=size, run_before=empty)


@pytest.mark.parametrize("key", ["d", "f"])
def test_going_to_a_day_and_choosing_a_tutor(snap_compare: Any, tmp_path: Path, key: str) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot)
        await pilot.press(key)
        await rest(pilot)
        await pilot.pause(0.2)

    assert snap_compare(whole(tmp_path), terminal_size=(80, 24), run_before=before)
