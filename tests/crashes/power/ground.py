"""Where desks lose their power: folders in memory, the furnished desk, the machine with the disk."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
from sqlalchemy import event

from deskbell.store.engine import open_database
from tests.crashes.power.disk import Disk, put
from tests.crashes.power.driver import Driver, driving
from tests.services import conftest as small

FULL = "FULL"
FILE = "desk.sqlite3"


def content(run: Callable[[str], Iterable[Any]]) -> str:
    """Every row of every table, as one word; nothing where there is no table yet."""
    names = [name for (name,) in run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    digest = hashlib.sha256()
    for name in names:
        digest.update(repr(list(run(f'SELECT * FROM "{name}" ORDER BY rowid'))).encode())
    return digest.hexdigest() if names else ""


def opens(path: Path) -> tuple[bool, str]:
    """Whether Python's own SQLite finds the file whole, and what is in it."""
    try:
        with closing(sqlite3.connect(path)) as file:
            whole = file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            whole &= file.execute("PRAGMA foreign_key_check").fetchall() == []
            return whole, content(file.execute)
    except sqlite3.DatabaseError:
        return False, ""


class Ground:
    """What all the lives of one process stand on: making engines anew costs more than a life."""

    def __init__(self) -> None:
        shm = Path("/dev/shm")
        self.root = Path(tempfile.mkdtemp(prefix="deskbell-power-", dir=shm if shm.is_dir() else None))
        atexit.register(shutil.rmtree, self.root, ignore_errors=True)
        self.pid = os.getpid()
        self.after = self.folder("after") / FILE
        small.furnish(str(self.after))
        self.furnished = self.after.read_bytes()
        self.content = opens(self.after)[1]
        self.checker = open_database(self.after)
        self.killed = self.folder("killed") / FILE
        self._machines: dict[str, Machine] = {}

    def folder(self, name: str) -> Path:
        made = self.root / name
        made.mkdir()
        return made

    def machine(self, synchronous: str) -> Machine:
        """A machine with the furnished desk; `synchronous` other than FULL is a control."""
        if synchronous not in self._machines:
            self._machines[synchronous] = Machine(self, synchronous)
        machine = self._machines[synchronous]
        machine.starts_anew()
        return machine


_ground: list[Ground] = []


def ground() -> Ground:
    if not _ground or _ground[0].pid != os.getpid():
        _ground[:] = [Ground()]
    return _ground[0]


class Machine:
    """The product's own database, with its pragmas and its SQL, on a disk that can lose its power."""

    def __init__(self, on: Ground, synchronous: str) -> None:
        self.ground = on
        self.folder = on.folder(synchronous)
        put(self.folder, {FILE: on.furnished})
        self.disk = Disk(self.folder)
        self.acknowledged = ""
        """What was in the tables when the last transaction was."""
        with driving(Driver(self.disk.name, self._kept)):
            self.database = open_database(self.folder / FILE)
        if synchronous != FULL:
            for engine in (self.database.writers, self.database.readers):

                @event.listens_for(engine, "connect")
                def careless(connection: Any, _: object) -> None:
                    connection.execute(f"PRAGMA synchronous = {synchronous}").fetchall()

    def _kept(self, connection: apsw.Connection) -> None:
        self.acknowledged = content(connection.execute)

    def starts_anew(self) -> None:
        self.database.close()
        self.disk.comes_back({FILE: self.ground.furnished})
        self.acknowledged = self.ground.content
        self.disk.tick = 0
