"""Orders with their lines, payments with their refunds and receipts."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from deskbell.domain.effects import ReceiptKind, RevenueEarned
from deskbell.domain.ids import Id
from deskbell.domain.order import Line, LineKind, Order
from deskbell.domain.payment import AttemptState, Method, Payment, Refund, RefundState
from deskbell.store import tables as t
from deskbell.store.find.which import Which, one, ways

if TYPE_CHECKING:
    from sqlalchemy import Connection

_o, _line, _payment, _refund, _receipt = t.desk_order.c, t.order_line.c, t.payment.c, t.refund.c, t.receipt.c
_ORDER = ways(
    select(_o.public_id, _o.id, t.person.c.public_id, _o.currency).select_from(
        t.desk_order.outerjoin(t.person, t.person.c.id == _o.payer_id)
    ),
    t.desk_order,
)
_LINES = (
    select(
        _line.public_id, t.booking.c.public_id, _line.kind, _line.gross, _line.tax_rate, _line.tax, _line.quantity
    )
    .select_from(t.order_line.join(t.booking, t.booking.c.id == _line.booking_id))
    .where(_line.order_id == bindparam("key"))
    .order_by(_line.id)
)  # fmt: skip
_of_order = _o.public_id == bindparam("order")
_PAYMENTS = (
    select(
        _payment.public_id, t.attempt.c.public_id, _payment.method, _payment.captured, _payment.at, _payment.state,
        _receipt.number,
    )
    .select_from(
        t.desk_order.join(t.attempt, t.attempt.c.order_id == _o.id)
        .join(t.payment, _payment.attempt_id == t.attempt.c.id)
        .outerjoin(t.receipt, (_receipt.payment_id == _payment.id) & (_receipt.kind == ReceiptKind.RECEIPT))
    )
    .where(_of_order)
    .order_by(_payment.at.desc(), _payment.id.desc())
)  # fmt: skip
_REFUNDS = (
    select(
        _refund.public_id, _payment.public_id, t.booking.c.public_id, _refund.amount, _refund.state, _refund.method
    )
    .select_from(
        t.desk_order.join(t.refund, _refund.order_id == _o.id)
        .join(t.payment, _payment.id == _refund.payment_id)
        .outerjoin(t.booking, t.booking.c.id == _refund.booking_id)
    )
    .where(_of_order)
    .order_by(_refund.id)
)  # fmt: skip
_EARNED = (
    select(t.activity.c.body)
    .select_from(t.activity.join(t.booking, t.booking.c.id == t.activity.c.booking_id))
    .where(t.booking.c.public_id == bindparam("booking"), t.activity.c.kind == RevenueEarned.__name__)
)


def order(conn: Connection, which: Which) -> Order | None:
    """An order with its lines, in the order in which they were written."""
    row = one(conn, _ORDER, which)
    if row is None:
        return None
    id_, no, payer, currency = row
    lines = tuple(
        Line(Id(line), booking, LineKind(kind), gross, rate, tax, quantity)
        for line, booking, kind, gross, rate, tax, quantity in conn.execute(_LINES, {"key": no})
    )
    return Order(Id(id_), no, payer, currency, lines)


def payments(conn: Connection, order: Id) -> tuple[Payment, ...]:
    """The payments of an order, newest first, each with its refunds and the number of its receipt."""
    refunds: defaultdict[str, list[Refund]] = defaultdict(list)
    for id_, payment, booking, amount, state, method in conn.execute(_REFUNDS, {"order": order}):
        refunds[payment].append(Refund(Id(id_), payment, booking, amount, RefundState(state), Method(method)))
    return tuple(
        Payment(Id(id_), attempt, Method(method), captured, at, AttemptState(state), number, tuple(refunds[id_]))
        for id_, attempt, method, captured, at, state, number in conn.execute(_PAYMENTS, {"order": order})
    )


def earned(conn: Connection, booking: Id) -> int:
    """Revenue that a booking has earned, minor units."""
    return sum(json.loads(body)["amount"] for (body,) in conn.execute(_EARNED, {"booking": booking}))
