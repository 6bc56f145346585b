"""Questions for the slot engine, made up by chance, with their edges where the clocks change."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

from deskbell.domain.availability import Diary, Hold, Hours, Override, Rules, Span, Taken, Weekly
from tests.domain.wall import AROUND, DAY, Map


@dataclass(frozen=True)
class Question:
    diary: Diary
    rules: Rules
    lo: int
    hi: int
    now: int
    holder: str | None


def ask(chance: random.Random, wall: Map) -> Question:
    """A question whose edges like to lie where the clocks change."""
    middle = AROUND  # the change
    turn = wall.wall[middle]
    day = turn // DAY

    def minute() -> int:
        if chance.random() < 0.5:
            return (turn + chance.choice((-120, -90, -60, -45, -30, -15, 0, 15, 30, 45, 60, 90, 120))) % DAY
        return chance.randrange(0, DAY, chance.choice((1, 5, 15, 30, 60)))

    def span(longest: int) -> tuple[int, int]:
        begin = wall.base + middle + chance.randrange(-3 * DAY, 3 * DAY, chance.choice((1, 5, 15)))
        return begin * 60, (begin + chance.choice((5, 15, 30, 45, 60, 90, 180, longest))) * 60

    def spans(most: int, longest: int) -> tuple[Span, ...]:
        return tuple(Span(*span(longest), ref) for ref in range(chance.randint(0, most)))

    weekly = []
    for _ in range(chance.choice((1, 2, 3, 8))):
        a, b = minute(), chance.choice((minute(), DAY))
        days = range(7) if chance.random() < 0.4 else chance.sample(range(7), 3)
        weekly += [Weekly(weekday, a, b) for weekday in days]
    overrides = [
        Override(
            date.fromordinal(day + chance.randint(-2, 2)),
            tuple((minute(), minute()) for _ in range(chance.choice((0, 1, 2)))),
        )
        for _ in range(chance.choice((0, 0, 1, 2)))
    ]
    before, after = chance.choice((0, 0, 5, 10, 15, 60)), chance.choice((0, 0, 5, 10, 30))
    taken = []
    for ref in range(chance.choice((0, 1, 3, 8))):
        a, b = span(120)
        taken.append(
            Taken(a, b, a - chance.choice((0, 10)) * 60, b + chance.choice((0, 15)) * 60, ref, chance.random() < 0.8)
        )
    lo = (wall.base + middle + chance.randrange(-36 * 60, 24 * 60)) * 60
    hi = lo + chance.choice((3, 12, 24, 24, 36, 48)) * 3600
    now = lo + chance.choice((-9 * DAY, -DAY, -600, -60, 0, 120)) * 60 + chance.randrange(60)
    holds = []
    for ref in range(chance.choice((0, 0, 1, 3))):
        a, b = span(60)
        release, holder = now + chance.choice((-60, 0, 1, 600)), chance.choice(("me", "you"))
        holds.append(Hold(a, b, a - 300, b + 300, release, holder, f"h{ref}"))
    return Question(
        Diary(
            Hours(wall.zone, tuple(weekly), tuple(overrides)),
            taken=tuple(taken),
            holds=tuple(holds),
            busy=spans(4, 600),
            absences=spans(1, 2 * DAY),
            room=spans(2, 240),
            student=spans(2, 120),
        ),
        Rules(
            length=chance.choice((5, 15, 25, 30, 45, 60, 60, 90, 180)),
            interval=chance.choice((5, 7, 10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 120)),
            offset=chance.choice((0, 0, 0, 5, 10)),
            before=before,
            after=after,
            notice=chance.choice((0, 0, 60, 90, 780)),
            horizon_days=chance.choice((None, None, 0, 1, 2, 10)),
            max_per_day=chance.choice((None, None, 1, 2, 3)),
            max_minutes_per_day=chance.choice((None, None, 60, 120, 300)),
            packed=chance.random() < 0.3,
        ),
        lo,
        hi,
        now,
        chance.choice((None, "me")),
    )
