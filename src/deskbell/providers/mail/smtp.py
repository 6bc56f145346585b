"""Letters by SMTP, over TLS from the first byte or by STARTTLS: what a mail server says, in four answers (RFC 5321).

Until the text of a letter has left, nothing has happened and it may be tried again. Once it has, only the server's
word counts; where that never comes nobody knows, and whoever sent it decides whether once more is better than never.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from deskbell.domain.ports import Account, Done, Later, Letter, Outcome, Refused, Unknown
from deskbell.providers.mail.writing import Unwritable, address, written

T = TypeVar("T")

CONNECT, READ, WHOLE = 5.0, 20.0, 35.0
"""Seconds to reach the server, to wait for each of its answers, and for all of it. A worker that hangs longer loses its
lease, and somebody else sends the letter again: by then this one has been hung up.
"""

AGAIN, GREY = 60, 300
"""Seconds until a server is tried again that could not be reached, and one that asks to come back."""

_FULL = re.compile(rb"\b[45]\.2\.2\b")
"""The mailbox is full (RFC 3463)."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters leave. `tls`: encrypted from the first byte (port 465); else STARTTLS is demanded (port 587).

    `sender` is the address that they come from, `name` the desk's; `secret` gives the password when it is needed, an
    empty `user` asks for none. `trust` is a file of certificates to believe besides the system's.
    """

    host: str
    port: int
    tls: bool
    sender: str
    name: str = ""
    user: str = ""
    secret: Callable[[], str] = field(default=str, repr=False)
    trust: str | None = None


class SmtpMessenger:
    """A mail server as a desk's messenger; a connection a letter, so that threads share nothing.

    Refused besides the letter's own codes: LOGIN, CERTIFICATE, NO_TLS, SENDER.
    """

    name = "MAIL"

    def __init__(self, server: Server, *, connect: float = CONNECT, read: float = READ, whole: float = WHOLE) -> None:
        self._server = server
        self.sender = server.sender
        self._connect, self._read, self._whole = connect, read, whole

    def send(self, letter: Letter) -> Outcome[bool]:
        try:
            mail = written(letter, self._server.sender, self._server.name)
            local, domain = address(letter.to)
        except Unwritable as fault:
            return Refused(fault.code)
        body = _dotted(mail.as_bytes())
        return self._within(lambda line: _hand_over(line, self._server.sender, f"{local}@{domain}", body))

    def check(self) -> Outcome[Account]:
        """Log in and out again."""
        live = True  # mail knows no test
        return self._within(lambda line: Done(Account(live, self._server.user or self._server.sender)))

    def _within(self, act: Callable[[smtplib.SMTP], Outcome[T]]) -> Outcome[T]:
        """Do it on a connection that is encrypted and logged in; up to there nothing has happened."""
        line = smtplib.SMTP(local_hostname=self._server.sender.rpartition("@")[2].encode("idna").decode("ascii"))
        watch = _Watch(self._whole)
        try:
            try:
                self._open(line, watch)
            except ssl.SSLCertVerificationError:
                return Refused("CERTIFICATE")
            except smtplib.SMTPNotSupportedError:
                return Refused("NO_TLS")
            except smtplib.SMTPAuthenticationError as error:
                return Later(GREY, "LOGIN") if 400 <= error.smtp_code < 500 else Refused("LOGIN")
            except smtplib.SMTPResponseException as error:
                return Later(GREY, f"SMTP_{error.smtp_code}")
            except (OSError, smtplib.SMTPException):
                return Later(AGAIN, "UNREACHABLE")
            return act(line)
        finally:
            with suppress(smtplib.SMTPException, OSError):
                line.quit()
            line.close()
            watch.end()

    def _open(self, line: smtplib.SMTP, watch: _Watch) -> None:
        """Connect, greet, encrypt, log in. Errors as smtplib has them."""
        server = self._server
        plain = socket.create_connection((server.host, server.port), self._connect)
        line.sock = plain
        watch.over(plain)
        plain.settimeout(self._read)
        trust = ssl.create_default_context(cafile=None)
        if server.trust is not None:
            trust.load_verify_locations(server.trust)
        if server.tls:
            line.sock = trust.wrap_socket(plain, server_hostname=server.host)
        _demand(line.getreply(), 220)
        line.ehlo_or_helo_if_needed()
        if not server.tls:
            if not line.has_extn("starttls"):
                raise smtplib.SMTPNotSupportedError
            _demand(line.docmd("STARTTLS"), 220)
            line.sock = trust.wrap_socket(plain, server_hostname=server.host)
            # What was said in the clear is forgotten, also what may have been slipped in after it (RFC 3207, 4.2).
            line.file = None
            line.helo_resp = line.ehlo_resp = None
            line.esmtp_features, line.does_esmtp = {}, False
            line.ehlo_or_helo_if_needed()
        if server.user:
            try:
                line.login(server.user, server.secret())
            except smtplib.SMTPNotSupportedError:
                raise smtplib.SMTPAuthenticationError(504, b"") from None


class _Watch:
    """Hangs up once a conversation has lasted for so many seconds, whatever it waits for in that moment."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._line: socket.socket | None = None

    def over(self, line: socket.socket) -> None:
        """From here on. TLS takes the socket over, so it is held by a second handle."""
        self._line = line.dup()
        self._timer.start()

    def _hang_up(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        self._timer.cancel()
        if self._line is not None:
            self._line.close()


def _demand(reply: tuple[int, bytes], code: int) -> None:
    if reply[0] != code:
        raise smtplib.SMTPResponseException(*reply)


def _hand_over(line: smtplib.SMTP, sender: str, to: str, body: bytes) -> Outcome[bool]:
    """MAIL, RCPT, DATA; and what is left unsaid after the last of them is unknown."""
    options = []
    if not to.isascii():
        if not line.has_extn("smtputf8"):
            return Refused("RECIPIENT")
        options.append("SMTPUTF8")
        line.command_encoding = "utf-8"
    try:
        if (reply := line.mail(sender, options))[0] != 250:
            return _no(reply, "SENDER")
        if (reply := line.rcpt(to))[0] not in (250, 251):
            return _no(reply, "RECIPIENT")
        if (reply := line.docmd("DATA"))[0] != 354:
            return _no(reply, "REJECTED")
    except (OSError, smtplib.SMTPException):
        return Later(AGAIN, "UNREACHABLE")
    try:
        line.send(body)
        reply = line.getreply()
    except (OSError, smtplib.SMTPException) as error:  # smtplib hides what it met
        late = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
        return Unknown("TIMEOUT" if late else "RESET")
    taken = reply[0] == 250
    return Done(taken) if taken else _no(reply, "REJECTED")


def _no(reply: tuple[int, bytes], code: str) -> Refused | Later:
    """5xx is for ever, 4xx for now; that a mailbox is full is said in either way, and may pass (RFC 3463, X.2.2)."""
    number, said = reply
    if _FULL.search(said) or number == 452:
        return Later(3600, "MAILBOX_FULL")
    if 400 <= number < 500:
        return Later(GREY, f"SMTP_{number}")
    return Refused("MAILBOX_FULL" if number == 552 and code == "RECIPIENT" else code)


def _dotted(body: bytes) -> bytes:
    """As it goes over the line: a dot that begins a line is doubled, a dot alone ends it (RFC 5321, 4.5.2)."""
    body = re.sub(rb"(?m)^\.", b"..", body)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"
