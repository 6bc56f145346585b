from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.words import dates
from deskbell.words.names import month, weekday

WED = date(2026, 3, 4)
DAYS = st.dates(date(1970, 1, 10), date(2100, 12, 20))


@pytest.mark.parametrize(
    ("language", "column", "brief", "day", "full"),
    [
        ("en", "Wed 4", "4 Mar", "Wed 4 March", "Wednesday 4 March 2026"),
        ("en-US", "Wed 4", "Mar 4", "Wed, March 4", "Wednesday, March 4, 2026"),
        ("es", "mié 4", "4 mar", "mié 4 de marzo", "miércoles 4 de marzo de 2026"),
        ("pt-BR", "qua 4", "4 mar", "qua 4 de março", "quarta-feira 4 de março de 2026"),
    ],
)
def test_a_day_is_written_in_the_local_order(language: str, column: str, brief: str, day: str, full: str) -> None:
    """STYLE 5: local date order, in each language."""
    assert dates.column_day(WED, language) == column
    assert dates.brief_day(WED, language) == brief
    assert dates.show_day(WED, language) == day
    assert dates.show_day(WED, language, year=True, long=True) == full


def test_an_order_that_was_set_wins_over_the_region() -> None:
    """This terminal's date order is a setting."""
    assert dates.show_day(WED, "en-US", order="dmy") == "Wed 4 March"
    assert dates.brief_day(WED, "en", order="mdy", year=True) == "Mar 4, 2026"


@pytest.mark.parametrize(
    ("first", "language", "title"),
    [
        (date(2026, 3, 2), "en", "Week 10 · 2–8 March 2026"),
        (date(2026, 3, 2), "en-US", "Week 10 · March 2–8, 2026"),
        (date(2026, 3, 1), "en-US", "Week 10 · March 1–7, 2026"),
        (date(2026, 3, 30), "en", "Week 14 · 30 March – 5 April 2026"),
        (date(2025, 12, 29), "en", "Week 1 · 29 December 2025 – 4 January 2026"),
        (date(2026, 3, 2), "es", "Semana 10 · 2–8 de marzo de 2026"),
        (date(2026, 3, 30), "pt", "Semana 14 · 30 de março – 5 de abril de 2026"),
        (date(2026, 12, 28), "en", "Week 53 · 28 December 2026 – 3 January 2027"),
    ],
)
def test_a_week_has_a_number_and_its_days(first: date, language: str, title: str) -> None:
    """SCREENS: 'Week 10 · 2–8 March 2026'; what both ends share is said once."""
    assert dates.week_title(first, language) == title


@given(DAYS, st.integers(0, 6))
def test_a_week_begins_on_its_weekday_and_holds_its_day(day: date, first_weekday: int) -> None:
    """Any of seven first weekdays: the week of a day begins on it and ends less than seven days later."""
    first = dates.week_of(day, first_weekday)
    assert first.weekday() == first_weekday
    assert timedelta() <= day - first < timedelta(7)


@given(DAYS)
def test_the_monday_week_has_its_iso_number(day: date) -> None:
    """Where weeks begin on Monday the number is the ISO number of each of its days."""
    first = dates.week_of(day, 0)
    assert dates.week_title(first, "en").startswith(f"Week {day.isocalendar().week} ")


def test_short_names_are_three_cells_and_differ() -> None:
    """Columns stand straight: every short name has three letters, and no two of a language are the same."""
    for language in ("en", "es", "pt"):
        days = {weekday(i, language) for i in range(7)}
        months = {month(i, language) for i in range(1, 13)}
        assert len(days) == 7
        assert len(months) == 12
        assert {len(x) for x in days | months} == {3}


def test_names_are_those_of_the_library_that_knows_them() -> None:
    """Our tables agree with pendulum's, which we do not import on the way to the agenda."""
    import pendulum

    for ours, theirs in (("en", "en"), ("es", "es"), ("pt", "pt_br")):
        for i in range(1, 13):
            day = pendulum.datetime(2026, i, i)
            assert month(i, ours, long=True) == day.format("MMMM", locale=theirs)
            assert weekday(day.weekday(), ours, long=True) == day.format("dddd", locale=theirs)


def test_times_and_lengths() -> None:
    """One column of times: 24 hours, two digits; the next day begins again; countdowns never run below nought."""
    assert [dates.clock(m) for m in (0, 570, 930, 1439, 1440, 1470)] == [
        "00:00",
        "09:30",
        "15:30",
        "23:59",
        "00:00",
        "00:30",
    ]
    assert dates.span(930, 990) == "15:30–16:30"
    assert [dates.length(m) for m in (45, 60, 90, 125)] == ["45 min", "1 h", "1 h 30", "2 h 05"]
    assert [dates.countdown(s) for s in (899, 3899, 59, 0, -5)] == ["14:59", "1:04:59", "0:59", "0:00", "0:00"]
    assert dates.month_title(WED, "en") == "March 2026"
    assert dates.month_title(WED, "pt") == "março de 2026"
    assert dates.days_between(WED, WED, "es") == "4 de marzo de 2026"
