"""The worker's screen: every operation that is not over and what it waits for; what falls due by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from deskbell.domain.booking import WAITING
from deskbell.domain.op import STUCK, Op, OpState
from deskbell.domain.working import Due, Link, Waits, Working
from deskbell.store import codes
from deskbell.store import tables as t
from deskbell.store.find.ops import COLUMNS, make_op
from deskbell.store.ops import leases
from deskbell.store.ops.health import connections
from deskbell.store.ops.queue import OPEN, first_of_its_subject

if TYPE_CHECKING:
    from deskbell.store.work import Read

_op, _task = t.op.c, t.task.c
_first_booking = select(func.min(t.booking.c.id)).where(t.booking.c.order_id == t.attempt.c.order_id).scalar_subquery()
_of_slot = (
    select(func.min(t.booking.c.id))
    .select_from(t.booking.join(t.slot, t.slot.c.id == t.booking.c.slot_id))
    .where(t.slot.c.public_id == _op.subject)
    .scalar_subquery()
)
_of_letter = (
    select(func.min(t.notification.c.booking_id))
    .select_from(t.notification.join(t.message, t.message.c.id == t.notification.c.message_id))
    .where(t.message.c.public_id == _op.subject)
    .scalar_subquery()
)
_its_booking = func.coalesce(_first_booking, _of_slot, _of_letter)
_about = (
    t.op.outerjoin(t.refund, t.refund.c.public_id == _op.subject)
    .outerjoin(t.payment, or_(t.payment.c.public_id == _op.subject, t.payment.c.id == t.refund.c.payment_id))
    .outerjoin(t.attempt, or_(t.attempt.c.public_id == _op.subject, t.attempt.c.id == t.payment.c.attempt_id))
)
_WAITS = (
    select(*COLUMNS, _op.not_before, _its_booking, first_of_its_subject)
    .select_from(_about)
    .where(_op.state.in_((*OPEN, str(OpState.PARKED))))
    .order_by(_op.id)
)
_LOOKS = select(t.attempt.c.look_at, _first_booking).where(
    t.attempt.c.look_at.is_not(None), t.attempt.c.state.in_(("PENDING", "FAILED", "AUTHORISED"))
)
_HOLDS = select(t.booking.c.hold_until, t.booking.c.id).where(
    codes.among(t.booking.c.state, tuple(sorted(WAITING))), t.booking.c.hold_until.is_not(None)
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
    if state in (Link.PAUSED, Link.OFF):
        return str(state)
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
        select(_op.next_at, _op.not_before, _its_booking).select_from(_about).where(_op.state.in_(OPEN))
    ))  # fmt: skip
    looks = (Due(int(at), "LOOK", no) for at, no in unit.rows(_LOOKS))
    holds = (Due(int(at), "HOLD", no) for at, no in unit.rows(_HOLDS))
    owed = (Due(int(at), "GIVE_BACK", no) for at, no in unit.rows(_OWED))
    found = sorted((*ops, *looks, *holds, *owed), key=lambda due: (due.at, due.what, due.booking or 0))
    return tuple(due for due in found if until is None or due.at <= until)
