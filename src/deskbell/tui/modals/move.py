"""Moving: a time as people type it, answered while it is typed, or one of the next free times; enter goes on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from deskbell.tui.modals.asking import Asking
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.choice import Choice, Way
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t

PAUSE = 0.12
"""Seconds without a key before the desk is asked."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the desk says of typed words: the start that is meant (None: not readable), when, and what of it."""

    start: int | None
    when: str
    said: str
    free: bool = False
    over: bool = False
    """Free only because the desk overrules something."""


Look = Callable[[str], Awaitable[Answered]]


class MoveModal(Asking[int]):
    """Answers the value of a way or the start that was typed. `look` None: nothing can be typed (a class's meetings).

    Typing and the list are one: up and down go along the list, a letter goes back to what is typed, enter takes
    what was touched last.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "along(1)", show=False),
        Binding("up", "along(-1)", show=False),
        Binding("tab", "along(1)", show=False, priority=True),
        Binding("shift+tab", "along(-1)", show=False, priority=True),
    ]

    def __init__(
        self, language: str, title: str, caption: str, ways: Sequence[Way], *, look: Look | None, none: str
    ) -> None:
        super().__init__(language, title)
        self.caption, self.ways, self.look, self.none = caption, tuple(ways), look, none
        self.typing = False
        self.found: tuple[str, Answered] | None = None
        self._pause: Timer | None = None

    def body(self) -> Iterable[Widget]:
        if self.look is not None:
            hint = t(self.language, "moving.hint")
            yield self.field("moving.when", Input(placeholder=hint, max_length=60, id="when"))
            yield Sheet(id="said")
        yield Sheet(self._caption, classes="caption")
        yield Choice(self.ways, upright=True, figures=self.look is None, id="ways")

    def hints(self) -> tuple[Hint, ...]:
        choose = self.hint("↑↓", "modal.choose", "along(1)")
        return (choose, self.hint("enter", "modal.see", "submit"), self.back_hint())

    def on_mount(self) -> None:
        super().on_mount()
        ways = self.query_one(Choice)
        if self.look is None:
            ways.focus()
        else:
            ways.can_focus = False
            ways.lit = True
            self.query_one(Input).focus()

    def _caption(self, width: int) -> list[Content]:
        words = text(self.caption, "bold") if self.ways else text(self.none, "$muted")
        return words.wrap(max(2, width))

    # --- typing

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wrong("")
        self._type(typing=bool(event.value.strip()))
        if self._pause is not None:
            self._pause.stop()
        self.query_one("#said", Sheet).show(lambda width: [text("")])
        if self.typing:
            self._pause = self.set_timer(PAUSE, self._ask)

    def _type(self, *, typing: bool) -> None:
        self.typing = typing
        self.query_one(Choice).lit = not typing

    def _ask(self) -> None:
        self.run_worker(self._answered(self.query_one(Input).value), group="look", exclusive=True)

    async def _answered(self, typed: str) -> Answered | None:
        """What the desk says of these words; None where others stand there by now."""
        if self.found is None or self.found[0] != typed:
            assert self.look is not None  # noqa: S101 - only asked where there is a field
            answered = await self.look(typed)
            if not self.is_attached or self.query_one(Input).value != typed:
                return None
            self.found = (typed, answered)
        answered = self.found[1]
        ink = "$paid" if answered.free and not answered.over else "$due"
        line = text(answered.when, "bold") + text(" · " if answered.when else "") + text(answered.said, ink)
        self.query_one("#said", Sheet).show(lambda width: line.wrap(max(2, width)))
        return answered

    # --- taking

    def action_along(self, step: int) -> None:
        if self.typing:
            self._type(typing=False)
        else:
            self.query_one(Choice).action_along(step)

    def on_choice_taken(self, event: Choice.Taken) -> None:
        event.stop()
        self.answer(int(event.value))

    def on_input_submitted(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        if self.typing:
            self.run_worker(self._submit(self.query_one(Input).value), group="look", exclusive=True)
        elif self.ways:
            self.answer(int(self.query_one(Choice).value))

    async def _submit(self, typed: str) -> None:
        answered = await self._answered(typed)
        if answered is not None and answered.free and answered.start is not None:
            self.answer(answered.start)
