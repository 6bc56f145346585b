"""Cancelling: who wants it and why, one key each; words and another refund where somebody wants them. Then the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from deskbell.domain.booking import Reason
from deskbell.domain.people import Role
from deskbell.tui.modals.asking import Asking, Check
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.choice import Choice, Way
from deskbell.words.i18n import t

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Cancelling:
    """Who wanted it, why, in which words; `percent` where it is another share than the policy's."""

    by: Role
    reason: Reason
    words: str = ""
    percent: int | None = None


class CancelModal(Asking[Cancelling]):
    """The first row is by whom, the second why: a figure takes one and goes on, so 1 1 is "customer, not well"."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
    ]

    def __init__(self, language: str, title: str, *, check: Check[Cancelling], may_override: bool) -> None:
        super().__init__(language, title, check=check)
        self.may_override = may_override

    def body(self) -> Iterable[Widget]:
        sides = [Way(role, t(self.language, f"ask.side.{role}")) for role in (Role.CUSTOMER, Role.TUTOR, Role.STAFF)]
        reasons = [Way(reason, t(self.language, f"ask.reason.{reason}")) for reason in Reason]
        yield self.field("ask.by", Choice(sides, id="by"))
        yield self.field("ask.why", Choice(reasons, id="why"))
        words = Input(placeholder=t(self.language, "ask.words.hint"), max_length=LONGEST, id="words")
        yield self.field("ask.words", words)
        if self.may_override:
            percent = Input(placeholder=t(self.language, "ask.refund.hint"), max_length=6, id="percent")
            yield self.field("ask.refund", percent)

    def hints(self) -> tuple[Hint, ...]:
        return (
            self.hint("1–5", "modal.choose", "submit"),
            self.hint("tab", "modal.next", "next"),
            self.hint("enter", "modal.see", "submit"),
            self.back_hint(),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#by").focus()

    def action_next(self) -> None:
        self.focus_next()

    def on_choice_taken(self, event: Choice.Taken) -> None:
        event.stop()
        if event.choice.id == "by":
            self.query_one("#why").focus()
        elif event.value == Reason.OTHER:
            self.query_one("#words").focus()
        else:
            self.action_submit()

    def on_input_submitted(self) -> None:
        self.action_submit()

    def on_input_changed(self) -> None:
        self.wrong("")

    def action_submit(self) -> None:
        share = self._share()
        if share is not None and not 0 <= share <= 100:
            self.wrong(t(self.language, "ask.refund.wrong"))
            self.query_one("#percent").focus()
            return
        by, why = self.query_one("#by", Choice).value, self.query_one("#why", Choice).value
        self.answer(Cancelling(Role(by), Reason(why), self.query_one("#words", Input).value, share))

    def _share(self) -> int | None:
        """The percent that were typed, None for the policy's; -1 for what is no share."""
        if not self.may_override:
            return None
        typed = self.query_one("#percent", Input).value.replace("%", "").strip()
        if not typed:
            return None
        return int(typed) if typed.isascii() and typed.isdecimal() else -1
