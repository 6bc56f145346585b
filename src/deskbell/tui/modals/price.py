"""Another price, with its reason: the difference is said while the amount is typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from deskbell.domain.errors import WrongInput
from deskbell.tui.modals.asking import Asking, Check
from deskbell.tui.text import text
from deskbell.tui.widgets.amount import AmountInput
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.amounts import read_amount
from deskbell.words.errors import sentence
from deskbell.words.i18n import t
from deskbell.words.money import show


@dataclass(frozen=True, slots=True)
class Priced:
    """The new total in minor units, and why."""

    total: int
    why: str


class PriceModal(Asking[Priced]):
    """`before` is the price now, in minor units of the currency."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, language: str, title: str, before: int, currency: str, *, check: Check[Priced]) -> None:
        super().__init__(language, title, check=check)
        self.before, self.currency = before, currency

    def body(self) -> Iterable[Widget]:
        yield self.field("price.now", Sheet(self._now))
        yield self.field("price.new", AmountInput(max_length=40, id="amount"))
        yield self.field("price.why", Input(max_length=500, id="why"))
        yield Sheet(id="said")

    def hints(self) -> tuple[Hint, ...]:
        return (
            self.hint("enter", "modal.see", "submit"),
            self.hint("tab", "modal.next", "next"),
            self.back_hint(),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#amount").focus()

    def _now(self, width: int) -> list[Content]:
        return text(f" {self._money(self.before)}").wrap(max(2, width))

    def _money(self, minor: int) -> str:
        return show(minor, self.currency, self.language)

    def action_next(self) -> None:
        self.focus_next()

    def _total(self) -> tuple[int | None, str]:
        """What was typed, or why it is no amount."""
        try:
            return read_amount(self.query_one("#amount", Input).value, self.currency, self.language), ""
        except WrongInput as wrong:
            return None, sentence(wrong, self.language)

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wrong("")
        total, wrong = self._total()
        if not self.query_one("#amount", Input).value.strip():
            said, ink = "", ""
        elif total is None:
            said, ink = wrong, "$clash"
        elif total == self.before:
            said, ink = "", ""
        else:
            way = "price.less" if total < self.before else "price.more"
            said, ink = t(self.language, way, amount=self._money(abs(total - self.before))), "$held"
        self.query_one("#said", Sheet).show(lambda width: text(said, ink).wrap(max(2, width)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "amount" and not self.query_one("#why", Input).value.strip():
            self.query_one("#why").focus()
        else:
            self.action_submit()

    def action_submit(self) -> None:
        total, wrong = self._total()
        if total is None:
            self.query_one("#said", Sheet).show(lambda width: text(wrong, "$clash").wrap(max(2, width)))
            self.query_one("#amount").focus()
        else:
            self.answer(Priced(total, self.query_one("#why", Input).value))
