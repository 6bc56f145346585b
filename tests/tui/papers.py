"""The little studio with something on paper: receipts, February's invoices, one of them corrected."""

from __future__ import annotations

from pathlib import Path

from deskbell.domain import commands as c
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.plan import Minting
from deskbell.services.books import Books
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.tui.harness import clock
from tests.tui.little import ZONE, Little, little
from tests.tui.test_till_pictures import busy

YEAR, MONTH = 2026, 2


def unpaid(folder: Path) -> Little:
    """A desk that nobody has paid anything at."""
    frozen = clock()
    keys = iter(range(1, 100))
    where = f"sqlite:///{folder / 'unpaid.sqlite3'}"
    desk = Desk(open_database(where, create=True), frozen, lambda: Minting(Id(f"unpaid {next(keys)}"))())
    week = tuple((day, 9 * 60, 20 * 60) for day in range(5))
    desk.commit(c.SetUp(
        key=desk.fresh(), name="Estudio Río", zone=ZONE, currency="EUR",
        tutors=(c.NewTutor(name="Ana Ruiz", zone=ZONE, weekly=week),),
        services=(c.NewService(name="Piano 60", minutes=60, minor=2500),),
    ))  # fmt: skip
    return Little(desk, frozen)


def receipts(folder: Path) -> Little:
    """Two weeks of receipts and a morning; nothing is invoiced."""
    told = little(folder)
    busy(told)
    return told


def invoiced(folder: Path) -> Little:
    """February is on paper, and one invoice of it said too much."""
    told = receipts(folder)
    desk, fresh = told.desk, told.desk.fresh
    desk.commit(c.IssueMonth(key=fresh(), year=YEAR, month=MONTH))
    books = Books(desk)
    head = next(x for x in books.documents() if x.name == "Marta Pérez")
    rich = books.document(head.label).rows[0].booking
    told.clock.pass_by(minutes=3)
    desk.commit(c.Reprice(key=fresh(), booking=desk.booking(rich).booking.id, total=2000, text="siblings"))
    told.clock.pass_by(minutes=2)
    desk.commit(c.CorrectInvoice(key=fresh(), document=head.id))
    told.clock.pass_by(minutes=1)
    told.no["rich"] = rich
    due = desk.booking(told.no["due"])
    desk.commit(c.IssueInvoice(key=fresh(), order=due.order.id, address="Calle Mayor 1\n28013 Madrid"))
    assert due.payments == () or due.payments[0].method is Method.CASH
    return told
