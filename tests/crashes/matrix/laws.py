"""What must hold after each cell: the laws of the simulation, what the kind of work was for, and a second restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.crashes.matrix.kinds import Kind
from tests.crashes.matrix.scene import Scene
from tests.crashes.simulation import laws


class Witness:
    """A cell's world as tests/crashes/simulation/laws.py asks it."""

    def __init__(self, scene: Scene, kept: list[str], *, time_was_lost: bool) -> None:
        self.scene = scene
        self.currency = scene.currency
        self.provider = scene.provider
        self.clock = scene.clocks
        self.desk = scene.desk
        self.memory = self
        self.calendar = self.messenger = None
        """No cell plays on one: whoever serves calendars is killed at every point in tests/worker."""
        self.faults_found: list[str] = []
        self.kept = dict.fromkeys(kept)
        self.time_was_lost = time_was_lost
        """Days went by, or the clock was days off: what has a time of its own may have ended meanwhile."""

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.scene.rows(query, *values)

    def column(self, query: str, *values: Any) -> list[Any]:
        return [row[0] for row in self.rows(query, *values)]

    def one(self, query: str, *values: Any) -> Any:
        found = self.column(query, *values)
        return found[0] if len(found) == 1 else tuple(found)

    def theirs(self, query: str) -> list[tuple[Any, ...]]:
        return self.scene.theirs(query)

    @contextmanager
    def read(self, now: int) -> Iterator[Witness]:
        """The provider's memory; `connection` is what the laws ask."""
        with self.scene.book() as self.connection:
            yield self

    # --- what a kind asks

    def booking(self) -> str:
        return str(self.one("SELECT state FROM booking WHERE public_id = ?", self.scene.known["booking"]))

    def told(self, kind: str) -> bool:
        return bool(self.rows("SELECT 1 FROM task WHERE kind = ?", kind))

    def given_back(self) -> int:
        return int(self.one("SELECT coalesce(sum(amount), 0) FROM refund WHERE state = 'SUCCEEDED'"))


def judge(scene: Scene, kind: Kind, kept: list[str], restart: Callable[[], None], *, time_was_lost: bool) -> list[str]:
    """P1-P4, P6, P7, P9, P10, P12 and `verify()`; and that what was asked for has come, once."""
    witness: Any = Witness(scene, kept, time_was_lost=time_was_lost)
    found = laws.broken(witness)
    found += [f"{kind.name}: {what}" for what in kind.came(witness)]
    before = _fingerprint(witness)
    restart()
    after = _fingerprint(witness)
    if before != after:
        found.append(f"P12 a second restart changed {before} to {after}")
    return found


def _fingerprint(witness: Witness) -> tuple[Any, ...]:
    return (
        witness.one("SELECT max(id) FROM change"),
        witness.rows("SELECT public_id, state, serial FROM op ORDER BY id"),
        [witness.theirs(f"SELECT * FROM {table} ORDER BY 1") for table in ("checkout", "payment", "refund")],
    )
