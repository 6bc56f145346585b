"""Double entry: whatever happens, a transaction sums to nought."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.effects import (
    KINDS,
    CashMoved,
    CashReversed,
    DrawerCounted,
    Effect,
    PaymentReversed,
    PaymentTaken,
    RefundMade,
    RefundTurned,
    RevenueEarned,
)
from deskbell.domain.ids import Id
from deskbell.domain.ledger import MOVED, cash, postings
from deskbell.domain.payment import Method, RefundState
from deskbell.domain.till import MoveKind

ORDER, P, R, B = Id("o" * 32), Id("p" * 32), Id("r" * 32), Id("b" * 32)
amounts = st.integers(min_value=-(10**12), max_value=10**12)
methods = st.sampled_from(Method)
states = st.sampled_from(RefundState)
moving: st.SearchStrategy[Effect] = st.one_of(
    st.builds(lambda m, a: PaymentTaken(ORDER, P, P, m, a, "EUR", a), methods, amounts),
    st.builds(lambda m, a: PaymentReversed(ORDER, P, m, a, "EUR"), methods, amounts),
    st.builds(lambda m, a, s: RefundMade(ORDER, R, P, B, m, a, "EUR", s), methods, amounts, states),
    st.builds(lambda m, a, s, z: RefundTurned(ORDER, R, m, a, "EUR", s, z), methods, amounts, states, states),
    st.builds(lambda a: RevenueEarned(ORDER, B, a, "EUR"), amounts),
    st.builds(lambda k, a: CashMoved(P, B, k, a, "EUR"), st.sampled_from(MoveKind), amounts),
    st.builds(lambda k, a: CashReversed(P, B, k, a, "EUR"), st.sampled_from(MoveKind), amounts),
    st.builds(lambda e, c, b: DrawerCounted(B, "2026-03-04", e, c, "EUR", b), amounts, amounts, st.none() | amounts),
)
MOVING = {
    "PaymentTaken", "PaymentReversed", "RefundMade", "RefundTurned", "RevenueEarned", "CashMoved", "CashReversed",
    "DrawerCounted",
}  # fmt: skip


@given(moving)
def test_every_transaction_sums_to_nought_and_names_an_account_once(effect: Effect) -> None:
    lines = postings(effect)
    assert sum(minor for _, minor in lines) == 0
    assert len({account for account, _ in lines}) == len(lines)
    assert all(minor for _, minor in lines)


@given(moving)
def test_an_effect_and_its_opposite_cancel_out(effect: Effect) -> None:
    """What undo posts takes back what was posted, account by account."""
    back = effect.opposite()
    if back is None:
        return
    sums: dict[str, int] = {}
    for account, minor in postings(effect) + postings(back):
        sums[account] = sums.get(account, 0) + minor
    assert not any(sums.values())


def _plain(kind: type[Effect]) -> Effect:
    values: dict[str, Any] = dict.fromkeys((f.name for f in fields(kind)), Id("x"))
    return kind(**values)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - MOVING))
def test_no_other_kind_moves_money(kind: str) -> None:
    assert postings(_plain(KINDS[kind])) == ()


@pytest.mark.parametrize("before", RefundState)
@pytest.mark.parametrize("after", RefundState)
def test_a_refund_posts_when_it_crosses_into_moved_or_out(before: RefundState, after: RefundState) -> None:
    """I24: asking for a refund moves nothing; making it does, taking it back brings it back."""
    lines = postings(RefundTurned(ORDER, R, Method.CARD, 700, "EUR", before, after))
    if (before in MOVED) == (after in MOVED):
        assert lines == ()
    elif after in MOVED:
        assert lines == (("cash:CARD", -700), ("customer", 700))
    else:
        assert lines == (("cash:CARD", 700), ("customer", -700))


def test_signs() -> None:
    """Cash in is positive, what customers have with us negative, revenue negative."""
    assert postings(PaymentTaken(ORDER, P, P, Method.CASH, 2500, "EUR", 3000)) == (
        ("cash:CASH", 2500),
        ("customer", -2500),
    )
    assert postings(RevenueEarned(ORDER, B, 2500, "EUR")) == (("customer", 2500), ("revenue", -2500))
    assert [cash(m) for m in Method] == [f"cash:{m}" for m in "CASH CARD TRANSFER STRIPE MERCADO_PAGO DEMO".split()]
    assert postings(CashMoved(P, B, MoveKind.IN, 500, "EUR")) == (("cash:CASH", 500), ("outside", -500))
    assert postings(CashMoved(P, B, MoveKind.OUT, 500, "EUR")) == (("cash:CASH", -500), ("outside", 500))


def test_a_count_posts_what_differs_and_a_correction_only_the_rest() -> None:
    """I41: the variance is neither revenue nor a customer's."""
    assert postings(DrawerCounted(B, "2026-03-04", 1000, 900, "EUR")) == (("cash:CASH", -100), ("variance", 100))
    assert postings(DrawerCounted(B, "2026-03-04", 1000, 1000, "EUR")) == ()
    again = DrawerCounted(B, "2026-03-04", 1000, 1000, "EUR", before=900)
    assert postings(again) == (("cash:CASH", 100), ("variance", -100))
