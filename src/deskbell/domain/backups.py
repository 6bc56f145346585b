"""Which backups are kept: seven days, four weeks, twelve months, the newest of each; and how their files are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

DAYS, WEEKS, MONTHS = 7, 4, 12

_NAME = re.compile(r"(?P<desk>.+)\.(?P<day>\d{4}-\d{2}-\d{2})\.sqlite3")
DOUBTFUL = "doubtful"


def name_of(desk: str, day: date) -> str:
    """What the backup of a desk's file (its stem) and day is called."""
    return f"{desk}.{day.isoformat()}.sqlite3"


def doubtful_name(desk: str) -> str:
    """What a copy is called whose figures do not agree: better than none, and none of those that are counted."""
    return f"{desk}.{DOUBTFUL}.sqlite3"


def day_of(name: str, desk: str) -> date | None:
    """The day of a backup of that desk, by its name; None where it is none."""
    found = _NAME.fullmatch(name)
    if found is None or found["desk"] != desk:
        return None
    try:
        return date.fromisoformat(found["day"])
    except ValueError:
        return None


def kept(days: Iterable[date]) -> set[date]:
    """Of these days those whose backups stay: the last seven, and the last of each of the last four weeks and of the
    last twelve months that have one.
    """
    newest = sorted(set(days), reverse=True)
    stays = set(newest[:DAYS])
    weeks: dict[object, date] = {}
    months: dict[object, date] = {}
    for day in newest:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return stays | set(list(weeks.values())[:WEEKS]) | set(list(months.values())[:MONTHS])
