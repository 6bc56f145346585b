"""Stripe within this process, without a socket: for play that must come out the same each time.

    world = inside(clock)                 # clock is Stripe's; the desk's may be another
    provider = world.provider()           # a StripeProvider through the real kit, another client each time
    world.customer.pays(reference)        # the demo customer's verbs
    world.orders.add(Order("open", "lost_reply"))

Nothing in it asks the machine's clock or chance: the same calls in the same order make the same ids, events and
answers, whatever thread they come from. It outlives a provider, not the process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import stripe

from deskbell.domain.clock import Clock
from deskbell.domain.ports import Unknown
from deskbell.providers.stripe.answers import Unheard
from deskbell.providers.stripe.provider import StripeProvider
from tests.standin.orders import Order, Orders
from tests.standin.stripe.core import Asked, Core, Reply
from tests.standin.stripe.customer import StripeCustomer

KEY = "rk_test_0123456789abcdef"  # no key of anybody's
BASE = "https://stripe.invalid"
READS = "read"
"""An order for this call is for whatever is fetched next."""


@dataclass
class World:
    """One account, who pays at it, and what goes wrong on the way to it."""

    core: Core
    customer: StripeCustomer
    orders: Orders

    def provider(self, key: str = KEY, **more: Any) -> StripeProvider:
        return StripeProvider(
            key, clock=self.core.clock, base=BASE, transport=lambda: Inside(self.core, self.orders), **more
        )


def inside(clock: Clock, seed: int = 0, *, strict: bool = True) -> World:
    """`seed` tells the ids of one world from those of another; `strict` holds each answer against Stripe's contract."""
    orders, core = Orders(), Core(clock, seed)
    core.strict = strict
    return World(core, StripeCustomer(core, orders), orders)


class Inside(stripe.HTTPClient):
    """The kit's way of sending, into the stand-in's core."""

    name = "inside"

    def __init__(self, core: Core, orders: Orders) -> None:
        super().__init__()
        self.core, self.waiting = core, orders

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        sent = dict(headers or {})
        asked = self.core.read(method.upper(), url.removeprefix(BASE), sent, (post_data or "").encode())
        reply = played(self.core, asked, sent, taken(self.waiting, asked))
        now = formatdate(self.core.clock.now(), usegmt=True)
        return reply.body.decode(), reply.status, {"Date": now, **reply.headers}

    def close(self) -> None:
        pass


def taken(orders: Orders, asked: Asked) -> Order | None:
    """What was ordered for this call."""
    return orders.take(asked.name) or (orders.take(READS) if asked.how == "GET" else None)


def played(core: Core, asked: Asked, headers: Mapping[str, str], order: Order | None) -> Reply:
    """An answer, or what was ordered instead of it; what a network does is Unheard, as it is to the real line."""
    kind, value = (order.kind, order.value) if order is not None else ("", "")
    if kind in ("lost_request", "delayed"):
        raise Unheard(Unknown("RESET" if kind == "lost_request" else "TIMEOUT"))
    if kind in ("401", "409", "429", "500", "502", "503"):
        return failed(int(kind), value)
    if kind == "refuse":
        return failed(400, value)
    sticky = {"sticky": "before", "sticky_acted": "after"}.get(kind, "")
    reply = core.answer(asked, headers, sticky=sticky)
    if asked.name == "events" and reply.status == 200:
        told(core, reply, kind, value)
    if kind == "lost_reply":
        raise Unheard(Unknown("RESET"))
    if kind == "hold":
        raise Unheard(Unknown("TIMEOUT"))
    if kind == "html":
        return Reply(int(value or 200), b"<html><h1>Be right back</h1>", {"Content-Type": "text/html"})
    return reply


def told(core: Core, reply: Reply, kind: str, value: str) -> None:
    """Events surface late, come twice or the wrong way round where that was ordered."""
    listed = json.loads(reply.body)
    if kind == "late" and listed["data"]:
        core.withheld[listed["data"][0]["id"]] = int(value or 1)
    hidden = {id_ for id_, calls in core.withheld.items() if calls > 0}
    core.withheld = {id_: calls - 1 for id_, calls in core.withheld.items() if calls > 1}
    listed["data"] = [event for event in listed["data"] if event["id"] not in hidden]
    if kind == "duplicate":
        listed["data"] = [event for event in listed["data"] for _ in range(2)]
    if kind == "reordered":
        listed["data"].reverse()
    reply.body = json.dumps(listed).encode()


def failed(status: int, value: str) -> Reply:
    """Another answer than the account's own; `value` is its Retry-After, or the code."""
    types = {401: "invalid_request_error", 409: "idempotency_error", 429: "invalid_request_error"}
    error = {"type": types.get(status, "api_error" if status >= 500 else "invalid_request_error"), "message": "no"}
    if status == 400:
        error["code"] = value
    if status == 409:
        error["code"] = "idempotency_key_in_use"
    headers = {"Content-Type": "application/json"} | ({"Retry-After": value} if value and status in (429, 503) else {})
    return Reply(status, json.dumps({"error": error}).encode(), headers)
