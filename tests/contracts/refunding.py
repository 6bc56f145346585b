"""Money back, and taken back: P6, P9, P10, P11, P13."""

from __future__ import annotations

import pytest

from deskbell.domain.ports import (
    Refused,
    SeenRefundState,
    SeenState,
    Unknown,
)
from tests.contracts.asking import done, fresh, looked, named, only, opened, paid, refunded
from tests.contracts.rigs import Rig


class Refunding:
    """Money back, and taken back: P6, P9, P11, P13."""

    def test_in_full_and_never_more(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        reference = fresh()
        back = only(done(refunded(rig, seen, 2500, reference=reference)))
        assert [(r.reference, r.amount, r.state) for r in back.refunds] == [
            (reference, 2500, SeenRefundState.SUCCEEDED)
        ], "whoever asked hears which one it is"
        assert (back.state, back.captured) == (SeenState.CAPTURED, 2500)
        assert refunded(rig, seen, 1) == Refused("REFUND_TOO_MUCH")

    def test_in_parts_never_over_what_was_captured(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        for amount in (1000, 1000):
            done(refunded(rig, seen, amount))
        assert refunded(rig, seen, 501) == Refused("REFUND_TOO_MUCH")
        done(refunded(rig, seen, 500))
        assert [r.amount for r in only(looked(rig, seen)).refunds] == [1000, 1000, 500]

    def test_the_same_key_gives_back_once(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        reference = fresh()
        first = done(refunded(rig, seen, 1000, "refund:a1", reference))
        assert done(refunded(rig, seen, 1000, "refund:a1", reference)) == first
        assert len(only(looked(rig, seen)).refunds) == 1
        assert refunded(rig, seen, 999, "refund:a1", reference) == Refused("KEY_REUSED")

    def test_a_new_key_gives_back_again(self, rig: Rig) -> None:
        """The hole that looking first closes: a part under a new key is a second refund (spec 6, negative controls)."""
        seen, _ = paid(rig)
        reference = fresh()
        for key in ("refund:a1", "refund:a2"):
            done(refunded(rig, seen, 1000, key, reference))
        assert [r.reference for r in only(looked(rig, seen)).refunds] == [named(rig, reference)] * 2

    def test_a_lost_refund_is_found(self, rig: Rig) -> None:
        """By its reference; where no names are kept, it is the one that nobody knew, and its own key tells which."""
        seen, _ = paid(rig)
        mine, other = fresh(), fresh()
        done(refunded(rig, seen, 300, reference=other))
        rig.lose_reply("refund")
        assert isinstance(refunded(rig, seen, 1000, reference=mine), Unknown)
        found = only(looked(rig, seen)).refunds
        assert [(r.reference, r.amount) for r in found] == [(named(rig, other), 300), (named(rig, mine), 1000)]
        again = only(done(refunded(rig, seen, 1000, reference=mine))).refunds
        assert [(r.id, r.reference == mine) for r in again] == [(found[0].id, False), (found[1].id, True)]
        assert len(only(looked(rig, seen)).refunds) == 2

    def test_a_refund_that_never_arrived_is_not_found(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        rig.lose_request("refund")
        assert isinstance(refunded(rig, seen, 1000), Unknown)
        assert only(looked(rig, seen)).refunds == ()

    @pytest.mark.parametrize("acted", [False, True])
    def test_a_sticky_refund(self, rig: Rig, acted: bool) -> None:
        seen, _ = paid(rig)
        reference = fresh()
        rig.stick("refund", acted=acted)
        for _ in range(2):
            assert refunded(rig, seen, 1000, "refund:a1", reference) == Unknown("HTTP_500", sticky=True)
        assert len(only(looked(rig, seen)).refunds) == (1 if acted else 0)

    def test_refused_amounts_and_currencies(self, rig: Rig) -> None:
        seen, payment = paid(rig)
        ask, currency = rig.provider().refund, rig.manners.currency
        assert ask(seen.checkout, payment.id, fresh(), 0, currency, "k1") == Refused("AMOUNT_TOO_SMALL")
        assert ask(seen.checkout, payment.id, fresh(), 100, rig.manners.other, "k2") == Refused("CURRENCY")
        assert ask(seen.checkout, payment.id, fresh(), 2501, currency, "k3") == Refused("REFUND_TOO_MUCH")
        assert only(looked(rig, seen)).refunds == ()

    def test_a_payment_of_another_checkout_is_none_of_ours(self, rig: Rig) -> None:
        (one, _), (_, other) = paid(rig), paid(rig)
        answer = rig.provider().refund(one.checkout, other.id, fresh(), 100, rig.manners.currency, "k1")
        assert answer == Refused("NOT_FOUND")

    def test_the_second_of_two_payments_is_given_back_alone(self, rig: Rig) -> None:
        if rig.manners.payments == 1:
            pytest.skip("nobody can pay a checkout of this provider twice")
        seen = opened(rig)
        rig.customer.pays_twice(seen.reference)
        seen = looked(rig, seen)
        done(refunded(rig, seen, 2500))
        first, second = looked(rig, seen).payments
        assert (first.refunds, [r.amount for r in second.refunds]) == ((), [2500])

    def test_a_refund_may_take_its_time_and_may_fail(self, rig: Rig) -> None:
        """P10: also one that had succeeded; what failed can be given back again."""
        seen, _ = paid(rig)
        other, reference = fresh(), fresh()
        done(refunded(rig, seen, 500, reference=other))
        rig.customer.orders("refund", "slow")
        pending = only(done(refunded(rig, seen, 2000, reference=reference))).refunds[1]
        assert pending.state is SeenRefundState.PENDING
        assert refunded(rig, seen, 1) == Refused("REFUND_TOO_MUCH"), "what is under way is as good as gone"
        for ok, state in ((True, SeenRefundState.SUCCEEDED), (False, SeenRefundState.FAILED)):
            rig.customer.refund_ends(pending.id, ok=ok)
            untouched, turned = only(looked(rig, seen)).refunds
            assert (untouched.state, turned.state) == (SeenRefundState.SUCCEEDED, state)
        done(refunded(rig, seen, 2000))

    def test_a_refund_from_outside_has_no_reference(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        rig.customer.refunds_outside(seen.reference, 700)
        assert [(r.reference, r.amount) for r in only(looked(rig, seen)).refunds] == [(None, 700)]
        assert refunded(rig, seen, 1801) == Refused("REFUND_TOO_MUCH")

    def test_a_dispute_takes_the_money_and_may_be_won(self, rig: Rig) -> None:
        seen, payment = paid(rig)
        rig.customer.disputes(seen.reference)
        gone = only(looked(rig, seen))
        assert (gone.state, gone.captured) == (SeenState.CHARGED_BACK, 2500)
        assert refunded(rig, seen, 100) == Refused("CHARGED_BACK")
        rig.customer.wins(seen.reference)
        assert only(looked(rig, seen)) == payment
        done(refunded(rig, seen, 100))
