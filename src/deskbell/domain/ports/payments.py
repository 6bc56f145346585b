"""What a provider of payments must be able to do.

Every call carries an identity made by the desk and stored before the call. Amounts are minor units of the currency
beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from deskbell.domain.ids import Id
from deskbell.domain.ports.outcome import Account, Outcome


class Capture(StrEnum):
    """Money at once, or authorised first and captured on approval or before the authorisation ends (S2.37)."""

    NOW = "NOW"
    LATER = "LATER"


class CheckoutState(StrEnum):
    OPEN = "OPEN"
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    """Closed for good: nobody can pay here any more, save money that was already under way."""


class SeenState(StrEnum):
    PENDING = "PENDING"
    IN_REVIEW = "IN_REVIEW"
    """Under way and not decided: a hold is not ended under it (T11)."""
    AUTHORISED = "AUTHORISED"
    CAPTURED = "CAPTURED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"
    """An authorisation given up or lapsed, or a payment that never came."""
    CHARGED_BACK = "CHARGED_BACK"


class SeenRefundState(StrEnum):
    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Checkout:
    """What somebody is asked to pay. `reference` is the attempt's public id: the provider keeps it, we find by it.

    `title` is what the customer reads on the provider's page: class type and code, never a name. `asked_at` is when the
    desk asked, the same at each try: a provider's own limits on `expires_at` are reckoned from it and never from now,
    or the body would not stay the same under its key. 0: there are no limits.
    """

    reference: Id
    amount: int
    currency: str
    title: str
    expires_at: int
    capture: Capture = Capture.NOW
    mail: str = ""
    asked_at: int = 0


@dataclass(frozen=True, slots=True)
class SeenRefund:
    """`reference` is our refund's public id where we asked for it, None where somebody else did (P13).

    `named` is False at a provider that keeps no names: there None says nothing, and whose it is follows from what the
    desk knows.
    """

    id: str
    reference: Id | None
    amount: int
    state: SeenRefundState
    at: int
    named: bool = True


@dataclass(frozen=True, slots=True)
class SeenPayment:
    """`amount` was authorised or captured, `captured` of it is money; `until` is when an authorisation ends."""

    id: str
    state: SeenState
    amount: int
    captured: int
    currency: str
    at: int
    until: int | None = None
    refunds: tuple[SeenRefund, ...] = ()
    code: str = ""
    """Why it failed, or why it is looked at, in the provider's code."""
    disputed: int | None = None
    """What a bank took back of a payment that is CHARGED_BACK, minor units; None: all that was captured."""

    @property
    def taken_back(self) -> int:
        """What a bank has of it now, never more than was captured."""
        if self.state is not SeenState.CHARGED_BACK:
            return 0
        return self.captured if self.disputed is None else max(0, min(self.disputed, self.captured))


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkout as the provider has it now, with every payment made through it, oldest first."""

    reference: Id
    checkout: str
    state: CheckoutState
    link: str = ""
    expires_at: int | None = None
    payments: tuple[SeenPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What changed since a cursor: checkouts of ours by reference, payments nobody knows, and the next cursor."""

    seen: tuple[Seen, ...]
    strays: tuple[SeenPayment, ...]
    cursor: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Features:
    """What a provider can do: authorise first; capture less than authorised; be told to close a checkout; keep the
    name that we give a refund; and the seconds for which an authorisation holds at least.
    """

    authorises: bool = False
    captures_part: bool = False
    closes: bool = True
    names_refunds: bool = True
    holds_for: int = 0


class PaymentProvider(Protocol):
    """One connection to a provider of payments; thread-safe, never retries by itself, answers within 25 s.

    `key` is the identity of a call: the same key with the same body has its effect once. `checkout` and `payment` are
    the provider's own ids.
    """

    name: str
    features: Features

    def open(self, wanted: Checkout, key: str) -> Outcome[Seen]:
        """Make a checkout; its link is in the answer."""
        ...

    def look(self, reference: Id, checkout: str | None, since: int = 0) -> Outcome[Seen | None]:
        """The checkout as it is now, by its own id, else found by our reference; None where there is none.

        `since`: it was not asked for before that instant; where only a list can be searched, it ends the search.
        """
        ...

    def expire(self, checkout: str, key: str) -> Outcome[Seen]:
        """Close it, so that nobody can pay any more; what was paid before stays paid and is in the answer."""
        ...

    def capture(self, checkout: str, payment: str, amount: int, currency: str, key: str) -> Outcome[Seen]:
        """Take so much of what is authorised; the rest is released."""
        ...

    def void(self, checkout: str, payment: str, key: str) -> Outcome[Seen]:
        """Give an authorisation up."""
        ...

    def refund(self, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str) -> Outcome[Seen]:
        """Give so much of a captured payment back; `reference` names the refund, so that it can be found again."""
        ...

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        """What changed after the cursor ('' from the instant `after` on): payments, refunds, disputes."""
        ...

    def check(self) -> Outcome[Account]:
        """Whose account this is, by a call that changes nothing."""
        ...
