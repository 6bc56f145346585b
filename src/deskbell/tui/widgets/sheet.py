"""A page of lines drawn for the width it is given: its height follows from what it says."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from deskbell.tui.lines import page
from deskbell.tui.text import text

Drawn = Callable[[int], list[Content]]


class Sheet(Widget):
    """Shows what `draw` makes of its width; `show` gives it something else to say."""

    def __init__(self, draw: Drawn | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.draw: Drawn = draw or _nothing
        self._known: tuple[int, Content, int] | None = None

    def show(self, draw: Drawn) -> None:
        self.draw = draw
        self._known = None
        self.refresh(layout=True)

    def drawn(self, width: int) -> Content:
        """All lines as one, kept until width or words change."""
        if self._known is None or self._known[0] != width:
            lines = self.draw(width)
            self._known = (width, page(lines), len(lines))
        return self._known[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self.drawn(width)
        return self._known[2] if self._known else 0

    def render(self) -> Content:
        return self.drawn(self.size.width)


def _nothing(width: int) -> list[Content]:
    return [] if width else [text("")]
