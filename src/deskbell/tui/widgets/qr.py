"""Shows a QR code dark on light, whatever the theme: a telephone's camera does not know what night is."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

DARK_ON_LIGHT = Style(color="#000000", bgcolor="#ffffff")


class QrCode(Widget):
    """`put` gives it lines of half blocks; without any it takes no room."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: tuple[str, ...] = ()

    def put(self, rows: tuple[str, ...]) -> None:
        if rows != self.rows:
            self.rows = rows
            self.display = bool(rows)
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return len(self.rows[0]) if self.rows else 0

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows)

    def render_line(self, y: int) -> Strip:
        if y < len(self.rows):
            return Strip([Segment(self.rows[y], DARK_ON_LIGHT)])
        return Strip.blank(self.size.width)
