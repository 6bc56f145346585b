"""Short words for what every contract test does: ask, and look again with another client."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Checkout,
    Done,
    Outcome,
    Page,
    PaymentProvider,
    Seen,
    SeenPayment,
)
from tests.contracts.rigs import Rig

_count = itertools.count(1)
HOUR = 3600


def fresh() -> Id:
    return Id(f"{next(_count):032x}")


def wanted(rig: Rig, **more: Any) -> Checkout:
    asked = Checkout(fresh(), 2500, rig.manners.currency, "Piano 60", rig.now() + HOUR, asked_at=rig.now())
    return replace(asked, **more)


def done(answer: Outcome[Any]) -> Any:
    """The value of an answer that must be Done."""
    assert isinstance(answer, Done), answer
    return answer.value


def looked(rig: Rig, seen: Seen | Checkout) -> Seen:
    """The checkout as another client finds it by our reference alone."""
    found = done(rig.provider().look(seen.reference, None))
    assert isinstance(found, Seen)
    return found


def only(seen: Seen) -> SeenPayment:
    assert len(seen.payments) == 1, seen
    return seen.payments[0]


def opened(rig: Rig, **more: Any) -> Seen:
    seen = done(rig.provider().open(wanted(rig, **more), f"open:{fresh()}"))
    assert isinstance(seen, Seen)
    return seen


def paid(rig: Rig, **more: Any) -> tuple[Seen, SeenPayment]:
    seen = opened(rig, **more)
    rig.customer.pays(seen.reference)
    seen = looked(rig, seen)
    return seen, only(seen)


def refunded(rig: Rig, seen: Seen, amount: int, key: str | None = None, reference: Id | None = None) -> Outcome[Seen]:
    p = seen.payments[-1]
    reference = reference or fresh()
    return rig.provider().refund(seen.checkout, p.id, reference, amount, p.currency, key or f"refund:{reference}")


def named(rig: Rig, reference: Id) -> Id | None:
    """Our name of a refund as another client finds it: None at a provider that keeps no names."""
    return reference if rig.provider().features.names_refunds else None


def agree(rig: Rig, told: Seen, seen: Seen) -> bool:
    """Whether what `since` told of a checkout is what a look shows of it."""
    if rig.manners.tells_all:
        return told == seen
    money = {paid for paid in seen.payments if paid.captured}
    return told.reference == seen.reference and money <= set(told.payments) <= set(seen.payments)


def walked(provider: PaymentProvider, cursor: str, after: int) -> tuple[list[Page], str]:
    """All pages from a cursor on."""
    pages: list[Page] = []
    while True:
        page = done(provider.since(cursor, after))
        pages.append(page)
        cursor = page.cursor
        if not page.more:
            return pages, cursor
        assert len(pages) < 200, "the pages have no end"
