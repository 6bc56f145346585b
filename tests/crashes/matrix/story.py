"""One cell from its stage to its verdict: the director, who forks desks and workers and makes trouble for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.crashes.matrix import lives
from tests.crashes.matrix.cells import ASKING, Cell, Fault, Point, Trouble
from tests.crashes.matrix.hooks import Armed
from tests.crashes.matrix.kinds import Kind
from tests.crashes.matrix.line import Child, Line
from tests.crashes.matrix.scene import DAY, HOUR, MINUTE, Scene
from tests.crashes.matrix.sites import Service

LEASE = 20
"""Seconds after which the lease of who does not beat is over, and somebody else's to take."""

TRIES = 6
"""Processes that a trouble may take to be reached."""

STEPS = (1, 15, 45, 60, 5 * MINUTE)
"""How a worker's sleep goes by while it has trouble."""

CALM = (0, 20, MINUTE, 20 * MINUTE, 2 * HOUR, 23 * HOUR, DAY, DAY)

SAID = {
    (Point.SOCKET, Fault.DROP): ("lost_request", ""),
    (Point.ACTED, Fault.DROP): ("lost_reply", ""),
    (Point.SOCKET, Fault.BUSY): ("429", "7"),
    (Point.SOCKET, Fault.DOWN): ("503", "7"),
    (Point.ACTED, Fault.DOWN): ("html", "503"),
    (Point.SOCKET, Fault.STICKY): ("sticky", ""),
    (Point.ACTED, Fault.STICKY): ("sticky_acted", ""),
    (Point.SOCKET, Fault.TIMEOUT): ("delayed", ""),
    (Point.ACTED, Fault.TIMEOUT): ("hold", ""),
}


@dataclass
class Verdict:
    cell: Cell
    broken: list[str]
    reached: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    seconds: float = 0
    deaths: int = 0


class Story:
    """A cell while it plays."""

    def __init__(self, scene: Scene, kind: Kind, cell: Cell, *, notes: bool = False) -> None:
        self.scene, self.kind, self.cell, self.notes = scene, kind, cell, notes
        self.troubles = list(cell.troubles)
        self.asks = by_worker(cell)
        """Whether a worker asks for it here, by itself."""
        self.told: list[str] = []
        self.reached: list[str] = []
        self.swallowed: list[str] = []
        self.kept: list[str] = []
        self.deaths = 0
        self._forks = 0
        self._down = False
        self._blocker: Child | None = None
        self.away = self.calm_at = 0
        """Seconds that nobody works before the end, and when all is calm."""

    # --- the whole of it

    def play(self) -> Verdict:
        try:
            self._ask()
            self._work()
            self._calm()
            broken = self._judged()
        finally:
            self._unblock()
            self._up()
        if self.troubles:
            broken.insert(0, f"NOT REACHED {self.troubles[0]}")
        wrong = (self.scene.side or self.scene.kit).wrong()
        broken += [f"against the provider's contract: {found}" for found in wrong]
        broken += [f"SWALLOWED {outline}" for outline in self.swallowed]
        return Verdict(self.cell, broken, self.reached, self.told, deaths=self.deaths)

    def _ask(self) -> None:
        """TX0: who is not told that it is done tries again."""
        if self.asks:
            return
        for _ in range(TRIES):
            trouble = self.troubles[0] if self.troubles and self.troubles[0].point in ASKING else None
            if self._asked(trouble):
                break
        else:
            raise AssertionError("the desk never says that it is done")
        self._pass(self.kind.wait)

    def _asked(self, trouble: Trouble | None) -> bool:
        """Whether somebody was told that it is done, or does not ask again."""
        armed, reaction = self._armed(trouble)
        if trouble is not None and not armed:  # it is not the desk's process that has trouble
            if trouble.fault is Fault.TIMEOUT:
                self._block()
            else:
                self._turn_clock(trouble.fault)
            self._met()
        child = self._fork("desk", partial(lives.desk, self.scene, self.kind, self.kind.ask, armed, "somebody"))
        done = False
        while (said := self._hear(child)) is not None:
            if "reached" in said:
                self._met()
            if "held" in said:
                self._meet(reaction, child)
            if "done" in said:
                done = True
                if said["key"]:
                    self.kept.append(said["key"])
        self._unblock()
        self._up()
        self._turn_clock(None)
        return done or bool(self.away)

    def _work(self) -> None:
        """Workers come as long as there is trouble to be met."""
        for _ in range(TRIES):
            self._pass(self.away)
            self.away = 0
            self._a_worker()
            if not self.troubles and not self.away:
                return

    def _a_worker(self) -> None:
        queue = [self._armed(trouble) for trouble in self.troubles]
        reactions = [reaction for _, reaction in queue]
        child = self._worker([one for arms, _ in queue for one in arms], self.kind.worker_tx0 if self.asks else "")
        steps = list(STEPS)
        reaction = None
        while (said := self._hear(child)) is not None:
            if "reached" in said:
                self._met()
                reaction = reactions.pop(0)
            elif "held" in said:
                self._meet(reaction, child)
            elif "waits" in said:
                self._unblock()
                self._up()
                self._next(child, steps)
        self._unblock()
        self._up()
        self._turn_clock(None)

    def _next(self, child: Child, steps: list[int]) -> None:
        if steps:
            self._pass(steps.pop(0))
            child.go()
        else:
            child.go(stop=True)

    def _calm(self) -> None:
        """The world calms down, a worker works until nothing is due."""
        self._turn_clock(None)
        self._pass(2 * MINUTE)
        self.calm_at = self.scene.clocks.true
        self.scene.kit.release()
        child = self._worker([], "")
        steps = list(CALM)
        extra = 6
        while (said := self._hear(child)) is not None:
            if "waits" not in said:
                continue
            if self.kind.later is not None:
                self.kind.later(self.scene)
            if not steps and extra and self.scene.rows("SELECT 1 FROM op WHERE state IN ('todo', 'sent')"):
                extra -= 1
                steps = [10 * HOUR]
            self._next(child, steps)
        if child.ended != 0:
            raise AssertionError(f"the worker of the calm ended with {child.ended}")

    def _judged(self) -> list[str]:
        lost = any(
            t.fault in (Fault.LATE, Fault.AHEAD) or (t.fault is Fault.BACK and t.point is Point.BEFORE_TX0)
            for t in self.cell.troubles
        )
        child = self._fork("judge", partial(lives.second_restart, self.scene, self.kind, self.kept, lost, self.calm_at))
        found: list[str] = ["NOT JUDGED"]
        while (said := self._hear(child)) is not None:
            found = said.get("broken", found)
        return found

    # --- troubles

    def _armed(self, trouble: Trouble | None) -> tuple[list[Armed], Callable[[Child], None] | None]:
        """What the process does to itself at the point, and what the director does while it holds there."""
        if trouble is None:
            return [], None
        point, fault = trouble.point, trouble.fault
        if said := SAID.get((point, fault)):
            hasty = fault is Fault.TIMEOUT
            kind, value = said
            if kind.startswith("sticky") and self.kind.op is None:
                kind = "500"  # a reading has no key under which it could be kept
            return [Armed(point, "order", kind, value, hasty=hasty)], None
        match fault:
            case Fault.KILL_WORKER:
                return [Armed(point, "kill")], None
            case Fault.KILL_DESK if point in ASKING:
                return [Armed(point, "kill")], None
            case Fault.KILL_DESK:
                return [Armed(point, "hold")], self._desk_dies
            case Fault.DATABASE if self.cell.engine == "postgresql":
                return [Armed(point, "hold")], self._database_stops
            case Fault.DATABASE if point in (Point.BEFORE_TX0, Point.BEFORE_TX2):
                return [Armed(point, "mid")], None
            case Fault.DATABASE:
                return [Armed(point, "hold")], self._writer_dies
            case Fault.DROP:
                return [Armed(point, "drop")], None
            case Fault.TIMEOUT if point is Point.BEFORE_TX0:
                return [], None
            case Fault.TIMEOUT:
                return [Armed(Point.ANSWERED, "hold")], self._locks_are_held
            case Fault.DUPLICATE | Fault.REORDERED:
                return self._armed_events(trouble)
            case Fault.LATE if self.kind.sort.sweeps and point is Point.SOCKET:
                return [Armed(point, "order", "away", str(29 * DAY))], None
            case Fault.LATE:
                return [Armed(point, "kill")], None
            case Fault.BACK | Fault.AHEAD if point is Point.BEFORE_TX0:
                return [], None
            case Fault.BACK | Fault.AHEAD:
                return [Armed(point, "hold")], lambda child: self._turn_clock(fault)
            case Fault.TWO:
                return [Armed(point, "hold")], self._another_works
        raise AssertionError(trouble)

    def _armed_events(self, trouble: Trouble) -> tuple[list[Armed], None]:
        how = {Fault.DUPLICATE: "duplicate", Fault.REORDERED: "reordered"}[trouble.fault]
        if self.kind.sort.sweeps:
            return [Armed(trouble.point, "order", how)], None
        self.scene.kit.order("since", how, times=30)
        if trouble.point is Point.ACTED:
            return [Armed(trouble.point, "order", "lost_reply")], None
        return [Armed(trouble.point, "kill" if trouble.point is not Point.AFTER_TX2 else "hold")], None

    def _met(self) -> None:
        """The first trouble has happened."""
        if not self.troubles:
            return
        trouble = self.troubles.pop(0)
        self.reached.append(str(trouble))
        self._tell(f"-- {trouble}")
        if trouble.fault is Fault.LATE:
            self.away = 29 * DAY

    def _meet(self, reaction: Callable[[Child], None] | None, child: Child) -> None:
        if reaction is not None:
            reaction(child)
        child.go()

    def _turn_clock(self, fault: Fault | None) -> None:
        off = {Fault.BACK: -2 * HOUR, Fault.AHEAD: 2 * DAY, None: 0}[fault]
        self.scene.clocks.set(self.scene.clocks.true, off)

    def _desk_dies(self, child: Child) -> None:
        """Another desk is killed before it commits; it is asked again, and is killed when it is done. One that waits
        for the worker's locks is killed there.
        """
        for point in (Point.BEFORE_TX0, Point.AFTER_TX0):
            self._victim(Armed(point, "kill"))

    def _writer_dies(self, child: Child) -> None:
        """Another writer is killed in mid-transaction, half of it in the file already."""
        self._victim(Armed(Point.BEFORE_TX0, "mid"))

    def _victim(self, armed: Armed) -> None:
        desk = self._fork("other desk", partial(lives.desk, self.scene, self.kind, self.kind.meddle, [armed], "other"))
        while (said := self._hear(desk, patience=0.2)) is not None:
            if "refused" in said:
                self.swallowed.append(f"the other desk was refused: {said['refused']}")

    def _database_stops(self, child: Child) -> None:
        site = self.scene.site
        assert isinstance(site, Service)
        site.server.stop_at_once()
        self._down = True

    def _up(self) -> None:
        site = self.scene.site
        if self._down and isinstance(site, Service):
            site.server.start_again()
            self._down = False

    def _locks_are_held(self, child: Child) -> None:
        self._block()

    def _block(self) -> None:
        self._blocker = self._fork("blocker", partial(lives.blocker, self.scene))
        self._hear(self._blocker)

    def _unblock(self) -> None:
        if self._blocker is None:
            return
        self._blocker.go()
        while self._hear(self._blocker) is not None:
            pass
        self._blocker = None

    def _another_works(self, child: Child) -> None:
        """It hangs until its lease is over, and another worker takes over."""
        self._pass(LEASE)
        other = self._worker([], "")
        steps = [1, 15, 45]
        while (said := self._hear(other)) is not None:
            if "waits" in said:
                self._next(other, steps)

    # --- processes and time

    def _worker(self, armed: list[Armed], tx0: str) -> Child:
        name = f"worker {self._forks}"
        again = bool(self.reached)
        live = partial(lives.worker, self.scene, self.kind, armed, name, again=again, tx0=tx0)
        return self._fork(name, live)

    def _fork(self, name: str, live: Callable[[Line], None]) -> Child:
        self._forks += 1
        return Child(name, live, notes=self.notes)

    def _hear(self, child: Child, patience: float | None = None) -> dict[str, Any] | None:
        said = child.hear(patience)
        if said is None:
            self.deaths += child.was_killed
            self._tell(f"{child.name} {'was killed' if child.was_killed else 'ends'}")
            if child.ended not in (0, -9):
                self.swallowed.append(f"{child.name} ended with {child.ended}")
            return None
        for key in ("fell", "swallowed"):
            if key in said:
                self.swallowed.append(f"{child.name}: {said[key]}")
        self._tell(f"{child.name}: {said.get('note') or said}")
        return said

    def _pass(self, seconds: int) -> None:
        if seconds:
            self.scene.passes(seconds)
            self._tell(f"{seconds} s go by")

    def _tell(self, text: str) -> None:
        self.told.append(text)


def by_worker(cell: Cell) -> bool:
    """Where a worker has trouble with TX0, it is a worker's own TX0."""
    workers = (Fault.KILL_WORKER, Fault.TWO)
    return any(t.point in ASKING and t.fault in workers for t in cell.troubles)
