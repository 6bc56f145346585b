"""How a calendar is used: where lessons go, what an event says, whose time is taken, which calendars offer classes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from deskbell.domain.calendar_use import Further
from deskbell.domain.connections import GOOGLE
from deskbell.domain.errors import DeskError
from deskbell.tui import commands, flow
from deskbell.tui.calendars_page import CalendarsPage, Row, Used
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.screens.reading import Reading
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.services.desk import Desk


class CalendarsScreen(Reading[Used]):
    """Of one connection; the cursor stands on a choice, and enter changes it."""

    WHERE = commands.CALENDARS
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.CALENDARS),
        *DeskScreen.ALONG,
    ]

    def __init__(self, language: str, connection: str) -> None:
        super().__init__(language)
        self.connection = connection
        self.used: Used | None = None
        self.calendars: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="title")
        yield OptionList(id="rows")
        yield Sheet(id="advice")
        yield KeyBar()

    def on_mount(self) -> None:
        self.around()
        self.query_one(OptionList).focus()
        self.reload()

    # --- reading

    def find(self, desk: Desk) -> Used:
        from deskbell.services.calendars import Calendars
        from deskbell.services.working import Working

        door = Calendars(Working(desk))
        return Used(
            desk.card(), self.connection, door.settings(self.connection),
            {x.id: x.name for x in desk.tutors() if x.active}, desk.services(), door.busy_of(self.connection),
            door.reading(self.connection),
        )  # fmt: skip

    def take(self, found: Used) -> None:
        self.used = replace(found, calendars=self.calendars)
        self._fill()
        self.around()

    async def list_calendars(self) -> Mapping[str, str]:
        """Ask the account for its calendars; where it does not say them, an id is typed."""
        app, desk = self.desk_app, self.desk_app.desk
        if desk is None or self.used is None or self.calendars or self.connection != GOOGLE.name:
            return self.calendars
        try:
            found = await asyncio.to_thread(lambda: app.connecting(desk).listed())
        except DeskError as error:
            flow.refuse(self, error)
            return {}
        self.calendars = {x.id: x.name for x in found}
        self.used = replace(self.used, calendars=self.calendars)
        self._fill()
        return self.calendars

    # --- showing

    @property
    def _page(self) -> CalendarsPage:
        assert self.used is not None  # noqa: S101 - it was read
        return self.used.page(self.language, self.key_of("rules.new"))

    @property
    def row(self) -> Row:
        """What the cursor is on."""
        at = self.query_one(OptionList).highlighted
        rows = self._page.rows if self.used is not None else []
        return rows[at] if at is not None and at < len(rows) else None

    @property
    def on_booking(self) -> bool:
        return False

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        if self.used is None:
            return
        options, shown, width = self.query_one(OptionList), self._page, self.size.width - 4
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(shown.choice_row(row, width), disabled=row is None) for row in shown.rows)
        last = len(shown.rows) - 1
        options.highlighted = at if at <= last and shown.rows[at] is not None else max(0, at - 1 if at <= last else 0)
        self.query_one("#title", Sheet).show(shown.title)
        self._about()

    def _about(self) -> None:
        if self.used is None:
            return
        row, shown = self.row, self._page
        self.query_one("#advice", Sheet).show(lambda width: shown.about(row, width))
        word = t(self.language, "calendars.key.change")
        hints = [Hint(self.key_of("booking.open"), word, "open")] if row is not None else []
        hints += [
            Hint(self.key_of("rules.new"), t(self.language, "calendars.key.new"), "new"),
            self.hint("desk.undo"),
            self.hint("desk.back"),
        ]
        self.query_one(KeyBar).hints = tuple(hints)

    def around(self) -> None:
        self.head(words_of(self.WHERE, self.language).label, self.used.card if self.used is not None else None)

    # --- keys

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Change the choice under the cursor."""
        from deskbell.tui import calendar_asks as asks

        row = self.row
        if self.used is None or row is None:
            return
        if isinstance(row, Further):
            flow.start(self, asks.change(self, self.used, row, self.list_calendars))
        else:
            flow.start(self, asks.choose(self, self.used, row, self.list_calendars))

    def action_new(self) -> None:
        """A tutor's own calendar, or one that offers classes."""
        from deskbell.tui import calendar_asks as asks

        if self.used is not None:
            flow.start(self, asks.another(self, self.used, self.list_calendars))

    def action_back(self) -> None:
        self.dismiss(None)
