"""Double entry: what every effect that moves money or earns it writes into the ledger. Sums are nought by construction.

Accounts: `cash:CASH`, `cash:CARD`, `cash:TRANSFER` (what the desk holds, by method), `customer` (what customers owe;
negative is a deposit), `revenue` (earned; grows negative). Minor units of the order's currency.
"""

from __future__ import annotations

from deskbell.domain.effects import Effect, PaymentReversed, PaymentTaken, RefundMade, RefundTurned, RevenueEarned
from deskbell.domain.payment import Method, RefundState

CUSTOMER = "customer"
REVENUE = "revenue"

MOVED = frozenset({RefundState.SUCCEEDED, RefundState.MANUAL_DONE})
"""States of a refund in which this desk's own money has left it."""

Posting = tuple[str, int]


def cash(method: Method) -> str:
    """The account of what is held in that form."""
    return f"cash:{method}"


def postings(effect: Effect) -> tuple[Posting, ...]:
    """(account, minor units) pairs that sum to nought; nothing where no money moves and none is earned."""
    match effect:
        case PaymentTaken():
            return _pair(cash(effect.method), CUSTOMER, effect.amount)
        case PaymentReversed():
            return _pair(cash(effect.method), CUSTOMER, -effect.amount)
        case RefundMade():
            return _pair(cash(effect.method), CUSTOMER, -effect.amount if effect.state in MOVED else 0)
        case RefundTurned():
            left = (effect.after in MOVED) - (effect.before in MOVED)
            return _pair(cash(effect.method), CUSTOMER, -effect.amount * left)
        case RevenueEarned():
            return _pair(CUSTOMER, REVENUE, effect.amount)
        case _:
            return ()


def _pair(debit: str, credit: str, minor: int) -> tuple[Posting, ...]:
    return ((debit, minor), (credit, -minor)) if minor else ()
