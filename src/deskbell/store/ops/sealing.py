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

from sqlalchemy import bindparam, text

from deskbell.domain.chain import sealed
from deskbell.domain.working import TIMERS
from deskbell.store import tables as t
from deskbell.store.find.chain import FROM, ROWS, last_seal
from deskbell.store.ops import leases
from deskbell.store.ops.health import cursor, keep_cursor

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

BATCH = 500
"""Rows in one transaction: on SQLite nobody else writes meanwhile."""

MARK = "sealing"
"""The stream of the cursor table in which the mark stands."""

_a = t.activity.c
_NEXT = ROWS.select_from(FROM).where(_a.id > bindparam("last"), _a.id <= bindparam("final")).limit(BATCH)
# The work of one batch is the same whoever does it: a second worker that comes too late has written nothing.
_SEAL = text("INSERT INTO seal (activity_id, digest) VALUES (:no, :digest) ON CONFLICT DO NOTHING")
_HIGHEST = text("SELECT coalesce(max(id), 0) FROM activity")
_OWN = text("SELECT pg_current_xact_id()::text")
_NEWEST = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
_OLDEST = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")


def is_due(unit: Read) -> bool:
    """Whether there is a row after the last sealed one."""
    return int(unit.value(_HIGHEST)) > last_seal(unit.connection)[0]


def mark(unit: Write) -> None:
    """Note up to where the rows will be final, unless an older mark still waits: a newer one would wait for longer.

    Nothing is written before it in its transaction: that the two numbers are read in this order is the proof.
    """
    if _waits(unit):
        return
    highest = int(unit.value(_HIGHEST))
    own = int(unit.value(_OWN))
    keep_cursor(unit, TIMERS, MARK, f"{highest}:{own}", 0)


def _waits(unit: Read) -> bool:
    """Whether a mark is still to be reached; one whose number no transaction of this server has had came with a dump
    from another one, and would wait for ever.
    """
    found = cursor(unit, TIMERS, MARK)
    if found is None:
        return False
    highest, own = map(int, found[0].split(":"))
    return highest > last_seal(unit.connection)[0] and own < int(unit.value(_NEWEST))


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
    no, digest = last_seal(unit.connection)
    made: list[dict[str, Any]] = []
    for row in unit.rows(_NEXT, {"last": no, "final": until}):
        digest = sealed(digest, tuple(row))
        made.append({"no": row[0], "digest": digest})
    if made:
        unit.run(_SEAL, made)
    return len(made)
