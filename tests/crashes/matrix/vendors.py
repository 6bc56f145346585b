"""The vendors' kits: their own adapters, by their own SDKs, against the stand-ins that speak their protocols."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TypeVar

from deskbell.domain.clock import Clock
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.ports import Done, Outcome, PaymentProvider, Seen, SeenPayment
from deskbell.providers import fake_memory
from tests.crashes.matrix.kits import Kit
from tests.house.clock import FrozenClock


class Vendor(Kit):
    """A stand-in that keeps its stages itself; what it knows is read through a patient adapter of its own."""

    at: int | None = None

    def begin(self) -> None:
        self.running.control("memory", path="")

    def keep(self, stage: str) -> None:
        self.running.control("keep", stage=stage)

    def take(self, stage: str) -> None:
        self.running.control("take", stage=stage)

    def clock(self, at: int | None) -> None:
        self.at = at
        super().clock(at)

    def wrong(self) -> list[str]:
        return [str(found) for found in self.running.control("violations")]

    def book(self, references: Iterable[Id]) -> sqlite3.Connection:
        made = sqlite3.connect(":memory:")
        made.executescript(fake_memory._SCHEMA)
        provider = self.provider(FrozenClock(self.at or 0), 20)
        for reference in references:
            seen = heard(provider.look(reference, None))
            if seen is not None:
                _write(made, seen)
        cursor, more = "", True
        while more:
            page = heard(provider.since(cursor, 0))
            cursor, more = page.cursor, page.more
            for paid in page.strays:
                _write_payment(made, None, paid)
        return made


T = TypeVar("T")


def heard(outcome: Outcome[T]) -> T:
    assert isinstance(outcome, Done), outcome
    return outcome.value


def _write(book: sqlite3.Connection, seen: Seen) -> None:
    row = (None, seen.checkout, seen.reference, 0, "", "", "", seen.expires_at or 0, str(seen.state))
    no = book.execute("INSERT INTO checkout VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row).lastrowid
    for paid in seen.payments:
        _write_payment(book, no, paid)


def _write_payment(book: sqlite3.Connection, checkout: int | None, paid: SeenPayment) -> None:
    if book.execute("SELECT 1 FROM payment WHERE id = ?", (paid.id,)).fetchone():
        return
    no = book.execute(
        "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (None, paid.id, checkout, paid.amount, paid.captured, paid.currency, str(paid.state), paid.at, paid.until, ""),
    ).lastrowid
    for back in paid.refunds:
        row = (None, back.id, no, back.reference, back.amount, str(back.state), back.at)
        book.execute("INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?)", row)


class Stripe(Vendor):
    method = Method.STRIPE
    room = "tests.standin.stripe.server"

    def provider(self, clock: Clock, read: float) -> PaymentProvider:
        from deskbell.providers.stripe.provider import StripeProvider
        from deskbell.providers.stripe.wire import Wire
        from tests.standin.stripe.inside import KEY

        base = f"http://127.0.0.1:{self.port}"
        return StripeProvider(KEY, clock=clock, base=base, transport=lambda: Wire(read=read))

    def order(self, call: str, kind: str, value: str = "", times: int = 1) -> None:
        """What we look at is several of their calls: whatever it fetches first. A reading begins with the events."""
        from tests.standin.stripe.inside import READS

        super().order({"look": READS, "check": READS, "since": "events"}.get(call, call), kind, value, times)


class MercadoPago(Vendor):
    method, currency = Method.MERCADO_PAGO, "ARS"
    room = "tests.standin.mercadopago.server"

    def provider(self, clock: Clock, read: float) -> PaymentProvider:
        from deskbell.providers.mercadopago import MercadoPagoProvider
        from deskbell.providers.mercadopago.line import Line
        from tests.standin.mercadopago.core import Core

        base = f"http://127.0.0.1:{self.port}"
        return MercadoPagoProvider(Core.token, clock=clock, line=lambda: Line(base, read=read))
