"""What a story must know of a provider: who pays there, and what is really there.

That is asked of the stand-in's own memory, never by the adapter under test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider


@dataclass(frozen=True, slots=True)
class Theirs:
    """A payment as the provider has it. `reference` is our link's, None where nobody asked for it; `moved` is the
    money of it that is there: captured, less what went back and what a bank took.
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
    """One account. `customer` is as providers.fake_customer.Customer."""

    method: Method
    """How a desk pays by it, and the name of its connection."""
    currency: str
    other: str
    """What it sells in, and what it was not asked for."""
    customer: Any

    def provider(self) -> PaymentProvider:
        """Another client of it, as a new process has; nothing lies before it."""
        ...

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
