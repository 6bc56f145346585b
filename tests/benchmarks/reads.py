"""What a week, a booking, a diary and a search cost out of 10,000 and out of 100,000 bookings. Run by hand:

    python -m tests.benchmarks.reads [--verify] [--url postgresql://…/desk]

CPU of this process, median of many, after one warm-up; ratios are what matters. With --url the empty databases
desk_10000 and desk_100000 must be there.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from deskbell.domain.availability import reach
from deskbell.domain.codec import dumps
from deskbell.domain.effects import NotTold
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.domain.text import fold
from deskbell.store import find, reads
from deskbell.store import tables as t
from deskbell.store.database import Database
from deskbell.store.engine import open_database
from deskbell.store.verify import verify
from tests.house.clock import WEDNESDAY
from tests.store.world import DAY, HOUR, World

WEEK = 7 * DAY
MONDAY = WEDNESDAY - 2 * DAY - 10 * HOUR
PEOPLE = 1_000


def public(kind: str, number: int) -> str:
    return hashlib.sha256(f"{kind} {number}".encode()).hexdigest()[:32]


def fill(database: Database, count: int) -> None:
    """So many lessons, 200 a week, half of them before now; each with order, line, and mostly a payment."""
    World(database).furnish()
    dice = random.Random(7)
    first = MONDAY - count // 400 * WEEK
    names = ["Ana", "Luis", "Ñandú", "Mia", "Leo", "Søren", "José", "Zoë", "Nuño", "Olga"]
    people = [f"{dice.choice(names)} {dice.choice(names)}-{n}" for n in range(PEOPLE)]
    hours = '{"weekly":[[0,480,1200],[1,480,1200],[2,480,1200],[3,480,1200],[4,480,1200]],"overrides":[],"travel":[]}'
    slots, orders, bookings, lines, attempts, payments, records = [], [], [], [], [], [], []
    for n in range(count):
        week, place = divmod(n, 200)
        tutor, hour = place % 5 + 1, place // 5  # 40 lessons a week each, eight a day
        start = first + week * WEEK + hour // 8 * DAY + (8 + hour % 8) * HOUR
        key, who = n + 1, dice.randrange(PEOPLE) + 3
        paid = dice.random() < (0.97 if start < WEDNESDAY else 0.5)
        slots.append(
            {"id": key, "public_id": public("slot", n), "service_id": 1, "tutor_id": tutor, "room_id": None,
             "kind": "ONE_TO_ONE", "start": start, "end": start + HOUR, "busy_from": start, "busy_to": start + HOUR,
             "capacity": 1, "taken": 1, "state": "COMPLETED" if start < WEDNESDAY else "PLANNED",
             "zone": "Europe/Madrid", "place": "STUDIO"}
        )  # fmt: skip
        orders.append(
            {"id": key, "public_id": public("order", n), "payer_id": who, "currency": "EUR", "due": 2500,
             "captured": 2500 if paid else 0, "created_at": start - DAY}
        )  # fmt: skip
        bookings.append(
            {"id": key, "public_id": public("booking", n), "slot_id": key, "order_id": key, "participant_id": who,
             "payer_id": who, "booked_by": "STAFF", "state": "COMPLETED" if start < WEDNESDAY else "CONFIRMED",
             "attendance": "UNSET", "policy": "48:100 24:50 0:0", "policy_start": start, "created_at": start - DAY}
        )  # fmt: skip
        lines.append(
            {"public_id": public("line", n), "order_id": key, "booking_id": key, "kind": "LESSON", "gross": 2500,
             "tax_rate": 0, "tax": 0, "created_at": start - DAY}
        )  # fmt: skip
        if paid:
            attempts.append(
                {"id": key, "public_id": public("attempt", n), "order_id": key, "method": "CASH", "amount": 2500,
                 "currency": "EUR", "state": "CAPTURED", "created_at": start}
            )  # fmt: skip
            payments.append(
                {"public_id": public("payment", n), "attempt_id": key, "provider": "DESK",
                 "provider_payment_id": public("payment", n), "method": "CASH", "captured": 2500, "currency": "EUR",
                 "state": "CAPTURED", "at": start}
            )  # fmt: skip
        body = dumps(NotTold(Id(public("booking", n)), Role.CUSTOMER, None, "BOOKED"))
        records.append(
            {"change_id": 1, "at": start - DAY, "role": "STAFF", "kind": "NotTold", "booking_id": key, "slot_id": None,
             "order_id": None, "body": body}
        )  # fmt: skip
    with database.write() as unit:
        unit.run(
            insert(t.person),
            [{"public_id": public("person", n), "name": p, "fold": fold(p), "created_at": 0, "phone": f"+34 6{n:08}"}
             for n, p in enumerate(people)],
        )  # fmt: skip
        unit.run(
            insert(t.tutor),
            [
                {"public_id": public("tutor", n), "person_id": n, "zone": "Europe/Madrid", "hours": hours}
                for n in (3, 4, 5)
            ],
        )
        for table, rows in (
            (t.slot, slots), (t.desk_order, orders), (t.booking, bookings), (t.order_line, lines),
            (t.attempt, attempts), (t.payment, payments), (t.activity, records),
        ):  # fmt: skip
            unit.run(insert(table), rows)
        unit.connection.exec_driver_sql("ANALYZE")


def cpu(work: Callable[[], Any], times: int = 40) -> float:
    """Milliseconds of CPU, median."""
    work()
    spent = []
    for _ in range(times):
        before = time.process_time_ns()
        work()
        spent.append(time.process_time_ns() - before)
    return statistics.median(spent) / 1e6


def measure(database: Database) -> dict[str, float]:
    with database.read() as unit:
        conn = unit.connection
        tutor, service = find.tutors(conn)[0], find.services(conn)[0]
        middle = conn.exec_driver_sql(f"SELECT min(id) FROM slot WHERE start >= {MONDAY}").scalar()
        lo, hi = MONDAY, MONDAY + WEEK
        week = reads.days(conn, date(2026, 3, 2), 7, WEDNESDAY)
        print(f"  {len(week.lessons)} lessons in the week, {len(week.to_collect)} to collect")
        cases: dict[str, Callable[[], Any]] = {
            "week": lambda: reads.days(conn, date(2026, 3, 2), 7, WEDNESDAY),
            "week of a tutor": lambda: reads.days(conn, date(2026, 3, 2), 7, WEDNESDAY, 1),
            "booking": lambda: reads.booking_view(conn, middle, WEDNESDAY),
            "diary of a week": lambda: find.diary(conn, tutor, service, *reach(lo, hi)),
            "search 'a'": lambda: find.search_people(conn, "a"),
            "search 'luis mia'": lambda: find.search_people(conn, "luis mia"),
            "last undoable": lambda: find.last_undoable(conn),
        }
        return {name: cpu(work) for name, work in cases.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url")
    parser.add_argument("--verify", action="store_true")
    args = parser.parse_args()
    found: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for count in (10_000, 100_000):
            where = f"{args.url}_{count}" if args.url else str(Path(folder) / f"desk{count}.sqlite3")
            with open_database(where) as database:
                fill(database, count)
                print(f"{count} bookings")
                found.append(measure(database))
                if args.verify:
                    with database.read() as unit:
                        before = time.process_time()
                        verify(unit.connection)
                        print(f"  verify {time.process_time() - before:.2f} s")
    for name in found[0]:
        small, large = (f[name] for f in found)
        print(f"{name:20} {small:7.2f} ms of 10,000   {large:7.2f} ms of 100,000   ratio {large / small:.2f}")


if __name__ == "__main__":
    main()
