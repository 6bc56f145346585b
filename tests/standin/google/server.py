"""The world on a socket: `with Google() as google:` serves calendars at `base` and tokens at `token_uri`."""

from __future__ import annotations

import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.standin.google.world import World, dumped


class Google(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, world: World | None = None, *, port: int = 0, handler: type[Handler] | None = None) -> None:
        self.world = world or World()
        self.at: int | None = None
        """What its clock says; None is the machine's."""
        self.lock = threading.Lock()
        self.faults: list[BaseException] = []
        super().__init__(("127.0.0.1", port), handler or Handler)
        root = f"http://127.0.0.1:{self.server_port}"
        self.base, self.token_uri = f"{root}/calendar/v3/", f"{root}/token"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Google:
        self._thread.start()
        return self

    def __exit__(self, *what: object) -> None:
        self.shutdown()
        self._thread.join(10)
        self.server_close()
        if self.faults:  # a body that Google would not take, or would never give
            raise AssertionError(self.faults)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up early is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Google
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {key.lower(): value for key, value in self.headers.items()}
        try:
            with self.server.lock:
                answer, order = self.server.world.answer(self.command, self.path, headers, content)
        except Exception as fault:
            self.server.faults.append(fault)
            self.close_connection = True
            return
        if order is not None and order.waits:  # it arrives when nobody waits for it any more
            time.sleep(order.waits)
            with self.server.lock:
                answer, order = self.server.world.answer(self.command, self.path, headers, content)
        if order is not None and order.sleeps:
            time.sleep(order.sleeps)
        if answer is None:
            self.close_connection = True
            self.connection.close()
            return
        body = order.raw if order is not None and order.raw is not None else dumped(answer)
        self.send_response_only(answer.status)
        self.send_header("Date", formatdate(self.server.at, usegmt=True))
        self.send_header("Content-Type", "application/json; charset=UTF-8" if body.startswith(b"{") else "text/html")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name.replace("_", "-"), value)
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:  # whoever asked is gone: killed, or tired of waiting
            self.close_connection = True

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815 - the base class calls them so

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass
