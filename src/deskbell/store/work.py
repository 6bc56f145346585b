"""Units of work: one reading is one moment, one writing is one transaction, locks are taken in one order (I56)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from deskbell.store import tables

if TYPE_CHECKING:
    from sqlalchemy import Column, CursorResult, Executable, Row
    from sqlalchemy import Connection as Connection  # services say what they hand on by this name

    AnyRow = Row[*tuple[Any, ...]]
    AnyResult = CursorResult[*tuple[Any, ...]]

Key = int | str

# A package comes between household and order, once there is such a table.
LOCKS: Final[dict[str, Column[Any]]] = {
    "tutor": tables.tutor.c.id,
    "room": tables.room.c.id,
    "slot": tables.slot.c.id,
    "person": tables.person.c.id,
    "household": tables.household.c.id,
    "order": tables.desk_order.c.id,
    "drawer": tables.drawer.c.id,
    "series": tables.series.c.name,
}
"""What can be locked, in the order in which everybody locks it; the keys of `series` are names."""

_RANK = {kind: rank for rank, kind in enumerate(LOCKS)}


class LockOrder(RuntimeError):
    """A fault of ours: locks asked for out of order, or where nothing can be locked. Two desks could deadlock."""


class Read:
    """A moment of the desk: every statement of one reading sees the same rows. Errors are DeskErrors."""

    __slots__ = ("connection",)

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> AnyResult:
        """The statement's result; a list of values runs it once for each."""
        return self.connection.execute(statement, values)

    def rows(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[AnyRow]:
        return self.run(statement, values).all()

    def row(self, statement: Executable, values: Mapping[str, Any] | None = None) -> AnyRow | None:
        """The first row, or None."""
        return self.run(statement, values).first()

    def value(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return self.run(statement, values).scalar()


class Write(Read):
    """A transaction: it is kept as a whole when its block ends, and dropped when an error leaves it.

    On SQLite it holds the file's one write lock from its first breath, so lock() only checks the order there: what
    is wrong on PostgreSQL fails on both.
    """

    __slots__ = ("_held", "_last", "_locks_rows")

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._held: set[tuple[str, Key]] = set()
        self._last: tuple[int, Key] | None = None
        self._locks_rows = connection.dialect.name == "postgresql"

    def lock(self, kind: str, ids: Iterable[Key]) -> None:
        """Hold these rows until the transaction ends; what is held already is passed over.

        Read again what was read before: it may have changed while this waited. Busy after the engine's patience;
        LockOrder where a later kind, or a higher id of this kind, is held already.
        """
        rank = _RANK.get(kind)
        if rank is None:
            raise LockOrder(f"nothing of the kind {kind!r} can be locked")
        new = sorted({key for key in ids if (kind, key) not in self._held})
        if not new:
            return
        first, last = (rank, new[0]), (rank, new[-1])
        if self._last is not None and first < self._last:
            raise LockOrder(f"{kind} {new[0]!r} asked for after {self._last[1]!r} of rank {self._last[0]}")
        if self._locks_rows:
            column = LOCKS[kind]
            # NO KEY UPDATE lets foreign keys be checked: rows that point to a locked one do not wait for it.
            query = select(column).where(column.in_(new)).order_by(column).with_for_update(key_share=True)
            self.connection.execute(query).all()
        self._held.update((kind, key) for key in new)
        self._last = last

    def lock_all(self, names: Iterable[tuple[str, Key]]) -> None:
        """Hold what a plan names, sorted into the one order first."""
        by_kind: dict[str, list[Key]] = {}
        for kind, key in names:
            by_kind.setdefault(kind, []).append(key)
        for kind in sorted(by_kind, key=lambda kind: _RANK.get(kind, len(_RANK))):
            self.lock(kind, by_kind[kind])

    def missing(self, names: Collection[tuple[str, Key]]) -> frozenset[tuple[str, Key]]:
        """What is named but not held: roll back and begin again with these too."""
        return frozenset(names) - self._held
