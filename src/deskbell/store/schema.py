"""Which schema a database holds, said without Alembic; and a new one made from today's tables.

Alembic costs more to import than all of the store, so only a migration pays for it. A test proves that a database made
here and one brought up from the first version are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.store import guards, tables
from deskbell.store import stamp as stamps
from deskbell.store.stamp import STAMP, Standing

if TYPE_CHECKING:
    from sqlalchemy import Connection


def look(connection: Connection) -> tuple[Standing, str]:
    """How the database stands to this program, and its stamp ('' where it has none)."""
    names = set(connection.exec_driver_sql(_RELATIONS[connection.dialect.name]).scalars())
    if not names:
        return Standing.EMPTY, ""
    if "alembic_version" not in names:
        return Standing.FOREIGN, ""
    stamp = connection.exec_driver_sql(STAMP).scalar()
    return stamps.judge(stamp), stamp or ""


_RELATIONS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite@_%' ESCAPE '@'",
    "postgresql": "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    " AND relkind IN ('r', 'p', 'v', 'm', 'f')",
}


def create(connection: Connection) -> bool:
    """Tables, guards and stamp in an empty database; False where another desk made them first.

    The caller's transaction keeps or drops them as a whole.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING})")
    if look(connection)[0] is not Standing.EMPTY:
        return False
    tables.metadata.create_all(connection, checkfirst=False)
    for statement in guards.ddl(connection.dialect.name, tables.APPEND_ONLY):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO alembic_version (version_num) VALUES ('{stamps.HEAD}')")  # noqa: S608
    return True


_MAKING = 0x4445534B  # 'DESK': one key for all who make or migrate
