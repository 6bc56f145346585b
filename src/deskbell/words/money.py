"""Money as people of a language write it, and back; whole minor units only, never a factor of ten in doubt.

The table is our own: the agenda prints through it, and a locale library costs more than the agenda may.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import east_asian_width

from deskbell.domain.errors import WrongInput
from deskbell.domain.money import CURRENCIES, exponent
from deskbell.words.language import region, spoken

MINUS = "\u2212"
LARGEST = 10**15
"""No amount of so many minor units is read: sums of those below it fit into any database's integer."""

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


_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007'’", " ") | {MINUS: "-"})
_PLAIN = re.compile(r"[0-9]+")
_ONE_MARK = re.compile(r"([0-9]*)([.,])([0-9]+)")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*(?:(?!\1)[.,]([0-9]+))?")


def read_amount(text: str, currency: str, language: str) -> int:
    """The minor units that a person means by 25, 25.00, 25,00, 1.234,50 or 1 234,50 €.

    Either mark may stand before the cents; where it may as well part thousands (1.234 in euro) nobody guesses.
    Errors, WrongInput: AMOUNT_MISSING, AMOUNT_UNCLEAR, AMOUNT_AMBIGUOUS (low, high: both readings, in minor
    units), AMOUNT_TOO_FINE (places), AMOUNT_NEGATIVE, AMOUNT_TOO_LARGE, AMOUNT_OTHER_CURRENCY (other); each with
    the text and the currency.
    """
    places = exponent(currency)
    facts = {"text": text[:40], "currency": currency}
    figures = _without_sign(text.translate(_SPACES).strip(), currency, facts)
    if not figures:
        raise WrongInput("AMOUNT_MISSING", **facts)
    if len(figures) > 40:
        raise WrongInput("AMOUNT_TOO_LARGE", **facts)
    whole, rest = _parts(figures, places, marks(currency, language)[0], facts)
    if len(rest) > places:
        raise WrongInput("AMOUNT_TOO_FINE", places=places, **facts)
    minor: int = int(whole or "0") * 10**places + int(rest.ljust(places, "0") or "0")
    if minor >= LARGEST:
        raise WrongInput("AMOUNT_TOO_LARGE", **facts)
    return minor


def looks_like_amount(text: str, currency: str) -> bool:
    """Is this a figure, with or without the currency's sign, whatever it amounts to?"""
    bare = _strip(text.translate(_SPACES).strip(), _names(currency))
    return bare[:1].isdigit() and not bare.strip("0123456789., ")


def _parts(figures: str, places: int, decimal: str, facts: dict[str, str]) -> tuple[str, str]:
    """The digits before and after the decimal mark, or the refusal to say which mark it is."""
    if _PLAIN.fullmatch(figures):
        return figures, ""
    one = _ONE_MARK.fullmatch(figures)
    grouped = _GROUPED.fullmatch(figures)
    if one and grouped:  # three digits follow the only mark
        if places == 0 or (places == 3 and one[2] == decimal):
            return (one[1] + one[3], "") if places == 0 else (one[1], one[3])
        low, high = int(one[1]), int(one[1] + one[3]) * 10**places
        raise WrongInput("AMOUNT_AMBIGUOUS", low=low * 10**places + int(one[3][:places]), high=high, **facts)
    if one:
        return one[1], one[3]
    if grouped:
        rest = grouped[2] or ""
        whole = figures[: -len(rest) - 1] if rest else figures
        return re.sub(r"[., ]", "", whole), rest
    raise WrongInput("AMOUNT_UNCLEAR", **facts)


@cache
def _names(currency: str) -> tuple[str, ...]:
    """How people name a currency beside a figure, longest first, in lower case."""
    signs = {currency, *(sign_of(currency, x) for x in ("en", "es", "pt"))}
    if any("$" in x for x in signs):
        signs.add("$")
    return tuple(sorted((x.lower() for x in signs), key=len, reverse=True))


def _without_sign(text: str, currency: str, facts: dict[str, str]) -> str:
    bare = _strip(text, _names(currency))
    if bare[:1] == "-":
        raise WrongInput("AMOUNT_NEGATIVE", **facts)
    if bare and not bare.strip("0123456789., "):
        return bare
    for other in sorted(CURRENCIES - {currency}, key=lambda c: (c != "USD", c)):
        left = _strip(bare, _names(other))
        if left != bare and left and not left.strip("0123456789., -"):
            raise WrongInput("AMOUNT_OTHER_CURRENCY", other=other, **facts)
    if bare:
        raise WrongInput("AMOUNT_UNCLEAR", **facts)
    return bare


def _strip(text: str, names: tuple[str, ...]) -> str:
    """Text without one sign or code at either end; a minus before the sign stays in front."""
    minus = "-" if text.startswith("-") else ""
    bare = text.removeprefix("-").strip()
    low = bare.lower()
    for name in names:
        if low.startswith(name):
            return minus + bare[len(name) :].strip()
        if low.endswith(name):
            return minus + bare[: -len(name)].strip()
    return text
