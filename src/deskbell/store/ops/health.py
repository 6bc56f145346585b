"""How connections stand, how far they were swept, what was seen of strangers' money, which tasks are open."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Update, bindparam, delete, select, text, update

from deskbell.domain.ids import Id
from deskbell.domain.working import Health, Link
from deskbell.store import codes
from deskbell.store import tables as t
from deskbell.store.find.connections import COLUMNS, health

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

SWEPT, WANTED = "swept", "wanted"
"""Streams of the cursor table: the last whole sweep, and that somebody asked for another one."""

_c, _cur, _task = t.connection.c, t.cursor.c, t.task.c
_ALL = select(*COLUMNS).order_by(_c.name)
_NEW = text(
    "INSERT INTO connection (name, state, since, error, skew) VALUES (:name, :state, :at, '', 0)"
    " ON CONFLICT (name) DO NOTHING"
)
_CURSOR = select(_cur.value, _cur.at).where(_cur.name == bindparam("name"), _cur.stream == bindparam("stream"))
_READING = select(_cur.name, _cur.value).where(_cur.stream == codes.READING)
_KEEP = text(
    "INSERT INTO cursor (name, stream, value, at) VALUES (:name, :stream, :value, :at)"
    " ON CONFLICT (name, stream) DO UPDATE SET value = excluded.value, at = excluded.at"
)
_FORGET = delete(t.cursor).where(_cur.name == bindparam("which"), _cur.stream == bindparam("what"))
_SEEN = text(
    "INSERT INTO inbox (name, event, seen_at) VALUES (:name, :event, :at) ON CONFLICT (name, event) DO NOTHING"
)
_OPEN_TASK = select(_task.public_id).where(
    _task.kind == bindparam("kind"), _task.subject == bindparam("subject"), _task.state == codes.OPEN
)
_SUBJECTS = select(_task.subject).where(_task.kind == bindparam("kind"), _task.state == codes.OPEN)


def connect(unit: Write, name: str, now: int) -> None:
    """A connection that nobody knew is known from here on."""
    unit.run(_NEW, {"name": name, "state": str(Link.ON), "at": now})


def connections(unit: Read) -> tuple[Health, ...]:
    """Every connection that was ever made, those that are off among them."""
    counts = {name: int(value) for name, value in unit.rows(_READING)}
    return tuple(replace(found, reading=counts.get(found.name)) for found in map(health, unit.rows(_ALL)))


def turn(unit: Write, name: str, before: tuple[Link, ...], **values: Any) -> bool:
    """Set columns of a connection's row where it stands in one of these states."""
    given = {f"new_{column}": value for column, value in values.items()}
    return unit.run(_turning(tuple(values), before), {"which": name, **given}).rowcount == 1


@cache
def _turning(columns: tuple[str, ...], before: tuple[Link, ...]) -> Update:
    where = (_c.name == bindparam("which"), codes.among(_c.state, before))
    return update(t.connection).where(*where).values({column: bindparam(f"new_{column}") for column in columns})


def cursor(unit: Read, name: str, stream: str) -> tuple[str, int] | None:
    """How far a stream was read, and when."""
    row = unit.row(_CURSOR, {"name": name, "stream": stream})
    return None if row is None else (row[0], int(row[1]))


def keep_cursor(unit: Write, name: str, stream: str, value: str, now: int) -> None:
    unit.run(_KEEP, {"name": name, "stream": stream, "value": value, "at": now})


def forget_cursor(unit: Write, name: str, stream: str) -> None:
    unit.run(_FORGET, {"which": name, "what": stream})


def first_seen(unit: Write, name: str, event: str, now: int) -> bool:
    """Whether this is the first time that anybody tells of it; kept with what the caller makes of it, or not (I9)."""
    return unit.run(_SEEN, {"name": name, "event": event, "at": now}).rowcount == 1


def open_subjects(unit: Read, kind: str) -> frozenset[Id]:
    """What there is an open task of a kind about."""
    return frozenset(Id(row[0]) for row in unit.rows(_SUBJECTS, {"kind": kind}))


def open_task(unit: Read, kind: str, subject: Id) -> Id | None:
    found = unit.value(_OPEN_TASK, {"kind": kind, "subject": subject})
    return Id(found) if found else None
