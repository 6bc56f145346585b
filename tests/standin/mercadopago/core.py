"""Mercado Pago's API, as a function from a request to an answer: over HTTP or in the same process.

Each request and each answer is held to their own specification where it is at hand, and always to a small own one
(shapes.py); what breaks it is kept in `violations`.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from deskbell.providers.mercadopago.dates import ms_of
from tests.standin.mercadopago.books import COLLECTOR, COUNTRIES, Books

Answer = tuple[int, Any]
KEYS_LIVE = 24 * 3600
"""Seconds for which a key is kept."""
MOST = 100
"""Results of one page at most."""


@dataclass(frozen=True)
class Request:
    """One request: `call` is which of the desk's calls it belongs to."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any

    @property
    def parts(self) -> list[str]:
        return [unquote(part) for part in self.path.strip("/").split("/")]

    @property
    def call(self) -> str:
        match self.method, *self.parts:
            case "POST", "checkout", "preferences":
                return "open"
            case "PUT", "checkout", "preferences", _:
                return "expire"
            case "POST", "v1", "payments", _, "refunds":
                return "refund"
            case "GET", "users", "me":
                return "check"
            case "GET", "v1", "payments", "search" if "range" in self.query:
                return "since"
        return "look"


def error(status: int, name: str, message: str, cause: int | None = None) -> Answer:
    causes = [] if cause is None else [{"code": cause, "description": message, "data": None}]
    return status, {"status": status, "error": name, "message": message, "cause": causes}


def refused(said: str) -> Answer:
    """An error written as `status|error|message|cause`, the last where there is one."""
    status, name, message, *cause = said.split("|")
    return error(int(status), name, message, int(cause[0]) if cause else None)


@dataclass
class Core:
    """`token` is the one that is let in; `watch` is told each request with its answer."""

    books: Books
    token: str = "TEST-1-010101-0123456789abcdef0123456789abcdef-123456789"
    watch: list[Callable[[Request, Answer], str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    keys: dict[str, tuple[int, str, Answer]] = field(default_factory=dict)
    slow_refunds: int = 0
    """So many refunds take their time."""
    refused_refunds: list[Answer] = field(default_factory=list)
    """What the next refunds are answered instead."""
    dated: bool = True
    """Whether a preference may say when its slips end."""

    def state(self) -> tuple[Any, ...]:
        """All that it remembers; `put` makes it so again."""
        books = self.books
        return books.preferences, books.payments, books.refunds, books.numbers, books.last, self.keys

    def put(self, state: tuple[Any, ...]) -> None:
        books = self.books
        books.preferences, books.payments, books.refunds, books.numbers, books.last, self.keys = state

    def handle(self, request: Request) -> Answer:
        answer = self._answer(request)
        self.violations += [found for look in self.watch if (found := look(request, answer))]
        return answer

    def stick(self, request: Request, *, acted: bool) -> Answer:
        """An error that is kept under the request's key, before or after it acted."""
        if (before := self._before(request)) is not None:
            return before
        if acted:
            self.handle(request)
        return self._keep(request, error(500, "internal_error", "Internal Server Error"))

    def _answer(self, request: Request) -> Answer:
        if request.headers.get("authorization") != f"Bearer {self.token}":
            return error(401, "unauthorized", "invalid access token")
        if (before := self._before(request)) is not None:
            return before
        match request.method, *request.parts:
            case "POST", "checkout", "preferences":
                return self._make(request.body)
            case "GET", "checkout", "preferences", "search":
                return self._find(request.query)
            case "GET", "checkout", "preferences", which:
                return self._preference(which)
            case "PUT", "checkout", "preferences", which:
                return self._change(which, request.body)
            case "GET", "v1", "payments", "search":
                return self._search(request.query)
            case "GET", "v1", "payments", which:
                return self._payment(which)
            case "GET", "v1", "payments", which, "refunds":
                return self._refunds(which)
            case "POST", "v1", "payments", which, "refunds":
                return self._give_back(which, request)
            case "GET", "users", "me":
                return self._me()
        return error(404, "not_found", "Route not found")

    # --- keys

    def _before(self, request: Request) -> Answer | None:
        """What was answered under this key. Preferences are made anew under the same key: nothing says otherwise."""
        key = request.headers.get("x-idempotency-key", "")
        if request.method == "GET" or key not in self.keys:
            return None
        at, body, answer = self.keys[key]
        if at <= self.books.clock.now() - KEYS_LIVE:
            return None
        if answer[0] < 500 and request.call != "refund":
            return None
        if body != _text(request):
            return error(409, "idempotency_key_already_used", "The key was used with another body")
        return answer

    def _keep(self, request: Request, answer: Answer) -> Answer:
        self.keys[request.headers.get("x-idempotency-key", "")] = (self.books.clock.now(), _text(request), answer)
        return answer

    # --- preferences

    def _make(self, body: dict[str, Any]) -> Answer:
        if found := self._wrong(body, opening=True):
            return found
        return 201, self.books.make(body)

    def _change(self, which: str, body: dict[str, Any]) -> Answer:
        if which not in self.books.preferences:
            return error(404, "not_found", "preference_id not found")
        return self._wrong(body, opening=False) or (200, self.books.change(which, body))

    def _wrong(self, body: dict[str, Any], *, opening: bool) -> Answer | None:
        for item in body["items"]:
            if item.get("currency_id") != self.books.currency:
                return error(400, "invalid_items", "currency_id invalid")
            price = Decimal(str(item["unit_price"]))
            if price <= 0 or (self.books.currency in ("CLP", "COP") and price != price.to_integral_value()):
                return error(400, "invalid_items", "unit_price invalid")
        if "date_of_expiration" in body and not self.dated:
            return error(400, "invalid_date", "invalid date of expiration")
        if body.get("expires"):
            start, end = ms_of(body["expiration_date_from"]), ms_of(body["expiration_date_to"])
            if end <= start or (opening and end <= self.books.clock.now() * 1000):
                return error(400, "invalid_expiration_date_to", "expiration_date_to invalid")
        return None

    def _preference(self, which: str) -> Answer:
        found = self.books.preferences.get(which)
        return (200, found) if found is not None else error(404, "not_found", "preference_id not found")

    def _find(self, query: dict[str, str]) -> Answer:
        """A search tells less than a look: no link, and only what the things are called."""
        found = list(reversed(self.books.of_reference(query.get("external_reference", ""))))
        told = ("id", "collector_id", "date_created", "expiration_date_from", "expiration_date_to", "expires",
                "external_reference", "last_updated")  # fmt: skip
        elements = [{name: one[name] for name in told if name in one} for one in found]
        return 200, {
            "elements": elements[: int(query.get("limit", 30))],
            "next_offset": len(found),
            "total": len(found),
        }

    # --- payments

    def _search(self, query: dict[str, str]) -> Answer:
        found = list(self.books.payments.values())
        if "external_reference" in query:
            found = [one for one in found if one["external_reference"] == query["external_reference"]]
        if (by := query.get("range")) is not None:
            begin, end = ms_of(query["begin_date"]), ms_of(query["end_date"])
            if begin < (self.books.clock.now() - 366 * 86_400) * 1000:
                return error(400, "bad_request", "Number of rows exceeded the limits", 1000)
            found = [one for one in found if one[by] is not None and begin <= ms_of(one[by]) <= end]
        found.sort(key=lambda one: (one[query["sort"]], one["id"]), reverse=query["criteria"] == "desc")
        offset, limit = int(query.get("offset", 0)), min(int(query.get("limit", 30)), MOST)
        page = [self.books.shown(one) for one in found[offset : offset + limit]]
        return 200, {"results": page, "paging": {"total": len(found), "limit": limit, "offset": offset}}

    def _paid(self, which: str) -> dict[str, Any] | None:
        return self.books.payments.get(int(which)) if which.isdecimal() else None

    def _payment(self, which: str) -> Answer:
        paid = self._paid(which)
        return error(404, "not_found", "Payment not found", 2000) if paid is None else (200, self.books.shown(paid))

    # --- refunds

    def _refunds(self, which: str) -> Answer:
        paid = self._paid(which)
        if paid is None:
            return error(404, "not_found", "Payment not found", 2000)
        return 200, list(self.books.refunds[paid["id"]])

    def _give_back(self, which: str, request: Request) -> Answer:
        try:
            uuid.UUID(request.headers.get("x-idempotency-key", ""))
        except ValueError:
            return error(400, "bad_request", "Header X-Idempotency-Key can't be null", 4292)
        if self.refused_refunds:
            return self.refused_refunds.pop(0)
        paid = self._paid(which)
        if paid is None:
            return error(404, "not_found", "Payment not found", 2000)
        left = self.books.left(paid["id"])
        amount = Decimal(str((request.body or {}).get("amount", left)))
        if paid["status"] not in ("approved", "refunded") or amount > left:
            return error(400, "bad_request", "The action requested is not valid for the current payment state", 2063)
        if amount <= 0:
            return error(400, "bad_request", "amount attribute must be positive", 4040)
        slow = self.slow_refunds > 0
        self.slow_refunds -= slow
        made = self.books.give_back(paid["id"], amount, "in_process" if slow else "approved")
        return self._keep(request, (201, dict(made)))

    def _me(self) -> Answer:
        country = COUNTRIES[self.books.site][0]
        return 200, {
            "id": COLLECTOR,
            "nickname": "TESTUSER123",
            "site_id": self.books.site,
            "country_id": country,
            "email": "owner@example.com",
            "tags": ["normal", *(["test_user"] if self.books.test_user else [])],
        }


def _text(request: Request) -> str:
    return f"{request.method} {request.path} {json.dumps(request.body, sort_keys=True, default=str)}"


def written(data: Any) -> bytes:
    """JSON as they write it: numbers with what decimals they have, not as text."""
    text = json.dumps(data, default=lambda value: f"\0{value}\0" if isinstance(value, Decimal) else value)
    return re.sub(r'"\\u0000([-+.\dE]+)\\u0000"', lambda found: f"{Decimal(found[1]):f}", text).encode()
