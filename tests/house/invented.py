"""The invented studio, built once a run for all its processes: to invent it anew costs more than a hundred tests."""

from __future__ import annotations

import fcntl
import itertools
import os
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from deskbell.cli.inventing import Beyond
from deskbell.demo.studio import build, opening_key
from deskbell.domain.ids import Id
from deskbell.domain.plan import Minting
from deskbell.paths import places
from deskbell.providers.fake_memory import beside
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock

SEED, DAY, NOW = 7, date(2026, 3, 4), "2026-03-04T09:40:00+00:00"
"""Wednesday, 10:40 in the studio's Madrid."""
HOME = "DESKBELL_TEST_INVENTED"
"""Says to the run's processes where it lies."""


def open_home() -> Path:
    """By the process that leads the run; the studio itself is built by whoever asks first."""
    folder = Path(tempfile.mkdtemp(prefix="deskbell-invented-"))
    os.environ[HOME] = str(folder)
    return folder


def close_home(folder: Path) -> None:
    os.environ.pop(HOME, None)
    shutil.rmtree(folder)


def invent(file: Path, seed: int = SEED, now: str = NOW, day: date = DAY) -> None:
    """What `deskbell demo` does, with ids that are the same each time."""
    count = itertools.count(1)
    clock = FrozenClock()
    clock.set(now)
    with open_database(f"sqlite:///{file}", create=True) as database:
        desk = Desk(database, clock, lambda: Minting(Id(f"demo {next(count)}"))())
        world = Beyond(desk, Minting(Id(f"{opening_key(seed, day)} world")), seed)
        build(desk, seed, day, lambda done, of: None, world)
        world.leaves()


@cache
def built() -> Path:
    """The studio's file, with what its provider remembers beside it; nobody writes to it."""
    folder = Path(os.environ[HOME])
    file = folder / "demo.sqlite3"
    with (folder / "building").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not file.exists():
            aside = folder / "aside.sqlite3"
            invent(aside)
            beside(aside).rename(beside(file))
            aside.rename(file)
    return file


def place(file: Path) -> None:
    """A studio of one's own there, its provider included."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for source, copy in ((built(), file), (beside(built()), beside(file))):
        shutil.copyfile(source, copy)
        copy.chmod(0o600)


def place_at_home() -> None:
    """Where the command line looks for its demo, in the home that the test has set."""
    place(places().demo_database)
