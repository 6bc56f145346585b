"""Amounts and instants on their way to Mercado Pago and back: to the unit, to the millisecond."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.ports import Refused
from deskbell.providers.mercadopago.amounts import MOST, SITES, minor, number, refused
from deskbell.providers.mercadopago.dates import iso, ms_of

CURRENCIES = sorted(currency for _, currency in SITES.values())


@given(st.integers(1, MOST), st.sampled_from([*CURRENCIES, "KWD", "USD"]))
def test_what_is_written_is_read_as_the_same_minor_units(amount: int, currency: str) -> None:
    """Through the JSON of the kit, which knows floats only."""
    text = json.dumps({"amount": number(amount, currency)})
    read = json.loads(text, parse_float=Decimal)["amount"]
    assert minor(read, currency) == amount
    assert "e" not in text.lower()


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [(1990, "ARS", "19.9"), (1990, "CLP", "1990"), (1999, "BRL", "19.99"), (1, "UYU", "0.01"), (500000, "COP", "5000")],
)
def test_decimals_follow_the_currency(amount: int, currency: str, said: str) -> None:
    assert json.dumps(number(amount, currency)) == said


@pytest.mark.parametrize("value", [1.5, True, "100", None, Decimal("1.005"), Decimal("NaN")])
def test_what_is_no_amount_is_none(value: object) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        minor(value, "ARS")


def test_no_part_of_a_peso_where_none_is_sold() -> None:
    """Chile has no cents; Colombia's are not sold."""
    assert refused(150, "CLP") is None
    assert refused(150, "COP") == Refused("AMOUNT_STEP")
    assert refused(100, "COP") is None
    with pytest.raises(ValueError, match="finer"):
        minor(Decimal("10.5"), "CLP")


@pytest.mark.parametrize(
    ("amount", "code"), [(0, "AMOUNT_TOO_SMALL"), (-1, "AMOUNT_TOO_SMALL"), (MOST + 1, "AMOUNT_TOO_LARGE")]
)
def test_limits(amount: int, code: str) -> None:
    assert refused(amount, "ARS") == Refused(code)
    assert refused(amount, "XXX") == Refused("CURRENCY")


@given(st.integers(0, 4_000_000_000_000))
def test_an_instant_comes_back_to_the_millisecond(ms: int) -> None:
    assert ms_of(iso(ms)) == ms


def test_as_they_write_them() -> None:
    assert iso(1_796_130_000_000) == "2026-12-01T10:00:00.000-03:00"
    assert ms_of("2026-12-01T13:00:00.000Z") == 1_796_130_000_000
    assert ms_of("2017-06-28T19:39:41.000-04:00") == 1_498_693_181_000


@pytest.mark.parametrize("text", ["2026-12-01T10:00:00.000", "yesterday", "", None, 5])
def test_what_is_no_instant_is_none(text: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        ms_of(text)
