"""`deskbell backup` and `deskbell restore`: verified, as a plan, with the present desk kept; bad input does nothing."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from deskbell.services import restoring
from deskbell.store import restore as swapping
from tests.cli.conftest import Say, init
from tests.cli.test_bad_input import refused
from tests.services.conftest import Small


@pytest.fixture
def home(say: Say, tmp_path: Path) -> Path:
    """A desk of one booking, closed."""
    init(say)
    say("book", "+Ana Pérez", "piano", "thu", "15:00", "--yes")
    return tmp_path / "home" / "data"


def backed_up(say: Say, tmp_path: Path) -> Path:
    return Path(say("backup", "--out", tmp_path / "stick.sqlite3", "--json").data["backup"]["file"])


def bookings(say: Say) -> int:
    """Those of this week, as the desk's own command tells them."""
    return say("agenda", "2026-03-04").out.count("#")


def contents(folder: Path) -> dict[str, bytes]:
    """Without the companions that reading makes."""
    companions = (".sqlite3-wal", ".sqlite3-shm")
    here = (path for path in sorted(folder.iterdir()) if path.is_file() and path.suffix not in companions)
    return {path.name: path.read_bytes() for path in here}


def test_a_backup_lies_where_where_says(say: Say, home: Path) -> None:
    said = say("backup")
    (made,) = (home / "backups").iterdir()
    assert str(made) in said.out
    assert made.name == "desk.2026-03-04.sqlite3"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert str(made.parent) in say("where").out
    facts = say("backup", "--json").data["backup"]
    assert (facts["desk"], facts["bookings"], facts["wrong"]) == ("Estudio Río", 1, 0)


def test_it_says_how_far_the_record_is_sealed(say: Say, home: Path) -> None:
    say("worker", "--once")
    digest = say("verify", "--json").data["sealed"]["digest"]
    assert digest[:4] in say("verify").out
    assert digest[:4] in say("backup").out
    assert say("backup", "--json").data["backup"]["sealed"]["digest"] == digest


def test_a_desk_is_put_back_as_a_plan_first(say: Say, home: Path, tmp_path: Path) -> None:
    file = backed_up(say, tmp_path)
    say("book", "+Leo Lee", "piano", "fri", "15:00", "--yes")
    before = contents(home)
    plan = say("restore", file, "--plan")
    assert "Estudio Río" in plan.out
    digest = say("restore", file, "--plan", "--json").data["restore"]["digest"]
    assert digest in plan.out
    assert say("restore", file, code=4).err, "nobody said yes"
    assert say("restore", file, typed="\n", code=4).err
    assert contents(home) == before
    assert bookings(say) == 2
    done = say("restore", file, "--commit", digest)
    assert "before-restore" in done.out
    assert bookings(say) == 1
    assert say("verify").out
    assert file.exists()
    kept = home / "desk.sqlite3.before-restore"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert say("restore", kept, "--yes").out, "and back again"
    assert bookings(say) == 2
    assert (home / "desk.sqlite3.before-restore.2").exists()
    assert [name for name in contents(home) if name.startswith(".")] == []


def test_somebody_at_a_terminal_confirms(say: Say, home: Path, tmp_path: Path) -> None:
    file = backed_up(say, tmp_path)
    say("book", "+Leo Lee", "piano", "fri", "15:00", "--yes")
    say("restore", file, typed="c\n")
    assert bookings(say) == 1


def test_a_plan_that_is_another_by_now_is_not_carried_out(say: Say, home: Path, tmp_path: Path) -> None:
    file = backed_up(say, tmp_path)
    digest = say("restore", file, "--plan", "--json").data["restore"]["digest"]
    say("book", "+Leo Lee", "piano", "fri", "15:00", "--yes")
    said = say("restore", file, "--commit", digest, code=4)
    assert digest not in said.err
    assert bookings(say) == 2


def test_what_comes_back_asks_before_it_sends(say: Say, home: Path, tmp_path: Path) -> None:
    """Restore mode: each connection that is not off."""
    with closing(sqlite3.connect(home / "desk.sqlite3")) as file, file:
        for name, state in (("DEMO", "ON"), ("STRIPE", "PAUSED"), ("MERCADO_PAGO", "OFF")):
            file.execute("INSERT INTO connection (name, state, since) VALUES (?, ?, 1)", (name, state))
    stick = backed_up(say, tmp_path)
    done = say("restore", stick, "--yes", "--json").data["restored"]
    assert sorted(done["asks"]) == ["DEMO", "STRIPE"]
    with closing(sqlite3.connect(home / "desk.sqlite3")) as file:
        states = dict(file.execute("SELECT name, state FROM connection"))
    assert states == {"DEMO": "RESTORED", "STRIPE": "RESTORED", "MERCADO_PAGO": "OFF"}
    with closing(sqlite3.connect(stick)) as file:
        assert dict(file.execute("SELECT name, state FROM connection"))["DEMO"] == "ON", "the backup is not touched"


def test_a_machine_without_a_desk_gets_one(say: Say, home: Path, tmp_path: Path) -> None:
    file = backed_up(say, tmp_path)
    for name in ("", "-wal", "-shm"):
        Path(f"{home / 'desk.sqlite3'}{name}").unlink(missing_ok=True)
    assert say("restore", file, "--yes", "--json").data["restored"]["kept"] is None
    assert bookings(say) == 1


def test_a_desk_that_is_broken_is_put_back(say: Say, home: Path, tmp_path: Path) -> None:
    """That may be why: it is kept as it is, whatever it is."""
    file = backed_up(say, tmp_path)
    desk = home / "desk.sqlite3"
    desk.write_bytes(b"SQLite format 3\x00" + b"\xff" * 9000)
    broken = desk.read_bytes()
    assert say("restore", file, "--yes").out
    assert bookings(say) == 1
    assert (home / "desk.sqlite3.before-restore").read_bytes() == broken


def test_an_older_backup_is_brought_up(say: Say, home: Path, tmp_path: Path) -> None:
    """A copy of an older version: before it is anybody's desk."""
    from deskbell.store import engine, migrate

    old = tmp_path / "old.sqlite3"
    with engine._reach(f"sqlite:///{old}", create=True) as database, database.owning() as connection:
        migrate.upgrade(connection, "0004")
        connection.exec_driver_sql(
            "INSERT INTO desk (id, public_id, name, zone, currency, language, first_weekday, created_at)"
            " VALUES (1, 'd', 'Old Studio', 'Europe/Madrid', 'EUR', 'es', 0, 1)"
        )
        connection.commit()
    said = say("restore", old, "--yes")
    assert "Old Studio" in said.out
    assert "Old Studio" in say("restore", old, "--plan").out
    assert say("verify").out
    assert [name for name in contents(home) if name.startswith(".")] == []


# --- what cannot be meant


@pytest.mark.parametrize(("what", "error"), [
    ("nothing", "BACKUP_UNREADABLE"), ("folder", "BACKUP_UNREADABLE"), ("text", "BACKUP_UNREADABLE"),
    ("empty", "BACKUP_UNREADABLE"), ("broken", "BACKUP_BROKEN"), ("cut", "BACKUP_BROKEN"),
    ("other", "NOT_A_DESK"), ("itself", "BACKUP_IS_THE_DESK"),
])  # fmt: skip
def test_what_is_no_backup_changes_nothing(say: Say, home: Path, tmp_path: Path, what: str, error: str) -> None:
    file = backed_up(say, tmp_path)
    match what:
        case "nothing":
            file = tmp_path / "nothing"
        case "folder":
            file = tmp_path
        case "text":
            file.write_text("no database at all, but long enough to be read")
        case "empty":
            file.write_bytes(b"")
        case "broken":
            data = bytearray(file.read_bytes())
            data[4096 * 2 : 4096 * 8] = b"\xff" * 4096 * 6
            file.write_bytes(bytes(data))
        case "cut":
            file.write_bytes(file.read_bytes()[:20_000])
        case "other":
            file.unlink()
            with closing(sqlite3.connect(file)) as other:
                other.execute("CREATE TABLE theirs (a INTEGER)")
        case "itself":
            file = home / "desk.sqlite3"
    before = contents(home)
    refused(say, "restore", file, "--yes", code=2, error=error)
    assert contents(home) == before


def test_a_newer_backup_is_refused(say: Say, home: Path, tmp_path: Path) -> None:
    file = backed_up(say, tmp_path)
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '0999'")
    before = contents(home)
    refused(say, "restore", file, "--yes", code=3, error="DESK_NEWER")
    assert contents(home) == before


def test_a_desk_that_somebody_has_open_is_left_alone(say: Say, home: Path, tmp_path: Path) -> None:
    """Whoever goes on writing would write into what is kept: it is refused, and nothing is half done."""
    file = backed_up(say, tmp_path)
    reader = sqlite3.connect(home / "desk.sqlite3")
    reader.execute("SELECT count(*) FROM booking").fetchall()
    said = say("restore", file, "--yes", "--json", code=5).data
    assert said["error"]["code"] == "DESK_IN_USE"
    reader.close()
    assert [name for name in contents(home) if "restor" in name] == []
    assert bookings(say) == 1
    assert say("restore", file, "--yes").out


def test_a_swap_that_is_cut_short_leaves_one_desk_or_the_other(
    say: Say, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed right before the one rename: the desk is as it was, under both of its names."""
    file = backed_up(say, tmp_path)
    say("book", "+Leo Lee", "piano", "fri", "15:00", "--yes")

    def killed(part: Path, target: Path) -> None:
        raise KeyboardInterrupt

    from deskbell.domain.ids import Id
    from deskbell.wiring import clock

    with monkeypatch.context() as dies:
        dies.setattr(swapping.backup, "put_in_place", killed)
        with pytest.raises(KeyboardInterrupt):
            restoring.carry_out(file, home / "desk.sqlite3", clock(), lambda: Id("f" * 32))
    assert bookings(say) == 2
    assert say("verify").out
    say("restore", file, "--yes")
    assert bookings(say) == 1


@pytest.mark.parametrize(("out", "error"), [
    ("there", "BACKUP_EXISTS"), ("no/such/folder/x", "BACKUP_NOWHERE"), ("", "BACKUP_NOWHERE"),
    ("  ", "BACKUP_NOWHERE"),
])  # fmt: skip
def test_a_backup_has_to_go_somewhere(say: Say, home: Path, tmp_path: Path, out: str, error: str) -> None:
    (tmp_path / "there").write_text("somebody's")
    refused(say, "backup", "--out", tmp_path / out if out.strip() else out, code=2, error=error)
    assert (tmp_path / "there").read_text() == "somebody's"
    assert not (home / "backups").exists()


def test_without_a_desk_there_is_nothing_to_back_up(say: Say) -> None:
    said = say("backup", code=2)
    assert said.err.startswith("deskbell: ")


def test_a_desk_on_a_server_says_what_to_do(say: Say, desk: Small, tmp_path: Path) -> None:
    """One sentence: the server's own tools, and restore mode afterwards."""
    if desk.desk.database.kind == "sqlite":
        return
    refused(say, "backup", code=3, error="BACKUP_BY_SERVER")
    sentence = refused(say, "restore", tmp_path / "x", "--yes", code=3, error="RESTORE_BY_SERVER")
    assert "--restored" in sentence
