"""Partial repaints that draw and write only what changed.

Textual draws every widget that a change reaches across, whole, and rewrites each dirty line from its widget's left
edge on; in a week's grid that is most of the work and of the bytes of a cursor key. Screens that hold a grid take
this mixin: of each dirty line only the cells that changed are drawn, by the widget that lies on top there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Piece = tuple[int, int, Strip]
"""Line, column, and what stands from there on."""
Gaps = dict[int, list[tuple[int, int]]]
"""Of each line the spans, half-open, that nobody drew yet."""


class SpanUpdate(ChopsUpdate):
    """Writes these pieces, and nothing beside them."""

    def __init__(self, pieces: list[Piece]) -> None:
        super().__init__([], [], [])
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        move = Control.move_to
        return "".join(
            [part for y, x, strip in self.pieces for part in (move(x, y).segment.text, strip.render(console))]
        )


class SpanCompositor(Compositor):
    def render_partial_update(self) -> ChopsUpdate | None:
        screen = self.size.region
        gaps: Gaps = {}
        for y, left, right in self._regions_to_spans([r.intersection(screen) for r in self._dirty_regions]):
            gaps.setdefault(y, []).append((left, right))
        self._dirty_regions.clear()
        if not gaps:
            return None
        pieces: list[Piece] = []
        for widget, (region, clip) in self.visible_widgets.items():  # what lies on top comes first
            pieces += _drawn(widget, region, region.intersection(clip), gaps)
            if not gaps:
                break
        pieces.sort(key=lambda piece: piece[:2])
        return SpanUpdate(pieces)


def _drawn(widget: Widget, region: Region, part: Region, gaps: Gaps) -> Iterator[Piece]:
    """What the widget shows in the gaps, which are closed by that."""
    for first, last in _runs(_reached(part, gaps)):
        lines = Region(part.x - region.x, first - region.y, part.width, last - first)
        for y, strip in enumerate(widget.render_lines(lines), first):
            open_: list[tuple[int, int]] = []
            for left, right in gaps.get(y, ()):
                a, b = max(left, part.x), min(right, part.right)
                if a >= b:
                    open_.append((left, right))
                    continue
                yield y, a, strip.crop(a - part.x, b - part.x)
                open_ += [span for span in ((left, a), (b, right)) if span[0] < span[1]]
            if open_:
                gaps[y] = open_
            else:
                gaps.pop(y, None)


def _reached(part: Region, gaps: Gaps) -> list[int]:
    """The lines in whose gaps that part of the screen lies."""
    x, top, right, bottom = part.x, part.y, part.right, part.bottom
    return [y for y, spans in gaps.items() if top <= y < bottom and any(a < right and x < b for a, b in spans)]


def _runs(lines: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring lines together, half-open."""
    first = last = -1
    for y in sorted(lines):
        if y != last:
            if last > first:
                yield first, last
            first = y
        last = y + 1
    if last > first:
        yield first, last


class SpanPainted:
    """Mixin for a Screen, named before it: `class Desk(SpanPainted, Screen[None])`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor = SpanCompositor()
