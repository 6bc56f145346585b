"""The panel beside the calendar: titled sections of aligned rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from deskbell.tui.text import cell_len, fit, text

if TYPE_CHECKING:
    from deskbell.tui.widgets.aside_model import Row, Section


class _Line(NamedTuple):
    drawn: Content
    booking: int | None = None


class Aside(Widget):
    """Shows sections; a click on a row that has a booking asks for it."""

    sections: reactive[tuple[Section, ...]] = reactive(())

    class Asked(Message):
        """A row was clicked."""

        def __init__(self, booking: int) -> None:
            super().__init__()
            self.booking = booking

    def _lines(self) -> list[_Line]:
        width = self.size.width - 1
        lines: list[_Line] = []
        for section in self.sections:
            if lines:
                lines.append(_Line(Content("")))
            ink = f"bold ${section.ink}" if section.ink and section.rows else "bold"
            lines.append(_Line(text(fit(section.title, width), ink)))
            lines += [_Line(_row(row, section, width), row.booking) for row in section.rows]
            if section.more:
                lines.append(_Line(text(fit(section.more, width), "$muted")))
            if not section.rows:
                lines.append(_Line(text(fit(section.none, width), "$muted")))
        return lines

    def render(self) -> Content:
        return Content("\n").join(line.drawn for line in self._lines()[: self.size.height])

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        lines = self._lines()
        if at is not None and at.y < len(lines) and (booking := lines[at.y].booking) is not None:
            self.post_message(self.Asked(booking))


def _row(row: Row, section: Section, width: int) -> Content:
    """Times in one column, figures in one column at the right edge."""
    lead = max((cell_len(r.lead) for r in section.rows), default=0)
    lead = lead + 2 if lead else 0
    told = row.right
    if row.ink == "muted" and cell_len(row.words) + cell_len(told) + lead >= width:
        told = ""  # who comes is said before who teaches
    right = cell_len(told) + 1 if told else 0
    words = fit(row.words, max(3, width - lead - right))
    parts = [
        text(row.lead + " " * (lead - cell_len(row.lead)), "$muted"),
        text(words),
        text(" " * max(0, width - lead - cell_len(words) - right + (1 if told else 0))),
        text(told, f"${row.ink}" if row.ink else ""),
    ]
    return Content("").join(parts)
