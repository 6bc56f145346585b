"""deskbell export calendar: a file that a calendar reads again and again, of a tutor or of a student."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import icalendar
import pytest

from tests.cli.conftest import Say
from tests.services.conftest import Small


def entries(text: str) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def only(text: str) -> icalendar.Event:
    (event,) = entries(text).values()
    return event


def test_a_tutors_lessons_update_in_place(say: Say, desk: Small) -> None:
    """The same lesson keeps its UID, its SEQUENCE grows; cancelled, it goes away there too (RFC 5545, 3.8.7.4)."""
    done = desk.book("Leo Lee", "2026-03-05 15:00")
    assert done.plan.subject is not None
    no = desk.desk.booking_no(done.plan.subject)
    first = only(say("export", "calendar", "--tutor", "ana").out)
    assert first["dtstart"].dt.isoformat() == "2026-03-05T14:00:00+00:00"
    assert str(first["status"]) == "CONFIRMED"
    say("move", no, "fri", "16:00", "--yes")
    moved = only(say("export", "calendar", "--tutor", "ana").out)
    assert moved["uid"] == first["uid"]
    assert moved["sequence"] > first["sequence"]
    assert moved["dtstart"].dt.isoformat() == "2026-03-06T15:00:00+00:00"
    say("cancel", no, "--by", "customer", "--yes")
    gone = only(say("export", "calendar", "--tutor", "ana").out)
    assert (gone["uid"], str(gone["status"])) == (first["uid"], "CANCELLED")
    assert gone["sequence"] > moved["sequence"]


def test_names_stand_there_only_where_they_are_asked_for(say: Say, desk: Small) -> None:
    """The file may be synchronised anywhere: class type and focus, unless somebody says otherwise."""
    desk.book("Leo Lee", "2026-03-05 15:00")
    assert "Leo" not in say("export", "calendar", "--tutor", "ana").out
    assert "Leo Lee" in str(only(say("export", "calendar", "--tutor", "ana", "--names").out)["description"])


def test_a_persons_calendar_holds_their_own(say: Say, desk: Small) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00")
    desk.book("Ana Pérez", "2026-03-06 15:00")
    found = only(say("export", "calendar", "--person", "ana pérez").out)
    assert found["dtstart"].dt.isoformat() == "2026-03-06T14:00:00+00:00"
    assert "Ana Ruiz" in str(found["description"])


def test_the_file_is_its_owners_alone(say: Say, desk: Small, tmp_path: Path) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00")
    out = tmp_path / "ana.ics"
    assert "1 row" in say("export", "calendar", "--tutor", "ana", "--out", str(out)).out
    assert stat.S_IMODE(os.stat(out).st_mode) == 0o600
    content = out.read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_what_went_out_does_not_come_back_as_busy_time(say: Say, desk: Small, tmp_path: Path) -> None:
    """I50: the desk's own lessons count once, and the summary names why they are passed over."""
    desk.book("Leo Lee", "2026-03-05 15:00")
    out = tmp_path / "ana.ics"
    say("export", "calendar", "--tutor", "ana", "--out", str(out))
    read = say("import", str(out), "--tutor", "ana", "--json").data
    assert (read["events"], read["added"]) == (1, 0)
    assert [skipped["reason"] for skipped in read["skipped"]] == ["OURS"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "calendar"), "CALENDAR_OF_WHOM"),
        (("export", "calendar", "--tutor", "ana", "--person", "leo"), "CALENDAR_OF_WHOM"),
        (("export", "calendar", "--tutor", "ana", "--format", "csv"), "EXPORT_FORMAT"),
        (("export", "payments", "--format", "ics"), "EXPORT_FORMAT"),
        (("export", "calendar", "--tutor", "zzz"), "NO_TUTOR_OF_NAME"),
    ],
)
def test_what_cannot_be_is_one_sentence(say: Say, desk: Small, words: tuple[str, ...], code: str) -> None:
    assert say(*words, "--json", code=2).data["error"]["code"] == code
