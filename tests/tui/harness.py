"""The app around one screen, on a copy of the demo desk that is built once a run."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from deskbell.domain.ids import Id
from deskbell.domain.plan import Minting
from deskbell.domain.views import BookingView
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.tui.app import DeskbellApp
from tests.house import invented
from tests.house.clock import FrozenClock
from tests.house.invented import NOW

_count = itertools.count(1)


def fresh() -> Id:
    return Minting(Id(f"harness {next(_count)}"))()


def clock(at: str = NOW) -> FrozenClock:
    frozen = FrozenClock()
    frozen.set(at)
    return frozen


def demo_desk(folder: Path, frozen: FrozenClock | None = None) -> Desk:
    """A desk of one's own with the invented studio in it, at NOW."""
    file = folder / f"desk{next(_count)}.sqlite3"
    shutil.copyfile(invented.built(), file)
    file.chmod(0o600)
    return Desk(open_database(f"sqlite:///{file}"), frozen or clock(), fresh)


def find(desk: Desk, fits: Callable[[BookingView], bool], first: date = date(2026, 3, 2), days: int = 14) -> int:
    """The number of the first booking of those days that fits."""
    for lesson in desk.days(first, days).lessons:
        for seat in lesson.seats:
            if fits(desk.booking(seat.booking)):
                return seat.booking
    raise LookupError("no booking in the demo fits")


class HarnessApp(DeskbellApp):
    """The app with an empty screen in place of the calendar, and the desk open from the first moment."""

    def __init__(self, desk: Desk, first: Callable[[], Screen[Any]] | None = None, language: str = "en") -> None:
        super().__init__(lambda: desk, glance=None, clock=desk.clock, language=language)
        self.first = first
        self.ready = desk
        self.said: list[str] = []

    def on_mount(self) -> None:
        self.set_reactive(DeskbellApp.desk, self.ready)
        self.notice()
        if self.first is not None:
            self.push_screen(self.first())

    def working(self, desk: Desk) -> Working:
        """Leases live by the desk's own clock, which stands still."""
        return Working(desk, database_now=lambda unit: desk.clock.now())

    def notify(self, message: str, **more: Any) -> None:  # type: ignore[override]
        self.said.append(message)
        super().notify(message, **more)


async def settle(pilot: Pilot[Any]) -> None:
    """Until no worker is under way and what they found is shown."""
    for _ in range(3):
        await pilot.pause()
        waiting = [
            w for w in pilot.app.workers if w.group in ("booking", "money", "look", "notice") and not w.is_finished
        ]
        if waiting:
            await pilot.app.workers.wait_for_complete(waiting)
    await pilot.pause()


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Until it holds; a test that waits in vain fails."""
    for _ in range(200):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain")
