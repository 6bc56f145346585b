"""What a provider and a network do wrong, to order."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "latency": "answers after so many milliseconds",
    "hold": "acts at once, and answers when it is released",
    "delayed": "acts only when it is released: a request that was long under way",
    "lost_reply": "acts, then the socket is reset",
    "lost_request": "the socket is reset before it acts",
    "429": "too many; value is the Retry-After",
    "503": "down; value is the Retry-After",
    "500": "an error that is not kept under the key",
    "sticky": "an error kept under the key, before it acted",
    "sticky_acted": "an error kept under the key, after it acted",
    "html": "acts, and somebody's proxy answers with a page; value is the status",
    "401": "no longer let in",
    "refuse": "a definite no, and it does not act; value is how that provider says it (`refusal`)",
    "409": "the same key is being carried out just now",
    "502": "somebody between could not reach it",
    "late": "the newest event stays away for so many lists of events",
    "away": "the newest event stays away for so many seconds",
    "duplicate": "every event twice",
    "reordered": "the events of a page the wrong way round",
}


@dataclass(frozen=True, slots=True)
class Order:
    """For the next `times` calls of that name: open, look, expire, capture, void, refund, since, check."""

    call: str
    kind: str
    value: str = ""
    times: int = 1

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(self.kind)


class Orders:
    """Those that wait, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Order] = []

    def add(self, order: Order) -> None:
        self._waiting += [order] * order.times

    def take(self, call: str) -> Order | None:
        for order in self._waiting:
            if order.call == call:
                self._waiting.remove(order)
                return order
        return None
