"""What stands in the first frame, before anything is read: the days, the hours, and now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from deskbell.domain.clock import zone_clock
from deskbell.tui.widgets.grid_model import Column, GridModel, Shade
from deskbell.words.dates import column_day
from deskbell.words.i18n import t


class Shown(NamedTuple):
    """What the calendar stands on: a week from `first` on, or that one day with a column a tutor."""

    first: date
    by_tutor: bool = False

    @property
    def days(self) -> int:
        return 1 if self.by_tutor else 7

    @property
    def last(self) -> date:
        return self.first + timedelta(self.days - 1)


def blank(shown: Shown, zone: str, now: int, language: str) -> GridModel:
    """The grid before anything was read: days, hours, and now."""
    today, minute = zone_clock(zone).local(now)
    columns = (Column("none", ""),) if shown.by_tutor else week_columns(shown.first, today, language)
    at = today - shown.first.toordinal()
    return GridModel(columns, now=(at, minute) if 0 <= at < shown.days else None)


def week_columns(
    first: date, today: int, language: str, shades: tuple[tuple[Shade, ...], ...] = ((),) * 7
) -> tuple[Column, ...]:
    days = [first + timedelta(n) for n in range(7)]
    word = t(language, "calendar.today")
    return tuple(
        Column(d.isoformat(), column_day(d, language), f"·{word}" if is_today else "", is_today, s)
        for d, s in zip(days, shades, strict=True)
        for is_today in (d.toordinal() == today,)
    )
