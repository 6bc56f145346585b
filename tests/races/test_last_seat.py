"""The last seat through the services, with what protects it taken out: without, it is overbooked (I1, I26, I56).

With everything in place it is raced in services/test_races.py, and 1,000 times by `python -m tests.races.last_seat`.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.races.last_seat import LOST, Careless, Unguarded, run
from tests.races.racers import at_last

TIMES = 6


def test_the_last_word_keeps_the_last_seat_where_nobody_locks(new_database: Callable[[], str]) -> None:
    """One winner each time; and without that last word, more than one."""
    out = run(new_database(), TIMES, 3, Careless)
    assert (out.said["won"], out.overbooked, out.faults) == (TIMES, 0, 0)
    assert set(out.said) <= LOST | {"won", "DEADLOCK"}

    def overbooked() -> bool:
        out = run(new_database(), TIMES, 2, Unguarded)
        return out.overbooked >= 1 and out.said["won"] > TIMES

    assert at_last(overbooked)
