"""What opens a mailbox or a Google account: several words, kept as one secret."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from deskbell.domain.errors import WrongInput
from deskbell.domain.secret import Secret
from deskbell.domain.text import clean

TLS_PORT, START_PORT = 465, 587
"""Encrypted from the first byte; and where encrypting is asked for first (RFC 8314)."""
LONGEST = 200

EVENTS = "https://www.googleapis.com/auth/calendar.events.owned"
FREE_BUSY = "https://www.googleapis.com/auth/calendar.freebusy"
LEAST = (EVENTS, FREE_BUSY)
"""What keeping lessons on one's own calendar needs."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail server and who writes from it. `tls`: encrypted from the first byte; else STARTTLS is demanded."""

    host: str
    port: int
    tls: bool
    sender: str
    name: str = ""
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))

    def packed(self) -> Secret:
        """All of it as the one secret that is kept."""
        words = {"host": self.host, "port": self.port, "tls": self.tls, "sender": self.sender, "name": self.name}
        return Secret(json.dumps(words | {"user": self.user, "password": self.password.reveal()}))


@dataclass(frozen=True, slots=True)
class Client:
    """The desk's own entry at Google (S1.28, S1.29)."""

    id: str
    secret: Secret


@dataclass(frozen=True, slots=True)
class Entry:
    """The door was opened: the refresh token (a secret), and what may be done with it, which may be less than asked."""

    refresh: str
    scopes: frozenset[str]

    def __repr__(self) -> str:
        return f"Entry(refresh=***, scopes={sorted(self.scopes)})"


@dataclass(frozen=True, slots=True)
class Entrance:
    """A Google account that let the desk in; `scopes` are the rights that were given."""

    client: Client
    refresh: Secret
    scopes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Rights that were asked for and left out; none where nobody knows which were given."""
        return tuple(scope.rpartition("/")[2] for scope in LEAST if self.scopes and scope not in self.scopes)

    def packed(self) -> Secret:
        """All of it as the one secret that is kept."""
        words = {"id": self.client.id, "secret": self.client.secret.reveal(), "refresh": self.refresh.reveal()}
        return Secret(json.dumps(words | {"scopes": list(self.scopes)}))


# --- reading what is kept, and what people say


def mailbox(secret: Secret) -> Mailbox:
    """As it was packed, or as an address: smtps://user:password@host:465?from=a@b&name=Studio; smtp:// is STARTTLS.

    WrongInput: KEY_EMPTY, KEY_SHAPE, MAIL_SERVER, MAIL_SENDER.
    """
    words = secret.reveal().strip()
    if not words:
        raise WrongInput("KEY_EMPTY")
    if words.startswith(("smtp://", "smtps://")):
        return _addressed(words)
    found = _object(words)
    try:
        return Mailbox(
            str(found["host"]), int(found["port"]), bool(found["tls"]), str(found["sender"]), str(found["name"]),
            str(found["user"]), Secret(str(found["password"])),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise WrongInput("KEY_SHAPE") from None


def entrance(secret: Secret) -> Entrance:
    """As it was packed. WrongInput: KEY_EMPTY, KEY_SHAPE."""
    words = secret.reveal().strip()
    if not words:
        raise WrongInput("KEY_EMPTY")
    found = _object(words)
    try:
        who = Client(str(found["id"]), Secret(str(found["secret"])))
        scopes = tuple(str(scope) for scope in found.get("scopes", ()))
        return Entrance(who, Secret(str(found["refresh"])), scopes)
    except (KeyError, TypeError):
        raise WrongInput("KEY_SHAPE") from None


def client(words: str) -> Client:
    """From the file that Google's console gives for a desktop app. WrongInput: CLIENT_SHAPE."""
    try:
        found = _object(words)["installed"]
        return Client(str(found["client_id"]), Secret(str(found["client_secret"])))
    except (WrongInput, KeyError, TypeError):
        raise WrongInput("CLIENT_SHAPE") from None


def server(words: str) -> tuple[str, int, bool]:
    """smtp.example.org, smtp.example.org:587, smtp.example.org:2525 starttls; alone it is TLS at port 465.

    WrongInput: MAIL_SERVER.
    """
    first, *more = words.split() or [""]
    host, colon, port = first.rpartition(":") if ":" in first else (first, "", "")
    how = more[0].lower() if len(more) == 1 else ""
    number = int(port) if port.isascii() and port.isdecimal() and 0 < int(port) < 1 << 16 else 0
    known = how in ("tls", "starttls") or not more
    host = host.strip("[]")
    if not host or not known or (colon and not number) or len(host) > LONGEST or not _is_host(host):
        raise WrongInput("MAIL_SERVER", text=words[:LONGEST])
    if how:
        return host, number or (TLS_PORT if how == "tls" else START_PORT), how == "tls"
    return host, number or TLS_PORT, number in (0, TLS_PORT)


def sender(words: str) -> tuple[str, str]:
    """Estudio Río <desk@estudio.example>, or the address alone: (address, name). WrongInput: MAIL_SENDER."""
    name, _, rest = words.rpartition("<")
    address = (rest.partition(">")[0] if rest and name is not None and "<" in words else words).strip()
    box, at, domain = address.rpartition("@")
    if not box or not at or not _is_host(domain) or any(c.isspace() for c in address) or len(address) > LONGEST:
        raise WrongInput("MAIL_SENDER", text=words[:LONGEST])
    return address, clean(name.strip().strip('"'), LONGEST) if "<" in words else ""


def _is_host(words: str) -> bool:
    return bool(words) and all(c.isalnum() or c in ".-:" for c in words)


def _object(words: str) -> dict[str, Any]:
    try:
        found = json.loads(words)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise WrongInput("KEY_SHAPE")
    return found


def _addressed(words: str) -> Mailbox:
    """What is wrong in it is not said again: a password stands in it."""
    try:
        parts = urlsplit(words)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        tls = parts.scheme == "smtps"
        host, port = parts.hostname or "", parts.port or (TLS_PORT if tls else START_PORT)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        address, name = sender(query.get("from", user))
    except (ValueError, WrongInput):
        raise WrongInput("KEY_SHAPE") from None
    if not _is_host(host):
        raise WrongInput("KEY_SHAPE")
    return Mailbox(host, port, tls, address, clean(query.get("name", name), LONGEST), user, Secret(password))
