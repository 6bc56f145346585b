"""Reading times of day and lengths as people type them; whole minutes only."""

from __future__ import annotations

import re

from deskbell.domain.errors import WrongInput
from deskbell.domain.text import fold

DAY = 1440
LONGEST = DAY
"""No lesson is longer than a day."""

_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?: ?h)?")
_H = re.compile(r"([0-9]{1,2}) ?hs?(?: ?([0-9]{2})(?: ?m(?:in)?)?)?")
_DIGITS = re.compile(r"[0-9]{1,2}|[0-9]{3,4}")
_HALF_DAY = re.compile(r"(.+?) ?([ap]) ?\.? ?m\.?")

_MINUTES = re.compile(r"([0-9]{1,4}) ?(?:m|mn|min|mins|minutes?|minutos?|')?\.?")
_HOURS = re.compile(
    r"([0-9]{1,2}) ?(?:h|hs|hr|hrs|hours?|horas?)(?: ?([0-9]{1,2}) ?(?:m|min|mins|minutes?|minutos?)?)?"
)
_COLON = re.compile(r"([0-9]{1,2}):([0-9]{2})")
_PART = re.compile(r"([0-9]{1,2})[.,]([0-9]{1,2}) ?(?:h|hs|hr|hrs|hours?|horas?)")


def read_time(text: str) -> int:
    """The minute of the day that is meant by 15:30, 15.30, 1530, 15h30, 15h, 3pm, 3:30 p.m. or 9.

    Without am or pm the 24 hours count: 3 is at night. Errors, WrongInput: TIME_MISSING, TIME_UNKNOWN (text).
    """
    key = fold(text[:40])
    if not key:
        raise WrongInput("TIME_MISSING")
    minute = _minute(key)
    if minute is None:
        raise WrongInput("TIME_UNKNOWN", text=text[:40].strip())
    return minute


def _minute(key: str) -> int | None:
    if half := _HALF_DAY.fullmatch(key):
        parts = _hour_and_minute(half[1])
        if parts is None or not 1 <= parts[0] <= 12:
            return None
        return (parts[0] % 12 + (12 if half[2] == "p" else 0)) * 60 + parts[1]
    parts = _hour_and_minute(key)
    return parts[0] * 60 + parts[1] if parts else None


def _hour_and_minute(key: str) -> tuple[int, int] | None:
    if m := _CLOCK.fullmatch(key) or _H.fullmatch(key):
        hour, minute = int(m[1]), int(m[2] or 0)
    elif _DIGITS.fullmatch(key):
        hour, minute = (int(key), 0) if len(key) < 3 else (int(key[:-2]), int(key[-2:]))
    else:
        return None
    return (hour, minute) if hour < 24 and minute < 60 else None


def read_minutes(text: str) -> int:
    """The length that is meant by 60, 60m, 90 min, 1h, 1h30, 1:30 or 1.5 h, in minutes.

    Errors, WrongInput: MINUTES_MISSING, MINUTES_UNKNOWN (text), MINUTES_OUT_OF_RANGE (text, longest).
    """
    key = fold(text[:40])
    if not key:
        raise WrongInput("MINUTES_MISSING")
    facts = {"text": text[:40].strip()}
    minutes = _length(key)
    if minutes is None:
        raise WrongInput("MINUTES_UNKNOWN", **facts)
    if not 1 <= minutes <= LONGEST:
        raise WrongInput("MINUTES_OUT_OF_RANGE", longest=LONGEST, **facts)
    return minutes


def _length(key: str) -> int | None:
    if m := _MINUTES.fullmatch(key):
        return int(m[1])
    if m := _HOURS.fullmatch(key) or _COLON.fullmatch(key):
        hours, rest = int(m[1]), int(m[2] or 0)
        return hours * 60 + rest if rest < 60 else None
    if m := _PART.fullmatch(key):
        hundredths = int(m[1]) * 100 + int(m[2].ljust(2, "0"))
        return hundredths * 60 // 100 if hundredths * 60 % 100 == 0 else None
    return None
