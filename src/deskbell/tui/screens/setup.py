"""The first minute: one line at a time, each read in place; enter goes on, the last one opens the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from deskbell.domain.errors import DeskError, WrongInput
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.setting_up import LINES, command, guess, read, said
from deskbell.tui.text import text
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.domain.commands import SetUp
    from deskbell.services.desk import Desk


class SetUpScreen(DeskScreen[None]):
    """Asks what a desk starts with. Nothing is kept before the last line is right."""

    WHERE = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,shift+tab", "back", show=False, id="setup.back"),
        Binding("down,tab", "on", show=False, id="setup.on"),
    ]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.values: dict[str, Any] = {}
        self._typed: set[str] = set()
        """Lines whose words are somebody's own, and are not guessed again."""

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="card", can_focus=False):
            yield Static(id="title")
            yield Static(id="lead", classes="muted")
            for line in LINES:
                with Vertical(classes="line"):
                    with Horizontal():
                        yield Static(id=f"label-{line}", classes="label")
                        yield Input(id=f"in-{line}", select_on_focus=False, max_length=300)
                    yield Static(id=f"said-{line}", classes="said")
            yield Static(id="hint")

    def on_mount(self) -> None:
        self._say_all()
        for line in LINES:
            self._guess(line)
        self._at(LINES[0]).focus()

    def _at(self, line: str) -> Input:
        return self.query_one(f"#in-{line}", Input)

    @property
    def line(self) -> str:
        """The line that has the cursor."""
        focused = self.focused
        return focused.id.removeprefix("in-") if focused is not None and focused.id else LINES[0]

    # --- words

    def _t(self, key: str, **facts: str) -> str:
        return t(self.language, f"setup.{key}", **facts)

    def _say_all(self) -> None:
        self.query_one("#title", Static).update(text(self._t("title"), "bold"))
        self.query_one("#lead", Static).update(text(self._t("lead")))
        for line in LINES:
            self.query_one(f"#label-{line}", Static).update(text(self._t(line)))
        self._hint()

    def _hint(self) -> None:
        last = self.line == LINES[-1]
        hint = text(self._t("enter_last" if last else "enter"), "bold")
        self.query_one("#hint", Static).update(hint.append(text(f"   {self._t('up')}   {self._t('quit')}", "$muted")))

    def _tell(self, line: str, words: str, ink: str) -> None:
        self.query_one(f"#said-{line}", Static).update(text(words, ink))

    def _guess(self, line: str) -> None:
        if line not in self._typed:
            with self.prevent(Input.Changed):
                self._at(line).value = guess(line, self.language)

    # --- reading

    def _read(self, line: str) -> bool:
        """Read a line and say beneath it how it was understood, or what is wrong."""
        try:
            self.values[line] = read(line, self._at(line).value, self.values)
        except WrongInput as wrong:
            self.values.pop(line, None)
            self._tell(line, self._sentence(wrong), "$clash")
            return False
        understood = said(line, self.values[line], self.values)
        same = understood == self._at(line).value.strip()
        self._tell(line, "✓" if same else f"✓ {understood}", "$paid")
        return True

    def _sentence(self, wrong: WrongInput) -> str:
        from deskbell.words.errors import sentence

        if wrong.code == "LANGUAGE_UNKNOWN":
            return self._t("language.wrong", text=str(wrong.facts["text"]))
        return sentence(wrong, self.language)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._typed.add(self.line)
        self._tell(self.line, self._t(f"{self.line}.help"), "$muted")

    def on_descendant_focus(self) -> None:
        if self.line not in self.values:
            self._tell(self.line, self._t(f"{self.line}.help"), "$muted")
        self._hint()
        if isinstance(self.focused, Input):
            self.focused.cursor_position = len(self.focused.value)
            self.focused.scroll_visible(animate=False)

    # --- keys

    def on_input_submitted(self) -> None:
        self.action_on(enter=True)

    def action_on(self, *, enter: bool = False) -> None:
        """On to the next line once this one is right; from the last one, open the desk."""
        line = self.line
        if not self._read(line):
            self.app.bell()
            return
        if line == "language" and self.values["language"] != self.language:
            self.language = self.desk_app.language = self.values["language"]
            self._say_all()
            for other in LINES[1:]:
                self._guess(other)
        at = LINES.index(line)
        if at + 1 < len(LINES):
            self._at(LINES[at + 1]).focus()
        elif enter:
            self._finish()

    def action_back(self) -> None:
        at = LINES.index(self.line)
        self._at(LINES[max(0, at - 1)]).focus()

    def _finish(self) -> None:
        """A line above that a later one made wrong (a price in another currency) is gone back to."""
        for line in LINES:
            if not self._read(line):
                self._at(line).focus()
                return
        desk = self.desk_app.desk
        if desk is not None:
            self._open(desk, command(self.values, desk.fresh()))

    @work(thread=True, exclusive=True, group="setup")
    def _open(self, desk: Desk, asked: SetUp) -> None:
        try:
            desk.commit(asked)
        except DeskError as error:
            self.desk_app.call_from_thread(self.desk_app.say, self.desk_app.sentence(error), wrong=True)
            return
        self.desk_app.call_from_thread(self._opened, asked.name)

    def _opened(self, name: str) -> None:
        app = self.desk_app
        key = self.key_of("booking.book")
        self.dismiss()
        app.was_set_up(self.language)
        app.say(t(self.language, "setup.done", desk=name, key=key))
