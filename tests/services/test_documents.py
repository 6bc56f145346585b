"""Invoices and credit notes on both databases: gap-free, once for each line, corrected, never changed. I42, I43."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import (
    Cancel,
    Close,
    Command,
    CorrectInvoice,
    IssueInvoice,
    IssueMonth,
    Reprice,
    Undo,
)
from deskbell.domain.documents import DocumentView
from deskbell.domain.effects import DocumentIssued
from deskbell.domain.errors import DeskError, NotFound, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.people import Actor, Role
from deskbell.services.books import Books
from deskbell.services.desk import Changed
from tests.services.conftest import Small, at, fresh


def books(small: Small) -> Books:
    return Books(small.desk)


def issue(small: Small, booked: Changed, address: str = "") -> DocumentIssued:
    done = small.do(IssueInvoice(key=fresh(), order=small.order(booked), address=address))
    return next(done.plan.of(DocumentIssued))


def month(small: Small, number: int = 3, payer: Id | None = None) -> Changed:
    return small.do(IssueMonth(key=fresh(), year=2026, month=number, payer=payer))


def correct(small: Small, document: Id) -> list[DocumentIssued]:
    return list(small.do(CorrectInvoice(key=fresh(), document=document)).plan.of(DocumentIssued))


def cancel(small: Small, booked: Changed, percent: int) -> Changed:
    booking = booked.plan.subject
    assert booking is not None
    return small.do(Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER, reason=Reason.OTHER, percent=percent))


def reprice(small: Small, booked: Changed, total: int) -> None:
    assert booked.plan.subject is not None
    small.do(Reprice(key=fresh(), booking=booked.plan.subject, total=total, text="why"))


def refused(small: Small, command: Command) -> str:
    with pytest.raises(DeskError) as no:
        small.do(command)
    small.sound()
    return no.value.code


def labels(small: Small) -> list[str]:
    return [head.label for head in books(small).documents()]


def seen(small: Small, label: str) -> DocumentView:
    return books(small).document(label)


# --- an order


def test_an_order_is_invoiced_once(small: Small) -> None:
    """I42: the lines of an order come to stand on one invoice, with the payer as they are called now."""
    booked = small.book("Mia Lee", "2026-03-05 15:00", method=Method.CASH)
    issued = issue(small, booked, "  Gran Vía 1\n28013 Madrid ")
    view = seen(small, "1")
    assert (view.head.label, view.head.name, view.address) == ("1", "Leo Lee", "Gran Vía 1\n28013 Madrid")
    assert (view.head.net, view.head.tax, view.head.gross) == (2500, 0, 2500)
    (row,) = view.rows
    assert (row.booking, row.person, row.service, row.start) == (
        small.no(booked), "Mia Lee", "Piano", at("2026-03-05 15:00"),
    )  # fmt: skip
    assert refused(small, IssueInvoice(key=fresh(), order=small.order(booked))) == "NOTHING_TO_INVOICE"
    assert issued.payer == small.people["Leo Lee"]
    small.sound()


def test_the_same_command_twice_is_one_invoice(small: Small) -> None:
    """I2: a number is not spent on a repeated key."""
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    command = IssueInvoice(key=fresh(), order=small.order(booked))
    assert small.do(command).no == small.do(command).no
    assert labels(small) == ["1"]


def test_a_number_is_not_lost_to_a_change_that_failed(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """I42: numbers are given at commit; what is rolled back has spent none."""
    from deskbell.store import apply

    one, two = small.book("Leo Lee", "2026-03-05 15:00"), small.book("Leo Lee", "2026-03-05 16:00")
    issue(small, one)

    def fails(*_: object) -> None:
        raise Refused("SLOT_FULL")

    with monkeypatch.context() as broken:
        broken.setattr(apply.record, "write", fails)
        with pytest.raises(Refused):
            issue(small, two)
    issue(small, two)
    assert labels(small) == ["2", "1"]
    small.sound()


def test_a_printed_lesson_stays_where_it_was_printed(small: Small) -> None:
    """I42: a document says what it said, whatever becomes of the lesson."""
    from deskbell.domain.commands import Move

    booked = small.book("Leo Lee", "2026-03-05 15:00")
    issue(small, booked)
    assert booked.plan.subject is not None
    small.do(Move(key=fresh(), booking=booked.plan.subject, start=at("2026-03-06 09:00")))
    assert seen(small, "1").rows[0].start == at("2026-03-05 15:00")
    small.sound()


# --- what changes afterwards


def test_what_was_credited_since_is_one_credit_note(small: Small) -> None:
    """I42, I37: a cancellation after the invoice gives a credit note of just its lines; the invoice stays as it is."""
    booked = small.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    issued = issue(small, booked)
    cancel(small, booked, 40)
    assert refused(small, IssueInvoice(key=fresh(), order=small.order(booked))) == "INVOICE_CHANGED"
    (note,) = correct(small, issued.document)
    assert (note.gross, note.corrects, note.series) == (-1000, issued.document, "credit-note")
    assert seen(small, "C1").head.corrects == "1"
    assert seen(small, "1").head.corrected_by == ("C1",)
    (rest,) = correct(small, issued.document)
    assert rest.gross == -1500, "the rest of it, where it was wrong altogether"
    assert refused(small, CorrectInvoice(key=fresh(), document=issued.document)) == "CORRECTED_ALREADY"
    again = issue(small, booked)
    assert again.gross == 1500
    assert labels(small) == ["2", "C2", "C1", "1"]
    small.sound()


def test_what_was_credited_altogether_can_be_owed_again(small: Small) -> None:
    """A cancellation on paper that is undone comes onto a new invoice."""
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    issued = issue(small, booked)
    gone = cancel(small, booked, 100)
    correct(small, issued.document)
    small.do(Undo(key=fresh(), change=gone.no))
    assert refused(small, CorrectInvoice(key=fresh(), document=issued.document)) == "CORRECTED_ALREADY"
    assert issue(small, booked).gross == 2500
    small.sound()


def test_a_higher_price_is_a_credit_note_and_a_new_invoice(small: Small) -> None:
    """I42: a change is a credit note and a new one; both in one change."""
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    issued = issue(small, booked, "Gran Vía 1")
    reprice(small, booked, 3000)
    note, anew = correct(small, issued.document)
    assert (note.gross, anew.gross, anew.address) == (-2500, 3000, "Gran Vía 1")
    assert labels(small) == ["2", "C1", "1"]
    small.sound()


def test_a_credit_note_is_not_corrected(small: Small) -> None:
    issued = issue(small, small.book("Leo Lee", "2026-03-05 15:00"))
    (note,) = correct(small, issued.document)
    assert refused(small, CorrectInvoice(key=fresh(), document=note.document)) == "NOT_AN_INVOICE"
    assert refused(small, CorrectInvoice(key=fresh(), document=Id("0" * 32))) == "NO_DOCUMENT"


def test_an_invoice_is_never_undone(small: Small) -> None:
    """I42: undo passes it over, and says so where it is named."""
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    done = small.do(IssueInvoice(key=fresh(), order=small.order(booked)))
    last = small.desk.last_change()
    assert last is not None
    assert last.verb == "BOOK"
    assert refused(small, Undo(key=fresh(), change=done.no)) == "UNDO_NEVER"


def test_a_customer_issues_nothing(small: Small) -> None:
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    actor = Actor(Role.CUSTOMER)
    commands = (
        IssueInvoice(key=fresh(), order=small.order(booked), actor=actor),
        IssueMonth(key=fresh(), year=2026, month=3, actor=actor),
    )
    assert [refused(small, command) for command in commands] == ["NOT_YOURS"] * 2


# --- a month


def test_a_month_is_one_invoice_per_family(small: Small) -> None:
    """Leo pays for himself and for Mia; Ana for herself; a walk-in has no family; another month is another run."""
    small.book("Mia Lee", "2026-03-05 15:00")
    small.book("Leo Lee", "2026-03-06 15:00", service="Maths", tutor="Ben")
    small.book("Ana Pérez", "2026-03-31 17:00")
    small.book("Ana Pérez", "2026-04-01 09:00")
    small.book(None, "2026-03-09 15:00")
    plan = small.desk.plan(IssueMonth(key=fresh(), year=2026, month=3))
    issued = list(plan.of(DocumentIssued))
    assert [(x.name, x.gross, len(x.lines)) for x in issued] == [("Ana Pérez", 2500, 1), ("Leo Lee", 5700, 2)]
    assert month(small, payer=small.people["Leo Lee"]).plan.effects
    assert [x.name for x in month(small).plan.of(DocumentIssued)] == ["Ana Pérez"]
    assert (issued[0].since, issued[0].until) == (at("2026-03-01 00:00"), at("2026-04-01 00:00") - 3600)
    again = month(small)
    assert again.plan.effects == ()
    assert labels(small) == ["2", "1"]
    april = month(small, 4)
    assert [x.gross for x in april.plan.of(DocumentIssued)] == [2500]
    small.sound()


def test_a_month_takes_up_where_it_was_left(small: Small) -> None:
    """A lesson that is added later comes onto a second invoice; what was free or cancelled for nothing on none."""
    small.book("Leo Lee", "2026-03-05 15:00")
    month(small)
    small.book("Leo Lee", "2026-03-06 15:00")
    cancel(small, small.book("Leo Lee", "2026-03-09 15:00"), 100)
    reprice(small, small.book("Leo Lee", "2026-03-10 15:00"), 0)
    assert [x.gross for x in month(small).plan.of(DocumentIssued)] == [2500]
    small.sound()


def test_a_month_leaves_changed_invoices_to_be_corrected_and_says_so(small: Small) -> None:
    booked = small.book("Leo Lee", "2026-03-05 15:00")
    issue(small, booked)
    reprice(small, booked, 2000)
    plan = small.desk.plan(IssueMonth(key=fresh(), year=2026, month=3))
    assert plan.effects == ()
    assert [(w.code, dict(w.facts)) for w in plan.warnings] == [("INVOICES_CHANGED", {"count": 1})]


@pytest.mark.parametrize(("year", "number"), [(2026, 13), (2026, 0), (1900, 1), (99999, 1)])
def test_a_month_that_is_none(small: Small, year: int, number: int) -> None:
    with pytest.raises(WrongInput) as no:
        small.do(IssueMonth(key=fresh(), year=year, month=number))
    assert no.value.code == "MONTH_UNKNOWN"


def test_kept_fees_and_missed_lessons_are_on_paper(small: Small) -> None:
    """A late cancellation's fee and a lesson nobody came to are owed like a lesson given."""
    late, missed = small.book("Leo Lee", "2026-03-05 15:00"), small.book("Leo Lee", "2026-03-05 16:00")
    cancel(small, late, 50)
    small.clock.at = at("2026-03-06 09:00")
    assert missed.plan.subject is not None
    small.do(Close(key=fresh(), booking=missed.plan.subject, verb=Verb.NO_SHOW))
    (issued,) = month(small).plan.of(DocumentIssued)
    assert issued.gross == 1250 + 2500
    assert len(issued.lines) == 3
    small.sound()


# --- together


def test_desks_that_invoice_at_once_give_each_line_one_number(small: Small) -> None:
    """I42, I56: six desks, the same orders: no line twice, no number missing."""
    orders = [small.order(small.book("Leo Lee", f"2026-03-05 {hour:02d}:00")) for hour in range(9, 15)]
    said: list[str] = []

    def work(turn: int) -> None:
        for order in orders[turn:] + orders[:turn]:
            try:
                small.desk.commit(IssueInvoice(key=fresh(), order=order))
                said.append("issued")
            except DeskError as error:
                said.append(error.code)

    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(said)) == ["NOTHING_TO_INVOICE", "issued"]
    assert said.count("issued") == len(orders)
    assert labels(small) == [str(n) for n in range(6, 0, -1)]
    small.sound()


def test_what_does_not_exist_is_not_found(small: Small) -> None:
    for which in ("1", "C1", "0", "x", "9" * 30):
        with pytest.raises(NotFound) as no:
            seen(small, which)
        assert no.value.code == "NO_DOCUMENT"
    with pytest.raises(NotFound):
        small.do(IssueInvoice(key=fresh(), order=Id("0" * 32)))


def test_sums_are_those_of_the_lines(small: Small) -> None:
    """I43: the tax table of a document sums its lines, and the head sums the table."""
    small.book("Leo Lee", "2026-03-05 15:00")
    small.book("Leo Lee", "2026-03-06 15:00", service="Maths", tutor="Ben")
    month(small)
    view = seen(small, "1")
    taxes = view.taxes
    assert sum(x.gross for x in taxes) == view.head.gross == sum(x.gross for x in view.rows)
    assert replace(view, rows=()).taxes == ()
