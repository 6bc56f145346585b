"""How a calendar is used, on a screen: each choice after its plan, taken back by undo. Pictures were looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings, Detail, Further
from deskbell.domain.connections import DEMO_CALENDAR
from deskbell.domain.offer import Kind
from deskbell.domain.ports import SeenCalendar
from deskbell.services.calendars import Calendars
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.tui.modals.choose import ChooseModal
from deskbell.tui.modals.edit import EditModal
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.screens.calendars import CalendarsScreen
from tests.tui.harness import HarnessApp, demo_desk, fresh, settle, until

Compare = Callable[..., bool]
LOOKS = [((120, 36), "en"), ((80, 24), "en"), ((80, 24), "es")]


def used(desk: Desk) -> CalendarSettings:
    return Calendars(Working(desk)).settings(DEMO_CALENDAR)


def on_a_calendar(folder: Path) -> Desk:
    desk = demo_desk(folder)
    Working(desk).connect(DEMO_CALENDAR)
    return desk


def with_more(desk: Desk) -> Desk:
    """A tutor's own calendar, and one that offers a class."""
    group = next(x for x in desk.services() if x.kind is Kind.GROUP)
    ana, ben = (x.id for x in desk.tutors()[:2])
    more = (Further("ben@estudio.example", ben), Further("classes@group.calendar.google.com", ana, group.id, 8))
    new = CalendarSettings(owner="mara@estudio.example", busy=ana, more=more)
    desk.commit(SetCalendar(key=fresh(), connection=DEMO_CALENDAR, settings=new))
    return desk


@pytest.mark.parametrize(("size", "language"), LOOKS, ids=["wide", "narrow", "es"])
def test_how_it_looks(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], language: str) -> None:
    desk = with_more(on_a_calendar(tmp_path))
    app = HarnessApp(desk, lambda: CalendarsScreen(language, DEMO_CALENDAR), language)

    async def before(pilot) -> None:  # type: ignore[no-untyped-def]
        await settle(pilot)
        await pilot.press("j", "j")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=before)


async def test_each_choice_is_a_plan_and_undone(tmp_path: Path) -> None:
    """A switch, a number, a tutor, a calendar out of the list, and one that offers a class; `u` takes the last back."""
    desk = on_a_calendar(tmp_path)
    app = HarnessApp(desk, lambda: CalendarsScreen("en", DEMO_CALENDAR))
    listed = (SeenCalendar("lessons@x", "Lessons", "UTC", own=True), SeenCalendar("yoga@x", "Yoga", "UTC", own=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, CalendarsScreen)
        screen.calendars = {x.id: x.name for x in listed}
        screen.reload()
        await settle(pilot)

        async def at(row: int, key: str = "enter") -> None:
            screen.query_one(OptionList).highlighted = row
            await pilot.press(key)
            await until(pilot, lambda: app.screen is not screen)

        async def confirmed() -> None:
            await until(pilot, lambda: isinstance(app.screen, PlanModal))
            await pilot.press("c")
            await until(pilot, lambda: app.screen is screen)
            await settle(pilot)

        async def chosen(place: int) -> None:
            await until(pilot, lambda: isinstance(app.screen, ChooseModal))
            app.screen.query_one(OptionList).highlighted = place
            await pilot.press("enter")
            await settle(pilot)

        async def typed(words: str) -> None:
            await until(pilot, lambda: isinstance(app.screen, EditModal))
            app.screen.query_one(Input).value = words
            await pilot.press("enter")
            await settle(pilot)

        await at(3)
        await confirmed()
        assert used(desk).detail is Detail.CODE
        await at(2)
        await typed("soon")
        assert isinstance(app.screen, EditModal), "what is no number is said in place"
        await typed("30")
        await confirmed()
        assert used(desk).remind == 30
        await at(0)
        await chosen(0)
        await confirmed()
        assert used(desk).calendar == "lessons@x"
        await pilot.press("F")
        await chosen(1)
        await chosen(1)
        await chosen(1)
        await typed("6")
        await confirmed()
        (further,) = used(desk).more
        assert (further.calendar, further.tutor, further.seats) == ("yoga@x", desk.tutors()[1].id, 6)
        await pilot.press("u")
        await confirmed()
        assert used(desk).more == ()
        assert used(desk).remind == 30
