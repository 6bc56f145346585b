"""What the outside world may answer: one of four, and nothing else.

Done, Refused (a definite no that left nothing behind), Later (nothing happened, come back), Unknown (it may have
happened: look, never guess). Adapters classify; nobody else sees a vendor's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """It is so. `at` is the provider's own clock where it said (epoch seconds): skew is seen by it."""

    value: T
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A definite no, without effect: an upper-case code such as AMOUNT_TOO_SMALL, REFUND_TOO_MUCH, NOT_FOUND, KEY."""

    code: str


@dataclass(frozen=True, slots=True)
class Later:
    """Nothing happened; try again with the same key after so many seconds (Retry-After, or our own backoff)."""

    seconds: int
    code: str = "BUSY"


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call may have had its effect: a timeout, a reset, an answer that was none. `sticky`: the provider keeps
    this answer under this key (a stored 500), so that only a lookup and a new key help.
    """

    code: str
    sticky: bool = False


Outcome = Done[T] | Refused | Later | Unknown


@dataclass(frozen=True, slots=True)
class Account:
    """Whose account a secret opens. `live`: real money, no test. `currencies`: the ones it sells in, as far as known.

    `excess` names the rights that the secret has and a desk does not need, in the provider's words; `id` is the
    account's own there, nothing where the secret may not know it.
    """

    live: bool
    name: str = ""
    country: str = ""
    currencies: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()
    id: str = ""
