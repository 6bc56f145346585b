"""What changed at Stripe since a cursor, page by page: events say what to look at, and what is fetched is the truth.

Sessions are told as soon as they are made, for which Stripe has no event: they are listed beside the events. A payment
of the account through no session of ours is a stray.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from deskbell.domain.clock import DAY
from deskbell.domain.ports import Done, Page, Seen, SeenPayment, SeenState, Unknown
from deskbell.providers.stripe import bodies, reading
from deskbell.providers.stripe.looking import INTENTS, MOST, PATIENCE, SESSIONS, Ended, Looking
from deskbell.providers.stripe.places import Item, Listing, Window

if TYPE_CHECKING:
    from stripe.params import EventListParams, PaymentIntentListParams

EVENTS_KEPT = 29 * DAY
"""Stripe keeps them for 30 days; the last one is left to the clocks."""
DISPUTED = 120 * DAY
"""How long after a payment its holder may dispute it: a reading by lists looks so much further back."""
AT_ONCE = 20
"""Things that are fetched for one page of events: each is a request or two, and a page is answered within seconds."""
TYPES = [
    "checkout.session.completed", "checkout.session.expired", "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed", "payment_intent.amount_capturable_updated", "payment_intent.processing",
    "payment_intent.succeeded", "payment_intent.canceled", "payment_intent.payment_failed", "charge.captured",
    "charge.refunded", "refund.created", "refund.updated", "refund.failed", "charge.dispute.created",
    "charge.dispute.updated", "charge.dispute.closed", "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
]  # fmt: skip
"""At most twenty can be asked for."""
_MONEY = frozenset({SeenState.AUTHORISED, SeenState.CAPTURED, SeenState.CHARGED_BACK})


@dataclass
class Told:
    """What a page tells: each session and each stray once, as it is now."""

    seen: dict[str, Seen] = field(default_factory=dict)
    strays: dict[str, SeenPayment] = field(default_factory=dict)
    payments: set[str] = field(default_factory=set)
    """Payments that are told already, through their session."""

    def session(self, whole: Mapping[str, Any]) -> None:
        seen = reading.seen(whole)
        self.seen[seen.checkout] = seen
        self.payments |= {paid.id for paid in seen.payments}

    def stray(self, intent: Mapping[str, Any]) -> None:
        paid = reading.strangers(intent)
        if paid is not None and paid.state in _MONEY:
            self.strays[paid.id] = paid

    def page(self, place: Listing | Window, *, more: bool) -> Page:
        return Page(tuple(self.seen.values()), tuple(self.strays.values()), str(place), more)


class Following:
    def __init__(self, looking: Looking, limit: int) -> None:
        self.looking = looking
        self.limit = min(limit, MOST)

    def begin(self, after: int, now: int) -> Listing | Window:
        if after >= now - EVENTS_KEPT:
            return Window(after, after)
        return Listing(payments=False, begun=0, after=max(0, after - DISPUTED))

    def page(self, place: Listing | Window, left: Callable[[], float]) -> Done[Page]:
        if isinstance(place, Window):
            return self._events(place, left)
        return self._payments(place) if place.payments else self._sessions(place)

    # --- by lists

    def _sessions(self, place: Listing) -> Done[Page]:
        def params(moved: bool) -> Mapping[str, Any]:
            return {**bodies.sessions(self.limit, moved=moved), **_from(place)}

        listed, told = self.looking.deep(SESSIONS, params), Told()
        for session in listed.value["data"]:
            if reading.ours(session):
                told.session(self.looking.whole(session))
        return self._listed(place, listed, told)

    def _payments(self, place: Listing) -> Done[Page]:
        """What hangs on them is fetched only where a page has a stray."""
        bare: PaymentIntentListParams = {"limit": self.limit}

        def params(moved: bool) -> Mapping[str, Any]:
            return {**bare, **_from(place), "expand": bodies.deep("data.", moved=moved)}

        listed, told = self.looking.get(INTENTS, {**bare, **_from(place)}), Told()
        if any(_may_be_stray(intent) for intent in listed.value["data"]):
            listed = self.looking.deep(INTENTS, params)
        for intent in listed.value["data"]:
            if _may_be_stray(intent):
                told.stray(self.looking.complete(intent))
        return self._listed(place, listed, told)

    def _listed(self, place: Listing, listed: Done[Any], told: Told) -> Done[Page]:
        """The instant at which the reading began is Stripe's own, from its first answer."""
        if not place.begun:
            if listed.at is None:
                raise Ended(Unknown("NO_ANSWER"))
            place = Listing(place.payments, listed.at, place.after)
        further = listed.value["data"][-1]["id"] if listed.value["has_more"] else ""
        return Done(told.page(place.next(further), more=True), listed.at)

    # --- by events

    def _events(self, window: Window, left: Callable[[], float]) -> Done[Page]:
        made: dict[str, Mapping[str, Any]] = {}
        events: EventListParams = {"types": TYPES, "limit": MOST}
        listed = self._all("/v1/events", lambda _: events, window, left)
        items = [item for event in listed.value if (item := _item(event)) is not None]
        sessions = self._all(SESSIONS, lambda moved: bodies.sessions(MOST, moved=moved), window, left)
        through: dict[str, str] = {}
        for session in sessions.value:
            if reading.ours(session):
                made[session["id"]] = session
                items.append(Item(session["created"], session["id"], session["id"]))
                if session["payment_intent"] is not None:
                    through[session["payment_intent"]["id"]] = session["id"]
        told, read, looked, fetched = Told(), [], set[str](), 0
        for item in window.fresh(items):
            about = through.get(item.about, item.about)
            if about not in looked:
                if len(looked) >= self.limit or fetched >= AT_ONCE or (looked and left() < PATIENCE):
                    break
                looked.add(about)
                fetched += not (about in made or about in told.seen or about in told.payments)
                self._tell(about, made, told)
            read.append(item)
        now = listed.at
        if now is None:
            raise Ended(Unknown("NO_ANSWER"))
        place, more = window.next(items, read, now)
        return Done(told.page(place, more=more), now)

    def _tell(self, about: str, made: Mapping[str, Mapping[str, Any]], told: Told) -> None:
        if about.startswith("cs_"):
            if about not in told.seen:
                told.session(self.looking.whole(made[about]) if about in made else self.looking.session(about).value)
        elif about not in told.payments:
            session = self.looking.of_payment(about)
            if session is not None:
                told.session(session)
            else:
                told.stray(self.looking.intent(about))

    def _all(
        self, where: str, params: Callable[[bool], Mapping[str, Any]], window: Window, left: Callable[[], float]
    ) -> Done[list[Any]]:
        """Everything in a window; the instant is that of the first answer, so that nothing is passed over."""
        found: list[Any] = []
        at, inside = None, {"created": {"gte": window.start, "lt": window.end}}
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self.looking.deep(where, partial(_joined, params, {**inside, **after}))
            at = page.at if not found else at
            found += page.value["data"]
            if not page.value["has_more"]:
                return Done(found, at)
            if left() < PATIENCE:
                raise Ended(Unknown("TIMEOUT"))


def _joined(params: Callable[[bool], Mapping[str, Any]], more: Mapping[str, Any], moved: bool) -> Mapping[str, Any]:
    return {**params(moved), **more}


def _from(place: Listing) -> dict[str, Any]:
    created = {"created": {"gte": place.after}} if place.after else {}
    return {**created, **({"starting_after": place.place} if place.place else {})}


def _may_be_stray(intent: Mapping[str, Any]) -> bool:
    return bodies.OURS not in (intent["metadata"] or {}) and intent["status"] in ("succeeded", "requires_capture")


def _item(event: Mapping[str, Any]) -> Item | None:
    """What an event is about: a session of ours, or a payment; None for what concerns neither."""
    about = event["data"]["object"]
    if about["object"] == "checkout.session":
        which = about["id"] if reading.ours(about) else None
    elif about["object"] == "payment_intent":
        which = about["id"]
    else:
        which = about.get("payment_intent")
    return None if which is None else Item(event["created"], event["id"], which)
