"""Changes as they were made, the last one that can be meant by undo, and how what it touched stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, or_, select, union_all

from deskbell.domain.booking import SEATED
from deskbell.domain.codec import loads
from deskbell.domain.effects import (
    KINDS,
    BookingTurned,
    BusyRead,
    DeskOpened,
    Effect,
    FieldSet,
    HoursSet,
    NotTold,
    OrderOpened,
    PersonAdded,
    RoomAdded,
    SeatMoved,
    SeatTaken,
    ServiceAdded,
    SlotMoved,
    SlotTurned,
    TutorAdded,
    When,
)
from deskbell.domain.errors import NotFound, Refused
from deskbell.domain.facts import ChangeDone, Desk, UndoFacts
from deskbell.domain.ids import Id
from deskbell.domain.slot import SlotState
from deskbell.store import tables as t
from deskbell.store.codes import seated
from deskbell.store.find.diaries import blocking
from deskbell.store.guards import BUSY_LIMIT

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

UNDO = "UNDO"
FURNISHING = tuple(k.__name__ for k in (DeskOpened, RoomAdded, TutorAdded, HoursSet, ServiceAdded, BusyRead))
"""Kinds that nothing takes back; a change with one of them is passed over."""
_REVERSIBLE = tuple(n for n, k in KINDS.items() if k.opposite is not Effect.opposite and k is not NotTold)

_change, _activity, _slot, _booking = t.change.c, t.activity.c, t.slot.c, t.booking.c
_undo = t.change.alias("undo")
_CHANGE = select(_change.id, _change.at, _change.verb, _change.subject).where(_change.id == bindparam("no"))
_BY_KEY = select(_change.id, _change.digest).where(_change.key == bindparam("key"))
_UNDONE = select(_change.id).where(_change.undoes == bindparam("no"))
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
    exists().where(_of_change, _activity.kind.in_(_REVERSIBLE)),
    ~exists().where(_of_change, _activity.kind.in_(FURNISHING)),
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


def undo_facts(conn: Connection, desk: Desk, change: int | None, day_start: int) -> UndoFacts:
    """The change to take back (None: the last that can be meant) and how what it touched stands now.

    `blocked` names only what the database itself would refuse; `seats` only slots whose seat would be taken again.
    NotFound: NOTHING_TO_UNDO, NO_SUCH_CHANGE. Refused: ALREADY_UNDONE, UNDO_NEVER (an undo).
    """
    no = last_undoable(conn) if change is None else change
    if no is None:
        raise NotFound("NOTHING_TO_UNDO")
    done = change_done(conn, no)
    if done is None:
        raise NotFound("NO_SUCH_CHANGE", which=no)
    if by := conn.execute(_UNDONE, {"no": no}).scalar():
        raise Refused("ALREADY_UNDONE", change=no, by=by)
    if done.verb == UNDO:
        raise Refused("UNDO_NEVER", kind="", verb=UNDO)
    effects = done.effects
    return UndoFacts(
        desk,
        done,
        states=_states(conn, effects),
        blocked=dict(_blocked(conn, effects)),
        seats=_seats(conn, effects),
        words=_words(conn, effects),
        used=_used(conn, effects),
        ranges=_ranges(conn, effects),
        today_from=day_start,
    )


# --- how things stand now


def _by_ids(table: Table, *columns: Any) -> Any:
    return select(table.c.public_id, *columns).where(table.c.public_id.in_(bindparam("ids", expanding=True)))


_STATES = {
    name: _by_ids(table, table.c.state)
    for name, table in {
        "booking": t.booking, "slot": t.slot, "payment": t.payment, "refund": t.refund, "task": t.task,
    }.items()
}  # fmt: skip
_SEATS = _by_ids(t.slot, _slot.capacity - _slot.taken)
_RANGES = (
    select(_slot.public_id, t.tutor.c.public_id, _slot.start)
    .select_from(t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id))
    .where(_slot.public_id.in_(bindparam("ids", expanding=True)))
)


def _states(conn: Connection, effects: Iterable[Effect]) -> dict[Id, str]:
    found: dict[Id, str] = {}
    for name, query in _STATES.items():
        if ids := {id_ for e in effects if (id_ := getattr(e, name, None))}:
            found.update(_pairs(conn, query, ids))
    return found


def _pairs(conn: Connection, query: Any, ids: Iterable[Id]) -> dict[Id, Any]:
    wanted = sorted(ids)
    return {Id(row[0]): row[1] for row in conn.execute(query, {"ids": wanted})} if wanted else {}


def _seats(conn: Connection, effects: Iterable[Effect]) -> dict[Id, int]:
    needed = {
        e.slot for e in effects if isinstance(e, BookingTurned) and e.before in SEATED and e.after not in SEATED
    } | {e.slot_before for e in effects if isinstance(e, SeatMoved) and e.slot != e.slot_before}
    return _pairs(conn, _SEATS, needed)


def _ranges(conn: Connection, effects: Iterable[Effect]) -> dict[Id, tuple[Id, int]]:
    ids = sorted({e.slot for e in effects if isinstance(e, SlotMoved)})
    rows = conn.execute(_RANGES, {"ids": ids}) if ids else ()
    return {Id(slot): (Id(tutor), start) for slot, tutor, start in rows}


def _words(conn: Connection, effects: Iterable[Effect]) -> dict[tuple[Id, str], str]:
    found = {}
    for e in effects:
        if isinstance(e, FieldSet):
            table = t.metadata.tables[e.entity]
            query = select(table.c[e.name]).where(table.c.public_id == bindparam("id"))
            found[e.subject, e.name] = conn.execute(query, {"id": e.subject}).scalar() or ""
    return found


# --- whose time the old time is now

_WHEN = (
    select(
        t.tutor.c.public_id, _slot.start, _slot.end, _slot.busy_from, _slot.busy_to, t.room.c.public_id
    )
    .select_from(
        t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id).outerjoin(t.room, t.room.c.id == _slot.room_id)
    )
    .where(_slot.public_id == bindparam("id"))
)  # fmt: skip
_sits = (
    select(func.min(_booking.id))
    .where(_booking.slot_id == _slot.id, _booking.state.in_(seated), _slot.capacity == 1)
    .correlate(t.slot)
    .scalar_subquery()
)
_OTHERS = (
    select(_slot.start, _slot.end, _sits, t.service.c.name, t.tutor.c.public_id)
    .select_from(
        t.slot.join(t.service, t.service.c.id == _slot.service_id)
        .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
        .outerjoin(t.room, t.room.c.id == _slot.room_id)
    )
    .where(
        blocking,
        or_(t.tutor.c.public_id == bindparam("tutor"), t.room.c.public_id == bindparam("room")),
        _slot.busy_from < bindparam("hi"),
        _slot.busy_from > bindparam("near"),
        _slot.busy_to > bindparam("lo"),
        _slot.public_id != bindparam("but"),
        # not needed for the answer, but ix_slot_start bounds the walk
        _slot.start > bindparam("near"),
        _slot.start < bindparam("hi") + BUSY_LIMIT,
    )
    .order_by(_slot.start)
)


def _blocked(conn: Connection, effects: Iterable[Effect]) -> Iterator[tuple[Id, tuple[tuple[str, str], ...]]]:
    for e in effects:
        when: When | None = None
        if isinstance(e, SlotMoved):
            when = e.before
        elif isinstance(e, SlotTurned) and e.after is SlotState.CANCELLED:
            row = conn.execute(_WHEN, {"id": e.slot}).first()
            when = When(*row) if row else None
        if when is not None and isinstance(e, SlotMoved | SlotTurned):
            yield e.slot, in_the_way(conn, when, e.slot)


def in_the_way(conn: Connection, when: When, but: Id) -> tuple[tuple[str, str], ...]:
    """What holds that time of the tutor or the room now, as (code, booking number or class): as the guards ask."""
    values = {
        "tutor": when.tutor, "room": when.room or "", "lo": when.busy_from, "hi": when.busy_to,
        "near": when.busy_from - BUSY_LIMIT, "but": but,
    }  # fmt: skip
    found = []
    for start, end, booking, name, tutor in conn.execute(_OTHERS, values):
        code = "BOOKING" if start < when.end and end > when.start else "BUFFER"
        found.append((code if tutor == when.tutor else "ROOM", str(booking or name)))
    return tuple(found)


# --- people who are named elsewhere since

_me = t.person.alias("me")
_NAMED = union_all(
    select(_me.c.public_id, _booking.public_id)
    .select_from(t.booking.join(_me, or_(_me.c.id == _booking.participant_id, _me.c.id == _booking.payer_id)))
    .where(_me.c.public_id.in_(bindparam("ids", expanding=True))),
    select(_me.c.public_id, t.desk_order.c.public_id)
    .select_from(t.desk_order.join(_me, _me.c.id == t.desk_order.c.payer_id))
    .where(_me.c.public_id.in_(bindparam("ids", expanding=True))),
    select(_me.c.public_id, t.person.c.public_id)
    .select_from(t.person.join(_me, _me.c.id == t.person.c.guardian_id))
    .where(_me.c.public_id.in_(bindparam("ids", expanding=True))),
    select(_me.c.public_id, t.tutor.c.public_id)
    .select_from(t.tutor.join(_me, _me.c.id == t.tutor.c.person_id))
    .where(_me.c.public_id.in_(bindparam("ids", expanding=True))),
)


def _used(conn: Connection, effects: tuple[Effect, ...]) -> frozenset[Id]:
    people = {e.person for e in effects if isinstance(e, PersonAdded)}
    if not people:
        return frozenset()
    own: set[Id] = set(people)
    for e in effects:
        if isinstance(e, SeatTaken):
            own.add(e.booking)
        elif isinstance(e, OrderOpened):
            own.add(e.order)
    rows = conn.execute(_NAMED, {"ids": sorted(people)})
    return frozenset(Id(person) for person, where in rows if where not in own)
