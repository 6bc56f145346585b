"""Documents with the next number of their series, their lines as they stand now, and the party as printed."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from deskbell.domain.documents import KEEP, SERIES
from deskbell.domain.effects import DocumentIssued
from deskbell.domain.errors import PlanChanged
from deskbell.store import tables as t
from deskbell.store.apply.making import Making
from deskbell.store.apply.numbers import following

_line, _written = t.order_line.c, t.document_line.c
_participant = t.person.alias("participant")
_LINES = (
    select(
        _line.id, _line.public_id, _line.gross, _line.tax, _line.tax_rate, _line.kind, t.booking.c.id, t.slot.c.start,
        t.slot.c.end, t.service.c.public_id, _participant.c.public_id,
    )
    .select_from(
        t.order_line.join(t.booking, t.booking.c.id == _line.booking_id)
        .join(t.slot, t.slot.c.id == t.booking.c.slot_id)
        .join(t.service, t.service.c.id == t.slot.c.service_id)
        .outerjoin(_participant, _participant.c.id == t.booking.c.participant_id)
    )
    .where(_line.public_id.in_(bindparam("lines", expanding=True)))
)  # fmt: skip
_WRITTEN = (
    select(_written.order_line_id, func.sum(_written.gross), func.sum(_written.tax))
    .where(_written.order_line_id.in_(bindparam("keys", expanding=True)))
    .group_by(_written.order_line_id)
)
_AT_ONCE = 900
"""So many ids in one question: below what either database takes."""


def document_issued(w: Making, e: DocumentIssued) -> None:
    """Each line comes to stand on paper or is taken back from it, whole; else PlanChanged("OVERTAKEN") (I42)."""
    found = _lines(w, e)
    number = following(w.conn, SERIES[e.document_kind])
    document = w.insert(
        t.document,
        e.document,
        series=e.series,
        number=number,
        kind=str(e.document_kind),
        payer_id=w.keys.maybe(t.person, e.payer),
        currency=e.currency,
        net=e.net,
        tax=e.tax,
        gross=e.gross,
        at=w.now,
        since=e.since,
        until=e.until,
        corrects_id=w.keys.maybe(t.document, e.corrects),
        body=_body(e, found),
    )
    rows = [
        {"document_id": document, "order_line_id": found[line][0], "net": net, "tax": tax, "gross": gross}
        for line, net, tax, gross in e.lines
    ]
    w.conn.execute(insert(t.document_line), rows)
    party = {"document_id": document, "name": e.name, "address": e.address, "keep_until": w.now + KEEP}
    w.conn.execute(insert(t.document_party), party)


def _lines(w: Making, e: DocumentIssued) -> dict[str, Any]:
    ids = [entry[0] for entry in e.lines]
    found: dict[str, Any] = {}
    written: dict[int, tuple[int, int]] = {}
    for at in range(0, len(ids), _AT_ONCE):
        rows = w.conn.execute(_LINES, {"lines": ids[at : at + _AT_ONCE]}).all()
        found |= {row[1]: row for row in rows}
        sums = w.conn.execute(_WRITTEN, {"keys": [row[0] for row in rows]})
        written |= {key: (int(gross), int(tax)) for key, gross, tax in sums}
    for line, net, tax, gross in e.lines:
        if line not in found:
            raise PlanChanged("OVERTAKEN", line=line)
        key, _, own_gross, own_tax, *_ = found[line]
        whole, before = (own_gross, own_tax), written.get(key, (0, 0))
        after = (before[0] + gross, before[1] + tax)
        if net + tax != gross or {before, after} != {(0, 0), whole}:
            raise PlanChanged("OVERTAKEN", line=line)
        written[key] = after
    return found


def _body(e: DocumentIssued, found: dict[str, Any]) -> str:
    """What the lines were for when they were printed: codes, figures and public ids, no words of a person."""
    lines = []
    for line, net, tax, gross in e.lines:
        _, _, _, _, rate, kind, booking, start, end, service, person = found[line]
        lines.append({
            "booking": booking, "kind": kind, "start": start, "end": end, "service": service, "person": person,
            "rate": rate, "net": net, "tax": tax, "gross": gross,
        })  # fmt: skip
    return json.dumps({"v": 1, "lines": lines}, sort_keys=True, separators=(",", ":"))
