"""Operations that are not over, as decisions look at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskbell.domain.ids import Id
from deskbell.domain.op import Op, OpKind, OpState
from deskbell.store import tables as t
from deskbell.store.codes import among

if TYPE_CHECKING:
    from sqlalchemy import Connection

_op = t.op.c
COLUMNS = (
    _op.public_id, _op.id, _op.kind, _op.connection, _op.subject, _op.state, _op.request, _op.serial, _op.tries,
    _op.next_at, _op.created_at, _op.first_sent_at, _op.sent_at, _op.token, _op.error, _op.done_at,
)  # fmt: skip
OPEN = ("todo", "sent", "parked")
_ABOUT = (
    select(*COLUMNS)
    .where(_op.subject.in_(bindparam("subjects", expanding=True)), among(_op.state, OPEN))
    .order_by(_op.id)
)
_ANSWER = (
    select(_op.response)
    .where(_op.subject == bindparam("subject"), _op.kind == bindparam("kind"), _op.state == "done")
    .order_by(_op.id.desc())
    .limit(1)
)
_ONE = select(*COLUMNS).where(_op.public_id == bindparam("id"))


def make_op(row: Sequence[Any]) -> Op:
    """An operation from the columns of COLUMNS."""
    id_, no, kind, connection, subject, state, *rest = row
    return Op(Id(id_), no, OpKind(kind), connection, Id(subject), OpState(state), *rest)


def open_ops(conn: Connection, subjects: Iterable[Id]) -> tuple[Op, ...]:
    """What was asked of the world about these and is not over, oldest first."""
    wanted = sorted(set(subjects))
    return tuple(make_op(row) for row in conn.execute(_ABOUT, {"subjects": wanted})) if wanted else ()


def op(conn: Connection, which: Id) -> Op | None:
    row = conn.execute(_ONE, {"id": which}).first()
    return make_op(row) if row else None


def no_of(conn: Connection, kind: OpKind, subject: Id) -> str:
    """The code with which the last operation of that kind was refused; '' where it was not, or is not over."""
    return str(conn.execute(_ANSWER, {"subject": subject, "kind": str(kind)}).scalar() or "")
