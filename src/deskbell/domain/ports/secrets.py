"""Where what opens the outside world is kept."""

from __future__ import annotations

from typing import Protocol


class Secrets(Protocol):
    """Where keys and tokens are kept; never the database. Values are never shown, logged or put into errors."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str) -> None: ...

    def drop(self, name: str) -> None: ...
