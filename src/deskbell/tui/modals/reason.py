"""One line of words: why something is given up, an address."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Input

from deskbell.tui.modals.asking import Asking


class LineModal(Asking[str]):
    """Answers the words; enter with none of them asks on, unless they may be left out (`optional`). `word` is what the
    field is called.
    """

    def __init__(self, language: str, title: str, word: str, *, optional: bool = False) -> None:
        super().__init__(language, title)
        self.word = word
        self.optional = optional

    def body(self) -> Iterable[Widget]:
        yield self.field(self.word, Input(max_length=500))

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Input).focus()

    def on_input_submitted(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        words = self.query_one(Input).value.strip()
        if words or self.optional:
            self.answer(words)


class ReasonModal(LineModal):
    """Why."""

    def __init__(self, language: str, title: str, *, optional: bool = False) -> None:
        super().__init__(language, title, "price.why", optional=optional)
