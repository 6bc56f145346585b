"""The books against a provider: every way in which two accounts of the same money can differ is one difference. I8."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.ids import Id
from deskbell.domain.ports import CheckoutState, Seen, SeenPayment, SeenRefund, SeenRefundState, SeenState
from deskbell.domain.reconciling import Differs, Held, Ours, Reconciled, compare, joined

A, B = Id("a" * 32), Id("b" * 32)


def ours(attempt: Id = A, payment: str = "p1", captured: int = 2500, refunded: int = 0, **more: object) -> Ours:
    disputed = more.get("disputed", 0)
    assert isinstance(disputed, int)
    handed = more.get("handed", 0)
    assert isinstance(handed, int)
    held = Held(payment, captured, refunded, disputed, str(more.get("currency", "EUR")), handed)
    return Ours(attempt, 7, held, "c1")


def paid(id_: str = "p1", captured: int = 2500, back: int = 0, **more: object) -> SeenPayment:
    refunds = (SeenRefund("r1", None, back, SeenRefundState.SUCCEEDED, 5),) if back else ()
    state = more.get("state", SeenState.CAPTURED)
    assert isinstance(state, SeenState)
    part = more.get("disputed")
    assert part is None or isinstance(part, int)
    return SeenPayment(id_, state, captured, captured, str(more.get("currency", "EUR")), 5, None, refunds, "", part)


def seen(*payments: SeenPayment, reference: Id = A) -> Seen:
    return Seen(reference, "c1", CheckoutState.PAID, payments=payments)


def between(
    mine: list[Ours], theirs: list[Seen], strays: tuple[SeenPayment, ...] = (), ledger: dict[str, int] | None = None
) -> Reconciled:
    if ledger is None:
        ledger = {}
        for x in mine:
            ledger[x.held.currency] = ledger.get(x.held.currency, 0) + x.held.left
    return compare("DEMO", mine, theirs, strays, ledger)


def kinds(found: Reconciled) -> list[tuple[str, int, int]]:
    return [(str(x.kind), x.here, x.there) for x in found.differences]


def test_equal_books_have_no_difference() -> None:
    found = between([ours(refunded=500)], [seen(paid(back=500))])
    assert kinds(found) == []
    assert found.here == found.there == {"EUR": 2000}


def test_two_checkouts_of_one_reference_are_one_link() -> None:
    """Each was paid; and what is said again of a payment is its last word."""
    one, two = seen(paid()), seen(paid("p2", 900))
    assert kinds(between([ours(), ours(payment="p2", captured=900)], [one, two])) == []
    again = joined(joined(one, two), seen(paid(back=100)))
    assert [(p.id, len(p.refunds)) for p in again.payments] == [("p2", 0), ("p1", 1)]
    assert joined(None, one) is one


def test_what_was_given_back_by_hand_is_no_difference() -> None:
    """The provider has it still, and how much that is stands beside the sums."""
    found = between([ours(handed=2500)], [seen(paid())])
    assert kinds(found) == []
    assert (found.here, found.there, found.handed) == ({}, {"EUR": 2500}, {"EUR": 2500})
    assert kinds(between([ours(handed=2500)], [seen(paid(back=2500))])) == [("REFUND_DIFFERS", 0, 2500)]
    assert kinds(between([ours(handed=2500)], [])) == [("MISSING_THERE", 2500, 0)]


@pytest.mark.parametrize(
    ("mine", "theirs", "strays", "said"),
    [
        ([], [seen(paid())], (), [("MISSING_HERE", 0, 2500)]),
        ([ours()], [], (), [("MISSING_THERE", 2500, 0)]),
        ([ours()], [seen()], (), [("MISSING_THERE", 2500, 0)]),
        ([ours()], [seen(paid(captured=2400))], (), [("AMOUNT_DIFFERS", 2500, 2400)]),
        ([ours()], [seen(paid(back=100))], (), [("REFUND_DIFFERS", 0, 100)]),
        ([ours(refunded=100)], [seen(paid())], (), [("REFUND_DIFFERS", 100, 0)]),
        ([ours()], [seen(paid(state=SeenState.CHARGED_BACK))], (), [("DISPUTE_DIFFERS", 0, 2500)]),
        ([ours(disputed=700)], [seen(paid(state=SeenState.CHARGED_BACK, disputed=900))], (), [
            ("DISPUTE_DIFFERS", 700, 900),
        ]),
        ([ours(disputed=700)], [seen(paid(state=SeenState.CHARGED_BACK, disputed=700))], (), []),
        ([ours()], [seen(paid(currency="USD"))], (), [("CURRENCY_DIFFERS", 2500, 2500)]),
        ([ours()], [seen(paid()), seen(paid("p2"), reference=B)], (), [("MISSING_HERE", 0, 2500)]),
        ([ours()], [seen(paid(), paid("p2", 900))], (), [("MISSING_HERE", 0, 900)]),
        ([], [], (paid("s1", 300),), [("STRAY", 0, 300)]),
        ([], [], (paid("s1", 300, 300),), []),  # came and went: nobody's money is anywhere
        ([], [seen(paid(state=SeenState.AUTHORISED))], (), []),  # no money has moved yet
        ([], [seen(paid(state=SeenState.FAILED))], (), []),
        ([ours(), ours(B, "p2")], [seen(paid("p1", 1)), seen(paid("p2", 2), reference=B)], (),
         [("AMOUNT_DIFFERS", 2500, 1), ("AMOUNT_DIFFERS", 2500, 2)]),
    ],
)  # fmt: skip
def test_each_difference_is_named_with_both_figures(
    mine: list[Ours], theirs: list[Seen], strays: tuple[SeenPayment, ...], said: list[tuple[str, int, int]]
) -> None:
    assert kinds(between(mine, theirs, strays)) == said


def test_a_ledger_that_is_not_its_payments_is_a_difference() -> None:
    found = between([ours()], [seen(paid())], ledger={"EUR": 2400})
    assert kinds(found) == [("LEDGER_DIFFERS", 2400, 2500)]


def test_a_thing_seen_twice_counts_once_and_the_last_word_holds() -> None:
    """I8: pages overlap and events come double."""
    assert kinds(between([ours()], [seen(paid(captured=1)), seen(paid()), seen(paid())])) == []


def test_a_refund_on_its_way_has_moved_nothing() -> None:
    slow = replace(paid(), refunds=(SeenRefund("r", None, 100, SeenRefundState.PENDING, 5),))
    assert kinds(between([ours()], [seen(slow)])) == []


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(("EUR", "JPY"))),
        max_size=8,
    ),
    st.data(),
)
def test_a_provider_that_says_the_same_differs_in_nothing_and_one_change_in_one_thing(
    rows: list[tuple[int, int, int, str]], data: st.DataObject
) -> None:
    """Both directions: whatever is taken away or altered on one side is told once, with the payment it is about."""
    mine, theirs = [], []
    for at, (captured, back, disputed, currency) in enumerate(rows):
        attempt, back, disputed = Id(f"{at:032d}"), min(back, captured), min(disputed, captured)
        mine.append(ours(attempt, f"p{at}", captured, back, disputed=disputed, currency=currency))
        state = SeenState.CHARGED_BACK if disputed else SeenState.CAPTURED
        there = paid(f"p{at}", captured, back, state=state, currency=currency, disputed=disputed or None)
        theirs.append(seen(there, reference=attempt))
    assert between(mine, theirs).differences == ()
    assert between(mine, theirs).here == between(mine, theirs).there
    if not rows:
        return
    at = data.draw(st.integers(0, len(rows) - 1))
    less = between(mine, theirs[:at] + theirs[at + 1 :]).differences
    more = between(mine[:at] + mine[at + 1 :], theirs).differences
    stands = mine[at].held.left != 0 or mine[at].held.disputed > 0
    assert [(x.kind, x.reference) for x in less] == [(Differs.MISSING_THERE, f"p{at}")] * stands
    assert [(x.kind, x.reference) for x in more] == [(Differs.MISSING_HERE, f"p{at}")] * stands
