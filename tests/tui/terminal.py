"""A terminal made of cells: it reads what the program writes, so that a test sees what a person would."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from textual._compositor import CompositorUpdate
from textual.screen import Screen

from deskbell.tui.text import cell_len
from tests.tui.grid_app import GridApp

_TOKEN = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|(\n)|([^\x1b\n])")


class Cells:
    """Rows of (glyph, style); understands moves, styles, line feeds and text, and nothing else."""

    def __init__(self, width: int, height: int) -> None:
        self.cells = [[(" ", "")] * width for _ in range(height)]
        self.changed: set[tuple[int, int]] = set()

    def write(self, data: str) -> None:
        x = y = 0
        style = ""
        at = 0
        for match in _TOKEN.finditer(data):
            assert match.start() == at, f"not understood: {data[at : match.start() + 10]!r}"
            at = match.end()
            row, column, sgr, feed, glyph = match.groups()
            if row:
                y, x = int(row) - 1, int(column) - 1
            elif sgr is not None:
                style = "" if sgr in ("", "0") else sgr
            elif feed:
                y, x = y + 1, 0
            else:
                width = cell_len(glyph)
                if not width:
                    continue
                for n in range(width):
                    if y < len(self.cells) and x + n < len(self.cells[y]):
                        self.cells[y][x + n] = (glyph if n == 0 else "", style)
                        self.changed.add((x + n, y))
                x += width
        assert at == len(data)

    def text(self, y: int) -> str:
        return "".join(glyph for glyph, _ in self.cells[y])


class SeenApp(GridApp):
    """A GridApp whose output goes to such a terminal; `written` has each update's text."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.seen = Cells(1, 1)
        self.written: list[str] = []

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            if len(self.seen.cells) != self.size.height or len(self.seen.cells[0]) != self.size.width:
                self.seen = Cells(*self.size)
            self.written.append(renderable.render_segments(self._true_colour()))
            self.seen.write(self.written[-1])
        super()._display(screen, renderable)

    def _true_colour(self) -> Console:
        return Console(color_system="truecolor", force_terminal=True, legacy_windows=False, width=self.size.width)

    def whole(self) -> Cells:
        """The same screen painted afresh."""
        self.grid._fresh()
        self.grid._styles_cache.clear()
        cells = Cells(*self.size)
        cells.write(self.screen._compositor.render_full_update().render_segments(self._true_colour()))
        return cells

    def forget(self) -> None:
        self.written.clear()
        self.seen.changed.clear()
        self.said.clear()
