"""Stripe's kit on a socket: one try, one deadline, no redirect; what the network did is said as an outcome.

The one room that imports the kit at its top, so it is imported late, in the thread that calls. The kit's own client
would wait for as long as a byte comes now and then, follow redirects, and take a password out of a .netrc instead of
the key.
"""

from __future__ import annotations

import importlib
import logging
import math
import os
import ssl
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests
import stripe
import urllib3

from deskbell.domain.ports import Later, Refused, Unknown
from deskbell.providers.stripe.answers import AGAIN, No, Unheard

CONNECT, READ = 5.0, 20.0
LONGEST = 32 << 20
"""Bytes of an answer that are read at most."""
PIECE = 1 << 16


def hush() -> None:
    """The kit tells nobody anything: no telemetry, no log, whatever the environment asks it for."""
    stripe.enable_telemetry = False
    stripe.log = None
    logging.getLogger("stripe").disabled = True
    vars(importlib.import_module("stripe._util"))["STRIPE_LOG"] = None  # it prints bodies, also over a screen


class Wire(stripe.HTTPClient):
    """Requests, by a session for each thread and process."""

    name = "requests"

    def __init__(self, connect: float = CONNECT, read: float = READ) -> None:
        super().__init__()
        self._connect, self._read = connect, read
        self._own = threading.local()

    def until(self, deadline: float | None) -> None:
        """What this thread asks from now on ends by that instant of time.monotonic()."""
        self._own.deadline = deadline

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        start = time.monotonic()
        end = min(start + self._connect + self._read, getattr(self._own, "deadline", None) or math.inf)
        left = end - start
        if left <= 0:
            raise Unheard(Later(AGAIN, "TIMEOUT"))  # nothing was sent
        try:
            answer = self._session().request(
                method, url, headers=headers, data=post_data, timeout=(min(self._connect, left), min(self._read, left)),
                stream=True, allow_redirects=False, verify=stripe.ca_bundle_path,
            )  # fmt: skip
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Unheard(_what_happened(error)) from None
        with answer:
            return _body(answer, end), answer.status_code, answer.headers

    def close(self) -> None:
        if (session := getattr(self._own, "session", None)) is not None:
            session.close()
            self._own.session = None

    def _session(self) -> requests.Session:
        if getattr(self._own, "session", None) is None or self._own.pid != os.getpid():
            session = requests.Session()
            session.auth = _as_it_is
            self._own.session, self._own.pid = session, os.getpid()
        found: requests.Session = self._own.session
        return found


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """The key is in the header already: this keeps requests from looking for a password in a .netrc."""
    return request


def _body(answer: requests.Response, end: float) -> bytes:
    """All of it by the deadline, however slowly it drips."""
    text = bytearray()
    try:
        while piece := answer.raw.read1(PIECE, decode_content=True):
            text += piece
            if time.monotonic() > end or len(text) > LONGEST:
                raise Unheard(Unknown("TIMEOUT"))
    except (TimeoutError, urllib3.exceptions.TimeoutError):
        raise Unheard(Unknown("TIMEOUT")) from None
    except (urllib3.exceptions.HTTPError, OSError):
        raise Unheard(Unknown("RESET")) from None
    return bytes(text)


def _what_happened(error: Exception) -> No:
    """Whether anything can have been sent is all that matters."""
    causes = list(_causes(error))
    if isinstance(error, (requests.exceptions.InvalidHeader, UnicodeError)):  # the key is none that could be sent
        return Refused("KEY")
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Later(AGAIN, "CERTIFICATE")
    if isinstance(error, (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError)):
        return Later(AGAIN, "UNREACHABLE")
    if any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in causes):
        return Later(AGAIN, "UNREACHABLE")
    if isinstance(error, requests.exceptions.Timeout):
        return Unknown("TIMEOUT")
    return Unknown("RESET")


def _causes(error: BaseException | None) -> list[BaseException]:
    """An error and all that it was made of."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or one in found:
            continue
        found.append(one)
        more = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += [other for other in more if isinstance(other, BaseException)]
    return found
