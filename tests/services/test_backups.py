"""A backup a day: whole, verified, its owner's alone; a broken one counts for nothing and takes nothing away. T11."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.backups import doubtful_name, name_of
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.working import TIMERS
from deskbell.services.backups import Backups, backup_to
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store import backup
from deskbell.store.engine import open_database
from deskbell.worker.keeping import Keeping
from tests.services.conftest import Small, at, fresh
from tests.services.links import tasks
from tests.worker.conftest import Rig, rig

__all__ = ["rig"]

TODAY = date(2026, 3, 4)


@pytest.fixture
def filed(small: Small) -> Small:
    if small.desk.database.kind != "sqlite":
        pytest.skip("a server's desk is backed up there")
    small.book("Ana Pérez", "2026-03-05 15:00")
    return small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def stem(small: Small) -> str:
    return Path(small.desk.database.where).stem


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def token(small: Small) -> int:
    working = Working(small.desk, database_now=lambda unit: small.clock.now())
    held = working.leases()
    working.take(held, (TIMERS,))
    return held.held[TIMERS]


def test_today_has_one_and_it_is_the_desk(filed: Small, folder: Path) -> None:
    """Whole, in one file, 0600; it opens, and its figures agree."""
    backups = Backups(filed.desk, folder)
    assert backups.is_due()
    made = backups.make()
    assert names(folder) == [name_of(stem(filed), TODAY)]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (made.desk, made.bookings, made.wrong) == ("Estudio", 1, 0)
    assert not backups.is_due()
    assert not Backups(filed.desk, folder).is_due(), "another process sees it too"
    with open_database(made.path) as database:
        again = Desk(database, filed.clock, fresh)
        assert (again.booking(1).person.name, again.verify()) == ("Ana Pérez", [])


def test_the_next_day_has_its_own_and_old_ones_are_thinned_out(filed: Small, folder: Path) -> None:
    folder.mkdir()
    for n in range(1, 60):
        (folder / name_of(stem(filed), TODAY - timedelta(days=n))).write_bytes(b"older")
    (folder / name_of("another", TODAY - timedelta(days=400))).write_bytes(b"somebody else's")
    (folder / "notes.txt").write_text("mine")
    backups = Backups(filed.desk, folder)
    backups.make()
    left = names(folder)
    assert "notes.txt" in left
    assert name_of("another", TODAY - timedelta(days=400)) in left
    ours = [name for name in left if name.startswith(f"{stem(filed)}.")]
    assert 7 < len(ours) <= 7 + 4 + 12
    filed.clock.at += 86_400
    assert backups.is_due()
    backups.make()
    assert name_of(stem(filed), TODAY + timedelta(days=1)) in names(folder)


def test_the_day_is_the_desks_own(filed: Small, folder: Path) -> None:
    filed.clock.at = at("2026-03-04 23:59")
    assert Backups(filed.desk, folder).make().path.name == name_of(stem(filed), TODAY)
    filed.clock.at = at("2026-03-05 00:01")
    assert Backups(filed.desk, folder).is_due()


def test_nobody_waits_while_a_copy_is_made(filed: Small, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody books between the copy and its reading: the copy is of one moment, the desk of the next."""
    real = backup.looked_through

    def meanwhile(path: Path) -> Any:
        filed.book("Leo Lee", "2026-03-06 15:00")
        return real(path)

    monkeypatch.setattr(backup, "looked_through", meanwhile)
    assert Backups(filed.desk, folder).make().bookings == 1
    assert filed.desk.booking(2).booking.no == 2


def _spoiled(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        page = file.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek(page * 3)
        file.write(b"\xff" * page * 4)


def test_a_broken_copy_is_told_and_takes_no_good_one_away(
    filed: Small, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that lies: yesterday's stays, today has none, a person is told once; sound again, the task closes."""
    real = backup.copy

    def lies(source: Path, target: Path) -> None:
        real(source, target)
        _spoiled(target)

    folder.mkdir()
    old = [TODAY - timedelta(days=n) for n in range(1, 40)]
    for day in old:
        (folder / name_of(stem(filed), day)).write_bytes(b"older")
    before = names(folder)
    backups = Backups(filed.desk, folder)
    keeping = Keeping(Working(filed.desk, database_now=lambda unit: filed.clock.now()), None, backups)
    with monkeypatch.context() as bad:
        bad.setattr(backup, "copy", lies)
        keeping.turn(token(filed))
        keeping.turn(1)
    assert names(folder) == before
    assert tasks(filed) == ["BACKUP_FAILED"]
    filed.clock.at += 86_400
    keeping.turn(1)
    assert tasks(filed) == []
    assert name_of(stem(filed), TODAY + timedelta(days=1)) in names(folder)


def test_a_desk_whose_figures_do_not_agree_is_copied_apart(filed: Small, folder: Path) -> None:
    """Better than none; and it takes none away."""
    Backups(filed.desk, folder).make()
    with filed.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE desk_order SET due = due + 100"))
    filed.clock.at += 86_400
    with pytest.raises(Refused, match="BACKUP_FIGURES") as error:
        Backups(filed.desk, folder).make()
    assert error.value.facts["count"] == 1
    assert names(folder) == sorted([name_of(stem(filed), TODAY), doubtful_name(stem(filed))])


def test_what_a_killed_worker_left_is_no_backup(filed: Small, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it was read back: only a part is there, and the next one begins anew."""

    def killed(path: Path) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as dies:
        dies.setattr(backup, "looked_through", killed)
        dies.setattr(Path, "unlink", lambda self, missing_ok=False: None)
        with pytest.raises(KeyboardInterrupt):
            Backups(filed.desk, folder).make()
    assert names(folder) == [f".{name_of(stem(filed), TODAY)}.part"]
    assert Backups(filed.desk, folder).is_due()
    Backups(filed.desk, folder).make()
    assert names(folder) == [name_of(stem(filed), TODAY)]


def test_an_invented_desk_has_none(filed: Small, folder: Path) -> None:
    with filed.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE desk SET demo = true"))
    assert not Backups(filed.desk, folder).is_due()


def test_the_worker_makes_it_unasked(rig: Rig, folder: Path) -> None:
    """Whoever holds the timers; on a server nobody."""
    rig.worker.keeping.backups = Backups(rig.small.desk, folder)
    rig.turn()
    made = folder.exists() and names(folder)
    assert made == ([name_of(stem(rig.small), TODAY)] if rig.small.desk.database.kind == "sqlite" else False)
    assert rig.tasks() == []


# --- where somebody wants it


def test_a_copy_where_somebody_wants_it(filed: Small, tmp_path: Path) -> None:
    made = backup_to(filed.desk, tmp_path / "stick.sqlite3")
    assert (made.bookings, stat.S_IMODE(made.path.stat().st_mode)) == (1, 0o600)
    (tmp_path / "here").mkdir()
    inside = backup_to(filed.desk, tmp_path / "here")
    assert inside.path == tmp_path / "here" / name_of(stem(filed), TODAY)


@pytest.mark.parametrize(("where", "code"), [
    ("there.sqlite3", "BACKUP_EXISTS"), ("link", "BACKUP_EXISTS"), ("no/such/folder/x", "BACKUP_NOWHERE"),
])  # fmt: skip
def test_nothing_is_overwritten(filed: Small, tmp_path: Path, where: str, code: str) -> None:
    (tmp_path / "there.sqlite3").write_text("somebody's")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(WrongInput, match=code):
        backup_to(filed.desk, tmp_path / where)
    assert (tmp_path / "there.sqlite3").read_text() == "somebody's"
    assert not (tmp_path / "nowhere").exists()


def test_a_servers_desk_says_what_to_do(small: Small, tmp_path: Path) -> None:
    if small.desk.database.kind == "sqlite":
        return
    assert not Backups(small.desk, tmp_path).is_due()
    for ask in (lambda: Backups(small.desk, tmp_path).make(), lambda: backup_to(small.desk, tmp_path / "x")):
        with pytest.raises(Refused, match="BACKUP_BY_SERVER"):
            ask()
    assert list(tmp_path.iterdir()) == []
