"""A calendar file becomes busy time: what was taken, what was not and why, and the same file twice."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from deskbell.formats.ics import Note, Reason
from deskbell.words.i18n import t
from deskbell.words.language import LANGUAGES
from tests.cli.conftest import Say
from tests.services.conftest import Small

ICS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a test//EN
X-WR-CALNAME:Ana's own
BEGIN:VEVENT
UID:dentist
DTSTART;TZID=Europe/Madrid:20260305T110000
DTEND;TZID=Europe/Madrid:20260305T120000
SUMMARY:Dentist
END:VEVENT
BEGIN:VEVENT
UID:choir
DTSTART;TZID=Europe/Madrid:20260306T170000
DTEND;TZID=Europe/Madrid:20260306T180000
RRULE:FREQ=WEEKLY
SUMMARY:Choir
END:VEVENT
BEGIN:VEVENT
UID:off
DTSTART:20260307T100000Z
DTEND:20260307T110000Z
STATUS:CANCELLED
SUMMARY:Called off [/]
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def ics(tmp_path: Path) -> Path:
    file = tmp_path / "mine.ics"
    file.write_text(ICS.replace("\n", "\r\n"), encoding="utf-8")
    return file


def test_a_file_that_breaks_off_takes_no_busy_time_away(say: Say, desk: Small, ics: Path) -> None:
    """Half a download is not half a calendar: what did not arrive is not free."""
    say("import", ics, "--tutor", "ana")
    ics.write_text(ICS[: ICS.index("BEGIN:VEVENT\nUID:choir")], encoding="utf-8")
    seq = desk.desk.seq()
    assert "export it again" in say("import", ics, "--tutor", "ana", "--yes", code=2).err
    assert desk.desk.seq() == seq
    assert "Choir" in say("agenda", "2026-03-06").out


def test_a_calendar_becomes_busy_time(say: Say, desk: Small, ics: Path) -> None:
    said = say("import", ics, "--tutor", "ana").out
    assert "Ana's own" in said
    assert "Ana Ruiz" in said
    assert "Called off" in said
    assert "cancelled" in said
    assert "Dentist" in say("agenda").out
    assert "Dentist" in say("free", "piano", "thu", "11:00", "--tutor", "ana").out


def test_the_same_file_twice_changes_nothing(say: Say, desk: Small, ics: Path) -> None:
    first = say("import", ics, "--tutor", "ana", "--json").data
    assert first["added"] == first["busy"] > 50
    assert (first["changed"], first["removed"]) == (0, 0)
    assert first["skipped"][0]["reason"] == "CANCELLED"
    assert first["open_ended"] == ["choir"]
    before = desk.desk.seq()
    second = say("import", ics, "--tutor", "ana", "--json").data
    assert (second["added"], second["changed"], second["removed"]) == (0, 0, 0)
    assert desk.desk.seq() == before


def test_what_left_the_calendar_leaves_the_desk(say: Say, desk: Small, ics: Path) -> None:
    say("import", ics, "--tutor", "ana")
    text = ics.read_text(encoding="utf-8")
    ics.write_text(text.replace("Dentist", "Doctor").replace("RRULE:FREQ=WEEKLY\n", ""), encoding="utf-8")
    again = say("import", ics, "--tutor", "ana", "--json").data
    assert again["changed"] == 1
    assert again["removed"] > 50


def test_a_dry_run_changes_nothing(say: Say, desk: Small, ics: Path) -> None:
    before = desk.desk.seq()
    said = say("import", ics, "--tutor", "ana", "--dry-run", "--json").data
    assert said["dry_run"]
    assert said["added"] > 50
    assert desk.desk.seq() == before


def test_a_lesson_in_busy_time_stays_and_is_named(say: Say, desk: Small, ics: Path) -> None:
    desk.book("Leo Lee", "2026-03-05 11:00")
    assert say("import", ics, "--tutor", "ana", "--json").data["overlaps_lessons"] == 1


def test_the_calendar_is_called_as_one_likes(say: Say, desk: Small, ics: Path) -> None:
    """Two calendars of one tutor stand side by side."""
    say("import", ics, "--tutor", "ana")
    assert say("import", ics, "--tutor", "ana", "--calendar", "work", "--json").data["added"] > 50


def test_standard_input_is_a_file(say: Say, desk: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(ICS.encode())

        def isatty(self) -> bool:
            return False

    monkeypatch.setattr("sys.stdin", Piped())
    assert say("import", "-", "--tutor", "ana", "--json").data["events"] == 3


def test_whose_it_is_must_be_said_where_several_teach(say: Say, desk: Small, ics: Path) -> None:
    assert "Ben Ode" in say("import", ics, code=2).err
    assert say("import", ics, "--tutor", "zoe", code=2).err


@pytest.mark.parametrize("data", [b"", b"hello", b"BEGIN:VCALENDAR\x00", bytes(range(256)) * 100])
def test_what_is_no_calendar_is_refused_in_a_sentence(say: Say, desk: Small, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "odd.ics"
    file.write_bytes(data)
    before = desk.desk.seq()
    said = say("import", file, "--tutor", "ana", code=2)
    assert said.err.startswith("deskbell: ")
    assert said.err.count("\n") == 1
    assert not said.out
    assert desk.desk.seq() == before


def test_a_file_that_cannot_be_read(say: Say, desk: Small, tmp_path: Path) -> None:
    assert "none.ics" in say("import", tmp_path / "none.ics", "--tutor", "ana", code=2).err
    assert say("import", tmp_path, "--tutor", "ana", code=2).err


def test_a_screen_names_a_dozen_and_json_all(say: Say, desk: Small, tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:u{n}\nSUMMARY:Nr {n}\nEND:VEVENT\n"
    file = tmp_path / "many.ics"
    file.write_text("BEGIN:VCALENDAR\n" + "".join(event.format(n=n) for n in range(40)) + "END:VCALENDAR\n")
    out = say("import", file, "--tutor", "ana").out
    assert out.count("Nr ") == 12
    assert "and 28 more" in out
    assert len(say("import", file, "--tutor", "ana", "--json").data["skipped"]) == 40


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words(language: str) -> None:
    for reason in Reason:
        assert t(language, f"skip.{reason}")
    for note in Note:
        assert t(language, f"noted.{note}", detail="x")
