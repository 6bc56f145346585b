"""What a key on the calendar costs: one repaint, nothing read, nothing drawn that did not change."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual._compositor import CompositorUpdate
from textual.screen import Screen

from deskbell.services.desk import Desk
from deskbell.services.times import Answers
from deskbell.tui.screens import on_time
from deskbell.tui.widgets.bars import AnswerLine
from tests.tui.calendar_app import Whole, opened, rest, write
from tests.tui.harness import demo_desk, until
from tests.tui.terminal import Cells

WIDE = (120, 36)
KEYS = ["down", "right", "j", "l", "tab", "up", "left", "pagedown", "pageup", "end", "home"]


class SeenWhole(Whole):
    """The whole program on a terminal of cells."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.seen = Cells(1, 1)
        self.written: list[str] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            if len(self.seen.cells) != self.size.height:
                self.seen = Cells(*self.size)
            self.written.append(renderable.render_segments(self._true_colour()))
            self.seen.write(self.written[-1])
        super()._display(screen, renderable)

    def _true_colour(self) -> Console:
        return Console(color_system="truecolor", force_terminal=True, legacy_windows=False, width=self.size.width)

    def painted_afresh(self) -> Cells:
        for widget in self.screen.query():
            widget._styles_cache.clear()
        cells = Cells(*self.size)
        cells.write(self.screen._compositor.render_full_update().render_segments(self._true_colour()))
        return cells


async def test_a_cursor_key_is_one_repaint_of_what_changed(tmp_path: Path) -> None:
    """The cell, the answer and the keys at the foot are painted together, and as painting everything would."""
    app = SeenWhole(demo_desk(tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        assert app.seen.cells == app.painted_afresh().cells
        for key in KEYS:
            app.written.clear()
            await pilot.press(key)
            await pilot.pause()
            assert app.seen.cells == app.painted_afresh().cells, key
            await rest(pilot)
        app.grid.move_to(6, 12 * 60)  # a free Sunday: from one empty cell to the next
        await rest(pilot)
        app.written.clear()
        await pilot.press("down")
        await rest(pilot)
        assert len(app.written) == 1
        assert len(app.written[0]) < 1000


@pytest.mark.parametrize("size", [WIDE, (60, 20)], ids=["wide", "small"])
async def test_what_lies_over_the_grid_stays_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    """Under the booking line and a passing word nothing shows through, and nothing is left when they are gone."""
    app = SeenWhole(demo_desk(tmp_path))
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await write(pilot, "piano thu 10:00")
        assert app.seen.cells == app.painted_afresh().cells
        app.say("something that passes by")
        app.grid.set_now((2, 10 * 60 + 41))
        await rest(pilot)
        assert app.seen.cells == app.painted_afresh().cells
        await pilot.press("escape")
        app.clear_notifications()
        await rest(pilot)
        assert app.seen.cells == app.painted_afresh().cells


async def test_leafing_through_weeks_reads_no_diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The diaries that answer for a free time are read once the cursor rests on one, for the week that is shown."""
    asked: list[int] = []
    answers = Desk.answers

    def counted(desk: Desk, lo: int, hi: int) -> Answers:
        asked.append(lo)
        return answers(desk, lo, hi)

    monkeypatch.setattr(Desk, "answers", counted)
    app = Whole(demo_desk(tmp_path))
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        app.grid.move_to(6, 12 * 60)
        await rest(pilot)
        assert app.calendar.days is not None
        assert asked[-1:] == [app.calendar.days.bounds[0]]
        asked.clear()
        monkeypatch.setattr(on_time, "REST", 60.0)
        for _ in range(3):
            await pilot.press("right_square_bracket")
        await until(pilot, lambda: app.calendar.days is not None and app.calendar.days.first == date(2026, 3, 23))
        assert app.calendar.lesson is None
        assert app.calendar.query_one(AnswerLine).pieces == ()  # of another week's diaries nothing is said
        assert asked == []
        monkeypatch.setattr(on_time, "REST", 0.01)
        await pilot.press("down")
        await rest(pilot)
        assert asked == [app.calendar.days.bounds[0]]
        assert app.calendar.query_one(AnswerLine).pieces
