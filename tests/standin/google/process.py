"""Google in a process of its own: python -m tests.standin.google.process --port 0 --memory FOLDER.

It prints its port, and outlives a worker that is killed. POST /control/… sets its clock, orders what goes wrong, keeps
its memory under a name and takes it again, and tells what stands on the calendar.
"""

from __future__ import annotations

import argparse
import copy
import json
import sys
from pathlib import Path
from typing import Any

from deskbell.domain.entrances import LEAST
from tests.standin.google.server import Google, Handler
from tests.standin.google.world import Answer, Order, World, no

REFRESH = "1//kept"
CALLS = {"insert": "insert", "change": "patch", "remove": "delete", "fetch": "get", "ours": "list", "since": "list"}
"""What our port calls it, and what this world does."""
SLOW = 0.9
"""Seconds for which a reply or a request is held back: longer than the hasty wait."""


class Process(Google):
    def __init__(self, port: int) -> None:
        super().__init__(port=port, handler=Controlled)
        self.stages: dict[str, World] = {}
        self.control("memory", {})

    def control(self, what: str, said: dict[str, Any]) -> Any:
        match what:
            case "memory":
                self.world = World()
                self.world.grants[REFRESH] = set(LEAST)
            case "keep":
                self.stages[said["stage"]] = copy.deepcopy(self.world)
            case "take":
                self.world = copy.deepcopy(self.stages[said["stage"]])
                self.world.orders.clear()
            case "clock":
                self.at = said["at"]
            case "order":
                self.world.orders.append(_order(CALLS[said["call"]], said["kind"], said["value"]))
            case "events":
                return [
                    {"slot": _slot(e), "id": e["id"], "start": e["start"]["dateTime"], "end": e["end"]["dateTime"]}
                    for e in self.world.events()
                ]
            case "wrong":
                return [repr(fault) for fault in self.faults]
            case _:
                raise LookupError(what)
        return None


def _slot(event: dict[str, Any]) -> str:
    return str(event.get("extendedProperties", {}).get("private", {}).get("slot", ""))


def _order(call: str, kind: str, value: str) -> Order:
    """In the words of tests/standin/orders.py."""
    match kind:
        case "lost_request":
            return Order(call)
        case "lost_reply":
            return Order(call, acts=True)
        case "429":
            return Order(call, no(429, "rateLimitExceeded", Retry_After=value or "7"))
        case "503":
            return Order(call, no(503, "backendError"))
        case "html":
            return Order(call, Answer(200), acts=True, raw=b"<html><h1>Be right back</h1>")
        case "500" | "sticky":
            return Order(call, no(500, "backendError"))
        case "sticky_acted":
            return Order(call, no(500, "backendError"), acts=True)
        case "hold":
            return Order(call, acts=True, sleeps=SLOW)
        case "delayed":
            return Order(call, waits=SLOW)
    raise LookupError(kind)


class Controlled(Handler):
    server: Process

    def do_POST(self) -> None:
        if not self.path.startswith("/control/"):
            self._serve()
            return
        said = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or b"{}")
        with self.server.lock:
            body = json.dumps({"value": self.server.control(self.path.removeprefix("/control/"), said)}).encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--memory", type=Path)
    server = Process(parser.parse_args().port)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
