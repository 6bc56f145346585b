"""Public ids into integer keys, each looked up once per change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Table, bindparam, select

from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEYS = {
    table.name: select(table.c.id).where(table.c.public_id == bindparam("id"))
    for table in (
        t.household, t.person, t.room, t.tutor, t.service, t.slot, t.desk_order, t.booking, t.order_line, t.attempt,
        t.payment, t.refund, t.note, t.task, t.calendar, t.op, t.drawer, t.document, t.message, t.template,
    )
}  # fmt: skip


class Keys:
    """Knows the rows that one change has met or made."""

    __slots__ = ("_conn", "_known")

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._known: dict[tuple[str, Id], int] = {}

    def learn(self, table: Table, id_: Id, key: int) -> int:
        self._known[table.name, id_] = key
        return key

    def seen(self, table: Table, id_: Id) -> int | None:
        """The row's key, or None where there is no such row."""
        key = self._known.get((table.name, id_))
        if key is None:
            key = self._conn.execute(_KEYS[table.name], {"id": id_}).scalar()
            if key is not None:
                self._known[table.name, id_] = key
        return key

    def of(self, table: Table, id_: Id) -> int:
        """The row's key; NotFound where an effect names a row that is not there."""
        key = self.seen(table, id_)
        if key is None:
            raise NotFound("NO_SUCH_ROW", kind=table.name, id=id_)
        return key

    def maybe(self, table: Table, id_: Id | None) -> int | None:
        return None if id_ is None else self.of(table, id_)
