"""Their preferences, payments and refunds in the desk's words. What is not as it must be raises, and is no answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    CheckoutState,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.providers.mercadopago.amounts import minor
from deskbell.providers.mercadopago.dates import ms_of, ms_or_none
from deskbell.providers.mercadopago.declines import why

_STATES = {
    "pending": SeenState.PENDING,
    "in_process": SeenState.IN_REVIEW,
    "authorized": SeenState.AUTHORISED,
    "approved": SeenState.CAPTURED,
    "refunded": SeenState.CAPTURED,
    "in_mediation": SeenState.CHARGED_BACK,
    "charged_back": SeenState.CHARGED_BACK,
    "rejected": SeenState.FAILED,
    "cancelled": SeenState.CANCELLED,
}
"""A dispute is one whatever its detail says: what they write about who won it contradicts itself (see README.md)."""

_MONEY = frozenset({SeenState.CAPTURED, SeenState.CHARGED_BACK})

_REFUNDS = {
    "approved": SeenRefundState.SUCCEEDED,
    "in_process": SeenRefundState.PENDING,
    "rejected": SeenRefundState.FAILED,
    "cancelled": SeenRefundState.FAILED,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """A preference: what is asked, and from when to when; instants in milliseconds by their clock.

    `closed` is when it was closed before its time, else None.
    """

    id: str
    reference: Id
    link: str
    ends: int | None
    closed: int | None
    body: tuple[tuple[str, Any], ...]
    """What an update has to send again."""

    def is_over(self, now: int) -> bool:
        return self.ends is not None and self.ends <= now


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment with what the desk's own words have no place for: whose it is, and when it was approved and changed."""

    reference: str
    payment: SeenPayment
    approved: int | None
    updated: int
    kind: str = ""
    collector: int | None = None
    """Who was paid, where they say."""
    lacks_refunds: bool = False
    """Something went back of it, or is disputed, and what came along does not tell what."""


_ID = re.compile("[0-9a-f]{32}")
_AGAIN = ("items", "external_reference", "payment_methods", "payer")


def terms_of(data: Any) -> Terms:
    reference = _text(data["external_reference"])
    ends = ms_or_none(data.get("expiration_date_to")) if data.get("expires") else None
    updated = ms_or_none(data.get("last_updated"))
    closed = updated if ends is not None and updated is not None and updated >= ends else None
    again = tuple((name, data[name]) for name in _AGAIN if data.get(name))
    link = _text(data["init_point"])
    if not link.startswith("https://"):
        raise ValueError("a link that nobody should follow")
    return Terms(_text(data["id"]), Id(reference), link, ends, closed, again)


@dataclass(frozen=True, slots=True)
class Found:
    """A preference as a search lists it, which is less than it is; instants in milliseconds."""

    id: str
    reference: str
    created: int
    ends: int | None

    def is_over(self, now: int) -> bool:
        return self.ends is not None and self.ends <= now


def found_of(data: Any) -> list[Found]:
    return [
        Found(
            _text(one["id"]),
            str(one.get("external_reference") or ""),
            ms_or_none(one.get("date_created")) or 0,
            ms_or_none(one.get("expiration_date_to")) if one.get("expires") else None,
        )
        for one in data["elements"] or ()
    ]


def paid_of(data: Any) -> Paid:
    """A payment, with its refunds where they came along."""
    state = _STATES.get(_text(data["status"]), SeenState.PENDING)
    currency = _text(data["currency_id"])
    amount = minor(data["transaction_amount"], currency)
    created, approved = ms_of(data["date_created"]), ms_or_none(data.get("date_approved"))
    money = state in _MONEY
    listed = isinstance(data.get("refunds"), list)
    back = refunds_of(data["refunds"], currency) if listed and money else ()
    gone = sum(one.amount for one in back if one.state is SeenRefundState.SUCCEEDED)
    lacks = money and (
        gone < minor(data.get("transaction_amount_refunded") or 0, currency)
        or (not listed and data["status"] != "approved")
    )
    quiet = state in (SeenState.CAPTURED, SeenState.AUTHORISED)
    payment = SeenPayment(
        _whole_text(data["id"]), state, amount, amount if money else 0, currency,
        (approved if approved is not None else created) // 1000, None, back,
        "" if quiet else why(data.get("status_detail")),
    )  # fmt: skip
    updated = ms_or_none(data.get("date_last_updated"))
    collector = data.get("collector_id")
    return Paid(
        str(data.get("external_reference") or ""), payment, approved, updated or created,
        str(data.get("operation_type") or ""), collector if type(collector) is int else None, lacks,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """A page of a search: what could be read of it, how many there were, and whether more come."""

    paid: tuple[Paid, ...]
    count: int
    more: bool


def results_of(data: Any) -> Results:
    """What a search found, as they ordered it. One that cannot be read and has no reference of ours is left out: a
    stranger's payment of a kind that nobody knows must not end a sweep.
    """
    found = []
    for one in data["results"]:
        try:
            found.append(paid_of(one))
        except (ValueError, LookupError, TypeError, ArithmeticError):
            if is_ours(str(one.get("external_reference") or "")):
                raise
    count, paging = len(data["results"]), data["paging"]
    return Results(tuple(found), count, 0 < count < _whole(paging["total"]) - _whole(paging["offset"]))


def is_ours(reference: str) -> bool:
    """Whether it may be an attempt's public id; what is none was never asked for by a desk."""
    return _ID.fullmatch(reference) is not None


def refund_of(data: Any, currency: str) -> SeenRefund:
    """Nobody's by itself: they keep no name of ours."""
    state = _REFUNDS.get(_text(data.get("status") or "approved"), SeenRefundState.PENDING)
    return SeenRefund(
        _whole_text(data["id"]), None, minor(data["amount"], currency), state, ms_of(data["date_created"]) // 1000,
        named=False,
    )  # fmt: skip


def refunds_of(data: Any, currency: str) -> tuple[SeenRefund, ...]:
    """All refunds of a payment, oldest first; a single one may come by itself, as it is published."""
    if isinstance(data, dict) and "id" in data:
        data = [data]
    if not isinstance(data, list):
        raise TypeError("a list is wanted")
    return tuple(sorted((refund_of(one, currency) for one in data), key=lambda back: (back.at, int(back.id))))


def seen_of(terms: Terms, paid: list[Paid], now: int) -> Seen:
    """A checkout at an instant (milliseconds by their clock): paid where money came before it closed."""
    over = terms.is_over(now)
    end = None if not over else terms.closed if terms.closed is not None else terms.ends
    arrived = [one.approved for one in paid if one.payment.captured and one.approved is not None]
    if any(end is None or at <= end for at in arrived):
        state = CheckoutState.PAID
    else:
        state = CheckoutState.EXPIRED if over else CheckoutState.OPEN
    until = None if terms.ends is None else terms.ends // 1000
    return Seen(terms.reference, terms.id, state, terms.link, until, tuple(one.payment for one in paid))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("text is wanted")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("a whole number is wanted")
    return value


def _whole_text(value: Any) -> str:
    """An id of theirs: a whole number, which is a name to us."""
    return str(_whole(value))
