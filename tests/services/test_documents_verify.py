"""verify sees a document that was tampered with: each figure broken once, and named. I42, I43."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from deskbell.domain.commands import CorrectInvoice, IssueInvoice, IssueMonth
from deskbell.domain.effects import DocumentIssued
from deskbell.domain.errors import DeskError
from deskbell.store import tables as t
from tests.services.conftest import Small, fresh
from tests.store.test_verify import disarm, last, setting

Break = Callable[[Connection], Any]


def on_paper(small: Small) -> None:
    """Two invoices and a credit note; one lesson more that is on none."""
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    done = small.do(IssueInvoice(key=fresh(), order=small.order(booked)))
    small.do(CorrectInvoice(key=fresh(), document=next(done.plan.of(DocumentIssued)).document))
    small.book("Ana Pérez", "2026-03-06 15:00")
    small.do(IssueMonth(key=fresh(), year=2026, month=3, payer=small.people["Ana Pérez"]))
    small.book("Ana Pérez", "2026-03-09 15:00")


def body(conn: Connection) -> None:
    found = json.loads(conn.execute(select(t.document.c.body).where(t.document.c.id == last(t.document))).scalar_one())
    found["lines"][0]["gross"] += 1
    setting(t.document, body=json.dumps(found))(conn)


def twice(conn: Connection) -> None:
    """The line of one document stands on another one too."""
    line = conn.execute(select(t.document_line).where(t.document_line.c.id == last(t.document_line))).mappings().one()
    first = conn.execute(select(t.document.c.id).order_by(t.document.c.id)).scalars().first()
    conn.execute(insert(t.document_line), {**line, "id": line["id"] + 1, "document_id": first})


def line(**values: int) -> Break:
    return setting(t.document_line, **values)


BREAKS: dict[str, tuple[Break, str]] = {
    "a number is left out": (setting(t.document, number=3), "RECEIPT_NUMBER"),
    "the next number is one too far": (
        lambda conn: conn.execute(update(t.series).where(t.series.c.name == "credit-note").values(next=9)),
        "NEXT_NUMBER",
    ),
    "the series forgot where it was": (
        lambda conn: conn.execute(delete(t.series).where(t.series.c.name == "invoice")),
        "NEXT_NUMBER",
    ),
    "a credit note is called an invoice": (setting(t.document, kind="CREDIT_NOTE"), "DOCUMENT_KIND"),
    "another payer": (setting(t.document, payer_id=1), "DOCUMENT_PAYER"),
    "another sum": (setting(t.document, gross=1), "DOCUMENT_GROSS"),
    "a sum that is not that of the lines": (setting(t.document, net=1), "DOCUMENT_NET_SUM"),
    "another tax": (setting(t.document, tax=1), "DOCUMENT_TAX_SUM"),
    "another month": (setting(t.document, since=1), "DOCUMENT_SINCE"),
    "corrects another": (setting(t.document, corrects_id=1), "DOCUMENT_CORRECTS"),
    "a line of another amount": (line(gross=1), "DOCUMENT_LINES"),
    "net and tax are not gross": (line(tax=1), "DOCUMENT_LINE_TAX"),
    "half a line": (line(gross=1, net=1), "LINE_ON_PAPER"),
    "a line twice": (twice, "LINE_ON_PAPER"),
    "another print": (body, "DOCUMENT_BODY"),
    "no party": (lambda conn: conn.execute(delete(t.document_party)), "DOCUMENT_PARTY"),
}


def test_what_is_on_paper_is_well(small: Small) -> None:
    on_paper(small)
    small.sound()


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_named(small: Small, name: str) -> None:
    breaks, code = BREAKS[name]
    on_paper(small)
    with small.desk.database.write() as unit:
        disarm(unit.connection)
        breaks(unit.connection)
    assert code in {finding.code for finding in small.desk.verify()}


@pytest.mark.parametrize("table", [t.document, t.document_line])
def test_paper_is_written_once(small: Small, table: Any) -> None:
    """I42: the database itself refuses to change or drop a document or a line of it."""
    on_paper(small)
    for statement in (update(table).values(gross=1), delete(table)):
        with pytest.raises(DeskError, match="STORE_FAULT"), small.desk.database.write() as unit:
            unit.connection.execute(statement)
    small.sound()


def test_the_party_can_be_blanked(small: Small) -> None:
    """An erase blanks the one row that holds a person's words; the figures and the proof stay."""
    on_paper(small)
    with small.desk.database.write() as unit:
        unit.connection.execute(update(t.document_party).values(name="", address=""))
        rows = unit.connection.execute(select(t.document.c.body)).scalars().all()
        told = unit.connection.execute(
            select(t.activity.c.body).where(t.activity.c.kind == DocumentIssued.__name__)
        ).scalars()
        assert not any("Leo" in text or "Ana" in text for text in (*rows, *told))
        kept = unit.connection.execute(select(t.document_party.c.keep_until)).scalars().all()
    assert {until - small.clock.now() for until in kept} == {3653 * 86_400}
    small.sound()
