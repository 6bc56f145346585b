"""Money as people of a language write it; whole minor units only.

The table is our own: the agenda prints through it, and a locale library costs more than the agenda may.
"""

from __future__ import annotations

from unicodedata import east_asian_width

from deskbell.domain.money import exponent
from deskbell.words.language import region, spoken

MINUS = "\u2212"

_SIGNS = {
    "ARS": "$", "AUD": "A$", "BOB": "Bs", "BRL": "R$", "CAD": "C$", "CHF": "CHF", "CLP": "$", "CNY": "CN¥", "COP": "$",
    "CRC": "₡", "CZK": "Kč", "DKK": "kr", "DOP": "RD$", "EUR": "€", "GBP": "£", "GEL": "₾", "GHS": "₵", "GTQ": "Q",
    "HNL": "L", "HUF": "Ft", "IDR": "Rp", "ILS": "₪", "INR": "₹", "JPY": "¥", "KRW": "₩", "MXN": "$", "NGN": "₦",
    "NIO": "C$", "NOK": "kr", "NZD": "NZ$", "PAB": "B/.", "PEN": "S/", "PHP": "₱", "PLN": "zł", "PYG": "₲",
    "RON": "lei", "RUB": "₽", "SEK": "kr", "TRY": "₺", "UAH": "₴", "USD": "$", "UYU": "$", "VND": "₫", "ZAR": "R",
}  # fmt: skip
_AFTER = frozenset("CHF CZK DKK EUR GEL HUF NOK PLN RON RUB SEK TRY UAH VND".split())
_DOLLARS_AT_HOME = frozenset("US PR EC SV PA".split())
# Spanish of these regions, or in these currencies where the region is not known, puts a point before the cents.
_POINT_THERE = frozenset("CU DO GT HN MX NI PA PE PR SV US".split())
_POINT_IN = frozenset("CUP DOP GTQ HNL MXN NIO PAB PEN USD".split())


def marks(currency: str, language: str) -> tuple[str, str]:
    """The mark before the cents and the mark between thousands."""
    tongue, where = spoken(language), region(language)
    point = tongue == "en" or (tongue == "es" and (where in _POINT_THERE or (not where and currency in _POINT_IN)))
    return (".", ",") if point else (",", ".")


def sign_of(currency: str, language: str = "en") -> str:
    """€, R$, zł: how a currency is written; its code where it has no sign that people know."""
    if currency == "USD" and spoken(language) != "en" and region(language) not in _DOLLARS_AT_HOME:
        return "US$"  # to most who write Spanish or Portuguese, $ is their own money
    return _SIGNS.get(currency, currency)


def glyph(currency: str) -> str:
    """One cell that stands for money of that currency: its own sign where that is one cell wide, else $."""
    sign = _SIGNS.get(currency, "")
    return sign if len(sign) == 1 and not sign.isalpha() and east_asian_width(sign) not in "WF" else "$"


def show(minor: int, currency: str, language: str, *, sign: bool = False, symbol: bool = True) -> str:
    """25.00 €, R$ 25,00, −2.50 €: minor units as a person writes them; sign=True puts a plus before gains."""
    places = exponent(currency)
    decimal, thousands = marks(currency, language)
    whole, rest = divmod(abs(minor), 10**places)
    figures = f"{whole:,}".replace(",", thousands) + (f"{decimal}{rest:0{places}d}" if places else "")
    before = MINUS if minor < 0 else "+" if sign and minor > 0 else ""
    if not symbol:
        return before + figures
    name = sign_of(currency, language)
    if currency in _AFTER or currency not in _SIGNS or (spoken(language) == "es" and name == "US$"):
        return f"{before}{figures} {name}"
    apart = spoken(language) == "pt" or name[-1].isalpha() or name[-1] in "/."
    return f"{before}{name}{' ' if apart else ''}{figures}"
