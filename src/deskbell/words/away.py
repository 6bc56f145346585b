"""Reading how far from a lesson a notice comes, and which hours are quiet: 24h, 90m, 2d; 21:00-08:00."""

from __future__ import annotations

import re

from deskbell.domain.errors import WrongInput

_LENGTH = re.compile(r"(\d{1,5})\s*(m|min|h|d)?", re.IGNORECASE)
_QUIET = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*[-–]\s*(\d{1,2})(?::?(\d{2}))?")
_UNITS = {"m": 1, "min": 1, "h": 60, "d": 24 * 60}


def read_away(text: str) -> int:
    """Minutes. WrongInput: OFFSET_UNREAD."""
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        raise WrongInput("OFFSET_UNREAD", text=text[:40])
    return int(found[1]) * _UNITS[(found[2] or "m").lower()]


def read_quiet(text: str) -> tuple[int | None, int | None]:
    """Two minutes of the day; both None for none. WrongInput: RULE_QUIET."""
    if not text.strip():
        return None, None
    found = _QUIET.fullmatch(text.strip())
    if found is None:
        raise WrongInput("RULE_QUIET")
    first, last = (int(found[n]) * 60 + int(found[n + 1] or 0) for n in (1, 3))
    if any(int(found[n] or 0) > limit for n, limit in ((1, 23), (2, 59), (3, 24), (4, 59))):
        raise WrongInput("RULE_QUIET")
    return first % 1440, last % 1440
