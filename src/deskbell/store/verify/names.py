"""Search keys fit the names, tasks and notes stand as the record left them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from deskbell.domain.text import fold
from deskbell.store import tables as t
from deskbell.store.verify.finding import Finding, differences
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_FOLDS = [
    ("PERSON_FOLD", select(t.person.c.public_id, t.person.c.name, t.person.c.fold)),
    ("SERVICE_FOLD", select(t.service.c.public_id, t.service.c.name, t.service.c.fold)),
]
_TASKS = select(t.task.c.public_id, t.task.c.state)
_NOTES = select(t.note.c.public_id, t.note.c.hidden_at.is_not(None))


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    for code, query in _FOLDS:
        for id_, name, key in conn.execute(query):
            if key != fold(name):
                # Not the words themselves: a finding is printed, and written to logs.
                yield Finding(code, id_, len(fold(name)), len(key))
    yield from differences(("TASK_STATE",), record.tasks, {id_: (state,) for id_, state in conn.execute(_TASKS)})
    hidden = {id_: (bool(is_hidden),) for id_, is_hidden in conn.execute(_NOTES)}
    yield from differences(("NOTE_HIDDEN",), record.notes, hidden)
