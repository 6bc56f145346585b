"""Authorised money whose time has come: no authorisation is let run out under a lesson that stands (P3, I12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, func, or_, select

from deskbell.domain.booking import State
from deskbell.domain.ids import Id
from deskbell.domain.payment import AttemptState
from deskbell.store import tables as t
from deskbell.store.codes import among
from deskbell.store.ops.queue import OPEN

if TYPE_CHECKING:
    from deskbell.store.work import Read

BEFORE = 86_400
"""Seconds before an authorisation ends at which it is taken at the latest."""

_p, _a, _b = t.payment.c, t.attempt.c, t.booking.c
_STANDS = tuple(str(s) for s in (State.CONFIRMED, State.COMPLETED, State.NO_SHOW))
_at = _p.authorised_until - BEFORE
_AUTHORISED = (
    select(_p.public_id)
    .select_from(
        t.payment.join(t.attempt, _a.id == _p.attempt_id)
        .join(t.booking, _b.order_id == _a.order_id)
        .join(t.slot, t.slot.c.id == _b.slot_id)
    )
    .where(
        _p.state == str(AttemptState.AUTHORISED),
        among(_b.state, _STANDS),
        ~exists().where(t.op.c.subject == _p.public_id, among(t.op.c.state, OPEN)),
    )
)
_DUE = _AUTHORISED.where(
    or_(t.slot.c.start <= bindparam("now"), _at <= bindparam("now")),
    or_(_p.authorised_until.is_(None), _p.authorised_until > bindparam("now")),
).distinct()
_NEXT = _AUTHORISED.with_only_columns(func.min(t.slot.c.start), func.min(_at))


def due(unit: Read, now: int) -> tuple[Id, ...]:
    """Payments to be taken now: their lesson has begun, or their authorisation ends within a day."""
    return tuple(Id(row[0]) for row in unit.rows(_DUE, {"now": now}))


def next_at(unit: Read) -> int | None:
    """When the next one is to be taken."""
    row = unit.row(_NEXT)
    return min((int(at) for at in row or () if at is not None), default=None)
