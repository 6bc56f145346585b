"""Invoices and credit notes: as they were told, sums of their lines, each line of an order once on paper or not."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from deskbell.domain.effects import DocumentIssued
from deskbell.store import tables as t
from deskbell.store.verify.finding import Finding, differences
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_document, _written, _line = t.document.c, t.document_line.c, t.order_line.c
_corrected = t.document.alias("corrected")
_DOCUMENTS = select(
    _document.public_id, _document.kind, _document.series, t.person.c.public_id, _document.currency, _document.net,
    _document.tax, _document.gross, _document.since, _document.until, _corrected.c.public_id,
).select_from(
    t.document.outerjoin(t.person, t.person.c.id == _document.payer_id).outerjoin(
        _corrected, _corrected.c.id == _document.corrects_id
    )
)  # fmt: skip
_ACTIVITY = select(t.activity.c.body).where(t.activity.c.kind == DocumentIssued.__name__).order_by(t.activity.c.id)
_LAST = select(_document.series, func.max(_document.number)).group_by(_document.series)
_NEXT = select(t.series.c.name)
_LINES = (
    select(
        _document.public_id, _line.public_id, _written.net, _written.tax, _written.gross, _line.gross, _line.tax
    )
    .select_from(
        t.document_line.join(t.document, _document.id == _written.document_id).join(
            t.order_line, _line.id == _written.order_line_id
        )
    )
    .order_by(_written.id)
)  # fmt: skip
_BODIES = select(_document.public_id, _document.body)
_PARTIES = (
    select(_document.public_id, func.count(t.document_party.c.id))
    .select_from(t.document.outerjoin(t.document_party, t.document_party.c.document_id == _document.id))
    .group_by(_document.public_id)
    .having(func.count(t.document_party.c.id) != 1)
)
_CODES = (
    "DOCUMENT_KIND", "DOCUMENT_SERIES", "DOCUMENT_PAYER", "DOCUMENT_CURRENCY", "DOCUMENT_NET", "DOCUMENT_TAX",
    "DOCUMENT_GROSS", "DOCUMENT_SINCE", "DOCUMENT_UNTIL", "DOCUMENT_CORRECTS",
)  # fmt: skip
_FIELDS = ("document_kind", "series", "payer", "currency", "net", "tax", "gross", "since", "until", "corrects")

Amounts = tuple[int, int, int]


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    told = [json.loads(body) for (body,) in conn.execute(_ACTIVITY)]
    expected = {body["document"]: tuple(body[name] for name in _FIELDS) for body in told}
    found = {row[0]: tuple(row[1:]) for row in conn.execute(_DOCUMENTS)}
    yield from differences(_CODES, expected, found)
    yield from _series(conn)
    yield from _lines(conn, {body["document"]: body["lines"] for body in told}, found)
    for document, parties in conn.execute(_PARTIES):
        yield Finding("DOCUMENT_PARTY", document, 1, parties)


def _series(conn: Connection) -> Iterator[Finding]:
    """That numbers have no gap is checked with all others; here, that a series with numbers knows its next one."""
    known = set(conn.execute(_NEXT).scalars())
    for series, number in conn.execute(_LAST):
        if series not in known:
            yield Finding("NEXT_NUMBER", series, number + 1, None)


def _lines(conn: Connection, told: dict[str, Any], found: dict[str, Any]) -> Iterator[Finding]:
    """Lines are as they were told and printed, sum to their document, and stand on paper whole or not at all."""
    rows: defaultdict[str, list[tuple[str, Amounts]]] = defaultdict(list)
    standing: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for document, line, net, tax, gross, own_gross, own_tax in conn.execute(_LINES):
        rows[document].append((line, (net, tax, gross)))
        if net + tax != gross:
            yield Finding("DOCUMENT_LINE_TAX", line, gross, net + tax)
        before = standing[line]
        after = standing[line] = (before[0] + gross, before[1] + tax)
        if {before, after} != {(0, 0), (own_gross, own_tax)}:
            yield Finding("LINE_ON_PAPER", line, own_gross, after[0])
    printed = {document: json.loads(body)["lines"] for document, body in conn.execute(_BODIES)}
    for document, (_, _, _, _, *sums) in found.items():
        lines = rows.get(document, [])
        for at, code in enumerate(("NET", "TAX", "GROSS")):
            if (total := sum(amounts[at] for _, amounts in lines)) != sums[at]:
                yield Finding(f"DOCUMENT_{code}_SUM", document, total, sums[at])
        if [[line, *amounts] for line, amounts in lines] != told.get(document, []):
            yield Finding("DOCUMENT_LINES", document, len(told.get(document, [])), len(lines))
        if [(x["net"], x["tax"], x["gross"]) for x in printed[document]] != [amounts for _, amounts in lines]:
            yield Finding("DOCUMENT_BODY", document, len(lines), len(printed[document]))
