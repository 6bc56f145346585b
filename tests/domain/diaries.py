"""A tutor who works Monday to Friday nine to five, UTC, and short ways to ask for her Monday."""

from __future__ import annotations

from datetime import datetime

from deskbell.domain.availability import Diary, Hours, Rules, Taken, Weekly, Why, starts, why_not

MINUTE, HOUR, DAY = 60, 3600, 86_400
HALF = Rules(length=30, interval=30)
FULL = Rules(length=60, interval=60)


def at(text: str) -> int:
    """An instant; without an offset it is UTC."""
    return int(datetime.fromisoformat(text if text.endswith("Z") or "+" in text else text + "Z").timestamp())


NOW = at("2026-03-01T00:00")
MONDAY, TUESDAY = at("2026-03-02T00:00"), at("2026-03-03T00:00")
NINE_TO_FIVE = Hours("UTC", tuple(Weekly(weekday, 540, 1020) for weekday in range(5)))
ALWAYS = Hours("UTC", tuple(Weekly(weekday, 0, 1440) for weekday in range(7)))


def lesson(start: str, minutes: int, ref: int, *, before: int = 0, after: int = 0, counts: bool = True) -> Taken:
    a = at(start)
    b = a + minutes * MINUTE
    return Taken(a, b, a - before * MINUTE, b + after * MINUTE, ref, counts)


def clock(instants: list[int]) -> list[str]:
    """Times of the day, UTC."""
    return [f"{i // HOUR % 24:02}:{i // MINUTE % 60:02}" for i in instants]


def on_monday(diary: Diary, rules: Rules = FULL, now: int = NOW, holder: str | None = None) -> list[str]:
    return clock(starts(diary, rules, MONDAY, TUESDAY, now, holder))


def why(
    diary: Diary, start: str, rules: Rules = FULL, now: int = NOW, holder: str | None = None
) -> list[tuple[Why, object]]:
    return [(r.why, r.ref) for r in why_not(diary, rules, at(start), now, holder)]
