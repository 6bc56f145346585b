"""Seven days, four weeks, twelve months: which backups stay, for any days on which there were some."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.backups import DAYS, MONTHS, WEEKS, day_of, doubtful_name, kept, name_of

DATES = st.sets(st.dates(date(2023, 12, 1), date(2026, 3, 4)), max_size=120)


def test_every_day_for_three_years() -> None:
    """0-decisions, Settings: 7/4/12."""
    last = date(2026, 3, 4)
    stays = sorted(kept(last - timedelta(days=n) for n in range(1100)), reverse=True)
    assert stays[:DAYS] == [last - timedelta(days=n) for n in range(DAYS)]
    assert {d.isocalendar()[:2] for d in stays} >= {(last - timedelta(weeks=n)).isocalendar()[:2] for n in range(WEEKS)}
    months = {(d.year, d.month) for d in stays}
    assert len(months) == MONTHS
    assert (2025, 4) in months
    assert len(stays) <= DAYS + WEEKS + MONTHS


@given(DATES)
def test_what_stays_is_some_of_what_is_there_and_the_newest_always(days: set[date]) -> None:
    stays = kept(days)
    assert stays <= days
    assert not days or max(days) in stays
    assert len(stays) <= DAYS + WEEKS + MONTHS
    assert stays >= set(sorted(days, reverse=True)[:DAYS])
    assert kept(stays) == stays, "thinned out again, nothing more goes"


@given(DATES, st.integers(1, 40))
def test_a_day_more_never_brings_one_back(days: set[date], later: int) -> None:
    """What went yesterday is not missed today."""
    before = kept(days)
    after = kept(before | {date(2026, 3, 4) + timedelta(days=later)})
    assert after - {date(2026, 3, 4) + timedelta(days=later)} <= before


@pytest.mark.parametrize("name", [
    "desk.2026-03-04.sqlite3x", "other.2026-03-04.sqlite3", "desk.2026-13-04.sqlite3", "desk.sqlite3",
    "desk.2026-03-04.sqlite3.part", ".desk.2026-03-04.sqlite3.part", "desk.2026-3-4.sqlite3", doubtful_name("desk"),
])  # fmt: skip
def test_what_is_no_backup_of_this_desk_is_left_alone(name: str) -> None:
    assert day_of(name, "desk") is None


def test_a_backup_is_known_by_its_name() -> None:
    assert day_of(name_of("desk", date(2026, 3, 4)), "desk") == date(2026, 3, 4)
    assert day_of(name_of("my.desk", date(2026, 3, 4)), "my.desk") == date(2026, 3, 4)
