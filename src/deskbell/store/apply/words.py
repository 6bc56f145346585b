"""Notes, plain fields, tasks, and who was not told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Update, bindparam, text, update

from deskbell.domain.effects import (
    FieldSet,
    NoteAdded,
    NoteHidden,
    NoteShown,
    NotTold,
    TaskRaised,
    TaskReopened,
    TaskSettled,
)
from deskbell.domain.text import fold
from deskbell.store import tables as t
from deskbell.store.apply.mail import text_begun
from deskbell.store.apply.making import Making
from deskbell.store.codes import OPEN, SETTLED

_HIDDEN = update(t.note).where(t.note.c.id == bindparam("key")).values(hidden_at=bindparam("when"))
# Another desk may tell of the same at this moment: it is waited for, and then there is nothing to raise any more.
_RAISED = text(
    "INSERT INTO task (public_id, kind, subject, state, due_at, raised_at)"
    " VALUES (:id, :kind, :subject, 'OPEN', :due, :at) ON CONFLICT DO NOTHING"
)
_TASK = (
    update(t.task)
    .where(t.task.c.id == bindparam("key"), t.task.c.state == bindparam("old"))
    .values(state=bindparam("new"), settled_at=bindparam("at"))
)


def note_added(w: Making, e: NoteAdded) -> None:
    author = w.keys.seen(t.person, w.actor.person) if w.actor.person else None
    w.insert(
        t.note,
        e.note,
        booking_id=w.keys.of(t.booking, e.booking),
        author_role=str(w.actor.role),
        author_id=author,
        kind=e.note_kind,
        visibility=e.visibility,
        text=e.text,
        at=w.now,
    )


def note_hidden(w: Making, e: NoteHidden) -> None:
    w.turn(_HIDDEN, {"key": w.keys.of(t.note, e.note), "when": w.now}, note=e.note)


def note_shown(w: Making, e: NoteShown) -> None:
    w.turn(_HIDDEN, {"key": w.keys.of(t.note, e.note), "when": None}, note=e.note)


def _set(entity: str, name: str, **more: Any) -> Update:
    table = t.metadata.tables[entity]
    column = table.c[name]
    values: dict[str, Any] = {name: bindparam("words"), **more}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    return update(table).where(table.c.id == bindparam("key"), column == bindparam("old")).values(values)


FIELDS = {
    ("slot", "focus"): _set("slot", "focus"),
    ("slot", "join_url"): _set("slot", "join_url"),
    ("person", "name"): _set("person", "name", fold=bindparam("fold")),
    ("person", "mail"): _set("person", "mail"),
    ("person", "phone"): _set("person", "phone"),
    ("person", "language"): _set("person", "language"),
    ("person", "zone"): _set("person", "zone"),
    ("template", "subject"): _set("template", "subject"),
    ("template", "body"): _set("template", "body"),
    ("refund", "external_ref"): _set("refund", "external_ref"),
}
"""The plain fields that may be overwritten, by entity (its table) and name."""


def field_set(w: Making, e: FieldSet) -> None:
    """The words before must still stand there: nobody's words are overwritten unseen (I53)."""
    if e.entity == "template":
        text_begun(w, e.subject)
    values = {"key": w.keys.of(t.metadata.tables[e.entity], e.subject), "old": e.before, "words": e.after}
    if e.name == "name":
        values["fold"] = fold(e.after)
    w.turn(FIELDS[e.entity, e.name], values, field=e.name)


def task_raised(w: Making, e: TaskRaised) -> None:
    """PlanChanged where an open task of that kind and subject is there by now."""
    values = {"id": e.task, "kind": e.task_kind, "subject": e.subject, "due": e.due_at, "at": w.now}
    w.turn(_RAISED, values, task=e.task)


def task_settled(w: Making, e: TaskSettled) -> None:
    values = {"key": w.keys.of(t.task, e.task), "old": OPEN, "new": SETTLED, "at": w.now}
    w.turn(_TASK, values, task=e.task)


def task_reopened(w: Making, e: TaskReopened) -> None:
    values = {"key": w.keys.of(t.task, e.task), "old": SETTLED, "new": OPEN, "at": None}
    w.turn(_TASK, values, task=e.task)


def not_told(w: Making, e: NotTold) -> None:
    """Only the timeline tells it."""
