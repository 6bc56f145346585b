"""The sealed record: whatever was changed, taken out or slipped in is named; nobody waits, no number is missed. P11."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text

from deskbell.domain import chain
from deskbell.domain.commands import AddNote, Edit, SealDay
from deskbell.domain.effects import DaySealed
from deskbell.services import sealing as sealer
from deskbell.services.sealing import head, seal
from deskbell.services.working import Working
from deskbell.store import guards, tables
from deskbell.store.database import Database
from deskbell.store.engine import open_database
from deskbell.store.find.chain import FROM, ROWS
from deskbell.store.ops import sealing
from tests.services.conftest import Small, fresh


def held(small: Small, **own: Any) -> int:
    """The timers' lease, taken; its token."""
    working = Working(small.desk, database_now=lambda unit: small.clock.now())
    leases = working.leases(**own)
    working.take(leases, ("timers",))
    return leases.held["timers"]


def sealed(small: Small, token: int) -> int:
    """Until nothing waits: on PostgreSQL the first time only sets the mark, and it waits for whoever writes anywhere
    on that server, other tests too.
    """
    count, until = 0, time.monotonic() + 20
    while True:
        count += sum(seal(small.desk.database, token) for _ in range(2))
        if not head(small.desk.database).waiting or time.monotonic() > until:
            return count
        time.sleep(0.05)


def until_so(small: Small, token: int, so: Any) -> None:
    """Seal again and again until it is so, 20 s at most: others write on the same server meanwhile."""
    until = time.monotonic() + 20
    while not so() and time.monotonic() < until:
        seal(small.desk.database, token)


def found(small: Small) -> list[tuple[str, str]]:
    return [(f.code, f.subject) for f in small.desk.verify() if f.code.startswith("CHAIN")]


def rows(database: Database) -> int:
    with database.read() as unit:
        return int(unit.value(text("SELECT count(*) FROM activity")))


@contextmanager
def unguarded(small: Small) -> Iterator[Any]:
    """Somebody who owns the database and takes its guards off: that is whom the chain is for."""
    kind = small.desk.database.kind
    names = ("activity", "seal")
    with small.desk.database.owning() as connection:
        if kind == "sqlite":
            for name in names:
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"DROP TRIGGER {name}_no_{verb}")
        else:
            for name in names:
                connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
        yield connection
        if kind == "sqlite":
            for line in guards._sqlite_append_only("activity") + guards._sqlite_append_only("seal"):
                connection.exec_driver_sql(line)
        else:
            for name in names:
                connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE TRIGGER ALL")
        connection.commit()


@pytest.fixture
def told(small: Small) -> Small:
    """A dozen rows, sealed."""
    for hour in range(12, 16):
        small.book("Ana Pérez", f"2026-03-05 {hour}:00")
    sealed(small, held(small))
    return small


def test_everything_is_sealed_in_order_and_verifies(told: Small) -> None:
    at = head(told.desk.database)
    assert (at.count, at.waiting) == (rows(told.desk.database), 0)
    assert len(at.digest) == 64
    assert at.short.replace(" ", "") == at.digest[:16]
    assert told.desk.verify() == []
    told.book("Leo Lee", "2026-03-06 12:00")
    after = head(told.desk.database)
    assert (after.digest, after.count) == (at.digest, at.count)
    assert after.waiting > 0
    assert told.desk.verify() == [], "what waits to be sealed is no finding"


def test_a_desk_that_nobody_sealed_yet_is_well(small: Small) -> None:
    small.book("Ana Pérez", "2026-03-05 12:00")
    assert (head(small.desk.database).count, small.desk.verify()) == (0, [])


def test_a_changed_row_is_named(told: Small) -> None:
    """The first of two: what comes after it stands on sand."""
    with unguarded(told) as connection:
        connection.exec_driver_sql("UPDATE activity SET role = 'SYSTEM' WHERE id IN (7, 9)")
    assert found(told) == [("CHAIN_BROKEN", "activity 7")]


@pytest.mark.parametrize("column", ["at", "role", "person", "kind", "booking_id", "body"])
def test_every_column_counts(told: Small, column: str) -> None:
    values = {"at": "1", "role": "'X'", "person": "'x'", "kind": "'NotTold'", "booking_id": "2", "body": "body || ' '"}
    with unguarded(told) as connection:
        connection.exec_driver_sql(f"UPDATE activity SET {column} = {values[column]} WHERE id = 20")
    assert ("CHAIN_BROKEN", "activity 20") in found(told)


def test_a_change_that_says_something_else_is_named(told: Small) -> None:
    """Who did what, and what it undid, is sealed with the rows that it wrote."""
    name = "change"
    with told.desk.database.owning() as connection:
        if told.desk.database.kind == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER {name}_no_update")
        else:
            connection.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER ALL")
        connection.exec_driver_sql("UPDATE change SET verb = 'MOVE' WHERE id = 3")
        first = connection.exec_driver_sql("SELECT min(id) FROM activity WHERE change_id = 3").scalar()
        connection.commit()
    assert found(told) == [("CHAIN_BROKEN", f"activity {first}")]


def test_a_row_that_was_taken_out_is_named(told: Small) -> None:
    with unguarded(told) as connection:
        off = "PRAGMA foreign_keys = OFF" if told.desk.database.kind == "sqlite" else None
        if off:
            connection.commit()
            connection.connection.driver_connection.execute(off)
        connection.exec_driver_sql("DELETE FROM activity WHERE id = 8")
    assert found(told) == [("CHAIN_REMOVED", "activity 8")]


def test_a_row_that_was_taken_out_with_its_seal_breaks_the_next(told: Small) -> None:
    with unguarded(told) as connection:
        connection.exec_driver_sql("DELETE FROM seal WHERE activity_id = 8")
        connection.exec_driver_sql("DELETE FROM activity WHERE id = 8")
    assert found(told) == [("CHAIN_BROKEN", "activity 9")]


def test_the_end_that_was_cut_off_is_seen_by_the_digest(told: Small) -> None:
    """Nothing in the file can tell: the digest that was written down on another day does."""
    before = head(told.desk.database)
    with unguarded(told) as connection:
        connection.exec_driver_sql(f"DELETE FROM seal WHERE activity_id = {before.no}")
        connection.exec_driver_sql(f"DELETE FROM activity WHERE id = {before.no}")
    after = head(told.desk.database)
    assert (after.no, after.digest) != (before.no, before.digest)


def test_a_row_that_was_slipped_in_is_named(told: Small) -> None:
    """Where a number was free: rolled back on PostgreSQL, or made free by somebody."""
    with unguarded(told) as connection:
        connection.exec_driver_sql("DELETE FROM seal WHERE activity_id = 8")
        connection.exec_driver_sql("UPDATE activity SET body = body || ' ' WHERE id = 8")
    assert found(told) == [("CHAIN_INSERTED", "activity 8")]


def test_words_that_are_overwritten_leave_it_whole(told: Small) -> None:
    """I45: an erased person's words are nowhere in what is sealed."""
    booking = told.desk.booking(1).booking.id
    told.do(AddNote(key=fresh(), booking=booking, text="left hand of Ana"))
    told.do(Edit(key=fresh(), booking=booking, fields=(("phone", "600 600 600"), ("focus", "Bach"))))
    assert sealed(told, held(told, pid=78, alive=lambda pid: False))
    with told.desk.database.write() as unit:
        for statement in ("UPDATE kept_words SET words = ''", "UPDATE note SET text = ''",
                          "UPDATE person SET name = '', fold = '', mail = '', phone = ''"):  # fmt: skip
            unit.connection.execute(text(statement))
    assert found(told) == []
    with told.desk.database.read() as unit:
        bodies = " ".join(unit.connection.execute(text("SELECT body FROM activity")).scalars())
    for word in ("Ana", "left hand", "600 600", "Bach"):
        assert word not in bodies


# --- who seals


def test_who_has_lost_the_lease_seals_nothing(small: Small) -> None:
    """Fenced: an older holder that wakes up late leaves it to the newer one."""
    small.book("Ana Pérez", "2026-03-05 12:00")
    old = held(small)
    small.clock.at += 60
    new = held(small, pid=77, alive=lambda pid: False)
    assert new > old
    assert sum(seal(small.desk.database, old) for _ in range(3)) == 0
    assert sealed(small, new) == rows(small.desk.database)


def test_two_that_seal_at_once_make_one_chain(small: Small, small_url: str) -> None:
    """Even both believed in: the same rows give the same digests, and each row is sealed once."""
    for n in range(8):
        small.book(None, f"2026-03-0{5 + n // 4} {12 + n % 4}:00")
    token = held(small)
    seal(small.desk.database, token)
    gate, done = threading.Barrier(2), []

    def work() -> None:
        with open_database(small_url) as database:
            gate.wait(30)
            done.append(sum(seal(database, token) for _ in range(3)))

    crowd = [threading.Thread(target=work) for _ in range(2)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(60)
    assert len(done) == 2
    sealed(small, token)
    at = head(small.desk.database)
    assert (at.count, at.waiting, small.desk.verify()) == (rows(small.desk.database), 0, [])


def test_it_goes_on_where_a_worker_was_killed(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is kept as a whole or not at all; the next worker takes up the chain where it ends."""
    monkeypatch.setattr(sealing, "BATCH", 3)
    monkeypatch.setattr(sealing, "_NEXT", sealing._NEXT.limit(3))
    for hour in range(12, 16):
        small.book("Ana Pérez", f"2026-03-05 {hour}:00")
    token = held(small)
    seal(small.desk.database, token)
    real, calls = sealing.sealed, iter(range(100))

    def dies(before: str, row: tuple[Any, ...]) -> str:
        if next(calls) == 4:
            raise KeyboardInterrupt
        return real(before, row)

    with monkeypatch.context() as killed:
        killed.setattr(sealing, "sealed", dies)
        with pytest.raises(KeyboardInterrupt):
            until_so(small, token, lambda: False)
    assert head(small.desk.database).count % 3 == 0
    sealed(small, token)
    assert (head(small.desk.database).waiting, small.desk.verify()) == (0, [])


# --- rows that are kept out of their order


@pytest.fixture
def shared(small: Small) -> Small:
    if small.desk.database.kind == "sqlite":
        pytest.skip("one writer at a time: numbers are kept in their order")
    return small


def begun(small: Small) -> Any:
    """A desk that has written a change and an activity, and is still at it."""
    connection = small.desk.database.writers.connect()
    change = connection.execute(
        tables.change.insert(), {"key": "held" * 8, "at": 1, "role": "STAFF", "verb": "NOTE", "digest": "d"}
    ).inserted_primary_key
    assert change is not None
    body = '{"booking":null,"note":"n","v":1}'
    made = connection.execute(
        tables.activity.insert(),
        {"change_id": change[0], "at": 1, "role": "STAFF", "kind": "NoteShown", "body": body},
    ).inserted_primary_key
    assert made is not None
    return connection, int(made[0])


@pytest.mark.parametrize("kept", [True, False])
def test_a_transaction_that_is_held_open_is_waited_for(shared: Small, kept: bool) -> None:
    """A lower number that is kept later: sealed in its place, or its number stays empty for good. Nobody is held up."""
    token = held(shared)
    sealed(shared, token)
    before = head(shared.desk.database)
    connection, number = begun(shared)
    later = shared.book("Ana Pérez", "2026-03-05 12:00")
    assert later.no > 0
    for _ in range(4):
        assert seal(shared.desk.database, token) == 0
    assert head(shared.desk.database).no == before.no < number
    began = time.monotonic()
    shared.book("Leo Lee", "2026-03-05 13:00")
    assert time.monotonic() - began < 3, "a desk books meanwhile"
    connection.commit() if kept else connection.rollback()
    connection.close()
    sealed(shared, token)
    at = head(shared.desk.database)
    assert (at.waiting, found(shared)) == (0, [])
    with shared.desk.database.read() as unit:
        there = unit.value(text("SELECT count(*) FROM seal WHERE activity_id = :n"), {"n": number})
    assert there == int(kept)


def test_without_waiting_it_would_be_found_as_slipped_in(shared: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard off: what is seen is sealed, and the lower number comes too late."""
    monkeypatch.setattr(sealing, "final", lambda unit: int(unit.value(sealing._HIGHEST)))
    token = held(shared)
    connection, number = begun(shared)
    shared.book("Ana Pérez", "2026-03-05 12:00")
    seal(shared.desk.database, token)
    connection.commit()
    connection.close()
    assert found(shared) == [("CHAIN_INSERTED", f"activity {number}")]


def test_the_number_that_marks_is_newer_than_any_that_writes(shared: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot's own upper bound would not do: it ends at the last one completed, and passes over who still writes.

    With a number of one's own in its place nothing is sealed while somebody holds a lower one.
    """
    token = held(shared)
    sealed(shared, token)
    connection, number = begun(shared)
    shared.book("Ana Pérez", "2026-03-05 12:00")
    monkeypatch.setattr(sealing, "_OWN", text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text"))
    until_so(shared, token, lambda: head(shared.desk.database).no > number)
    assert head(shared.desk.database).no > number, "the test can fail: a mark that is too old seals too early"
    connection.commit()
    connection.close()
    assert found(shared) == [("CHAIN_INSERTED", f"activity {number}")]


def test_a_mark_that_waits_is_not_put_off_by_a_newer_one(shared: Small) -> None:
    """Somebody always writes on a busy desk: the older mark is done before a newer one is set."""
    token = held(shared)
    seal(shared.desk.database, token)
    first = _mark(shared)
    shared.book("Ana Pérez", "2026-03-05 12:00")
    with shared.desk.database.write() as unit:
        sealing.mark(unit)
    assert _mark(shared) == first
    until_so(shared, token, lambda: _mark(shared) != first)
    assert _mark(shared) != first


def test_a_mark_of_another_server_is_set_anew(shared: Small) -> None:
    """A dump that was put into a new server counts its transactions from the beginning."""
    token = held(shared)
    with shared.desk.database.write() as unit:
        unit.connection.execute(text(
            "INSERT INTO cursor (name, stream, value, at) VALUES ('timers', 'sealing', '999:9000000000', 0)"
        ))  # fmt: skip
    sealed(shared, token)
    assert head(shared.desk.database).waiting == 0


def _mark(small: Small) -> str:
    with small.desk.database.read() as unit:
        return str(unit.value(text("SELECT value FROM cursor WHERE stream = 'sealing'")))


def test_nothing_is_written_where_nothing_is_due(told: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(work: Any) -> Any:
        raise AssertionError("it wrote")

    monkeypatch.setattr(told.desk.database, "retrying", never)
    assert sealer.seal(told.desk.database, 1) == 0


# --- on a close of a day


def test_a_close_of_a_day_says_how_far_the_record_is_sealed(told: Small) -> None:
    """Its digest stands on paper: whoever makes the whole chain anew is found by it."""
    at = head(told.desk.database)
    closed = told.do(SealDay(key=fresh(), day="2026-03-04"))
    assert next(closed.plan.of(DaySealed)).chain == f"{at.no}:{at.digest}"
    sealed(told, held(told, pid=78, alive=lambda pid: False))
    assert found(told) == []
    with unguarded(told) as connection:
        connection.exec_driver_sql("UPDATE activity SET body = body || ' ' WHERE id = 5")
        _made_anew(connection)
    assert found(told) == [("CHAIN_TOLD", f"activity {at.no + 1}")]


def _made_anew(connection: Any) -> None:
    """Somebody who knows how the chain is made, and makes all of it again."""
    digest = chain.BEGINNING
    for row in connection.execute(ROWS.select_from(FROM)).all():
        digest = chain.sealed(digest, tuple(row))
        connection.execute(
            text("UPDATE seal SET digest = :digest WHERE activity_id = :no"), {"digest": digest, "no": row[0]}
        )


def test_a_close_before_anything_is_sealed_says_nothing_of_it(small: Small) -> None:
    closed = small.do(SealDay(key=fresh(), day="2026-03-04"))
    assert next(closed.plan.of(DaySealed)).chain == ""
    sealed(small, held(small))
    assert small.desk.verify() == []


def test_the_digest_of_a_plan_does_not_tick_with_the_worker(told: Small) -> None:
    """What somebody confirmed is the day's figures: that a row was sealed meanwhile changes nothing of it."""
    command = SealDay(key=fresh(), day="2026-03-04")
    plan = told.desk.plan(command)
    told.book("Leo Lee", "2026-03-06 12:00")
    sealed(told, held(told, pid=78, alive=lambda pid: False))
    assert told.do(command, plan.digest).no > 0
