"""The sealed record, row by row: what was changed, taken out or slipped in after it was sealed is named. P11."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from deskbell.domain.chain import BEGINNING, sealed
from deskbell.store import tables as t
from deskbell.store.ops.sealing import _ROWS
from deskbell.store.verify.finding import Finding
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_IN_PARTS = {"yield_per": 5_000}
_SEALS = text("SELECT activity_id, digest FROM seal ORDER BY activity_id")
_LAST = text("SELECT coalesce(max(activity_id), 0) FROM seal")


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    """The first row that does not fit; what comes after it stands on sand."""
    last = int(conn.execute(_LAST).scalar_one())
    if not last:
        return
    seals = iter(conn.execute(_SEALS).all())
    with closing(conn.execute(_ROWS.where(t.activity.c.id <= last), execution_options=_IN_PARTS)) as rows:
        broken = _first_broken(rows, seals)
    if broken is not None:
        yield broken
    elif (gone := next(seals, None)) is not None:
        yield Finding("CHAIN_REMOVED", f"activity {gone[0]}", gone[1][:16], None)


def _first_broken(rows: Iterable[Any], seals: Iterator[Any]) -> Finding | None:
    digest = BEGINNING
    for row in rows:
        no, told = next(seals)
        if no < row[0]:
            return Finding("CHAIN_REMOVED", f"activity {no}", told[:16], None)
        if no > row[0]:
            return Finding("CHAIN_INSERTED", f"activity {row[0]}", None, row[5])
        digest = sealed(digest, tuple(row))
        if digest != told:
            return Finding("CHAIN_BROKEN", f"activity {no}", told[:16], digest[:16])
    return None
