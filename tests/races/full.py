"""The races at full size: 500 tries from 50 processes, at one hour and at twelve seats, with and without guards.

python -m tests.races.full [processes [laps]]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deskbell.store import tables
from tests.house import postgres
from tests.races import racers


def main(crowd: int = 50, laps: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder, postgres.server() as server:
        numbers = iter(range(1000))
        databases: dict[str, Callable[[], str]] = {
            "sqlite": lambda: f"sqlite:///{Path(folder) / f'desk{next(numbers)}'}",
            "postgresql": lambda: server.create(f"race{next(numbers)}"),
        }
        for kind, new in databases.items():
            for line in run(new, crowd, laps):
                print(f"{kind:11}{line}", flush=True)


def run(new: Callable[[], str], crowd: int, laps: int) -> Iterator[str]:
    url = staged(new)
    started = time.perf_counter()
    said = racers.race(url, crowd, laps, racers.take_the_hour)
    spent = time.perf_counter() - started
    assert said["won"] == racers.count(url, tables.slot) == 1, said
    assert said["RANGE_CONFLICT"] + said["BUSY_TRY_AGAIN"] == crowd * laps - 1, said
    dead = racers.deadlocks_seen_by_the_server(url)
    assert dead == 0
    yield f"one hour, {crowd} x {laps}: {dict(said)}, {dead} deadlocks, {spent:.1f} s"

    url = staged(new)
    racers.drop_guards(url)
    said = racers.race(url, crowd, laps, racers.look_then_take, abreast=True)
    doubles = racers.double_bookings(url)
    assert doubles >= 1
    yield f"  guard off, looking first: {dict(said)}, {doubles} pairs booked double"

    url = staged(new, kind="CLASS", capacity=12)
    started = time.perf_counter()
    said = racers.race(url, crowd, laps, racers.take_a_seat)
    spent = time.perf_counter() - started
    seated = racers.count(url, tables.booking)
    assert said["won"] == seated == racers.taken(url) == 12, said
    assert racers.deadlocks_seen_by_the_server(url) == 0
    yield f"twelve seats: {dict(said)}, {seated} seated, {spent:.1f} s"

    url = staged(new, kind="CLASS", capacity=12)
    racers.race(url, crowd, laps, racers.count_then_sit, abreast=True)
    seated = racers.count(url, tables.booking)
    assert seated > 12
    yield f"  counting first: {seated} seated"

    url = staged(new)
    said = racers.race(url, crowd, laps, racers.take_or_move)
    assert racers.double_bookings(url) == 0
    yield f"made and moved: {dict(said)}, 0 pairs booked double"


def staged(new: Callable[[], str], **first: object) -> str:
    url = new()
    racers.set_stage(url, **first)
    return url


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
