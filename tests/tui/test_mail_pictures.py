"""How rules and outbox look; each picture was opened and looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from deskbell.tui.screens.lettered import Lettered
from deskbell.tui.screens.outbox import OutboxScreen
from deskbell.tui.screens.rules import RulesScreen
from deskbell.tui.theme import LIGHT
from tests.tui.harness import HarnessApp, demo_desk, settle
from tests.tui.test_commands import LANGUAGES

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")


def drawn(
    compare: Compare,
    folder: Path,
    size: tuple[int, int],
    make: type[Lettered],
    keys: Sequence[str] = (),
    *,
    language: str = "en",
    theme: str = "",
) -> bool:
    app = HarnessApp(demo_desk(folder), lambda: make(language), language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await pilot.pause(0.3)
        await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@SIZES
@pytest.mark.parametrize("make", [OutboxScreen, RulesScreen])
def test_rules_and_outbox(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], make: type[Lettered]) -> None:
    assert drawn(snap_compare, tmp_path, size, make, ("j",))


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
@pytest.mark.parametrize("make", [OutboxScreen, RulesScreen])
def test_in_other_languages(snap_compare: Compare, tmp_path: Path, language: str, make: type[Lettered]) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), make, language=language)


def test_in_light(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (120, 36), RulesScreen, theme=LIGHT)


@pytest.mark.parametrize("keys", [("H",), (*"jjjjjjjjjjjjjj", "enter")], ids=["text", "rule"])
def test_what_is_asked(snap_compare: Compare, tmp_path: Path, keys: Sequence[str]) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), RulesScreen, keys)
