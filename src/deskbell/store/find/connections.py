"""Connections as rows tell of them, and what hangs on one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskbell.domain.connections import Kept, Made
from deskbell.domain.facts import ConnectionFacts, Desk
from deskbell.domain.ids import digest_id
from deskbell.domain.op import OpState
from deskbell.domain.payment import LINKS, AttemptState, Method
from deskbell.domain.working import Health, Link
from deskbell.store import tables as t
from deskbell.store.codes import among
from deskbell.store.find.tasks import open_tasks

if TYPE_CHECKING:
    from sqlalchemy import Connection

_c, _attempt, _payment, _op = t.connection.c, t.attempt.c, t.payment.c, t.op.c
COLUMNS = (
    _c.name, _c.state, _c.since, _c.ok_at, _c.error, _c.error_at, _c.resume_at, _c.skew, _c.live, _c.kept, _c.made_at,
    _c.account, _c.label, _c.country, _c.currencies, _c.excess,
)  # fmt: skip
_ONE = select(*COLUMNS).where(_c.name == bindparam("which"))
_UNPAID = [str(s) for s in (AttemptState.CREATED, AttemptState.PENDING, AttemptState.FAILED)]
_MONEY = [str(s) for s in (AttemptState.AUTHORISED, AttemptState.CAPTURED, AttemptState.CHARGED_BACK)]
_LINKS = select(func.count()).where(_attempt.provider == bindparam("which"), among(_attempt.state, _UNPAID))
_OPS = select(func.count()).where(
    _op.connection == bindparam("which"), among(_op.state, [str(OpState.TODO), str(OpState.SENT), str(OpState.PARKED)])
)
_HANDS = sorted(str(m) for m in set(Method) - LINKS)
_COUNTS = (
    select(_payment.method, _c.live, func.count())
    .select_from(t.payment.outerjoin(t.connection, _c.name == _payment.method))
    .where(among(_payment.state, _MONEY))
    .group_by(_payment.method, _c.live)
)


def health(row: Sequence[Any]) -> Health:
    """A connection from the columns of COLUMNS."""
    name, state, since, ok_at, error, error_at, resume_at, skew, *rest = row
    live, kept, at, account, label, country, currencies, excess = rest
    made = None
    if kept:
        sells, spare = (tuple(json.loads(words)) if words else () for words in (currencies, excess))
        made = Made(bool(live), Kept(kept), at or 0, account, label, country, sells, spare)
    return Health(name, Link(state), since, ok_at, error, error_at, resume_at, skew, made)


def connection_facts(conn: Connection, which: str, desk: Desk) -> ConnectionFacts:
    """How it stands, what can still come by it, and whose money the desk holds already."""
    row = conn.execute(_ONE, {"which": which}).first()
    real = play = mine = 0
    for method, live, count in conn.execute(_COUNTS):
        if method in _HANDS or live:
            real += count
        elif live is not None:
            play += count
        if method == which:
            mine = count
    return ConnectionFacts(
        desk,
        None if row is None else health(row),
        conn.execute(_LINKS, {"which": which}).scalar_one(),
        conn.execute(_OPS, {"which": which}).scalar_one(),
        real,
        play,
        mine,
        open_tasks(conn, digest_id(which)),
    )
