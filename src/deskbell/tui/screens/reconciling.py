"""The books against the providers: what differs first, each with what to do; then what is held, on both sides."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from deskbell.domain.clock import zone_clock
from deskbell.tui import commands, flow
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.reconciling_page import Asked, Compared, ReconcilingPage
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.dates import clock
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.reconciling import Difference
    from deskbell.services.desk import Desk


class Left(Exception):
    """Nobody waits for the answer any more."""


class ReconcilingScreen(DeskScreen[None]):
    """The providers are asked when it opens and by `r`, never because the desk changed: then it says that it is old."""

    WHERE = commands.RECONCILE
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.RECONCILE),
        *DeskScreen.ALONG,
    ]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.view: Compared | None = None
        self.bookings: dict[int, int] = {}
        """The first booking of every order that is spoken of, by their numbers."""
        self.asked_at = 0.0

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="title")
        yield OptionList(id="rows")
        yield Sheet(id="advice")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#advice").display = False
        self._around()
        self.query_one(OptionList).focus()
        self.again()

    # --- asking

    def again(self) -> bool:
        if self.desk_app.desk is not None:
            self.asked_at = time.monotonic()
            self._ask(self.desk_app.desk)
        return True

    def on_deskbell_app_changed(self) -> None:
        """What was said may be old; nobody's provider is asked for every change of a desk."""
        if self.view is not None and self.view.at is not None:
            self._show(replace(self.view, stale=True))

    def on_deskbell_app_ticked(self) -> None:
        self._around()
        if self.view is not None and self.view.at is None:
            self._about()

    @work(thread=True, exclusive=True, group="look")
    def _ask(self, desk: Desk) -> None:
        """One provider after another; each page that it hands over is shown as progress."""
        from deskbell.domain.errors import DeskError

        app, worker = self.desk_app, get_current_worker()

        def show(view: Compared) -> None:
            if worker.is_cancelled:
                raise Left
            app.call_from_thread(self._show, view)

        try:
            reconciling = app.reconciling(desk)
            by_hand, unconnected = reconciling.by_hand(), reconciling.unconnected()
            asked = [Asked(name) for name in reconciling.names]
            view = Compared(desk.card(), tuple(asked), by_hand, unconnected)
            show(view)
            for n, one in enumerate(asked):

                def tell(count: int, n: int = n, one: Asked = one) -> None:
                    asked[n] = replace(one, count=count)
                    show(replace(view, asked=tuple(asked)))

                try:
                    found = reconciling.one(one.name, tell)
                    orders = {x.order for x in found.differences if x.order is not None} - self.bookings.keys()
                    known = {order: reconciling.booking(order) for order in orders}
                    self.bookings |= {order: no for order, no in known.items() if no is not None}
                    asked[n] = Asked(one.name, found)
                except DeskError as error:
                    asked[n] = Asked(one.name, wrong=app.sentence(error))
                show(replace(view, asked=tuple(asked)))
            show(replace(view, asked=tuple(asked), at=app.clock.now()))
        except DeskError as error:
            if not worker.is_cancelled:
                app.call_from_thread(flow.refuse, self, error)
        except Left:
            pass

    # --- showing

    def _show(self, view: Compared) -> None:
        if not self.is_attached:
            return
        self.view = view
        self.query_one("#title", Sheet).show(self._page(view).title)
        self._fill()
        self._around()
        self._about()

    def on_resize(self) -> None:
        if self.view is not None:
            self.call_after_refresh(self._fill)

    def _page(self, view: Compared) -> ReconcilingPage:
        return ReconcilingPage(view, self.language, self.desk_app.clock.now(), self.key_of("desk.refresh"))

    def _fill(self) -> None:
        """Differences first, then the sums; the cursor goes over differences alone."""
        view = self.view
        if view is None:
            return
        shown, options = self._page(view), self.query_one(OptionList)
        width, at = self.size.width - 3, options.highlighted
        rows = [Option(shown.head_row(width), disabled=True)] if any(x.found for x in view.asked) else []
        first = len(rows)
        rows += [Option(shown.difference_row(name, x, width)) for name, x in view.differences]
        rows.append(Option(shown.sums_row(width), disabled=True))
        options.clear_options()
        options.add_options(rows)
        last = first + len(view.differences) - 1
        options.highlighted = min(max(at or first, first), last) if view.differences else None

    @property
    def difference(self) -> Difference | None:
        """What the cursor is on."""
        options = self.query_one(OptionList)
        found = self.view.differences if self.view is not None else ()
        if options.highlighted is None or not found:
            return None
        return found[options.highlighted - 1][1] if 0 < options.highlighted <= len(found) else None

    @property
    def on_booking(self) -> bool:
        return self._booking is not None

    @property
    def _booking(self) -> int | None:
        x = self.difference
        return self.bookings.get(x.order) if x is not None and x.order is not None else None

    def _about(self) -> None:
        """What to do about the difference under the cursor; while somebody is asked, for how long already."""
        sheet = self.query_one("#advice", Sheet)
        words, ink = "", ""
        if self.view is not None:
            shown = self._page(self.view)
            words = shown.advice(self.difference)
            if not words:
                words, ink = shown.asking_for(int(time.monotonic() - self.asked_at)), "$held"
        sheet.display = bool(words)
        sheet.show(lambda width: text(words, ink).wrap(max(2, width)))
        hints = [self.hint("booking.open")] if self._booking is not None else []
        hints += [self.hint(id_) for id_ in ("desk.refresh", "desk.worker", "desk.keys", "desk.back")]
        self.query_one(KeyBar).hints = tuple(hints)

    def _around(self) -> None:
        head = self.query_one(Masthead)
        head.middle = words_of("reconcile", self.language).label
        if self.view is not None:
            head.left = self.view.card.name
            head.time = clock(zone_clock(self.view.card.zone).local(self.desk_app.clock.now())[1])

    # --- keys

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        event.stop()
        await self.run_action(event.action)

    def action_along(self, down: int) -> None:
        """To the next difference; beyond the last one, and where there is none, the page is scrolled."""
        options = self.query_one(OptionList)
        count = len(self.view.differences) if self.view is not None else 0
        at = options.highlighted
        if at is None or not 1 <= at + down <= count:
            options.scroll_relative(y=down, animate=False)
        else:
            options.highlighted = at + down

    def action_open(self) -> None:
        if self._booking is not None:
            flow.open_booking(self, self._booking)

    def action_back(self) -> None:
        self.dismiss(None)
