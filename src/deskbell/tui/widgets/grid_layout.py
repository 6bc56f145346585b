"""Where everything of a grid lies: minutes to rows, columns to cells, overlaps to lanes. Pure arithmetic.

Honest before pretty: a row that is busy for a minute is drawn busy. A block reaches from the row of its first
minute to that of its last, and gives up its last, partial row only to a block that starts in it after it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from deskbell.tui.widgets.grid_model import DAY, Block, Column, GridModel, Kind

ZOOMS = (15, 30, 60)
WIDE_GUTTER, GUTTER = 6, 4
ROOMY = 76
"""From this width on the gutter shows whole times."""
MIN_COLUMN, GOOD_COLUMN = 9, 18
"""All columns are shown while each has the first; if not, only as many as have the second."""
MIN_LANE = 4


class Scale(NamedTuple):
    """The time axis: minutes first to last in rows of `row` minutes."""

    first: int
    last: int
    row: int

    @property
    def rows(self) -> int:
        return (self.last - self.first) // self.row

    def row_of(self, minute: int) -> int:
        """The row that a minute falls into, kept within the axis."""
        return max(0, min(self.rows - 1, (minute - self.first) // self.row))

    def minute_of(self, row: int) -> int:
        return self.first + row * self.row

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Rows touched, half-open, at least one; kept within the axis."""
        top = self.row_of(start)
        return top, max(top + 1, min(self.rows, -(-(end - self.first) // self.row)))

    @classmethod
    def fit(cls, model: GridModel, height: int, zoom: int | None = None) -> Scale:
        """The finest rows in which the whole reach fits the height, else the coarsest.

        Spare rows show an hour after it and one before; what is left stays empty below, for nobody works then.
        """
        first, last = model.reach()
        row = zoom or next((z for z in ZOOMS if (last - first) // z <= height), ZOOMS[-1])
        spare = (height * row - (last - first)) // 60
        after = spare > 0 and last < DAY
        before = spare > after and first > 0
        return cls(first - 60 * before, last + 60 * after, row)


class Placed(NamedTuple):
    """A block in its rows and, within its column, its cells. `late`: it starts, `early`: it ends within a row."""

    block: Block
    top: int
    bottom: int
    x: int
    width: int
    late: bool = False
    early: bool = False

    @property
    def key(self) -> int:
        return self.block.key


class More(NamedTuple):
    """Blocks for which there was no room side by side, as one "+n"."""

    hidden: tuple[Block, ...]
    top: int
    bottom: int
    x: int
    width: int

    @property
    def key(self) -> int:
        return self.hidden[0].key


Item = Placed | More


class _Row:
    """A block on its way into a lane."""

    __slots__ = ("block", "bottom", "early", "end", "lane", "top")

    def __init__(self, block: Block, top: int, bottom: int, end: int, early: bool) -> None:
        self.block = block
        self.top = top
        self.bottom = bottom
        self.end = end
        self.early = early
        self.lane = 0


def _rows(blocks: Iterable[Block], scale: Scale) -> list[_Row]:
    ordered = sorted((b for b in blocks if b.is_shown()), key=lambda b: (b.start, -b.end, b.key))
    rows = []
    for b in ordered:
        top, bottom = scale.span(max(0, b.start), min(DAY, b.end))
        rows.append(_Row(b, top, bottom, b.end, b.end < scale.last and (b.end - scale.first) % scale.row > 0))
    starts: dict[int, int] = {}
    for r in rows:
        starts[r.top] = max(starts.get(r.top, 0), r.block.start)
    for r in rows:
        last = r.bottom - 1
        if r.early and last > r.top and starts.get(last, -1) >= r.end:
            r.bottom, r.early = last, False
    return rows


def _clusters(rows: list[_Row]) -> Iterable[tuple[list[_Row], int]]:
    """Groups that touch, each row with its lane, and how many lanes they need."""
    group: list[_Row] = []
    lanes: list[_Row] = []
    floor = end = -1
    for r in rows:
        if group and r.top >= floor and r.block.start >= end:
            yield group, len(lanes)
            group, lanes, floor, end = [], [], -1, -1
        for index, before in enumerate(lanes):
            if before.bottom <= r.top and before.end <= r.block.start:
                r.lane, lanes[index] = index, r
                break
        else:
            r.lane = len(lanes)
            lanes.append(r)
        group.append(r)
        floor, end = max(floor, r.bottom), max(end, r.end)
    if group:
        yield group, len(lanes)


def _piles(hidden: list[_Row]) -> Iterable[list[_Row]]:
    pile: list[_Row] = []
    floor = 0
    for r in sorted(hidden, key=lambda r: r.top):
        if pile and r.top >= floor:
            yield pile
            pile = []
        pile.append(r)
        floor = max(floor, r.bottom)
    if pile:
        yield pile


def lay(blocks: Iterable[Block], scale: Scale, width: int) -> tuple[Item, ...]:
    """The blocks of one column in `width` cells: no two items share a cell, each block is placed or counted."""
    items: list[Item] = []
    for group, lanes in _clusters(_rows(blocks, scale)):
        room = width
        if lanes > 1 and lanes * MIN_LANE > width:
            room = max(width - len(str(len(group))) - 1, width // 2)
            lanes = max(1, room // MIN_LANE) if room else 0
        edges = [room * n // lanes for n in range(lanes + 1)] if lanes else [0]
        for r in group:
            if r.lane < lanes:
                late = r.block.start > scale.first and (r.block.start - scale.first) % scale.row * 2 >= scale.row
                x, w = edges[r.lane], edges[r.lane + 1] - edges[r.lane]
                items.append(Placed(r.block, r.top, r.bottom, x, w, late, r.early))
        for pile in _piles([r for r in group if r.lane >= lanes]):
            top, bottom = min(r.top for r in pile), max(r.bottom for r in pile)
            items.append(More(tuple(r.block for r in pile), top, bottom, room, width - room))
    return tuple(items)


class Strand(NamedTuple):
    """One shown column: its cells on screen (the last is the gap to the next), its items by row, its shading by row."""

    nth: int
    column: Column
    x: int
    width: int
    items: tuple[tuple[Item, ...], ...]
    kinds: tuple[Kind, ...]
    labels: dict[int, str]

    @property
    def inner(self) -> int:
        """Cells without the gap."""
        return max(1, self.width - 1)

    def at(self, top: int, bottom: int) -> tuple[Item, ...]:
        """What lies in the first of these rows in which anything lies, from left to right."""
        return next((row for row in self.items[top:bottom] if row), ())


def _shading(
    column: Column, scale: Scale, taken: Sequence[tuple[Item, ...]]
) -> tuple[tuple[Kind, ...], dict[int, str]]:
    kinds = [Kind.CLOSED] * scale.rows
    labels: dict[int, str] = {}
    for shade in column.shades:
        if shade.end <= scale.first or shade.start >= scale.last or shade.end <= shade.start:
            continue
        top, bottom = scale.span(shade.start, shade.end)
        kinds[top:bottom] = [shade.kind] * (bottom - top)
        for row in range(top, bottom):
            labels.pop(row, None)
        if shade.label and shade.kind in (Kind.BUSY, Kind.ABSENCE):
            free = [row for row in range(top, bottom) if not taken[row]]
            labels |= dict.fromkeys(free[:1], shade.label)
    return tuple(kinds), labels


class Plan(NamedTuple):
    """A whole grid, laid out for one size."""

    model: GridModel
    scale: Scale
    gutter: int
    strands: tuple[Strand, ...]
    more_left: bool
    more_right: bool

    @classmethod
    def make(
        cls, model: GridModel, width: int, height: int, *, cursor: int = 0, leftmost: int = 0, zoom: int | None = None
    ) -> Plan:
        """Lay the model out in width x height cells, one line of them for the heads.

        Where not all columns fit, those around `cursor` are shown, moved as little from `leftmost` as that needs.
        """
        scale = Scale.fit(model, max(1, height - 1), zoom)
        gutter = WIDE_GUTTER if width >= ROOMY else GUTTER
        room = max(1, width - gutter)
        total = len(model.columns)
        shown = total if room // total >= MIN_COLUMN else min(total, max(1, room // GOOD_COLUMN))
        first = max(0, min(leftmost, total - shown))
        first = cursor if cursor < first else max(first, cursor - shown + 1)
        by_column: dict[int, list[Block]] = {}
        for block in model.blocks:
            by_column.setdefault(block.column, []).append(block)
        strands = []
        for n, index in enumerate(range(first, first + shown)):
            x, end = room * n // shown, room * (n + 1) // shown
            blocks = by_column.get(index, ())
            strands.append(_strand(index, model.columns[index], blocks, scale, gutter + x, end - x))
        return cls(model, scale, gutter, tuple(strands), first > 0, first + shown < total)

    @property
    def first_column(self) -> int:
        return self.strands[0].nth

    @property
    def width(self) -> int:
        return self.strands[-1].x + self.strands[-1].width

    def strand(self, column: int) -> Strand | None:
        n = column - self.first_column
        return self.strands[n] if 0 <= n < len(self.strands) else None


def _strand(index: int, column: Column, blocks: Iterable[Block], scale: Scale, x: int, width: int) -> Strand:
    rows: list[list[Item]] = [[] for _ in range(scale.rows)]
    for item in lay(blocks, scale, max(1, width - 1)):
        for row in rows[item.top : item.bottom]:
            row.append(item)
    items = tuple(tuple(sorted(row, key=lambda i: i.x)) if len(row) > 1 else tuple(row) for row in rows)
    kinds, labels = _shading(column, scale, items)
    return Strand(index, column, x, width, items, kinds, labels)
