"""One call over the wire: made once, never longer than 25 s, and what becomes of a line that breaks.

This is the kit's own place for another transport. It takes over retrying (none), redirects (none), the time that a
call may take, and the reading of answers: the kit keeps neither headers nor exact numbers.
"""

from __future__ import annotations

import math
import os
import ssl
import threading
import time
from collections.abc import Iterator
from typing import Any

import mercadopago.http  # type: ignore[import-untyped]
import requests
from urllib3.exceptions import HTTPError, NewConnectionError, ReadTimeoutError

from deskbell.domain.ports import Later, Unknown

API = "https://api.mercadopago.com"
CONNECT, READ = 5.0, 20.0
AGAIN = 5
"""Seconds to come back after where nobody named any."""
LONGEST = 16 << 20
PIECE = 1 << 16


class Broken(Exception):
    """There is no answer. `outcome` says what that means for the call: Later (it never left) or Unknown."""

    def __init__(self, outcome: Later | Unknown) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


class Line(mercadopago.http.HttpClient):  # type: ignore[misc]
    """The kit's transport to an address; safe for threads and forks, because each has sessions of its own."""

    def __init__(self, base: str = API, *, connect: float = CONNECT, read: float = READ) -> None:
        self._base = base.rstrip("/")
        self._connect, self._read = connect, read
        self._own = threading.local()

    def until(self, deadline: float | None) -> None:
        """What this thread asks from now on ends by that instant of time.monotonic()."""
        self._own.deadline = deadline

    def request(self, method: str, url: str, *_: Any, **words: Any) -> dict[str, Any]:
        """Status, headers and the body's bytes. Broken where no whole answer came."""
        now = time.monotonic()
        deadline = min(now + self._connect + self._read, getattr(self._own, "deadline", None) or math.inf)
        left = deadline - now
        if left <= 0:
            raise Broken(Later(AGAIN, "TIMEOUT"))  # nothing was sent
        broken: Later | Unknown
        try:
            with self._session(method).request(
                method,
                url.replace(API, self._base, 1),
                headers=words.get("headers"),
                params=words.get("params"),
                data=words.get("data"),
                timeout=(min(self._connect, left), min(self._read, left)),
                allow_redirects=False,
                stream=True,
            ) as answer:
                body = _body(answer, deadline)
                return {"status": answer.status_code, "response": None, "headers": dict(answer.headers), "body": body}
        except (requests.RequestException, HTTPError, OSError) as error:
            broken = _meaning(error)
        raise Broken(broken)  # out here: no error that knows our headers hangs on to it

    def _session(self, method: str) -> requests.Session:
        """Looks go by a line that is kept; what changes anything by a new one, because a kept line that the other side
        closed meanwhile looks as if a reply had been lost.
        """
        own = self._own
        mine = getattr(own, "pid", None) == os.getpid()  # after a fork the kept line is the parent's
        if method != "GET" or not mine:
            if mine:
                own.session.close()
            own.session, own.pid = requests.Session(), os.getpid()
            own.session.auth = _as_it_is
        found: requests.Session = own.session
        return found


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Our own header stays: without this, a .netrc on the machine would replace it."""
    return request


def _body(answer: requests.Response, deadline: float) -> bytes:
    """All of it by the deadline, however slowly it drips."""
    text = b""
    while True:
        line = answer.raw.connection
        if line is not None and line.sock is not None:
            line.sock.settimeout(max(0.001, deadline - time.monotonic()))
        piece = answer.raw.read1(PIECE, decode_content=True)
        if not piece:
            return text
        text += piece
        if time.monotonic() > deadline or len(text) > LONGEST:
            raise requests.Timeout


def _meaning(error: Exception) -> Later | Unknown:
    """Where no socket opened nothing can have happened; all else may have."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return Later(AGAIN, "UNREACHABLE")
    causes = list(_causes(error))
    if any(isinstance(cause, NewConnectionError | ssl.SSLCertVerificationError) for cause in causes):
        return Later(AGAIN, "UNREACHABLE")
    if any(isinstance(cause, requests.Timeout | ReadTimeoutError | TimeoutError) for cause in causes):
        return Unknown("TIMEOUT")
    return Unknown("RESET")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what was wrapped into it, by whatever way the libraries between have."""
    while error is not None:
        yield error
        wrapped = [getattr(error, "reason", None), *error.args, error.__cause__, error.__context__]
        error = next((inner for inner in wrapped if isinstance(inner, BaseException)), None)
