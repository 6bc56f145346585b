"""How soon the screen stands and what a key on it costs, against an empty Textual app. Run by hand:

    python -m tests.benchmarks.screen [starts]

Each in a pty of 120x36, in turn, medians; ratios are what matters. Aims: the first frame (grid, header, now line) at
most 1.35 times the empty app, the lessons out of 100,000 bookings at most 2.5 times; a cursor key at most 3 ms of CPU
and 1 kB; the next week at most 16 ms of CPU. The last two hold from 10,000 to 100,000 bookings. A key that changes one
word of an empty app is the floor under both.
"""

from __future__ import annotations

import os
import pty
import random
import select
import signal
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path
from struct import pack

from tests.benchmarks.grid import ANSWERS, COLUMNS, LINES, QUIET
from tests.house.clock import WEDNESDAY

EMPTY = """
from textual.app import App
from textual.widgets import Static
class A(App):
    def compose(self):
        yield Static('Mon 2')
A().run()
"""
KEYED = """
import gc
from textual.app import App
from textual.widgets import Static
class A(App):
    BINDINGS = [('h,j,k,l,left_square_bracket,right_square_bracket', 'go', '')]
    n = 0
    def compose(self):
        yield Static('paid 0')
    def on_ready(self):
        gc.collect()
        gc.freeze()
    def action_go(self):
        self.n += 1
        self.query_one(Static).update(f'paid {self.n}')
A().run()
"""
WHOLE = f"""import os
from deskbell.wiring import run_app, clock
from deskbell.settings import Settings
run_app(os.environ['DESK'], clock('{WEDNESDAY}'), 'en', Settings(), None)
"""
LIMIT = 20.0


class Started:
    """A program in a pty, read as a terminal would."""

    def __init__(self, code: str, desk: Path | None) -> None:
        self.master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, pack("HHHH", LINES, COLUMNS, 0, 0))
        more = {"DESK": str(desk)} if desk else {}
        # An installed program is compiled: the first start, which does not count, writes that down.
        more["PYTHONDONTWRITEBYTECODE"] = ""
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", **more}
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=slave, stdout=slave, stderr=slave, env=environment,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.seen = b""

    def until(self, marks: tuple[bytes, ...]) -> list[float]:
        """Milliseconds from the start until each text was written."""
        found: dict[bytes, float] = {}
        while len(found) < len(marks):
            if not self._read(LIMIT):
                raise TimeoutError(f"{set(marks) - set(found)} never came: {self.seen[-400:]!r}")
            now = (time.perf_counter() - self.begun) * 1000
            found.update({mark: now for mark in marks if mark not in found and mark in self.seen})
        return [found[mark] for mark in marks]

    def _read(self, wait: float) -> int:
        if not select.select([self.master], [], [], wait)[0]:
            return 0
        data = os.read(self.master, 1 << 16)
        self.seen += data
        for question, reply in ANSWERS.items():
            if question in data:
                os.write(self.master, reply)
        return len(data)

    def rest(self, quiet: float = QUIET) -> int:
        read = 0
        while n := self._read(quiet):
            read += n
        return read

    def cpu(self) -> float:
        """Milliseconds on a processor, all threads."""
        tasks = Path(f"/proc/{self.process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6

    def key(self, key: str) -> tuple[float, int]:
        before = self.cpu()
        os.write(self.master, key.encode())
        read = self.rest()
        return self.cpu() - before, read

    def close(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.master)


def filled(folder: Path, count: int) -> Path:
    from deskbell.store.engine import open_database
    from tests.benchmarks.reads import fill

    where = folder / f"desk{count}.sqlite3"
    with open_database(where, create=True) as database:
        fill(database, count)
    return where


def start(code: str, desk: Path | None, *marks: bytes) -> list[float]:
    started = Started(code, desk)
    try:
        return started.until(marks)
    finally:
        started.close()


def keys(code: str, desk: Path | None) -> dict[str, tuple[float, float]]:
    """Median CPU and bytes of a cursor key and of a page, what the app burns untouched taken off."""
    app = Started(code, desk)
    app.until((b"paid",))
    app.rest(2.0)
    before, since = app.cpu(), time.perf_counter()
    app.rest(0.01)
    time.sleep(3)
    app.rest()
    idle = (app.cpu() - before) / (time.perf_counter() - since) * QUIET
    dice = random.Random(7)
    found = {}
    for name, choice, times in (("cursor", "hjkl", 80), ("page", "[]", 24)):
        rows = [app.key(dice.choice(choice)) for _ in range(times)]
        rows = [row for row in rows[5:] if row[1]]
        found[name] = (statistics.median(r[0] for r in rows) - idle, statistics.median(r[1] for r in rows))
    app.close()
    return found


def main() -> None:
    starts = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        small, large = (filled(Path(folder), count) for count in (10_000, 100_000))
        rows = []
        for n in range(starts + 1):
            row = (*start(EMPTY, None, b"Mon 2"), *start(WHOLE, large, b"Mon 2", b"paid"))
            if n:
                rows.append(row)
        empty, frame, lessons = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"empty app {empty:6.0f} ms")
        print(f"first frame {frame:4.0f} ms   {frame / empty:.2f} of it (aim 1.35)")
        print(f"lessons   {lessons:6.0f} ms   {lessons / empty:.2f} of it (aim 2.5)")
        for called, code, desk in (("empty app", KEYED, None), *((d.stem, WHOLE, d) for d in (small, large))):
            for name, (cpu, read) in keys(code, desk).items():
                print(f"{called:12} {name:7} {cpu:6.2f} ms CPU {read:8.0f} bytes")


if __name__ == "__main__":
    main()
