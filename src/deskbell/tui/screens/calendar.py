"""The calendar: a week in one grid, or a day with a column a tutor; what is beside, below and on its keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import get_current_worker

from deskbell.domain.clock import zone_clock
from deskbell.tui import commands
from deskbell.tui.frame import Shown, blank
from deskbell.tui.screens.on_time import OnTime
from deskbell.tui.spans import SpanPainted
from deskbell.tui.widgets.aside import Aside
from deskbell.tui.widgets.bars import AnswerLine, Hint, KeyBar, Masthead
from deskbell.tui.widgets.grid import TimeGrid
from deskbell.words.dates import clock, show_day, week_of, week_title
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.domain.views import Days, Lesson, Seat, TutorCard
    from deskbell.services.desk import Desk
    from deskbell.tui.widgets.grid_model import GridModel

AROUND = 7
"""So many days back are looked through for lessons that nobody closed."""


_ANSWERED = {"booking.move": "booking.approve", "booking.pay": "booking.reject"}
"""On a request the footer says its answers, where a booking is moved and paid."""


class CalendarScreen(SpanPainted, OnTime):  # type: ignore[misc]  # its compositor paints spans
    """Fetches the days that are shown and hands them down; every key of the calendar is an action here."""

    WHERE = commands.CALENDAR
    BINDINGS = commands.bindings(commands.CALENDAR)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual's own name

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.shown = Shown(date.min)
        self.tutor: int | None = None
        """One tutor's number where nobody else is shown."""
        self.days: Days | None = None
        self.around: Days | None = None
        self._showing = False
        self._footed: tuple[str, bool, bool] | None = None
        """For what the keys at the foot were written."""
        self._lessons: dict[int, Lesson] = {}
        self._minute = -1
        self._today = date.min
        self._target: tuple[int, int] | None = None
        self._wanted: int | None = None
        """A booking on whose lesson the cursor will stand once it is read."""

    # --- the first frame

    def compose(self) -> ComposeResult:
        now = self.desk_app.clock.now()
        self._today = zone_clock(self.zone).date(now)
        self.shown = Shown(week_of(self._today, self.first_weekday))
        yield Masthead()
        with Horizontal(id="middle"):
            yield TimeGrid(blank(self.shown, self.zone, now, self.language), heard=self._cursor_moved)
            yield Aside()
        yield AnswerLine()
        yield KeyBar()

    def on_mount(self) -> None:
        self.grid.focus()
        self._head()
        self._footer()
        if self.desk_app.desk is None:
            self.query_one(AnswerLine).pieces = ((t(self.language, "calendar.opening"), "$muted"),)
        else:
            self.reload()

    @property
    def grid(self) -> TimeGrid:
        return self.query_one(TimeGrid)

    @property
    def zone(self) -> str:
        if self.days is not None:
            return self.days.desk.zone
        return self.desk_app.glance.zone if self.desk_app.glance is not None else "UTC"

    @property
    def first_weekday(self) -> int:
        if self.days is not None:
            return self.days.desk.first_weekday
        return self.desk_app.glance.first_weekday if self.desk_app.glance is not None else 0

    # --- reading

    def on_deskbell_app_opened(self) -> None:
        self.reload()

    def on_deskbell_app_changed(self) -> None:
        self.around = None
        self.reload()

    def reload(self) -> None:
        """Read again what is shown."""
        if self.desk_app.desk is not None:
            self._read(self.desk_app.desk, self.shown, self.tutor, around=self.around)

    @work(thread=True, exclusive=True, group="days", description="days")
    def _read(self, desk: Desk, shown: Shown, tutor: int | None, around: Days | None) -> None:
        from deskbell.domain.errors import DeskError, NotSetUp

        app, worker = self.desk_app, get_current_worker()
        try:
            if shown.first == date.min or (self.days is None and app.glance is None):
                card = desk.card()
                day = zone_clock(card.zone).date(desk.clock.now())
                shown = Shown(week_of(day, card.first_weekday))
            days = desk.days(shown.first, shown.days, tutor, collect=False)
            if worker.is_cancelled:
                return
            app.call_from_thread(self._show, shown, days)
            today = zone_clock(days.desk.zone).date(days.now)
            if around is not None and around.seq == days.seq and around.first == today - timedelta(AROUND):
                return
            around = desk.days(today - timedelta(AROUND), AROUND + 1)
            if not worker.is_cancelled:
                app.call_from_thread(self._show_around, around)
        except NotSetUp:
            app.call_from_thread(app.set_up)
        except DeskError as error:
            app.call_from_thread(self.post_sentence, error)

    def post_sentence(self, error: Exception) -> None:
        """Say what is wrong; what was shown before stays."""
        self.desk_app.say(self.desk_app.sentence(error), wrong=True)

    def _show(self, shown: Shown, days: Days) -> None:
        if not self.is_attached:
            return
        from deskbell.tui.board import board

        if self.days is None and self.desk_app.glance is None:  # only now is it known where now is
            self._target = self._target_now(shown, days)
        self.shown, self.days = shown, days
        self._lessons = {lesson.slot: lesson for lesson in days.lessons}
        self._showing = True
        self._place(board(days, shown, self.language), days)
        self._showing = False
        self._head()
        self._answer()
        self._footer()

    def _place(self, model: GridModel, days: Days) -> None:
        """Show it, with the cursor where it is wanted, else where it was."""
        if model != self.grid.model:
            self.grid.set_model(model)
        wanted = self._wanted and next(
            (x.slot for x in days.lessons if any(s.booking == self._wanted for s in x.seats)), None
        )
        if wanted is not None:
            self.grid.select(wanted)
            self._wanted = None
        elif self._target is not None:
            self.grid.move_to(*self._target)
        self._target = None

    def first_show(self, days: Days) -> None:
        """Days that were read before the desk was open: nobody turned a page yet."""
        if self.days is None and days.first == self.shown.first:
            self._show(self.shown, days)

    def _show_around(self, around: Days) -> None:
        self.around = around
        self._beside()

    # --- staying true

    def on_deskbell_app_ticked(self) -> None:
        now = self.desk_app.clock.now()
        if self.lesson is not None and any(seat.hold_until is not None for seat in self.lesson.seats):
            self._answer()  # it counts down
        if now // 60 == self._minute:
            return
        self._head()
        today = zone_clock(self.zone).date(now)
        if today != self._today:
            if self.shown.first <= self._today <= self.shown.last and not self.shown.first <= today <= self.shown.last:
                self._go(today)
            self._today = today
            self.around = None
            self.reload()
        elif self.days is not None:
            self._beside()
        self.grid.set_now(self._now_at(now))

    def _target_now(self, shown: Shown, days: Days) -> tuple[int, int] | None:
        day, minute = zone_clock(days.desk.zone).local(days.now)
        at = day - shown.first.toordinal()
        return (at, minute - minute % 30) if 0 <= at < shown.days else None

    def _now_at(self, now: int) -> tuple[int, int] | None:
        day, minute = zone_clock(self.zone).local(now)
        at = day - self.shown.first.toordinal()
        if not 0 <= at < self.shown.days:
            return None
        return (0 if self.shown.by_tutor else at), minute

    # --- what stands around the grid

    def _head(self) -> None:
        head, app = self.query_one(Masthead), self.desk_app
        now = app.clock.now()
        self._minute = now // 60
        desk = self.days.desk if self.days is not None else app.glance
        head.left = desk.name if desk is not None else "Deskbell"
        demo = t(self.language, "calendar.demo") if desk is not None and desk.demo else ""
        one = next((c.name for c in self.days.tutors if c.no == self.tutor), "") if self.days and self.tutor else ""
        head.note = " · ".join(x for x in (one, demo) if x)
        if self.shown.by_tutor:
            head.middle = show_day(self.shown.first, self.language, year=True, long=True)
        else:
            head.middle = week_title(self.shown.first, self.language)
        head.tasks = f"⚑ {self.days.tasks}" if self.days is not None and self.days.tasks else ""
        head.time = clock(zone_clock(self.zone).local(now)[1])

    def _beside(self) -> None:
        from deskbell.tui.beside import beside

        if self.around is not None:
            self.query_one(Aside).sections = beside(self.around, self.desk_app.clock.now(), self.language)

    def cards(self, days: Days) -> tuple[TutorCard, ...]:
        """Whose time the cursor is in."""
        if self.shown.by_tutor:
            return days.tutors[self.grid.cursor_column : self.grid.cursor_column + 1]
        return days.tutors

    def _footer(self) -> None:
        seats = self.lesson.seats if self.lesson is not None else ()
        asked = len(seats) == 1 and _asked_for(seats[0])
        key = self.language, self.lesson is not None, asked
        if self._footed == key:
            return
        self._footed = key
        actions = [commands.BY_ID[_ANSWERED.get(a.id, a.id) if asked else a.id] for a in commands.footer(self.WHERE)]
        why = "" if key[1] else "NOTHING_HERE"
        self.query_one(KeyBar).hints = tuple(
            Hint(
                commands.shown_key(a, self.desk_app.remapped),
                a.hint(self.language),
                a.do,
                why if a.on_booking else "",
            )
            for a in actions
        )

    # --- the cursor

    @property
    def lesson(self) -> Lesson | None:
        """What the cursor is on."""
        key = self.grid.cursor_block
        return None if key is None else self._lessons.get(key)

    @property
    def day(self) -> date:
        """The day that the cursor is on."""
        return self.shown.first if self.shown.by_tutor else self.shown.first + timedelta(self.grid.cursor_column)

    @property
    def start(self) -> int | None:
        """The instant that the cursor is on."""
        try:
            return zone_clock(self.zone).lesson_start(self.day, self.grid.cursor_minute)[0]
        except (OverflowError, ValueError):
            return None

    @property
    def column_tutor(self) -> int | None:
        """The tutor whose column the cursor is in, or who is shown alone."""
        if self.shown.by_tutor and self.days is not None and self.days.tutors:
            return self.days.tutors[min(self.grid.cursor_column, len(self.days.tutors) - 1)].no
        return self.tutor

    @property
    def cursor_minute(self) -> int:
        return self.grid.cursor_minute

    @property
    def is_cursor_low(self) -> bool:
        return self.grid.cursor_line > self.size.height - 14

    def focus_grid(self) -> None:
        self.grid.focus()

    def _cursor_moved(self) -> None:
        if not self._showing:
            self._answer()
            self._footer()

    def on_time_grid_edge(self, message: TimeGrid.Edge) -> None:
        self.action_page(message.step)
        if not self.shown.by_tutor:
            self._target = (0 if message.step > 0 else 6, self.grid.cursor_minute)

    def on_time_grid_opened(self) -> None:
        self.action_open()

    def on_aside_asked(self, message: Aside.Asked) -> None:
        self.desk_app.open_booking(message.booking)

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.call_later(self.run_action, message.action)

    # --- keys

    def _go(self, day: date, *, by_tutor: bool | None = None) -> None:
        """Stand on that day, in the same view unless another is named."""
        flat = self.shown.by_tutor if by_tutor is None else by_tutor
        self.shown = Shown(day if flat else week_of(day, self.first_weekday), flat)
        if not flat:
            self._target = ((day - self.shown.first).days, self.grid.cursor_minute)
        self.reload()

    def action_page(self, step: int) -> None:
        day = self.shown.first + timedelta(step * self.shown.days)
        self.shown = Shown(day, self.shown.by_tutor)
        self.reload()

    def action_today(self) -> None:
        self._go(zone_clock(self.zone).date(self.desk_app.clock.now()))
        at = self._now_at(self.desk_app.clock.now())
        if at is not None:
            self._target = (at[0], at[1] - at[1] % 30)

    def action_view(self) -> None:
        self._go(self.day, by_tutor=not self.shown.by_tutor)

    @work
    async def action_goto(self) -> None:
        from deskbell.tui.modals.goto import GoToModal

        day = await self.app.push_screen_wait(GoToModal(self._today, self.language))
        if day is not None:
            self._go(day)

    @work
    async def action_tutor(self) -> None:
        """Everybody, or one tutor alone."""
        from deskbell.tui.modals.choose import ChooseModal

        desk = self.desk_app.desk
        if desk is None or self.around is None:
            return
        cards = self.around.tutors
        rows = [(t(self.language, "calendar.everybody"), ""), *((c.name, "") for c in cards)]
        at = next((n for n, c in enumerate(cards, 1) if c.no == self.tutor), 0)
        picked = await self.app.push_screen_wait(ChooseModal(t(self.language, "calendar.tutor"), rows, at))
        if picked is not None:
            self.tutor = cards[picked - 1].no if picked else None
            self.reload()

    def show_booked(self, start: int, no: int) -> None:
        """Put the cursor on the lesson of that booking, on its own day."""
        self._wanted = no
        day = zone_clock(self.zone).date(start)
        if self.shown.first <= day <= self.shown.last:
            self.reload()
        else:
            self._go(day)


def _asked_for(seat: Seat) -> bool:
    """Somebody asks for it and nobody has answered."""
    from deskbell.domain.booking import State  # the first frame has no seat

    return seat.state is State.REQUESTED
