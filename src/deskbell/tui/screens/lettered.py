"""A list and beside it what the cursor is on, read in threads: what rules and outbox share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from deskbell.tui import mail_page
from deskbell.tui.screens.reading import Reading
from deskbell.tui.widgets.bars import KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.domain.letters import Written
    from deskbell.services.desk import Desk


class Rows(OptionList):
    """Says when it has another size: its lines are drawn for the width there is."""

    class Resized(Message):
        """They have to be drawn anew."""

    def on_resize(self) -> None:
        self.post_message(self.Resized())


class Lettered(Reading["tuple[Card, Any]"]):
    """A screen of this kind says what it reads, how a row looks, and what stands beside it."""

    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Screen has it

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.card: Card | None = None
        self.shown: list[Any] = []

    # --- what the kinds say for themselves

    def read(self, desk: Desk) -> Any:
        """Everything of the list, in a thread."""
        raise NotImplementedError

    def listed(self, found: Any) -> list[Any]:
        """Its rows; a str is the head of a part."""
        raise NotImplementedError

    def drawn(self, row: Any, width: int) -> Content:
        raise NotImplementedError

    def said(self, desk: Desk, row: Any) -> Written | None:
        """The letter beside a row, in a thread."""
        raise NotImplementedError

    def beside(self, said: Written | None, row: Any) -> list[Content]:
        raise NotImplementedError

    def headed(self, width: int) -> list[Content]:
        """The line over the list."""
        raise NotImplementedError

    def keys(self) -> None:
        """The line of keys, for the row that the cursor is on."""

    # --- parts

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="title")
        with Container(id="two"):
            yield Rows(id="rows")
            with VerticalScroll(id="read", can_focus=False):
                yield Sheet(id="letter")
        yield KeyBar()

    def on_mount(self) -> None:
        self.around()
        self.query_one(OptionList).focus()
        self.reload()

    # --- reading

    def find(self, desk: Desk) -> tuple[Card, Any]:
        return desk.card(), self.read(desk)

    def take(self, found: tuple[Card, Any]) -> None:
        self.card, read = found
        self.shown = self.listed(read)
        self.query_one("#title", Sheet).show(self.headed)
        self._fill()
        self.around()
        self._look_beside()

    def on_rows_resized(self) -> None:
        if self.card is not None:
            self._fill()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at, width = options.highlighted, max(20, options.size.width - 3)
        options.clear_options()
        options.add_options(
            Option(self.drawn(row, width), id=str(n), disabled=isinstance(row, str)) for n, row in enumerate(self.shown)
        )
        free = [n for n, row in enumerate(self.shown) if not isinstance(row, str)]
        options.highlighted = at if at in free else min(free, default=None)

    @property
    def row(self) -> Any:
        """What the cursor is on; None where there is nothing."""
        at = self.query_one(OptionList).highlighted
        found = self.shown[at] if at is not None and at < len(self.shown) else None
        return None if isinstance(found, str) else found

    # --- beside

    def on_option_list_option_highlighted(self) -> None:
        self._look_beside()

    def _look_beside(self) -> None:
        self.keys()
        row = self.row
        if row is not None and self.desk_app.desk is not None:
            self._read_beside(self.desk_app.desk, row)
        else:
            self.query_one("#letter", Sheet).show(lambda width: [])

    @work(thread=True, exclusive=True, group="beside")
    def _read_beside(self, desk: Desk, row: Any) -> None:
        from deskbell.domain.errors import DeskError

        worker = get_current_worker()
        try:
            said = self.said(desk, row)
        except DeskError:
            return  # gone since: the next reading of the list shows it
        if not worker.is_cancelled:
            self.desk_app.call_from_thread(self._show_beside, said, row)

    def _show_beside(self, said: Written | None, row: Any) -> None:
        if self.is_attached and row == self.row:
            lines = self.beside(said, row)
            self.query_one("#letter", Sheet).show(lambda width: mail_page.wrapped(lines, width))
            self.query_one("#read", VerticalScroll).scroll_home(animate=False)

    def around(self) -> None:
        self.head(words_of(self.WHERE, self.language).label, self.card)

    # --- keys

    def action_back(self) -> None:
        self.dismiss(None)
