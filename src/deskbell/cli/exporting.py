"""The books as files: the ledger as a journal that an outsider's program checks, anything as rows for a spreadsheet."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import WrongInput

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.books import LedgerEntry, LessonRow, MoneyRow, Posting
    from deskbell.formats.sheet import Cell
    from deskbell.services.books import Books

Rows = list[dict[str, "Cell"]]


def export(context: Context) -> int:
    """What was asked for, to standard output or into a file of one's own (0600, whole or not at all)."""
    from deskbell.services.books import Books

    args, books = context.args, Books(context.desk)
    first, last = (_day(context, text) for text in (args.since, args.until))
    kinds = _KINDS[args.what]
    kind = args.format or kinds[0]
    if kind not in kinds:
        raise WrongInput("EXPORT_FORMAT", what=args.what, text=kind, use=kinds[0])
    if args.what == "calendar":
        rows, lines = _calendar(context, books, first, last)
    elif args.what == "ledger":
        opening, entries = books.ledger(first, last)
        rows = _ledger(entries)
        lines = _journal(context, opening, entries, first, last) if kind == "hledger" else _sheet(rows, _LEDGER)
    elif args.what == "payments":
        rows = _payments(context, books.money(first, last))
        lines = _sheet(rows, _PAYMENTS)
    else:
        rows = _lessons(context, books.lessons(first, last))
        lines = _sheet(rows, _LESSONS)
    return _written(context, rows, lines)


_KINDS = {"ledger": ("hledger", "csv"), "payments": ("csv",), "lessons": ("csv",), "calendar": ("ics",)}
"""How each can be written; as the first of them where nothing is said."""


def _written(context: Context, rows: Rows, lines: Iterator[str]) -> int:
    from deskbell.words.i18n import t

    args = context.args
    if args.out and args.out != "-":
        from deskbell.cli.writing import write_private

        path = Path(args.out).expanduser()
        write_private(path, lines)
        if args.json:
            context.answer({"what": args.what, "rows": len(rows), "where": str(path)})
        else:
            context.say(t(context.language, "export.done", n=len(rows), where=str(path)))
        return 0
    if args.json:
        shown: list[dict[str, Any]] = [
            {name: str(cell) if isinstance(cell, Decimal) else cell for name, cell in row.items()} for row in rows
        ]
        context.answer({"what": args.what, "rows": shown})
        return 0
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0


def _day(context: Context, text: str | None) -> date | None:
    if not text:
        return None
    from deskbell.words.days import read_day

    today = zone_clock(context.card.zone).date(context.desk.clock.now())
    return read_day(text, today, context.language, order=context.date_order)


def _journal(
    context: Context,
    opening: tuple[Posting, ...],
    entries: tuple[LedgerEntry, ...],
    first: date | None,
    last: date | None,
) -> Iterator[str]:
    from deskbell.formats.journal import journal

    return journal(context.card.name, opening, entries, first, last)


def _calendar(context: Context, books: Books, first: date | None, last: date | None) -> tuple[Rows, Iterator[str]]:
    """A tutor's or a person's lessons, for a calendar that reads the file again and again. Names only on request."""
    from deskbell.cli.naming import tutor_named
    from deskbell.cli.people import person_named
    from deskbell.formats.ics.write import Entry, calendar_file
    from deskbell.words.i18n import t

    args = context.args
    if bool(args.tutor) == bool(args.person):
        raise WrongInput("CALENDAR_OF_WHOM")
    tutor = tutor_named(context.desk, args.tutor)
    person = None if tutor is not None else person_named(context, args.person)
    whose = tutor.name if tutor is not None else person.name if person is not None else ""
    found = books.appointments(
        first, last, tutor=tutor.no if tutor is not None else None, person=person.no if person is not None else None
    )
    entries: list[Entry] = []
    rows: Rows = []
    for one in found:
        title = " · ".join(part for part in (one.service, one.focus) if part)
        people = ", ".join(one.people) if args.names else ""
        with_ = one.tutor if tutor is None else people
        text = "\n".join(part for part in (with_, people if tutor is None else "", one.join_url) if part)
        place = one.room or t(context.language, f"place.{one.place}")
        entries.append(
            Entry(one.uid, one.sequence, one.start, one.end, title, text, place, one.join_url, one.called_off)
        )
        rows.append(
            dict(zip(_CALENDAR, (
                *_wall(context, one.start), _wall(context, one.end)[1], title, one.tutor, people, place, one.join_url,
                "CANCELLED" if one.called_off else "CONFIRMED", one.uid,
            ), strict=True))
        )  # fmt: skip
    name = f"{context.card.name} · {whose}"
    return rows, (f"{line}\r" for line in calendar_file(entries, name, context.desk.clock.now()))


_CALENDAR = ("date", "from", "to", "title", "tutor", "people", "place", "link", "state", "uid")


def _sheet(rows: Rows, head: tuple[str, ...]) -> Iterator[str]:
    from deskbell.formats.sheet import sheet

    return sheet(head, ([row[name] for name in head] for row in rows))


_LEDGER = ("date", "transaction", "change", "kind", "order", "account", "amount", "currency")
_PAYMENTS = (
    "date", "time", "kind", "order", "person", "method", "amount", "currency", "state", "receipt", "reference",
)  # fmt: skip
_LESSONS = (
    "date", "from", "to", "booking", "order", "service", "tutor", "person", "payer", "state", "net", "tax", "gross",
    "currency", "documents",
)  # fmt: skip


def _ledger(entries: tuple[LedgerEntry, ...]) -> Rows:
    from deskbell.formats.journal import decimal

    return [
        dict(zip(_LEDGER, (
            x.day.isoformat(), x.no, x.change, x.kind, x.order, p.account, decimal(p.minor, p.currency), p.currency,
        ), strict=True))
        for x in entries
        for p in x.postings
    ]  # fmt: skip


def _payments(context: Context, rows: tuple[MoneyRow, ...]) -> Rows:
    from deskbell.formats.journal import decimal

    return [
        dict(zip(_PAYMENTS, (
            *_wall(context, x.at), x.kind, x.order, x.person, x.method, decimal(x.amount, x.currency), x.currency,
            x.state, x.receipt, x.reference,
        ), strict=True))
        for x in rows
    ]  # fmt: skip


def _lessons(context: Context, rows: tuple[LessonRow, ...]) -> Rows:
    from deskbell.formats.journal import decimal

    return [
        dict(zip(_LESSONS, (
            *_wall(context, x.start), _wall(context, x.end)[1], x.booking, x.order, x.service, x.tutor, x.person,
            x.payer, x.state, *(decimal(minor, x.currency) for minor in (x.net, x.tax, x.gross)), x.currency,
            " ".join(x.documents),
        ), strict=True))
        for x in rows
    ]  # fmt: skip


def _wall(context: Context, instant: int) -> tuple[str, str]:
    """2026-03-04, 15:30 on the desk's wall."""
    wall = zone_clock(context.card.zone).wall(instant)
    return wall.date().isoformat(), f"{wall:%H:%M}"
