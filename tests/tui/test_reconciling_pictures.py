"""How the books against the providers look; each picture was opened and looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from deskbell.domain.ports import Later
from deskbell.tui.theme import LIGHT
from tests.tui.asked import AskedApp, Says, differing, paid
from tests.tui.harness import settle
from tests.tui.linked import Linked, studio
from tests.tui.test_commands import LANGUAGES

Compare = Callable[..., bool]
SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")


def differ(folder: Path) -> tuple[Linked, tuple[Says, ...]]:
    told = paid(folder)
    return told, (differing(told),)


def agree(folder: Path) -> tuple[Linked, tuple[Says, ...]]:
    told = paid(folder)
    return told, (Says(told.seen),)


def away(folder: Path) -> tuple[Linked, tuple[Says, ...]]:
    """One does not answer; of the other one nothing differs."""
    told = paid(folder)
    return told, (Says(told.seen), Says({}, name="STRIPE", away=Later(9, "TIMEOUT")))


def unconnected(folder: Path) -> tuple[Linked, tuple[Says, ...]]:
    """What the books hold at a provider that this machine cannot ask."""
    return paid(folder), ()


def nobody(folder: Path) -> tuple[Linked, tuple[Says, ...]]:
    return studio(folder), ()


STORIES = {"differ": differ, "agree": agree, "away": away, "unconnected": unconnected, "nobody": nobody}


def drawn(
    compare: Compare,
    folder: Path,
    size: tuple[int, int],
    story: str,
    keys: Sequence[str] = (),
    *,
    language: str = "en",
    theme: str = "",
) -> bool:
    told, providers = STORIES[story](folder)
    told.beat()
    app = AskedApp(told, *providers, language=language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@SIZES
@pytest.mark.parametrize("story", STORIES)
def test_the_books_against_the_providers(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], story: str
) -> None:
    assert drawn(snap_compare, tmp_path, size, story)


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_in_other_languages(snap_compare: Compare, tmp_path: Path, language: str) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), "differ", ("j", "j"), language=language)


def test_in_light(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, tmp_path, (80, 24), "differ", theme=LIGHT)
