"""A notice in the desk's own words: its subject in a line, its text in as many as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, TextArea

from deskbell.tui.modals.asking import Asking, Check
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t

Words = tuple[str, str]


class LetterModal(Asking[Words]):
    """Answers subject and text. Enter in the text makes a new line; ctrl+s saves anywhere; esc asks once more."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "submit", show=False, priority=True, id="letter.save")]

    def __init__(
        self, language: str, title: str, subject: str, body: str, note: str, *, check: Check[Words] | None = None
    ) -> None:
        super().__init__(language, title, check=check)
        self.before = subject, body
        self.note = note
        self._warned = False

    def body(self) -> Iterable[Widget]:
        yield self.field("rules.subject", Input(self.before[0], max_length=150, select_on_focus=False))
        yield TextArea(
            self.before[1], tab_behavior="focus", soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False
        )
        yield Sheet(self._note)

    def _note(self, width: int) -> list[Content]:
        return text(self.note, "$muted").wrap(max(2, width))

    def hints(self) -> tuple[Hint, ...]:
        return (
            Hint("^s", t(self.language, "modal.save"), "submit"),
            self.hint("tab", "modal.next", "next"),
            self.back_hint(),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Input).focus()

    def action_next(self) -> None:
        self.focus_next()

    def on_input_changed(self) -> None:
        self._quiet()

    def on_text_area_changed(self) -> None:
        self._quiet()

    def _quiet(self) -> None:
        self._warned = False
        self.wrong("")

    def on_input_submitted(self) -> None:
        self.focus_next()

    @property
    def said(self) -> Words:
        return self.query_one(Input).value, self.query_one(TextArea).text

    def action_submit(self) -> None:
        if self.said == self.before:
            self.dismiss(None)
        else:
            self.answer(self.said)

    def action_back(self) -> None:
        if self.said != self.before and not self._warned:
            self._warned = True
            self.wrong(t(self.language, "modal.lose"), "$due")
        else:
            self.dismiss(None)
