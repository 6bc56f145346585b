"""The invented studio: lively, whole, money in every state, the same each time, and nobody's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from deskbell.demo.studio import PEOPLE, people
from deskbell.domain.booking import State
from deskbell.domain.commands import AcceptLate
from deskbell.domain.errors import Refused
from deskbell.domain.offer import Kind
from deskbell.domain.payment import RefundState, Settlement
from deskbell.domain.views import BookingView
from deskbell.services.attention import attention, noticed
from deskbell.services.books import Books
from deskbell.services.desk import Desk
from deskbell.services.reconciling import Reconciling
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.wiring import providers
from tests.house import invented
from tests.house.clock import FrozenClock
from tests.services.conftest import fresh


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Desk]:
    """The run's own one, with what its provider remembers."""
    invented.place(tmp_path / "demo.sqlite3")
    with opened(tmp_path / "demo.sqlite3", invented.NOW) as desk:
        yield desk


@contextmanager
def opened(file: Path, now: str) -> Iterator[Desk]:
    clock = FrozenClock()
    clock.set(now)
    with open_database(file) as database:
        yield Desk(database, clock, fresh)


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


def of_weeks(monkeypatch: pytest.MonkeyPatch, weeks: int) -> None:
    """So many to each side: a quarter takes its time."""
    for room in ("story", "studio"):
        for side in ("WEEKS_BACK", "WEEKS_AHEAD"):
            monkeypatch.setattr(f"deskbell.demo.{room}.{side}", weeks)


def test_the_same_seed_and_day_make_the_same_studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the world did among it: links, payments and tasks have the same ids."""
    of_weeks(monkeypatch, 1)
    for name in ("first", "again"):
        invented.invent(tmp_path / f"{name}.sqlite3")
    with (
        opened(tmp_path / "first.sqlite3", invented.NOW) as first,
        opened(tmp_path / "again.sqlite3", invented.NOW) as again,
    ):
        week = date(2026, 3, 2)
        assert again.days(week, 7).lessons == first.days(week, 7).lessons != ()
        assert attention(again).tasks == attention(first).tasks
        assert Books(again).money() == Books(first).money()


def by_link(studio: Desk) -> list[BookingView]:
    """Every booking that was asked for by link."""
    query = "SELECT DISTINCT b.id FROM attempt a JOIN booking b ON b.order_id = a.order_id WHERE a.provider = 'DEMO'"
    with studio.database.read() as unit:
        found = [no for (no,) in unit.connection.execute(text(query))]
    return [studio.booking(no) for no in sorted(found)]


def test_links_in_every_state(studio: Desk) -> None:
    """SEE IT: waiting, declined, in review, authorised, part paid, paid, twice, late, given back, refused, disputed."""
    views = by_link(studio)
    now = studio.clock.now()
    held = [x for x in views if x.booking.state is State.HELD]
    assert sorted(x.attempts[0].said for x in held) == ["", "FAILED CARD_DECLINED", "IN_REVIEW REVIEW"]
    assert all(x.booking.hold_until is not None and x.booking.hold_until > now for x in held)
    settled = Counter(x.money for x in views)
    for wanted in (
        Settlement.AUTHORISED, Settlement.PARTIALLY_PAID, Settlement.PAID, Settlement.OVERPAID, Settlement.REFUNDED,
        Settlement.CHARGED_BACK,
    ):  # fmt: skip
        assert settled[wanted] > 0, wanted
    refunds = Counter(r.state for x in views for p in x.payments for r in p.refunds)
    assert min(refunds[RefundState.PENDING], refunds[RefundState.FAILED], refunds[RefundState.SUCCEEDED]) > 0
    assert settled[Settlement.PAID] > 10


def test_a_handful_needs_a_person(studio: Desk) -> None:
    """Attention is lively, not long; one of each that the world can do, and the head of every screen counts them."""
    found = attention(studio)
    kinds = Counter(task.kind for task in found.tasks)
    assert kinds["MONEY_WITHOUT_SEAT"] == 2
    assert {"OVERPAID", "REFUND_FAILED", "CHARGED_BACK", "STRAY_MONEY"} <= set(kinds)
    assert 6 <= found.count <= 12
    working = Working(studio, database_now=lambda unit: studio.clock.now())
    assert len(noticed(studio, working).tasks) == found.count


def test_late_money_finds_its_seat_free_and_taken(studio: Desk) -> None:
    """One can be given the seat, the other one only the money."""
    late = [task for task in attention(studio).tasks if task.kind == "MONEY_WITHOUT_SEAT"]
    can = []
    for task in late:
        assert task.payment is not None
        assert task.of is not None
        try:
            studio.plan(AcceptLate(key=fresh(), booking=task.of))
        except Refused:
            can.append(False)
        else:
            can.append(True)
    assert sorted(can) == [False, True]


def test_the_provider_agrees_but_for_what_nobody_asked_for(studio: Desk) -> None:
    """The books of the invented weeks are those of the invented provider."""
    (found,) = Reconciling(studio, providers(studio)).all()
    assert [str(x.kind) for x in found.differences] == ["STRAY"]
    assert found.count > 20


def test_the_till_has_been_counted_and_is_open(studio: Desk) -> None:
    """A drawer since the morning, the days before it sealed; a month is on paper, one invoice of it corrected."""
    till = studio.till()
    assert till.is_open
    assert till.drawer is not None
    assert till.drawer.day == "2026-03-04"
    assert till.drawer.float == 10_000
    kinds = Counter(str(x.kind) for x in Books(studio).documents())
    assert kinds["INVOICE"] > 20
    assert kinds["CREDIT_NOTE"] == 2
    today = sum(row.taken for row in till.methods)
    assert 0 < today < 1_500_00, "what lies ahead was not all paid for today"


@pytest.mark.parametrize(
    ("seed", "now"),
    [(1, "2026-03-29T09:10:00+02:00"), (2, "2026-10-25T23:55:00+01:00")],
)
def test_another_day_and_seed_are_as_lively(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, now: str
) -> None:
    """A Sunday on which clocks are set forward, one on which they go back."""
    of_weeks(monkeypatch, 3)
    invented.invent(tmp_path / "demo.sqlite3", seed, now, date.fromisoformat(now[:10]))
    with opened(tmp_path / "demo.sqlite3", now) as other:
        kinds = {task.kind for task in attention(other).tasks}
        assert {"MONEY_WITHOUT_SEAT", "OVERPAID", "REFUND_FAILED", "CHARGED_BACK", "STRAY_MONEY"} <= kinds
        assert other.verify() == []
        states = Counter(x.money for x in by_link(other))
        assert min(states[Settlement.AUTHORISED], states[Settlement.PARTIALLY_PAID]) > 0
