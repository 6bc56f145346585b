"""Whose a refund is, at a provider that keeps no name of ours on it: worked out from what the desk knows.

Asking for a part of the money twice gives it back twice, so after a lost answer somebody has to tell whether it was
made. There the provider lists refunds with an id of its own, an amount and a time, and nothing else. So:

- before a refund is asked for the first time, the payment is looked at and all that went back of it is settled: what
  was there is known by its id from then on (the snapshot of spec 6);
- of one payment one refund of an amount is under way at a time; another of that amount waits, not asked for yet;
- then a refund of that amount whose id nobody knows is the one that was asked for, whoever sees it: the answer itself
  (which names it), a look before it is asked again, or a sweep;
- every other one was made by somebody else (P13): of another amount, or while nothing was asked for.

One case is not told apart: the owner gives back the same amount of the same payment by hand, after the look and before
an answer that is lost. It is taken for the desk's own, which is not asked for again: the customer has that money once,
as it was wanted, and the sums are right. No clock is compared: ours and theirs may differ by days.
"""

from __future__ import annotations

from collections.abc import Collection

from deskbell.domain.ids import Id
from deskbell.domain.ports import SeenRefund


def is_it(seen: SeenRefund, refund: Id, amount: int, known: Collection[str]) -> bool:
    """Whether what was seen is the refund that was asked for; `known` are the ids of the others of that payment."""
    if seen.named or seen.reference is not None:
        return seen.reference == refund
    return seen.amount == amount and seen.id not in known
