"""The desk's app: theme, keymap, and the desk itself, opened in a thread once the first frame stands."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var

from deskbell.tui.looks import style_paths
from deskbell.tui.theme import DARK, LIGHT, THEMES, token_defaults

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.worker import Worker

    from deskbell.domain.clock import Clock
    from deskbell.domain.glance import Glance
    from deskbell.services.desk import Desk
    from deskbell.settings import Settings


class DeskbellApp(App[int]):
    """`connect` opens the desk (it brings the database along, so it runs in a thread); `glance` is what is known before.

    Tests hand over a ready desk by `connect=lambda: desk`.
    """

    ENABLE_COMMAND_PALETTE = False
    TITLE = "Deskbell"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True, id="app.quit"),
    ]
    desk: var[Desk | None] = var(None, init=False)

    class Opened(Message):
        """The desk is open; screens read what they show."""

    class Changed(Message):
        """Somebody changed the desk, here or elsewhere; what is shown is read again."""

    def __init__(
        self,
        connect: Callable[[], Desk],
        *,
        glance: Glance | None,
        clock: Clock,
        language: str = "en",
        settings: Settings | None = None,
    ) -> None:
        super().__init__(css_path=list(style_paths()))
        self.connect = connect
        self.glance = glance
        self.clock = clock
        self.language = language
        self.settings = settings
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = LIGHT if settings is not None and settings.theme == "light" else DARK

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def on_mount(self) -> None:
        if self.settings is not None and self.settings.keys:
            self.set_keymap({action: ",".join(keys) for action, keys in self.settings.keys})
        from deskbell.tui.screens.calendar import CalendarScreen

        self.push_screen(CalendarScreen(self.language))
        self.call_after_refresh(self.open_desk)

    @work(thread=True, exclusive=True, group="open", exit_on_error=False)
    def open_desk(self) -> Desk:
        """Imports and opens what the first frame did not wait for. Garbage is not collected meanwhile: nothing dies."""
        gc.disable()
        try:
            return self.connect()
        finally:
            gc.enable()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group != "open":
            return
        if event.worker.is_finished and event.worker.error is not None:
            self.could_not_open(event.worker.error)
        elif event.worker.result is not None:
            self.desk = event.worker.result
            gc.freeze()
            self.screen.post_message(self.Opened())

    def could_not_open(self, error: BaseException) -> None:
        """A desk that cannot be opened is one sentence on the way out."""
        from deskbell.domain.errors import DeskError

        if not isinstance(error, DeskError):
            raise error
        self.exit(error.exit_code, message=str(error))

    def _fatal_error(self) -> None:
        """A crash says where it was written down: no locals, no people, no secrets on the screen (T3)."""
        self.bell()
        self.crash = True
        self._close_messages_no_wait()
