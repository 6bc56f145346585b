"""A key, a token or a passphrase: shown as dots wherever it slips, and given only to whoever asks for it by name."""

from __future__ import annotations

import hmac
from typing import NoReturn

DOTS = "••••••"


class Secret:
    """`reveal()` is the one way to the words; printed, formatted, pickled, copied or put into JSON they stay hidden.

    Two are equal where their words are, whichever part of them differs, in the same time; none can be a key of a dict.
    """

    __slots__ = ("__words",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, words: str) -> None:
        self.__words = words

    def reveal(self) -> str:
        """The words themselves: for a provider's kit, for the place where they are kept, for nobody else."""
        return self.__words

    def __bool__(self) -> bool:
        return bool(self.__words)

    def __repr__(self) -> str:
        return f"Secret({DOTS})"

    def __str__(self) -> str:
        return DOTS

    def __format__(self, spec: str) -> str:
        return DOTS

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self.__words.encode("utf-8", "replace"), other.__words.encode("utf-8", "replace"))

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not written down by accident")
