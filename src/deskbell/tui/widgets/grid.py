"""The time grid: a week of one desk, or a day of several tutors. One widget on the line API.

It is shown a GridModel and says where the cursor is; it fetches nothing and reads no clock. A cursor key
repaints the cells it leaves and enters, the minute's tick two lines, a new model the visible rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from deskbell.tui.widgets.grid_cursor import Cursor, Moves
from deskbell.tui.widgets.grid_layout import ZOOMS, Plan
from deskbell.tui.widgets.grid_model import Block, GridModel
from deskbell.tui.widgets.grid_paint import INKS, Painter, overlay


class TimeGrid(ScrollView, can_focus=True):
    """Blocks in proportion to their time, overlaps side by side, the now line, and a cursor of one cell."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"grid--{name}" for name in INKS}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "along(-1)", "Earlier", show=False, id="grid.up"),
        Binding("down,j", "along(1)", "Later", show=False, id="grid.down"),
        Binding("left,h", "across(-1)", "Left", show=False, id="grid.left"),
        Binding("right,l", "across(1)", "Right", show=False, id="grid.right"),
        Binding("pageup", "page(-1)", "Four hours up", show=False, id="grid.page_up"),
        Binding("pagedown", "page(1)", "Four hours down", show=False, id="grid.page_down"),
        Binding("home", "edge(-1)", "First column", show=False, id="grid.home"),
        Binding("end", "edge(1)", "Last column", show=False, id="grid.end"),
        Binding("tab", "next_block(1)", "Next block", show=False, id="grid.next_block"),
        Binding("shift+tab", "next_block(-1)", "Previous block", show=False, id="grid.previous_block"),
        Binding("enter", "open", "Open", show=False, id="grid.open"),
        Binding("plus", "zoom(-1)", "Zoom in", show=False, id="grid.zoom_in"),
        Binding("minus", "zoom(1)", "Zoom out", show=False, id="grid.zoom_out"),
    ]

    class CursorMoved(Message):
        """The cursor stands elsewhere, or on something else since the model changed."""

        def __init__(self, column: int, minute: int, block_key: int | None) -> None:
            super().__init__()
            self.column = column
            self.minute = minute
            self.block_key = block_key

    class Opened(Message):
        """A block was asked for, by enter or a double click."""

        def __init__(self, block_key: int) -> None:
            super().__init__()
            self.block_key = block_key

    class Edge(Message):
        """The cursor was pushed out of the first (-1) or last (1) column: the screen may turn the page."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(
        self,
        model: GridModel,
        *,
        heard: Callable[[], None] | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """`heard` is called, in place of the message CursorMoved, before the move is painted: what it changes
        elsewhere is painted together with it.
        """
        super().__init__(name=name, id=id, classes=classes)
        self._model = model
        self._heard = heard
        self._zoom: int | None = None
        self._cursor = Cursor.first(model)
        self._leftmost = self._cursor.column
        self._told: tuple[int, int, int | None] | None = None
        self._inks: dict[tuple[str, str], Style] = {}
        self._rows: dict[int, Strip] = {}
        self._head: Strip | None = None
        self._planned = Size(0, 0)
        self._plan = Plan.make(model, 80, 24)
        self._painter = Painter(self._plan, self._ink)

    # What is shown, and where the cursor is

    @property
    def model(self) -> GridModel:
        return self._model

    @property
    def cursor_column(self) -> int:
        return self._cursor.column

    @property
    def cursor_minute(self) -> int:
        return self._cursor.minute

    @property
    def cursor_block(self) -> int | None:
        """The key of the block under the cursor."""
        block = self._moves.under(self._cursor)
        return block.key if block else None

    @property
    def cursor_line(self) -> int:
        """The line of the viewport on which the cursor's cell begins."""
        spot = self._spot()
        return spot.y if spot else 0

    @property
    def row_minutes(self) -> int:
        """Minutes a row, as the height or the zoom keys decided."""
        return self._plan.scale.row

    @property
    def cell_minutes(self) -> int:
        """Minutes that the cursor covers."""
        return self._moves.cell_minutes

    def set_model(self, model: GridModel) -> None:
        """Show something else. The cursor keeps its block if that is still there, else its column and time."""
        old, key = self._model.columns[self._cursor.column].key, self.cursor_block
        column = next((n for n, c in enumerate(model.columns) if c.key == old), self._cursor.column)
        block = model.block(key) if key is not None else None
        self._model = model
        self._cursor = self._cursor._replace(column=min(column, len(model.columns) - 1))
        if block is not None:
            self._cursor = Cursor(block.column, max(0, block.start))
        self._lay()
        if block is not None:
            self._cursor = self._moves.on(block)
        self._reveal()
        self._tell()

    def set_now(self, now: tuple[int, int] | None) -> None:
        """The minute's tick. Repaints the lines that now leaves and enters; all when a lesson began or ended."""
        before = self._model.now
        if now == before:
            return
        self._model = replace(self._model, now=now)
        self._plan = self._plan._replace(model=self._model)
        painter = Painter(self._plan, self._ink, self._painter.faces)
        if painter.running != self._painter.running:
            self._fresh()
            return
        self._painter = painter
        for row in {self._plan.scale.row_of(at[1]) for at in (before, now) if at is not None}:
            self._rows.pop(row, None)
            self.refresh(Region(0, self._line(row), self.size.width, 1))

    def move_to(self, column: int, minute: int) -> None:
        """Put the cursor there, within what there is, and in view."""
        self._go(Cursor(column, minute))

    def select(self, block_key: int) -> None:
        """Put the cursor on a block and in view; KeyError if there is none of this key."""
        block = self._model.block(block_key)
        if block is None:
            raise KeyError(block_key)
        self._go_on(block)

    # Keys and mouse

    def action_along(self, down: int) -> None:
        self._go(self._moves.along(self._cursor, down))

    def action_across(self, right: int) -> None:
        cursor = self._moves.across(self._cursor, right)
        if cursor is None:
            self.post_message(self.Edge(right))
        else:
            self._go(cursor)

    def action_page(self, down: int) -> None:
        self._go(self._moves.page(self._cursor, down))

    def action_edge(self, right: int) -> None:
        self._go(Cursor(0 if right < 0 else len(self._model.columns) - 1, self._cursor.minute))

    def action_next_block(self, step: int) -> None:
        """Past the last block the key is not ours: the focus moves on."""
        block = self._moves.next_block(self._cursor, step)
        if block is None:
            raise SkipAction
        self._go_on(block)

    def action_open(self) -> None:
        """Without a block the key is not ours."""
        key = self.cursor_block
        if key is None:
            raise SkipAction
        self.post_message(self.Opened(key))

    def action_zoom(self, coarser: int) -> None:
        n = ZOOMS.index(self._plan.scale.row) + coarser
        if 0 <= n < len(ZOOMS):
            self._zoom = ZOOMS[n]
            self._lay()
            self._reveal()
            self._tell()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        hit = self._moves.at(offset.x, offset.y - 1 + self.scroll_offset.y) if offset and offset.y else None
        if hit is not None:
            cursor, on_block = hit
            self._go(cursor)
            if event.chain == 2 and on_block:
                self.action_open()

    # Moving

    @property
    def _moves(self) -> Moves:
        return Moves(self._plan)

    def _line(self, row: int) -> int:
        """The viewport line of a row."""
        return row + 1 - self.scroll_offset.y

    def _spot(self) -> Region | None:
        """The cursor's cells, in viewport coordinates; None while its column is not shown."""
        box = self._moves.box(self._cursor)
        return Region(box.x, self._line(box.top), box.width, box.height) if box else None

    def _go(self, cursor: Cursor) -> None:
        before, old = self._cursor, self._spot()
        self._cursor = self._moves.settle(cursor)
        if self._plan.strand(self._cursor.column) is None:
            self._lay()
            self._cursor = self._moves.settle(self._cursor._replace(pick=cursor.pick))
        if self._cursor == before:
            return
        if not self._reveal():
            self._repaint_cursor(before, old)
        self._tell()

    def _go_on(self, block: Block) -> None:
        if self._plan.strand(block.column) is None:
            self.move_to(block.column, block.start)  # which lays out the columns around it
        self._go(self._moves.on(block))

    def _repaint_cursor(self, before: Cursor, old: Region | None) -> None:
        regions = [region for region in (old, self._spot()) if region]
        if before.minute != self._cursor.minute:
            rows = [self._moves.rows(cursor)[0] for cursor in (before, self._cursor)]
            regions += [Region(0, self._line(row), self._plan.gutter, 1) for row in rows]
        if before.column != self._cursor.column:
            self._head = None
            strands = [self._plan.strand(column) for column in (before.column, self._cursor.column)]
            regions += [Region(strand.x, 0, strand.width, 1) for strand in strands if strand]
        self.refresh(*regions)

    def _reveal(self, *, roomy: bool = False) -> bool:
        """Scroll so that the cursor's cell is in view; True if that moved anything. `roomy`: a third down."""
        room = self.size.height - 1
        if room <= 0:
            return False
        top, bottom = self._moves.rows(self._cursor)
        y = round(self.scroll_y)
        target = top if top < y or bottom - top > room else max(y, bottom - room)
        if target != y and roomy:
            target = top - room // 3
        target = max(0, min(self._plan.scale.rows - room, target))
        if target == y:
            return False
        self._fresh()
        self.scroll_to(y=target, animate=False)
        return True

    def _tell(self) -> None:
        said = (self._cursor.column, self._cursor.minute, self.cursor_block)
        if said != self._told:
            self._told = said
            if self._heard is not None:
                self._heard()
            else:
                self.post_message(self.CursorMoved(*said))

    # Laying out and painting

    def _lay(self) -> None:
        """Lay out again for this model, size and zoom, keep the cursor within, and paint."""
        self._plan_for(self.size)
        self.virtual_size = self._reach()
        self.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Plan while Textual lays out: heard of as a Resize only, the first frame would be painted three times."""
        if size != self._planned:
            self._plan_for(size)
            self.set_reactive(TimeGrid.virtual_size, self._reach())
        return super()._size_updated(size, virtual_size, container_size, layout)

    def _reach(self) -> Size:
        return Size(self._planned.width, self._plan.scale.rows + 1)

    def _plan_for(self, size: Size) -> None:
        width, height = size or Size(80, 24)
        self._planned = size
        self._plan = Plan.make(
            self._model, width, height, cursor=self._cursor.column, leftmost=self._leftmost, zoom=self._zoom
        )
        if self._plan.more_left or self._plan.more_right:
            self._leftmost = self._plan.first_column
        self._cursor = self._moves.settle(self._cursor)
        self._forget()

    def _forget(self) -> None:
        """Forget what was painted."""
        self._painter = Painter(self._plan, self._ink)
        self._rows.clear()
        self._head = None

    def _fresh(self) -> None:
        self._forget()
        self.refresh()

    def _ink(self, ground: str, name: str) -> Style:
        style = self._inks.get((ground, name))
        if style is None:
            ink = self.get_component_rich_style(f"grid--{name}", partial=True)
            style = self.rich_style + self.get_component_rich_style(f"grid--{ground}") + ink
            self._inks[(ground, name)] = style
        return style

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines as they were painted: the grid has no border or padding, and no colours of the terminal's own."""
        filters = [f for f in self.get_line_filters() if not isinstance(f, ANSIToTruecolor)]
        ground = self._ink("head", "muted")
        lines = []
        for y in crop.line_range:
            line = self.render_line(y)
            for each in filters:
                line = line.apply_filter(each, self.background_colors[1])
            lines.append(line.crop_extend(crop.x, crop.right, ground))
        return lines

    def render_line(self, y: int) -> Strip:
        """One line of the viewport; the first is the columns' heads, whatever is scrolled."""
        width, blank = self.size.width, self._ink("head", "muted")
        if y == 0:
            if self._head is None:
                self._head = self._painter.head(self._cursor.column)
            return self._head
        row = y - 1 + self.scroll_offset.y
        if row >= self._plan.scale.rows:
            return Strip.blank(width, blank)
        top, bottom = self._moves.rows(self._cursor)
        strip = self._rows.get(row)
        if strip is None:
            strip = self._rows[row] = self._painter.row(row)
        if row == top:
            strip = self._painter.named(strip, row, self._cursor.minute)
        spot = self._spot() if top <= row < bottom else None
        if spot is None:
            return strip
        name = "cursor" if self.has_focus else "cursor-away"
        return overlay(strip, spot.x, spot.right, self._ink(name, name))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._inks.clear()
        self._rows.clear()
        self._head = None

    def on_resize(self, event: events.Resize) -> None:
        self._reveal(roomy=self._told is None)
        self._tell()
