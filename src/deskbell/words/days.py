"""Reading a day as people type it: today, fri, next mon, 4 march, 4/3, 2026-03-04, +3. No library guesses."""

from __future__ import annotations

import re
from datetime import date, timedelta

from deskbell.domain.errors import WrongInput
from deskbell.domain.text import fold
from deskbell.words.dates import week_of
from deskbell.words.language import Order, date_order, first_weekday, spoken
from deskbell.words.vocabulary import Vocabulary, vocabulary

FIRST, LAST = date(1970, 1, 1), date(2100, 12, 31)
BACK = 60
"""A date without a year lies from so many days ago to a year less that ahead: last week is not next year."""

AHEAD = 40
"""Days: so far ahead a weekday and a figure, fri 27, name a day."""

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_AWAY = re.compile(r"([+-])([0-9]{1,5}) ?([a-z]*)")
_FIGURES = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?\.?")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|o|a|\.)")


def read_day(text: str, today: date, language: str, *, order: Order | None = None) -> date:
    """The day that is meant, seen from today.

    A weekday is its next occurrence, today included; 'next' means that weekday of next week (weeks begin where
    the language's region begins them). 4/3 follows the order; 4.3. and 4.3.2026 always have the day first.
    A date without a year is near: see BACK. A weekday beside a date (fri 6/3) must agree with it. fri 27 is the
    near day that has both.
    Errors, WrongInput: DAY_MISSING, DAY_UNKNOWN (text), DAY_IMPOSSIBLE (text), DAY_OUT_OF_RANGE (text, first,
    last), DAY_MISMATCH (text, day, weekday 0..6).
    """
    key = fold(text[:80]).replace(",", " ").strip()
    if not key:
        raise WrongInput("DAY_MISSING")
    facts = {"text": text[:80].strip()}
    try:
        order = order or date_order(language)
        day = _figures(key, today, order, facts)
        if day is None:
            day = _words(key, today, language, order, facts)
    except OverflowError:
        raise _out_of_range(facts) from None
    if not FIRST <= day <= LAST:
        raise _out_of_range(facts)
    return day


def _out_of_range(facts: dict[str, str]) -> WrongInput:
    return WrongInput("DAY_OUT_OF_RANGE", first=FIRST, last=LAST, **facts)


def _figures(key: str, today: date, order: Order, facts: dict[str, str]) -> date | None:
    if m := _ISO.fullmatch(key):
        return _date(int(m[1]), int(m[2]), int(m[3]), facts)
    m = _FIGURES.fullmatch(key)
    if m is None or (m[2] == "-" and not m[4]) or (m[2] != "." and key.endswith(".")):
        return None
    one, two = int(m[1]), int(m[3])
    day, month = (two, one) if order == "mdy" and m[2] != "." else (one, two)
    if not m[4]:
        return _near(day, month, today, facts)
    return _date(int(m[4]) + (2000 if len(m[4]) == 2 else 0), month, day, facts)


def _words(key: str, today: date, language: str, order: Order, facts: dict[str, str]) -> date:
    known = vocabulary(language)
    if key in known.relative:
        return today + timedelta(days=known.relative[key])
    away = _AWAY.fullmatch(key)
    if away and away[3] in known.day_units:
        distance = int(away[2]) * known.day_units[away[3]]
        return today + timedelta(days=-distance if away[1] == "-" else distance)
    words = [w for w in (x.rstrip(".") or x for x in key.split()) if w not in known.of]
    weekday, words = _weekday(words, known)
    following = False
    if weekday is not None and words:
        rest = " ".join(words)
        following = rest in known.next
        words = [] if following else words
        if re.fullmatch("[0-9]{1,2}", rest):
            return _figure_beside(weekday, int(rest), today, facts)
    if weekday is not None and not words:
        if following:
            return week_of(today, first_weekday(language)) + timedelta(days=7 + (weekday - first_weekday(language)) % 7)
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    day = _figures(" ".join(words), today, order, facts)
    if day is None:
        day = _named_month(words, today, known, facts, month_first=spoken(language) == "en")
    if day is None:
        raise WrongInput("DAY_UNKNOWN", **facts)
    if weekday is not None and day.weekday() != weekday:
        raise WrongInput("DAY_MISMATCH", day=day, weekday=weekday, **facts)
    return day


def _figure_beside(weekday: int, figure: int, today: date, facts: dict[str, str]) -> date:
    """The day with that weekday and figure (fri 27) that comes next, or was in the last seven days."""
    for distance in (*range(AHEAD), *range(-1, -8, -1)):
        day = today + timedelta(days=distance)
        if day.day == figure and day.weekday() == weekday:
            return day
    raise WrongInput("DAY_UNKNOWN", **facts)


def _weekday(words: list[str], known: Vocabulary) -> tuple[int | None, list[str]]:
    """The weekday among the words, if there is one, and the other words."""
    for at, word in enumerate(words[:2]):
        if word in known.weekdays and not _is_month(words, at, known):
            rest = words[:at] + words[at + 1 :]
            if rest[at : at + 1] == ["feira"]:
                del rest[at]
            return known.weekdays[word], rest
    return None, words


def _is_month(words: list[str], at: int, known: Vocabulary) -> bool:
    """'mar' is Tuesday in Spanish, but March after a figure."""
    return at > 0 and words[at] in known.months and _number(words[at - 1]) is not None


def _named_month(
    words: list[str], today: date, known: Vocabulary, facts: dict[str, str], *, month_first: bool
) -> date | None:
    """4 march, march 4, either with a year behind it."""
    if len(words) not in (2, 3):
        return None
    one, two = words[:2]
    if two in known.months:
        day, month = _number(one), known.months[two]
    elif month_first and one in known.months:
        day, month = _number(two), known.months[one]
    else:
        return None
    if day is None:
        return None
    if len(words) == 2:
        return _near(day, month, today, facts)
    year = words[2]
    return _date(int(year), month, day, facts) if re.fullmatch("[0-9]{4}", year) else None


def _number(word: str) -> int | None:
    bare = m[1] if (m := _ORDINAL.fullmatch(word)) else word
    return int(bare) if re.fullmatch("[0-9]{1,2}", bare) and int(bare) <= 31 else None


def _near(day: int, month: int, today: date, facts: dict[str, str]) -> date:
    """The one year in which that date is neither long past nor more than a year ahead."""
    since = today - timedelta(days=BACK)
    for year in (since.year, since.year + 1):
        if day == 29 and month == 2 and year % 4:
            continue
        found = _date(year, month, day, facts)
        if found >= since:
            return found
    raise WrongInput("DAY_IMPOSSIBLE", **facts)


def _date(year: int, month: int, day: int, facts: dict[str, str]) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise WrongInput("DAY_IMPOSSIBLE", **facts) from None
