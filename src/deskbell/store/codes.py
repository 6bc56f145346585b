"""Codes that rows hold and that more than one room of the store must know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.sql.expression import literal_column

from deskbell.domain.booking import ACTIVE, SEATED

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

EVENTS: Final = "events"
"""The stream of a calendar: what of it was read, and up to where."""
READING: Final = "reading"
"""The stream that counts while all of it is read anew."""
OPEN: Final = "OPEN"
SETTLED: Final = "SETTLED"
"""What a task's state is called."""

RECEIPTS: Final = "receipt"
CLOSES: Final = "day_close"
"""The desk's one series of numbers."""

seated: Final = sorted(str(s) for s in SEATED)
active: Final = sorted(str(s) for s in ACTIVE)
"""The states of a booking that hold a seat; those in which its person may not book the same slot again."""
DESK = "DESK"
"""The provider of a payment that was taken by hand."""


def among(column: ColumnElement[Any], codes: Iterable[str]) -> ColumnElement[bool]:
    """One of these codes of ours, written out in the statement, not bound to it.

    SQLite uses its partial indexes only where the words are theirs, and a list that is bound is spelled anew at each
    execution.
    """
    words = [str(code) for code in codes]
    if not all(word.replace("_", "").isalnum() for word in words):
        raise ValueError("only codes are written into a statement")
    return column.in_([literal_column(f"'{word}'") for word in words])
