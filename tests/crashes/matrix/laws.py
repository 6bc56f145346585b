"""What must hold after each cell: the laws of the simulation, what the kind of work was for, and a second restart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from tests.crashes.matrix.kinds import Kind
from tests.crashes.matrix.scene import Scene
from tests.crashes.simulation import laws


class Standing(NamedTuple):
    """An event on the calendar."""

    slot: str
    start: int
    end: int


def _instant(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


class Witness:
    """A cell's world as tests/crashes/simulation/laws.py asks it."""

    def __init__(self, scene: Scene, kept: list[str], *, time_was_lost: bool, calm_at: int = 0) -> None:
        self.scene = scene
        self.currency = scene.currency
        self.provider = scene.provider
        self.clock = scene.clocks
        self.desk = scene.desk
        self.memory = self
        self.calendar = scene.side if scene.side is not None and scene.side.name == "GOOGLE" else None
        self.messenger = None
        """What came of a letter its kind asks."""
        self.calm_at = calm_at
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

    def events(self, desk: str = "") -> list[Standing]:
        """What stands on the calendar."""
        assert self.scene.side is not None
        return [
            Standing(one["slot"], _instant(one["start"]), _instant(one["end"]))
            for one in self.scene.side.control("events")
        ]

    def letters(self, notice: str) -> list[tuple[str, str, int]]:
        """Letters that tell it: their ids, how they stand, and how often the server has accepted each."""
        assert self.scene.side is not None
        taken = Counter(one["id"].partition("@")[0] for one in self.scene.side.control("taken"))
        found = self.rows(
            "SELECT DISTINCT m.public_id, m.state FROM message m JOIN notification n ON n.message_id = m.id"
            " WHERE n.notice = ?",
            notice,
        )
        ops = self.rows("SELECT public_id, subject FROM op WHERE kind = 'MAIL'")
        return [(id_, state, sum(taken[op] for op, subject in ops if subject == id_)) for id_, state in found]

    def booking(self) -> str:
        return str(self.one("SELECT state FROM booking WHERE public_id = ?", self.scene.known["booking"]))

    def told(self, kind: str) -> bool:
        return bool(self.rows("SELECT 1 FROM task WHERE kind = ?", kind))

    def given_back(self) -> int:
        return int(self.one("SELECT coalesce(sum(amount), 0) FROM refund WHERE state = 'SUCCEEDED'"))


def judge(
    scene: Scene, kind: Kind, kept: list[str], restart: Callable[[], None], *, time_was_lost: bool, calm_at: int
) -> list[str]:
    """P1-P7, P7, P9, P10, P12 and `verify()`; and that what was asked for has come, once."""
    witness: Any = Witness(scene, kept, time_was_lost=time_was_lost, calm_at=calm_at)
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
