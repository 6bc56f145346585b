"""The books against the providers: all that each of them has is fetched, and compared payment by payment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from deskbell.domain.errors import Busy
from deskbell.domain.ledger import cash
from deskbell.domain.payment import LINKS, Method
from deskbell.domain.ports import Done, PaymentProvider, Seen, SeenPayment
from deskbell.domain.ports import Refused as No
from deskbell.domain.reconciling import Reconciled, compare, joined
from deskbell.services.books import FOREVER
from deskbell.store import find
from deskbell.store.reads import books

if TYPE_CHECKING:
    from deskbell.domain.books import Posting
    from deskbell.domain.ids import Id
    from deskbell.domain.reconciling import Difference, Ours
    from deskbell.services.desk import Desk

Everything = tuple[dict["Id", Seen], dict[str, SeenPayment]]
Tell = Callable[[int], None]
"""Told after each page how many payments the provider has named so far; what it raises ends the asking."""


def _nobody(count: int) -> None:
    """Nobody listens."""


class Reconciling:
    """`providers` are the connections that this machine has, by name."""

    def __init__(self, desk: Desk, providers: Mapping[str, PaymentProvider]) -> None:
        self.desk = desk
        self.providers = providers

    def all(self) -> tuple[Reconciled, ...]:
        """Each connected provider, as `one` says it."""
        return tuple(self.one(name) for name in self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The connected providers, in the order in which they are asked."""
        return tuple(sorted(self.providers))

    def booking(self, order: int) -> int | None:
        """The first booking of the order of that number: where a difference is looked into."""
        with self.desk.database.read() as unit:
            found = find.order(unit.connection, order)
            first = find.booking(unit.connection, found.lines[0].booking) if found and found.lines else None
        return first.no if first else None

    def one(self, name: str, tell: Tell = _nobody) -> Reconciled:
        """The provider of that name. Busy: PROVIDER_SILENT, PROVIDER_REFUSED; then nothing can be said of it.

        What differs is fetched and read a second time: a payment that was just on its way is no difference.
        """
        provider = self.providers[name]
        seen, strays = self._everything(name, provider, tell)
        ours, ledger = self._ours(name)
        count = _payments(seen, strays)
        for x in ours:
            if x.attempt not in seen:
                self._look(name, provider, seen, x.attempt, x.checkout)
                tell(count)
        first = compare(name, ours, seen.values(), strays.values(), ledger)
        if not first.differences:
            return first
        checkouts = {x.attempt: x.checkout for x in ours}
        for attempt in _named(first.differences):
            known = seen.get(attempt)
            self._look(name, provider, seen, attempt, known.checkout if known else checkouts.get(attempt, ""))
            tell(count)
        ours, ledger = self._ours(name)
        return compare(name, ours, seen.values(), strays.values(), ledger)

    def by_hand(self) -> tuple[Posting, ...]:
        """What the ledger holds in forms that no provider keeps: somebody counts them."""
        return self._held(frozenset(Method) - LINKS)

    def unconnected(self) -> tuple[Posting, ...]:
        """What the ledger holds at providers that this machine cannot ask."""
        return self._held(method for method in LINKS if method not in self.providers)

    def _everything(self, name: str, provider: PaymentProvider, tell: Tell) -> Everything:
        seen: dict[Id, Seen] = {}
        strays: dict[str, SeenPayment] = {}
        cursor = ""
        while True:
            answer = provider.since(cursor, 0)
            if not isinstance(answer, Done):
                raise _silent(name, answer)
            page = answer.value
            for x in page.seen:
                seen[x.reference] = joined(seen.get(x.reference), x)
            strays |= {x.id: x for x in page.strays}
            tell(_payments(seen, strays))
            if not page.more:
                return seen, strays
            if page.cursor == cursor:  # a provider that never comes to an end would keep us here for ever
                raise Busy("PROVIDER_SILENT", provider=name, state="STANDS")
            cursor = page.cursor

    def _look(self, name: str, provider: PaymentProvider, seen: dict[Id, Seen], attempt: Id, checkout: str) -> None:
        answer = provider.look(attempt, checkout or None)
        if isinstance(answer, No) and answer.code == "NOT_FOUND":
            return
        if not isinstance(answer, Done):
            raise _silent(name, answer)
        if answer.value is not None:
            seen[attempt] = joined(seen.get(attempt), answer.value)

    def _ours(self, name: str) -> tuple[tuple[Ours, ...], dict[str, int]]:
        account = cash(Method(name))
        with self.desk.database.read() as unit:
            ours = books.at_provider(unit.connection, name)
            held = books.balances(unit.connection, FOREVER)
        return ours, {x.currency: x.minor for x in held if x.account == account}

    def _held(self, methods: Iterable[Method]) -> tuple[Posting, ...]:
        accounts = {cash(method) for method in methods}
        with self.desk.database.read() as unit:
            return tuple(x for x in books.balances(unit.connection, FOREVER) if x.account in accounts)


def _payments(seen: Mapping[Id, Seen], strays: Mapping[str, SeenPayment]) -> int:
    return len(strays) + sum(len(x.payments) for x in seen.values())


def _named(differences: tuple[Difference, ...]) -> list[Id]:
    return list(dict.fromkeys(x.attempt for x in differences if x.attempt is not None))


def _silent(name: str, answer: object) -> Busy:
    code = str(getattr(answer, "code", ""))
    if isinstance(answer, No):
        return Busy("PROVIDER_REFUSED", provider=name, state=code)
    return Busy("PROVIDER_SILENT", provider=name, state=code)
