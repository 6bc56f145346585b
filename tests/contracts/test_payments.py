"""Each provider of payments keeps the one contract: the demo's in this process, and a stand-in over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskbell.providers.fake import FEATURES
from tests.contracts.payments import PaymentContract
from tests.contracts.rigs import Impatient, InProcess, OverHttp, Rig
from tests.standin.running import Running


class TestFakeProvider(PaymentContract):
    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        rig = InProcess(tmp_path / "provider.sqlite3")
        yield rig
        rig.close()


class TestFakeProviderWithoutNames(PaymentContract):
    """A provider that keeps no names of refunds."""

    @pytest.fixture
    def rig(self, tmp_path: Path) -> Iterator[Rig]:
        rig = InProcess(tmp_path / "provider.sqlite3", features=replace(FEATURES, names_refunds=False))
        yield rig
        rig.close()


class TestOverHttp(PaymentContract):
    @pytest.fixture(scope="class")
    def running(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
        with Running(tmp_path_factory.mktemp("standin") / "first.sqlite3") as running:
            yield running

    @pytest.fixture
    def rig(self, running: Running, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Rig]:
        waits = "too_late" not in request.node.name
        rig = (OverHttp if waits else Impatient)(running, tmp_path / "provider.sqlite3")
        yield rig
        rig.close()
