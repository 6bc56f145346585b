"""The other parties of a story, by name: the demo's provider, and each vendor's through its own kit, without a socket.

A provider that is new is one more entry here: a party, made from the provider's own clock and a number.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from deskbell.domain.clock import Clock
from tests.crashes.parties.party import Party


def _late(module: str, name: str) -> Callable[[Clock, int], Party]:
    def make(clock: Clock, seed: int) -> Party:
        made: Party = getattr(import_module(f"tests.crashes.parties.{module}"), name)(clock, seed)
        return made

    return make


PARTIES: dict[str, Callable[[Clock, int], Party]] = {
    "demo": _late("demo", "Demo"),
    "requests": _late("demo", "Asked"),
    "calendar": _late("calendar", "OnCalendar"),
    "mail": _late("mail", "ByMail"),
    "stripe": _late("stripe", "OfStripe"),
    "mercadopago": _late("mercadopago", "OfMercadoPago"),
}
