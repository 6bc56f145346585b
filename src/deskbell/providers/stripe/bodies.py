"""What we ask Stripe for, in its own words: the types are those of its kit, so that a misspelt word is found before it
is sent. The same call makes the same body, always: nothing in here asks a clock, and what is asked to be done is asked
without anything to be fetched along, which depends on the rights of a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.ids import Id
from deskbell.domain.ports import Capture, Checkout

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCancelParams, PaymentIntentCaptureParams, RefundCreateParams
    from stripe.params.checkout import SessionCreateParams, SessionListParams, SessionRetrieveParams

OURS = "deskbell"
"""The name under which Stripe keeps our reference, on the session and on the payment made through it: one is not copied
to the other.
"""
REFUND = "refund"
SHORTEST, LONGEST = 3600, 23 * 3600
"""Seconds for which a session may be open, from when it was asked for. Stripe wants half an hour to a day, from when it
hears of it: this leaves half an hour for a worker that is late, and one for a clock that is wrong.
"""
TITLE = 250

PAYMENT = ("latest_charge", "latest_charge.refunds")
MOVED = "latest_charge.balance_transaction"
"""Of a payment, what is fetched with it; the last says when money moved, and needs a right of its own."""


def deep(before: str, *, moved: bool) -> list[str]:
    """The same, seen from a session ("payment_intent."), a list of them ("data.payment_intent.") or a payment ("")."""
    return [before + part for part in (*PAYMENT, *((MOVED,) if moved else ()))]


def ends(wanted: Checkout) -> int:
    """When a session ends: as it was wanted, within Stripe's limits as they were when it was asked for."""
    if not wanted.asked_at:
        return wanted.expires_at
    return min(max(wanted.expires_at, wanted.asked_at + SHORTEST), wanted.asked_at + LONGEST)


def session(wanted: Checkout, units: int, key: str, success_url: str, cancel_url: str) -> SessionCreateParams:
    named = {OURS: str(wanted.reference), "op": key}
    body: SessionCreateParams = {
        "mode": "payment",
        "submit_type": "book",
        "client_reference_id": str(wanted.reference),
        "metadata": named,
        "expires_at": ends(wanted),
        "success_url": success_url,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": wanted.currency.lower(),
                    "unit_amount": units,
                    "product_data": {"name": wanted.title[:TITLE]},
                },
            }
        ],
        "payment_intent_data": {
            "capture_method": "manual" if wanted.capture is Capture.LATER else "automatic",
            "metadata": named,
        },
        "adaptive_pricing": {"enabled": False},
    }
    if wanted.mail:
        body["customer_email"] = wanted.mail
    if cancel_url:
        body["cancel_url"] = cancel_url
    return body


def retrieve(*, moved: bool) -> SessionRetrieveParams:
    return {"expand": deep("payment_intent.", moved=moved)}


def sessions(limit: int, *, moved: bool) -> SessionListParams:
    return {"limit": limit, "expand": deep("data.payment_intent.", moved=moved)}


def capture(units: int) -> PaymentIntentCaptureParams:
    return {"amount_to_capture": units}


def void() -> PaymentIntentCancelParams:
    return {"cancellation_reason": "requested_by_customer"}


def refund(payment: str, units: int, reference: Id) -> RefundCreateParams:
    return {
        "payment_intent": payment,
        "amount": units,
        "reason": "requested_by_customer",
        "metadata": {REFUND: str(reference)},
    }
