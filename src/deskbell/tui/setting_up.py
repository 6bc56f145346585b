"""What a new desk is asked for, line by line: a default from the machine, and how what was typed is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deskbell.domain.commands import NewService, NewTutor, SetUp
from deskbell.domain.errors import WrongInput
from deskbell.domain.money import exponent, gross_of_net
from deskbell.domain.offer import TaxMode
from deskbell.domain.text import clean, fold
from deskbell.words.hours import read_hours, show_hours
from deskbell.words.i18n import t
from deskbell.words.language import LANGUAGES, choose, first_weekday
from deskbell.words.money import show
from deskbell.words.names import weekday
from deskbell.words.offers import read_offer
from deskbell.words.vocabulary import vocabulary
from deskbell.words.zones import read_zone

if TYPE_CHECKING:
    from deskbell.domain.ids import Id

LINES = ("language", "name", "zone", "currency", "weekday", "tutor", "service", "hours")
NAMES = {"english": "en", "espanol": "es", "castellano": "es", "spanish": "es", "portugues": "pt", "portuguese": "pt"}
LONGEST_NAME = 80


def guess(line: str, language: str) -> str:
    """What the machine says, or nothing: a name, tutor or price is nobody's guess."""
    from deskbell import machine
    from deskbell.words.regions import currency

    match line:
        case "language":
            return language
        case "zone":
            return machine.zone()
        case "currency":
            return currency(language, machine.zone())
        case "weekday":
            return weekday(first_weekday(language), language, long=True)
        case "hours":
            return t(language, "setup.hours.default")
        case "tutor":
            found = machine.person()
            return clean(found).strip() if " " in found else ""
    return ""


def read(line: str, text: str, known: Mapping[str, Any]) -> Any:
    """The value of a line; `known` are the lines above it. WrongInput as the readers of words say."""
    language = str(known.get("language", "en"))
    match line:
        case "language":
            return _language(text)
        case "zone":
            return read_zone(text)
        case "currency":
            currency = text.strip().upper()
            exponent(currency)
            return currency
        case "weekday":
            return _weekday(text, language)
        case "service":
            return read_offer(text, str(known["currency"]), language)
        case "hours":
            return tuple(read_hours(text, language))
    return _name(text)


def said(line: str, value: Any, known: Mapping[str, Any]) -> str:
    """How a line was understood, where that is more than its words."""
    language = str(known.get("language", "en"))
    if line == "service":
        price = gross_of_net(value.minor, value.tax_rate) if value.tax_mode is TaxMode.EXCLUSIVE else value.minor
        return f"{value.name} · {value.minutes} min · {show(price, str(known['currency']), language)}"
    if line == "hours":
        return show_hours(value, language)
    return weekday(value, language, long=True) if line == "weekday" else str(value)


def command(values: Mapping[str, Any], key: Id) -> SetUp:
    """The desk that the lines mean."""
    return SetUp(
        key=key,
        name=values["name"],
        zone=values["zone"],
        currency=values["currency"],
        language=values["language"],
        first_weekday=values["weekday"],
        tutors=(NewTutor(name=values["tutor"], zone=values["zone"], weekly=values["hours"]),),
        services=(NewService(**values["service"]._asdict()),),
    )


def _language(text: str) -> str:
    word = fold(text[:40]).replace("_", "-")
    word = NAMES.get(word, word)
    if word.split("-")[0] not in LANGUAGES:
        raise WrongInput("LANGUAGE_UNKNOWN", text=text[:40])
    return choose(word)


def _weekday(text: str, language: str) -> int:
    known = vocabulary(language).weekdays
    word = fold(text[:40]).strip(" .")
    if word not in known:
        raise WrongInput("WEEKDAY_UNKNOWN", text=text[:40])
    return known[word]


def _name(text: str) -> str:
    name = clean(" ".join(text.split()), limit=LONGEST_NAME).strip()
    if not name:
        raise WrongInput("NAME_EMPTY")
    return name
