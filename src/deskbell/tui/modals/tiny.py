"""What a terminal shows that has no room for a desk."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from deskbell.tui.text import text
from deskbell.words.i18n import t


class TinyScreen(Screen[None]):
    """One sentence."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def compose(self) -> ComposeResult:
        yield Static(text(t(self.language, "small.terminal"), "$muted"))
