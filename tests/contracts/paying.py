"""What customers do, and what an amount may be."""

from __future__ import annotations

from itertools import product

import pytest

from deskbell.domain.ports import (
    Account,
    CheckoutState,
    Done,
    Refused,
    SeenState,
)
from tests.contracts.asking import done, looked, only, opened, paid, refunded, wanted
from tests.contracts.rigs import Rig


class Paying:
    """What customers do."""

    def test_declined_may_try_again(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.customer.declines(seen.reference)
        declined = looked(rig, seen)
        assert declined.state is CheckoutState.OPEN
        assert (only(declined).state, only(declined).captured) == (SeenState.FAILED, 0)
        assert only(declined).code
        rig.customer.pays(seen.reference)
        after = looked(rig, seen)
        refused = [SeenState.FAILED] if rig.manners.keeps_refusals else []
        assert [p.state for p in after.payments] == [*refused, SeenState.CAPTURED]
        assert after.state is CheckoutState.PAID

    def test_paid_twice_is_two_payments(self, rig: Rig) -> None:
        """Where nobody can pay one checkout twice, the second window is told that it is closed."""
        seen = opened(rig)
        if rig.manners.payments == 1:
            with pytest.raises(Exception, match="LINK_CLOSED"):
                rig.customer.pays_twice(seen.reference)
            assert only(looked(rig, seen)).captured == 2500
            return
        rig.customer.pays_twice(seen.reference)
        after = looked(rig, seen)
        assert len({p.id for p in after.payments}) == 2
        assert sum(p.captured for p in after.payments) == 5000

    def test_review_goes_either_way(self, rig: Rig) -> None:
        for ok, end, page in (
            (True, SeenState.CAPTURED, CheckoutState.PAID),
            (False, SeenState.FAILED, rig.manners.review_refused),
        ):
            seen = opened(rig)
            rig.customer.in_review(seen.reference)
            assert only(looked(rig, seen)).state is SeenState.IN_REVIEW
            assert only(looked(rig, seen)).captured == 0
            rig.customer.review_ends(seen.reference, ok=ok)
            assert (only(looked(rig, seen)).state, looked(rig, seen).state) == (end, page)

    def test_a_review_outlives_the_page(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.customer.in_review(seen.reference)
        closed = done(rig.provider().expire(seen.checkout, "expire:1"))
        assert (closed.state, only(closed).state) == (rig.manners.in_review, SeenState.IN_REVIEW)
        rig.customer.review_ends(seen.reference, ok=True)
        assert only(looked(rig, seen)).captured == 2500

    def test_another_amount_or_currency_is_told_as_it_is(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.customer.pays(seen.reference, amount=2400, currency=rig.manners.other)
        found = only(looked(rig, seen))
        assert (found.amount, found.captured, found.currency) == (2400, 2400, rig.manners.other)

    def test_minor_units_stay_what_they_are(self, rig: Rig) -> None:
        """0, 2 and 3 decimals: what is asked for is what is paid and given back, to the unit."""
        for currency, wished in product(rig.manners.sells, (rig.least, 1990, rig.most)):
            amount = wished - wished % rig.manners.steps.get(currency, 1)
            seen, payment = paid(rig, amount=amount, currency=currency)
            assert (payment.amount, payment.captured, payment.currency) == (amount, amount, currency)
            back = done(refunded(rig, seen, amount))
            assert sum(r.amount for r in only(back).refunds) == amount

    def test_amounts_beyond_the_limits_are_refused(self, rig: Rig) -> None:
        for amount, code in (
            (rig.least - 1, "AMOUNT_TOO_SMALL"), (-5, "AMOUNT_TOO_SMALL"), (rig.most + 1, "AMOUNT_TOO_LARGE"),
            (10**30, "AMOUNT_TOO_LARGE"),
        ):  # fmt: skip
            asked = wanted(rig, amount=amount)
            assert rig.provider().open(asked, f"open:{amount}") == Refused(code)
            assert done(rig.provider().look(asked.reference, None)) is None

    def test_wrong_terms_are_refused(self, rig: Rig) -> None:
        for terms, code in (({"currency": "XXX"}, "CURRENCY"), ({"expires_at": rig.now()}, "EXPIRED_ALREADY")):
            assert rig.provider().open(wanted(rig, **terms), f"open:{code}") == Refused(code)
        assert rig.provider().open(wanted(rig), "k" * 256) == Refused("KEY")

    def test_the_title_may_hold_anything(self, rig: Rig) -> None:
        seen = opened(rig, title="Ünïcode 🎹 '; DROP TABLE checkout; -- [b]")
        assert looked(rig, seen) == seen

    def test_the_providers_clock_comes_with_the_answer(self, rig: Rig) -> None:
        """Skew is seen by it."""
        rig.pass_by(12345)
        for answer in (rig.provider().open(wanted(rig), "open:1"), rig.provider().check(), rig.provider().since("", 0)):
            assert isinstance(answer, Done)
            assert answer.at == rig.now()

    def test_it_is_no_live_money(self, rig: Rig) -> None:
        account = done(rig.provider().check())
        assert isinstance(account, Account)
        assert not account.live
        assert rig.manners.currency in (account.currencies or rig.manners.sells)
