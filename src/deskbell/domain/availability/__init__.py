"""What is free, what is not and why; when the tutor works; pure, in whole seconds (spec: availability, D1-D9)."""

from __future__ import annotations

from deskbell.domain.availability.diary import Diary, Hold, Reason, Ref, Rules, Span, Taken, Why
from deskbell.domain.availability.hours import Hours, Override, Timetable, Travel, Weekly, windows
from deskbell.domain.availability.openings import Openings
from deskbell.domain.availability.spans import Pair, all_of, any_of, merged
from deskbell.domain.clock import DAY

__all__ = [
    "Diary",
    "Hold",
    "Hours",
    "Openings",
    "Override",
    "Pair",
    "Reason",
    "Ref",
    "Rules",
    "Span",
    "Taken",
    "Timetable",
    "Travel",
    "Weekly",
    "Why",
    "all_of",
    "any_of",
    "free",
    "merged",
    "next_starts",
    "reach",
    "starts",
    "why_not",
    "windows",
]


def reach(lo: int, hi: int) -> Pair:
    """What a diary must cover so that every answer about [lo, hi) is right: grids and limits look this far."""
    return lo - 4 * DAY, hi + 5 * DAY


def starts(diary: Diary, rules: Rules, lo: int, hi: int, now: int, holder: Ref = None) -> list[int]:
    """The starts offered in [lo, hi)."""
    return Openings(diary, rules, now, holder).starts(lo, hi)


def next_starts(diary: Diary, rules: Rules, after: int, now: int, count: int, holder: Ref = None) -> list[int]:
    """The first `count` starts at or after an instant."""
    return Openings(diary, rules, now, holder).next(after, count)


def free(diary: Diary, rules: Rules, lo: int, hi: int, now: int, holder: Ref = None) -> list[Pair]:
    """Where in [lo, hi) a lesson may lie."""
    return Openings(diary, rules, now, holder).free(lo, hi)


def why_not(diary: Diary, rules: Rules, start: int, now: int, holder: Ref = None) -> tuple[Reason, ...]:
    """All that is in the way of a lesson at `start`; empty is bookable."""
    return Openings(diary, rules, now, holder).why_not(start)
