"""A note on a booking: as many lines as it takes, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import TextArea

from deskbell.tui.modals.asking import Asking, Check
from deskbell.tui.widgets.bars import Hint, KeyBar
from deskbell.tui.widgets.choice import Choice, Way
from deskbell.words.i18n import t


@dataclass(frozen=True, slots=True)
class Noted:
    words: str
    visibility: str


class NoteModal(Asking[Noted]):
    """Enter makes a new line; tab goes to who may read it, enter there saves, and so does ctrl+s anywhere.

    Words that were written are not lost by one slip: esc asks once more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "submit", show=False, priority=True, id="note.save")]

    def __init__(self, language: str, title: str, visibilities: Sequence[str], *, check: Check[Noted]) -> None:
        super().__init__(language, title, check=check)
        self.visibilities = tuple(visibilities)
        self._warned = False

    def body(self) -> Iterable[Widget]:
        yield TextArea(tab_behavior="focus", soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)
        ways = [Way(v, t(self.language, f"note.{v}")) for v in self.visibilities]
        yield self.field("note.who", Choice(ways, id="who"))

    def hints(self) -> tuple[Hint, ...]:
        """While words are written enter is a line of theirs: the bar offers there only what does what it says."""
        writing = isinstance(self.focused, TextArea)
        return (
            self.hint("tab", "note.who" if writing else "note.words", "next"),
            self.hint("ctrl+s" if writing else "enter", "modal.save", "submit"),
            self.back_hint(),
        )

    def on_descendant_focus(self) -> None:
        self.query_one(KeyBar).hints = self.hints()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(TextArea).focus()

    def action_next(self) -> None:
        self.focus_next()

    def on_text_area_changed(self) -> None:
        self._warned = False
        self.wrong("")

    def on_choice_taken(self, event: Choice.Taken) -> None:
        event.stop()
        self.action_submit()

    def action_submit(self) -> None:
        self.answer(Noted(self.query_one(TextArea).text, self.query_one(Choice).value))

    def action_back(self) -> None:
        if self.query_one(TextArea).text.strip() and not self._warned:
            self._warned = True
            self.wrong(t(self.language, "modal.lose"), "$due")
        else:
            self.dismiss(None)
