"""What the handlers of one change share: the connection, who and when, the rows met, and the orders to sum up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Insert, Table, insert

from deskbell.domain.errors import PlanChanged
from deskbell.domain.ids import Id
from deskbell.domain.people import Actor
from deskbell.store.apply.keys import Keys

if TYPE_CHECKING:
    from sqlalchemy import Connection, Executable


@cache
def into(table: Table) -> Insert:
    """The one statement that inserts there: made once, and so known again by what compiles it."""
    return insert(table)


@dataclass(slots=True)
class Making:
    """One change while it is being made. `key` is the command's, `change` the number, `now` epoch seconds UTC."""

    conn: Connection
    key: Id
    change: int
    actor: Actor
    now: int
    keys: Keys
    orders: dict[int, None] = field(default_factory=dict)
    """Orders whose lines, payments or refunds moved: their sums are taken again at the end."""

    def insert(self, table: Table, id_: Id, **values: Any) -> int:
        """A new row of that public id; its key."""
        found = self.conn.execute(into(table), {"public_id": id_, **values}).inserted_primary_key
        assert found is not None  # noqa: S101 - the drivers of both databases give it
        return self.keys.learn(table, id_, int(found[0]))

    def turn(self, statement: Executable, values: dict[str, Any], **facts: Any) -> None:
        """An UPDATE that must meet its one row as the plan saw it, else PlanChanged("OVERTAKEN")."""
        if self.conn.execute(statement, values).rowcount != 1:
            raise PlanChanged("OVERTAKEN", **facts)
