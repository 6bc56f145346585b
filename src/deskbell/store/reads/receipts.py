"""Receipts as they were written: the list, and one with the lessons of its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskbell.domain.documents import ReceiptHead, ReceiptRow, ReceiptView, read_receipt
from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_receipt, _payment, _refund, _booking, _slot = t.receipt.c, t.payment.c, t.refund.c, t.booking.c, t.slot.c
_payer, _who = t.person.alias("payer"), t.person.alias("who")
_HEADS = (
    select(
        _receipt.public_id, _receipt.kind, _receipt.number, _receipt.at, func.coalesce(_payer.c.name, ""),
        _receipt.currency, _receipt.amount, func.coalesce(_payment.method, _refund.method, ""), t.desk_order.c.id,
    )
    .select_from(
        t.receipt.join(t.desk_order, t.desk_order.c.id == _receipt.order_id)
        .outerjoin(_payer, _payer.c.id == t.desk_order.c.payer_id)
        .outerjoin(t.payment, _payment.id == _receipt.payment_id)
        .outerjoin(t.refund, _refund.id == _receipt.refund_id)
    )
    .order_by(_receipt.number.desc())
)  # fmt: skip
_LATEST = _HEADS.limit(bindparam("most"))
_ONE = _HEADS.where(_receipt.number == bindparam("number"))
_LESSONS = (
    select(_booking.id, _slot.start, _slot.end, t.service.c.name, func.coalesce(_who.c.name, ""))
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id)
        .join(t.service, t.service.c.id == _slot.service_id)
        .outerjoin(_who, _who.c.id == _booking.participant_id)
    )
    .where(_booking.order_id == bindparam("order"))
    .order_by(_slot.start, _booking.id)
)


def receipts(conn: Connection, most: int) -> tuple[ReceiptHead, ...]:
    """The latest first, at most so many."""
    return tuple(_head(row) for row in conn.execute(_LATEST, {"most": most}))


def receipt(conn: Connection, which: str) -> ReceiptView:
    """The receipt of that label, R1042. NotFound: NO_DOCUMENT."""
    number = read_receipt(which)
    row = conn.execute(_ONE, {"number": number}).first() if number is not None else None
    if row is None:
        raise NotFound("NO_DOCUMENT", text=which[:40])
    head = _head(row)
    rows = tuple(ReceiptRow(*lesson) for lesson in conn.execute(_LESSONS, {"order": head.order}))
    return ReceiptView(head, rows)


def _head(row: Any) -> ReceiptHead:
    id_, *more = row
    return ReceiptHead(Id(id_), *more)
