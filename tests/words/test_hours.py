from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.errors import WrongInput
from deskbell.words.hours import read_hours, show_hours

WORKDAYS = range(5)


def every(days: range | list[int], *times: tuple[int, int]) -> list[tuple[int, int, int]]:
    return sorted((d, start * 60, end * 60) for d in days for start, end in times)


@pytest.mark.parametrize(
    ("typed", "language", "windows"),
    [
        ("Mon-Fri 9-18; Sat 10-14", "en", every(WORKDAYS, (9, 18)) + every([5], (10, 14))),
        ("Mon-Fri 9-18, Sat 10-14", "en", every(WORKDAYS, (9, 18)) + every([5], (10, 14))),
        ("Lun-Vie 9:00-13:00,15-19", "es", every(WORKDAYS, (9, 13), (15, 19))),
        ("lunes a viernes de 9 a 13 y de 15 a 19; sábados 10-14", "es", every(WORKDAYS, (9, 13),
        (15, 19)) + every([5], (10, 14))),
        ("seg a sex das 9 às 18", "pt", every(WORKDAYS, (9, 18))),
        ("2ª a 6ª 9h-18h", "pt", every(WORKDAYS, (9, 18))),
        ("segunda-feira e quarta-feira 9h às 12h", "pt", every([0, 2], (9, 12))),
        ("Mon,Wed,Fri 9-12", "en", every([0, 2, 4], (9, 12))),
        ("Mon-Fri 9am-5pm", "en", every(WORKDAYS, (9, 17))),
        ("mon 1-5pm", "en", every([0], (13, 17))),
        ("mon 9-5pm", "en", every([0], (9, 17))),
        ("daily 8-20", "en", every(range(7), (8, 20))),
        ("todos los días 8-20", "es", every(range(7), (8, 20))),
        ("Sat-Mon 10-14", "en", every([0, 5, 6], (10, 14))),
        ("Mon: 22-24\nTue 18:00–00:00", "en", [(0, 1320, 1440), (1, 1080, 1440)]),
        ("Mon 0930-1745", "en", [(0, 570, 1065)]),
        ("Mon 9-12; Mon 9-12", "en", every([0], (9, 12))),
        ("mar 9-10", "es", every([1], (9, 10))),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_type_them(typed: str, language: str, windows: list[tuple[int, int, int]]) -> None:
    """Issue, point 2: --hours 'Mon-Fri 9-18', in each language; (weekday, first minute, end minute)."""
    assert read_hours(typed, language) == sorted(windows)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "HOURS_MISSING"), ("Mon", "HOURS_UNKNOWN"), ("9-18", "HOURS_UNKNOWN"), ("Mon 9", "HOURS_UNKNOWN"),
        ("Mon 9-18 always", "HOURS_UNKNOWN"), ("Mon 25-26", "HOURS_UNKNOWN"), ("lun 9-18", "HOURS_UNKNOWN"),
        ("Mon 9-18 10", "HOURS_UNKNOWN"),
        ("Mon 18-9", "HOURS_END_BEFORE_START"), ("Mon 9-9", "HOURS_END_BEFORE_START"),
        ("Mon 9-12,11-14", "HOURS_OVERLAP"),
        ("Mon-Wed 9-12; Tue 11-13", "HOURS_OVERLAP"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_meant_are_refused(typed: str, code: str) -> None:
    """BAD INPUT: end before start, unknown words and overlaps are wrong input; the part that is wrong is named."""
    with pytest.raises(WrongInput) as refused:
        read_hours(typed, "en")
    assert refused.value.code == code
    if code == "HOURS_OVERLAP":
        assert refused.value.facts["weekday"] in range(7)
    elif code != "HOURS_MISSING":
        assert refused.value.facts["part"]


@st.composite
def weeks(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    found = []
    for day in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
        found += [(day, a * 15, b * 15) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    return found


@given(weeks().filter(bool), st.sampled_from(["en", "es", "pt"]))
def test_shown_hours_are_read_back(windows: list[tuple[int, int, int]], language: str) -> None:
    """read_hours(show_hours(x)) == x in every language."""
    assert read_hours(show_hours(windows, language), language) == windows


def test_days_with_the_same_times_stand_together() -> None:
    windows = every(WORKDAYS, (9, 13), (15, 19)) + every([5], (10, 24))
    assert show_hours(windows, "en") == "Mon–Fri 09:00–13:00, 15:00–19:00; Sat 10:00–24:00"
    assert show_hours(windows, "es") == "lun–vie 09:00–13:00, 15:00–19:00; sáb 10:00–24:00"
    assert show_hours([], "en") == ""


@given(
    st.text(max_size=60) | st.text("montuewedfri0123456789:-,; apm", max_size=60), st.sampled_from(["en", "es", "pt"])
)
def test_any_text_is_read_or_refused(text: str, language: str) -> None:
    """Whatever is typed: windows in order, inside their day, apart from each other, or WrongInput."""
    try:
        found = read_hours(text, language)
    except WrongInput:
        return
    assert found == sorted(found)
    assert all(0 <= start < end <= 1440 for _, start, end in found)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(found))
