"""A row is asked for by its number or by its public id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BindParameter, Select, Table, bindparam

from deskbell.domain.ids import Id

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    AnyRow = Row[*tuple[Any, ...]]

Which = Id | int
"""A public id, or the number that people see."""

_LARGEST = 2**63 - 1


class Ways(NamedTuple):
    """One query, narrowed to a row in either of the two ways."""

    by_no: Select[*tuple[Any, ...]]
    by_id: Select[*tuple[Any, ...]]


def ways(query: Select[*tuple[Any, ...]], table: Table) -> Ways:
    which: BindParameter[Any] = bindparam("which")
    return Ways(query.where(table.c.id == which), query.where(table.c.public_id == which))


def one(conn: Connection, query: Ways, which: Which) -> AnyRow | None:
    """The row, or None where there is none; a number that no row can have is none."""
    if isinstance(which, int):
        return conn.execute(query.by_no, {"which": which}).first() if 0 < which <= _LARGEST else None
    if len(which) != 32 or not which.isalnum() or not which.isascii():
        return None
    return conn.execute(query.by_id, {"which": which}).first()
