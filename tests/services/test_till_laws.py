"""Whatever people do at the till: what is expected is the float and the sum of the moves, and every report adds up."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from deskbell.domain.commands import Command, CountDrawer, MoveCash, OpenDrawer, ReopenDay, SealDay, Undo
from deskbell.domain.effects import CashMoved, CashReversed, DrawerCounted, DrawerOpened
from deskbell.domain.ledger import cash, postings
from deskbell.domain.payment import Method
from deskbell.domain.reports import By, Per, Report
from deskbell.domain.till import Drawer
from deskbell.services.desk import Desk
from deskbell.store import find
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, set_up
from tests.services.hands import REFUSALS, Hands

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


def desk_in(folder: Path, clock: FrozenClock) -> Small:
    clock.at = at("2026-03-04 10:00")
    small = Small(Desk(open_database(folder / "desk.sqlite3"), clock, fresh), clock)
    small.do(set_up())
    return small


def open_drawer(small: Small) -> Drawer | None:
    with small.desk.database.read() as unit:
        return find.drawer(unit.connection)


class Cashier(Hands):
    """The same hands, and a till beside them; `expected` is kept on paper, from nothing but what was done."""

    def __init__(self, small: Small, seed: int) -> None:
        super().__init__(small, seed)
        self.expected: int | None = None

    def command(self) -> Command:
        dice = self.dice
        if dice.random() < 0.6:
            return super().command()
        today = self.small.desk.today()
        match dice.randrange(9):
            case 0 | 1:
                return OpenDrawer(key=fresh(), float=dice.choice((0, 10_000, 12_345)))
            case 2 | 3 | 4:
                return MoveCash(key=fresh(), amount=dice.choice((1, 350, 20_000)), out=dice.random() < 0.5, text="why")
            case 5:
                return CountDrawer(key=fresh(), counted=dice.choice((0, 9_999, (self.expected or 0) % 10**9)))
            case 6:
                return SealDay(key=fresh(), day=(today - timedelta(dice.choice((0, 0, 1)))).isoformat())
            case 7:
                return ReopenDay(key=fresh(), day=today.isoformat(), text="one more")
            case _:
                return Undo(key=fresh(), change=self.small.desk.seq())

    def _do(self, command: Command) -> str:
        desk, before = self.small.desk, self.small.desk.seq()
        try:
            said = super()._do(command)
        except REFUSALS as no:  # the plan stood; the commit of an amount that was asked twice cannot fail
            raise AssertionError(no.code) from no
        done = desk.change(desk.seq()) if desk.seq() > before else None
        for effect in done.effects if done else ():
            if isinstance(effect, DrawerOpened):
                self.expected = effect.float
            elif isinstance(effect, DrawerCounted):
                assert effect.before is not None or effect.expected == self.expected
                self.expected = None
            elif self.expected is not None:
                into = dict(postings(effect)).get(cash(Method.CASH), 0)
                self.expected += into
                assert into or not isinstance(effect, CashMoved | CashReversed)
        drawer = open_drawer(self.small)
        if drawer is None:
            self.expected = None
        else:
            assert drawer.expected == drawer.float + sum(minor for _, minor in drawer.sums) == self.expected
        return said


@pytest.mark.parametrize("seed", range(40))
def test_expected_is_float_plus_moves_whatever_people_do(tmp_path: Path, clock: FrozenClock, seed: int) -> None:
    """I41, I44: sales, refunds, in, out, undo, counts, seals: the drawer agrees at every step, verify in the end, and
    so do the reports.
    """
    small = desk_in(tmp_path, clock)
    hands = Cashier(small, seed)
    for _ in range(70):
        hands.press()
    small.sound()
    adds_up(small)
    small.desk.database.close()
    counts.update(hands.said)


counts: Counter[str] = Counter()


def test_the_hands_did_everything() -> None:
    """A property that nothing exercises proves nothing."""
    if sum(counts.values()) < 40 * 70:
        pytest.skip("only together with the others")
    for name in ("OpenDrawer", "MoveCash", "CountDrawer", "SealDay", "ReopenDay", "Take", "Undo", "DAY_SEALED"):
        assert counts[name] > 10, (name, counts)


def adds_up(small: Small) -> None:
    """I44: both ways of dating money come to the same, and to what the ledger has."""
    reports = {by: small.desk.report(by, Per.DAY, FIRST, LAST) for by in By}
    told = {by: (r.total.taken, r.total.back, r.total.earned) for by, r in reports.items()}
    assert len(set(told.values())) == 1, told
    one = reports[By.PAYMENT]
    for report in reports.values():
        for name in ("taken", "back", "earned"):
            if report.by is By.METHOD and name == "earned":
                continue
            assert sum(getattr(row, name) for row in report.rows) == getattr(report.total, name)
    balances = one.balances
    assert balances.sound
    assert balances.earned == one.total.earned
    of_orders = sum(m for _, m in balances.held) - balances.outside - balances.variance
    assert of_orders == one.total.taken - one.total.back
    assert of_orders + balances.owed == balances.earned + balances.deposits
    weeks = small.desk.report(By.PAYMENT, Per.WEEK, FIRST, LAST)
    months = small.desk.report(By.PAYMENT, Per.MONTH, FIRST, LAST)
    assert weeks.total == months.total == one.total
    held = {row.key: row.taken - row.back for row in reports[By.METHOD].rows}
    till = balances.outside + balances.variance
    assert {m: v for m, v in balances.held if v} == _with(held, till)
    _open(small, one)


def _with(held: dict[str, int], till: int) -> dict[str, int]:
    cash_too = held | {"CASH": held.get("CASH", 0) + till}
    return {method: minor for method, minor in cash_too.items() if minor}


def _open(small: Small, report: Report) -> None:
    """Who owes what: all that is owed for lessons given is among it, the oldest first."""
    owing = small.desk.owing(10_000)
    assert owing.count == len(owing.rows)
    assert owing.total == sum(row.open for row in owing.rows)
    assert sum(row.owed for row in owing.rows) == report.balances.owed
    assert all(row.owed <= row.open for row in owing.rows)
    assert [row.since for row in owing.rows] == sorted(row.since for row in owing.rows)


def test_a_report_is_of_its_days(tmp_path: Path, clock: FrozenClock) -> None:
    """I44: paid today for tomorrow is today's money and tomorrow's service."""
    small = desk_in(tmp_path, clock)
    small.book(None, "2026-03-05 11:00", method=Method.CASH)
    today, tomorrow = date(2026, 3, 4), date(2026, 3, 5)
    assert small.desk.report(By.PAYMENT, Per.DAY, today, today).total.taken == 2500
    assert small.desk.report(By.PAYMENT, Per.DAY, tomorrow, tomorrow).rows == ()
    assert small.desk.report(By.SERVICE, Per.DAY, today, today).rows == ()
    assert [r.key for r in small.desk.report(By.SERVICE, Per.DAY, tomorrow, tomorrow).rows] == ["2026-03-05"]
    assert [r.key for r in small.desk.report(By.SERVICE, Per.WEEK, today, tomorrow).rows] == ["2026-03-02"]
    assert [r.key for r in small.desk.report(By.SERVICE, Per.MONTH, today, tomorrow).rows] == ["2026-03-01"]
    assert [r.key for r in small.desk.report(By.TUTOR, Per.DAY, today, today).rows] == ["Ana Ruiz"]
    small.desk.database.close()


def test_the_till_is_shown(tmp_path: Path, clock: FrozenClock) -> None:
    """The view: the drawer with its moves, the day by method, fourteen days, what is open."""
    small = desk_in(tmp_path, clock)
    assert small.desk.till().drawer is None
    small.do(OpenDrawer(key=fresh(), float=10_000))
    small.book(None, "2026-03-05 11:00", method=Method.CASH)
    small.book(None, "2026-03-05 12:00")
    small.do(MoveCash(key=fresh(), amount=500, out=True, text="stamps"))
    till = small.desk.till()
    assert till.drawer is not None
    assert (till.is_open, till.drawer.expected, till.day) == (True, 12_000, "2026-03-04")
    assert [(m.kind, m.amount, m.reason, m.receipt) for m in till.drawer.moves] == [
        ("OUT", -500, "stamps", None), ("TAKEN", 2500, "", 1),
    ]  # fmt: skip
    assert [(m.key, m.taken, m.back) for m in till.methods] == [("CASH", 2500, 0)]
    assert (len(till.bars), till.bars[-1]) == (14, ("2026-03-04", 2500, 0))
    assert (till.open.count, till.open.total, till.open.rows[0].name) == (1, 2500, "")
    small.do(CountDrawer(key=fresh(), counted=12_000))
    till = small.desk.till()
    assert till.drawer is not None
    assert (till.is_open, till.again, till.drawer.variance, till.last_counted) == (False, True, 0, 12_000)
    small.do(SealDay(key=fresh(), day="2026-03-04"))
    assert (small.desk.till().sealed, small.desk.till().again) == (1, False)
    small.desk.database.close()
