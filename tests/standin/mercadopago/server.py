"""Mercado Pago on a socket, in a process of its own: python -m tests.standin.mercadopago.server --port 0 --memory X.

As tests.standin.server, with their paths and bodies; what it remembers ends with it. What breaks their specification,
or ours of it, GET /control/violations tells.
"""

from __future__ import annotations

import copy
import json
from contextlib import nullcontext
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.standin.mercadopago import contract
from tests.standin.mercadopago.books import Books
from tests.standin.mercadopago.core import Core, Request, error, refused, written
from tests.standin.mercadopago.customer import MercadoPagoCustomer
from tests.standin.orders import Order
from tests.standin.server import Handler, Standin, main


class MercadoPagoHandler(Handler):
    server: MercadoPago
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.serve({})

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.serve(json.loads(text or b"{}", parse_float=Decimal))

    def do_PUT(self) -> None:
        self.do_POST()

    def serve(self, said: dict[str, Any]) -> None:
        url = urlsplit(self.path)
        if url.path.startswith("/control/"):
            return super().serve(json.loads(json.dumps(said, default=str)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, url.path, dict(parse_qsl(url.query, keep_blank_values=True)), headers, said)
        name = request.call
        self.server.log.append({"call": name, "key": self.key, "path": url.path, "method": self.command})
        self.request_now = request
        self.obey(self.server.orders.take(name), name, partial(self.server.core.handle, request))
        return None

    @property
    def key(self) -> str:
        return self.headers.get("x-idempotency-key", "") if self.command != "GET" else ""

    def answer(self, name: str, call: Any, order: Order | None) -> tuple[int, dict[str, Any], dict[str, str]]:
        with self.server.lock:
            status, data = call()
            data = json.loads(written(data), parse_float=Decimal)  # as it is now, whatever happens before it is sent
        if order is not None and order.kind == "duplicate" and "results" in data:
            data["results"] = [one for one in data["results"] for _ in range(2)]
        if order is not None and order.kind == "reordered" and "results" in data:
            data["results"].reverse()
        if order is not None and order.kind in ("late", "away") and data.get("results"):
            until = 0 if order.kind == "late" else self.server.clock.now() + int(order.value)
            self.keep_back(data, {data["results"][-1]["id"]: until})
        elif name == "since" and "results" in data:
            self.keep_back(data, {})
        return status, data, {}

    def keep_back(self, data: dict[str, Any], more: dict[int, int]) -> None:
        """Results that are not listed yet: those of now, and those that stay away until an instant."""
        away = self.server.away
        away |= {id_: until for id_, until in more.items() if until}
        hidden = more.keys() | {id_ for id_, until in away.items() if until > self.server.clock.now()}
        listed = [one for one in data["results"] if one["id"] not in hidden]
        data["paging"]["total"] -= len(data["results"]) - len(listed)
        data["results"] = listed

    def stick(self, kind: str, name: str, call: Any) -> None:
        with self.server.lock:
            answer = self.server.core.stick(self.request_now, acted=kind == "sticky_acted")
        self.reply(*answer)

    def wrong(self, status: int, code: str) -> dict[str, Any]:
        found: dict[str, Any] = error(status, code.lower(), code)[1]
        return found

    def refusal(self, said: str) -> tuple[int, dict[str, Any]]:
        """A definite no: `status|error|message|cause`, the last where they have a number for it."""
        return refused(said)

    def written(self, data: Any) -> bytes:
        return written(data)


class MercadoPago(Standin):
    handler = MercadoPagoHandler
    core: Core
    stages: ClassVar[dict[str, Any]] = {}

    def remember(self, memory: Path) -> None:
        self.away: dict[int, int] = {}
        self.core = Core(Books(self.clock), watch=contract.watchers())
        self.customer: Any = MercadoPagoCustomer(self.core)

    def control(self, what: str, said: dict[str, Any]) -> dict[str, Any]:
        if what == "keep":
            self.stages[said["stage"]] = copy.deepcopy(self.core.state())
            return {"value": None}
        if what == "take":
            super().control("memory", {"path": ""})
            self.core.put(copy.deepcopy(self.stages[said["stage"]]))
            return {"value": None}
        if what == "violations":
            return {"value": list(self.core.violations)}
        if what == "set":  # site, bare, test_user; token, dated
            for name, value in said.items():
                setattr(self.core.books if hasattr(self.core.books, name) else self.core, name, value)
            return {"value": None}
        with self.lock if what == "customer" else nullcontext():
            return super().control(what, said)


if __name__ == "__main__":
    main(MercadoPago)
