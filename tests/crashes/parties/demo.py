"""The demo's own provider."""

from __future__ import annotations

from typing import Any

from deskbell.domain.clock import Clock
from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider
from deskbell.providers.fake import FakeProvider
from deskbell.providers.fake_customer import Customer
from deskbell.providers.fake_memory import Memory
from tests.crashes.parties.party import Back, Theirs


class OfMemory:
    """What the demo's provider has, out of its memory."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self.memory = memory
        self.clock = clock

    def _ask(self, query: str, *values: Any) -> list[Any]:
        with self.memory.read(self.clock.now()) as book:
            return book.connection.execute(query, values).fetchall()

    def payments(self) -> list[Theirs]:
        return [Theirs(*row) for row in self._ask(
            "SELECT p.id, p.state, p.currency, c.reference, CASE WHEN p.state IN ('CAPTURED', 'CHARGED_BACK')"
            " THEN p.captured - coalesce((SELECT d.amount FROM dispute d WHERE d.payment = p.no), 0) ELSE 0 END"
            " - coalesce((SELECT sum(r.amount) FROM refund r WHERE r.payment = p.no AND r.state = 'SUCCEEDED'), 0)"
            " FROM payment p LEFT JOIN checkout c ON c.no = p.checkout"
        )]  # fmt: skip

    def refunds(self) -> list[Back]:
        return [Back(*row) for row in self._ask(
            "SELECT r.id, r.reference, r.amount, r.state, p.currency FROM refund r JOIN payment p ON p.no = r.payment"
        )]  # fmt: skip

    def is_open(self, reference: str) -> bool:
        return bool(self._ask("SELECT 1 FROM checkout WHERE state = 'OPEN' AND reference = ?", reference))

    def changes(self) -> object:
        return self._ask("SELECT max(no) FROM change")

    def unsettled(self) -> list[str]:
        found = self._ask("SELECT id FROM refund WHERE state = 'PENDING' OR (state = 'SUCCEEDED' AND no % 5 = 0)")
        return [row[0] for row in found]


class Demo(OfMemory):
    """The demo's own provider."""

    method, currency, other = Method.DEMO, "EUR", "USD"

    def __init__(self, clock: Clock, seed: int) -> None:
        super().__init__(Memory(":memory:", seed), clock)
        self.customer = Customer(self.memory, clock)

    def provider(self) -> PaymentProvider:
        return FakeProvider(self.memory, self.clock)

    def orders(self, call: str, kind: str) -> bool:
        self.customer.orders(call, kind, "NO_BALANCE" if kind == "refuse" else "")
        return True

    def calms_down(self) -> list[str]:
        with self.memory.write(self.clock.now()) as book:
            book.connection.execute("DELETE FROM whim")
            return [row[0] for row in book.connection.execute("SELECT id FROM refund WHERE state = 'PENDING'")]

    def close(self) -> None:
        self.memory.close()


class Asked(Demo):
    """The same, at a desk whose bookings are asked for and answered."""

    asks = True
