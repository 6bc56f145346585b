"""Days, weeks and times of day as people of a language and region write them. Always 24 hours: one column."""

from __future__ import annotations

from datetime import date, timedelta

from deskbell.words.language import Order, date_order, spoken
from deskbell.words.names import month, weekday

_WEEK = {"en": "Week", "es": "Semana", "pt": "Semana"}


def column_day(day: date, language: str) -> str:
    """Mon 2: what stands over a column of the week."""
    return f"{weekday(day.weekday(), language)} {day.day}"


def brief_day(day: date, language: str, *, year: bool = False, order: Order | None = None) -> str:
    """2 Mar, 2 mar, Mar 2: never wider than 6 cells, 12 with the year."""
    short = month(day.month, language)
    if _month_first(language, order):
        return f"{short} {day.day}" + (f", {day.year}" if year else "")
    return f"{day.day} {short}" + (f" {day.year}" if year else "")


def show_day(day: date, language: str, *, year: bool = False, long: bool = False, order: Order | None = None) -> str:
    """Wed 4 March, mié 4 de marzo, Wed, March 4; with its year and with the weekday written out on request."""
    name = weekday(day.weekday(), language, long=long)
    comma = "," if _month_first(language, order) else ""
    return f"{name}{comma} {month_day(day, language, year=year, order=order)}"


def month_day(day: date, language: str, *, year: bool = False, order: Order | None = None) -> str:
    """4 March 2026, 4 de marzo de 2026, March 4, 2026."""
    name = month(day.month, language, long=True)
    if _month_first(language, order):
        return f"{name} {day.day}" + (f", {day.year}" if year else "")
    of = " " if spoken(language) == "en" else " de "
    return f"{day.day}{of}{name}" + (f"{of}{day.year}" if year else "")


def month_title(day: date, language: str) -> str:
    """March 2026, marzo de 2026."""
    of = " " if spoken(language) == "en" else " de "
    return f"{month(day.month, language, long=True)}{of}{day.year}"


def days_between(first: date, last: date, language: str, *, order: Order | None = None) -> str:
    """2–8 March 2026, 30 March – 5 April 2026, March 2–8, 2026: what both ends share is said once."""
    if first == last:
        return month_day(first, language, year=True, order=order)
    if first.year != last.year:
        begins = month_day(first, language, year=True, order=order)
        return f"{begins} – {month_day(last, language, year=True, order=order)}"
    if first.month != last.month:
        return f"{month_day(first, language, order=order)} – {month_day(last, language, year=True, order=order)}"
    if _month_first(language, order):
        return f"{month_day(first, language, order=order)}–{last.day}, {last.year}"
    return f"{first.day}–{month_day(last, language, year=True, order=order)}"


def week_title(first: date, language: str, *, order: Order | None = None) -> str:
    """Week 10 · 2–8 March 2026. Whatever its first day, a week has the ISO number that most of its days have."""
    number = (first + timedelta(days=3)).isocalendar().week
    last = first + timedelta(days=6)
    return f"{_WEEK[spoken(language)]} {number} · {days_between(first, last, language, order=order)}"


def clock(minute: int) -> str:
    """15:30 for a minute of the day; 1440 and later belong to the next day and begin again."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def span(start: int, end: int) -> str:
    """15:30–16:30 for two minutes of the day."""
    return f"{clock(start)}–{clock(end)}"


def length(minutes: int) -> str:
    """45 min, 1 h, 1 h 30: the same in every language that we speak."""
    hours, rest = divmod(minutes, 60)
    return f"{rest} min" if not hours else f"{hours} h {rest:02d}" if rest else f"{hours} h"


def countdown(seconds: int) -> str:
    """14:59, or 1:04:59 where it is more than an hour; 0:00 once it is over."""
    left = max(seconds, 0)
    hours, minutes = left // 3600, left // 60 % 60
    return f"{hours}:{minutes:02d}:{left % 60:02d}" if hours else f"{minutes}:{left % 60:02d}"


def week_of(day: date, first_weekday: int) -> date:
    """The first day of the week in which that day lies; 0 = the week begins on Monday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def _month_first(language: str, order: Order | None) -> bool:
    return (order or date_order(language)) == "mdy" and spoken(language) == "en"
