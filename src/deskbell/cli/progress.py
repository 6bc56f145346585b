"""Waiting is never silent: a bar on stderr where somebody looks at it, nothing where a program listens."""

from __future__ import annotations

import sys
from types import TracebackType

WIDTH = 24


class Progress:
    """Called with (done, total) now and then; the bar is gone when the block ends.

    Drawn on a terminal only. plain: words and quarters, for those who listen to their screen.
    """

    def __init__(self, label: str, *, plain: bool = False) -> None:
        self.label = label
        self.plain = plain
        self.shown = sys.stderr.isatty()
        self._last = -1

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        if not self.shown or total <= 0:
            return
        percent = min(100, done * 100 // total)
        if percent == self._last or (self.plain and percent // 25 == self._last // 25):
            return
        self._last = percent
        if self.plain:
            sys.stderr.write(f"{self.label} {percent} %\n")
        else:
            full = percent * WIDTH // 100
            sys.stderr.write(f"\r{self.label} {'█' * full}{'░' * (WIDTH - full)} {percent:3} %")
        sys.stderr.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.shown and not self.plain and self._last >= 0:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
