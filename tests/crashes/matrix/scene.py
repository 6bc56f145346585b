"""What a cell plays on: a desk, its people, a provider, and clocks that all of its processes share."""

from __future__ import annotations

import hashlib
import mmap
import sqlite3
import struct
from collections.abc import Mapping
from contextlib import closing
from random import Random
from typing import Any

from deskbell.domain.commands import AddPeople, Command, Newcomer, NewRoom, NewService, NewTutor, SetUp
from deskbell.domain.ids import Id
from deskbell.domain.plan import Minting
from deskbell.services.connecting import Opened
from deskbell.services.desk import Changed, Desk
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.crashes.matrix.kits import Acts, Kit
from tests.crashes.matrix.sides import Side
from tests.crashes.matrix.sites import Site
from tests.house.clock import WEDNESDAY

MINUTE, HOUR, DAY = 60, 3600, 86_400
PATIENT, HASTY = 10.0, 0.3
"""Seconds that an adapter waits for an answer; the hasty one where none is to come."""


class Clocks:
    """The true time, and how far the desk's machine is off; seen by every process that was forked from this one."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 16)
        self.set(WEDNESDAY, 0)

    def set(self, true: int, off: int) -> None:
        self._memory[:16] = struct.pack("qq", true, off)

    @property
    def true(self) -> int:
        return int(struct.unpack("qq", self._memory[:16])[0])

    @property
    def off(self) -> int:
        return int(struct.unpack("qq", self._memory[:16])[1])


class Machine:
    """The clock of the machine on which desk and worker run."""

    def __init__(self, clocks: Clocks) -> None:
        self.clocks = clocks

    def now(self) -> int:
        return self.clocks.true + self.clocks.off


class Scene:
    """A desk as one process sees it. `known` are the ids that the stage made, by what they are."""

    def __init__(self, site: Site, kit: Kit, clocks: Clocks) -> None:
        self.site, self.kit, self.clocks = site, kit, clocks
        self.method, self.currency = kit.method, kit.currency
        self.customer: Acts = kit.customer
        self.known: dict[str, Any] = {}
        self.who = "stage"
        self._count = 0
        self.behind = 0
        self.database = site.database
        self.clock = Machine(clocks)
        self.side: Side | None = None
        """Who is served in the present cell in place of the provider of payments."""
        self.provider = self.patient = kit.provider(self.clock, PATIENT)
        self.hasty = kit.provider(self.clock, HASTY)
        self.desk = Desk(self.database, self.clock, self.fresh)
        self.working = Working(self.desk, database_now=lambda unit: self.database_now())
        self.services: dict[str, Id] = {}
        self.tutors: tuple[Id, ...] = ()
        self.people: tuple[Id, ...] = ()

    # --- small things

    def fresh(self) -> Id:
        self._count += 1
        return Id(hashlib.sha256(f"{self.who} {self._count}".encode()).hexdigest()[:32])

    def now(self) -> int:
        return self.clocks.true

    def database_now(self) -> int:
        """A server has a clock of its own; a file has its machine's."""
        return self.clocks.true if self.site.kind == "postgresql" else self.clock.now()

    def know(self, **more: Any) -> None:
        self.known |= more

    def id(self, what: str) -> Id:
        return Id(self.known[what])

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.site.rows(query, values)

    def one(self, query: str, *values: Any) -> Any:
        return self.rows(query, *values)[0][0]

    def theirs(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the provider knows, read past the desk."""
        with self.book() as connection:
            return connection.execute(query, values).fetchall()

    def book(self) -> closing[sqlite3.Connection]:
        attempts = self.rows("SELECT public_id FROM attempt WHERE provider = ?", str(self.method))
        return closing(self.kit.book([Id(row[0]) for row in attempts]))

    # --- what happens before

    def furnish(self) -> None:
        """A desk with a tutor who always works, and a person."""
        week = tuple((day, 0, 24 * 60) for day in range(7))
        self.do(SetUp(
            key=self.fresh(), name="Estudio", zone="Europe/Madrid", currency=self.currency, demo=True,
            rooms=(NewRoom(name="One"),), services=(NewService(name="Piano", minutes=60, minor=2500),),
            tutors=(NewTutor(name="Ana Ruiz", zone="Europe/Madrid", weekly=week, room="One"),),
        ))  # fmt: skip
        key = self.fresh()
        self.do(AddPeople(key=key, people=(Newcomer(name="Person"),)))
        self.people = (Minting(key)(),)
        self.services = {service.name: service.id for service in self.desk.services()}
        self.tutors = tuple(tutor.id for tutor in self.desk.tutors())
        self.working.connect(str(self.method))

    def do(self, command: Command) -> Changed:
        return self.desk.commit(command)

    def turn(self, seconds: int = 0) -> None:
        """Time goes by, then a worker works until nothing is due."""
        self.passes(seconds)
        providers, opened = self.serves()
        worker = Worker(self.working, providers, self.clock, dice=Random(1), opened=opened)
        worker.once()
        worker.leave()

    def serves(self, door: Any = None) -> tuple[Mapping[str, Any], Opened | None]:
        """What a worker serves: the provider of payments, or the side of the present cell; `door` stands before it."""
        if self.side is None:
            return {str(self.method): door or self.provider}, None
        return {}, self.side.opened(door or self.side.patient)

    def hang_up(self) -> None:
        """A fork begins without the lines of its parent."""
        if self.side is not None:
            self.side.hang_up()

    def passes(self, seconds: int) -> None:
        self.clocks.set(self.clocks.true + seconds, self.clocks.off)
        self.kit.clock(self.clocks.true - self.behind)
        if self.side is not None:
            self.side.clock(self.clocks.true)

    def lag(self, seconds: int) -> None:
        """The provider's clock is so much behind."""
        self.behind = seconds
        self.passes(0)

    # --- between cells

    def start(self) -> None:
        """Nothing has happened yet."""
        self.known, self.who, self._count, self.behind = {}, "stage", 0, 0
        self.kit.begin()
        if self.side is not None:
            self.side.control("memory")
        self.clocks.set(WEDNESDAY, 0)
        self.passes(0)

    def keep(self, stage: str) -> tuple[Any, ...]:
        self.site.keep(stage)
        self.kit.keep(f"{self.site.kind}-{stage}")
        if self.side is not None:
            self.side.control("keep", stage=f"{self.site.kind}-{stage}")
        return dict(self.known), self.clocks.true, self.behind

    def take(self, stage: str, kept: tuple[Any, ...], who: str) -> None:
        """As it was when that stage was kept."""
        known, true, self.behind = kept
        self.known, self.who, self._count = dict(known), who, 0
        self.site.take(stage)
        self.kit.take(f"{self.site.kind}-{stage}")
        if self.side is not None:
            self.side.control("take", stage=f"{self.site.kind}-{stage}")
        self.clocks.set(true, 0)
        self.passes(0)
