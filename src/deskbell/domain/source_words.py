"""A booking in the words of the five systems that people come from: what each of them would call how it stands now.

Every state of ours has a word in each, or none where the source has none; spec/2 says which of them lose something.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.booking import Attendance, State
from deskbell.domain.payment import Settlement


class Dispute(StrEnum):
    OPEN = "OPEN"
    RESOLVED = "RESOLVED"


PAID = frozenset({Settlement.PAID, Settlement.OVERPAID, Settlement.FREE})
"""Nothing of it is owed any more."""


@dataclass(frozen=True, slots=True)
class SourceWords:
    """`virtual_class` is S0's status, `tutoring` S2's code, `slot` and `participant` S3's, `coaching` S4's status with
    its `completed`, and `order` S4's payment status.
    """

    virtual_class: str
    tutoring: int | None
    slot: str
    participant: str
    coaching: str
    completed: bool
    order: str


_S0 = {
    State.COMPLETED: "scheduled",
    State.NO_SHOW: "scheduled",
    State.CANCELLED: "cancelled",
    State.REJECTED: "cancelled",
    State.EXPIRED: "cancelled",
}
_S3 = {
    State.REQUESTED: "BOOKED_WITH_CONFIRMATION_REQUIRED",
    State.HELD: "BOOKED_WITH_CONFIRMATION_REQUIRED",
    State.OFFERED: "BOOKED_WITH_CONFIRMATION_REQUIRED",
    State.WAITLISTED: "WAITING_LIST",
    State.CONFIRMED: "BOOKED",
    State.COMPLETED: "BOOKED",
    State.NO_SHOW: "BOOKED",
}
_S4 = {
    State.CONFIRMED: "Accepted",
    State.COMPLETED: "Accepted",
    State.NO_SHOW: "Accepted",
    State.REJECTED: "Rejected",
    State.CANCELLED: "Canceled",
    State.EXPIRED: "Canceled",
}
_S2_STANDS = {
    Settlement.PAID: 1,
    Settlement.OVERPAID: 1,
    Settlement.FREE: 1,
    Settlement.AUTHORISED: 5,
    Settlement.PARTIALLY_REFUNDED: 4,
    Settlement.REFUNDED: 0,
    Settlement.CHARGED_BACK: 0,
}
"""What stands, by its money; all else waits for payment (3)."""
_S2_CANCELLED = {
    Settlement.REFUNDED: 0,
    Settlement.CHARGED_BACK: 0,
    Settlement.PARTIALLY_REFUNDED: 4,
    Settlement.PAID: 1,
    Settlement.OVERPAID: 1,
}
"""What was called off, by its money; one that was never paid has no code."""
_ORDERS = {
    Settlement.UNPAID: "Pending",
    Settlement.AUTHORISED: "Pending",
    Settlement.PARTIALLY_PAID: "Pending",
    Settlement.CASH_DUE: "Cash",
    Settlement.FAILED: "Failed",
    Settlement.CHARGED_BACK: "Failed",
}


def source_words(
    state: State,
    money: Settlement,
    *,
    on_calendar: bool,
    attendance: Attendance = Attendance.UNSET,
    dispute: Dispute | None = None,
) -> SourceWords:
    """The words for a booking in that state; `on_calendar`: its event stands there as it shall (S0.31, A4)."""
    scheduled = state is State.CONFIRMED and on_calendar and money in PAID | {Settlement.PARTIALLY_REFUNDED}
    coaching = _S4.get(state, "Pending")
    if dispute is not None:
        coaching = "InDispute" if dispute is Dispute.OPEN else "DisputeDone"
    absent = state is State.NO_SHOW
    return SourceWords(
        "scheduled" if scheduled else _S0.get(state, "pending"),
        _tutoring(state, money),
        _S3.get(state, "CANCELED"),
        str(Attendance.NOT_PARTICIPATING if absent else attendance),
        coaching,
        state is State.COMPLETED,
        _ORDERS.get(money, "Paid"),
    )


def _tutoring(state: State, money: Settlement) -> int | None:
    """S2's codes are of payments: a booking has that of its money (A1)."""
    if state in (State.CONFIRMED, State.COMPLETED, State.NO_SHOW):
        return _S2_STANDS.get(money, 3)
    if state is State.REQUESTED:
        return 5 if money is Settlement.AUTHORISED else 3
    if state in (State.HELD, State.OFFERED):
        return 3
    if state is State.CANCELLED:
        return _S2_CANCELLED.get(money)
    return 0 if state is State.REJECTED and money in (Settlement.REFUNDED, Settlement.CHARGED_BACK) else None
