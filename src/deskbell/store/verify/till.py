"""The drawers hold what went through them, and every close of a day stands under its number. I41."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from deskbell.domain.till import CloseKind
from deskbell.store import tables as t
from deskbell.store.verify.finding import Finding, differences
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_drawer, _move, _close = t.drawer.c, t.drawer_move.c, t.day_close.c
_DRAWERS = select(
    _drawer.public_id, _drawer.state, _drawer.day, _drawer.float, _drawer.counted, _drawer.expected
)  # fmt: skip
_MOVES = (
    select(_drawer.public_id, _move.kind, func.sum(_move.amount))
    .select_from(t.drawer_move.join(t.drawer, _drawer.id == _move.drawer_id))
    .group_by(_drawer.public_id, _move.kind)
)
_CLOSES = select(_close.public_id, _close.kind, _close.day, _close.number, _close.body).order_by(_close.number)
_DRAWER_CODES = ("DRAWER_STATE", "DRAWER_DAY", "DRAWER_FLOAT", "DRAWER_COUNTED", "DRAWER_EXPECTED")
_CLOSE_CODES = ("CLOSE_KIND", "CLOSE_DAY", "CLOSE_NUMBER", "CLOSE_FIGURES")


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    drawers = {id_: tuple(rest) for id_, *rest in conn.execute(_DRAWERS)}
    yield from differences(_DRAWER_CODES, record.drawers, drawers)
    moved = {(id_, kind): int(minor) for id_, kind, minor in conn.execute(_MOVES)}
    sums: defaultdict[str, int] = defaultdict(int)
    for id_, kind in sorted(record.moves.keys() | moved.keys()):
        expected, found = record.moves.get((id_, kind), 0), moved.get((id_, kind), 0)
        sums[id_] += found
        if expected != found:
            yield Finding(f"DRAWER_{kind}", id_, expected, found)
    for id_, (_, _, floated, counted, booked) in drawers.items():
        if counted is not None and booked != floated + sums[id_]:
            yield Finding("DRAWER_SUM", id_, floated + sums[id_], booked)
    rows = conn.execute(_CLOSES).all()
    closes = {id_: (kind, day, number, _told(kind, body)) for id_, kind, day, number, body in rows}
    yield from differences(_CLOSE_CODES, record.closes, closes)
    yield from _in_turn(rows)


def _told(kind: str, body: str) -> str:
    """The figures as one text, or the number that a reopening takes back."""
    facts = json.loads(body)
    return json.dumps(facts["figures"] if kind == str(CloseKind.SEAL) else facts["reverses"])


def _in_turn(rows: object) -> Iterator[Finding]:
    """A day is sealed, opened again, sealed again; a reopening names the close that stood."""
    standing: dict[str, int | None] = {}
    for _, kind, day, number, body in rows:  # type: ignore[attr-defined]
        before = standing.get(day)
        if (kind == str(CloseKind.SEAL)) == (before is not None):
            yield Finding("CLOSE_TURN", day, before, number)
        if kind == str(CloseKind.REOPEN) and json.loads(body)["reverses"] != before:
            yield Finding("CLOSE_REVERSES", day, before, number)
        standing[day] = number if kind == str(CloseKind.SEAL) else None
