"""Stripe keeps the one contract of payments: through the real kit over HTTP, and within this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

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
