"""Our minor units and Stripe's: exact both ways, or refused; and what a key is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.domain.money import CURRENCIES, exponent
from deskbell.domain.ports import Refused
from deskbell.providers.stripe.amounts import MOST, decimals, minor, units
from deskbell.providers.stripe.keys import KeyKind, can_be_sent, told


@pytest.mark.parametrize(
    ("amount", "currency", "sent"),
    [
        (2500, "EUR", 2500), (1, "USD", 1), (500, "JPY", 500), (500, "CLP", 500), (1990, "KWD", 1990),
        (1500, "ISK", 150_000), (7, "UGX", 700), (2500, "MGA", 25), (990, "HUF", 990), (990, "TWD", 990),
        (1991, "KWD", Refused("AMOUNT_STEP")), (2550, "MGA", Refused("AMOUNT_STEP")),
        (1000, "IQD", Refused("CURRENCY")), (1000, "LYD", Refused("CURRENCY")), (1000, "XXX", Refused("CURRENCY")),
        (1000, "eur", Refused("CURRENCY")), (0, "EUR", Refused("AMOUNT_TOO_SMALL")),
        (-1, "EUR", Refused("AMOUNT_TOO_SMALL")), (MOST + 1, "EUR", Refused("AMOUNT_TOO_LARGE")),
    ],
)  # fmt: skip
def test_what_is_sent(amount: int, currency: str, sent: int | Refused) -> None:
    """Spec 8, 1.1: 0, 2 and 3 decimals; ISK and UGX in hundredths; the last of three decimals is 0."""
    assert units(amount, currency) == sent


@given(st.integers(1, 10**9), st.sampled_from(sorted(CURRENCIES)))
def test_what_is_sent_comes_back_as_it_was(amount: int, currency: str) -> None:
    """P7: never a unit more or less; and it is the same money: as many whole units of the currency."""
    sent = units(amount, currency)
    if isinstance(sent, Refused):
        assert sent.code in ("CURRENCY", "AMOUNT_STEP")
        return
    assert minor(sent, currency) == amount
    assert sent * 10 ** exponent(currency) == amount * 10 ** decimals(currency)


@pytest.mark.parametrize(("found", "currency"), [(150, "ISK"), (100, "XXX"), (100, "IQD"), (1, "UGX")])
def test_what_is_no_amount_of_ours_is_said(found: int, currency: str) -> None:
    with pytest.raises(ValueError, match=r"currency|minor unit"):
        minor(found, currency)


@pytest.mark.parametrize(
    ("key", "kind", "live", "asked"),
    [
        ("rk_test_0123456789", KeyKind.RESTRICTED, False, False),
        ("rk_live_0123456789", KeyKind.RESTRICTED, True, False),
        ("sk_test_0123456789", KeyKind.SECRET, False, False),
        ("  sk_live_0123456789\n", KeyKind.SECRET, True, True),
    ],
)
def test_a_key_is_told_from_its_looks(key: str, kind: KeyKind, live: bool, asked: bool) -> None:
    """Restricted keys are wanted; a live secret one only with an explicit word."""
    found = told(key)
    assert (found.kind, found.live, found.is_asked_about) == (kind, live, asked)
    assert key.strip() not in repr(found)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "KEY_EMPTY"), ("   ", "KEY_EMPTY"), ("pk_test_0123456789", "KEY_PUBLISHABLE"),
        ("pk_live_0123456789", "KEY_PUBLISHABLE"), ("sk_0123456789", "KEY_SHAPE"), ("whsec_0123456789", "KEY_SHAPE"),
        ("rk_test_", "KEY_SHAPE"), ("rk_test_01234567 89", "KEY_SHAPE"), ("RK_TEST_0123456789", "KEY_SHAPE"),
        ("rk_test_０１２３４５６７８９", "KEY_SHAPE"), ("APP_USR-0123456789", "KEY_SHAPE"),
        ("rk_test_" + "a" * 300, "KEY_SHAPE"),
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused_without_saying_it_again(key: str, code: str) -> None:
    with pytest.raises(WrongInput) as error:
        told(key)
    assert error.value.code == code
    assert not error.value.facts
    assert len(key.strip()) < 4 or key.strip() not in str(error.value)


def test_what_cannot_be_sent() -> None:
    assert can_be_sent("rk_test_0123456789")
    for key in ("", "a b", "a\nb", "clé", "x" * 256, "a\r\nX-Evil: 1"):
        assert not can_be_sent(key)
