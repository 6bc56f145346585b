"""The slot engine against a map of every minute (B4), and the law that list, why not and commit are one (B6, I19)."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.domain.availability import Openings, Taken, Why
from tests.domain.brute import case
from tests.domain.questions import Question, ask
from tests.domain.wall import Map, changes, zones

ODD = ("Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu", "Pacific/Apia", "Antarctica/Troll", "Asia/Gaza")
DATABASE = {Why.BOOKING, Why.BUFFER}


@settings(max_examples=50, derandomize=True, deadline=None)
@given(zone=st.sampled_from(zones()) | st.sampled_from(ODD), seed=st.integers(0, 2**32))
def test_agrees_with_the_map(zone: str, seed: int) -> None:
    """Around clock changes of every zone, 2018 to 2036: windows, list, reasons and next starts are the map's."""
    for asked, wrong in case(zone, random.Random(seed), each=3):
        assert not wrong, (wrong, asked)


def test_half_an_hours_change_agrees_with_the_map() -> None:
    """Lord Howe alone bends the grid of minutes; so it is asked more."""
    for k, _ in enumerate(changes("Australia/Lord_Howe")[:8]):
        for asked, wrong in case("Australia/Lord_Howe", random.Random(k), each=6):
            assert not wrong, (wrong, asked)


def clashes(one: Taken, others: tuple[Taken, ...]) -> bool:
    """What the database's own constraint says: padded ranges of one tutor overlap (I18)."""
    return any(one.busy_from < other.busy_to and other.busy_from < one.busy_to for other in others)


def padded(asked: Question, start: int) -> Taken:
    rules = asked.rules
    end = start + rules.length * 60
    return Taken(start, end, start - rules.before * 60, end + rules.after * 60, "new")


@settings(max_examples=80, derandomize=True, deadline=None)
@given(zone=st.sampled_from(zones()), seed=st.integers(0, 2**32))
def test_list_why_not_and_commit_are_one(zone: str, seed: int) -> None:
    """I19, B6: what is listed has no reason against it and passes the constraint; every other point of the grid has a
    reason, and who is named BOOKING or BUFFER is who the constraint would refuse.
    """
    chance = random.Random(seed)
    wall = Map(zone, chance.choice(changes(zone) or (29_000_000,)))
    for _ in range(2):
        asked = ask(chance, wall)
        interval = chance.choice((5, 10, 15, 20, 30, 60))
        asked = replace(asked, rules=replace(asked.rules, interval=interval, offset=0, packed=False))
        openings = Openings(asked.diary, asked.rules, asked.now, asked.holder)
        listed = openings.starts(asked.lo, asked.hi)
        for start in listed:
            assert openings.why_not(start) == ()
            assert not clashes(padded(asked, start), asked.diary.taken)
        lo, hi = asked.lo // 60 - wall.base, asked.hi // 60 - wall.base
        grid = [(i + wall.base) * 60 for i in range(lo, hi) if wall.wall[i] % interval == 0]
        if "Lord_Howe" not in zone and "LHI" not in zone:  # there the grid bends
            assert set(listed) <= set(grid)
            for start in set(grid) - set(listed):
                assert openings.why_not(start)
        for start in chance.sample(grid, min(40, len(grid))):
            named = {r.ref for r in openings.why_not(start) if r.why in DATABASE and isinstance(r.ref, int)}
            refused = {t.ref for t in asked.diary.taken if clashes(padded(asked, start), (t,))}
            assert named == refused


@settings(max_examples=60, derandomize=True, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_booked_is_no_longer_free(seed: int) -> None:
    """Taking one listed start after another, no two ever clash, each is then named as its own reason, and it ends."""
    chance = random.Random(seed)
    asked = ask(chance, Map("Europe/Berlin", changes("Europe/Berlin")[3]))
    diary, first = (
        asked.diary,
        set(Openings(asked.diary, asked.rules, asked.now, asked.holder).starts(asked.lo, asked.hi)),
    )
    while found := Openings(diary, asked.rules, asked.now, asked.holder).starts(asked.lo, asked.hi):
        new = replace(padded(asked, chance.choice(found)), ref=f"b{len(diary.taken)}")
        assert not clashes(new, diary.taken)
        diary = replace(diary, taken=(*diary.taken, new))
        reasons = Openings(diary, asked.rules, asked.now, asked.holder).why_not(new.start)
        assert (Why.BOOKING, new.ref) in {(r.why, r.ref) for r in reasons}
        back = Openings(diary.without(new.ref), asked.rules, asked.now, asked.holder)
        assert back.why_not(new.start) == ()
    assert bool(first) == (len(diary.taken) > len(asked.diary.taken))
