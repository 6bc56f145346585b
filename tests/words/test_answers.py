"""Before and after: what a line would book, and what was done, each in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.commands import Newcomer
from deskbell.domain.effects import ReceiptIssued
from deskbell.domain.names import Names
from deskbell.domain.payment import Method
from deskbell.domain.plan import Plan
from deskbell.words.plans import done_line, preview, preview_line
from tests.words.desk import (
    CASH,
    NAMES,
    NOW,
    PAID,
    UNPAID,
    ZONE,
    add_people,
    book,
    book_class,
    cancel,
    done,
    edit,
    hand_over,
    import_busy,
    move,
    names,
    note,
    open_class,
    pay,
    reprice,
    rows,
    set_up,
    undo,
)

# --- before


def test_the_preview_of_a_line() -> None:
    """SCREENS, "One line to book": whom, when, what, with whom, price, how it is paid."""
    plan = book(method=Method.CASH, tendered=3000)
    assert preview_line(plan, NAMES, "en", ZONE, NOW, nth=7) == (
        "Ana Pérez (7th lesson) · Wed 4 March 15:30–16:30 · Piano 60 · Ana Ruiz · Studio 1 · 25.00 € · "
        "cash, change for 30.00 €: 5.00 €"
    )
    found = preview(plan, NAMES, "en", ZONE, NOW)
    assert (found.who, found.price, found.below) == ("Ana Pérez", "25.00 €", "free · a receipt will be written")
    assert preview(plan, NAMES, "es", ZONE, NOW, nth=7).who == "Ana Pérez (7.ª clase)"
    assert preview(plan, NAMES, "pt-BR", ZONE, NOW, nth=1).who == "Ana Pérez (1ª aula)"


def test_the_preview_of_somebody_new_of_nobody_and_of_a_class() -> None:
    assert preview(book(newcomer=Newcomer(name="Leo Lee")), NAMES, "en", ZONE, NOW, nth=1).who == "Leo Lee (new)"
    assert preview(book(walk_in=True), NAMES, "en", ZONE, NOW, nth=1).who == "a walk-in"
    found = preview(book_class(), NAMES, "en", ZONE, NOW)
    assert found.lesson == "Wed 4 March 18:30–19:30 · Yoga · Luis Gómez"
    assert found.payment == "pays later"


# --- the answer afterwards


@pytest.mark.parametrize(
    ("plan", "known", "text"),
    [
        (book(method=Method.CASH, tendered=3000), UNPAID,
         "Booked: Ana Pérez, Piano 60, Wed 4 March 15:30. Paid 25.00 € cash, change 5.00 €, receipt 17."),
        (book(), UNPAID, "Booked: Ana Pérez, Piano 60, Wed 4 March 15:30. 25.00 € to collect."),
        (move(), UNPAID, "Moved: Ana Pérez, Piano 60, from Wed 4 March 15:30 to Thu 5 March 15:30–16:30."),
        (cancel(CASH), PAID,
         ("Cancelled: Ana Pérez, Piano 60, Wed 4 March 15:30. 12.50 € of 25.00 € back (50 %: less than 48 h), "
         "in cash, out of the drawer, 12.50 € is kept, receipt 17.")),
        (pay(tendered=3000), UNPAID,
         "Paid: Ana Pérez, Piano 60, Wed 4 March 15:30. 25.00 € cash, change 5.00 €, receipt 17."),
        (reprice(2000), UNPAID,
         ("New price: Ana Pérez, Piano 60, Wed 4 March 15:30. Discount 5.00 €: 20.00 € in all, "
         "20.00 € stays to collect.")),
        (hand_over(), names(1250),
         "Given back: Ana Pérez, Piano 60, Wed 4 March 15:30. 12.50 € given back on the card reader, receipt 17."),
        (note(), UNPAID, "Noted: Ana Pérez, Piano 60, Wed 4 March 15:30."),
        (edit(focus="Right hand."), UNPAID,
         "Changed: Ana Pérez, Piano 60, Wed 4 March 15:30, focus Right hand."),
        (undo(note()), UNPAID, "Taken back: note, Ana Pérez, Piano 60, Wed 4 March 15:30."),
        (import_busy(), UNPAID, "Calendar read: Ana Ruiz, 12 new, 3 changed, 1 gone."),
        (import_busy(0), UNPAID, "Calendar read. Nothing is different from before."),
        (open_class(), UNPAID, "Class opened: Yoga, Wed 4 March 15:30, 8 seats."),
        (set_up(), Names(), "The desk is open: Estudio Río, 1 tutor, 1 service."),
        (add_people("Leo Lee"), UNPAID, "Written down: Leo Lee."),
    ],
)  # fmt: skip
def test_the_answer_after_it_was_done(plan: Plan, known: Names, text: str) -> None:
    assert done(plan, known) == text


def test_the_new_booking_has_its_number_in_the_answer() -> None:
    assert done(book(), booking=413) == (
        "Booked: Ana Pérez, Piano 60, Wed 4 March 15:30, booking 413. 25.00 € to collect."
    )


def test_the_same_command_again_says_that_nothing_was_done_twice() -> None:
    """I2."""
    again = done_line(Plan("TAKE", ()), NAMES, "en", ZONE, again=True)
    assert again == "This was done before; nothing was done twice."


def test_numbers_that_are_known_stand_in_the_plan() -> None:
    plan = pay()
    (issued,) = plan.of(ReceiptIssued)
    known = replace(UNPAID, receipts={issued.receipt: 17})  # type: ignore[attr-defined]
    assert rows(plan, known)["receipt"] == "receipt 17"
