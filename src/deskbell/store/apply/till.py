"""The drawer's rows and the day's closes. What goes through the drawer only ever gains rows."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from deskbell.domain.decisions.till import in_cash
from deskbell.domain.effects import (
    CashMoved,
    CashReversed,
    DayReopened,
    DaySealed,
    DrawerCounted,
    DrawerDropped,
    DrawerOpened,
    Effect,
    PaymentReversed,
    PaymentTaken,
)
from deskbell.domain.errors import PlanChanged
from deskbell.domain.ids import Id
from deskbell.domain.till import CloseKind, DrawerState, MoveKind
from deskbell.store import tables as t
from deskbell.store.apply.making import Making
from deskbell.store.apply.numbers import following
from deskbell.store.codes import CLOSES

_drawer, _move, _close = t.drawer.c, t.drawer_move.c, t.day_close.c
_OPEN = (
    select(_drawer.id)
    .where(_drawer.state == str(DrawerState.OPEN), _drawer.currency == bindparam("currency"))
    .with_for_update(key_share=True)
)
_TURN = (
    update(t.drawer)
    .where(_drawer.id == bindparam("key"), _drawer.state == bindparam("old"))
    .values(state=bindparam("new"), closed_at=bindparam("at"))
)
_COUNT = (
    update(t.drawer)
    .where(_drawer.id == bindparam("key"), _drawer.state == bindparam("old"))
    .values(
        state=str(DrawerState.SEALED),
        counted=bindparam("minor"),
        expected=bindparam("should"),
        closed_at=bindparam("at"),
    )
)
_EXPECTED = (
    select(_drawer.float + func.coalesce(func.sum(_move.amount), 0))
    .select_from(t.drawer.outerjoin(t.drawer_move, _move.drawer_id == _drawer.id))
    .where(_drawer.id == bindparam("key"))
    .group_by(_drawer.id, _drawer.float)
)
_LAST = select(_close.kind, _close.number).where(_close.day == bindparam("day")).order_by(_close.number.desc()).limit(1)


def drawer_opened(w: Making, e: DrawerOpened) -> None:
    w.insert(
        t.drawer, e.drawer, state=str(DrawerState.OPEN), day=e.day, currency=e.currency, float=e.float, opened_at=w.now
    )


def drawer_dropped(w: Making, e: DrawerDropped) -> None:
    values = {"key": w.keys.of(t.drawer, e.drawer), "old": str(DrawerState.OPEN), "at": w.now}
    w.turn(_TURN, {**values, "new": str(DrawerState.DROPPED)}, drawer=e.drawer)


def cash_moved(w: Making, e: CashMoved) -> None:
    _by_hand(w, e.move, e, e.amount * e.move_kind.sign, e.reason)


def cash_reversed(w: Making, e: CashReversed) -> None:
    """The movement's opposite. Its id follows from the movement's: none is taken back twice."""
    _by_hand(w, _named("reversal", e.move), e, -e.amount * e.move_kind.sign)


def _by_hand(w: Making, id_: Id, e: CashMoved | CashReversed, amount: int, reason: str = "") -> None:
    drawer = w.keys.of(t.drawer, e.drawer)
    if w.conn.execute(_OPEN, {"currency": e.currency}).scalar() != drawer:
        raise PlanChanged("OVERTAKEN", drawer=e.drawer)
    _write(w, id_, drawer, e.move_kind, amount, reason=reason)


def through(w: Making, effect: Effect) -> None:
    """Cash of an order lies in the drawer that is open, or goes out of it; without a drawer it is just cash (I41)."""
    amount = 0 if getattr(effect, "order", None) is None else in_cash(effect)
    if not amount:
        return
    currency: str = effect.currency  # type: ignore[attr-defined]
    drawer = w.conn.execute(_OPEN, {"currency": currency}).scalar()
    if drawer is None:
        return
    taken = isinstance(effect, PaymentTaken | PaymentReversed)
    table = t.payment if taken else t.refund
    subject: Id = getattr(effect, table.name)
    kind = MoveKind.TAKEN if taken else MoveKind.GIVEN
    of = {f"{table.name}_id": w.keys.of(table, subject)}
    _write(w, _named(str(w.change), effect.kind, subject), drawer, kind, amount, **of)


def _write(w: Making, id_: Id, drawer: int, kind: MoveKind, amount: int, **more: Any) -> None:
    values = {"public_id": id_, "drawer_id": drawer, "kind": str(kind), "amount": amount, "at": w.now, **more}
    w.conn.execute(insert(t.drawer_move), values)


def _named(*words: str) -> Id:
    return Id(hashlib.sha256(":".join(("drawer", *words)).encode()).hexdigest()[:32])


def drawer_counted(w: Making, e: DrawerCounted) -> None:
    """What should be there is taken again from the rows: PlanChanged where it is not what was shown."""
    key = w.keys.of(t.drawer, e.drawer)
    if w.conn.execute(_EXPECTED, {"key": key}).scalar() != e.expected:
        raise PlanChanged("OVERTAKEN", drawer=e.drawer)
    old = DrawerState.OPEN if e.before is None else DrawerState.SEALED
    values = {"key": key, "old": str(old), "minor": e.counted, "should": e.expected, "at": w.now}
    w.turn(_COUNT, values, drawer=e.drawer)


def day_sealed(w: Making, e: DaySealed) -> None:
    _closed(w, e, CloseKind.SEAL, {"currency": e.currency, "figures": [list(x) for x in e.figures]})


def day_reopened(w: Making, e: DayReopened) -> None:
    _closed(w, e, CloseKind.REOPEN, {"reverses": e.reverses})


def _closed(w: Making, e: DaySealed | DayReopened, kind: CloseKind, body: dict[str, Any]) -> None:
    """One close in turn: sealed, opened again, sealed. The number that was shown is the number that is given."""
    number = following(w.conn, CLOSES)
    last = w.conn.execute(_LAST, {"day": e.day}).first()
    stands = last is not None and last[0] == str(CloseKind.SEAL)
    if stands == (kind is CloseKind.SEAL) or number != e.number:
        raise PlanChanged("OVERTAKEN", day=e.day)
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    w.insert(t.day_close, e.close, day=e.day, number=number, kind=str(kind), at=w.now, body=text)
