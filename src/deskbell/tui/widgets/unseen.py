"""A field for a key or a passphrase: dots for whatever is typed, and nothing of it leaves by a copy."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class UnseenInput(Input):
    """Masked from the first letter. What is pasted is one line without the blanks and breaks that a page adds."""

    def __init__(self, *, max_length: int, id: str | None = None) -> None:  # noqa: A002 - as Input has it
        super().__init__(password=True, max_length=max_length, id=id)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        line = next((words.strip() for words in event.text.splitlines() if words.strip()), "")
        self.replace(line, *self.selection)

    def action_copy(self) -> None:
        """A secret is not put where any program reads it."""

    def action_cut(self) -> None:
        """Nor by cutting it out."""
