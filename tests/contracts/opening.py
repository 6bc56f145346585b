"""open, look, expire: the page, its key and what a bad line does to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.ports import (
    CheckoutState,
    Later,
    Refused,
    SeenState,
    Unknown,
)
from tests.contracts.asking import HOUR, done, fresh, looked, only, opened, wanted
from tests.contracts.rigs import Rig


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
        again = done(rig.provider().open(asked, "open:1"))
        assert again.checkout == first.checkout
        if rig.manners.answers_are_kept:
            assert again == first, "the first answer is kept, though it is old now"
        else:
            assert only(again).captured == 2500, "what is there is found, as it is now"
        assert only(looked(rig, asked)).captured == 2500

    def test_the_same_key_with_another_body_never_gets_the_first_ones_checkout(self, rig: Rig) -> None:
        asked = wanted(rig)
        first = done(rig.provider().open(asked, "open:1"))
        other = replace(asked, reference=fresh(), amount=2600)
        answer = rig.provider().open(other, "open:1")
        if rig.manners.answers_are_kept:
            assert answer == Refused("KEY_REUSED")
            assert done(rig.provider().look(other.reference, None)) is None
        else:
            assert done(answer).reference == other.reference
            assert done(answer).checkout != first.checkout

    def test_a_key_is_forgotten_after_a_day(self, rig: Rig) -> None:
        """KEY_LIVES is shorter than that: after it we look, and never send again (spec 6, 2.5)."""
        asked = wanted(rig, expires_at=rig.now() + 72 * HOUR)
        first = done(rig.provider().open(asked, "open:1"))
        rig.pass_by(20 * HOUR)
        assert done(rig.provider().open(asked, "open:1")) == first
        rig.pass_by(5 * HOUR)
        again = rig.provider().open(asked, "open:1")
        if rig.manners.longest < 25 * HOUR:  # no checkout outlives its key: then there is nothing to make twice
            assert again == Refused("EXPIRED_ALREADY")
        else:
            found = done(again).checkout == first.checkout
            assert found is not rig.manners.answers_are_kept, "unless it is found by reference"

    def test_its_end_is_moved_where_the_provider_wants_it(self, rig: Rig) -> None:
        """By when it was asked for, not by when it is sent: the body stays the same under its key, however late."""
        asked_at = rig.now()
        for ends, moved in (
            (asked_at + 60, max(60, rig.manners.shortest)), (asked_at + 72 * HOUR, min(72 * HOUR, rig.manners.longest)),
        ):  # fmt: skip
            asked, key = wanted(rig, expires_at=ends, asked_at=asked_at), f"open:{ends}"
            rig.pass_by(7)
            first = done(rig.provider().open(asked, key))
            assert first.expires_at == asked_at + moved
            rig.pass_by(7)
            assert done(rig.provider().open(asked, key)) == first

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
        answer = rig.provider().open(asked, "open:1")
        assert isinstance(answer, Unknown)
        assert answer.sticky
        again = rig.provider().open(asked, "open:1")
        assert again == answer or (acted and not rig.manners.answers_are_kept and done(again))
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
        unheard = Refused("NOT_FOUND") if provider.features.authorises else Refused("NOT_SUPPORTED")
        currency = rig.manners.currency
        assert provider.void("none", "none", "k2") == unheard
        assert provider.capture("none", "none", 1, currency, "k3") == unheard
        assert provider.refund("none", "none", fresh(), 1, currency, "k4") == Refused("NOT_FOUND")

    def test_a_wrong_id_is_found_by_reference(self, rig: Rig) -> None:
        seen = opened(rig)
        assert done(rig.provider().look(seen.reference, "co_of_another_account")) == seen

    def test_of_two_checkouts_of_one_reference_each_is_found(self, rig: Rig) -> None:
        """After a sticky error there may be two: by its id each, by reference the one where somebody paid. Where what
        is there is found first, there never is a second.
        """
        asked = wanted(rig)
        first, second = (done(rig.provider().open(asked, f"open:{n}")) for n in (1, 2))
        if not rig.manners.answers_are_kept:
            assert first == second
            return
        assert first.checkout != second.checkout
        for seen in (first, second):
            assert done(rig.provider().look(asked.reference, seen.checkout)) == seen
        rig.customer.pays(first.checkout)
        assert looked(rig, asked).checkout == first.checkout
        assert done(rig.provider().look(asked.reference, second.checkout)) == second

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
