"""What is due by the rules: each thing once, at its time, out of the quiet hours, whatever the clocks do meanwhile."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.booking import State
from deskbell.domain.clock import DAY
from deskbell.domain.ids import Id
from deskbell.domain.notices import (
    DEFAULTS,
    Channel,
    Lesson,
    Notice,
    Reached,
    Rule,
    Terms,
    due,
    due_at,
    farthest,
    is_on,
    quiet_around,
    still_useful,
)
from deskbell.domain.people import Role

MADRID = "Europe/Madrid"
ZONES = ("Europe/Madrid", "America/New_York", "America/Santiago", "Australia/Lord_Howe", "UTC")
SPRING = int(datetime(2026, 3, 16, tzinfo=UTC).timestamp())
ANA = Reached(Id("a" * 32), MADRID, "ana@example.org")


def at(text: str, zone: str = MADRID) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def lesson(start: int, n: int = 0, *, state: State = State.CONFIRMED, made: int = 0, to: Reached = ANA) -> Lesson:
    return Lesson(Id(f"{n:032x}"), state, start, start + 3600, made, ((Role.CUSTOMER, to),))


def rule(minutes: int, quiet: tuple[int, int] | None = None, notice: Notice = Notice.REMINDER) -> Rule:
    from_, until = quiet or (None, None)
    terms = Terms(notice, Role.CUSTOMER, minutes=minutes, quiet_from=from_, quiet_until=until)
    return Rule(Id(f"{abs(minutes):032x}"), terms)


starts = st.integers(SPRING, SPRING + 28 * DAY)
quiets = st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439))
rules = st.builds(
    lambda minutes, quiet, follow: (
        rule(minutes, quiet, Notice.FOLLOW_UP) if follow else rule(-minutes, quiet)
    ),
    st.integers(0, 3 * 1440), quiets, st.booleans(),
)  # fmt: skip


@given(st.lists(starts, max_size=8), st.lists(rules, max_size=4), st.lists(starts, min_size=2, max_size=6))
def test_however_time_is_cut_each_is_due_once(when: list[int], by: list[Rule], cuts: list[int]) -> None:
    """Turns of a worker are pieces of time: together they find what one look finds, and nothing twice."""
    by = list({r.id: r for r in by}.values())
    lessons = [lesson(start, n) for n, start in enumerate(when)]
    edges = sorted(cuts)
    whole = due(by, lessons, edges[0], edges[-1])
    pieces = [one for lo, hi in itertools.pairwise(edges) for one in due(by, lessons, lo, hi)]
    assert pieces == sorted(whole, key=lambda x: (x.at, x.start, x.booking, x.rule, x.to.person))
    assert len({one.known_by for one in whole}) == len(whole)


@given(starts, rules, st.sampled_from(ZONES))
def test_nobody_is_told_in_quiet_hours_nor_of_a_lesson_that_has_begun(start: int, by: Rule, zone: str) -> None:
    """On the wall of whoever is told; also in the night in which the clocks change."""
    terms = by.terms
    told = due_at(terms, start, start + 3600, zone)
    around = quiet_around(terms, told, zone)
    if terms.notice is Notice.REMINDER:
        assert told <= start
        # A reminder that cannot wait until they end comes just as they begin.
        assert around is None or around[0] == told
    else:
        assert told >= start + 3600
        assert around is None


@given(starts, rules, st.sampled_from(ZONES))
def test_a_lesson_is_looked_for_as_far_away_as_a_rule_may_speak_of_it(start: int, by: Rule, zone: str) -> None:
    behind, ahead = farthest([by])
    told = due_at(by.terms, start, start + 3600, zone)
    assert told - behind < start < told + ahead


def test_a_day_before_comes_after_breakfast() -> None:
    """Due at seven it waits until eight; due at six for a lesson at half past seven it comes the evening before."""
    night = (21 * 60, 8 * 60)
    assert due_at(rule(-1440, night).terms, at("2026-03-06 07:00"), 0, MADRID) == at("2026-03-05 08:00")
    assert due_at(rule(-90, night).terms, at("2026-03-06 07:30"), 0, MADRID) == at("2026-03-05 21:00")
    assert due_at(rule(-1440, night).terms, at("2026-03-06 15:00"), 0, MADRID) == at("2026-03-05 15:00")
    after = rule(120, night, Notice.FOLLOW_UP).terms
    assert due_at(after, 0, at("2026-03-06 20:00"), MADRID) == at("2026-03-07 08:00")


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        (MADRID, "2026-03-29"), (MADRID, "2026-10-25"),
        ("America/Santiago", "2026-04-05"), ("America/Santiago", "2026-09-06"),  # at midnight, back and on
        ("Australia/Lord_Howe", "2026-04-05"),  # by half an hour
    ],
)  # fmt: skip
def test_a_month_over_a_clock_change(zone: str, change: str) -> None:
    """A lesson a day at nine, half past twelve and eighteen, of fifteen days before and after: every one is told of by
    each rule, by the hours that pass, and out of the quiet ones as the wall of that place shows them; none twice.
    """
    night = (21 * 60, 8 * 60)
    days = [datetime.fromisoformat(change) + timedelta(n) for n in range(-15, 16)]
    when = [at(f"{day:%Y-%m-%d} {hour}", zone) for day in days for hour in ("09:00", "12:30", "18:00")]
    lessons = [lesson(start, n, to=replace(ANA, zone=zone)) for n, start in enumerate(when)]
    by = [rule(-60), rule(-1440, night), rule(-720, night), rule(-90, night), rule(240, night, Notice.FOLLOW_UP)]
    found, now = [], when[0] - 3 * DAY
    while now < when[-1] + 3 * DAY:
        found += due(by, lessons, now, now + DAY)
        now += DAY

    def is_quiet(instant: int) -> bool:
        return not 8 <= datetime.fromtimestamp(instant, ZoneInfo(zone)).hour < 21

    def told(one: Lesson, terms: Terms) -> int:
        reminds = terms.notice is Notice.REMINDER
        first = instant = (one.start if reminds else one.end) + (terms.minutes or 0) * 60
        while terms.quiet_from is not None and is_quiet(instant):
            instant += 1800
        if not reminds or instant < one.start:
            return instant
        while is_quiet(first - 1800):
            first -= 1800
        return first

    assert sorted((x.booking, x.rule, x.at) for x in found) == sorted(
        (one.booking, r.id, told(one, r.terms)) for one in lessons for r in by
    )


def test_who_is_not_told() -> None:
    """Of lessons that do not stand, by rules that are off, without an address, before it was booked."""
    start = at("2026-03-06 15:00")
    by, span = [rule(-60)], (start - DAY, start)
    assert len(due(by, [lesson(start)], *span)) == 1
    for state in State:
        assert bool(due(by, [lesson(start, state=state)], *span)) is (state is State.CONFIRMED), state
    assert not due([replace(by[0], terms=replace(by[0].terms, active=False))], [lesson(start)], *span)
    assert not due(by, [lesson(start, to=replace(ANA, address=""))], *span)
    assert not due(by, [lesson(start, made=start - 1800)], *span)
    bell = replace(by[0], terms=replace(by[0].terms, channel=Channel.DESK))
    assert due([bell], [lesson(start, to=replace(ANA, address=""))], *span), "a bell needs no address"


def test_what_is_found_late_is_told_while_it_is_useful() -> None:
    start = at("2026-03-06 15:00")
    found = due([rule(-60), rule(120, None, Notice.FOLLOW_UP)], [lesson(start)], start - DAY, start + DAY)
    assert [x.notice for x in still_useful(found, start - 1)] == [Notice.REMINDER, Notice.FOLLOW_UP]
    assert [x.notice for x in still_useful(found, start)] == [Notice.FOLLOW_UP]
    assert not list(still_useful(found, start + 3 * DAY))


def test_what_every_desk_does() -> None:
    """Customers are told of what happens to them and reminded; no two rules say the same."""
    assert len({r.id for r in DEFAULTS}) == len(DEFAULTS)
    for notice in Notice:
        if notice not in (Notice.REMINDER, Notice.FOLLOW_UP):
            assert is_on(DEFAULTS, notice, Role.CUSTOMER)
    assert not is_on(DEFAULTS, Notice.RECEIPT, Role.TUTOR)
