"""How connections stand, how far they were swept, what was seen of strangers' money; and the worker's own screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, text, update

from deskbell.domain.booking import State
from deskbell.domain.ids import Id
from deskbell.domain.op import STUCK, Op, OpState
from deskbell.domain.working import Due, Health, Link, Waits, Working
from deskbell.store import codes
from deskbell.store import tables as t
from deskbell.store.find.ops import COLUMNS, make_op
from deskbell.store.ops import leases
from deskbell.store.ops.queue import OPEN, first_of_its_subject

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

SWEPT, WANTED = "swept", "wanted"
"""Streams of the cursor table: the last whole sweep, and that somebody asked for another one."""

_c, _cur, _op, _task = t.connection.c, t.cursor.c, t.op.c, t.task.c
_ALL = select(
    _c.name, _c.state, _c.since, _c.ok_at, _c.error, _c.error_at, _c.resume_at, _c.skew
).order_by(_c.name)  # fmt: skip
_NEW = text(
    "INSERT INTO connection (name, state, since, error, skew) VALUES (:name, :state, :at, '', 0)"
    " ON CONFLICT (name) DO NOTHING"
)
_CURSOR = select(_cur.value, _cur.at).where(_cur.name == bindparam("name"), _cur.stream == bindparam("stream"))
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


def connect(unit: Write, name: str, now: int) -> None:
    """A connection that nobody knew is known from here on."""
    unit.run(_NEW, {"name": name, "state": str(Link.ON), "at": now})


def connections(unit: Read) -> tuple[Health, ...]:
    return tuple(Health(row[0], Link(row[1]), *row[2:]) for row in unit.rows(_ALL))


def turn(unit: Write, name: str, before: tuple[Link, ...], **values: Any) -> bool:
    """Set columns of a connection's row where it stands in one of these states."""
    states = [str(state) for state in before]
    return unit.run(update(t.connection).where(_c.name == name, _c.state.in_(states)).values(**values)).rowcount == 1


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


def open_task(unit: Read, kind: str, subject: Id) -> Id | None:
    found = unit.value(_OPEN_TASK, {"kind": kind, "subject": subject})
    return Id(found) if found else None


_first_booking = select(func.min(t.booking.c.id)).where(t.booking.c.order_id == t.attempt.c.order_id).scalar_subquery()
_about = (
    t.op.outerjoin(t.refund, t.refund.c.public_id == _op.subject)
    .outerjoin(t.payment, or_(t.payment.c.public_id == _op.subject, t.payment.c.id == t.refund.c.payment_id))
    .outerjoin(t.attempt, or_(t.attempt.c.public_id == _op.subject, t.attempt.c.id == t.payment.c.attempt_id))
)
_WAITS = (
    select(*COLUMNS, _op.not_before, _first_booking, first_of_its_subject)
    .select_from(_about)
    .where(_op.state.in_((*OPEN, str(OpState.PARKED))))
    .order_by(_op.id)
)
_LOOKS = select(t.attempt.c.look_at, _first_booking).where(
    t.attempt.c.look_at.is_not(None), t.attempt.c.state.in_(("PENDING", "FAILED", "AUTHORISED"))
)
_HOLDS = select(t.booking.c.hold_until, t.booking.c.id).where(
    t.booking.c.state == str(State.HELD), t.booking.c.hold_until.is_not(None)
)
_OWED = (
    select(_task.due_at, t.booking.c.id)
    .select_from(t.task.outerjoin(t.booking, t.booking.c.public_id == _task.subject))
    .where(and_(_task.kind == "MONEY_WITHOUT_SEAT", _task.state == codes.OPEN, _task.due_at.is_not(None)))
)


def _why(op: Op, now: int, at: int, links: dict[str, Link], live: frozenset[str], *, first: bool) -> str:
    if op.state is OpState.PARKED:
        return "PARKED"
    late = op.first_sent_at is not None and op.first_sent_at <= now - STUCK
    if op.state is OpState.SENT:
        return "LATE" if late else "SENT"
    state = links.get(op.connection)
    if state is Link.PAUSED:
        return "PAUSED"
    if op.connection not in live:
        return "NO_WORKER"
    if not first:
        return "AFTER"
    if state is Link.DOWN:
        return "DOWN"
    return "PATIENCE" if at > now and not op.tries else "QUEUED"


def waiting(unit: Read, now: int, live: frozenset[str]) -> tuple[Waits, ...]:
    """Every operation that is not over, oldest first, with what it waits for; `live`: connections with a worker."""
    links = {health.name: health.state for health in connections(unit)}
    found = []
    for *columns, not_before, no, first in unit.rows(_WAITS):
        op = make_op(columns)
        at = max(op.next_at, not_before)
        found.append(Waits(op, _why(op, now, at, links, live, first=bool(first)), no, at))
    return tuple(found)


_COUNTED = {"SENT": "sent", "LATE": "late", "PARKED": "parked"}


def working(unit: Read, now: int, database_now: Callable[[Read], int] = leases.database_time) -> Working:
    """All of the worker's screen at one moment."""
    holders = leases.leases(unit, database_now)
    live = frozenset(lease.name for lease in holders if lease.live)
    waits = waiting(unit, now, live)
    counts = Counter(_COUNTED.get(w.why, "queued") for w in waits)
    shown = {name: counts[name] for name in ("queued", "sent", "late", "parked")}
    dues = due_until(unit, None)
    return Working(now, holders, connections(unit), shown, waits, dues[0].at if dues else None)


def due_until(unit: Read, until: int | None) -> tuple[Due, ...]:
    """What happens by itself, soonest first, up to an instant where one is named."""
    ops = (Due(max(r[0], r[1]), "OP", r[2]) for r in unit.rows(
        select(_op.next_at, _op.not_before, _first_booking).select_from(_about).where(_op.state.in_(OPEN))
    ))  # fmt: skip
    looks = (Due(int(at), "LOOK", no) for at, no in unit.rows(_LOOKS))
    holds = (Due(int(at), "HOLD", no) for at, no in unit.rows(_HOLDS))
    owed = (Due(int(at), "GIVE_BACK", no) for at, no in unit.rows(_OWED))
    found = sorted((*ops, *looks, *holds, *owed), key=lambda due: (due.at, due.what, due.booking or 0))
    return tuple(due for due in found if until is None or due.at <= until)
