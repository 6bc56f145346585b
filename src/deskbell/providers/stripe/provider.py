"""Stripe as a provider of payments: a Checkout Session for each link, its payment intent for the money (S2.24-S2.41).

Every call is one request, or a look and one request, each made once. Keys, bodies and references come from the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskbell.domain.clock import Clock
from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Checkout,
    Done,
    Features,
    Outcome,
    Page,
    Refused,
    Seen,
    SeenPayment,
    SeenState,
    Unknown,
)
from deskbell.providers.stripe import account, amounts, bodies, reading
from deskbell.providers.stripe.following import Following
from deskbell.providers.stripe.line import Line
from deskbell.providers.stripe.looking import (
    INTENTS,
    SESSIONS,
    Ended,
    Looking,
    only_looked,
    paid_of,
    path,
    seen_of,
    told,
)
from deskbell.providers.stripe.places import place_of

if TYPE_CHECKING:
    from stripe import HTTPClient

FEATURES = Features(authorises=True, captures_part=True, closes=True, holds_for=reading.HOLDS)
KEY_LENGTH = 255
THANKS = "https://stripe.com"
"""Where a customer lands who has paid, if the studio has no page of its own: nothing hangs on it."""


class StripeProvider:
    """One account, by its key. `base` is where a stand-in listens; `transport` makes the kit's way of sending.

    Refused: KEY (wrong, revoked), NOT_ALLOWED (a right is missing), KEY_REUSED, NOT_FOUND, AMOUNT_TOO_SMALL,
    AMOUNT_TOO_LARGE, AMOUNT_STEP, CURRENCY, EXPIRED_ALREADY, MAIL, PAGE, NO_WAY_TO_PAY, NOT_LIVE, NOT_AUTHORISED,
    ALREADY_CAPTURED, CAPTURE_TOO_MUCH, NOT_CAPTURED, CHARGED_BACK, REFUND_TOO_MUCH, REFUND_TOO_LATE, BALANCE, CURSOR,
    or one of Stripe's own codes in capitals.
    """

    name = "STRIPE"
    features = FEATURES

    def __init__(
        self,
        key: str,
        *,
        clock: Clock,
        base: str | None = None,
        success_url: str = THANKS,
        cancel_url: str = "",
        page: int = 100,
        transport: Callable[[], HTTPClient] | None = None,
    ) -> None:
        self._line = Line(key, base, transport)
        self._looking = Looking(self._line)
        self._following = Following(self._looking, page)
        self._pages = (success_url, cancel_url)
        self._clock = clock
        self._live = "_live_" in key[:12]  # whatever has been sold under it so far

    # --- checkouts

    def open(self, wanted: Checkout, key: str) -> Outcome[Seen]:
        if not _is_key(key):
            return Refused("KEY")
        if wanted.expires_at <= wanted.asked_at:
            return Refused("EXPIRED_ALREADY")
        units = amounts.units(wanted.amount, wanted.currency)
        if isinstance(units, Refused):
            return units
        body = bodies.session(wanted, units, key, *self._pages)

        def ask() -> Outcome[Seen]:
            made = self._post(SESSIONS, body, key)
            return seen_of(
                Done({**made.value, "payment_intent": None}, made.at)
            )  # nobody had its link when it was made

        return self._told(ask)

    def look(self, reference: Id, checkout: str | None, since: int = 0) -> Outcome[Seen | None]:
        def ask() -> Outcome[Seen | None]:
            with self._line.within() as left:
                try:
                    if checkout:
                        found = self._looking.session(checkout)
                        if reading.ours(found.value) and found.value["client_reference_id"] == reference:
                            return Done(reading.seen(found.value), found.at)
                except Ended as ended:
                    if ended.outcome != Refused("NOT_FOUND"):
                        raise
                listed = self._looking.of_reference(reference, since, left)
                return Done(None if listed.value is None else reading.seen(listed.value), listed.at)

        return told(ask)

    def expire(self, checkout: str, key: str) -> Outcome[Seen]:
        """One that is paid, or closed already, is shown as it is."""

        def ask() -> Outcome[Seen]:
            closed = self._line.ask("post", path(SESSIONS, checkout, "expire"), {}, key)
            if isinstance(closed, Done):
                return self._after(checkout)
            if not isinstance(closed, Refused) or closed.code in _NOT_ABOUT_IT:
                return closed
            found = self._looking.session(checkout)
            return closed if found.value["status"] == "open" else seen_of(found)

        return self._told(ask) if _is_key(key) else Refused("KEY")

    # --- money

    def capture(self, checkout: str, payment: str, amount: int, currency: str, key: str) -> Outcome[Seen]:
        def ask(paid: SeenPayment) -> Outcome[Seen]:
            units = _units(amount, currency, paid)
            if isinstance(units, Refused):
                return units
            if amount > paid.amount:
                return Refused("CAPTURE_TOO_MUCH")
            self._post(path(INTENTS, payment, "capture"), bodies.capture(units), key)
            return self._after(checkout)

        return self._about(checkout, payment, key, ask)

    def void(self, checkout: str, payment: str, key: str) -> Outcome[Seen]:
        def ask(_: SeenPayment) -> Outcome[Seen]:
            self._post(path(INTENTS, payment, "cancel"), bodies.void(), key)
            return self._after(checkout)

        return self._about(checkout, payment, key, ask)

    def refund(self, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str) -> Outcome[Seen]:
        def ask(paid: SeenPayment) -> Outcome[Seen]:
            units = _units(amount, currency, paid)
            if isinstance(units, Refused):
                return units
            if paid.state not in _MONEY:  # asked to give back what it never took, Stripe gives the authorisation up
                return Refused("NOT_CAPTURED")
            made = self._post("/v1/refunds", bodies.refund(payment, units, reference), key)
            seen = self._after(checkout)
            return Done(_and_back(seen.value, made.value), seen.at)

        return self._about(checkout, payment, key, ask)

    # --- what changed

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        def ask() -> Outcome[Page]:
            with self._line.within() as left:
                return self._following.page(place, left)

        try:
            place = place_of(cursor) if cursor else self._following.begin(after, self._clock.now())
        except ValueError:
            return Refused("CURSOR")
        return told(ask)

    def check(self) -> Outcome[Account]:
        def ask() -> Outcome[Account]:
            with self._line.within():
                found = account.check(self._line)
                if isinstance(found, Done) and self._live:
                    return Done(replace(found.value, live=True), found.at)
                return found

        return told(ask)

    # --- how

    def _told(self, ask: Callable[[], Outcome[Seen]]) -> Outcome[Seen]:
        def within() -> Outcome[Seen]:
            with self._line.within():
                return ask()

        return told(within)

    def _post(self, where: str, body: Mapping[str, Any], key: str) -> Done[Any]:
        answer = self._line.ask("post", where, body, key)
        if not isinstance(answer, Done):
            raise Ended(answer)
        return answer

    def _about(
        self, checkout: str, payment: str, key: str, ask: Callable[[SeenPayment], Outcome[Seen]]
    ) -> Outcome[Seen]:
        """Look first whose payment it is and in which currency: Stripe is told neither."""
        if not _is_key(key):
            return Refused("KEY")

        def about() -> Outcome[Seen]:
            try:
                paid = paid_of(self._looking.session(checkout).value, payment)
            except Ended as ended:
                return only_looked(ended.outcome)
            return ask(paid)

        return self._told(about)

    def _after(self, checkout: str) -> Done[Seen]:
        """What is so now that it was done. Where that cannot be seen, it was done all the same."""
        try:
            return seen_of(self._looking.session(checkout))
        except Ended as ended:
            raise Ended(Unknown(ended.outcome.code)) from None


_MONEY = frozenset({SeenState.CAPTURED, SeenState.CHARGED_BACK})
_NOT_ABOUT_IT = frozenset({"KEY", "NOT_ALLOWED", "KEY_REUSED", "NOT_FOUND"})


def _is_key(key: str) -> bool:
    return 1 <= len(key) <= KEY_LENGTH


def _units(amount: int, currency: str, paid: SeenPayment) -> int | Refused:
    return Refused("CURRENCY") if currency != paid.currency else amounts.units(amount, currency)


def _and_back(seen: Seen, back: Mapping[str, Any]) -> Seen:
    """A refund that was just made, added where the look after it does not show it yet."""
    (paid,) = seen.payments
    made = reading.refund(back, paid.currency)
    if any(known.id == made.id for known in paid.refunds):
        return seen
    return replace(seen, payments=(replace(paid, refunds=(*paid.refunds, made)),))
