"""A little studio told in full: every picture of a booking is drawn from it, whatever the demo invents."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

from deskbell.domain import commands as c
from deskbell.domain.booking import Reason
from deskbell.domain.effects import OrderOpened, SlotOpened
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.plan import Minting
from deskbell.services.desk import Changed, Desk
from deskbell.store.database import Database
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.house.invented import HOME
from tests.tui.harness import clock

ZONE = "Europe/Madrid"
PEOPLE = ("Marta Pérez", "Ana Pérez", "Leo Lee", "Ñandú Réyes", "美咲 佐藤", "Zoë Ó Briain", "Luis Gómez")


@dataclass
class Little:
    """`no` are bookings by what they show."""

    desk: Desk
    clock: FrozenClock
    no: dict[str, int] = field(default_factory=dict)


def little(folder: Path) -> Little:
    """Wednesday 4 March 2026, 10:40 in Madrid; one tutor's wall hangs in London. A copy of one's own."""
    kept, no, first = _kept()
    file = folder / "little.sqlite3"
    shutil.copyfile(kept, file)
    file.chmod(0o600)
    frozen = clock()
    return Little(Desk(open_database(f"sqlite:///{file}"), frozen, _ids(count(first))), frozen, dict(no))


def _ids(numbers: count[int]) -> Callable[[], Id]:
    """The same ids each time."""
    return lambda: Minting(Id(f"little {next(numbers)}"))()


@cache
def _kept() -> tuple[Path, dict[str, int], int]:
    """The file, its bookings' numbers, and which id is the next: told once by each process."""
    file = Path(tempfile.mkdtemp(dir=os.environ[HOME])) / "little.sqlite3"
    numbers = count(1)
    with open_database(f"sqlite:///{file}", create=True) as database:
        no = _tell(database, _ids(numbers))
    return file, no, next(numbers)


def _tell(database: Database, fresh: Callable[[], Id]) -> dict[str, int]:
    frozen = clock()
    desk = Desk(database, frozen, fresh)

    def do(at: str, command: c.Command) -> Changed:
        frozen.set(f"{at}:00+01:00")
        return desk.commit(command)

    def start(wall: str) -> int:
        return FrozenClock().set(f"{wall}:00+01:00")

    week = tuple((day, 9 * 60, 20 * 60) for day in range(6))
    do("2026-02-01T09:00", c.SetUp(
        key=fresh(), name="Estudio Río", zone=ZONE, currency="EUR",
        rooms=(c.NewRoom(name="Studio 1"), c.NewRoom(name="Hall")),
        tutors=(
            c.NewTutor(name="Ana Ruiz", zone=ZONE, weekly=week, room="Studio 1"),
            c.NewTutor(name="Priyanka Rao", zone="Europe/London", weekly=week, room="Hall"),
        ),
        services=(
            c.NewService(name="Piano 60", minutes=60, minor=2500),
            c.NewService(name="Yoga", minutes=60, minor=1200, kind=Kind.GROUP, capacity=8, interval=60),
        ),
    ))  # fmt: skip
    key = fresh()
    mint = Minting(key)
    ids = {name: mint() for name in PEOPLE}
    newcomers = [c.Newcomer(name=name, phone="+34 600 038 406" if name == "Marta Pérez" else "") for name in PEOPLE]
    newcomers[1] = c.Newcomer(name="Ana Pérez", birth_year=2015, guardian=ids["Marta Pérez"])
    do("2026-02-01T09:05", c.AddPeople(key=key, people=tuple(newcomers)))
    service = {s.name: s.id for s in desk.services()}
    tutor = {t.name: t.id for t in desk.tutors()}

    def book(at: str, who: str, wall: str, **more: object) -> tuple[Id, Id]:
        facts = {"service": service["Piano 60"], "tutor": tutor["Ana Ruiz"], "start": start(wall)} | more
        done = do(at, c.Book(key=fresh(), person=ids[who], **facts))  # type: ignore[arg-type]
        assert done.plan.subject is not None
        return done.plan.subject, next(done.plan.of(OrderOpened)).order

    told = Little(desk, frozen)
    _rich(told, do, fresh, book)
    due, _ = book("2026-03-02T12:00", "Luis Gómez", "2026-03-05T12:00", tutor=tutor["Priyanka Rao"])
    card, order = book("2026-02-27T12:00", "Leo Lee", "2026-03-06T16:00")
    do("2026-02-27T12:05", c.Take(key=fresh(), order=order, method=Method.CARD))
    do("2026-03-04T09:00", c.Cancel(key=fresh(), booking=card, by=Role.CUSTOMER, reason=Reason.UNWELL))
    yoga = {"service": service["Yoga"], "tutor": tutor["Priyanka Rao"]}
    slots = []
    for day in ("04", "05", "06", "09"):
        opened = do("2026-02-10T09:00", c.OpenClass(key=fresh(), start=start(f"2026-03-{day}T18:00"), **yoga))
        slots.append(next(opened.plan.of(SlotOpened)).slot)
    seat = None
    for who in ("Ñandú Réyes", "美咲 佐藤", "Zoë Ó Briain", "Leo Lee"):
        seat, _ = book("2026-02-12T09:00", who, "2026-03-04T18:00", slot=slots[0], **yoga)
    assert seat is not None
    told.no |= {name: desk.booking_no(id_) for name, id_ in (("due", due), ("refund", card), ("class", seat))}
    return told.no


def _rich(
    told: Little,
    do: Callable[[str, c.Command], Changed],
    fresh: Callable[[], Id],
    book: Callable[..., tuple[Id, Id]],
) -> None:
    """A lesson with everything: moved, cheaper, half paid, edited, with notes of two people."""
    for day in ("04", "11", "18", "25"):
        book("2026-02-02T18:00", "Ana Pérez", f"2026-02-{day}T15:30")
    rich, order = book("2026-02-24T18:04", "Ana Pérez", "2026-03-05T10:00")
    fields = (("focus", "Left hand, Bartók 3"), ("join_url", "https://meet.example.org/abc-defg-hij"))
    do("2026-02-24T18:06", c.Edit(key=fresh(), booking=rich, fields=fields))
    do("2026-02-25T09:00", c.Reprice(key=fresh(), booking=rich, total=2250, text="two children of one family"))
    do("2026-02-25T09:01", c.Take(key=fresh(), order=order, method=Method.CASH, amount=1000, tendered=2000))
    do("2026-03-01T11:20", c.Move(key=fresh(), booking=rich, start=FrozenClock().set("2026-03-05T15:30:00+01:00")))
    words = "Practised the scales with both hands; next time the left one alone, slowly, then the dance."
    do("2026-03-02T17:05", c.AddNote(key=fresh(), booking=rich, text=words, visibility="TUTOR"))
    do("2026-03-02T17:06", c.AddNote(key=fresh(), booking=rich, text="Pays the rest on Friday\n[/] in cash"))
    told.no["rich"] = told.desk.booking_no(rich)
