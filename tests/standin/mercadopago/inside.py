"""Mercado Pago in this very process: the product's own provider and the vendor's own kit, with no socket between.

For stories told by seed and for kill points, which need each step to come out the same: `inside(core)` makes the
transport that `MercadoPagoProvider(…, line=…)` takes, and `provider_of(core)` the whole provider. One Core is one
account, shared by whatever providers are made of it, so it outlives a worker that is killed on the stage; what cuts the
line lies before the provider, as with the demo's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from email.utils import formatdate
from typing import Any

from deskbell.domain.clock import Clock
from deskbell.providers.mercadopago import MercadoPagoProvider
from tests.standin.mercadopago.core import Core, Request, written


def inside(core: Core) -> Callable[[], Any]:
    """Makes the kit's transport to this core."""

    def make() -> Any:
        import mercadopago.http  # type: ignore[import-untyped]

        from deskbell.providers.mercadopago.line import API

        class Inside(mercadopago.http.HttpClient):  # type: ignore[misc]
            def request(self, method: str, url: str, *_: Any, **words: Any) -> dict[str, Any]:
                headers = {name.lower(): str(value) for name, value in words["headers"].items()}
                query = {name: str(value) for name, value in (words.get("params") or {}).items()}
                body = json.loads(words.get("data") or "{}", parse_float=Decimal)
                status, data = core.handle(Request(method, url.removeprefix(API), query, headers, body))
                date = formatdate(core.books.clock.now(), usegmt=True)
                return {"status": status, "response": None, "headers": {"Date": date}, "body": written(data)}

        return Inside()

    return make


def provider_of(core: Core, clock: Clock | None = None, *, page: int = 100) -> MercadoPagoProvider:
    """A provider of that account; `clock` is the desk's, which need not be the account's."""
    return MercadoPagoProvider(core.token, clock=clock or core.books.clock, line=inside(core), page=page)
