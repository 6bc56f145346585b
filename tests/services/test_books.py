"""The books leave the desk as they are: journal and rows say to the cent what the ledger says. I44."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import Cancel, Close, IssueMonth
from deskbell.domain.errors import WrongInput
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.formats.journal import account, decimal, journal
from deskbell.services.books import Books
from deskbell.store import tables as t
from tests.formats.journal_reader import read_journal
from tests.services.conftest import Small, at, fresh
from tests.services.hands import Hands


def ledger_of(small: Small) -> dict[tuple[str, str], Decimal]:
    """The database's own sums, asked without any of our readers."""
    query = select(t.ledger_line.c.account, t.ledger_line.c.currency, func.sum(t.ledger_line.c.minor)).group_by(
        t.ledger_line.c.account, t.ledger_line.c.currency
    )
    with small.desk.database.read() as unit:
        return {
            (account(a), code): decimal(int(minor), code) for a, code, minor in unit.connection.execute(query) if minor
        }


@pytest.mark.parametrize("seed", [3, 11])
def test_the_journal_of_a_busy_desk_is_its_ledger(small: Small, seed: int) -> None:
    """Whatever 120 random commands did: each transaction balances, each month's end holds, each account agrees."""
    hands = Hands(small, seed)
    for _ in range(120):
        hands.press()
    small.clock.at += 40 * 86_400  # what was done in March is the last month's by now
    hands.press()
    opening, entries = Books(small.desk).ledger()
    assert opening == ()
    found = read_journal("\n".join(journal("Estudio", opening, entries)))
    assert {key: value for key, value in found.balances.items() if value} == ledger_of(small)
    assert found.asserted
    days = sorted({x.day for x in entries})
    middle = days[len(days) // 2]
    opening, rest = Books(small.desk).ledger(middle)
    part = read_journal("\n".join(journal("Estudio", opening, rest, middle)))
    assert {key: value for key, value in part.balances.items() if value} == ledger_of(small)
    _, early = Books(small.desk).ledger(None, middle - dt.timedelta(1))
    assert len(early) + len(rest) == len(entries)


@pytest.mark.parametrize("seed", [5])
def test_payments_and_lessons_add_up_to_the_ledger(small: Small, seed: int) -> None:
    """I44: money that moved, by payment date, is the ledger's cash; closed lessons, by service date, its revenue."""
    hands = Hands(small, seed)
    for _ in range(120):
        hands.press()
    books = Books(small.desk)
    cash: defaultdict[str, int] = defaultdict(int)
    moved = {"CAPTURED", "SUCCEEDED", "MANUAL_DONE", "EXTERNAL"}
    for row in books.money():
        cash[f"assets:cash:{row.method.lower()}"] += row.amount if row.state in moved else 0
    ledger = ledger_of(small)
    assert {k: decimal(v, "EUR") for k, v in cash.items() if v} == {
        name: minor for (name, _), minor in ledger.items() if name.startswith("assets:cash")
    }
    earned = sum(x.gross for x in books.lessons() if x.state in ("COMPLETED", "NO_SHOW", "CANCELLED"))
    assert decimal(-earned, "EUR") == ledger.get(("income:lessons", "EUR"), Decimal("0.00"))
    assert all(x.net + x.tax == x.gross for x in books.lessons())


def test_days_are_the_desk_s_own_and_both_ends_belong(small: Small) -> None:
    """23:30 UTC on the 31st is April in Madrid; a span of one day is that day."""
    small.clock.at = at("2026-03-04 23:59")
    small.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    small.clock.at += 60
    small.book("Leo Lee", "2026-03-05 16:00", method=Method.CARD)
    books = Books(small.desk)
    for day, method in ((dt.date(2026, 3, 4), "CASH"), (dt.date(2026, 3, 5), "CARD")):
        assert [x.method for x in books.money(day, day)] == [method]
        assert [x.day for x in books.ledger(day, day)[1]] == [day]
    with pytest.raises(WrongInput) as no:
        books.money(dt.date(2026, 3, 5), dt.date(2026, 3, 4))
    assert no.value.code == "LAST_BEFORE_FIRST"


def test_a_lesson_row_names_its_documents_and_its_credits(small: Small) -> None:
    kept = small.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    gone = small.book("Leo Lee", "2026-03-06 15:00", method=Method.CASH)
    small.do(IssueMonth(key=fresh(), year=2026, month=3))
    assert gone.plan.subject is not None
    assert kept.plan.subject is not None
    small.do(Cancel(key=fresh(), booking=gone.plan.subject, by=Role.CUSTOMER, reason=Reason.OTHER, percent=40))
    small.clock.at = at("2026-03-05 17:00")
    small.do(Close(key=fresh(), booking=kept.plan.subject, verb=Verb.COMPLETE))
    rows = Books(small.desk).lessons(dt.date(2026, 3, 5), dt.date(2026, 3, 6))
    assert [(x.state, x.gross, x.documents, x.payer) for x in rows] == [
        ("COMPLETED", 2500, ("1",), "Leo Lee"), ("CANCELLED", 1500, ("1",), "Leo Lee"),
    ]  # fmt: skip
    money = Books(small.desk).money()
    assert [(x.kind, x.amount, x.receipt) for x in money] == [
        ("PAYMENT", 2500, 1), ("PAYMENT", 2500, 2), ("REFUND", -1000, 3),
    ]  # fmt: skip
