"""Reading an amount of money as people type it; whole minor units only, and never a factor of ten in doubt."""

from __future__ import annotations

import re
from functools import cache

from deskbell.domain.errors import WrongInput
from deskbell.domain.money import CURRENCIES, exponent
from deskbell.words.money import MINUS, marks, sign_of

LARGEST = 10**15
"""No amount of so many minor units is read: sums of those below it fit into any database's integer."""

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
