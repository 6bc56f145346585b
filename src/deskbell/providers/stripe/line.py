"""One request to Stripe and its answer in our words; the key goes in here and nowhere else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from deskbell.domain.ports import Done, Outcome, Refused
from deskbell.providers.stripe.answers import Unheard, classified, instant
from deskbell.providers.stripe.keys import can_be_sent

if TYPE_CHECKING:
    from stripe import HTTPClient, StripeClient

VERSION = "2026-10-28.endive"
"""The version of Stripe's interface that we read and write, whatever the kit or the account would have."""
WITHIN = 24.0
"""Seconds for all requests of one call together."""


class Line:
    """A connection of one key; safe for threads and after a fork.

    `base` is where a stand-in listens; `transport` makes another way for the kit to send a request than a socket.
    """

    def __init__(self, key: str, base: str | None = None, transport: Callable[[], HTTPClient] | None = None) -> None:
        self._key = (lambda: key) if can_be_sent(key) else None  # in a closure: no repr and no vars() shows it
        self._base = base
        self._transport = transport
        self._made: tuple[int, StripeClient, HTTPClient] | None = None

    def ask(self, how: str, path: str, params: Mapping[str, Any], key: str | None = None) -> Outcome[Any]:
        """One request, once. `key` is its identity: a POST without one would get a random one by the kit."""
        if self._key is None:
            return Refused("KEY")
        client, _ = self._client()
        import stripe

        named = {} if key is None else {"idempotency_key": key}
        try:
            answer = client.raw_request(how, path, **params, **named)
        except Unheard as unheard:
            return unheard.outcome
        except stripe.StripeError as error:
            said = error.json_body  # of a page that is no JSON, the kit calls the headers so
            headers = error.headers or (said if isinstance(said, Mapping) else {})
            return classified(error.http_status, headers, said)
        return Done(answer.data, instant(answer.headers.get("Date")))

    @contextmanager
    def within(self, seconds: float = WITHIN) -> Iterator[Callable[[], float]]:
        """All that is asked inside ends together; the seconds that are left."""
        end = time.monotonic() + seconds
        until = getattr(self._client()[1], "until", None) if self._key is not None else None
        if until is not None:
            until(end)
        try:
            yield lambda: end - time.monotonic()
        finally:
            if until is not None:
                until(None)

    def _client(self) -> tuple[StripeClient, HTTPClient]:
        """Imports the kit, where that has not been done; a forked process has sockets of its own."""
        made = self._made
        if made is None or made[0] != os.getpid():  # two threads at once make two, and one of them is forgotten
            made = self._made = self._connect()
        return made[1], made[2]

    def _connect(self) -> tuple[int, StripeClient, HTTPClient]:
        import stripe

        from deskbell.providers.stripe.wire import Wire, hush

        hush()
        sends = self._transport() if self._transport is not None else Wire()
        client = stripe.StripeClient(
            self._key() if self._key is not None else "",
            stripe_version=VERSION,
            max_network_retries=0,
            http_client=sends,
            base_addresses={"api": self._base} if self._base else None,
        )
        return os.getpid(), client, sends
