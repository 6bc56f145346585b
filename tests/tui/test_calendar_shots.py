"""The calendar as pictures. Each was looked at before it was accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from deskbell.settings import Settings
from deskbell.tui.modals.menu import FindModal, MenuModal
from tests.tui.calendar_app import free_cell, opened, rest, somebody, spoken, whole, write
from tests.tui.harness import until

SIZES = [(120, 36), (80, 24), (60, 20)]


def named(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


async def ready(pilot: Pilot[Any]) -> None:
    await opened(pilot)


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_week(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    assert snap_compare(whole(tmp_path), terminal_size=size, run_before=ready)


@pytest.mark.parametrize("size", SIZES[:2], ids=named)
def test_day(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot)
        await pilot.press("v")
        await rest(pilot)

    assert snap_compare(whole(tmp_path), terminal_size=size, run_before=before)


def test_week_light(snap_compare: Any, tmp_path: Path) -> None:
    app = whole(tmp_path, settings=Settings(theme="light"))
    assert snap_compare(app, terminal_size=(120, 36), run_before=ready)


def test_week_without_colour(snap_compare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STYLE 17: glyph and word say what colour says."""
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(whole(tmp_path), terminal_size=(120, 36), run_before=ready)


def test_week_in_spanish(snap_compare: Any, tmp_path: Path) -> None:
    assert snap_compare(whole(tmp_path, language="es"), terminal_size=(120, 36), run_before=ready)


@pytest.mark.parametrize("size", SIZES, ids=named)
def test_booking_line(snap_compare: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        app = await opened(pilot)
        _, _, free = free_cell(app.ready)
        await pilot.press("b")
        await write(pilot, f'{somebody(app.ready)} {spoken(free)} #"Piano 60" cash 30')

    assert snap_compare(whole(tmp_path), terminal_size=size, run_before=before)


def test_several_people(snap_compare: Any, tmp_path: Path) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        await opened(pilot)
        await pilot.press("b")
        await write(pilot, "lee piano")
        await pilot.press("down")
        await pilot.pause()

    assert snap_compare(whole(tmp_path), terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("key", ["space", "question_mark", "colon"])
def test_menus(snap_compare: Any, tmp_path: Path, key: str) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        app = await opened(pilot)
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        await pilot.pause()

    assert snap_compare(whole(tmp_path), terminal_size=(80, 24), run_before=before)


def test_find(snap_compare: Any, tmp_path: Path) -> None:
    async def before(pilot: Pilot[Any]) -> None:
        app = await opened(pilot)
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, FindModal))
        await pilot.press(*"lee")
        await until(pilot, lambda: isinstance(app.screen, FindModal) and len(app.screen.verbs) > 2)
        await pilot.pause()

    assert snap_compare(whole(tmp_path), terminal_size=(80, 24), run_before=before)
