"""Stripe keeps the one contract of payments: through the real kit over HTTP, and within this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.asking import looked, only, paid
from tests.contracts.payments import PaymentContract
from tests.contracts.rigs import Rig
from tests.contracts.stripe import ROOM, Impatient, OverStripe, Within
from tests.standin.running import Running


class TestWithin(PaymentContract):
    @pytest.fixture
    def rig(self) -> Iterator[Rig]:
        rig = Within()
        yield rig
        rig.close()

    def test_a_bank_may_take_a_part_of_a_payment(self, rig: Within) -> None:
        """P11: how much of it, an enquiry takes nothing, and two disputes of one charge add up."""
        seen, _ = paid(rig)
        rig.customer.disputes(seen.reference, "warning_needs_response", 300)
        assert only(looked(rig, seen)).taken_back == 0
        rig.customer.disputes(seen.reference, amount=700)
        assert only(looked(rig, seen)).taken_back == 700
        rig.customer.disputes(seen.reference, amount=500)
        assert only(looked(rig, seen)).taken_back == 1200


class TestOverHttp(PaymentContract):
    @pytest.fixture(scope="class")
    def running(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
        with Running(tmp_path_factory.mktemp("stripe") / "none", ROOM) as running:
            yield running

    @pytest.fixture
    def rig(self, running: Running, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Rig]:
        waits = "too_late" not in request.node.name
        rig = (OverStripe if waits else Impatient)(running, tmp_path)
        yield rig
        rig.close()
