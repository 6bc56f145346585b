"""Invoices and credit notes: numbered without a gap, never changed. A change afterwards is a credit note and, where
more is owed, a new invoice; a line stands on at most one invoice. I42.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from deskbell.domain.booking import State
from deskbell.domain.clock import DAY
from deskbell.domain.ids import Id


class DocumentKind(StrEnum):
    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


SERIES = {DocumentKind.INVOICE: "invoice", DocumentKind.CREDIT_NOTE: "credit-note"}
"""Each kind has numbers of its own, from 1."""
CREDIT = "C"
"""What stands before a credit note's number, so that it is never taken for an invoice's."""
RECEIPT = "R"
"""What stands before a receipt's number, for the same reason."""
KEEP = 3653 * DAY
"""Seconds for which the printed party is kept: ten years."""
BILLED = frozenset(State) - {State.REQUESTED, State.HELD, State.OFFERED, State.WAITLISTED}
"""Only what is settled between two people is put on paper: a seat that is merely held is not."""

Entry = tuple[Id, int, int, int]
"""A line of an order on a document: id, net, tax, gross in minor units; its negative takes it back."""


def label(kind: DocumentKind, number: int) -> str:
    """12 for an invoice, C3 for a credit note: what people type and read."""
    return f"{CREDIT}{number}" if kind is DocumentKind.CREDIT_NOTE else str(number)


def read_label(text: str) -> tuple[DocumentKind, int] | None:
    """The kind and number that a label means; None for what is no label."""
    bare = text.strip().removeprefix("#").upper()
    kind = DocumentKind.CREDIT_NOTE if bare.startswith(CREDIT) else DocumentKind.INVOICE
    digits = bare.removeprefix(CREDIT)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 15):
        return None
    return kind, int(digits)


def read_receipt(text: str) -> int | None:
    """The number that a receipt's label means; None for what is none."""
    bare = text.strip().removeprefix("#").upper()
    digits = bare.removeprefix(RECEIPT)
    if digits == bare or not (digits.isascii() and digits.isdecimal() and len(digits) <= 15):
        return None
    return int(digits)


@dataclass(frozen=True, slots=True)
class Document:
    id: Id
    kind: DocumentKind
    number: int
    payer: Id | None
    currency: str
    name: str = ""
    address: str = ""

    @property
    def label(self) -> str:
        return label(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class Billable:
    """A line of an order with the lesson that it is for; `document` is the invoice on which it stands, None for none.

    `start` in epoch seconds, amounts in minor units.
    """

    line: Id
    order: Id
    booking: Id
    payer: Id | None
    currency: str
    gross: int
    tax: int
    start: int
    state: State
    document: Id | None = None

    @property
    def entry(self) -> Entry:
        return self.line, self.gross - self.tax, self.tax, self.gross

    @property
    def taken_back(self) -> Entry:
        return self.line, self.tax - self.gross, -self.tax, -self.gross


class Tax(NamedTuple):
    """All of a document at one rate (basis points)."""

    rate: int
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line as it was issued: the lesson's own time then, whatever became of it later; `rate` in basis points."""

    booking: int
    kind: str
    start: int
    end: int
    service: str
    person: str
    rate: int
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """A document in a list; `name` is the printed party, empty once it was erased. Instants in epoch seconds."""

    id: Id
    kind: DocumentKind
    number: int
    at: int
    name: str
    currency: str
    net: int
    tax: int
    gross: int
    since: int | None = None
    until: int | None = None
    corrects: str = ""
    corrected_by: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return label(self.kind, self.number)


@dataclass(frozen=True, slots=True)
class DocumentView:
    head: DocumentHead
    address: str
    rows: tuple[DocumentRow, ...]

    @property
    def taxes(self) -> tuple[Tax, ...]:
        """The tax table: a sum of lines for each rate, the lowest rate first."""
        return tax_table((row.rate, row.net, row.tax, row.gross) for row in self.rows)


@dataclass(frozen=True, slots=True)
class ReceiptHead:
    """Money that came (amount positive) or went back (negative), as it was written; `kind` is one of ReceiptKind.

    `name` is who pays for the order of that number. Instants in epoch seconds.
    """

    id: Id
    kind: str
    number: int
    at: int
    name: str
    currency: str
    amount: int
    method: str
    order: int

    @property
    def label(self) -> str:
        return f"{RECEIPT}{self.number}"


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A lesson that the order of a receipt is for."""

    booking: int
    start: int
    end: int
    service: str
    person: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    head: ReceiptHead
    rows: tuple[ReceiptRow, ...]


Paper = DocumentHead | ReceiptHead
"""Whatever has a number and can be printed."""


class MonthDue(NamedTuple):
    """What a month's run would write now: documents, and what they come to in minor units."""

    year: int
    month: int
    documents: int
    gross: int


def tax_table(rows: Iterable[tuple[int, int, int, int]]) -> tuple[Tax, ...]:
    """(rate, net, tax, gross) summed by rate: a tax is never computed again from a sum (I43)."""
    sums: dict[int, list[int]] = {}
    for rate, *amounts in rows:
        found = sums.setdefault(rate, [0, 0, 0])
        for at, amount in enumerate(amounts):
            found[at] += amount
    return tuple(Tax(rate, *sums[rate]) for rate in sorted(sums))
