"""What a booking line means where it stands: the cell of the calendar, and the class that lies there."""

from __future__ import annotations

from datetime import date

import pytest

from deskbell.domain.commands import OpenClass
from deskbell.domain.effects import SlotOpened
from deskbell.domain.ids import Id
from deskbell.services.typed import Reading, Wish
from tests.services.conftest import Small, at, fresh

THURSDAY = date(2026, 3, 5)


@pytest.fixture
def yoga(small: Small) -> Id:
    """Thursday at 17:00; Ana Pérez has piano as a rule."""
    small.book("Ana Pérez", "2026-03-04 15:30")
    return small.open_class("2026-03-05 17:00")


def number(small: Small, slot: Id) -> int:
    return next(x.slot for x in small.desk.days(THURSDAY, 1).lessons if small.desk.slot_id(x.slot) == slot)


def read(small: Small, slot: Id, line: str, minute: int = 17 * 60 + 30) -> Reading:
    return small.desk.read_line(line, fresh(), "en", Wish(THURSDAY, minute, None, None, number(small, slot)))


@pytest.mark.parametrize("line", ["ana perez", "ana perez 17:00", "ana perez 5/3", "ana perez cash 20", "- 60m"])
def test_on_a_class_its_place_is_meant(small: Small, yoga: Id, line: str) -> None:
    """Nothing in the line speaks against it: a seat in the class under the cursor, whatever is taken as a rule."""
    reading = read(small, yoga, line)
    assert reading.problems == ()
    assert reading.command is not None
    assert (reading.command.slot, reading.command.start) == (yoga, at("2026-03-05 17:00"))
    assert reading.service is not None
    assert reading.service.name == "Yoga"
    small.do(reading.command)
    small.sound()


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("ana perez 12:00", "2026-03-05 12:00"),
        ("ana perez 6/3 12:00", "2026-03-06 12:00"),
        ("ana perez piano", "2026-03-05 17:30"),
        ("ana perez 30m", "2026-03-05 17:30"),
    ],
)
def test_what_is_typed_is_stronger_than_the_cursor(small: Small, yoga: Id, line: str, start: str) -> None:
    """Another service, time, day or length is another lesson."""
    reading = read(small, yoga, line)
    assert reading.service is not None
    assert (reading.service.name, reading.start) == ("Piano", at(start))
    assert reading.command is None or reading.command.slot is None


def test_of_two_meetings_at_one_time_the_one_under_the_cursor(small: Small, yoga: Id) -> None:
    cmd = OpenClass(key=fresh(), service=small.service("Yoga"), tutor=small.tutor("Ana"), start=at("2026-03-05 17:00"))
    other = next(small.do(cmd).plan.of(SlotOpened)).slot
    for slot in (yoga, other):
        reading = read(small, slot, "- yoga")
        assert reading.command is not None
        assert reading.command.slot == slot


def test_a_slot_that_is_gone_is_no_wish(small: Small, yoga: Id) -> None:
    reading = small.desk.read_line("ana perez", fresh(), "en", Wish(THURSDAY, 12 * 60, slot=10**6))
    assert reading.service is not None
    assert reading.service.name == "Piano"
