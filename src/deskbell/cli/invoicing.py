"""Invoices and credit notes: an order's, a month's, a correction, and what is on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deskbell.cli.committing import carry_out
from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import CorrectInvoice, IssueInvoice, IssueMonth
from deskbell.domain.documents import DocumentKind, DocumentView, ReceiptHead
from deskbell.domain.errors import WrongInput
from deskbell.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskbell.cli.context import Context
    from deskbell.domain.documents import Paper
    from deskbell.domain.ids import Id
    from deskbell.services.books import Books

_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
MOST = 10_000


def invoice(context: Context) -> int:
    """Put an order or a month on paper, correct an invoice, or show one."""
    args = context.args
    if sum(x is not None for x in (args.order, args.month, args.correct, args.show)) != 1 or (
        args.payer and not args.month
    ):
        raise WrongInput("INVOICE_WHAT")
    if args.show is not None:
        return _show(context, args.show)
    if args.month is not None:
        return _month(context, args.month)
    books = _books(context)
    if args.correct is not None:
        return carry_out(context, lambda key: CorrectInvoice(key=key, document=_corrected(books, args.correct)))
    return carry_out(context, lambda key: IssueInvoice(key=key, order=books.order(args.order), address=args.address))


def documents(context: Context) -> int:
    """What is on paper, the latest first, a line each."""
    from deskbell.cli.naming import in_columns
    from deskbell.words.dates import brief_day
    from deskbell.words.i18n import t
    from deskbell.words.money import show
    from deskbell.words.paper import document_title

    args, language = context.args, context.language
    if not 1 <= args.limit <= MOST:
        raise WrongInput("LIMIT", limit=args.limit, most=MOST)
    books = _books(context)
    found: Sequence[Paper] = books.papers(args.limit)[: args.limit] if args.receipts else books.documents(args.limit)
    if args.json:
        from deskbell.cli.jsonable import jsonable

        context.answer({"documents": [{"no": x.label, **jsonable(x, context.card.zone)} for x in found]})
        return 0
    if not found:
        context.say(t(language, "paper.none"))
        return 0
    zone = zone_clock(context.card.zone)
    rows = [
        (
            document_title(x, language),
            brief_day(zone.date(x.at), language, year=True),
            clean(x.name),
            show(x.amount if isinstance(x, ReceiptHead) else x.gross, x.currency, language),
            *_about(x, language),
        )
        for x in found
    ]
    for line in in_columns(rows):
        context.say(line)
    return 0


def _about(head: Paper, language: str) -> tuple[str, str]:
    """What a document corrects and by what it was corrected; of a receipt its order and how the money came."""
    from deskbell.words.i18n import t

    if isinstance(head, ReceiptHead):
        method = t(language, f"till.method.{head.method}") if head.method else ""
        return t(language, "reconcile.order", no=head.order), method
    return (
        t(language, "paper.corrects", number=head.corrects) if head.corrects else "",
        t(language, "paper.corrected", numbers=", ".join(head.corrected_by)) if head.corrected_by else "",
    )


def _show(context: Context, which: str) -> int:
    view = _books(context).paper(which)
    card = context.card
    if context.args.json:
        from deskbell.cli.jsonable import jsonable

        shown = jsonable(view, card.zone)
        taxes = {"taxes": [x._asdict() for x in view.taxes]} if isinstance(view, DocumentView) else {}
        context.answer({"no": view.head.label, **shown.pop("head"), **shown, **taxes})
        return 0
    from deskbell.words.paper import paper

    for line in paper(view, card.name, card.zone, context.language):
        context.say(line)
    return 0


def _month(context: Context, text: str) -> int:
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        raise WrongInput("MONTH_UNKNOWN", text=text[:40])
    year, month = int(found[1]), int(found[2])
    payer = context.args.payer

    def make(key: Id) -> IssueMonth:
        from deskbell.cli.people import person_named

        whose = person_named(context, payer).id if payer else None
        return IssueMonth(key=key, year=year, month=month, payer=whose)

    return carry_out(context, make)


def _corrected(books: Books, which: str) -> Id:
    head = books.document(which).head
    if head.kind is not DocumentKind.INVOICE:
        raise WrongInput("NOT_AN_INVOICE", document=head.label)
    return head.id


def _books(context: Context) -> Books:
    from deskbell.services.books import Books

    return Books(context.desk)
