"""The first days, read without SQLAlchemy, are what reads.days reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deskbell.store import first, reads
from deskbell.store.guards import BUSY_LIMIT
from deskbell.store.reads import days as whole
from tests.tui.harness import clock, demo_desk


def test_the_first_days_are_the_days(tmp_path: Path) -> None:
    """One truth, read in two ways: lessons, seats, windows, busy time, tasks, what is to collect."""
    desk = demo_desk(tmp_path)
    now = clock().now()
    for day, count in ((date(2026, 3, 2), 7), (date(2026, 3, 4), 1), (date(2026, 3, 23), 14), (date(2031, 1, 1), 7)):
        with desk.database.read() as unit:
            slow = reads.days(unit.connection, day, count, now)
        assert first.first_days(desk.database.where, day, count, now) == slow
    assert slow.lessons == ()


def test_the_figures_behind_it_are_the_same() -> None:
    assert first.NEAR == BUSY_LIMIT
    assert first.COLLECT_DAYS == __import__("sys").modules[whole.__module__].COLLECT_DAYS


@pytest.mark.parametrize("where", ["postgresql://host/desk", "nowhere.sqlite3", "sqlite:///nowhere.sqlite3"])
def test_what_cannot_be_read_at_once_is_left_to_the_real_reading(where: str, tmp_path: Path) -> None:
    assert first.first_days(where, date(2026, 3, 2), 7, 0) is None


def test_another_file_is_no_desk(tmp_path: Path) -> None:
    """Opening it for real says what is wrong."""
    file = tmp_path / "letter.txt"
    file.write_text("Dear Ana")
    assert first.first_days(file, date(2026, 3, 2), 7, 0) is None
