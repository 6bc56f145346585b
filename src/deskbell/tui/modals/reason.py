"""Why something is given up, in one line of words: it cannot be left out."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from deskbell.tui.modals.asking import Asking


class ReasonModal(Asking[str]):
    """Answers the words; enter with none of them asks on."""

    def body(self) -> Iterable[Widget]:
        yield self.field("price.why", Input(max_length=500))

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        words = self.query_one(Input).value.strip()
        if words:
            self.answer(words)
