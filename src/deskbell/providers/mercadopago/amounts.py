"""Mercado Pago counts in decimal units, as JSON numbers: exact from minor units and back, and only at this edge.

What it sells in follows from the country of the account: one site, one currency.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from deskbell.domain.money import CURRENCIES, exponent
from deskbell.domain.ports import Refused

SITES = {
    "MLA": ("AR", "ARS"),
    "MLB": ("BR", "BRL"),
    "MLM": ("MX", "MXN"),
    "MLC": ("CL", "CLP"),
    "MCO": ("CO", "COP"),
    "MPE": ("PE", "PEN"),
    "MLU": ("UY", "UYU"),
}
"""Site -> country and currency."""

MOST = 999_999_999_999
"""The most minor units of one payment: well within what a JSON number carries to the unit."""

_WHOLE = frozenset({"COP"})
"""Sold in whole units only, though the currency has decimals; Chile's has none."""


def refused(amount: int, currency: str) -> Refused | None:
    """An amount that cannot be asked for, whoever's account it is."""
    if currency not in CURRENCIES:
        return Refused("CURRENCY")
    if amount < 1:
        return Refused("AMOUNT_TOO_SMALL")
    if amount > MOST:
        return Refused("AMOUNT_TOO_LARGE")
    return Refused("AMOUNT_STEP") if currency in _WHOLE and amount % 100 else None


def number(amount: int, currency: str) -> int | float:
    """Minor units as the JSON number that is them to the unit: 1990 ARS are 19.9, 1990 CLP are 1990."""
    return plain(Decimal(amount).scaleb(-exponent(currency)))


def plain(units: Decimal) -> int | float:
    """An exact number as JSON can be given it by the kit, which knows no Decimal. ValueError where none is exact."""
    if units == units.to_integral_value():
        return int(units)
    found = float(units)
    if Decimal(repr(found)) != units:  # what is written is the shortest text that reads as this number
        raise ValueError("no number is this amount")
    return found


def minor(value: Any, currency: str) -> int:
    """Minor units of a number out of JSON, read as int or Decimal. ValueError where it is none to the unit."""
    if type(value) not in (int, Decimal):  # a float or a truth value is no amount
        raise ValueError("a number is wanted")
    units = Decimal(value).scaleb(exponent(currency) if currency in CURRENCIES else 2)
    if units != units.to_integral_value():
        raise ValueError("it is finer than the currency")
    return int(units)
