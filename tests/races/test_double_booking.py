"""No double booking, whoever comes at the same moment (I1, I26, I56): every race is also run with its guard off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from deskbell.store import tables
from tests.races import racers

RACERS, LAPS = 8, 10


def test_one_hour_has_one_winner_and_nobody_deadlocks(database_url: str) -> None:
    racers.set_stage(database_url)
    said = racers.race(database_url, RACERS, LAPS, racers.take_the_hour)
    assert said == Counter({"won": 1, "RANGE_CONFLICT": RACERS * LAPS - 1})
    assert racers.count(database_url, tables.slot) == 1
    assert racers.deadlocks_seen_by_the_server(database_url) == 0


def test_looking_first_is_no_guard_but_the_guard_is_one(new_database: Callable[[], str]) -> None:
    """Negative control: without the guard the very same racers book double at least once."""
    guarded, bare = new_database(), new_database()
    for url in (guarded, bare):
        racers.set_stage(url)
    racers.drop_guards(bare)
    seen = racers.race(bare, RACERS, LAPS, racers.look_then_take, abreast=True)
    assert racers.double_bookings(bare) >= 1, seen
    assert seen["won"] > LAPS
    said = racers.race(guarded, RACERS, LAPS, racers.look_then_take, abreast=True)
    assert racers.double_bookings(guarded) == 0
    assert said["won"] == LAPS
    assert set(said) <= {"won", "seen taken", "RANGE_CONFLICT"}


def overbooked(url: str) -> bool:
    return racers.double_bookings(url) >= 1


def test_moves_and_changes_of_tutor_or_room_cannot_collide_either(new_database: Callable[[], str]) -> None:
    guarded, bare = new_database(), new_database()
    for url in (guarded, bare):
        racers.set_stage(url)
    racers.drop_guards(bare)
    assert racers.at_last(lambda: bool(racers.race(bare, 4, 15, racers.take_or_move)) and overbooked(bare))
    said = racers.race(guarded, RACERS, 15, racers.take_or_move)
    assert racers.double_bookings(guarded) == 0
    assert set(said) <= {"made", "moved", "turned", "RANGE_CONFLICT"}
    assert min(said["made"], said["moved"], said["RANGE_CONFLICT"]) >= 1
    assert racers.deadlocks_seen_by_the_server(guarded) == 0


def test_a_class_of_twelve_has_exactly_twelve(new_database: Callable[[], str]) -> None:
    """Negative control: who counts first and writes then overbooks the class."""
    right, wrong = new_database(), new_database()
    for url in (right, wrong):
        racers.set_stage(url, kind="CLASS", capacity=12)
    racers.race(wrong, RACERS, LAPS, racers.count_then_sit, abreast=True)
    assert racers.count(wrong, tables.booking) > 12
    said = racers.race(right, RACERS, LAPS, racers.take_a_seat)
    assert said == Counter({"won": 12, "full": RACERS * LAPS - 12})
    assert racers.count(right, tables.booking) == racers.taken(right) == 12
    assert racers.deadlocks_seen_by_the_server(right) == 0


def test_one_person_sits_once_in_a_slot(new_database: Callable[[], str]) -> None:
    guarded, bare = new_database(), new_database()
    for url in (guarded, bare):
        racers.set_stage(url, kind="CLASS", capacity=12)
    racers.drop_guards(bare)
    assert racers.race(bare, 4, 2, racers.take_the_same_seat)["won"] == 8
    said = racers.race(guarded, 4, 5, racers.take_the_same_seat)
    assert said == Counter({"won": 1, "ALREADY_BOOKED": 19})


def test_without_the_tutors_lock_the_constraint_alone_deadlocks(shared_database: str) -> None:
    """I56 and its negative control: the guard alone is right, but PostgreSQL throws desks out to keep it."""
    racers.set_stage(shared_database)
    laps = 3
    said = racers.race(shared_database, RACERS, laps, racers.take_or_give_up, abreast=True)
    assert said["won"] == laps
    assert set(said) <= {"won", "GAVE_UP", "RANGE_CONFLICT"}
    assert racers.deadlocks_seen_by_the_server(shared_database) == 0

    def thrown_out() -> bool:
        racers.clear(shared_database)
        said = racers.race(shared_database, RACERS, laps, racers.take_or_give_up_unlocked, abreast=True)
        assert racers.double_bookings(shared_database) == 0
        return said["DEADLOCK"] >= 1

    assert racers.at_last(thrown_out)
    assert racers.deadlocks_seen_by_the_server(shared_database) >= 1
