"""spec/2's table from our states to the five sources' words, cell by cell."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import Attendance, State
from deskbell.domain.payment import Settlement
from deskbell.domain.source_words import Dispute, source_words

CONFIRM = "BOOKED_WITH_CONFIRMATION_REQUIRED"
UNPAID, PAID, HELD_MONEY = Settlement.UNPAID, Settlement.PAID, Settlement.AUTHORISED
PART, BACK, CASH = Settlement.PARTIALLY_REFUNDED, Settlement.REFUNDED, Settlement.CASH_DUE
TABLE = [
    (State.REQUESTED, UNPAID, False, ("pending", 3, CONFIRM, "Pending")),
    (State.REQUESTED, HELD_MONEY, False, ("pending", 5, CONFIRM, "Pending")),
    (State.HELD, UNPAID, False, ("pending", 3, CONFIRM, "Pending")),
    (State.WAITLISTED, UNPAID, False, ("pending", None, "WAITING_LIST", "Pending")),
    (State.OFFERED, UNPAID, False, ("pending", 3, CONFIRM, "Pending")),
    (State.CONFIRMED, PAID, True, ("scheduled", 1, "BOOKED", "Accepted")),
    (State.CONFIRMED, PART, True, ("scheduled", 4, "BOOKED", "Accepted")),
    (State.CONFIRMED, UNPAID, True, ("pending", 3, "BOOKED", "Accepted")),
    (State.CONFIRMED, HELD_MONEY, True, ("pending", 5, "BOOKED", "Accepted")),
    (State.CONFIRMED, CASH, True, ("pending", 3, "BOOKED", "Accepted")),
    (State.CONFIRMED, PAID, False, ("pending", 1, "BOOKED", "Accepted")),
    (State.COMPLETED, PAID, False, ("scheduled", 1, "BOOKED", "Accepted")),
    (State.COMPLETED, UNPAID, True, ("scheduled", 3, "BOOKED", "Accepted")),
    (State.NO_SHOW, PAID, True, ("scheduled", 1, "BOOKED", "Accepted")),
    (State.CANCELLED, BACK, True, ("cancelled", 0, "CANCELED", "Canceled")),
    (State.CANCELLED, PART, False, ("cancelled", 4, "CANCELED", "Canceled")),
    (State.CANCELLED, PAID, False, ("cancelled", 1, "CANCELED", "Canceled")),
    (State.CANCELLED, UNPAID, False, ("cancelled", None, "CANCELED", "Canceled")),
    (State.REJECTED, BACK, False, ("cancelled", 0, "CANCELED", "Rejected")),
    (State.REJECTED, UNPAID, False, ("cancelled", None, "CANCELED", "Rejected")),
    (State.EXPIRED, UNPAID, False, ("cancelled", None, "CANCELED", "Canceled")),
]


@pytest.mark.parametrize(("state", "money", "there", "words"), TABLE)
def test_each_cell_of_the_table(
    state: State, money: Settlement, there: bool, words: tuple[str, int | None, str, str]
) -> None:
    """S0.3, S0.31, A4: scheduled is what is paid and on the calendar, and what took place."""
    found = source_words(state, money, on_calendar=there)
    assert (found.virtual_class, found.tutoring, found.slot, found.coaching) == words
    assert found.completed is (state is State.COMPLETED)


def test_every_state_and_money_has_its_words() -> None:
    """Total: S2's code 2 is never said, nor a word that no source has (S0.29, S2.35, S3.5, S4.14, S4.38)."""
    assert {state for state, *_ in TABLE} == set(State)
    for state in State:
        for money in Settlement:
            for there in (False, True):
                found = source_words(state, money, on_calendar=there)
                assert found.virtual_class in {"pending", "scheduled", "cancelled"}
                assert found.tutoring in {0, 1, 3, 4, 5, None}
                assert found.slot in {"BOOKED", CONFIRM, "WAITING_LIST", "CANCELED"}
                assert found.coaching in {"Accepted", "Rejected", "Pending", "Canceled"}
                assert found.order in {"Pending", "Paid", "Failed", "Cash"}


def test_disputes_attendance_and_orders() -> None:
    """A dispute goes over the status (S4.14), who was absent did not take part (S3.10), an order has its own words."""
    said = source_words(State.COMPLETED, PAID, on_calendar=True, dispute=Dispute.OPEN)
    assert (said.coaching, said.completed) == ("InDispute", True)
    assert source_words(State.CONFIRMED, PAID, on_calendar=True, dispute=Dispute.RESOLVED).coaching == "DisputeDone"
    assert source_words(State.NO_SHOW, PAID, on_calendar=True).participant == "NOT_PARTICIPATING"
    here = source_words(State.COMPLETED, PAID, on_calendar=True, attendance=Attendance.PARTICIPATING)
    assert here.participant == "PARTICIPATING"
    orders = {money: source_words(State.CONFIRMED, money, on_calendar=True).order for money in Settlement}
    assert {money for money, word in orders.items() if word == "Paid"} == {
        PAID, PART, BACK, Settlement.OVERPAID, Settlement.FREE,
    }  # fmt: skip
    assert (orders[CASH], orders[Settlement.FAILED], orders[UNPAID]) == ("Cash", "Failed", "Pending")
