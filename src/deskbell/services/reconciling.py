"""The books against the providers: all that each of them has is fetched, and compared payment by payment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from deskbell.domain.errors import Busy
from deskbell.domain.ledger import cash
from deskbell.domain.payment import LINKS, Method
from deskbell.domain.ports import Done, PaymentProvider, Seen, SeenPayment
from deskbell.domain.ports import Refused as No
from deskbell.domain.reconciling import Reconciled, compare
from deskbell.services.books import FOREVER
from deskbell.store.reads import books

if TYPE_CHECKING:
    from deskbell.domain.books import Posting
    from deskbell.domain.ids import Id
    from deskbell.domain.reconciling import Difference, Ours
    from deskbell.services.desk import Desk

Everything = tuple[dict["Id", Seen], dict[str, SeenPayment]]


class Reconciling:
    """`providers` are the connections that this machine has, by name."""

    def __init__(self, desk: Desk, providers: Mapping[str, PaymentProvider]) -> None:
        self.desk = desk
        self.providers = providers

    def all(self) -> tuple[Reconciled, ...]:
        """Each connected provider. Busy: PROVIDER_SILENT, PROVIDER_REFUSED; then nothing can be said of it.

        What differs is fetched and read a second time: a payment that was just on its way is no difference.
        """
        return tuple(self._one(name, provider) for name, provider in sorted(self.providers.items()))

    def by_hand(self) -> tuple[Posting, ...]:
        """What the ledger holds in forms that no provider keeps: somebody counts them."""
        return self._held(frozenset(Method) - LINKS)

    def unconnected(self) -> tuple[Posting, ...]:
        """What the ledger holds at providers that this machine cannot ask."""
        return self._held(method for method in LINKS if method not in self.providers)

    def _one(self, name: str, provider: PaymentProvider) -> Reconciled:
        seen, strays = self._everything(name, provider)
        ours, ledger = self._ours(name)
        for x in ours:
            if x.attempt not in seen:
                self._look(name, provider, seen, x.attempt, x.checkout)
        first = compare(name, ours, seen.values(), strays.values(), ledger)
        if not first.differences:
            return first
        checkouts = {x.attempt: x.checkout for x in ours}
        for attempt in _named(first.differences):
            known = seen.get(attempt)
            self._look(name, provider, seen, attempt, known.checkout if known else checkouts.get(attempt, ""))
        ours, ledger = self._ours(name)
        return compare(name, ours, seen.values(), strays.values(), ledger)

    def _everything(self, name: str, provider: PaymentProvider) -> Everything:
        seen: dict[Id, Seen] = {}
        strays: dict[str, SeenPayment] = {}
        cursor = ""
        while True:
            answer = provider.since(cursor, 0)
            if not isinstance(answer, Done):
                raise _silent(name, answer)
            page = answer.value
            seen |= {x.reference: x for x in page.seen}
            strays |= {x.id: x for x in page.strays}
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
            seen[attempt] = answer.value

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


def _named(differences: tuple[Difference, ...]) -> list[Id]:
    return list(dict.fromkeys(x.attempt for x in differences if x.attempt is not None))


def _silent(name: str, answer: object) -> Busy:
    code = str(getattr(answer, "code", ""))
    if isinstance(answer, No):
        return Busy("PROVIDER_REFUSED", provider=name, state=code)
    return Busy("PROVIDER_SILENT", provider=name, state=code)
