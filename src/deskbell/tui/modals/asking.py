"""What the modals share: a card over the screen with a head, a body, one line for what is wrong, and its keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from deskbell.tui import commands
from deskbell.tui.lines import GAP, ends
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint, KeyBar
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t

R = TypeVar("R")
Check = Callable[[R], Awaitable[str]]
"""Asks the desk whether that answer will do: nothing where it does, else the sentence that says why not."""


class Asking(ModalScreen[R | None]):
    """Asks one thing and answers it; esc answers None. Nothing is fetched here: whoever asks hands down `check`."""

    BINDINGS: ClassVar[list[BindingType]] = [commands.binding("desk.back")]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (80, "-wide")]  # noqa: RUF012 - as Screen has it

    def __init__(self, language: str, title: str, aside: str = "", *, check: Check[R] | None = None) -> None:
        super().__init__(classes="asking")
        self.language = language
        self.heading, self.aside = title, aside
        self._check = check
        self._checking = False

    # --- what the kinds of question say for themselves

    def body(self) -> Iterable[Widget]:
        """The widgets between head and keys."""
        return ()

    def hints(self) -> tuple[Hint, ...]:
        """The keys, as the line below says them."""
        return (self.hint("enter", "modal.go_on", "submit"), self.back_hint())

    # --- parts

    def hint(self, key: str, word: str, action: str) -> Hint:
        return Hint(key, t(self.language, word), action)

    def key_of(self, action: str) -> str:
        """The key of an action as people read it, remapped or not."""
        return commands.shown_key(commands.BY_ID[action], getattr(self.app, "remapped", None))

    def back_hint(self) -> Hint:
        return self.hint(self.key_of("desk.back"), "modal.back", "back")

    def field(self, word: str, widget: Widget) -> Widget:
        """A widget with its name before it."""
        return Horizontal(Static(text(t(self.language, word)), classes="label"), widget, classes="field")

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="card", can_focus=False):
            yield Sheet(self._head, classes="head")
            yield from self.body()
            yield Sheet(classes="wrong")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(KeyBar).hints = self.hints()

    def _head(self, width: int) -> list[Content]:
        title, aside = text(self.heading, "bold"), text(self.aside, "$muted")
        if title.cell_length + aside.cell_length + GAP <= width:
            return ends(title, aside, width)
        return [*title.wrap(max(2, width)), *(aside.wrap(max(2, width)) if self.aside else ())]

    def wrong(self, sentence: str, ink: str = "$clash") -> None:
        """Say in place what is wrong; an empty sentence takes it away."""
        line = self.query_one(".wrong", Sheet)
        line.set_class(bool(sentence), "-said")
        line.show(lambda width: text(sentence, ink).wrap(max(2, width)))

    # --- answering

    def action_back(self) -> None:
        self.dismiss(None)

    def answer(self, answer: R) -> None:
        """Give the answer, once whoever asks finds it good; else say in place why not. Asked twice it waits."""
        if self._check is None:
            self.dismiss(answer)
        elif not self._checking:
            self._checking = True
            self.run_worker(self._answer(answer), group="answer")

    async def _answer(self, answer: R) -> None:
        assert self._check is not None  # noqa: S101 - answer asked
        try:
            sentence = await self._check(answer)
        finally:
            self._checking = False
        if not self.is_attached:
            return
        if sentence:
            self.wrong(sentence)
        else:
            self.dismiss(answer)

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def on_click(self, event: events.Click) -> None:
        """A click beside the card goes back, as esc does."""
        if event.widget is self:
            self.action_back()
