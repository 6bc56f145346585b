"""Changes as they were made, and the last one that undo can mean."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select

from deskbell.domain.codec import loads
from deskbell.domain.facts import ChangeDone
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.domain.undoing import FURNISHING, REVERSIBLE, WORLD
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNDO = "UNDO"

_change, _activity = t.change.c, t.activity.c
_undo = t.change.alias("undo")
_CHANGE = select(_change.id, _change.at, _change.verb, _change.subject).where(_change.id == bindparam("no"))
_BY_KEY = select(_change.id, _change.digest).where(_change.key == bindparam("key"))
_EFFECTS = (
    select(_activity.id, _activity.kind, _activity.body)
    .where(_activity.change_id == bindparam("no"))
    .order_by(_activity.id)
)
_WORDS = (
    select(t.kept_words.c.activity_id, t.kept_words.c.field, t.kept_words.c.words)
    .select_from(t.kept_words.join(t.activity, _activity.id == t.kept_words.c.activity_id))
    .where(_activity.change_id == bindparam("no"))
)
_of_change = _activity.change_id == _change.id
UNDOABLE = (
    _change.verb != UNDO,
    ~exists().where(_undo.c.undoes == _change.id),
    exists().where(_of_change, _activity.kind.in_(sorted(REVERSIBLE))),
    ~exists().where(_of_change, _activity.kind.in_(sorted(FURNISHING | WORLD))),
    _change.role != str(Role.SYSTEM),
)
"""What makes a change one that undo may still take back."""
_LAST = select(_change.id).where(*UNDOABLE).order_by(_change.id.desc()).limit(1)


def last_undoable(conn: Connection) -> int | None:
    """The number of the latest change that undo can mean: not an undo, not undone, not furnishing."""
    found: int | None = conn.execute(_LAST).scalar()
    return found


def change_of(conn: Connection, key: Id) -> tuple[int, str] | None:
    """Number and digest of the change that this command's key has made, if it has (I2)."""
    row = conn.execute(_BY_KEY, {"key": key}).first()
    return (row[0], row[1]) if row else None


def change_done(conn: Connection, no: int) -> ChangeDone | None:
    """A change with its effects in order, and of plain fields what the kept words still know."""
    row = conn.execute(_CHANGE, {"no": no}).first() if 0 < no < 2**63 else None
    if row is None:
        return None
    words: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for activity, field, said in conn.execute(_WORDS, {"no": no}):
        words[activity][field] = said
    effects = tuple(loads(kind, body, words.get(id_)) for id_, kind, body in conn.execute(_EFFECTS, {"no": no}))
    return ChangeDone(*row, effects)
