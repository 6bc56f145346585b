"""What a contract test needs beside Stripe: its stand-in over HTTP or within this process, and its manners."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deskbell.domain.ports import CheckoutState, PaymentProvider
from deskbell.providers.stripe.bodies import LONGEST, SHORTEST
from deskbell.providers.stripe.provider import StripeProvider
from deskbell.providers.stripe.wire import Wire
from tests.contracts.rigs import Manners, OverHttp
from tests.house.clock import FrozenClock
from tests.standin.orders import Order
from tests.standin.stripe.inside import KEY, READS, World, inside

ROOM = "tests.standin.stripe.server"
MANNERS = Manners(
    steps={"KWD": 10}, shortest=SHORTEST, longest=LONGEST, keeps_refusals=False, payments=1,
    in_review=CheckoutState.PAID, review_refused=CheckoutState.EXPIRED,
)  # fmt: skip
LEAST, MOST = 50, 99_999_999
CALLS = {"look": READS, "since": READS, "check": READS}
"""A call of ours that is several of Stripe's: whatever it fetches first."""


def call(name: str) -> str:
    return CALLS.get(name, name)


class OverStripe(OverHttp):
    """The provider through the real kit, against a stand-in in a process of its own."""

    manners = MANNERS
    least, most = LEAST, MOST

    def provider(self) -> PaymentProvider:
        return StripeProvider(KEY, clock=self, base=f"http://127.0.0.1:{self.running.port}", page=self.page)

    def lose_reply(self, name: str) -> None:
        super().lose_reply(call(name))

    def lose_request(self, name: str) -> None:
        super().lose_request(call(name))

    def busy(self, name: str, seconds: int) -> None:
        super().busy(call(name), seconds)

    def close(self) -> None:
        broken = self.running.control("violations")
        super().close()
        assert broken == [], "Stripe's own contract was broken"


class Impatient(OverStripe):
    """The same, with a first client that waits a fifth of a second for what is held back until it is released."""

    waits = False

    def provider(self) -> PaymentProvider:
        if self.waits:
            return super().provider()
        self.waits = True
        return StripeProvider(
            KEY, clock=self, base=f"http://127.0.0.1:{self.running.port}", transport=lambda: Wire(read=0.2)
        )


@dataclass
class Within:
    """The same without a socket."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    manners: Manners = MANNERS
    page: int = 4
    least: int = LEAST
    most: int = MOST

    def __post_init__(self) -> None:
        self.world: World = inside(self.clock)
        self.customer: Any = self.world.customer

    def provider(self) -> PaymentProvider:
        return self.world.provider(page=self.page)

    def now(self) -> int:
        return self.clock.now()

    def pass_by(self, seconds: int) -> None:
        self.clock.pass_by(seconds=seconds)

    def _order(self, name: str, kind: str, value: str = "") -> None:
        self.world.orders.add(Order(call(name), kind, value))

    def lose_reply(self, name: str) -> None:
        self._order(name, "lost_reply")

    def lose_request(self, name: str) -> None:
        self._order(name, "lost_request")

    def delay(self, name: str) -> None:
        self._order(name, "hold")

    def busy(self, name: str, seconds: int) -> None:
        self._order(name, "429", str(seconds))

    def stick(self, name: str, *, acted: bool) -> None:
        self._order(name, "sticky_acted" if acted else "sticky")

    def close(self) -> None:
        assert self.world.core.violations == [], "Stripe's own contract was broken"
