"""The line below the calendar: the lesson under the cursor, or whether its time is free and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.timer import Timer
from textual.worker import get_current_worker

from deskbell.tui.screens.by_line import ByLine
from deskbell.tui.widgets.bars import AnswerLine
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.domain.views import Days, TutorCard
    from deskbell.services.desk import Desk
    from deskbell.services.times import Answers

REST = 0.1
"""Seconds without a move until the diaries are read that answer for a time without a lesson."""


class OnTime(ByLine):
    """The half of the calendar's screen that answers. Who leafs through weeks waits for no diary."""

    days: Days | None
    _answers: tuple[Answers, Days] | None = None
    """What was read last, and the days that it was read for."""
    _rest: Timer | None = None

    @property
    def start(self) -> int | None:
        """The instant that the cursor is on."""
        raise NotImplementedError

    def cards(self, days: Days) -> tuple[TutorCard, ...]:
        """Whose time the cursor is in."""
        raise NotImplementedError

    def post_sentence(self, error: Exception) -> None:
        """Say what is wrong; what was shown before stays."""
        raise NotImplementedError

    def _answer(self) -> None:
        from deskbell.tui.answers import of_lesson

        if self.days is None:
            return
        lesson = self.lesson
        said = (
            of_lesson(lesson, self.zone, self.language, self.desk_app.clock.now())
            if lesson is not None
            else self._of_time(self.days)
        )
        self.query_one(AnswerLine).pieces = said

    def _of_time(self, days: Days) -> tuple[tuple[str, str], ...]:
        from deskbell.tui.answers import of_time

        cards, start = self.cards(days), self.start
        said: tuple[tuple[str, str], ...] = ()
        if cards and start is not None and days.bounds[0] <= start < days.bounds[-1]:
            if self._answers is None or self._answers[1] is not days:
                self._want_answers(days)
            if self._answers is not None and self._answers[1].bounds == days.bounds:
                now = self.desk_app.clock.now()
                said = of_time(self._answers[0], cards, start, self.zone, self.language, now)
        if not days.lessons:
            empty = t(self.language, "calendar.empty", key=self.key_of("booking.book"))
            return ((empty + "   ", "bold $now"), *said)
        return said

    # --- the diaries

    @property
    def is_waiting(self) -> bool:
        """Whether diaries will be read as soon as the cursor rests."""
        return self._rest is not None

    def _want_answers(self, days: Days) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, lambda: self._ask(days))

    def _ask(self, days: Days) -> None:
        self._rest = None
        if self.desk_app.desk is not None and days is self.days:
            self._read_answers(self.desk_app.desk, days)

    @work(thread=True, exclusive=True, group="answers", description="answers")
    def _read_answers(self, desk: Desk, days: Days) -> None:
        from deskbell.domain.errors import DeskError

        worker, app = get_current_worker(), self.desk_app
        try:
            answers = desk.answers(days.bounds[0], days.bounds[-1])
        except DeskError as error:
            app.call_from_thread(self.post_sentence, error)
            return
        if not worker.is_cancelled:
            app.call_from_thread(self._take_answers, answers, days)

    def _take_answers(self, answers: Answers, days: Days) -> None:
        self._answers = answers, days
        self._answer()
