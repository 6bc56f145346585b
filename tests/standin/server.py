"""A provider on a socket, in a process of its own: python -m tests.standin.server --port 0 --memory FILE.

It prints its port and serves the demo provider's behaviour as small JSON until it is ended, so that it outlives a
worker that is killed. POST /control/… orders what a network and a provider do wrong (see orders.py), plays the
customer, sets the clock; GET /control/log tells which calls came.
"""

from __future__ import annotations

import argparse
import json
import socket
import struct
import sys
import time
from email.utils import formatdate
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from deskbell.domain.errors import DeskError
from deskbell.domain.ids import Id
from deskbell.domain.ports import Account, Capture, Checkout, Done, Later, Outcome, Refused, Unknown
from deskbell.providers.fake import FakeProvider
from deskbell.providers.fake_customer import Customer
from deskbell.providers.fake_json import seen_json
from tests.standin.events import Events
from tests.standin.orders import Order, Orders

STATUS = {"NOT_FOUND": 404, "KEY": 400, "KEY_REUSED": 400}
HOLDS = 60
"""A reply that is held is let go after so many seconds though nobody asks, so that no thread stays for ever."""


class ServerClock:
    """The machine's clock, or the instant that was set; `skew` is what the Date header is off by."""

    def __init__(self) -> None:
        self.at: int | None = None
        self.skew = 0

    def now(self) -> int:
        return int(time.time()) if self.at is None else self.at


class Standin(ThreadingHTTPServer):
    handler: type[Handler]
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, memory: Path) -> None:
        super().__init__(("127.0.0.1", port), self.handler)
        self.clock = ServerClock()
        self.lock = Lock()
        self.orders = Orders()
        self.log: list[dict[str, str]] = []
        self.held = Event()
        self.remember(memory)

    def remember(self, memory: Path) -> None:
        self.provider = FakeProvider(memory, self.clock)
        self.customer = Customer(self.provider.memory, self.clock)
        self.events = Events(self.provider.memory, self.clock)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is nothing to write about."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def control(self, what: str, said: dict[str, Any]) -> dict[str, Any]:
        """What tests ask for, beside what the provider serves."""
        if what == "order":
            self.orders.add(Order(**said))
        elif what == "customer":
            try:
                return {"value": getattr(self.customer, said["verb"])(*said["args"], **said["words"])}
            except DeskError as error:
                return {"refused": error.code}
        elif what == "clock":
            self.clock.at, self.clock.skew = said["at"], said["skew"]
        elif what == "memory":  # another test, another provider
            self.release()
            self.orders, self.log, self.clock = Orders(), [], ServerClock()
            self.remember(Path(said["path"]))
        elif what == "release":
            self.release()
        elif what == "log":
            return {"value": list(self.log)}
        else:
            raise LookupError(what)
        return {"value": None}

    def release(self) -> None:
        """Let go whatever is held now; what is held later is held anew."""
        with self.lock:
            held, self.held = self.held, Event()
        held.set()


class Handler(BaseHTTPRequestHandler):
    server: Standin

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.server.clock.now() + self.server.clock.skew, usegmt=True)

    def do_GET(self) -> None:
        self.serve({})

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.serve(json.loads(text or b"{}"))

    def serve(self, said: dict[str, Any]) -> None:
        url = urlsplit(self.path)
        room, *rest = map(unquote, url.path.strip("/").split("/"))
        if room == "control":
            try:
                self.reply(200, self.server.control("/".join(rest), said))
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                self.reply(404, {"error": repr(error)})
            return
        said |= dict(parse_qsl(url.query))
        name, call = self.called(rest, said)
        self.server.log.append({"call": name, "key": self.key, "path": url.path})
        self.obey(self.server.orders.take(name), name, call)

    @property
    def key(self) -> str:
        return self.headers.get("Idempotency-Key", "")

    def called(self, rest: list[str], said: dict[str, Any]) -> tuple[str, Any]:
        """The name of a call and how it is done."""
        p, key = self.server.provider, self.key
        match self.command, *rest:
            case "POST", "checkouts":
                wanted = Checkout(
                    Id(said["reference"]), said["amount"], said["currency"], said["title"], said["expires_at"],
                    Capture(said["capture"]), said["mail"], said["asked_at"],
                )  # fmt: skip
                return "open", partial(p.open, wanted, key)
            case "GET", "checkouts", which:
                return "look", partial(p.look, Id("-"), which)
            case "GET", "checkouts":
                return "look", partial(p.look, Id(said["reference"]), None)
            case "POST", "checkouts", which, "expire":
                return "expire", partial(p.expire, which, key)
            case "POST", "checkouts", which, "payments", paid, "capture":
                return "capture", partial(p.capture, which, paid, said["amount"], said["currency"], key)
            case "POST", "checkouts", which, "payments", paid, "void":
                return "void", partial(p.void, which, paid, key)
            case "POST", "checkouts", which, "payments", paid, "refunds":
                what = (Id(said["reference"]), said["amount"], said["currency"])
                return "refund", partial(p.refund, which, paid, *what, key)
            case "GET", "events":
                return "since", None
            case "GET", "account":
                return "check", p.check
        return "nothing", lambda: Refused("NOT_FOUND")

    # --- what goes right

    def answer(self, name: str, call: Any, order: Order | None) -> tuple[int, dict[str, Any], dict[str, str]]:
        if name == "since":
            query = dict(parse_qsl(urlsplit(self.path).query))
            with self.server.lock:
                return 200, self.server.events.page(query, order), {}
        outcome: Outcome[Any] = call()
        match outcome:
            case Done(None):
                return 404, {"error": {"code": "NOT_FOUND"}}, {}
            case Done(Account(live)):
                return 200, {"live": live}, {}
            case Done(value):
                return 200, seen_json(value), {}
            case Refused(code):
                return STATUS.get(code, 402), {"error": {"code": code}}, {}
            case Later(seconds, code):
                return 429, {"error": {"code": code}}, {"Retry-After": str(seconds)}
            case Unknown(code):
                return 500, {"error": {"code": code}}, {}
        raise TypeError(outcome)

    def reply(self, status: int, data: dict[str, Any], more: dict[str, str] | None = None) -> None:
        self.send(status, self.written(data), "application/json", more or {})

    def written(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def send(self, status: int, body: bytes, kind: str, more: dict[str, str]) -> None:
        try:
            self.send_response(status)
            for name, value in ({"Content-Type": kind, "Content-Length": str(len(body))} | more).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # whoever asked is gone: killed, or tired of waiting
            self.close_connection = True

    # --- what goes wrong

    def obey(self, order: Order | None, name: str, call: Any) -> None:
        kind = order.kind if order else ""
        if order is None or kind in ("late", "away", "duplicate", "reordered"):
            self.reply(*self.answer(name, call, order))
        elif kind == "latency":
            time.sleep(int(order.value) / 1000)
            self.reply(*self.answer(name, call, None))
        elif kind == "hold":
            held = self.server.held
            said = self.answer(name, call, None)
            held.wait(HOLDS)
            self.reply(*said)
        elif kind == "delayed":
            self.server.held.wait(HOLDS)
            self.reply(*self.answer(name, call, None))
        elif kind == "lost_reply":
            self.answer(name, call, None)
            self.reset()
        elif kind == "lost_request":
            self.reset()
        elif kind in ("429", "503"):
            after = {"Retry-After": order.value} if order.value else {}
            self.reply(int(kind), self.wrong(int(kind), "BUSY"), after)
        elif kind in ("sticky", "sticky_acted"):
            self.stick(kind, name, call)
        elif kind == "html":
            self.answer(name, call, None)
            self.send(int(order.value or 200), b"<html><h1>Be right back</h1>", "text/html", {})
        elif kind == "refuse":
            self.reply(*self.refusal(order.value))
        else:
            self.reply(int(kind), self.wrong(int(kind), order.value or "WRONG"))

    def stick(self, kind: str, name: str, call: Any) -> None:
        """An error that is kept under the key."""
        self.server.customer.orders(name, kind)
        self.reply(*self.answer(name, call, None))

    def wrong(self, status: int, code: str) -> dict[str, Any]:
        """The body of an error, as this provider writes one."""
        return {"error": {"code": code}}

    def refusal(self, said: str) -> tuple[int, dict[str, Any]]:
        """A definite no: its code."""
        return STATUS.get(said, 402), self.wrong(402, said)

    def reset(self) -> None:
        """The socket goes without a word, as when a machine dies."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        self.rfile.close()
        self.wfile = open("/dev/null", "wb")  # noqa: SIM115 - what is flushed at the end goes nowhere


Standin.handler = Handler


def main(made: type[Standin] = Standin) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--memory", type=Path, required=True)
    args = parser.parse_args()
    server = made(args.port, args.memory)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
