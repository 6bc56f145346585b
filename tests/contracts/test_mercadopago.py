"""Mercado Pago keeps the contract: the product's provider, the vendor's kit, real HTTP, a stand-in of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.contracts.mercadopago import MANNERS, ROOM, Impatient, OverMercadoPago
from tests.contracts.paying import Paying
from tests.contracts.payments import AtOncePaymentContract
from tests.contracts.refunding import Refunding
from tests.contracts.rigs import Rig
from tests.standin.running import Running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("standin"), ROOM) as running:
        yield running


class TestMercadoPago(AtOncePaymentContract):
    """S0.11, S0.30, S0.31, S0.33, as far as they are about money; A26: one reference, one preference, our payment."""

    @pytest.fixture
    def rig(self, running: Running, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Rig]:
        waits = "too_late" not in request.node.name
        rig = (OverMercadoPago if waits else Impatient)(running, tmp_path)
        yield rig
        rig.close()


class TestInChile(Paying, Refunding):
    """A currency without decimals."""

    @pytest.fixture
    def rig(self, running: Running, tmp_path: Path) -> Iterator[Rig]:
        rig = OverMercadoPago(running, tmp_path, site="MLC")
        rig.manners = replace(MANNERS, currency="CLP", sells=("CLP",))
        yield rig
        rig.close()
