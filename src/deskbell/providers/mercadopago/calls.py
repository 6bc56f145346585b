"""The kit's calls that a desk makes, each of them once, with its own key, and classified. The kit is imported here."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from deskbell.domain.ports import Outcome, Refused
from deskbell.providers.mercadopago.answers import heard
from deskbell.providers.mercadopago.keys import is_sendable

T = TypeVar("T")
Meant = Callable[[Any], T]

_SPACE = uuid.UUID("6d657263-6164-5f70-a00e-6465736b6265")
"""Ours: the same key of the desk's is the same uuid for ever."""

PAGE = 50


def same(data: Any) -> Any:
    return data


class Calls:
    """One account at one address. `line` makes the transport, where another one than the wire is wanted."""

    def __init__(self, token: str, line: Callable[[], Any] | None, base: str | None) -> None:
        self._token, self._make, self._base = token, line, base

    @cached_property
    def _line(self) -> Any:
        from deskbell.providers.mercadopago.line import API, Line

        return self._make() if self._make is not None else Line(self._base or API)

    @cached_property
    def _kit(self) -> Any:
        """Late: importing it takes longer than a first picture may."""
        import mercadopago  # type: ignore[import-untyped]

        return mercadopago.SDK(self._token, http_client=self._line)

    def until(self, deadline: float | None) -> None:
        """What this thread asks from now on ends by then; None: as long as each call may take."""
        if is_sendable(self._token) and (end := getattr(self._line, "until", None)) is not None:
            end(deadline)

    def _options(self, key: str = "") -> Any:
        """The kit replaces its own options by these, it does not add to them; its retries are off."""
        from mercadopago.config import RequestOptions  # type: ignore[import-untyped]

        headers = {"x-idempotency-key": str(uuid.uuid5(_SPACE, key))} if key else None
        return RequestOptions(self._token, connection_timeout=20.0, custom_headers=headers, max_retries=0)

    def _ask(self, call: Callable[[Any], Any], meant: Meant[T], key: str = "") -> Outcome[T]:
        if not is_sendable(self._token):  # it would break the header, and be told in the error
            return Refused("KEY")
        from deskbell.providers.mercadopago.line import Broken

        try:
            raw = call(self._options(key))
        except Broken as broken:
            return broken.outcome
        return heard(raw, meant)

    # --- preferences

    def make_preference(self, body: dict[str, Any], key: str, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.preference().create(body, o), meant, key)

    def preference(self, which: str, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.preference().get(which, o), meant)

    def change_preference(self, which: str, body: dict[str, Any], key: str, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.preference().update(which, body, o), meant, key)

    def find_preferences(self, reference: str, meant: Meant[T]) -> Outcome[T]:
        query = {"external_reference": reference, "limit": PAGE, "offset": 0}
        return self._ask(lambda o: self._kit.preference().search(query, o), meant)

    # --- payments and refunds

    def payment(self, which: str, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.payment().get(which, o), meant)

    def find_payments(self, query: dict[str, Any], meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.payment().search(query, o), meant)

    def refunds(self, payment: str, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.refund().list_all(payment, o), meant)

    def give_back(self, payment: str, amount: int | float, key: str, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.refund().create(payment, {"amount": amount}, o), meant, key)

    # --- the account

    def me(self, meant: Meant[T]) -> Outcome[T]:
        return self._ask(lambda o: self._kit.user().get(o), meant)
