"""Booking by one line from the calendar: read in a thread while it is typed, committed as it was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.timer import Timer
from textual.worker import get_current_worker

from deskbell.tui.screens.on_lesson import OnLesson
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.domain.commands import Book
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk
    from deskbell.services.typed import Wish
    from deskbell.tui.widgets.bookbar import BookBar, Preview

BREATH = 0.03
"""Seconds without a key until the line is read."""


class ByLine(OnLesson):
    """The half of the calendar's screen that books."""

    _key: Id | None = None
    """One key for one opening of the line: however often it is read, it is one booking (I2)."""
    _ready: tuple[Preview, Book, str] | None = None
    """What stands: the preview that was shown, its command, its plan's digest."""
    _pause: Timer | None = None
    _coming: BookBar | None = None
    """The line that was opened and has not had the keys yet."""

    @property
    def column_tutor(self) -> int | None:
        """Whose column the cursor is in."""
        raise NotImplementedError

    @property
    def cursor_minute(self) -> int:
        """The minute of the day that the cursor is on."""
        raise NotImplementedError

    @property
    def is_cursor_low(self) -> bool:
        """Whether a line at the foot would hide the cursor."""
        raise NotImplementedError

    def show_booked(self, start: int, no: int) -> None:
        """Put the cursor on what was booked."""
        raise NotImplementedError

    @property
    def bar(self) -> BookBar | None:
        from deskbell.tui.widgets.bookbar import BookBar

        return next(iter(self.query(BookBar)), None)

    @property
    def line_is_coming(self) -> bool:
        """Whether the line was opened and does not have the keys yet."""
        if self._coming is not None and self.focused is not None and self._coming in self.focused.ancestors:
            self._coming = None
        return self._coming is not None

    def action_book(self) -> None:
        """Open the line; where it is open already, it has the keys."""
        from deskbell.tui.widgets.bookbar import BookBar

        desk = self.desk_app.desk
        if desk is None or self.bar is not None:
            return
        self.desk_app.all_looks()
        self.desk_app.clear_notifications()  # what passes by would lie over the price and the change
        self._key, self._ready = desk.fresh(), None
        bar = BookBar(t(self.language, "book.prompt"), t(self.language, "book.esc"))
        bar.set_class(self.is_cursor_low, "-above")
        self.mount(bar)
        self._coming = bar
        self._read_line(desk, self._key, "", self._wish(None))

    def _wish(self, person: int | None) -> Wish:
        from deskbell.services.typed import Wish

        lesson = self.lesson
        tutor = lesson.tutor if lesson is not None else self.column_tutor
        return Wish(self.day, self.cursor_minute, tutor, person, lesson.slot if lesson is not None else None)

    def on_book_bar_typed(self, message: BookBar.Typed) -> None:
        self._ready = None
        if self._pause is not None:
            self._pause.stop()
        line, person = message.line, message.person
        self._pause = self.set_timer(BREATH, lambda: self._look(line, person))

    def _look(self, line: str, person: int | None) -> None:
        desk = self.desk_app.desk
        if desk is not None and self._key is not None:
            self._read_line(desk, self._key, line, self._wish(person))

    @work(thread=True, exclusive=True, group="line")
    def _read_line(self, desk: Desk, key: Id, line: str, wish: Wish) -> None:
        from deskbell.domain.errors import Busy, DeskError
        from deskbell.tui.previewing import preview

        worker, app = get_current_worker(), self.desk_app
        plan, error = None, None
        try:
            card = desk.card()
            reading = desk.read_line(line, key, self.language, wish)
            if reading.command is not None:
                try:
                    plan = desk.plan(reading.command)
                except Busy:
                    raise
                except DeskError as refused:
                    error = refused
        except DeskError as wrong:
            app.call_from_thread(app.say, app.sentence(wrong), wrong=True)
            return
        shown = preview(line, reading, plan, error, card, self.language, desk.clock.now())
        if not worker.is_cancelled:
            ready = (shown, reading.command, plan.digest) if plan is not None and reading.command is not None else None
            app.call_from_thread(self._show_preview, shown, ready)

    def _show_preview(self, shown: Preview, ready: tuple[Preview, Book, str] | None) -> None:
        bar = self.bar
        if bar is not None and bar.line == shown.of:
            self._ready = ready
            bar.preview = shown

    @work(group="book", exclusive=True)
    async def on_book_bar_confirmed(self, message: BookBar.Confirmed) -> None:
        """The preview is the plan: it is committed by its digest."""
        from deskbell.domain.effects import AttemptOpened
        from deskbell.tui import flow

        ready, bar = self._ready, self.bar
        if ready is None or bar is None or ready[0] is not message.preview:
            return
        self._ready = None
        bar.disabled = True
        done = await flow.change(self, ready[1], ready[2])
        bar = self.bar
        if bar is None:
            return
        if done is None:
            bar.disabled = False
            bar.on_mount()
            self._look(bar.line, bar.person)
        else:
            self._close_bar()
            asked = any(True for _ in done.plan.of(AttemptOpened))
            self._find_booked(done.plan.subject, ready[1].start, asked=asked)

    @work(thread=True, group="booked")
    def _find_booked(self, subject: Id | None, start: int | None, *, asked: bool = False) -> None:
        """The cursor goes to it; where a link was asked for, its code is what somebody waits for."""
        desk = self.desk_app.desk
        if desk is not None and subject is not None and start is not None:
            no = desk.booking_no(subject)
            self.desk_app.call_from_thread(self.show_booked, start, no)
            if asked:
                self.desk_app.call_from_thread(lambda: self.desk_app.open_payment(no, asked=True))

    def on_book_bar_left(self) -> None:
        self._close_bar()

    def _close_bar(self) -> None:
        self._ready = self._coming = None
        if self._pause is not None:
            self._pause.stop()
        bar = self.bar
        if bar is not None:
            bar.remove()
        self.focus_grid()

    def focus_grid(self) -> None:
        """The keys go back to the calendar."""
        raise NotImplementedError
