"""Wall time and instants (I13, I14, I17; D4)."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deskbell.domain.clock import Shift, UnknownZone, ZoneClock, midnight, zone_clock
from tests.domain.wall import changes, zones


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


BERLIN = zone_clock("Europe/Berlin")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def test_plain_day() -> None:
    """A wall time that is on the wall once is that instant, for a window's edges and for a lesson."""
    noon = at("2026-03-04T11:00Z")
    assert BERLIN.window_start(date(2026, 3, 4), 720) == BERLIN.window_end(date(2026, 3, 4), 720) == noon
    assert BERLIN.lesson_start(date(2026, 3, 4), 720) == (noon, None)
    assert BERLIN.local(noon) == (date(2026, 3, 4).toordinal(), 720)
    assert BERLIN.date(noon) == date(2026, 3, 4)
    assert BERLIN.wall(noon) == datetime(2026, 3, 4, 12, 0)
    assert BERLIN.offset(noon) == 3600


def test_minutes_past_midnight_are_the_next_day() -> None:
    """Minutes run to 2880: 24:00 is the next midnight, 26:00 two hours after it."""
    for minute, on in ((1440, "2026-03-04T23:00Z"), (1560, "2026-03-05T01:00Z"), (2880, "2026-03-05T23:00Z")):
        assert BERLIN.window_end(date(2026, 3, 4), minute) == at(on)
        assert BERLIN.lesson_start(date(2026, 3, 4), minute) == (at(on), None)


def test_gap() -> None:
    """I13: in the gap a window's edge is the first existing instant, a lesson is as late as the clocks went on."""
    assert BERLIN.window_start(SPRING, 150) == BERLIN.window_end(SPRING, 150) == at("2026-03-29T03:00+02:00")
    assert BERLIN.lesson_start(SPRING, 150) == (at("2026-03-29T03:30+02:00"), Shift.GAP)
    assert BERLIN.lesson_start(SPRING, 119) == (at("2026-03-29T01:59+01:00"), None)
    assert BERLIN.lesson_start(SPRING, 180) == (at("2026-03-29T03:00+02:00"), None)


def test_fold() -> None:
    """I14, D4: of two instants a start takes the first, an end the second; a lesson is flagged."""
    assert BERLIN.window_start(AUTUMN, 150) == at("2026-10-25T02:30+02:00")
    assert BERLIN.window_end(AUTUMN, 150) == at("2026-10-25T02:30+01:00")
    assert BERLIN.lesson_start(AUTUMN, 150) == (at("2026-10-25T02:30+02:00"), Shift.FOLD)
    assert BERLIN.lesson_start(AUTUMN, 180) == (at("2026-10-25T03:00+01:00"), None)


def test_lengths_of_days() -> None:
    """A day is from midnight to midnight, however long."""
    lengths = {day: BERLIN.day(day)[1] - BERLIN.day(day)[0] for day in (SPRING, AUTUMN, date(2026, 7, 1))}
    assert list(lengths.values()) == [23 * 3600, 25 * 3600, 24 * 3600]


def test_lord_howe_changes_by_half_an_hour() -> None:
    """Australia/Lord_Howe: the gap and the fold are 30 minutes."""
    clock = zone_clock("Australia/Lord_Howe")
    assert clock.window_start(date(2026, 10, 4), 135) == at("2026-10-04T02:30+11:00")
    assert clock.lesson_start(date(2026, 10, 4), 135) == (at("2026-10-04T02:45+11:00"), Shift.GAP)
    assert clock.window_start(date(2026, 4, 5), 105) == at("2026-04-05T01:45+11:00")
    assert clock.window_end(date(2026, 4, 5), 105) == at("2026-04-05T01:45+10:30")
    start, end = clock.day(date(2026, 4, 5))
    assert end - start == 24 * 3600 + 1800


def test_casablanca_goes_back_for_ramadan() -> None:
    """Africa/Casablanca: an hour back at the start of Ramadan, on again after it."""
    clock = zone_clock("Africa/Casablanca")
    assert clock.window_start(date(2026, 2, 15), 150) == at("2026-02-15T02:30+01:00")
    assert clock.window_end(date(2026, 2, 15), 150) == at("2026-02-15T02:30+00:00")
    assert clock.lesson_start(date(2026, 3, 22), 150) == (at("2026-03-22T03:30+01:00"), Shift.GAP)


def test_apia_never_had_the_30th() -> None:
    """Pacific/Apia went over the date line: 2011-12-30 is an empty day, and days still join without a hole."""
    clock = zone_clock("Pacific/Apia")
    turn = at("2011-12-31T00:00+14:00")
    assert clock.day(date(2011, 12, 29)) == (at("2011-12-29T00:00-10:00"), turn)
    assert clock.day(date(2011, 12, 30)) == (turn, turn)
    assert clock.day(date(2011, 12, 31)) == (turn, turn + 86400)
    assert clock.lesson_start(date(2011, 12, 30), 600) == (at("2011-12-31T10:00+14:00"), Shift.GAP)
    assert clock.window_start(date(2011, 12, 30), 600) == turn
    assert clock.date(turn - 1) == date(2011, 12, 29)


def test_kathmandu() -> None:
    """Asia/Kathmandu is 5:45 ahead."""
    clock = zone_clock("Asia/Kathmandu")
    assert clock.lesson_start(date(2026, 6, 1), 600) == (at("2026-06-01T04:15Z"), None)
    assert clock.local(at("2026-05-31T18:15Z")) == (date(2026, 6, 1).toordinal(), 0)


@pytest.mark.parametrize(
    ("zone", "day", "start", "hours"),
    [
        ("Africa/Cairo", date(2025, 4, 25), "2025-04-25T01:00+03:00", 23),  # midnight itself is in the gap
        ("America/Havana", date(2026, 10, 31), "2026-10-31T00:00-04:00", 24),  # ends where it first comes
        ("America/Havana", date(2026, 11, 1), "2026-11-01T00:00-04:00", 25),  # midnight comes twice
        ("Asia/Beirut", date(2026, 10, 24), "2026-10-24T00:00+03:00", 25),  # at midnight back to 23:00
        ("Asia/Beirut", date(2026, 10, 25), "2026-10-25T00:00+02:00", 24),
    ],
)
def test_days_around_midnight_changes(zone: str, day: date, start: str, hours: int) -> None:
    """A day begins at the first instant that has its date."""
    begin, end = zone_clock(zone).day(day)
    assert begin == at(start)
    assert end - begin == hours * 3600


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "America", "../etc/passwd", "/etc/localtime", "a\0b", "\ud800", "Europe/Berlin/", "x" * 9999],
)
def test_unknown_zone(name: str) -> None:
    """What is not in the tz database is one error, whatever was typed, and it says what was asked for."""
    with pytest.raises(UnknownZone) as caught:
        zone_clock(name)
    assert caught.value.zone == name
    assert isinstance(caught.value, LookupError)


def test_clocks_are_kept() -> None:
    assert zone_clock("Asia/Tokyo") is zone_clock("Asia/Tokyo")


@settings(max_examples=250, derandomize=True, deadline=None)
@given(zone=st.sampled_from(zones()), seed=st.integers(0, 2**32))
def test_agrees_with_zoneinfo(zone: str, seed: int) -> None:
    """Both ways and in every zone, near a change of its clocks and anywhere from 1971 to 2099, zoneinfo agrees."""
    chance, info = random.Random(seed), ZoneInfo(zone)
    clock = ZoneClock(zone, info)  # with nothing remembered
    near = changes(zone)
    for _ in range(30):
        instant = chance.randrange(31_536_000, 4_070_908_800) // 60 * 60
        if near and chance.random() < 0.7:
            instant = (chance.choice(near) + chance.randrange(-1500, 1500)) * 60
        moment = datetime.fromtimestamp(instant, info)
        wall = moment.replace(tzinfo=None)
        assert clock.wall(instant) == wall.replace(fold=0)
        assert clock.local(instant) == (wall.toordinal(), wall.hour * 60 + wall.minute)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        first, second = (moment.replace(fold=fold).astimezone(UTC).timestamp() for fold in (0, 1))
        if not wall.second:  # Monrovia was 44 minutes and 30 seconds behind until 1972
            assert clock.window_start(day, minute) == first
            assert clock.window_end(day, minute) == second
            assert clock.lesson_start(day, minute) == (first, Shift.FOLD if second > first else None)
            assert instant in (first, second)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(zone=st.sampled_from(zones()), seed=st.integers(0, 2**32))
def test_gaps_agree_with_zoneinfo(zone: str, seed: int) -> None:
    """A wall time that never was comes back from UTC as another one; zoneinfo with fold=0 reads it RFC 5545's way."""
    assume(changes(zone))
    chance, info, clock = random.Random(seed), ZoneInfo(zone), zone_clock(zone)
    turn = chance.choice(changes(zone)) * 60
    for seconds in range(-7200, 7200, 300):
        wall = datetime.fromtimestamp(turn, info).replace(tzinfo=None, fold=0) + timedelta(0, seconds)
        instant = int(wall.replace(tzinfo=info).timestamp())
        missing = datetime.fromtimestamp(instant, info).replace(tzinfo=None) != wall
        start, shift = clock.lesson_start(wall.date(), wall.hour * 60 + wall.minute)
        assert start == instant
        assert (shift is Shift.GAP) == missing
        if missing:
            assert clock.window_start(wall.date(), wall.hour * 60 + wall.minute) == turn


@pytest.mark.parametrize("zone", ["Africa/Casablanca", "Asia/Gaza"])
def test_no_change_is_missed(zone: str) -> None:
    """We look every day and a half; asked every third hour from 1970 to 2050 there is no other change."""
    clock, info = zone_clock(zone), ZoneInfo(zone)
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    for hour in range(0, 80 * 8766, 3):
        offset = (epoch + timedelta(0, hour * 3600)).astimezone(info).utcoffset()
        assert offset is not None
        assert clock.offset(hour * 3600) == offset.days * 86400 + offset.seconds


@given(st.integers(-700_000, 2_000_000))
def test_midnight_is_a_days_wall(day: int) -> None:
    assert midnight(day + 1) - midnight(day) == 86400
    assert midnight(date(1970, 1, 1).toordinal()) == 0
