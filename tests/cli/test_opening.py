"""Setting up, the demo, migrating, and the screen that needs a terminal."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from deskbell import machine
from deskbell.cli import opening
from deskbell.store.stamp import HEAD
from deskbell.words.language import LANGUAGES
from tests.cli.conftest import Say, init


def test_init_sets_a_desk_up_once(say: Say) -> None:
    assert "Estudio Río" in init(say).out
    assert "Estudio Río" in init(say, code=3).err
    assert say("agenda").out


def test_init_on_either_database(say: Say, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKBELL_DATABASE", database_url)
    init(say)
    data = say("free", "piano", "fri", "--json").data
    assert data["free"][0] == {"start": "2026-03-06T09:00:00+01:00", "tutor": "Ana Ruiz"}
    assert say("book", "+Leo", "piano", "fri", "9:00", "cash", "--yes", "--json").data["receipts"] == [1]


def test_what_is_left_out_comes_from_the_machine_and_is_named(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Sao_Paulo")
    monkeypatch.setattr(machine, "person", lambda: "Mara Silva")
    data = say("init", "--service", "Piano 60 25", "--language", "pt", "--json").data
    assert data["left_out"] == {
        "--zone": "America/Sao_Paulo", "--currency": "BRL", "--first-weekday": "segunda-feira",
        "--tutor": "Mara Silva", "--desk": "Mara Silva", "--hours": opening.HOURS,
    }  # fmt: skip
    assert (data["desk"], data["zone"], data["currency"]) == ("Mara Silva", "America/Sao_Paulo", "BRL")


def test_the_machines_zone(tmp_path: Path) -> None:
    """TZ first, then the system's link; nonsense is passed over."""
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Madrid")
    assert machine.zone({"TZ": ":Asia/Tokyo"}, (link,)) == "Asia/Tokyo"
    assert machine.zone({"TZ": "/etc/passwd"}, (link,)) == "Europe/Madrid"
    assert machine.zone({}, (tmp_path / "none",)) == "UTC"


@pytest.mark.parametrize("language", LANGUAGES)
def test_init_reads_weekdays_and_hours_of_its_language(say: Say, language: str) -> None:
    first = {"en": "Sunday", "es": "domingo", "pt": "domingo"}[language]
    hours = {"en": "Mon-Fri 9-13", "es": "lun-vie 9-13", "pt": "seg-sex 9-13"}[language]
    words = ("--zone", "Madrid", "--currency", "eur", "--tutor", "Ana", "--service", "Piano 60 25")
    said = say("init", *words, "--first-weekday", first, "--hours", hours, "--language", language, "--json").data
    opened = said["plan"]["effects"][0]
    assert (opened["first_weekday"], opened["zone"], opened["language"]) == (6, "Europe/Madrid", language)


def test_nothing_is_made_when_init_cannot_be_meant(say: Say, tmp_path: Path) -> None:
    """Nothing half done: the words are read before the file is made."""
    say("init", "--zone", "Mars/Olympus", "--service", "Piano 60 25", code=2)
    assert not (tmp_path / "home" / "data" / "desk.sqlite3").exists()


def test_a_command_before_the_desk_is_there_says_so(say: Say) -> None:
    """Exit 2, and what to do."""
    for words in (("agenda",), ("bookings",), ("book", "ana"), ("verify",), ("undo",), ("show", "1"), ("free",)):
        assert "deskbell init" in say(*words, code=2).err
        assert say(*words, "--json", code=2).data["error"]["code"] == "DESK_NOT_MADE"


@pytest.mark.parametrize("words", [(), ("demo",)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_terminal_the_screen_says_what_to_do(say: Say, words: tuple[str, ...], language: str) -> None:
    """Exit 2; nothing prompts, nothing is made."""
    said = say(*words, "--language", language, code=2)
    assert "deskbell agenda" in said.err
    assert not said.out


# --- the demo


def test_the_demo_is_built_once_a_day_and_anew_on_request(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same seed and day are reopened; --reset, another day or another seed invents anew."""
    for room in ("story", "studio"):  # four studios of thirteen weeks take their time
        for weeks in ("WEEKS_BACK", "WEEKS_AHEAD"):
            monkeypatch.setattr(f"deskbell.demo.{room}.{weeks}", 1)
    built = [
        say("demo", "--json", *more).data["built"]
        for more in ((), (), ("--reset",), ("--date", "2026-03-06"), ("--date", "2026-03-06"), ("--seed", "8"))
    ]
    assert built == [True, False, True, True, False, True]
    assert say("agenda", "--demo").out
    assert say("verify", "--demo").out


def test_the_demo_never_touches_a_real_desk(say: Say, tmp_path: Path) -> None:
    """Refused, whatever is asked for; the desk stays as it is."""
    init(say)
    real = tmp_path / "home" / "data" / "desk.sqlite3"
    before = real.read_bytes()
    for more in ((), ("--reset",), ("--seed", "9")):
        assert str(real) in say("demo", "--build", "--database", real, *more, code=3).err
    assert real.read_bytes() == before
    real.rename(real.with_name("demo.sqlite3"))
    assert say("demo", "--build", "--reset", code=3).err
    assert say("demo", "--build", "--database", "postgresql://somewhere/desk", code=2).err


# --- migrating


def test_migrate_says_what_it_did(say: Say, empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKBELL_DATABASE", empty_url)
    say("migrate", code=2)
    init(say)
    assert HEAD in say("migrate").out
    data = say("migrate", "--json").data
    assert data["before"] == data["after"] == HEAD
    assert data["copy"] is None


def test_a_newer_desk_is_refused(say: Say, tmp_path: Path) -> None:
    """Also by the quick reading of the agenda."""
    init(say)
    with sqlite3.connect(tmp_path / "home" / "data" / "desk.sqlite3") as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    file.close()
    for words in (("agenda",), ("show", "1"), ("book", "-", "piano", "fri", "9:00")):
        assert say(*words, "--json", code=3).data["error"]["code"] == "DESK_NEWER"


def test_help_is_an_answer(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    assert "agenda" in say("--help").out
    assert "example: deskbell book" in say("book", "--help").out
    assert say("--version").out.startswith("deskbell ")


def test_a_price_with_tax_on_top_is_shown_and_booked_with_it(say: Say) -> None:
    """I43: an exclusive price is net; whoever asks or books sees what is paid."""
    say("init", "--desk", "Studio", "--zone", "Europe/Madrid", "--currency", "EUR", "--tutor", "Ana Ruiz",
        "--service", "Piano 60 25.00+21%", "--hours", "Mon-Fri 9-18")  # fmt: skip
    assert "30.25 €" in say("free", "piano", "thu").out
    say("book", "-", "piano", "thu", "15:30", "--yes")
    money = say("show", "1", "--json").data["money"]
    assert money["due"] == 3025
    (line,) = say("show", "1", "--json").data["detail"]["order"]["lines"]
    assert (line["gross"], line["tax"], line["tax_rate"]) == (3025, 525, 2100)
