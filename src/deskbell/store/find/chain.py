"""The record as it is sealed: its rows in order, and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from deskbell.domain.chain import BEGINNING, Head
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_a, _c = t.activity.c, t.change.c
FROM = t.activity.join(t.change, _c.id == _a.change_id)
ROWS = select(
    _a.id, _a.change_id, _a.at, _a.role, _a.person, _a.kind, _a.booking_id, _a.slot_id, _a.order_id, _a.body,
    _c.key, _c.verb, _c.digest, _c.subject, _c.undoes,
).order_by(_a.id)  # fmt: skip
"""An activity and its change, in the order of chain.FIELDS; out of FROM, or what is joined to it."""

_LAST = text("SELECT activity_id, digest FROM seal ORDER BY activity_id DESC LIMIT 1")
_COUNTS = text("SELECT (SELECT count(*) FROM seal), (SELECT count(*) FROM activity)")


def last_seal(conn: Connection) -> tuple[int, str]:
    """The number of the last sealed row and its digest; the beginning where none is sealed."""
    row = conn.execute(_LAST).first()
    return (int(row[0]), str(row[1])) if row else (0, BEGINNING)


def sealed_up_to(conn: Connection) -> Head:
    """How far the record is sealed."""
    no, digest = last_seal(conn)
    count, rows = conn.execute(_COUNTS).one()
    return Head(no, digest, int(count), int(rows) - int(count))
