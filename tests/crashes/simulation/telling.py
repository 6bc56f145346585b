"""One story from its seed to its verdict."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.crashes.simulation.deeds import play
from tests.crashes.simulation.laws import broken, moved
from tests.crashes.simulation.without import SAFEGUARDS
from tests.crashes.simulation.world import World, listen


@dataclass
class Verdict:
    seed: int
    broken: list[str]
    killed: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)


def tell(seed: int, without: str = "", log: Callable[[str], None] | None = None) -> Verdict:
    """The story of a seed, with a safeguard taken out where one is named."""
    with ExitStack() as stack:
        world = World(seed, log)
        stack.callback(world.close)
        stack.callback(listen(world))
        if without:
            stack.enter_context(SAFEGUARDS[without](world))
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
            world.counts[table] += world.column(
                f"SELECT count(*) FROM {table} WHERE {'provider' if table == 'payment' else 'method'} = 'DEMO'"
            )[0]
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


def tell_many(
    seeds: Iterable[int], without: str = "", each: Callable[[Verdict], None] | None = None, most: int | None = None
) -> Sum:
    """`most`: stop after so many failures."""
    total, begun = Sum(), time.monotonic()
    for seed in seeds:
        verdict = tell(seed, without)
        total.seeds += 1
        total.killed += verdict.killed
        total.points += verdict.points
        total.counts += verdict.counts
        total.said += verdict.said
        if verdict.broken:
            total.failed.append(verdict)
        if each is not None:
            each(verdict)
        if most is not None and len(total.failed) >= most:
            break
    total.seconds = time.monotonic() - begun
    return total
