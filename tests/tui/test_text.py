"""The one door through which a person's words reach a widget, and their fitting into cells. T1, T2."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from deskbell.domain.text import clean
from deskbell.tui.text import cell_len, cut, fit, text
from tests.tui.hostile import names


def test_there_are_three_hundred_hostile_names() -> None:
    assert len(names()) == 300


@pytest.mark.parametrize("style", ["", "bold"])
def test_words_are_never_markup_and_never_control_the_terminal(style: str) -> None:
    """T1, T2: what was typed is what is shown, but for characters that could act, which are shown as replaced."""
    for name in names():
        content = text(name, style)
        assert isinstance(content, Content)
        assert content.plain == clean(name)
        assert not any(unicodedata.category(c) == "Cc" for c in content.plain)
        assert {str(span.style) for span in content.spans} <= {style}


def test_a_harmless_name_with_brackets_is_not_changed() -> None:
    """T1: `Ana [/]` once ended the program."""
    for name in ("Ana [/]", "Bob [VIP]", "[@click=app.quit]Ana[/]", "Ñandú Réyes", "美咲 佐藤"):
        assert text(name).plain == name


@given(st.text(max_size=40), st.integers(-1, 50))
def test_fitted_words_never_pass_their_cells(s: str, cells: int) -> None:
    """What fits is whole; what does not ends with an ellipsis; a wide glyph is never halved."""
    fitted, short = fit(s, cells), cut(s, cells)
    assert cell_len(fitted) <= max(0, cells)
    assert cell_len(short) <= max(0, cells)
    if cell_len(clean(s)) <= cells:
        assert fitted == short == clean(s)
    elif cells > 0:
        assert fitted.endswith("…")
        assert clean(s).startswith(short)


def test_what_is_cut_is_cut_at_whole_glyphs() -> None:
    assert fit("美咲 佐藤", 6) == "美咲…"
    assert fit("美咲 佐藤", 4) == "美…"
    assert fit("Réyes", 3) == "Ré…"
    assert fit("e\u0301" * 9, 3) == "éé…"
    assert cut("美咲", 3) == "美"


def test_a_number_is_left_out_rather_than_halved() -> None:
    """`Piano 6` would be another lesson than `Piano 60`."""
    assert cut("Piano 60", 7) == "Piano"
    assert fit("Piano 60 min", 8) == "Piano…"
    assert cut("Piano 60", 8) == "Piano 60"
    assert cut("Studio 1 · upstairs", 10) == "Studio 1"
