"""Labels, tax tables and the decisions about paper, without a desk. I42, I43."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.domain.booking import State
from deskbell.domain.commands import CorrectInvoice, IssueMonth
from deskbell.domain.decisions.documents import decide_correct, decide_month, due
from deskbell.domain.documents import Billable, Document, DocumentKind, label, read_label, tax_table
from deskbell.domain.effects import DocumentIssued
from deskbell.domain.errors import Refused
from deskbell.domain.facts import Desk, DocumentFacts
from deskbell.domain.ids import Id
from deskbell.domain.money import tax_of_gross
from deskbell.domain.plan import Minting, Plan

DESK = Desk(Id("d"), "Studio", "UTC", "EUR", "en", 0)


@pytest.mark.parametrize(
    ("kind", "number", "said"), [(DocumentKind.INVOICE, 12, "12"), (DocumentKind.CREDIT_NOTE, 3, "C3")]
)
def test_a_label_is_read_as_it_is_written(kind: DocumentKind, number: int, said: str) -> None:
    assert label(kind, number) == said
    assert read_label(f" #{said.lower()} ") == (kind, number)


@pytest.mark.parametrize("text", ["", "C", "x", "-1", "1.5", "CC1", "9" * 16, "١"])
def test_what_is_no_label_is_none(text: str) -> None:
    assert read_label(text) is None


@settings(max_examples=500)
@given(st.lists(st.tuples(st.sampled_from((0, 1000, 2100)), st.integers(-(10**6), 10**6))))
def test_a_tax_table_sums_its_lines_and_computes_nothing_anew(lines: list[tuple[int, int]]) -> None:
    """I43: each line's tax was rounded once; the table only adds."""
    rows = [(rate, gross - tax_of_gross(gross, rate), tax_of_gross(gross, rate), gross) for rate, gross in lines]
    table = tax_table(rows)
    assert [x.rate for x in table] == sorted({rate for rate, _ in lines})
    assert sum(x.gross for x in table) == sum(gross for _, gross in lines)
    assert sum(x.tax for x in table) == sum(row[2] for row in rows)
    assert all(x.net + x.tax == x.gross for x in table)


# --- a desk of lines that come and go


def bill(at: int, booking: int, gross: int, rate: int, state: State = State.CONFIRMED) -> Billable:
    whose = Id(f"payer{booking % 2}")
    return Billable(
        Id(f"line{at}"), Id(f"order{booking}"), Id(f"booking{booking}"), whose, "EUR", gross,
        tax_of_gross(gross, rate), booking, state,
    )  # fmt: skip


class Paper:
    """Applies plans as the store does, line by line, and keeps every document."""

    def __init__(self) -> None:
        self.lines: dict[Id, Billable] = {}
        self.issued: dict[Id, DocumentIssued] = {}
        self.count = 0

    def apply(self, plan: Plan) -> None:
        for x in plan.of(DocumentIssued):
            self.issued[x.document] = x
            root = x.corrects or x.document
            for id_, net, tax, gross in x.lines:
                mine = self.lines[id_]
                assert net + tax == gross
                if mine.document is None:
                    assert (net, tax, gross) == mine.entry[1:]
                    self.lines[id_] = replace(mine, document=root)
                else:
                    assert (net, tax, gross) == mine.taken_back[1:]
                    self.lines[id_] = replace(mine, document=None)
            assert (x.net, x.tax, x.gross) == tuple(sum(e[n] for e in x.lines) for n in (1, 2, 3))

    def facts(self, document: Id | None = None) -> DocumentFacts:
        known = self.issued.get(document) if document else None
        meant = Document(known.document, known.document_kind, 1, known.payer, "EUR") if known else None
        return DocumentFacts(DESK, tuple(self.lines.values()), meant)

    def mint(self) -> Minting:
        self.count += 1
        return Minting(Id(f"{self.count}"))

    def month(self) -> Plan:
        key = Id("k")
        return decide_month(self.facts(), IssueMonth(key=key, year=2026, month=3), 0, self.mint())

    def correct(self, document: Id) -> None:
        try:
            plan = decide_correct(self.facts(document), CorrectInvoice(key=Id("k"), document=document), 0, self.mint())
        except Refused as no:
            if no.code not in ("CORRECTED_ALREADY", "NOT_AN_INVOICE"):
                raise
        else:
            self.apply(plan)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("price"), st.integers(0, 3), st.integers(0, 5000)),
        st.tuples(st.just("month"), st.just(0), st.just(0)),
        st.tuples(st.just("correct"), st.integers(0, 9), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=1500, deadline=None)
@given(STEPS, st.sampled_from((0, 2100)))
def test_whatever_happens_paper_comes_to_what_is_owed(steps: list[tuple[str, int, int]], rate: int) -> None:
    """I42: after any prices, runs and corrections, correcting all invoices and one more run puts on paper exactly what
    each booking costs now; a second run issues nothing; no invoice and no credit note is of nothing or the wrong sign.
    """
    paper, price = Paper(), Counter[int]()
    for verb, which, total in steps:
        if verb == "price":
            step = total - price[which]
            tax = tax_of_gross(total, rate) - tax_of_gross(price[which], rate)
            made = replace(bill(len(paper.lines), which, step, rate), tax=tax)
            paper.lines[made.line] = made
            price[which] = total
        elif verb == "month":
            paper.apply(paper.month())
        elif paper.issued:
            paper.correct(list(paper.issued)[which % len(paper.issued)])
    for document in list(paper.issued):
        paper.correct(document)
    paper.apply(paper.month())
    assert paper.month().effects == ()
    on_paper: Counter[str] = Counter()
    for x in paper.lines.values():
        on_paper[x.booking] += x.gross if x.document is not None else 0
    assert {b: g for b, g in on_paper.items() if g} == {f"booking{b}": g for b, g in price.items() if g}
    for x in paper.issued.values():
        assert x.gross > 0 if x.document_kind is DocumentKind.INVOICE else x.gross < 0
        assert all(entry[2] or entry[3] for entry in x.lines)


@pytest.mark.parametrize("state", State)
def test_only_what_is_settled_between_two_people_is_put_on_paper(state: State) -> None:
    """A seat that is merely held, asked for, offered or waited for is owed by nobody yet."""
    waits = state in (State.REQUESTED, State.HELD, State.OFFERED, State.WAITLISTED)
    assert bool(due([bill(1, 1, 2500, 0, state)])) is not waits
