"""Opens a desk's database: which one, where it may be, whether its schema fits. All errors are DeskErrors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from deskbell.domain.errors import NotSetUp, Refused, WrongInput
from deskbell.store import place, postgresql, schema, sqlite
from deskbell.store import stamp as stamps
from deskbell.store.database import Database
from deskbell.store.stamp import Standing

if TYPE_CHECKING:
    from deskbell.store.migrate import Migrated


def open_database(where: str | Path, *, create: bool = True) -> Database:
    """The desk's database behind a path, `sqlite:///path` or `postgresql://…`, with a schema that fits.

    An empty one is made a desk at once, unless `create` is off (NotSetUp). An older SQLite file is brought up behind a
    verified copy; an older PostgreSQL one opens for reading. WrongInput, Refused and Busy say why another does not.
    """
    database = _reach(where, create=create)
    try:
        _settle(database, create=create)
    except BaseException:
        database.close()
        raise
    return database


def migrate(where: str | Path) -> Migrated:
    """The owner's command. NotSetUp: there is no desk. Refused: DESK_NEWER, MIGRATION_FAILED (all is as it was)."""
    from deskbell.store import migrate as late  # brings Alembic

    with _reach(where, create=False) as database:
        return late.bring_up(database)


def _reach(where: str | Path, *, create: bool) -> Database:
    url = _url(where)
    if url.get_backend_name() == "postgresql":
        name = f"{url.host or url.query.get('host') or 'localhost'}/{url.database or url.username or ''}"
        return Database(postgresql.engine(url, postgresql.WRITING), postgresql.engine(url, postgresql.READING), name)
    path = Path(url.database or "")
    if not create and not path.expanduser().exists():
        raise NotSetUp("DESK_NOT_MADE", where=str(path))
    path, _ = place.prepare(path)
    return Database(sqlite.engine(path, writes=True), sqlite.engine(path, writes=False), str(path))


def _settle(database: Database, *, create: bool) -> None:
    with database.read() as unit:
        standing, found = schema.look(unit.connection)
    if standing is Standing.EMPTY:
        if not create:
            raise NotSetUp("DESK_NOT_MADE", where=database.where)
        with database.owning() as connection:
            schema.create(connection)
            connection.commit()
    elif standing is Standing.NEWER:
        raise Refused("DESK_NEWER", where=database.where, found=found, known=stamps.HEAD)
    elif standing is Standing.FOREIGN:
        raise WrongInput("NOT_A_DESK", where=database.where)
    elif standing is Standing.OLDER:
        if database.kind == "sqlite":
            from deskbell.store import migrate as late  # brings Alembic

            late.bring_up(database)
        else:
            database.older = found


def _url(where: str | Path) -> URL:
    if isinstance(where, Path) or "://" not in where:
        return URL.create("sqlite", database=str(where))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise WrongInput("UNKNOWN_DATABASE", scheme=where.partition("://")[0]) from None
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise WrongInput("UNKNOWN_DATABASE", scheme=url.drivername)
