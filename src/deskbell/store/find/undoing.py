"""How what a change touched stands now: what undo has to know before it takes the change back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select, union_all

from deskbell.domain.booking import SEATED, TO_COME, State
from deskbell.domain.effects import (
    BookingTurned,
    CalendarSet,
    DrawerOpened,
    Effect,
    FieldSet,
    OrderOpened,
    PersonAdded,
    SeatMoved,
    SeatTaken,
    SlotMoved,
    SlotTurned,
    TaskRaised,
    TaskReopened,
    TaskSettled,
    When,
)
from deskbell.domain.errors import NotFound, Refused
from deskbell.domain.facts import Clash, Desk, Seated, Standing, UndoFacts
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState
from deskbell.store import tables as t
from deskbell.store.codes import seated
from deskbell.store.find import bookings, orders
from deskbell.store.find.changes import UNDO, change_done, last_undoable
from deskbell.store.find.diaries import blocking
from deskbell.store.find.events import calendar_settings
from deskbell.store.find.slots import slot as find_slot
from deskbell.store.find.tasks import open_tasks
from deskbell.store.find.till import stands
from deskbell.store.guards import BUSY_LIMIT

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_slot, _booking = t.slot.c, t.booking.c
_UNDONE = select(t.change.c.id).where(t.change.c.undoes == bindparam("no"))
_WHO = select(t.change.c.role).where(t.change.c.id == bindparam("no"))


def undo_facts(conn: Connection, desk: Desk, change: int | None, day_start: int) -> UndoFacts:
    """The change to take back (None: the last that can be meant) and how what it touched stands now.

    `blocked` names only what the database itself would refuse; `seats` only slots whose seat would be taken again.
    NotFound: NOTHING_TO_UNDO, NO_SUCH_CHANGE. Refused: ALREADY_UNDONE, UNDO_NEVER (an undo, or what the
    worker did: what a provider says is so, whatever anybody here would rather have).
    """
    no = last_undoable(conn) if change is None else change
    if no is None:
        raise NotFound("NOTHING_TO_UNDO")
    done = change_done(conn, no)
    if done is None:
        raise NotFound("NO_SUCH_CHANGE", which=no)
    if by := conn.execute(_UNDONE, {"no": no}).scalar():
        raise Refused("ALREADY_UNDONE", change=no, by=by)
    if done.verb == UNDO or conn.execute(_WHO, {"no": no}).scalar() == Role.SYSTEM:
        raise Refused("UNDO_NEVER", kind="", verb=done.verb)
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
        bookings=(sitting := _sitting(conn, effects)),
        slots=_standing(conn, effects),
        clashes=dict(_clashes(conn, effects, sitting)),
        tasks=open_tasks(conn, *_named(effects, "booking", "order"), *_told(effects)),
        calendars={e.connection: calendar_settings(conn, e.connection) for e in effects if isinstance(e, CalendarSet)},
    )


def _told(effects: Iterable[Effect]) -> list[Id]:
    """What the tasks are about that a change raised or settled."""
    return [e.subject for e in effects if isinstance(e, TaskRaised | TaskSettled | TaskReopened)]


# --- how things stand now


def _by_ids(table: Table, *columns: Any) -> Any:
    return select(table.c.public_id, *columns).where(table.c.public_id.in_(bindparam("ids", expanding=True)))


_STATES = {
    name: _by_ids(table, table.c.state)
    for name, table in {
        "booking": t.booking, "slot": t.slot, "payment": t.payment, "refund": t.refund, "task": t.task,
        "attempt": t.attempt, "op": t.op,
        "drawer": t.drawer, "letter": t.message,
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
    for e in effects:
        if isinstance(e, DrawerOpened) and stands(conn, e.drawer):
            found[e.drawer] = "USED"
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


# --- who sits where, and what that costs

_STANDING = (
    select(_slot.public_id, _slot.state, _slot.end, _booking.public_id, _booking.state)
    .select_from(t.slot.outerjoin(t.booking, (_booking.slot_id == _slot.id) & _booking.state.in_(seated)))
    .where(_slot.public_id.in_(bindparam("ids", expanding=True)))
)


def _named(effects: Iterable[Effect], *names: str) -> list[Id]:
    return sorted({id_ for e in effects for name in names if (id_ := getattr(e, name, None))})


def _sitting(conn: Connection, effects: Iterable[Effect]) -> dict[Id, Seated]:
    """Every booking that the change names, and all of the orders that it names."""
    about = {b.id: b for id_ in _named(effects, "booking") if (b := bookings.booking(conn, id_))}
    for id_ in {*_named(effects, "order"), *(b.order for b in about.values())}:
        about |= {b.id: b for b in bookings.bookings_of(conn, id_)}
    found = {}
    for id_, booking in sorted(about.items()):
        if order := orders.order(conn, booking.order):
            found[id_] = Seated(booking, order, orders.payments(conn, order.id), orders.earned(conn, id_))
    return found


def _standing(conn: Connection, effects: Iterable[Effect]) -> dict[Id, Standing]:
    """Every slot that the change names, and who sits in it of whom the change does not speak."""
    ids, own = _named(effects, "slot", "slot_before"), frozenset(_named(effects, "booking"))
    found: dict[Id, Standing] = {}
    for id_, state, end, booking, sits in conn.execute(_STANDING, {"ids": ids}) if ids else ():
        before = found.get(Id(id_), Standing(SlotState(state), end))
        others = int(booking is not None and booking not in own)
        still = int(bool(others) and State(sits) in TO_COME)
        found[Id(id_)] = Standing(before.state, end, before.others + others, before.open + still)
    return found


def _clashes(conn: Connection, effects: Iterable[Effect], sitting: dict[Id, Seated]) -> Iterator[tuple[Id, Clash]]:
    """I55: what the person has by now in the time to which their booking would go back."""
    moved = {e.slot: e.before for e in effects if isinstance(e, SlotMoved)}
    for e in effects:
        if isinstance(e, SeatMoved):
            where = e.slot_before
        elif isinstance(e, BookingTurned) and e.before in SEATED and e.after not in SEATED:
            where = e.slot
        else:
            continue
        slot, seat = find_slot(conn, where), sitting.get(e.booking)
        if slot is None or seat is None or seat.booking.participant is None:
            continue
        then = moved.get(where)
        start, end = (then.start, then.end) if then else (slot.start, slot.end)
        person, own = seat.booking.participant, seat.booking.no
        there = bookings.already_in(conn, where, person)
        found = [Clash(there, start, end)] if there else []
        found += bookings.clashes(conn, person, start, end, but=where)
        if others := [c for c in found if c.booking != own]:
            yield e.booking, others[0]


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
