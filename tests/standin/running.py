"""Starts a stand-in in a process of its own, and talks to its control door."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.house.tree import ROOT


class Running:
    """A stand-in that runs until it is left; `port` is where. Ends only the process that it started."""

    def __init__(self, memory: Path, room: str = "tests.standin.server") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", room, "--port", "0", "--memory", str(memory)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.strip().isdecimal(), "the stand-in did not start"
        self.port = int(line)

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def control(self, what: str, **said: Any) -> Any:
        """The answer's value. AssertionError where the door does not know it."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("POST", f"/control/{what}", json.dumps(said))
            answer = line.getresponse()
            data = json.loads(answer.read())
        finally:
            line.close()
        assert answer.status == 200, data
        assert "refused" not in data, data["refused"]
        return data["value"]

    def order(self, call: str, kind: str, value: object = "", times: int = 1) -> None:
        self.control("order", call=call, kind=kind, value=str(value), times=times)

    def customer(self, verb: str, *args: Any, **words: Any) -> Any:
        return self.control("customer", verb=verb, args=args, words=words)

    def clock(self, at: int | None, skew: int = 0) -> None:
        """None is the machine's own clock; `skew` is what the Date header is off by."""
        self.control("clock", at=at, skew=skew)

    def memory(self, path: Path) -> None:
        """Forget everything: another memory, no orders, no log, the machine's clock."""
        self.control("memory", path=str(path))

    def release(self) -> None:
        self.control("release")

    def log(self) -> list[dict[str, str]]:
        """Every call that came, with its key, in order."""
        found: list[dict[str, str]] = self.control("log")
        return found
