"""A booking: the lesson, its person, its money, its notes, what happened; and every key that changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.worker import get_current_worker

from deskbell.domain.booking import State
from deskbell.domain.clock import zone_clock
from deskbell.tui import commands, flow
from deskbell.tui.about import about
from deskbell.tui.booking_page import BookingPage
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.dates import clock
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.services.desk import Desk

FOOTER = ("booking.move", "booking.cancel", "booking.pay", "booking.note", "booking.attend", "desk.more", "desk.back")


_ASKED = (
    "booking.approve", "booking.reject", "booking.cancel", "booking.pay", "booking.note", "desk.more", "desk.back",
)  # fmt: skip
"""Of a request its answers come first."""


class DetailScreen(DeskScreen[None]):
    """The booking of that number, read again whenever the desk changes."""

    WHERE = commands.BOOKING
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - as Screen has it
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.BOOKING),
        Binding("backspace", "back", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,ctrl+d", "scroll(10)", show=False),
        Binding("pageup,ctrl+u", "scroll(-10)", show=False),
        Binding("home", "scroll(-100000)", show=False),
        Binding("end", "scroll(100000)", show=False),
    ]

    def __init__(self, no: int, language: str) -> None:
        super().__init__(language)
        self.no = no
        self.shown: flow.Shown | None = None
        self.pages: BookingPage | None = None

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="lesson")
        with VerticalScroll(id="body", can_focus=False), Container(id="columns"):
            yield Sheet(id="order")
            yield Sheet(id="notes")
            yield Sheet(id="timeline")
        yield KeyBar()

    def on_mount(self) -> None:
        self._head()
        self._footer()
        self.reload()

    # --- reading

    def on_deskbell_app_changed(self) -> None:
        self.reload()

    def on_deskbell_app_ticked(self) -> None:
        self._head()
        if self.pages is not None and self.pages.view.booking.hold_until is not None:  # it counts down
            self.pages = replace(self.pages, now=self.desk_app.clock.now())
            self.query_one("#lesson", Sheet).show(self.pages.head)

    def reload(self) -> None:
        """Read the booking again."""
        if self.desk_app.desk is not None:
            self._read(self.desk_app.desk)

    @work(thread=True, exclusive=True, group="booking")
    def _read(self, desk: Desk) -> None:
        from deskbell.domain.errors import DeskError
        from deskbell.words.timeline import tell

        app, worker = self.desk_app, get_current_worker()
        try:
            shown = flow.look(desk, self.no)
            view = shown.view
            names = desk.names(told.effect for told in view.timeline)
        except DeskError as error:
            app.call_from_thread(self._cannot, error)
            return
        lines = tell(view.timeline, names, self.language, view.desk.zone, view.currency, view.now)
        if not worker.is_cancelled:
            app.call_from_thread(self._show, shown, BookingPage(view, lines, self.language))

    def _cannot(self, error: Exception) -> None:
        sentence = self.desk_app.sentence(error)
        self.query_one("#lesson", Sheet).show(lambda width: text(sentence, "$clash").wrap(max(2, width)))

    def _show(self, shown: flow.Shown, pages: BookingPage) -> None:
        if not self.is_attached:
            return
        self.shown, self.pages = shown, pages
        self.query_one("#lesson", Sheet).show(pages.head)
        self.query_one("#order", Sheet).show(pages.order)
        self.query_one("#notes", Sheet).show(pages.notes)
        self.query_one("#timeline", Sheet).show(pages.timeline)
        self._head()
        self._footer()

    # --- around it

    def _head(self) -> None:
        head = self.query_one(Masthead)
        head.middle = t(self.language, "detail.title", no=self.no)
        if self.shown is not None:
            head.left = self.shown.view.desk.name
            head.time = clock(zone_clock(self.shown.zone).local(self.desk_app.clock.now())[1])

    def _footer(self) -> None:
        asked = self.shown is not None and self.shown.view.booking.state is State.REQUESTED
        ids = _ASKED if asked else FOOTER
        self.query_one(KeyBar).hints = tuple(self.hint(id_, self._why_not(commands.BY_ID[id_])) for id_ in ids)

    def _why_not(self, action: commands.Action) -> str:
        """The code of why none of the action's verbs may be done now; nothing where one may."""
        if self.shown is None or not action.verbs:
            return ""
        codes = [self.shown.allowed.get(verb) for verb in action.verbs]
        return "" if None in codes else str(codes[0])

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    # --- keys

    @property
    def last_change(self) -> int | None:
        """What `u` takes back here: the last change of this booking."""
        return self.shown.view.undoable if self.shown is not None else None

    def action_back(self) -> None:
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        self.query_one("#body").scroll_relative(y=lines, animate=False)

    def action_edit(self) -> None:
        flow.edit(self, self.no)

    def action_move(self) -> None:
        flow.move(self, self.no)

    def action_cancel(self) -> None:
        flow.cancel(self, self.no)

    def action_approve(self) -> None:
        flow.approve(self, self.no)

    def action_reject(self) -> None:
        flow.reject(self, self.no)

    def action_pay(self) -> None:
        flow.pay(self, self.no)

    def action_note(self) -> None:
        flow.note(self, self.no)

    def action_attend(self) -> None:
        flow.attend(self, self.no)

    def action_price(self) -> None:
        flow.price(self, self.no)

    def action_hand_over(self) -> None:
        flow.hand_over(self, self.no)

    @work(exclusive=True, group="menu")
    async def action_more(self) -> None:
        """Every verb of this booking, with its key or the reason why not."""
        from deskbell.tui import menus

        if self.shown is None:
            return
        title = about(self.shown.view, self.language)
        remapped = self.desk_app.remapped
        menu = menus.more(self.WHERE, title, self.language, remapped, self.shown.allowed)
        action = await self.app.push_screen_wait(menu)
        if action is not None:
            await self.run_action(action)

    def action_copy(self) -> None:
        """A summary as plain text into the terminal's clipboard (OSC 52)."""
        if self.pages is not None:
            summary = self.pages.plain()
            self.app.copy_to_clipboard(summary)
            self.desk_app.say(t(self.language, "calendar.copied", text=summary.splitlines()[0]))
