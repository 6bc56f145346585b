"""A desk's database and its two kinds of unit of work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import event
from sqlalchemy.exc import TimeoutError as PoolTimeout

from deskbell.domain.errors import Busy, Refused
from deskbell.store import failures
from deskbell.store import stamp as stamps
from deskbell.store.stamp import Standing
from deskbell.store.work import Read, Write

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Connection, Engine

T = TypeVar("T")

BREATH = 0.05
"""Seconds until the loser of a deadlock tries again: at once, it would overtake the winner and deadlock once more."""


class Database:
    """A desk's database. Threads may share it; a process that forks opens its own afterwards."""

    def __init__(self, writers: Engine, readers: Engine, where: str) -> None:
        self.writers = writers
        self.readers = readers
        self.where = where
        """The file's path, or host and name of the PostgreSQL database; never a password."""
        self.kind: str = writers.dialect.name
        self.older = ""
        """The stamp of a schema that waits for its owner's `deskbell migrate`: readable, not writable."""
        self._file = _identity(where) if self.kind == "sqlite" else None
        """Device and number of the file that was opened: another one of the same name is not this desk."""
        self._own = threading.local()
        for engine in {writers, readers}:
            event.listen(engine, "handle_error", failures.translate, retval=True)

    def __repr__(self) -> str:
        return f"<Database {self.kind} {self.where}>"

    @contextmanager
    def read(self) -> Iterator[Read]:
        """One moment of the desk, never a change. Busy where the database cannot be reached."""
        with self._plain_errors(), self.readers.connect() as connection:
            yield Read(connection)

    @contextmanager
    def write(self) -> Iterator[Write]:
        """One transaction, kept when the block ends.

        Busy: BUSY_TRY_AGAIN (locked too long; nothing kept), DATABASE_UNREACHABLE (nothing kept), COMMIT_UNKNOWN (lost
        while committing: look whether it is there before doing it again). Refused: RANGE_CONFLICT and other guards;
        DESK_OLDER or DESK_NEWER where the schema is not this program's; DESK_GONE where the file was moved or deleted.
        """
        with self._plain_errors(), self._alone(), self.writers.connect() as connection:
            self._check_file()
            self._check_schema(connection)
            yield Write(connection)
            try:
                connection.commit()
            except Busy as error:
                if error.code == "DATABASE_UNREACHABLE":
                    raise Busy("COMMIT_UNKNOWN", **error.facts) from None
                raise

    def retrying(self, work: Callable[[Write], T]) -> T:
        """The work in a transaction of its own, run once more where PostgreSQL broke a deadlock at its cost.

        So `work` does nothing that a second run would double: it only reads and writes through what it is given.
        """
        try:
            with self.write() as unit:
                return work(unit)
        except failures.Deadlock:
            time.sleep(BREATH)
            with self.write() as unit:
                return work(unit)

    def empty_log(self) -> None:
        """On SQLite what was overwritten is gone from the write-ahead log too, unless somebody reads it just now."""
        if self.kind == "sqlite":
            with self._plain_errors(), self._alone(), self.writers.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert raw is not None  # noqa: S101 - it was just connected
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Let go of every connection; on SQLite the last one out folds the WAL into the file."""
        self.readers.dispose()
        self.writers.dispose()

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def owning(self) -> Iterator[Connection]:
        """A writing connection that asks for no schema: for making one and bringing one up. Its user commits."""
        with self._plain_errors(), self._alone(), self.writers.connect() as connection:
            yield connection

    def _check_file(self) -> None:
        """SQLite goes on writing into a file that has no name any more, and all of it would be lost on closing."""
        if self._file is not None and _identity(self.where) != self._file:
            raise Refused("DESK_GONE", where=self.where)

    def _check_schema(self, connection: Connection) -> None:
        """The stamp is read in every writing transaction: an owner may have migrated while this desk was open.

        On PostgreSQL the reading holds off a migration until this transaction ends.
        """
        stamp = connection.exec_driver_sql(stamps.STAMP).scalar()
        if stamp != stamps.HEAD:
            code = "DESK_OLDER" if stamps.judge(stamp) is Standing.OLDER else "DESK_NEWER"
            raise Refused(code, where=self.where, found=stamp or "", known=stamps.HEAD)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._own, "writing", False):
            raise RuntimeError("a write inside a write: the inner one would wait for the outer one")
        self._own.writing = True
        try:
            yield
        finally:
            self._own.writing = False

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """What the driver said stays here: its sentences quote rows."""
        try:
            yield
        except PoolTimeout:
            raise Busy("BUSY_TRY_AGAIN") from None
        except BaseException as error:
            _unchain(error, self.writers.dialect.loaded_dbapi.Error)
            raise


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _unchain(error: BaseException, driver: type[BaseException]) -> None:
    """Take the driver's errors out of what the error came from, however deep."""
    todo, seen = [error], {id(error)}
    while todo:
        here = todo.pop()
        for link in (here.__cause__, here.__context__):
            if isinstance(link, driver):
                if here.__cause__ is link:
                    here.__cause__ = None
                if here.__context__ is link:
                    here.__context__ = None
            elif link is not None and id(link) not in seen:
                seen.add(id(link))
                todo.append(link)
