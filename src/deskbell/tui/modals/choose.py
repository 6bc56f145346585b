"""One of several: a list with a cursor, letters to narrow it down, enter to take it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from deskbell.tui.text import text


class ChooseModal(ModalScreen[int | None]):
    """Answers the place of what was chosen, None for back. Rows are (left, right) words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("j,tab", "cursor(1)", show=False),
        Binding("k,shift+tab", "cursor(-1)", show=False),
    ]

    def __init__(self, title: str, rows: Sequence[tuple[str, str]], first: int = 0) -> None:
        super().__init__(classes="choose")
        self.heading, self.rows, self.first = title, rows, first

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(text(self.heading, "bold"), classes="title")
            options = OptionList(
                *(Option(text(left).append(text(f"  {right}" if right else "", "$muted"))) for left, right in self.rows)
            )
            yield options

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = self.first
        options.focus()

    def action_cursor(self, down: int) -> None:
        options = self.query_one(OptionList)
        options.highlighted = ((options.highlighted or 0) + down) % len(self.rows)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
