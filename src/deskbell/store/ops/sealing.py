"""Sealing the record: by whoever holds the timers, in the order of the rows' numbers, a batch in a transaction.

A number is given when a row is written, and seen when its transaction is kept. On SQLite one transaction writes at a
time, so what is there is final. On PostgreSQL a transaction that is still open may hold a lower number than one that is
kept already, so nothing is sealed on sight. First a mark is set: the highest number that is seen (N), and then a
transaction number of one's own (X). Whoever holds a number up to N began to write before, and so has a transaction
number below X: an activity is written after its change, in the same transaction. Once no transaction below X is open
any more (the lowest open one is not below X), all up to N is final: what is there stays, what is missing was rolled
back. Both numbers hold for ever, whoever marks next. Nobody waits for a seal and a seal waits for nobody: what is open
for long only puts it off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, text

from deskbell.domain.chain import BEGINNING, Head, sealed
from deskbell.domain.working import TIMERS
from deskbell.store import tables as t
from deskbell.store.ops import leases
from deskbell.store.ops.health import cursor, keep_cursor

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

BATCH = 500
"""Rows in one transaction: on SQLite nobody else writes meanwhile."""

MARK = "sealing"
"""The stream of the cursor table in which the mark stands."""

_a, _c = t.activity.c, t.change.c
_ROWS = (
    select(
        _a.id, _a.change_id, _a.at, _a.role, _a.person, _a.kind, _a.booking_id, _a.slot_id, _a.order_id, _a.body,
        _c.key, _c.verb, _c.digest, _c.subject, _c.undoes,
    )
    .select_from(t.activity.join(t.change, _c.id == _a.change_id))
    .order_by(_a.id)
)  # fmt: skip
"""In the order of chain.FIELDS."""
_NEXT = _ROWS.where(_a.id > bindparam("last"), _a.id <= bindparam("final")).limit(BATCH)
# The work of one batch is the same whoever does it: a second worker that comes too late has written nothing.
_SEAL = text("INSERT INTO seal (activity_id, digest) VALUES (:no, :digest) ON CONFLICT DO NOTHING")
_LAST = text("SELECT activity_id, digest FROM seal ORDER BY activity_id DESC LIMIT 1")
_COUNTS = text("SELECT (SELECT count(*) FROM seal), (SELECT count(*) FROM activity)")
_HIGHEST = text("SELECT coalesce(max(id), 0) FROM activity")
_OWN = text("SELECT pg_current_xact_id()::text")
_OLDEST = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")


def head(unit: Read) -> Head:
    """How far the record is sealed."""
    last, counts = unit.row(_LAST), unit.row(_COUNTS)
    assert counts is not None  # noqa: S101 - a count is always there
    no, digest = (int(last[0]), str(last[1])) if last else (0, BEGINNING)
    return Head(no, digest, int(counts[0]), int(counts[1]) - int(counts[0]))


def is_due(unit: Read) -> bool:
    """Whether there is a row after the last sealed one."""
    last = unit.row(_LAST)
    return int(unit.value(_HIGHEST)) > (int(last[0]) if last else 0)


def mark(unit: Write) -> None:
    """Note up to where the rows will be final, unless an older mark still waits: a newer one would wait for longer.

    Nothing is written before it in its transaction: that the two numbers are read in this order is the proof.
    """
    found, last = cursor(unit, TIMERS, MARK), unit.row(_LAST)
    if found is not None and int(found[0].partition(":")[0]) > (int(last[0]) if last else 0):
        return
    highest = int(unit.value(_HIGHEST))
    own = int(unit.value(_OWN))
    keep_cursor(unit, TIMERS, MARK, f"{highest}:{own}", 0)


def final(unit: Read) -> int:
    """The number up to which no row can appear any more."""
    if unit.connection.dialect.name == "sqlite":
        return int(unit.value(_HIGHEST))
    found = cursor(unit, TIMERS, MARK)
    if found is None:
        return 0
    highest, own = map(int, found[0].split(":"))
    return highest if int(unit.value(_OLDEST)) >= own else 0


def seal(unit: Write, token: int) -> int:
    """Seal the next rows that are final; how many. Nothing where the lease of the timers is somebody else's by now."""
    if not leases.holds(unit, TIMERS, token):
        return 0
    until = final(unit)
    last = unit.row(_LAST)
    no, digest = (int(last[0]), str(last[1])) if last else (0, BEGINNING)
    made: list[dict[str, Any]] = []
    for row in unit.rows(_NEXT, {"last": no, "final": until}):
        digest = sealed(digest, tuple(row))
        made.append({"no": row[0], "digest": digest})
    if made:
        unit.run(_SEAL, made)
    return len(made)
