"""The keys that act on what the calendar's cursor is on: each finds its booking and hands it to the way of changing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import work

from deskbell.tui.desk_screen import DeskScreen
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from deskbell.domain.views import Lesson

    Entry = Callable[[Screen[None], int], object]


class OnLesson(DeskScreen[None]):
    """The half of the calendar's screen that acts on the lesson under its cursor."""

    @property
    def lesson(self) -> Lesson | None:
        """What the cursor is on."""
        raise NotImplementedError

    @property
    def day(self) -> date:
        """The day that the cursor is on."""
        raise NotImplementedError

    @property
    def zone(self) -> str:
        raise NotImplementedError

    @property
    def on_booking(self) -> bool:
        return self.lesson is not None and bool(self.lesson.seats)

    @work(exclusive=True, group="menu")
    async def action_more(self) -> None:
        """Every verb of what the cursor is on, with its key or the reason why not."""
        import asyncio

        from deskbell.domain.errors import DeskError
        from deskbell.tui import menus

        lesson, desk = self.lesson, self.desk_app.desk
        allowed: dict[str, str | None] | None = None
        title = ""
        if lesson is not None and lesson.seats:
            allowed = {}  # of several places in a class each would answer for itself
            title = lesson.service if len(lesson.seats) > 1 else f"{lesson.seats[0].name} · {lesson.service}"
        if desk is not None and lesson is not None and len(lesson.seats) == 1:
            no = lesson.seats[0].booking
            try:
                allowed = await asyncio.to_thread(lambda: desk.allowed(desk.booking(no)))
            except DeskError as error:
                self.desk_app.say(self.desk_app.sentence(error), wrong=True)
                return
        menu = menus.more(self.WHERE, title, self.language, self.desk_app.remapped, allowed)
        action = await self.app.push_screen_wait(menu)
        if action is not None:
            await self.run_action(action)

    def action_open(self) -> None:
        self._on_booking("open_booking")

    def action_edit(self) -> None:
        self._on_booking("edit")

    def action_move(self) -> None:
        self._on_booking("move")

    def action_cancel(self) -> None:
        self._on_booking("cancel")

    def action_approve(self) -> None:
        self._on_booking("approve")

    def action_reject(self) -> None:
        self._on_booking("reject")

    def action_pay(self) -> None:
        self._on_booking("pay")

    def action_note(self) -> None:
        self._on_booking("note")

    def action_attend(self) -> None:
        self._on_booking("attend")

    def action_price(self) -> None:
        self._on_booking("price")

    def action_hand_over(self) -> None:
        self._on_booking("hand_over")

    def action_copy(self) -> None:
        """The lesson under the cursor as one line of plain text (OSC 52)."""
        from deskbell.tui.answers import of_lesson

        if self.lesson is None:
            self._nothing_here("calendar.no_booking")
            return
        line = f"{self.day.isoformat()} " + "".join(
            words for words, _ in of_lesson(self.lesson, self.zone, self.language)
        )
        self.app.copy_to_clipboard(line)
        self.desk_app.say(t(self.language, "calendar.copied", text=line))

    def _nothing_here(self, why: str) -> None:
        self.desk_app.say(t(self.language, why, key=self.key_of("booking.book")), wrong=True)

    def _on_booking(self, entry: str) -> None:
        """The booking under the cursor; of a class, the place that is chosen."""
        from deskbell.tui import flow

        lesson = self.lesson
        if lesson is None:
            self._nothing_here("calendar.no_booking")
        elif not lesson.seats:
            self._nothing_here("calendar.no_seats")
        elif len(lesson.seats) == 1:
            getattr(flow, entry)(self, lesson.seats[0].booking)
        else:
            self._choose_seat(lesson, getattr(flow, entry))

    @work
    async def _choose_seat(self, lesson: Lesson, entry: Entry) -> None:
        from deskbell.tui.modals.choose import ChooseModal
        from deskbell.words.states import money_badge, seat_badge

        rows = [
            (
                s.name or t(self.language, "calendar.walk_in"),
                f"{seat_badge(s.state, self.language)}  {money_badge(s, self.language)}",
            )
            for s in lesson.seats
        ]
        at = await self.app.push_screen_wait(ChooseModal(t(self.language, "calendar.who"), rows))
        if at is not None:
            entry(self, lesson.seats[at].booking)
