"""Public ids: random uuids made by the desk before anything is written, so that a lost reply can be looked up."""

from __future__ import annotations

from collections.abc import Callable
from typing import NewType

Id = NewType("Id", str)
"""32 lower-case hex digits; what append-only rows, digests and other systems know a thing by."""

Mint = Callable[[], Id]
"""Makes a fresh id; handed in, because domain neither reads clocks nor throws dice."""


def digest_id(*words: str) -> Id:
    """A public id for what has none of its own: a connection, somebody else's payment."""
    import hashlib  # it loads OpenSSL, which the first frame need not wait for

    return Id(hashlib.sha256(":".join(words).encode()).hexdigest()[:32])
