"""PostgreSQL stopped at once under desks that book (P10). At full size by `python -m tests.crashes.stops`."""

from __future__ import annotations

import pytest

from tests.conftest import POSTGRES_OFF
from tests.crashes.stopping import SETTINGS
from tests.crashes.stops import run
from tests.house import postgres


@pytest.mark.skipif(POSTGRES_OFF, reason="DESKBELL_TEST_PG=off")
def test_every_acknowledged_booking_is_there_once_after_a_stop() -> None:
    """Torn off when it has kept commits that it told nobody of: their key finds them. And the control:
    with a new key for each try, a desk books twice, or what it knows nothing of.
    """
    with postgres.server(**SETTINGS) as server:
        seen, left, _ = run(server, "stopped", stops=1, size=4, between=6, mute=1)
        assert (left.missing, left.doubled, left.untold, left.faults) == ([], [], [], [])
        assert left.bookings == len(seen.booked) >= 12
        assert seen.found >= 1
        seen, left, _ = run(server, "new_keys", stops=1, size=2, between=1, new_keys=True, mute=1)
        assert left.doubled or left.untold
        assert left.faults == []
