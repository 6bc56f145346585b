"""The other party of a story: a provider of payments, who pays there, and what is really there, told by itself.

A provider that is new is one more entry of PARTIES: name -> a party, made from the provider's clock and a number. What
is there is asked of the stand-in's own memory, never by the adapter under test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from deskbell.domain.clock import Clock
from deskbell.domain.ports import PaymentProvider
from deskbell.providers.fake import FakeProvider
from deskbell.providers.fake_customer import Customer
from deskbell.providers.fake_memory import Memory


@dataclass(frozen=True, slots=True)
class Theirs:
    """A payment as the provider has it. `reference` is our link's, None where nobody asked for it; `moved` is the
    money of it that is there: captured, less what went back.
    """

    id: str
    state: str
    currency: str
    reference: str | None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Back:
    """A refund as the provider has it. `reference` is our refund's, None where the provider keeps none."""

    id: str
    reference: str | None
    amount: int
    state: str
    currency: str


class Party(Protocol):
    """One account. `provider` has no line before it; `customer` is as providers.fake_customer.Customer."""

    currency: str
    other: str
    """What it sells in, and what it does not."""
    provider: PaymentProvider
    customer: Any

    def payments(self) -> list[Theirs]: ...

    def refunds(self) -> list[Back]: ...

    def is_open(self, reference: str) -> bool:
        """Whether somebody who has the link of that reference can begin to pay now."""
        ...

    def changes(self) -> object:
        """Another one after whatever changed there."""
        ...

    def orders(self, call: str, kind: str) -> bool:
        """What is out of the ordinary at the next call of that name; False where this provider has no such thing."""
        ...

    def unsettled(self) -> list[str]:
        """Refunds that may still end, or come back."""
        ...

    def calms_down(self) -> list[str]:
        """Nothing is out of the ordinary any more; the refunds that still take their time."""
        ...

    def close(self) -> None: ...


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
            "SELECT p.id, p.state, p.currency, c.reference, CASE p.state WHEN 'CAPTURED' THEN p.captured ELSE 0 END"
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

    currency, other = "EUR", "USD"

    def __init__(self, clock: Clock, seed: int) -> None:
        super().__init__(Memory(":memory:", seed), clock)
        self.provider: PaymentProvider = FakeProvider(self.memory, clock, seed=seed)
        self.customer = Customer(self.memory, clock)

    def orders(self, call: str, kind: str) -> bool:
        self.customer.orders(call, kind, "NO_BALANCE" if kind == "refuse" else "")
        return True

    def calms_down(self) -> list[str]:
        with self.memory.write(self.clock.now()) as book:
            book.connection.execute("DELETE FROM whim")
            return [row[0] for row in book.connection.execute("SELECT id FROM refund WHERE state = 'PENDING'")]

    def close(self) -> None:
        self.memory.close()


PARTIES: dict[str, Callable[[Clock, int], Party]] = {"demo": Demo}
