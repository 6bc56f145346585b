"""One of a few: a figure takes one, arrows go along, enter goes on. Dim ones say why they cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from deskbell.tui.lines import page
from deskbell.tui.text import cell_len, fit, text

NOTE = 3
"""Cells between the longest label and the notes beside them."""


@dataclass(frozen=True, slots=True)
class Way:
    """Something to choose; `note` stands quietly beside it; `why` dims it and says why it cannot be taken."""

    value: str
    label: str
    note: str = ""
    why: str = ""
    ink: str = ""


class Choice(Widget, can_focus=True):
    """`upright`: one below the other, and up and down go along it; else side by side, and they leave it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "along(-1)", show=False),
        Binding("right,l", "along(1)", show=False),
        Binding("up,k", "across(-1)", show=False),
        Binding("down,j", "across(1)", show=False),
        Binding("enter", "take", show=False),
    ]
    at: reactive[int] = reactive(0)

    @dataclass
    class Taken(Message):
        """One was chosen for good: by its figure, a click or enter."""

        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            return self.choice

    @dataclass
    class Moved(Message):
        """Another one is under the cursor."""

        choice: Choice
        value: str

        @property
        def control(self) -> Choice:
            return self.choice

    lit: reactive[bool] = reactive(default=False)
    """Shown as if it had the focus: keys reach it through the field above it."""

    def __init__(
        self,
        ways: Sequence[Way],
        *,
        upright: bool = False,
        figures: bool = True,
        at: int = 0,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.ways = tuple(ways)
        self.upright = upright
        self.figures = figures
        self.set_reactive(Choice.at, at)

    def put(self, ways: Sequence[Way], at: int = 0) -> None:
        """Other ways to choose from."""
        self.ways = tuple(ways)
        self.at = at
        self.refresh(layout=True)

    @property
    def value(self) -> str:
        """What is under the cursor; empty where there is nothing to choose."""
        return self.ways[self.at].value if self.ways else ""

    def watch_at(self) -> None:
        if self.ways and self.is_mounted:
            self.post_message(self.Moved(self, self.value))

    # --- keys

    def action_along(self, step: int) -> None:
        if self.ways:
            self.at = (self.at + step) % len(self.ways)

    def action_across(self, step: int) -> None:
        if self.upright:
            self.action_along(step)
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()

    def action_take(self) -> None:
        if self.ways:
            self.post_message(self.Taken(self, self.value))

    def on_key(self, event: events.Key) -> None:
        figure = event.character if self.figures and event.character else ""
        if figure and figure in "123456789" and int(figure) <= len(self.ways):
            event.stop()
            self.at = int(figure) - 1
            self.action_take()

    def on_click(self, event: events.Click) -> None:
        point = event.get_content_offset(self)
        for n, (x, y, cells) in enumerate(self._places(self.size.width)):
            if point is not None and y == point.y and x <= point.x < x + cells:
                self.at = n
                self.action_take()

    # --- looks

    def _places(self, width: int) -> list[tuple[int, int, int]]:
        """Where each way stands: column, line, cells."""
        places, x, y = [], 0, 0
        for n, way in enumerate(self.ways):
            cells = width if self.upright else cell_len(way.label) + 4
            if self.upright:
                places.append((0, n, cells))
                continue
            if x and x + cells > width:
                x, y = 0, y + 1
            places.append((x, y, cells))
            x += cells
        return places

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max((y for _, y, _ in self._places(width)), default=0) + 1

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def drawn(self, width: int) -> Content:
        lines: list[list[Content]] = []
        used = 0
        for n, (x, y, cells) in enumerate(self._places(width)):
            if y == len(lines):
                lines.append([])
                used = 0
            lines[y].append(text(" " * (x - used)))
            lines[y].append(self._one(n, cells))
            used = x + cells
        return page(Content("").join(parts) for parts in lines)

    def _one(self, n: int, cells: int) -> Content:
        way = self.ways[n]
        bright = self.has_focus or self.lit
        cursor = "$cursor-text on $cursor" if bright else "$cursor-away-text on $cursor-away"
        ground = cursor if n == self.at else ""
        lead = f" {n + 1 if n < 9 else ' '} " if self.figures else " "
        label = fit(way.label, cells - cell_len(lead) - 1)
        parts = [text(lead, ground or "$muted"), text(label, ground or ("$muted" if way.why else way.ink))]
        used = cell_len(lead) + cell_len(label)
        if self.upright and (note := way.why or way.note):
            column = cell_len(lead) + max(cell_len(w.label) for w in self.ways) + NOTE
            tail = fit(note, cells - max(used + 1, column) - 1)
            parts.append(text(" " * (max(used + 1, column) - used), ground))
            parts.append(text(tail, ground or "$muted"))
            used = max(used + 1, column) + cell_len(tail)
        parts.append(text(" " * max(0, cells - used), ground))
        return Content("").join(parts)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def render(self) -> Content:
        return self.drawn(self.size.width)
