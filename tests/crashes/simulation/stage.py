"""The file on which stories play: a desk made once, given back as it was before each story."""

from __future__ import annotations

import atexit
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from deskbell.domain.commands import AddPeople, Newcomer, NewRoom, NewService, NewTutor, SetUp
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.domain.plan import Minting
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from tests.crashes.simulation.faults import SimDatabase, database
from tests.house.clock import WEDNESDAY, FrozenClock

Rows = list[tuple[str, str, list[tuple[Any, ...]]]]


class Stage:
    """The file on which the stories of one process play, one after the other: its engines are kept, no row is."""

    def __init__(self, currency: str, method: Method) -> None:
        shm = Path("/dev/shm")
        folder = Path(tempfile.mkdtemp(prefix="deskbell-simulation-", dir=shm if shm.is_dir() else None))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self.path = folder / "desk.sqlite3"
        with open_database(self.path) as made:
            clock = FrozenClock(WEDNESDAY)
            count = iter(range(10))
            desk = Desk(made, clock, lambda: Id(f"{next(count):032x}"))
            desk.commit(_furniture(desk.fresh(), currency))
            key = desk.fresh()
            mint = Minting(key)
            self.people = tuple(mint() for _ in range(4))
            desk.commit(AddPeople(key=key, people=tuple(Newcomer(name=f"Person {n}") for n in range(4))))
            Working(desk).connect(method)
            self.services = {service.name: service.id for service in desk.services()}
            self.tutors = tuple(tutor.id for tutor in desk.tutors())
        self.database: SimDatabase = database(self.path)
        self.peek = _line(self.path)
        self.broom = _unguarded(self.path)
        self.furniture = self.copy()
        self.pid = os.getpid()

    def copy(self) -> Rows:
        """All rows that there are now, table by table."""
        return [(table, *_rows(self.peek, table)) for table in _tables(self.peek)]

    def clear(self) -> None:
        """The desk as it was in the beginning: the schema stays, and with it what is made ready for it."""
        self.database.world = None
        self.put(self.furniture)

    def put(self, copied: Rows) -> None:
        """These rows, and no other."""
        self.broom.execute("BEGIN IMMEDIATE")
        for table, marks, rows in copied:
            self.broom.execute(f"DELETE FROM {table}")
            self.broom.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        self.broom.execute("COMMIT")


def _line(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)


def _unguarded(path: Path) -> sqlite3.Connection:
    """A line that has read the schema while it had no triggers: it alone may take append-only rows away."""
    line, hidden = _line(path), "type = 'trigger'"
    with closing(_line(path)) as other:
        triggers = other.execute(f"SELECT * FROM sqlite_master WHERE {hidden}").fetchall()
        other.execute("PRAGMA writable_schema = ON")
        other.execute(f"DELETE FROM sqlite_master WHERE {hidden}")
        line.execute("PRAGMA foreign_keys = OFF")
        line.execute("SELECT count(*) FROM desk").fetchall()
        other.executemany("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", triggers)
    return line


def _tables(line: sqlite3.Connection) -> list[str]:
    found = line.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")
    return [f'"{name}"' for (name,) in found]


def _rows(line: sqlite3.Connection, table: str) -> tuple[str, list[tuple[Any, ...]]]:
    found = line.execute(f"SELECT * FROM {table}")
    return ",".join("?" * len(found.description)), found.fetchall()


_stages: dict[tuple[int, str, Method], Stage] = {}


def stage(currency: str, method: Method) -> Stage:
    """The stage of this process on which that money is played for, by that way to pay."""
    key = (os.getpid(), currency, method)
    if key not in _stages:
        _stages[key] = Stage(currency, method)
    return _stages[key]


def _furniture(key: Id, currency: str) -> SetUp:
    week = tuple((day, 0, 24 * 60) for day in range(7))
    return SetUp(
        key=key, name="Estudio", zone="Europe/Madrid", currency=currency, rooms=(NewRoom(name="One"),), demo=True,
        tutors=(NewTutor(name="Ana Ruiz", zone="Europe/Madrid", weekly=week, room="One"),),
        services=(
            NewService(name="Piano", minutes=60, minor=2500),
            NewService(name="Yoga", minutes=60, minor=900, kind=Kind.GROUP, capacity=1),
        ),
    )  # fmt: skip
