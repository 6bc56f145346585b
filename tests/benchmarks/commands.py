"""What a week's agenda costs out of 10,000 and 100,000 bookings, against `import sqlalchemy`. Run by hand:

    python -m tests.benchmarks.commands [--runs 31] [--counts 10000 100000]

Whole processes, in turns, so that the machine's moods reach all of them alike; CPU (user and system) and wall time,
median of many after two warm-ups. Ratios are what matters: `agenda` is to cost at most 1.6 times the import.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deskbell.store.engine import open_database
from tests.benchmarks.reads import fill
from tests.house.clock import WEDNESDAY

IMPORT = [sys.executable, "-c", "import sqlalchemy"]


def deskbell(*words: str) -> list[str]:
    """The program as its script starts it."""
    return [sys.executable, "-c", f"import sys; from deskbell.__main__ import main; sys.exit(main({list(words)!r}))"]


def run(command: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """Milliseconds of CPU and of the clock on the wall."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu * 1000, wall * 1000


def measure(commands: dict[str, tuple[list[str], dict[str, str]]], runs: int) -> dict[str, tuple[float, float]]:
    """Medians of each, taken in turns."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(runs + 2):
        for name, (command, environ) in commands.items():
            spent = run(command, environ)
            if turn >= 2:
                taken[name].append(spent)
    return {
        name: (statistics.median(c for c, _ in spent), statistics.median(w for _, w in spent))
        for name, spent in taken.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=31)
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.umask(0o077)
        commands: dict[str, tuple[list[str], dict[str, str]]] = {}
        plain = {**os.environ, "DESKBELL_NOW": str(WEDNESDAY), "LANG": "C.UTF-8"}
        commands["import sqlalchemy"] = (IMPORT, plain)
        for count in args.counts:
            home = Path(folder, str(count))
            with open_database(home / "data" / "desk.sqlite3") as database:
                fill(database, count)
            here = {**plain, "DESKBELL_HOME": str(home)}
            commands[f"agenda of {count}"] = (deskbell("agenda", "mon"), here)
            commands[f"agenda --json of {count}"] = (deskbell("agenda", "mon", "--json"), here)
            shown = subprocess.run(
                commands[f"agenda of {count}"][0], env=here, check=True, capture_output=True, text=True
            )
            assert shown.stdout.count("#") > 150, "the week has its lessons"
        commands["where"] = (deskbell("where"), here)
        commands["--version"] = (deskbell("--version"), here)
        found = measure(commands, args.runs)
        base = found["import sqlalchemy"]
        for name, (cpu, wall) in found.items():
            print(f"{name:<24} cpu {cpu:6.1f} ms {cpu / base[0]:5.2f}x   wall {wall:6.1f} ms {wall / base[1]:5.2f}x")


if __name__ == "__main__":
    main()
