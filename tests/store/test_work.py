"""What units of work promise on both engines: whole or not at all, one moment, one order of locks."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from deskbell.domain.errors import Busy, DeskError, Refused
from deskbell.store import engine, postgresql, sqlite, tables
from deskbell.store.database import Database
from deskbell.store.failures import Deadlock
from deskbell.store.work import LOCKS, LockOrder, Write
from tests.store import rows
from tests.store.rows import add, names

household = tables.household


@pytest.mark.parametrize("then", ["moved", "deleted", "another"])
def test_a_file_that_is_gone_takes_no_more(tmp_path: Path, then: str) -> None:
    """SQLite would write on into a file without a name, say "booked", and lose all of it on closing."""
    where = tmp_path / "desk"
    with engine.open_database(where) as database:
        with database.write() as unit:
            add(unit, 1)
        if then == "deleted":
            where.unlink()
        else:
            where.rename(tmp_path / "elsewhere")
        if then == "another":
            engine.open_database(where).close()
        with pytest.raises(Refused) as caught, database.write() as unit:
            add(unit, 2)
        assert (caught.value.code, caught.value.facts) == ("DESK_GONE", {"where": str(where)})
        if then == "moved":
            (tmp_path / "elsewhere").rename(where)
            with database.write() as unit:
                add(unit, 2)


def test_sqlite_keeps_what_it_said_and_forgets_what_it_must(tmp_path: Path) -> None:
    with engine.open_database(tmp_path / "desk") as database:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        wanted |= {"temp_store": 2, "trusted_schema": 0, "busy_timeout": 5000}
        for unit_of, query_only in ((database.write, 0), (database.read, 1)):
            with unit_of() as unit:
                for name, value in (wanted | {"query_only": query_only}).items():
                    assert unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value


def test_a_write_is_kept_as_a_whole_or_not_at_all(desk: Database) -> None:
    with desk.write() as unit:
        add(unit, 1, "kept")
    errors: list[BaseException] = [ZeroDivisionError(), KeyboardInterrupt(), Refused("A_RULE")]
    for error in errors:

        def fail(unit: Write, error: BaseException = error) -> None:
            add(unit, 2, "dropped")
            raise error

        with pytest.raises(type(error)):
            desk.retrying(fail)
    assert names(desk) == ["kept"]


def test_a_reading_is_one_moment(desk: Database) -> None:
    """Both engines: what is written during a reading is seen by the next one."""
    count = select(func.count()).select_from(household)
    with desk.read() as unit:
        assert unit.value(count) == 0
        other = threading.Thread(target=lambda: desk.retrying(lambda work: add(work, 1)))
        other.start()
        other.join()
        assert unit.value(count) == 0
    assert names(desk) == ["Núñez"]


def test_a_reading_cannot_write(desk: Database) -> None:
    with pytest.raises(Refused) as caught, desk.read() as unit:
        unit.run(insert(household), {"public_id": rows.public(1), "name": "x"})
    assert caught.value.code == "DATABASE_FORBIDS"


def test_no_update_is_lost(desk: Database) -> None:
    """Six threads, each reading a number and writing one more: measured without the hook, 150 of 180 vanished."""
    with desk.write() as unit:
        rows.stage(unit)
    version = select(tables.tutor.c.version).where(tables.tutor.c.id == 1)

    def count_up() -> None:
        for _ in range(10):
            with desk.write() as unit:
                unit.lock("tutor", [1])
                seen = unit.value(version)
                unit.run(update(tables.tutor).values(version=seen + 1))

    crowd = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    with desk.read() as unit:
        assert unit.value(version) == 1 + 6 * 10


def test_a_write_inside_a_write_is_our_fault_and_said_at_once(desk: Database) -> None:
    with pytest.raises(RuntimeError, match="inside"), desk.write(), desk.write():
        pass
    with desk.write() as unit:
        add(unit, 1)


def test_waiting_too_long_is_busy(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    monkeypatch.setattr(postgresql, "WRITING", postgresql.WRITING | {"lock_timeout": "100ms"})
    with engine.open_database(database_url) as one, engine.open_database(database_url) as other:
        with one.write() as unit:
            rows.stage(unit)
        with one.write() as unit:
            unit.lock("tutor", [1])

            def want() -> None:
                with pytest.raises(Busy) as caught, other.write() as late:
                    late.lock("tutor", [1])
                codes.append(caught.value.code)

            codes: list[str] = []
            thread = threading.Thread(target=want)
            thread.start()
            thread.join()
        assert codes == ["BUSY_TRY_AGAIN"]
        with other.write() as unit:
            unit.lock("tutor", [1])


def test_threads_of_one_desk_that_wait_too_long_are_busy_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One writing connection on SQLite: the queue for it has an end."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.1)
    codes: list[str] = []
    with engine.open_database(tmp_path / "desk") as database:

        def want() -> None:
            with pytest.raises(Busy) as caught, database.write():
                pass
            codes.append(caught.value.code)

        with database.write():
            thread = threading.Thread(target=want)
            thread.start()
            thread.join()
    assert codes == ["BUSY_TRY_AGAIN"]


def test_locks_are_taken_in_the_order_of_the_house() -> None:
    assert list(LOCKS) == ["tutor", "room", "slot", "person", "household", "order", "drawer", "series"]


@pytest.mark.parametrize(
    "asked",
    [
        [("room", [1]), ("tutor", [1])],
        [("slot", [5]), ("slot", [4])],
        [("slot", [3, 5]), ("slot", [4])],
        [("series", ["b"]), ("series", ["a"])],
        [("order", [1]), ("person", [9])],
        [("series", ["a"]), ("drawer", [1])],
        [("weather", [1])],
    ],
)
def test_locks_out_of_order_are_a_fault_on_both_engines(desk: Database, asked: list[Any]) -> None:
    *first, (kind, ids) = asked
    with desk.write() as unit:
        for earlier, held in first:
            unit.lock(earlier, held)
        with pytest.raises(LockOrder):
            unit.lock(kind, ids)


def test_what_is_held_may_be_asked_for_again(desk: Database) -> None:
    with desk.write() as unit:
        unit.lock("tutor", [2, 1, 2])
        unit.lock("tutor", [])
        unit.lock("slot", [9])
        unit.lock("tutor", [1])
        unit.lock("slot", [10, 9])
        assert unit.missing([("slot", 9), ("slot", 11), ("tutor", 2), ("order", 1)]) == {("slot", 11), ("order", 1)}


def test_a_plan_is_locked_in_order_whatever_its_own(desk: Database) -> None:
    plan: list[tuple[str, int | str]] = [("series", "R"), ("slot", 7), ("tutor", 3), ("slot", 2), ("tutor", 1)]
    with desk.write() as unit:
        unit.lock_all(plan)
        assert unit.missing(plan) == frozenset()
        with pytest.raises(LockOrder):
            unit.lock_all([("tutor", 9)])


def test_a_held_row_keeps_others_waiting_but_not_rows_that_point_at_it(shared: str) -> None:
    """A new slot of a locked tutor needs the tutor's key only: foreign keys do not queue behind the lock."""
    with engine.open_database(shared) as one, engine.open_database(shared) as other:
        with one.write() as unit:
            rows.stage(unit)
        with one.write() as unit:
            unit.lock("tutor", [1])
            done: list[str] = []

            def point() -> None:
                with other.write() as late:
                    late.run(insert(tables.slot), rows.slot(1))
                done.append("pointed")

            def hold() -> None:
                with other.write() as late:
                    late.lock("tutor", [1])
                done.append("held")

            pointing, holding = threading.Thread(target=point), threading.Thread(target=hold)
            pointing.start()
            pointing.join()
            assert done == ["pointed"]
            holding.start()
            wait_until(lambda: waiting(shared) == 1)
            assert done == ["pointed"]
        holding.join()
        assert done == ["pointed", "held"]


def waiting(url: str) -> int:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
        assert row is not None
        return int(row[0])


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came true")


def test_a_deadlock_that_happened_all_the_same_is_tried_once_more(shared: str) -> None:
    """40P01: PostgreSQL undid the loser's work, so the loser does it again; a second time it is busy."""
    with engine.open_database(shared) as one, engine.open_database(shared) as other:
        with one.write() as unit:
            rows.stage(unit, tutors=2)
        hold = [select(tables.tutor.c.id).where(tables.tutor.c.id == number).with_for_update() for number in (1, 2)]
        ready = threading.Barrier(2)
        runs: list[str] = []

        def crosswise(first: int, name: str) -> Callable[[Write], str]:
            def work(unit: Write) -> str:
                runs.append(name)
                unit.run(hold[first])
                if len(runs) <= 2:
                    ready.wait(10)
                unit.run(hold[1 - first])
                return name

            return work

        answers: list[str] = []
        crowd = [
            threading.Thread(target=lambda d=database, n=number: answers.append(d.retrying(crosswise(n, f"desk {n}"))))
            for number, database in enumerate((one, other))
        ]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()
        assert sorted(answers) == ["desk 0", "desk 1"]
        assert len(runs) == 3

        def never(_: Write) -> None:
            runs.append("never")
            raise Deadlock("BUSY_TRY_AGAIN")

        with pytest.raises(Busy):
            one.retrying(never)
        assert runs.count("never") == 2


def test_errors_carry_no_words_of_anybody(desk: Database) -> None:
    """T3: PostgreSQL quotes the row that it refuses, SQLAlchemy the parameters; neither gets past the store."""
    import traceback

    secret = "Zoë " + "geheim".title()  # a traceback quotes this file
    with desk.write() as unit:
        add(unit, 1, secret)
    with pytest.raises(DeskError) as caught, desk.write() as unit:
        add(unit, 1, secret)
    assert (type(caught.value), caught.value.code) == (DeskError, "STORE_FAULT")
    assert caught.value.facts["constraint"] in {"uq_household_public_id", "household.public_id"}
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.facts)
    assert "Geheim" not in told
    assert rows.public(1) not in told


def test_an_error_that_was_caught_and_told_anew_keeps_the_secret(desk: Database) -> None:
    import traceback

    with desk.write() as unit:
        add(unit, 1)

    def tell_anew(unit: Write) -> None:
        try:
            add(unit, 1)
        except DeskError as error:
            raise Refused("SOMETHING_ELSE") from error

    with pytest.raises(Refused) as caught:
        desk.retrying(tell_anew)
    assert rows.public(1) not in "".join(traceback.format_exception(caught.value))


def test_a_full_disk_and_a_damaged_file_have_codes_of_their_own(tmp_path: Path) -> None:
    where = tmp_path / "desk"
    with engine.open_database(where) as database:
        with database.owning() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Busy) as caught, database.write() as unit:
            add(unit, 1, "x" * 100_000)
        assert caught.value.code == "DISK_FULL"
        with database.write() as unit:
            add(unit, 2)
    content = bytearray(where.read_bytes())
    content[4096 : len(content)] = b"\xff" * (len(content) - 4096)
    where.write_bytes(content)
    with pytest.raises(Refused) as damaged:
        engine.open_database(where)
    assert damaged.value.code == "DESK_DAMAGED"


def test_an_erased_name_is_nowhere_in_the_files(tmp_path: Path) -> None:
    """secure_delete: what is overwritten is gone from the file and, after a checkpoint, from the WAL."""
    where = tmp_path / "desk"
    secret = "Wilhelmina-Unverwechselbar"
    with engine.open_database(where) as database:
        with database.write() as unit:
            for number in range(50):
                add(unit, number, f"{secret} {number}")
        with database.write() as unit:
            unit.run(update(household).values(name=""))
    assert not any(secret.encode() in path.read_bytes() for path in tmp_path.iterdir())
    plain = sqlite3.connect(where)
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    plain.close()
