"""Processes that want the same thing at the same moment, and what became of each of their tries."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg  # noqa: F401 -- imported once, in the server that the racers are forked from
from sqlalchemy import delete, func, insert, select, update

from deskbell.domain.errors import DeskError
from deskbell.store import tables
from deskbell.store.database import Database
from deskbell.store.engine import open_database
from deskbell.store.failures import Deadlock
from tests.store import rows
from tests.store.rows import HOUR, NOON

PATIENCE = 600  # seconds until a race counts as hanging

slot, booking = tables.slot, tables.booking

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.races.racers", "tests.races.two_workers"])


@dataclass(frozen=True, slots=True)
class Try:
    """One try of one racer: `number` differs for every try of a race, `lap` counts those of one racer."""

    database: Database
    number: int
    lap: int
    dice: random.Random


Action = Callable[[Try], str]


def race(url: str, racers: int, laps: int, action: Action, *, abreast: bool = False) -> Counter[str]:
    """Outcomes of racers x laps tries, started together; `abreast` lines them up again before each lap.

    An outcome is what the action returns, the code of its DeskError, or DEADLOCK.
    """
    gate, answers = _context.Barrier(racers), _context.SimpleQueue()
    crowd = [
        _context.Process(target=_run, args=(url, number, laps, action, gate, answers, abreast), daemon=True)
        for number in range(racers)
    ]
    for process in crowd:
        process.start()
    for process in crowd:
        process.join(PATIENCE)
        if process.exitcode != 0:
            for other in crowd:
                other.kill()
            raise AssertionError(f"a racer hangs or fell: {process.exitcode}")
    total: Counter[str] = Counter()
    while not answers.empty():
        total += answers.get()
    assert total.total() == racers * laps
    return total


def at_last(attempt: Callable[[], bool], tries: int = 6) -> bool:
    """Whether it comes true within so many tries: what luck must show once, as a race without its guard."""
    return any(attempt() for _ in range(tries))


def _run(url: str, racer: int, laps: int, action: Action, gate: Any, answers: Any, abreast: bool) -> None:
    said: Counter[str] = Counter()
    with open_database(url) as database:
        dice = random.Random(racer)
        for lap in range(laps):
            if lap == 0 or abreast:
                gate.wait(PATIENCE)
            try:
                outcome = action(Try(database, racer * laps + lap + 1, lap, dice))
            except Deadlock:
                outcome = "DEADLOCK"
            except DeskError as error:
                outcome = error.code
            said[outcome] += 1
    answers.put(said)
    sys.stdout.flush()


# --- what they try ----------------------------------------------------------------------------------------------


def take_the_hour(what: Try) -> str:
    """Everybody wants noon, a little shifted: with the tutor's lock first, and the guard as the last word (I1, I56)."""
    start = NOON + what.dice.randrange(0, HOUR, 60)
    with what.database.write() as unit:
        unit.lock("tutor", [1])
        unit.run(insert(slot), rows.slot(what.number, start, start + HOUR))
    return "won"


class ChangedMind(DeskError):
    """A desk that took the hour and lets it go again before it is kept."""


def take_or_give_up(what: Try) -> str:
    """In each lap one desk takes the hour, keeps the others waiting, and gives it up: then all of them want it."""
    return _take_or_give_up(what, lock=True)


def take_or_give_up_unlocked(what: Try) -> str:
    """The guard alone, nothing locked first."""
    return _take_or_give_up(what, lock=False)


def _take_or_give_up(what: Try, *, lock: bool) -> str:
    start = NOON + what.lap * HOUR
    fickle = what.number == what.lap + 1  # the first racer
    if not fickle:
        time.sleep(0.1)
    with what.database.write() as unit:
        if lock:
            unit.lock("tutor", [1])
        unit.run(insert(slot), rows.slot(what.number, start, start + HOUR))
        for _ in range(100 if fickle else 0):
            if unit.connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar_one() > 2:
                break
            time.sleep(0.02)
        if fickle:
            raise ChangedMind("GAVE_UP")
    return "won"


def look_then_take(what: Try) -> str:
    """What everybody writes first: is it free? then take it. A lap has its own hour; the lock comes too late."""
    start = NOON + what.lap * HOUR
    overlapping = select(func.count()).where(slot.c.busy_from < start + HOUR, slot.c.busy_to > start)
    with what.database.read() as seen:
        if seen.value(overlapping):
            return "seen taken"
    with what.database.write() as unit:
        unit.lock("tutor", [1])
        unit.run(insert(slot), rows.slot(what.number, start, start + HOUR))
    return "won"


def take_or_move(what: Try) -> str:
    """Lessons of any length in two days, in two rooms, with two tutors: made, moved, given to another, called off."""
    dice = what.dice
    start = NOON + dice.randrange(0, 2 * 24 * HOUR, 300)
    end = start + dice.randrange(900, 4 * HOUR, 300)
    place: dict[str, Any] = {"tutor_id": dice.choice((1, 2)), "room_id": dice.choice((None, 1, 2))}
    with what.database.write() as unit:
        unit.lock("tutor", [1, 2])
        unit.lock("room", [1, 2])
        mine = unit.value(select(slot.c.id).order_by(func.random()).limit(1))
        if mine is None or dice.random() < 0.4:
            unit.run(insert(slot), rows.slot(what.number, start, end, **place))
            return "made"
        unit.lock("slot", [mine])
        if dice.random() < 0.2:
            unit.run(update(slot).where(slot.c.id == mine).values(state=dice.choice(("CANCELLED", "PLANNED"))))
            return "turned"
        times = {"start": start, "end": end, "busy_from": start, "busy_to": end}
        unit.run(update(slot).where(slot.c.id == mine).values(**times, **place))
    return "moved"


def take_a_seat(what: Try) -> str:
    """The seat is counted by one statement that knows the limit (I26)."""
    with what.database.write() as unit:
        unit.lock("slot", [1])
        free = (slot.c.id == 1) & (slot.c.taken < slot.c.capacity)
        if not unit.run(update(slot).where(free).values(taken=slot.c.taken + 1)).rowcount:
            return "full"
        unit.run(insert(booking), rows.booking(what.number, 1))
    return "won"


def count_then_sit(what: Try) -> str:
    """What everybody writes first: read the count, write one more."""
    with what.database.read() as seen:
        taken, capacity = seen.rows(select(slot.c.taken, slot.c.capacity).where(slot.c.id == 1))[0]
    if taken >= capacity:
        return "full"
    with what.database.write() as unit:
        unit.run(update(slot).where(slot.c.id == 1).values(taken=taken + 1))
        unit.run(insert(booking), rows.booking(what.number, 1))
    return "won"


def take_the_same_seat(what: Try) -> str:
    """One person, one slot, many desks: the unique index is the last word."""
    with what.database.write() as unit:
        unit.lock("slot", [1])
        unit.run(insert(booking), rows.booking(what.number, 1, participant_id=1))
    return "won"


# --- what became of it ------------------------------------------------------------------------------------------


def set_stage(url: str, **first: Any) -> None:
    """Two tutors, two rooms, a service, an order; and a first slot, where `first` describes one."""
    with open_database(url) as database, database.write() as unit:
        rows.stage(unit, tutors=2, rooms=2)
        unit.run(insert(tables.desk_order), rows.order(1))
        if first:
            unit.run(insert(slot), rows.slot(9_999_999, **first))


def drop_guards(url: str) -> None:
    """The negative control: the same desk without its last word."""
    with open_database(url) as database, database.owning() as connection:
        for what in ("tutor", "room"):
            if database.kind == "sqlite":
                connection.exec_driver_sql(f"DROP TRIGGER slot_{what}_free_insert")
                connection.exec_driver_sql(f"DROP TRIGGER slot_{what}_free_update")
            else:
                connection.exec_driver_sql(f"ALTER TABLE slot DROP CONSTRAINT slot_{what}_free")
        connection.exec_driver_sql("DROP INDEX uq_booking_active")
        connection.commit()


def clear(url: str) -> None:
    with open_database(url) as database, database.write() as unit:
        unit.run(delete(slot))


def double_bookings(url: str) -> int:
    """Pairs of slots that hold the same tutor or the same room at the same time, counted without any guard's help."""
    one, other = slot.alias(), slot.alias()
    held = ("PLANNED", "COMPLETED")
    same = (one.c.tutor_id == other.c.tutor_id) | (one.c.room_id == other.c.room_id)
    query = select(func.count()).where(
        one.c.id < other.c.id,
        same,
        one.c.state.in_(held),
        other.c.state.in_(held),
        one.c.busy_from < other.c.busy_to,
        other.c.busy_from < one.c.busy_to,
    )
    with open_database(url) as database, database.read() as unit:
        return int(unit.value(query))


def count(url: str, table: Any) -> int:
    with open_database(url) as database, database.read() as unit:
        return int(unit.value(select(func.count()).select_from(table)))


def taken(url: str) -> int:
    with open_database(url) as database, database.read() as unit:
        return int(unit.value(select(slot.c.taken).where(slot.c.id == 1)))


def deadlocks_seen_by_the_server(url: str) -> int:
    """PostgreSQL's own count for this database; 0 on SQLite, which cannot deadlock."""
    with open_database(url) as database, database.read() as unit:
        if database.kind == "sqlite":
            return 0
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int(unit.connection.exec_driver_sql(query).scalar() or 0)
