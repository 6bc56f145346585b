"""The desk's app: theme, keymap, and the desk itself, opened in a thread once the first frame stands."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.binding import Binding, BindingType

from deskbell.domain.text import clean
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.going import Going
from deskbell.tui.in_turn import KeysInTurn
from deskbell.tui.looks import FIRST_FRAME, style_paths
from deskbell.tui.noticing import KEYS
from deskbell.tui.staying_true import LOOK, StayingTrue
from deskbell.tui.theme import DARK, LIGHT, themes, token_defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import date
    from typing import Any

    from textual.screen import Screen
    from textual.worker import Worker

    from deskbell.domain.clock import Clock
    from deskbell.domain.glance import Glance
    from deskbell.domain.ports import Messenger, PaymentProvider
    from deskbell.domain.views import Days
    from deskbell.domain.working import Due
    from deskbell.services.connecting import Connecting
    from deskbell.services.desk import Desk
    from deskbell.services.reconciling import Reconciling
    from deskbell.services.working import Working
    from deskbell.settings import Settings


ASKING = frozenset({"flow", "menu", "default"})
"""The groups of work that ends in a question to somebody."""

LEAST = (40, 10)
"""Columns and lines without which nothing can be shown."""


class DeskbellApp(KeysInTurn, StayingTrue, Going):
    """`connect` opens the desk in a thread, for it brings the database along; `glance` is what is known before.

    Tests hand over a ready desk by `connect=lambda: desk`. A desk that is not set up yet is asked for its name
    first. `first_days` reads days sooner than a desk can be opened; `providers` are the connections of this machine,
    `connecting` makes more of them, `messenger` is by whom mail leaves; `crashes` is the folder for reports of our
    faults; `fitting`: the looks are chosen by the colours that this terminal has.
    """

    ENABLE_COMMAND_PALETTE = False
    TITLE = "Deskbell"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", show=False, priority=True, id="app.quit"),
        Binding("ctrl+c", "quit", show=False, id="app.interrupt"),
    ]

    def __init__(
        self,
        connect: Callable[[], Desk],
        *,
        glance: Glance | None,
        clock: Clock,
        language: str = "en",
        settings: Settings | None = None,
        first_days: Callable[[date, int], Days | None] | None = None,
        providers: Callable[[Desk], Mapping[str, PaymentProvider]] | None = None,
        messenger: Callable[[Desk], Messenger | None] | None = None,
        connecting: Callable[[Desk], Connecting] | None = None,
        crashes: Path | None = None,
        fitting: bool = False,
    ) -> None:
        looks = style_paths()
        super().__init__(css_path=[path for path in looks if path.name in FIRST_FRAME])
        self._looks_to_come = [path for path in looks if path.name not in FIRST_FRAME]
        self.connect = connect
        self.glance = glance
        self.clock = clock
        self.language = language
        self.settings = settings
        self.first_days = first_days
        self.providers = providers
        self.messengers = messenger
        self.connects = connecting
        self.remapped = dict(settings.keys) if settings is not None else {}
        self.crashes = crashes
        self.said_last = ""
        """What goes to the terminal once the screen is gone."""
        for ours in themes(self.console.color_system if fitting else None):
            self.register_theme(ours)
        self.theme = LIGHT if settings is not None and settings.theme == "light" else DARK

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def on_mount(self) -> None:
        self._end_by_signals()
        if self.remapped:
            self.set_keymap({action: ",".join(keys) for action, keys in self.remapped.items()})
        self.call_after_refresh(self.open_desk)

    def get_default_screen(self) -> Screen[Any]:
        """The calendar lies below everything: a screen of nothing before it would cost a frame."""
        from deskbell.tui.screens.calendar import CalendarScreen

        return CalendarScreen(self.language)

    def push_screen(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing is shown over the calendar before its looks are there."""
        self.all_looks()
        return super().push_screen(*args, **kwargs)

    def all_looks(self) -> None:
        """Read the style sheets for which the first frame did not wait."""
        if self._looks_to_come:
            self.stylesheet.read_all(self._looks_to_come)
            self._looks_to_come = []

    def on_resize(self, event: events.Resize) -> None:
        """A terminal without room for anything shows one sentence, until it grows."""
        from deskbell.tui.modals.tiny import TinyScreen

        small = event.size.width < LEAST[0] or event.size.height < LEAST[1]
        if small and not isinstance(self.screen, TinyScreen):
            self.push_screen(TinyScreen(self.language))
        elif not small and isinstance(self.screen, TinyScreen):
            self.pop_screen()

    @property
    def is_about_to_ask(self) -> bool:
        """A verb was pressed and its question, menu or line does not stand yet."""
        screen = self.screen
        if not isinstance(screen, DeskScreen):
            return False
        return getattr(screen, "line_is_coming", False) or any(
            worker.group in ASKING and not worker.is_finished for worker in self.workers
        )

    # --- the desk

    @work(thread=True, exclusive=True, group="open", exit_on_error=False)
    def open_desk(self) -> Desk:
        """Imports and opens what the first frame did not wait for; the first days need not wait for that either."""
        from deskbell.tui.screens.calendar import CalendarScreen

        screen = self.screen
        if self.first_days is not None and self.glance is not None and isinstance(screen, CalendarScreen):
            days = self.first_days(screen.shown.first, screen.shown.days)
            if days is not None:
                self.call_from_thread(screen.first_show, days)
        return self.connect()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group != "open" or not event.worker.is_finished:
            return
        if event.worker.error is not None:
            self.could_not_open(event.worker.error)
        elif event.worker.result is not None:
            self.opened(event.worker.result)

    def opened(self, desk: Desk) -> None:
        """From here on there is a desk."""
        self.all_looks()
        self.desk = desk
        self.tell(self.Opened)
        self.notice()
        self.set_interval(LOOK, self.look)
        self.set_timer(0.3, self.settle)
        if self.connects is not None:
            self.set_timer(KEYS, lambda: self.look_for_keys(desk))

    def settle(self) -> None:
        """What was imported stays for good: the collector, off since the start, need not walk it again.

        A page of the calendar makes some thousands of things and lets go of as many: that is no reason to walk them.
        """
        if not gc.isenabled():
            gc.collect()
            gc.freeze()
            gc.set_threshold(20_000, 20, 20)
            gc.enable()

    def could_not_open(self, error: BaseException) -> None:
        """A desk that cannot be opened is one sentence on the way out."""
        from deskbell.domain.errors import DeskError

        if isinstance(error, DeskError):
            self.exit(error.exit_code, message=Text(self.sentence(error)))
        else:
            self._handle_exception(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))

    def set_up(self) -> None:
        """Ask for what a desk starts with."""
        from deskbell.tui.screens.setup import SetUpScreen

        if not any(isinstance(screen, SetUpScreen) for screen in self.screen_stack):
            self.push_screen(SetUpScreen(self.language))

    def was_set_up(self, language: str) -> None:
        """The desk is new: its calendar speaks the language that was chosen."""
        self.language = language
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.language = language
        self.changed()

    def sentence(self, error: BaseException) -> str:
        """What is wrong and what to do next, in one sentence; never a traceback."""
        from deskbell.words.errors import sentence

        zone = self.glance.zone if self.glance is not None else None
        return sentence(error, self.language, zone, self.clock.now())

    # --- on every screen

    def say(self, words: str, *, wrong: bool = False) -> None:
        """One line that passes by; never read as markup."""
        self.notify(clean(words), severity="warning" if wrong else "information", markup=False)

    @work(exclusive=True, group="menu")
    async def action_palette(self) -> None:
        """Every verb by its name."""
        from deskbell.tui import menus

        below = self.screen
        if isinstance(below, DeskScreen):
            menu = menus.palette(below.WHERE, self.language, self.remapped, on_booking=below.on_booking)
            await self._do(below, await self.push_screen_wait(menu))

    @work(exclusive=True, group="menu")
    async def action_keys(self) -> None:
        """The keys of this screen."""
        from deskbell.tui import menus

        below = self.screen
        if isinstance(below, DeskScreen):
            await self._do(below, await self.push_screen_wait(menus.keys(below.WHERE, self.language, self.remapped)))

    async def _do(self, screen: DeskScreen[Any], action: str | None) -> None:
        if action is not None:
            await screen.run_action(action)

    def action_reload(self) -> None:
        """Read again; a screen that asks the world asks it again."""
        if isinstance(self.screen, DeskScreen) and self.screen.again():
            return
        self.changed()

    def action_undo(self) -> None:
        from deskbell.tui import flow

        flow.undo(self.screen)

    # --- what screens open

    def open_booking(self, no: int) -> None:
        from deskbell.tui.screens.detail import DetailScreen

        self.push_screen(DetailScreen(no, self.language))

    def open_payment(self, no: int, *, asked: bool = False) -> None:
        from deskbell.tui.screens.payment import PaymentScreen

        self.push_screen(PaymentScreen(no, self.language, asked=asked))

    def working(self, desk: Desk) -> Working:
        from deskbell.services.working import Working

        return Working(desk)

    def reconciling(self, desk: Desk) -> Reconciling:
        from deskbell.services.reconciling import Reconciling

        return Reconciling(desk, self.providers(desk) if self.providers is not None else {})

    def messenger(self, desk: Desk) -> Messenger | None:
        return self.messengers(desk) if self.messengers is not None else None

    def connecting(self, desk: Desk) -> Connecting:
        assert self.connects is not None  # noqa: S101 - the program gives it
        return self.connects(desk)

    def asking(self, screen: Screen[Any], no: int, what: str) -> Coroutine[Any, Any, None]:
        from deskbell.tui import asks

        question: Coroutine[Any, Any, None] = getattr(asks, what)(screen, no)
        return question

    # --- the end

    def _end_by_signals(self) -> None:
        """Told to end by the machine it leaves the terminal as it found it; what is saved is saved already."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)):
            if number is not None:
                with suppress(NotImplementedError, RuntimeError, ValueError):  # another system, or not the main thread
                    loop.add_signal_handler(number, self.exit, None, 128 + number)

    def _fatal_error(self) -> None:
        """A crash says where it was written down: no locals, no people, no secrets on the screen (T3)."""
        from deskbell.crash import report
        from deskbell.words.i18n import t

        self.bell()
        error = sys.exc_info()[1] or self._exception or RuntimeError("unknown")
        where = report(error, self.crashes)
        if not self._exit_renderables:  # a crash that brings others along is one sentence all the same
            self._exit_renderables.append(Text(t(self.language, "app.crashed", where=where)))
        self._close_messages_no_wait()


def run(app: DeskbellApp, leave: Callable[[], Sequence[Due]] | None = None) -> int:
    """Run until somebody quits; the exit code. What went wrong is said on the terminal afterwards, in one sentence.

    `leave` ends what works for the desk in the background, before its database is closed, and names what falls due
    while nobody does.
    """
    code = app.run()
    left = leave() if leave is not None else ()
    if app.desk is not None:
        if left:
            from deskbell.tui.leaving import last_words

            lines = last_words(left, app.language, app.desk.card().zone, app.clock.now())
            sys.stdout.write("".join(f"{line}\n" for line in lines))
        app.desk.database.close()
    if app.return_code:
        return app.return_code
    return code or 0
