"""How one desk says figures, instants and names: one language, one zone, one currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from deskbell.domain.clock import zone_clock
from deskbell.domain.money import CURRENCIES
from deskbell.domain.text import clean
from deskbell.words.dates import clock, column_day, show_day
from deskbell.words.language import Language, spoken
from deskbell.words.money import show
from deskbell.words.names import weekday

NEAR = 6
"""So many days ahead or back a weekday alone says which day is meant."""
LONGEST_NOTE = 80

_AND = {"en": "and", "es": "y", "pt": "e"}
_OR = {"en": "or", "es": "o", "pt": "ou"}


class Speech:
    """`currency` is what amounts without one of their own are in; `now` (epoch seconds) lets near days be short and
    far ones have their year; `symbol` whether amounts carry their currency's sign.
    """

    __slots__ = ("currency", "language", "now", "symbol", "zone")

    def __init__(
        self, language: str, zone: str = "UTC", currency: str = "", now: int | None = None, *, symbol: bool = True
    ) -> None:
        self.language = language
        self.zone = zone
        self.currency = currency
        self.now = now
        self.symbol = symbol

    @property
    def tongue(self) -> Language:
        return spoken(self.language)

    # --- money

    def money(self, minor: int, currency: str = "") -> str:
        """25.00 € or, without symbol, 25.00. Where nobody knows the currency a dash stands for it: a guess could be
        wrong by a factor of a hundred.
        """
        known = currency or self.currency
        return show(minor, known, self.language, symbol=self.symbol) if known in CURRENCIES else "–"

    # --- time

    def time(self, instant: int) -> str:
        """15:30."""
        return clock(zone_clock(self.zone).local(instant)[1])

    def day(self, instant: int) -> str:
        """Wed 4 March; with its year where it is not this one."""
        return self.date(zone_clock(self.zone).date(instant))

    def date(self, day: date) -> str:
        other = self.now is not None and day.year != zone_clock(self.zone).date(self.now).year
        return show_day(day, self.language, year=other)

    def at(self, instant: int) -> str:
        """Wed 4 March 15:30."""
        return f"{self.day(instant)} {self.time(instant)}"

    def span(self, start: int, end: int) -> str:
        """Wed 4 March 15:30–16:30; where it ends on another day both ends have theirs."""
        return f"{self.at(start)}–{self._end(start, end, self.at)}"

    def near(self, instant: int) -> str:
        """15:30 today, Wed 15:30 within the week, else Wed 4 March 15:30."""
        if self.now is None:
            return self.at(instant)
        zone = zone_clock(self.zone)
        away = (zone.date(instant) - zone.date(self.now)).days
        if away == 0:
            return self.time(instant)
        if abs(away) > NEAR:
            return self.at(instant)
        return f"{weekday(zone.date(instant).weekday(), self.language)} {self.time(instant)}"

    def brief(self, start: int, end: int) -> str:
        """Wed 4 15:30–16:30: for a line whose day stands in full above it."""
        zone = zone_clock(self.zone)
        return f"{column_day(zone.date(start), self.language)} {self.time(start)}–{self._end(start, end, self.at)}"

    def hours(self, start: int, end: int) -> str:
        """15:00–16:00; the day is said only where the end lies on another one."""
        zone = zone_clock(self.zone)
        first = self.time(start) if zone.date(start) == zone.date(end - 1) else self.at(start)
        return f"{first}–{self._end(start, end, self.at)}"

    def _end(self, start: int, end: int, full: Any) -> str:
        zone = zone_clock(self.zone)
        return self.time(end) if zone.date(start) == zone.date(max(start, end - 1)) else str(full(end))

    # --- names and lists

    def all_of(self, words: Iterable[str]) -> str:
        """Ana, Leo and Mia; in Spanish the y becomes e before an i."""
        return self._joined(list(words), _AND[self.tongue], ("i", "hi", "í"), ("hie", "hia"), "e")

    def any_of(self, words: Iterable[str]) -> str:
        """Ana, Leo or Mia; in Spanish the o becomes u before an o."""
        return self._joined(list(words), _OR[self.tongue], ("o", "ho", "ó"), (), "u")

    def _joined(self, words: list[str], link: str, soft: tuple[str, ...], but: tuple[str, ...], instead: str) -> str:
        if len(words) < 2:
            return "".join(words)
        last = words[-1].lower()
        if self.tongue == "es" and last.startswith(soft) and not (but and last.startswith(but)):
            link = instead
        return f"{', '.join(words[:-1])} {link} {words[-1]}"


def line_of(text: str, limit: int = LONGEST_NOTE) -> str:
    """A person's words as one harmless line, cut where it is long."""
    one = clean(" ".join(text.split()))
    return one if len(one) <= limit else one[: limit - 1].rstrip() + "…"


@cache
def wanted(template: str) -> frozenset[str]:
    """The facts that a template names."""
    asked = _Asked()
    template.format_map(asked)
    return frozenset(asked)


class _Asked(dict[str, str]):
    """Remembers what it is asked for."""

    def __missing__(self, name: str) -> str:
        self[name] = ""
        return ""


def first_served(templates: str | Sequence[str], facts: dict[str, str]) -> str | None:
    """The first template all of whose facts are there and not empty."""
    for template in (templates,) if isinstance(templates, str) else templates:
        if all(facts.get(name) for name in wanted(template)):
            return template
    return None
