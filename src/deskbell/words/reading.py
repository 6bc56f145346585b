"""How a typed line is read, reading by reading: each takes the tokens it is sure of and leaves the rest to the next."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from deskbell.domain.errors import WrongInput
from deskbell.words.amounts import looks_like_amount, read_amount
from deskbell.words.days import read_day
from deskbell.words.language import Order
from deskbell.words.naming import best_service, best_tutor, named
from deskbell.words.times import read_minutes, read_time
from deskbell.words.tokens import tokens
from deskbell.words.typed import Kind, Problem, Span, TypedLine
from deskbell.words.vocabulary import vocabulary

_TIME = re.compile(
    r"[0-9]{1,2}[:.][0-9]{2}h?|([6-9]|[01][0-9]|2[0-3])hs?([0-9]{2})?|[0-9]{1,2}([:.][0-9]{2})? ?[ap] ?\.? ?m\.?"
)
_RANGE = re.compile(r"(.*?[:hm].*?)-(.+)|(.+?)-(.*[:hm].*)")
_LENGTH = re.compile(
    r"[0-9]{1,4} ?(m|mn|min|mins|minutes?|minutos?|')|0?[0-5] ?(h|hs|hr|hrs|hours?|horas?)( ?[0-5]?[0-9] ?(m|min)?)?"
    r"|[0-9]{1,2}[.,][0-9]{1,2} ?h"
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2} [0-9]{3}(?:[.,][0-9]+)?")
_FIGURES = re.compile(r"[0-9]{1,4}")
_NO_DAY = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BEFORE_DAY = frozenset({"on", "el", "na", "no"})
_LONGEST_DAY = 6  # miercoles 4 de marzo de 2026
_MOST_MINUTES = 300


class Reading:
    """One line while it is read: what each token is, what was found, what is wrong."""

    def __init__(self, text: str, today: date, language: str, currency: str, order: Order | None) -> None:
        self.tokens = tokens(text)
        self.kinds: list[Kind | None] = [None] * len(self.tokens)
        self.spans: list[Span] = []
        self.problems: list[Problem] = []
        self.today, self.language, self.currency, self.order = today, language, currency, order
        self.known = vocabulary(language)
        self.found: dict[str, Any] = {}

    def read(self, services: tuple[str, ...], tutors: tuple[str, ...]) -> None:
        self._marked(services)
        self._whole_names(services)
        self._tutor(tutors)
        self._method()
        self._request()
        self._times()
        self._days()
        self._lengths()
        self._walk_in()
        self._service(services)
        self._figures()
        self._person()

    def result(self) -> TypedLine:
        person = " ".join(t.text for t, kind in zip(self.tokens, self.kinds, strict=True) if kind == "person")
        return TypedLine(
            person=" ".join(person.split()),
            problems=tuple(sorted(self.problems, key=lambda p: (p.start, p.end, p.code))),
            spans=tuple(sorted(self.spans, key=lambda s: s.start)),
            **self.found,
        )

    # --- what every reading uses ------------------------------------------------------------------------------

    def free(self, at: int, count: int = 1) -> bool:
        """Are these tokens still unread, unmarked and out of quotes?"""
        return at + count <= len(self.tokens) and all(
            self.kinds[i] is None and not self.tokens[i].sign and not self.tokens[i].quoted
            for i in range(at, at + count)
        )

    def words(self, at: int, count: int) -> str:
        return " ".join(t.text for t in self.tokens[at : at + count])

    def keys(self, at: int, count: int) -> str:
        return " ".join(t.key for t in self.tokens[at : at + count])

    def take(self, at: int, count: int, kind: Kind) -> None:
        self.kinds[at : at + count] = [kind] * count
        self.spans.append(Span(self.tokens[at].start, self.tokens[at + count - 1].end, kind))

    def problem(self, code: str, start: int, end: int, **facts: Any) -> None:
        self.problems.append(Problem(code, start, end, facts))

    def wrong(self, code: str, at: int, count: int = 1, **facts: Any) -> None:
        facts.setdefault("text", self.words(at, count))
        self.problem(code, self.tokens[at].start, self.tokens[at + count - 1].end, **facts)

    def set(self, what: Kind, value: Any, at: int, count: int = 1) -> None:
        """Keep what these tokens say; where something else was said before, that is a problem and the first stands."""
        name = {"time": "minute", "new": "new_person"}.get(what, what)
        if self.found.get(name, value) != value:
            self.wrong("LINE_TWICE", at, count, what=what)
        else:
            self.found[name] = value
        self.take(at, count, what)

    # --- the readings, surest first ---------------------------------------------------------------------------

    def _marked(self, services: tuple[str, ...]) -> None:
        """A new person's mark, people in quotes, and services after #."""
        for at, token in enumerate(self.tokens):
            if at == 0 and (token.sign == "+" or (not token.quoted and token.key in {"+", *self.known.new})):
                self.found["new_person"] = True
                if token.sign == "+":
                    self.kinds[0] = "person"
                    self.spans += [
                        Span(token.start, token.start + 1, "new"),
                        Span(token.start + 1, token.end, "person"),
                    ]
                else:
                    self.take(0, 1, "new")
            elif token.sign == "#":
                match = named(token.text, token.key, services)
                if len(match) == 1:
                    self.set("service", match[0], at)
                else:
                    self._which("service", match, at, 1)
            elif token.quoted and token.sign != "@":
                self.take(at, 1, "person")

    def _which(self, kind: Kind, match: tuple[str, ...], at: int, count: int) -> None:
        self.take(at, count, kind)
        if match:
            self.wrong(f"{kind.upper()}_AMBIGUOUS", at, count, candidates=match)
        else:
            self.wrong(f"{kind.upper()}_UNKNOWN", at, count)

    def _whole_names(self, services: tuple[str, ...]) -> None:
        """A service of several words, written out, is read before its words are: Yoga 45, Sun Salutation."""
        for count in range(6, 1, -1):
            for at in range(len(self.tokens) - count + 1):
                if self.free(at, count) and "service" not in self.found:
                    match = named(self.words(at, count), self.keys(at, count), services, whole=True)
                    if len(match) == 1:
                        self.set("service", match[0], at, count)

    def _tutor(self, tutors: tuple[str, ...]) -> None:
        """The name after @, or after 'with'."""
        for at, token in enumerate(self.tokens):
            if self.kinds[at] is not None:
                continue
            lead = 1 if self.free(at) and (token.key == "@" or token.key in self.known.with_) else 0
            if not lead and token.sign != "@":
                continue
            begin = at + lead
            if begin >= len(self.tokens) or self.kinds[begin] not in (None, "person"):
                self._which("tutor", (), at, 1)
                continue
            room = 1
            while not self.tokens[begin].quoted and room < 4 and self.free(begin + room):
                room += 1
            count, match = best_tutor(self.tokens[begin : begin + room], tutors)
            if self.kinds[begin] == "person":  # with "Ana Ruiz": the quotes hold a tutor's name together
                self.spans = [s for s in self.spans if s.start != self.tokens[begin].start]
            if len(match) == 1:
                self.set("tutor", match[0], at, lead + count)
            else:
                self._which("tutor", match, at, lead + count)

    def _method(self) -> None:
        for count in (2, 1):
            for at in range(len(self.tokens)):
                if self.free(at, count) and self.keys(at, count) in self.known.methods:
                    self.set("method", self.known.methods[self.keys(at, count)], at, count)
                    if self.known.methods[self.keys(at, count)] == "cash":
                        self._amount(at + count)

    def _request(self) -> None:
        """That it waits for an approval, or is approved by being booked."""
        for at, token in enumerate(self.tokens):
            if at and self.free(at) and token.key in self.known.request:
                self.set("request", self.known.request[token.key], at)

    def _amount(self, at: int) -> None:
        """The figure after cash, with its sign beside it or apart."""
        for count in (2, 1):
            if self.free(at, count) and looks_like_amount(self.words(at, count), self.currency):
                if count == 2 and all(looks_like_amount(self.words(at + i, 1), self.currency) for i in (0, 1)):
                    if _THOUSANDS.fullmatch(self.words(at, 2)):  # cash 1 234: one amount, or an amount and minutes
                        self.take(at, 2, "amount")
                        self.wrong("AMOUNT_UNCLEAR", at, 2, currency=self.currency)
                        return
                    continue
                try:
                    self.set("amount", read_amount(self.words(at, count), self.currency, self.language), at, count)
                except WrongInput as error:
                    self.take(at, count, "amount")
                    self.wrong(error.code, at, count, **error.facts)
                return

    def _times(self) -> None:
        """Clock times that can be nothing else, and ranges of them."""
        for count in (3, 2, 1):
            for at in range(len(self.tokens)):
                if not self.free(at, count):
                    continue
                key = self.keys(at, count)
                if _TIME.fullmatch(key):
                    self._time(key, at, count)
                elif count != 2 and (m := _RANGE.fullmatch(key)):
                    self._range((m[1] or m[3]).strip(), (m[2] or m[4]).strip(), at, count)

    def _time(self, key: str, at: int, count: int) -> None:
        try:
            minute = read_time(key)
        except WrongInput as error:
            if ":" in key or "m" in key:  # 30.00 may still be money
                self.take(at, count, "unclear")
                self.wrong(error.code, at, count)
        else:
            self.set("time", minute, at, count)

    def _range(self, first: str, last: str, at: int, count: int) -> None:
        try:
            start, end = read_time(first), read_time(last)
        except WrongInput:
            return
        if end <= start:
            self.take(at, count, "time")
            self.wrong("END_BEFORE_START", at, count)
            return
        self.set("time", start, at, count)
        if self.found.setdefault("minutes", end - start) != end - start:
            self.wrong("LINE_TWICE", at, count, what="minutes")

    def _days(self) -> None:
        for count in range(_LONGEST_DAY, 0, -1):
            for at in range(len(self.tokens) - count + 1):
                first, last = self.tokens[at].key, self.tokens[at + count - 1].key
                if not self.free(at, count) or last in self.known.of or (first in self.known.of - _BEFORE_DAY):
                    continue  # de la Cruz keeps her name
                if count == 1 and _NO_DAY.fullmatch(first):
                    continue
                if count == 2 and "minute" not in self.found and self._is_weekday_and_hour(first, last):
                    continue
                try:
                    self.set(
                        "day", read_day(self.words(at, count), self.today, self.language, order=self.order), at, count
                    )
                except WrongInput as error:
                    if error.code not in ("DAY_UNKNOWN", "DAY_MISSING"):
                        self.take(at, count, "day")
                        self.wrong(error.code, at, count, **error.facts)

    def _is_weekday_and_hour(self, first: str, last: str) -> bool:
        """Beside a weekday a figure is the hour where no other is typed (fri 15); fri 27 can be none."""
        days = self.known.weekdays.keys() - self.known.months.keys()  # 15 mar is a date in Spanish
        figure = first if last in days else last if first in days else ""
        return figure.isascii() and figure.isdecimal() and len(figure) < 3 and int(figure) < 24

    def _lengths(self) -> None:
        for count in (3, 2, 1):
            for at in range(len(self.tokens)):
                if self.free(at, count) and _LENGTH.fullmatch(self.keys(at, count)):
                    try:
                        self.set("minutes", read_minutes(self.keys(at, count)), at, count)
                    except WrongInput as error:
                        self.take(at, count, "minutes")
                        self.wrong(error.code, at, count, **error.facts)

    def _walk_in(self) -> None:
        for count in (2, 1):
            for at in range(len(self.tokens)):
                if self.free(at, count) and self.keys(at, count).replace(" ", "-") in self.known.walk_in | {"-"}:
                    self.set("walk_in", True, at, count)  # noqa: FBT003

    def _service(self, services: tuple[str, ...]) -> None:
        if "service" in self.found or "service" in self.kinds:
            return
        words = [self.free(at) for at in range(len(self.tokens))]
        named = "person" in self.kinds or "walk_in" in self.found
        first = next((i for i, t in enumerate(self.tokens) if words[i] and not _FIGURES.fullmatch(t.key)), None)
        at, count, match = best_service(self.tokens, words, services, None if named else first)
        if not match:
            return
        if len(match) == 1:
            self.set("service", match[0], at, count)
        else:
            self._which("service", match, at, count)

    def _figures(self) -> None:
        """Bare figures: four, then three, then fewer, so that 1530 is known when 15 is looked at."""
        bare = [i for i in range(len(self.tokens)) if self.free(i) and _FIGURES.fullmatch(self.tokens[i].key)]
        for at in sorted(bare, key=lambda i: -len(self.tokens[i].key) // 3 if len(self.tokens[i].key) > 2 else 0):
            self._figure(at, self.tokens[at].key)
        for at in range(len(self.tokens)):
            if self.free(at) and looks_like_amount(self.tokens[at].text, self.currency):
                if self.found.get("method") == "cash" and "amount" not in self.found:
                    self._amount(at)
                else:
                    self.take(at, 1, "unclear")
                    self.wrong("AMOUNT_WITHOUT_CASH", at)

    def _figure(self, at: int, key: str) -> None:
        number = int(key)
        clock = (number // 100 * 60 + number % 100) if len(key) > 2 else number * 60
        is_clock = clock < 1440 and (len(key) < 3 or number % 100 < 60)
        if len(key) > 2:
            as_minutes = len(key) == 3 and key[0] != "0" and number <= _MOST_MINUTES
        else:
            as_minutes = not is_clock or "minute" in self.found
        if as_minutes and "minutes" not in self.found and number >= 1:
            self.set("minutes", number, at)
        elif not as_minutes and is_clock and "minute" not in self.found:
            self.set("time", clock, at)
        else:
            self.take(at, 1, "unclear")
            self.wrong("NUMBER_UNCLEAR", at)

    def _person(self) -> None:
        """What no reading wanted is a person's name."""
        for at, kind in enumerate(self.kinds):
            if kind is None:
                self.take(at, 1, "person")
        people = [i for i, kind in enumerate(self.kinds) if kind == "person" and self.tokens[i].text]
        if people and "walk_in" in self.found:
            self.wrong("PERSON_AND_WALK_IN", people[0])
