"""What a block says in the cells it has: name, money, state, in words or glyphs, and never more than its cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.tui.text import cell_len, clean
from deskbell.tui.widgets.grid_face import BAR, EARLY_BAR, LATE_BAR, face
from deskbell.tui.widgets.grid_model import Badge, Block, Tone
from tests.tui.grid_app import CANCELLED, CONFIRMED, HELD, PAID, due
from tests.tui.hostile import names

LESSON = Block(1, 0, 600, 660, "Ana Pérez", "Ana P.", "Piano 60", CONFIRMED, PAID)

badges = st.none() | st.builds(Badge, st.sampled_from("●◐✓€↺"), st.text(max_size=12), st.sampled_from(Tone))
lessons = st.builds(
    Block,
    st.just(1),
    st.just(0),
    st.integers(0, 1400),
    st.just(1440),
    st.text(max_size=20) | st.sampled_from(names()),
    st.text(max_size=8),
    st.text(max_size=12),
    badges,
    badges,
    st.text(alphabet="0123456789/…2", max_size=9),
    st.sampled_from(Tone),
)


def said(found: Block, width: int, height: int, **more: int) -> list[str]:
    return ["".join(words for words, _ in line) for line in face(found, width, height, **more)]  # type: ignore[arg-type]


@given(lessons, st.integers(0, 40), st.integers(0, 6), st.booleans(), st.booleans(), st.sampled_from((0, 15, 60)))
def test_a_face_fills_its_cells_exactly(
    found: Block, width: int, height: int, late: bool, early: bool, row: int
) -> None:
    """Whatever the words: as many lines as rows, each as wide as the block, no control character, no empty piece."""
    lines = face(found, width, height, late=late, early=early, row=row)
    assert len(lines) == height
    for line in lines:
        assert cell_len("".join(words for words, _ in line)) == max(0, width)
        assert all(words for words, _ in line)
        assert not any(unicodedata.category(c) == "Cc" for words, _ in line for c in words)


def test_words_where_there_is_room_and_glyphs_where_there_is_not() -> None:
    """Name first; a badge keeps its glyph when it loses its word."""
    assert said(LESSON, 22, 1) == ["▌Ana Pérez    ● € paid"]
    assert said(LESSON, 17, 1) == ["▌Ana Pérez    ● €"]
    assert said(LESSON, 12, 1) == ["▌Ana Pérez €"]
    assert said(LESSON, 11, 1) == ["▌Ana P.   €"]
    assert said(LESSON, 5, 1) == ["▌Ana "]
    assert said(LESSON, 24, 2) == ["▌Ana Pérez        € paid", "▌Piano 60    ● confirmed"]
    assert said(LESSON, 13, 4) == ["▌Ana Pérez   ", "▌Piano 60    ", "▌€ paid      ", "▌● confirmed "]
    assert said(LESSON._replace(money=due("25.00")), 13, 3) == ["▌Ana Pérez   ", "▌Piano 60   ●", "▌€ due 25.00 "]


@pytest.mark.parametrize("height", [1, 2])
@pytest.mark.parametrize("width", [6, 9, 12, 20, 30])
def test_due_is_told_from_paid_without_colour(width: int, height: int) -> None:
    """What is due is said in every width that has room for more than a name: glyph and mark, or the word."""
    owed = "".join(said(LESSON._replace(money=due("25.00")), width, height))
    assert "€!" in owed or "due 25.00" in owed
    paid = "".join(said(LESSON, width, height))
    assert "€!" not in paid
    assert "due" not in paid


def test_a_class_shows_its_count_and_gives_the_name_what_is_left() -> None:
    orchestra = LESSON._replace(title="Orchestra", short="", money=None, detail="Hall", places="21/24")
    assert said(orchestra, 13, 2) == ["▌Orche… 21/24", "▌Hall       ●"]
    assert said(orchestra, 12, 2) == ["▌Orche 21/24", "▌Hall      ●"]
    assert said(orchestra, 9, 2) == ["▌Orchestr", "▌Ha 21/24"]


def test_state_shows_in_the_bar_and_the_words_without_colour() -> None:
    """Confirmed, held, needing a person and over differ by glyph alone."""
    found = [
        LESSON,
        LESSON._replace(seat=HELD, money=None, tone=Tone.HELD),
        LESSON._replace(tone=Tone.CLASH),
        LESSON._replace(seat=CANCELLED, money=None, tone=Tone.MUTED),
        LESSON._replace(tone=Tone.DONE),
    ]
    bars = [said(b, 12, 1)[0][0] for b in found]
    assert len(set(bars)) == 5
    assert said(found[2], 14, 1) == ["█! Ana P.  ● €"]


def test_a_start_within_a_row_is_named_and_drawn() -> None:
    """At an hour a row 10:30 says `:30`, and its bar begins and ends halfway."""
    late = LESSON._replace(start=630, end=720)
    lines = face(late, 20, 2, late=True, row=60)
    assert "".join(w for w, _ in lines[0]).startswith(f"{LATE_BAR}:30 Ana Pérez")
    assert face(LESSON, 20, 2, early=True)[-1][0][0] == EARLY_BAR
    assert face(LESSON, 20, 2)[0][0][0] == BAR


def test_three_hundred_hostile_names_are_shown_as_they_are() -> None:
    """T1, T2: no markup is read, nothing but what could act is replaced, and a short name is shown whole."""
    for name in names():
        line = said(LESSON._replace(title=name, short=""), 60, 1)[0]
        kept = clean(name)
        assert kept in line if cell_len(kept) <= 40 else line[1:10] == kept[:9]
