"""Has anybody changed the desk? Asked often, so it costs next to nothing while the answer is no."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from deskbell.store import tables
from deskbell.store.database import Database

_recent = select(tables.activity.c.id).order_by(tables.activity.c.id.desc()).limit(200).subquery()
# The highest id alone would miss a change that took a lower id and was kept later.
_TOKEN = select(func.max(_recent.c.id), func.sum(_recent.c.id))


class Watch:
    """One watcher, one thread at a time. Every desk's changes count, this one's too."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._line = database.readers.raw_connection() if database.kind == "sqlite" else None
        self._version = self._file_version()
        self._token = self._read_token()

    def changed(self) -> bool:
        """Is there activity that the last look, or the making of this watch, did not see?"""
        version = self._file_version()
        if version is not None and version == self._version:
            return False
        self._version = version
        token = self._read_token()
        if token == self._token:
            return False
        self._token = token
        return True

    def close(self) -> None:
        if self._line is not None:
            self._line.close()

    def _file_version(self) -> int | None:
        """SQLite's count of other connections' commits; only the same connection can compare it."""
        if self._line is None:
            return None
        connection: Any = self._line.driver_connection
        return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def _read_token(self) -> tuple[int, int]:
        with self._database.read() as unit:
            row = unit.rows(_TOKEN)[0]
        return int(row[0] or 0), int(row[1] or 0)
