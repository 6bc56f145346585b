"""One event, one span: starts, ends, whole days, lengths, and why an event is not busy time (I50)."""

from __future__ import annotations

import pytest

from deskbell.formats.ics import Reason
from tests.formats.ics_text import at, event, notes, one, read, reasons

START = "DTSTART;TZID=Europe/Berlin:20260304T150000"


def test_an_hour_of_a_zone() -> None:
    span = one(START, "DTEND;TZID=Europe/Berlin:20260304T160000")
    assert (span.start, span.end) == (at("2026-03-04 15:00"), at("2026-03-04 16:00"))
    assert (span.uid, span.recurrence, span.title, span.zone) == ("one", "", "Lesson", "Europe/Berlin")
    assert not span.all_day
    assert not span.tentative


def test_an_hour_in_utc() -> None:
    span = one("DTSTART:20260304T150000Z", "DTEND:20260304T160000Z")
    assert (span.start, span.end, span.zone) == (at("2026-03-04 16:00"), at("2026-03-04 17:00"), "UTC")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kathmandu"])
def test_a_floating_time_is_told_in_the_zone_of_the_desk(zone: str) -> None:
    span = one("DTSTART:20260304T150000", "DTEND:20260304T160000", zone=zone)
    assert (span.start, span.zone) == (at("2026-03-04 15:00", zone), zone)


def test_start_and_end_may_be_told_in_different_zones() -> None:
    span = one(START, "DTEND;TZID=America/New_York:20260304T103000")
    assert span.end - span.start == 90 * 60


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        (("DTSTART;VALUE=DATE:20260304",), "2026-03-04", "2026-03-05"),
        (("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260305"), "2026-03-04", "2026-03-05"),
        (("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260304"), "2026-03-04", "2026-03-05"),
        (("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260308"), "2026-03-04", "2026-03-08"),
        (("DTSTART;VALUE=DATE:20260304", "DURATION:P3D"), "2026-03-04", "2026-03-07"),
        (("DTSTART;VALUE=DATE:20260304", "DURATION:P1W"), "2026-03-04", "2026-03-11"),
        (("DTSTART:20260304",), "2026-03-04", "2026-03-05"),
        (("DTSTART;VALUE=DATE:20260304T000000", "DTEND;VALUE=DATE:20260305T000000"), "2026-03-04", "2026-03-05"),
        (("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330"), "2026-03-28", "2026-03-30"),
    ],
)
def test_whole_days_are_days_of_the_desk(lines: tuple[str, ...], first: str, last: str) -> None:
    """DTEND is the day after; without it, or on the first day itself, it is one day. 29 March has 23 hours."""
    for zone in ("Europe/Berlin", "Pacific/Auckland"):
        span = one(*lines, zone=zone)
        assert span.all_day
        assert (span.start, span.end) == (at(f"{first} 00:00", zone), at(f"{last} 00:00", zone))


def test_a_whole_day_whose_midnight_is_in_a_gap_begins_with_its_first_instant() -> None:
    """Beirut sets its clocks on at midnight: 29 March 2026 begins at 01:00."""
    span = one("DTSTART;VALUE=DATE:20260329", zone="Asia/Beirut")
    assert span.start == at("2026-03-29 01:00", "Asia/Beirut")
    assert span.end - span.start == 23 * 3600


def test_a_day_that_ends_at_an_hour_is_no_whole_day() -> None:
    span = one("DTSTART;VALUE=DATE:20260304", "DTEND;TZID=America/New_York:20260304T100000")
    assert not span.all_day
    assert (span.start, span.end) == (
        at("2026-03-04 00:00", "America/New_York"),
        at("2026-03-04 10:00", "America/New_York"),
    )


@pytest.mark.parametrize(
    ("length", "end"),
    [
        ("PT45M", "2026-03-28 15:45"),
        ("PT1H30M", "2026-03-28 16:30"),
        ("P1D", "2026-03-29 15:00"),
        ("PT24H", "2026-03-29 16:00"),
        ("P1DT2H", "2026-03-29 17:00"),
        ("+PT90S", "2026-03-28 15:01:30"),
    ],
)
def test_days_of_a_duration_are_days_and_hours_are_hours(length: str, end: str) -> None:
    """RFC 5545 3.3.6: a day over the change of the clock on 29 March has 23 hours, 24 hours are 24 hours."""
    span = one("DTSTART;TZID=Europe/Berlin:20260328T150000", f"DURATION:{length}")
    assert span.end == at(end)


def test_dtend_is_exact_over_a_change_of_the_clock() -> None:
    """I13: the length stays real minutes."""
    span = one("DTSTART;TZID=Europe/Berlin:20260329T013000", "DTEND;TZID=Europe/Berlin:20260329T033000")
    assert span.end - span.start == 3600


def test_a_start_in_a_gap_is_shifted_by_the_gap() -> None:
    """I13, RFC 5545 3.3.5: 02:30 that is not on the wall becomes 03:30."""
    span = one("DTSTART;TZID=Europe/Berlin:20260329T023000", "DURATION:PT1H")
    assert (span.start, span.end) == (at("2026-03-29 03:30"), at("2026-03-29 04:30"))


def test_a_start_in_a_fold_is_the_first_of_two() -> None:
    """I14: 02:30 happens twice on 25 October 2026."""
    span = one("DTSTART;TZID=Europe/Berlin:20261025T023000", "DURATION:PT1H")
    assert span.start == at("2026-10-25 00:30", "UTC")


@pytest.mark.parametrize(
    ("line", "tentative"),
    [
        ("STATUS:TENTATIVE", True),
        ("STATUS:CONFIRMED", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", False),
    ],
)
def test_a_tentative_event_is_busy_and_says_so(line: str, tentative: bool) -> None:
    assert one(START, "DURATION:PT1H", line).tentative is tentative


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((START, "DURATION:PT1H", "STATUS:CANCELLED"), Reason.CANCELLED),
        ((START, "DURATION:PT1H", "status:canceled"), Reason.CANCELLED),
        ((START, "DURATION:PT1H", "TRANSP:TRANSPARENT"), Reason.TRANSPARENT),
        ((START, "DURATION:PT1H", "TRANSP:1"), Reason.TRANSPARENT),
        ((START, "DURATION:PT1H", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), Reason.TRANSPARENT),
        (("STATUS:CANCELLED",), Reason.CANCELLED),
        (("DURATION:PT1H",), Reason.NO_START),
        (("DTSTART:soon", "DURATION:PT1H"), Reason.BAD_DATE),
        (("DTSTART:20260230T100000", "DURATION:PT1H"), Reason.BAD_DATE),
        (("DTSTART:2026-03-04T10:00:00", "DURATION:PT1H"), Reason.BAD_DATE),
        ((START, "DTEND:later"), Reason.BAD_DATE),
        ((START, "DURATION:1 hour"), Reason.BAD_DATE),
        ((START, "DTEND;TZID=Europe/Berlin:20260304T140000"), Reason.END_BEFORE_START),
        (("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20260301"), Reason.END_BEFORE_START),
        ((START, "DURATION:-PT1H"), Reason.END_BEFORE_START),
        ((START, "DURATION:-P1D"), Reason.END_BEFORE_START),
        ((START, "DURATION:-P99999D"), Reason.END_BEFORE_START),
        ((START, "DTEND:00010101T000000"), Reason.OUTSIDE_RANGE),
        ((START,), Reason.ZERO_LENGTH),
        ((START, "DURATION:PT0S"), Reason.ZERO_LENGTH),
        ((START, "DTEND;TZID=Europe/Berlin:20260304T150000"), Reason.ZERO_LENGTH),
        ((START, "DURATION:P99999D"), Reason.TOO_LONG),
        ((START, "DURATION:PT9999999999999H"), Reason.BAD_DATE),
        (("DTSTART;VALUE=DATE:20260304", "DTEND;VALUE=DATE:20990304"), Reason.TOO_LONG),
        (("DTSTART:00010101T000000Z", "DURATION:PT1H"), Reason.OUTSIDE_RANGE),
        (("DTSTART:99991231T235959Z", "DURATION:PT1H"), Reason.OUTSIDE_RANGE),
        (("DTSTART:99991231", ), Reason.OUTSIDE_RANGE),
        (("DTSTART:20200304T150000Z", "DURATION:PT1H"), Reason.OUTSIDE_RANGE),
        (("DTSTART:20490304T150000Z", "DURATION:PT1H"), Reason.OUTSIDE_RANGE),
        ((START, "DURATION:PT1H", "RRULE:FREQ=SECONDLY"), Reason.TOO_DENSE),
        ((START, "DURATION:PT1H", "RRULE:FREQ=MINUTELY;COUNT=5"), Reason.TOO_DENSE),
        ((START, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL"), Reason.BAD_RULE),
        ((START, "DURATION:PT1H", "RRULE:W1 MO #10"), Reason.BAD_RULE),
        (("DTSTART:20260304", "RRULE:FREQ=HOURLY"), Reason.BAD_RULE),
        ((START, "DURATION:PT1H", *["RRULE:FREQ=DAILY"] * 9), Reason.BAD_RULE),
    ],
)  # fmt: skip
def test_an_event_that_is_not_busy_time_is_named_with_its_reason(lines: tuple[str, ...], reason: Reason) -> None:
    found = read(event(*lines, uid="u7", summary="Choir"))
    assert not found.busy
    (skipped,) = found.skipped
    assert (skipped.uid, skipped.title, skipped.line, skipped.reason) == ("u7", "Choir", 4, reason)
    assert found.events_seen == 1


@pytest.mark.parametrize("kind", ["VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"])
def test_what_is_no_event_is_named_too(kind: str) -> None:
    found = read(f"BEGIN:{kind}\r\nUID:t\r\nSUMMARY:Tax\r\nDTSTART:20260304T150000Z\r\nEND:{kind}")
    assert (found.events_seen, found.busy) == (0, ())
    assert [(s.uid, s.title, s.line) for s in found.skipped] == [("t", "Tax", 4)]
    assert reasons(found) == [
        {"VTODO": "TODO", "VJOURNAL": "JOURNAL", "VFREEBUSY": "FREE_BUSY"}.get(kind, "NOT_AN_EVENT")
    ]


def test_a_span_that_reaches_into_the_kept_days_is_kept() -> None:
    """back_days before now: what ends there or earlier is history, what ends after is not."""
    lines = [event(f"DTSTART:{day}T080000Z", "DURATION:PT3H", uid=day) for day in ("20260302", "20260303")]
    assert [s.uid for s in read(*lines, back_days=1).busy] == ["20260303"]
    assert [s.uid for s in read(*lines, back_days=2).busy] == ["20260302", "20260303"]


def test_a_long_span_that_began_before_the_kept_days_is_kept() -> None:
    for lines in (
        ("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20260401"),
        ("DTSTART:20260101T080000Z", "DURATION:P90D"),
        ("DTSTART:20260101T080000Z", "DTEND:20260401T080000Z"),
    ):
        assert len(read(event(*lines), back_days=1).busy) == 1


def test_transp_is_heard_before_what_outlook_adds() -> None:
    assert one(START, "DURATION:PT1H", "TRANSP:OPAQUE", "X-MICROSOFT-CDO-BUSYSTATUS:FREE").title == "Lesson"


def test_hour_24_and_second_60_are_what_they_mean() -> None:
    span = one("DTSTART;TZID=Europe/Berlin:20260304T235960", "DTEND;TZID=Europe/Berlin:20260304T240000")
    assert (span.start, span.end) == (at("2026-03-04 23:59:59"), at("2026-03-05 00:00"))


def test_titles_are_cleaned_and_unescaped() -> None:
    """T2: another person wrote them. No control byte, no direction change, one line, at most 200 characters."""
    summary = "Caf\u00e9\\, a\\;b \\\\ \\nline\u202etwo\x1b]0;x\x07 [red]" + "x" * 300
    title = one(START, "DURATION:PT1H").title
    assert title == "Lesson"
    found = read(event(START, "DURATION:PT1H", summary=summary, uid="\x1b[2J"))
    assert found.busy[0].title.startswith("Caf\u00e9, a;b \\ line\ufffdtwo\ufffd]0;x\ufffd [red]xxx")
    assert len(found.busy[0].title) == 200
    assert found.busy[0].uid.startswith("odd-uid-")


def test_an_event_without_a_title_or_uid_is_still_busy() -> None:
    """Its key is made of what it holds: the same in the next reading, another for another event."""
    bare = "BEGIN:VEVENT\r\nDTSTART:202603{day}T150000Z\r\nDURATION:PT1H\r\nEND:VEVENT"
    first, second = (read(*[bare.format(day=day) for day in days]) for days in (("04", "05"), ("05",)))
    assert len({s.uid for s in first.busy}) == 2
    assert second.busy == first.busy[1:]
    assert first.busy[0].title == ""


def test_parameters_may_be_quoted_and_hold_colons() -> None:
    span = one(
        'DTSTART;X-A="a:b;c:d";TZID="Europe/Berlin":20260304T150000',
        "DURATION:PT1H",
        'SUMMARY;ALTREP="http://x.example/;y:z":Quoted',
    )
    assert span.start == at("2026-03-04 15:00")
    found = read(
        f'BEGIN:VEVENT\r\nUID:q\r\n{START}\r\nDURATION:PT1H\r\nSUMMARY;ALTREP="cid:a;b":Quo\\, ted\r\nEND:VEVENT'
    )
    assert found.busy[0].title == "Quo, ted"
    assert notes(found) == []
