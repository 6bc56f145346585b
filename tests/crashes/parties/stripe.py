"""Stripe: the product's adapter and Stripe's own kit, against the stand-in of this process."""

from __future__ import annotations

from typing import Any

from deskbell.domain.clock import Clock
from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider
from deskbell.providers.stripe.reading import TAKEN
from tests.crashes.parties.party import Back, Theirs
from tests.standin.orders import Order
from tests.standin.stripe.inside import inside

STATES = {"succeeded": "CAPTURED", "requires_capture": "AUTHORISED", "canceled": "CANCELLED", "processing": "IN_REVIEW"}
REFUNDS = {"succeeded": "SUCCEEDED", "pending": "PENDING", "failed": "FAILED"}


class OfStripe:
    method, currency, other = Method.STRIPE, "EUR", "USD"

    def __init__(self, clock: Clock, seed: int) -> None:
        self.world = inside(clock, seed, strict=False)
        self.account = self.world.core.account
        self.customer = self.world.customer

    def provider(self) -> PaymentProvider:
        return self.world.provider()

    def _things(self, kind: str) -> list[dict[str, Any]]:
        self.account.end_what_is_due()
        return list(self.account.things[kind].values())

    def payments(self) -> list[Theirs]:
        asked = {one["payment_intent"]: one["client_reference_id"] for one in self._things("checkout.session")}
        taken: dict[str, int] = {}
        for one in self._things("dispute"):
            if one["status"] in TAKEN:
                taken[one["payment_intent"]] = taken.get(one["payment_intent"], 0) + one["amount"]
        gone: dict[str, int] = {}
        for back in self._things("refund"):
            if back["status"] == "succeeded" and "__released" not in back:
                gone[back["payment_intent"]] = gone.get(back["payment_intent"], 0) + back["amount"]
        found = []
        for one in self._things("payment_intent"):
            id_, state = one["id"], STATES.get(one["status"], "FAILED")
            if id_ in taken:
                state = "CHARGED_BACK"
            captured = (
                max(0, one["amount_received"] - taken.get(id_, 0)) if state in ("CAPTURED", "CHARGED_BACK") else 0
            )
            found.append(Theirs(id_, state, one["currency"].upper(), asked.get(id_), captured - gone.get(id_, 0)))
        return found

    def refunds(self) -> list[Back]:
        return [
            Back(one["id"], one["metadata"].get("refund"), one["amount"], REFUNDS[one["status"]],
                 one["currency"].upper())
            for one in self._things("refund") if "__released" not in one
        ]  # fmt: skip

    def is_open(self, reference: str) -> bool:
        sessions = self._things("checkout.session")
        return any(one["client_reference_id"] == reference and one["status"] == "open" for one in sessions)

    def changes(self) -> object:
        return self.account._made

    def orders(self, call: str, kind: str) -> bool:
        if kind == "refuse":
            return False
        if kind == "slow":
            self.account.slow_refunds += 1
        else:
            self.world.orders.add(Order(call, kind))
        return True

    def unsettled(self) -> list[str]:
        made = [one for one in self._things("refund") if "__released" not in one]
        return [
            one["id"] for no, one in enumerate(made) if one["status"] == "pending"
            or (one["status"] == "succeeded" and no % 5 == 0)
        ]  # fmt: skip

    def calms_down(self) -> list[str]:
        self.world.orders.__init__()  # type: ignore[misc]
        self.account.slow_refunds = 0
        return [one["id"] for one in self._things("refund") if one["status"] == "pending"]

    def close(self) -> None:
        pass
