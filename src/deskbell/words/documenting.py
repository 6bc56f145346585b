"""Documents that a plan writes or a timeline tells: key and facts of their text, and the plan's rows about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.documents import DocumentKind
from deskbell.domain.text import clean

if TYPE_CHECKING:
    from deskbell.words.namer import Line, Namer, PlanSays

FEW = 3
"""So many numbers are said one by one."""


def document_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    if not isinstance(effect, e.DocumentIssued):
        return None
    known = teller.names.people.get(effect.payer, "") if effect.payer else ""
    return f"{effect.kind}.{effect.document_kind}", {
        "person": clean(effect.name) or clean(known) or teller.person(effect.payer),
        "amount": teller.amount(abs(effect.gross), effect.currency),
        "number": teller.names.documents.get(effect.document, ""),
        "corrects": teller.names.documents.get(effect.corrects, "") if effect.corrects else "",
    }


def document_matter(teller: PlanSays) -> str:
    """What a plan that writes paper is about: whom, or how many and how much."""
    issued = teller.all(e.DocumentIssued)
    if len({x.payer for x in issued}) == 1:
        return clean(issued[0].name) or teller.person(issued[0].payer)
    if not issued:
        return ""
    amount = teller.money(sum(x.gross for x in issued), issued[0].currency)
    return teller.text("paper.sum", n=len(issued), amount=amount)


def document_parts(teller: PlanSays) -> list[str]:
    """A row for each document, with how many lines it has."""
    return [teller.text("paper.lines", text=teller.will(x), n=len(x.lines)) for x in teller.all(e.DocumentIssued)]


def document_numbers(teller: PlanSays) -> list[str]:
    """The numbers that documents have got, of many invoices the first and the last."""
    numbers = teller.names.documents
    known = [(x.document_kind, numbers[x.document]) for x in teller.all(e.DocumentIssued) if x.document in numbers]
    if len(known) > FEW:
        return [teller.text("paper.many", first=known[0][1], last=known[-1][1])]
    return [
        teller.text("paper.invoice" if kind is DocumentKind.INVOICE else "paper.credit_note", number=number)
        for kind, number in known
    ]
