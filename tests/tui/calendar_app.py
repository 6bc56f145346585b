"""The whole app on a copy of the demo desk, as a person starts it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from deskbell.domain.clock import zone_clock
from deskbell.domain.glance import Glance
from deskbell.services.desk import Desk
from deskbell.services.times import Free
from deskbell.services.working import Working
from deskbell.settings import Settings
from deskbell.tui.app import DeskbellApp
from deskbell.tui.screens.calendar import CalendarScreen
from deskbell.tui.widgets.bookbar import BookBar
from deskbell.tui.widgets.grid import TimeGrid
from deskbell.words.names import weekday
from tests.house.clock import FrozenClock
from tests.tui.harness import demo_desk, until

STUDIO = Glance("Estudio Río", "Europe/Madrid", "EUR", "en", 0, demo=True)
ASKING = frozenset({"menu", "flow", "default", "book", "watch"})
"""Workers that wait for a person."""


class Whole(DeskbellApp):
    """Keeps what it said in passing."""

    def __init__(self, desk: Desk, *, language: str = "en", settings: Settings | None = None, **more: Any) -> None:
        glance = more.pop("glance", STUDIO)
        super().__init__(
            lambda: desk, glance=glance, clock=desk.clock, language=language, settings=settings or Settings(), **more
        )
        self.ready = desk
        self.said: list[str] = []

    def working(self, desk: Desk) -> Working:
        """Leases live by the desk's own clock, which stands still."""
        return Working(desk, database_now=lambda unit: desk.clock.now())

    def notify(self, message: str, **more: Any) -> None:  # type: ignore[override]
        assert more.get("markup") is False, "a person's words must not be read as markup"
        self.said.append(message)
        super().notify(message, **more)

    @property
    def calendar(self) -> CalendarScreen:
        return next(s for s in self.screen_stack if isinstance(s, CalendarScreen))

    @property
    def grid(self) -> TimeGrid:
        return self.calendar.query_one(TimeGrid)

    @property
    def bar(self) -> BookBar:
        return self.calendar.query_one(BookBar)


def whole(folder: Path, frozen: FrozenClock | None = None, **more: Any) -> Whole:
    return Whole(demo_desk(folder, frozen), **more)


async def rest(pilot: Pilot[Any]) -> None:
    """Until everything that was asked for is shown."""
    app = pilot.app
    assert isinstance(app, Whole)
    for _ in range(3):
        await until(pilot, lambda: not app.calendar.is_waiting)
        await until(pilot, lambda: all(w.is_finished or w.group in ASKING for w in app.workers))
    await pilot.pause()


async def opened(pilot: Pilot[Any]) -> Whole:
    """Until the calendar shows its days, its answers and its panel."""
    app = pilot.app
    assert isinstance(app, Whole)
    await until(pilot, lambda: app.calendar.around is not None)
    await rest(pilot)
    return app


async def write(pilot: Pilot[Any], line: str) -> None:
    """Type a booking line at once, and wait for its preview."""
    app = pilot.app
    assert isinstance(app, Whole)
    from textual.widgets import Input

    app.bar.query_one(Input).value = line
    await until(pilot, lambda: app.bar.preview.of == line)
    await rest(pilot)


def somebody(desk: Desk) -> str:
    """The first name of somebody in this week who is the only one of that name, in small letters and plain ASCII."""
    for lesson in desk.days(date(2026, 3, 2), 7).lessons:
        for seat in lesson.seats:
            first = seat.name.split(" ")[0].lower()
            if first.isascii() and first.isalpha() and 3 <= len(first) <= 7 and len(desk.search(first)) == 1:
                return first
    raise LookupError("nobody in the demo has a name of their own")


def free_cell(desk: Desk, name: str = "Piano 60") -> tuple[int, int, Free]:
    """Column, minute and what is free there: the first whole hour of Thursday or later for that service."""
    service = next(s for s in desk.services() if s.name == name)
    wall = zone_clock("Europe/Madrid")
    for free in desk.free(service, wall.day(date(2026, 3, 5))[0], wall.day(date(2026, 3, 9))[0], count=200):
        day, minute = wall.local(free.start)
        if minute % 60 == 0:
            return day - date(2026, 3, 2).toordinal(), minute, free
    raise LookupError("nothing is free in the demo's week")


def spoken(free: Free) -> str:
    """The time as it is typed: thu 10:00."""
    day, minute = zone_clock("Europe/Madrid").local(free.start)
    return f"{weekday(date.fromordinal(day).weekday(), 'en').lower()} {minute // 60}:{minute % 60:02d}"
