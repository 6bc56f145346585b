"""How soon work goes on after a SIGKILL, and what that costs: real processes by the machine's own clock.

A worker claims an operation and dies over it. Who claims it next, how many seconds later, and for how much of a
processor's time from the beginning of the turn that does it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from threading import Event

from deskbell.worker.loop import Worker
from tests.crashes.matrix.cells import Point
from tests.crashes.matrix.every import BY_NAME
from tests.crashes.matrix.hooks import Armed, Door, Reach, put_around
from tests.crashes.matrix.kinds import nothing
from tests.crashes.matrix.kits import Kit
from tests.crashes.matrix.line import Child, Line
from tests.crashes.matrix.scene import Clocks, Scene
from tests.crashes.matrix.sites import Site

CHECKOUT = BY_NAME["checkout"]
NEXT = ("a new worker", "one that waits on the same machine", "one that waits on another machine")


class Real(Clocks):
    """The machine's own clock."""

    def set(self, true: int, off: int) -> None:
        pass

    @property
    def true(self) -> int:
        return int(time.time())


@dataclass(frozen=True, slots=True)
class Figure:
    who: str
    engine: str
    seconds: float
    to_claim: float
    to_answer: float
    """Processor time in milliseconds, from the beginning of the turn."""


def measure(site: Site, kit: Kit, rounds: int) -> Iterator[Figure]:
    """On a desk of its own each time: what else is due would count too."""
    scene = Scene(site, kit, Real())
    for no in range(rounds):
        for who in NEXT:
            site.fresh()
            scene.start()
            kit.clock(None)
            scene.furnish()
            nothing(scene)
            scene.turn()
            site.database.close()
            yield _one(scene, who, no)


def _one(scene: Scene, who: str, no: int) -> Figure:
    first = Child("first", partial(_life, scene, f"first {no}", "", [Armed(Point.AFTER_TX1, "kill")]))
    _until(first, "turned")
    fork = partial(Child, "next", partial(_life, scene, f"next {no}", "elsewhere" if who == NEXT[2] else "", []))
    if who != NEXT[0]:
        other = fork()
        _until(other, "turned")
    desk = Child("desk", partial(_books, scene, f"desk {no}"))
    while desk.hear() is not None:
        pass
    while first.hear() is not None:
        first.go()
    died = time.monotonic()
    assert first.was_killed
    if who == NEXT[0]:
        other = fork()
    claimed = _until(other, "claimed")
    seconds = time.monotonic() - died
    answered = _until(other, "answered")
    other.go(stop=True)
    while other.hear() is not None:
        other.go(stop=True)
    return Figure(who, scene.site.kind, seconds, claimed * 1000, answered * 1000)


def _until(child: Child, what: str) -> float:
    while (said := child.hear()) is not None:
        if what in said:
            return float(said[what])
    raise AssertionError(f"{child.name} ended with {child.ended} before it {what}")


def _books(scene: Scene, name: str, line: Line) -> None:
    scene.who, scene._count = name, 0
    command = CHECKOUT.ask(scene)
    assert command is not None
    scene.do(command)


def _life(scene: Scene, name: str, host: str, armed: list[Armed], line: Line) -> None:
    """A worker in its own loop, by the machine's clock; it says what its turns cost."""
    scene.who, scene._count = name, 0
    reach = _Costs(scene, line, armed)
    put_around(reach)
    life = Worker(scene.working, {str(scene.method): Door(reach)}, scene.clock, Event().wait, dice=Random(name))
    if host:
        life.leases = scene.working.leases(host=host)
    tick: Callable[[], int] = life.tick

    def turn() -> int:
        reach.begun = time.process_time()
        pause = tick()
        line.say(turned=time.process_time() - reach.begun)
        return 1 if reach.answered and life.stop.set() is None else pause

    life.tick = turn  # type: ignore[method-assign]
    life.run()


class _Costs(Reach):
    def __init__(self, scene: Scene, line: Line, armed: list[Armed]) -> None:
        super().__init__(scene, CHECKOUT, line, armed, again=False, tx0="no such")
        self.begun = 0.0
        self.answered = False

    def at(self, point: Point) -> None:
        if point is Point.AFTER_TX1:
            self.line.say(claimed=time.process_time() - self.begun)
        if point is Point.AFTER_TX2:
            self.answered = True
            self.line.say(answered=time.process_time() - self.begun)
        super().at(point)
