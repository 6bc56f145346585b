"""Documents as they were issued: the list, and one with its lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskbell.domain.documents import (
    DocumentHead,
    DocumentKind,
    DocumentRow,
    DocumentView,
    label,
    read_label,
)
from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_document, _party = t.document.c, t.document_party.c
_other = t.document.alias("other")
_HEADS = (
    select(
        _document.id, _document.public_id, _document.kind, _document.number, _document.at, _party.name,
        _document.currency, _document.net, _document.tax, _document.gross, _document.since, _document.until,
        _other.c.kind, _other.c.number, _party.address,
    )
    .select_from(
        t.document.outerjoin(t.document_party, _party.document_id == _document.id).outerjoin(
            _other, _other.c.id == _document.corrects_id
        )
    )
    .order_by(_document.id.desc())
)  # fmt: skip
_LATEST = _HEADS.limit(bindparam("most"))
_ONE = _HEADS.where(_document.kind == bindparam("kind"), _document.number == bindparam("number"))
_CORRECTED = (
    select(_document.corrects_id, _document.kind, _document.number)
    .where(_document.corrects_id.is_not(None))
    .order_by(_document.id)
)
_BODY = select(_document.body).where(_document.id == bindparam("key"))
_NAMES = {
    kind: select(table.c.public_id, table.c.name).where(table.c.public_id.in_(bindparam("ids", expanding=True)))
    for kind, table in {"service": t.service, "person": t.person}.items()
}
_AT_ONCE = 900


def documents(conn: Connection, most: int) -> tuple[DocumentHead, ...]:
    """The latest first, at most so many."""
    return tuple(head for _, head, _ in _heads(conn, _LATEST, {"most": most}))


def document(conn: Connection, which: str) -> DocumentView:
    """The document of that label, 12 or C3. NotFound: NO_DOCUMENT."""
    meant = read_label(which)
    found = _heads(conn, _ONE, {"kind": str(meant[0]), "number": meant[1]}) if meant else []
    if not found:
        raise NotFound("NO_DOCUMENT", text=which[:40])
    key, head, address = found[0]
    lines = json.loads(conn.execute(_BODY, {"key": key}).scalar_one())["lines"]
    services, people = (_names(conn, kind, {x[kind] for x in lines if x[kind]}) for kind in ("service", "person"))
    rows = tuple(
        DocumentRow(
            x["booking"], x["kind"], x["start"], x["end"], services.get(x["service"], ""),
            people.get(x["person"], ""), x["rate"], x["net"], x["tax"], x["gross"],
        )
        for x in lines
    )  # fmt: skip
    return DocumentView(head, address, rows)


def labels(conn: Connection, ids: frozenset[Id]) -> dict[Id, str]:
    """What documents are called, by their public ids."""
    query = select(_document.public_id, _document.kind, _document.number).where(
        _document.public_id.in_(bindparam("ids", expanding=True))
    )
    found: dict[Id, str] = {}
    asked = sorted(ids)
    for at in range(0, len(asked), _AT_ONCE):
        rows = conn.execute(query, {"ids": asked[at : at + _AT_ONCE]})
        found |= {Id(id_): label(DocumentKind(kind), number) for id_, kind, number in rows}
    return found


def _heads(conn: Connection, query: Any, values: dict[str, Any]) -> list[tuple[int, DocumentHead, str]]:
    corrected: dict[int, list[str]] = {}
    for invoice, kind, number in conn.execute(_CORRECTED):
        corrected.setdefault(invoice, []).append(label(DocumentKind(kind), number))
    found = []
    for row in conn.execute(query, values):
        key, id_, kind, number, at, name, currency, net, tax, gross, since, until, of_kind, of_number, address = row
        corrects = label(DocumentKind(of_kind), of_number) if of_kind else ""
        head = DocumentHead(
            Id(id_), DocumentKind(kind), number, at, name or "", currency, net, tax, gross, since, until, corrects,
            tuple(corrected.get(key, ())),
        )  # fmt: skip
        found.append((key, head, address or ""))
    return found


def _names(conn: Connection, kind: str, ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    asked = sorted(ids)
    for at in range(0, len(asked), _AT_ONCE):
        found |= {row[0]: row[1] for row in conn.execute(_NAMES[kind], {"ids": asked[at : at + _AT_ONCE]})}
    return found
