"""Series: rules with EXDATE, EXRULE and RDATE, occurrences that were moved or cancelled, and keys that stay."""

from __future__ import annotations

import pytest

from deskbell.formats.ics import CalendarRead
from deskbell.formats.ics.model import MAX_DATES_AN_EVENT, MAX_SPANS_AN_EVENT
from tests.formats.ics_text import DESK, NOW, at, event, notes, one, read, reasons, walls

DAY = 86_400
WEEKLY = ("DTSTART;TZID=Europe/Berlin:20260304T150000", "DTEND;TZID=Europe/Berlin:20260304T160000")
FOUR = (*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=4")
DATES = ["2026-03-04 15:00", "2026-03-11 15:00", "2026-03-18 15:00", "2026-03-25 15:00"]
DAYS = ("DTSTART;VALUE=DATE:20260304", "RRULE:FREQ=DAILY;COUNT=4")
WHOLE = [f"2026-03-0{day} 00:00" for day in (4, 5, 6, 7)]


def without(dates: list[str], *gone: int) -> list[str]:
    return [date for i, date in enumerate(dates) if i not in gone]


def shown(found: CalendarRead) -> list[tuple[str, str, str]]:
    return [(span.recurrence, start, span.title) for span, start in zip(found.busy, walls(found, DESK), strict=True)]


def test_a_weekly_lesson_stays_at_its_hour_over_the_change_of_the_clock() -> None:
    """I15: 15:00 in winter and in summer; each occurrence resolved by itself."""
    found = read(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=6"))
    assert walls(found) == [*DATES, "2026-04-01 15:00", "2026-04-08 15:00"]
    assert [s.recurrence for s in found.busy[3:5]] == ["20260325T140000Z", "20260401T130000Z"]
    assert {s.end - s.start for s in found.busy} == {3600}
    assert found.open_ended == ()


def test_an_occurrence_in_the_gap_is_shifted_and_the_next_is_not() -> None:
    """I13: a daily 02:30 is at 03:30 on 29 March only."""
    found = read(event("DTSTART;TZID=Europe/Berlin:20260328T023000", "DURATION:PT30M", "RRULE:FREQ=DAILY;COUNT=3"))
    assert walls(found) == ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]


def test_two_occurrences_that_the_gap_lays_on_one_instant_are_one() -> None:
    rule = "RRULE:FREQ=DAILY;BYHOUR=2,3;COUNT=4"
    found = read(event("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT30M", rule))
    assert walls(found) == ["2026-03-29 03:30", "2026-03-30 02:30", "2026-03-30 03:30"]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Europe/Berlin:20260311T150000",
        "EXDATE:20260311T140000Z",
        "EXDATE;TZID=America/New_York:20260311T100000",
        "EXDATE:20260311T150000",
        "EXDATE;VALUE=DATE:20260311",
        "EXDATE;TZID=Europe/Berlin:20260310T150000,20260311T150000,20260312T150000",
        "EXRULE:FREQ=MONTHLY;BYMONTHDAY=11",
    ],
)
def test_an_occurrence_is_excluded_however_it_is_named(line: str) -> None:
    """By its hour in any zone, floating, or by its date alone."""
    found = read(event(*FOUR, line))
    assert walls(found) == without(DATES, 1)
    assert (found.skipped, notes(found)) == ((), [])


def test_a_date_excludes_by_the_date_where_the_series_lives() -> None:
    """01:00 in Tokyo on the 12th is the 11th in Berlin: the 12th is meant."""
    lines = ("DTSTART;TZID=Asia/Tokyo:20260311T010000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3")
    found = read(event(*lines, "EXDATE;VALUE=DATE:20260312"))
    assert walls(found, "Asia/Tokyo") == ["2026-03-11 01:00", "2026-03-13 01:00"]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;VALUE=DATE:20260305",
        "EXDATE:20260305T000000",
        "EXDATE:20260305T000000Z",
        "EXDATE:20260304T230000Z",
        "EXDATE;TZID=America/New_York:20260305T000000",
    ],
)
def test_a_whole_day_is_excluded_by_its_date(line: str) -> None:
    """Programs write it as midnight too: of anywhere, or (23:00 in UTC) of Berlin."""
    assert walls(read(event(*DAYS, line))) == without(WHOLE, 1)


def test_excluding_the_start_leaves_the_rest_and_counts_it() -> None:
    assert walls(read(event(*FOUR, "EXDATE;TZID=Europe/Berlin:20260304T150000"))) == without(DATES, 0)


def test_a_series_of_which_nothing_is_left_says_so() -> None:
    found = read(event(*FOUR, *[f"EXDATE;VALUE=DATE:202603{day}" for day in ("04", "11", "18", "25")]))
    assert (found.busy, reasons(found)) == ((), ["NO_OCCURRENCE"])
    old = read(event("DTSTART:20200304T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"))
    assert (old.busy, reasons(old)) == ((), ["OUTSIDE_RANGE"])


@pytest.mark.parametrize("name", ["EXDATE", "RDATE", "EXRULE"])
def test_an_exception_that_cannot_be_read_is_said_and_the_rest_holds(name: str) -> None:
    found = read(event(*FOUR, f"{name}:nonsense", f"{name}:nonsense", "EXDATE;VALUE=DATE:20260311"))
    assert walls(found) == without(DATES, 1)
    assert [(w.note, w.detail) for w in found.warnings] == [("BAD_EXCEPTION", name)]


def test_rdates_add_occurrences_of_the_series_length_or_of_their_own() -> None:
    found = read(
        event(
            *WEEKLY,
            "RDATE;TZID=Europe/Berlin:20260305T090000",
            "RDATE:20260306T090000Z",
            "RDATE;VALUE=DATE:20260307",
            "RDATE;VALUE=PERIOD:20260308T090000Z/PT3H,20260309T090000Z/20260309T113000Z",
            "RDATE;VALUE=PERIOD:20260310T090000Z/P9999999D",
        )
    )
    assert walls(found) == [
        "2026-03-04 15:00", "2026-03-05 09:00", "2026-03-06 10:00", "2026-03-07 15:00", "2026-03-08 10:00",
        "2026-03-09 10:00",
    ]  # fmt: skip
    assert [(s.end - s.start) // 60 for s in found.busy] == [60, 60, 60, 60, 180, 150]
    assert found.busy[0].recurrence == "20260304T140000Z"


def test_rdates_beside_a_rule_are_united_and_can_be_excluded() -> None:
    lines = ("RDATE;TZID=Europe/Berlin:20260311T150000,20260312T150000,20260313T150000", "EXDATE:20260313T140000Z")
    assert walls(read(event(*FOUR, *lines))) == sorted([*DATES, "2026-03-12 15:00"])


def test_whole_days_repeat_by_date_and_are_known_by_date() -> None:
    """29 March has 23 hours; the key is the date, which no zone of the desk moves."""
    found = read(event("DTSTART;VALUE=DATE:20260328", "RRULE:FREQ=DAILY;COUNT=3", "RDATE;VALUE=DATE:20260405"))
    assert [s.recurrence for s in found.busy] == ["20260328", "20260329", "20260330", "20260405"]
    assert [(s.end - s.start) // 3600 for s in found.busy] == [24, 23, 24, 24]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260318T140000Z", 3),
        ("20260318T135959Z", 2),
        ("20260318T150000", 3),
        ("20260318T145959", 2),
        ("20260318", 3),
        ("20260317", 2),
        ("99991231T235959Z", 53),
        ("00010101", 1),
    ],
)
def test_until_is_inclusive_and_told_in_its_own_zone(until: str, last: int) -> None:
    """In UTC, on the wall of the series, or as a whole day. One in the year 9999 is endless; DTSTART always counts."""
    found = read(event(*WEEKLY, f"RRULE:FREQ=WEEKLY;UNTIL={until}"))
    assert len(found.busy) == last
    assert found.open_ended == (("one",) if until.startswith("9999") else ())


def test_until_in_utc_is_compared_by_instant_in_a_fold() -> None:
    """On 25 October 02:30 happens at 00:30 and at 01:30 UTC, and the first is meant: it is before 00:45."""
    for until, count in (("20261025T004500Z", 2), ("20261025T002900Z", 1)):
        rule = f"RRULE:FREQ=DAILY;UNTIL={until}"
        found = read(event("DTSTART;TZID=Europe/Berlin:20261024T023000", "DURATION:PT30M", rule))
        assert len(found.busy) == count


@pytest.mark.parametrize(
    ("until", "count"),
    [
        ("20260306", 3),
        ("20260306T000000Z", 3),
        ("20260306T235959Z", 3),
        ("20260305T230000Z", 3),
        ("20260305T220000Z", 2),
    ],
)
def test_until_of_whole_days_is_a_date_however_it_is_written(until: str, count: int) -> None:
    assert len(read(event("DTSTART;VALUE=DATE:20260304", f"RRULE:FREQ=DAILY;UNTIL={until}")).busy) == count


def test_an_endless_series_runs_as_far_as_asked_and_is_named() -> None:
    for days in (14, 366):
        found = read(event(*WEEKLY, "RRULE:FREQ=WEEKLY"), horizon_days=days)
        assert max(s.start for s in found.busy) < NOW + days * DAY
        assert len(found.busy) == (days + 6) // 7
        assert found.open_ended == ("one",)


def test_an_endless_series_of_long_ago_begins_at_the_kept_days() -> None:
    found = read(event("DTSTART:16040304T150000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"), back_days=2, horizon_days=3)
    assert walls(found, "UTC") == [f"2026-03-0{day} 15:00" for day in (2, 3, 4, 5, 6)]


def test_a_series_that_ends_by_itself_is_taken_whole() -> None:
    """Beyond the horizon of endless ones, within FAR_DAYS; one that ends later still counts as endless."""
    for rule, count in (("COUNT=200", 200), ("UNTIL=20300101T000000Z", 200), ("COUNT=9999", 53)):
        found = read(event(*WEEKLY, f"RRULE:FREQ=WEEKLY;{rule}"))
        assert len(found.busy) == count
        assert bool(found.open_ended) is (count == 53)


def test_a_series_whose_first_date_is_after_the_horizon_is_named_as_going_on() -> None:
    found = read(event("DTSTART:20280304T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"))
    assert (found.busy, reasons(found), found.open_ended) == ((), ["OUTSIDE_RANGE"], ("one",))


def test_exrule_reaches_as_far_as_the_series() -> None:
    found = read(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=200", "EXRULE:FREQ=WEEKLY;INTERVAL=2"))
    assert len(found.busy) == 100


def moved(key: str, start: str, *lines: str, length: str = "PT1H", title: str = "Moved") -> str:
    return event(
        f"RECURRENCE-ID{key}", f"DTSTART;TZID=Europe/Berlin:{start}", f"DURATION:{length}", *lines, summary=title
    )


@pytest.mark.parametrize(
    "key",
    [
        ";TZID=Europe/Berlin:20260311T150000",
        ":20260311T140000Z",
        ";TZID=America/New_York:20260311T100000",
        ":20260311T150000",
        ";VALUE=DATE:20260311",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_a_moved_occurrence_stands_in_its_place_under_its_old_key(key: str, before: bool) -> None:
    """However the occurrence is named, and whether the file has it before the series or after."""
    parts = [moved(key, "20260312T100000", length="PT2H"), event(*FOUR)]
    found = read(*(parts if before else parts[::-1]))
    assert shown(found) == [
        ("20260304T140000Z", DATES[0], "Lesson"),
        ("20260311T140000Z", "2026-03-12 10:00", "Moved"),
        ("20260318T140000Z", DATES[2], "Lesson"),
        ("20260325T140000Z", DATES[3], "Lesson"),
    ]
    assert found.busy[1].end - found.busy[1].start == 7200
    assert (found.events_seen, found.skipped) == (2, ())


@pytest.mark.parametrize(("line", "reason"), [("STATUS:CANCELLED", "CANCELLED"), ("TRANSP:TRANSPARENT", "TRANSPARENT")])
def test_a_cancelled_or_free_occurrence_is_gone_and_named(line: str, reason: str) -> None:
    found = read(event(*FOUR), moved(":20260311T140000Z", "20260311T150000", line))
    assert walls(found) == without(DATES, 1)
    assert [(s.title, s.reason) for s in found.skipped] == [("Moved", reason)]


def test_a_cancelled_occurrence_need_not_say_when_it_would_have_been() -> None:
    found = read(event(*FOUR), event("RECURRENCE-ID:20260311T140000Z", "STATUS:CANCELLED"))
    assert (walls(found), reasons(found)) == (without(DATES, 1), ["CANCELLED"])


def test_an_override_that_cannot_be_read_leaves_the_occurrence_busy() -> None:
    """The safe side: nobody is booked into an hour of which the file says nothing certain."""
    found = read(event(*FOUR), event("RECURRENCE-ID:20260311T140000Z", "DTSTART:soon"))
    assert (walls(found), reasons(found)) == (DATES, ["BAD_DATE"])


def test_an_occurrence_moved_out_of_the_window_is_gone_and_named() -> None:
    found = read(event(*FOUR), moved(":20260311T140000Z", "20500311T150000"))
    assert (walls(found), reasons(found)) == (without(DATES, 1), ["OUTSIDE_RANGE"])


def test_an_occurrence_moved_into_the_window_is_taken() -> None:
    series = ("DTSTART:20200304T150000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4")
    found = read(event(*series), moved(":20200311T150000Z", "20260311T150000"))
    assert shown(found) == [("20200311T150000Z", DATES[1], "Moved")]


def test_an_override_without_its_series_stands_alone() -> None:
    """Outlook invites to one occurrence this way."""
    found = read(moved(":20260311T140000Z", "20260312T100000"))
    assert shown(found) == [("20260311T140000Z", "2026-03-12 10:00", "Moved")]


def test_a_whole_day_is_moved_by_its_date() -> None:
    for key in (";VALUE=DATE:20260305", ":20260305T000000Z", ":20260304T230000Z", ";TZID=Asia/Tokyo:20260305T000000"):
        found = read(event(*DAYS), event(f"RECURRENCE-ID{key}", "DTSTART;VALUE=DATE:20260320", summary="Moved"))
        assert shown(found)[-1] == ("20260305", "2026-03-20 00:00", "Moved")
        assert walls(found) == [*without(WHOLE, 1), "2026-03-20 00:00"]


def test_this_and_future_moves_all_later_ones_and_is_said() -> None:
    """From the second on an hour later, two hours long, with its new title; over the change of the clock too."""
    series = event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=6")
    found = read(series, moved(";RANGE=THISANDFUTURE:20260311T140000Z", "20260312T160000", length="PT2H"))
    assert shown(found) == [
        ("20260304T140000Z", "2026-03-04 15:00", "Lesson"),
        ("20260311T140000Z", "2026-03-12 16:00", "Moved"),
        ("20260318T140000Z", "2026-03-19 16:00", "Moved"),
        ("20260325T140000Z", "2026-03-26 16:00", "Moved"),
        ("20260401T130000Z", "2026-04-02 16:00", "Moved"),
        ("20260408T130000Z", "2026-04-09 16:00", "Moved"),
    ]
    assert {s.end - s.start for s in found.busy[1:]} == {7200}
    assert notes(found) == ["THIS_AND_FUTURE"]


def test_the_latest_of_two_changes_holds_and_a_single_one_stays() -> None:
    found = read(
        event(*FOUR),
        moved(";RANGE=THISANDFUTURE:20260311T140000Z", "20260311T160000", title="A"),
        moved(";RANGE=THISANDFUTURE:20260318T140000Z", "20260318T170000", title="B"),
        moved(":20260325T140000Z", "20260325T080000", title="C"),
    )
    assert [(start, title) for _, start, title in shown(found)] == [
        ("2026-03-04 15:00", "Lesson"),
        ("2026-03-11 16:00", "A"),
        ("2026-03-18 17:00", "B"),
        ("2026-03-25 08:00", "C"),
    ]


def test_this_and_future_cancelled_ends_the_series() -> None:
    found = read(event(*FOUR), moved(";RANGE=THISANDFUTURE:20260311T140000Z", "20260311T150000", "STATUS:CANCELLED"))
    assert (walls(found), reasons(found)) == (DATES[:1], ["CANCELLED"])


def test_this_and_future_of_whole_days() -> None:
    change = event(
        "RECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20260306", "DTSTART;VALUE=DATE:20260316", "DURATION:P2D"
    )
    found = read(event(*DAYS), change)
    assert walls(found) == ["2026-03-04 00:00", "2026-03-05 00:00", "2026-03-16 00:00", "2026-03-17 00:00"]
    assert [(s.end - s.start) // DAY for s in found.busy] == [1, 1, 2, 2]


def test_the_newest_version_of_an_event_holds() -> None:
    """SEQUENCE first, then LAST-MODIFIED or DTSTAMP, then the place in the file; the others are named."""
    start = ("DTSTART:20260304T150000Z", "DURATION:PT1H")
    old, new = "20260101T000000Z", "20260201T000000Z"
    for first, second, title in (
        (("SEQUENCE:2", f"DTSTAMP:{old}"), ("SEQUENCE:1", f"DTSTAMP:{new}"), "first"),
        (("SEQUENCE:9",), ("SEQUENCE:10",), "second"),
        ((f"DTSTAMP:{new}",), (f"DTSTAMP:{old}",), "first"),
        ((f"LAST-MODIFIED:{old}",), (f"LAST-MODIFIED:{new}",), "second"),
        ((), (), "second"),
    ):
        found = read(event(*start, *first, summary="first"), event(*start, *second, summary="second"))
        assert [s.title for s in found.busy] == [title]
        assert [(s.reason, s.title != title) for s in found.skipped] == [("DUPLICATE", True)]


def test_a_newer_cancellation_takes_the_older_event_with_it() -> None:
    found = read(event(*WEEKLY, "SEQUENCE:1"), event(*WEEKLY, "SEQUENCE:2", "STATUS:CANCELLED"))
    assert (found.busy, reasons(found)) == ((), ["DUPLICATE", "CANCELLED"])


def test_the_newest_version_of_an_override_holds() -> None:
    found = read(
        event(*FOUR),
        moved(":20260311T140000Z", "20260312T100000", "SEQUENCE:3", title="Newer"),
        moved(":20260311T140000Z", "20260313T100000", "SEQUENCE:2", title="Older"),
    )
    assert [s.title for s in found.busy] == ["Lesson", "Newer", "Lesson", "Lesson"]
    assert [(s.reason, s.title) for s in found.skipped] == [("DUPLICATE", "Older")]


def test_the_same_file_gives_the_same_result_and_a_later_reading_the_same_keys() -> None:
    """What a second import compares by: nothing that was read once comes back under another name."""
    lines = (
        event(*WEEKLY, "RRULE:FREQ=WEEKLY"),
        moved(":20260311T140000Z", "20260312T100000"),
        event("DTSTART;VALUE=DATE:20260304", "RRULE:FREQ=MONTHLY", uid="days"),
        event("DTSTART:20260304T150000Z", "DURATION:PT1H", uid="single"),
    )
    first, again, later = read(*lines), read(*lines), read(*lines, now=NOW + 40 * DAY)
    assert first == again
    kept = {(s.uid, s.recurrence): s for s in first.busy}
    assert len(kept) == len(first.busy)
    shared = [s for s in later.busy if (s.uid, s.recurrence) in kept]
    assert all(kept[s.uid, s.recurrence] == s for s in shared)
    assert len(shared) == len(first.busy)


def test_spans_are_sorted_by_start() -> None:
    found = read(event(*FOUR), event("DTSTART:20260305T150000Z", "DURATION:PT1H", uid="two"))
    assert [s.start for s in found.busy] == sorted(s.start for s in found.busy)
    assert [s.uid for s in found.busy[:3]] == ["one", "two", "one"]


def test_an_event_of_too_many_occurrences_is_skipped_and_the_others_are_not() -> None:
    quarter = "RRULE:FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=0,15,30,45"
    found = read(event("DTSTART:20260304T150000Z", "DURATION:PT5M", quarter, uid="dense"), event(*FOUR))
    assert MAX_SPANS_AN_EVENT < 96 * 366
    assert (walls(found), reasons(found)) == (DATES, ["TOO_MANY"])


def test_an_event_of_too_many_exceptions_is_skipped() -> None:
    dates = ",".join(["20260311T140000Z"] * (MAX_DATES_AN_EVENT // 2 + 1))
    found = read(event(*FOUR, f"EXDATE:{dates}", f"EXDATE:{dates}", uid="many"), event(*FOUR))
    assert (walls(found), reasons(found)) == (DATES, ["TOO_MANY"])


def test_an_occurrence_that_reaches_into_the_kept_days_is_kept() -> None:
    found = read(event("DTSTART:20260225T150000Z", "DURATION:P7D", "RRULE:FREQ=WEEKLY;COUNT=2"), back_days=1)
    assert walls(found, "UTC") == ["2026-02-25 15:00", "2026-03-04 15:00"]


def test_one_span_of_one_event_has_no_recurrence() -> None:
    assert one(*WEEKLY).recurrence == ""
    assert one(*WEEKLY).start == at(DATES[0])
