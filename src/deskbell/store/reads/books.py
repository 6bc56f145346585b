"""The ledger, the payments and the lessons as rows for an accountant; of a span of instants, oldest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskbell.domain.books import LedgerEntry, LessonRow, MoneyRow, Posting
from deskbell.domain.clock import zone_clock
from deskbell.domain.documents import DocumentKind, label
from deskbell.domain.effects import ReceiptKind
from deskbell.domain.ids import Id
from deskbell.domain.ledger import MOVED
from deskbell.domain.payment import RefundState
from deskbell.domain.reconciling import Held, Ours
from deskbell.store import tables as t
from deskbell.store.codes import DESK

if TYPE_CHECKING:
    from sqlalchemy import Connection

_txn, _entry, _payment, _refund = t.ledger_txn.c, t.ledger_line.c, t.payment.c, t.refund.c
_order, _receipt, _booking, _slot, _line = t.desk_order.c, t.receipt.c, t.booking.c, t.slot.c, t.order_line.c
_payer, _participant, _teacher = (t.person.alias(name) for name in ("payer", "participant", "teacher"))
_LEDGER = (
    select(_txn.id, _txn.at, _txn.kind, _txn.change_id, _txn.order_id, _entry.account, _entry.minor, _entry.currency)
    .select_from(t.ledger_txn.join(t.ledger_line, _entry.txn_id == _txn.id))
    .where(_txn.at >= bindparam("since"), _txn.at < bindparam("until"))
    .order_by(_txn.at, _txn.id, _entry.id)
)
_BALANCES = (
    select(_entry.account, _entry.currency, func.sum(_entry.minor))
    .select_from(t.ledger_txn.join(t.ledger_line, _entry.txn_id == _txn.id))
    .where(_txn.at < bindparam("until"))
    .group_by(_entry.account, _entry.currency)
    .order_by(_entry.account, _entry.currency)
)
_PAYMENTS = (
    select(
        _payment.at, _order.id, _payer.c.name, _payment.method, _payment.state, _payment.captured, _payment.currency,
        _receipt.number, _payment.provider, _payment.provider_payment_id,
    )
    .select_from(
        t.payment.join(t.attempt, t.attempt.c.id == _payment.attempt_id)
        .join(t.desk_order, _order.id == t.attempt.c.order_id)
        .outerjoin(_payer, _payer.c.id == _order.payer_id)
        .outerjoin(t.receipt, (_receipt.payment_id == _payment.id) & (_receipt.kind == ReceiptKind.RECEIPT))
    )
    .where(_payment.at >= bindparam("since"), _payment.at < bindparam("until"), _payment.captured > 0)
    .order_by(_payment.at, _payment.id)
)  # fmt: skip
_REFUND_NUMBERS = select(_receipt.refund_id, func.min(_receipt.number).label("number")).where(
    _receipt.kind == ReceiptKind.REFUND
)
_refund_receipt = _REFUND_NUMBERS.group_by(_receipt.refund_id).subquery()
_when = func.coalesce(_refund.settled_at, _refund.created_at)
_REFUNDS = (
    select(
        _when, _order.id, _payer.c.name, _refund.method, _refund.state, _refund.amount, _refund.currency,
        _refund_receipt.c.number, _refund.provider_refund_id,
    )
    .select_from(
        t.refund.join(t.desk_order, _order.id == _refund.order_id)
        .outerjoin(_payer, _payer.c.id == _order.payer_id)
        .outerjoin(_refund_receipt, _refund_receipt.c.refund_id == _refund.id)
    )
    .where(_when >= bindparam("since"), _when < bindparam("until"))
    .order_by(_when, _refund.id)
)  # fmt: skip
_sums = (
    select(_line.booking_id, func.sum(_line.gross).label("gross"), func.sum(_line.tax).label("tax"))
    .group_by(_line.booking_id)
    .subquery()
)
_LESSONS = (
    select(
        _booking.id, _order.id, _slot.start, _slot.end, t.service.c.name, _teacher.c.name, _participant.c.name,
        _payer.c.name, _booking.state, func.coalesce(_sums.c.gross, 0), func.coalesce(_sums.c.tax, 0), _order.currency,
    )
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id)
        .join(t.service, t.service.c.id == _slot.service_id)
        .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
        .join(_teacher, _teacher.c.id == t.tutor.c.person_id)
        .join(t.desk_order, _order.id == _booking.order_id)
        .outerjoin(_participant, _participant.c.id == _booking.participant_id)
        .outerjoin(_payer, _payer.c.id == _order.payer_id)
        .outerjoin(_sums, _sums.c.booking_id == _booking.id)
    )
    .where(_slot.start >= bindparam("since"), _slot.start < bindparam("until"))
    .order_by(_slot.start, _booking.id)
)  # fmt: skip
_ON_PAPER = (
    select(_line.booking_id, t.document.c.kind, t.document.c.number)
    .select_from(
        t.document_line.join(t.order_line, _line.id == t.document_line.c.order_line_id)
        .join(t.document, t.document.c.id == t.document_line.c.document_id)
        .join(t.booking, _booking.id == _line.booking_id)
        .join(t.slot, _slot.id == _booking.slot_id)
    )
    .where(_slot.start >= bindparam("since"), _slot.start < bindparam("until"))
    .distinct()
    .order_by(_line.booking_id, t.document.c.kind.desc(), t.document.c.number)
)


_there = sorted(str(state) for state in MOVED - {RefundState.MANUAL_DONE})


def _back(states: Iterable[str]) -> Any:
    of = select(func.sum(_refund.amount)).where(_refund.payment_id == _payment.id, _refund.state.in_(states))
    return func.coalesce(of.scalar_subquery(), 0)


_AT_PROVIDER = (
    select(
        t.attempt.c.public_id, _order.id, _payment.provider_payment_id, _payment.captured, _payment.disputed,
        _payment.currency, t.attempt.c.reference, _back(_there), _back([str(RefundState.MANUAL_DONE)]),
    )
    .select_from(
        t.payment.join(t.attempt, t.attempt.c.id == _payment.attempt_id).join(
            t.desk_order, _order.id == t.attempt.c.order_id
        )
    )
    .where(_payment.provider == bindparam("provider"), _payment.captured > 0)
    .order_by(_payment.id)
)  # fmt: skip


def at_provider(conn: Connection, provider: str) -> tuple[Ours, ...]:
    """Every payment by that provider in which money moved, with what went back of it."""
    return tuple(
        Ours(
            Id(attempt), order,
            Held(reference, captured, int(back), disputed, currency, int(handed)), checkout or "",
        )
        for attempt, order, reference, captured, disputed, currency, checkout, back, handed in conn.execute(
            _AT_PROVIDER, {"provider": provider}
        )
    )  # fmt: skip


def ledger(conn: Connection, zone: str, since: int, until: int) -> Iterator[LedgerEntry]:
    """Every transaction with its postings, as it was written."""
    clock = zone_clock(zone)
    rows = conn.execute(_LEDGER, {"since": since, "until": until})
    for (no, at, kind, change, order), lines in groupby(rows, lambda row: tuple(row[:5])):
        postings = tuple(Posting(account, minor, currency) for *_, account, minor, currency in lines)
        yield LedgerEntry(no, clock.date(at), kind, change, order, postings)


def balances(conn: Connection, until: int) -> tuple[Posting, ...]:
    """What each account held before that instant; accounts that hold nothing are left out."""
    rows = conn.execute(_BALANCES, {"until": until})
    return tuple(Posting(account, int(minor), currency) for account, currency, minor in rows if minor)


def money(conn: Connection, since: int, until: int) -> tuple[MoneyRow, ...]:
    """Payments and refunds by the instant at which money moved; a refund not made yet by when it was asked for."""
    span = {"since": since, "until": until}
    rows = [
        MoneyRow(
            "PAYMENT", at, order, name or "", method, state, amount, currency, number, "" if by == DESK else reference
        )
        for at, order, name, method, state, amount, currency, number, by, reference in conn.execute(_PAYMENTS, span)
    ]
    rows += [
        MoneyRow("REFUND", at, order, name or "", method, state, -amount, currency, number, reference or "")
        for at, order, name, method, state, amount, currency, number, reference in conn.execute(_REFUNDS, span)
    ]
    return tuple(sorted(rows, key=lambda row: (row.at, row.order, row.kind)))


def lessons(conn: Connection, since: int, until: int) -> tuple[LessonRow, ...]:
    """Bookings by the beginning of their lesson, with the documents that name them."""
    span = {"since": since, "until": until}
    papers: defaultdict[int, list[str]] = defaultdict(list)
    for booking, kind, number in conn.execute(_ON_PAPER, span):
        papers[booking].append(label(DocumentKind(kind), number))
    return tuple(_lesson(row, papers) for row in conn.execute(_LESSONS, span))


def _lesson(row: Any, papers: dict[int, list[str]]) -> LessonRow:
    no, order, start, end, service, tutor, person, payer, state, gross, tax, currency = row
    gross, tax = int(gross), int(tax)
    return LessonRow(
        no, order, start, end, service, tutor, person or "", payer or "", state, gross - tax, tax, gross, currency,
        tuple(papers.get(no, ())),
    )  # fmt: skip
