"""What every test stands on: a clean environment, a clock that stands still, and both databases."""

from __future__ import annotations

import gc
import itertools
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from deskbell.store.database import Database
from tests.house import invented, postgres, vendor_data
from tests.house.clock import WEDNESDAY, FrozenClock

# The person's own desk and taste must not reach a test, nor the machine's language and zone. The zone is an odd one
# on purpose: whoever leans on local time by mistake is 5 hours and 45 minutes off.
for _name in list(os.environ):
    ours = _name.startswith(("DESKBELL_TEST_", "TEXTUAL_SNAPSHOT_"))  # the run's leader hands these to its workers
    if _name.startswith(("DESKBELL_", "XDG_", "LC_", "PG", "TEXTUAL")) and not ours:
        del os.environ[_name]
for _name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "LANGUAGE"):
    os.environ.pop(_name, None)
os.environ |= {"LANG": "C.UTF-8", "TZ": "Asia/Kathmandu", "TERM": "xterm-256color", "TEXTUAL_ANIMATIONS": "none"}
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's own keyring is touched by a test
os.environ.pop("CREDENTIALS_DIRECTORY", None)
time.tzset()

# The snapshot plugin imported Textual before this file was read, so its constants hold what the environment said.
from textual import constants  # noqa: E402
from textual.css.model import RuleSet  # noqa: E402
from textual.css.stylesheet import Stylesheet  # noqa: E402
from textual.widgets import Input, TextArea  # noqa: E402

constants.TEXTUAL_ANIMATIONS = "none"  # type: ignore[misc]
constants.DEFAULT_THEME = "textual-dark"  # type: ignore[misc]
constants.FILTERS = ""  # type: ignore[misc]
constants.COLOR_SYSTEM = "auto"  # type: ignore[misc]
Input.cursor_blink._default = False  # a blinking cursor makes every snapshot a matter of luck
TextArea.cursor_blink._default = False

_rules: dict[Any, Any] = {}
_parse = Stylesheet._parse_rules


def _parse_once(
    self: Stylesheet,
    css: str,
    read_from: Any,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> Any:
    """Each app reads the same style sheets: a sheet with the same colours is read once."""
    asked = (css, read_from, is_default_rules, tie_breaker, scope)
    key = (*asked, frozenset(self._variables.items()))
    if key not in _rules:
        rules = _parse(self, *asked)
        if any(rule.errors for rule in rules):
            return rules
        _rules[key] = rules
    return _rules[key]


Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign]
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]  # the same by identity, and not in Python

settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

POSTGRES_OFF = os.environ.get("DESKBELL_TEST_PG") == "off"
_HOME = "DESKBELL_TEST_PG_HOME"  # says to the workers where the run's one server lives
_names = itertools.count(1)
_alive = pytest.StashKey[int]()
_invented = pytest.StashKey[Path]()


# --- one PostgreSQL per run -----------------------------------------------------------------------------------


def _leads(config: pytest.Config) -> bool:
    """Is this the process that was started by hand, and not a worker of pytest-xdist?"""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if POSTGRES_OFF and os.environ.get("CI"):
        raise pytest.UsageError("DESKBELL_TEST_PG=off is for a machine of one's own; CI tests both databases")
    if _leads(config):
        config.stash[_invented] = invented.open_home()
    if _leads(config) and not POSTGRES_OFF:
        folder = postgres.home()
        config.stash[_alive] = postgres.hold(folder)
        os.environ[_HOME] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if (home := config.stash.get(_invented, None)) is not None:
        invented.close_home(home)
    if (number := config.stash.get(_alive, None)) is None:
        return
    folder = Path(os.environ.pop(_HOME))
    if not (folder / "starting").exists():  # nobody asked for it
        (folder / "alive").unlink()
        folder.rmdir()
    os.close(number)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    vendor_data.summary(terminalreporter)
    if POSTGRES_OFF:
        line = "PostgreSQL was switched off (DESKBELL_TEST_PG=off): half of the store stands untested"
        terminalreporter.section("half tested", yellow=True, bold=True)
        terminalreporter.line(line, yellow=True)


LOCKING = {
    "services": {
        "test_races", "test_till_races", "test_review_links_locks", "test_review_doors", "test_laws", "test_booking",
        "test_sealing",
    },
    "worker": {
        "test_loop", "test_found_by_stories", "test_work_fails", "test_told_once", "test_events", "test_event_sweep",
        "test_letters",
    },
    "cli": {"test_opening", "test_worker", "test_backup"},
}  # fmt: skip
"""The store runs on both databases; what stands on it runs on PostgreSQL where it locks, races or opens a desk."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """DESKBELL_TEST_BOTH=1 runs every test of a database on both."""
    if os.environ.get("DESKBELL_TEST_BOTH"):
        return
    here = Path(__file__).parent

    def is_spare(item: pytest.Item) -> bool:
        both = LOCKING.get(item.path.parent.name) if item.path.parent.parent == here else None
        return both is not None and item.path.stem not in both and "[postgresql" in item.name

    if spare := [item for item in items if is_spare(item)]:
        config.hook.pytest_deselected(items=spare)
        items[:] = [item for item in items if not is_spare(item)]


def pytest_collection_finish() -> None:
    """What was collected lives as long as the run: the collector need not walk all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Server:
    """The run's PostgreSQL. That it cannot start is a failure, never a skip."""
    if POSTGRES_OFF:
        pytest.skip("DESKBELL_TEST_PG=off")
    return postgres.reach(Path(os.environ[_HOME]))


# --- databases ------------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_kind(request: pytest.FixtureRequest) -> str:
    """Every test that asks for a database runs on both."""
    return str(request.param)


@pytest.fixture
def new_database(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Make as many fresh, empty databases as a test wants; each call returns the URL of another one.

    The SQLite file does not exist yet: the store makes it. The PostgreSQL database is there and empty.
    """
    if engine_kind == "sqlite":
        yield lambda: f"sqlite:///{tmp_path / f'desk{next(_names)}.sqlite3'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    made: list[str] = []

    def make() -> str:
        made.append(f"t{os.getpid()}_{next(_names)}")
        return server.create(made[-1])

    yield make
    for name in made:
        server.drop(name)


@pytest.fixture
def empty_url(new_database: Callable[[], str]) -> str:
    """A fresh, empty database, once on SQLite and once on PostgreSQL."""
    return new_database()


Fill = Callable[[str], None]
_kept: dict[tuple[str, str], str] = {}
"""Per engine and name: where this process keeps a database that is copied for each test that wants one."""


@pytest.fixture
def copy_of(engine_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str, Fill], str]]:
    """A copy of what `fill` made of an empty database of that name, once on SQLite and once on PostgreSQL: making
    forty tables anew costs more than most tests.
    """
    made: list[str] = []

    def sqlite(name: str, fill: Fill) -> str:
        if ("sqlite", name) not in _kept:
            file = request.getfixturevalue("tmp_path_factory").mktemp("kept") / "desk.sqlite3"
            fill(f"sqlite:///{file}")
            _kept["sqlite", name] = str(file)
        mine = tmp_path / f"desk{next(_names)}.sqlite3"
        shutil.copyfile(_kept["sqlite", name], mine)
        mine.chmod(0o600)
        return f"sqlite:///{mine}"

    def postgresql(name: str, fill: Fill) -> str:
        server: postgres.Server = request.getfixturevalue("postgres_server")
        if ("postgresql", name) not in _kept:
            fill(server.create(kept := f"kept{os.getpid()}_{name}"))
            _kept["postgresql", name] = kept
        made.append(f"t{os.getpid()}_{next(_names)}")
        return server.create(made[-1], template=_kept["postgresql", name])

    yield sqlite if engine_kind == "sqlite" else postgresql
    for name in made:
        request.getfixturevalue("postgres_server").drop(name)


@pytest.fixture
def database_url(copy_of: Callable[[str, Fill], str]) -> str:
    """A database with the newest schema and no rows, made as every desk is made."""
    from deskbell.store.engine import open_database

    return copy_of("bare", lambda url: open_database(url, create=True).close())


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    """What a test opened and did not close is closed behind it: from Python 3.13 on the collector warns of it."""
    _opened.clear()  # what outlives one test is closed by whoever made it
    yield
    while _opened:
        _opened.pop().close()


_opened: list[Database] = []
"""Held on to until they are closed: what is let go of is closed by nobody."""
_made = Database.__init__
_compiled: dict[Any, Any] = {}
"""What SQLAlchemy made of each statement, for the engines of all tests: to make it anew costs more than most tests."""


def _alike(self: Any, other: object) -> bool:
    """The cache asks whose a statement is; one engine's is as good as another's of the same database."""
    version = getattr(self, "server_version_info", None)
    return type(self) is type(other) and version == getattr(other, "server_version_info", None)


for _dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
    _dialect.__eq__ = _alike  # type: ignore[method-assign]
    _dialect.__hash__ = lambda self: hash(self.name)  # type: ignore[method-assign]


def _noted(self: Database, *args: Any, **kwargs: Any) -> None:
    _made(self, *args, **kwargs)
    _opened.append(self)
    for engine in (self.writers, self.readers):
        engine._compiled_cache = _compiled  # type: ignore[assignment]


Database.__init__ = _noted  # type: ignore[method-assign]


# --- time -----------------------------------------------------------------------------------------------------


@pytest.fixture
def clock() -> FrozenClock:
    """Wednesday 2026-03-04 10:00 UTC, until the test moves it."""
    return FrozenClock()


@pytest.fixture
def still_time() -> Iterator[datetime]:
    """Python's own clock stands still at the same Wednesday; timers and asyncio go on."""
    import time_machine

    wednesday = datetime.fromtimestamp(WEDNESDAY, UTC)
    with time_machine.travel(WEDNESDAY, tick=False):
        yield wednesday


# --- nobody leaves the machine, nobody touches a real desk ----------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _nobody_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test that forgets to say where its desk is finds an empty one, never the person's own."""
    os.environ["DESKBELL_HOME"] = str(tmp_path_factory.mktemp("home"))


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = str(address[0]) if isinstance(address, tuple) else ""
        if host and not re.fullmatch(r"127\..*|::1|localhost", host):
            raise PermissionError(f"a test tried to leave this machine: {address!r}")


sys.addaudithook(_stay_here)
