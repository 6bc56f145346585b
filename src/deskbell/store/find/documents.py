"""What can be put on paper and what stands there: whole bookings of order lines, each with its invoice."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, select

from deskbell.domain.booking import State
from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import CorrectInvoice, IssueInvoice, IssueMonth
from deskbell.domain.documents import Billable, Document, DocumentKind, label
from deskbell.domain.errors import NotFound, WrongInput
from deskbell.domain.facts import Desk, DocumentFacts
from deskbell.domain.ids import Id
from deskbell.store import tables as t
from deskbell.store.find import orders

if TYPE_CHECKING:
    from sqlalchemy import Connection

FIRST_YEAR, LAST_YEAR = 1970, 2100

_line, _booking, _order, _slot = t.order_line.c, t.booking.c, t.desk_order.c, t.slot.c
_written, _document = t.document_line.c, t.document.c
_payer, _invoice = t.person.alias("payer"), t.document.alias("invoice")
_FROM = (
    t.order_line.join(t.booking, _booking.id == _line.booking_id)
    .join(t.desk_order, _order.id == _line.order_id)
    .join(t.slot, _slot.id == _booking.slot_id)
)
_LINES = (
    select(
        _line.id, _line.public_id, _order.public_id, _booking.public_id, _payer.c.public_id, _order.currency,
        _line.gross, _line.tax, _slot.start, _booking.state, _payer.c.name,
    )
    .select_from(_FROM.outerjoin(_payer, _payer.c.id == _order.payer_id))
    .order_by(_slot.start, _line.id)
)  # fmt: skip
# Every line that was ever written on a document: how it came to stand there, in order. The invoice is its own root.
_PAPER = (
    select(_written.order_line_id, _written.gross, _written.tax, _document.public_id, _document.kind, _document.number,
           _invoice.c.public_id, _invoice.c.number)
    .select_from(
        _FROM.join(t.document_line, _written.order_line_id == _line.id)
        .join(t.document, _document.id == _written.document_id)
        .outerjoin(_invoice, _invoice.c.id == _document.corrects_id)
        .outerjoin(_payer, _payer.c.id == _order.payer_id)
    )
    .order_by(_written.id)
)  # fmt: skip
_of_order = (_order.public_id == bindparam("order"),)
_of_month = (_slot.start >= bindparam("since"), _slot.start < bindparam("until"))
_of_payer = (*_of_month, _payer.c.public_id == bindparam("payer"))
_own, _said = t.order_line.alias("own"), t.document_line.alias("said")
_on_it = select(_own.c.booking_id).select_from(_said.join(_own, _own.c.id == _said.c.order_line_id))
_of_document = (_booking.id.in_(_on_it.where(_said.c.document_id == bindparam("document"))),)
_HEAD = (
    select(
        _document.id, _document.public_id, _document.kind, _document.number, _payer.c.public_id, _document.currency,
        t.document_party.c.name, t.document_party.c.address,
    )
    .select_from(
        t.document.outerjoin(_payer, _payer.c.id == _document.payer_id).outerjoin(
            t.document_party, t.document_party.c.document_id == _document.id
        )
    )
    .where(_document.public_id == bindparam("which"))
)  # fmt: skip


def issue_facts(conn: Connection, cmd: IssueInvoice, desk: Desk) -> DocumentFacts:
    """All of an order. NotFound: NO_SUCH_ORDER."""
    if orders.order(conn, cmd.order) is None:
        raise NotFound("NO_SUCH_ORDER", which=cmd.order)
    return _facts(conn, desk, _of_order, {"order": cmd.order})


def month_facts(conn: Connection, cmd: IssueMonth, desk: Desk) -> DocumentFacts:
    """Lessons that begin in that month on the desk's wall. WrongInput: MONTH_UNKNOWN."""
    since, until = month(desk.zone, cmd.year, cmd.month)
    where: tuple[Any, ...] = _of_month
    values: dict[str, Any] = {"since": since, "until": until}
    if cmd.payer is not None:
        where, values = _of_payer, {**values, "payer": cmd.payer}
    return _facts(conn, desk, where, values, since=since, until=until)


def month(zone: str, year: int, number: int) -> tuple[int, int]:
    """[first instant, first of the next) of a month in that zone."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):
        raise WrongInput("MONTH_UNKNOWN", text=f"{year:04d}-{number:02d}")
    clock = zone_clock(zone)
    return clock.day(date(year, number, 1))[0], clock.day(date(year, number, monthrange(year, number)[1]))[1]


def correct_facts(conn: Connection, cmd: CorrectInvoice, desk: Desk) -> DocumentFacts:
    """The document, and every booking that it names. NotFound: NO_DOCUMENT."""
    row = conn.execute(_HEAD, {"which": cmd.document}).first()
    if row is None:
        raise NotFound("NO_DOCUMENT")
    key, id_, kind, number, payer, currency, name, address = row
    found = Document(Id(id_), DocumentKind(kind), number, payer, currency, name or "", address or "")
    return _facts(conn, desk, _of_document, {"document": key}, document=found)


def _facts(conn: Connection, desk: Desk, where: Any, values: dict[str, Any], **more: Any) -> DocumentFacts:
    standing, labels = _standing(conn, _PAPER.where(*where), values)
    lines, names = [], {}
    for key, line, order, booking, payer, currency, gross, tax, start, state, name in conn.execute(
        _LINES.where(*where), values
    ):
        paper = standing.get(key)
        whose = Id(payer) if payer else None
        lines.append(
            Billable(Id(line), Id(order), Id(booking), whose, currency, gross, tax, start, State(state), paper)
        )
        if whose is not None:
            names[whose] = name
    return DocumentFacts(desk, tuple(lines), names=names, labels=labels, **more)


def _standing(conn: Connection, query: Select[Any], values: dict[str, Any]) -> tuple[dict[int, Id], dict[Id, str]]:
    """Order line -> the invoice on which it stands; and what those invoices are called."""
    sums: dict[int, tuple[int, int]] = {}
    root: dict[int, Id] = {}
    labels: dict[Id, str] = {}
    for line, gross, tax, document, kind, number, corrects, corrected in conn.execute(query, values):
        before = sums.get(line, (0, 0))
        sums[line] = (before[0] + gross, before[1] + tax)
        root[line] = Id(corrects or document)
        labels[root[line]] = label(DocumentKind.INVOICE if corrects else DocumentKind(kind), corrected or number)
    return {line: root[line] for line, total in sums.items() if any(total)}, labels
