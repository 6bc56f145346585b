from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskbell.domain.text import REPLACEMENT, clean, fold

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)  # lone surrogates too
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
SPANS = [
    (0, 0x3400),
    (0xA000, 0xAC00),
    (0xD780, 0x20000),
    (0xE0000, 0xE1000),
    (0xFFFF0, 0x100000),
    (0x10FFF0, 0x110000),
]
EVERY = [n for low, high in SPANS for n in range(low, high)]  # all but ideographs, syllables and empty planes


def harmless(c: str) -> bool:
    return unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} and unicodedata.bidirectional(c) not in BIDI


def test_no_code_point_at_all_survives_that_could_act() -> None:
    """T2: whatever single character is typed, no control, bidi, separator or surrogate comes out."""
    wrong = [hex(n) for n in EVERY if not all(map(harmless, clean(f"a{chr(n)}b")))]
    assert wrong == []


def test_every_code_point_cleans_and_folds_to_a_fixed_point() -> None:
    """Cleaning and folding twice is the same as once, for every single code point."""
    assert [hex(n) for n in EVERY if clean(clean(chr(n))) != clean(chr(n))] == []
    assert [hex(n) for n in EVERY if fold(fold(chr(n))) != fold(chr(n))] == []


@given(ANY, st.none() | st.integers(0, 20), st.booleans())
@example("\u0627\u200c\u0627", 2, False)
@example("\u03b1\u0313\u0300\u0345" * 3, 2, False)
def test_clean_is_idempotent_bounded_and_composed(s: str, limit: int | None, multiline: bool) -> None:
    """T2: clean(clean(s)) == clean(s), in NFC, never longer than its limit."""
    once = clean(s, limit, multiline=multiline)
    assert clean(once, limit, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert limit is None or len(once) <= limit
    assert all(harmless(c) or (multiline and c == "\n") for c in once)


@given(ANY)
def test_a_limit_cuts_and_does_nothing_else(s: str) -> None:
    """A limited text is the beginning of the whole one, but for a joiner that lost its neighbour."""
    assert clean(s, 7).rstrip(REPLACEMENT) == clean(s)[: len(clean(s, 7).rstrip(REPLACEMENT))]


@given(ANY)
def test_fold_is_idempotent_and_knows_neither_case_nor_form(s: str) -> None:
    """A search key is its own key, and the same for every normal form of what was typed."""
    assert fold(fold(s)) == fold(s)
    assert fold(unicodedata.normalize("NFD", s)) == fold(unicodedata.normalize("NFC", s)) == fold(s)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;cm0gLXJm\x07", "\x1b[2J", "\x9b31m", "\x7f", "a\tb", "a\nb", "a\r\nb", "\u202egpj", "\u2066x",
        "\u061c", "\u2028", "\u2029", "\u200b", "\u2060", "\ufeffAna", "\U000e0041\U000e007f", "\ud83d", "\ufdd0",
        "\U0010ffff", "a\u200db", "\u3164", "soft\u00adly", "\u2062", "\ufff9x\ufffb",
    ],
)  # fmt: skip
def test_what_could_act_or_hide_is_shown_as_a_replacement(hostile: str) -> None:
    """T2: nothing is dropped silently: the place of each harmful character can be seen."""
    assert REPLACEMENT in clean(hostile)
    assert len(clean(hostile)) == len(hostile)


@pytest.mark.parametrize(
    "name",
    [
        "Ana Pérez", "Ñandú Réyes", "美咲 佐藤", "葛\U000e0100城", "Ana [/]", "[@click=app.bell]Ana[/]", "O’Brien",
        "Łukasz Żółć", "نرگس\u200cسادات", "क्\u200dष", "Nguyễn Thị Ánh", "Zoë 🎹", "❤\ufe0f", "=SUM(A1)", "ひなた",
    ],
)  # fmt: skip
def test_names_from_everywhere_stay_as_they_are(name: str) -> None:
    """A name that can do no harm is not touched, joiners between the letters that need them included."""
    assert clean(name) == unicodedata.normalize("NFC", name) == name


def test_lines_are_kept_only_where_they_are_asked_for() -> None:
    """A note has lines, a name has none."""
    assert clean("a\r\nb\rc\nd\x00", multiline=True) == "a\nb\nc\nd\ufffd"
    assert clean("a\nb") == "a\ufffdb"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Ana PÉREZ", "ana perez"), ("  Ñandú   Réyes ", "nandu reyes"), ("Straße", "strasse"), ("STRASSE", "strasse"),
        ("Ødegård", "odegard"), ("Łódź", "lodz"), ("Æsir", "aesir"), ("Đorđe", "dorde"), ("Iğdır", "igdir"),
        ("İzmir", "izmir"), ("O’Brien", "o'brien"), ("Saint–Exupéry", "saint-exupery"), ("Ελένη", "ελενη"),
        ("Йорік", "иорік"), ("한글", "한글"), ("がぎ", "がぎ"), ("美咲", "美咲"), ("Ａｎａ", "ana"),
        ("नमस्ते", "नमस्ते"), ("Þór", "thor"), ("ŒUVRE", "oeuvre"), ("مُحَمَّد", "محمد"), ("Nguyễn", "nguyen"),
    ],
)  # fmt: skip
def test_fold_finds_a_name_however_it_is_typed(typed: str, key: str) -> None:
    """Accents, case, ligatures and typographic marks do not stand between a person and a name."""
    assert fold(typed) == key
