"""What changed at the account since a cursor: payments by the instant at which they changed last.

Read by that instant and not by page numbers: while it is read things change, move to the end, and whoever counts pages
misses what slid over a page's edge. What is known by its id and instant is left out, so nothing is told twice.

Only money is told. What was tried, or is under way, changes nothing at the desk until it is money; links that wait for
it are looked at one by one anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from deskbell.domain.ids import Id
from deskbell.domain.ports import CheckoutState, Page, Seen, SeenPayment
from deskbell.providers.mercadopago.calls import Calls
from deskbell.providers.mercadopago.dates import iso
from deskbell.providers.mercadopago.looking import Looking
from deskbell.providers.mercadopago.reading import Paid, Results, is_ours, results_of
from deskbell.providers.mercadopago.visit import Visit, refuse

OVERLAP = 300_000
"""Milliseconds: what changed may be listed late, so each reading that had come to its end looks back so far."""

LISTS = 20
"""Payments of one page whose refunds have to be asked one by one."""

PATIENCE = 25.0
"""Seconds that must be left for another one of these: as long as a call may take."""

FARTHEST = 360 * 86_400
"""Seconds: they search the last twelve months and refuse more."""

AHEAD = 86_400_000
"""Milliseconds after their now until which is asked: nothing is younger, and no clock is that far off unnoticed."""

_FROM_ELSEWHERE = frozenset({"account_fund", "cellphone_recharge", "money_exchange"})
"""The owner's own movements, which are no money that somebody paid."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to which instant it was read (ms), whether all of it, and what is known of the time around it."""

    high: int
    ended: bool
    known: frozenset[tuple[str, int]]

    def __str__(self) -> str:
        known = ",".join(f"{id_}@{at}" for id_, at in sorted(self.known, key=lambda one: (one[1], one[0])))
        return f"{self.high}{'.' if self.ended else ':'}{known}"


_CURSOR = re.compile(r"(\d{1,15})([.:])((?:\d+@\d{1,15})(?:,\d+@\d{1,15})*)?")


def cursor_of(text: str) -> Cursor:
    """Ended: CURSOR, where it is none of ours."""
    found = _CURSOR.fullmatch(text) if text.isascii() else None
    if found is None:
        refuse("CURSOR")
    known = (one.split("@") for one in (found[3] or "").split(",") if one)
    return Cursor(int(found[1]), ended=found[2] == ".", known=frozenset((id_, int(at)) for id_, at in known))


class Following:
    """`whose` tells the account's own id: what was paid to others by this account is listed among the rest."""

    def __init__(self, calls: Calls, looking: Looking, page: int, whose: Callable[[Visit], int]) -> None:
        self._calls, self._looking, self._page, self._whose = calls, looking, page, whose

    def page(self, visit: Visit, text: str, after: int) -> Page:
        cursor = cursor_of(text) if text else None
        if cursor is None:
            start = max(after, visit.now - FARTHEST) * 1000
            cursor = Cursor(start, ended=False, known=frozenset())
        else:
            start = max(0, cursor.high - OVERLAP) if cursor.ended else cursor.high
        results = self._read(visit, start, cursor.known)
        paid, more = list({_key(one): one for one in results.paid}.values()), results.more
        seen: dict[str, list[Paid]] = {}
        strays: list[SeenPayment] = []
        lists = 0
        for place, one in enumerate(paid):
            if not one.payment.captured or _key(one) in cursor.known:
                continue
            if one.lacks_refunds:
                if lists == LISTS or (lists and visit.left < PATIENCE):  # enough: the rest is read anew from here
                    paid, more = paid[:place], True
                    break
                lists += 1
                one = self._looking.with_refunds(visit, one)
            if is_ours(one.reference):
                seen.setdefault(one.reference, []).append(one)
            elif self._is_stray(visit, one):
                strays.append(one.payment)
        told = tuple(self._seen(visit, Id(reference), found) for reference, found in seen.items())
        return Page(told, tuple(strays), str(_after(cursor, start, paid, more=more)), more)

    def _read(self, visit: Visit, start: int, known: frozenset[tuple[str, int]]) -> Results:
        """The first page from an instant on that holds something new, or the last."""
        offset = 0
        while True:
            query = {
                "sort": "date_last_updated", "criteria": "asc", "range": "date_last_updated",
                "begin_date": iso(start), "end_date": iso(visit.now * 1000 + AHEAD),
                "limit": self._page, "offset": offset,
            }  # fmt: skip
            found = visit.hear(self._calls.find_payments(query, results_of))
            if not found.more or any(_key(one) not in known for one in found.paid):
                return found
            last = max((one.updated for one in found.paid), default=start)
            start, offset = (last, 0) if last > start else (start, offset + found.count)

    def _is_stray(self, visit: Visit, one: Paid) -> bool:
        return one.kind not in _FROM_ELSEWHERE and (one.collector is None or one.collector == self._whose(visit))

    def _seen(self, visit: Visit, reference: Id, found: list[Paid]) -> Seen:
        """A checkout as far as its money tells; what the page itself is like only a look finds out."""
        terms = self._looking.known_of(reference)
        if terms is not None:
            return self._looking.as_seen(visit, terms, found)
        return Seen(reference, "", CheckoutState.PAID, payments=tuple(one.payment for one in found))


def _key(one: Paid) -> tuple[str, int]:
    return one.payment.id, one.updated


def _after(before: Cursor, start: int, paid: list[Paid], *, more: bool) -> Cursor:
    """Where the next page begins, and what is known of the time from there on."""
    known = before.known | {_key(one) for one in paid}
    high = max([before.high, start, *(one.updated for one in paid)])
    back = high if more else high - OVERLAP
    return Cursor(high, ended=not more, known=frozenset(one for one in known if one[1] >= back))
