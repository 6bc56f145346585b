"""The grid as a person meets it: keys, mouse, what it says, and that a part repainted equals the whole."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from deskbell.domain.text import clean
from deskbell.tui.text import cell_len
from deskbell.tui.theme import LIGHT
from deskbell.tui.widgets.grid_model import Block, Column, GridModel
from tests.tui.grid_app import CONFIRMED, PAID, at, block, crowd, due, hours, week
from tests.tui.hostile import names
from tests.tui.terminal import SeenApp

WALK = [
    "down", "j", "right", "l", "up", "k", "left", "h", "tab", "shift+tab", "pagedown", "pageup", "home", "end",
]  # fmt: skip


def lines(app: SeenApp) -> list[str]:
    return [app.seen.text(y) for y in range(app.size.height)]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("spans", [True, False], ids=["spans", "plain"])
@pytest.mark.parametrize(
    ("size", "zoomed"), [((120, 36), False), ((80, 24), True), ((60, 20), False), ((33, 12), True)]
)
async def test_a_part_repainted_equals_the_whole(size: tuple[int, int], zoomed: bool, spans: bool) -> None:
    """After every key the terminal shows what painting everything anew would: cells, glyphs and styles."""
    app = SeenApp(spans=spans)
    chance = random.Random(f"{size}")
    async with app.run_test(size=size) as pilot:
        if zoomed:
            await press(pilot, "plus")
        for key in [*WALK, *chance.choices(WALK, k=10)]:
            await press(pilot, key)
            assert app.seen.cells == app.whole().cells, key
            await pilot.pause()


async def test_the_minutes_tick_repaints_two_lines() -> None:
    """Now leaves one line and enters the next; nothing else is written. When a lesson ends, its look changes too."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "home")
        app.forget()
        app.grid.set_now((2, at("10:36")))
        await pilot.pause()
        assert len({y for _, y in app.seen.changed}) == 1
        assert "10:36" in "".join(lines(app))
        app.forget()
        app.grid.set_now((2, at("10:29")))
        await pilot.pause()
        assert len({y for _, y in app.seen.changed}) == 2
        assert app.seen.cells == app.whole().cells
        app.grid.set_now((2, at("11:00")))
        await pilot.pause()
        assert app.seen.cells == app.whole().cells
        app.grid.set_now(None)
        await pilot.pause()
        assert app.seen.cells == app.whole().cells
        assert not any(c in line for line in lines(app) for c in "▔─▁")


async def test_a_cursor_key_writes_its_cells_and_no_more() -> None:
    """Down: the cell left, the cell entered and their two times; right: the two cells and the two heads."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.grid.move_to(5, at("15:00"))
        await pilot.pause()
        strand = app.grid._plan.strand(5)
        assert strand is not None
        app.forget()
        await press(pilot, "down")
        gutter = app.grid._plan.gutter
        assert len({y for _, y in app.seen.changed}) == 2
        assert all(x < gutter or strand.x <= x < strand.x + strand.width for x, _ in app.seen.changed)
        assert len(app.written[-1]) < 1000
        app.forget()
        await press(pilot, "right")
        assert len({y for _, y in app.seen.changed}) == 2
        assert all(x >= strand.x for x, _ in app.seen.changed)
        assert len(app.written[-1]) < 1000


async def test_arrows_and_hjkl_move_by_cells_and_say_so() -> None:
    """The message carries column, minute and the block under the cursor."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        assert app.said == [("moved", 2, at("10:30"), 10)]
        await press(pilot, "down", "j", "right", "l", "up", "left")
        assert app.said[1:] == [
            ("moved", 2, at("11:00"), 11),
            ("moved", 2, at("11:30"), 11),
            ("moved", 3, at("11:30"), 21),
            ("moved", 4, at("11:30"), 32),
            ("moved", 4, at("11:00"), 32),
            ("moved", 3, at("11:00"), 21),
        ]


async def test_side_by_side_blocks_are_walked_one_by_one() -> None:
    """Right goes to the next lane before it goes to the next day; left comes back the same way."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.grid.move_to(4, at("14:30"))
        await pilot.pause()
        app.forget()
        await press(pilot, "right", "right", "right", "left", "left")
        assert [said[3] for said in app.said] == [34, 35, None, 35, 34]


async def test_tab_visits_every_block_in_reading_order_even_behind_a_plus() -> None:
    """No booking is out of the keyboard's reach; past the last the key goes on to the next widget."""
    crowded = tuple(Block(n, 0, 600, 660, f"B{n}") for n in range(6))
    model = GridModel((Column("a", "A"), Column("b", "B")), (*crowded, block(9, 1, "9:00-10:00", "Last")))
    app = SeenApp(model)
    async with app.run_test(size=(24, 24)) as pilot:
        assert "+" in "".join(lines(app))
        await press(pilot, *["tab"] * 9)
        assert [said[3] for said in app.said if said[3] is not None] == [0, 1, 2, 3, 4, 5, 9]
        app.forget()
        await press(pilot, *["shift+tab"] * 6)
        assert [said[3] for said in app.said] == [5, 4, 3, 2, 1, 0]


async def test_a_lesson_past_midnight_has_a_block_in_each_day_and_tab_passes_both() -> None:
    """Two blocks of one key, each clipped to its day: neither holds the cursor fast, both open the same lesson."""
    parts = (Block(7, 0, 1380, 1500, "Late"), Block(7, 1, -60, 60, "Late"), block(8, 1, "9:00-10:00", "Ana"))
    app = SeenApp(GridModel((Column("a", "A"), Column("b", "B")), parts))
    async with app.run_test(size=(60, 30)) as pilot:
        await press(pilot, "tab", "tab", "tab", "shift+tab", "shift+tab")
        assert [said[1:] for said in app.said[1:]] == [(0, 1380, 7), (1, 0, 7), (1, 540, 8), (1, 0, 7), (0, 1380, 7)]
        assert app.seen.cells == app.whole().cells


async def test_enter_opens_what_the_cursor_is_on_and_nothing_on_a_free_time() -> None:
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.grid.select(23)
        await press(pilot, "enter")
        assert app.said[-1] == ("opened", 23)
        app.grid.move_to(5, at("12:30"))
        app.forget()
        await press(pilot, "enter")
        assert ("moved", 5, at("12:30"), None) in app.said
        assert not [said for said in app.said if said[0] == "opened"]
        with pytest.raises(KeyError):
            app.grid.select(999)


async def test_the_edges_are_said_so_that_the_week_can_turn() -> None:
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "home", "pageup", "pageup", "pageup")
        app.forget()
        await press(pilot, "left", "up", "end")
        await press(pilot, "right")
        assert ("edge", -1) in app.said
        assert app.said[-1] == ("edge", 1)
        assert (app.grid.cursor_column, app.grid.cursor_minute) == (6, at("7:00"))


async def test_a_click_moves_and_a_double_click_opens() -> None:
    """The mouse is welcome: heads and gutter are not cells."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        strand = app.grid._plan.strand(4)
        assert strand is not None
        y = 1 + app.grid._plan.scale.row_of(at("14:30"))
        await pilot.click(app.grid, offset=(strand.x + 11, y))
        await pilot.pause()
        assert app.said[-1] == ("moved", 4, at("14:30"), 35)
        await pilot.click(app.grid, offset=(strand.x, y), times=2)
        await pilot.pause()
        assert app.said[-1] == ("opened", 33)
        app.forget()
        await pilot.click(app.grid, offset=(strand.x, 0))
        await pilot.click(app.grid, offset=(1, y))
        await pilot.pause()
        assert app.said == []


async def test_a_click_finds_its_row_when_the_day_is_scrolled() -> None:
    app = SeenApp()
    async with app.run_test(size=(80, 12)) as pilot:
        await press(pilot, "pagedown", "pagedown", "pagedown")
        top = app.grid.scroll_offset.y
        assert top > 0
        strand = app.grid._plan.strand(1)
        assert strand is not None
        await pilot.click(app.grid, offset=(strand.x + 1, 1))
        await pilot.pause()
        assert app.grid.cursor_minute == app.grid._plan.scale.minute_of(top)
        assert lines(app)[0].split()[:2] == ["Mon", "2"]


async def test_a_new_model_keeps_the_block_else_the_place() -> None:
    """A booking that moved takes the cursor with it; another week keeps weekday and time."""
    app = SeenApp()
    model = week()
    async with app.run_test(size=(120, 36)) as pilot:
        app.grid.select(12)
        moved = tuple(
            b._replace(column=5, start=at("12:15"), end=at("13:15")) if b.key == 12 else b for b in model.blocks
        )
        app.grid.set_model(replace(model, blocks=moved))
        await pilot.pause()
        assert (app.grid.cursor_column, app.grid.cursor_minute, app.grid.cursor_block) == (5, at("12:15"), 12)
        assert app.seen.cells == app.whole().cells
        other = GridModel(tuple(Column(f"e{n}", f"Day {n}") for n in range(7)))
        app.grid.set_model(other)
        await pilot.pause()
        assert (app.grid.cursor_column, app.grid.cursor_minute, app.grid.cursor_block) == (5, at("12:15"), None)
        app.grid.set_model(replace(other, columns=other.columns[:2]))
        await pilot.pause()
        assert app.grid.cursor_column == 1
        assert app.seen.cells == app.whole().cells


async def test_an_exact_time_is_kept_and_named() -> None:
    """10:45 stays 10:45 although its row is 10:30; the next key is on the grid's own lines again."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.grid.move_to(6, at("15:45"))
        await pilot.pause()
        assert "15:45" in "".join(lines(app))
        await press(pilot, "down")
        assert app.grid.cursor_minute == at("16:00")
        app.grid.move_to(6, at("15:45"))
        await press(pilot, "up")
        assert app.grid.cursor_minute == at("15:30")


async def test_a_time_past_the_last_line_is_on_the_last_line() -> None:
    """Late in the evening `t` goes to the last cell of the day, not to a minute that no line begins with."""
    app = SeenApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.move_to(0, at("23:59"))
        await pilot.pause()
        last = app.grid.cursor_minute
        assert last < at("23:59")
        await press(pilot, "up", "down")
        assert app.grid.cursor_minute == last


async def test_zoom_shows_more_or_less_of_the_day() -> None:
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        assert (app.grid.row_minutes, app.grid.cell_minutes) == (30, 30)
        await press(pilot, "plus")
        assert (app.grid.row_minutes, app.grid.cell_minutes) == (15, 30)
        assert app.grid.scroll_offset.y >= 0
        assert app.seen.cells == app.whole().cells
        await press(pilot, "minus", "minus", "minus")
        assert (app.grid.row_minutes, app.grid.cell_minutes) == (60, 60)
        assert app.seen.cells == app.whole().cells


@pytest.mark.parametrize("width", [20, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("height", [5, 20, 24, 36, 60])
async def test_every_size_is_painted_to_its_edges(width: int, height: int) -> None:
    """From 20x5 on: today's head stands first in sight, every line is as wide as the terminal, no crash."""
    app = SeenApp()
    async with app.run_test(size=(width, height)):
        assert "Wed 4" in lines(app)[0]
        assert app.grid._plan.strand(2) is not None
        rows = [app.grid.render_line(y) for y in range(app.grid.size.height)]
        assert (
            {cell_len(strip.text) for strip in rows} == {strip.cell_length for strip in rows} == {app.grid.size.width}
        )
        assert app.seen.cells == app.whole().cells
        spot = app.grid._spot()
        assert spot is not None
        assert 1 <= spot.y < height


async def test_resize_and_theme_repaint_everything() -> None:
    """Caches die with the size and the theme they were made for."""
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        before = app.seen.cells[10][20]
        app.theme = LIGHT
        await pilot.pause()
        await pilot.pause()
        assert app.seen.cells[10][20][1] != before[1]
        assert app.seen.cells == app.whole().cells
        await pilot.resize_terminal(64, 18)
        await pilot.pause()
        assert app.seen.cells == app.whole().cells
        await pilot.resize_terminal(150, 50)
        await pilot.pause()
        assert app.seen.cells == app.whole().cells


async def test_the_cursor_is_quiet_while_another_widget_has_the_focus() -> None:
    app = SeenApp()
    async with app.run_test(size=(120, 36)) as pilot:
        spot = app.grid._spot()
        assert spot is not None
        focused = app.seen.cells[spot.y][spot.x][1]
        app.screen.set_focus(None)
        await pilot.pause()
        assert app.seen.cells[spot.y][spot.x][1] != focused
        assert app.seen.cells == app.whole().cells


async def test_free_closed_and_busy_differ_without_colour() -> None:
    """Free time is blank, closed time is dotted, busy and absent time hatched and named."""
    app = SeenApp(week(now=None))
    async with app.run_test(size=(160, 36)) as pilot:
        await press(pilot, "home", "pageup", "pageup", "pageup")
        plan = app.grid._plan

        def words(column: int, clock: str) -> str:
            strand = plan.strand(column)
            assert strand is not None
            return app.seen.text(1 + plan.scale.row_of(at(clock)))[strand.x : strand.x + strand.width]

        assert words(1, "12:30").strip() == ""
        assert set(words(1, "13:30")) == {" ", "·"}
        assert set(words(6, "12:30")) == {" ", "╲"}
        assert words(6, "8:00").startswith(" Away ")
        assert words(3, "9:00").startswith(" Busy · Google ")
        assert "╱" in words(3, "9:00")


async def test_today_stands_out_without_colour() -> None:
    app = SeenApp()
    async with app.run_test(size=(80, 24)):
        heads = app.grid.render_line(0)
        bold = [s.text.strip() for s in heads if s.style and s.style.bold]
        assert bold == ["Wed 4"]


async def test_three_hundred_hostile_names_change_nothing() -> None:
    """T1, T2: in the grid no name is markup, acts on the terminal, or shows otherwise than it was cleaned."""
    everyone = names()
    for start in range(0, 300, 50):
        some = everyone[start : start + 50]
        found = tuple(
            Block(n, n % 2, 480 + n // 2 * 30, 510 + n // 2 * 30, name, detail=name, seat=CONFIRMED, money=PAID)
            for n, name in enumerate(some)
        )
        columns = tuple(Column(str(n), some[n], sub=some[n + 2], shades=hours("8:00-20:00")) for n in range(2))
        app = SeenApp(GridModel(columns, found, day_start=480, day_end=1260))
        async with app.run_test(size=(200, 56)) as pilot:
            await press(pilot, "end", "pagedown", "enter")
            shown = "".join(lines(app))
            assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in shown)
            for name in some:
                kept = "".join(c for c in clean(name) if cell_len(c))  # the rest is in its neighbour's cell
                assert "".join(kept.split())[:20] in "".join(shown.split())
            assert app.seen.cells == app.whole().cells


async def test_two_hundred_lessons_are_all_there() -> None:
    """A crowded week: each block is on the screen or behind a "+n" of it."""
    app = SeenApp(crowd())
    async with app.run_test(size=(120, 60)):
        plan = app.grid._plan
        keys = {b.key for s in plan.strands for row in s.items for i in row for b in getattr(i, "hidden", [i])}
        assert len(keys) == 203


async def test_amounts_and_words_are_the_desks_own() -> None:
    """The grid knows no language and no currency: what it shows is what it was given."""
    model = GridModel(
        (Column("l", "lun 2", "·hoy", is_today=True),), (block(1, 0, "9:00-11:00", "Ana", money=due("R$ 25,00")),)
    )
    app = SeenApp(model)
    async with app.run_test(size=(60, 30)):
        assert "lun 2 ·hoy" in lines(app)[0]
        assert "€ due R$ 25,00" in "".join(lines(app))
