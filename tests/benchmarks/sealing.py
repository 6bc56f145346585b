"""What sealing costs a row, and how long the record takes to verify: python -m tests.benchmarks.sealing [rows].

Prints processor time of this process and wall time; on SQLite, in a file of its own. With 20,000 rows: some seconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert, text

from deskbell.services.sealing import head, seal
from deskbell.store import tables
from deskbell.store.engine import open_database
from deskbell.store.verify import chain
from deskbell.store.verify.record import Record
from tests.services.conftest import furnish

BODY = '{"booking":"%032x","note":"%032x","v":1}'


def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - own


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite3'}"
        furnish(url)
        with open_database(url) as database:
            with database.write() as unit:
                head_ = {"at": 1, "role": "STAFF", "verb": "NOTE", "digest": "d" * 16}
                for change in range(rows // 4):
                    unit.run(insert(tables.change), {"key": f"{change:032x}", **head_})
                first = int(unit.value(text("SELECT max(id) FROM change"))) - rows // 4
                made = [
                    {
                        "change_id": first + 1 + n // 4, "at": 1, "role": "STAFF", "kind": "NoteShown",
                        "body": BODY % (n, n),
                    }
                    for n in range(rows)
                ]  # fmt: skip
                unit.run(insert(tables.activity), made)
                unit.run(text("INSERT INTO lease VALUES ('timers', 'b', 1, 9999999999, 1, '', 1)"))
            batches = [timed(lambda: seal(database, 1, 1)) for _ in range(-(-rows // 500) + 1)]
            wall, own = (sum(x) for x in zip(*batches, strict=True))
            sealed = head(database).count
            print(f"{sealed} rows sealed: {own / sealed * 1e6:.1f} us a row of processor time, {wall:.2f} s in all")
            print(f"the longest batch held the file for {max(b[0] for b in batches) * 1000:.1f} ms")
            with database.read() as unit:
                wall, own = timed(lambda: list(chain.check(unit.connection, Record())))
            print(f"verified: {own:.3f} s of processor time, {wall:.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
