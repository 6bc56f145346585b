"""What the first frame needs to know of a desk, before its database is open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glance:
    """Whose desk, in which zone and language, from which weekday on."""

    name: str
    zone: str
    currency: str
    language: str
    first_weekday: int
    demo: bool
