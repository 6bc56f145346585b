"""What a worker costs: importing it beside SQLAlchemy, doing nothing for a minute, and taking over from a killed one.

    python -m tests.benchmarks.worker [SECONDS]

Prints ratios and shares: imported within 2.5 times `import sqlalchemy`, idle at most 0.5 % of one processor, the next
claim after a SIGKILL at most 15 s later (at once on the same machine) for at most 100 ms of processor time.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORKER = "import deskbell.worker.loop, deskbell.services.working"
CACHE = tempfile.TemporaryDirectory()
TICK = os.sysconf("SC_CLK_TCK")


def python(*words: str, home: Path | None = None) -> subprocess.Popen[str]:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"PYTHONPYCACHEPREFIX": CACHE.name}  # as an installed program starts: compiled
    if home is not None:
        environ |= {"DESKBELL_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, *words], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def cost(code: str) -> float:
    out, err = python(
        "-c", f"import time\na = time.process_time()\n{code}\nprint(time.process_time() - a)"
    ).communicate()
    return float(out or err)


def used(pid: int) -> float:
    """Seconds of processor time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def importing(rounds: int = 11) -> None:
    cost("import sqlalchemy"), cost(WORKER)
    pairs = [(cost("import sqlalchemy"), cost(WORKER)) for _ in range(rounds)]
    base, ours = (min(column) for column in zip(*pairs, strict=True))
    middle = statistics.median(b / a for a, b in pairs)
    print(
        f"import: {ours / base:.2f} times sqlalchemy ({ours * 1000:.0f} ms of {base * 1000:.0f}), median {middle:.2f}"
    )


def lease(home: Path) -> tuple[int, int]:
    """Token and end of the demo connection's lease, read beside the worker."""
    import sqlite3

    with sqlite3.connect(f"file:{home}/data/demo.sqlite3?mode=ro", uri=True) as line:
        row = line.execute("SELECT token, until FROM lease WHERE name = 'DEMO'").fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def lives(home: Path, after: int = 0) -> float:
    """Seconds until a worker holds the lease under a token above that."""
    start = time.monotonic()
    while time.monotonic() - start < 60:
        token, until = lease(home)
        if token > after and until > time.time():
            return time.monotonic() - start
        time.sleep(0.01)
    raise SystemExit("no worker came")


def idle(home: Path, seconds: int) -> None:
    worker = python("-m", "deskbell", "worker", "--demo", home=home)
    lives(home)
    time.sleep(10)
    before = used(worker.pid)
    time.sleep(seconds)
    share = (used(worker.pid) - before) / seconds
    print(f"idle: {share:.2%} of a processor over {seconds} s")
    token = lease(home)[0]
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    start = time.monotonic()
    other = python("-m", "deskbell", "worker", "--demo", home=home)
    waited = lives(home, token)
    print(f"after SIGKILL: {waited:.2f} s from the start of the next one, its own start included", end="")
    print(f" ({time.monotonic() - start:.2f} s), {used(other.pid):.2f} s of processor time in all")
    other.send_signal(signal.SIGTERM)
    print(f"SIGTERM: exit {other.wait()}")


TAKING_OVER = """
import time
from deskbell.domain.commands import AskByLink
from deskbell.domain.payment import Method
from deskbell.paths import places
from deskbell.services.working import Working
from deskbell.wiring import open_desk, providers
from deskbell.worker.loop import Worker

desk = open_desk(places().demo_database)
working = Working(desk)
for no in range(1, 400):
    view = desk.booking(no)
    if view.open > 0 and not view.payments:
        desk.commit(AskByLink(key=desk.fresh(), order=view.order.id, method=Method.DEMO))
        break
dead = working.leases(pid=1)
working.take(dead, ("DEMO", "timers"))
assert working.claim("DEMO", dead.held["DEMO"]) is not None
working.release(dead)
worker = Worker(working, providers(desk), desk.clock)
before = time.process_time()
worker._beat()
worker.circuit.refresh()
claimed = working.claim("DEMO", worker.leases.held["DEMO"])
claim = time.process_time() - before
assert claimed is not None
worker.hands.perform(worker.providers["DEMO"], *claimed)
print(claim, time.process_time() - before)
"""


def taking_over(home: Path) -> None:
    """The lease, the claim and the answer of what a dead worker had sent, in processor time of the one that comes."""
    out, err = python("-c", TAKING_OVER, home=home).communicate()
    if not out:
        raise SystemExit(err)
    claim, whole = (float(word) * 1000 for word in out.split())
    print(f"taking over: {claim:.0f} ms of processor time to the claim, {whole:.0f} ms to the answer's commit")


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        python("-m", "deskbell", "demo", "--build", home=home).communicate()
        idle(home, seconds)
        taking_over(home)
    importing()


if __name__ == "__main__":
    main()
