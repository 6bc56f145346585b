"""What is on paper: invoices, credit notes and receipts, the latest first; found by typing, opened as printed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from deskbell.domain.documents import DocumentHead, DocumentKind
from deskbell.domain.text import fold
from deskbell.tui import commands, flow
from deskbell.tui.documents_page import MOST, DocumentsPage, Listed, listed
from deskbell.tui.screens.reading import Reading
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Desk
    from deskbell.tui.modals.month import Due

MONTHS, AT_LEAST = 12, 3
"""So many months a run is offered of; the oldest ones only where something of them is left."""


class DocumentsScreen(Reading["tuple[Card, tuple[Listed, ...]]"]):
    """Read again whenever the desk changes; the cursor stays on its paper as long as that is shown."""

    WHERE = commands.DOCUMENTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.DOCUMENTS),
        Binding("down,j", "along(1)", show=False),
        Binding("up,k", "along(-1)", show=False),
        Binding("pagedown,ctrl+d", "along(10)", show=False),
        Binding("pageup,ctrl+u", "along(-10)", show=False),
    ]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.card: Card | None = None
        self.every: tuple[Listed, ...] = ()
        self.found: tuple[Listed, ...] = ()

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="title")
        hint = t(self.language, "documents.find", key=self.key_of("desk.find"))
        yield Input(placeholder=hint, select_on_focus=False, max_length=80, id="typed")
        yield OptionList(id="rows")
        yield Sheet(id="nothing")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.around()
        self.query_one(OptionList).focus()
        self.reload()

    # --- reading

    def find(self, desk: Desk) -> tuple[Card, tuple[Listed, ...]]:
        from deskbell.services.books import Books

        card = desk.card()
        return card, listed(Books(desk).papers(), card, desk.today(), self.language)

    def take(self, found: tuple[Card, tuple[Listed, ...]]) -> None:
        before = self.row
        self.card, self.every = found
        self._narrow(before)
        self.around()

    # --- showing

    @property
    def typed(self) -> str:
        return self.query_one(Input).value

    @property
    def row(self) -> Listed | None:
        """What the cursor is on."""
        at = self.query_one(OptionList).highlighted
        return self.found[at] if at is not None and at < min(MOST, len(self.found)) else None

    @property
    def on_booking(self) -> bool:
        return self.row is not None

    def _narrow(self, keep: Listed | None) -> None:
        """Only what has every word that was typed; the cursor stays on the same paper, else on the first."""
        wanted = fold(self.typed).split()
        self.found = tuple(x for x in self.every if all(word in x.search for word in wanted))
        same = (n for n, x in enumerate(self.found[:MOST]) if keep is not None and x.paper.id == keep.paper.id)
        self._fill(next(same, 0))

    def _fill(self, at: int) -> None:
        if self.card is None:
            return
        shown = DocumentsPage(self.every, self.found, self.card, self.language)
        self.query_one("#title", Sheet).show(shown.title)
        self.query_one("#typed").display = bool(self.every)
        options, width = self.query_one(OptionList), self.size.width - 3
        rows = [Option(shown.paper_row(row, width)) for row in shown.rows]
        if len(self.found) > MOST:
            rows.append(Option(shown.more_row(), disabled=True))
        options.clear_options()
        options.add_options(rows)
        options.display = bool(rows)
        options.highlighted = at if rows else None
        none = self.query_one("#nothing", Sheet)
        none.display = not rows
        typed, key = self.typed.strip(), self.key_of("documents.month")
        none.show(lambda width: shown.none(typed, key, width))
        if self.focused is None:
            options.focus()
        self._keys()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill, self.query_one(OptionList).highlighted or 0)

    def _keys(self) -> None:
        hints: list[Hint] = []
        row = self.row
        if row is not None:
            hints += [self.hint("booking.open"), self.hint("booking.copy")]
        if self.every:
            hints.append(self.hint("desk.find"))
        hints.append(self.hint("documents.month"))
        if row is not None and _is_invoice(row):
            hints.append(self.hint("documents.correct"))
        hints += [self.hint("desk.keys"), self.hint("desk.back")]
        self.query_one(KeyBar).hints = tuple(hints)

    def around(self) -> None:
        self.head(words_of("documents", self.language).label, self.card)

    # --- keys

    def on_option_list_option_highlighted(self) -> None:
        self._keys()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def on_input_changed(self) -> None:
        self._narrow(self.row)

    def on_input_submitted(self) -> None:
        self.action_open()

    def action_along(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            last = min(MOST, len(self.found)) - 1
            options.highlighted = min(max(0, options.highlighted + step), last)

    async def action_find(self) -> None:
        """Type what is looked for; the list follows every letter."""
        if self.every:
            self.query_one(Input).focus()

    def action_open(self) -> None:
        from deskbell.tui.screens.paper import PaperScreen

        if self.row is not None:
            self.app.push_screen(PaperScreen(self.row.paper.label, self.language))

    def action_back(self) -> None:
        """Out of what was typed first, then off the screen."""
        typed = self.query_one(Input)
        if typed.has_focus or typed.value:
            typed.value = ""
            self.query_one(OptionList).focus()
        else:
            self.dismiss(None)

    @work(thread=True, exclusive=True, group="copy")
    def action_copy(self) -> None:
        """The paper under the cursor as it is printed, into the terminal's clipboard (OSC 52)."""
        from deskbell.domain.errors import DeskError
        from deskbell.services.books import Books
        from deskbell.words.paper import paper

        row, desk, card = self.row, self.desk_app.desk, self.card
        if row is None or desk is None or card is None:
            return
        try:
            lines = paper(Books(desk).paper(row.paper.label), card.name, card.zone, self.language)
        except DeskError as error:
            self.app.call_from_thread(flow.refuse, self, error)
            return
        self.app.call_from_thread(self.app.copy_to_clipboard, "\n".join(lines))
        self.app.call_from_thread(self.desk_app.say, t(self.language, "calendar.copied", text=row.title))

    def action_correct(self) -> None:
        """A credit note, after its plan."""
        from deskbell.domain.commands import CorrectInvoice

        row, desk = self.row, self.desk_app.desk
        if row is None or desk is None:
            return
        if _is_invoice(row):
            flow.run(self, CorrectInvoice(key=desk.fresh(), actor=desk.actor, document=row.paper.id))
        else:
            self.desk_app.say(t(self.language, "documents.no_invoice"))

    def action_month(self) -> None:
        """A month's invoices for everybody or for one who pays, after their plan."""
        flow.start(self, self._month())

    async def _month(self) -> None:
        from deskbell.domain.commands import IssueMonth
        from deskbell.tui.modals.month import MonthModal

        desk = flow.desk_of(self)
        name = self.row.paper.name if self.row is not None and self.typed else ""
        wish = await self.app.push_screen_wait(MonthModal(self.language, desk.card().currency, self._due, name))
        if wish is not None:
            year, month, payer = wish
            key, actor = desk.fresh(), desk.actor
            await flow.change(self, IssueMonth(key=key, actor=actor, year=year, month=month, payer=payer))

    async def _due(self, typed: str) -> Due:
        """What the months come to for whom the words mean; read in a thread."""
        from deskbell.services.books import Books
        from deskbell.tui.modals.month import Due

        books = Books(flow.desk_of(self))

        def look() -> Due:
            people = books.payers(typed) if typed.strip() else ()
            if typed.strip() and not people:
                return Due((), ())
            months = books.due_by_month(MONTHS, people[0].id if people else None)
            last = max((n for n, x in enumerate(months, 1) if x.documents), default=0)
            return Due(people, months[: max(last, AT_LEAST)])

        return await asyncio.to_thread(look)


def _is_invoice(row: Listed) -> bool:
    return isinstance(row.paper, DocumentHead) and row.paper.kind is DocumentKind.INVOICE
