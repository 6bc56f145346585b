"""A small desk: two tutors, three services, a class, five people; Wednesday 4 March 2026, 10:00 in Madrid."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from deskbell.domain.commands import (
    AddPeople,
    Book,
    Command,
    Newcomer,
    NewRoom,
    NewService,
    NewTutor,
    OpenClass,
    SetUp,
)
from deskbell.domain.effects import OrderOpened, SlotOpened
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.domain.plan import Minting
from deskbell.services.causes import gone
from deskbell.services.desk import Changed, Desk
from deskbell.store import find, tables
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock

ZONE = "Europe/Madrid"
_count = itertools.count(1)


def fresh() -> Id:
    return Minting(Id(f"test {next(_count)}"))()


def at(text: str) -> int:
    """'2026-03-05 15:30' on Madrid's wall, in winter: epoch seconds."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) - 3600


@dataclass
class Small:
    """The desk and short words for what tests do all the time."""

    desk: Desk
    clock: FrozenClock
    people: dict[str, Id] = field(default_factory=dict)

    def do(self, command: Command, digest: str | None = None) -> Changed:
        return self.desk.commit(command, digest)

    def service(self, name: str) -> Id:
        return next(s.id for s in self.desk.services() if s.name == name)

    def tutor(self, name: str) -> Id:
        return next(t.id for t in self.desk.tutors() if t.name.startswith(name))

    def book(
        self,
        who: str | None,
        when: str,
        *,
        service: str = "Piano",
        tutor: str = "Ana",
        method: Method | None = None,
        tendered: int | None = None,
        minutes: int | None = None,
        slot: Id | None = None,
    ) -> Changed:
        return self.do(
            Book(
                key=fresh(), service=self.service(service), tutor=self.tutor(tutor), start=at(when), method=method,
                person=self.people[who] if who else None, tendered=tendered, minutes=minutes, slot=slot,
            )
        )  # fmt: skip

    def open_class(self, when: str) -> Id:
        made = self.do(OpenClass(key=fresh(), service=self.service("Yoga"), tutor=self.tutor("Ben"), start=at(when)))
        return next(made.plan.of(SlotOpened)).slot

    def no(self, changed: Changed) -> int:
        assert changed.plan.subject is not None
        return self.desk.booking_no(changed.plan.subject)

    def order(self, changed: Changed) -> Id:
        return next(changed.plan.of(OrderOpened)).order

    def view(self, changed: Changed):  # type: ignore[no-untyped-def]
        return self.desk.booking(self.no(changed))

    def sound(self) -> None:
        """Every derived figure is what the append-only rows say, and no task stands whose cause is gone."""
        assert self.desk.verify() == []
        assert self.moot() == []

    def moot(self) -> list[tuple[str, Id]]:
        """Open tasks whose cause is gone, by the order that they are about."""
        with self.desk.database.read() as unit:
            conn, now = unit.connection, self.clock.now()
            waiting = find.every_open_task(conn)
            if not waiting:
                return []
            card = find.desk(conn)
            assert card is not None
            orders = [find.order_facts(conn, no, card) for (no,) in conn.execute(select(tables.desk_order.c.id))]
        pairs = [(at, at) for at in orders]
        return [(kind, about) for _, kind, about in waiting if gone(kind, about, pairs, now)]


def set_up() -> SetUp:
    week = tuple((day, 9 * 60, 18 * 60) for day in range(5))
    return SetUp(
        key=fresh(), name="Estudio", zone=ZONE, currency="EUR", rooms=(NewRoom(name="One"), NewRoom(name="Two")),
        tutors=(
            NewTutor(name="Ana Ruiz", zone=ZONE, weekly=week, room="One"),
            NewTutor(name="Ben Ode", zone=ZONE, weekly=week, room="Two"),
        ),
        services=(
            NewService(name="Piano", minutes=60, minor=2500),
            NewService(name="Maths", minutes=60, minor=3200, after=15, notice=120),
            NewService(name="Yoga", minutes=60, minor=1200, kind=Kind.GROUP, capacity=2, interval=60),
        ),
    )  # fmt: skip


NAMES = ("Ana Pérez", "Ana Pereira", "Leo Lee", "Mia Lee", "Ñandú [/]")
KEY = Minting(Id("the five people of the small desk"))()


def furnish(url: str) -> None:
    """The small desk in an empty database."""
    database = open_database(url, create=True)
    clock = FrozenClock()
    clock.at = at("2026-03-04 10:00")
    desk = Desk(database, clock, fresh)
    desk.commit(set_up())
    mint = Minting(KEY)
    ids = {name: mint() for name in NAMES}
    guarded = [Newcomer(name=n, guardian=ids["Leo Lee"] if n == "Mia Lee" else None) for n in NAMES]
    desk.commit(AddPeople(key=KEY, people=tuple(guarded)))
    database.close()


@pytest.fixture
def small_url(copy_of: Callable[[str, Callable[[str], None]], str]) -> str:
    """Where a small desk of one's own is, on each database."""
    return copy_of("small", furnish)


@pytest.fixture
def small(small_url: str, clock: FrozenClock) -> Iterator[Small]:
    """The small desk, on each database."""
    clock.at = at("2026-03-04 10:00")
    database = open_database(small_url)
    mint = Minting(KEY)
    yield Small(Desk(database, clock, fresh), clock, {name: mint() for name in NAMES})
    database.close()


Booker = Callable[..., Changed]
