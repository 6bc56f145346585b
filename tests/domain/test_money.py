"""Money laws: whole numbers, one currency, not a cent lost."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.domain.money import Money, allocate, exponent, payable, share, tax_of_gross
from deskbell.domain.payment import Settlement, settlement
from deskbell.domain.policy import DEFAULT, HOUR, Policy

MINOR = st.integers(-(10**12), 10**12)


def test_floats_are_refused() -> None:
    """No float ever becomes money; neither does a truth value."""
    for wrong in (1.0, True, "1"):
        with pytest.raises(TypeError):
            Money(wrong, "EUR")  # type: ignore[arg-type]


def test_currencies_do_not_mix() -> None:
    with pytest.raises(WrongInput, match="MIXED_CURRENCIES"):
        Money(1, "EUR") + Money(1, "USD")


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("CLP", 0), ("KWD", 3), ("BHD", 3)])
def test_exponents(currency: str, digits: int) -> None:
    """ISO 4217's minor units."""
    assert exponent(currency) == digits


def test_an_unknown_currency_is_wrong_input() -> None:
    with pytest.raises(WrongInput, match="UNKNOWN_CURRENCY"):
        exponent("EUX")


@pytest.mark.parametrize(("currency", "step"), [("EUR", 1), ("JPY", 1), ("KWD", 10), ("COP", 100)])
@given(st.integers(0, 10**7), st.integers(0, 150))
def test_a_share_is_what_a_card_can_be_paid_back(currency: str, step: int, count: int, percent: int) -> None:
    """A22: half-up to the step of the currency; so what is kept can be charged as well, and the whole stays whole."""
    minor = count * step
    found = payable(minor, percent, 100, currency)
    assert found % step == (minor - found) % step == 0
    assert abs(found - Fraction(minor * percent, 100)) * 2 <= step
    assert payable(minor + 1, 100, 100, currency) == minor + 1
    assert payable(minor + 1, min(percent, 100), 100, currency) <= minor + 1


@given(MINOR, st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_allocation_loses_nothing(minor: int, weights: list[int]) -> None:
    """The shares add up, and none is a whole minor unit off its exact share."""
    shares = allocate(minor, weights)
    heavy = weights if sum(weights) else [1] * len(weights)
    assert sum(shares) == minor
    for got, weight in zip(shares, heavy, strict=True):
        assert abs(got - Fraction(minor * weight, sum(heavy))) < 1


@given(MINOR, st.integers(0, 100))
def test_percent_rounds_half_away_from_zero(minor: int, percent: int) -> None:
    exact = Fraction(minor * percent, 100)
    got = share(minor, percent, 100)
    assert abs(got - exact) <= Fraction(1, 2)
    assert share(-minor, percent, 100) == -got
    if abs(got - exact) == Fraction(1, 2):
        assert abs(got) > abs(exact)


@given(st.integers(0, 10**9), st.integers(0, 5000))
def test_tax_and_net_make_gross(gross: int, rate: int) -> None:
    """I43: the tax inside a price is within half a unit of exact, and net + tax is the price."""
    tax = tax_of_gross(gross, rate)
    assert 0 <= tax <= gross
    assert abs(tax - Fraction(gross * rate, 10_000 + rate)) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("notice", "percent"),
    [(48 * HOUR, 100), (48 * HOUR - 1, 50), (24 * HOUR, 50), (24 * HOUR - 1, 0), (0, 0), (-1, 0), (10**6, 100)],
)
def test_tiers_are_half_open(notice: int, percent: int) -> None:
    """I21, probe P4: exactly 48 h is the better tier, a second later is not."""
    assert DEFAULT.tier(10**9, 10**9 - notice).percent == percent


@given(st.integers(0, 10**6))
def test_a_plan_says_when_its_tier_ends(notice: int) -> None:
    """The tier holds until the very second before the flip."""
    start = 10**9
    now = start - notice
    flip = DEFAULT.flips_at(start, now)
    assert flip is not None
    assert flip > now
    here = DEFAULT.tier(start, now).percent
    assert DEFAULT.tier(start, flip - 1).percent == here
    assert flip > start or DEFAULT.tier(start, flip).percent < here


@pytest.mark.parametrize("text", ["", "48:100", "24:50 48:100 0:0", "48:101 0:0", "x", "48:100 48:50 0:0"])
def test_wrong_tiers_are_refused(text: str) -> None:
    with pytest.raises(WrongInput, match="POLICY_TIERS"):
        Policy.read(text)


def test_a_policy_reads_what_it_shows() -> None:
    assert Policy.read(DEFAULT.show()) == DEFAULT


@pytest.mark.parametrize(
    ("due", "captured", "refunded", "extra", "expected"),
    [
        (2500, 0, 0, {}, "UNPAID"),
        (2500, 2500, 0, {}, "PAID"),
        (2500, 1000, 0, {}, "PARTIALLY_PAID"),
        (2500, 5000, 0, {}, "OVERPAID"),
        (0, 2500, 2500, {"credited": True}, "REFUNDED"),
        (1250, 2500, 1250, {"credited": True}, "PARTIALLY_REFUNDED"),
        (0, 0, 0, {}, "FREE"),
        (2500, 0, 0, {"cash": True}, "CASH_DUE"),
        (2500, 0, 0, {"failed": True}, "FAILED"),
        (2500, 0, 0, {"authorised": 2500}, "AUTHORISED"),
        (2500, 2500, 0, {"charged_back": True}, "CHARGED_BACK"),
        (1250, 2500, 0, {"credited": True}, "OVERPAID"),
        (0, 5000, 2500, {"credited": True}, "OVERPAID"),  # half went back at once, the other half waits for somebody
    ],
)
def test_settlement_is_the_first_that_fits(
    due: int, captured: int, refunded: int, extra: dict[str, bool], expected: str
) -> None:
    """The order of the decisions paper."""
    assert settlement(due, captured, refunded, **extra) is Settlement(expected)  # type: ignore[arg-type]
