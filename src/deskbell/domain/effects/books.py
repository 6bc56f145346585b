"""What is put on paper: invoices and credit notes."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.documents import DocumentKind, Entry
from deskbell.domain.effects.effect import Effect, spoken
from deskbell.domain.ids import Id


@dataclass(frozen=True, slots=True)
class DocumentIssued(Effect):
    """Sums and lines (order line, net, tax, gross) in minor units. The number is given at commit, under lock.

    Nothing takes it back: `corrects` is the invoice that a credit note is for. [since, until) is the month of a monthly
    invoice; `booking` the lesson where it is only one. `name` and `address` are the party as printed.
    """

    document: Id
    series: str
    document_kind: DocumentKind
    payer: Id | None
    currency: str
    net: int
    tax: int
    gross: int
    lines: tuple[Entry, ...]
    corrects: Id | None = None
    since: int | None = None
    until: int | None = None
    booking: Id | None = None
    name: str = spoken()
    address: str = spoken()
