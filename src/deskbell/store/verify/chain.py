"""The sealed record, row by row: what was changed, taken out or slipped in after it was sealed is named. P11."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from deskbell.domain.chain import BEGINNING, FIELDS, sealed
from deskbell.domain.effects import DaySealed
from deskbell.store import tables as t
from deskbell.store.find.chain import FROM, ROWS
from deskbell.store.verify.finding import Finding
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_IN_PARTS = {"yield_per": 5_000}
_LAST = text("SELECT coalesce(max(activity_id), 0) FROM seal")
_REMOVED = text(
    "SELECT activity_id, digest FROM seal WHERE NOT EXISTS (SELECT 1 FROM activity WHERE id = activity_id)"
    " ORDER BY activity_id LIMIT 1"
)
_OF = text("SELECT digest FROM seal WHERE activity_id = :no")
_SEALED = ROWS.add_columns(t.seal.c.digest).select_from(
    FROM.outerjoin(t.seal, t.seal.c.activity_id == t.activity.c.id)
)  # fmt: skip
_KIND, _BODY = FIELDS.index("kind"), FIELDS.index("body")


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    """The first row that does not fit: what comes after it stands on sand."""
    last = int(conn.execute(_LAST).scalar_one())
    if not last:
        return
    with closing(conn.execute(_SEALED.where(t.activity.c.id <= last), execution_options=_IN_PARTS)) as rows:
        no, broken, closes = _first_broken(rows)
    removed = conn.execute(_REMOVED).first()
    if removed is not None and (broken is None or removed[0] < no):
        yield Finding("CHAIN_REMOVED", f"activity {removed[0]}", removed[1][:16], None)
    elif broken is not None:
        yield broken
    yield from _mistold(conn, closes)


def _first_broken(rows: Iterable[Any]) -> tuple[int, Finding | None, list[tuple[int, str]]]:
    """Its number and what is wrong with it; and what each close of a day before it says of the record."""
    digest = BEGINNING
    closes: list[tuple[int, str]] = []
    for *row, told in rows:
        if told is None:
            return row[0], Finding("CHAIN_INSERTED", f"activity {row[0]}", None, row[_KIND]), closes
        digest = sealed(digest, tuple(row))
        if digest != told:
            return row[0], Finding("CHAIN_BROKEN", f"activity {row[0]}", told[:16], digest[:16]), closes
        if row[_KIND] == DaySealed.__name__:
            closes.append((row[0], str(json.loads(row[_BODY]).get("chain", ""))))
    return 0, None, closes


def _mistold(conn: Connection, closes: list[tuple[int, str]]) -> Iterator[Finding]:
    """What a close says of the record may stand on paper elsewhere: it must still be so."""
    for row, said in closes:
        no, _, digest = said.partition(":")
        found = conn.execute(_OF, {"no": int(no)}).scalar() if digest else digest
        if found != digest:
            yield Finding("CHAIN_TOLD", f"activity {row}", digest[:16], (found or "")[:16])
            return
