"""Orders, lines, payments, refunds, receipts and the ledger. Lines, receipts and the ledger only ever gain rows."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import bindparam, case, func, select, update

from deskbell.domain.effects import (
    Effect,
    LineAdded,
    LineReversed,
    OrderOpened,
    PaymentReversed,
    PaymentTaken,
    ReceiptIssued,
    RefundMade,
    RefundTurned,
    RevenueEarned,
)
from deskbell.domain.errors import PlanChanged, Refused
from deskbell.domain.ids import Id
from deskbell.domain.ledger import postings
from deskbell.domain.order import LineKind
from deskbell.domain.payment import OPEN_REFUND, PAID_BACK, TAKEN, AttemptState, RefundState
from deskbell.store import tables as t
from deskbell.store.apply.making import Making, into
from deskbell.store.apply.numbers import following
from deskbell.store.codes import DESK, RECEIPTS, among

_paid_back = sorted(str(s) for s in PAID_BACK)
_live = sorted(str(s) for s in PAID_BACK | OPEN_REFUND)
_MADE_THERE = frozenset({RefundState.SUCCEEDED, RefundState.EXTERNAL})
_line, _refund, _payment = t.order_line.c, t.refund.c, t.payment.c

_KIND = select(_line.kind).where(_line.id == bindparam("key"))
_PAYMENT = (
    update(t.payment)
    .where(_payment.id == bindparam("key"), _payment.state == bindparam("old"))
    .values(state=bindparam("new"))
)
_ATTEMPT = (
    update(t.attempt)
    .where(t.attempt.c.id == select(_payment.attempt_id).where(_payment.id == bindparam("key")).scalar_subquery())
    .values(state=bindparam("new"))
)
_PROMISED = select(func.coalesce(func.sum(_refund.amount), 0)).where(
    _refund.payment_id == bindparam("key"), among(_refund.state, _live)
)
_HANDED = select(func.coalesce(func.sum(_refund.amount), 0)).where(
    _refund.payment_id == bindparam("key"), _refund.state == str(RefundState.MANUAL_DONE)
)
_CAPTURED = select(_payment.captured, _payment.captured - _payment.disputed, _payment.state).where(
    _payment.id == bindparam("key")
)
_REFUND = (
    update(t.refund)
    .where(_refund.id == bindparam("key"), _refund.state == bindparam("old"))
    .values(
        state=bindparam("new"),
        settled_at=bindparam("at"),
        provider_refund_id=func.coalesce(bindparam("ref"), _refund.provider_refund_id),
    )
)
_REFUNDED_PAYMENT = select(_refund.payment_id).where(_refund.id == bindparam("key"))

_order = bindparam("order", type_=t.desk_order.c.id.type)
_credits = (
    select(func.coalesce(func.sum(_line.gross), 0))
    .where(_line.order_id == _order, _line.kind == str(LineKind.CREDIT))
    .scalar_subquery()
)


def _payments(column: Any, *states: AttemptState) -> Any:
    """What the order's payments in these states sum up to."""
    return (
        select(func.coalesce(func.sum(column), 0))
        .join_from(t.payment, t.attempt)
        .where(t.attempt.c.order_id == _order, _payment.state.in_(sorted(map(str, states))))
        .scalar_subquery()
    )


_SUMS = (
    update(t.desk_order)
    .where(t.desk_order.c.id == _order)
    .values(
        due=select(func.coalesce(func.sum(_line.gross), 0)).where(_line.order_id == _order).scalar_subquery(),
        captured=_payments(_payment.captured - _payment.disputed, *TAKEN),
        refunded=select(func.coalesce(func.sum(_refund.amount), 0))
        .where(_refund.order_id == _order, among(_refund.state, _paid_back))
        .scalar_subquery(),
        credited=case((_credits < 0, -_credits), else_=0),
        authorised=_payments(_payment.authorised, AttemptState.AUTHORISED),
        disputed=_payments(_payment.disputed, AttemptState.CHARGED_BACK),
    )
)


def order_opened(w: Making, e: OrderOpened) -> None:
    payer = w.keys.maybe(t.person, e.payer)
    w.insert(t.desk_order, e.order, payer_id=payer, currency=e.currency, created_at=w.now)


def line_added(w: Making, e: LineAdded) -> None:
    _write_line(w, e, e.line, str(e.line_kind), e.gross, e.tax, percent=e.percent)


def line_reversed(w: Making, e: LineReversed) -> None:
    """The line's exact negative, of the line's own kind. Its id follows from the line's: no line is reversed twice."""
    key = w.keys.of(t.order_line, e.line)
    if w.keys.seen(t.order_line, reversal_of(e.line)):
        raise PlanChanged("OVERTAKEN", line=e.line)
    kind = str(w.conn.execute(_KIND, {"key": key}).scalar_one())
    _write_line(w, e, reversal_of(e.line), kind, -e.gross, -e.tax, reverses_id=key)


def reversal_of(line: Id) -> Id:
    """The public id of the row that takes a line back."""
    return Id(hashlib.sha256(f"reversal:{line}".encode()).hexdigest()[:32])


def _write_line(
    w: Making, e: LineAdded | LineReversed, id_: Id, kind: str, gross: int, tax: int, **values: Any
) -> None:
    w.insert(
        t.order_line,
        id_,
        order_id=touched(w, e.order),
        booking_id=w.keys.of(t.booking, e.booking),
        kind=kind,
        gross=gross,
        tax_rate=e.tax_rate,
        tax=tax,
        created_at=w.now,
        **values,
    )


def payment_taken(w: Making, e: PaymentTaken) -> None:
    attempt = w.insert(
        t.attempt,
        e.attempt,
        order_id=touched(w, e.order),
        method=str(e.method),
        amount=e.amount,
        currency=e.currency,
        state=str(AttemptState.CAPTURED),
        tendered=e.tendered,
        created_at=w.now,
    )
    w.insert(
        t.payment,
        e.payment,
        attempt_id=attempt,
        provider=DESK,
        provider_payment_id=e.payment,
        method=str(e.method),
        captured=e.amount,
        currency=e.currency,
        state=str(AttemptState.CAPTURED),
        at=w.now,
    )


def payment_reversed(w: Making, e: PaymentReversed) -> None:
    """Money that went back, or was promised back, cannot also be taken back: Refused("REFUND_EXISTS")."""
    touched(w, e.order)
    key = w.keys.of(t.payment, e.payment)
    if promised := w.conn.execute(_PROMISED, {"key": key}).scalar_one():
        raise Refused("REFUND_EXISTS", payment=e.payment, refunded=int(promised), currency=e.currency)
    new = str(AttemptState.REVERSED)
    w.turn(_PAYMENT, {"key": key, "old": str(AttemptState.CAPTURED), "new": new}, payment=e.payment)
    w.conn.execute(_ATTEMPT, {"key": key, "new": new})


def refund_made(w: Making, e: RefundMade) -> None:
    payment = w.keys.of(t.payment, e.payment)
    w.insert(
        t.refund,
        e.refund,
        order_id=touched(w, e.order),
        payment_id=payment,
        booking_id=w.keys.maybe(t.booking, e.booking),
        method=str(e.method),
        amount=e.amount,
        currency=e.currency,
        state=str(e.state),
        provider_refund_id=e.reference or None,
        created_at=w.now,
        settled_at=w.now if e.state in PAID_BACK else None,
    )
    _within(w, payment, e)


def refund_turned(w: Making, e: RefundTurned) -> None:
    touched(w, e.order)
    key = w.keys.of(t.refund, e.refund)
    at = w.now if e.after in PAID_BACK | {RefundState.WITHDRAWN} else None
    w.turn(
        _REFUND,
        {"key": key, "old": str(e.before), "new": str(e.after), "at": at, "ref": e.reference or None},
        refund=e.refund,
    )
    if e.after in PAID_BACK | OPEN_REFUND and e.before not in PAID_BACK | OPEN_REFUND:
        _within(w, w.conn.execute(_REFUNDED_PAYMENT, {"key": key}).scalar_one(), e)


def _within(w: Making, payment: int, e: RefundMade | RefundTurned) -> None:
    """What goes back or is promised back of a payment never exceeds what no bank has taken of it (I23). What a provider
    has made is so: where somebody handed the same money over as well, it went back twice, and that is told.
    """
    captured, stays, state = w.conn.execute(_CAPTURED, {"key": payment}).one()
    promised = int(w.conn.execute(_PROMISED, {"key": payment}).scalar_one())
    if (e.after if isinstance(e, RefundTurned) else e.state) in _MADE_THERE:
        promised -= int(w.conn.execute(_HANDED, {"key": payment}).scalar_one())
    if promised > (stays if AttemptState(state) in TAKEN else 0):
        raise Refused("REFUND_TOO_MUCH", refund=e.refund, captured=captured, refunded=promised, currency=e.currency)


def receipt_issued(w: Making, e: ReceiptIssued) -> None:
    """A number of the one series of receipts, given when it is kept (I42)."""
    number = following(w.conn, RECEIPTS)
    values = {
        "public_id": e.receipt,
        "series": RECEIPTS,
        "number": number,
        "kind": e.receipt_kind,
        "order_id": w.keys.of(t.desk_order, e.order),
        "payment_id": w.keys.maybe(t.payment, e.payment),
        "refund_id": w.keys.maybe(t.refund, e.refund),
        "amount": e.amount,
        "currency": e.currency,
        "at": w.now,
    }
    w.conn.execute(into(t.receipt), values)


def revenue_earned(w: Making, e: RevenueEarned) -> None:
    """Only the ledger tells it."""


def touched(w: Making, order: Id) -> int:
    key = w.keys.of(t.desk_order, order)
    w.orders[key] = None
    return key


def sum_up(w: Making) -> None:
    """The sums of every order that was touched, taken again from its rows."""
    for order in w.orders:
        w.conn.execute(_SUMS, {"order": order})


def post(w: Making, effect: Effect) -> None:
    """The effect's lines in the ledger."""
    lines = postings(effect)
    if not lines:
        return
    order: Id | None = getattr(effect, "order", None)  # a drawer's own money has none
    currency: str = effect.currency  # type: ignore[attr-defined]
    head = {"at": w.now, "order_id": w.keys.maybe(t.desk_order, order), "change_id": w.change, "kind": effect.kind}
    made = w.conn.execute(into(t.ledger_txn), head).inserted_primary_key
    assert made is not None  # noqa: S101
    rows = [{"txn_id": made[0], "account": a, "minor": minor, "currency": currency} for a, minor in lines]
    w.conn.execute(into(t.ledger_line), rows)
