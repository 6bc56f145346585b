"""As much of Python's sqlite3 as the store's engine asks for, on apsw: so the product itself runs on a disk of ours.

Python's own module cannot be given a disk. What is said to SQLite is the product's: its pragmas, its BEGIN, its SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import apsw

from deskbell.store import sqlite
from tests.crashes.power.disk import PowerCut

Row = tuple[Any, ...]


class Driver:
    """The module that SQLAlchemy is handed. `kept` hears of each transaction that wrote and was kept."""

    paramstyle = "qmark"
    sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))

    Warning = sqlite3.Warning
    Error = sqlite3.Error
    InterfaceError = sqlite3.InterfaceError
    DatabaseError = sqlite3.DatabaseError
    DataError = sqlite3.DataError
    OperationalError = sqlite3.OperationalError
    IntegrityError = sqlite3.IntegrityError
    InternalError = sqlite3.InternalError
    ProgrammingError = sqlite3.ProgrammingError
    NotSupportedError = sqlite3.NotSupportedError

    def __init__(self, vfs: str, kept: Callable[[apsw.Connection], None]) -> None:
        self.vfs = vfs
        self.kept = kept

    def connect(
        self, path: str, *, timeout: float, isolation_level: None, check_same_thread: bool, cached_statements: int
    ) -> Connection:
        own = apsw.Connection(path, vfs=self.vfs, statementcachesize=cached_statements)
        own.set_busy_timeout(int(timeout * 1000))
        return Connection(own, self.kept)


@contextmanager
def driving(driver: Driver) -> Iterator[None]:
    """The store's engines made in here run on that driver."""
    before = sqlite.create_engine
    sqlite.create_engine = partial(before, module=driver)  # type: ignore[assignment]
    try:
        yield
    finally:
        sqlite.create_engine = before


class Connection:
    isolation_level = None

    def __init__(self, own: apsw.Connection, kept: Callable[[apsw.Connection], None]) -> None:
        self.own = own
        self._kept = kept
        self._changes = own.total_changes()

    def cursor(self) -> Cursor:
        return Cursor(self.own)

    def execute(self, statement: str) -> Cursor:
        return self.cursor().execute(statement)

    def commit(self) -> None:
        if self.own.in_transaction:
            self.execute("COMMIT")
            if self._changes != self.own.total_changes():
                self._changes = self.own.total_changes()
                self._kept(self.own)

    def rollback(self) -> None:
        if self.own.in_transaction:
            self.execute("ROLLBACK")
            self._changes = self.own.total_changes()

    def create_function(self, name: str, count: int, function: Callable[..., Any], *, deterministic: bool) -> None:
        self.own.create_scalar_function(name, function, count, deterministic=deterministic)

    def close(self) -> None:
        with suppress(PowerCut):  # whoever closes asks the disk: the pool writes a traceback about what falls here
            self.own.close()


class Cursor:
    arraysize = 1

    def __init__(self, own: apsw.Connection) -> None:
        self._own = own
        self._rows: Iterator[Row] = iter(())
        self.description: tuple[Any, ...] | None = None
        self.rowcount = -1
        self.lastrowid = 0

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        cursor = self._own.cursor()
        cursor.exec_trace = self._look
        try:
            self._rows = iter(list(cursor.execute(statement, tuple(values))))
        except apsw.Error as error:
            raise _as_python_says(error) from None
        self.rowcount, self.lastrowid = self._own.changes(), self._own.last_insert_rowid()
        return self

    def executemany(self, statement: str, many: Sequence[Sequence[Any]]) -> Cursor:
        total = 0
        for values in many:
            total += self.execute(statement, values).rowcount
        self.rowcount = total
        return self

    def _look(self, cursor: apsw.Cursor, statement: str, values: object) -> bool:
        columns = cursor.get_description()
        self.description = tuple((name, None, None, None, None, None, None) for name, *_ in columns) or None
        return True

    def fetchone(self) -> Row | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = arraysize) -> list[Row]:
        return [row for row, _ in zip(self._rows, range(size), strict=False)]

    def fetchall(self) -> list[Row]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


def _as_python_says(error: apsw.Error) -> sqlite3.Error:
    codes = apsw.mapping_extended_result_codes
    name = codes.get(error.extendedresult) or apsw.mapping_result_codes.get(error.result, "SQLITE_ERROR")
    kind = sqlite3.IntegrityError if isinstance(error, apsw.ConstraintError) else sqlite3.OperationalError
    said = kind(str(error))
    said.sqlite_errorname = str(name)
    said.sqlite_errorcode = error.extendedresult
    return said
