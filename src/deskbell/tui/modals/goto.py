"""Go to a day: typed as people say it, read while it is typed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from deskbell.domain.errors import WrongInput
from deskbell.tui.text import text
from deskbell.words.dates import show_day
from deskbell.words.i18n import t


class GoToModal(ModalScreen[date | None]):
    """Answers a day, None for back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, today: date, language: str) -> None:
        super().__init__(classes="ask")
        self.today, self.language = today, language

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(text(t(self.language, "goto.title"), "bold"), classes="title")
            yield Input(placeholder=t(self.language, "goto.hint"), select_on_focus=False)
            yield Static(id="said", classes="muted")

    def _read(self, words: str) -> tuple[date | None, str]:
        from deskbell.words.days import read_day
        from deskbell.words.errors import sentence

        try:
            day = read_day(words, self.today, self.language)
        except WrongInput as wrong:
            return None, "" if wrong.code == "DAY_MISSING" else sentence(wrong, self.language)
        return day, show_day(day, self.language, year=True, long=True)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#said", Static).update(text(self._read(event.value)[1]))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        day, said = self._read(event.value)
        if day is not None:
            self.dismiss(day)
        elif said:
            self.query_one("#said", Static).update(text(said, "$clash"))
