"""What a customer is shown: the body of a preference, and of the change that closes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from deskbell.domain.clock import DAY
from deskbell.domain.ports import Checkout
from deskbell.providers.mercadopago.amounts import number, plain
from deskbell.providers.mercadopago.dates import iso
from deskbell.providers.mercadopago.reading import Terms

NEAR = 3 * DAY
"""They advise three days for what is paid in cash, because it takes that long to arrive: nearer, it is left out."""

CASH = ("ticket", "atm")
SHORTEST = 30 * 60
"""Seconds for which a code that is paid by transfer lives at least."""

TITLE = 250


def body_of(wanted: Checkout, now: int) -> dict[str, Any]:
    """The preference; `now` is their clock, for a checkout that does not say when it was asked for.

    `binary_mode` is off: with it everything that is not decided at once is turned down, and so are good cards that
    somebody there looks at first. The desk knows IN_REVIEW, and ends no hold under it.

    No way back and no notification: the desk has no page of its own, it looks.
    """
    now = wanted.asked_at or now
    item = {
        "id": wanted.reference,
        "title": wanted.title[:TITLE],
        "quantity": 1,
        "currency_id": wanted.currency,
        "unit_price": number(wanted.amount, wanted.currency),
    }
    body: dict[str, Any] = {
        "items": [item],
        "external_reference": wanted.reference,
        "binary_mode": False,
        "expires": True,
        "expiration_date_from": iso(min(now, wanted.expires_at - 1) * 1000),
        "expiration_date_to": iso(wanted.expires_at * 1000),
        "date_of_expiration": iso(max(wanted.expires_at, now + SHORTEST) * 1000),
    }
    if wanted.expires_at - now < NEAR:
        body["payment_methods"] = {"excluded_payment_types": [{"id": kind} for kind in CASH]}
    if wanted.mail:
        body["payer"] = {"email": wanted.mail}
    return body


def without_own_date(body: dict[str, Any]) -> dict[str, Any]:
    """The same without the end of codes and slips, where they take no such date: what comes late is late money."""
    return {name: value for name, value in body.items() if name != "date_of_expiration"}


def closing(terms: Terms, now: int) -> dict[str, Any]:
    """The change that closes it at an instant of their clock (seconds). All of it is sent again, so that a change
    that replaces and one that adds mean the same.
    """
    again = {name: _sendable(value) for name, value in terms.body}
    return again | {
        "expires": True,
        "expiration_date_from": iso((now - 3600) * 1000),
        "expiration_date_to": iso((now - 1) * 1000),
    }


def _sendable(value: Any) -> Any:
    """What was read, as it can be sent again: its numbers came exact."""
    if isinstance(value, dict):
        return {name: _sendable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_sendable(one) for one in value]
    return plain(value) if isinstance(value, Decimal) else value
