"""One seed is one story: a desk, its workers, a provider, customers and everything that can go wrong between them.

Everything runs in one process, one step at a time, in an order that follows from the seed alone. After a crash nothing
of a process is left but what is in the database; in the end the world calms down and the laws are asked.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from deskbell import crash
from deskbell.domain.commands import Command
from deskbell.domain.errors import DeskError
from deskbell.domain.ids import Id
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from tests.crashes.parties import PARTIES
from tests.crashes.simulation.faults import Crash, Faulty, FaultyCalendar, unsure
from tests.crashes.simulation.letters import FaultyMessenger
from tests.crashes.simulation.moments import Moments
from tests.crashes.simulation.processes import Process, SimWorker, new_worker
from tests.crashes.simulation.stage import Rows, stage
from tests.crashes.simulation.temper import DAY, HOUR, MINUTE, Temper, faults_of
from tests.house.clock import WEDNESDAY

FLIGHT = 35
"""Seconds for which a call that nobody waits for any more may still be under way: less than what the product waits."""


class Twisted:
    """The machine's clock: the true time, and how far it is off."""

    def __init__(self) -> None:
        self.true = WEDNESDAY
        self.off = 0

    def now(self) -> int:
        return self.true + self.off


class TrueClock:
    """The provider's."""

    def __init__(self, clock: Twisted) -> None:
        self.clock = clock

    def now(self) -> int:
        return self.clock.true


class World:
    """A story while it is told."""

    def __init__(self, seed: int, log: Callable[[str], None] | None = None, party: str = "demo") -> None:
        self.seed = seed
        self.dice = Random(seed)
        self.log = log
        self.clock = Twisted()
        self.party = PARTIES[party](TrueClock(self.clock), seed)
        self.method, self.currency, self.other = self.party.method, self.party.currency, self.party.other
        self.customer = self.party.customer
        self.outsiders: set[str] = set()
        """Refunds that somebody made without the desk."""
        self.stage = stage(self.currency, self.method)
        self.stage.clear()
        self.provider = Faulty(self.party.provider(), self)
        self.calendar = FaultyCalendar(self.party.calendar(), self) if hasattr(self.party, "calendar") else None
        """What its lessons go on, where they go on one."""
        self.messenger = FaultyMessenger(self) if hasattr(self.party, "messenger") else None
        """How it writes to people, where it does."""
        self.calm_at = self.reminded_at = 0
        """When all was calm, and when it was first looked then for what is due by the clock."""
        self.database = self.stage.database
        self.database.world = self
        self._count = 0
        self._pids = 100
        self.pids: set[tuple[str, int]] = set()
        self.desk = Desk(self.database, self.clock, self.fresh)
        self.temper = Temper.of(self.dice)
        self.running: Process | None = None
        self.workers: list[Process] = []
        self.flying: list[tuple[int, Callable[[], Any]]] = []
        self.calm = self.calming = False
        self.counts: Counter[str] = Counter()
        self.killed: Counter[str] = Counter()
        self.points: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.kept: dict[Id, Command] = {}
        """Commands that were acknowledged and changed something, by key."""
        self.renamed: dict[Id, Id] = {}
        """Commands that a control has given another key, and which."""
        self.resent: dict[Id, Id] = {}
        """Which letter a command asked to leave once more, by the command's key."""
        self.left_again: Counter[Id] = Counter()
        """Letters that left once more in days that a backup does not know."""
        self.was_restored = False
        """Days are missing in it: what providers know of them is a person's business."""
        self.again: list[Command] = []
        """Commands whose desk died over them: a person tries them again, or not."""
        self.faults_found: list[str] = []
        self.given: set[Id] = set()
        """Orders of which a person gave money back of their own accord, or changed what was paid for."""
        self.made: Counter[Id] = Counter()
        """How many changes a person's command has made."""
        self.peek = self.stage.peek
        self.moments = Moments(self)
        self._late_pay()
        for more in (self.calendar, self.messenger):
            if more is not None:
                values = (more.name, WEDNESDAY)
                self.peek.execute("INSERT INTO connection (name, state, since) VALUES (?, 'ON', ?)", values)
        for person, address in zip(self.stage.people, getattr(self.party, "addresses", ()), strict=False):
            self.peek.execute("UPDATE person SET mail = ? WHERE public_id = ?", (address, person))

    def _late_pay(self) -> None:
        late = self.dice.choice(("ASK", "SEAT_OR_REFUND", "REFUND"))
        self.peek.execute("UPDATE desk SET late_pay = ?", (late,))
        self.tell(f"late money: {late}; {self.temper}")

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
        self.party.close()
        self.database.world = None

    # --- small things

    def tell(self, text: str) -> None:
        if self.log is not None:
            who = "      " if self.running is None else f"[{self.running.place[0][-1]}{self.running.place[1]}]"
            self.log(f"{self.clock.true - WEDNESDAY:>7} {self.clock.off:>+7} {who} {text}")

    def fresh(self) -> Id:
        self._count += 1
        return Id(hashlib.sha256(f"{self.seed} {self._count}".encode()).hexdigest()[:32])

    def next_pid(self) -> int:
        self._pids += 1
        return self._pids

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What is in the database now, read past the product."""
        return self.peek.execute(query, values).fetchall()

    def column(self, query: str, *values: Any) -> list[Any]:
        return [row[0] for row in self.rows(query, *values)]

    # --- where things go wrong

    def chance(self, share: float) -> bool:
        return not self.calm and self.dice.random() < share

    def die(self, point: str) -> None:
        self.killed[point] += 1
        self.tell(f"CRASH {point}")
        if self.running is not None:
            self.running.worker.dead = True
        raise Crash(point)

    def before_commit(self, label: str) -> None:
        point = f"{self._who()} {label}: before commit"
        self.points[point] += 1
        if self.chance(self.temper.crash):
            self.die(point)
        if self.chance(self.temper.unsure):
            self.tell(f"commit unknown, not kept: {label}")
            raise unsure()

    def after_commit(self, label: str) -> None:
        point = f"{self._who()} {label}: after commit"
        self.points[point] += 1
        self.tell(f"committed {label}")
        if self.calming and label.startswith("remind"):
            self.reminded_at = self.reminded_at or self.clock.true
        if self.running is not None and label.startswith("claim"):
            self.running.fresh = True
        self.moments.pass_by(label, by_worker=self.running is not None or self.calming)
        if self.chance(self.temper.crash):
            self.die(point)
        if self.chance(self.temper.unsure):
            self.tell(f"commit unknown, kept: {label}")
            raise unsure()
        if self.running is not None and self.chance(self.temper.hold / 2):
            self.running.hold()

    def after_half(self) -> None:
        """Between the halves of what should be one transaction."""
        if self.chance(self.temper.crash * 4):
            self.die("settlement: between its halves")

    def point(self, name: str) -> None:
        """A kill point around a call; others may act while this worker waits for the line."""
        if self.running is None:
            return
        self.points[name] += 1
        self.tell(name)
        if self.chance(self.temper.crash):
            self.die(name)
        if self.chance(self.temper.hold):
            self.running.hold()
            if self.chance(self.temper.crash / 2):
                self.die(name)

    def fault(self, call: str) -> str:
        if not self.chance(self.temper.fault):
            return ""
        found = self.dice.choice(faults_of(call))
        self.counts[f"fault {found}"] += 1
        self.tell(f"FAULT {call} {found}")
        return found

    def _who(self) -> str:
        return "desk" if self.running is None and not self.calming else "worker"

    def under_way(self, act: Callable[[], Any]) -> None:
        """A call that arrives within so many seconds, whatever has become of who made it."""
        self.flying.append((self.clock.true + self.dice.randint(1, FLIGHT), act))

    def passes(self, seconds: int) -> None:
        """Time goes by; what is under way arrives at its time."""
        until = self.clock.true + seconds
        while due := [one for one in self.flying if one[0] <= until]:
            first = min(due, key=lambda one: one[0])
            self.flying.remove(first)
            self.clock.true = max(self.clock.true, first[0])
            self.tell("a late call arrives")
            first[1]()
        self.clock.true = until

    # --- people at the desk

    def do(self, command: Command, digest: str | None = None) -> bool:
        """A person's command; what the desk acknowledged must be there for ever (P10)."""
        newest = self._newest()
        try:
            return self._do(command, digest)
        finally:
            self.made[command.key] += self._newest() > newest

    def _newest(self) -> int:
        return int(self.column("SELECT coalesce(max(id), 0) FROM change")[0])

    def _do(self, command: Command, digest: str | None) -> bool:
        try:
            changed = self.desk.commit(command, digest)
        except Crash:
            self.counts["desk crashes"] += 1
            if self.dice.random() < 0.5:
                self.again.append(command)
            return False
        except DeskError as error:
            self.said[f"{type(command).__name__} {error.code}"] += 1
            self.tell(f"desk: {type(command).__name__} -> {error.code}")
            return False
        except Exception as error:
            self.faults_found.append(f"FELL {type(command).__name__}: {type(error).__name__} {error}")
            raise
        self.said[type(command).__name__] += 1
        if changed.plan.effects:
            self.kept[command.key] = command
        self.tell(f"desk: {type(command).__name__} done, {len(changed.plan.effects)} effects")
        return True

    # --- workers

    def hire(self) -> None:
        wanted = 2 if self.temper.second else 1
        self.workers = [worker for worker in self.workers if not worker.over]
        while len(self.workers) < wanted:
            host = (
                "host A" if self.temper.same_host or not any(w.place[0] == "host A" for w in self.workers) else "host B"
            )
            self.workers.append(Process(self, host))
            self.tell(f"a new worker {self.workers[-1].place}")

    def work(self) -> None:
        """One of the workers goes on to where it next stops; one that sleeps is woken when its time has come."""
        self.hire()
        worker = self.dice.choice(self.workers)
        if worker.wakes > self.clock.true:
            self.passes(worker.wakes - self.clock.true + self.dice.choice((0, 1, 5, 20, 40)))
        worker.go_on()
        if worker.over:
            self.counts["worker crashes"] += 1

    def kill(self) -> None:
        """SIGKILL while it waits for its turn."""
        if self.workers:
            self.counts["worker crashes"] += 1
            worker = self.dice.choice(self.workers)
            self.tell(f"SIGKILL {worker.place}")
            worker.worker.dead = True
            worker.kill()

    def restore(self, backup: Rows) -> None:
        """The desk is put back as it was: nobody uses it meanwhile, and what came since is gone from its sight."""
        self.tell("the desk is put back from a backup")
        for worker in self.workers:
            worker.worker.dead = True
            worker.kill()
        self.stage.put(backup)
        self.moments = Moments(self)
        calm, self.calm = self.calm, True
        working = Working(self.desk, database_now=lambda unit: self.clock.now())
        working.restored(tuple(name for name, state in self.rows("SELECT name, state FROM connection")
                               if state != "OFF"))  # fmt: skip
        self.calm = calm
        there = set(self.column("SELECT key FROM change"))
        self.kept = {key: command for key, command in self.kept.items() if key in there}
        for key in [key for key in self.made if key not in there]:  # asked for again, it is done anew
            if key in self.resent:
                self.left_again[self.resent.pop(key)] += self.made[key]
            del self.made[key]
        self.was_restored = True
        self.counts["restores"] += 1

    # --- the end

    def calms_down(self) -> SimWorker:
        """No more faults; whoever died stays dead; a new worker works until nothing is due."""
        for worker in self.workers:
            worker.worker.dead = True
            worker.kill()
        self.calm, self.calm_at = True, self.clock.true
        self.tell("the world calms down")
        self.passes(2 * MINUTE)
        self.calm_provider()
        self.clock.off = 0
        for command in self.again:
            self.do(command)
        self.calming = True
        worker = new_worker(self, "host C")
        hours = (30 * MINUTE,) * 6 if self.messenger is not None else ()  # a reminder that is found late is none
        for seconds in (0, MINUTE, 20 * MINUTE, *hours, DAY, DAY):
            self.passes(seconds)
            while worker.tick() == 0:
                pass
        for _ in range(6):
            if not self.rows("SELECT 1 FROM op WHERE state IN ('todo', 'sent') LIMIT 1"):
                break
            self.passes(10 * HOUR)
            worker.tick()
        worker.once()
        return worker

    def calm_provider(self) -> None:
        """What was ordered of the provider and not used goes with the bad times; refunds that take long end."""
        for which in self.party.calms_down():
            self.customer.refund_ends(which, ok=self.dice.random() < 0.8)


def listen(world: World) -> Callable[[], None]:
    """An error that a worker swallows and writes down is a fault of ours; returns how to stop listening."""
    before = crash.report

    def heard(error: BaseException, folder: Path | None) -> str:
        world.faults_found.append(f"FELL {crash.outline(error)}")
        return ""

    crash.report = heard

    def stop() -> None:
        crash.report = before

    return stop
