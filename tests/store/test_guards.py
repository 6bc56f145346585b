"""The last word of the database: no double booking, rows that are written once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from deskbell.domain.errors import DeskError, Refused
from deskbell.store import engine, guards, tables
from deskbell.store.database import Database
from tests.store import rows

household = tables.household


@pytest.fixture
def staged(desk: Database) -> Database:
    with desk.write() as unit:
        rows.stage(unit, tutors=2, rooms=2)
        unit.run(insert(tables.desk_order), rows.order(1))
        unit.run(insert(tables.slot), rows.slot(1, room_id=1, busy_from=rows.NOON - 600, busy_to=rows.NOON + 4200))
    return desk


def collides(database: Database, statement: Any, values: dict[str, Any] | None = None) -> str:
    """What is taken; '' where nothing is. Nothing is kept."""

    class Undo(Exception):
        pass

    try:
        with database.write() as unit:
            unit.run(statement, values)
            raise Undo
    except Undo:
        return ""
    except Refused as error:
        return str(error.facts["what"] if error.code == "RANGE_CONFLICT" else error.code)


B = rows.NOON - 600  # busy from
E_ = rows.NOON + 4200  # busy to


WANTED = (
    ((B, E_), 1, None, "PLANNED", "tutor"),
    ((B + 60, E_ - 60), 1, None, "PLANNED", "tutor"),
    ((B - 60, E_ + 60), 1, 2, "COMPLETED", "tutor"),
    ((E_ - 1, E_ + 3600), 1, None, "PLANNED", "tutor"),
    ((B - 3600, B + 1), 1, None, "PLANNED", "tutor"),
    ((E_, E_ + 3600), 1, 1, "PLANNED", ""),
    ((B - 3600, B), 1, 1, "PLANNED", ""),
    ((B, E_), 2, None, "PLANNED", ""),
    ((B, E_), 2, 2, "PLANNED", ""),
    ((B, E_), 2, 1, "PLANNED", "room"),
    ((E_ - 1, E_ + 3600), 2, 1, "COMPLETED", "room"),
    ((E_, E_ + 3600), 2, 1, "PLANNED", ""),
    ((B, E_), 1, 1, "DRAFT", ""),
    ((B, E_), 1, 1, "CANCELLED", ""),
    ((E_ - 172_800, E_), 1, None, "PLANNED", "tutor"),
    ((B, B + 172_800), 1, None, "PLANNED", "tutor"),
)


def test_one_time_of_a_tutor_or_a_room_has_one_slot(staged: Database) -> None:
    """I1: half-open ranges with their buffers, in PLANNED and COMPLETED; a new slot and a moved one alike."""
    with staged.write() as unit:
        unit.run(insert(tables.slot), rows.slot(3, rows.NOON + 500_000, rows.NOON + 503_600, tutor_id=2))
        other = unit.value(select(func.max(tables.slot.c.id)))
    for busy, tutor, room, state, taken in WANTED:
        times = {"start": busy[0], "end": busy[1], "busy_from": busy[0], "busy_to": busy[1]}
        wanted = times | {"tutor_id": tutor, "room_id": room, "state": state}
        assert collides(staged, insert(tables.slot), rows.slot(2) | wanted) == taken
        assert collides(staged, update(tables.slot).where(tables.slot.c.id == other).values(**wanted)) == taken


@pytest.mark.parametrize("change", ["tutor_id", "room_id", "state", "times"])
def test_every_column_that_holds_time_is_guarded(staged: Database, change: str) -> None:
    far = rows.slot(2, rows.NOON + 500_000, rows.NOON + 503_600)
    near = {"start": rows.NOON, "end": rows.NOON + 60, "busy_from": rows.NOON, "busy_to": rows.NOON + 60}
    first: dict[str, Any] = {
        "tutor_id": rows.slot(2) | {"tutor_id": 2},
        "room_id": rows.slot(2) | {"tutor_id": 2, "room_id": 2},
        "state": rows.slot(2, state="CANCELLED"),
        "times": far,
    }[change]
    then: dict[str, Any] = {
        "tutor_id": {"tutor_id": 1},
        "room_id": {"room_id": 1},
        "state": {"state": "PLANNED"},
        "times": near,
    }[change]
    with staged.write() as unit:
        unit.run(insert(tables.slot), first)
        other = unit.value(select(func.max(tables.slot.c.id)))
    assert collides(staged, update(tables.slot).where(tables.slot.c.id == other).values(**then)) in {"tutor", "room"}


def test_a_slot_may_be_changed_in_its_own_place(staged: Database) -> None:
    """Its own row is not in its way: moved by half its length, completed, and taken back."""
    mine = update(tables.slot).where(tables.slot.c.id == 1)
    for values in ({"start": rows.NOON + 600}, {"busy_from": rows.NOON - 1200}, {"state": "COMPLETED"}):
        assert collides(staged, mine.values(**values)) == ""


IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"end": rows.NOON}, "order"),
    ({"busy_from": rows.NOON + 1}, "padded"),
    ({"busy_to": rows.NOON + 1}, "padded"),
    ({"busy_to": rows.NOON + 172_801}, "length"),
    ({"taken": 2}, "seats"),
    ({"taken": -1}, "seats"),
    ({"capacity": -1}, "seats"),
    ({"state": "MAYBE"}, "state"),
)


def test_a_slot_that_cannot_be_is_not_kept(staged: Database) -> None:
    """The longest slot bounds the probe on SQLite: a longer one would not be found by it."""
    for values, constraint in IMPOSSIBLE:
        with pytest.raises(DeskError) as caught, staged.write() as unit:
            unit.run(insert(tables.slot), rows.slot(2, tutor_id=2) | values)
        assert caught.value.facts["constraint"] == f"ck_slot_{constraint}"


def test_a_person_sits_once_in_a_slot_unless_called_off(staged: Database) -> None:
    def book(number: int, **values: Any) -> None:
        with staged.write() as unit:
            unit.run(insert(tables.booking), rows.booking(number, 1, **values))

    book(1, participant_id=1)
    book(2, participant_id=1, state="CANCELLED")
    book(3)
    book(4)  # walk-ins have no name
    with pytest.raises(Refused) as caught:
        book(5, participant_id=1, state="HELD")
    assert (caught.value.code, caught.value.facts) == ("ALREADY_BOOKED", {"what": "participant"})


def test_the_guards_say_what_the_domain_says() -> None:
    from deskbell.domain.booking import ACTIVE
    from deskbell.domain.slot import BLOCKING

    def said(condition: str) -> set[str]:
        return set(condition.partition("(")[2].rstrip(")").replace("'", "").split(", "))

    assert said(guards.BLOCKING) == {str(state) for state in BLOCKING}
    assert said(guards.ACTIVE) == {str(state) for state in ACTIVE}


def test_what_is_written_once_is_neither_changed_nor_deleted(desk: Database) -> None:
    with desk.owning() as connection:
        rows.fill(connection)
        connection.commit()
    for table in tables.APPEND_ONLY:
        (key,) = tables.metadata.tables[table].primary_key.columns.keys()
        attempts = [f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"]
        attempts += [f"TRUNCATE {table} CASCADE"] if desk.kind == "postgresql" else []
        for statement in attempts:
            with pytest.raises(DeskError) as caught, desk.write() as unit:
                unit.connection.exec_driver_sql(statement)
            assert caught.value.code == "STORE_FAULT"
            assert caught.value.facts["constraint"].endswith("_append_only")
        with desk.read() as unit:
            assert unit.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 1


def test_the_probe_walks_an_index(tmp_path: Path) -> None:
    """A booking costs the same with 100,000 lessons in the file: the trigger's question is answered by its index."""
    with engine.open_database(tmp_path / "desk") as database, database.read() as unit:
        for what in ("tutor", "room"):
            triggers = unit.connection.exec_driver_sql(
                f"SELECT sql FROM sqlite_master WHERE name IN ('slot_{what}_free_insert', 'slot_{what}_free_update')"
            ).scalars()
            for sql in triggers:
                probe = sql[sql.index("SELECT 1") : sql.rindex("); END")]
                for column in ("tutor_id", "room_id", "busy_from", "busy_to", "id"):
                    probe = probe.replace(f"NEW.{column}", "7")
                plan = [row[3] for row in unit.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {probe}")]
                expected = f"SEARCH other USING INDEX slot_{what}_busy ({what}_id=? AND busy_from>? AND busy_from<?)"
                assert plan == [expected]
