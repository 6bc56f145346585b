"""Two workers at one outbox and one calendar: nothing twice, nothing left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.races.two_workers import LESSONS, run


def test_two_workers_do_everything_once(new_database: Callable[[], str], tmp_path: Path) -> None:
    """Whichever of them has the leases; and with what keeps them apart taken out, a letter leaves twice."""
    came = run(new_database(), tmp_path)
    assert (len(came.letters), set(came.letters.values())) == (LESSONS, {1})
    assert (len(came.events), set(came.events.values())) == (LESSONS, {1})
    assert (came.faults, came.waiting) == (0, 0)

    careless = tmp_path / "careless"
    careless.mkdir()
    assert max(run(new_database(), careless, rendezvous=2).letters.values()) == 2
