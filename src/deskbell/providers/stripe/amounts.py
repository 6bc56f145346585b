"""Our minor units and Stripe's, which are not the same in a few currencies: exact, or refused.

Stripe counts in hundredths unless the currency has none; ISK and UGX have none in ISO 4217 and are counted in
hundredths all the same, MGA the other way round; the last of three decimals must be 0.
"""

from __future__ import annotations

from deskbell.domain.money import CURRENCIES, exponent
from deskbell.domain.ports import Refused

_WHOLE = frozenset("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD JOD KWD OMR TND".split())
_UNTOLD = frozenset({"IQD", "LYD"})
"""Three decimals with us; how Stripe would count them nobody says, so nothing is ever asked in them."""
MOST = 999_999_999_999
"""What no currency allows; the limit of each is Stripe's to tell."""


def decimals(currency: str) -> int:
    return 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2


def units(minor: int, currency: str) -> int | Refused:
    """So many of Stripe's units. Refused: CURRENCY, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, AMOUNT_STEP."""
    if currency not in CURRENCIES or currency in _UNTOLD:
        return Refused("CURRENCY")
    if minor < 1:
        return Refused("AMOUNT_TOO_SMALL")
    if minor > MOST:
        return Refused("AMOUNT_TOO_LARGE")
    found, rest = _scaled(minor, decimals(currency) - exponent(currency))
    if rest or (currency in _THOUSANDTHS and found % 10):
        return Refused("AMOUNT_STEP")
    return found


def minor(found: int, currency: str) -> int:
    """So many of our minor units. ValueError for a currency that we do not know, or what is no whole number of them."""
    if currency not in CURRENCIES or currency in _UNTOLD:
        raise ValueError("a currency that is not known")
    whole, rest = _scaled(found, exponent(currency) - decimals(currency))
    if rest:
        raise ValueError("less than a minor unit")
    return whole


def _scaled(amount: int, by: int) -> tuple[int, int]:
    """Times ten to a power, and what is left over where that is a division."""
    factor = int("1" + "0" * abs(by))
    return (amount * factor, 0) if by >= 0 else divmod(amount, factor)
