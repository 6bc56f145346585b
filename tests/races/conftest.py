from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.house import postgres


@pytest.fixture
def shared_database(postgres_server: postgres.Server) -> Iterator[str]:
    """A fresh, empty PostgreSQL database, for what only it can show; it looks for deadlocks at once, not after 1 s."""
    name = f"race{os.getpid()}"
    url = postgres_server.create(name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE \"{name}\" SET deadlock_timeout = '20ms'".encode())
    yield url
    postgres_server.drop(name)
