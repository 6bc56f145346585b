"""The last seat, raced a thousand times through the services: `python -m tests.races.last_seat --times 1000`.

Every other time it is the one seat left in a class, else one hour of a tutor. Several processes want it at the same
moment, and one gets it. Then the same with parts of what protects it taken out.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, func, select, update

from deskbell.domain.commands import Book, Command, NewService, NewTutor, OpenClass, SetUp
from deskbell.domain.effects import SlotOpened
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.services.desk import Changed, Desk
from deskbell.store import tables
from deskbell.store.apply import seats
from deskbell.store.engine import open_database
from deskbell.store.work import Write
from tests.house import postgres
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.races import racers
from tests.races.racers import Try, race

HOUR = 3600
FIRST = WEDNESDAY + 48 * HOUR
LOST = {"SLOT_FULL", "TAKEN", "RANGE_CONFLICT"}
"""What those may hear who were not quick enough."""


@dataclass(frozen=True, slots=True)
class Stage:
    piano: Id
    choir: Id
    tutor: Id
    classes: tuple[Id, ...]


def _id(*words: object) -> Id:
    return Id(hashlib.sha256(repr(words).encode()).hexdigest()[:32])


def set_stage(url: str, times: int) -> Stage:
    """One tutor with a class of two each hour, one seat of each taken; and one whose hours are free."""
    numbers = iter(range(10_000_000))
    with open_database(url, create=True) as database:
        clock = FrozenClock()
        desk = Desk(database, clock, lambda: _id("stage", next(numbers)))
        week = tuple((day, 0, 24 * 60) for day in range(7))
        desk.commit(SetUp(
            key=desk.fresh(), name="Estudio", zone="Europe/Madrid", currency="EUR",
            tutors=tuple(NewTutor(name=name, zone="Europe/Madrid", weekly=week) for name in ("Ana", "Ben")),
            services=(
                NewService(name="Piano", minutes=60, minor=2500),
                NewService(name="Choir", minutes=60, minor=900, kind=Kind.GROUP, capacity=2),
            ),
        ))  # fmt: skip
        services = {service.name: service.id for service in desk.services()}
        ana, ben = (tutor.id for tutor in desk.tutors())
        classes, choir = [], services["Choir"]
        with desk.together() as all_at_once:
            for n in range((times + 1) // 2):
                start = FIRST + n * HOUR
                opening = OpenClass(key=desk.fresh(), service=choir, tutor=ben, start=start)
                opened = all_at_once.commit(opening, clock.now())
                slot = next(opened.plan.of(SlotOpened)).slot
                all_at_once.commit(Book(key=desk.fresh(), service=choir, slot=slot), clock.now())
                classes.append(slot)
    return Stage(services["Piano"], services["Choir"], ana, tuple(classes))


class Careless(Desk):
    """It looks, and later does what it saw: no lock, no second look. Some also have no last word in the store."""

    guarded = True

    def commit(self, command: Command, digest: str | None = None) -> Changed:
        plan = self.plan(command)

        def do(unit: Write) -> Changed:
            if unit.connection.dialect.name == "sqlite" and not self.guarded:
                unit.connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            return Changed(self._apply(unit, command, plan, self.clock.now()), plan)

        return self.database.retrying(do)


class Unguarded(Careless):
    guarded = False


_SEAT_ANYWAY = (
    update(tables.slot)
    .where(tables.slot.c.id == bindparam("key"))
    .values(taken=tables.slot.c.taken + 1, version=tables.slot.c.version + 1)
)


def want(stage: Stage, kind: type[Desk], what: Try) -> str:
    """One try at what everybody wants in this lap."""
    if kind is Unguarded:
        seats._SEAT = _SEAT_ANYWAY
    desk = kind(what.database, FrozenClock(), lambda: _id("try", what.number))
    method = Method.CASH if what.lap % 3 == 0 else None
    if what.lap % 2 == 0:
        wish: dict[str, Any] = {"service": stage.choir, "slot": stage.classes[what.lap // 2]}
    else:
        start = FIRST + what.lap * HOUR + what.dice.randrange(0, HOUR // 2, 60)
        wish = {"service": stage.piano, "tutor": stage.tutor, "start": start}
    desk.commit(Book(key=desk.fresh(), method=method, **wish))
    return "won"


def drop_last_word(url: str) -> None:
    """The store's guards: of a tutor's time, and of a slot's seats."""
    racers.drop_guards(url)
    with open_database(url) as database, database.owning() as connection:
        if database.kind != "sqlite":
            connection.exec_driver_sql("ALTER TABLE slot DROP CONSTRAINT ck_slot_seats")
        connection.commit()


@dataclass
class Outcome:
    said: Counter[str]
    overbooked: int
    """Classes with more people than seats, and hours that were given twice."""
    faults: int
    deadlocks: int
    seconds: float


def run(url: str, times: int, crowd: int, kind: type[Desk] = Desk) -> Outcome:
    stage = set_stage(url, times)
    if kind is Unguarded:
        drop_last_word(url)
    started = time.perf_counter()
    said = race(url, crowd, times, partial(want, stage, kind), abreast=True)
    seconds = time.perf_counter() - started
    seated, slot = tables.booking.c, tables.slot.c
    full = select(func.count(seated.id)).where(seated.slot_id == slot.id).scalar_subquery()
    with open_database(url) as database:
        with database.read() as unit:
            over = unit.value(select(func.count()).where(full > slot.capacity))
        faults = len(Desk(database, FrozenClock(), lambda: _id("asked")).verify())
    overbooked = int(over) + racers.double_bookings(url)
    return Outcome(said, overbooked, faults, racers.deadlocks_seen_by_the_server(url), seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--desks", type=int, default=4)
    args = parser.parse_args()
    wrong = []
    with tempfile.TemporaryDirectory() as folder, postgres.server() as server:
        numbers = iter(range(1000))
        databases: dict[str, Callable[[], str]] = {
            "sqlite": lambda: f"sqlite:///{Path(folder) / f'desk{next(numbers)}'}",
            "postgresql": lambda: server.create(f"race{next(numbers)}"),
        }
        for name, new in databases.items():
            out = run(new(), args.times, args.desks)
            _says(name, f"{args.times} times, {args.desks} desks", out)
            if out.said["won"] != args.times or out.overbooked or out.deadlocks or out.faults:
                wrong.append(f"{name}: not exactly one winner each time")
            if odd := set(out.said) - LOST - {"won"}:
                wrong.append(f"{name}: {odd}")
            out = run(new(), 100, args.desks, Careless)
            _says(name, "looking first, without lock: the store's last word alone", out)
            if out.overbooked or out.said["won"] != 100:
                wrong.append(f"{name}: the last word let somebody through")
            out = run(new(), 100, args.desks, Unguarded)
            _says(name, "and without the last word", out)
            if not out.overbooked:
                wrong.append(f"{name}: unguarded, and not overbooked: this proves nothing")
    print(*wrong, sep="\n")
    return bool(wrong)


def _says(name: str, which: str, out: Outcome) -> None:
    print(
        f"{name:11}{which}: {dict(out.said)}, {out.overbooked} overbooked, {out.deadlocks} deadlocks,"
        f" {out.faults} faults found, {out.seconds:.1f} s",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main())
