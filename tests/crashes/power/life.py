"""A desk that works while the power goes, again and again; after each cut its file is opened and asked.

One seed is one life: what is done, when the power goes and what the disk has kept follow from it. Desk and worker take
turns in one process. Only the clock of the machine and the provider outlive a cut.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from deskbell.domain.booking import Reason
from deskbell.domain.commands import AskByLink, Book, Cancel, Command, GiveBack, Take, Undo
from deskbell.domain.errors import DeskError
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.plan import Minting
from deskbell.providers.fake import FakeProvider
from deskbell.providers.fake_customer import Customer
from deskbell.providers.fake_memory import Memory
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.ops.leases import Leases
from tests.crashes.power.disk import PowerCut, put
from tests.crashes.power.ground import FILE, FULL, ground, opens
from tests.crashes.simulation.processes import SimWorker
from tests.house.clock import FrozenClock
from tests.services import conftest as small

HALF = 1800
TICKS = 900
"""Ticks of the disk, at most, until the power goes; a booking makes about sixty."""
PAGES = 150
"""Or pages of the file, at most, while the WAL is folded into it."""


@dataclass
class Told:
    """What became of the cuts of a life, or of many."""

    cuts: int = 0
    commands: int = 0
    """Commands that were acknowledged and changed something."""
    lost: int = 0
    """Cuts after which something acknowledged was not there."""
    ruined: int = 0
    """Cuts after which the file was damaged."""
    unheard: int = 0
    """Cuts in a transaction that was there afterwards, as a whole, although nobody had been told."""
    found_again: int = 0
    """Commands of those: tried once more after the cut, and found by their key."""
    wrong: list[str] = field(default_factory=list)
    at: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Told) -> Told:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self


class Life:
    def __init__(self, seed: int, synchronous: str = FULL, log: Callable[[str], None] | None = None) -> None:
        self.seed = seed
        self.dice = Random(seed)
        self.log = log or (lambda _: None)
        self.careful = synchronous == FULL
        self.machine = ground().machine(synchronous)
        self.clock = FrozenClock(small.at("2026-03-04 10:00"))
        self.memory = Memory(":memory:", seed)
        self.bank = FakeProvider(self.memory, self.clock, seed=seed)
        self.customer = Customer(self.memory, self.clock)
        self._numbers = itertools.count(1)
        self.told = Told()
        self.kept: set[Id] = set()
        """Keys of the commands that were acknowledged and changed something."""
        self.under_way: Command | None = None
        mint = Minting(small.KEY)
        self.people = [mint() for _ in small.NAMES]

    def fresh(self) -> Id:
        return Id(hashlib.sha256(f"{self.seed} {next(self._numbers)}".encode()).hexdigest()[:32])

    def live(self, cuts: int) -> Told:
        for number in range(1, cuts + 1):
            disk = self.machine.disk
            if self.dice.random() < 0.25:
                disk.cut_at_page = self.dice.randint(1, PAGES)
            else:
                disk.cut_at = disk.tick + self.dice.randint(1, TICKS)
            try:
                self._boot()
                while True:
                    self._deed()
            except PowerCut:
                self.log(f"cut {number} at tick {disk.tick}: {disk.last}")
            self._after(number)
        self.memory.close()
        return self.told

    # --- work

    def _boot(self) -> None:
        """The machine is on again: a new process, with nothing in its memory."""
        self.clock.at += 120
        self.desk = Desk(self.machine.database, self.clock, self.fresh)
        working = Working(self.desk, database_now=lambda _: self.clock.now())
        self.worker = SimWorker(working, {"DEMO": self.bank}, self.clock, dice=Random(self.dice.random()))
        pid = next(self._numbers)
        self.worker.leases = Leases(
            str(self.fresh()), now=working.database_now, alive=lambda number: number == pid, host="here", pid=pid
        )
        self.piano = next(service.id for service in self.desk.services() if service.name == "Piano")
        self.tutors = [tutor.id for tutor in self.desk.tutors()]
        if self.under_way is not None:  # somebody saw no answer, and presses the key once more
            self.told.found_again += self._do(self.under_way)

    def _deed(self) -> None:
        dice = self.dice
        self.clock.at += dice.choice((1, 5, 30, 120))
        chance = dice.random()
        if chance < 0.3:
            self.worker.tick()
        elif chance < 0.45:
            self._customer()
        elif chance < 0.48:
            self.log("closed, and opened again")
            self.machine.database.close()
            if self.machine.disk.dark:
                raise PowerCut
        elif (command := self._command()) is not None:
            self._do(command)

    def _do(self, command: Command) -> bool:
        """True where it had been done before."""
        self.under_way = command
        again = False
        try:
            changed = self.desk.commit(command)
        except DeskError as error:
            self.log(f"{type(command).__name__}: {error.code}")
        else:
            again = changed.again
            self.log(f"{type(command).__name__} {command.key[:6]}: done{' before' * again}")
            if changed.plan.effects:
                self.kept.add(command.key)
                self.told.commands += 1
        self.under_way = None
        return again

    def _one(self, query: str) -> Any:
        with self.machine.database.read() as unit:
            found = unit.connection.exec_driver_sql(query).scalars().all()
        return self.dice.choice(found) if found else None

    def _command(self) -> Command | None:
        dice, key = self.dice, self.fresh()
        owing = "SELECT public_id FROM desk_order WHERE due > captured"
        match dice.choice(("book", "book", "book", "take", "ask", "cancel", "undo", "back")):
            case "book":
                start = self.clock.now() // HALF * HALF + dice.randint(2, 400) * HALF
                method = dice.choice((Method.DEMO, Method.DEMO, Method.CASH, None))
                return Book(
                    key=key, service=self.piano, tutor=dice.choice(self.tutors), start=start,
                    person=dice.choice((None, *self.people)), method=method,
                )  # fmt: skip
            case "take":
                which = self._one(owing)
                return which and Take(key=key, order=Id(which), method=dice.choice((Method.CASH, Method.CARD)))
            case "ask":
                which = self._one(owing)
                return which and AskByLink(key=key, order=Id(which), method=Method.DEMO)
            case "cancel":
                which = self._one("SELECT public_id FROM booking WHERE state IN ('CONFIRMED', 'HELD')")
                return which and Cancel(key=key, booking=Id(which), by=Role.STAFF, reason=Reason.OTHER)
            case "back":
                which = self._one("SELECT public_id FROM payment WHERE state = 'CAPTURED'")
                return which and GiveBack(key=key, payment=Id(which), amount=200)
        return Undo(key=key, change=None)

    def _customer(self) -> None:
        newest = "(SELECT reference FROM attempt WHERE link <> '' ORDER BY id DESC LIMIT 4)"
        link = self._one(f"SELECT reference FROM {newest}")
        deed = self.dice.choice((self.customer.pays, self.customer.pays, self.customer.declines))
        if link is not None:
            try:
                deed(link)
            except DeskError:  # that link is over
                return

    # --- after the cut

    def _after(self, number: int) -> None:
        """What the disk has kept is opened as any desk is. Nothing that was acknowledged may be missing, and nothing
        else be there than the one transaction that was under way, as a whole.
        """
        told, machine, here = self.told, self.machine, ground()
        disk = machine.disk
        told.cuts += 1
        told.at[disk.last.replace(FILE, "file")] += 1
        seen = {path: Path(path).read_bytes() for path in disk.seen}
        files = disk.survives(self.dice)
        disk.over = True
        machine.database.close()
        put(here.killed.parent, seen)
        under_way = opens(here.killed)[1]
        here.checker.close()
        put(here.after.parent, files)
        whole, left = opens(here.after)
        found: list[str] = []
        if not whole:
            told.ruined += 1
            found.append("the file is damaged")
            files, left = {FILE: here.furnished}, here.content  # a control goes on from the start
            put(here.after.parent, files)
        elif left == under_way != machine.acknowledged:
            told.unheard += 1
        elif left != machine.acknowledged:
            told.lost += 1
            found.append("what was acknowledged last is not there")
        keys = self._keys()
        if self.careful:
            found += [f"verify: {finding}" for finding in Desk(here.checker, self.clock, self.fresh).verify()]
            found += [f"{key} was acknowledged and is gone" for key in sorted(self.kept - keys)]
            told.wrong += [f"seed {self.seed}, cut {number}, {disk.last}: {line}" for line in found]
        self.kept &= keys
        disk.comes_back(files)
        machine.acknowledged = left

    def _keys(self) -> set[Id]:
        with ground().checker.read() as unit:
            return {Id(key) for key in unit.connection.exec_driver_sql("SELECT key FROM change").scalars()}
