"""A document as text: 80 columns, its tax table, nothing that can act, whole in each language. I42, I43."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.documents import (
    DocumentHead,
    DocumentKind,
    DocumentRow,
    DocumentView,
    ReceiptHead,
    ReceiptRow,
    ReceiptView,
    read_receipt,
)
from deskbell.domain.ids import Id
from deskbell.domain.text import clean
from deskbell.words.paper import LEAST, WIDTH, paper, show_rate
from tests.words.desk import HOUR, NOW, START, ZONE

LANGUAGES = ("en", "es", "pt")
LESSON = DocumentRow(412, "LESSON", START, START + HOUR, "Piano", "Marta Pérez", 2100, 2500, 525, 3025)
CREDIT = replace(LESSON, kind="CREDIT", net=-1250, tax=-263, gross=-1513)
FREE = replace(LESSON, service="Canto", rate=550, net=948, tax=52, gross=1000)
HEAD = DocumentHead(Id("d"), DocumentKind.INVOICE, 12, NOW, "Marta Pérez", "EUR", 2198, 314, 2512)
VIEW = DocumentView(HEAD, "Gran Vía 1\n28013 Madrid", (LESSON, CREDIT, FREE))


def cells(text: str) -> int:
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def test_an_invoice() -> None:
    assert (
        "\n".join(paper(VIEW, "Estudio Río", ZONE, "en"))
        == """\
Estudio Río                                                           Invoice 12
                                                                    3 March 2026
To: Marta Pérez
    Gran Vía 1
    28013 Madrid

Day          What                                           Tax           Amount
────────────────────────────────────────────────────────────────────────────────
4 Mar 2026   Piano, Marta Pérez  15:30                     21 %            30.25
4 Mar 2026   Piano, Marta Pérez, credit  15:30             21 %           −15.13
4 Mar 2026   Canto, Marta Pérez  15:30                    5.5 %            10.00
────────────────────────────────────────────────────────────────────────────────
Total                                                                    25.12 €

             Tax             Net             Tax           Gross
           5.5 %            9.48            0.52           10.00
            21 %           12.50            2.62           15.12"""
    )


def test_a_credit_note_says_what_it_corrects_and_an_invoice_by_what_it_was_corrected() -> None:
    note = replace(VIEW, head=replace(HEAD, kind=DocumentKind.CREDIT_NOTE, number=3, corrects="12"))
    assert "Abono C3" in paper(note, "Río", ZONE, "es")[0]
    assert "Corrige la factura 12" in paper(note, "Río", ZONE, "es")
    corrected = replace(VIEW, head=replace(HEAD, corrected_by=("C3", "C4")))
    assert paper(corrected, "Río", ZONE, "pt")[-1] == "Corrigida por C3, C4"


def test_a_month_is_named() -> None:
    month = replace(VIEW, head=replace(HEAD, since=START, until=START + HOUR))
    assert "Clases de marzo de 2026" in paper(month, "Río", ZONE, "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_erased_leaves_no_hole(language: str) -> None:
    """An erase blanks the party and the names of people; the figures stay and the paper is whole."""
    bare = DocumentView(replace(HEAD, name=""), "", tuple(replace(row, person="") for row in VIEW.rows))
    lines = paper(bare, "Río", ZONE, language)
    assert not any("Marta" in line for line in lines)
    assert lines[2].split(":")[1].strip()


@pytest.mark.parametrize(("rate", "language", "shown"), [(2100, "en", "21 %"), (550, "es", "5,5 %"), (0, "pt", "0 %"),
                                                         (1025, "en", "10.25 %"), (5, "en", "0.05 %")])  # fmt: skip
def test_a_rate(rate: int, language: str, shown: str) -> None:
    assert show_rate(rate, "EUR", language) == shown


@given(
    st.text(max_size=200), st.text(max_size=200), st.text(max_size=300), st.integers(-(10**14), 10**14),
    st.sampled_from(LANGUAGES), st.sampled_from(("EUR", "JPY", "KWD", "CRC")),
)  # fmt: skip
def test_no_line_is_wider_than_the_paper_and_none_can_act(
    name: str, service: str, address: str, gross: int, language: str, currency: str
) -> None:
    """Whatever people are called and whatever it comes to: 80 columns, no control character."""
    row = replace(LESSON, service=service, person=name, gross=gross, net=gross, tax=0)
    view = DocumentView(replace(HEAD, name=name, gross=gross, currency=currency), address, (row,))
    for line in paper(view, name, ZONE, language):
        assert cells(line) <= WIDTH, line
        assert clean(line) == line


PAID = ReceiptHead(Id("r"), "RECEIPT", 1042, NOW, "Marta Pérez", "EUR", 2512, "CASH", 2031)
RECEIPT = ReceiptView(PAID, (ReceiptRow(412, START, START + HOUR, "Piano", "Ana Pérez"),))


def test_a_receipt_says_what_came_and_for_which_lessons() -> None:
    assert (
        "\n".join(paper(RECEIPT, "Estudio Río", ZONE, "en"))
        == """\
Estudio Río                                                        Receipt R1042
                                                                    3 March 2026
From: Marta Pérez

For                                                                   order 2031
────────────────────────────────────────────────────────────────────────────────
4 Mar 2026   Piano, Ana Pérez  15:30
────────────────────────────────────────────────────────────────────────────────
Received, cash                                                           25.12 €"""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_receipt_of_money_given_back_says_so(language: str) -> None:
    """The figure stands without a minus: the words say the way."""
    back = replace(RECEIPT, head=replace(PAID, kind="REFUND", amount=-2512))
    lines = paper(back, "Río", ZONE, language)
    assert "−" not in lines[-1]
    assert lines[-1] != paper(RECEIPT, "Río", ZONE, language)[-1]


@pytest.mark.parametrize(
    ("text", "number"), [("R12", 12), ("#r7", 7), ("12", None), ("C3", None), ("R", None), ("R1x", None)]
)
def test_the_label_of_a_receipt(text: str, number: int | None) -> None:
    """It is never taken for an invoice's."""
    assert read_receipt(text) == number


@given(st.text(max_size=60), st.integers(0, 200))
def test_paper_is_set_for_the_width_there_is(name: str, width: int) -> None:
    """Between the least and the whole sheet every line fits; nothing is lost but what is cut with an ellipsis."""
    row = replace(LESSON, person=name)
    for view in (
        replace(VIEW, head=replace(HEAD, name=name), rows=(row, CREDIT)),
        replace(RECEIPT, head=replace(PAID, name=name)),
    ):
        lines = paper(view, name, ZONE, "es", width)
        assert max(map(cells, lines)) <= max(LEAST, min(width, WIDTH))
