"""What conftest.py promises to every test: both databases, nobody else's environment, no way out."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual import constants
from textual.app import App
from textual.widgets import Input

from tests.house import postgres
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.house.tree import ROOT


def tables(url: str) -> list[str]:
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        assert not path.exists(), "the store makes the file, so that its mode is the store's doing"
        return []
    import psycopg

    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 2200")]


def mark(url: str) -> None:
    if url.startswith("sqlite"):
        sqlite3.connect(url.removeprefix("sqlite:///")).close()
    else:
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE mark ()")


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_database_is_fresh_and_empty(empty_url: str, time: str) -> None:
    """What the first test leaves behind, the second does not find."""
    assert tables(empty_url) == []
    mark(empty_url)


def test_a_test_gets_as_many_databases_as_it_asks_for(new_database: Callable[[], str]) -> None:
    one, two = new_database(), new_database()
    mark(one)
    assert tables(two) == []


def test_the_server_is_the_runs_own(postgres_server: postgres.Server) -> None:
    """No port, a socket in a folder of mode 0700, and a real PostgreSQL 18."""
    run = postgres_server.folder / "run"
    assert stat.S_IMODE(run.stat().st_mode) == 0o700
    import psycopg

    with psycopg.connect(postgres_server.url()) as connection:
        settings = connection.execute("SHOW listen_addresses").fetchone(), connection.info.server_version // 10000
    assert settings == (("",), 18)


def wait_for_the_end(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not folder.exists()


def test_a_server_goes_with_its_run_however_it_ends() -> None:
    """Killed without a word, the run leaves neither a server nor a folder behind."""
    code = (
        "import sys; from tests.house import postgres; folder = postgres.home(); held = postgres.hold(folder);"
        "print(postgres.reach(folder).folder, flush=True); sys.stdin.read()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        pid = int((folder / "pid").read_text())
        run.send_signal(signal.SIGKILL)
    wait_for_the_end(folder)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_server_can_be_stopped_at_once_and_started_again() -> None:
    """What was committed is there, what was not is not, and who was connected is not any more."""
    import psycopg

    with postgres.server() as server:
        other = psycopg.connect(server.url())
        other.execute("CREATE TABLE kept (n integer)")
        other.commit()
        other.execute("INSERT INTO kept VALUES (1)")
        server.stop_at_once()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.url())
        server.start_again()
        with pytest.raises(psycopg.OperationalError):
            other.commit()
        with psycopg.connect(server.url()) as line:
            assert line.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_server_that_cannot_start_says_why() -> None:
    folder = postgres.home()
    number = postgres.hold(folder)
    (folder / "run").write_text("in the way")
    with pytest.raises(postgres.PostgresMissing, match="did not start"):
        postgres.reach(folder)
    os.close(number)
    wait_for_the_end(folder)


def run_pytest(**environ: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "DESKBELL_TEST_PG")}
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        f"{__file__}::{test_a_database_is_fresh_and_empty.__name__}",
    ]
    return subprocess.run(words, cwd=ROOT, env=clean | environ, capture_output=True, text=True, check=False)


def test_without_postgresql_the_run_says_so_aloud() -> None:
    done = run_pytest(DESKBELL_TEST_PG="off")
    assert done.returncode == 0, done.stdout
    assert "2 passed, 2 skipped" in done.stdout
    assert "half of the store stands untested" in done.stdout


def test_ci_does_not_run_without_postgresql() -> None:
    done = run_pytest(DESKBELL_TEST_PG="off", CI="1")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "CI tests both databases" in done.stderr


def test_a_test_cannot_leave_the_machine() -> None:
    with socket.socket() as stranger, pytest.raises(PermissionError, match="leave this machine"):
        stranger.connect(("192.0.2.1", 443))


def test_nobodys_taste_reaches_a_test() -> None:
    assert not {"NO_COLOR", "TEXTUAL_THEME", "DESKBELL_DATABASE", "LC_ALL"} & set(os.environ)
    assert App().animation_level == "none"
    assert constants.DEFAULT_THEME == "textual-dark"
    assert Input.cursor_blink._default is False
    assert time.timezone == -(5 * 60 + 45) * 60


def test_the_clock_stands_still_until_it_is_moved(clock: FrozenClock) -> None:
    assert clock.now() == clock.now() == WEDNESDAY
    assert clock.pass_by(days=1, minutes=-30) == WEDNESDAY + 84_600
    assert clock.set("2026-03-04T11:00+01:00") == WEDNESDAY


def test_python_stands_still_where_a_test_asks_for_it(still_time: datetime) -> None:
    assert int(time.time()) == WEDNESDAY
    assert datetime.now(still_time.tzinfo) == still_time
