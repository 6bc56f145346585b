"""The stand-in's list of events: by instant, some of them late, twice or the wrong way round where that was ordered."""

from __future__ import annotations

from typing import Any

from deskbell.domain.clock import Clock
from deskbell.providers.fake_json import payment_json, seen_json
from deskbell.providers.fake_memory import Memory
from tests.standin.orders import Order


class Events:
    """Events have a grain of a second and may surface late: whoever reads them must look back and leave out what is
    known.
    """

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._withheld: dict[int, int] = {}
        self._away: dict[int, int] = {}

    def page(self, query: dict[str, str], order: Order | None) -> dict[str, Any]:
        """From an instant on (`from`), after the place `next`, at most `limit`."""
        limit = int(query.get("limit", 100))
        at, _, no = query.get("next", f"{query.get('from', 0)}.0").partition(".")
        kind = order.kind if order else ""
        now = self._clock.now()
        with self._memory.read(now) as book:
            found = book.connection.execute(
                "SELECT no, at, checkout, payment FROM change WHERE (at, no) > (?, ?) ORDER BY at, no",
                (int(at), int(no)),
            ).fetchall()
            if order is not None and kind == "late" and found:
                self._withheld[max(found)[0]] = int(order.value or 1)
            if order is not None and kind == "away" and found:
                self._away[max(found)[0]] = now + int(order.value)
            kept_back = {number for number, calls in self._withheld.items() if calls > 0}
            kept_back |= {number for number, until in self._away.items() if until > now}
            self._withheld = {number: calls - 1 for number, calls in self._withheld.items() if calls > 1}
            found = [row for row in found if row[0] not in kept_back]
            listed, more = found[:limit], len(found) > limit
            events = [
                {
                    "id": f"ev{number}",
                    "at": then,
                    "checkout": None if shop is None else seen_json(book.seen(shop)),
                    "stray": payment_json(book.seen_payment(paid)) if shop is None and paid is not None else None,
                }
                for number, then, shop, paid in listed
            ]
        if kind == "duplicate":
            events = [event for event in events for _ in range(2)]
        if kind == "reordered":
            events.reverse()
        return {"events": events, "next": f"{listed[-1][1]}.{listed[-1][0]}" if more else None}
