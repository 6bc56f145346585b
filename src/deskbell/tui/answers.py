"""What the line below the calendar says: the lesson under the cursor, or whether its time is free and why not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.offer import Kind
from deskbell.words.dates import clock, span
from deskbell.words.i18n import t
from deskbell.words.states import money_badge, seat_badge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskbell.domain.availability import Reason
    from deskbell.domain.views import Lesson, TutorCard
    from deskbell.services.times import Answers

Pieces = tuple[tuple[str, str], ...]
_INKS = {"calm": "$muted", "paid": "$paid", "due": "$due", "held": "$held", "clash": "$clash", "done": "$done"}
NAMED = 3
"""So many tutors are named; the others are a figure."""


def of_lesson(lesson: Lesson, zone: str, language: str, now: int | None = None) -> Pieces:
    """15:00–16:00 Piano 60 · Ana Pérez · Ana Ruiz · Studio 1 · ● confirmed · € due 25.00."""
    wall = zone_clock(zone)
    hours = span(wall.local(lesson.start)[1], wall.local(lesson.end)[1])
    pieces: list[tuple[str, str]] = [(f"{hours} ", "bold"), (lesson.service, "bold")]
    quiet = [lesson.tutor_name, lesson.room]
    names = [seat.name or t(language, "calendar.walk_in") for seat in lesson.seats]
    if lesson.kind is Kind.GROUP:
        pieces.append((f"  {lesson.taken}/{lesson.capacity}", ""))
        quiet.append(", ".join(names))
    else:
        pieces += [(f" · {name}", "") for name in names]
        for seat in lesson.seats:
            left = None if seat.hold_until is None or now is None else max(0, seat.hold_until - now)
            badges = (seat_badge(seat.state, language, left=left), money_badge(seat, language))
            pieces += [(f"   {badge}", _INKS.get(badge.tone, "$muted")) for badge in badges]
    pieces.append(("   " + " · ".join(x for x in quiet if x), "$muted"))
    return tuple(pieces)


def of_time(answers: Answers, cards: Sequence[TutorCard], start: int, zone: str, language: str, now: int) -> Pieces:
    """Free until 12:00, or what is in the way; of several tutors those who are free, each with the end of it."""
    wall = zone_clock(zone)
    at = f"{clock(wall.local(start)[1])}  "
    free = []
    for card in cards:
        until = answers.free_until(card.no, start)
        if until is not None:
            free.append((card.name, clock(wall.local(until)[1])))
    if free and len(cards) == 1:
        return ((at, "bold"), (t(language, "calendar.free", until=free[0][1]), "$paid"))
    if free:
        who = " · ".join(t(language, "calendar.free.who", who=name, until=until) for name, until in free[:NAMED])
        who += f" · +{len(free) - NAMED}" if len(free) > NAMED else ""
        return ((at, "bold"), (t(language, "calendar.free.several", who=who), "$paid"))
    if len(cards) == 1:
        why = _worded(answers.why_not(cards[0].no, start), language, zone, now)
        return ((at, "bold"), (t(language, "calendar.not_free", why=why), "$muted"))
    every = {card.name: _worded(answers.why_not(card.no, start), language, zone, now) for card in cards}
    if len(set(every.values())) == 1:
        said = next(iter(every.values()), "")
    else:
        said = "   ".join(f"{name}: {why}" for name, why in list(every.items())[:NAMED])
    return ((at, "bold"), (t(language, "calendar.not_free", why=said), "$muted"))


@lru_cache(maxsize=256)
def _worded(reasons: tuple[Reason, ...], language: str, zone: str, now: int) -> str:
    """Tutors who are away for the same reason share its words."""
    from deskbell.words.reasons import why_not

    return why_not(reasons, language, zone, now)
