"""Putting on paper what is owed: an order, a month of a family, and what changed since. I42, I37."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deskbell.domain.commands import Command, CorrectInvoice, IssueInvoice, IssueMonth
from deskbell.domain.documents import BILLED, SERIES, Billable, Document, DocumentKind, Entry
from deskbell.domain.effects import DocumentIssued
from deskbell.domain.errors import Refused
from deskbell.domain.facts import DocumentFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.text import clean

MAX_ADDRESS = 300


def decide_issue(facts: DocumentFacts, cmd: IssueInvoice, now: int, mint: Mint) -> Plan:
    """All lines of an order that are on no invoice yet.

    Refused: NOT_YOURS, NOTHING_TO_INVOICE, INVOICE_CHANGED (they change what an invoice says: correct that one).
    """
    _ours(cmd)
    lines = due(facts.lines)
    if not lines:
        if documents := changed(facts.lines):
            raise Refused("INVOICE_CHANGED", document=facts.labels.get(documents[0], ""))
        raise Refused("NOTHING_TO_INVOICE")
    payer = lines[0].payer
    address = clean(cmd.address, limit=MAX_ADDRESS, multiline=True).strip()
    name = facts.names.get(payer, "") if payer else ""
    issued = _issued(mint(), DocumentKind.INVOICE, payer, [x.entry for x in lines], lines, name, address)
    return Plan("INVOICE", (issued,), subject=lines[0].booking)


def decide_month(facts: DocumentFacts, cmd: IssueMonth, now: int, mint: Mint) -> Plan:
    """One invoice per payer with all their lessons of the month that are on none yet; run again it issues nothing new.

    Lessons whose price changed after they were invoiced are left to CorrectInvoice, and counted in a warning.
    """
    _ours(cmd)
    by_payer: dict[tuple[Id, str], list[Billable]] = {}
    for line in due(facts.lines):
        if line.payer is not None:
            by_payer.setdefault((line.payer, line.currency), []).append(line)
    effects = []
    for payer, currency in sorted(by_payer, key=lambda key: (facts.names.get(key[0], ""), key)):
        lines = by_payer[payer, currency]
        entries = [x.entry for x in lines]
        name, span = facts.names.get(payer, ""), (facts.since, facts.until)
        effects.append(_issued(mint(), DocumentKind.INVOICE, payer, entries, lines, name, "", span=span))
    stale = len(changed(facts.lines))
    warnings = (Warned.of("INVOICES_CHANGED", count=stale),) if stale else ()
    return Plan("INVOICE_MONTH", tuple(effects), warnings, asks=bool(effects))


def decide_correct(facts: DocumentFacts, cmd: CorrectInvoice, now: int, mint: Mint) -> Plan:
    """A credit note: for what was credited since, else for the whole; where more is owed since, a new invoice with it.

    Refused: NOT_YOURS, NOT_AN_INVOICE, CORRECTED_ALREADY (nothing stands on it any more).
    """
    _ours(cmd)
    invoice = facts.document
    if invoice is None or invoice.kind is not DocumentKind.INVOICE:
        raise Refused("NOT_AN_INVOICE", document=invoice.label if invoice else "")
    standing: list[Billable] = []
    since: list[Billable] = []
    for own in _by_booking(facts.lines):
        if _standing(own).get(invoice.id):
            standing += (x for x in own if x.document == invoice.id)
            since += (x for x in own if x.document is None and _says(x))
    if not standing:
        raise Refused("CORRECTED_ALREADY", document=invoice.label)
    step = sum(x.gross for x in since)
    if step < 0:
        return _corrected(invoice, [x.entry for x in since], since, mint)
    plan = _corrected(invoice, [x.taken_back for x in standing], standing, mint)
    if step == 0:
        return plan
    lines = [*standing, *since]
    entries, name = [x.entry for x in lines], invoice.name
    anew = _issued(mint(), DocumentKind.INVOICE, invoice.payer, entries, lines, name, invoice.address)
    return Plan(plan.verb, (*plan.effects, anew), subject=plan.subject)


def due(lines: Iterable[Billable]) -> list[Billable]:
    """The free lines of bookings that stand on no invoice and come to something; a seat merely held is not due."""
    found: list[Billable] = []
    for own in _by_booking(lines):
        free = [x for x in own if x.document is None and _says(x)]
        if not _standing(own) and own[0].state in BILLED and sum(x.gross for x in free) > 0:
            found += free
    return found


def changed(lines: Iterable[Billable]) -> list[Id]:
    """Invoices of which a lesson has come to cost more or less since, in the order of their lines."""
    found: dict[Id, None] = {}
    for own in _by_booking(lines):
        if sum(x.gross for x in own if x.document is None):
            found |= dict.fromkeys(_standing(own))
    return list(found)


def _standing(own: Iterable[Billable]) -> dict[Id, int]:
    """Invoice -> what it says that one booking comes to, credit notes and all; one that says nothing does not stand."""
    found: dict[Id, int] = {}
    for line in own:
        if line.document is not None:
            found[line.document] = found.get(line.document, 0) + line.gross
    return {document: gross for document, gross in found.items() if gross}


def _by_booking(lines: Iterable[Billable]) -> list[list[Billable]]:
    found: dict[Id, list[Billable]] = {}
    for line in lines:
        found.setdefault(line.booking, []).append(line)
    return list(found.values())


def _says(line: Billable) -> bool:
    """A line of nothing is on no document: whether it stands there could not be told."""
    return bool(line.gross or line.tax)


def _corrected(invoice: Document, entries: list[Entry], lines: Sequence[Billable], mint: Mint) -> Plan:
    note = _issued(
        mint(), DocumentKind.CREDIT_NOTE, invoice.payer, entries, lines, invoice.name, invoice.address,
        corrects=invoice.id,
    )  # fmt: skip
    return Plan("CORRECT_INVOICE", (note,), subject=note.booking)


def _issued(
    id_: Id,
    kind: DocumentKind,
    payer: Id | None,
    entries: Sequence[Entry],
    lines: Sequence[Billable],
    name: str,
    address: str,
    *,
    corrects: Id | None = None,
    span: tuple[int | None, int | None] = (None, None),
) -> DocumentIssued:
    net, tax, gross = (sum(amounts) for amounts in zip(*((n, t, g) for _, n, t, g in entries), strict=True))
    only = {x.booking for x in lines}
    return DocumentIssued(
        id_, SERIES[kind], kind, payer, lines[0].currency, net, tax, gross, tuple(entries), corrects, *span,
        next(iter(only)) if len(only) == 1 else None, name, address,
    )  # fmt: skip


def _ours(cmd: Command) -> None:
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="INVOICE")
