"""Whoever pays at Stripe's page, their bank, and somebody at Stripe's dashboard: the verbs of the demo's customer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from deskbell.domain.errors import WrongInput
from tests.standin.orders import Order, Orders
from tests.standin.stripe import acts
from tests.standin.stripe.account import Account, Thing
from tests.standin.stripe.core import Core

MORE = {"isk": 100, "ugx": 100}
"""How many of Stripe's units are one of ours, where that is not 1."""
LESS = {"mga": 100}
HAS_MONEY = frozenset({"succeeded", "requires_capture", "processing"})
"""A session has one payment: who has paid by it, or is being asked by their bank, cannot pay by it again."""


class StripeCustomer:
    """WrongInput: LINK_UNKNOWN, LINK_CLOSED, LINK_OTHERWISE where that cannot be now."""

    def __init__(self, core: Core, orders: Orders) -> None:
        self.core = core
        self._orders = orders

    # --- at the page

    def pays(self, who: str, *, amount: int | None = None, currency: str | None = None) -> str:
        with self._at(who) as (account, session):
            if session["status"] != "open":
                raise WrongInput("LINK_CLOSED", link=who)
            code = (currency or session["currency"]).lower()
            sent = None if amount is None else amount * MORE.get(code, 1) // LESS.get(code, 1)
            return _pay(account, session, sent, code)

    def authorises(self, who: str) -> str:
        with self._at(who) as (_, session):
            if session["__intent"]["capture_method"] != "manual":
                raise WrongInput("LINK_OTHERWISE", link=who)
        return self.pays(who)

    def pays_twice(self, who: str) -> tuple[str, str]:
        """Stripe takes one payment for a session: the second window is told that it is closed."""
        with self._at(who) as (_, session):
            if session["status"] == "open":
                self.pays(who)
        return self.pays(who), ""

    def pays_late(self, who: str) -> str:
        """Money that was under way when the page closed."""
        with self._at(who) as (account, session):
            before = self.core.account.things["payment_intent"].get(str(session["payment_intent"]))
            if session["status"] != "expired" or (before is not None and before["status"] in HAS_MONEY):
                raise WrongInput("LINK_OTHERWISE", link=who)
            session["payment_intent"] = None
            intent = acts.intend(account, session)
            _settle(account, intent)
            return str(intent["id"])

    def declines(self, who: str, code: str = "CARD_DECLINED") -> str:
        with self._at(who) as (account, session):
            intent = self._tries(account, session, who)
            acts.charge(account, intent, status="failed")
            wrong = {"type": "card_error", "code": "card_declined", "decline_code": code.lower(), "message": "no"}
            intent |= {"status": "requires_payment_method", "last_payment_error": wrong}
            account.tell("payment_intent.payment_failed", intent)
            return str(intent["id"])

    def in_review(self, who: str) -> str:
        """A way to pay that is not decided at once: the page is done with, the money is not there."""
        with self._at(who) as (account, session):
            intent = self._tries(account, session, who)
            acts.charge(account, intent, status="pending")
            intent["status"] = "processing"
            _complete(account, session, "unpaid")
            return str(intent["id"])

    under_way = in_review

    def review_ends(self, who: str, *, ok: bool) -> None:
        with self._at(who) as (account, session):
            if session["payment_intent"] is None:
                raise WrongInput("LINK_OTHERWISE", link=who)
            intent = account.of("payment_intent", session["payment_intent"])
            if intent["status"] != "processing":
                raise WrongInput("LINK_OTHERWISE", link=who)
            paid = account.of("charge", intent["latest_charge"])
            if ok:
                session["payment_status"] = "paid"
                acts.take(account, intent, paid, intent["amount"])
                account.tell("checkout.session.async_payment_succeeded", session)
                return
            paid["status"] = "failed"
            wrong = {"type": "invalid_request_error", "code": "payment_intent_payment_attempt_failed", "message": "no"}
            intent |= {"status": "requires_payment_method", "last_payment_error": wrong}
            account.tell("payment_intent.payment_failed", intent)
            account.tell("checkout.session.async_payment_failed", session)

    def needs_action(self, who: str) -> None:
        """Their bank asks them for something, and they have not answered."""
        with self._at(who) as (account, session):
            self._tries(account, session, who)["status"] = "requires_action"

    def waits(self, who: str) -> None:
        with self._at(who):
            pass

    # --- at the bank

    def disputes(self, who: str, status: str = "needs_response", amount: int | None = None) -> None:
        with self._at(who) as (account, session):
            intent, paid = _paid(account, session, who)
            made = account.make(
                "dispute", amount=intent["amount_received"] if amount is None else amount, currency=intent["currency"],
                charge=paid["id"], payment_intent=intent["id"], reason="fraudulent", status=status, metadata={},
                is_charge_refundable=False,
            )  # fmt: skip
            paid["disputed"] = True
            account.tell("charge.dispute.created", made)

    def wins(self, who: str, status: str = "won") -> None:
        with self._at(who) as (account, session):
            _, paid = _paid(account, session, who)
            mine = [d for d in account.things["dispute"].values() if d["charge"] == paid["id"]]
            if not mine:
                raise WrongInput("LINK_OTHERWISE", link=who)
            mine[-1]["status"] = status
            account.tell("charge.dispute.closed", mine[-1])

    # --- at the dashboard

    def refunds_outside(self, who: str, amount: int | None = None) -> str:
        with self._at(who) as (account, session):
            intent, paid = _paid(account, session, who)
            left = acts.left(paid)
            back = left if amount is None else amount
            if not 0 < back <= left:
                raise WrongInput("LINK_OTHERWISE", link=who)
            return str(acts.give_back(account, intent, paid, back, "succeeded", {})["id"])

    def refund_ends(self, which: str, *, ok: bool) -> None:
        with self.core.account.lock:
            made = [b for b in self.core.account.things["refund"].values()
                    if which in (b["id"], b["metadata"].get("refund"))]  # fmt: skip
            if not made:
                raise WrongInput("LINK_UNKNOWN", link=which)
            acts.refund_ends(self.core.account, made[-1], ok=ok)

    def stray(self, amount: int, currency: str) -> str:
        """Somebody else sells through the same account."""
        with self.core.account.lock:
            intent = acts.start(self.core.account, amount, currency.lower())
            _settle(self.core.account, intent)
            return str(intent["id"])

    def orders(self, call: str, kind: str, value: str = "") -> None:
        if kind == "slow":
            self.core.account.slow_refunds += 1
        else:
            self._orders.add(Order(call, kind, value))

    # --- how

    @contextmanager
    def _at(self, who: str) -> Iterator[tuple[Account, Thing]]:
        account = self.core.account
        which = who.removeprefix(acts.PAGE)
        with account.lock:
            account.end_what_is_due()
            made = list(account.things["checkout.session"].values())
            found = [s for s in made if which in (s["id"], s["client_reference_id"])]
            if not found:
                raise WrongInput("LINK_UNKNOWN", link=who)
            yield account, found[-1]

    def _tries(self, account: Account, session: Thing, who: str) -> Thing:
        if session["status"] != "open":
            raise WrongInput("LINK_CLOSED", link=who)
        return acts.intend(account, session)


def _pay(account: Account, session: Thing, amount: int | None, currency: str) -> str:
    intent = acts.intend(account, session, amount, currency)
    _settle(account, intent)
    _complete(account, session, "unpaid" if intent["status"] == "requires_capture" else "paid")
    return str(intent["id"])


def _settle(account: Account, intent: Thing) -> None:
    intent["last_payment_error"] = None
    if intent["capture_method"] == "manual":
        acts.charge(account, intent)
        intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
        account.tell("payment_intent.amount_capturable_updated", intent)
    else:
        acts.charge(account, intent, captured=True)


def _complete(account: Account, session: Thing, status: str) -> None:
    session |= {"status": "complete", "payment_status": status, "url": None}
    account.tell("checkout.session.completed", session)


def _paid(account: Account, session: Thing, who: str) -> tuple[Thing, Thing]:
    if session["payment_intent"] is None:
        raise WrongInput("LINK_OTHERWISE", link=who)
    intent = account.of("payment_intent", session["payment_intent"])
    if intent["status"] != "succeeded":
        raise WrongInput("LINK_OTHERWISE", link=who)
    return intent, account.of("charge", intent["latest_charge"])
