"""What Stripe has, in our words. What cannot be read is a LookupError, TypeError or ValueError: no answer, then.

A session is the checkout; the payment intent is the payment, whatever the session says of being paid; its charge knows
what was captured, until when it is held, and what went back. A stranger's payment is read the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deskbell.domain.clock import DAY
from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    CheckoutState,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.providers.stripe.amounts import minor
from deskbell.providers.stripe.bodies import OURS, REFUND
from deskbell.providers.stripe.declines import why

HOLDS = 7 * DAY
"""How long a card's authorisation holds that its holder gave at the page, where the charge does not say."""
DISPUTES = "disputes"
"""Under this name a charge carries its disputes, which are fetched apart."""
TAKEN = frozenset({"needs_response", "under_review", "lost", "appeal_needs_response", "appeal_under_review"})
"""A dispute in which the bank has the money. An enquiry (warning_…) takes none."""

RELEASES = frozenset({"expired_uncaptured_charge", "partial_capture"})
"""Reasons of refunds that Stripe makes by itself, of money that was never taken."""
AT_ONCE = 60
"""Seconds within which the rest is released when a part was taken."""

_UNDER_WAY = frozenset({"requires_confirmation", "requires_action"})
_OVER = frozenset({SeenState.FAILED, SeenState.CANCELLED})
_REFUNDS = {
    "succeeded": SeenRefundState.SUCCEEDED,
    "failed": SeenRefundState.FAILED,
    "canceled": SeenRefundState.FAILED,
}


def ours(session: Mapping[str, Any]) -> bool:
    """Whether a session was made by a desk: others may sell through the same account."""
    reference = session["client_reference_id"]
    return bool(reference) and (session["metadata"] or {}).get(OURS) == reference


def seen(session: Mapping[str, Any]) -> Seen:
    """A session with its payment fetched along."""
    intent = session["payment_intent"]
    paid = payment(_object(intent)) if intent is not None else None
    status = session["status"]
    if status == "open":
        state = CheckoutState.OPEN
    elif status == "complete" and (paid is None or paid.state not in _OVER):
        state = CheckoutState.PAID
    elif status in ("expired", "complete"):  # what was refused at the bank's end is not asked for again at that page
        state = CheckoutState.EXPIRED
    else:
        raise ValueError("a state that is not known")
    return Seen(
        Id(_text(session["client_reference_id"])), _text(session["id"]), state, _text(session["url"] or ""),
        _whole(session["expires_at"]), () if paid is None else (paid,),
    )  # fmt: skip


def payment(intent: Mapping[str, Any]) -> SeenPayment | None:
    """A payment intent with its charge; None while nobody has tried to pay by it."""
    currency = _text(intent["currency"]).upper()
    charge = intent["latest_charge"]
    charge = None if charge is None else _object(charge)
    state, code = _state(intent, charge)
    if state is None:
        return None
    captured = minor(_whole(intent["amount_received"]), currency)
    until = None
    if state is SeenState.AUTHORISED:
        until = _until(intent, charge)
    return SeenPayment(
        _text(intent["id"]), state, minor(_whole(intent["amount"]), currency), captured, currency,
        _moved(intent, charge, captured=captured > 0), until, _refunds(charge, currency), code,
        _disputed(charge, currency),
    )  # fmt: skip


def strangers(intent: Mapping[str, Any]) -> SeenPayment | None:
    """A payment that is not ours: told also in a currency that we cannot count, with amounts of nought then."""
    try:
        return payment(intent)
    except ValueError:
        uncounted = {**intent, "currency": "usd", "amount": 0, "amount_received": 0}
        charge = uncounted["latest_charge"]
        if charge is not None:
            uncounted["latest_charge"] = {**charge, "refunds": {"data": []}}
        found = payment(uncounted)
        return None if found is None else replace(found, currency=_text(intent["currency"]).upper())


def _state(intent: Mapping[str, Any], charge: Mapping[str, Any] | None) -> tuple[SeenState | None, str]:
    status = intent["status"]
    if status == "requires_payment_method":
        wrong = intent["last_payment_error"]
        if wrong is None:
            return None, ""
        return SeenState.FAILED, why(wrong.get("decline_code") or wrong.get("code"))
    if status in _UNDER_WAY:
        return SeenState.PENDING, ""
    if status == "processing":
        return SeenState.IN_REVIEW, "PROCESSING"
    if status == "requires_capture":
        return SeenState.AUTHORISED, ""
    if status == "canceled":
        lapsed = intent["cancellation_reason"] in ("expired", "automatic")
        return SeenState.CANCELLED, "AUTHORISATION_LAPSED" if lapsed and charge is not None else "VOIDED"
    if status != "succeeded":
        raise ValueError("a state that is not known")
    if charge is not None and any(dispute["status"] in TAKEN for dispute in charge.get(DISPUTES, ())):
        return SeenState.CHARGED_BACK, "DISPUTED"
    return SeenState.CAPTURED, ""


def _disputed(charge: Mapping[str, Any] | None, currency: str) -> int | None:
    """What banks have of it now; None where there is no dispute, or one in other money."""
    taken = [dispute for dispute in (charge or {}).get(DISPUTES, ()) if dispute["status"] in TAKEN]
    if not taken or any(_text(dispute["currency"]).upper() != currency for dispute in taken):
        return None
    return sum(minor(_whole(dispute["amount"]), currency) for dispute in taken)


def _moved(intent: Mapping[str, Any], charge: Mapping[str, Any] | None, *, captured: bool) -> int:
    """When money moved, else when somebody tried."""
    if charge is None:
        return _whole(intent["created"])
    moved = charge["balance_transaction"]
    if captured and isinstance(moved, Mapping):
        return _whole(moved["created"])
    return _whole(charge["created"])


def _until(intent: Mapping[str, Any], charge: Mapping[str, Any] | None) -> int:
    details = (charge or {}).get("payment_method_details") or {}
    card = details.get("card") or details.get("card_present") or {}
    before = card.get("capture_before")
    if before is not None:
        return _whole(before)
    return _whole((charge or intent)["created"]) + HOLDS


def _refunds(charge: Mapping[str, Any] | None, currency: str) -> tuple[SeenRefund, ...]:
    """Oldest first; Stripe lists them newest first. What was released of it is none."""
    listed: list[Mapping[str, Any]] = [] if charge is None else charge["refunds"]["data"][::-1]
    released = next((one for one in listed if charge is not None and _is_released(one, charge)), None)
    return tuple(sorted((refund(one, currency) for one in listed if one is not released), key=lambda back: back.at))


def _is_released(back: Mapping[str, Any], charge: Mapping[str, Any]) -> bool:
    """The rest of an authorisation that was taken in part: Stripe lists it among the refunds, though no money moved.
    It is told by what it is of, and by that it moved nothing, was made at once, or says so.
    """
    rest = charge["amount"] - charge["amount_captured"]
    if not rest or back["amount"] != rest or back["status"] != "succeeded" or (back["metadata"] or {}).get(REFUND):
        return False
    moved = charge["balance_transaction"]
    at_once = isinstance(moved, Mapping) and abs(back["created"] - moved["created"]) <= AT_ONCE
    return back["balance_transaction"] is None or back["reason"] in RELEASES or at_once


def refund(back: Mapping[str, Any], currency: str) -> SeenRefund:
    reference = (back["metadata"] or {}).get(REFUND)
    return SeenRefund(
        _text(back["id"]), Id(_text(reference)) if reference else None, minor(_whole(back["amount"]), currency),
        _REFUNDS.get(back["status"], SeenRefundState.PENDING), _whole(back["created"]),
    )  # fmt: skip


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("an object is wanted: it was not fetched along")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is wanted")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:  # a float or a truth value is no amount and no instant
        raise TypeError("a whole number is wanted")
    return value
