"""Letting the desk into a Google account: in the browser, by the loopback address, with PKCE (RFC 8252, RFC 7636).

The browser comes back to this machine where there is one; over SSH it cannot, and the person pastes the address that it
ended at. Both carry the same state, and a code that is of no use without the verifier that never left this process.
"""

from __future__ import annotations

import html
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from deskbell.domain.entrances import EVENTS, FREE_BUSY, LEAST, Entry
from deskbell.domain.ports import Done, Later, Outcome, Refused
from deskbell.providers.google.calendar import TOKEN_URI, Client

__all__ = ["CHOOSE", "EVENTS", "FREE_BUSY", "LEAST", "WATCH", "Entry", "Knock", "NotLoopback"]

AUTH_URI = "https://accounts.google.com/o/oauth2/auth"
PATIENCE = 120.0
"""Seconds that a browser is waited for."""

CHOOSE = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
WATCH = "https://www.googleapis.com/auth/calendar.events.readonly"
"""Asked for when they are used, besides the least that keeping lessons on one's own calendar needs."""


class Knock:
    """One try to be let in. `address` is for the browser; `wait` for its coming back, or `paste` where it cannot.

    `redirect` is the loopback address to come back to (GOOGLE_REDIRECT_URI, S1.30); '' takes any free port. Refused
    where it is not this machine: REDIRECT. Close it in the end.
    """

    def __init__(
        self, client: Client, scopes: Iterable[str] = LEAST, *, redirect: str = "", auth_uri: str = AUTH_URI
    ) -> None:
        from google_auth_oauthlib.flow import Flow

        port, path = _loopback(redirect)
        self._server = _Listening(port, path)
        place = redirect or f"http://127.0.0.1:{self._server.server_port}{path}"
        config = {
            "client_id": client.id, "client_secret": client.secret(), "auth_uri": auth_uri,
            "token_uri": client.token_uri or TOKEN_URI,
        }  # fmt: skip
        self._flow = Flow.from_client_config(
            {"installed": config}, list(scopes), redirect_uri=place, autogenerate_code_verifier=True
        )
        self._state = secrets.token_urlsafe(32)
        self.address: str = self._flow.authorization_url(
            access_type="offline", prompt="consent", state=self._state, include_granted_scopes="true"
        )[0]

    def wait(self, patience: float = PATIENCE, stop: threading.Event | None = None) -> Outcome[Entry]:
        """Until the browser comes back. Refused: DENIED, TOO_LATE, STOPPED, STATE, and as `paste`.

        What else knocks at the port (another path, a wrong state, a favicon) is answered and not listened to.
        """
        until = time.monotonic() + patience
        while (left := until - time.monotonic()) > 0:
            if stop is not None and stop.is_set():
                return Refused("STOPPED")
            self._server.timeout = min(left, 0.25)
            self._server.handle_request()
            while self._server.came:
                query = self._server.came.pop(0)
                if self._is_ours(query):
                    return self._enter(query)
        return Refused("TOO_LATE")

    def paste(self, address: str) -> Outcome[Entry]:
        """The address at which the browser ended. Refused: STATE (of another try), CODE (none in it, or used up),
        DENIED, CLIENT (the desk's own id or secret is wrong).
        """
        query = parse_qs(urlsplit(address.strip()).query)
        if not query:
            return Refused("CODE")
        return self._enter(query) if self._is_ours(query) else Refused("STATE")

    def close(self) -> None:
        self._server.server_close()

    def __enter__(self) -> Knock:
        return self

    def __exit__(self, *what: object) -> None:
        self.close()

    def _is_ours(self, query: dict[str, list[str]]) -> bool:
        return secrets.compare_digest(query.get("state", [""])[0], self._state)

    def _enter(self, query: dict[str, list[str]]) -> Outcome[Entry]:
        if "error" in query:
            return Refused("DENIED" if query["error"][0] == "access_denied" else "CODE")
        if not query.get("code"):
            return Refused("CODE")
        return _exchanged(self._flow, query["code"][0])


def _exchanged(flow: Any, code: str) -> Outcome[Entry]:
    """The code for a token. It can be exchanged once only: a lost answer means to begin anew, and costs nothing."""
    from oauthlib.oauth2 import InvalidClientError, OAuth2Error
    from requests import RequestException

    try:
        # The library takes less than was asked for as an error; what was granted is compared by who needs it.
        token = _relaxed(lambda: flow.fetch_token(code=code, timeout=20))
    except InvalidClientError:
        return Refused("CLIENT")
    except OAuth2Error as error:
        return Refused("CLIENT" if error.error == "invalid_client" else "CODE")
    except (RequestException, OSError):
        return Later(0, "UNREACHABLE")
    except ValueError:
        return Later(0, "NO_JSON")
    refresh = token.get("refresh_token")
    if not isinstance(refresh, str) or not refresh:
        return Refused("NO_TOKEN")
    scope = token.get("scope", ())
    return Done(Entry(refresh, frozenset(scope.split() if isinstance(scope, str) else scope)))


def _relaxed(exchange: Callable[[], Any]) -> Any:
    """Its library raises a Warning that carries the token where fewer rights were given than were asked for."""
    try:
        return exchange()
    except Warning as less:
        token = getattr(less, "token", None)
        if token is None:
            raise ValueError from None
        return token


def _loopback(redirect: str) -> tuple[int, str]:
    if not redirect:
        return 0, "/"
    parts = urlsplit(redirect)
    with suppress(ValueError):
        if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
            return parts.port or 80, parts.path or "/"
    raise NotLoopback(redirect)


class NotLoopback(ValueError):
    """A redirect address that is not on this machine: the code would go to somebody else."""


PAGE = """<!doctype html><meta charset="utf-8"><title>Deskbell</title>
<body style="font:18px system-ui;margin:20vh auto;max-width:30em;text-align:center"><p>{text}</p>"""


class _Listening(HTTPServer):
    """On 127.0.0.1 by number: a name could be told to be somewhere else."""

    allow_reuse_address = False
    address_family = socket.AF_INET

    def __init__(self, port: int, path: str) -> None:
        self.path = path
        self.came: list[dict[str, list[str]]] = []
        super().__init__(("127.0.0.1", port), _Door)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is nobody's business, and nothing is written over the screen."""


class _Door(BaseHTTPRequestHandler):
    server: _Listening
    timeout = 5

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        if parts.path != self.server.path or not ("code" in query or "error" in query):
            self.send_error(404)
            return
        self.server.came.append(query)
        text = html.escape("Deskbell is connected. You can close this page.")
        if "error" in query:
            text = html.escape("Deskbell was not connected. You can close this page.")
        page = PAGE.format(text=text).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """The code stands in the address: it is not for any log."""
