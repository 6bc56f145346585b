"""What stands beside the calendar: now, next, to collect, needs closing. Pure: views in, lines out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deskbell.domain.booking import State
from deskbell.domain.clock import zone_clock
from deskbell.domain.offer import Kind
from deskbell.tui.board import short_name
from deskbell.tui.widgets.aside_model import Row, Section
from deskbell.words.dates import clock, column_day, span
from deskbell.words.i18n import t
from deskbell.words.money import show

if TYPE_CHECKING:
    from deskbell.domain.views import Days, Lesson

MOST = 4


def beside(around: Days, now: int, language: str) -> tuple[Section, ...]:
    """The four sections, out of the days around today."""
    return _Beside(around, now, language).sections()


class _Beside:
    def __init__(self, around: Days, now: int, language: str) -> None:
        self.around, self.now, self.language = around, now, language
        self.zone = zone_clock(around.desk.zone)
        self.today = self.zone.date(now)

    def sections(self) -> tuple[Section, ...]:
        lessons = self.around.lessons
        running = [x for x in lessons if x.start <= self.now < x.end]
        ahead = [x for x in lessons if x.start > self.now and self.zone.date(x.start) == self.today]
        open_ = [x for x in lessons if x.end <= self.now and any(s.state is State.CONFIRMED for s in x.seats)]
        collect = tuple(
            Row("", name or self._t("walk_in"), self._money(minor), "due", no)
            for no, name, minor in self.around.to_collect
        )
        return (
            self._section("now", (row for x in running for row in self._now(x)), "now", most=6),
            self._section("next", (self._next(x) for x in ahead)),
            self._section("collect", collect, "due"),
            self._section("closing", (self._ended(x) for x in reversed(open_)), "held"),
        )

    def _section(self, name: str, rows: Iterable[Row], ink: str = "", most: int = MOST) -> Section:
        every = tuple(rows)
        kept = every if len(every) <= most else every[: most - 1]
        more = self._t("more", n=len(every) - len(kept)) if len(every) > len(kept) else ""
        return Section(self._t(name), kept, self._t(f"{name}.none"), ink, more)

    def _now(self, lesson: Lesson) -> tuple[Row, ...]:
        hours = span(self.zone.local(lesson.start)[1], self.zone.local(lesson.end)[1])
        owed = sum(s.open for s in lesson.seats)
        due = self._money(owed) if owed else ""
        return (
            Row("", f"{hours} {lesson.service}", f"{lesson.taken}/{lesson.capacity}" if _group(lesson) else ""),
            Row(
                "", self._who(lesson), due or short_name(lesson.tutor_name), "due" if due else "muted", _booking(lesson)
            ),
        )

    def _next(self, lesson: Lesson) -> Row:
        at = clock(self.zone.local(lesson.start)[1])
        if _group(lesson):
            return Row(at, lesson.service, f"{lesson.taken}/{lesson.capacity}")
        return Row(at, self._who(lesson), short_name(lesson.tutor_name), "muted", _booking(lesson))

    def _ended(self, lesson: Lesson) -> Row:
        day = self.zone.date(lesson.start)
        at = clock(self.zone.local(lesson.start)[1])
        lead = at if day == self.today else column_day(day, self.language)
        return Row(lead, lesson.service if _group(lesson) else self._who(lesson), "", "", _booking(lesson))

    def _who(self, lesson: Lesson) -> str:
        if _group(lesson):
            return lesson.room or lesson.service
        return (lesson.seats[0].name if lesson.seats else "") or self._t("walk_in")

    def _money(self, minor: int) -> str:
        return show(minor, self.around.desk.currency, self.language, symbol=False)

    def _t(self, key: str, **facts: int) -> str:
        return t(self.language, f"calendar.{key}", **facts)


def _group(lesson: Lesson) -> bool:
    return lesson.kind is Kind.GROUP


def _booking(lesson: Lesson) -> int | None:
    return lesson.seats[0].booking if len(lesson.seats) == 1 else None
