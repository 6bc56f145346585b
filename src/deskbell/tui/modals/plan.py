"""A plan before it happens: what it does, what it costs, who is told, and until when it stays so. `c` confirms."""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget

from deskbell.tui import commands
from deskbell.tui.lines import blank, hanging
from deskbell.tui.modals.asking import Asking
from deskbell.tui.text import cell_len, text
from deskbell.tui.widgets.bars import Hint, KeyBar
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.dates import countdown

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock
    from deskbell.words.plans import PlanWords, Row

Answer = Literal["confirm", "again"]
DAY = 86_400
SETTLE = 0.5
"""Seconds for which a plan that replaced another is looked at only: a key meant for the old one confirms nothing."""


class PlanModal(Asking[Answer]):
    """Answers "confirm", "again" where the plan ran out while it was looked at, None for back. Enter never confirms.

    `changed` is said above the rows where the plan is another one than was shown before.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        commands.binding("desk.confirm"),
        Binding("enter", "back", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
    ]

    def __init__(
        self, language: str, words: PlanWords, clock: Clock, until: int | None = None, *, changed: str = ""
    ) -> None:
        super().__init__(language, words.title, words.by)
        self.words, self.clock, self.until, self.changed = words, clock, until, changed
        self._since = monotonic()

    def body(self) -> Iterable[Widget]:
        yield Sheet(self._rows, id="rows")

    def hints(self) -> tuple[Hint, ...]:
        confirm = Hint(self.key_of("desk.confirm"), self.words.confirm, "confirm")
        return (confirm, self.hint(f"enter / {self.key_of('desk.back')}", "modal.back", "back"))

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(KeyBar).add_class("to-the-right")
        if self.until is not None:
            self.set_interval(1, self._tick)

    def _tick(self) -> None:
        if self.until is None:
            return
        if self.clock.now() >= self.until:
            self.dismiss("again")
        else:
            self.query_one("#rows", Sheet).show(self._rows)

    # --- looks

    def _rows(self, width: int) -> list[Content]:
        lines: list[Content] = []
        if self.changed:
            lines += [*text(self.changed, "bold $held").wrap(width), blank()]
        at = max((cell_len(row.topic) for row in self.words.rows), default=0) + 3
        for row in self.words.rows:
            ink = f"${row.tone}" if row.tone not in ("calm", "done") else ""
            lines += hanging(text(row.topic, "$muted"), text(row.text, ink), width, at, text(self._aside(row), "$held"))
        if self.words.warnings:
            lines.append(blank())
        for warning in self.words.warnings:
            lines += hanging(text("!", "bold $due"), text(warning, "$due"), width, max(3, at))
        return lines

    def _aside(self, row: Row) -> str:
        if not row.aside or self.until is None:
            return row.aside
        left = self.until - self.clock.now()
        return f"{row.aside} · {countdown(left)}" if left < DAY else row.aside

    # --- keys

    def action_confirm(self) -> None:
        if not self.changed or monotonic() - self._since >= SETTLE:
            self.dismiss("confirm")

    def action_scroll(self, down: int) -> None:
        self.query_one(".card").scroll_relative(y=down, animate=False)
