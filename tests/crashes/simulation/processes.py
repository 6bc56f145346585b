"""Workers that stop wherever the world says and go on when it says: one runs at a time, in the order of the seed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from deskbell.services.connecting import Opened
from deskbell.services.working import Working
from deskbell.store.ops.leases import Leases
from deskbell.worker.loop import Worker
from tests.crashes.simulation.faults import Crash, Faulty

if TYPE_CHECKING:
    from tests.crashes.simulation.world import World


class SimWorker(Worker):
    """The product's worker. Its pulse beats by the wall's clock, so it is left out: a lease may be lost at any call."""

    dead = False

    def _pulse(self) -> None:
        return

    def leave(self) -> None:
        if not self.dead:  # the dead leave nothing in order
            super().leave()


def new_worker(world: World, host: str, wait: Callable[[float], object] | None = None) -> SimWorker:
    """A worker as a new process of that machine would be: nothing in its memory. It waits by the story's clock."""
    working = Working(world.desk, database_now=lambda unit: world.clock.now())
    messengers = {} if world.messenger is None else {world.messenger.name: world.messenger}
    calendars = {} if world.calendar is None else {world.calendar.name: world.calendar}
    worker = SimWorker(
        working,
        {world.method: Faulty(world.party.provider(), world)},
        world.clock,
        wait or (lambda seconds: world.passes(max(1, int(seconds)))),
        dice=Random(world.dice.random()),  # type: ignore[arg-type]
        opened=Opened({}, {}, calendars=calendars, messengers=messengers),  # type: ignore[arg-type]
    )
    pid = world.next_pid()
    alive = lambda number: (host, number) in world.pids  # noqa: E731
    worker.leases = Leases(str(world.fresh()), now=working.database_now, alive=alive, host=host, pid=pid)
    world.pids.add((host, pid))
    return worker


class Process:
    """A worker in a thread of its own that holds still unless it is its turn."""

    def __init__(self, world: World, host: str) -> None:
        self.world = world
        self.worker = new_worker(world, host, self._sleep)
        self.place = (host, self.worker.leases.pid)
        self.killed = False
        self.over = False
        self.wakes = world.clock.true
        self.fresh = False
        """Nobody else has acted since it claimed what it does now."""
        self.fell: BaseException | None = None
        self._mine, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def go_on(self) -> None:
        """Let it run to where it stops next; somebody else has the turn afterwards."""
        before, self.world.running = self.world.running, self
        self._mine.release()
        self._back.acquire()
        self.world.running = before
        if self.fell is not None:
            raise self.fell

    def kill(self) -> None:
        """SIGKILL, wherever it stands."""
        if not self.over:
            self.killed = self.worker.dead = True
            self.go_on()
        self._thread.join()

    def hold(self) -> None:
        """Called by the process itself: stop here until it is its turn again."""
        self.fresh = False
        if not self.killed:
            self._back.release()
            self._mine.acquire()
        if self.killed:
            raise Crash

    def _sleep(self, seconds: float) -> None:
        self.wakes = self.world.clock.true + max(1, int(seconds))
        self.hold()

    def _live(self) -> None:
        self._mine.acquire()
        try:
            if not self.killed:
                self.worker.run()
        except Crash:
            pass
        except BaseException as error:
            self.fell = error
        finally:
            self.over = True
            self.world.pids.discard(self.place)
            self._back.release()
