"""The stand-in as a provider of payments, over the standard library's HTTP: what each real adapter does, in small.

Classified by spec 6, 2.5: a definite no is Refused; 429, 503, a conflict and a door that does not open are Later,
because nothing began; a timeout, a reset, an error of the server and what is no JSON are Unknown.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Checkout,
    Done,
    Features,
    Later,
    Outcome,
    Page,
    Refused,
    Seen,
    SeenPayment,
    Unknown,
)
from deskbell.providers.fake import FEATURES
from deskbell.providers.fake_json import read_payment, read_seen

T = TypeVar("T")
CONNECT, READ = 5.0, 20.0
AGAIN = 5
"""Seconds to come back after where the provider names none; never more than an hour."""
OVERLAP = 300
"""Events surface late: each reading looks back so many seconds and leaves out what it knows by its id."""
LONGEST = 4 << 20


class HttpFake:
    """One connection to a stand-in. Each call opens a socket of its own and is made once."""

    def __init__(
        self, port: int, *, name: str = "DEMO", features: Features = FEATURES, page: int = 100,
        connect: float = CONNECT, read: float = READ,
    ) -> None:  # fmt: skip
        self.name = name
        self.features = features
        self._port, self._page = port, page
        self._connect, self._read = connect, read

    def open(self, wanted: Checkout, key: str) -> Outcome[Seen]:
        return self._post("checkouts", asdict(wanted), key)

    def look(self, reference: Id, checkout: str | None, since: int = 0) -> Outcome[Seen | None]:
        if checkout:
            found = self._call("GET", _room(checkout), _seen)
            if found != Refused("NOT_FOUND"):
                return found
        found = self._call("GET", f"checkouts?{urlencode({'reference': reference})}", _seen)
        return Done(None) if found == Refused("NOT_FOUND") else found

    def expire(self, checkout: str, key: str) -> Outcome[Seen]:
        return self._post(_room(checkout, "expire"), {}, key)

    def capture(self, checkout: str, payment: str, amount: int, currency: str, key: str) -> Outcome[Seen]:
        what = {"amount": amount, "currency": currency}
        return self._post(_room(checkout, "payments", payment, "capture"), what, key)

    def void(self, checkout: str, payment: str, key: str) -> Outcome[Seen]:
        return self._post(_room(checkout, "payments", payment, "void"), {}, key)

    def refund(self, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str) -> Outcome[Seen]:
        what = {"reference": reference, "amount": amount, "currency": currency}
        return self._post(_room(checkout, "payments", payment, "refunds"), what, key)

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        """The cursor is the newest instant read and the ids of the events of the last OVERLAP seconds before it."""
        try:
            high, known = _read_cursor(cursor)
        except ValueError:
            return Refused("CURSOR")
        start = after if high is None else high - OVERLAP
        read: dict[str, int] = {}
        seen: dict[str, Seen] = {}
        strays: dict[str, SeenPayment] = {}
        fresh, place, at = 0, "", None
        while True:
            query = {"from": str(start), "limit": str(self._page)} | ({"next": place} if place else {})
            got = self._call("GET", f"events?{urlencode(query)}", _events)
            if not isinstance(got, Done):
                return got
            events, place = got.value
            at = got.at
            for id_, then, checkout, stray in events:
                if id_ not in known and id_ not in read:
                    fresh += 1
                    if checkout is not None:
                        seen[checkout.checkout] = checkout
                    if stray is not None:
                        strays[stray.id] = stray
                read[id_] = then
            if not place or fresh >= self._page:
                break
        top = max([*read.values(), high if high is not None else start])
        window = sorted(id_ for id_, then in read.items() if then >= top - OVERLAP)
        return Done(Page(tuple(seen.values()), tuple(strays.values()), ".".join([str(top), *window]), bool(place)), at)

    def check(self) -> Outcome[Account]:
        return self._call("GET", "account", _live)

    # --- one call

    def _post(self, path: str, body: dict[str, Any], key: str) -> Outcome[Seen]:
        return self._call("POST", path, _seen, json.dumps(body).encode(), key)

    def _call(
        self, how: str, path: str, meant: Callable[[Any], T], body: bytes | None = None, key: str = ""
    ) -> Outcome[T]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._connect)
        try:
            line.connect()
        except OSError:  # before a byte was sent nothing can have happened
            line.close()
            return Later(AGAIN, "UNREACHABLE")
        try:
            line.sock.settimeout(self._read)
            deadline = time.monotonic() + self._read
            headers = {"Idempotency-Key": key, "Content-Type": "application/json"} if body is not None else {}
            line.request(how, f"/v1/{path}", body, headers)
            answer = line.getresponse()
            text = _body(answer, line, deadline)
        except TimeoutError:
            return Unknown("TIMEOUT")
        except (OSError, http.client.HTTPException):
            return Unknown("RESET")
        finally:
            line.close()
        return _classified(answer.status, answer.headers.get("Retry-After"), answer.headers.get("Date"), text, meant)


def _room(*parts: str) -> str:
    """A path under checkouts; whatever an id holds stays one part of it."""
    return "/".join(["checkouts", *(quote(part, safe="") for part in parts)])


def _body(answer: http.client.HTTPResponse, line: http.client.HTTPConnection, deadline: float) -> bytes:
    """All of it by the deadline, however slowly it drips."""
    text = b""
    while piece := answer.read1(1 << 16):
        text += piece
        if time.monotonic() > deadline or len(text) > LONGEST:
            raise TimeoutError
    if answer.length:  # closed before all had come
        raise http.client.IncompleteRead(text, answer.length)
    return text


def _classified(status: int, after: str | None, date: str | None, text: bytes, meant: Callable[[Any], T]) -> Outcome[T]:
    if status in (429, 503):
        return Later(_seconds(after))
    if status == 409:  # the same key is being carried out just now
        return Later(1, "CONFLICT")
    try:
        data = json.loads(text)
        if 200 <= status < 300:
            return Done(meant(data), _instant(date))
        code = data["error"]["code"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return Unknown("NO_ANSWER")  # also a 4xx: a page that is not the provider's says nothing about the call
    if 400 <= status < 500:
        return Refused(str(code))
    return Unknown(f"HTTP_{status}", sticky=status == 500)  # the provider's own 500 is what it keeps under the key


def _seconds(after: str | None) -> int:
    return min(max(int(after), 1), 3600) if after and after.isascii() and after.isdecimal() else AGAIN


def _instant(date: str | None) -> int | None:
    try:
        return int(parsedate_to_datetime(date or "").timestamp())
    except ValueError:
        return None


def _read_cursor(cursor: str) -> tuple[int | None, frozenset[str]]:
    if not cursor:
        return None, frozenset()
    high, *known = cursor.split(".")
    return int(high), frozenset(known)


def _seen(data: Any) -> Seen:
    return read_seen(data)


def _live(data: Any) -> Account:
    if not isinstance(data["live"], bool):
        raise TypeError
    return Account(data["live"])


def _events(data: Any) -> tuple[list[tuple[str, int, Seen | None, SeenPayment | None]], str]:
    found = [
        (
            str(event["id"]),
            int(event["at"]),
            None if event["checkout"] is None else read_seen(event["checkout"]),
            None if event["stray"] is None else read_payment(event["stray"]),
        )
        for event in data["events"]
    ]
    return found, data["next"] or ""
