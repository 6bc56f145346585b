"""The record is sealed by whoever holds the timers, a little at each turn; anybody may ask how far it is. P11."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.store.find.chain import sealed_up_to
from deskbell.store.ops import sealing

if TYPE_CHECKING:
    from deskbell.domain.chain import Head
    from deskbell.store.database import Database


def seal(database: Database, token: int, most: int = 4) -> int:
    """Seal what is final of the record, at most so many batches; how many rows.

    `token` is that of the timers' lease: whoever has lost it seals nothing. Nothing is written where nothing is due.
    """
    if not is_due(database):
        return 0
    count = 0
    for _ in range(most):
        made = database.retrying(lambda unit: sealing.seal(unit, token))
        count += made
        if made < sealing.BATCH:
            break
    if database.kind != "sqlite":
        database.retrying(sealing.mark)
    return count


def is_due(database: Database) -> bool:
    """Whether there is a row that is not sealed."""
    with database.read() as unit:
        return sealing.is_due(unit)


def head(database: Database) -> Head:
    """How far the record is sealed."""
    with database.read() as unit:
        return sealed_up_to(unit.connection)
