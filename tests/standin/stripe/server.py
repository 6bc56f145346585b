"""Stripe on a socket, in a process of its own: python -m tests.standin.stripe.server --port 0.

It prints its port and serves until it is ended, so that it outlives a worker that is killed. POST /control/… orders
what goes wrong (see orders.py), plays the customer, sets the clock; /control/log tells which requests came.
"""

from __future__ import annotations

import argparse
import copy
import json
import socket
import struct
import sys
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock
from typing import Any

from deskbell.domain.errors import DeskError
from deskbell.providers.stripe.answers import Unheard
from tests.standin.orders import Order, Orders
from tests.standin.server import HOLDS, ServerClock
from tests.standin.stripe.core import Asked, Core, Reply
from tests.standin.stripe.customer import StripeCustomer
from tests.standin.stripe.inside import played, taken


class Standin(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.lock = Lock()
        self.held = Event()
        self.stages: dict[str, Any] = {}
        self.forget()

    def forget(self) -> None:
        """Another account: no orders, no log, the machine's clock."""
        self.clock = ServerClock()
        self.orders = Orders()
        self.log: list[dict[str, str]] = []
        self.core = Core(self.clock)
        self.customer = StripeCustomer(self.core, self.orders)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is nothing to write about."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def control(self, what: str, said: dict[str, Any]) -> dict[str, Any]:
        if what == "order":
            self.orders.add(Order(**said))
        elif what == "customer":
            try:
                return {"value": getattr(self.customer, said["verb"])(*said["args"], **said["words"])}
            except DeskError as error:
                return {"refused": error.code}
        elif what == "clock":
            self.clock.at, self.clock.skew = said["at"], said["skew"]
        elif what == "memory":
            self.release()
            self.forget()
        elif what == "keep":
            account = self.core.account
            self.stages[said["stage"]] = copy.deepcopy((account.things, account._made, self.core.kept))
        elif what == "take":
            self.release()
            self.forget()
            account = self.core.account
            account.things, account._made, self.core.kept = copy.deepcopy(self.stages[said["stage"]])
        elif what == "release":
            self.release()
        elif what == "log":
            return {"value": list(self.log)}
        elif what == "violations":
            return {"value": list(self.core.violations)}
        elif what == "account":
            if "rights" in said:
                self.core.rights = None if said["rights"] is None else set(said["rights"])
            self.core.revoked = said.get("revoked", self.core.revoked)
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
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.server.clock.now() + self.server.clock.skew, usegmt=True)

    def do_GET(self) -> None:
        self.serve(b"")

    def do_POST(self) -> None:
        self.serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def serve(self, body: bytes) -> None:
        if self.path.startswith("/control/"):
            try:
                self.send(
                    Reply(200, json.dumps(self.server.control(self.path[9:], json.loads(body or b"{}"))).encode())
                )
            except (LookupError, TypeError, ValueError, AttributeError) as error:
                self.send(Reply(404, json.dumps({"error": repr(error)}).encode()))
            return
        headers = dict(self.headers.items())
        asked = self.server.core.read(self.command, self.path, headers, body)
        self.server.log.append({"call": asked.name, "key": asked.key, "path": self.path})
        self.obey(asked, headers, taken(self.server.orders, asked))

    def obey(self, asked: Asked, headers: dict[str, str], order: Order | None) -> None:
        kind = order.kind if order is not None else ""
        core, held = self.server.core, self.server.held
        if order is not None and kind == "latency":
            time.sleep(int(order.value) / 1000)
            self.send(core.answer(asked, headers))
        elif kind == "hold":
            reply = core.answer(asked, headers)
            held.wait(HOLDS)
            self.send(reply)
        elif kind == "delayed":
            held.wait(HOLDS)
            self.send(core.answer(asked, headers))
        elif kind in ("duplicate", "reordered"):
            self.send(_listed(core.answer(asked, headers), kind))
        else:
            try:
                self.send(played(core, asked, headers, order))
            except Unheard:
                self.reset()

    def send(self, reply: Reply) -> None:
        try:
            self.send_response(reply.status)
            for name, value in ({"Content-Length": str(len(reply.body))} | reply.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
        except OSError:  # whoever asked is gone: killed, or tired of waiting
            self.close_connection = True

    def reset(self) -> None:
        """The socket goes without a word, as when a machine dies."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        self.rfile.close()
        self.wfile = open("/dev/null", "wb")  # noqa: SIM115 - what is flushed at the end goes nowhere


def _listed(reply: Reply, kind: str) -> Reply:
    """A list with every one twice, or the wrong way round."""
    said = json.loads(reply.body)
    found = said.get("data", [])
    said["data"] = [one for one in found for _ in range(2)] if kind == "duplicate" else found[::-1]
    return Reply(reply.status, json.dumps(said).encode(), reply.headers)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--memory", type=Path)
    args = parser.parse_args()
    server = Standin(args.port)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
