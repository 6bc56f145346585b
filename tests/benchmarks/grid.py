"""What a key costs in the time grid, seen from outside: CPU of the process and bytes written to its terminal.

    python -m tests.benchmarks.grid [keys]

Three apps in one run, each in a pty of 120x36: the grid as it is, the grid on a plain Textual screen (lines
rewritten from the left), and the grid repainted whole. Then a change of the model, 200 blocks each way.
The CPU that the app burns untouched is taken off. Aims: 3 ms and 1 kB a key, 10 ms a model.
"""

from __future__ import annotations

import fcntl
import gc
import os
import pty
import random
import select
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from itertools import cycle
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parents[2]
COLUMNS, LINES = 120, 36
QUIET = 0.06
ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[c": b"\x1b[?62;22c"}


def child(kind: str) -> None:
    """The app under test, in this process; runs inside of the pty."""
    from textual.binding import BindingType

    from tests.tui.grid_app import GridApp, crowd, week

    class BenchApp(GridApp):
        BINDINGS: ClassVar[list[BindingType]] = [("n", "turn", "")]
        models = cycle((crowd(each=28), crowd()))

        def on_ready(self) -> None:
            gc.collect()
            gc.freeze()  # as the desk's own app does after its first frame

        def action_turn(self) -> None:
            self.grid.set_model(next(self.models))

        def on_time_grid_cursor_moved(self, message: object) -> None:
            if kind == "whole":
                self.grid._fresh()

    BenchApp(crowd() if kind == "model" else week(), spans=kind != "plain").run()


class Terminal:
    """A process in a pty, which is read until it is quiet."""

    def __init__(self, kind: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.grid", "--child", kind],
            stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def rest(self, quiet: float = QUIET) -> int:
        """Bytes read until nothing came for `quiet` seconds."""
        read = 0
        while select.select([self.master], [], [], quiet)[0]:
            data = os.read(self.master, 1 << 16)
            read += len(data)
            for question, answer in ANSWERS.items():
                if question in data:
                    os.write(self.master, answer)
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

    def idle(self, seconds: float) -> float:
        """Milliseconds of CPU in a second of nothing."""
        before, start = self.cpu(), time.perf_counter()
        self.rest(seconds)
        return (self.cpu() - before) / (time.perf_counter() - start)

    def close(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.master)


def measure(kind: str, keys: list[str]) -> tuple[float, int, int, int]:
    """Median CPU in ms; median, 95th percentile and largest bytes of the keys that changed anything."""
    terminal = Terminal(kind)
    terminal.rest(2.0)
    idle = terminal.idle(2.0) * QUIET
    for key in keys[:10]:
        terminal.key(key)
    rows = [row for row in map(terminal.key, keys[10:]) if row[1]]
    terminal.close()
    cpu = statistics.median(row[0] for row in rows) - idle
    read = sorted(row[1] for row in rows)
    return cpu, read[len(read) // 2], read[len(read) * 95 // 100], read[-1]


def main() -> None:
    chance = random.Random(7)
    keys = [chance.choice("hjkl") for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 120)]
    base = measure("whole", keys)
    print(f"{'':8}{'CPU ms':>8}{'bytes':>8}{'p95':>8}{'most':>8}{'of whole: CPU':>16}{'bytes':>8}")
    for kind in ("whole", "plain", "grid", "model"):
        cpu, *read = base if kind == "whole" else measure(kind, ["n"] * 40 if kind == "model" else keys)
        ratios = f"{cpu / base[0]:16.2f}{read[0] / base[1]:8.3f}"
        print(f"{kind:8}{cpu:8.2f}{read[0]:8}{read[1]:8}{read[2]:8}{ratios}")


if __name__ == "__main__":
    if "--child" in sys.argv:
        child(sys.argv[-1])
    else:
        main()
