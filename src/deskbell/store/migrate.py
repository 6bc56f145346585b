"""Bringing an older schema up to this program's. Alembic is imported here, late, and nowhere else.

A SQLite file is brought up by whoever opens it: under its write lock, behind a verified copy, in one transaction.
A shared PostgreSQL database is brought up by its owner's command only; desks that are writing finish first, later
ones wait.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.domain.errors import DeskError, NotSetUp, Refused, WrongInput
from deskbell.store import failures, place, schema, sqlite
from deskbell.store import stamp as stamps
from deskbell.store.database import Database
from deskbell.store.stamp import Standing

if TYPE_CHECKING:
    from sqlalchemy import Connection

ROOM = Path(__file__).parent / "migrations"
VERSIONS = [ROOM / "versions"]


@dataclass(frozen=True, slots=True)
class Migrated:
    """Stamps before and after; they are equal where nothing was due. `copy` is the file as it was before."""

    before: str
    after: str
    copy: Path | None = None


def bring_up(database: Database) -> Migrated:
    """Refused: DESK_NEWER, MIGRATION_FAILED (all is as it was, no copy stays). Busy: somebody writes too long."""
    if database.kind != "sqlite":
        return _bring_up(database, None)
    path = Path(database.where)
    # Rebuilding a table needs foreign keys off from before its transaction, so on connections of its own.
    engine = sqlite.engine(path, writes=True, foreign_keys=False)
    with Database(engine, engine, database.where) as own:
        return _bring_up(own, path)


def _bring_up(database: Database, path: Path | None) -> Migrated:
    with database.owning() as connection:
        if path is None and _due(connection, database.where):
            for setting in _PATIENT:
                connection.exec_driver_sql(setting)
        # Locked from here: nobody writes between the copy and the end, and whoever waited finds it done.
        before = _due(connection, database.where)
        if before is None:
            return Migrated(stamps.HEAD, stamps.HEAD)
        copy = _copy(path, before) if path and _has_rows(connection) else None
        try:
            upgrade(connection)
            if path:
                _check_file(connection)
        except BaseException as error:
            if copy:
                copy.unlink(missing_ok=True)
            if not isinstance(error, Exception) or (isinstance(error, DeskError) and error.code != "STORE_FAULT"):
                raise
            facts = error.facts if isinstance(error, DeskError) else {"state": type(error).__name__}
            raise Refused("MIGRATION_FAILED", where=database.where, found=before, known=stamps.HEAD, **facts) from error
        connection.commit()
    return Migrated(before, stamps.HEAD, copy)


_PATIENT = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL lock_timeout = '60s'",
    "LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE",
)


def upgrade(connection: Connection, to: str = "head") -> None:
    """Run the versions up to `to` in the connection's transaction; the caller commits."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(ROOM).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(folder) for folder in VERSIONS).replace("%", "%%"))
    command.upgrade(config, to)


def _due(connection: Connection, where: str) -> str | None:
    """The stamp to start from; None where nothing is due."""
    standing, stamp = schema.look(connection)
    match standing:
        case Standing.CURRENT:
            return None
        case Standing.OLDER:
            return stamp
        case Standing.EMPTY:
            raise NotSetUp("DESK_NOT_MADE", where=where)
        case Standing.NEWER:
            raise Refused("DESK_NEWER", where=where, found=stamp, known=stamps.HEAD)
        case Standing.FOREIGN:
            raise WrongInput("NOT_A_DESK", where=where)


# --- a SQLite file --------------------------------------------------------------------------------------------


def _has_rows(connection: Connection) -> bool:
    return any(
        connection.exec_driver_sql(f'SELECT EXISTS (SELECT 1 FROM "{name}")').scalar()  # noqa: S608
        for name in _tables(connection)
        if name != "alembic_version"
    )


def _tables(connection: Connection) -> list[str]:
    return list(
        connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .scalars()
        .all()
    )


def _check_file(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise DeskError("STORE_FAULT", state="foreign_key_check", constraint="")


def _copy(path: Path, stamp: str) -> Path:
    """A copy beside the file, named by the schema it holds, 0600; read back and compared before it is trusted."""
    copy = _free_name(path, stamp)
    try:
        with (
            closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, no companions
            _verify(source, target)
    except sqlite3.Error as error:
        copy.unlink(missing_ok=True)
        raise failures.meaning(error, gone=False) from None
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _free_name(path: Path, stamp: str) -> Path:
    for number in range(1, 1000):
        name = f"{path.name}.{stamp}" if number == 1 else f"{path.name}.{stamp}.{number}"
        with suppress(FileExistsError):
            place.private_file(path.with_name(name))
            return path.with_name(name)
    raise Refused("DESK_CANNOT_BE_COPIED", where=str(path))


def _verify(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    if not sound or _counts(source) != _counts(copy):
        raise Refused("DESK_CANNOT_BE_COPIED")


def _counts(file: sqlite3.Connection) -> dict[str, int]:
    names = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608
