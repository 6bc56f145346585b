"""Bad input gets one sentence that says what to do, the right exit code, and nothing half done."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from deskbell import wiring
from deskbell.domain.people import Actor, Role
from deskbell.services.desk import Desk
from deskbell.store import place
from deskbell.words.language import LANGUAGES
from tests.cli.conftest import Say, init
from tests.services.conftest import Small

INIT = {
    "--zone": "Europe/Madrid",
    "--currency": "EUR",
    "--tutor": "Ana",
    "--service": "Piano 60 25",
    "--hours": "Mon 9-18",
}


def refused(say: Say, *words: object, code: int, error: str) -> str:
    """The error in each language as one sentence on stderr and as JSON; the English sentence is handed back."""
    for language in LANGUAGES:
        said = say(*words, "--language", language, code=code)
        assert re.fullmatch("deskbell: .+\n", said.err), said.err
        assert error not in said.err.replace("DESKBELL_NOW", ""), "a sentence, not a code"
        assert not said.out
    data = say(*words, "--json", code=code).data
    assert data["error"]["code"] == error
    sentence: str = data["error"]["sentence"]
    return sentence


@pytest.mark.parametrize(
    ("option", "value", "error"),
    [
        ("--zone", "Europe/Madird", "ZONE_UNKNOWN"),
        ("--zone", "", "ZONE_MISSING"),
        ("--currency", "EUX", "UNKNOWN_CURRENCY"),
        ("--hours", "Mon 18-9", "HOURS_END_BEFORE_START"),
        ("--hours", "whenever", "HOURS_UNKNOWN"),
        ("--service", "Piano", "SERVICE_UNKNOWN_FORM"),
        ("--tutor", "  ", "NAME_EMPTY"),
        ("--first-weekday", "Funday", "WEEKDAY_UNKNOWN"),
    ],
)
def test_init_refuses_what_cannot_be_meant(say: Say, option: str, value: str, error: str, tmp_path: Path) -> None:
    words = [part for pair in (INIT | {option: value}).items() for part in pair]
    sentence = refused(say, "init", *words, code=2, error=error)
    if error == "ZONE_UNKNOWN":
        assert "Europe/Madrid" in sentence
    assert not (tmp_path / "home" / "data" / "desk.sqlite3").exists()


@pytest.mark.parametrize(
    ("line", "code", "error"),
    [
        ("ana pérez piano 2026-03-06 16:00-15:00", 2, "END_BEFORE_START"),
        ("ana pérez piano blursday 15:00", 2, "NO_PERSON"),
        ("ana pérez piano 2026-03-06 25:00", 2, "TIME_UNKNOWN"),
        ("ana piano 2026-03-06 15:00", 2, "SEVERAL_PEOPLE"),
        ("zoe piano 2026-03-06 15:00", 2, "NO_PERSON"),
        ("leo 2026-03-06 15:00", 2, "NO_SERVICE_YET"),
        ("ana pérez piano", 2, "NO_TIME_YET"),
        ("leo piano 2026-03-06 11:00 @ana", 3, "TAKEN"),
        ("ana pérez maths 2026-03-06 11:30 @ben", 3, "STUDENT_OVERLAP"),
        ("leo yoga 2026-03-06", 2, "NO_CLASS_THEN"),
        ("leo piano 2026-03-06 15:00 cash 10", 2, "TOO_LITTLE"),
        ("leo piano 2026-03-06 15:00 cash 1.000", 2, "AMOUNT_AMBIGUOUS"),
    ],
)
def test_a_line_that_cannot_be_booked(say: Say, desk: Small, line: str, code: int, error: str) -> None:
    """Taken time, an overlapping student, an end before its start: one sentence each, and nothing is booked."""
    desk.book("Ana Pérez", "2026-03-06 11:00")
    before = desk.desk.seq()
    sentence = refused(say, "book", *line.split(), "--yes", code=code, error=error)
    if error == "TAKEN":
        assert "booking 1" in sentence
        assert "UTC" not in sentence
        assert "11:00" in sentence
    assert desk.desk.seq() == before


def test_a_wrong_price_is_refused(say: Say, desk: Small) -> None:
    """A42: what the customer was told is what is booked, or nothing is."""
    sentence = refused(
        say, "book", "leo", "piano", "2026-03-06", "15:00", "--price", "20", "--yes", code=3, error="PRICE_CHANGED"
    )
    assert "25.00" in sentence
    assert "20.00" in sentence
    assert say("book", "leo", "piano", "2026-03-06", "15:00", "--price", "25", "--yes").out


def test_the_past_needs_staff(say: Say, desk: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk may write down what has been; a customer may not."""
    real = wiring.open_desk

    def as_customer(*where: object, **more: object) -> Desk:
        return real(*where, **more, actor=Actor(Role.CUSTOMER))  # type: ignore[arg-type]

    words = ("book", "leo", "piano", "2026-03-03", "11:00", "--yes")
    with monkeypatch.context() as patch:
        patch.setattr(wiring, "open_desk", as_customer)
        refused(say, *words, code=3, error="PAST")
    assert "past" in say(*words[:-1], "--plan").out
    assert say(*words).out


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("show", 99), 2, "NO_SUCH_BOOKING"),
        (("pay", 1, "iou", "--yes"), 2, "METHOD_UNKNOWN"),
        (("pay", 1, "cash", "x", "--yes"), 2, "AMOUNT_UNCLEAR"),
        (("pay", 1, "card", "--amount", "99", "--yes"), 2, "TOO_MUCH"),
        (("refund", 1, "--yes"), 2, "NO_REFUND"),
        (("price", 1, "25", "same", "--yes"), 2, "SAME_PRICE"),
        (("cancel", 1, "--refund", "101", "--yes"), 2, "PERCENT"),
        (("move", 1, "2026-03-06", "11:00", "--yes"), 2, "SAME_TIME"),
        (("move", 1, "someday", "--yes"), 2, "DAY_UNKNOWN"),
        (("complete", 1), 3, "NOT_YET"),
        (("edit", 1), 2, "NOTHING_CHANGED"),
        (("edit", 1, "--mail", "nobody"), 2, "MAIL"),
        (("edit", 1, "--join-url", "javascript:alert(1)"), 2, "URL"),
        (("note", 1, " "), 2, "NOTE_EMPTY"),
        (("undo", 999), 2, "NO_SUCH_CHANGE"),
        (("agenda", "--days", 0), 2, "DAYS"),
        (("agenda", "blursday"), 2, "DAY_UNKNOWN"),
        (("agenda", "--tutor", "zoe"), 2, "NO_TUTOR_OF_NAME"),
        (("free", "karate"), 2, "NO_SERVICE_OF_NAME"),
        (("bookings", "zoe"), 2, "NO_PERSON"),
        (("bookings", "ana"), 2, "SEVERAL_PEOPLE"),
        (("bookings", "--limit", 0), 2, "LIMIT"),
    ],
)
def test_a_command_that_cannot_be_meant(
    say: Say, desk: Small, words: tuple[object, ...], code: int, error: str
) -> None:
    desk.book("Ana Pérez", "2026-03-06 11:00")
    before = desk.desk.seq()
    refused(say, *words, code=code, error=error)
    assert desk.desk.seq() == before


@pytest.mark.parametrize(
    "words", [("show",), ("show", "x"), ("agenda", "--nonsense"), ("book",), ("cancel", "1", "--why", "x")]
)
def test_a_command_line_that_is_not_understood(say: Say, words: tuple[str, ...]) -> None:
    """Exit 2, one sentence, and with --json an answer that a script can read."""
    said = say(*words, code=2)
    assert said.err.count("\n") == 1
    assert "--help" in said.err
    assert not said.out
    assert say(*words, "--json", code=2).data["error"]["code"] == "USAGE"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "abc", "--language", "es"), "«abc»"),
        (("--language=es", "show"), "Falta BOOKING"),
        (("init", "--nonsense", "--language", "es"), "deskbell init --help"),
        (("cancel", 1, "--why", "x", "--language", "es"), "unwell"),
    ],
)
def test_a_command_line_that_is_not_understood_is_told_in_the_language_it_asks_for(
    say: Say, words: tuple[object, ...], said: str
) -> None:
    """Whatever else is wrong with it; argparse's own English stays out."""
    answer = say(*words, code=2).err
    assert said in answer
    assert not re.search("argument|invalid|choose|required|unrecognized", answer), answer


def test_a_terminal_that_cannot_draw_is_no_terminal(say: Say, desk: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """TERM=dumb shows escape codes as letters."""
    for stream in ("sys.stdin", "sys.stdout"):
        monkeypatch.setattr(f"{stream}.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert "agenda" in say(code=2).err


def test_a_misspelt_command_is_told_the_right_one(say: Say) -> None:
    assert "agenda" in say("agneda", code=2).err
    assert say("agneda", "--json", code=2).data["error"]["code"] == "COMMAND_UNKNOWN"
    assert say("--json", "agneda", code=2).data["error"]["code"] == "COMMAND_UNKNOWN"


# --- where the desk is kept


def test_a_file_that_is_no_desk(say: Say, tmp_path: Path) -> None:
    """Unreadable, foreign, open to others, a folder: exit 2 or 3, and the file stays as it is."""
    text = tmp_path / "text"
    text.write_text("hello")
    text.chmod(0o600)
    foreign = tmp_path / "foreign.sqlite3"
    with sqlite3.connect(foreign) as file:
        file.execute("CREATE TABLE mine (x)")
    file.close()
    foreign.chmod(0o600)
    for where, code, error in (
        (text, 2, "DESK_NOT_A_DATABASE"), (foreign, 2, "NOT_A_DESK"), (tmp_path, 2, "DESK_IS_A_FOLDER"),
        ("mysql://h/x", 2, "DATABASE_UNKNOWN_KIND"),
    ):  # fmt: skip
        refused(say, "agenda", "--database", where, code=code, error=error)
    foreign.chmod(0o644)
    refused(say, "agenda", "--database", foreign, code=3, error="DESK_OPEN_TO_OTHERS")
    assert text.read_text() == "hello"


def test_a_desk_on_a_network_share(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick reading of the agenda asks for the place too."""
    init(say)
    monkeypatch.setattr(place, "mounts", lambda: "server:/export / nfs4 rw 0 0\n")
    refused(say, "agenda", code=3, error="DESK_ON_NETWORK_SHARE")


def test_a_database_that_cannot_be_reached(say: Say) -> None:
    """Exit 5: trying again may help."""
    refused(say, "agenda", "--database", "postgresql://127.0.0.1:1/desk", code=5, error="DATABASE_UNREACHABLE")


def test_a_misspelt_setting_is_named_with_its_line(say: Say, tmp_path: Path) -> None:
    settings = tmp_path / "home" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('theme = "dark"\nlangauge = "es"\n')
    said = say("where", code=2).err
    assert "line 2" in said
    assert "language" in said
    assert say("where", "--json", code=2).data["error"]["facts"]["line"] == 2


def test_now_must_be_an_instant(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    init(say)
    monkeypatch.setenv("DESKBELL_NOW", "tomorrow")
    refused(say, "agenda", code=2, error="NOW")
