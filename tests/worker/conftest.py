"""The small desk with a worker, a provider that remembers, and a customer; on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain.booking import State
from deskbell.domain.commands import Book
from deskbell.domain.effects import AttemptOpened, SeatTaken
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.ports import Features, PaymentProvider, Unknown
from deskbell.providers.fake import FakeProvider
from deskbell.providers.fake_customer import Customer
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, small, small_url

__all__ = ["small", "small_url"]


class Crash(BaseException):
    """The process is gone at this point: nothing below it cleans up."""


@dataclass
class Line:
    """The line between the worker and the provider: counts calls, loses replies, falls dead.

    `whims` are answers to order, one for each call of that name: None lets it through, LOST acts and loses the reply,
    an outcome is said instead, an exception is raised after it acted.
    """

    provider: FakeProvider
    calls: list[tuple[str, str]] = field(default_factory=list)
    whims: dict[str, list[Any]] = field(default_factory=dict)
    name: str = "DEMO"
    features: Features = field(default_factory=Features)

    def _say(self, call: str, *given: Any) -> Any:
        self.calls.append((call, str(given[-1])))
        waiting = self.whims.get(call) or self.whims.get("*") or [None]
        whim = waiting.pop(0)
        if whim is not None and whim != "LOST" and not isinstance(whim, BaseException):
            return whim() if callable(whim) else whim
        answer = getattr(self.provider, call)(*given)
        if isinstance(whim, BaseException):
            raise whim
        return Unknown("TIMEOUT") if whim == "LOST" else answer

    def open(self, *given: Any) -> Any:
        return self._say("open", *given)

    def look(self, *given: Any) -> Any:
        return self._say("look", *given)

    def expire(self, *given: Any) -> Any:
        return self._say("expire", *given)

    def capture(self, *given: Any) -> Any:
        return self._say("capture", *given)

    def void(self, *given: Any) -> Any:
        return self._say("void", *given)

    def refund(self, *given: Any) -> Any:
        return self._say("refund", *given)

    def since(self, *given: Any) -> Any:
        return self._say("since", *given)

    def check(self) -> Any:
        return self.provider.check()

    def count(self, call: str) -> int:
        return sum(1 for made, _ in self.calls if made == call)


@dataclass
class Rig:
    """A desk, its worker, the provider on the other end of the line, and who pays."""

    small: Small
    clock: FrozenClock
    line: Line
    customer: Customer
    working: Working
    worker: Worker
    crashes: Path

    def another(self, **own: Any) -> Worker:
        """A second worker of the same desk, with leases of its own."""
        made = Worker(self.working, {"DEMO": self.line}, self.clock, dice=Random(2), crashes=self.crashes)
        made.leases = self.working.leases(**own)
        return made

    def book(self, when: str = "2026-03-05 15:00", who: str = "Ana Pérez") -> tuple[int, Id]:
        """A held seat that waits for its link to be paid: the booking's number and the attempt."""
        changed = self.small.book(who, when, method=Method.DEMO)
        assert next(changed.plan.of(SeatTaken)).state is State.HELD
        return self.small.no(changed), next(changed.plan.of(AttemptOpened)).attempt

    def turn(self, seconds: int = 0, worker: Worker | None = None) -> int:
        """Let time pass, then one turn; the worker's leases are beaten on the way as they would be."""
        self.clock.at += seconds
        return (worker or self.worker).tick()

    def state(self, no: int) -> State:
        return self.small.desk.booking(no).booking.state

    def ops(self) -> list[tuple[str, str, str]]:
        return [tuple(row) for row in self.rows("SELECT kind, state, error FROM op ORDER BY id")]

    def tasks(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT kind FROM task WHERE state = 'OPEN' ORDER BY id")]

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.small.desk.database.read() as unit:
            return list(unit.connection.execute(text(statement), values).all())

    def write(self, statement: str, **values: Any) -> None:
        with self.small.desk.database.write() as unit:
            unit.connection.execute(text(statement), values)


@pytest.fixture
def rig(small: Small, clock: FrozenClock, tmp_path: Path) -> Iterator[Rig]:
    """Nothing has been said yet: the connection is made known, as its first turn would."""
    provider = FakeProvider(tmp_path / "world.sqlite3", clock)
    line = Line(provider, features=provider.features)
    customer = Customer(provider.memory, clock)
    working = Working(small.desk, database_now=lambda unit: clock.now())
    crashes = tmp_path / "crashes"
    _check: PaymentProvider = line
    worker = Worker(working, {"DEMO": line}, clock, lambda seconds: None, dice=Random(1), crashes=crashes)
    working.connect("DEMO")
    yield Rig(small, clock, line, customer, working, worker, crashes)
    provider.memory.close()


MakeRig = Callable[[], Rig]
__all__ += ["Book", "at", "fresh"]
