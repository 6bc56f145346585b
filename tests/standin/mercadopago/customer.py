"""Whoever pays at Mercado Pago, their bank, and the owner at its dashboard: what happens there without the desk.

The verbs are those of providers.fake_customer.Customer, so that every test can play either; more of them are this
provider's own: a slip, a mediation, several tries.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from deskbell.domain.errors import WrongInput
from tests.standin.mercadopago.books import Books, units
from tests.standin.mercadopago.core import Core, refused

UNDECIDED = ("pending", "in_process")


class MercadoPagoCustomer:
    """WrongInput: LINK_UNKNOWN, LINK_CLOSED, LINK_OTHERWISE where that cannot be now."""

    def __init__(self, core: Core) -> None:
        self.core = core

    @property
    def books(self) -> Books:
        return self.core.books

    # --- at the page

    def pays(self, who: str, *, amount: int | None = None, currency: str | None = None) -> str:
        """Pay at the open page, also once more where it was paid: it stays open until its time is over."""
        return self._pay(self._open(who), "approved", amount=amount, currency=currency)

    def pays_twice(self, who: str) -> tuple[str, str]:
        page = self._open(who)
        paid = [one for one in self._payments(page) if one["status"] == "approved"]
        first = str(paid[0]["id"]) if paid else self._pay(page, "approved")
        return first, self._pay(page, "approved")

    def pays_late(self, who: str) -> str:
        """Money that was under way when the page closed arrives all the same."""
        page = self._at(who)
        if self.books.is_open(page):
            raise WrongInput("LINK_OTHERWISE", link=who)
        return self._pay(page, "approved")

    def declines(self, who: str, code: str = "cc_rejected_insufficient_amount") -> str:
        return self._pay(self._open(who), "rejected", detail=code)

    def in_review(self, who: str) -> str:
        return self._pay(self._open(who), "in_process", detail="pending_review_manual")

    def under_way(self, who: str, kind: str = "bank_transfer") -> str:
        """They take a slip to pay in cash (`ticket`) or a code for a transfer. LINK_OTHERWISE where it is excluded."""
        page = self._open(who)
        excluded = page["payment_methods"].get("excluded_payment_types", [])
        if {"id": kind} in excluded:
            raise WrongInput("LINK_OTHERWISE", link=who)
        return self._pay(page, "pending", kind=kind, detail="pending_waiting_payment")

    def review_ends(self, who: str, *, ok: bool) -> None:
        paid = self._newest(who, *UNDECIDED)
        status, detail = ("approved", "accredited") if ok else ("rejected", "cc_rejected_other_reason")
        self.books.turn(paid["id"], status, detail)

    def waits(self, who: str) -> None:
        self._at(who)

    # --- at the bank

    def disputes(self, who: str) -> None:
        self.books.turn(self._newest(who, "approved", "refunded")["id"], "charged_back", "in_process")

    def mediates(self, who: str) -> None:
        """They complain to Mercado Pago itself."""
        self.books.turn(self._newest(who, "approved")["id"], "in_mediation", "pending")

    def wins(self, who: str) -> None:
        paid = self._newest(who, "charged_back", "in_mediation")
        partly = paid["transaction_amount_refunded"] > 0
        self.books.turn(paid["id"], "approved", "partially_refunded" if partly else "accredited")

    # --- at the dashboard

    def refunds_outside(self, who: str, amount: int | None = None) -> str:
        paid = self._newest(who, "approved")
        left = self.books.left(paid["id"])
        back = left if amount is None else units(amount, paid["currency_id"])
        if not 0 < back <= left:
            raise WrongInput("LINK_OTHERWISE", link=who)
        return str(self.books.give_back(paid["id"], back, "approved")["id"])

    def refund_ends(self, which: str, *, ok: bool) -> None:
        if not which.isdecimal() or not self.books.turn_refund(int(which), "approved" if ok else "rejected"):
            raise WrongInput("LINK_UNKNOWN", link=which)

    def stray(self, amount: int, currency: str, reference: str = "") -> str:
        return str(self.books.pay(reference, "approved", units(amount, currency), currency)["id"])

    def opens_again(self, who: str) -> str:
        """A second preference of the same reference, as a request that was long under way makes it; its id."""
        page = self._at(who)
        again = ("items", "external_reference", "payment_methods", "expires", "expiration_date_from",
                 "expiration_date_to")  # fmt: skip
        return str(self.books.make({name: page[name] for name in again})["id"])

    def orders(self, call: str, kind: str, value: str = "") -> None:
        """What is out of the ordinary at the next call of that name."""
        if (call, kind) == ("refund", "slow"):
            self.core.slow_refunds += 1
        elif (call, kind) == ("refund", "refuse"):
            self.core.refused_refunds.append(refused(value))
        else:
            raise ValueError(kind)

    # --- how

    def _at(self, who: str) -> dict[str, Any]:
        """A page by its link, its id or our reference: the newest of several, an open one first."""
        which = who.rpartition("pref_id=")[2]
        found = self.books.preferences.get(which)
        if found is None:
            pages = self.books.of_reference(which)
            found = max(pages, key=self.books.is_open, default=None)
        if found is None:
            raise WrongInput("LINK_UNKNOWN", link=who)
        return found

    def _open(self, who: str) -> dict[str, Any]:
        page = self._at(who)
        if not self.books.is_open(page):
            raise WrongInput("LINK_CLOSED", link=page["init_point"])
        return page

    def _pay(
        self, page: dict[str, Any], status: str, *, amount: int | None = None, currency: str | None = None,
        kind: str = "credit_card", detail: str = "",
    ) -> str:  # fmt: skip
        item = page["items"][0]
        in_ = currency or item["currency_id"]
        asked = Decimal(str(item["unit_price"])) if amount is None else units(amount, in_)
        paid = self.books.pay(page["external_reference"], status, asked, in_, kind=kind, detail=detail)
        return str(paid["id"])

    def _payments(self, page: dict[str, Any]) -> list[dict[str, Any]]:
        return [one for one in self.books.payments.values() if one["external_reference"] == page["external_reference"]]

    def _newest(self, who: str, *states: str) -> dict[str, Any]:
        found = [one for one in self._payments(self._at(who)) if one["status"] in states]
        if not found:
            raise WrongInput("LINK_OTHERWISE", link=who)
        return found[-1]
