"""What is in the way, and how it is told (D2, D3, D7, D8; I16, I18, I19, I20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from deskbell.domain.availability import Diary, Hold, Hours, Override, Reason, Rules, Span, Taken, Why, starts, why_not
from tests.domain.diaries import ALWAYS, DAY, FULL, HALF, HOUR, NINE_TO_FIVE, NOW, at, lesson, on_monday, why

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
