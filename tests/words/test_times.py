from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.words.dates import clock, length
from deskbell.words.times import LONGEST, read_minutes, read_time


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("15:30", 930), ("1530", 930), ("15.30", 930), ("3pm", 900), ("3:30pm", 930), ("3:30 p.m.", 930),
        ("3:30 p. m.", 930),
        ("15h30", 930), ("15h", 900), ("15 h 30", 930), ("9", 540), ("09", 540), ("930", 570), ("0930", 570),
        ("12am", 0),
        ("12pm", 720), ("12:30 AM", 30), ("0", 0), ("0:00", 0), ("23:59", 1439), ("1:30", 90), ("3 PM", 900),
        ("15.30 h", 930),
    ],
)  # fmt: skip
def test_times_are_read_as_people_type_them(typed: str, minute: int) -> None:
    """Brief and issue, point 5: 15:30, 1530, 15.30, 3pm, 15h30, 15h, 9; a minute of the day."""
    assert read_time(typed) == minute


@pytest.mark.parametrize(
    "typed", ["24:00", "2400", "25", "9:5", "15:60", "13pm", "0am", "noonish", "15:30:00", "-1", "15:", "12345", "1,5"]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(WrongInput) as refused:
        read_time(typed)
    assert (refused.value.code, refused.value.facts) == ("TIME_UNKNOWN", {"text": typed})


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("60", 60), ("60m", 60), ("90 min", 90), ("90min.", 90), ("45'", 45), ("1h", 60), ("1h30", 90),
        ("1:30", 90), ("1.5h", 90),
        ("0,25 h", 15), ("1 h 30 min", 90), ("2 horas", 120), ("60 minutos", 60), ("24h", 1440), ("1440", 1440),
        ("1h5", 65),
    ],
)  # fmt: skip
def test_lengths_are_read_as_people_type_them(typed: str, minutes: int) -> None:
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "MINUTES_MISSING"), ("0", "MINUTES_OUT_OF_RANGE"), ("1441", "MINUTES_OUT_OF_RANGE"),
        ("25h", "MINUTES_OUT_OF_RANGE"),
        ("long", "MINUTES_UNKNOWN"), ("1h75", "MINUTES_UNKNOWN"), ("1.33h", "MINUTES_UNKNOWN"),
        ("-60", "MINUTES_UNKNOWN"),
        ("60.5", "MINUTES_UNKNOWN"),
    ],
)  # fmt: skip
def test_what_is_no_length_is_refused(typed: str, code: str) -> None:
    """Whole minutes of at most a day; nothing is rounded."""
    with pytest.raises(WrongInput, match=code):
        read_minutes(typed)


def test_nothing_typed_is_said_as_such() -> None:
    with pytest.raises(WrongInput, match="TIME_MISSING"):
        read_time(" ")


@given(st.integers(0, 1439))
def test_every_time_is_read_back(minute: int) -> None:
    """read_time(clock(m)) == m, with a colon, a point, an h, or nothing between."""
    for mark in (":", ".", "h", ""):
        assert read_time(clock(minute).replace(":", mark)) == minute


@given(st.integers(1, LONGEST))
def test_every_length_is_read_back(minutes: int) -> None:
    """read_minutes(length(m)) == m."""
    assert read_minutes(length(minutes)) == minutes
    assert read_minutes(str(minutes)) == minutes


@given(st.text(max_size=50))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read, top in ((read_time, 1439), (read_minutes, LONGEST)):
        with suppress(WrongInput):
            assert 0 <= read(text) <= top
