"""What an answer of Stripe's means: Refused, Later or Unknown, by its status, its headers and its own codes.

A definite no is believed only where Stripe said it in its own JSON; a page of somebody's proxy says nothing of the
call. Spec 8, 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from deskbell.domain.ports import Later, Refused, Unknown

AGAIN = 5
"""Seconds to come back after where none are named."""
LONGEST = 3600
"""The most that are waited, whoever asks for more."""

No = Refused | Later | Unknown

_CODES = {
    "amount_too_small": "AMOUNT_TOO_SMALL",
    "amount_too_large": "AMOUNT_TOO_LARGE",
    "api_key_expired": "KEY",
    "platform_api_key_expired": "KEY",
    "secret_key_required": "KEY",
    "balance_insufficient": "BALANCE",
    "insufficient_funds": "BALANCE",
    "charge_already_captured": "ALREADY_CAPTURED",
    "charge_already_refunded": "REFUND_TOO_MUCH",
    "charge_disputed": "CHARGED_BACK",
    "refund_disputed_payment": "CHARGED_BACK",
    "charge_expired_for_capture": "NOT_AUTHORISED",
    "capture_charge_authorization_expired": "NOT_AUTHORISED",
    "capture_unauthorized_payment": "NOT_AUTHORISED",
    "charge_not_refundable": "REFUND_TOO_LATE",
    "email_invalid": "MAIL",
    "resource_missing": "NOT_FOUND",
    "testmode_charges_only": "NOT_LIVE",
    "url_invalid": "PAGE",
}
_PARAMS = (
    ("currency", "CURRENCY"), ("expires_at", "EXPIRED_ALREADY"), ("customer_email", "MAIL"), ("success_url", "PAGE"),
    ("cancel_url", "PAGE"), ("amount_to_capture", "CAPTURE_TOO_MUCH"), ("amount", "REFUND_TOO_MUCH"),
    ("payment_method_types", "NO_WAY_TO_PAY"),
)  # fmt: skip
"""What a refused parameter means, by the last part of its name; a bare `amount` is a refund's."""
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}", re.ASCII)


class Unheard(Exception):
    """No answer came: what the network did, as an outcome. It carries nothing of the request."""

    def __init__(self, outcome: No) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


def classified(status: int | None, headers: Mapping[str, str], body: object) -> No:
    """An answer that is no success; `body` is its JSON, or whatever else came."""
    error = _error(body)
    code = str(error.get("code") or "")
    if status == 429 or (status == 400 and code == "rate_limit"):
        return Later(seconds(headers.get("Retry-After")))
    if status == 503:
        return Later(seconds(headers.get("Retry-After")))
    if status == 409 or code in ("idempotency_key_in_use", "lock_timeout"):
        return Later(1, "CONFLICT")
    if not error or status is None:
        return Unknown("NO_ANSWER")
    if status == 401:
        return Refused("KEY")
    if status == 403:
        return Refused("NOT_ALLOWED")
    if status == 424:  # somebody behind Stripe failed, and that is what it keeps under the key
        return Unknown("HTTP_424", sticky=True)
    if 400 <= status < 500:
        return Refused(_refusal(status, code, error))
    return Unknown(f"HTTP_{status}", sticky=status == 500 and headers.get("Stripe-Should-Retry") != "true")


def _error(body: object) -> Mapping[str, Any]:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {}


def _refusal(status: int, code: str, error: Mapping[str, Any]) -> str:
    if error.get("type") == "idempotency_error":
        return "KEY_REUSED"
    if code == "payment_intent_unexpected_state":
        intent = error.get("payment_intent")
        state = intent.get("status") if isinstance(intent, Mapping) else None
        return "ALREADY_CAPTURED" if state == "succeeded" else "NOT_AUTHORISED"
    if code in _CODES:
        return _CODES[code]
    param = str(error.get("param") or "").rstrip("]").rpartition("[")[2]
    for name, meant in _PARAMS:
        if param == name:
            return meant
    if status == 404:
        return "NOT_FOUND"
    return own(code) or own(str(error.get("type") or "")) or f"HTTP_{status}"


def own(code: str) -> str:
    """One of Stripe's own codes as we write codes; '' for what looks like none."""
    found = _CODE.fullmatch(code.upper())
    return found[0] if found else ""


def seconds(after: str | None) -> int:
    """A Retry-After, between one second and an hour."""
    text = (after or "").strip()
    return min(max(int(text), 1), LONGEST) if text.isascii() and text.isdecimal() and len(text) < 9 else AGAIN


def instant(date: str | None) -> int | None:
    """A Date header, epoch seconds; None where there is none that can be read."""
    try:
        return int(parsedate_to_datetime(date or "").timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
