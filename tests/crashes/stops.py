"""Stops PostgreSQL at once under desks that book, and says what became of it: `python -m tests.crashes.stops`.

Every other time it has kept commits whose reply nobody got. Then two controls: a desk that tries again with a new key
books twice, or what it knows nothing of; a server that acknowledges before it has written loses bookings.
"""

from __future__ import annotations

import argparse
import time

import psycopg

from tests.crashes.stopping import SETTINGS, Crowd, Left, Seen, furnish, look, stop
from tests.house import postgres


def run(
    server: postgres.Server, name: str, stops: int, size: int, between: int, *, new_keys: bool = False, mute: int = 2
) -> tuple[Seen, Left, list[float]]:
    """So many bookings come between the stops. Each `mute`th stop tears off commits that were kept; 0: none does."""
    url = server.create(name)
    furniture = furnish(url)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # a hasty server would lose the furniture too
    down = []
    with Crowd(url, furniture, size, new_keys=new_keys) as crowd:
        for number in range(1, stops + 1):
            crowd.books(between)
            down.append(stop(server, url, mute=bool(mute) and number % mute == 0))
        crowd.books(between)
        seen = crowd.go_home()
    return seen, look(url, seen), down


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stops", type=int, default=5)
    parser.add_argument("--desks", type=int, default=8)
    parser.add_argument("--between", type=int, default=400, help="bookings between the stops")
    args = parser.parse_args()
    wrong = []
    with postgres.server(**SETTINGS) as server:
        started = time.perf_counter()
        seen, left, down = run(server, "stopped", args.stops, args.desks, args.between)
        _says(f"as it is, {time.perf_counter() - started:.0f} s", seen, left, down)
        wrong += [f"missing: {name}" for name in left.missing] + [f"twice: {name}" for name in left.doubled]
        wrong += [f"nobody knows of: {name}" for name in left.untold] + left.faults
        if args.stops > 1 and not seen.found:
            wrong.append("no reply was lost: nothing was found by its key")
        seen, left, down = run(server, "new_keys", 2, args.desks, 20, new_keys=True, mute=1)
        _says("control, a new key for each try", seen, left, down)
        if not left.doubled and not left.untold:
            wrong.append("a new key for each try did no harm: this proves nothing")
    with postgres.server(**SETTINGS | {"synchronous_commit": "off", "wal_writer_delay": "10s"}) as server:
        seen, left, down = run(server, "hasty", 1, args.desks, 40, mute=0)
        _says("control, acknowledged before it is written", seen, left, down)
        if not left.missing:
            wrong.append("a hasty server lost nothing: this proves nothing")
    print(*wrong, sep="\n")
    return bool(wrong)


def _says(which: str, seen: Seen, left: Left, down: list[float]) -> None:
    print(
        f"{which}: {len(down)} stops, {len(seen.booked)} bookings acknowledged, {left.bookings} there,"
        f" {len(left.missing)} missing, {len(left.doubled)} twice, {len(left.untold)} that nobody knows of,"
        f" {len(left.faults)} faults found;"
        f" {seen.found} whose reply was lost found by their key; longest outage of a desk {seen.outage:.1f} s, of the"
        f" server {max(down):.1f} s"
    )
    print("   ", ", ".join(f"{code} {n}" for code, n in seen.said.most_common()), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
