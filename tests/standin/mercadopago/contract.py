"""Every request and answer held to what is published: to Mercado Pago's specification where it is at hand, always to
our own small one (shapes.py). What both say is put in words, for whoever reads why a test failed.

The specification forbids no key that it does not know, so whoever misspells one is not told: here each object's keys
are held to those that it names, and to the few that are documented elsewhere (ELSEWHERE). It writes `nullable` as the
version before it did, which is read as it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests.house.vendor_data import published
from tests.standin.mercadopago.core import Answer, Request
from tests.standin.mercadopago.shapes import own

Watcher = Callable[[Request, Answer], str]
SPECIFICATION = "mercadopago-openapi.json"

ELSEWHERE = {
    "PreferenceRequest": {"date_of_expiration"},
    "Payment": {"refunds", "collector_id", "live_mode", "differential_pricing_id"},
    "PaymentSearchResult": set(),
    "GET /checkout/preferences/search": {"next_offset", "total"},
}
"""Keys that their guides or their own kits name, and the specification does not."""

LISTS = {"GET /v1/payments/{id}/refunds"}
"""Answers that are lists of what the specification describes as one."""

NOT_IN_IT = {"GET /users/me"}
"""What their kit calls and the specification leaves out."""


def watchers() -> list[Watcher]:
    found: list[Watcher] = [own]
    if published(SPECIFICATION) is not None:
        found.append(Published(published(SPECIFICATION)).watch)
    return found


class Published:
    """Their specification, asked about one exchange at a time."""

    def __init__(self, specification: dict[str, Any]) -> None:
        self._spec = specification
        self._schemas = specification["components"]["schemas"]
        self._operations = {
            (method.upper(), path): operation
            for path, operations in specification["paths"].items()
            for method, operation in operations.items()
        }

    def watch(self, request: Request, answer: Answer) -> str:
        """What is wrong with an exchange; '' where nothing is."""
        return "; ".join(f"{request.method} {request.path}: {wrong}" for wrong in self._wrongs(request, answer))

    def _wrongs(self, request: Request, answer: Answer) -> Iterator[str]:
        route = self.route(request)
        if route is None:
            if f"{request.method} {request.path}" not in NOT_IN_IT and answer[0] != 404:
                yield "nobody publishes that"
            return
        operation = self._operations[request.method, route]
        status, data = answer
        if status < 400:
            yield from self._asked(request, operation)
        yield from self._answered(f"{request.method} {route}", operation, status, data)

    def route(self, request: Request) -> str | None:
        """The path as it is published; a named one is preferred to one with a place for anything."""
        fits = [path for method, path in self._operations if method == request.method and _fits(path, request.path)]
        return min(fits, key=lambda path: path.count("{"), default=None)

    def _asked(self, request: Request, operation: dict[str, Any]) -> Iterator[str]:
        named = {one["name"]: one for one in operation.get("parameters", []) if one["in"] == "query"}
        yield from (f"?{name} is not known" for name in request.query.keys() - named.keys())
        for name, one in named.items():
            if name not in request.query:
                if one.get("required"):
                    yield f"?{name} is missing"
                continue
            yield from (f"?{name}: {wrong}" for wrong in _wrong_text(request.query[name], one["schema"]))
        for one in operation.get("parameters", []):
            text = request.headers.get(one["name"].lower())
            if one["in"] == "header" and text is not None:
                yield from (f"{one['name']}: {wrong}" for wrong in _wrong_text(text, one["schema"]))
        if "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            yield from self._body(schema, request.body, "")

    def _answered(self, name: str, operation: dict[str, Any], status: int, data: Any) -> Iterator[str]:
        told = operation["responses"].get(str(status))
        if told is None:
            if status < 400:
                yield f"{status} is not one of its answers"
            return
        if "$ref" in told:
            told = self._spec["components"]["responses"][told["$ref"].rpartition("/")[2]]
        schema = told["content"]["application/json"]["schema"]
        for one in data if name in LISTS else [data]:
            yield from self._body(schema, one, name)

    def _body(self, schema: dict[str, Any], data: Any, name: str) -> Iterator[str]:
        key = schema["$ref"].rpartition("/")[2] if "$ref" in schema else ""
        validator = Draft202012Validator(self._plain(schema), format_checker=FORMATS)
        for error in validator.iter_errors(data):
            yield f"{'.'.join(map(str, error.absolute_path)) or 'body'}: {error.message[:200]}"
        yield from self._unknown(schema, data, ELSEWHERE.get(key or name, set()), "body")

    def _unknown(self, schema: dict[str, Any], data: Any, more: set[str], where: str) -> Iterator[str]:
        """Keys that nobody publishes, however deep."""
        key = schema["$ref"].rpartition("/")[2] if "$ref" in schema else ""
        schema = self._schemas[key] if key else schema
        more = more | ELSEWHERE.get(key, set())
        if isinstance(data, list):
            for number, one in enumerate(data):
                yield from self._unknown(schema.get("items", {}), one, set(), f"{where}.{number}")
        elif isinstance(data, dict) and "properties" in schema:
            known = schema["properties"]
            yield from (f"{where}.{name} is not known" for name in data.keys() - known.keys() - more)
            for name in data.keys() & known.keys():
                yield from self._unknown(known[name], data[name], set(), f"{where}.{name}")

    def _plain(self, schema: Any) -> Any:
        """With what it refers to in its place, and null allowed where `nullable` says so."""
        if isinstance(schema, list):
            return [self._plain(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return self._plain(self._schemas[schema["$ref"].rpartition("/")[2]])
        plain = {name: self._plain(value) for name, value in schema.items() if name not in ("nullable", "example")}
        return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") else plain

    def wrong(self, schema: str, data: Any) -> list[str]:
        """What is wrong with an object of theirs by the name of its schema."""
        return list(self._body({"$ref": f"#/components/schemas/{schema}"}, data, ""))


def _fits(path: str, asked: str) -> bool:
    return re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", path), asked) is not None


def _wrong_text(text: str, schema: dict[str, Any]) -> Iterator[str]:
    """A value of a query or header, which is text whatever it means."""
    value: Any = int(text) if schema["type"] == "integer" and text.isdecimal() else text
    plain = {name: rule for name, rule in schema.items() if name != "default"}
    for error in Draft202012Validator(plain, format_checker=FORMATS).iter_errors(value):
        yield error.message


FORMATS = FormatChecker(formats=("email", "uuid"))


@FORMATS.checks("date-time", raises=ValueError)
def _instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@FORMATS.checks("uri")
def _address(value: object) -> bool:
    return not isinstance(value, str) or value.startswith("https://")
