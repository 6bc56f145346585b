"""Where the cursor of a grid may stand and where a key takes it. Pure: a plan and a cursor in, a cursor out."""

from __future__ import annotations

from typing import NamedTuple

from deskbell.tui.widgets.grid_layout import Item, More, Plan
from deskbell.tui.widgets.grid_model import DAY, Block, GridModel

PAGE = 240
"""Minutes that page up and page down move by."""


class Cursor(NamedTuple):
    """A column, an exact wall minute, and which of the blocks side by side there (from the left; -1 the last)."""

    column: int = 0
    minute: int = 0
    pick: int = 0

    @classmethod
    def first(cls, model: GridModel) -> Cursor:
        """Where the cursor stands before anybody moved it: now, else the first column's morning."""
        if model.now is None:
            return cls(0, model.day_start)
        column, minute = model.now
        return cls(column, max(0, min(DAY - 1, minute - minute % model.step)))


class Box(NamedTuple):
    """Cells of the grid: columns from the left edge, rows of the time axis."""

    x: int
    top: int
    width: int
    height: int


class Moves(NamedTuple):
    """The moves that one plan allows."""

    plan: Plan

    @property
    def cell_minutes(self) -> int:
        """Minutes that the cursor covers: the desk's step, at least a row."""
        row, step = self.plan.scale.row, self.plan.model.step
        return step if step > row and step % row == 0 else row

    def rows(self, cursor: Cursor) -> tuple[int, int]:
        """The rows of the cursor's cell, half-open."""
        scale = self.plan.scale
        top = scale.row_of(cursor.minute)
        return top, min(scale.rows, top + self.cell_minutes // scale.row)

    def choices(self, cursor: Cursor) -> list[tuple[Item, Block]]:
        """The blocks in the cursor's cell from left to right; those behind a "+n" count one by one."""
        strand = self.plan.strand(cursor.column)
        found: list[tuple[Item, Block]] = []
        for item in strand.at(*self.rows(cursor)) if strand else ():
            found += [(item, b) for b in item.hidden] if isinstance(item, More) else [(item, item.block)]
        return found

    def under(self, cursor: Cursor) -> Block | None:
        choices = self.choices(cursor)
        return choices[cursor.pick][1] if choices else None

    def box(self, cursor: Cursor) -> Box | None:
        """The cells that the cursor lights: of the block it is on, else of its column; None while that is not shown."""
        strand = self.plan.strand(cursor.column)
        if strand is None:
            return None
        top, bottom = self.rows(cursor)
        choices = self.choices(cursor)
        if not choices:
            return Box(strand.x, top, strand.inner, bottom - top)
        item = choices[cursor.pick][0]
        bar = 1 if item.width > 1 and not isinstance(item, More) else 0
        return Box(strand.x + item.x + bar, top, item.width - bar, bottom - top)

    def settle(self, cursor: Cursor) -> Cursor:
        """The nearest place that there is."""
        scale = self.plan.scale
        column = max(0, min(len(self.plan.model.columns) - 1, cursor.column))
        minute = max(scale.first, cursor.minute)
        if minute >= scale.last:
            minute = scale.last - self.cell_minutes
        settled = cursor._replace(column=column, minute=minute)
        last = len(self.choices(settled)) - 1
        return settled._replace(pick=max(0, last if cursor.pick < 0 else min(cursor.pick, last)))

    def across(self, cursor: Cursor, right: int) -> Cursor | None:
        """To the block beside, else to the next column; None at the edge."""
        if 0 <= cursor.pick + right < len(self.choices(cursor)):
            return cursor._replace(pick=cursor.pick + right)
        if 0 <= cursor.column + right < len(self.plan.model.columns):
            return Cursor(cursor.column + right, cursor.minute, 0 if right > 0 else -1)
        return None

    def along(self, cursor: Cursor, down: int) -> Cursor:
        """To the cell below or above, on its own boundary even when the cursor was between two."""
        scale, unit = self.plan.scale, self.cell_minutes
        past = (cursor.minute - scale.first) % unit
        minute = cursor.minute - past + (unit if down > 0 else 0 if past else -unit)
        return cursor._replace(minute=minute) if scale.first <= minute < scale.last else cursor

    def page(self, cursor: Cursor, down: int) -> Cursor:
        scale = self.plan.scale
        minute = cursor.minute + down * PAGE
        return cursor._replace(minute=max(scale.first, min(scale.last - self.cell_minutes, minute)))

    def on(self, block: Block) -> Cursor:
        """The cell in which a block begins."""
        cursor = Cursor(block.column, max(self.plan.scale.first, block.start))
        found = [b for _, b in self.choices(cursor)]
        return cursor._replace(pick=found.index(block) if block in found else 0)

    def next_block(self, cursor: Cursor, step: int) -> Block | None:
        """The next block in reading order: down a column, then the next column; None past the last."""
        shown = [b for b in self.plan.model.blocks if b.is_shown()]
        ordered = sorted(shown, key=lambda b: (b.column, b.start, b.key))
        under = self.under(cursor)
        if under is not None:
            target = ordered.index(under) + step
        else:
            before = sum((b.column, b.start) < (cursor.column, cursor.minute) for b in ordered)
            target = before if step > 0 else before - 1
        return ordered[target] if 0 <= target < len(ordered) else None

    def at(self, x: int, row: int) -> tuple[Cursor, bool] | None:
        """The cursor for a cell that was pointed at, and whether a block lies there; None beside the columns."""
        strand = next((s for s in self.plan.strands if s.x <= x < s.x + s.width), None)
        if strand is None or not 0 <= row < self.plan.scale.rows:
            return None
        cursor = Cursor(strand.nth, self.plan.scale.minute_of(row))
        for pick, (item, _) in enumerate(self.choices(cursor)):
            if item.x <= x - strand.x < item.x + item.width and item.top <= row < item.bottom:
                return cursor._replace(pick=pick), True
        return cursor, False
