"""What the demo's provider says, as JSON and back: in its memory, and on the wire of the stand-in."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    CheckoutState,
    Done,
    Outcome,
    Refused,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
    Unknown,
)


def seen_json(seen: Seen) -> dict[str, Any]:
    payments = [payment_json(paid) for paid in seen.payments]
    return _fields(seen) | {"payments": payments}


def payment_json(paid: SeenPayment) -> dict[str, Any]:
    return _fields(paid) | {"refunds": [_fields(back) for back in paid.refunds]}


def _fields(value: Seen | SeenPayment | SeenRefund) -> dict[str, Any]:
    """Its fields as they are; asdict copies everything below them, which costs more than the rest of a call."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def read_seen(data: Any) -> Seen:
    """A checkout out of what was parsed. ValueError, KeyError or TypeError where it is none."""
    return Seen(
        Id(_text(data["reference"])), _text(data["checkout"]), CheckoutState(data["state"]), _text(data["link"]),
        _whole_or_none(data["expires_at"]), tuple(read_payment(p) for p in data["payments"]),
    )  # fmt: skip


def read_payment(data: Any) -> SeenPayment:
    return SeenPayment(
        _text(data["id"]), SeenState(data["state"]), _whole(data["amount"]), _whole(data["captured"]),
        _text(data["currency"]), _whole(data["at"]), _whole_or_none(data["until"]),
        tuple(_refund(r) for r in data["refunds"]), _text(data["code"]), _whole_or_none(data.get("disputed")),
    )  # fmt: skip


def _refund(data: Any) -> SeenRefund:
    reference = None if data["reference"] is None else Id(_text(data["reference"]))
    state = SeenRefundState(data["state"])
    named = data.get("named", True) is not False
    return SeenRefund(_text(data["id"]), reference, _whole(data["amount"]), state, _whole(data["at"]), named)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is wanted")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:  # a float or a truth value is no amount and no instant
        raise TypeError("a whole number is wanted")
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


def kept(answer: Outcome[Seen]) -> str:
    """An answer as it is kept under its key."""
    match answer:
        case Done(value):
            return json.dumps({"done": seen_json(value)})
        case Refused(code):
            return json.dumps({"refused": code})
        case Unknown(code):
            return json.dumps({"unknown": code})
    raise TypeError("no such answer is kept")


def said_again(text: str, now: int) -> Outcome[Seen]:
    """The answer that was kept, as it was; only the provider's clock in it is of now."""
    data = json.loads(text)
    if "done" in data:
        return Done(read_seen(data["done"]), now)
    if "refused" in data:
        return Refused(data["refused"])
    return Unknown(data["unknown"], sticky=True)
