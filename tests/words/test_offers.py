from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.domain.offer import TaxMode
from deskbell.words.money import show
from deskbell.words.offers import NAME_LIMIT, Offered, read_offer, read_service


@pytest.mark.parametrize(
    ("typed", "service"),
    [
        ("Piano 60 25.00", ("Piano", 60, 2500)), ("Piano 60 min 25 €", ("Piano", 60, 2500)),
        ("Yoga 1h30 12,50", ("Yoga", 90, 1250)),
        ("GCSE Maths 2 60 25.00", ("GCSE Maths 2", 60, 2500)), ('"Room 5" 60 250.00', ("Room 5", 60, 25000)),
        ("Piano 60 1 234,50", ("Piano", 60, 123450)), ("Yoga 45 gratis", ("Yoga", 45, 0)),
        ("Yoga 45 0", ("Yoga", 45, 0)),
        ("  Clase   de piano  60  20 ", ("Clase de piano", 60, 2000)),
        ("Pi\x1b[2Jano 60 25", ("Pi\ufffd[2Jano", 60, 2500)),
    ],
)  # fmt: skip
def test_a_service_is_a_name_minutes_and_a_price(typed: str, service: tuple[str, int, int]) -> None:
    """Issue, point 2: --service 'Piano 60 25.00'."""
    assert read_service(typed, "EUR", "es") == service


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "SERVICE_MISSING"), ("Piano", "SERVICE_UNKNOWN_FORM"), ("Piano 60", "SERVICE_UNKNOWN_FORM"),
        ("60 25", "SERVICE_UNKNOWN_FORM"),
        ("Room 5 60 250.00", "SERVICE_AMBIGUOUS_FORM"), ("Piano 60 1.234", "AMOUNT_AMBIGUOUS"),
        ("Piano 60 -5", "AMOUNT_NEGATIVE"),
        ("Piano 60 $25", "AMOUNT_OTHER_CURRENCY"), ("Piano 2 25", "SERVICE_UNKNOWN_FORM"),
        ("x" * (NAME_LIMIT + 1) + " 60 25", "SERVICE_NAME_TOO_LONG"),
    ],
)  # fmt: skip
def test_a_service_that_is_not_clear_is_refused(typed: str, code: str) -> None:
    """BAD INPUT: a wrong price or an unclear form is wrong input, never a guess."""
    with pytest.raises(WrongInput, match=code):
        read_service(typed, "EUR", "es")


@given(
    st.from_regex(r"[A-Za-zñé]{1,12}( [A-Za-zñé]{1,12}){0,3}", fullmatch=True),
    st.integers(5, 1440),
    st.integers(0, 10**8),
    st.sampled_from(["en", "es", "pt"]),
)
def test_what_is_written_is_read_back(name: str, minutes: int, minor: int, language: str) -> None:
    """Name, minutes and price survive the line, whatever marks the language uses."""
    line = f'"{name}" {minutes} {show(minor, "EUR", language)}'
    assert read_service(line, "EUR", language) == (name, minutes, minor)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        name, minutes, minor = read_service(text, "EUR", "en")
    except WrongInput:
        return
    assert name
    assert minutes >= 5
    assert minor >= 0


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("Piano 60 25.00+21%", Offered("Piano", 60, 2500, 2100, TaxMode.EXCLUSIVE)),
        ("Piano 60 25,00 + 21 %", Offered("Piano", 60, 2500, 2100, TaxMode.EXCLUSIVE)),
        ("Piano 60 25.00 incl 21%", Offered("Piano", 60, 2500, 2100, TaxMode.INCLUSIVE)),
        ("Piano 60 25 con 5,5%", Offered("Piano", 60, 2500, 550, TaxMode.INCLUSIVE)),
        ("Piano 60 25.00", Offered("Piano", 60, 2500, 0, TaxMode.INCLUSIVE)),
        ('"Plan 100%" 60 25+10%', Offered("Plan 100%", 60, 2500, 1000, TaxMode.EXCLUSIVE)),
    ],
)
def test_a_price_may_say_its_tax(typed: str, offer: Offered) -> None:
    """I43: on top with a plus, in the price with incl; without a word there is none."""
    assert read_offer(typed, "EUR", "en") == offer


@pytest.mark.parametrize(
    ("typed", "code"), [("Piano 60 25+101%", "PERCENT"), ("Piano 60 +21%", "SERVICE_UNKNOWN_FORM")]
)
def test_a_tax_that_cannot_be_meant_is_refused(typed: str, code: str) -> None:
    with pytest.raises(WrongInput) as no:
        read_offer(typed, "EUR", "en")
    assert no.value.code == code
