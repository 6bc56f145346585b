"""What an answer means for the call: done, a definite no, later, or nobody knows. Nobody else sees their words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn, TypeVar

from deskbell.domain.ports import Done, Later, Outcome, Refused, Unknown

T = TypeVar("T")
AGAIN = 5
"""Seconds to come back after where they name none; never more than an hour."""
LONGEST = 3600

_STATUS = {401: "KEY", 402: "DECLINED", 403: "NOT_ALLOWED", 404: "NOT_FOUND"}

_CAUSES = {
    2000: "NOT_FOUND",
    2024: "REFUND_TOO_LATE",
    2032: "NOT_FOUND",
    2063: "WRONG_STATE",
    3024: "NOT_SUPPORTED",
    4040: "AMOUNT_TOO_SMALL",
    4295: "NOT_SUPPORTED",
    4296: "REFUND_TOO_MUCH",
    15016: "REFUND_TOO_LATE",
}
"""Their numbers, as their page about refunds lists them."""

_WORDS = (
    ("live credentials", "TEST_USER_KEY"),
    ("access_token", "KEY"),
    ("access token", "KEY"),
    ("currency_id", "CURRENCY"),
    ("too old to be refunded", "REFUND_TOO_LATE"),
    ("amount exceeds", "REFUND_TOO_MUCH"),
    ("insufficient", "NO_BALANCE"),
    ("not enough", "NO_BALANCE"),
    ("preference_id not found", "NOT_FOUND"),
    ("expiration", "EXPIRED_ALREADY"),
    ("amount cannot be paid", "AMOUNT_NOT_PAYABLE"),
    ("unit_price invalid", "AMOUNT_NOT_PAYABLE"),
)
"""What is only said in words; the first that is found in their message."""


class Answer:
    """One answer as it came: status, headers, bytes."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.status = int(raw["status"])
        self._headers = {str(name).lower(): str(value) for name, value in raw.get("headers", {}).items()}
        self._body: bytes = raw["body"]

    @property
    def at(self) -> int | None:
        """Their clock: the Date header."""
        try:
            return int(parsedate_to_datetime(self._headers.get("date", "")).timestamp())
        except (TypeError, ValueError):
            return None

    @property
    def after(self) -> int:
        """Retry-After, in seconds or as a date by their own clock."""
        said = self._headers.get("retry-after", "")
        if said.isascii() and said.isdecimal():
            return min(max(int(said), 1), LONGEST)
        try:
            return min(max(int(parsedate_to_datetime(said).timestamp()) - (self.at or 0), 1), LONGEST)
        except (TypeError, ValueError):
            return AGAIN

    def data(self) -> Any:
        """The body as JSON, numbers exact. ValueError, RecursionError where it is none."""
        return json.loads(self._body, parse_float=Decimal, parse_constant=_no_number)


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


def heard(raw: dict[str, Any], meant: Callable[[Any], T]) -> Outcome[T]:
    """Classified as spec 6 wants it; `meant` reads the body of a yes, and raises where it is none of theirs."""
    answer = Answer(raw)
    status = answer.status
    if status in (429, 503):
        return Later(answer.after)
    try:
        data = answer.data()
        if 200 <= status < 300:
            return Done(meant(data), answer.at)
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        return Unknown("NO_ANSWER")  # also a 4xx: somebody's proxy says nothing about the call
    if not isinstance(data, dict) or not data.keys() & {"message", "error", "status", "cause"}:
        return Unknown("NO_ANSWER")
    if status == 409 and "already_used" in str(data.get("error")):
        return Refused("KEY_REUSED")
    if status in (409, 423):  # the same key is being carried out just now
        return Later(1, "CONFLICT")
    if status == 408:
        return Unknown("TIMEOUT")
    if 400 <= status < 500 and status != 424:
        return Refused(code_of(status, data))
    return Unknown(f"HTTP_{status}", sticky=status == 500)  # whether they keep a 500 under its key nobody knows


def code_of(status: int, data: dict[str, Any]) -> str:
    """Our code of a definite no: by its number, by its words, by its status, else their own identifier."""
    causes = data.get("cause")
    found = causes if isinstance(causes, list) else [causes]
    for cause in found:
        number = cause.get("code") if isinstance(cause, dict) else None
        if str(number).isdecimal() and int(str(number)) in _CAUSES:
            return _CAUSES[int(str(number))]
    told = [cause.get("description") for cause in found if isinstance(cause, dict)]
    said = " ".join(str(text) for text in (data.get("message"), data.get("error"), *told)).casefold()
    for words, code in _WORDS:
        if words in said and (code != "KEY" or status in (400, 401, 403)):
            return code
    return _STATUS.get(status) or identifier(data.get("error")) or f"HTTP_{status}"


def identifier(text: Any) -> str:
    """Their own word as a code of ours: upper case, nothing that is no part of a name, none of a person's words."""
    found = (
        re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", text.strip().replace("-", "_")) if isinstance(text, str) else None
    )
    return found.group().upper() if found else ""
