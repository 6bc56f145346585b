"""Partial repaints that write only what changed.

Textual rewrites each dirty line from its widget's left edge on; in a week's grid that is up to six days too many,
and most of the bytes of a cursor key. Screens that hold a grid take this mixin: it cuts at both ends.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class SpanUpdate(ChopsUpdate):
    """Writes the dirty spans of each line, and nothing beside them."""

    def render_segments(self, console: Console) -> str:
        out: list[str] = []
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                if strip is None or x >= right or end <= left:
                    continue
                part = strip.crop(max(0, left - x), min(end, right) - x)
                out += (Control.move_to(max(x, left), y).segment.text, part.render(console))
        return "".join(out)


class SpanCompositor(Compositor):
    def render_partial_update(self) -> ChopsUpdate | None:
        update = super().render_partial_update()
        return update and SpanUpdate(update.chops, update.spans, update.chop_ends)


class SpanPainted:
    """Mixin for a Screen, named before it: `class Desk(SpanPainted, Screen[None])`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._compositor = SpanCompositor()
