"""What happens at the provider without the desk: customers, their banks, somebody at the provider's own page."""

from __future__ import annotations

from collections.abc import Callable

from deskbell.domain.errors import DeskError
from deskbell.domain.payment import Method
from tests.crashes.simulation.world import World

TRIES = 4
"""How many things come to a customer's mind until one can be done with the link in their hand."""


class Outside:
    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        customer, dice = world.customer, world.dice
        self.deeds: list[tuple[int, str, Callable[[str], object]]] = [
            (40, "pays", lambda who: customer.pays(who)),
            (1, "pays another amount", lambda who: customer.pays(who, amount=dice.choice((100, 2400, 9999)))),
            (1, "pays in other money", lambda who: customer.pays(who, currency=world.other)),
            (2, "pays twice", lambda who: customer.pays_twice(who)),
            (8, "pays late", lambda who: customer.pays_late(who)),
            (2, "is declined", lambda who: customer.declines(who)),
            (3, "is looked at", lambda who: customer.in_review(who)),
            (2, "has money under way", lambda who: customer.under_way(who)),
            (4, "is decided about", lambda who: customer.review_ends(who, ok=dice.random() < 0.7)),
            (1, "disputes", self._disputed),
            (1, "has a dispute lost", lambda who: customer.wins(who)),
            (1, "is given back outside", self._given_back),
            (1, "pays what nobody asked for", lambda who: customer.stray(1234, world.currency)),
        ]
        self.weights = [weight for weight, _, _ in self.deeds]

    def acts(self) -> None:
        """Somebody who has a link uses it: only a link that has left the desk can be used."""
        links = self._links()
        for _ in range(TRIES if links else 0):
            if self._does(self.dice.choice(links), *self.dice.choices(self.deeds, self.weights)[0][1:]):
                return

    def pays(self) -> None:
        """Somebody does what was hoped for."""
        links = self._links()
        if links:
            self._does(self.dice.choice(links), *self.deeds[0][1:])

    def _links(self) -> list[str]:
        return self.world.column("SELECT reference FROM attempt WHERE link <> '' ORDER BY id DESC LIMIT 4")

    def _does(self, who: str, name: str, deed: Callable[[str], object]) -> bool:
        try:
            deed(who)
        except DeskError:
            return False
        self.world.counts[f"customer {name}"] += 1
        self.world.tell(f"the customer of {who} {name}")
        return True

    def _given_back(self, who: str) -> None:
        world = self.world
        world.outsiders.add(world.customer.refunds_outside(who, self.dice.choice((None, 300, 700))))

    def _disputed(self, who: str) -> None:
        """All of it, or a part where that provider says how much."""
        if self.world.party.method is Method.MERCADO_PAGO:
            self.world.customer.disputes(who)
        else:
            self.world.customer.disputes(who, amount=self.dice.choice((None, 700)))

    def at_the_bank(self) -> None:
        """Refunds that take their time end, well or not; now and then one that had arrived comes back."""
        found = self.world.party.unsettled()
        if found:
            which, ok = self.dice.choice(found), self.dice.random() < 0.6
            self.world.customer.refund_ends(which, ok=ok)
            self.world.counts[f"refund {'arrives' if ok else 'comes back'}"] += 1
            self.world.tell(f"refund {which} ends, ok={ok}")
