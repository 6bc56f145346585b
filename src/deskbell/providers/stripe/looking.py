"""Fetching what is there: a session by its id, by our reference or by its payment, with all that hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from deskbell.domain.ids import Id
from deskbell.domain.ports import Done, Later, Outcome, Refused, Seen, SeenPayment, SeenState, Unknown
from deskbell.providers.stripe import bodies, reading
from deskbell.providers.stripe.answers import AGAIN, No
from deskbell.providers.stripe.line import Line

if TYPE_CHECKING:
    from stripe.params import DisputeListParams, PaymentIntentRetrieveParams, RefundListParams
    from stripe.params.checkout import SessionListParams

T = TypeVar("T")
SESSIONS = "/v1/checkout/sessions"
INTENTS = "/v1/payment_intents"
MOST = 100
"""Things in one list: Stripe's own limit."""
EARLIER = 300
"""Seconds before an instant of ours from which on is searched: whose clock it was nobody knows."""
PATIENCE = 4.0
"""Seconds that must be left for another page; a search that comes to no end in time found nothing out."""


class Ended(Exception):
    """An outcome that ends whatever was being fetched."""

    def __init__(self, outcome: No) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


def path(*parts: str) -> str:
    """A path; whatever an id holds stays one part of it."""
    first, *more = parts
    return "/".join([first, *(quote(part, safe="") or "-" for part in more)])


class Looking:
    """One connection, and what may be fetched by it: a key without the right to see when money moved goes without."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.moved = True

    # --- one request

    def get(self, where: str, params: Mapping[str, Any]) -> Done[Any]:
        answer = self.line.ask("get", where, params)
        if isinstance(answer, Unknown):
            raise Ended(Unknown(answer.code))  # whatever was kept, a look is made anew
        if not isinstance(answer, Done):
            raise Ended(answer)
        return answer

    def deep(self, where: str, params: Callable[[bool], Mapping[str, Any]]) -> Done[Any]:
        """The same, with all that hangs on it; once more without the time of the money where that is not allowed."""
        try:
            return self.get(where, params(self.moved))
        except Ended as ended:
            if ended.outcome != Refused("NOT_ALLOWED") or not self.moved:
                raise
            found = self.get(where, params(not self.moved))
            self.moved = False
            return found

    # --- sessions

    def session(self, which: str) -> Done[Any]:
        """Ended NOT_FOUND where there is none of that id."""
        if not which.startswith("cs_"):
            raise Ended(Refused("NOT_FOUND"))
        found = self.deep(path(SESSIONS, which), lambda moved: bodies.retrieve(moved=moved))
        return Done(self.whole(found.value), found.at)

    def of_reference(self, reference: Id, since: int, left: Callable[[], float]) -> Done[Any]:
        """The session of a reference; of several the one where somebody did something, else the newest; or None.

        Sessions are listed, never searched: what Stripe finds by its index may be a minute old.
        """
        newest, place, at = None, "", None
        while True:
            found = self.deep(SESSIONS, partial(_since, since, place))
            at = found.at
            for one in found.value["data"]:
                if one["client_reference_id"] != reference or not reading.ours(one):
                    continue
                whole = self.whole(one)
                if any(paid.state is not SeenState.FAILED for paid in reading.seen(whole).payments):
                    return Done(whole, at)
                newest = newest or whole
            if not found.value["has_more"]:
                return Done(newest, at)
            if left() < PATIENCE:
                raise Ended(Unknown("TIMEOUT"))
            place = found.value["data"][-1]["id"]

    def of_payment(self, intent: str) -> Mapping[str, Any] | None:
        """The session of ours through which a payment was made; None where it is a stranger's."""
        listed = self.deep(SESSIONS, lambda moved: {**bodies.sessions(1, moved=moved), "payment_intent": intent})
        found = [one for one in listed.value["data"] if reading.ours(one)]
        return self.whole(found[0]) if found else None

    # --- payments

    def intent(self, which: str) -> Mapping[str, Any]:
        def params(moved: bool) -> PaymentIntentRetrieveParams:
            return {"expand": bodies.deep("", moved=moved)}

        found: Mapping[str, Any] = self.deep(path(INTENTS, which), params).value
        return self.complete(found)

    def whole(self, session: Mapping[str, Any]) -> Mapping[str, Any]:
        """A session whose payment has all its refunds and disputes."""
        intent = session["payment_intent"]
        return session if intent is None else {**session, "payment_intent": self.complete(intent)}

    def complete(self, intent: Mapping[str, Any]) -> Mapping[str, Any]:
        charge = intent["latest_charge"]
        if charge is None:
            return intent
        more: dict[str, Any] = {}
        if charge["refunds"]["has_more"]:
            of: RefundListParams = {"payment_intent": intent["id"], "limit": MOST}
            more["refunds"] = {"data": self._all("/v1/refunds", of)}
        if charge["disputed"]:
            about: DisputeListParams = {"payment_intent": intent["id"], "limit": MOST}
            more[reading.DISPUTES] = self._all("/v1/disputes", about)
        return {**intent, "latest_charge": {**charge, **more}} if more else intent

    def _all(self, where: str, params: Mapping[str, Any]) -> list[Any]:
        """Newest first."""
        found: list[Any] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self.get(where, {**params, **after}).value
            found += page["data"]
            if not page["has_more"]:
                return found


def _since(since: int, place: str, moved: bool) -> SessionListParams:
    params = bodies.sessions(MOST, moved=moved)
    if since:
        params["created"] = {"gte": since - EARLIER}
    if place:
        params["starting_after"] = place
    return params


def told(ask: Callable[[], Outcome[T]]) -> Outcome[T]:
    """What was asked; what ended it; or that what came back could not be read."""
    try:
        return ask()
    except Ended as ended:
        return ended.outcome
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return Unknown("NO_ANSWER")


def only_looked(outcome: No) -> No:
    """A look that came to nothing did nothing, so what it was for has not begun."""
    return Later(AGAIN, outcome.code) if isinstance(outcome, Unknown) else outcome


def seen_of(found: Done[Any]) -> Done[Seen]:
    return Done(reading.seen(found.value), found.at)


def paid_of(found: Mapping[str, Any], payment: str) -> SeenPayment:
    """The payment of that id made through a session; Ended NOT_FOUND where it is none of its."""
    for paid in reading.seen(found).payments:
        if paid.id == payment:
            return paid
    raise Ended(Refused("NOT_FOUND"))
