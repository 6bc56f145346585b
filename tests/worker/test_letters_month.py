"""A simulated month over two clock changes: each reminder exactly where it belongs, none twice, none of what is off."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from deskbell.domain.commands import Book, Cancel, Move
from deskbell.domain.ids import Id
from deskbell.domain.mail_commands import SetRule
from deskbell.domain.notices import Notice, Terms
from deskbell.domain.people import Role
from tests.services.conftest import ZONE, fresh
from tests.worker.conftest import Rig
from tests.worker.test_letters import Post, worker_of

HOUR, DAY = 3600, 86_400
SOUTH = "America/Santiago"
WHO = {"Ana Pérez": ZONE, "Leo Lee": SOUTH}
NIGHT = (21, 8)
"""Quiet hours of the reminder a day before, on the wall of whoever is reminded."""


def wall(day: int, hour: int) -> int:
    """Madrid, so many days after 16 March 2026: there the clocks go on in the night to the 29th, and in Santiago back
    in that to 5 April.
    """
    then = datetime(2026, 3, 16, hour, tzinfo=ZoneInfo(ZONE)) + timedelta(day)
    return int(then.astimezone(UTC).timestamp())


def out_of_the_night(at: int, zone: str) -> int:
    """The first half hour from then on that is no quiet one on that wall."""
    while not NIGHT[1] <= datetime.fromtimestamp(at, ZoneInfo(zone)).hour < NIGHT[0]:
        at += HOUR // 2
    return at


def test_a_month_over_two_clock_changes(rig: Rig) -> None:
    """Lessons are booked, moved and called off; workers die and others go on; once the clock is set back for an hour.

    A reminder three days, a day and an hour before each lesson that stands then and was wanted before; the letter says
    which lesson, the instant whether it is the right one. One of them lives in the south, where the clocks go back.
    """
    small, dice = rig.small, Random(2026)
    for name, zone in WHO.items():
        rig.write("UPDATE person SET mail = :mail, zone = :zone WHERE name = :name", mail=zone, zone=zone, name=name)
    rig.write("UPDATE person SET mail = replace(mail, '/', '@')")
    rig.clock.at = wall(0, 7)
    small.do(SetRule(key=fresh(), rule=None, terms=Terms(Notice.REMINDER, Role.CUSTOMER, minutes=-3 * 24 * 60)))
    post = Post()
    worker = worker_of(rig, post)
    worker.tick()
    lasting: list[tuple[int, int, int, str]] = []
    """When a lesson was wanted, until when that was so, its start, and the zone of whose it is."""
    opened: dict[Id, tuple[int, int, str]] = {}

    def ends(booking: Id) -> str:
        made, start, zone = opened.pop(booking)
        lasting.append((made, rig.clock.at, start, zone))
        return zone

    for day in range(4, 28):
        if (start := wall(day, dice.choice((10, 12, 16)))) and datetime.fromtimestamp(
            start, ZoneInfo(ZONE)
        ).weekday() < 5:
            who = dice.choice(sorted(WHO))
            done = small.do(
                Book(
                    key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=start,
                    person=small.people[who],
                )
            )  # fmt: skip
            assert done.plan.subject is not None
            opened[done.plan.subject] = (rig.clock.at, start, WHO[who])
    sent: list[tuple[int, str, str]] = []
    set_back = wall(12, 12)
    while rig.clock.at < wall(29, 12):
        rig.clock.at += HOUR // 2
        if rig.clock.at == set_back:
            rig.clock.at -= HOUR
            set_back = 0
        if dice.random() < 0.006 and opened:
            booking = dice.choice(sorted(opened))
            if opened[booking][1] > rig.clock.at + HOUR:
                start = opened[booking][1]
                zone = ends(booking)
                if dice.random() < 0.5:
                    small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF))
                else:
                    small.do(Move(key=fresh(), booking=booking, start=start + HOUR))
                    opened[booking] = (rig.clock.at, start + HOUR, zone)
        if dice.random() < 0.05:  # it dies, and somebody else goes on at once
            worker.leave()
            worker = worker_of(rig, post)
        post.took.clear()
        worker.tick()
        for letter in post.took:
            if letter.subject.startswith("Reminder"):  # one letter may remind of two lessons
                zone = letter.to.replace("@", "/")
                sent += [(rig.clock.at, zone, line) for line in _LESSON.findall(letter.text)]
    for booking in list(opened):
        ends(booking)
    expected = Counter(
        (due, zone, _line(start, zone))
        for made, until, start, zone in lasting
        for due in (start - 3 * DAY, out_of_the_night(start - DAY, zone), start - HOUR)
        if made <= due < until
    )
    assert Counter(sent) == expected
    assert set(expected.values()) == {1}
    assert len(expected) > 30
    late = [due for due, zone, _ in expected if zone == SOUTH and wall(19, 12) < due < wall(21, 12)]
    assert late, "somebody is reminded in the two days around the change in the south"
    assert rig.tasks() == []
    small.sound()


_LESSON = re.compile(r"\w+day \d+ \w+ 2026, \d\d:\d\d")


def _line(start: int, zone: str) -> str:
    then = datetime.fromtimestamp(start, ZoneInfo(zone))
    return f"{then:%A} {then.day} {then:%B} 2026, {then:%H:%M}"
