"""What the books say a provider holds against what the provider says, payment by payment and in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from deskbell.domain.ids import Id
from deskbell.domain.ports import CheckoutState, Seen, SeenPayment, SeenRefundState, SeenState

_MONEY = frozenset({SeenState.CAPTURED, SeenState.CHARGED_BACK})


class Differs(StrEnum):
    MISSING_HERE = "MISSING_HERE"
    MISSING_THERE = "MISSING_THERE"
    STRAY = "STRAY"
    """The provider has money by no checkout of ours."""
    AMOUNT_DIFFERS = "AMOUNT_DIFFERS"
    CURRENCY_DIFFERS = "CURRENCY_DIFFERS"
    REFUND_DIFFERS = "REFUND_DIFFERS"
    DISPUTE_DIFFERS = "DISPUTE_DIFFERS"
    LEDGER_DIFFERS = "LEDGER_DIFFERS"
    """The ledger's own sum is not that of the payments in it."""


@dataclass(frozen=True, slots=True)
class Held:
    """One payment on one side, in minor units: what was captured of it, what went back, what a bank took back.

    `handed` went back another way: it is gone from the books, and the provider has it still.
    """

    payment: str
    captured: int
    refunded: int
    disputed: int
    currency: str
    handed: int = 0

    @property
    def left(self) -> int:
        """What is held of it, as the ledger posts it."""
        return self.captured - self.disputed - self.refunded - self.handed


@dataclass(frozen=True, slots=True)
class Ours:
    """A payment in our books; `attempt` is the reference by which the provider knows our checkout too."""

    attempt: Id
    order: int
    held: Held
    checkout: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """`reference` is the provider's id of the payment; here and there are the figures that differ, in minor units."""

    kind: Differs
    reference: str
    here: int
    there: int
    currency: str
    order: int | None = None
    attempt: Id | None = None
    currency_there: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One provider: sums by currency on both sides, what differs, and how many payments either side has; `handed` is by
    how much more is there because it was given back another way.
    """

    provider: str
    here: Mapping[str, int]
    there: Mapping[str, int]
    differences: tuple[Difference, ...]
    count: int = 0
    handed: Mapping[str, int] = field(default_factory=dict)


def compare(
    provider: str,
    ours: Iterable[Ours],
    seen: Iterable[Seen],
    strays: Iterable[SeenPayment],
    ledger: Mapping[str, int],
) -> Reconciled:
    """`ledger` is what the ledger holds at that provider, by currency. Of a payment seen twice the last word counts;
    two checkouts of one reference are both looked into.
    """
    books = {(x.attempt, x.held.payment): x for x in ours}
    orders = {x.attempt: x.order for x in books.values()}
    theirs: dict[tuple[Id | None, str], Held] = {}
    for checkout in seen:
        theirs |= {(checkout.reference, p.id): _held(p) for p in checkout.payments if p.state in _MONEY}
    theirs |= {(None, p.id): _held(p) for p in strays if p.state in _MONEY}
    found: list[Difference] = []
    for (attempt, id_), there in theirs.items():
        mine = books.get((attempt, id_)) if attempt is not None else None
        if mine is not None:
            found += _different(mine, there)
        elif there.left or there.disputed:
            kind = Differs.MISSING_HERE if attempt is not None else Differs.STRAY
            order = orders.get(attempt) if attempt is not None else None
            found.append(Difference(kind, id_, 0, there.left, there.currency, order, attempt))
    for key, mine in books.items():
        held = mine.held
        if key not in theirs and (held.left + held.handed or held.disputed):
            left, missing = held.left + held.handed, Differs.MISSING_THERE
            found.append(Difference(missing, held.payment, left, 0, held.currency, mine.order, mine.attempt))
    sums = _sums((x.held.currency, x.held.left) for x in books.values())
    for currency in sorted(sums.keys() | ledger.keys()):
        posted, summed = ledger.get(currency, 0), sums.get(currency, 0)
        if posted != summed:
            found.append(Difference(Differs.LEDGER_DIFFERS, "", posted, summed, currency))
    posted_here = {c: m for c, m in ledger.items() if m}
    held_there = _sums((x.currency, x.left) for x in theirs.values())
    handed = _sums((x.held.currency, x.held.handed) for x in books.values())
    return Reconciled(provider, posted_here, held_there, tuple(found), len(set(theirs) | set(books)), handed)


def joined(before: Seen | None, now: Seen) -> Seen:
    """What is said of a reference now, with the payments that were said of it before and are not among them."""
    known = {p.id for p in now.payments}
    others = () if before is None else tuple(p for p in before.payments if p.id not in known)
    return replace(now, payments=others + now.payments) if others else now


_SAYS_NOTHING = frozenset({SeenState.CAPTURED, SeenState.CHARGED_BACK, SeenState.FAILED})
"""Of a checkout that is over: what a payment can be, besides what the books say of it, and be no news."""


def is_known(held: frozenset[Held], seen: Seen) -> bool:
    """Whether a checkout is over and shows exactly the money that is in the books, none of which ever went back.

    Then there is nothing to be settled. Where money did go back, who asked for it matters: that is looked at in full.
    """
    if seen.state is CheckoutState.OPEN or any(p.refunds or p.state not in _SAYS_NOTHING for p in seen.payments):
        return False
    return bool(held) and held == {_held(p) for p in seen.payments if p.state in _MONEY}


def _different(mine: Ours, there: Held) -> list[Difference]:
    """All in which two accounts of one payment differ; in another currency no figure can be compared."""
    here = mine.held
    if here.currency != there.currency:
        return [
            Difference(
                Differs.CURRENCY_DIFFERS, there.payment, here.captured, there.captured, here.currency, mine.order,
                mine.attempt, there.currency,
            )
        ]  # fmt: skip
    pairs = (
        (Differs.AMOUNT_DIFFERS, here.captured, there.captured),
        (Differs.REFUND_DIFFERS, here.refunded, there.refunded),
        (Differs.DISPUTE_DIFFERS, here.disputed, there.disputed),
    )
    return [
        Difference(kind, there.payment, one, other, here.currency, mine.order, mine.attempt)
        for kind, one, other in pairs
        if one != other
    ]


def _held(payment: SeenPayment) -> Held:
    back = sum(r.amount for r in payment.refunds if r.state is SeenRefundState.SUCCEEDED)
    return Held(payment.id, payment.captured, back, payment.taken_back, payment.currency)


def _sums(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for currency, minor in amounts:
        sums[currency] = sums.get(currency, 0) + minor
    return {currency: minor for currency, minor in sums.items() if minor}
