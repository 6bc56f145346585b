"""When a tutor works, where the grid stands, what comes next (D1, D4-D6, D9; I13, I14, I16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deskbell.domain.availability import (
    Diary,
    Hold,
    Hours,
    Openings,
    Override,
    Rules,
    Span,
    Taken,
    Timetable,
    Travel,
    Weekly,
    all_of,
    any_of,
    free,
    merged,
    next_starts,
    reach,
    starts,
    why_not,
    windows,
)
from tests.domain.diaries import (
    ALWAYS,
    DAY,
    FULL,
    HOUR,
    MINUTE,
    MONDAY,
    NINE_TO_FIVE,
    NOW,
    TUESDAY,
    at,
    clock,
    lesson,
    on_monday,
)

# --- hours ----------------------------------------------------------------------------------------------------


def test_day_to_midnight_keeps_its_last_lesson() -> None:
    """D5: 24:00 is a time to close at; the 23:00 lesson is there."""
    diary = Diary(Hours("UTC", (Weekly(0, 1260, 1440),)))
    assert on_monday(diary) == ["21:00", "22:00", "23:00"]
    assert windows(diary.hours, MONDAY, TUESDAY + DAY) == [(MONDAY + 21 * HOUR, TUESDAY)]


@pytest.mark.parametrize("end", [120, 1560])
def test_hours_past_midnight(end: int) -> None:
    """D6: 22:00-02:00 is one window into the next day, however its end is written."""
    diary = Diary(Hours("UTC", (Weekly(0, 1320, end),)))
    assert windows(diary.hours, MONDAY, TUESDAY + DAY) == [(MONDAY + 22 * HOUR, TUESDAY + 2 * HOUR)]
    assert on_monday(diary, Rules(length=90, interval=30)) == ["22:00", "22:30", "23:00", "23:30"]
    assert clock(starts(diary, Rules(length=90, interval=30), TUESDAY, TUESDAY + DAY, NOW)) == ["00:00", "00:30"]


def test_days_that_touch_are_one_window() -> None:
    """24:00 and the next 00:00 touch: a lesson may run over midnight."""
    hours = Hours("UTC", (Weekly(0, 1200, 1440), Weekly(1, 0, 120)))
    assert windows(hours, MONDAY, TUESDAY + DAY) == [(MONDAY + 20 * HOUR, TUESDAY + 2 * HOUR)]
    assert why_not(Diary(hours), FULL, TUESDAY - 30 * MINUTE, NOW) == ()


def test_override_replaces_its_date_only() -> None:
    """An override stands for the weekly hours of its date; empty is closed; the night before runs on."""
    hours = Hours("UTC", (Weekly(0, 1320, 120), Weekly(1, 600, 720)), (Override(date(2026, 3, 3), ()),))
    assert windows(hours, MONDAY, TUESDAY + DAY) == [(MONDAY + 22 * HOUR, TUESDAY + 2 * HOUR)]
    late = replace(hours, overrides=(Override(date(2026, 3, 3), ((900, 960), (840, 900))),))
    assert windows(late, TUESDAY + 3 * HOUR, TUESDAY + DAY) == [(TUESDAY + 14 * HOUR, TUESDAY + 16 * HOUR)]


def test_extra_windows_open_without_a_rule() -> None:
    """A window given outright is open, joined with what it touches."""
    hours = replace(NINE_TO_FIVE, extra=((MONDAY + 17 * HOUR, MONDAY + 18 * HOUR),))
    assert windows(hours, MONDAY, TUESDAY) == [(MONDAY + 9 * HOUR, MONDAY + 18 * HOUR)]


def test_travel_moves_the_hours_by_local_dates() -> None:
    """From the first to the last date of a journey the same wall hours are meant where the tutor is."""
    hours = replace(
        NINE_TO_FIVE, zone="Europe/Berlin", travel=(Travel(date(2026, 3, 3), date(2026, 3, 4), "Asia/Kolkata"),)
    )
    opened = [a for a, _ in windows(hours, MONDAY, MONDAY + 5 * DAY)]
    assert opened == [
        at("2026-03-02T09:00+01:00"),
        at("2026-03-03T09:00+05:30"),
        at("2026-03-04T09:00+05:30"),
        at("2026-03-05T09:00+01:00"),
        at("2026-03-06T09:00+01:00"),
    ]


def test_travel_boundary_is_a_local_date_not_an_instant() -> None:
    """A day that begins in the tutor's zone before it begins in UTC is still the day it says."""
    hours = replace(ALWAYS, zone="Pacific/Auckland", travel=(Travel(date(2026, 3, 3), None, "Europe/London"),))
    assert windows(hours, at("2026-03-01T11:00"), at("2026-03-05T00:00")) == [
        (at("2026-03-02T00:00+13:00"), at("2026-03-03T00:00+13:00")),
        (at("2026-03-03T00:00"), at("2026-03-05T00:00")),
    ]


def test_grid_and_limits_travel_along() -> None:
    """D1 on a journey: full hours are the local ones there, and a day's limit is the day there."""
    hours = Hours("UTC", ALWAYS.weekly, travel=(Travel(date(2026, 3, 2), date(2026, 3, 4), "Asia/Kolkata"),))
    diary = Diary(hours, taken=(lesson("2026-03-02T17:30+05:30", 60, 1),))
    found = starts(diary, replace(FULL, max_per_day=1), at("2026-03-02T00:00"), at("2026-03-03T00:00"), NOW)
    assert found[0] == at("2026-03-03T00:00+05:30")
    assert {start % HOUR for start in found} == {1800}


def test_of_two_journeys_the_later_counts() -> None:
    """A journey inside a journey: where it began last."""
    table = Timetable(
        Hours(
            "UTC",
            travel=(
                Travel(date(2026, 3, 4), date(2026, 3, 5), "Asia/Tokyo"),
                Travel(date(2026, 3, 1), None, "Asia/Kolkata"),
            ),
        )
    )
    days = {d: table.zone_on(date(2026, 3, d).toordinal()).name for d in (1, 4, 6)}
    assert days == {1: "Asia/Kolkata", 4: "Asia/Tokyo", 6: "Asia/Kolkata"}
    assert table.zone_on(date(2026, 2, 28).toordinal()).name == "UTC"


def test_days_on_a_journey_join() -> None:
    """Every instant is in one local day, also on a flight over the date line, and days only go on."""
    for home, away in (("Pacific/Pago_Pago", "Pacific/Kiritimati"), ("Pacific/Kiritimati", "Pacific/Pago_Pago")):
        table = Timetable(Hours(home, travel=(Travel(date(2026, 3, 3), date(2026, 3, 5), away),)))
        instants = [at("2026-03-01T00:00") + k * 900 for k in range(7 * 96)]
        days = [table.day_of(instant) for instant in instants]
        assert days == sorted(days)
        for day, instant in zip(days, instants, strict=True):
            assert table.day_start(day) <= instant
            assert all(table.day_start(day + later) > instant for later in (1, 2, 3))


def test_what_is_no_window() -> None:
    """A weekday or a minute that no week has is an error."""
    for weekday, start, end in ((7, 0, 60), (-1, 0, 60), (0, 1440, 60), (0, -1, 60), (0, 0, 2881)):
        with pytest.raises(ValueError, match=r"window|weekday"):
            Weekly(weekday, start, end)
    with pytest.raises(ValueError, match="window"):
        Override(date(2026, 3, 2), ((1500, 60),))
    for bad in ({"length": 0}, {"interval": 0}, {"before": -1}, {"offset": -5}, {"notice": -1}):
        with pytest.raises(ValueError, match="offer nothing"):
            replace(FULL, **bad)


# --- clock changes --------------------------------------------------------------------------------------------


def test_window_edges_in_the_fold() -> None:
    """D4: a window that opens and closes inside the repeated hour runs from its first 02:15 to its second 02:45."""
    hours = Hours("Europe/Berlin", (Weekly(6, 135, 165),))
    assert windows(hours, at("2026-10-24T22:00"), at("2026-10-25T23:00")) == [
        (at("2026-10-25T02:15+02:00"), at("2026-10-25T02:45+01:00"))
    ]


def test_window_lost_in_the_gap_is_none() -> None:
    """A window that lies whole inside the gap is no window."""
    hours = Hours("Europe/Berlin", (Weekly(6, 125, 170),))
    assert windows(hours, at("2026-03-28T22:00"), at("2026-03-29T23:00")) == []


def test_both_hours_of_the_fold_are_offered() -> None:
    """I14: 02:00 comes twice and both can be booked; nothing runs backwards."""
    found = starts(
        Diary(replace(ALWAYS, zone="Europe/Berlin")), FULL, at("2026-10-24T23:00"), at("2026-10-25T03:00"), NOW
    )
    assert found == [at("2026-10-24T23:00") + k * HOUR for k in range(4)]


def test_grid_is_local_again_after_half_an_hours_change() -> None:
    """Lord Howe: free from 01:40 as the clocks go from 02:00 to 02:30; the next full local hour is 03:00."""
    hours = Hours("Australia/Lord_Howe", (Weekly(6, 100, 300),))
    found = starts(Diary(hours), FULL, at("2026-10-03T13:00"), at("2026-10-04T13:00"), NOW)
    assert found == [at("2026-10-04T03:00+11:00"), at("2026-10-04T04:00+11:00")]
    back = starts(Diary(hours), FULL, at("2026-04-04T13:00"), at("2026-04-05T13:00"), NOW)
    assert back[0] == at("2026-04-05T02:00+10:30")


def test_apias_missing_day_offers_nothing() -> None:
    """Every Friday nine to five, but there was no Friday 2011-12-30 in Apia."""
    hours = Hours("Pacific/Apia", (Weekly(3, 540, 1020), Weekly(4, 540, 1020), Weekly(5, 540, 1020)))
    assert windows(hours, at("2011-12-29T00:00"), at("2012-01-01T00:00")) == [
        (at("2011-12-29T19:00"), at("2011-12-30T03:00")),
        (at("2011-12-30T19:00"), at("2011-12-31T03:00")),
    ]


def test_kathmandus_full_hours() -> None:
    """Full hours are those on the wall in Kathmandu, a quarter past in UTC."""
    hours = Hours("Asia/Kathmandu", (Weekly(0, 550, 720),))
    assert on_monday(Diary(hours)) == ["04:15", "05:15"]


# --- grid -----------------------------------------------------------------------------------------------------


def test_booking_moves_the_grid_and_hold_does_not() -> None:
    """D9: after a booking the grid counts anew from its end; a hold only takes starts out."""
    rules = Rules(length=45, interval=45)
    taken = lesson("2026-03-02T10:30", 30, 1)
    diary = Diary(NINE_TO_FIVE, taken=(taken,))
    assert on_monday(diary, rules)[:4] == ["09:00", "09:45", "11:00", "11:45"]
    hold = Hold(taken.start, taken.end, taken.start, taken.end, NOW + 60, "you", "h")
    assert on_monday(Diary(NINE_TO_FIVE, holds=(hold,)), rules)[:4] == ["09:00", "09:45", "11:15", "12:00"]
    student = Diary(NINE_TO_FIVE, student=(Span(taken.start, taken.end, 7),))
    assert on_monday(student, rules)[:4] == ["09:00", "09:45", "11:15", "12:00"]


def test_later_stretch_goes_on_with_the_grid_of_the_one_before() -> None:
    """A stretch that becomes free inside the step before goes on with that grid."""
    diary = Diary(NINE_TO_FIVE, busy=(Span(at("2026-03-02T09:20"), at("2026-03-02T09:25")),))
    assert on_monday(diary, Rules(length=20, interval=50))[:3] == ["09:00", "09:50", "10:40"]


def test_packed_never_rounds_at_the_price_of_a_lesson() -> None:
    """Packed: rounded to the grid, the quarter, five minutes or not at all, whichever still fits as many lessons."""
    packed = replace(FULL, packed=True)
    for minutes, wanted in ((175, "10:00"), (170, "09:15"), (126, "09:10"), (121, "09:06")):
        diary = Diary(Hours("UTC", extra=((at("2026-03-02T09:05"), at("2026-03-02T09:05") + minutes * MINUTE),)))
        late = Diary(Hours("UTC", extra=((at("2026-03-02T09:06"), at("2026-03-02T09:06") + minutes * MINUTE),)))
        found = on_monday(diary if minutes > 150 else late, packed)
        assert len(found) == 2
        assert found[0] == wanted


def test_seconds_are_never_offered() -> None:
    """Busy time may end on any second; a lesson starts on a full minute after it."""
    diary = Diary(NINE_TO_FIVE, busy=(Span(at("2026-03-02T09:00"), at("2026-03-02T09:22:31")),))
    assert on_monday(diary, Rules(length=7, interval=7))[0] == "09:23"


def test_list_does_not_depend_on_where_the_question_begins() -> None:
    """A day's list is the same asked alone or within a month, also for who never closes."""
    for rules in (Rules(length=25, interval=25), Rules(length=50, interval=35, offset=5, packed=True)):
        openings = Openings(Diary(ALWAYS, busy=(Span(MONDAY + HOUR, MONDAY + 70 * MINUTE),)), rules, NOW)
        whole = openings.starts(MONDAY, MONDAY + 14 * DAY)
        pieces = [s for k in range(14 * 4) for s in openings.starts(MONDAY + k * 6 * HOUR, MONDAY + (k + 1) * 6 * HOUR)]
        assert pieces == whole


# --- next, free, several --------------------------------------------------------------------------------------


def test_next_starts() -> None:
    """The first so many starts at or after an instant, over as many days as it takes."""
    friday = at("2026-03-06T15:30")
    assert next_starts(Diary(NINE_TO_FIVE), FULL, friday, NOW, 3) == [
        at("2026-03-06T16:00"),
        at("2026-03-09T09:00"),
        at("2026-03-09T10:00"),
    ]
    assert next_starts(Diary(NINE_TO_FIVE), FULL, at("2026-03-06T16:00"), NOW, 1) == [at("2026-03-06T16:00")]
    months_away = Diary(Hours("UTC", overrides=(Override(date(2026, 11, 2), ((600, 660),)),)))
    assert next_starts(months_away, FULL, NOW, NOW, 3) == [at("2026-11-02T10:00")]
    assert next_starts(Diary(NINE_TO_FIVE), replace(FULL, horizon_days=1), NOW, NOW, 99)[-1] == at("2026-03-02T16:00")
    assert next_starts(Diary(NINE_TO_FIVE), FULL, at("2020-01-01T00:00"), NOW, 1) == [at("2026-03-02T09:00")]


def test_next_starts_are_lazy() -> None:
    """Three starts do not cost a year: only as many days are opened as are needed."""
    asked: list[int] = []

    class Watched(Timetable):
        def windows(self, lo: int, hi: int) -> list[tuple[int, int]]:
            asked.append(hi - lo)
            return super().windows(lo, hi)

    openings = Openings(Diary(NINE_TO_FIVE), FULL, NOW)
    openings._table = Watched(NINE_TO_FIVE)
    assert len(openings.next(NOW, 3)) == 3
    assert sum(asked) < 14 * DAY


def test_free_is_where_a_lesson_may_lie() -> None:
    """A hole shorter than the lesson is not free; a hold is not; what is free is cut to the question."""
    diary = Diary(
        NINE_TO_FIVE,
        taken=(lesson("2026-03-02T09:40", 80, 1), lesson("2026-03-02T13:00", 60, 2)),
        holds=(Hold(at("2026-03-02T15:00"), at("2026-03-02T15:30"), 0, 0, 0), lesson_hold("2026-03-02T16:00", 60)),
    )
    found = free(diary, FULL, at("2026-03-02T11:30"), TUESDAY, NOW)
    assert found == [
        (at("2026-03-02T11:30"), at("2026-03-02T13:00")),
        (at("2026-03-02T14:00"), at("2026-03-02T16:00")),
    ]


def lesson_hold(start: str, minutes: int) -> Hold:
    a = at(start)
    return Hold(a, a + minutes * MINUTE, a, a + minutes * MINUTE, NOW + DAY, "you")


def test_several_tutors() -> None:
    """Any of several is the union; all of several is when everyone is free; touching stretches are one."""
    one, two, three = [(0, 10), (20, 30)], [(5, 20)], [(8, 9), (9, 12), (25, 40)]
    assert any_of([one, two]) == [(0, 30)]
    assert all_of([one, two]) == [(5, 10)]
    assert all_of([one, three]) == [(8, 10), (25, 30)]
    assert all_of([one, two, three]) == [(8, 10)]
    assert all_of([one]) == one
    assert all_of([]) == any_of([]) == any_of([[], []]) == all_of([one, []]) == []
    assert merged([(5, 5), (3, 4), (9, 7), (4, 5)]) == [(3, 5)]


def test_diary_must_reach_far_enough() -> None:
    """What lies outside `reach` changes nothing."""
    lo, hi = reach(MONDAY, TUESDAY)
    rules = Rules(length=25, interval=25, before=30, after=30, max_per_day=9)
    near, far = lesson("2026-03-02T11:00", 60, 1), [lo - HOUR, hi]
    beyond = tuple(Taken(a, a + HOUR, a, a + HOUR, a) for a in far)
    for packed in (False, True):
        asked = replace(rules, packed=packed)
        assert on_monday(Diary(ALWAYS, taken=(near, *beyond)), asked) == on_monday(Diary(ALWAYS, taken=(near,)), asked)
