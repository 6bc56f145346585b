"""Open tasks about something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, text

from deskbell.domain.ids import Id
from deskbell.store import tables as t
from deskbell.store.codes import OPEN

if TYPE_CHECKING:
    from sqlalchemy import Connection

_TASKS = (
    select(t.task.c.public_id, t.task.c.kind, t.task.c.subject)
    .where(t.task.c.subject.in_(bindparam("subjects", expanding=True)), t.task.c.state == OPEN)
    .order_by(t.task.c.id)
)


# The state stands in the statement, and no order: only so is the index of open tasks found.
_EVERY = text("SELECT id, public_id, kind, subject FROM task WHERE state = 'OPEN'")


def every_open_task(conn: Connection) -> tuple[tuple[Id, str, Id], ...]:
    """Every open task: (task, kind, subject), oldest first."""
    return tuple((Id(task), kind, Id(subject)) for _, task, kind, subject in sorted(map(tuple, conn.execute(_EVERY))))


def open_tasks(conn: Connection, *subjects: Id) -> tuple[tuple[Id, str, Id], ...]:
    """Open tasks about any of these: (task, kind, subject), oldest first."""
    rows = conn.execute(_TASKS, {"subjects": list(subjects)})
    return tuple((Id(task), kind, Id(subject)) for task, kind, subject in rows)
