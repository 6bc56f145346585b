from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from deskbell.store import engine
from deskbell.store.database import Database
from tests.house import postgres


@pytest.fixture
def desk(database_url: str) -> Iterator[Database]:
    with engine.open_database(database_url) as database:
        yield database


@pytest.fixture
def shared(postgres_server: postgres.Server) -> Iterator[str]:
    """A fresh, empty PostgreSQL database, for what only it can show."""
    name = f"store{os.getpid()}"
    yield postgres_server.create(name)
    postgres_server.drop(name)
