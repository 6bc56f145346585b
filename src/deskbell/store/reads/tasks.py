"""What waits for a person: open tasks, whatever they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from deskbell.domain.ids import Id
from deskbell.store import tables as t
from deskbell.store.codes import OPEN

if TYPE_CHECKING:
    from sqlalchemy import Connection

_task = t.task.c
_OPEN = (
    select(_task.public_id, _task.kind, _task.subject, _task.raised_at, _task.due_at)
    .where(_task.state == OPEN)
    .order_by(_task.raised_at, _task.id)
)


def open_tasks(conn: Connection) -> tuple[tuple[Id, str, Id, int, int | None], ...]:
    """Every open task, the oldest first: (task, kind, subject, since, due_at)."""
    return tuple((Id(task), kind, Id(about), since, due) for task, kind, about, since, due in conn.execute(_OPEN))
