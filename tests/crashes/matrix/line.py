"""A forked process and the line to it: what it says, one JSON object a line, and how it ended."""

from __future__ import annotations

import json
import os
import select
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, NoReturn


class Line:
    """The child's end."""

    def __init__(self, out: IO[bytes], back: IO[bytes], *, notes: bool) -> None:
        self._out, self._back, self._notes = out, back, notes

    def say(self, **what: Any) -> None:
        self._out.write(json.dumps(what).encode() + b"\n")
        self._out.flush()

    def note(self, text: str) -> None:
        if self._notes:
            self.say(note=text)

    def hear(self) -> dict[str, Any]:
        """The director's answer; a child whose director is gone goes too."""
        said = self._back.readline()
        if not said:
            os._exit(3)
        answer: dict[str, Any] = json.loads(said)
        return answer


class Child:
    """The director's end."""

    def __init__(self, name: str, live: Callable[[Line], None], *, notes: bool = False) -> None:
        self.name = name
        mine, theirs = os.pipe()
        back, ours = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(mine)
            os.close(ours)
            _live(live, Line(os.fdopen(theirs, "wb"), os.fdopen(back, "rb"), notes=notes))
        os.close(theirs)
        os.close(back)
        self._in, self._out = mine, os.fdopen(ours, "wb")
        self._buffer = b""
        self.ended: int | None = None
        """How it ended: 0, an exit code, or less a signal's number."""

    def hear(self, patience: float | None = None) -> dict[str, Any] | None:
        """What it says next; None where it is over, however that came. One that says nothing for so long is killed."""
        if self.ended is not None:
            return None
        while b"\n" not in self._buffer:
            if patience is not None and not select.select([self._in], [], [], patience)[0]:
                os.kill(self.pid, signal.SIGKILL)
            more = os.read(self._in, 1 << 16)
            if not more:
                self.ended = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
                os.close(self._in)
                with suppress(BrokenPipeError):
                    self._out.close()
                return None
            self._buffer += more
        said, _, self._buffer = self._buffer.partition(b"\n")
        heard: dict[str, Any] = json.loads(said)
        return heard

    def go(self, **what: Any) -> None:
        with suppress(BrokenPipeError):  # it is dead, and that is heard next
            self._out.write(json.dumps(what).encode() + b"\n")
            self._out.flush()

    @property
    def was_killed(self) -> bool:
        return self.ended == -signal.SIGKILL


def _live(live: Callable[[Line], None], line: Line) -> NoReturn:
    code = 1
    try:
        live(line)
        code = 0
    except BaseException:
        line.say(fell=traceback.format_exc())
    finally:
        os._exit(code)
