"""One story from its seed to its verdict."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context

from tests.crashes.simulation.deeds import play
from tests.crashes.simulation.laws import broken, moved
from tests.crashes.simulation.without import without as taken
from tests.crashes.simulation.world import World, listen


@dataclass
class Verdict:
    seed: int
    broken: list[str]
    killed: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)


def tell(seed: int, without: str = "", log: Callable[[str], None] | None = None, party: str = "demo") -> Verdict:
    """The story of a seed, with a safeguard taken out where one is named."""
    with ExitStack() as stack:
        world = World(seed, log, party)
        stack.callback(world.close)
        stack.callback(listen(world))
        if without:
            stack.enter_context(taken(without)(world))
        try:
            play(world)
            worker = world.calms_down()
            found = broken(world)
            found += moved(world, worker)
        except Exception as error:
            if log is not None:
                raise
            found = [*world.faults_found, f"FELL {type(error).__name__}: {error}"]
        for table in ("payment", "refund"):
            world.counts[table] += world.column(f"SELECT count(*) FROM {table} WHERE method = ?", world.method)[0]
        return Verdict(seed, found, world.killed, world.points, world.counts, world.said)


@dataclass
class Sum:
    """Many stories."""

    seeds: int = 0
    seconds: float = 0
    failed: list[Verdict] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)

    def add(self, verdict: Verdict) -> None:
        self.seeds += 1
        self.killed.update(verdict.killed)
        self.points.update(verdict.points)
        self.counts.update(verdict.counts)
        self.said.update(verdict.said)
        if verdict.broken:
            self.failed.append(verdict)

    @property
    def crashes(self) -> int:
        """Processes that died: workers, and desks over a command."""
        return self.counts["worker crashes"] + self.counts["desk crashes"]


def tell_many(
    seeds: Iterable[int],
    without: str = "",
    each: Callable[[Verdict, Sum], None] | None = None,
    most: int | None = None,
    jobs: int = 1,
    party: str = "demo",
) -> Sum:
    """`most`: stop after so many failures. `jobs`: processes that share the seeds; the order stays theirs."""
    total, begun = Sum(), time.monotonic()
    with ExitStack() as stack:
        for verdict in _told(stack, seeds, partial(tell, without=without, party=party), jobs):
            total.add(verdict)
            total.seconds = time.monotonic() - begun
            if each is not None:
                each(verdict, total)
            if most is not None and len(total.failed) >= most:
                break
    return total


def _told(stack: ExitStack, seeds: Iterable[int], one: Callable[[int], Verdict], jobs: int) -> Iterable[Verdict]:
    if jobs == 1:
        return map(one, seeds)
    return stack.enter_context(get_context("spawn").Pool(jobs)).imap(one, seeds, chunksize=8)
