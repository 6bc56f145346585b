"""The line: made once, never tried again by the kit, never followed elsewhere, given up in time."""

from __future__ import annotations

import gzip
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deskbell.domain.ports import Done, Later, Outcome, Refused, Unknown
from deskbell.providers.mercadopago import MercadoPagoProvider
from deskbell.providers.mercadopago.line import Line
from tests.contracts.asking import fresh
from tests.house.clock import FrozenClock

ME = b'{"id": 5, "site_id": "MLA", "nickname": "STUDIO", "tags": []}'
TOKEN = "APP_USR-1-010203-0123456789abcdef-5"


class Door:
    """A server that says these bytes to each who comes, one after the other, and notes what it heard."""

    def __init__(self, *answers: bytes, drip: float = 0) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.heard: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, args=(answers, drip), daemon=True)
        self._thread.start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def _serve(self, answers: tuple[bytes, ...], drip: float) -> None:
        for answer in answers:
            try:
                line, _ = self._door.accept()
            except OSError:  # nobody came, and the door is closed
                return
            with line:
                self.heard.append(line.recv(1 << 16))
                try:
                    for piece in [answer] if not drip else [answer[n : n + 1] for n in range(len(answer))]:
                        line.sendall(piece)
                        time.sleep(drip)
                except OSError:
                    continue

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def door() -> Iterator[Callable[..., Door]]:
    made: list[Door] = []

    def make(*answers: bytes, drip: float = 0) -> Door:
        made.append(Door(*answers, drip=drip))
        return made[-1]

    yield make
    for one in made:
        one.close()


def http(body: bytes, more: str = "", status: str = "200 OK", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{more}\r\n".encode() + body


def provider(base: str, read: float = 20.0) -> MercadoPagoProvider:
    return MercadoPagoProvider(TOKEN, clock=FrozenClock(), line=lambda: Line(base, connect=2, read=read))


def test_one_call_is_one_request(door: Callable[..., Door]) -> None:
    """The kit would ask four times after a 500; the worker decides about that."""
    server = door(http(b'{"status": 500, "message": "x"}', status="500 Oops"), http(ME))
    assert provider(server.base).check() == Unknown("HTTP_500", sticky=True)
    assert len(server.heard) == 1


def test_a_redirect_is_followed_nowhere(door: Callable[..., Door]) -> None:
    other = door(http(ME))
    server = door(http(b"", f"Location: {other.base}/users/me\r\n", "302 Found"))
    assert provider(server.base).check() == Unknown("NO_ANSWER")
    assert other.heard == []


def test_compressed_and_in_pieces(door: Callable[..., Door]) -> None:
    body = gzip.compress(ME)
    chunks = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    server = door(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    assert isinstance(provider(server.base).check(), Done)


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        (b"", Unknown("RESET")),
        (b"SMTP 220 hello\r\n", Unknown("RESET")),
        (http(b"{}", length=50), Unknown("RESET")),
        (http(b"not gzip", "Content-Encoding: gzip\r\n"), Unknown("RESET")),
        (http(b"{}"), Unknown("NO_ANSWER")),
        (http(b"null"), Unknown("NO_ANSWER")),
    ],
    ids=range(6),
)
def test_nonsense_is_unknown(door: Callable[..., Door], answer: bytes, meant: Outcome[Any]) -> None:
    assert provider(door(answer).base).check() == meant


def test_nobody_at_home_is_later() -> None:
    """Where no socket opened nothing can have happened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        found = provider(f"http://127.0.0.1:{taken.getsockname()[1]}")
        assert found.check() == Later(5, "UNREACHABLE")
        assert found.refund("p", "1", fresh(), 100, "ARS", "k") == Later(5, "UNREACHABLE")


def test_a_name_that_nobody_knows_is_later() -> None:
    assert provider("http://nobody.invalid").check() == Later(5, "UNREACHABLE")


def test_a_certificate_that_is_none_is_later(door: Callable[..., Door]) -> None:
    """A proxy that speaks plainly where TLS is due: nothing of ours was sent."""
    assert isinstance(provider(door(http(ME)).base.replace("http:", "https:")).check(), Later | Unknown)


@pytest.mark.parametrize("silent", [True, False])
def test_too_slow_is_unknown_in_time(door: Callable[..., Door], silent: bool) -> None:
    """Silence, and an answer that drips so that each piece comes in time and the whole never does."""
    server = door(http(ME) * (not silent) + b"" * silent, drip=0.05) if not silent else door()
    start = time.monotonic()
    answer = provider(server.base, read=0.3).check()
    assert answer == Unknown("TIMEOUT")
    assert time.monotonic() - start < 5


def test_a_netrc_does_not_replace_the_token(
    door: Callable[..., Door], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("default login somebody password else\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server = door(http(ME))
    assert isinstance(provider(server.base).check(), Done)
    assert f"Authorization: Bearer {TOKEN}".encode() in server.heard[0]


def test_a_forked_child_has_a_line_of_its_own(door: Callable[..., Door]) -> None:
    """Two processes on one socket would read each other's answers."""
    found = provider(door(http(ME), http(ME)).base)
    assert isinstance(found.check(), Done)
    line = found._calls._kit.http_client
    before = line._own.session
    child = os.fork()
    if child == 0:
        os._exit(0 if line._session("GET") is not before else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert line._session("GET") is before


def test_what_changes_anything_goes_by_a_line_of_its_own() -> None:
    """A kept line that the other side closed meanwhile would look like a lost reply."""
    line = Line("http://127.0.0.1:1")
    first = line._session("GET")
    assert line._session("GET") is first
    assert line._session("POST") is not first


def test_a_key_that_is_no_key_is_never_sent(door: Callable[..., Door]) -> None:
    server = door(http(ME))
    for token in ("two words", "line\r\nX-Evil: 1", "ñandú", ""):
        found = MercadoPagoProvider(token, line=lambda: Line(server.base))
        assert found.check() == Refused("KEY")
    assert server.heard == []
