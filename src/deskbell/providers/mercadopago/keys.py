"""What Mercado Pago's keys say of themselves, without asking anybody."""

from __future__ import annotations

import re
from enum import StrEnum


class KeyKind(StrEnum):
    """What somebody pasted. Only the first two open an account."""

    TEST = "TEST"
    """An access token of test credentials: never real money."""
    ACCESS = "ACCESS"
    """An access token of production credentials: real money, unless the account itself is a test user's."""
    PUBLIC = "PUBLIC"
    """The public key beside the token: it opens nothing that a desk needs."""
    REFRESH = "REFRESH"
    """What an access token is renewed by, for applications that act for others."""
    UNKNOWN = "UNKNOWN"


_UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_PUBLIC = re.compile(rf"(?:TEST|APP_USR)-{_UUID}")
_SENDABLE = re.compile(r"[A-Za-z0-9._~+/=-]{1,512}")
"""What may stand in a header as a bearer token; anything else would break the line or the header."""


def is_sendable(key: str) -> bool:
    """Whether it may be sent at all: no space, no line break, nothing that is no token's character."""
    return _SENDABLE.fullmatch(key) is not None


def kind_of(key: str) -> KeyKind:
    """What kind of key it is, by its look alone; white space around it is not part of it."""
    key = key.strip()
    if not is_sendable(key):
        return KeyKind.UNKNOWN
    if _PUBLIC.fullmatch(key):
        return KeyKind.PUBLIC
    if key.startswith("TEST-"):
        return KeyKind.TEST
    if key.startswith("APP_USR-"):
        return KeyKind.ACCESS
    return KeyKind.REFRESH if key.startswith("TG-") else KeyKind.UNKNOWN
