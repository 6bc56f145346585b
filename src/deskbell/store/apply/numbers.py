"""Gap-free numbers: a series gives the next one under its lock, and only the change that keeps it (I42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text, update

from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FIRST = text("INSERT INTO series (name, next) VALUES (:name, 1) ON CONFLICT (name) DO NOTHING")
_NUMBER = select(t.series.c.next).where(t.series.c.name == bindparam("series")).with_for_update()
_NEXT = update(t.series).where(t.series.c.name == bindparam("series")).values(next=t.series.c.next + 1)


def begun(conn: Connection, series: str) -> None:
    """The series is there from the beginning: what is there can be locked before its first number is given."""
    conn.execute(_FIRST, {"name": series})


def following(conn: Connection, series: str) -> int:
    """The next number of the series, held until the change is kept: none is lost and none is given twice."""
    number: int | None = conn.execute(_NUMBER, {"series": series}).scalar()
    if number is None:
        conn.execute(_FIRST, {"name": series})
        number = conn.execute(_NUMBER, {"series": series}).scalar_one()
    conn.execute(_NEXT, {"series": series})
    return number
