"""Mercado Pago's instants: ISO 8601 with milliseconds and an offset, as in 2026-12-01T10:00:00.000-03:00."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

_THERE = timezone(timedelta(hours=-3))
"""Any offset would do. This one is in all of their examples, and has no plus sign that somebody forgets to escape."""

_EPOCH = datetime.fromtimestamp(0, _THERE)


def iso(ms: int) -> str:
    """An instant in milliseconds since the epoch, as they write it."""
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds")


def ms_of(text: Any) -> int:
    """Milliseconds since the epoch. ValueError, TypeError where it is no instant: without an offset it is a wall's."""
    if not isinstance(text, str):
        raise TypeError("an instant is wanted")
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("an instant has an offset")
    return (found - _EPOCH) // timedelta(milliseconds=1)


def ms_or_none(text: Any) -> int | None:
    return None if text is None else ms_of(text)
