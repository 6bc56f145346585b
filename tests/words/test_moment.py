"""Reading a day with its time in one go."""

from __future__ import annotations

from datetime import date

import pytest

from deskbell.domain.errors import WrongInput
from deskbell.words.moment import read_moment

TODAY = date(2026, 3, 4)  # a Wednesday
LESSON = {"day": date(2026, 3, 6), "minute": 15 * 60}


@pytest.mark.parametrize(
    ("typed", "day", "minute"),
    [
        ("16:30", date(2026, 3, 6), 16 * 60 + 30),
        ("9", date(2026, 3, 6), 9 * 60),
        ("3 pm", date(2026, 3, 6), 15 * 60),
        ("fri", date(2026, 3, 6), 15 * 60),
        ("tomorrow", date(2026, 3, 5), 15 * 60),
        ("fri 16:00", date(2026, 3, 6), 16 * 60),
        ("tomorrow 9", date(2026, 3, 5), 9 * 60),
        ("9 tomorrow", date(2026, 3, 5), 9 * 60),
        ("fri 3 pm", date(2026, 3, 6), 15 * 60),
        ("4/3 10:00", date(2026, 3, 4), 10 * 60),
        ("10 march 11:15", date(2026, 3, 10), 11 * 60 + 15),
        ("10 march", date(2026, 3, 10), 15 * 60),
        ("+1w 15h30", date(2026, 3, 11), 15 * 60 + 30),
        ("2026-03-09 1015", date(2026, 3, 9), 10 * 60 + 15),
    ],
)
def test_what_is_not_typed_stays_as_it_is(typed: str, day: date, minute: int) -> None:
    """A time alone keeps the lesson's day, a day alone its time."""
    assert read_moment(typed, TODAY, "en", **LESSON) == (day, minute)


@pytest.mark.parametrize(
    ("typed", "language", "day"), [("mañana 9", "es", date(2026, 3, 5)), ("sex 9", "pt", date(2026, 3, 6))]
)
def test_days_are_read_in_the_desks_language(typed: str, language: str, day: date) -> None:
    assert read_moment(typed, TODAY, language, **LESSON) == (day, 9 * 60)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "TIME_MISSING"), ("  ", "TIME_MISSING"), ("soon", "DAY_UNKNOWN"), ("30 feb 10:00", "DAY_IMPOSSIBLE")],
)
def test_what_cannot_be_meant_is_said(typed: str, code: str) -> None:
    with pytest.raises(WrongInput) as caught:
        read_moment(typed, TODAY, "en", **LESSON)
    assert caught.value.code == code
