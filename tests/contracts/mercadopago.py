"""What a contract test needs beside Mercado Pago's own kit: the stand-in over HTTP, and its manners."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from deskbell.domain.ports import PaymentProvider
from deskbell.providers.mercadopago import MercadoPagoProvider
from deskbell.providers.mercadopago.amounts import MOST
from tests.contracts.rigs import Manners, OverHttp
from tests.standin.mercadopago.core import Core
from tests.standin.running import Running

TOKEN = Core.token
ROOM = "tests.standin.mercadopago.server"
MANNERS = Manners(
    currency="ARS", other="USD", sells=("ARS",), answers_are_kept=False, tells_pages=False, tells_all=False,
)  # fmt: skip


class OverMercadoPago(OverHttp):
    """The provider with the vendor's kit against a stand-in of theirs in a process of its own."""

    manners = MANNERS
    most = MOST
    read = 20.0

    def __init__(self, running: Running, memory: Path, **account: Any) -> None:
        super().__init__(running, memory)
        if account:
            running.control("set", **account)

    def provider(self) -> PaymentProvider:
        from deskbell.providers.mercadopago.line import Line

        patience = self.read

        class Waits(Line):
            """Patient where it only looks: what is held back is what changes something."""

            def request(self, method: str, *rest: Any, **words: Any) -> dict[str, Any]:
                self._read = OverMercadoPago.read if method == "GET" else patience
                return super().request(method, *rest, **words)

        base = f"http://127.0.0.1:{self.running.port}"
        return MercadoPagoProvider(TOKEN, clock=self, line=lambda: Waits(base), page=self.page)

    def close(self) -> None:
        broken = self.running.control("violations")
        super().close()
        assert broken == [], "what is published was broken"


class Impatient(OverMercadoPago):
    """The same by a client that waits a fifth of a second, for what is held back until it is released."""

    read = 0.2
