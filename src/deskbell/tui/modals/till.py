"""Asks for cash: how much, and what for where it is not counted; what follows is said while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from deskbell.domain.errors import WrongInput
from deskbell.tui.modals.asking import Asking, Check
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.amounts import read_amount
from deskbell.words.errors import sentence
from deskbell.words.i18n import t


@dataclass(frozen=True, slots=True)
class Cash:
    """Minor units, and the reason where one was asked for."""

    amount: int
    why: str = ""


Follows = Callable[[int], tuple[str, str]]
"""What an amount would come to: words and their ink."""


class CashModal(Asking[Cash]):
    """`label` names the field of the amount (none is asked for where it is empty), `reason` whether why is asked."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        language: str,
        title: str,
        aside: str,
        currency: str,
        *,
        label: str = "",
        reason: bool = False,
        follows: Follows | None = None,
        filled: str = "",
        check: Check[Cash],
    ) -> None:
        super().__init__(language, title, aside, check=check)
        self.currency, self.label, self.reason = currency, label, reason
        self.follows, self.filled = follows, filled

    def body(self) -> Iterable[Widget]:
        if self.label:
            yield self.field(self.label, Input(self.filled, max_length=40, id="amount"))
        if self.reason:
            hint = t(self.language, "till.ask.reason.hint")
            yield self.field("till.ask.reason", Input(max_length=200, id="why", placeholder=hint))
        yield Sheet(id="said")

    def hints(self) -> tuple[Hint, ...]:
        keys = [self.hint("enter", "till.ask.do", "submit")]
        if self.label and self.reason:
            keys.append(self.hint("tab", "modal.next", "next"))
        return (*keys, self.back_hint())

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#amount" if self.label else "#why").focus()

    def action_next(self) -> None:
        self.focus_next()

    def _amount(self) -> tuple[int | None, str]:
        """What was typed, or why it is no amount; nought where none is asked for."""
        if not self.label:
            return 0, ""
        try:
            return read_amount(self.query_one("#amount", Input).value, self.currency, self.language), ""
        except WrongInput as wrong:
            return None, sentence(wrong, self.language)

    def on_input_changed(self) -> None:
        self.wrong("")
        amount, said, ink = self._amount()[0], "", ""
        if amount is None:
            typed = self.query_one("#amount", Input).value.strip()
            said, ink = (self._amount()[1], "$clash") if typed else ("", "")
        elif self.follows is not None:
            said, ink = self.follows(amount)
        self.query_one("#said", Sheet).show(lambda width: text(said, ink).wrap(max(2, width)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "amount" and self.reason and not self.query_one("#why", Input).value.strip():
            self.query_one("#why").focus()
        else:
            self.action_submit()

    def action_submit(self) -> None:
        amount, wrong = self._amount()
        if amount is None:
            self.query_one("#said", Sheet).show(lambda width: text(wrong, "$clash").wrap(max(2, width)))
            self.query_one("#amount").focus()
        else:
            self.answer(Cash(amount, self.query_one("#why", Input).value if self.reason else ""))
