"""What waits for a person: refunds that money was promised for and that nobody made yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from deskbell.domain.errors import NotSetUp
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.views import GiveBack, Waiting
from deskbell.store import tables as t
from deskbell.store.codes import OPEN
from deskbell.store.find.offers import desk as find_desk

if TYPE_CHECKING:
    from sqlalchemy import Connection

_task, _refund, _booking = t.task.c, t.refund.c, t.booking.c
_any = t.booking.alias("any")
_about = func.coalesce(
    _refund.booking_id, select(func.min(_any.c.id)).where(_any.c.order_id == _refund.order_id).scalar_subquery()
)
_REFUNDS = (
    select(_booking.id, t.person.c.name, _refund.amount, _refund.currency, _refund.method, _task.raised_at)
    .select_from(
        t.task.join(t.refund, _refund.public_id == _task.subject)
        .join(t.booking, _booking.id == _about)
        .outerjoin(t.person, t.person.c.id == _booking.participant_id)
    )
    .where(_task.state == OPEN)
    .order_by(_task.raised_at, _task.id)
    .limit(bindparam("most"))
)
_COUNT = select(func.count()).select_from(t.task).where(_task.state == OPEN)
_OPEN = (
    select(_task.public_id, _task.kind, _task.subject, _task.raised_at, _task.due_at)
    .where(_task.state == OPEN)
    .order_by(_task.raised_at, _task.id)
)


def waiting(conn: Connection, now: int, most: int) -> Waiting:
    """The oldest first, at most so many; all are counted. NotSetUp: DESK_NOT_SET_UP."""
    desk = find_desk(conn)
    if desk is None:
        raise NotSetUp("DESK_NOT_SET_UP")
    rows = conn.execute(_REFUNDS, {"most": most})
    refunds = tuple(
        GiveBack(no, name or "", amount, currency, Method(method), since)
        for no, name, amount, currency, method, since in rows
    )
    return Waiting(desk, now, conn.execute(_COUNT).scalar_one(), refunds)


def open_tasks(conn: Connection) -> tuple[tuple[Id, str, Id, int, int | None], ...]:
    """Every open task, the oldest first: (task, kind, subject, since, due_at)."""
    return tuple((Id(task), kind, Id(about), since, due) for task, kind, about, since, due in conn.execute(_OPEN))
