"""How soon a key is seen while the app's own worker reads a calendar for the first time. Run by hand:

    python -m tests.benchmarks.sync_screen [events]

The app in a pty of 120x36 with the lessons of 10,000 bookings; Google's stand-in is a process of its own with so many
events (10,000). Cursor keys and pages are pressed for as long as the reading lasts, each when the one before was
painted; the same before it. Aim: 50 ms from key to repaint at p95. Beside the time on the wall stands what is left
without the time for which the screen's own thread was ready and had no processor, because other programs ran: on a
machine with nothing else to do the two are the same.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import select
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.connection_commands import Connect
from deskbell.domain.connections import Kept, Made
from deskbell.domain.entrances import Client, Entrance
from deskbell.domain.secret import Secret
from deskbell.providers.google.oauth import LEAST
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from tests.benchmarks.calendar import serve
from tests.benchmarks.screen import WHOLE, Started, filled
from tests.house.clock import FrozenClock
from tests.services.conftest import fresh

KEYS, BEFORE, LONGEST = "hjklhjkl[]", 150, 120.0


def waited(app: Started) -> float:
    """Milliseconds for which the screen's thread was ready and had no processor."""
    place = Path(f"/proc/{app.process.pid}/task/{app.process.pid}/schedstat")
    return int(place.read_text().split()[1]) / 1e6


def press(app: Started, key: str) -> tuple[float, float]:
    """Milliseconds from the key to the first of what it changes on the screen; the same without others' turns."""
    app.rest(0.02)
    begun, before = time.perf_counter(), waited(app)
    os.write(app.master, key.encode())
    if not select.select([app.master], [], [], 5)[0]:
        raise TimeoutError(key)
    taken, stood = (time.perf_counter() - begun) * 1000, waited(app) - before
    app.rest(0.02)
    return taken, max(0.0, taken - stood)


def told(name: str, taken: list[tuple[float, float]]) -> None:
    print(f"{name}, {len(taken)} keys")
    for what, rows in zip(("on the wall", "without others"), map(sorted, zip(*taken, strict=True)), strict=True):
        half, most = rows[len(rows) // 2], rows[int(len(rows) * 0.95)]
        print(f"  {what:15} median {half:5.1f} ms   p95 {most:5.1f} ms   worst {rows[-1]:5.1f} ms")


def connected(where: Path) -> None:
    clock = FrozenClock()
    database = open_database(where)
    desk = Desk(database, clock, fresh)
    desk.commit(Connect(key=fresh(), connection="GOOGLE", made=Made(live=True, kept=Kept.ENVIRONMENT, at=clock.now())))
    tutor = desk.tutors()[0].id
    desk.commit(SetCalendar(key=fresh(), connection="GOOGLE", settings=CalendarSettings(busy=tutor)))
    Working(desk).pause("GOOGLE")
    database.close()


def resumed(where: Path) -> None:
    database = open_database(where)
    Working(Desk(database, FrozenClock(), fresh)).resume("GOOGLE")
    database.close()


def is_read(where: Path) -> bool:
    with sqlite3.connect(where) as line:
        found = line.execute("SELECT count(*) FROM cursor WHERE name = 'GOOGLE' AND stream = 'events'").fetchone()
    return bool(found[0])


def main(count: int) -> None:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(count, theirs), daemon=True)
    server.start()
    base, _, token = ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        where = filled(Path(folder), 10_000)
        connected(where)
        entrance = Entrance(Client("desk.apps", Secret("client-secret")), Secret(token), tuple(LEAST)).packed()
        os.environ |= {
            "DESKBELL_HOME": folder, "DESKBELL_GOOGLE": entrance.reveal(),
            "DESKBELL_GOOGLE_BASE": base.removesuffix("/calendar/v3/"), "OAUTHLIB_INSECURE_TRANSPORT": "1",
        }  # fmt: skip
        dice = random.Random(7)
        app = Started(WHOLE, where)
        try:
            app.until((b"paid",))
            app.rest(3.0)
            quiet = [press(app, dice.choice(KEYS)) for _ in range(BEFORE)]
            begun, cpu = time.perf_counter(), app.cpu()
            resumed(where)
            busy: list[tuple[float, float]] = []
            while not is_read(where) and time.perf_counter() - begun < LONGEST:
                busy.append(press(app, dice.choice(KEYS)))
            lasted, used = time.perf_counter() - begun, app.cpu() - cpu
        finally:
            app.close()
        with sqlite3.connect(where) as line:
            rows = line.execute("SELECT count(*) FROM busy WHERE title LIKE 'Event %'").fetchone()[0]
        told("before", quiet[10:])
        told("while it reads", busy)
        print(
            f"{rows} of {count} events read in {lasted:.1f} s with keys pressed, {used / 1000:.1f} s of our processor"
        )
    ours.send("end")
    server.terminate()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
