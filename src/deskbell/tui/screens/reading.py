"""A screen that shows one reading of the desk: read in a thread, and anew whenever the desk changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import work
from textual.worker import get_current_worker

from deskbell.domain.clock import zone_clock
from deskbell.tui import flow
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.widgets.bars import KeyBar, Masthead
from deskbell.words.dates import clock

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Desk

F = TypeVar("F")


class Reading(DeskScreen[None], Generic[F]):
    """`find` reads in a thread and touches no widget; `take` shows what was found."""

    def find(self, desk: Desk) -> F:
        """One look at the desk. Errors: any DeskError, which is said and changes nothing here."""
        raise NotImplementedError

    def take(self, found: F) -> None:
        raise NotImplementedError

    def around(self) -> None:
        """The head of the screen; once a second as well."""
        raise NotImplementedError

    def cannot(self, error: Exception) -> None:
        """It could not be read."""
        flow.refuse(self, error)

    def on_deskbell_app_changed(self) -> None:
        self.reload()

    def on_deskbell_app_opened(self) -> None:
        self.reload()

    def on_deskbell_app_ticked(self) -> None:
        self.around()

    def reload(self) -> None:
        """Read again."""
        if self.desk_app.desk is not None:
            self._look(self.desk_app.desk)

    @work(thread=True, exclusive=True, group="look")
    def _look(self, desk: Desk) -> None:
        from deskbell.domain.errors import DeskError

        app, worker = self.desk_app, get_current_worker()
        try:
            found = self.find(desk)
        except DeskError as error:
            app.call_from_thread(self.cannot, error)
            return
        if not worker.is_cancelled:
            app.call_from_thread(self._take, found)

    def _take(self, found: F) -> None:
        if self.is_attached:
            self.take(found)

    def head(self, title: str, card: Card | None) -> None:
        """Whose desk, what is shown, and the desk's own time."""
        head = self.query_one(Masthead)
        head.middle = title
        if card is not None:
            head.left = card.name
            head.time = clock(zone_clock(card.zone).local(self.desk_app.clock.now())[1])

    async def on_key_bar_pressed(self, event: KeyBar.Pressed) -> None:
        """A click on a hint is its key."""
        event.stop()
        await self.run_action(event.action)
