"""A tutor's hours as their row keeps them."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from deskbell.domain.availability import Hours, Override, Travel, Weekly


@lru_cache(maxsize=256)
def read_hours(zone: str, text: str) -> Hours:
    """The hours that a tutor's row holds; without any, none are open."""
    if not text:
        return Hours(zone)
    data = json.loads(text)
    return Hours(
        zone,
        tuple(Weekly(*rule) for rule in data["weekly"]),
        tuple(Override(date.fromisoformat(day), tuple((a, b) for a, b in spans)) for day, spans in data["overrides"]),
        tuple(
            Travel(date.fromisoformat(first), date.fromisoformat(last) if last else None, elsewhere)
            for first, last, elsewhere in data["travel"]
        ),
    )
