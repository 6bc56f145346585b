"""Rows for tests of the store: one in every table, and the few that a slot stands on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Connection, Integer, MetaData, Numeric, Table, insert, select

from deskbell.store import tables
from deskbell.store.database import Database
from deskbell.store.work import Write

HOUR = 3600
NOON = 1_772_625_600  # 2026-03-04 12:00 UTC

_FITTING = {
    ("slot", "start"): NOON,
    ("slot", "end"): NOON + HOUR,
    ("slot", "busy_from"): NOON - 900,
    ("slot", "busy_to"): NOON + HOUR + 900,
    ("slot", "capacity"): 12,
    ("slot", "state"): "PLANNED",
    ("booking", "state"): "CONFIRMED",
    ("op", "state"): "todo",
    ("message", "state"): "SENT",
    ("drawer", "state"): "OPEN",
    ("calendar_link", "state"): "SYNCED",
    ("offered", "state"): "OPEN",
}


def fill(connection: Connection) -> None:
    """A row with the id 1 in every table that the database has, every column filled, whatever its version."""
    known = MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        if table.name != "alembic_version":
            given = [column for column in table.c if not (column.primary_key and column.server_default)]
            connection.execute(insert(table).values({column.name: _value(table, column) for column in given}))


def _value(table: Table, column: Any) -> Any:
    if (table.name, column.name) in _FITTING:
        return _FITTING[table.name, column.name]
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer | BigInteger | Numeric):
        return 1
    return f"{table.name} {column.name} Zoë"[: column.type.length]


def everything(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the stamp, as the database has them."""
    known = MetaData()
    known.reflect(connection)
    return {
        table.name: [dict(row._mapping) for row in connection.execute(table.select().order_by(*table.primary_key))]
        for table in known.sorted_tables
        if table.name != "alembic_version"
    }


def public(number: int) -> str:
    return f"{number:032x}"


def stage(unit: Write, tutors: int = 1, rooms: int = 1) -> None:
    """Tutors, rooms and one service, with ids from 1."""
    unit.run(insert(tables.person), {"public_id": public(1), "name": "Ana", "created_at": 0})
    for number in range(1, rooms + 1):
        unit.run(insert(tables.room), {"public_id": public(number), "name": f"Room {number}"})
    for number in range(1, tutors + 1):
        unit.run(insert(tables.tutor), {"public_id": public(number), "person_id": 1, "zone": "Europe/Berlin"})
    service = {"public_id": public(1), "name": "Piano", "kind": "SINGLE", "minutes": 60, "minor": 2500}
    service |= {"currency": "EUR", "interval": 30, "place": "STUDIO", "policy": "{}"}
    unit.run(insert(tables.service), service)


def slot(number: int, start: int = NOON, end: int = NOON + HOUR, **other: Any) -> dict[str, Any]:
    """The values of a slot of tutor 1."""
    values = {"public_id": public(number), "service_id": 1, "tutor_id": 1, "room_id": None, "kind": "SINGLE"}
    values |= {"start": start, "end": end, "busy_from": start, "busy_to": end, "capacity": 1, "taken": 0}
    return values | {"state": "PLANNED", "zone": "Europe/Berlin", "place": "STUDIO"} | other


def booking(number: int, slot_id: int, **other: Any) -> dict[str, Any]:
    values = {"public_id": public(number), "slot_id": slot_id, "order_id": 1, "booked_by": "DESK"}
    values |= {"state": "CONFIRMED", "attendance": "NONE", "policy": "{}", "policy_start": NOON, "created_at": 0}
    return values | other


def order(number: int) -> dict[str, Any]:
    return {"public_id": public(number), "currency": "EUR", "created_at": 0}


def add(unit: Write, number: int, name: str = "Núñez") -> None:
    """A household: a row that needs nothing else."""
    unit.run(insert(tables.household), {"public_id": public(number), "name": name})


def names(database: Database) -> list[str]:
    with database.read() as unit:
        return [row.name for row in unit.rows(select(tables.household.c.name).order_by(tables.household.c.id))]
