"""Asks for a month to put on paper, and for whom: what each month comes to is said before one is taken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from deskbell.tui.lines import GAP, padded
from deskbell.tui.modals.asking import Asking
from deskbell.tui.text import cell_len, text
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.dates import month_title
from deskbell.words.i18n import t
from deskbell.words.money import show

if TYPE_CHECKING:
    from deskbell.domain.documents import MonthDue
    from deskbell.domain.ids import Id
    from deskbell.domain.people import Person


@dataclass(frozen=True, slots=True)
class Due:
    """What each month comes to, for the first of these who pay, or for everybody where nobody is named.

    No months: the words mean nobody.
    """

    payers: tuple[Person, ...]
    months: tuple[MonthDue, ...]


Look = Callable[[str], Awaitable[Due]]
Wish = tuple[int, int, "Id | None"]
"""Year, month, and who pays; None for everybody."""


class MonthModal(Asking[Wish]):
    """`look` reads what the typed name comes to; the list follows every letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "along(1)", show=False),
        Binding("up,shift+tab", "along(-1)", show=False),
    ]

    def __init__(self, language: str, currency: str, look: Look, name: str = "") -> None:
        super().__init__(language, t(language, "documents.month.title"))
        self.currency, self.look, self.name_there = currency, look, name
        self.due: Due | None = None

    def body(self) -> Iterable[Widget]:
        hint = t(self.language, "documents.month.all")
        whose = Input(self.name_there, placeholder=hint, max_length=80, id="whose", select_on_focus=True)
        yield self.field("documents.month.whose", whose)
        yield Sheet(id="said")
        yield OptionList(id="months")

    def hints(self) -> tuple[Hint, ...]:
        return (self.hint("enter", "documents.month.do", "submit"), self.back_hint())

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._read(self.name_there)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._read(event.value)

    @work(exclusive=True, group="look")
    async def _read(self, typed: str) -> None:
        from deskbell.domain.errors import DeskError

        try:
            due = await self.look(typed)
        except DeskError as error:
            from deskbell.words.errors import sentence

            self.wrong(sentence(error, self.language))
            return
        if self.is_attached:
            self._show(due)

    def _show(self, due: Due) -> None:
        first = self.due is None
        self.due = due
        self.query_one("#said", Sheet).show(self._said)
        options = self.query_one(OptionList)
        at = options.highlighted
        options.clear_options()
        options.add_options(Option(self.month_row(x)) for x in due.months)
        if first:  # the month that is over is the usual one, if anything of it is not on paper yet
            at = next((n for n, x in enumerate(due.months) if n and x.documents), 0)
        options.highlighted = at if due.months else None

    def _said(self, width: int) -> list[Content]:
        """Who is meant, and who else could be."""
        if self.due is None or not self.query_one(Input).value.strip():
            return [text("")]
        if not self.due.payers:
            return text(t(self.language, "documents.month.nobody"), "$clash").wrap(max(2, width))
        who, *others = (x.name for x in self.due.payers)
        said = text(t(self.language, "documents.month.pays", name=who), "bold")
        if others:
            said += text(f"  {t(self.language, 'documents.month.others', names=', '.join(others))}", "$muted")
        return [said.wrap(max(2, width))[0]]

    def month_row(self, x: MonthDue) -> Content:
        """February 2026   4 invoices   310.00"""
        assert self.due is not None  # noqa: S101 - its rows are shown
        names = [month_title(date(m.year, m.month, 1), self.language) for m in self.due.months]
        counts = [self._count(m) for m in self.due.months]
        amounts = [show(m.gross, self.currency, self.language) for m in self.due.months]
        name, count = month_title(date(x.year, x.month, 1), self.language), self._count(x)
        amount = show(x.gross, self.currency, self.language) if x.documents else ""
        ink = "" if x.documents else "$muted"
        line = padded(text(name, ink), max(map(cell_len, names)) + 2 * GAP)
        line += padded(text(count, ink), max(map(cell_len, counts)) + 2 * GAP)
        return line + text(" " * (max(map(cell_len, amounts)) - cell_len(amount)) + amount, ink)

    def _count(self, x: MonthDue) -> str:
        if not x.documents:
            return t(self.language, "documents.month.none")
        return t(self.language, "documents.month.count", n=x.documents)

    # --- keys

    def action_along(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None and self.due is not None:
            options.highlighted = min(max(0, options.highlighted + step), len(self.due.months) - 1)

    def on_input_submitted(self) -> None:
        self.action_submit()

    def on_option_list_option_selected(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        """Take the month under the cursor, unless nothing of it is left."""
        at, due = self.query_one(OptionList).highlighted, self.due
        if due is None or at is None:
            return
        month = due.months[at]
        if not month.documents:
            self.wrong(t(self.language, "documents.month.nothing"))
            return
        typed = self.query_one(Input).value.strip()
        self.answer((month.year, month.month, due.payers[0].id if typed and due.payers else None))
