"""The demo's own provider of payments, with a calendar beside it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from deskbell.domain.clock import Clock
from deskbell.domain.ids import Id
from deskbell.domain.ports import Done, SeenEvent
from deskbell.providers.fake_calendar import FakeCalendar
from tests.crashes.parties.demo import Demo

NAME = "GOOGLE"


class OnCalendar(Demo):
    """A desk whose lessons go on a calendar that remembers."""

    def __init__(self, clock: Clock, seed: int) -> None:
        super().__init__(clock, seed)
        shm = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="deskbell-calendar-", dir=shm if shm.is_dir() else None))
        self._calendar = FakeCalendar(self.folder / "calendar.sqlite3", clock, name=NAME)

    def calendar(self) -> FakeCalendar:
        return self._calendar

    def events(self, desk: Id) -> list[SeenEvent]:
        """What stands there of that desk."""
        found = self._calendar.ours("primary", desk, 0, "")
        assert isinstance(found, Done)
        return list(found.value.events)

    def close(self) -> None:
        super().close()
        self._calendar.close()
        shutil.rmtree(self.folder, ignore_errors=True)
