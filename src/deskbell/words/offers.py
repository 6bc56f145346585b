"""Reading a service as one line: 'Piano 60 25.00' is a name, minutes and a price; 'Piano 60 25.00+21%' has tax on top,
'Piano 60 25.00 incl 21%' has it in the price.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from deskbell.domain.errors import WrongInput
from deskbell.domain.offer import TaxMode
from deskbell.domain.text import clean, fold
from deskbell.words.amounts import read_amount
from deskbell.words.times import read_minutes
from deskbell.words.vocabulary import vocabulary

NAME_LIMIT = 80
SHORTEST = 5

_QUOTED = re.compile(r'\s*["“«](.+?)["”»]\s+(.+)', re.DOTALL)
_TAXED = re.compile(
    r"(?P<rest>.*?)\s*(?:(?P<on_top>\+)|\s(?:incl|including|con|com|inc)\.?\s)\s*"
    r"(?P<whole>[0-9]{1,3})(?:[.,](?P<part>[0-9]{1,2}))?\s*%\s*",
    re.DOTALL | re.IGNORECASE,
)


class Offered(NamedTuple):
    """Price in minor units as it was said, tax rate in basis points."""

    name: str
    minutes: int
    minor: int
    tax_rate: int = 0
    tax_mode: TaxMode = TaxMode.INCLUSIVE


def read_offer(text: str, currency: str, language: str) -> Offered:
    """A service and its tax, where one is said; errors as of read_service, and PERCENT for a rate above 100 %."""
    taxed = _TAXED.fullmatch(text[:300])
    if taxed is None:
        return Offered(*read_service(text, currency, language))
    rate = int(taxed["whole"]) * 100 + int((taxed["part"] or "").ljust(2, "0") or "0")
    if rate > 10_000:
        raise WrongInput("PERCENT", percent=rate // 100)
    mode = TaxMode.EXCLUSIVE if taxed["on_top"] else TaxMode.INCLUSIVE
    return Offered(*read_service(taxed["rest"], currency, language), rate, mode)


def read_service(text: str, currency: str, language: str) -> tuple[str, int, int]:
    """Name, minutes and price in minor units; the price comes last and the minutes before it.

    A name with figures of its own may stand in quotes. Where two readings fit, nobody guesses.
    Errors, WrongInput: SERVICE_MISSING; SERVICE_UNKNOWN_FORM (text); SERVICE_AMBIGUOUS_FORM (text);
    SERVICE_NAME_TOO_LONG (text, longest); and those of read_amount where only the price is wrong.
    """
    line = text[:300].strip()
    if not line:
        raise WrongInput("SERVICE_MISSING")
    quoted = _QUOTED.fullmatch(line)
    words = quoted[2].split() if quoted else line.split()
    found: list[tuple[str, int, int]] = []
    wrong: WrongInput | None = None
    for price in range(1, min(len(words), 5)):
        for length in (1, 2):
            name = words[: -price - length]
            if len(words) < price + length or bool(quoted) == bool(name):
                continue
            minutes = _minutes(" ".join(words[-price - length : -price]), two=length == 2)
            if minutes is None:
                continue
            try:
                amount = _price(" ".join(words[-price:]), currency, language)
            except WrongInput as error:
                wrong = wrong or error
                continue
            found.append((quoted[1] if quoted else " ".join(name), minutes, amount))
    if len(set(found)) == 1:
        named = clean(" ".join(found[0][0].split()))
        if len(named) > NAME_LIMIT:
            raise WrongInput("SERVICE_NAME_TOO_LONG", text=line, longest=NAME_LIMIT)
        return named, found[0][1], found[0][2]
    if found:
        raise WrongInput("SERVICE_AMBIGUOUS_FORM", text=line)
    raise wrong or WrongInput("SERVICE_UNKNOWN_FORM", text=line)


def _minutes(text: str, *, two: bool) -> int | None:
    """The minutes, where the words are one length: '60', '60 min', but not '5 60'."""
    if two and not text.split()[1][0].isalpha():
        return None
    try:
        minutes = read_minutes(text)
    except WrongInput:
        return None
    return minutes if minutes >= SHORTEST else None


def _price(text: str, currency: str, language: str) -> int:
    return 0 if fold(text) in vocabulary(language).free else read_amount(text, currency, language)
