"""However the program ends, the terminal is as it was: main screen, a cursor, no mouse."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 30.0


def read_until(line: int, wanted: bytes) -> bytes:
    """What the program wrote until then, or until it ended."""
    seen, end = b"", time.monotonic() + PATIENCE
    while wanted not in seen and time.monotonic() < end:
        if select.select([line], [], [], 0.1)[0]:
            try:
                data = os.read(line, 65536)
            except OSError:  # the other end is closed
                return seen
            if not data:
                return seen
            seen += data
    return seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_leaves_a_clean_terminal(tmp_path: Path, number: int) -> None:
    env = os.environ | {
        "DESKBELL_HOME": str(tmp_path / "home"),
        "TERM": "xterm-256color",
        "COLUMNS": "80",
        "LINES": "24",
    }
    env.pop("DESKBELL_NOW", None)
    program = [sys.executable, "-m", "deskbell"]
    words = ["--desk", "E", "--zone", "UTC", "--currency", "EUR", "--tutor", "Ana", "--service", "Piano 60 25"]
    subprocess.run([*program, "init", *words], env=env, check=True, capture_output=True)
    ours, theirs = pty.openpty()
    with subprocess.Popen(program, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as run:
        try:
            os.close(theirs)
            assert b"?1049h" in read_until(ours, b"Mon")
            run.send_signal(number)
            rest = read_until(ours, b"?1049l")
            assert b"\x1b[?1049l" in rest
            assert run.wait(PATIENCE) == 128 + number
        finally:
            run.kill()
            os.close(ours)
