"""Orders, payments, refunds, receipts and the ledger say the same as the record, and the same as each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select, union_all

from deskbell.domain.booking import State
from deskbell.domain.ledger import CUSTOMER, MOVED, REVENUE, cash
from deskbell.domain.order import LineKind
from deskbell.domain.payment import PAID_BACK, TAKEN, AttemptState, Method, RefundState
from deskbell.store import tables as t
from deskbell.store.codes import CLOSES
from deskbell.store.verify.finding import Finding, differences
from deskbell.store.verify.record import Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_line, _payment, _refund, _receipt = t.order_line.c, t.payment.c, t.refund.c, t.receipt.c
_order, _txn, _entry = t.desk_order.c, t.ledger_txn.c, t.ledger_line.c
_LINES = select(
    _line.public_id, _line.gross, _line.tax, _line.kind, _order.public_id, t.booking.c.public_id
).select_from(
    t.order_line.join(t.desk_order, _order.id == _line.order_id).join(t.booking, t.booking.c.id == _line.booking_id)
)  # fmt: skip
_PAYMENTS = select(
    _payment.public_id, _payment.state, _payment.captured, _payment.method, _order.public_id, _payment.disputed
).select_from(
    t.payment.join(t.attempt, t.attempt.c.id == _payment.attempt_id).join(
        t.desk_order, _order.id == t.attempt.c.order_id
    )
)  # fmt: skip
_ATTEMPTS = (
    select(_payment.public_id, t.attempt.c.state, _payment.state)
    .select_from(t.payment.join(t.attempt, t.attempt.c.id == _payment.attempt_id))
    .where(t.attempt.c.provider.is_(None))
)
_LINKS = (
    select(t.attempt.c.public_id, t.attempt.c.state, t.attempt.c.amount, t.attempt.c.method, _order.public_id)
    .select_from(t.attempt.join(t.desk_order, _order.id == t.attempt.c.order_id))
    .where(t.attempt.c.provider.is_not(None))
)
_REFUNDS = select(
    _refund.public_id, _refund.state, _refund.amount, _refund.method, _order.public_id, _payment.public_id
).select_from(
    t.refund.join(t.desk_order, _order.id == _refund.order_id).join(t.payment, _payment.id == _refund.payment_id)
)  # fmt: skip
_RECEIPTS = select(
    _receipt.public_id, _receipt.amount, _receipt.kind, _order.public_id, _payment.public_id, _refund.public_id
).select_from(
    t.receipt.join(t.desk_order, _order.id == _receipt.order_id)
    .outerjoin(t.payment, _payment.id == _receipt.payment_id)
    .outerjoin(t.refund, _refund.id == _receipt.refund_id)
)  # fmt: skip
_ORDERS = select(
    _order.public_id, _order.due, _order.captured, _order.refunded, _order.credited, _order.disputed
)  # fmt: skip
_NUMBERS = union_all(
    select(_receipt.series, _receipt.number),
    select(literal(CLOSES), t.day_close.c.number),
    select(t.document.c.series, t.document.c.number),
).order_by("series", "number")
_SERIES = select(t.series.c.name, t.series.c.next)
_UNBALANCED = (
    select(_entry.txn_id, _entry.currency, func.sum(_entry.minor))
    .group_by(_entry.txn_id, _entry.currency)
    .having(func.sum(_entry.minor) != 0)
    .order_by(_entry.txn_id)
)
_ACCOUNTS = (
    select(_order.public_id, _entry.account, func.sum(_entry.minor))
    .select_from(
        t.ledger_line.join(t.ledger_txn, _txn.id == _entry.txn_id).outerjoin(t.desk_order, _order.id == _txn.order_id)
    )
    .group_by(_order.public_id, _entry.account)
)
_CLOSED = frozenset({State.COMPLETED, State.NO_SHOW, State.CANCELLED})
_ORDER_CODES = ("ORDER_DUE", "ORDER_CAPTURED", "ORDER_REFUNDED", "ORDER_CREDITED", "ORDER_DISPUTED")
_LINE_CODES = ("LINE_GROSS", "LINE_TAX", "LINE_KIND", "LINE_ORDER", "LINE_BOOKING")
_PAYMENT_CODES = ("PAYMENT_STATE", "PAYMENT_AMOUNT", "PAYMENT_METHOD", "PAYMENT_ORDER", "PAYMENT_DISPUTED")
_LINK_CODES = ("LINK_STATE", "LINK_AMOUNT", "LINK_METHOD", "LINK_ORDER")
_REFUND_CODES = ("REFUND_STATE", "REFUND_AMOUNT", "REFUND_METHOD", "REFUND_ORDER", "REFUND_PAYMENT")
_RECEIPT_CODES = ("RECEIPT_AMOUNT", "RECEIPT_KIND", "RECEIPT_ORDER", "RECEIPT_PAYMENT", "RECEIPT_REFUND")


def check(conn: Connection, record: Record) -> Iterator[Finding]:
    lines, payments, refunds = _rows(conn, _LINES), _rows(conn, _PAYMENTS), _rows(conn, _REFUNDS)
    yield from differences(_LINE_CODES, record.lines, lines)
    yield from differences(_PAYMENT_CODES, record.payments, payments)
    for payment, attempt, state in conn.execute(_ATTEMPTS):
        if attempt != state:
            yield Finding("ATTEMPT_STATE", payment, state, attempt)
    yield from differences(_LINK_CODES, record.attempts, _rows(conn, _LINKS))
    yield from differences(_REFUND_CODES, record.refunds, refunds)
    yield from differences(_RECEIPT_CODES, record.receipts, _rows(conn, _RECEIPTS))
    yield from _orders(conn, lines, payments, refunds)
    yield from _numbers(conn)
    yield from _receipts(record, payments, refunds)
    yield from _ledger(conn, record, payments, refunds)
    yield from _revenue(record, lines)


def _rows(conn: Connection, query: Any) -> dict[Any, tuple[Any, ...]]:
    return {row[0]: tuple(row[1:]) for row in conn.execute(query)}


def _orders(conn: Connection, lines: Any, payments: Any, refunds: Any) -> Iterator[Finding]:
    """I11, I42: what an order owes and has is the sum of its rows; no more goes back than came (I23), by the way it
    came or by hand: what went back by both is for a person to say, and true.
    """
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for gross, _, kind, order, _ in lines.values():
        sums[order][0] += gross
        sums[order][3] -= gross if kind == LineKind.CREDIT else 0
    back: defaultdict[tuple[str, bool], int] = defaultdict(int)
    for state, amount, _, order, payment in refunds.values():
        if state in PAID_BACK:
            sums[order][2] += amount
            back[payment, state == RefundState.MANUAL_DONE] += amount
    for payment, (state, captured, _, order, disputed) in payments.items():
        taken = captured if state in TAKEN else 0
        sums[order][1] += taken - disputed
        sums[order][4] += disputed
        if (disputed > 0) != (state == AttemptState.CHARGED_BACK) or disputed > captured:
            yield Finding("PAYMENT_DISPUTED", payment, taken, disputed)
        if (most := max(back[payment, False], back[payment, True])) > taken:
            yield Finding("REFUNDED_TOO_MUCH", payment, taken, most)
    found = _rows(conn, _ORDERS)
    expected = {}
    for order in found:
        due, captured, refunded, credited, disputed = sums[order]
        expected[order] = (due, captured, refunded, max(0, credited), disputed)
    yield from differences(_ORDER_CODES, expected, found)


def _numbers(conn: Connection) -> Iterator[Finding]:
    """I42: from 1, without a gap, up to the one before the next."""
    last: dict[str, int] = {}
    for series, number in conn.execute(_NUMBERS):
        expected = last.get(series, 0) + 1
        if number != expected:
            yield Finding("RECEIPT_NUMBER", series, expected, number)
        last[series] = number
    for series, following in conn.execute(_SERIES):
        if following != last.get(series, 0) + 1:
            yield Finding("NEXT_NUMBER", series, last.get(series, 0) + 1, following)


def _receipts(record: Record, payments: Any, refunds: Any) -> Iterator[Finding]:
    """Receipts sum up to the money that stands taken or given back."""
    for payment, (state, captured, *_, disputed) in payments.items():
        expected = captured - disputed if state in TAKEN else 0
        if record.issued[payment] != expected:
            yield Finding("PAYMENT_RECEIPTS", payment, expected, record.issued[payment])
    for refund, (state, amount, *_) in refunds.items():
        expected = -amount if state in MOVED else 0
        if record.issued[refund] != expected:
            yield Finding("REFUND_RECEIPTS", refund, expected, record.issued[refund])


def _ledger(conn: Connection, record: Record, payments: Any, refunds: Any) -> Iterator[Finding]:
    """Every transaction sums to nought, each account of each order is what the record posts, cash is what is there."""
    for txn, currency, total in conn.execute(_UNBALANCED):
        yield Finding("LEDGER_UNBALANCED", f"{txn} {currency}", 0, int(total))
    found = {(order or "", account): int(minor) for order, account, minor in conn.execute(_ACCOUNTS)}
    for order, account in sorted(record.ledger.keys() | found.keys()):
        expected, there = record.ledger.get((order, account), 0), found.get((order, account), 0)
        if expected != there:
            code = {CUSTOMER: "LEDGER_CUSTOMER", REVENUE: "LEDGER_REVENUE"}.get(account, "LEDGER_CASH")
            yield Finding(code, order, expected, there)
    held: defaultdict[str, int] = defaultdict(int)
    for (_, account), minor in found.items():
        held[account] += minor
    for method in Method:
        taken = sum(p[1] - p[4] for p in payments.values() if p[0] in TAKEN and p[2] == method)
        given = sum(r[1] for r in refunds.values() if r[0] in MOVED and r[2] == method)
        expected = taken - given + record.ledger.get(("", cash(method)), 0)
        if held[cash(method)] != expected:
            yield Finding("CASH", cash(method), expected, held[cash(method)])


def _revenue(record: Record, lines: Any) -> Iterator[Finding]:
    """A lesson that is closed or cancelled has earned what it costs; one that is to come has earned nothing."""
    price: defaultdict[str, int] = defaultdict(int)
    for gross, _, _, _, booking in lines.values():
        price[booking] += gross
    for booking, (state, *_) in record.bookings.items():
        expected = price[booking] if state in _CLOSED else 0
        if record.earned[booking] != expected:
            yield Finding("REVENUE", booking, expected, record.earned[booking])
