"""The worker's screen: who works, how the connections stand, what waits for them and why; paused, retried, dropped."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from deskbell.domain.op import OpState
from deskbell.domain.working import Health, Link, Waits, Working
from deskbell.tui import commands, flow
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.screens.reading import Reading
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.tui.worker_page import WorkerPage
from deskbell.words.i18n import t
from deskbell.words.operations import connection_name
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Desk

LOOK = 2.0
"""Seconds between two looks: what the worker does to its own bookkeeping is no change of the desk."""


class WorkerScreen(Reading["tuple[Card, Working]"]):
    """One cursor over connections and operations."""

    WHERE = commands.WORKER
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.WORKER),
        *DeskScreen.ALONG,
    ]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.working: Working | None = None
        self.card: Card | None = None

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(id="title")
        with VerticalScroll(id="body", can_focus=False):
            yield Sheet(id="who")
            yield Sheet(id="links", classes="head")
            yield OptionList(id="queue")
            yield Sheet(id="none", classes="head")
        yield KeyBar()

    def on_mount(self) -> None:
        self.around()
        self.query_one("#queue").display = False
        self.set_interval(LOOK, self.reload)
        self.reload()

    # --- reading

    def reload(self) -> None:
        """Read the bookkeeping again, while somebody looks at it."""
        if self.is_current:
            super().reload()

    def find(self, desk: Desk) -> tuple[Card, Working]:
        return desk.card(), self.desk_app.working(desk).shown()

    def take(self, found: tuple[Card, Working]) -> None:
        self.card, self.working = found
        shown = self._page()
        self.query_one("#title", Sheet).show(shown.title)
        self.query_one("#who", Sheet).show(shown.who)
        self.query_one("#links", Sheet).show(shown.links)
        self.query_one("#none", Sheet).show(shown.queue)
        self._fill()
        self.around()
        self._keys()

    def on_resize(self) -> None:
        if self.working is not None:
            self.call_after_refresh(self._fill)

    # --- showing

    def _page(self) -> WorkerPage:
        assert self.working is not None and self.card is not None  # noqa: S101, PT018 - it was read
        return WorkerPage(self.working, self.card.zone, self.language, self.working.now)

    @property
    def rows(self) -> tuple[Health | Waits, ...]:
        """Connections first, then what waits."""
        return (*self.working.connections, *self.working.waits) if self.working is not None else ()

    @property
    def row(self) -> Health | Waits | None:
        options = self.query_one(OptionList)
        at = options.highlighted
        which = options.get_option_at_index(at).id if at is not None else None
        return self.rows[int(which)] if which is not None and int(which) < len(self.rows) else None

    @property
    def on_booking(self) -> bool:
        row = self.row
        return isinstance(row, Waits) and row.booking is not None

    def _fill(self) -> None:
        options, shown, width = self.query_one(OptionList), self._page(), self.size.width - 6
        at = options.highlighted or 0
        assert self.working is not None  # noqa: S101 - it was read
        links, waits = self.working.connections, self.working.waits
        rows = [Option(shown.health_row(health, width), id=str(n)) for n, health in enumerate(links)]
        if waits:
            rows.append(Option(shown.queue_row(width), disabled=True))
            rows += [Option(shown.op_row(wait, width), id=str(n)) for n, wait in enumerate(waits, len(links))]
        options.clear_options()
        options.display = bool(rows)
        options.add_options(rows)
        options.highlighted = min(at, len(rows) - 1) if rows else None
        self.query_one("#none").display = not waits
        if self.rows and self.focused is None:
            options.focus()

    def _keys(self) -> None:
        row = self.row
        hints: list[Hint] = []
        if isinstance(row, Health):
            paused = row.state is Link.PAUSED
            key = self.key_of("worker.pause")
            hints.append(Hint(key, t(self.language, "worker.key.resume" if paused else "worker.key.pause"), "pause"))
        elif row is not None:
            sent = "" if row.op.state is not OpState.SENT else "SENT"
            hints += [self.hint("answer.retry", sent), self.hint("answer.drop", sent)]
            if row.booking is not None:
                hints.append(self.hint("booking.open"))
        hints += [self.hint("desk.attention"), self.hint("desk.back")]
        self.query_one(KeyBar).hints = tuple(hints)

    def around(self) -> None:
        self.head(words_of("worker", self.language).label, self.card)

    # --- keys

    def on_option_list_option_highlighted(self) -> None:
        self._keys()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        row = self.row
        if isinstance(row, Waits) and row.booking is not None:
            flow.open_booking(self, row.booking)

    def action_pause(self) -> None:
        """Pause the connection under the cursor, or let it go on."""
        row = self.row
        if isinstance(row, Health):
            self._turn(row.name, pause=row.state is not Link.PAUSED)

    @work(group="pause")
    async def _turn(self, name: str, *, pause: bool) -> None:
        from deskbell.domain.errors import DeskError

        desk = flow.desk_of(self)
        working = self.desk_app.working(desk)
        try:
            await asyncio.to_thread(working.pause if pause else working.resume, name)
        except DeskError as error:
            flow.refuse(self, error)
            return
        said = t(self.language, "worker.paused" if pause else "worker.resumed", name=connection_name(name))
        self.desk_app.say(said)
        self.desk_app.changed()

    def action_answer(self, code: str) -> None:
        """Try the operation under the cursor again, or drop it with a reason."""
        row = self.row
        if isinstance(row, Waits):
            flow.start(self, self._turn_op(row, code))

    async def _turn_op(self, row: Waits, code: str) -> None:
        from deskbell.domain.commands import TurnOp
        from deskbell.tui.modals.reason import ReasonModal

        desk, words = flow.desk_of(self), ""
        if code == "DROP":
            modal = ReasonModal(self.language, t(self.language, "attention.reason"))
            answer = await self.app.push_screen_wait(modal)
            if not answer:
                return
            words = answer
        after = OpState.DROPPED if code == "DROP" else OpState.TODO
        await flow.change(self, TurnOp(key=desk.fresh(), actor=desk.actor, op=row.op.id, after=after, text=words))

    def action_back(self) -> None:
        self.dismiss(None)
