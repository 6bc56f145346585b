"""Days of a desk as a time grid shows them: columns, shades and blocks. Pure: views in, a GridModel out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from deskbell.domain.booking import State
from deskbell.domain.clock import zone_clock
from deskbell.domain.offer import Kind as Offer
from deskbell.domain.payment import Settlement
from deskbell.tui.frame import Shown, week_columns
from deskbell.tui.widgets.grid_model import DAY, Badge, Block, Column, GridModel, Kind, Shade, Tone
from deskbell.words.i18n import t
from deskbell.words.states import Badge as Word
from deskbell.words.states import money_badge, seat_badge, settlement_badge

if TYPE_CHECKING:
    from deskbell.domain.views import BusyTime, Days, Lesson, Seat, TutorCard

Pair = tuple[int, int]
_CLOSED = frozenset({State.COMPLETED, State.NO_SHOW})


def board(days: Days, shown: Shown, language: str) -> GridModel:
    """Everything that was read, in the desk's own zone."""
    return _Board(days, shown, language).model()


@lru_cache(maxsize=1024)
def short_name(name: str) -> str:
    """Ana P. for Ana Pérez; a single word stays."""
    first, _, rest = name.strip().partition(" ")
    return f"{first} {rest.strip()[0]}." if rest.strip() else first


class _Board:
    def __init__(self, days: Days, shown: Shown, language: str) -> None:
        self.days, self.shown, self.language = days, shown, language
        self.clock = zone_clock(days.desk.zone)
        self.first = shown.first.toordinal()
        self._parts: dict[tuple[int, int, int], Pair] = {}
        self._badges: dict[State, Badge] = {}
        self._sums: dict[tuple[int | str, ...], Badge] = {}

    def model(self) -> GridModel:
        today, minute = self.clock.local(self.days.now)
        at = today - self.first
        now = (0 if self.shown.by_tutor else at, minute) if 0 <= at < self.shown.days else None
        lo, hi = self._hours()
        return GridModel(self._columns(today), tuple(self._blocks()), now=now, day_start=lo, day_end=hi)

    def _hours(self) -> Pair:
        """From the earliest opening to the latest closing of these days; an ordinary day where all is closed."""
        edges = [self._on(day, a, b) for day in self._each_day() for card in self.days.tutors for a, b in card.open]
        known = [e for e in edges if e[0] < e[1]]
        if not known:
            return 8 * 60, 20 * 60
        lo = min(a for a, _ in known) // 60 * 60
        return min(lo, 9 * 60), max(-(-max(b for _, b in known) // 60) * 60, 18 * 60)

    def _each_day(self) -> range:
        return range(self.shown.days)

    def _on(self, day: int, start: int, end: int) -> Pair:
        """The part of a span that lies on that day, in its minutes; (0, 0) where none does."""
        part = self._parts.get((day, start, end))  # lessons share their times
        if part is None:
            part = self._parts[day, start, end] = self._part(day, start, end)
        return part

    def _part(self, day: int, start: int, end: int) -> Pair:
        lo, hi = self.days.bounds[day], self.days.bounds[day + 1]
        if end <= lo or start >= hi:
            return 0, 0
        first = 0 if start <= lo else self.clock.local(start)[1]
        last = DAY if end >= hi else self.clock.local(end)[1]
        return first, last if last > first else min(DAY, first + (end - start) // 60)

    # --- columns and what lies behind the lessons

    def _columns(self, today: int) -> tuple[Column, ...]:
        if not self.shown.by_tutor:
            shades = tuple(self._shades(day, self.days.tutors) for day in range(7))
            return week_columns(self.shown.first, today, self.language, shades)
        return tuple(
            Column(f"t{card.no}", card.name, self._load(card), shades=self._shades(0, (card,)))
            for card in self.days.tutors
        ) or (Column("none", ""),)

    def _load(self, card: TutorCard) -> str:
        n = sum(lesson.tutor == card.no for lesson in self.days.lessons)
        return t(self.language, "calendar.lessons", n=n) if n else ""

    def _shades(self, day: int, cards: Iterable[TutorCard]) -> tuple[Shade, ...]:
        """Free where any of the tutors is at work and not busy elsewhere; busy where all who work are."""
        open_, free, busy = [], [], []
        for card in cards:
            theirs = [b for b in self.days.busy if b.tutor == card.no and not b.tentative]
            hours = [span for a, b in card.open for span in (self._on(day, a, b),) if span[0] < span[1]]
            away = [span for b in theirs for span in (self._on(day, b.start, b.end),) if span[0] < span[1]]
            open_ += hours
            free += _minus(hours, away)
            busy += [(b, self._on(day, b.start, b.end)) for b in theirs]
        shades = [Shade(a, b, Kind.FREE) for a, b in _merged(free)]
        blocked = _minus(_merged(open_), _merged(free))
        shades += [Shade(a, b, Kind.BUSY, self._label(a, b, busy)) for a, b in blocked]
        return tuple(shades)

    def _label(self, start: int, end: int, busy: list[tuple[BusyTime, Pair]]) -> str:
        titles = [b.title for b, (a, z) in busy if a < end and z > start and b.title]
        return titles[0] if titles else t(self.language, "calendar.busy")

    # --- blocks

    def _blocks(self) -> Iterable[Block]:
        columns = {card.no: n for n, card in enumerate(self.days.tutors)}
        bounds = self.days.bounds
        for lesson in self.days.lessons:
            for day in range(max(0, bisect_right(bounds, lesson.start) - 1), self.shown.days):
                if bounds[day] >= lesson.end:
                    break
                start, end = self._on(day, lesson.start, lesson.end)
                if start < end and (not self.shown.by_tutor or lesson.tutor in columns):
                    yield self._block(lesson, columns[lesson.tutor] if self.shown.by_tutor else day, start, end)

    def _block(self, lesson: Lesson, column: int, start: int, end: int) -> Block:
        if lesson.kind is Offer.GROUP:
            return self._class(lesson, column, start, end)
        seat = lesson.seats[0] if lesson.seats else None
        name = (seat and seat.name) or t(self.language, "calendar.walk_in")
        badge = self._seat(seat.state) if seat else None
        money = self._money(lesson, seat) if seat else None
        return Block(
            lesson.slot, column, start, end, name, short_name(name), self._detail(lesson, lesson.service), badge, money,
            "", _tone(seat, money, badge),
        )  # fmt: skip

    def _class(self, lesson: Lesson, column: int, start: int, end: int) -> Block:
        over = bool(lesson.seats) and all(s.state in _CLOSED for s in lesson.seats)
        owed = sum(s.open for s in lesson.seats) if lesson.start <= self.days.now else 0
        badge = self._seat(State.COMPLETED if over else State.CONFIRMED)
        money = None
        if owed:
            money = _badge(
                settlement_badge(
                    Settlement.UNPAID, lesson.seats[0].currency, self.language, due=owed, captured=0, refunded=0
                )
            )
        tone = Tone.DUE if owed else Tone.DONE if over or lesson.end <= self.days.now else Tone.CALM
        count = f"{lesson.taken}/{lesson.capacity}"
        detail = self._detail(lesson, lesson.room)
        return Block(lesson.slot, column, start, end, lesson.service, "", detail, badge, money, count, tone)

    def _detail(self, lesson: Lesson, what: str) -> str:
        if self.shown.by_tutor or len(self.days.tutors) < 2:
            return what
        return f"{what} · {short_name(lesson.tutor_name)}" if what else short_name(lesson.tutor_name)

    def _seat(self, state: State) -> Badge:
        badge = self._badges.get(state)
        if badge is None:
            badge = self._badges[state] = _badge(seat_badge(state, self.language))
        return badge

    def _money(self, lesson: Lesson, seat: Seat) -> Badge:
        """What a lesson that lies ahead will cost is no debt yet: said, but not in the colour of what is due."""
        sums = (seat.due, seat.captured, seat.refunded, seat.credited, seat.currency)
        badge = self._sums.get(sums) or self._sums.setdefault(sums, _badge(money_badge(seat, self.language)))
        if badge.tone is Tone.DUE and seat.open and lesson.start > self.days.now:
            return Badge(badge.glyph, badge.word, Tone.CALM)
        return badge


def _badge(badge: Word) -> Badge:
    return Badge(badge.glyph, badge.word, Tone(badge.tone))


def _tone(seat: Seat | None, money: Badge | None, badge: Badge | None) -> Tone:
    """What the whole block asks of the eye: something wrong, then money, then a hold, then rest."""
    if seat is None:
        return Tone.MUTED
    if money is not None and money.tone in (Tone.CLASH, Tone.DUE):
        return money.tone
    if badge is not None and badge.tone is Tone.HELD:
        return Tone.HELD
    return Tone.DONE if seat.state in _CLOSED else Tone.CALM


def _merged(spans: Iterable[Pair]) -> list[Pair]:
    out: list[Pair] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out


def _minus(spans: Iterable[Pair], holes: Iterable[Pair]) -> list[Pair]:
    """What is left of the spans without the holes."""
    left = list(spans)
    for a, b in holes:
        left = [piece for x, y in left for piece in ((x, min(y, a)), (max(x, b), y)) if piece[0] < piece[1]]
    return left
