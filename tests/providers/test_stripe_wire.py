"""The line to Stripe: what a network does to it, and that the key is told to nobody on any of its ways to fail."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import logging
import os
import socket
import ssl
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from deskbell import crash
from deskbell.domain.ids import Id
from deskbell.domain.ports import Checkout, Done, Later, Refused, Unknown
from deskbell.providers.stripe.line import VERSION, Line
from deskbell.providers.stripe.looking import SESSIONS
from deskbell.providers.stripe.provider import StripeProvider
from deskbell.providers.stripe.wire import Wire
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.house.test_deferral import already_there, brought_by

KEY = "rk_test_PLANTED0123456789"
Say = Callable[..., str]


def provider(base: str, key: str = KEY, read: float = 0.5) -> StripeProvider:
    return StripeProvider(key, clock=FrozenClock(), base=base, transport=lambda: Wire(connect=0.5, read=read))


def http(body: bytes, more: str = "", status: str = "200 OK", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\nConnection: close\r\n{more}\r\n".encode() + body


@pytest.fixture
def says() -> Iterator[Say]:
    """A server that says these bytes to whoever comes, piece by piece, and hangs up; what it heard is kept."""
    made: list[tuple[socket.socket, Thread]] = []

    def run(*pieces: bytes, heard: list[bytes] | None = None, pause: float = 0) -> str:
        door = socket.create_server(("127.0.0.1", 0))

        def serve() -> None:
            try:
                line, _ = door.accept()
            except OSError:  # nobody came
                return
            with line, contextlib.suppress(OSError):
                text = line.recv(1 << 16)
                if heard is not None:
                    heard.append(text)
                for piece in pieces:
                    line.sendall(piece)
                    if pause:
                        stop.wait(pause)

        stop = Event()
        thread = Thread(target=serve, daemon=True)
        thread.start()
        made.append((door, thread))
        return f"http://127.0.0.1:{door.getsockname()[1]}"

    yield run
    for door, thread in made:
        with contextlib.suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        door.close()


NONSENSE: list[tuple[bytes, Any]] = [
    (b"", Unknown("RESET")),
    (b"SMTP 220 hello\r\n", Unknown("RESET")),
    (http(b"{}", length=50), Unknown("RESET")),
    (http(b"", "X: " + "y" * 70_000 + "\r\n"), Unknown("RESET")),
    (http(b"{}"), Unknown("NO_ANSWER")),
    (http(b"[]"), Unknown("NO_ANSWER")),
    (http(b"null"), Unknown("NO_ANSWER")),
    (http(b"7"), Unknown("NO_ANSWER")),
    (http(b"\xff\xfe"), Unknown("NO_ANSWER")),
    (http(b"[" * 100_000), Unknown("NO_ANSWER")),
    (http(b"<html>hello"), Unknown("NO_ANSWER")),
    (http(b"{}", "Content-Encoding: gzip\r\n"), Unknown("RESET")),
    (http(b"<html>", "Retry-After: 9\r\n", "503 Down"), Later(9)),
    (http(b"<html>", "Retry-After: 9\r\n", "429 Many"), Later(9)),
    (http(b"<html>", status="500 Oh"), Unknown("NO_ANSWER")),
    (http(b"<html>", status="404 Gone"), Unknown("NO_ANSWER")),
    (http(b"", "Location: http://127.0.0.1:1/\r\n", "302 Away"), Unknown("NO_ANSWER")),
    (http(b'{"error": {"type": "invalid_request_error"}}', status="401 No"), Refused("KEY")),
]


@pytest.mark.parametrize(("answer", "meant"), NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_unknown(says: Say, answer: bytes, meant: Any) -> None:
    """HTML instead of JSON, half an answer, none: it says nothing about the call, least of all that it failed."""
    assert provider(says(answer)).look(Id("r"), "cs_1") == meant


def test_a_call_ends_however_slowly_it_drips(says: Say) -> None:
    base = says(http(b"", length=1000), *[b" "] * 100, pause=0.05)
    assert provider(base).look(Id("r"), "cs_1") == Unknown("TIMEOUT")


def test_nobody_at_home_is_later() -> None:
    """Where no socket opened nothing can have happened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        away = provider(f"http://127.0.0.1:{taken.getsockname()[1]}")
        asked = Checkout(Id("r"), 100, "EUR", "Piano", WEDNESDAY + 3600, asked_at=WEDNESDAY)
        assert away.open(asked, "open:1") == Later(5, "UNREACHABLE")
        assert away.check() == Later(5, "UNREACHABLE")


def test_a_certificate_that_is_not_trusted_is_later() -> None:
    """The kit trusts its own list; what happened before the handshake was over was never sent."""
    from deskbell.providers.stripe.wire import _what_happened

    wrong = ssl.SSLCertVerificationError("no")
    error = OSError(wrong)
    assert _what_happened(error) == Later(5, "CERTIFICATE")
    assert _what_happened(OSError(ssl.SSLEOFError())) == Unknown("RESET"), "in the middle of it anything may have been"


def test_what_is_sent_is_pinned_and_sent_once(
    says: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Version pinned, telemetry off, no retry; no log whatever the environment asks; a .netrc takes no key's place."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("STRIPE_LOG", "debug")
    heard: list[bytes] = []
    line = Line(KEY, says(http(b'{"data": []}'), heard=heard))
    with logging_of("stripe") as said:
        assert isinstance(line.ask("get", SESSIONS, {"limit": 1}), Done)
    (text,) = heard
    head = text.decode().lower()
    assert f"authorization: bearer {KEY}".lower() in head
    assert f"stripe-version: {VERSION}" in head
    assert "x-stripe-client-telemetry" not in head
    assert "telemetry_id" not in head
    assert said.getvalue() == ""
    assert capfd.readouterr() == ("", "")
    import stripe

    assert stripe._api_version._ApiVersion.CURRENT == VERSION, "a new kit speaks another version: see what changed"


@contextlib.contextmanager
def logging_of(name: str) -> Iterator[io.StringIO]:
    """Everything that a logger would tell, at its most talkative."""
    said, logger = io.StringIO(), logging.getLogger(name)
    handler = logging.StreamHandler(said)
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def ways_to_fail(says: Say) -> Iterator[tuple[str, Callable[[], Any]]]:
    asked = Checkout(Id("r"), 100, "EUR", "Piano", WEDNESDAY + 3600, asked_at=WEDNESDAY)
    wrong = json.dumps(
        {"error": {"type": "invalid_request_error", "message": f"Invalid API Key provided: {KEY}"}}
    ).encode()
    yield "wrong", lambda: provider(says(http(wrong, status="401 No"))).open(asked, "k")
    yield "rights", lambda: provider(says(http(wrong, status="403 No"))).open(asked, "k")
    yield "refused", lambda: provider(says(http(wrong, status="400 No"))).open(asked, "k")
    yield "broken", lambda: provider(says(http(wrong, status="500 No"))).open(asked, "k")
    yield "echo", lambda: provider(says(http(KEY.encode()))).open(asked, "k")
    yield "none", lambda: provider(says(b"")).open(asked, "k")
    yield "away", lambda: provider("http://127.0.0.1:1").open(asked, "k")
    yield "nowhere", lambda: provider("http://").open(asked, "k")
    yield "scheme", lambda: provider("ftp://127.0.0.1:1").open(asked, "k")
    yield "newline", lambda: provider(says(b""), f"{KEY}\nX: y").open(asked, "k")
    yield "letters", lambda: provider(says(b""), f"{KEY}é").open(asked, "k")
    yield "since", lambda: provider(says(http(wrong, status="401 No"))).since("", WEDNESDAY)
    yield "check", lambda: provider(says(http(wrong, status="401 No"))).check()


def test_the_key_is_told_to_nobody(says: Say, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Planted, and every failing path taken: in no outcome, exception, crash report or log, and not on the screen."""
    with logging_of("") as said:
        for name, fails in ways_to_fail(says):
            try:
                outcome = fails()
            except Exception as error:
                outcome = None
                text = "".join(traceback.format_exception(error))
                assert KEY not in text, name
                crash.report(error, tmp_path)
            assert not isinstance(outcome, Done), name
            assert KEY not in repr(outcome), name
    assert KEY not in said.getvalue()
    assert KEY not in "".join(path.read_text() for path in tmp_path.iterdir())
    assert KEY not in "".join(capfd.readouterr())
    assert KEY not in Path(f"/proc/{os.getpid()}/cmdline").read_text()
    made = provider("http://127.0.0.1:1")
    made.check()
    for thing in (made, made._line, made._line._made, vars(made), vars(made._line)):
        assert KEY not in repr(thing)


def test_no_exception_keeps_the_key(says: Say) -> None:
    """Nothing that was raised on the way lives on with a request in it."""
    gc.collect()
    provider(says(b"")).look(Id("r"), "cs_1")
    gc.collect()
    errors = [one for one in gc.get_objects() if isinstance(one, BaseException) and KEY in repr(vars(one))]
    assert errors == []


def test_a_forked_process_has_a_line_of_its_own(says: Say) -> None:
    """The kill matrix forks its workers from a warm parent: two on one socket would read each other's answers."""
    made = provider("http://127.0.0.1:1")
    made.look(Id("r"), "cs_1")
    before = made._line._made
    assert before is not None
    made._line._made = (before[0] + 1, *before[1:])  # as another process finds it
    made.look(Id("r"), "cs_1")
    after = made._line._made
    assert after is not None
    assert after[1] is not before[1]
    assert after[2] is not before[2]


def test_the_kit_comes_with_the_first_call_and_not_before() -> None:
    """FIGURES: importing the SDKs never delays the first frame: a provider that was made has brought nothing yet."""
    made = (
        "from deskbell.providers.stripe.provider import StripeProvider\n"
        "from deskbell.wiring import SystemClock\n"
        "made = StripeProvider('rk_test_0123456789', clock=SystemClock(), base='http://127.0.0.1:1')\n"
    )
    kit = {"stripe", "requests", "urllib3"}
    assert not kit & (brought_by(made) - already_there())
    assert kit <= brought_by(made + "made.check()")
