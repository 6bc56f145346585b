"""The file as bytes: encodings, folds, line ends, frames, and what is refused whole."""

from __future__ import annotations

import pytest

from deskbell.domain.errors import WrongInput
from deskbell.formats.ics import CalendarRefused, Note, read_calendar, series
from deskbell.formats.ics import read as module
from deskbell.formats.ics.model import MAX_BYTES, MAX_COMPONENTS, MAX_DEPTH, MAX_LINE, MAX_LINES
from deskbell.formats.recurrence import Work
from tests.formats.ics_text import DESK, NOW, calendar, event, notes, read, reasons, walls

START = ("DTSTART:20260304T150000Z", "DURATION:PT1H")
TITLE = "Z\u00fcrich \u7f8e\u54b2 \u00f1"


def taken(data: bytes) -> list[str]:
    return [span.title for span in read_calendar(data, zone=DESK, now=NOW).busy]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["UTF-16"]),
        ("utf-16-le", ["UTF-16-LE"]),
        ("utf-16-be", ["UTF-16-BE"]),
        ("utf-32", ["UTF-32"]),
    ],
)
def test_unicode_in_any_of_its_forms(encoding: str, said: list[str]) -> None:
    data = calendar(event(*START, summary=TITLE)).decode().encode(encoding)
    found = read_calendar(data, zone=DESK, now=NOW)
    assert [s.title for s in found.busy] == [TITLE]
    assert [w.detail for w in found.warnings if w.note is Note.ODD_ENCODING] == said


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Z\u00fcrich".encode("latin-1"), "Z\u00fcrich"),
        ("\u201eA\u201c \u20ac".encode("cp1252"), "\u201eA\u201c \u20ac"),
        (b"a\x81b", "a\ufffdb"),
    ],
)
def test_bytes_that_are_not_utf8_are_read_as_windows_and_said(raw: bytes, title: str) -> None:
    """Line by line: one odd line does not spoil the others."""
    data = calendar(event(*START, summary="@"), event(*START, uid="two", summary=TITLE)).replace(b"@", raw)
    found = read_calendar(data, zone=DESK, now=NOW)
    assert sorted(s.title for s in found.busy) == sorted([title, TITLE])
    assert notes(found) == ["ODD_ENCODING"]


def test_a_fold_may_stand_inside_a_character_or_a_name_or_a_date() -> None:
    data = calendar(event(*START, "STATUS:TENTATIVE", summary=TITLE))
    for at in range(data.index(b"BEGIN:VEVENT") + 1, data.index(b"END:VEVENT") + 5):
        if data[at : at + 1] in b"\r\n" or data[at - 1 : at] in (b"\r", b"\n"):
            continue
        for fold in (b"\r\n ", b"\r\n\t", b"\n "):
            found = read_calendar(data[:at] + fold + data[at:], zone=DESK, now=NOW)
            assert [(s.title, s.tentative) for s in found.busy] == [(TITLE, True)], (at, fold)
            assert found.warnings == ()


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\r\n\r\n"])
def test_line_ends_of_every_machine(end: str) -> None:
    data = calendar(event(*START, summary="Les\r\n son")).decode().replace("\r\n", end).encode()
    assert taken(data) == ["Lesson"]


def test_quoted_printable_of_vcalendar_1() -> None:
    """Its soft line breaks have no blank in front; a base64 line that ends in '=' is no such break."""
    lines = (
        "ATTACH;ENCODING=BASE64:QUJD=",
        *START,
        "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=",
        "SUMMARY:not this=",
        "END:VEVENT",
        "SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Z=C3=BC=",
        "rich=20=E7=BE=8E",
    )
    data = calendar("BEGIN:VEVENT\r\nUID:q\r\n" + "\r\n".join(lines) + "\r\nEND:VEVENT")
    assert taken(data) == ["Z\u00fcrich \u7f8e"]
    latin = calendar(
        event(*START).replace("SUMMARY:Lesson", "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Z=FC")
    )
    assert taken(latin) == ["Z\u00fc"]


def test_names_in_small_letters_with_blanks_and_empty_lines() -> None:
    data = (
        b"\r\nbegin:vcalendar\r\n\r\nBegin : VEvent\r\nuid:x\r\n\r\ndtstart;tzid=Europe/Berlin:20260304T150000\r\n"
        b"Duration:pt1h\r\nsummary:Small\r\nend:vevent\r\nend:vcalendar\r\n"
    )
    assert taken(data) == ["Small"]


def test_what_stands_inside_an_event_is_not_the_event() -> None:
    """Alarms and unknown components have a SUMMARY, DTSTART and UID of their own."""
    inner = "BEGIN:{0}\r\nUID:inner\r\nSUMMARY:Alarm\r\nDTSTART:20300101T000000Z\r\nSTATUS:CANCELLED\r\nEND:{0}"
    found = read(event(inner.format("VALARM"), *START, inner.format("X-THING")))
    assert [(s.uid, s.title) for s in found.busy] == [("one", "Lesson")]
    assert found.skipped == ()


def test_an_event_inside_an_unknown_component_is_read() -> None:
    found = read("BEGIN:X-WRAP", "BEGIN:X-WRAP", event(*START), "END:X-WRAP", "END:X-WRAP", "END:NOTHING")
    assert [s.title for s in found.busy] == ["Lesson"]


def test_several_calendars_in_one_file_and_the_first_name() -> None:
    first = calendar(event(*START, uid="a"))
    second = calendar("X-WR-CALNAME:Caf\u00e9\\, two", event(*START, uid="b"))
    third = calendar("NAME:Third", event(*START, uid="c"))
    found = read_calendar(b"\xef\xbb\xbf".join([first, second, third]), zone=DESK, now=NOW)
    assert [s.uid for s in found.busy] == ["a", "b", "c"]
    assert found.name == "Caf\u00e9, two"
    assert found.warnings == ()


def test_a_calendar_that_was_sent_to_cancel_cancels() -> None:
    data = calendar("METHOD:CANCEL", event(*START, uid="a")) + calendar("METHOD:PUBLISH", event(*START, uid="b"))
    found = read_calendar(data, zone=DESK, now=NOW)
    assert ([s.uid for s in found.busy], reasons(found)) == (["b"], ["CANCELLED"])


def test_a_file_that_breaks_off_keeps_what_is_whole_and_says_so() -> None:
    data = calendar(event(*START, uid="a"), event(*START, uid="b"))
    found = read_calendar(data[: data.rindex(b"DURATION")], zone=DESK, now=NOW)
    assert [s.uid for s in found.busy] == ["a"]
    assert [(s.uid, s.reason) for s in found.skipped] == [("b", "UNFINISHED")]
    assert notes(found) == ["TRUNCATED"]


def test_an_event_that_lost_its_end_does_not_swallow_the_next() -> None:
    found = read(event(*START, uid="a").removesuffix("\r\nEND:VEVENT"), event(*START, uid="b"))
    assert ([s.uid for s in found.busy], reasons(found)) == (["b"], ["UNFINISHED"])


def test_lines_that_are_no_lines_are_counted() -> None:
    found = read(event(*START, "this is nothing", "nor this"))
    assert [s.title for s in found.busy] == ["Lesson"]
    assert [(w.note, w.line, w.detail) for w in found.warnings] == [("UNREADABLE_LINE", 9, "2")]


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    """Folds, and long lines that are passed over, count as the lines they are."""
    note = "DESCRIPTION:" + "\r\n ".join(["word"] * 5)
    found = read(event(*START, note), event("SUMMARY:\r\n folded", uid="bad"))
    assert [(s.uid, s.line) for s in found.skipped] == [("bad", 4 + 11)]


def test_progress_is_told_and_what_it_raises_ends_the_reading() -> None:
    told: list[tuple[int, int]] = []
    lines = [event(*START, uid=str(i)) for i in range(600)]
    read(*lines, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 1200)
    assert told[-1] == (1200, 1200)
    assert told == sorted(told)
    assert len(told) > 4

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read(*lines, progress=stop)


def test_an_empty_calendar_is_a_calendar() -> None:
    found = read()
    assert (found.events_seen, found.busy, found.skipped, found.warnings) == (0, (), (), ())


def refused(data: bytes) -> CalendarRefused:
    with pytest.raises(CalendarRefused) as e:
        read_calendar(data, zone=DESK, now=NOW)
    assert isinstance(e.value, WrongInput)  # exit code 2
    return e.value


@pytest.mark.parametrize(
    "data",
    [b"", b"\r\n", b"<!doctype html><title>Sign in</title>", b"PK\x03\x04\0\0\0", b"BEGIN:VCARD\r\nEND:VCARD\r\n",
     b"name,start\nAna,15:30\n", "BEGIN:VCARD".encode("utf-16")],
)  # fmt: skip
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    assert refused(data).code == "NOT_A_CALENDAR"


def test_a_file_that_says_it_is_wide_and_is_not_is_refused() -> None:
    assert refused(b"\xff\xfe" + calendar(event(*START)) + b"\n" * (len(calendar(event(*START))) % 2 + 1)).code in (
        "BAD_ENCODING",
        "NOT_A_CALENDAR",
    )
    assert refused("BEGIN:VCALENDAR".encode("utf-16") + b"x").code == "BAD_ENCODING"
    assert refused("BEGIN:VCALENDAR".encode("utf-16-le") + b"\x00\xd8").code == "BAD_ENCODING"


def test_a_nul_is_refused_with_its_line() -> None:
    e = refused(calendar(event(*START, "X-A:\0")))
    assert (e.code, e.facts) == ("NUL_BYTES", {"line": 9})


def test_too_large_too_long_too_deep_too_many() -> None:
    """The caps: 32 MB, 4,000,000 lines, 1 MB in one line of use, 100 levels, 100,000 components."""
    assert refused(b" " * (MAX_BYTES + 1)).code == "TOO_LARGE"
    assert refused(b"BEGIN:VCALENDAR\n" + b"\n" * MAX_LINES).code == "TOO_MANY_LINES"
    long = refused(calendar(event(*START, summary="x" * (MAX_LINE + 1))))
    assert (long.code, long.facts) == ("LINE_TOO_LONG", {"line": 6, "limit": MAX_LINE})
    assert refused(calendar(event(*START, summary="\r\n x" * (MAX_LINE + 1)))).code == "LINE_TOO_LONG"
    assert refused(calendar("y" * (MAX_LINE + 1))).code == "LINE_TOO_LONG"
    assert refused(b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * MAX_DEPTH).code == "TOO_DEEP"
    assert refused(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\n" * MAX_COMPONENTS).code == "TOO_MANY_EVENTS"
    assert refused(b"BEGIN:VCALENDAR\n" + b"BEGIN:VTIMEZONE\n" * MAX_COMPONENTS).code == "TOO_MANY_EVENTS"
    observances = b"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\n" + b"BEGIN:STANDARD\nEND:STANDARD\n" * 2_000
    assert refused(observances).code == "TOO_MANY_EVENTS"


def test_too_many_spans_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert series.MAX_SPANS == 200_000
    monkeypatch.setattr(series, "MAX_SPANS", 2_000)
    daily = [event(*START, "RRULE:FREQ=DAILY;COUNT=1000", uid=str(i)) for i in range(3)]
    assert len(read(*daily[:2]).busy) == 2_000
    e = refused(calendar(*daily))
    assert (e.code, e.facts) == ("TOO_MANY_OCCURRENCES", {"limit": 2_000})


def test_what_is_of_no_use_may_be_long_and_deep_enough() -> None:
    """An attachment of megabytes is passed over, folded or not."""
    attached = "ATTACH;ENCODING=BASE64:" + "A" * (3 * MAX_LINE)
    folded = "ATTACH;ENCODING=BASE64:" + "\r\n AAAA" * 300_000
    assert [s.title for s in read(event(attached, folded, *START)).busy] == ["Lesson"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO",
        "FREQ=DAILY;COUNT=99999",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_rules_that_together_cost_too_much_are_refused_by_name(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searched in vain, or counted from 1901: the file is refused at the event where the allowance is used up."""
    monkeypatch.setattr(module, "Work", lambda: Work(Work().left // 4))
    lines = ("DTSTART:19010304T150000Z", "DURATION:PT1H", f"RRULE:{rule}")
    e = refused(calendar(*[event(*lines, uid=f"bomb-{i}") for i in range(200)]))
    assert e.code == "RULE_BOMB"
    assert e.facts["uid"].startswith("bomb-")
    assert e.facts["line"] > 4


def test_dense_rules_by_the_thousand_cost_nothing() -> None:
    found = read(*[event(*START, "RRULE:FREQ=SECONDLY", uid=str(i)) for i in range(2000)], event(*START, uid="good"))
    assert [s.uid for s in found.busy] == ["good"]
    assert set(reasons(found)) == {"TOO_DENSE"}


def test_zones_of_their_own_by_the_thousand_are_read_up_to_a_limit() -> None:
    """Each costs as much as a series; after five hundred the rest is read as the desk and said."""
    part = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nEND:STANDARD"
    lines = [f"BEGIN:VTIMEZONE\r\nTZID:Z{i}\r\n{part}\r\nEND:VTIMEZONE" for i in range(600)]
    lines += [event(f"DTSTART;TZID=Z{i}:20260304T150000", "DURATION:PT1H", uid=str(i)) for i in range(600)]
    found = read(*lines)
    assert notes(found).count("OWN_ZONE") == 500
    assert notes(found).count("UNKNOWN_ZONE") == 100
    assert set(walls(found, "UTC")) == {"2026-03-04 06:00", "2026-03-04 14:00"}
