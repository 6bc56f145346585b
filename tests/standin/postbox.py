"""A mail server in a process of its own: python -m tests.standin.postbox --port 0 --memory FOLDER.

It prints the port of its control door, and outlives a worker that is killed: POST /control/… tells where letters are
taken and which were, orders what goes wrong, keeps its memory under a name and takes it again.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tests.standin.mail import MailServer, Taken

SLOW = 0.9
"""Seconds for which the answer to a letter is held back: longer than the hasty wait."""


class Postbox(HTTPServer):
    def __init__(self, port: int, mail: MailServer) -> None:
        super().__init__(("127.0.0.1", port), Door)
        self.mail = mail
        self.stages: dict[str, list[Taken]] = {}

    def control(self, what: str, said: dict[str, Any]) -> Any:
        post = self.mail.post
        match what:
            case "where":
                return {"port": self.mail.port, "cert": str(self.mail.cert)}
            case "memory":
                post.taken.clear()
                self._calm()
            case "keep":
                self.stages[said["stage"]] = list(post.taken)
            case "take":
                post.taken[:] = self.stages[said["stage"]]
                self._calm()
            case "order":
                self._order(said["kind"])
            case "taken":
                return [_told(one) for one in post.taken]
            case _:
                raise LookupError(what)
        return None

    def _calm(self) -> None:
        post = self.mail.post
        post.says.clear()
        post.drops, post.sleeps, post.once = "", 0, True

    def _order(self, kind: str) -> None:
        """In the words of tests/standin/orders.py."""
        post = self.mail.post
        match kind:
            case "lost_request" | "delayed":  # a server that does not hear a letter's end takes none of it
                post.drops = "BEFORE"
            case "lost_reply":
                post.drops = "AFTER"
            case "429":
                post.says["MAIL"] = "451 4.7.1 come back later"
            case "503":
                post.says["MAIL"] = "421 4.3.2 going down"
            case "hold":
                post.sleeps = SLOW
            case _:
                raise LookupError(kind)


def _told(one: Taken) -> dict[str, Any]:
    mail = message_from_bytes(one.content)
    return {"id": str(mail["Message-ID"]).strip().strip("<>"), "to": one.to, "subject": str(mail["Subject"])}


class Door(BaseHTTPRequestHandler):
    server: Postbox

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        body = json.dumps({"value": self.server.control(self.path.removeprefix("/control/"), said)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--memory", type=Path)
    logging.disable(logging.WARNING)  # aiosmtpd speaks of its own old names at each login
    with tempfile.TemporaryDirectory() as folder, MailServer(Path(folder)) as mail:
        server = Postbox(parser.parse_args().port, mail)
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
