"""What Google says when it does not do what was asked, as one of the port's answers."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

from deskbell.domain.ports import Later, Refused, Unknown

BUSY, QUOTA, AGAIN = 30, 3600, 60
"""Seconds to wait where nothing else is said: asked too fast, asked too much for a day, could not be reached."""

_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_MUCH = frozenset({"quotaExceeded", "dailyLimitExceeded", "calendarUsageLimitsExceeded", "variableTermLimitExceeded"})
_OLD = frozenset({"fullSyncRequired", "updatedMinTooLongAgo"})


def said_no(status: int, headers: Any, content: bytes, *, writes: bool) -> Refused | Later | Unknown:
    """An answer that is none of the 2xx. `writes`: the call may have had its effect although this came back.

    Refused: LOGIN, FORBIDDEN, NOT_FOUND, EXISTS, GONE, CURSOR, CHANGED, REQUEST.
    """
    why = reason(content)
    if status == 429 or (status == 403 and why in _FAST):
        return Later(after(headers) or BUSY)
    if status == 403 and why in _MUCH:
        return Later(after(headers) or QUOTA, "QUOTA")
    if status == 410:
        return Refused("CURSOR" if why in _OLD else "GONE")
    if status >= 500 or not content.lstrip().startswith(b"{"):  # somebody between us answered with a page
        return Unknown(f"HTTP_{status}") if writes else Later(after(headers) or BUSY, f"HTTP_{status}")
    codes = {401: "LOGIN", 403: "FORBIDDEN", 404: "NOT_FOUND", 409: "EXISTS", 412: "CHANGED"}
    return Refused(codes.get(status, "REQUEST"))


def reason(content: bytes) -> str:
    """The first reason that an error gives; '' where it gives none."""
    with suppress(ValueError, KeyError, TypeError, IndexError):
        return str(json.loads(content)["error"]["errors"][0]["reason"])
    return ""


def after(headers: Any) -> int:
    """Seconds of Retry-After, which is a number or a date (RFC 9110, 10.2.3); 0 where there is none."""
    text = headers.get("retry-after", "")
    if text.isdecimal():
        return int(text)
    at, now = told(text), told(headers.get("date", ""))
    return max(0, at - now) if at and now else 0


def told(date: str) -> int | None:
    """The instant of a Date header."""
    with suppress(ValueError, TypeError):
        return int(parsedate_to_datetime(date).astimezone(UTC).timestamp())
    return None


def now_there(headers: Any) -> int | None:
    """What time it is at the other end."""
    return told(headers.get("date", ""))
