"""The providers under which the matrix can run: a stand-in that outlives every kill, and how it is reached.

A provider that is new is one more entry of KITS. Its stand-in is a process of its own with the control door of
tests/standin/running.py, and keeps what it knows in the tables of providers/fake_memory.py, which the laws read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider
from tests.standin.adapter import HttpFake
from tests.standin.running import Running


class Acts(Protocol):
    """The customer and their bank; see providers.fake_customer.Customer."""

    def __getattr__(self, verb: str) -> Callable[..., Any]: ...


class Kit(Protocol):
    """A provider, its stand-in and who pays there. `method` is the connection; `port` is where the stand-in listens."""

    method: Method
    currency: str
    port: int
    customer: Acts

    def provider(self, read: float) -> PaymentProvider:
        """An adapter that waits so many seconds for an answer."""
        ...

    def remember(self, memory: Path) -> None:
        """The stand-in knows what is in that file; no orders, no log."""
        ...

    def clock(self, at: int) -> None: ...

    def order(self, call: str, kind: str, value: str = "", times: int = 1) -> None:
        """What goes wrong at the next calls of that name: a kind of tests/standin/orders.py."""
        ...

    def release(self) -> None:
        """Let go what was held back."""
        ...

    def stop(self) -> None: ...


class Demo:
    """The demo's own provider over HTTP."""

    method, currency = Method.DEMO, "EUR"

    def __init__(self, folder: Path) -> None:
        self._running = Running(folder / "first.sqlite3")
        self.port = self._running.port
        self.customer: Acts = _Remote(self._running)

    def provider(self, read: float) -> PaymentProvider:
        return HttpFake(self.port, read=read)

    def remember(self, memory: Path) -> None:
        self._running.memory(memory)

    def clock(self, at: int) -> None:
        self._running.clock(at)

    def order(self, call: str, kind: str, value: str = "", times: int = 1) -> None:
        self._running.order(call, kind, value, times)

    def release(self) -> None:
        self._running.release()

    def stop(self) -> None:
        self._running.stop()


class _Remote:
    def __init__(self, running: Running) -> None:
        self._running = running

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        return partial(self._running.customer, verb)


KITS: dict[str, Callable[[Path], Kit]] = {"demo": Demo}
