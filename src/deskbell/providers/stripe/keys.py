"""What kind of key somebody handed over, told from its looks alone; nothing is sent anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.errors import WrongInput

_SHAPE = re.compile(r"(rk|sk|pk)_(test|live)_[A-Za-z0-9]{8,}", re.ASCII)
LONGEST = 255


class KeyKind(StrEnum):
    RESTRICTED = "RESTRICTED"
    """May do what its owner ticked and nothing else: the one that a desk should have."""
    SECRET = "SECRET"  # noqa: S105 - a kind of key, no key
    """May do everything that the account can."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key's kind, and whether it moves real money."""

    kind: KeyKind
    live: bool

    @property
    def is_asked_about(self) -> bool:
        """It could empty the account: taken only after an explicit word."""
        return self.live and self.kind is KeyKind.SECRET


def told(text: str) -> Key:
    """Tell a key. WrongInput KEY_EMPTY; KEY_PUBLISHABLE, which can only show forms; KEY_SHAPE for what is no key.

    The errors carry no fact: what was typed wrong may be most of a key.
    """
    key = text.strip()
    if not key:
        raise WrongInput("KEY_EMPTY")
    found = _SHAPE.fullmatch(key) if len(key) <= LONGEST else None
    if found is None:
        raise WrongInput("KEY_SHAPE")
    if found[1] == "pk":
        raise WrongInput("KEY_PUBLISHABLE")
    return Key(KeyKind.RESTRICTED if found[1] == "rk" else KeyKind.SECRET, found[2] == "live")


def can_be_sent(key: str) -> bool:
    """Whether it fits into a header at all: printable, no blanks. What does not is refused before any call."""
    return 0 < len(key) <= LONGEST and key.isascii() and key.isprintable() and " " not in key
