"""T1-T3: a person's words cannot act on any command, and a secret shows in none of their answers."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest

from deskbell.cli import looking
from tests.cli.conftest import Said, Say, init
from tests.services.conftest import Small
from tests.tui.hostile import names

SECRET = "hunter2-s3cret"
# Whatever moves a cursor, rings, hides or runs backwards; a line feed ends a line and does no more.
ACTS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def harmless(said: Said) -> Said:
    found = ACTS.search(said.out + said.err)
    assert not found, repr(said.out[: found.start() + 40])
    return said


def storable(name: str) -> bool:
    """A database refuses half a character and a NUL by itself."""
    return "\0" not in name and not any(0xD800 <= ord(c) < 0xE000 for c in name)


def test_a_hostile_name_that_lies_in_the_database_does_nothing(say: Say, desk: Small) -> None:
    """Another program may have written the rows: every answer cleans on its way out."""
    times = [f"2026-03-{day:02} {hour:02}:00" for day in (5, 6, 9, 10, 11) for hour in range(9, 18)]
    for when in times[:40]:
        desk.book("Leo Lee", when)
    everyone = [name for name in names() if storable(name)]
    for batch in itertools.batched(everyone, 40) if hasattr(itertools, "batched") else _batched(everyone, 40):
        with desk.desk.database.write() as unit:
            for key, name in enumerate(batch, 100):
                row = {"id": key, "public": f"{key:032x}", "name": name}
                unit.connection.exec_driver_sql(*_put(unit.connection.dialect.name, row))
                moved = f"UPDATE booking SET participant_id = {key} WHERE id = {key - 99}"
                unit.connection.exec_driver_sql(moved)
            text = batch[0]
            values = (text,)
            mark = "?" if unit.connection.dialect.name == "sqlite" else "%s"
            unit.connection.exec_driver_sql(f"UPDATE slot SET focus = {mark} WHERE id = 1", values)
            unit.connection.exec_driver_sql(f"UPDATE service SET name = {mark} WHERE id = 3", values)
        harmless(say("agenda", "thu", "--days", "30"))
        harmless(say("bookings", "--limit", "100"))
        harmless(say("show", 1))
        data = harmless(say("agenda", "thu", "--days", "30", "--json")).data
        said = {seat["name"] for lesson in data["lessons"] for seat in lesson["seats"]}
        assert said >= set(batch), "JSON keeps the words and escapes what could act"
        harmless(say("show", 1, "--json"))
        harmless(say("cancel", 1, "--plan"))


def _batched(things: list[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(things[at : at + size]) for at in range(0, len(things), size)]


def _put(dialect: str, row: dict[str, object]) -> tuple[str, tuple[object, ...]]:
    mark = "?" if dialect == "sqlite" else "%s"
    text = (
        f"INSERT INTO person (id, public_id, name, created_at) VALUES ({mark}, {mark}, {mark}, 0)"
        " ON CONFLICT (id) DO UPDATE SET name = excluded.name"
    )
    return text, (row["id"], row["public"], row["name"])


@pytest.mark.slow
def test_a_hostile_word_on_the_command_line_does_nothing(
    say: Say, small: Small, engine_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is typed ends in an answer or a sentence, never in a fault of ours; what was written down is clean."""
    if engine_kind != "sqlite":
        pytest.skip("the words never reach a driver unclean; one database is enough")
    monkeypatch.setenv("DESKBELL_DATABASE", str(small.desk.database.where))
    no = small.no(small.book("Leo Lee", "2026-03-06 11:00"))
    ways = itertools.cycle(
        (("bookings",), ("note", no), ("agenda",), ("free",), ("agenda", "--tutor"), ("book",), ("import",), ())
    )
    for name in names():
        for words in (("edit", no, "--name", name), (*next(ways), name)):
            said = harmless(say(*words, code=None))
            assert said.code in (0, 2, 3, 4) or name.startswith("-"), said
    harmless(say("show", no))
    harmless(say("show", no, "--json"))
    small.sound()


# --- secrets


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ana:{SECRET}@127.0.0.1:1/desk",
        f"postgresql+psycopg://ana:{SECRET}@127.0.0.1:1/desk?connect_timeout=1",
        f"postgresql://127.0.0.1:1/desk?user=ana&password={SECRET}",
    ],
)
def test_a_password_shows_nowhere(say: Say, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not in the answer, not in the sentence, not in a file."""
    monkeypatch.setenv("DESKBELL_DATABASE", url)
    for words in (("agenda",), ("show", "1"), ("book", "-", "piano", "9:00"), ("verify",), ("migrate",), ("undo",)):
        for more in ((), ("--json",)):
            said = say(*words, *more, code=5)
            assert SECRET not in said.out + said.err
    for more in ((), ("--json",)):
        assert SECRET not in say("where", *more).out
    assert not [f for f in tmp_path.rglob("*") if f.is_file() and SECRET in f.read_text("utf-8", "replace")]


def test_a_password_on_the_command_line_is_refused_and_not_repeated(say: Say) -> None:
    said = say("agenda", "--database", f"postgresql://ana:{SECRET}@h/x", code=2)
    assert SECRET not in said.out + said.err


def test_a_crash_says_where_and_never_what(say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Exit 1, a report of 0600 with frames of ours, no values."""
    init(say)

    def broken(*_: object) -> None:
        local = SECRET
        raise RuntimeError(local)

    monkeypatch.setattr(looking, "_days", broken)
    monkeypatch.setattr(looking, "_quick_days", broken)
    said = say("agenda", code=1)
    assert SECRET not in said.out + said.err
    reports = list((tmp_path / "home" / "state" / "crashes").iterdir())
    assert len(reports) == 1
    assert reports[0].stat().st_mode & 0o777 == 0o600
    assert SECRET not in reports[0].read_text()
    assert json.loads(say("agenda", "--json", code=1).out)["error"]["code"] == "CRASHED"
