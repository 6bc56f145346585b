from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.domain.money import CURRENCIES, exponent
from deskbell.words.amounts import LARGEST, looks_like_amount, read_amount
from deskbell.words.money import glyph, show

TAGS = st.sampled_from(["en", "en-US", "es", "es-ES", "es-MX", "pt", "pt-BR"])
CURRENCY = st.sampled_from(sorted(CURRENCIES))


@pytest.mark.parametrize(
    ("minor", "currency", "language", "shown"),
    [
        (2500, "EUR", "en", "25.00 €"), (2500, "EUR", "es", "25,00 €"), (2500, "EUR", "pt", "25,00 €"),
        (2500, "BRL", "pt", "R$ 25,00"), (2500, "GBP", "en", "£25.00"), (123456, "USD", "en", "$1,234.56"),
        (123456, "USD", "es", "1,234.56 US$"), (123456, "USD", "es-ES", "1.234,56 US$"),
        (123456, "USD", "es-PR", "$1,234.56"),
        (123456, "MXN", "es", "$1,234.56"), (123456, "ARS", "es", "$1.234,56"), (123456, "PEN", "es", "S/ 1,234.56"),
        (1500, "JPY", "en", "¥1,500"), (1500, "CLP", "es", "$1.500"), (1234, "KWD", "en", "1.234 KWD"),
        (-250, "EUR", "en", "−2.50 €"), (-250, "USD", "en", "−$2.50"), (0, "EUR", "en", "0.00 €"),
        (7, "EUR", "en", "0.07 €"),
        (123456789012, "EUR", "es", "1.234.567.890,12 €"), (2500, "AED", "en", "25.00 AED"),
        (2500, "PLN", "pt", "25,00 zł"),
    ],
)  # fmt: skip
def test_money_is_written_as_the_language_writes_it(minor: int, currency: str, language: str, shown: str) -> None:
    """Minor units by ISO exponent, marks and signs by language; never a float."""
    assert show(minor, currency, language) == shown


def test_a_sign_and_a_bare_figure_can_be_asked_for() -> None:
    """A column of money shows gains with a plus and no sign of the currency."""
    assert show(250, "EUR", "en", sign=True) == "+2.50 €"
    assert show(0, "EUR", "en", sign=True) == "0.00 €"
    assert show(-250, "EUR", "es", sign=True, symbol=False) == "−2,50"


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("25", 2500), ("25.00", 2500), ("25,00", 2500), ("25.5", 2550), ("1.234,50", 123450), ("1,234.50", 123450),
        ("1 234,50", 123450), ("1\u00a0234,50", 123450), ("1\u202f234.50", 123450), ("1'234.50", 123450),
        ("1.234.567", 123456700), ("1 234", 123400), ("€25", 2500), ("25 €", 2500), ("EUR 25", 2500), ("25eur", 2500),
        (".50", 50), (",5", 50), ("0.07", 7), ("  25 ", 2500), ("1.234.567,89", 123456789), ("007", 700),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_either_mark_is_understood_in_every_language(typed: str, minor: int, language: str) -> None:
    """A keypad has one decimal key: both marks are read wherever only one reading makes sense."""
    assert read_amount(typed, "EUR", language) == minor


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.234", "AMOUNT_AMBIGUOUS"), ("1,234", "AMOUNT_AMBIGUOUS"), ("€ 12.345", "AMOUNT_AMBIGUOUS"),
        ("", "AMOUNT_MISSING"), (" € ", "AMOUNT_MISSING"), ("25.005", "AMOUNT_AMBIGUOUS"),
        ("0.005", "AMOUNT_TOO_FINE"),
        ("25.0050", "AMOUNT_TOO_FINE"), ("1.234,567", "AMOUNT_TOO_FINE"), ("-5", "AMOUNT_NEGATIVE"),
        ("−5", "AMOUNT_NEGATIVE"),
        ("-€5", "AMOUNT_NEGATIVE"), ("€-5", "AMOUNT_NEGATIVE"), ("1e3", "AMOUNT_UNCLEAR"), ("25.", "AMOUNT_UNCLEAR"),
        ("1,23,456", "AMOUNT_UNCLEAR"), ("12 34", "AMOUNT_UNCLEAR"), ("1.,5", "AMOUNT_UNCLEAR"),
        ("²5", "AMOUNT_UNCLEAR"),
        ("٢٥", "AMOUNT_UNCLEAR"), ("+5", "AMOUNT_UNCLEAR"), ("5-", "AMOUNT_UNCLEAR"), ("0x1f", "AMOUNT_UNCLEAR"),
        ("nan", "AMOUNT_UNCLEAR"), ("1_000", "AMOUNT_UNCLEAR"), ("$25", "AMOUNT_OTHER_CURRENCY"),
        ("25 £", "AMOUNT_OTHER_CURRENCY"),
        ("R$ 25,00", "AMOUNT_OTHER_CURRENCY"), ("GBP 25", "AMOUNT_OTHER_CURRENCY"), ("9" * 20, "AMOUNT_TOO_LARGE"),
        ("9" * 5000, "AMOUNT_TOO_LARGE"),
    ],
)  # fmt: skip
def test_what_is_not_one_clear_amount_is_refused(typed: str, code: str) -> None:
    """Money is never guessed: each refusal has its code and says what was typed."""
    with pytest.raises(WrongInput) as refused:
        read_amount(typed, "EUR", "en")
    assert refused.value.code == code
    assert refused.value.facts["text"] == typed[:40]


def test_both_readings_of_an_ambiguous_figure_are_named() -> None:
    """The sentence can say: 1.23 or 1,234.00?"""
    with pytest.raises(WrongInput) as refused:
        read_amount("1.234", "EUR", "es")
    assert (refused.value.facts["low"], refused.value.facts["high"]) == (123, 123400)


@pytest.mark.parametrize(
    ("typed", "currency", "language", "minor"),
    [
        ("1.234", "JPY", "en", 1234), ("1,234", "JPY", "es", 1234), ("1.234", "KWD", "en", 1234),
        ("1,234", "KWD", "es", 1234),
        ("$5", "USD", "en", 500), ("US$5", "USD", "es", 500), ("B/.25.50", "PAB", "es", 2550),
        ("R$ 1.234,50", "BRL", "pt", 123450),
        ("5000", "CLP", "es", 5000), ("0,250", "KWD", "en", 250),
    ],
)  # fmt: skip
def test_the_exponent_decides_where_it_can(typed: str, currency: str, language: str, minor: int) -> None:
    """Yen have no cents, so a mark before three digits parts thousands; dinars have three."""
    assert read_amount(typed, currency, language) == minor


@pytest.mark.parametrize(("typed", "currency", "language"), [("1.234", "KWD", "es"), ("1,234", "KWD", "en")])
def test_three_decimals_against_the_language_are_ambiguous(typed: str, currency: str, language: str) -> None:
    """A factor of a thousand is not guessed either."""
    with pytest.raises(WrongInput, match="AMOUNT_AMBIGUOUS"):
        read_amount(typed, currency, language)


@given(st.integers(0, LARGEST - 1), CURRENCY, TAGS, st.booleans())
def test_what_is_shown_is_read_back_to_the_cent(minor: int, currency: str, language: str, symbol: bool) -> None:
    """read_amount(show(x)) == x for every currency, language and amount: no factor of ten is ever lost."""
    shown = show(minor, currency, language, symbol=symbol)
    assert read_amount(shown, currency, language) == minor
    assert looks_like_amount(shown, currency)


@given(st.integers(0, 99_999), st.integers(0, 99), TAGS)
def test_two_decimals_mean_the_same_after_either_mark(whole: int, cents: int, language: str) -> None:
    """A point and a comma before two digits are cents in every language, never thousands."""
    for mark in ".,":
        assert read_amount(f"{whole}{mark}{cents:02d}", "EUR", language) == whole * 100 + cents


@given(st.text(max_size=60), CURRENCY, TAGS)
def test_any_text_is_an_amount_or_a_refusal(text: str, currency: str, language: str) -> None:
    """Whatever is typed: whole minor units, not negative, or WrongInput."""
    try:
        minor = read_amount(text, currency, language)
    except WrongInput:
        return
    assert type(minor) is int
    assert 0 <= minor < LARGEST


def test_an_unknown_currency_is_wrong_input() -> None:
    with pytest.raises(WrongInput, match="UNKNOWN_CURRENCY"):
        show(1, "XYZ", "en")


def test_the_glyph_of_money_is_one_cell_for_every_currency() -> None:
    """SCREENS: badge glyphs are one cell wide and are never taken for a letter."""
    for currency in CURRENCIES:
        assert exponent(currency) in (0, 2, 3)
        sign = glyph(currency)
        assert len(sign) == 1
        assert unicodedata.category(sign) == "Sc"
        assert unicodedata.east_asian_width(sign) not in "WF"
    assert (glyph("EUR"), glyph("GBP"), glyph("BRL"), glyph("CHF"), glyph("MXN")) == ("€", "£", "$", "$", "$")
