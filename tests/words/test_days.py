from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.words.dates import brief_day, show_day
from deskbell.words.days import BACK, FIRST, LAST, read_day

WED = date(2026, 3, 4)
DAYS = st.dates(FIRST, LAST)
TAGS = st.sampled_from(["en", "en-US", "es", "es-MX", "pt", "pt-BR"])


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


ENGLISH = {
    "today": WED, "TOMORROW": day(3, 5), "yesterday": day(3, 3), "wed": WED, "Weds": WED, "thu": day(3, 5),
    "tue": day(3, 10),
    "sunday": day(3, 8), "on fri": day(3, 6), "next mon": day(3, 9), "next wed": day(3, 11), "next fri": day(3, 13),
    "4 march": WED, "March 4": WED, "4th of march": WED, "1st May": day(5, 1), "4 mar 2027": day(3, 4, 2027),
    "Wed, March 4, 2026": WED, "wed 4 march": WED, "4.3.": WED, "4.3": WED, "4.3.2026": WED, "4/3": WED,
    "4/3/26": WED,
    "4-3-2026": WED, "2026-03-04": WED, "2026-3-4": WED, "+3": day(3, 7), "+1w": day(3, 11), "+2 weeks": day(3, 18),
    "-2": day(3, 2), "1 feb": day(2, 1), "1 jan": day(1, 1, 2027), "29/2/2028": day(2, 29, 2028), "+0": WED,
    "fri 6/3": day(3, 6), "6/3 fri": day(3, 6), "fri 6.3.2026": day(3, 6),
    "fri 27": day(3, 27), "wed 4": WED, "tue 3": day(3, 3), "mon 6": day(4, 6), "27 fri": day(3, 27),
}  # fmt: skip
SPANISH = {
    "hoy": WED, "mañana": day(3, 5), "manana": day(3, 5), "pasado mañana": day(3, 6), "ayer": day(3, 3),
    "mar": day(3, 10),
    "4 mar": WED, "15 mar": day(3, 15), "mar 10 mar": day(3, 10), "miércoles": WED, "el lunes": day(3, 9),
    "próximo lunes": day(3, 9), "lunes que viene": day(3, 9), "sáb": day(3, 7), "4 de marzo": WED, "3 set": day(9, 3),
    "mié. 4 mar.": WED, "mié 4 de marzo de 2026": WED, "vie 27": day(3, 27), "+1s": day(3, 11),
    "+2 semanas": day(3, 18),
}  # fmt: skip
PORTUGUESE = {
    "hoje": WED, "amanhã": day(3, 5), "depois de amanhã": day(3, 6), "ontem": day(3, 3), "seg": day(3, 9),
    "segunda": day(3, 9), "segunda-feira": day(3, 9), "segunda feira": day(3, 9), "2ª": day(3, 9), "6a": day(3, 6),
    "próxima sexta": day(3, 13), "sexta que vem": day(3, 13), "4 de março": WED,
    "terça-feira, 10 de março": day(3, 10),
    "ter": day(3, 10), "no sábado": day(3, 7), "na sexta": day(3, 6),
}  # fmt: skip
EVERY = [(w, d, x) for x, words in (("en", ENGLISH), ("es", SPANISH), ("pt", PORTUGUESE)) for w, d in words.items()]


@pytest.mark.parametrize(("typed", "meant", "language"), EVERY)
def test_days_are_read_as_people_type_them(typed: str, meant: date, language: str) -> None:
    """Issue, point 5: day in the desk's language; a weekday is its next occurrence, today included."""
    assert read_day(typed, WED, language) == meant


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "DAY_MISSING"), ("  ", "DAY_MISSING"), ("soon", "DAY_UNKNOWN"), ("may", "DAY_UNKNOWN"),
        ("4", "DAY_UNKNOWN"),
        ("4-3", "DAY_UNKNOWN"), ("fri sat", "DAY_UNKNOWN"), ("hoy", "DAY_UNKNOWN"), ("next", "DAY_UNKNOWN"),
        ("60 may", "DAY_UNKNOWN"),
        ("31/2", "DAY_IMPOSSIBLE"), ("29 feb", "DAY_IMPOSSIBLE"), ("13/13", "DAY_IMPOSSIBLE"),
        ("0/1", "DAY_IMPOSSIBLE"),
        ("31 april", "DAY_IMPOSSIBLE"), ("2026-02-30", "DAY_IMPOSSIBLE"), ("9999-01-01", "DAY_OUT_OF_RANGE"),
        ("1969-12-31", "DAY_OUT_OF_RANGE"), ("+99999", "DAY_OUT_OF_RANGE"), ("+99999w", "DAY_OUT_OF_RANGE"),
        ("thu 4 march", "DAY_MISMATCH"),
        ("thu 4/3", "DAY_MISMATCH"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(typed: str, code: str) -> None:
    """Nobody guesses: 31/2, a weekday against its date, and words of another language are wrong input."""
    with pytest.raises(WrongInput) as refused:
        read_day(typed, WED, "en")
    assert refused.value.code == code


def test_4_3_follows_the_local_order_and_dots_never_do() -> None:
    """4/3 is 3 April in the United States and 4 March elsewhere; the setting wins; nobody swaps what does not fit."""
    assert read_day("4/3", WED, "en-US") == day(4, 3)
    assert read_day("4/3", WED, "en-GB") == WED
    assert read_day("4/3", WED, "en-US", order="dmy") == WED
    assert read_day("4.3.", WED, "en-US") == WED
    with pytest.raises(WrongInput, match="DAY_IMPOSSIBLE"):
        read_day("13/4", WED, "en-US")


def test_next_means_the_week_that_begins_next_there() -> None:
    """On a Saturday, 'next sun' is tomorrow where weeks begin on Sunday and eight days off where on Monday."""
    saturday = day(3, 7)
    assert read_day("next sun", saturday, "en-US") == day(3, 8)
    assert read_day("next sun", saturday, "en-GB") == day(3, 15)


@given(DAYS, st.integers(0, 6), TAGS)
def test_a_weekday_is_at_most_six_days_away(today: date, ahead: int, language: str) -> None:
    """The next occurrence, today included, whatever the day and the language."""
    meant = min(today + timedelta(ahead), LAST)
    if meant - timedelta(6) > today or meant == LAST:
        return
    long = show_day(meant, language, long=True).replace(",", "").split()[0]
    assert read_day(long, today, language) == meant
    assert read_day(long[:3], today, language) == meant


@given(DAYS, DAYS, TAGS, st.booleans())
def test_every_day_that_is_shown_is_read_back(meant: date, today: date, language: str, long: bool) -> None:
    """read_day(show_day(d)) == d with the year, in every language and order."""
    assert read_day(show_day(meant, language, year=True, long=long), today, language) == meant
    assert read_day(brief_day(meant, language, year=True), today, language) == meant
    assert read_day(meant.isoformat(), today, language) == meant


@given(DAYS, st.integers(-BACK, 365 - BACK - 1), TAGS)
def test_a_date_without_a_year_is_the_near_one(today: date, away: int, language: str) -> None:
    """From 60 days ago to ten months ahead the year need not be typed: last week is not next year."""
    meant = today + timedelta(away)
    if not FIRST <= meant <= LAST or (meant.month, meant.day) == (2, 29):
        return
    assert read_day(show_day(meant, language), today, language) == meant
    assert read_day(brief_day(meant, language), today, language) == meant


@given(
    st.text(max_size=40) | st.from_regex(r"[+-]?[0-9]{1,5}[./ -]?[0-9a-z]{0,5}[./ -]?[0-9]{0,4}", fullmatch=True),
    DAYS,
    TAGS,
)
def test_any_text_is_a_day_or_a_refusal(text: str, today: date, language: str) -> None:
    """Whatever is typed: a day in range, or WrongInput."""
    try:
        found = read_day(text, today, language)
    except WrongInput:
        return
    assert FIRST <= found <= LAST
