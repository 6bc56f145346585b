"""Orders with their lines, payments with their refunds and receipts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskbell.domain.effects import ReceiptKind, RevenueEarned
from deskbell.domain.ids import Id
from deskbell.domain.order import Line, LineKind, Order
from deskbell.domain.payment import Attempt, AttemptState, Method, Payment, Refund, RefundState
from deskbell.store import tables as t
from deskbell.store.codes import DESK
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
_number = (
    select(func.max(_receipt.number))
    .where(_receipt.payment_id == _payment.id, _receipt.kind == ReceiptKind.RECEIPT)
    .correlate(t.payment)
    .scalar_subquery()
)
"""The newest: a payment whose dispute was won has two."""
_PAYMENTS = (
    select(
        _payment.public_id, t.attempt.c.public_id, _payment.method, _payment.captured, _payment.at, _payment.state,
        _number, _payment.provider, _payment.provider_payment_id, _payment.authorised,
        _payment.authorised_until, _payment.disputed,
    )
    .select_from(
        t.desk_order.join(t.attempt, t.attempt.c.order_id == _o.id)
        .join(t.payment, _payment.attempt_id == t.attempt.c.id)
    )
    .where(_of_order)
    .order_by(_payment.at.desc(), _payment.id.desc())
)  # fmt: skip
_REFUNDS = (
    select(
        _refund.public_id, _payment.public_id, t.booking.c.public_id, _refund.amount, _refund.state, _refund.method,
        _refund.provider_refund_id,
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


_attempt_of = t.attempt.c
_LINKS = select(
    _attempt_of.public_id, _o.public_id, _attempt_of.method, _attempt_of.amount, _attempt_of.currency,
    _attempt_of.state, _attempt_of.created_at, _attempt_of.expires_at, _attempt_of.capture, _attempt_of.reference,
    _attempt_of.link, _attempt_of.looked_at, _attempt_of.look_at, _attempt_of.said,
).select_from(t.attempt.join(t.desk_order, _o.id == _attempt_of.order_id))  # fmt: skip
_ATTEMPTS = _LINKS.where(_of_order, _attempt_of.provider.is_not(None)).order_by(_attempt_of.id.desc())
_ATTEMPT = _LINKS.where(_attempt_of.public_id == bindparam("id"))
_ORDER_OF_PAYMENT = (
    select(_o.public_id)
    .select_from(
        t.payment.join(t.attempt, _attempt_of.id == _payment.attempt_id).join(
            t.desk_order, _o.id == _attempt_of.order_id
        )
    )
    .where(_payment.public_id == bindparam("id"))
)
_ORDER_OF_REFUND = (
    select(_o.public_id)
    .select_from(t.refund.join(t.desk_order, _o.id == _refund.order_id))
    .where(_refund.public_id == bindparam("id"))
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
    for id_, payment, booking, amount, state, method, ref in conn.execute(_REFUNDS, {"order": order}):
        made = Refund(Id(id_), payment, booking, amount, RefundState(state), Method(method), ref or "")
        refunds[payment].append(made)
    found = []
    for row in conn.execute(_PAYMENTS, {"order": order}):
        id_, attempt, method, captured, at, state, number, provider, ref, *more = row
        what = (Id(id_), attempt, Method(method), captured, at, AttemptState(state), number, tuple(refunds[id_]))
        found.append(Payment(*what, ref if provider != DESK else "", *more))
    return tuple(found)


def attempts(conn: Connection, order: Id) -> tuple[Attempt, ...]:
    """The links by which an order was to be paid, newest first; what was taken by hand is no link."""
    return tuple(_attempt(row) for row in conn.execute(_ATTEMPTS, {"order": order}))


def attempt(conn: Connection, which: Id) -> Attempt | None:
    row = conn.execute(_ATTEMPT, {"id": which}).first()
    return _attempt(row) if row else None


def _attempt(row: Sequence[Any]) -> Attempt:
    id_, order, method, amount, currency, state, at, expires, capture, ref, link, looked, look, said = row
    return Attempt(
        Id(id_), Id(order), Method(method), amount, currency, AttemptState(state), at, expires, capture, ref or "",
        link, looked, look, said,
    )  # fmt: skip


def order_of(conn: Connection, *, payment: Id | None = None, refund: Id | None = None) -> Id | None:
    """The order that a payment or a refund belongs to."""
    query, which = (_ORDER_OF_PAYMENT, payment) if payment else (_ORDER_OF_REFUND, refund)
    found: str | None = conn.execute(query, {"id": which}).scalar()
    return Id(found) if found else None


def earned(conn: Connection, booking: Id) -> int:
    """Revenue that a booking has earned, minor units."""
    return sum(json.loads(body)["amount"] for (body,) in conn.execute(_EARNED, {"booking": booking}))
