"""Reaching a desk's database: which engine, how patient, how private."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from deskbell.domain.errors import Busy, Refused, WrongInput
from deskbell.store import engine, postgresql, tables
from deskbell.store.work import Write
from tests.house import postgres
from tests.store.rows import add, names

household = tables.household


def test_an_unreachable_server_is_busy_and_gives_no_password_away(tmp_path: Path) -> None:
    for where in (
        f"postgresql://ana:hunter2@/desk?host={tmp_path}",
        "postgresql://ana:hunter2@127.0.0.1:1/desk",
        f"postgresql://ana@/desk?host={tmp_path}&password=hunter2",
    ):
        with pytest.raises(Busy) as caught:
            engine.open_database(where)
        assert caught.value.code == "DATABASE_UNREACHABLE"
        assert caught.value.facts["said"]
        assert "hunter2" not in repr(caught.value.facts)
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None
    database = engine._reach("postgresql://ana:hunter2@/desk", create=True)
    assert "hunter2" not in repr(database) + repr(database.writers) + database.where


def test_a_database_that_is_not_there_is_told(postgres_server: postgres.Server) -> None:
    with pytest.raises(Busy) as caught:
        engine.open_database(postgres_server.url("nowhere"))
    assert "nowhere" in caught.value.facts["said"]


def test_a_missing_driver_is_one_code(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(WrongInput) as caught:
        engine.open_database("postgresql://localhost/desk")
    assert (caught.value.code, caught.value.facts["module"]) == ("DRIVER_MISSING", "psycopg")


def test_the_sessions_are_patient_within_limits(shared: str) -> None:
    with engine.open_database(shared) as database:

        def shown(unit: Any, name: str) -> str:
            return str(unit.connection.exec_driver_sql(f"SHOW {name}").scalar())

        with database.write() as unit:
            assert shown(unit, "lock_timeout") == "3s"
            assert shown(unit, "statement_timeout") == "30s"
            assert shown(unit, "transaction_isolation") == "read committed"
            assert shown(unit, "application_name") == "deskbell"
        with database.read() as unit:
            assert shown(unit, "transaction_isolation") == "repeatable read"
            assert shown(unit, "transaction_read_only") == "on"


@pytest.mark.parametrize(
    ("url", "mode", "root"),
    [
        ("postgresql://localhost/desk", None, None),
        ("postgresql:///desk?host=/run/postgresql", None, None),
        ("postgresql://127.0.0.1/desk", None, None),
        ("postgresql://db.studio.example/desk", "verify-full", "system"),
        ("postgresql://db.studio.example/desk?sslmode=require", None, None),
        ("postgresql:///desk?host=/run/postgresql&host=db.studio.example", "verify-full", "system"),
    ],
)
def test_the_line_to_another_machine_is_encrypted_and_checked(
    url: str, mode: str | None, root: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """T6: unless the URL says otherwise."""
    monkeypatch.setenv("HOME", str(tmp_path))
    said = postgresql._encryption(engine._url(url))
    assert (said.get("sslmode"), said.get("sslrootcert")) == (mode, root)
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").touch()
    assert postgresql._encryption(engine._url(url)).get("sslrootcert") is None


def test_the_server_started_again_is_noticed_and_forgiven(shared: str, postgres_server: postgres.Server) -> None:
    """A desk that is open for days outlives a restart: connections that died in the pool are replaced."""
    with engine.open_database(shared) as database:
        with database.write() as unit:
            add(unit, 1)
        hang_up(shared)
        assert names(database) == ["Núñez"]
        with database.write() as unit:
            add(unit, 2)


def test_a_line_lost_at_work_keeps_nothing_and_says_busy(shared: str) -> None:
    with engine.open_database(shared) as database:

        def lose_it(unit: Write) -> None:
            add(unit, 1)
            hang_up(shared)
            add(unit, 2)

        with pytest.raises(Busy) as caught:
            database.retrying(lose_it)
        assert caught.value.code == "DATABASE_UNREACHABLE"
        assert names(database) == []


def test_a_line_lost_while_committing_is_unknown_not_undone(shared: str) -> None:
    """Whoever is told COMMIT_UNKNOWN looks whether it is there; nobody guesses."""
    with engine.open_database(shared) as database:

        def lose_it(unit: Write) -> None:
            add(unit, 1)
            hang_up(shared)

        with pytest.raises(Busy) as caught:
            database.retrying(lose_it)
        assert caught.value.code == "COMMIT_UNKNOWN"
        assert caught.value.__cause__ is None


@pytest.mark.parametrize("whose", ["psycopg", "sqlalchemy.pool.impl.QueuePool"])
def test_a_driver_that_notices_something_does_not_write_on_the_terminal(
    whose: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its line would stand in the middle of an answer, with a traceback: what matters comes as an error."""
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    logging.getLogger("somebody else").warning("heard")
    logging.getLogger(whose).warning("the connection is lost")
    assert capsys.readouterr().err == "heard\n"


def hang_up(url: str) -> None:
    """The server ends every session of the database but this one."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_role_that_may_not_write_is_told_so(shared: str) -> None:
    engine.open_database(shared).close()
    import psycopg

    with psycopg.connect(shared, autocommit=True) as connection:
        connection.execute("CREATE ROLE reader LOGIN")
        connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    try:
        with engine.open_database(shared.replace("postgres@", "reader@")) as database:
            assert names(database) == []
            with pytest.raises(Refused) as caught, database.write() as unit:
                add(unit, 1)
            assert caught.value.code == "DATABASE_FORBIDS"
    finally:
        with psycopg.connect(shared, autocommit=True) as connection:
            connection.execute("DROP OWNED BY reader")
            connection.execute("DROP ROLE reader")
