"""The sealed record: each row's digest stands on the digest before it, so that nothing in between changes unseen. P11.

A row holds codes, figures and public ids, never a person's words: whatever is erased later, the chain stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

BEGINNING = "0" * 64
"""What the first row stands on."""

FIELDS = (
    "no", "change", "at", "role", "person", "kind", "booking", "slot", "order", "body",
    "key", "verb", "digest", "subject", "undoes",
)  # fmt: skip
"""What of an activity is sealed, and of the change that it belongs to."""


def sealed(before: str, row: tuple[Any, ...]) -> str:
    """64 hex digits of a row (its FIELDS, in order) that stands on a digest."""
    text = json.dumps(dict(zip(FIELDS, row, strict=True)), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Head:
    """How far the record is sealed: the last row's number and digest, how many rows are sealed, how many are not."""

    no: int = 0
    digest: str = BEGINNING
    count: int = 0
    waiting: int = 0

    @property
    def short(self) -> str:
        """Sixteen digits in fours: what somebody writes down."""
        return in_fours(self.digest)

    @property
    def told(self) -> str:
        """The row's number and its digest, as a close of a day keeps them; empty where nothing is sealed."""
        return f"{self.no}:{self.digest}" if self.count else ""


def in_fours(digest: str) -> str:
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))
