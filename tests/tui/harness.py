"""The app around one screen, on a copy of the demo desk that is built once a run."""

from __future__ import annotations

import asyncio
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


_in_threads: set[asyncio.Future[Any]] = set()
_hand_over = asyncio.BaseEventLoop.run_in_executor


def _handed_over(self: asyncio.BaseEventLoop, executor: Any, func: Any, *args: Any) -> asyncio.Future[Any]:
    """What runs in a thread is known until what comes of it is here."""
    future = _hand_over(self, executor, func, *args)
    _in_threads.add(future)
    future.add_done_callback(_in_threads.discard)
    return future


asyncio.BaseEventLoop.run_in_executor = _handed_over  # type: ignore[method-assign, assignment]


async def settle(pilot: Pilot[Any]) -> None:
    """Until nothing runs in a thread and what was found is shown."""
    loop = asyncio.get_running_loop()
    for _ in range(100):
        await pilot.pause()
        waiting = [future for future in _in_threads if future.get_loop() is loop]
        if not waiting:
            return
        await asyncio.wait(waiting, timeout=5)
    raise AssertionError("something never ends")


async def until(pilot: Pilot[Any], holds: Callable[[], bool]) -> None:
    """Until it holds; a test that waits in vain fails."""
    for _ in range(200):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError("waited in vain")
