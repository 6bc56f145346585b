"""What a contract test needs beside a provider: a customer, a clock, and somebody who cuts the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from deskbell.domain.ports import CheckoutState, Features, Later, PaymentProvider, Unknown
from deskbell.providers.fake import FEATURES, MOST, FakeProvider
from deskbell.providers.fake_customer import Customer
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.standin.adapter import HttpFake
from tests.standin.running import Running


class Acts(Protocol):
    """The customer and their bank; see providers.fake_customer.Customer."""

    def __getattr__(self, verb: str) -> Callable[..., Any]: ...


@dataclass(frozen=True, slots=True)
class Manners:
    """Where the port leaves a provider free, what this one does: the contract asks each for its own."""

    currency: str = "EUR"
    """What its account sells in; `other` is one that it was not asked for, `sells` all that it can be asked for."""
    other: str = "USD"
    sells: tuple[str, ...] = ("JPY", "EUR", "KWD")
    answers_are_kept: bool = True
    """A key hears its first answer to `open` again, as it was; else what is there is found by our reference first."""
    tells_pages: bool = True
    """`since` tells of pages that nobody paid; else of money alone."""
    tells_all: bool = True
    """What `since` tells of a checkout is what a look shows; else at least all the money in it."""
    steps: Mapping[str, int] = field(default_factory=dict)
    """Minor units of which an amount must be a multiple, where that is not 1."""
    shortest: int = 0
    longest: int = 10 * 365 * 86_400
    """Seconds, from when it was asked for, within which a checkout may end: another end is moved there."""
    keeps_refusals: bool = True
    """A payment that was refused stays in the list beside the one that was taken after it."""
    payments: int = 2
    """How many payments one checkout can have."""
    in_review: CheckoutState = CheckoutState.EXPIRED
    """What a checkout is that was told to close while its payment is looked at."""
    review_refused: CheckoutState = CheckoutState.OPEN
    """What it is when that payment was refused in the end."""


class Rig(Protocol):
    """A provider under test, and the world around it.

    `page` is how many changes one page of `since` holds; `least` and `most` the limits of an amount.
    """

    manners: Manners
    page: int
    least: int
    most: int
    customer: Acts

    def provider(self) -> PaymentProvider:
        """Another client of the same provider, as after a restart."""
        ...

    def now(self) -> int: ...

    def pass_by(self, seconds: int) -> None:
        """The provider's clock goes on."""
        ...

    def lose_reply(self, call: str) -> None:
        """The next call of that name acts, and its answer never comes."""
        ...

    def lose_request(self, call: str) -> None:
        """The next call of that name never arrives."""
        ...

    def delay(self, call: str) -> None:
        """The next call of that name acts, and its answer comes later than anybody waits."""
        ...

    def busy(self, call: str, seconds: int) -> None:
        """The next call of that name is told to come back after so many seconds."""
        ...

    def stick(self, call: str, *, acted: bool) -> None:
        """The next call of that name ends in an error that is kept under its key."""
        ...


CALLS = ("open", "look", "expire", "capture", "void", "refund", "since", "check")


class Cut:
    """A provider in this process behind a line that can be cut, once for each order."""

    def __init__(self, provider: PaymentProvider, faults: list[tuple[str, str, int]]) -> None:
        self.name, self.features = provider.name, provider.features
        self._provider, self._faults = provider, faults

    def __getattr__(self, call: str) -> Callable[..., Any]:
        if call not in CALLS:
            raise AttributeError(call)
        return partial(self._call, call)

    def _call(self, call: str, *args: Any) -> Any:
        fault = next((f for f in self._faults if f[0] == call), None)
        if fault is None:
            return getattr(self._provider, call)(*args)
        self._faults.remove(fault)
        if fault[1] == "busy":
            return Later(fault[2])
        if fault[1] != "lose_request":
            getattr(self._provider, call)(*args)
        return Unknown("TIMEOUT" if fault[1] == "delay" else "RESET")


@dataclass
class InProcess:
    """FakeProvider on a memory file."""

    memory: Path
    clock: FrozenClock = field(default_factory=FrozenClock)
    manners: Manners = field(default_factory=Manners)
    features: Features = FEATURES
    page: int = 4
    least: int = 1
    most: int = MOST
    faults: list[tuple[str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.customer: Any = Customer(self.memory, self.clock)
        self._made: list[FakeProvider] = []

    def provider(self) -> PaymentProvider:
        self._made.append(FakeProvider(self.memory, self.clock, features=self.features, page=self.page))
        cut: Any = Cut(self._made[-1], self.faults)
        found: PaymentProvider = cut
        return found

    def now(self) -> int:
        return self.clock.now()

    def pass_by(self, seconds: int) -> None:
        self.clock.pass_by(seconds=seconds)

    def lose_reply(self, call: str) -> None:
        self.faults.append((call, "lose_reply", 0))

    def lose_request(self, call: str) -> None:
        self.faults.append((call, "lose_request", 0))

    def delay(self, call: str) -> None:
        self.faults.append((call, "delay", 0))

    def busy(self, call: str, seconds: int) -> None:
        self.faults.append((call, "busy", seconds))

    def stick(self, call: str, *, acted: bool) -> None:
        self.customer.orders(call, "sticky_acted" if acted else "sticky")

    def close(self) -> None:
        self.customer.memory.close()
        for made in self._made:
            made.memory.close()


class OverHttp:
    """HttpFake against a stand-in in a process of its own, with a memory of this test's own."""

    manners = Manners()
    page = 4
    least = 1
    most = MOST

    def __init__(self, running: Running, memory: Path) -> None:
        self.running = running
        running.memory(memory)
        self._at = WEDNESDAY
        running.clock(self._at)
        self.customer: Any = _Remote(running)

    def provider(self) -> PaymentProvider:
        return HttpFake(self.running.port, page=self.page)

    def now(self) -> int:
        return self._at

    def pass_by(self, seconds: int) -> None:
        self._at += seconds
        self.running.clock(self._at)

    def lose_reply(self, call: str) -> None:
        self.running.order(call, "lost_reply")

    def lose_request(self, call: str) -> None:
        self.running.order(call, "lost_request")

    def delay(self, call: str) -> None:
        self.running.order(call, "hold")

    def busy(self, call: str, seconds: int) -> None:
        self.running.order(call, "429", seconds)

    def stick(self, call: str, *, acted: bool) -> None:
        self.running.order(call, "sticky_acted" if acted else "sticky")

    def close(self) -> None:
        self.running.release()


class Impatient(OverHttp):
    """The same, with a first client that waits a fifth of a second for what is held back until it is released."""

    waits = False

    def provider(self) -> PaymentProvider:
        if self.waits:
            return super().provider()
        self.waits = True
        return HttpFake(self.running.port, page=self.page, read=0.2)


@dataclass(frozen=True)
class _Remote:
    running: Running

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        return partial(self.running.customer, verb)
