"""Bringing a schema up: nothing is lost, half done or done unasked."""

from __future__ import annotations

import ast
import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from deskbell.domain.codec import loads
from deskbell.domain.effects import TaskSettled
from deskbell.domain.errors import Busy, DeskError, NotSetUp, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.store import engine, migrate, schema, sqlite, tables
from deskbell.store import stamp as stamps
from deskbell.store.database import Database
from tests.house import postgres
from tests.store import draft_version, rows
from tests.store.structure import structure

NOW = stamps.HEAD
LATER = f"{int(NOW) + 1:04}"
NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "{LATER}"
down_revision = "{NOW}"


def upgrade():
    op.add_column("note", sa.Column("colour", sa.Text(), nullable=False, server_default="blue"))
    with op.batch_alter_table("household") as table:  # on SQLite a new table, and people point at it
        table.alter_column("name", new_column_name="surname")
    op.execute("UPDATE household SET surname = surname || '!'")
"""
BREAKS = NEXT + '    op.execute("DELETE FROM kept_words")\n    raise RuntimeError("half way")\n'
ORPHANS = NEXT + '    op.execute("DELETE FROM person")\n'


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """This program becomes one release newer, with the version file that it is given."""

    def release(source: str) -> None:
        folder = tmp_path / "a 100% later folder"
        folder.mkdir(exist_ok=True)
        (folder / "v9999_later.py").write_text(textwrap.dedent(source))
        monkeypatch.setattr(migrate, "VERSIONS", [*migrate.VERSIONS[:1], folder])
        monkeypatch.setattr(stamps, "HEAD", LATER)

    return release


@pytest.fixture
def filled(empty_url: str) -> str:
    """A desk of the first version with a row in every table."""
    return fill(empty_url)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The same, but only as a file."""
    return fill(f"sqlite:///{tmp_path / 'desk.sqlite3'}")


@pytest.fixture
def shared(postgres_server: postgres.Server) -> Iterator[str]:
    """The same, but only on PostgreSQL."""
    name = f"older{os.getpid()}"
    yield fill(postgres_server.create(name))
    postgres_server.drop(name)


def fill(url: str) -> str:
    with bare(url) as database, database.owning() as connection:
        migrate.upgrade(connection, NOW)
        rows.fill(connection)
        connection.commit()
    return url


def bare(url: str) -> Database:
    """The database without a look at its schema."""
    return engine._reach(url, create=True)


def unbound(url: str) -> Database:
    """The same without foreign keys, as a migration has it: a table that others point at is rebuilt."""
    if not url.startswith("sqlite"):
        return bare(url)
    bare(url).close()
    own = sqlite.engine(file_of(url), writes=True, foreign_keys=False)
    return Database(own, own, url)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def with_rows(url: str) -> dict[str, Any]:
    with bare(url) as database, database.read() as unit:
        return rows.everything(unit.connection)


def made_of(url: str) -> dict[str, Any]:
    with bare(url) as database, database.read() as unit:
        return structure(unit.connection)


def copies(url: str) -> list[Path]:
    return sorted(file_of(url).parent.glob(f"{file_of(url).name}.0*"))


def test_the_known_head_is_the_newest_version_file_and_versions_count_up() -> None:
    files = sorted(path for path in migrate.VERSIONS[0].glob("v*.py"))
    found: list[str] = []
    for path in files:
        said = {
            node.targets[0].id: ast.literal_eval(node.value)  # type: ignore[attr-defined]
            for node in ast.parse(path.read_text()).body
            if isinstance(node, ast.Assign) and node.targets[0].id in {"revision", "down_revision"}  # type: ignore[attr-defined]
        }
        assert path.name.startswith(f"v{said['revision']}_")
        assert said["down_revision"] == (found[-1] if found else None)
        found.append(said["revision"])
    assert found == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert found[-1] == stamps.HEAD


def test_a_fresh_desk_and_one_brought_up_from_the_first_version_are_the_same(
    new_database: Callable[[], str],
) -> None:
    """Fresh ones are made without Alembic, so the two ways must end at the same schema; with rows in it."""
    old = new_database()
    with unbound(old) as database, database.owning() as connection:
        migrate.upgrade(connection, "0001")
        rows.fill(connection)
        then = set(rows.everything(connection))
        migrate.upgrade(connection)
        connection.commit()
    fresh = new_database()
    engine.open_database(fresh).close()
    assert made_of(old) == made_of(fresh)
    assert set(with_rows(old)) == {table.name for table in tables.metadata.tables.values()}
    assert {name for name, found in with_rows(old).items() if len(found) == 1} == then


def test_disputes_and_tasks_told_twice_are_carried_over(new_database: Callable[[], str]) -> None:
    """0003: a bank that took a payment back took all of it. 0004: of equal open tasks the oldest stays."""
    url = new_database()
    with unbound(url) as database, database.owning() as connection:
        migrate.upgrade(connection, "0002")
        rows.fill(connection)
        connection.exec_driver_sql("UPDATE payment SET state = 'CHARGED_BACK', captured = 2500")
        connection.exec_driver_sql("DELETE FROM task")
        told = (("a", "OP_STUCK", "x", "OPEN"), ("b", "OP_STUCK", "x", "SETTLED"), ("c", "OP_STUCK", "x", "OPEN"),
                ("d", "OVERPAID", "x", "OPEN"), ("e", "OP_STUCK", "x", "OPEN"))  # fmt: skip
        for id_, kind, about, state in told:
            connection.exec_driver_sql(
                "INSERT INTO task (public_id, kind, subject, state, raised_at)"
                f" VALUES ('{id_}', '{kind}', '{about}', '{state}', 1)"
            )
        migrate.upgrade(connection)
        connection.commit()
    after = with_rows(url)
    assert [(p["captured"], p["disputed"]) for p in after["payment"]] == [(2500, 2500)]
    assert {t["public_id"]: t["state"] for t in after["task"]} == {
        "a": "OPEN", "b": "SETTLED", "c": "SETTLED", "d": "OPEN", "e": "SETTLED",
    }  # fmt: skip
    said = [loads(a["kind"], a["body"]) for a in after["activity"][1:]]
    assert said == [TaskSettled(Id(one), "OP_STUCK", Id("x")) for one in "ce"]
    assert len({a["change_id"] for a in after["activity"][1:]}) == 1


def test_the_tables_have_nothing_that_the_newest_version_lacks() -> None:
    """The comparison above would say it too; this one says what to write."""
    assert draft_version.draft(stamps.HEAD).strip() == "pass"


def test_the_structure_sees_what_is_lost(new_database: Callable[[], str], engine_kind: str) -> None:
    """The comparison can fail: a guard, an index, a column or a check less is a difference."""
    whole = new_database()
    engine.open_database(whole).close()
    before = made_of(whole)
    losses = {
        "sqlite": ["DROP TRIGGER slot_room_free_update", "DROP INDEX uq_booking_active"],
        "postgresql": [
            "ALTER TABLE slot DROP CONSTRAINT slot_room_free",
            "DROP TRIGGER receipt_no_truncate ON receipt",
            "ALTER TABLE slot DROP CONSTRAINT ck_slot_seats",
        ],
    }
    for statement in [*losses[engine_kind], "ALTER TABLE kept_words DROP COLUMN field"]:
        with bare(whole) as database, database.owning() as connection:
            connection.exec_driver_sql(statement)
            connection.commit()
        after = made_of(whole)
        assert after != before
        before = after


def test_an_older_file_is_brought_up_behind_a_verified_copy(file: str, next_version: Callable[[str], None]) -> None:
    before = with_rows(file)
    next_version(NEXT)
    with engine.open_database(file) as database:
        assert database.older == ""
        with database.write() as unit:
            assert unit.connection.exec_driver_sql("SELECT surname FROM household").scalar() == "household name Zoë!"
            assert unit.connection.exec_driver_sql("SELECT colour FROM note").scalar() == "blue"
            assert unit.connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    after = with_rows(file)
    assert {name: after[name] for name in after if name not in {"household", "note"}} == {
        name: before[name] for name in before if name not in {"household", "note"}
    }
    (copy,) = copies(file)
    assert copy.name.endswith(f".{NOW}")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert with_rows(f"sqlite:///{copy}") == before
    engine.open_database(file).close()
    assert copies(file) == [copy]  # nothing is due any more


def test_two_copies_do_not_share_a_name(file: str, next_version: Callable[[str], None]) -> None:
    file_of(file).with_name(file_of(file).name + f".{NOW}").write_text("somebody's")
    next_version(NEXT)
    engine.open_database(file).close()
    first, second = copies(file)
    assert first.read_text() == "somebody's"
    assert second.name.endswith(f".{NOW}.2")


def test_an_empty_older_file_needs_no_copy(tmp_path: Path, next_version: Callable[[str], None]) -> None:
    empty_url = f"sqlite:///{tmp_path / 'desk'}"
    engine.open_database(empty_url).close()
    next_version(NEXT)
    engine.open_database(empty_url).close()
    assert copies(empty_url) == []
    with bare(empty_url) as database, database.read() as unit:
        assert schema.look(unit.connection) == (stamps.Standing.CURRENT, LATER)


@pytest.mark.parametrize("source", [BREAKS, ORPHANS], ids=["raises", "leaves orphans"])
def test_a_failing_version_leaves_everything_as_it_was(
    filled: str, engine_kind: str, next_version: Callable[[str], None], source: str
) -> None:
    rows_before, made_before = with_rows(filled), made_of(filled)
    next_version(source)
    with pytest.raises(Refused) as caught:
        engine.migrate(filled)
    assert caught.value.code == "MIGRATION_FAILED"
    assert caught.value.facts["found"] == NOW
    assert with_rows(filled) == rows_before
    assert made_of(filled) == made_before
    assert engine_kind == "postgresql" or copies(filled) == []


def test_a_shared_desk_waits_for_its_owner_and_can_be_read_until_then(
    shared: str, next_version: Callable[[str], None]
) -> None:
    next_version(NEXT)
    with engine.open_database(shared) as database:
        assert database.older == NOW
        with database.read() as unit:
            assert unit.value(tables.note.select()) == 1
        with pytest.raises(Refused) as caught, database.write():
            pass
        assert (caught.value.code, caught.value.facts["found"]) == ("DESK_OLDER", NOW)
        assert engine.migrate(shared) == migrate.Migrated(NOW, LATER)
        with database.write() as unit:
            assert unit.connection.exec_driver_sql("SELECT surname FROM household").scalar() == "household name Zoë!"
    assert engine.migrate(shared) == migrate.Migrated(LATER, LATER)


def test_the_owners_command_needs_a_desk(empty_url: str, next_version: Callable[[str], None]) -> None:
    next_version(NEXT)
    with pytest.raises(NotSetUp):
        engine.migrate(empty_url)


def test_a_desk_that_was_open_while_its_owner_migrated_writes_no_more(
    filled: str, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older program must not write into a newer schema, however long it has been open."""
    with engine.open_database(filled) as older:
        with older.write() as unit:
            unit.run(insert(tables.household), {"public_id": rows.public(7), "name": "before"})
        next_version(NEXT)
        engine.migrate(filled)
        monkeypatch.setattr(stamps, "HEAD", NOW)
        with pytest.raises(Refused) as caught, older.write() as unit:
            unit.run(insert(tables.room), {"public_id": rows.public(8), "name": "after"})
        assert (caught.value.code, caught.value.facts["found"]) == ("DESK_NEWER", LATER)
    with pytest.raises(Refused) as caught:
        engine.open_database(filled)
    assert caught.value.code == "DESK_NEWER"
    with pytest.raises(Refused) as caught:
        engine.migrate(filled)
    assert caught.value.code == "DESK_NEWER"


def test_a_migration_waits_for_who_is_writing_and_who_comes_later_sees_it_done(
    filled: str, engine_kind: str, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stamp read by every writer holds the migration off until that writer is done."""
    with engine.open_database(filled) as older:
        done: list[migrate.Migrated] = []
        with older.write() as unit:
            unit.run(insert(tables.household), {"public_id": rows.public(7), "name": "in flight"})
            next_version(NEXT)
            owner = threading.Thread(target=lambda: done.append(engine.migrate(filled)))
            owner.start()
            owner.join(0.3)
            assert not done
        owner.join(30)
        assert done == [migrate.Migrated(NOW, LATER, done[0].copy)]
    with bare(filled) as database, database.read() as unit:
        names = unit.connection.exec_driver_sql("SELECT surname FROM household ORDER BY id").scalars().all()
    assert names == ["household name Zoë!", "in flight!"]


def test_somebody_elses_database_is_left_alone(empty_url: str) -> None:
    with bare(empty_url) as database, database.owning() as connection:
        connection.exec_driver_sql("CREATE TABLE theirs (a INTEGER)")
        connection.commit()
    for attempt in (engine.open_database, engine.migrate):
        with pytest.raises(WrongInput) as caught:
            attempt(empty_url)
        assert caught.value.code == "NOT_A_DESK"
    with bare(empty_url) as database, database.owning() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('3f2a9c0e1b44')")
        connection.commit()
    with pytest.raises(WrongInput) as caught:
        engine.open_database(empty_url)
    assert caught.value.code == "NOT_A_DESK"
    with bare(empty_url) as database, database.read() as unit:
        assert unit.connection.exec_driver_sql("SELECT count(*) FROM theirs").scalar() == 0


def test_a_newer_desk_is_refused_and_named(empty_url: str) -> None:
    engine.open_database(empty_url).close()
    with bare(empty_url) as database, database.owning() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
        connection.commit()
    with pytest.raises(Refused) as caught:
        engine.open_database(empty_url)
    assert caught.value.code == "DESK_NEWER"
    assert caught.value.facts["found"] == "0999"
    assert caught.value.facts["known"] == stamps.HEAD


def _open_at_once(url: str, gate: Any, answers: Any) -> None:
    gate.wait(60)
    try:
        with engine.open_database(url) as database, database.read() as unit:
            answers.put(str(schema.look(unit.connection)[0]))
    except DeskError as error:
        answers.put(error.code)


def test_desks_that_start_at_once_make_one_desk(empty_url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.races.racers"])
    gate, answers = context.Barrier(6), context.Queue()
    crowd = [context.Process(target=_open_at_once, args=(empty_url, gate, answers)) for _ in range(6)]
    for process in crowd:
        process.start()
    said = [answers.get(timeout=60) for _ in crowd]
    for process in crowd:
        process.join(60)
    assert said == ["CURRENT"] * 6


def test_a_desk_is_not_made_unasked(empty_url: str, engine_kind: str) -> None:
    """A command before the desk is set up says so and leaves nothing behind."""
    with pytest.raises(NotSetUp):
        engine.open_database(empty_url, create=False)
    if engine_kind == "sqlite":
        assert not file_of(empty_url).exists()
    else:
        assert made_of(empty_url) == {}
    engine.open_database(empty_url).close()
    engine.open_database(empty_url, create=False).close()


def test_making_and_opening_a_desk_import_no_alembic(empty_url: str) -> None:
    """Alembic costs more to import than the whole store; only a migration pays for it."""
    program = (
        "import sys\nfrom deskbell.store.engine import open_database\n"
        "for _ in range(2): open_database(sys.argv[1]).close()\n"
        "print(sorted({'alembic', 'sqlalchemy.orm', 'mako', 'pendulum'} & set(sys.modules)))\n"
        "print('psycopg' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program, empty_url], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", str(empty_url.startswith("postgresql"))]


def test_a_copy_that_is_not_the_same_is_not_trusted(
    file: str, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = with_rows(file)
    counts = migrate._counts

    def losing(read: sqlite3.Connection) -> dict[str, int]:
        if read.execute("PRAGMA journal_mode").fetchone() == ("delete",):
            read.execute("DELETE FROM kept_words")
        return counts(read)

    monkeypatch.setattr(migrate, "_counts", losing)
    next_version(NEXT)
    with pytest.raises(Refused) as caught:
        engine.open_database(file)
    assert caught.value.code == "DESK_CANNOT_BE_COPIED"
    assert copies(file) == []
    assert with_rows(file) == before


def test_busy_while_somebody_else_writes_too_long(
    file: str, next_version: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    next_version(NEXT)
    holder = sqlite3.connect(file_of(file), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy) as caught:
        engine.open_database(file)
    assert caught.value.code == "BUSY_TRY_AGAIN"
    holder.execute("ROLLBACK")
    holder.close()
    assert copies(file) == []
    engine.open_database(file).close()
