"""Double entry: what every effect that moves money or earns it writes into the ledger. Sums are nought by construction.

Accounts: `cash:CASH`, `cash:CARD`, `cash:TRANSFER` and one of each provider (what the desk holds, by method),
`customer` (what customers owe; negative is a deposit), `revenue` (earned; grows negative), `disputes` (what a bank took
back), `outside` (what was put into the drawer, negative, or taken out of it for anything but a lesson), `variance`
(what was missing when it was counted). Minor units of the order's currency, or of the drawer's.
"""

from __future__ import annotations

from deskbell.domain.effects import (
    CashMoved,
    CashReversed,
    DrawerCounted,
    Effect,
    MoneyArrived,
    PaymentReversed,
    PaymentTaken,
    PaymentTurned,
    RefundMade,
    RefundTurned,
    RevenueEarned,
)
from deskbell.domain.payment import AttemptState, Method, RefundState
from deskbell.domain.till import MoveKind

CUSTOMER = "customer"
REVENUE = "revenue"
DISPUTES = "disputes"
OUTSIDE = "outside"
VARIANCE = "variance"

MOVED = frozenset({RefundState.SUCCEEDED, RefundState.MANUAL_DONE, RefundState.EXTERNAL})
"""States of a refund in which money has left what the desk holds."""

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
        case MoneyArrived():
            captured = effect.amount if effect.state is AttemptState.CAPTURED else 0
            return _pair(cash(effect.method), CUSTOMER, captured)
        case PaymentTurned() if AttemptState.CHARGED_BACK in (effect.before, effect.after):
            won = 1 if effect.before is AttemptState.CHARGED_BACK else -1
            return _pair(cash(effect.method), DISPUTES, won * effect.moved)
        case PaymentTurned() if effect.after is AttemptState.CAPTURED:
            return _pair(cash(effect.method), CUSTOMER, effect.amount)
        case RefundMade():
            return _pair(cash(effect.method), CUSTOMER, -effect.amount if effect.state in MOVED else 0)
        case RefundTurned():
            left = (effect.after in MOVED) - (effect.before in MOVED)
            return _pair(cash(effect.method), CUSTOMER, -effect.amount * left)
        case RevenueEarned():
            return _pair(CUSTOMER, REVENUE, effect.amount)
        case CashMoved() | CashReversed():
            into = isinstance(effect, CashMoved) == (effect.move_kind is MoveKind.IN)
            return _pair(cash(Method.CASH), OUTSIDE, effect.amount if into else -effect.amount)
        case DrawerCounted():
            known = effect.expected if effect.before is None else effect.before
            return _pair(cash(Method.CASH), VARIANCE, effect.counted - known)
        case _:
            return ()


def _pair(debit: str, credit: str, minor: int) -> tuple[Posting, ...]:
    return ((debit, minor), (credit, -minor)) if minor else ()
