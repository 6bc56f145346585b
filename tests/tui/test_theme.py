"""The looks: every word can be read in both themes, and the style sheets are found where they are put."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color as Rich
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from deskbell.domain.errors import NotSetUp
from deskbell.services.desk import Desk
from deskbell.tui.app import DeskbellApp
from deskbell.tui.looks import style_paths
from deskbell.tui.theme import DARK, LIGHT, OF_256, THEMES, TOKENS, themes, token_defaults
from tests.house.clock import FrozenClock
from tests.tui.grid_app import GridApp, week

ENOUGH = 4.5
PATTERNS = frozenset(" ·╱╲▔─▁▌▏▖▘█╎┊")
"""Glyphs that draw and do not say: bars, hatches, the now line."""

INKS = ("foreground", "muted", "now", "paid", "due", "held", "clash", "done")
GROUNDS = (
    *("background", "surface", "panel", "free", "closed", "busy"),
    *("block", "block-head", "block-now", "block-now-head", "block-done", "block-done-head"),
)


def contrast(one: Color, other: Color) -> float:
    """WCAG 2: (lighter + 0.05) / (darker + 0.05) of the relative luminances."""

    def luminance(colour: Color) -> float:
        parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_says() -> None:
    assert contrast(Color.parse("#fff"), Color.parse("#000")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [*THEMES, *OF_256], ids=["dark", "light", "dark-256", "light-256"])
def test_every_ink_can_be_read_on_every_ground(theme: Theme) -> None:
    """4.5 to 1 for each token that words are written in, on each ground of the theme."""
    colours = theme.to_color_system().generate() | theme.variables
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS]
    pairs += [("cursor-text", "cursor"), ("cursor-away-text", "cursor-away")]
    poor = {
        f"{ink} on {ground}": round(found, 2)
        for ink, ground in pairs
        if (found := contrast(Color.parse(colours[ink]), Color.parse(colours[ground]))) < ENOUGH
    }
    assert poor == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("focused", [True, False])
async def test_every_word_of_a_week_can_be_read(theme: str, focused: bool) -> None:
    """4.5 to 1 for each cell that says something, as it is painted, the cursor's and the running lesson's too."""
    app = GridApp(week(), theme)
    async with app.run_test(size=(200, 60)) as pilot:
        if not focused:
            app.screen.set_focus(None)
        for spot in ((2, 600), (1, 960), (3, 570), (4, 870)):
            app.grid.move_to(*spot)
            await pilot.pause()
            for y in range(app.size.height):
                for segment in app.grid.render_line(y):
                    if set(segment.text) <= PATTERNS:
                        continue
                    assert segment.style is not None
                    assert segment.style.color is not None
                    assert segment.style.bgcolor is not None
                    ink = Color.from_rich_color(segment.style.color)
                    ground = Color.from_rich_color(segment.style.bgcolor)
                    assert contrast(ink, ground) >= ENOUGH, segment


def test_both_themes_say_the_same_tokens() -> None:
    """A style sheet that parses in one theme parses in the other, and under a theme that is not ours."""
    for theme in (*THEMES, *OF_256):
        assert theme.variables.keys() >= TOKENS
    assert token_defaults().keys() >= TOKENS


def shown(colour: str) -> str:
    """As a terminal of 256 colours has it."""
    return Rich.parse(colour).downgrade(ColorSystem.EIGHT_BIT).get_truecolor().hex


@pytest.mark.parametrize("theme", OF_256, ids=lambda theme: theme.name)
def test_of_256_colours_grounds_stay_apart_and_words_can_be_read(theme: Theme) -> None:
    """What is free, closed and a lesson differ there too, and no ink is poorer than where there are millions."""
    colours = theme.to_color_system().generate() | theme.variables
    assert len({shown(colours[name]) for name in ("free", "closed", "block", "block-now", "cursor")}) == 5
    for ink in INKS:
        for ground in GROUNDS:
            found = contrast(Color.parse(shown(colours[ink])), Color.parse(shown(colours[ground])))
            assert found >= ENOUGH, f"{ink} on {ground}: {found:.2f}"


def test_a_terminal_that_says_nothing_of_its_colours_has_them_all() -> None:
    assert themes("256") is themes("standard") is OF_256
    assert themes("truecolor") is themes(None) is THEMES


def test_the_program_alone_asks_its_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures and tests look the same wherever they are drawn."""
    for name in ("COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def nobody() -> Desk:
        raise NotSetUp("DESK_NOT_SET_UP")

    for fitting, there in ((True, OF_256), (False, THEMES)):
        app = DeskbellApp(nobody, glance=None, clock=FrozenClock(), fitting=fitting)
        assert app.current_theme is there[0]


async def test_under_a_foreign_theme_the_grid_is_still_painted() -> None:
    app = GridApp(week())
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "nord"
        await pilot.pause()
        await pilot.pause()
        assert "Wed 4" in app.grid.render_line(0).text


def test_style_sheets_come_base_first_and_narrow_last(tmp_path: Path) -> None:
    """In a wheel they lie beside the code, in a checkout at its root; the first place that has them is taken."""
    for name in ("narrow", "base", "week", "booking"):
        (tmp_path / f"{name}.tcss").touch()
    found = style_paths((tmp_path / "nowhere", tmp_path))
    assert [path.stem for path in found] == ["base", "booking", "week", "narrow"]
    assert style_paths()[0].name == "base.tcss"
    with pytest.raises(FileNotFoundError, match="nowhere"):
        style_paths((tmp_path / "nowhere",))
