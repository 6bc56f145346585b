"""What there is of a link: its preference, and every payment made by it, with what went back of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.ports import Refused, Seen
from deskbell.providers.mercadopago.calls import PAGE, Calls
from deskbell.providers.mercadopago.reading import (
    Paid,
    Terms,
    found_of,
    paid_of,
    refunds_of,
    results_of,
    seen_of,
    terms_of,
)
from deskbell.providers.mercadopago.visit import Visit, refuse

REMEMBERED = 1000
"""Preferences whose terms are kept in mind while they are open: a look at one costs one call then."""

ROUNDS = 20
"""Pages of payments of one link, at most: nobody tries a thousand cards."""

_NOT_OURS = (Refused("NOT_FOUND"), Refused("NOT_ALLOWED"))


class Looking:
    """Reads only. What it remembers are terms, which nobody but the desk changes; never money."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._known: dict[str, Terms] = {}

    def look(self, visit: Visit, reference: Id, checkout: str | None) -> Seen | None:
        """The preference first and then its payments: what is paid in between is seen, and none is missed by a page
        that was just closed.
        """
        known = self._known.get(checkout) if checkout else None
        terms = known or self.find(visit, reference, checkout)
        if terms is None:
            return None
        paid = self.payments(visit, terms.reference)
        if known is not None and terms.is_over(visit.now * 1000):
            self.forget(terms.id)
            return self.look(visit, reference, checkout)
        return self.seen(visit, terms, paid)

    def seen(self, visit: Visit, terms: Terms, paid: list[Paid]) -> Seen:
        return self.as_seen(visit, terms, [self.with_refunds(visit, one) for one in paid])

    def as_seen(self, visit: Visit, terms: Terms, paid: list[Paid]) -> Seen:
        return seen_of(terms, paid, visit.now * 1000)

    # --- preferences

    def find(self, visit: Visit, reference: Id, checkout: str | None) -> Terms | None:
        """By its own id, else by our reference: of several the newest that is open."""
        if checkout:
            answer = self._calls.preference(checkout, terms_of)
            if answer not in _NOT_OURS:
                return self.remember(visit, visit.hear(answer))
        found = [
            one for one in visit.hear(self._calls.find_preferences(reference, found_of)) if one.reference == reference
        ]
        if not found:
            return None
        best = max(found, key=lambda one: (not one.is_over(visit.now * 1000), one.created, one.id))
        return self.remember(visit, visit.hear(self._calls.preference(best.id, terms_of)))

    def terms(self, visit: Visit, checkout: str) -> Terms:
        """A preference that must be there, as it is now. Ended: NOT_FOUND."""
        answer = self._calls.preference(checkout, terms_of)
        if answer in _NOT_OURS:
            refuse("NOT_FOUND")
        return self.remember(visit, visit.hear(answer))

    def remember(self, visit: Visit, terms: Terms) -> Terms:
        if terms.is_over(visit.now * 1000):
            self.forget(terms.id)
        else:
            self._known[terms.id] = terms
            while len(self._known) > REMEMBERED:
                self._known.pop(next(iter(self._known)), None)
        return terms

    def forget(self, checkout: str) -> None:
        self._known.pop(checkout, None)

    def known_of(self, reference: Id) -> Terms | None:
        """What is remembered of a reference's preference."""
        return next((terms for terms in list(self._known.values()) if terms.reference == reference), None)

    # --- payments

    def payments(self, visit: Visit, reference: Id) -> list[Paid]:
        """Every payment with our reference, oldest first."""
        paid: dict[str, Paid] = {}
        for round_ in range(ROUNDS):
            query = {
                "sort": "date_created", "criteria": "asc", "external_reference": reference,
                "limit": PAGE, "offset": round_ * PAGE,
            }  # fmt: skip
            found = visit.hear(self._calls.find_payments(query, results_of))
            paid |= {one.payment.id: one for one in found.paid if one.reference == reference}
            if not found.more:
                break
        return list(paid.values())

    def payment(self, visit: Visit, which: str, reference: Id) -> Paid:
        """One payment by its id, as it is now. Ended: NOT_FOUND where it is none of that reference."""
        if not (which.isascii() and which.isdecimal()):
            refuse("NOT_FOUND")
        paid: Paid = visit.hear(self._calls.payment(which, paid_of))
        if paid.reference != reference:
            refuse("NOT_FOUND")
        return self.with_refunds(visit, paid)

    def with_refunds(self, visit: Visit, paid: Paid) -> Paid:
        """What went back is asked anew of every payment that is money: the search may be behind."""
        payment = paid.payment
        if not payment.captured:
            return paid

        def meant(data: Any) -> Any:
            return refunds_of(data, payment.currency)

        return replace(paid, payment=replace(payment, refunds=visit.hear(self._calls.refunds(payment.id, meant))))
