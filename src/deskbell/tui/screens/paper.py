"""One document or receipt as it is printed; as wide as the paper where there is room, else as wide as the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from deskbell.domain.documents import DocumentHead, DocumentKind
from deskbell.tui import commands, flow
from deskbell.tui.screens.reading import Reading
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t
from deskbell.words.paper import document_title, paper

if TYPE_CHECKING:
    from deskbell.domain.documents import DocumentView, ReceiptView
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Desk


class PaperScreen(Reading["tuple[Card, DocumentView | ReceiptView]"]):
    """`which` names it: 12, C3, R1042."""

    WHERE = commands.PAPER
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (88, "-wide")]  # noqa: RUF012 - as Screen has it
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.PAPER),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,ctrl+d", "scroll(10)", show=False),
        Binding("pageup,ctrl+u", "scroll(-10)", show=False),
    ]

    def __init__(self, which: str, language: str) -> None:
        super().__init__(language)
        self.which = which
        self.view: DocumentView | ReceiptView | None = None
        self.card: Card | None = None

    @property
    def on_booking(self) -> bool:
        return self.view is not None

    def compose(self) -> ComposeResult:
        yield Masthead()
        with VerticalScroll(id="body", can_focus=False):
            yield Sheet(self._lines, id="paper")
        yield KeyBar()

    def on_mount(self) -> None:
        self.around()
        self.reload()

    def find(self, desk: Desk) -> tuple[Card, DocumentView | ReceiptView]:
        """Read again: a credit note may have been written to it."""
        from deskbell.services.books import Books

        return desk.card(), Books(desk).paper(self.which)

    def take(self, found: tuple[Card, DocumentView | ReceiptView]) -> None:
        self.card, self.view = found
        self.query_one("#paper", Sheet).show(self._lines)
        self.around()

    def _lines(self, width: int) -> list[Content]:
        if self.view is None or self.card is None:
            return []
        lines = paper(self.view, self.card.name, self.card.zone, self.language, width)
        rules = [n for n, line in enumerate(lines) if line and not line.strip("─")]
        inks = {0: "bold", rules[-1] + 1: "bold"} | dict.fromkeys(rules, "$rule")
        return [text(line, inks.get(n, "")) for n, line in enumerate(lines)]

    def around(self) -> None:
        hints = [self.hint("booking.copy"), self.hint("desk.keys"), self.hint("desk.back")]
        if self.view is not None and self.card is not None:
            self.head(document_title(self.view.head, self.language), self.card)
            if self._invoice is not None:
                hints.insert(1, self.hint("documents.correct"))
        self.query_one(KeyBar).hints = tuple(hints)

    @property
    def _invoice(self) -> DocumentHead | None:
        head = self.view.head if self.view is not None else None
        return head if isinstance(head, DocumentHead) and head.kind is DocumentKind.INVOICE else None

    # --- keys

    def action_copy(self) -> None:
        """All of it, 80 columns wide, into the terminal's clipboard (OSC 52)."""
        if self.view is not None and self.card is not None:
            lines = paper(self.view, self.card.name, self.card.zone, self.language)
            self.app.copy_to_clipboard("\n".join(lines))
            title = document_title(self.view.head, self.language)
            self.desk_app.say(t(self.language, "calendar.copied", text=title))

    def action_correct(self) -> None:
        """A credit note, after its plan."""
        from deskbell.domain.commands import CorrectInvoice

        desk = self.desk_app.desk
        if self._invoice is not None and desk is not None:
            flow.run(self, CorrectInvoice(key=desk.fresh(), actor=desk.actor, document=self._invoice.id))
        elif self.view is not None:
            self.desk_app.say(t(self.language, "documents.no_invoice"))

    def action_scroll(self, lines: int) -> None:
        self.query_one("#body").scroll_relative(y=lines, animate=False)

    def action_back(self) -> None:
        self.dismiss(None)
