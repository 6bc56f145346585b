"""Lessons on a calendar: what is asked for, in the slot's one row; what was seen is the worker's to write."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, or_, select, text, update

from deskbell.domain.calendar_use import PRIMARY
from deskbell.domain.effects import CalendarSet, EventKept, EventWanted
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import LinkState, Wanted
from deskbell.domain.op import Op, OpKind, OpState
from deskbell.store import tables as t
from deskbell.store.apply.making import Making
from deskbell.store.codes import EVENTS

# An id whose event was deleted is never used again: the next one has the next number.
_WANTED = text(
    "INSERT INTO calendar_link (slot_id, connection, calendar, state) VALUES (:slot, :connection, :calendar, :create)"
    " ON CONFLICT (slot_id) DO UPDATE SET connection = excluded.connection,"
    " state = CASE WHEN calendar_link.state = :gone OR calendar_link.etag = '' THEN :create ELSE :change END,"
    " uid = CASE WHEN calendar_link.state = :gone THEN '' ELSE calendar_link.uid END,"
    " n = CASE WHEN calendar_link.state = :gone THEN calendar_link.n + 1 ELSE calendar_link.n END,"
    " calendar = CASE WHEN calendar_link.state = :gone THEN excluded.calendar ELSE calendar_link.calendar END,"
    " sequence = calendar_link.sequence + 1"
)
_link = t.calendar_link.c
_UNWANTED = (
    update(t.calendar_link)
    .where(_link.slot_id == bindparam("key"), _link.state != str(LinkState.DELETED))
    .values(state=str(LinkState.TO_DELETE), sequence=_link.sequence + 1)
)
_use = t.calendar_use.c
_OWN = (
    select(_use.calendar)
    .select_from(t.calendar_use.join(t.slot, t.slot.c.tutor_id == _use.tutor_id))
    .where(t.slot.c.id == bindparam("slot"), _use.connection == bindparam("which"), _use.service_id.is_(None))
)
_CALENDAR = select(t.calendar_setting.c.calendar).where(t.calendar_setting.c.connection == bindparam("which"))
_NO_USE = delete(t.calendar_use).where(_use.connection == bindparam("which"))
_SET = text(
    "INSERT INTO calendar_setting (connection, calendar, owner, remind, detail, meet, tutor_id, busy_id)"
    " VALUES (:connection, :calendar, :owner, :remind, :detail, :meet, :tutor, :busy)"
    " ON CONFLICT (connection) DO UPDATE SET calendar = excluded.calendar, owner = excluded.owner,"
    " remind = excluded.remind, detail = excluded.detail, meet = excluded.meet, tutor_id = excluded.tutor_id,"
    " busy_id = excluded.busy_id"
)

_UNSURE = (
    update(t.calendar_link)
    .where(
        _link.connection == bindparam("which"), _link.state == str(LinkState.SYNCED),
        _link.slot_id.in_(select(t.slot.c.id).where(t.slot.c.end > bindparam("now"))),
    )
    .values(state=str(LinkState.TO_UPDATE))
)  # fmt: skip
_NO_BUSY = delete(t.busy).where(
    t.busy.c.calendar_id.in_(
        select(t.calendar.c.id).where(
            or_(t.calendar.c.name == bindparam("which"), t.calendar.c.name.like(bindparam("more")))
        )
    )
)
_NO_CURSOR = delete(t.cursor).where(t.cursor.c.name == bindparam("which"), t.cursor.c.stream.like(f"{EVENTS}%"))


def event_wanted(w: Making, e: EventWanted) -> None:
    slot = w.keys.of(t.slot, e.slot)
    if e.what is Wanted.DELETE:
        w.conn.execute(_UNWANTED, {"key": slot})
    else:
        own = w.conn.execute(_OWN, {"which": e.connection, "slot": slot}).scalar()
        calendar = own or w.conn.execute(_CALENDAR, {"which": e.connection}).scalar() or PRIMARY
        states = {"create": LinkState.TO_CREATE, "change": LinkState.TO_UPDATE, "gone": LinkState.DELETED}
        values = {"slot": slot, "connection": e.connection, "calendar": calendar}
        w.conn.execute(_WANTED, {**values, **{name: str(state) for name, state in states.items()}})
    if e.op is not None:
        queue(w, e.op, e.connection, e.slot, e.wait)


def queue(w: Making, op: Id, connection: str, slot: Id, wait: int) -> None:
    """The operation that brings it in line; what shall stand is read when it is sent."""
    kind = OpKind.EVENT
    w.insert(
        t.op,
        op,
        kind=str(kind),
        connection=connection,
        subject=slot,
        key=Op(op, 0, kind, connection, slot, OpState.TODO, "").key,
        request="",
        state=str(OpState.TODO),
        next_at=w.now + wait,
        not_before=w.now + wait,
        change_id=w.change,
        created_at=w.now,
    )


def event_kept(w: Making, e: EventKept) -> None:
    """Only the timeline tells it: the row is written with the answer."""


def calendar_set(w: Making, e: CalendarSet) -> None:
    tutor, busy = w.keys.maybe(t.tutor, e.tutor), w.keys.maybe(t.tutor, e.busy)
    values = {"connection": e.connection, "calendar": e.calendar or PRIMARY, "owner": e.owner, "remind": e.remind}
    w.conn.execute(_SET, {**values, "detail": str(e.detail), "meet": e.meet, "tutor": tutor, "busy": busy})
    w.conn.execute(_NO_USE, {"which": e.connection})
    for x in e.settings.more:
        of = {"tutor_id": w.keys.of(t.tutor, x.tutor), "service_id": w.keys.maybe(t.service, x.service)}
        w.conn.execute(insert(t.calendar_use).values(connection=e.connection, calendar=x.calendar, seats=x.seats, **of))
    if e.prior is None or e.prior.read != e.settings.read:
        forget_busy(w, e.connection)


def unsure(w: Making, connection: str) -> None:
    """Lessons to come may have changed while it was not connected: the sweep puts there how they are."""
    w.conn.execute(_UNSURE, {"which": connection, "now": w.now})


def forget_busy(w: Making, connection: str) -> None:
    """What was read of a calendar takes nobody's time any more; what is read next begins anew."""
    w.conn.execute(_NO_BUSY, {"which": connection, "more": f"{connection} %"})
    w.conn.execute(_NO_CURSOR, {"which": connection})
