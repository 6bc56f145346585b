"""A copy of a desk's file that is whole, one file, its owner's alone, and looked through before it is trusted.

SQLite copies it from one moment while others go on writing: a reader of a WAL holds nobody up.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.domain.chain import Head
from deskbell.domain.errors import Refused, WrongInput
from deskbell.store import failures, place, schema, sqlite
from deskbell.store import stamp as stamps
from deskbell.store.stamp import Standing

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy: where it is, how big, how far its record is sealed, how many figures do not agree in it, whose desk it is
    and when it was changed last.
    """

    path: Path
    size: int
    head: Head
    wrong: int
    desk: str = ""
    changed_at: int | None = None
    bookings: int = 0


def copy(source: Path, target: Path) -> None:
    """The whole file as it is now, into a new one (0600). FileExistsError; Refused and Busy as the files say.

    What is not whole does not stay.
    """
    place.private_file(target)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target)) as write,
        ):
            read.backup(write)
            write.execute("PRAGMA journal_mode = DELETE").fetchall()  # one file, no companions
        _flush(target)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise failures.meaning(error, gone=False) from None
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def looked_through(path: Path) -> Copied:
    """Read all of it: pages, references, figures, the sealed record; nothing is written.

    WrongInput: BACKUP_UNREADABLE, BACKUP_BROKEN, NOT_A_DESK. Refused: DESK_NEWER.
    """
    check_head(path)
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        try:
            sound = file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            sound = sound and not file.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise WrongInput("BACKUP_BROKEN", where=str(path))
    engine = sqlite.reading(path)
    try:
        with engine.connect() as connection:
            return _figures(connection, path)
    finally:
        engine.dispose()


def check_head(path: Path) -> None:
    """WrongInput("BACKUP_UNREADABLE") for what is no SQLite file at all."""
    try:
        with path.open("rb") as file:
            head = file.read(len(place.MAGIC))
    except OSError:
        head = b""
    if head != place.MAGIC:
        raise WrongInput("BACKUP_UNREADABLE", where=str(path))


def _figures(connection: Connection, path: Path) -> Copied:
    from deskbell.store.find.chain import sealed_up_to
    from deskbell.store.verify import verify

    standing, stamp = schema.look(connection)
    if standing is Standing.NEWER:
        raise Refused("DESK_NEWER", where=str(path), found=stamp, known=stamps.HEAD)
    if standing not in (Standing.CURRENT, Standing.OLDER):
        raise WrongInput("NOT_A_DESK", where=str(path))
    name = connection.exec_driver_sql("SELECT name FROM desk").scalar() or ""
    changed = connection.exec_driver_sql("SELECT max(at) FROM change").scalar()
    bookings = connection.exec_driver_sql("SELECT count(*) FROM booking").scalar_one()
    current = standing is Standing.CURRENT  # the figures of an older one are told once it is brought up
    head = sealed_up_to(connection) if current else Head()
    wrong = len(verify(connection)) if current else 0
    return Copied(path, path.stat().st_size, head, wrong, str(name), changed, int(bookings))


def put_in_place(part: Path, target: Path) -> None:
    """A finished copy gets its name, in place of what had it: one or the other is there, whatever happens."""
    part.replace(target)
    _flush(target.parent)


def _flush(path: Path) -> None:
    with suppress(OSError):  # a folder that cannot be flushed is a matter of the disk
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
