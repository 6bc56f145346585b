"""The providers under which the matrix can run: a stand-in that outlives every kill, and how it is reached.

A provider that is new is one more entry of KITS: how its stand-in is started, how its adapter and its customer are
made, and how what it knows is told in the tables of providers/fake_memory.py, which the laws read.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from deskbell.domain.clock import Clock
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider
from tests.crashes.matrix.cells import Fault
from tests.standin.adapter import HttpFake
from tests.standin.running import Running


class Acts(Protocol):
    """The customer and their bank; see providers.fake_customer.Customer."""

    def __getattr__(self, verb: str) -> Callable[..., Any]: ...


class Kit:
    """A provider, its stand-in and who pays there. `method` is the connection; `port` is where the stand-in listens."""

    method: Method
    currency = "EUR"
    room = "tests.standin.server"
    lacks: Mapping[Fault, str] = MappingProxyType({})
    """Faults that its stand-in cannot play, and why."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running = Running(folder / "first.sqlite3", self.room)
        self.port = self.running.port
        self.customer: Acts = _Remote(self.running)

    def provider(self, clock: Clock, read: float) -> PaymentProvider:
        """An adapter that waits so many seconds for an answer."""
        raise NotImplementedError

    def begin(self) -> None:
        """The stand-in knows nothing yet: no orders, no log."""
        raise NotImplementedError

    def keep(self, stage: str) -> None:
        """What it knows now can be taken again."""
        raise NotImplementedError

    def take(self, stage: str) -> None:
        raise NotImplementedError

    def book(self, references: Iterable[Id]) -> sqlite3.Connection:
        """What it knows, read past the desk; `references` are the attempts that the desk knows."""
        raise NotImplementedError

    def clock(self, at: int | None) -> None:
        self.running.clock(at)

    def order(self, call: str, kind: str, value: str = "", times: int = 1) -> None:
        """What goes wrong at the next calls of that name: a kind of tests/standin/orders.py."""
        self.running.order(call, kind, value, times)

    def release(self) -> None:
        """Let go what was held back."""
        self.running.release()

    def wrong(self) -> list[str]:
        """What was asked of it that its own contract forbids."""
        return []

    def stop(self) -> None:
        self.running.stop()


class Demo(Kit):
    """The demo's own provider over HTTP; its memory is a file."""

    method = Method.DEMO

    def provider(self, clock: Clock, read: float) -> PaymentProvider:
        return HttpFake(self.port, read=read)

    @property
    def _memory(self) -> Path:
        return self.folder / "world.sqlite3"

    def begin(self) -> None:
        self._memory.unlink(missing_ok=True)
        self._remember()
        HttpFake(self.port).check()  # it makes its file when it is first asked

    def keep(self, stage: str) -> None:
        shutil.copyfile(self._memory, self.folder / f"world-{stage}.sqlite3")

    def take(self, stage: str) -> None:
        self._memory.unlink()
        shutil.copyfile(self.folder / f"world-{stage}.sqlite3", self._memory)
        self._memory.chmod(0o600)
        self._remember()

    def _remember(self) -> None:
        self._memory.with_name("world.sqlite3-journal").unlink(missing_ok=True)
        self.running.memory(self._memory)

    def book(self, references: Iterable[Id]) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._memory}?mode=ro", uri=True)


class _Remote:
    def __init__(self, running: Running) -> None:
        self._running = running

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        return partial(self._running.customer, verb)


def _stripe(folder: Path) -> Kit:
    from tests.crashes.matrix.vendors import Stripe  # late: the kit is heavy

    return Stripe(folder)


def _mercado_pago(folder: Path) -> Kit:
    from tests.crashes.matrix.vendors import MercadoPago

    return MercadoPago(folder)


KITS: dict[str, Callable[[Path], Kit]] = {"demo": Demo, "stripe": _stripe, "mercadopago": _mercado_pago}
