"""The slot engine's rules, one by one (D1-D9; I13, I14, I16, I18, I19, I20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from deskbell.domain.availability import (
    Diary,
    Hold,
    Hours,
    Openings,
    Override,
    Reason,
    Rules,
    Span,
    Taken,
    Timetable,
    Travel,
    Weekly,
    Why,
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

MINUTE, HOUR, DAY = 60, 3600, 86_400
HALF = Rules(length=30, interval=30)
FULL = Rules(length=60, interval=60)


def at(text: str) -> int:
    """An instant; without an offset it is UTC."""
    return int(datetime.fromisoformat(text if text.endswith("Z") or "+" in text else text + "Z").timestamp())


NOW = at("2026-03-01T00:00")
MONDAY, TUESDAY = at("2026-03-02T00:00"), at("2026-03-03T00:00")
NINE_TO_FIVE = Hours("UTC", tuple(Weekly(weekday, 540, 1020) for weekday in range(5)))
ALWAYS = Hours("UTC", tuple(Weekly(weekday, 0, 1440) for weekday in range(7)))


def lesson(start: str, minutes: int, ref: int, *, before: int = 0, after: int = 0, counts: bool = True) -> Taken:
    a = at(start)
    b = a + minutes * MINUTE
    return Taken(a, b, a - before * MINUTE, b + after * MINUTE, ref, counts)


def clock(instants: list[int]) -> list[str]:
    """Times of the day, UTC."""
    return [f"{i // HOUR % 24:02}:{i // MINUTE % 60:02}" for i in instants]


def on_monday(diary: Diary, rules: Rules = FULL, now: int = NOW, holder: str | None = None) -> list[str]:
    return clock(starts(diary, rules, MONDAY, TUESDAY, now, holder))


def why(
    diary: Diary, start: str, rules: Rules = FULL, now: int = NOW, holder: str | None = None
) -> list[tuple[Why, object]]:
    return [(r.why, r.ref) for r in why_not(diary, rules, at(start), now, holder)]


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


# --- what is in the way ---------------------------------------------------------------------------------------


def test_booking_and_buffer_are_told_apart() -> None:
    """A lesson in the lesson's own time is BOOKING; one whose kept time only is touched is BUFFER, each by its ref."""
    diary = Diary(
        NINE_TO_FIVE,
        taken=(lesson("2026-03-02T10:00", 60, 412), lesson("2026-03-02T12:00", 60, 413, before=15, after=15)),
    )
    assert why(diary, "2026-03-02T10:30") == [(Why.BOOKING, 412)]
    assert why(diary, "2026-03-02T11:00") == [(Why.BUFFER, 413)]
    assert why(diary, "2026-03-02T13:10") == [(Why.BUFFER, 413)]
    assert why(diary, "2026-03-02T13:15") == []
    assert why(diary, "2026-03-02T10:59", replace(FULL, length=90)) == [(Why.BOOKING, 412), (Why.BOOKING, 413)]


def test_own_buffers_are_additive() -> None:
    """I18, D2: [start - new.after, end + new.before] around what another lesson keeps, half-open."""
    diary = Diary(NINE_TO_FIVE, taken=(lesson("2026-03-02T12:00", 60, 1, before=10, after=20),))
    rules = Rules(length=30, interval=5, before=5, after=15)
    bookable = [
        s for s in range(at("2026-03-02T09:00"), at("2026-03-02T16:31"), 60) if not why_not(diary, rules, s, NOW)
    ]
    blocked = [s for s in range(at("2026-03-02T09:00"), at("2026-03-02T16:31"), 60) if s not in bookable]
    assert (blocked[0], blocked[-1]) == (at("2026-03-02T11:06"), at("2026-03-02T13:24"))


def test_busy_time_is_padded_by_the_new_lesson_alone() -> None:
    """External busy time has no buffers of its own; the new lesson's keep off it, and it stays BUSY."""
    diary = Diary(NINE_TO_FIVE, busy=(Span(at("2026-03-02T12:00"), at("2026-03-02T13:00"), "dentist"),))
    rules = replace(FULL, before=30, after=15)
    assert why(diary, "2026-03-02T10:45", rules) == []
    assert why(diary, "2026-03-02T10:46", rules) == [(Why.BUSY, "dentist")]
    assert why(diary, "2026-03-02T13:29", rules) == [(Why.BUSY, "dentist")]
    assert why(diary, "2026-03-02T13:30", rules) == []


def test_buffers_may_leave_the_hours_the_lesson_may_not() -> None:
    """D8."""
    rules = replace(FULL, before=60, after=60)
    assert on_monday(Diary(NINE_TO_FIVE), rules)[::7] == ["09:00", "16:00"]
    assert why(Diary(NINE_TO_FIVE), "2026-03-02T16:01") == [(Why.CLOSED, None)]


def test_absence_takes_its_own_time_only() -> None:
    """An absence is not padded: a buffer may lie in it as it may outside the hours."""
    diary = Diary(NINE_TO_FIVE, absences=(Span(at("2026-03-02T11:00"), at("2026-03-03T11:00"), "ill"),))
    rules = replace(FULL, before=30, after=30)
    assert on_monday(diary, rules) == ["09:00", "10:00"]
    assert why(diary, "2026-03-02T10:30", rules) == [(Why.ABSENCE, "ill")]


def test_room_and_student() -> None:
    """The room's busy ranges carry their buffers and meet the new ones; the student has no buffers."""
    diary = Diary(
        NINE_TO_FIVE,
        room=(Span(at("2026-03-02T09:00"), at("2026-03-02T10:00"), "r"),),
        student=(Span(at("2026-03-02T14:00"), at("2026-03-02T15:00"), "s"),),
    )
    rules = replace(FULL, before=15, after=15)
    assert why(diary, "2026-03-02T10:14", rules) == [(Why.ROOM, "r")]
    assert why(diary, "2026-03-02T10:15", rules) == []
    assert why(diary, "2026-03-02T13:00", rules) == []
    assert why(diary, "2026-03-02T13:01", rules) == [(Why.STUDENT, "s")]


def test_hold_blocks_others_until_released() -> None:
    """D7: a live hold blocks everybody but who holds it; the second it is released it is gone."""
    nine = at("2026-03-02T09:00")
    diary = Diary(NINE_TO_FIVE, holds=(Hold(nine, nine + HOUR, nine, nine + HOUR + 600, NOW + 60, "ana", "h1"),))
    assert why(diary, "2026-03-02T09:00") == [(Why.HOLD, "h1")]
    assert why(diary, "2026-03-02T10:00") == [(Why.BUFFER, "h1")]
    assert why(diary, "2026-03-02T09:00", holder="ana") == []
    assert why(diary, "2026-03-02T09:00", holder="leo") == [(Why.HOLD, "h1")]
    assert why(diary, "2026-03-02T09:00", now=NOW + 59) == [(Why.HOLD, "h1")]
    assert why(diary, "2026-03-02T09:00", now=NOW + 60) == []
    nobodys = replace(diary, holds=(replace(diary.holds[0], holder=None),))
    assert why(nobodys, "2026-03-02T09:00") == [(Why.HOLD, "h1")]


def test_notice_allows_equality_and_whole_minutes() -> None:
    """I20, D3: the earliest start is now plus notice, floored to the minute, and may be taken."""
    rules = replace(HALF, notice=120)
    now = at("2026-03-02T07:30:59")
    assert on_monday(Diary(NINE_TO_FIVE), rules, now)[0] == "09:30"
    assert why(Diary(NINE_TO_FIVE), "2026-03-02T09:30", rules, now) == []
    reason = why_not(Diary(NINE_TO_FIVE), rules, at("2026-03-02T09:29"), now)
    assert reason == (Reason(Why.NOTICE, None, at("2026-03-02T07:30"), at("2026-03-02T09:30"), at("2026-03-02T09:30")),)


def test_past_is_past_whatever_the_notice() -> None:
    """Before the current minute it is PAST; in the current minute it may still be taken."""
    now = at("2026-03-02T10:00:40")
    assert why(Diary(NINE_TO_FIVE), "2026-03-02T10:00", HALF, now) == []
    assert why(Diary(NINE_TO_FIVE), "2026-03-02T09:59", HALF, now) == [(Why.PAST, None)]
    assert why(Diary(NINE_TO_FIVE), "2026-03-02T09:59", replace(HALF, notice=60), now) == [(Why.PAST, None)]


def test_horizon_is_whole_local_days() -> None:
    """I20: today and so many days more, on the tutor's own calendar; the last day to its end."""
    hours = replace(ALWAYS, zone="Asia/Kolkata")
    now = at("2026-03-02T01:00+05:30")
    found = starts(Diary(hours), replace(FULL, horizon_days=1), now, now + 4 * DAY, now)
    assert found[-1] == at("2026-03-03T23:00+05:30")
    reasons = why_not(Diary(hours), replace(FULL, horizon_days=1), at("2026-03-04T00:00+05:30"), now)
    assert [(r.why, r.start, r.until) for r in reasons] == [(Why.HORIZON, at("2026-03-04T00:00+05:30"), None)]


def test_limits_count_on_the_tutors_day() -> None:
    """I16, I20: a lesson counts on the local day on which it starts; what does not count is not counted."""
    hours = replace(ALWAYS, zone="Asia/Dhaka")
    one = lesson("2026-03-02T23:30+06:00", 60, 1)
    rules = replace(FULL, max_per_day=1)
    lo, hi = at("2026-03-02T00:00+06:00"), at("2026-03-04T00:00+06:00")
    assert starts(Diary(hours, taken=(one,)), rules, lo, hi, NOW)[0] == at("2026-03-03T01:00+06:00")
    reason = why_not(Diary(hours, taken=(one,)), rules, at("2026-03-02T08:00+06:00"), NOW)
    assert reason == (Reason(Why.LIMIT, None, lo, lo + DAY, lo + DAY),)
    uncounted = Diary(hours, taken=(replace(one, counts=False),))
    assert starts(uncounted, rules, lo, hi, NOW)[0] == lo


def test_minutes_of_a_day_may_be_filled_to_the_last() -> None:
    """120 minutes a day with 60 taken: another 60 fit, 61 do not."""
    diary = Diary(NINE_TO_FIVE, taken=(lesson("2026-03-02T09:00", 60, 1),))
    rules = replace(FULL, max_minutes_per_day=120)
    assert why(diary, "2026-03-02T11:00", rules) == []
    assert why(diary, "2026-03-02T11:00", rules.lasting(61)) == [(Why.LIMIT, None)]
    assert why(Diary(NINE_TO_FIVE), "2026-03-03T11:00", rules.lasting(121)) == [(Why.LIMIT, None)]
    assert why(Diary(NINE_TO_FIVE), "2026-03-03T11:00", replace(FULL, max_per_day=0)) == [(Why.LIMIT, None)]


def test_somebody_elses_hold_uses_up_the_limit() -> None:
    """With one lesson a day and that one held, another cannot be promised; to who holds it, it can."""
    nine = at("2026-03-02T09:00")
    diary = Diary(NINE_TO_FIVE, holds=(Hold(nine, nine + HOUR, nine, nine + HOUR, NOW + 60, "ana", "h1"),))
    rules = replace(FULL, max_per_day=1)
    assert why(diary, "2026-03-02T12:00", rules) == [(Why.LIMIT, None)]
    assert why(diary, "2026-03-02T09:00", rules, holder="ana") == []


def test_closed_says_until_when() -> None:
    """CLOSED names the last closing and the next opening, over a weekend, a holiday, or for good."""
    assert why_not(Diary(NINE_TO_FIVE), FULL, at("2026-03-07T12:00"), NOW) == (
        Reason(Why.CLOSED, None, at("2026-03-06T17:00"), at("2026-03-09T09:00"), at("2026-03-09T09:00")),
    )
    away = tuple(Override(date.fromordinal(date(2026, 3, 3).toordinal() + k)) for k in range(40))
    holiday = Diary(replace(NINE_TO_FIVE, overrides=away))
    reason = why_not(holiday, FULL, at("2026-03-10T12:00"), NOW)[0]
    assert (reason.start, reason.until) == (at("2026-03-02T17:00"), at("2026-04-13T09:00"))
    assert why_not(Diary(Hours("UTC")), FULL, at("2026-03-10T12:00"), NOW) == (Reason(Why.CLOSED),)


def test_every_reason_is_given() -> None:
    """Why not names all that is in the way, in a fixed order, not the first it finds."""
    ten = at("2026-03-07T10:00")
    span = Span(ten, ten + HOUR, "x")
    diary = Diary(
        NINE_TO_FIVE,
        taken=(lesson("2026-03-07T10:00", 60, 1), lesson("2026-03-07T11:10", 60, 2, before=15)),
        holds=(Hold(ten, ten + HOUR, ten, ten + HOUR, NOW + 60),),
        busy=(span,),
        absences=(span,),
        room=(span,),
        student=(span,),
    )
    rules = replace(FULL, horizon_days=2, max_per_day=2, notice=60 * 24 * 30)
    assert [r.why for r in why_not(diary, rules, ten, NOW)] == [w for w in Why if w is not Why.PAST]


def test_until_is_the_first_start_that_one_reason_allows() -> None:
    """At `until` the same reason is gone; a second before, it is not."""
    diary = Diary(
        NINE_TO_FIVE,
        taken=(lesson("2026-03-02T10:00", 60, 1, after=10),),
        busy=(Span(at("2026-03-02T12:00"), at("2026-03-02T12:30"), 2),),
    )
    rules = replace(HALF, before=5)
    for start in ("2026-03-02T10:20", "2026-03-02T12:10", "2026-03-02T20:00", "2026-02-28T10:00"):
        for reason in why_not(diary, rules, at(start), NOW):
            assert reason.until is not None
            there = [r.ref for r in why_not(diary, rules, reason.until - 1, NOW) if r.until == reason.until]
            assert there == [reason.ref]
            assert reason.ref not in [r.ref for r in why_not(diary, rules, reason.until, NOW) if r.why is reason.why]


def test_empty_spans_block_nothing() -> None:
    """Half-open and empty is nothing, buffers or not."""
    noon = at("2026-03-02T12:00")
    diary = Diary(NINE_TO_FIVE, busy=(Span(noon, noon),), taken=(Taken(noon, noon, noon, noon, 1, counts=False),))
    assert on_monday(diary) == on_monday(Diary(NINE_TO_FIVE))


def test_without_a_slot_it_may_move_onto_itself() -> None:
    """Half an hour along overlaps the lesson itself, and that does not stand in its own way; nor in its limit's."""
    own, room = lesson("2026-03-02T10:00", 60, 412, after=15), Span(at("2026-03-02T10:00"), at("2026-03-02T11:15"), 412)
    diary = Diary(NINE_TO_FIVE, taken=(own, lesson("2026-03-02T13:00", 60, 413)), room=(room,), student=(room,))
    rules = replace(FULL, max_per_day=2)
    assert why(diary, "2026-03-02T10:30", rules)
    assert why(diary.without(412), "2026-03-02T10:30", rules) == []
    assert why(diary.without(412), "2026-03-02T12:30", rules) == [(Why.BOOKING, 413)]


def test_order_of_the_diary_does_not_matter() -> None:
    """Everything may come in any order."""
    taken = tuple(lesson(f"2026-03-02T{h:02}:00", 20, h) for h in (9, 11, 13, 15))
    busy = tuple(Span(at(f"2026-03-02T{h:02}:10"), at(f"2026-03-02T{h:02}:40"), h) for h in (10, 12, 14))
    backwards = Hours("UTC", NINE_TO_FIVE.weekly[::-1])
    assert on_monday(Diary(backwards, taken=taken[::-1], busy=busy[::-1]), HALF) == on_monday(
        Diary(NINE_TO_FIVE, taken=taken, busy=busy), HALF
    )


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
