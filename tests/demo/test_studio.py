"""The invented studio: lively, whole, the same each time, and nobody's."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from deskbell.demo.studio import PEOPLE, build, people
from deskbell.domain.offer import Kind
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.services.conftest import at, fresh

DAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    folder: Path = tmp_path_factory.mktemp("studio")
    with open_database(folder / "demo.sqlite3") as database:
        desk = Desk(database, FrozenClock(at("2026-03-04 10:30")), fresh)
        build(desk, 7, DAY, lambda done, of: None)
        yield desk


def test_three_tutors_120_people_three_months(studio: Desk) -> None:
    assert len(studio.tutors()) == 3
    assert len(people()) == PEOPLE == 120
    assert len({who.name for who, _ in people()}) == 120
    weeks = [len(studio.days(date(2026, 1, 19 + 0), 7 * n).lessons) for n in (1, 13)]
    assert weeks[0] > 30
    assert weeks[1] > 500
    assert studio.card().demo


def test_families_have_a_payer(studio: Desk) -> None:
    """Children have a guardian, who pays for them and has a telephone."""
    children = [(who, head) for who, head in people() if head is not None]
    assert len(children) > 30
    assert all(people()[head][0].phone for _, head in children)


def test_money_in_every_state(studio: Desk) -> None:
    """Paid, due, part, refunded in full and in part, and refunds that wait for somebody."""
    days = studio.days(date(2026, 1, 19), 91)
    seen = Counter(str(s.money) for x in days.lessons for s in x.seats)
    assert min(seen["PAID"], seen["UNPAID"], seen["PARTIALLY_PAID"]) > 0
    states = Counter(str(s.state) for x in days.lessons for s in x.seats)
    assert min(states["CONFIRMED"], states["COMPLETED"], states["NO_SHOW"]) > 0
    assert days.tasks > 0
    assert days.to_collect


def test_a_class_every_weekday(studio: Desk) -> None:
    days = studio.days(date(2026, 3, 2), 7)
    meetings = [x for x in days.lessons if x.kind is Kind.GROUP]
    assert len(meetings) == 5
    assert all(0 < x.taken <= x.capacity for x in meetings)


def test_its_books_agree(studio: Desk) -> None:
    assert studio.verify() == []


def test_the_same_seed_and_day_make_the_same_studio(studio: Desk, tmp_path: Path) -> None:
    with open_database(tmp_path / "again.sqlite3") as database:
        again = Desk(database, studio.clock, fresh)
        build(again, 7, DAY, lambda done, of: None)
        week = date(2026, 3, 2)
        assert again.days(week, 7).lessons == studio.days(week, 7).lessons
