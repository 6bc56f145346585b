"""What the desk is connected to."""

from __future__ import annotations

import json

from sqlalchemy import and_, bindparam, case, or_, text, update

from deskbell.domain.connections import Serves, serves
from deskbell.domain.effects import ConnectionEnded, ConnectionMade
from deskbell.domain.working import Link
from deskbell.store import tables as t
from deskbell.store.apply.events import forget_busy, unsure
from deskbell.store.apply.making import Making

_c = t.connection.c
_NEW = text(
    "INSERT INTO connection (name, state, since, error, skew) VALUES (:name, :state, :at, '', 0)"
    " ON CONFLICT (name) DO NOTHING"
)
_looks_first = or_(_c.state == str(Link.RESTORED), and_(_c.state == str(Link.PAUSED), _c.error == str(Link.RESTORED)))
"""What came back from a backup looks before it sends, with whatever key."""
_MADE = (
    update(t.connection)
    .where(_c.name == bindparam("which"))
    .values(
        state=case((_looks_first, str(Link.RESTORED)), else_=str(Link.ON)), since=bindparam("now"), error="",
        resume_at=None, live=bindparam("is_live"),
        kept=bindparam("where"), made_at=bindparam("now"), account=bindparam("id"), label=bindparam("called"),
        country=bindparam("land"), currencies=bindparam("sells"), excess=bindparam("spare"),
    )
)  # fmt: skip
_ENDED = (
    update(t.connection)
    .where(_c.name == bindparam("which"), _c.state != str(Link.OFF))
    .values(state=str(Link.OFF), since=bindparam("now"), error="", resume_at=None)
)


def connection_made(w: Making, e: ConnectionMade) -> None:
    """The account's own name may be a person's: it stands here, where it can be overwritten, and nowhere else."""
    w.conn.execute(_NEW, {"name": e.connection, "state": str(Link.ON), "at": w.now})
    values = {"which": e.connection, "now": w.now, "is_live": e.live, "where": str(e.kept), "id": e.account}
    lists = {"sells": json.dumps(e.currencies), "spare": json.dumps(e.excess)}
    w.turn(_MADE, {**values, "called": e.label, "land": e.country, **lists}, connection=e.connection)
    if serves(e.connection) is Serves.CALENDAR and not e.again:
        unsure(w, e.connection)


def connection_ended(w: Making, e: ConnectionEnded) -> None:
    w.turn(_ENDED, {"which": e.connection, "now": w.now}, connection=e.connection)
    if serves(e.connection) is Serves.CALENDAR:
        forget_busy(w, e.connection)
