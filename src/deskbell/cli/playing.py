"""Where the demo lies, and on which day it plays."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import WrongInput

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.clock import Clock


def demo_file(context: Context) -> Path:
    """The demo's own file, or the one that --database names. WrongInput: DEMO_NEEDS_A_FILE."""
    if not context.args.database:
        return context.places.demo_database
    where = str(context.where)
    if "://" not in where:
        return Path(where)
    if not where.startswith("sqlite:///"):
        raise WrongInput("DEMO_NEEDS_A_FILE")
    return Path(where.removeprefix("sqlite:///"))


def playing(context: Context) -> tuple[Clock, date]:
    """The clock and the day of the play: today, or the same time of day on the day that was asked for."""
    from deskbell.demo.story import ZONE
    from deskbell.wiring import ShiftedClock, clock
    from deskbell.words.days import read_day

    real = clock()
    zone = zone_clock(ZONE)
    now = real.now()
    today = zone.date(now)
    if not context.args.date:
        return real, today
    day = read_day(context.args.date, today, context.language, order=context.date_order)
    if day == today:
        return real, today
    there, _ = zone.lesson_start(day, zone.local(now)[1])
    return ShiftedClock(real, there + now % 60 - now), day
