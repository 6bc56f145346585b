# ruff: noqa: E501 -- statements stand as they are run
"""One open task for each kind and subject: what stood there twice is settled, and told so, but for the oldest."""

from __future__ import annotations

import json
import time
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    connection = op.get_bind()
    twice = connection.execute(sa.text(_TWICE)).all()
    if twice:
        _settle(connection, [tuple(row) for row in twice])
    op.execute(sa.text("CREATE UNIQUE INDEX uq_task_open ON task (kind, subject) WHERE state = 'OPEN'"))


_TWICE = (
    "SELECT id, public_id, kind, subject FROM task WHERE state = 'OPEN' AND EXISTS"
    " (SELECT 1 FROM task AS older WHERE older.kind = task.kind AND older.subject = task.subject"
    " AND older.state = 'OPEN' AND older.id < task.id) ORDER BY id"
)


def _settle(connection: sa.Connection, twice: list[tuple[int, str, str, str]]) -> None:
    """As the worker would settle them: one change, an activity for each; so the record still tells how they stand."""
    now, key = int(time.time()), uuid.uuid4().hex
    head = {"key": key, "at": now, "digest": key[:16]}
    connection.execute(
        sa.text(
            "INSERT INTO change (key, at, role, verb, digest) VALUES (:key, :at, 'SYSTEM', 'SETTLE_TASK', :digest)"
        ),
        head,
    )
    change = connection.execute(sa.text("SELECT id FROM change WHERE key = :key"), {"key": key}).scalar_one()
    for number, public, kind, subject in twice:
        body = {"subject": subject, "task": public, "task_kind": kind, "v": 1}
        text = json.dumps(body, sort_keys=True, separators=(",", ":"))
        connection.execute(
            sa.text(
                "INSERT INTO activity (change_id, at, role, kind, body) VALUES (:change, :at, 'SYSTEM', 'TaskSettled', :body)"
            ),
            {"change": change, "at": now, "body": text},
        )
        connection.execute(
            sa.text("UPDATE task SET state = 'SETTLED', settled_at = :at WHERE id = :id"), {"at": now, "id": number}
        )
