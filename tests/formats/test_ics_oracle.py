"""Whole files whose occurrences are known beforehand, and any bytes at all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deskbell.formats.ics import CalendarRead, CalendarRefused, read_calendar
from tests.formats.ics_text import DESK, NOW
from tests.formats.lesson_file import DESK as STUDIO
from tests.formats.lesson_file import NOW as MIDDLE
from tests.formats.lesson_file import REACH, calendar_file, lessons

CODES = frozenset(
    "NOT_A_CALENDAR BAD_ENCODING NUL_BYTES TOO_LARGE TOO_MANY_LINES LINE_TOO_LONG TOO_DEEP TOO_MANY_EVENTS"
    " TOO_MANY_OCCURRENCES RULE_BOMB".split()
)


@pytest.mark.parametrize("seed", range(4))
def test_every_occurrence_of_a_studio_is_found_and_no_other(seed: int) -> None:
    """Five zones, series and exceptions, folds inside characters: equal to what the generator meant, one by one."""
    meant = lessons(1500, seed)
    found = read_calendar(calendar_file(meant), zone=STUDIO, now=MIDDLE, back_days=REACH, horizon_days=REACH)
    assert Counter((s.uid, s.start, s.end, s.title) for s in found.busy) == Counter(
        span for lesson in meant for span in lesson.spans()
    )
    assert (found.events_seen, found.skipped, found.warnings, found.open_ended) == (1500, (), (), ())
    assert len({(s.uid, s.recurrence) for s in found.busy}) == len(found.busy)


def test_the_generator_makes_what_it_says() -> None:
    """Else the test above would compare little with little."""
    meant = lessons(3000, 1)
    assert {lesson.zone for lesson in meant} == {
        "Europe/London", "America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC",
    }  # fmt: skip
    assert sum(bool(lesson.weekdays) for lesson in meant) > 100
    assert sum(bool(lesson.gone) for lesson in meant) > 20
    assert sum(lesson.whole_day for lesson in meant) > 10
    assert any(_broken(piece) for piece in calendar_file(meant).split(b"\r\n "))


def _broken(piece: bytes) -> bool:
    """Was a character cut in two?"""
    return piece.decode("utf-8", "replace") != piece.decode("utf-8", "ignore")


RICH = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Mine",
        "BEGIN:VTIMEZONE", "TZID:Custom",
        "BEGIN:STANDARD", "DTSTART:16010101T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT", "END:VTIMEZONE",
        "BEGIN:VEVENT", "UID:a", "DTSTART;TZID=Custom:20260304T150000", "DTEND;TZID=Custom:20260304T160000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260801T000000Z;INTERVAL=2;WKST=SU",
        'EXDATE;TZID="Custom":20260316T150000,20260318T150000',
        "RDATE;VALUE=PERIOD:20260310T100000Z/PT1H,20260311T100000Z/20260311T113000Z",
        'SUMMARY;LANGUAGE="d:e":Caf\u00e9 \\n x \\, y\\\\', "TRANSP:OPAQUE",
        "BEGIN:VALARM", "TRIGGER:-PT15M", "SUMMARY:no", "END:VALARM", "END:VEVENT",
        "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID;TZID=Europe/Berlin:20260401T150000", "DTSTART:20260402T150000Z",
        "DURATION:PT1H30M", "SUMMARY:moved", "END:VEVENT",
        "BEGIN:VEVENT", "UID:a", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260513T130000Z", "DTSTART:20260513T140000Z",
        "DTEND:20260513T150000Z", "SEQUENCE:3", "LAST-MODIFIED:20260101T000000Z", "END:VEVENT",
        "BEGIN:VEVENT", "UID:b", "DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260503",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1,15;COUNT=10", "EXDATE;VALUE=DATE:20260531",
        "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Z=C3=BC=", "rich", "STATUS:TENTATIVE", "END:VEVENT",
        "BEGIN:VEVENT", "UID:c", "DTSTART:20260501T080000", "DURATION:P1DT2H",
        "RRULE:FREQ=YEARLY;BYWEEKNO=20;BYSETPOS=-1,1;BYHOUR=8,9", "EXRULE:FREQ=DAILY;INTERVAL=3", "END:VEVENT",
        "BEGIN:VTODO", "UID:t", "SUMMARY:todo", "END:VTODO", "END:VCALENDAR", "",
    ]
).encode()  # fmt: skip
NASTY = [
    b"00010101", b"99991231T235959", b"-P1D", b"P99999999999D", b"COUNT=999999999", b"INTERVAL=1000000000",
    b"FREQ=SECONDLY", b"FREQ=HOURLY", b"FREQ=DAILY", b"FREQ=MONTHLY", b"BYMONTH=2;BYMONTHDAY=30", b"BYSETPOS=366",
    b"BYDAY=53MO", b"UNTIL=99991231", b"\0", b"\xff", b"\n", b"\r", b"\r\n ", b":", b";", b",", b'"', b"=", b"/", b"\\",
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"END:VCALENDAR\r\n", b"BEGIN:VCALENDAR\r\n", b"TZID=", b"VALUE=DATE",
    b"+9999", b"UTC", b"../../etc/passwd", b"1601", b"8999", b"9999", b"0000", b"T240000", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"\x1b[2J", b"P9999999D", b"16010101T000000", b"RECURRENCE-ID:", b"RRULE:", b"EXDATE:",
]  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn) -> bytes:
    """The rich file with a few bytes or lines changed, cut, doubled or made nasty."""
    data = bytearray(RICH)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data) - 1))
        kind = draw(st.integers(0, 4))
        if kind == 0:
            data[at] = draw(st.integers(0, 255))
        elif kind == 1:
            del data[at : at + draw(st.integers(1, 30))]
        elif kind == 2:
            data[at : at + draw(st.sampled_from([0, 4, 8, 15]))] = draw(st.sampled_from(NASTY))
        elif kind == 3:
            digit = next((i for i in range(at, len(data)) if 48 <= data[i] < 58), at)
            data[digit] = 48 + draw(st.integers(0, 9))
        else:
            lines = bytes(data).split(b"\r\n")
            lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines)))
            data = bytearray(b"\r\n".join(lines))
        if not data:
            break
    return bytes(data)


def check(data: bytes) -> CalendarRead | None:
    """A reading that keeps its promises, or a refusal with a code; nothing else may come out."""
    try:
        found = read_calendar(data, zone=DESK, now=NOW)
    except CalendarRefused as e:
        if e.code not in CODES:
            raise
        return None
    assert read_calendar(data, zone=DESK, now=NOW) == found
    assert len({(s.uid, s.recurrence) for s in found.busy}) == len(found.busy)
    assert all(s.start < s.end for s in found.busy)
    assert list(found.busy) == sorted(found.busy, key=lambda s: (s.start, s.end, s.uid, s.recurrence))
    shown = [text for s in found.busy for text in (s.uid, s.title, s.zone)]
    shown += [text for s in found.skipped for text in (s.uid, s.title)]
    shown += [text for w in found.warnings for text in (w.uid, w.title, w.detail)]
    assert all(text.isprintable() or "\ufffd" in text for text in (*shown, found.name))
    return found


def test_the_rich_file_is_rich() -> None:
    """What is mangled below reaches every part of the reader."""
    found = check(RICH)
    assert found is not None
    assert {s.uid for s in found.busy} == {"a", "b", "c"}
    assert {str(w.note) for w in found.warnings} == {"OWN_ZONE", "THIS_AND_FUTURE"}
    assert found.open_ended == ("c",)
    assert {s.title for s in found.busy if s.uid == "b"} == {"Z\u00fcrich"}


@settings(max_examples=300)
@given(mangled())
def test_mangled_files_are_read_or_refused_and_never_crash(data: bytes) -> None:
    check(data)


@settings(max_examples=100)
@given(st.binary(max_size=300))
@example(b"")
@example(b"BEGIN:VCALENDAR")
@example(b"PK\x03\x04BEGIN:VCALENDAR")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)
    check(b"BEGIN:VCALENDAR\r\n" + data)
    check(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:" + data + b"\r\nEND:VEVENT\r\n")
    check(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260304\r\nRRULE:" + data + b"\r\nEND:VEVENT\r\n")
