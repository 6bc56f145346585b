"""Two workers, each a process, at one outbox and one calendar; and the same with what keeps them apart taken out.

They give their leases back after each operation, so that these go to and fro between them. The control claims without
marking and takes leases that are somebody else's: there both wait for each other in their first letter.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import text

from deskbell.domain.commands import AddPeople, Book, Newcomer, NewService, NewTutor, SetUp
from deskbell.domain.ids import Id
from deskbell.domain.plan import Minting
from deskbell.domain.ports import Done, Letter, Outcome
from deskbell.providers.fake_calendar import FakeCalendar
from deskbell.services.connecting import Opened
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.store.ops import queue
from deskbell.store.ops.leases import Leases
from deskbell.worker import events, letters
from deskbell.worker.loop import Worker
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.races.racers import Try, race

HOUR = 3600
LESSONS = 6
PATIENCE = 30


@dataclass
class Post:
    """Writes down each letter that it takes; a `rendezvous` lets as many processes meet in their first one."""

    folder: Path
    rendezvous: int = 0
    name: str = "MAIL"
    sender: str = "desk@estudio.example"

    def send(self, letter: Letter) -> Outcome[bool]:
        if self.rendezvous:
            (self.folder / f"here-{os.getpid()}").touch()
            until = time.monotonic() + PATIENCE
            while len(list(self.folder.glob("here-*"))) < self.rendezvous and time.monotonic() < until:
                time.sleep(0.005)
            self.rendezvous = 0
        _note(self.folder / "letters", letter.id)
        taken = True
        return Done(taken)


class Calendar(FakeCalendar):
    """Writes down each event that it is asked to make."""

    def __init__(self, folder: Path, clock: FrozenClock) -> None:
        super().__init__(folder / "calendar.sqlite3", clock, name="GOOGLE")
        self.folder = folder

    def insert(self, calendar: str, event: Any) -> Any:
        _note(self.folder / "events", str(event.slot))
        return super().insert(calendar, event)


def _note(file: Path, line: str) -> None:
    with file.open("a") as out:
        out.write(f"{line}\n")


def _id(*words: object) -> Id:
    return Id(hashlib.sha256(repr(words).encode()).hexdigest()[:32])


def set_stage(url: str, *names: str) -> None:
    """Connections, and lessons that they wait for."""
    numbers = iter(range(10_000))
    with open_database(url, create=True) as database:
        clock = FrozenClock(WEDNESDAY)
        desk = Desk(database, clock, lambda: _id("stage", next(numbers)))
        week = tuple((day, 0, 24 * 60) for day in range(7))
        desk.commit(SetUp(
            key=desk.fresh(), name="Estudio", zone="Europe/Madrid", currency="EUR",
            tutors=(NewTutor(name="Ana", zone="Europe/Madrid", weekly=week),),
            services=(NewService(name="Piano", minutes=60, minor=2500),),
        ))  # fmt: skip
        key = desk.fresh()
        desk.commit(AddPeople(key=key, people=(Newcomer(name="Marta", mail="marta@example.org"),)))
        person, (service,), (tutor,) = Minting(key)(), desk.services(), desk.tutors()
        for name in names:
            Working(desk).connect(name)
        for n in range(LESSONS):
            start = WEDNESDAY // HOUR * HOUR + (48 + n) * HOUR
            desk.commit(Book(key=desk.fresh(), service=service.id, tutor=tutor.id, start=start, person=person))


def work(folder: Path, rendezvous: int, what: Try) -> str:
    """Turns of one operation each, until nothing is due; in the second lap what waited for its event is due too."""
    clock = FrozenClock(WEDNESDAY + 21 + what.lap * 300)
    numbers = iter(range(100_000))
    desk = Desk(what.database, clock, lambda: _id(os.getpid(), what.number, next(numbers)))
    working = Working(desk, database_now=lambda unit: clock.now())
    calendar = Calendar(folder, clock)
    calendars = {} if rendezvous else {"GOOGLE": calendar}  # a letter would wait for its event
    opened = Opened({}, {}, calendars=calendars, messengers={"MAIL": Post(folder, rendezvous)})
    with ExitStack() as stack:
        stack.callback(calendar.close)
        stack.enter_context(patch.object(letters, "MOST", 1))
        stack.enter_context(patch.object(events, "MOST", 1))
        if rendezvous:
            stack.enter_context(careless())
        worker = Worker(working, {}, clock, lambda seconds: None, dice=Random(what.number), opened=opened)
        quiet = 0
        while quiet < 3:
            quiet = 0 if worker.tick() == 0 or working.next_due(("GOOGLE", "MAIL")) == clock.now() else quiet + 1
            worker.leave()
    return "worked"


@contextmanager
def careless() -> Iterator[None]:
    """Nothing is marked before it is called, and a lease is whoever's wants it."""

    def claim(unit: Any, connection: str, now: int, token: int) -> Any:
        return next((op for op in queue.open_of(unit, connection) if op.next_at <= now), None)

    def take(self: Leases, unit: Any, name: str) -> int | None:
        real(self, unit, name)
        token = unit.value(text("SELECT token FROM lease WHERE name = :name"), {"name": name})
        return self._have(name, token)

    real = Leases.take
    with (
        patch.object(queue, "claim", claim),
        patch.object(Leases, "take", take),
        patch.object(Leases, "beat", lambda self, unit: frozenset()),
        patch.object(Leases, "could_take", lambda self, unit, name: name not in self.held),
    ):
        yield


@dataclass(frozen=True, slots=True)
class Came:
    """How often each letter left and each event was made, and what verify() finds."""

    letters: Counter[str]
    events: Counter[str]
    faults: int
    waiting: int


def run(url: str, folder: Path, *, rendezvous: int = 0) -> Came:
    set_stage(url, *(("MAIL",) if rendezvous else ("GOOGLE", "MAIL")))
    race(url, 2, 1 if rendezvous else 2, partial(work, folder, rendezvous), abreast=True)
    counts = [Counter((folder / name).read_text().split()) if (folder / name).exists() else Counter[str]()
              for name in ("letters", "events")]  # fmt: skip
    with open_database(url) as database:
        faults = len(list(Desk(database, FrozenClock(WEDNESDAY + 900), lambda: _id("verify")).verify()))
        with database.read() as unit:
            waiting = unit.value(text("SELECT count(*) FROM op WHERE state <> 'done'"))
    return Came(*counts, faults, waiting)
