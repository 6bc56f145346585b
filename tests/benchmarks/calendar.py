"""What the first reading of a large calendar costs, and a quiet one.

    python -m tests.benchmarks.calendar [EVENTS]

Prints our own processor time for so many events (10,000: under 20 s), pages over HTTP from another process, the longest
turn of the worker meanwhile, and the requests of a quiet reading (one).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings
from deskbell.providers.google.calendar import Client, GoogleCalendar
from deskbell.providers.google.oauth import LEAST
from deskbell.services.connecting import Opened
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, furnish


def serve(count: int, line: Connection) -> None:
    from tests.standin.google.server import Google

    with Google() as google:
        world = google.world
        world.page = 2500
        for number in range(count):
            day, hour = divmod(number, 12)
            start = at("2026-03-05 08:00") + day % 390 * 86_400 + hour * 3600
            begins, ends = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(x)) for x in (start, start + 1800))
            world.place(
                "ana@example.org",
                {"summary": f"Event {number}", "start": {"dateTime": begins}, "end": {"dateTime": ends}},
            )
        line.send((google.base, google.token_uri, world.grant(*LEAST)))
        while line.recv() == "calls":
            line.send([name for name, *_ in world.log if name != "token"])
            world.log.clear()


def main(count: int) -> None:
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(count, theirs), daemon=True)
    server.start()
    base, token_uri, token = ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite3'}"
        furnish(url)
        from deskbell.services.desk import Desk
        from deskbell.store.engine import open_database

        clock = FrozenClock()
        clock.at = at("2026-03-04 10:00")
        small = Small(Desk(open_database(url), clock, fresh), clock)
        working = Working(small.desk, database_now=lambda unit: clock.now())
        working.connect("GOOGLE")
        settings = CalendarSettings(busy=small.tutor("Ana"))
        small.do(SetCalendar(key=fresh(), connection="GOOGLE", settings=settings))
        calendar = GoogleCalendar(Client("desk.apps", lambda: "client-secret", token_uri), lambda: token, base=base)
        opened = Opened({}, {}, calendars={"GOOGLE": calendar})
        worker = Worker(working, {}, clock, lambda seconds: None, dice=Random(1), opened=opened)
        began, longest, turns = time.process_time(), 0.0, 0
        more = True
        while more:
            at_once = time.perf_counter()
            more = worker.tick() == 0
            longest, turns = max(longest, time.perf_counter() - at_once), turns + 1
        used = time.process_time() - began
        with small.desk.database.read() as unit:
            rows = unit.connection.exec_driver_sql("SELECT count(*) FROM busy").scalar()
        print(f"first reading: {rows} spans of {count} events in {used:.2f} s of our processor, {turns} turns")
        print(f"longest turn: {longest:.2f} s")
        clock.at += 300
        ours.send("calls"), ours.recv()
        worker.tick()
        ours.send("calls")
        print(f"a quiet reading: {ours.recv()}")
        ours.send("end")
        small.desk.database.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
