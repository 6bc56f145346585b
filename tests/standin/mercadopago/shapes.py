"""The small own set of what a desk says to Mercado Pago and may hear, which is always asked: written from its guides,
and by hand, so that it says something also where nobody has the vendor's specification.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.standin.mercadopago.core import Answer, Request

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d")
_ASKED = {
    "items", "external_reference", "binary_mode", "expires", "expiration_date_from", "expiration_date_to",
    "date_of_expiration", "payment_methods", "payer",
}  # fmt: skip
_ITEM = {"id", "title", "quantity", "currency_id", "unit_price"}
_SEARCH = {
    "sort", "criteria", "external_reference", "range", "begin_date", "end_date", "limit", "offset",
}  # fmt: skip
_PREFERENCE = {"id": str, "init_point": str, "external_reference": str, "items": list, "expires": bool}
_PAYMENT = {"id": int, "status": str, "currency_id": str, "date_created": str, "transaction_amount": (int, Decimal)}
_REFUND = {"id": int, "payment_id": int, "amount": (int, Decimal), "date_created": str, "status": str}


def own(request: Request, answer: Answer) -> str:
    """What is wrong with an exchange; '' where nothing is. A request that was refused may have been wrong."""
    wrongs = [*_request(request)] if answer[0] < 400 else []
    wrongs += [*_answer(request, answer)]
    return "; ".join(f"{request.method} {request.path}: {wrong}" for wrong in wrongs)


def _request(request: Request) -> Iterator[str]:
    if request.method == "GET":
        if request.path == "/v1/payments/search":
            yield from (f"?{name}" for name in {"sort", "criteria"} - request.query.keys())
            yield from (f"?{name} is not known" for name in request.query.keys() - _SEARCH)
        return
    try:
        uuid.UUID(request.headers.get("x-idempotency-key", ""))
    except ValueError:
        yield "the key is no uuid"
    if "refunds" in request.path:
        if request.body.keys() != {"amount"} or not _is_amount(request.body["amount"]):
            yield "a refund is an amount"
        return
    yield from (f"{name} is not known" for name in request.body.keys() - _ASKED)
    yield from (f"{name} is missing" for name in {"items", "external_reference", "expires"} - request.body.keys())
    for item in request.body.get("items", []):
        if item.keys() != _ITEM or not _is_amount(item["unit_price"]) or type(item["quantity"]) is not int:
            yield "an item is not as it must be"
    for name, value in request.body.items():
        if "expiration" in name and not _INSTANT.fullmatch(str(value)):
            yield f"{name} is no instant of theirs"


def _answer(request: Request, answer: Answer) -> Iterator[str]:
    status, data = answer
    if status >= 400:
        if not {"status", "error", "message"} <= data.keys():
            yield "an error is not as it must be"
        return
    things: list[Any] = data if isinstance(data, list) else data.get("results", data.get("elements", [data]))
    if "refunds" in request.path:
        shape: dict[str, Any] = _REFUND
    elif "payments" in request.path:
        shape = _PAYMENT
    elif request.path.endswith("/search") or "users" in request.path:
        shape = {"id": (str, int)}
    else:
        shape = _PREFERENCE
    for thing in things:
        yield from (f"{name} of the answer" for name, kind in shape.items() if not isinstance(thing.get(name), kind))


def _is_amount(value: Any) -> bool:
    """A number, with two decimals at most."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return False
    return value > 0 and Decimal(value) * 100 == int(Decimal(value) * 100)
