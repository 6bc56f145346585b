"""Recomputes every derived figure of the desk from the rows that are only ever added to, and says what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.store.verify import chain, documents, money, names, seats, till
from deskbell.store.verify.finding import Finding
from deskbell.store.verify.record import retold

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["Finding", "verify"]


def verify(conn: Connection) -> list[Finding]:
    """All that is not as the record says, in one reading; nothing is written. Empty is well."""
    record = retold(conn)
    found = list(record.unknown)
    for check in (chain.check, seats.check, money.check, documents.check, till.check, names.check):
        found += check(conn, record)
    return found
