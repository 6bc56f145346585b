"""How paper looks on the screen; each picture was opened and looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from deskbell.tui.screens.documents import DocumentsScreen
from deskbell.tui.screens.paper import PaperScreen
from deskbell.tui.theme import LIGHT
from tests.tui.harness import HarnessApp, settle, until
from tests.tui.little import Little
from tests.tui.papers import invoiced, receipts, unpaid
from tests.tui.test_commands import LANGUAGES

Compare = Callable[..., bool]
Make = Callable[[str], Screen[Any]]
SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")


def drawn(
    compare: Compare,
    told: Little,
    size: tuple[int, int],
    make: Make = DocumentsScreen,
    keys: Sequence[str] = (),
    *,
    typed: str = "",
    language: str = "en",
    theme: str = "",
) -> bool:
    """The screen after those keys; `typed` goes into the field that they led to."""
    app = HarnessApp(told.desk, lambda: make(language), language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in keys:
            screen = app.screen
            await pilot.press(key)
            if key in ("M", "C"):
                await until(pilot, lambda screen=screen: app.screen is not screen)
            await settle(pilot)
        if typed:
            field = app.focused
            assert isinstance(field, Input)
            field.value = typed
            await pilot.pause(0.3)
        await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@SIZES
def test_documents(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert drawn(snap_compare, invoiced(tmp_path), size, keys=("j",))


@SIZES
def test_nothing_is_on_paper(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    assert drawn(snap_compare, unpaid(tmp_path), size)


@pytest.mark.parametrize("typed", ["mart inv", "no such thing"], ids=["found", "none"])
def test_found_by_typing(snap_compare: Compare, tmp_path: Path, typed: str) -> None:
    assert drawn(snap_compare, invoiced(tmp_path), (80, 24), keys=("slash",), typed=typed)


@SIZES
@pytest.mark.parametrize("label", ["1", "C1", "R20"])
def test_paper(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], label: str) -> None:
    assert drawn(snap_compare, invoiced(tmp_path), size, lambda language: PaperScreen(label, language))


@pytest.mark.parametrize("typed", ["", "Ana Pérez", "nobody of that name"], ids=["all", "one", "nobody"])
def test_the_months(snap_compare: Compare, tmp_path: Path, typed: str) -> None:
    assert drawn(snap_compare, receipts(tmp_path), (80, 24), keys=("M",), typed=typed)


def test_the_months_where_there_is_little_room(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, receipts(tmp_path), (60, 20), keys=("M",))


def test_the_plan_of_a_correction(snap_compare: Compare, tmp_path: Path) -> None:
    """The newest one is the invoice of an order."""
    assert drawn(snap_compare, invoiced(tmp_path), (80, 24), keys=("C",))


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_in_other_languages(snap_compare: Compare, tmp_path: Path, language: str) -> None:
    assert drawn(snap_compare, invoiced(tmp_path), (80, 24), language=language)


def test_in_light(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, invoiced(tmp_path), (120, 36), lambda language: PaperScreen("1", language), theme=LIGHT)
