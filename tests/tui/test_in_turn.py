"""Keys typed ahead go into the question that they were meant for, however many come at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from deskbell.tui.modals.cancel import CancelModal
from deskbell.tui.modals.menu import MenuModal
from deskbell.tui.modals.plan import PlanModal
from tests.tui.calendar_app import Whole, opened, rest, whole
from tests.tui.harness import find, until

WIDE = (120, 36)


def burst(app: Whole, *keys: str) -> None:
    """All in one read of the terminal."""
    for key in keys:
        name = {" ": "space", ":": "colon", "+": "plus"}.get(key, key)
        app.post_message(events.Key(name, key if len(key) == 1 else None))


@pytest.mark.parametrize("typed", ["+zoë amnpxud q 15:30 60 cash 30", "anamaría vbtfx"])
async def test_a_line_typed_in_one_breath_is_that_line(tmp_path: Path, typed: str) -> None:
    """Every letter of a name is a verb of the calendar: none of them is done."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        before = app.ready.seq()
        burst(app, "b", *typed)
        await until(pilot, lambda: bool(app.calendar.query(Input)) and app.calendar.query_one(Input).value == typed)
        await rest(pilot)
        assert app.screen is app.calendar
        assert app.bar.line == typed
        assert app.ready.seq() == before


async def on_a_booking(app: Whole, pilot: Pilot[int]) -> int:
    """The cursor on a lesson of one person that can be cancelled."""
    no = find(app.ready, lambda v: v.booking.state == "CONFIRMED" and v.slot.capacity == 1 and v.slot.start > v.now)
    app.calendar.show_booked(app.ready.booking(no).slot.start, no)
    await until(pilot, lambda: app.calendar.lesson is not None and app.calendar.lesson.seats[0].booking == no)
    return no


async def test_a_question_gets_the_keys_behind_its_verb(tmp_path: Path) -> None:
    """x 2 5: by the tutor, another reason, and the words go into their field."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await on_a_booking(app, pilot)
        burst(app, "x", "2", "5", *"flood", "enter")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        assert isinstance(app.screen, PlanModal)
        assert "by tutor" in f"{app.screen.words}"
        assert "flood" in f"{app.screen.words}"
        await pilot.press("escape")
        assert not any(isinstance(screen, CancelModal) for screen in app.screen_stack)


async def test_tab_leads_what_is_typed_behind_it(tmp_path: Path) -> None:
    """A field gets the letters that come after the key that leads to it."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await on_a_booking(app, pilot)
        burst(app, "e", *"left", "tab", *"https://x")
        await until(pilot, lambda: len(app.screen.query(Input)) > 1)
        await until(pilot, lambda: list(app.screen.query(Input))[1].value == "https://x")
        assert next(iter(app.screen.query(Input))).value.endswith("left")


async def test_the_palette_is_typed_into_before_it_stands(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        burst(app, ":", *"undo")
        await until(pilot, lambda: isinstance(app.screen, MenuModal) and app.screen.query_one(Input).value == "undo")
