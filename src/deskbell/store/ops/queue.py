"""The queue of operations. Claimed by one worker, finished by the same one: everything here is compare-and-set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, BindParameter, and_, bindparam, case, exists, func, or_, select, update

from deskbell.domain.op import STUCK, Op, OpState
from deskbell.domain.working import FLIGHT, SET_BACK
from deskbell.store import tables as t
from deskbell.store.codes import among
from deskbell.store.find.ops import COLUMNS, make_op

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

_op = t.op.c
_older = t.op.alias("older")
_TODO, _SENT = str(OpState.TODO), str(OpState.SENT)
OPEN = (_TODO, _SENT)

_NOW: BindParameter[int] = bindparam("now", type_=BigInteger)
_its_time = or_(and_(_op.next_at <= _NOW, _op.not_before <= _NOW), _op.next_at > _NOW + SET_BACK)
_due = or_(
    and_(among(_op.state, OPEN), _its_time),
    and_(_op.state == _SENT, or_(_op.token.is_(None), _op.token < bindparam("token"))),
)
first_of_its_subject = ~exists().where(
    _older.c.subject == _op.subject, _older.c.id < _op.id, among(_older.c.state, OPEN)
)
_still_ours = exists().where(t.lease.c.name == bindparam("lease"), t.lease.c.token == bindparam("token"))
_PICK = (
    select(_op.id)
    .where(_op.connection == bindparam("link"), _due, first_of_its_subject, _still_ours)
    .order_by(_op.next_at, _op.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=t.op)
)
_IS_DUE = select(exists().where(_op.connection == bindparam("link"), _due, first_of_its_subject))
_CLAIM = (
    update(t.op)
    .where(_op.id == _PICK.scalar_subquery())
    .values(
        state=_SENT,
        first_sent_at=func.coalesce(_op.first_sent_at, bindparam("sent")),
        sent_at=bindparam("sent"),
        token=bindparam("token"),
        tries=_op.tries + 1,
        next_at=bindparam("again"),
    )
    .returning(*COLUMNS)
)
# The op as it was read is what must still be there; a token of None is one of its values.
_SAME = and_(
    _op.id == bindparam("no"),
    _op.state == bindparam("was"),
    func.coalesce(_op.token, 0) == bindparam("held"),
    _op.serial == bindparam("nth"),
)


def claim(unit: Write, connection: str, now: int, token: int) -> Op | None:
    """The oldest operation of a connection that is due, marked sent; None where there is none, or the lease is lost.

    Two workers cannot both win one; of one subject only the oldest is given out. Commit before the socket opens.
    """
    values = {"link": connection, "lease": connection, "now": now, "sent": now, "again": now + FLIGHT, "token": token}
    rows = unit.rows(_CLAIM, values)
    return make_op(rows[0]) if rows else None


def is_due(unit: Read, connection: str, now: int, token: int) -> bool:
    """Whether a claim would find something."""
    return bool(unit.value(_IS_DUE, {"link": connection, "now": now, "token": token}))


def _turn(unit: Write, op: Op, **values: Any) -> bool:
    expected = {"no": op.no, "was": str(op.state), "held": op.token or 0, "nth": op.serial}
    return unit.run(update(t.op).where(_SAME).values(**values), expected).rowcount == 1


def finish(unit: Write, op: Op, now: int, response: str = "") -> bool:
    """It has its answer. False: somebody else has the operation by now, and nothing may be applied."""
    return _turn(unit, op, state=str(OpState.DONE), done_at=now, response=response, error="")


def later(unit: Write, op: Op, at: int, code: str) -> bool:
    """Nothing happened: back into the queue until an instant, with the same key."""
    return _turn(unit, op, state=_TODO, next_at=at, error=code)


def waits(unit: Write, op: Op, at: int, code: str) -> bool:
    """As later(), and the claim was no try: nothing was asked in it."""
    return _turn(unit, op, state=_TODO, next_at=at, error=code, tries=max(0, op.tries - 1))


def unknown(unit: Write, op: Op, at: int, code: str) -> bool:
    """It may have happened: it stays sent and is taken up again at an instant."""
    return _turn(unit, op, next_at=at, error=code)


def park(unit: Write, op: Op, code: str) -> bool:
    """Nobody tries any more until a person says how; whoever parks raises the task."""
    return _turn(unit, op, state=str(OpState.PARKED), error=code)


def requeue(unit: Write, op: Op, at: int, code: str) -> bool:
    """It did not happen and its key is spent: a new serial, and so a new call, whose age counts from that instant."""
    key = Op(op.id, op.no, op.kind, op.connection, op.subject, OpState.TODO, op.request, op.serial + 1).key
    values = {"serial": op.serial + 1, "key": key, "first_sent_at": at}
    return _turn(unit, op, state=_TODO, next_at=at, error=code, **values)


_stuck = or_(
    and_(_op.state == _SENT, _op.first_sent_at <= bindparam("then")),
    and_(_op.state == _TODO, _op.error != "", _op.not_before <= bindparam("then")),
)
_STUCK = select(*COLUMNS).where(_stuck).order_by(_op.id)
_OPEN = select(*COLUMNS).where(among(_op.state, OPEN)).order_by(_op.id)
_OF = _OPEN.where(_op.connection == bindparam("link"))
_NEXT_AT = select(func.min(case((_op.next_at < _op.not_before, _op.not_before), else_=_op.next_at))).where(
    among(_op.state, OPEN), _op.connection == bindparam("link"), first_of_its_subject
)
_WAITING = (
    select(_op.connection, func.min(_op.next_at))
    .where(among(_op.state, OPEN), _op.next_at <= bindparam("then"), _op.not_before <= bindparam("then"))
    .group_by(_op.connection)
)


def stuck(unit: Read, now: int) -> tuple[Op, ...]:
    """Sent and unanswered for too long, or tried in vain for as long (P9)."""
    return tuple(make_op(row) for row in unit.rows(_STUCK, {"then": now - STUCK}))


def open_of(unit: Read, connection: str) -> tuple[Op, ...]:
    """What a connection has to do or has sent, oldest first."""
    return tuple(make_op(row) for row in unit.rows(_OF, {"link": connection}))


def next_at(unit: Read, connection: str) -> int | None:
    """When the next operation of a connection is due; those that wait for another of their subject do not count."""
    found = unit.value(_NEXT_AT, {"link": connection})
    return None if found is None else int(found)


def overdue(unit: Read, then: int) -> dict[str, int]:
    """Connections with something that was due before an instant, and since when."""
    return {str(name): int(at) for name, at in unit.rows(_WAITING, {"then": then})}
