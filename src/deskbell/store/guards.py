"""The database's own last word: no double booking, and rows that are written once.

One time of a tutor or a room belongs to one slot in PLANNED or COMPLETED (I1). PostgreSQL says it with an
EXCLUDE constraint over ranges, SQLite with triggers whose probe is a bounded walk of a partial index. Writers on
PostgreSQL lock the tutor's row first (I56): the constraint alone is right but deadlocks.

The CHECKs stand in `tables`; a version of the schema holds a copy of what stood here at its time.
"""

from __future__ import annotations

from collections.abc import Iterable

from deskbell.domain.errors import Refused

BUSY_LIMIT = 2 * 86400
"""A slot with its buffers is shorter than this (seconds): the SQLite probe looks no further back."""

BLOCKING = "state IN ('PLANNED', 'COMPLETED')"

ACTIVE = "state IN ('REQUESTED', 'HELD', 'OFFERED', 'CONFIRMED', 'COMPLETED', 'NO_SHOW', 'WAITLISTED')"

ONE_PLACE_EACH = (
    "CREATE UNIQUE INDEX uq_booking_active ON booking (slot_id, participant_id)"
    f" WHERE participant_id IS NOT NULL AND {ACTIVE}"
)
"""Nobody sits twice in one slot. Not in `tables`: there its WHERE would import both dialects (27 ms)."""

ONE_OPEN_DRAWER = "CREATE UNIQUE INDEX uq_drawer_open ON drawer (state) WHERE state = 'OPEN'"
"""Cash is in one drawer at a time; a second one waits until the first is counted (I41)."""

ONE_OPEN_TASK = "CREATE UNIQUE INDEX uq_task_open ON task (kind, subject) WHERE state = 'OPEN'"
"""What needs a person is said once, however many workers find it at the same moment."""

REFUSALS = {
    "slot_tutor_free": ("RANGE_CONFLICT", "tutor"),
    "slot_room_free": ("RANGE_CONFLICT", "room"),
    "RANGE_CONFLICT tutor": ("RANGE_CONFLICT", "tutor"),
    "RANGE_CONFLICT room": ("RANGE_CONFLICT", "room"),
    "uq_booking_active": ("ALREADY_BOOKED", "participant"),
    "booking.slot_id, booking.participant_id": ("ALREADY_BOOKED", "participant"),
    "uq_drawer_open": ("DRAWER_OPEN", "drawer"),
    "drawer.state": ("DRAWER_OPEN", "drawer"),
    "uq_task_open": ("TASK_OPEN", "task"),
    "task.kind, task.subject": ("TASK_OPEN", "task"),
}
"""A guard's name on PostgreSQL, or what SQLite says of it (trigger, columns): the code, and what is taken."""


def refusal(name: str) -> Refused | None:
    """The business refusal that a broken guard stands for; None where it is a fault of ours."""
    if found := REFUSALS.get(name):
        return Refused(found[0], what=found[1])
    return None


def ddl(dialect: str, append_only: Iterable[str]) -> list[str]:
    """The statements that add the guards to bare tables, in order; rows of `append_only` are written once."""
    if dialect == "sqlite":
        return [
            ONE_PLACE_EACH,
            ONE_OPEN_DRAWER,
            ONE_OPEN_TASK,
            *_sqlite_slots(),
            *(line for table in append_only for line in _sqlite_append_only(table)),
        ]
    first = [ONE_PLACE_EACH, ONE_OPEN_DRAWER, ONE_OPEN_TASK]
    return [*first, *_postgresql_slots(), *_postgresql_append_only(tuple(append_only))]


def _sqlite_slots() -> list[str]:
    made = []
    for what, holds in (("tutor", ""), ("room", " AND room_id IS NOT NULL")):
        key = f"{what}_id"
        made.append(f"CREATE INDEX slot_{what}_busy ON slot ({key}, busy_from) WHERE {BLOCKING}{holds}")
        probe = (
            f"SELECT RAISE(ABORT, 'RANGE_CONFLICT {what}') WHERE EXISTS (SELECT 1 FROM slot AS other"  # noqa: S608 -- names of ours
            f" WHERE other.{key} = NEW.{key} AND other.{BLOCKING}{holds.replace('room_id', 'other.room_id')}"
            f" AND other.busy_from < NEW.busy_to AND other.busy_from > NEW.busy_from - {BUSY_LIMIT}"
            f" AND other.busy_to > NEW.busy_from"
        )
        when = f"NEW.{BLOCKING}{holds.replace('room_id', 'NEW.room_id')}"
        made.append(f"CREATE TRIGGER slot_{what}_free_insert BEFORE INSERT ON slot WHEN {when} BEGIN {probe}); END")
        made.append(
            f"CREATE TRIGGER slot_{what}_free_update BEFORE UPDATE OF {key}, busy_from, busy_to, state ON slot"
            f" WHEN {when} BEGIN {probe} AND other.id <> NEW.id); END"
        )
    return made


def _sqlite_append_only(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{table}_append_only'); END"
        for verb in ("UPDATE", "DELETE")
    ]


def _postgresql_slots() -> list[str]:
    return [
        f"ALTER TABLE slot ADD CONSTRAINT slot_{what}_free EXCLUDE USING gist"
        f" (int8range({what}_id, {what}_id, '[]') WITH &&, int8range(busy_from, busy_to) WITH &&)"
        f" WHERE ({BLOCKING}{holds})"
        for what, holds in (("tutor", ""), ("room", " AND room_id IS NOT NULL"))
    ]


def _postgresql_append_only(tables: tuple[str, ...]) -> list[str]:
    function = (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION 'this table is append-only' USING ERRCODE = '23514',"
        " CONSTRAINT = TG_TABLE_NAME || '_append_only'; END $$"
    )
    made = [function] if tables else []
    for table in tables:
        made.append(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    return made
