"""Capture, void, and what time does to an authorisation (S2.37)."""

from __future__ import annotations

from deskbell.domain.ports import (
    Capture,
    Refused,
    Seen,
    SeenPayment,
    SeenState,
    Unknown,
)
from tests.contracts.asking import done, looked, only, opened, paid, refunded, wanted
from tests.contracts.rigs import Rig


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
        args = (seen.checkout, payment.id, 2500, rig.manners.currency)
        rig.pass_by(60)
        taken = only(done(rig.provider().capture(*args, "capture:1")))
        assert (taken.state, taken.captured, taken.until) == (SeenState.CAPTURED, 2500, None)
        assert taken.at == rig.now(), "the instant is when the money moved"
        assert only(done(rig.provider().capture(*args, "capture:1"))) == taken
        assert rig.provider().capture(*args, "capture:2") == Refused("ALREADY_CAPTURED")
        assert only(looked(rig, seen)) == taken

    def test_capture_a_part_releases_the_rest(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        taken = only(done(rig.provider().capture(seen.checkout, payment.id, 900, rig.manners.currency, "capture:1")))
        assert (taken.amount, taken.captured, taken.refunds) == (2500, 900, ()), (
            "what was never taken is not given back"
        )
        more = rig.provider().capture(seen.checkout, payment.id, 1600, rig.manners.currency, "capture:2")
        assert more == Refused("ALREADY_CAPTURED")
        assert refunded(rig, looked(rig, seen), 901) == Refused("REFUND_TOO_MUCH")
        back = done(refunded(rig, looked(rig, seen), 300))
        assert [one.amount for one in only(back).refunds] == [300]

    def test_capture_refused(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        for amount, currency, code in (
            (2501, rig.manners.currency, "CAPTURE_TOO_MUCH"), (0, rig.manners.currency, "AMOUNT_TOO_SMALL"),
            (2500, rig.manners.other, "CURRENCY"),
        ):  # fmt: skip
            answer = rig.provider().capture(seen.checkout, payment.id, amount, currency, f"capture:{code}")
            assert answer == Refused(code)
        assert only(looked(rig, seen)) == payment

    def test_a_lost_capture_is_found(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        rig.lose_reply("capture")
        args = (seen.checkout, payment.id, 2500, rig.manners.currency, "capture:1")
        assert isinstance(rig.provider().capture(*args), Unknown)
        assert only(looked(rig, seen)).captured == 2500
        assert only(done(rig.provider().capture(*args))).captured == 2500

    def test_void_gives_it_up_for_good(self, rig: Rig) -> None:
        seen, payment = self.held(rig)
        gone = only(done(rig.provider().void(seen.checkout, payment.id, "void:1")))
        assert (gone.state, gone.captured) == (SeenState.CANCELLED, 0)
        assert only(done(rig.provider().void(seen.checkout, payment.id, "void:1"))) == gone
        assert rig.provider().void(seen.checkout, payment.id, "void:2") == Refused("NOT_AUTHORISED")
        refused = rig.provider().capture(seen.checkout, payment.id, 2500, rig.manners.currency, "capture:1")
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
        answer = rig.provider().capture(seen.checkout, payment.id, 2500, rig.manners.currency, "capture:1")
        assert answer == Refused("NOT_AUTHORISED")


class TakingAtOnce:
    """A provider that cannot authorise first says so; "approve first" makes its link after the approval."""

    def test_nothing_is_authorised_captured_or_given_up(self, rig: Rig) -> None:
        assert not rig.provider().features.authorises
        asked = wanted(rig, capture=Capture.LATER)
        assert rig.provider().open(asked, "open:1") == Refused("NOT_SUPPORTED")
        assert done(rig.provider().look(asked.reference, None)) is None
        seen, payment = paid(rig)
        args = (seen.checkout, payment.id)
        assert rig.provider().capture(*args, 2500, rig.manners.currency, "capture:1") == Refused("NOT_SUPPORTED")
        assert rig.provider().void(*args, "void:1") == Refused("NOT_SUPPORTED")
        assert only(looked(rig, seen)) == payment
