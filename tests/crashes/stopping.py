"""Desks that book on one PostgreSQL while it is stopped at once and started again; and what is there afterwards."""

from __future__ import annotations

import hashlib
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import psycopg
from sqlalchemy import func, select

from deskbell.domain.commands import Book, Newcomer, NewService, NewTutor, OpenClass, SetUp
from deskbell.domain.effects import SlotOpened
from deskbell.domain.errors import Busy, Refused
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.services.desk import Desk
from deskbell.store import tables
from deskbell.store.engine import open_database
from tests.house import postgres
from tests.house.clock import WEDNESDAY, FrozenClock

SEATS = 400
PATIENCE = 60
SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_wal_senders": "4",
    "synchronous_commit": "on",
}
"""A server as one is run; the last two let it be told to wait for another one that never comes."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.crashes.stopping"])


@dataclass
class Seen:
    """What one desk, or all of them, were told."""

    booked: dict[str, str] = field(default_factory=dict)
    """Wishes that were acknowledged, by the name they are for, with the command's key."""
    found: int = 0
    """Of those: found by their key, because the reply had been lost."""
    said: Counter[str] = field(default_factory=Counter)
    outage: float = 0
    """Seconds from a desk's first failure to its next success, at most."""

    def __iadd__(self, other: Seen) -> Seen:
        self.booked |= other.booked
        self.found += other.found
        self.said += other.said
        self.outage = max(self.outage, other.outage)
        return self


def furnish(url: str) -> tuple[list[Id], list[Id], Id, Id]:
    """Tutors who always teach, classes with many seats, and the two services."""
    numbers = iter(range(1000))
    with open_database(url, create=True) as database:
        desk = Desk(database, FrozenClock(), lambda: _id(f"furniture {next(numbers)}"))
        week = tuple((day, 0, 24 * 60) for day in range(7))
        desk.commit(SetUp(
            key=desk.fresh(), name="Estudio", zone="Europe/Madrid", currency="EUR",
            tutors=tuple(NewTutor(name=f"Tutor {n}", zone="Europe/Madrid", weekly=week) for n in range(6)),
            services=(
                NewService(name="Piano", minutes=60, minor=2500),
                NewService(name="Choir", minutes=60, minor=900, kind=Kind.GROUP, capacity=SEATS),
            ),
        ))  # fmt: skip
        services = {service.name: service.id for service in desk.services()}
        tutors = [tutor.id for tutor in desk.tutors()]
        classes = []
        for tutor in tutors:
            opened = desk.commit(OpenClass(
                key=desk.fresh(), service=services["Choir"], tutor=tutor, start=WEDNESDAY + 48 * 3600
            ))  # fmt: skip
            classes.append(next(opened.plan.of(SlotOpened)).slot)
    return tutors, classes, services["Piano"], services["Choir"]


def _id(text: str) -> Id:
    return Id(hashlib.sha256(text.encode()).hexdigest()[:32])


# --- a desk in a process of its own -----------------------------------------------------------------------------


def _work(number: int, url: str, furniture: Any, over: Any, answers: Any, count: Any, new_keys: bool) -> None:
    """Wishes one after the other, each tried until there is an answer; with its first key, or the control's new one."""
    tutors, classes, piano, choir = furniture
    dice, seen = Random(number), Seen()
    with open_database(url) as database:
        desk = Desk(database, FrozenClock(), lambda: _id(f"{number} {dice.random()}"))
        wish, failed = 0, 0.0
        answers.put(None)
        while not over.is_set():
            wish += 1
            name, key = f"wish {number}/{wish}", desk.fresh()
            what: dict[str, Any] = {"service": piano, "tutor": dice.choice(tutors), "start": _some_time(dice)}
            if dice.random() < 0.3:
                what = {"service": choir, "slot": dice.choice(classes)}
            what |= {"newcomer": Newcomer(name=name), "method": dice.choice((Method.CASH, None))}
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until:
                try:
                    done = desk.commit(Book(key=key, **what))
                except Busy as error:
                    seen.said[error.code] += 1
                    failed = failed or time.monotonic()
                    key = desk.fresh() if new_keys else key
                    time.sleep(0.1)
                    continue
                except Refused as error:
                    seen.said[error.code] += 1
                else:
                    seen.booked[name] = key
                    seen.found += done.again
                    with count.get_lock():
                        count.value += 1
                if failed:
                    seen.outage, failed = max(seen.outage, time.monotonic() - failed), 0.0
                break
            else:
                raise AssertionError(f"no answer within {PATIENCE} seconds")
    answers.put(seen)


def _some_time(dice: Random) -> int:
    return WEDNESDAY + dice.randrange(96, 24 * 360) * 3600


class Crowd:
    """Desks at work; what they saw is known once they have gone home."""

    def __init__(self, url: str, furniture: Any, size: int, *, new_keys: bool = False) -> None:
        self.size = size
        self._over, self._answers, self._count = _context.Event(), _context.SimpleQueue(), _context.Value("i", 0)
        shared = (url, furniture, self._over, self._answers, self._count, new_keys)
        self._processes = [_context.Process(target=_work, args=(n, *shared), daemon=True) for n in range(size)]

    def __enter__(self) -> Crowd:
        for process in self._processes:
            process.start()
        for _ in range(self.size):
            self._next()  # one of them is at its desk
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.join()

    def books(self, more: int) -> None:
        """Until so many more bookings have been acknowledged."""
        enough = self._count.value + more
        self._wait(lambda: self._count.value >= enough)

    def go_home(self) -> Seen:
        self._over.set()
        total = Seen()
        for _ in range(self.size):
            total += self._next()
        return total

    def _next(self) -> Any:
        self._wait(lambda: not self._answers.empty())
        return self._answers.get()

    def _wait(self, so: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not so():
            fell = [process.exitcode for process in self._processes if process.exitcode]
            if fell or time.monotonic() > until:
                raise AssertionError(f"a desk hangs or fell: {fell}")
            time.sleep(0.01)


# --- the server -------------------------------------------------------------------------------------------------


def stop(server: postgres.Server, url: str, *, mute: bool) -> float:
    """Stopped at once and started again; seconds it was down.

    `mute`: just before, the server waits for another one that never comes, so that it has kept commits which it has
    told nobody of.
    """
    if mute:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            _set(connection, "synchronous_standby_names", "nobody")
        _wait_for_mute(url)
    started = time.monotonic()
    server.stop_at_once()
    if mute:
        _forget_settings(server)
    server.start_again()
    return time.monotonic() - started


def _set(connection: psycopg.Connection[Any], name: str, value: str) -> None:
    connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
    connection.execute(b"SELECT pg_reload_conf()")


def _wait_for_mute(url: str) -> None:
    """Until a desk waits for its reply; it has nothing to do with those that wait for a lock of another desk."""
    until = time.monotonic() + PATIENCE
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < until:
            if connection.execute(b"SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'").fetchone():
                return
            time.sleep(0.01)
    raise AssertionError("nobody wrote anything")


def _forget_settings(server: postgres.Server) -> None:
    (server.folder / "run" / "data" / "postgresql.auto.conf").write_text("")


# --- what is there afterwards -----------------------------------------------------------------------------------


@dataclass
class Left:
    bookings: int
    missing: list[str]
    """Acknowledged, and not there."""
    doubled: list[str]
    """Wishes that are there more than once."""
    untold: list[str]
    """Wishes that are there, and their desk does not know it."""
    faults: list[str]


def look(url: str, seen: Seen) -> Left:
    """Asked of the rows, and of the desk's own check."""
    with open_database(url) as database:
        with database.read() as unit:
            booking, change, line = tables.booking, tables.change.c, tables.ledger_line.c
            there = Counter({name: int(n) for name, n in unit.rows(
                select(tables.person.c.name, func.count()).join(booking, booking.c.participant_id == tables.person.c.id)
                .group_by(tables.person.c.name)
            )})  # fmt: skip
            keys = Counter({key: int(n) for key, n in unit.rows(select(change.key, func.count()).group_by(change.key))})
            sums = unit.rows(select(line.currency, func.sum(line.minor)).group_by(line.currency))
        found = Desk(database, FrozenClock(), lambda: _id("asked")).verify()
    return Left(
        there.total(),
        [name for name, key in seen.booked.items() if not there[name] or keys[key] != 1],
        [name for name, n in there.items() if n > 1],
        [name for name in there if name not in seen.booked],
        [f"verify: {finding}" for finding in found] + [f"the ledger is off by {n} {c}" for c, n in sums if n],
    )
