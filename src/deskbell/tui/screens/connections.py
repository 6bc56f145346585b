"""What the desk is connected to, a row each: test or live, how it stands, where its key is; and what changes that."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from deskbell.domain.clock import zone_clock
from deskbell.domain.connections import Serves, serves
from deskbell.domain.errors import DeskError, Refused
from deskbell.domain.working import Link
from deskbell.tui import browsing, commands, connecting, entering, flow
from deskbell.tui.connections_page import ConnectionsPage
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.dates import clock
from deskbell.words.i18n import t
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.services.connecting import Standing, Stands
    from deskbell.services.desk import Desk

LOOK = 2.0
"""Seconds between two looks: that a provider answered is no change of the desk."""
CLOSED = "PASSPHRASE_MISSING"


class ConnectionsScreen(DeskScreen[None]):
    """`ask` names a connection whose question is asked at once: what needs a person led here."""

    WHERE = commands.CONNECTIONS
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.CONNECTIONS),
        *DeskScreen.ALONG,
    ]

    def __init__(self, language: str, ask: str = "") -> None:
        super().__init__(language)
        self.standing: Standing | None = None
        self.troubles: dict[str, DeskError] = {}
        self.ask = ask

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="title")
        yield OptionList(id="rows")
        yield Sheet(id="advice")
        yield KeyBar()

    def on_mount(self) -> None:
        self._around()
        self.query_one(OptionList).focus()
        self.set_interval(LOOK, self.reload)
        self.reload()
        self._look_for_keys()

    # --- reading

    def on_deskbell_app_changed(self) -> None:
        self.reload()
        self._look_for_keys()

    def on_deskbell_app_ticked(self) -> None:
        self._around()

    def on_screen_resume(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read how they stand."""
        if self.desk_app.desk is not None and self.is_current:
            self._read(self.desk_app.desk)

    @work(thread=True, exclusive=True, group="look")
    def _read(self, desk: Desk) -> None:
        from deskbell.services.connecting import standing

        app, worker = self.desk_app, get_current_worker()
        try:
            found = standing(desk)
        except DeskError as error:
            app.call_from_thread(flow.refuse, self, error)
            return
        if not worker.is_cancelled:
            app.call_from_thread(self._show, found)

    def _look_for_keys(self) -> None:
        if self.desk_app.desk is not None:
            self._find_keys(self.desk_app.desk)

    @work(thread=True, exclusive=True, group="keys")
    def _find_keys(self, desk: Desk) -> None:
        """A keyring may take its time: the rows do not wait for it."""
        app, worker = self.desk_app, get_current_worker()
        try:
            found = app.connecting(desk).troubles()
        except DeskError:
            return  # the rows say it already
        if not worker.is_cancelled:
            app.call_from_thread(self._show_keys, found)

    def _show(self, found: Standing) -> None:
        if not self.is_attached:
            return
        self.standing = found
        self._fill()
        self._around()
        if self.ask:
            self.ask_of(self.ask)

    def ask_of(self, name: str) -> None:
        """The cursor goes to that connection, and its question is asked."""
        self.ask = ""
        at = next((n for n, row in enumerate(self.rows) if row.name == name), None)
        if at is not None:
            self.query_one(OptionList).highlighted = 2 * at
            self.action_connect()

    def _show_keys(self, found: dict[str, DeskError]) -> None:
        if self.is_attached:
            self.troubles = found
            self._fill()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    # --- showing

    @property
    def rows(self) -> tuple[Stands, ...]:
        return self.standing.rows if self.standing is not None else ()

    @property
    def row(self) -> Stands | None:
        """What the cursor is on; every second option is a blank line."""
        at = self.query_one(OptionList).highlighted
        return self.rows[at // 2] if at is not None and at // 2 < len(self.rows) else None

    @property
    def on_booking(self) -> bool:
        return False

    def _is_calendar(self, row: Stands) -> bool:
        return row.is_on and serves(row.name) is Serves.CALENDAR

    def is_locked(self, name: str) -> bool:
        """Whether its key lies in the file that nobody opened yet."""
        error = self.troubles.get(name)
        return error is not None and error.code == CLOSED

    def _page(self) -> ConnectionsPage:
        assert self.standing is not None  # noqa: S101 - it was read
        said = {name: entering.said_of(self, error, name) for name, error in self.troubles.items()}
        locked = frozenset(name for name in said if self.is_locked(name))
        return ConnectionsPage(self.standing, self.language, said, locked, self.key_of("booking.open"))

    def _fill(self) -> None:
        if self.standing is None:
            return
        options, shown, width = self.query_one(OptionList), self._page(), self.size.width - 4
        at = options.highlighted or 0
        options.clear_options()
        for n, row in enumerate(self.rows):
            if n:
                options.add_option(Option("", disabled=True))
            options.add_option(Option(shown.connection_row(row, width)))
        options.highlighted = min(at, options.option_count - 1)
        self.query_one("#title", Sheet).show(shown.title)
        self._about()

    def _about(self) -> None:
        """What is said of the one under the cursor, and its keys."""
        row = self.row
        if row is None:
            return
        shown = self._page()
        self.query_one("#advice", Sheet).show(lambda width: shown.about(row, width))
        hints: list[Hint] = []
        if self._is_calendar(row) and not self.is_locked(row.name):
            hints.append(Hint(self.key_of("booking.open"), self._t("calendars.key.used"), "open"))
        if row.kind is not None:
            if self.is_locked(row.name):
                hints.append(Hint(self.key_of("booking.open"), self._t("connections.key.open"), "open"))
            word = "connections.key.again" if row.is_on else "connections.key.connect"
            hints.append(Hint(self.key_of("connections.connect"), self._t(word), "connect"))
            if row.is_on:
                hints.append(self.hint("connections.disconnect"))
            if row.kind.page:
                hints.append(Hint(self.key_of("connections.page"), self._t("connections.key.page"), "page"))
        if row.is_on and row.health is not None:
            word = "worker.key.resume" if row.health.state is Link.PAUSED else "worker.key.pause"
            hints.append(Hint(self.key_of("worker.pause"), self._t(word), "pause"))
        self.query_one(KeyBar).hints = (*hints, self.hint("desk.back"))

    def _around(self) -> None:
        head = self.query_one(Masthead)
        head.middle = words_of("connections", self.language).label
        if self.standing is not None:
            card = self.standing.desk
            head.left = card.name
            head.time = clock(zone_clock(card.zone).local(self.desk_app.clock.now())[1])

    # --- keys

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def action_open(self) -> None:
        """Open the file in which its key lies; else how a calendar is used; else connect it."""
        if self.row is not None and self.is_locked(self.row.name):
            flow.start(self, connecting.unlock(self))
        elif self.row is not None and self._is_calendar(self.row):
            from deskbell.tui.screens.calendars import CalendarsScreen

            self.app.push_screen(CalendarsScreen(self.language, self.row.name))
        elif self.row is not None and not self.row.is_on:
            self.action_connect()

    def action_connect(self) -> None:
        row = self.row
        if row is not None and row.kind is not None and self._may_change(row):
            flow.start(self, connecting.connect(self, row.kind))

    def action_disconnect(self) -> None:
        row = self.row
        if row is not None and row.kind is not None and self._may_change(row):
            flow.start(self, connecting.disconnect(self, row.kind))

    def action_pause(self) -> None:
        """Pause the one under the cursor, or let it go on."""
        row = self.row
        if row is not None and row.is_on and row.health is not None:
            flow.start(self, connecting.turn(self, row.name, pause=row.health.state is not Link.PAUSED))

    def action_page(self) -> None:
        """The page where its keys are made: in the browser where there is one, in the clipboard in any case."""
        row = self.row
        if row is None or row.kind is None or not row.kind.page:
            self.desk_app.say(self._t("connections.no_page"), wrong=True)
            return
        self.app.copy_to_clipboard(row.kind.page)
        self._browse(row.kind.page)

    @work(thread=True, group="browser")
    def _browse(self, page: str) -> None:
        there = not self.app.is_headless and browsing.browse(page)
        word = "connections.browsed" if there else "connections.copied"
        self.app.call_from_thread(self.desk_app.say, self._t(word, page=page))

    def action_back(self) -> None:
        self.dismiss(None)

    def _may_change(self, row: Stands) -> bool:
        """An invented desk says at once that it is not connected, before anybody pastes a key."""
        if self.standing is None or not self.standing.desk.demo:
            return True
        flow.refuse(self, Refused("DEMO_DESK", connection=row.name))
        return False

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)
