"""Links, the money that comes by them, and what is asked of the world."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, update

from deskbell.domain.effects import (
    AttemptOpened,
    AttemptTurned,
    LinkMade,
    MoneyArrived,
    OpQueued,
    OpTurned,
    PaymentTurned,
)
from deskbell.domain.op import Op, OpKind, OpState
from deskbell.domain.payment import AttemptState
from deskbell.store import tables as t
from deskbell.store.apply import mail
from deskbell.store.apply.making import Making
from deskbell.store.apply.money import touched

_attempt, _payment, _op = t.attempt.c, t.payment.c, t.op.c

_LINKED = (
    update(t.attempt)
    .where(_attempt.id == bindparam("key"), _attempt.state == str(AttemptState.CREATED))
    .values(
        state=str(AttemptState.PENDING),
        reference=bindparam("ref"),
        link=bindparam("url"),
        expires_at=bindparam("until"),
        look_at=bindparam("at"),
    )
)
_TURNED = (
    update(t.attempt)
    .where(_attempt.id == bindparam("key"), _attempt.state == bindparam("old"))
    .values(state=bindparam("new"))
)
_MONEY = (
    update(t.payment)
    .where(_payment.id == bindparam("key"), _payment.state == bindparam("old"))
    .values(state=bindparam("new"), captured=bindparam("minor"), disputed=bindparam("taken"))
)
_OP = (
    update(t.op)
    .where(_op.id == bindparam("row"), _op.state == bindparam("old"))
    .values(state=bindparam("new"), next_at=bindparam("at"), done_at=bindparam("done"), error="")
)


def attempt_opened(w: Making, e: AttemptOpened) -> None:
    w.insert(
        t.attempt,
        e.attempt,
        order_id=touched(w, e.order),
        method=str(e.method),
        provider=str(e.method),
        amount=e.amount,
        currency=e.currency,
        state=str(AttemptState.CREATED),
        capture=str(e.capture),
        expires_at=e.expires_at,
        created_at=w.now,
    )


def link_made(w: Making, e: LinkMade) -> None:
    """From here on it is looked at."""
    values = {"ref": e.reference, "url": e.link, "until": e.expires_at, "at": w.now}
    w.turn(_LINKED, {"key": w.keys.of(t.attempt, e.attempt), **values}, attempt=e.attempt)


def attempt_turned(w: Making, e: AttemptTurned) -> None:
    touched(w, e.order)
    w.turn(_TURNED, {"key": w.keys.of(t.attempt, e.attempt), **_turn(e)}, attempt=e.attempt)


def money_arrived(w: Making, e: MoneyArrived) -> None:
    """A provider's payment is written once: its id is unique there and here (P3, I7)."""
    touched(w, e.order)
    captured = e.state is AttemptState.CAPTURED
    w.insert(
        t.payment,
        e.payment,
        attempt_id=w.keys.of(t.attempt, e.attempt),
        provider=str(e.method),
        provider_payment_id=e.reference,
        method=str(e.method),
        captured=e.amount if captured else 0,
        authorised=0 if captured else e.amount,
        authorised_until=e.until,
        currency=e.currency,
        state=str(e.state),
        at=w.now,
    )


def payment_turned(w: Making, e: PaymentTurned) -> None:
    touched(w, e.order)
    taken = e.moved if e.after is AttemptState.CHARGED_BACK else 0
    values = {"key": w.keys.of(t.payment, e.payment), **_turn(e), "minor": e.amount, "taken": taken}
    w.turn(_MONEY, values, payment=e.payment)


def op_queued(w: Making, e: OpQueued) -> None:
    first = Op(e.op, 0, e.op_kind, e.connection, e.subject, OpState.TODO, e.request)
    w.insert(
        t.op,
        e.op,
        kind=str(e.op_kind),
        connection=e.connection,
        subject=e.subject,
        key=first.key,
        request=e.request,
        state=str(OpState.TODO),
        next_at=w.now + e.wait,
        not_before=w.now + e.wait,
        change_id=w.change,
        created_at=w.now,
    )


def op_turned(w: Making, e: OpTurned) -> None:
    done = w.now if e.after is OpState.DROPPED else None
    w.turn(_OP, {"row": w.keys.of(t.op, e.op), **_turn(e), "at": w.now, "done": done}, op=e.op)
    if e.op_kind is OpKind.MAIL:
        mail.along(w, e)


def _turn(e: AttemptTurned | PaymentTurned | OpTurned) -> dict[str, Any]:
    return {"old": str(e.before), "new": str(e.after)}
