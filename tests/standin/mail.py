"""A real mail server (aiosmtpd) on a socket here, with TLS of its own making and orders for what goes wrong."""

from __future__ import annotations

import asyncio
import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "desk@estudio.example", "correct horse"


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate for this machine that nobody else has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9000))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert, secret


@dataclass
class Taken:
    """One mail as it arrived."""

    sender: str
    to: list[str]
    content: bytes
    encrypted: bool
    user: str | None


@dataclass
class Post:
    """What the server does. `says` answers a command (MAIL, RCPT, DATA) otherwise, once; `drops` cuts the line there:
    AFTER acts first, BEFORE does not; `sleeps` lets the answer to a letter wait for so many seconds.
    """

    taken: list[Taken] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    drops: str = ""
    sleeps: float = 0
    once: bool = False
    """It sleeps over one letter only."""
    logins: list[str] = field(default_factory=list)
    password: str = PASSWORD

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if said := self.says.pop("MAIL", ""):
            return said
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if said := self.says.pop("RCPT", ""):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.drops == "BEFORE":
            self.drops = ""
            server.transport.abort()
            return ""
        if said := self.says.pop("DATA", ""):
            return said
        user = session.auth_data.login.decode() if session.auth_data else None
        arrived = Taken(
            envelope.mail_from,
            envelope.rcpt_tos,
            envelope.content,
            server.transport.get_extra_info("ssl_object") is not None,
            user,
        )
        self.taken.append(arrived)
        if self.drops == "AFTER":
            self.drops = ""
            server.transport.abort()
            return ""
        if pause := self.sleeps:
            self.sleeps = 0 if self.once else pause
            await asyncio.sleep(pause)
        return "250 Message accepted"

    def log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        right = (data.login.decode(), data.password.decode()) == (USER, self.password)
        return AuthResult(success=right, handled=False, auth_data=data)


class MailServer:
    """`with MailServer(folder) as server:` it listens on `server.port`; `tls` from the first byte, else STARTTLS."""

    def __init__(self, folder: Path, *, tls: bool = False, offers_tls: bool = True) -> None:
        self.post = Post()
        self.cert, key = certificate(folder)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(self.cert, key)
        self.tls, self.offers_tls = tls, offers_tls
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def _protocol(self) -> SMTP:
        starts = None if self.tls or not self.offers_tls else self.context
        return SMTP(
            self.post, hostname="mail.example", tls_context=starts, authenticator=self.post.log_in,
            auth_required=False, auth_require_tls=not self.tls and self.offers_tls, enable_SMTPUTF8=True,
            loop=self._loop,
        )  # fmt: skip

    def __enter__(self) -> MailServer:
        self._thread.start()
        starting = self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self.context if self.tls else None)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *args: object) -> None:
        async def end() -> None:
            self._server.close()
            for task in asyncio.all_tasks():
                if task is not asyncio.current_task():
                    task.cancel()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
