"""A story told in the order in which it happened, up to now: what happens at the desk, and what the world does."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from deskbell.demo.outside import Outside, Pen
from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import Refused
from deskbell.domain.ids import Id
from deskbell.domain.plan import Minting

if TYPE_CHECKING:
    from deskbell.domain.commands import Command
    from deskbell.domain.plan import Plan
    from deskbell.services.desk import Changed

ZONE = "Europe/Madrid"
WEEKS_BACK, WEEKS_AHEAD = 6, 7
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
AGO = 25
"""Days within which everybody booked what lies ahead."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody's weekly lesson."""

    person: Id
    tutor: Id
    service: Id
    weekday: int
    minute: int


class Story:
    """`now` is where it ends; the same seed and day roll the same dice."""

    def __init__(self, pen: Pen, seed: int, day: date, now: int, outside: Outside | None = None) -> None:
        self.pen = pen
        self.outside = outside
        self.day, self.now = day, now
        self.first = day - timedelta(days=day.weekday() + 7 * WEEKS_BACK)
        self.dice = random.Random(f"{seed} {day.isoformat()}")  # noqa: S311 - a studio, not a secret
        self.name = f"{seed}:{day.isoformat()}"
        self.told = 0
        self._to_come: list[tuple[int, int, Callable[[], object]]] = []
        self._nth = count()

    def key(self) -> Id:
        self.told += 1
        return Minting(Id(f"{self.name}:{self.told}"))()

    def at(self, day: date, minute: int) -> int:
        return zone_clock(ZONE).lesson_start(day, minute)[0]

    def asked_for(self, start: int) -> int:
        """When somebody booked what starts then: some days before; what is far ahead at some time of the last weeks."""
        return min(start - self.dice.randrange(3, 15) * DAY, self.now - self.dice.randrange(1, AGO * 24) * HOUR)

    # --- telling

    def later(self, at: int, happens: Callable[[], object]) -> None:
        """Remember that something happens then; what lies after `now` never happens."""
        if at <= self.now:
            heapq.heappush(self._to_come, (at, next(self._nth), happens))

    def beyond(self, at: int, happens: Callable[[Outside], None]) -> None:
        """Remember what the world does then; a story without a world has none of it."""
        if self.outside is not None:
            self.later(at, partial(self._beyond, happens, self.outside))

    def _beyond(self, happens: Callable[[Outside], None], outside: Outside) -> None:
        self.pen.lift()
        happens(outside)

    def do(self, command: Command, at: int) -> Changed | None:
        """A command given then; the desk's own rules may refuse it, and then it did not happen."""
        try:
            return self.pen.write(command, at)
        except Refused:
            return None

    def would(self, command: Command, at: int) -> Plan | None:
        """What the command would do then."""
        try:
            return self.pen.plan(command, at)
        except Refused:
            return None

    def tell(self, progress: Progress) -> None:
        done = 0
        while self._to_come:
            _, _, happens = heapq.heappop(self._to_come)
            happens()
            done += 1
            if done % 50 == 0:
                progress(done, done + len(self._to_come))
