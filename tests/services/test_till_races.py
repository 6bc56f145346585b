"""Several desks at one till: whoever counts, seals or takes, no cash slips between (I41, I56)."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import update

from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import Book, CountDrawer, MoveCash, OpenDrawer, ReopenDay, SealDay
from deskbell.domain.decisions.till import by_hand
from deskbell.domain.effects import DayReopened, DaySealed
from deskbell.domain.errors import DeskError, Refused
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.plan import Minting
from deskbell.services.desk import Desk
from deskbell.store import tables as t
from deskbell.store.verify import verify
from tests.house.clock import FrozenClock
from tests.races.racers import Try, race
from tests.services.conftest import ZONE, Small, at, fresh
from tests.store.test_verify import disarm

RACERS, LAPS = 6, 8
NOW = at("2026-03-04 10:00")
TODAY = zone_clock(ZONE).date(NOW).isoformat()


def _desk(what: Try) -> Desk:
    keys = itertools.count(1)
    return Desk(what.database, FrozenClock(NOW), lambda: Minting(Id(f"till {what.number} {next(keys)}"))())


def cashiers(what: Try) -> str:
    """Each takes cash of its own, or keeps the drawer and the day: opens, counts, seals, opens again.

    The first lap is everybody's sale: nobody can have sealed the day before it.
    """
    desk = _desk(what)
    service, key = next(s for s in desk.services() if s.name == "Yoga"), desk.fresh()
    match what.dice.randrange(7) if what.lap else None:
        case 0:
            desk.commit(OpenDrawer(key=key, float=1000))
            return "opened"
        case 1:
            desk.commit(CountDrawer(key=key, counted=1000))
            return "counted"
        case 2:
            desk.commit(SealDay(key=key, day=TODAY))
            return "sealed"
        case 3:
            desk.commit(ReopenDay(key=key, day=TODAY, text="more"))
            return "reopened"
        case 4:
            desk.commit(MoveCash(key=key, amount=100, out=False, text="change"))
            return "moved"
        case _:
            slot = desk.slot_id(desk.days(desk.today(), 7).lessons[0].slot)
            desk.commit(Book(key=key, service=service.id, slot=slot, method=Method.CASH))
            return "took"


@pytest.fixture
def roomy(small: Small) -> Small:
    """A class with room for everybody."""
    small.open_class("2026-03-05 17:00")
    with small.desk.database.owning() as conn:
        conn.execute(update(t.slot).values(capacity=10_000))
        conn.commit()
    return small


def test_no_cash_slips_between(roomy: Small, small_url: str) -> None:
    """Every movement lies in the drawer that was open, and none on a sealed day, in the order in which they stand."""
    said = race(small_url, RACERS, LAPS, cashiers, abreast=True)
    assert said["took"] >= RACERS, said
    assert said["DEADLOCK"] == said["STORE_FAULT"] == 0, said
    desk, sealed = roomy.desk, False
    for no in range(1, desk.seq() + 20):  # a change that was rolled back leaves its number behind
        if (done := desk.change(no)) is None:
            continue
        assert not (sealed and by_hand(done.effects)), (no, said)
        for effect in done.effects:
            sealed = isinstance(effect, DaySealed) or (sealed and not isinstance(effect, DayReopened))
    assert [f for f in desk.verify() if f.code != "SLOT_CAPACITY"] == []


def one_drawer(what: Try) -> str:
    _desk(what).commit(OpenDrawer(key=fresh_of(what), float=1000 + what.number))
    return "opened"


def fresh_of(what: Try) -> Id:
    return Minting(Id(f"drawer {what.number} {what.lap}"))()


def test_one_drawer_is_open(small: Small, small_url: str) -> None:
    """I41: the others are told so; the database has the last word."""
    said = race(small_url, RACERS, 3, one_drawer, abreast=True)
    assert (said["opened"], said["DRAWER_OPEN"]) == (1, RACERS * 3 - 1)
    small.sound()


def one_seal(what: Try) -> str:
    _desk(what).commit(SealDay(key=fresh_of(what), day=TODAY))
    return "sealed"


def test_a_day_is_sealed_once(small: Small, small_url: str) -> None:
    """I42: one close, number one."""
    said = race(small_url, RACERS, 3, one_seal, abreast=True)
    assert (said["sealed"], said["DAY_SEALED"]) == (1, RACERS * 3 - 1)
    assert small.desk.till().sealed == 1
    small.sound()


BROKEN = {
    "a drawer's float": (update(t.drawer).values(float=5), {"DRAWER_FLOAT", "DRAWER_SUM"}),
    "a drawer's day": (update(t.drawer).values(day="2026-01-01"), {"DRAWER_DAY"}),
    "a drawer's state": (update(t.drawer).values(state="DROPPED"), {"DRAWER_STATE"}),
    "a drawer's count": (update(t.drawer).values(counted=5), {"DRAWER_COUNTED"}),
    "what was expected": (update(t.drawer).values(expected=5), {"DRAWER_EXPECTED", "DRAWER_SUM"}),
    "a sale": (
        update(t.drawer_move).where(t.drawer_move.c.kind == "TAKEN").values(amount=5), {"DRAWER_TAKEN", "DRAWER_SUM"},
    ),
    "a movement": (
        update(t.drawer_move).where(t.drawer_move.c.kind == "OUT").values(kind="IN"), {"DRAWER_OUT", "DRAWER_IN"},
    ),
    "a close's figures": (update(t.day_close).values(body='{"figures":[["earned",5]]}'), {"CLOSE_FIGURES"}),
    "a close's number": (update(t.day_close).values(number=7), {"CLOSE_NUMBER", "RECEIPT_NUMBER", "NEXT_NUMBER"}),
    "the variance": (
        update(t.ledger_line).where(t.ledger_line.c.account == "variance").values(account="outside"),
        {"LEDGER_CASH"},
    ),
}  # fmt: skip


def test_every_figure_of_the_till_is_checked(small: Small) -> None:
    """Each break is found under its own names and under no other."""
    small.do(OpenDrawer(key=fresh(), float=1000))
    small.book("Ana Pérez", "2026-03-05 10:00", method=Method.CASH)
    small.do(MoveCash(key=fresh(), amount=200, out=True, text="stamps"))
    small.do(CountDrawer(key=fresh(), counted=3000))
    small.do(SealDay(key=fresh(), day=TODAY))
    small.sound()
    with small.desk.database.owning() as conn:
        disarm(conn)
        conn.commit()
        for name, (broken, codes) in BROKEN.items():
            conn.execute(broken)
            found = {f.code for f in verify(conn)}
            conn.rollback()
            assert found == codes, name


@pytest.mark.parametrize("wanted", ["UPDATE day_close SET number = 9", "DELETE FROM day_close"])
def test_a_close_is_written_once(small: Small, wanted: str) -> None:
    """I42: the database itself refuses to rewrite it."""
    from sqlalchemy import text

    small.do(SealDay(key=fresh(), day=TODAY))
    with pytest.raises(DeskError) as no, small.desk.database.write() as unit:
        unit.run(text(wanted))
    assert not isinstance(no.value, Refused)
    small.sound()
