"""An account at Mercado Pago in this process, whoever pays there, and the product's provider of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deskbell.domain.ids import Id
from deskbell.domain.ports import Checkout, Done, Outcome, Seen
from deskbell.providers.mercadopago import MercadoPagoProvider
from tests.house.clock import FrozenClock
from tests.standin.mercadopago import contract
from tests.standin.mercadopago.books import Books
from tests.standin.mercadopago.core import Answer, Core, Request
from tests.standin.mercadopago.customer import MercadoPagoCustomer
from tests.standin.mercadopago.inside import provider_of

HOUR = 3600


class Account:
    """One account: what it remembers, what was asked of it (`asked`), its customer, a provider of it."""

    def __init__(self, site: str = "MLA") -> None:
        self.clock = FrozenClock()
        self.asked: list[Request] = []
        self.core = Core(Books(self.clock, site=site), watch=[*contract.watchers(), self._note])
        self.books = self.core.books
        self.customer = MercadoPagoCustomer(self.core)
        self.provider: MercadoPagoProvider = provider_of(self.core)
        self._count = 0

    def _note(self, request: Request, answer: Answer) -> str:
        self.asked.append(request)
        return ""

    @property
    def calls(self) -> list[str]:
        return [f"{one.method} {one.path}" for one in self.asked]

    def another(self, page: int = 100) -> MercadoPagoProvider:
        """A provider that remembers nothing, as after a restart."""
        return provider_of(self.core, page=page)

    def wanted(self, amount: int = 2500, seconds: int = HOUR, currency: str = "") -> Checkout:
        self._count += 1
        now = self.clock.now()
        reference = Id(f"{self._count:032x}")
        return Checkout(reference, amount, currency or self.books.currency, "Piano 60", now + seconds, asked_at=now)

    def opened(self, amount: int = 2500, seconds: int = HOUR) -> Seen:
        asked = self.wanted(amount, seconds)
        return value(self.provider.open(asked, f"open:{asked.reference}"))

    def paid(self, amount: int = 2500) -> Seen:
        seen = self.opened(amount)
        self.customer.pays(seen.reference)
        return self.looked(seen)

    def looked(self, seen: Seen) -> Seen:
        found = self.another().look(seen.reference, None)
        assert isinstance(found, Done)
        assert found.value is not None
        return found.value


def value(answer: Outcome[Seen]) -> Seen:
    assert isinstance(answer, Done), answer
    return answer.value


@pytest.fixture
def account() -> Iterator[Account]:
    found = Account()
    yield found
    assert found.core.violations == []
