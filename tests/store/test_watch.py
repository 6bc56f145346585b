"""A watch sees what every desk did, and nothing else."""

from __future__ import annotations

import threading
import time

from sqlalchemy import insert

from deskbell.store import engine, tables
from deskbell.store.database import Database
from deskbell.store.watch import Watch
from deskbell.store.work import Write
from tests.store import rows
from tests.store.rows import add

household = tables.household


def test_a_watch_sees_every_desks_activity_and_nothing_else(desk: Database, database_url: str) -> None:
    def act(unit: Write) -> None:
        change = {"key": rows.public(time.monotonic_ns()), "at": 0, "role": "OWNER", "verb": "BOOK", "digest": "0"}
        number = unit.run(insert(tables.change), change).inserted_primary_key[0]
        unit.run(insert(tables.activity), {"change_id": number, "at": 0, "role": "OWNER", "kind": "x", "body": "{}"})

    with engine.open_database(database_url) as other:
        watch = Watch(desk)
        assert not watch.changed()
        other.retrying(act)
        assert watch.changed()
        assert not watch.changed()
        other.retrying(lambda unit: add(unit, 1))  # bookkeeping is nobody's news
        assert not watch.changed()
        desk.retrying(act)
        assert watch.changed()
        assert not watch.changed()
        watch.close()


def test_a_watch_sees_activity_that_was_kept_out_of_order(shared: str) -> None:
    """On PostgreSQL a number is given out before it is kept: a lower one may appear after a higher one."""
    with engine.open_database(shared) as one, engine.open_database(shared) as other:
        with one.write() as unit:
            change = {"key": rows.public(1), "at": 0, "role": "OWNER", "verb": "BOOK", "digest": "0"}
            unit.run(insert(tables.change), change)
        act = insert(tables.activity).values(change_id=1, at=0, role="OWNER", kind="x", body="{}")
        watch = Watch(one)
        with one.write() as slow:
            slow.run(act)
            thread = threading.Thread(target=lambda: other.retrying(lambda unit: unit.run(act) and None))
            thread.start()
            thread.join()
            assert watch.changed()
        assert watch.changed()
        assert not watch.changed()
