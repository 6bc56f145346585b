"""Where a cell's desk lies: a file, or a database of a PostgreSQL of the matrix's own that can be stopped at once.

One name for all cells, so that the engines that were warmed before the fork fit; what lies there is a copy of a stage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import event

from deskbell.store import engine, postgresql
from deskbell.store.database import Database
from tests.house.postgres import Server

PATIENCE = 300
"""Milliseconds that a process waits for a lock here; the product's own patience would make a cell last."""


class Site(Protocol):
    kind: str
    database: Database

    def fresh(self) -> None:
        """An empty desk."""
        ...

    def keep(self, stage: str) -> None:
        """What lies there now can be taken again. Nobody is connected."""
        ...

    def take(self, stage: str) -> None: ...

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Read past the product; `?` stands for a value."""
        ...

    def ask_much(self) -> None:
        """This process asks so much that one line is kept for it."""
        ...

    def block(self) -> Any:
        """Hold what every writer needs; who lets go of the connection that is returned ends it."""
        ...


class File:
    """SQLite in memory that the kernel keeps: processes die here, the machine does not."""

    kind = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "desk.sqlite3"
        self._stages = folder / "stages"
        self._stages.mkdir()
        self.database = engine.open_database(self.path)
        _hurry(self.database)
        self.database.close()
        self._empty = self.path.read_bytes()

    def fresh(self) -> None:
        self._put(self._empty)

    def keep(self, stage: str) -> None:
        self.database.close()
        (self._stages / stage).write_bytes(self.path.read_bytes())

    def take(self, stage: str) -> None:
        self._put((self._stages / stage).read_bytes())

    def _put(self, content: bytes) -> None:
        """Into the same file: the desk would refuse another one of its name."""
        self.database.close()
        for end in ("-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        self.path.write_bytes(content)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, isolation_level=None)
        try:
            return connection.execute(query, tuple(values)).fetchall()
        finally:
            connection.close()

    def ask_much(self) -> None:
        pass  # opening a file costs nothing

    def block(self) -> Any:
        connection = sqlite3.connect(self.path, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        return connection

    @property
    def wal(self) -> int:
        """Bytes of what is written and not folded into the file."""
        try:
            return Path(f"{self.path}-wal").stat().st_size
        except FileNotFoundError:
            return 0


class Service:
    """A PostgreSQL of one's own."""

    kind = "postgresql"
    NAME = "cell"

    def __init__(self, server: Server) -> None:
        postgresql.WRITING["lock_timeout"] = f"{PATIENCE}ms"
        self.server = server
        self._line: Any = None
        self.url = server.create(self.NAME)
        self.database = engine.open_database(self.url)
        self.database.close()
        self.keep("empty")

    def fresh(self) -> None:
        self.take("empty")

    def keep(self, stage: str) -> None:
        self.database.close()
        self.server.drop(f"stage-{stage}")
        self.server.rename(self.NAME, f"stage-{stage}")

    def take(self, stage: str) -> None:
        self.database.close()
        self.server.drop(self.NAME)
        self.server.create(self.NAME, template=f"stage-{stage}")

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        asked = query.replace("?", "%s").encode()
        if self._line is not None:
            return self._line.execute(asked, tuple(values)).fetchall()
        import psycopg

        with psycopg.connect(self.url) as connection:
            return connection.execute(asked, tuple(values)).fetchall()

    def ask_much(self) -> None:
        import psycopg

        self._line = psycopg.connect(self.url, autocommit=True)

    def block(self) -> Any:
        import psycopg

        connection = psycopg.connect(self.url)
        connection.execute("LOCK TABLE op, attempt, booking, desk_order, change, cursor, task IN EXCLUSIVE MODE")
        return connection


def _hurry(database: Database) -> None:
    @event.listens_for(database.writers, "connect")
    def hurry(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE}").fetchall()
