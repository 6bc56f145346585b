"""What each provider of payments must do, whoever it is: PaymentContract over a rig. Subclass it and give it a rig.

Each test asks through the port alone, and checks by looking again with another client.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Capture,
    Checkout,
    CheckoutState,
    Done,
    Later,
    Outcome,
    Page,
    PaymentProvider,
    Refused,
    Seen,
    SeenPayment,
    SeenRefundState,
    SeenState,
    Unknown,
)
from tests.contracts.rigs import Rig

_count = itertools.count(1)
HOUR = 3600


def fresh() -> Id:
    return Id(f"{next(_count):032x}")


def wanted(rig: Rig, **more: Any) -> Checkout:
    asked = Checkout(fresh(), 2500, "EUR", "Piano 60", rig.now() + HOUR)
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


class Opening:
    """open, look, expire."""

    def test_a_checkout_has_a_link_and_our_reference(self, rig: Rig) -> None:
        asked = wanted(rig)
        seen = done(rig.provider().open(asked, "open:1"))
        assert (seen.reference, seen.state, seen.payments) == (asked.reference, CheckoutState.OPEN, ())
        assert seen.link.startswith("https://")
        assert seen.expires_at == asked.expires_at
        assert done(rig.provider().look(asked.reference, seen.checkout)) == seen == looked(rig, asked)

    def test_the_same_key_and_body_open_once(self, rig: Rig) -> None:
        asked = wanted(rig)
        first = done(rig.provider().open(asked, "open:1"))
        rig.customer.pays(asked.reference)
        assert done(rig.provider().open(asked, "open:1")) == first, "the first answer is kept, though it is old now"
        assert only(looked(rig, asked)).captured == 2500

    def test_the_same_key_with_another_body_is_refused(self, rig: Rig) -> None:
        asked = wanted(rig)
        done(rig.provider().open(asked, "open:1"))
        other = replace(asked, reference=fresh(), amount=2600)
        assert rig.provider().open(other, "open:1") == Refused("KEY_REUSED")
        assert done(rig.provider().look(other.reference, None)) is None

    def test_a_key_is_forgotten_after_a_day(self, rig: Rig) -> None:
        """KEY_LIVES is shorter than that: after it we look, and never send again (spec 6, 2.5)."""
        asked = wanted(rig, expires_at=rig.now() + 72 * HOUR)
        first = done(rig.provider().open(asked, "open:1"))
        rig.pass_by(20 * HOUR)
        assert done(rig.provider().open(asked, "open:1")) == first
        rig.pass_by(5 * HOUR)
        assert done(rig.provider().open(asked, "open:1")).checkout != first.checkout

    def test_a_lost_reply_is_found_by_reference_and_by_key(self, rig: Rig) -> None:
        asked = wanted(rig)
        rig.lose_reply("open")
        assert isinstance(rig.provider().open(asked, "open:1"), Unknown)
        found = looked(rig, asked)
        assert found.state is CheckoutState.OPEN
        assert done(rig.provider().open(asked, "open:1")).checkout == found.checkout

    def test_a_lost_request_left_nothing_behind(self, rig: Rig) -> None:
        asked = wanted(rig)
        rig.lose_request("open")
        assert isinstance(rig.provider().open(asked, "open:1"), Unknown)
        assert done(rig.provider().look(asked.reference, None)) is None
        assert done(rig.provider().open(asked, "open:1")).state is CheckoutState.OPEN

    def test_an_answer_that_comes_too_late_is_unknown(self, rig: Rig) -> None:
        asked = wanted(rig)
        provider = rig.provider()
        rig.delay("open")
        assert provider.open(asked, "open:1") == Unknown("TIMEOUT")
        assert looked(rig, asked).state is CheckoutState.OPEN

    @pytest.mark.parametrize(("call", "acted"), [("open", False), ("open", True)])
    def test_a_sticky_error_is_said_again_under_its_key(self, rig: Rig, call: str, acted: bool) -> None:
        """Only a look and another key help; and the look tells whether it had acted."""
        asked = wanted(rig)
        rig.stick(call, acted=acted)
        for _ in range(2):
            answer = rig.provider().open(asked, "open:1")
            assert isinstance(answer, Unknown)
            assert answer.sticky
        assert (done(rig.provider().look(asked.reference, None)) is not None) is acted
        assert done(rig.provider().open(asked, "open:2")).state is CheckoutState.OPEN

    def test_busy_means_that_nothing_happened(self, rig: Rig) -> None:
        asked = wanted(rig)
        rig.busy("open", 7)
        assert rig.provider().open(asked, "open:1") == Later(7)
        assert done(rig.provider().look(asked.reference, None)) is None
        assert done(rig.provider().open(asked, "open:1")).reference == asked.reference

    def test_busy_while_looking(self, rig: Rig) -> None:
        seen = opened(rig)
        for call, ask in (
            ("look", lambda p: p.look(seen.reference, seen.checkout)),
            ("since", lambda p: p.since("", 0)),
            ("check", lambda p: p.check()),
        ):
            rig.busy(call, 3)
            assert ask(rig.provider()) == Later(3)
            done(ask(rig.provider()))

    def test_nobody_knows_it(self, rig: Rig) -> None:
        provider = rig.provider()
        assert done(provider.look(fresh(), None)) is None
        assert done(provider.look(fresh(), "no such/checkout?")) is None
        assert provider.expire("no such/checkout?", "k1") == Refused("NOT_FOUND")
        assert provider.void("none", "none", "k2") == Refused("NOT_FOUND")
        assert provider.capture("none", "none", 1, "EUR", "k3") == Refused("NOT_FOUND")
        assert provider.refund("none", "none", fresh(), 1, "EUR", "k4") == Refused("NOT_FOUND")

    def test_a_wrong_id_is_found_by_reference(self, rig: Rig) -> None:
        seen = opened(rig)
        assert done(rig.provider().look(seen.reference, "co_of_another_account")) == seen

    def test_closed_nobody_can_pay(self, rig: Rig) -> None:
        seen = opened(rig)
        closed = done(rig.provider().expire(seen.checkout, "expire:1"))
        assert (closed.state, closed.payments) == (CheckoutState.EXPIRED, ())
        assert done(rig.provider().expire(seen.checkout, "expire:2")).state is CheckoutState.EXPIRED
        with pytest.raises(Exception, match="LINK_CLOSED"):
            rig.customer.pays(seen.reference)
        assert looked(rig, seen).payments == ()

    def test_money_that_was_under_way_comes_to_a_closed_checkout(self, rig: Rig) -> None:
        """T12, T13: it is money all the same, and it is seen."""
        seen = opened(rig)
        done(rig.provider().expire(seen.checkout, "expire:1"))
        rig.customer.pays_late(seen.reference)
        late = looked(rig, seen)
        assert (late.state, only(late).state, only(late).captured) == (CheckoutState.EXPIRED, SeenState.CAPTURED, 2500)

    def test_what_was_paid_before_it_was_closed_is_in_the_answer(self, rig: Rig) -> None:
        """A seat is released only by what the provider says (spec 6, expire)."""
        seen = opened(rig)
        rig.customer.pays(seen.reference)
        closed = done(rig.provider().expire(seen.checkout, "expire:1"))
        assert (closed.state, only(closed).captured) == (CheckoutState.PAID, 2500)

    def test_it_closes_by_itself(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.pass_by(HOUR - 1)
        assert looked(rig, seen).state is CheckoutState.OPEN
        rig.pass_by(1)
        assert looked(rig, seen).state is CheckoutState.EXPIRED

    def test_a_lost_expiry_is_found(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.lose_reply("expire")
        assert isinstance(rig.provider().expire(seen.checkout, "expire:1"), Unknown)
        assert looked(rig, seen).state is CheckoutState.EXPIRED
        assert done(rig.provider().expire(seen.checkout, "expire:1")).state is CheckoutState.EXPIRED


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
        assert [p.state for p in after.payments] == [SeenState.FAILED, SeenState.CAPTURED]
        assert after.state is CheckoutState.PAID

    def test_paid_twice_is_two_payments(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.customer.pays_twice(seen.reference)
        after = looked(rig, seen)
        assert len({p.id for p in after.payments}) == 2
        assert sum(p.captured for p in after.payments) == 5000

    def test_review_goes_either_way(self, rig: Rig) -> None:
        for ok, end, page in (
            (True, SeenState.CAPTURED, CheckoutState.PAID),
            (False, SeenState.FAILED, CheckoutState.OPEN),
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
        assert (closed.state, only(closed).state) == (CheckoutState.EXPIRED, SeenState.IN_REVIEW)
        rig.customer.review_ends(seen.reference, ok=True)
        assert only(looked(rig, seen)).captured == 2500

    def test_another_amount_or_currency_is_told_as_it_is(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.customer.pays(seen.reference, amount=2400, currency="USD")
        found = only(looked(rig, seen))
        assert (found.amount, found.captured, found.currency) == (2400, 2400, "USD")

    @pytest.mark.parametrize("currency", ["JPY", "EUR", "KWD"])
    def test_minor_units_stay_what_they_are(self, rig: Rig, currency: str) -> None:
        """0, 2 and 3 decimals: what is asked for is what is paid and given back, to the unit."""
        for amount in (rig.least, 1990, rig.most):
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
        assert done(rig.provider().check()) is False


class Authorising:
    """Capture, void, and what time does (S2.37)."""

    def held(self, rig: Rig) -> tuple[Seen, SeenPayment]:
        seen = opened(rig, capture=Capture.LATER)
        rig.customer.authorises(seen.reference)
        seen = looked(rig, seen)
        payment = only(seen)
        assert (payment.state, payment.amount, payment.captured) == (SeenState.AUTHORISED, 2500, 0)
        assert payment.until is not None
        assert payment.until >= rig.now() + rig.provider().features.holds_for
        return seen, payment

    def test_capture_in_full_once(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        args = (seen.checkout, payment.id, 2500, "EUR")
        rig.pass_by(60)
        taken = only(done(rig.provider().capture(*args, "capture:1")))
        assert (taken.state, taken.captured, taken.until) == (SeenState.CAPTURED, 2500, None)
        assert taken.at == rig.now(), "the instant is when the money moved"
        assert only(done(rig.provider().capture(*args, "capture:1"))) == taken
        assert rig.provider().capture(*args, "capture:2") == Refused("ALREADY_CAPTURED")
        assert only(looked(rig, seen)) == taken

    def test_capture_a_part_releases_the_rest(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        taken = only(done(rig.provider().capture(seen.checkout, payment.id, 900, "EUR", "capture:1")))
        assert (taken.amount, taken.captured) == (2500, 900)
        more = rig.provider().capture(seen.checkout, payment.id, 1600, "EUR", "capture:2")
        assert more == Refused("ALREADY_CAPTURED")
        assert refunded(rig, looked(rig, seen), 901) == Refused("REFUND_TOO_MUCH")

    def test_capture_refused(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        for amount, currency, code in (
            (2501, "EUR", "CAPTURE_TOO_MUCH"), (0, "EUR", "AMOUNT_TOO_SMALL"), (2500, "USD", "CURRENCY"),
        ):  # fmt: skip
            answer = rig.provider().capture(seen.checkout, payment.id, amount, currency, f"capture:{code}")
            assert answer == Refused(code)
        assert only(looked(rig, seen)) == payment

    def test_a_lost_capture_is_found(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        rig.lose_reply("capture")
        args = (seen.checkout, payment.id, 2500, "EUR", "capture:1")
        assert isinstance(rig.provider().capture(*args), Unknown)
        assert only(looked(rig, seen)).captured == 2500
        assert only(done(rig.provider().capture(*args))).captured == 2500

    def test_void_gives_it_up_for_good(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        gone = only(done(rig.provider().void(seen.checkout, payment.id, "void:1")))
        assert (gone.state, gone.captured) == (SeenState.CANCELLED, 0)
        assert only(done(rig.provider().void(seen.checkout, payment.id, "void:1"))) == gone
        assert rig.provider().void(seen.checkout, payment.id, "void:2") == Refused("NOT_AUTHORISED")
        refused = rig.provider().capture(seen.checkout, payment.id, 2500, "EUR", "capture:1")
        assert refused == Refused("NOT_AUTHORISED")
        assert refunded(rig, seen, 1) == Refused("NOT_CAPTURED")

    def test_what_was_captured_is_not_voided(self, rig: Rig) -> None:
        seen, payment = paid(rig)
        assert rig.provider().void(seen.checkout, payment.id, "void:1") == Refused("ALREADY_CAPTURED")
        assert only(looked(rig, seen)).captured == 2500

    def test_a_lost_void_is_found(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        rig.lose_reply("void")
        assert isinstance(rig.provider().void(seen.checkout, payment.id, "void:1"), Unknown)
        assert only(looked(rig, seen)).state is SeenState.CANCELLED

    def test_an_authorisation_lapses(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        assert payment.until is not None
        rig.pass_by(payment.until - rig.now() - 1)
        assert only(looked(rig, seen)).state is SeenState.AUTHORISED
        rig.pass_by(1)
        lapsed = only(looked(rig, seen))
        assert (lapsed.state, lapsed.captured) == (SeenState.CANCELLED, 0)
        answer = rig.provider().capture(seen.checkout, payment.id, 2500, "EUR", "capture:1")
        assert answer == Refused("NOT_AUTHORISED")


class Refunding:
    """Money back, and taken back: P6, P9, P11, P13."""

    def test_in_full_and_never_more(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        reference = fresh()
        back = only(done(refunded(rig, seen, 2500, reference=reference)))
        assert [(r.reference, r.amount, r.state) for r in back.refunds] == [
            (reference, 2500, SeenRefundState.SUCCEEDED)
        ]
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
        assert [r.reference for r in only(looked(rig, seen)).refunds] == [reference, reference]

    def test_a_lost_refund_is_found_by_its_reference(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        mine, other = fresh(), fresh()
        done(refunded(rig, seen, 300, reference=other))
        rig.lose_reply("refund")
        assert isinstance(refunded(rig, seen, 1000, reference=mine), Unknown)
        assert [r.amount for r in only(looked(rig, seen)).refunds if r.reference == mine] == [1000]
        done(refunded(rig, seen, 1000, reference=mine))
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
        ask = rig.provider().refund
        assert ask(seen.checkout, payment.id, fresh(), 0, "EUR", "k1") == Refused("AMOUNT_TOO_SMALL")
        assert ask(seen.checkout, payment.id, fresh(), 100, "USD", "k2") == Refused("CURRENCY")
        assert ask(seen.checkout, payment.id, fresh(), 2501, "EUR", "k3") == Refused("REFUND_TOO_MUCH")
        assert only(looked(rig, seen)).refunds == ()

    def test_a_payment_of_another_checkout_is_none_of_ours(self, rig: Rig) -> None:
        (one, _), (_, other) = paid(rig), paid(rig)
        answer = rig.provider().refund(one.checkout, other.id, fresh(), 100, "EUR", "k1")
        assert answer == Refused("NOT_FOUND")

    def test_the_second_of_two_payments_is_given_back_alone(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.customer.pays_twice(seen.reference)
        seen = looked(rig, seen)
        done(refunded(rig, seen, 2500))
        first, second = looked(rig, seen).payments
        assert (first.refunds, [r.amount for r in second.refunds]) == ((), [2500])

    def test_a_refund_may_take_its_time_and_may_fail(self, rig: Rig) -> None:
        """P10: also one that had succeeded; what failed can be given back again."""
        seen, _ = paid(rig)
        reference = fresh()
        rig.customer.orders("refund", "slow")
        pending = only(done(refunded(rig, seen, 2500, reference=reference))).refunds[0]
        assert pending.state is SeenRefundState.PENDING
        assert refunded(rig, seen, 1) == Refused("REFUND_TOO_MUCH"), "what is under way is as good as gone"
        for ok, state in ((True, SeenRefundState.SUCCEEDED), (False, SeenRefundState.FAILED)):
            rig.customer.refund_ends(reference, ok=ok)
            assert only(looked(rig, seen)).refunds[0].state is state
        done(refunded(rig, seen, 2500))

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


class Following:
    """since: nothing lost, and from a cursor on nothing twice."""

    def test_pages_tell_everything(self, rig: Rig) -> None:
        start = rig.now()
        rig.pass_by(10)
        made = []
        for n in range(3 * rig.page):
            seen = opened(rig, amount=1000 + n)
            made.append(seen)
            if n % 3:
                rig.customer.pays(seen.reference)
            rig.pass_by(n % 2)
        pages, _ = walked(rig.provider(), "", start)
        assert len(pages) > 1
        told = {seen.reference: seen for page in pages for seen in page.seen}
        assert told == {seen.reference: looked(rig, seen) for seen in made}

    def test_from_a_cursor_on_only_what_is_new(self, rig: Rig) -> None:
        seen, _ = paid(rig)
        _, cursor = walked(rig.provider(), "", 0)
        again, cursor = walked(rig.provider(), cursor, 0)
        assert [page.seen for page in again] == [()], "nothing happened"
        other = opened(rig)
        pages, cursor = walked(rig.provider(), cursor, 0)
        assert [s.reference for page in pages for s in page.seen] == [other.reference]
        rig.pass_by(HOUR // 2)
        done(refunded(rig, seen, 100))
        pages, _ = walked(rig.provider(), cursor, 0)
        assert [s for page in pages for s in page.seen] == [looked(rig, seen)]

    def test_what_happens_between_two_pages_is_told(self, rig: Rig) -> None:
        made = [opened(rig) for _ in range(2 * rig.page)]
        provider, cursor, told = rig.provider(), "", {}
        for n in range(100):
            page = done(provider.since(cursor, 0))
            cursor = page.cursor
            told |= {seen.reference: seen for seen in page.seen}
            if n == 0:
                rig.customer.pays(made[0].reference)
                made.append(opened(rig))
            if not page.more:
                break
        assert set(told) == {seen.reference for seen in made}
        assert only(told[made[0].reference]).captured == 2500

    def test_every_kind_of_change_is_told(self, rig: Rig) -> None:
        """Payment, refusal, expiry, refund, refund from outside, dispute, its end, a lapsed authorisation."""
        free = opened(rig, expires_at=rig.now() + HOUR)
        held = opened(rig, capture=Capture.LATER)
        seen, other = opened(rig), opened(rig)
        _, cursor = walked(rig.provider(), "", 0)
        steps: list[tuple[Seen, Any]] = [
            (seen, lambda: rig.customer.declines(seen.reference)),
            (seen, lambda: rig.customer.pays(seen.reference)),
            (seen, lambda: done(refunded(rig, looked(rig, seen), 100))),
            (seen, lambda: rig.customer.refunds_outside(seen.reference, 100)),
            (seen, lambda: rig.customer.disputes(seen.reference)),
            (seen, lambda: rig.customer.wins(seen.reference)),
            (other, lambda: done(rig.provider().expire(other.checkout, "expire:other"))),
            (other, lambda: rig.customer.pays_late(other.reference)),
            (held, lambda: rig.customer.authorises(held.reference)),
            (free, lambda: rig.pass_by(HOUR)),
            (held, lambda: rig.pass_by(rig.provider().features.holds_for)),
        ]
        for about, step in steps:
            step()
            pages, cursor = walked(rig.provider(), cursor, 0)
            assert [s for page in pages for s in page.seen] == [looked(rig, about)]

    def test_money_that_nobody_asked_for_is_told(self, rig: Rig) -> None:
        _, cursor = walked(rig.provider(), "", 0)
        id_ = rig.customer.stray(4200, "EUR")
        pages, cursor = walked(rig.provider(), cursor, 0)
        assert [(s.id, s.captured) for page in pages for s in page.strays] == [(id_, 4200)]
        pages, _ = walked(rig.provider(), cursor, 0)
        assert [page.strays for page in pages] == [()]

    def test_an_overlap_tells_the_same_again(self, rig: Rig) -> None:
        """A sweep that starts an hour back tells what was told, as it is now; before that instant nothing."""
        old, _ = paid(rig)
        rig.pass_by(2 * HOUR)
        new, _ = paid(rig)
        _, cursor = walked(rig.provider(), "", 0)
        pages, _ = walked(rig.provider(), "", rig.now() - HOUR)
        told = [s for page in pages for s in page.seen]
        assert looked(rig, new) in told
        assert old.reference not in {s.reference for s in told}
        assert walked(rig.provider(), cursor, 0)[0][0].seen == ()

    def test_a_lost_page_is_read_again(self, rig: Rig) -> None:
        seen = opened(rig)
        rig.lose_reply("since")
        assert isinstance(rig.provider().since("", 0), Unknown)
        assert [s.reference for s in done(rig.provider().since("", 0)).seen] == [seen.reference]

    def test_a_cursor_that_is_none(self, rig: Rig) -> None:
        assert rig.provider().since("no cursor of ours", 0) == Refused("CURSOR")


class PaymentContract(Opening, Paying, Authorising, Refunding, Following):
    """All of it. A subclass named Test… gives the fixture `rig`."""
