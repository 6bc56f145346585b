"""A simulated month over a clock change: every reminder exactly where it belongs, none twice, none for what is off."""

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


def wall(day: int, hour: int) -> int:
    """Madrid, so many days after 16 March 2026: the clocks go on in the night to the 29th."""
    then = datetime(2026, 3, 16, hour, tzinfo=ZoneInfo(ZONE)) + timedelta(day)
    return int(then.astimezone(UTC).timestamp())


def test_a_month_over_a_clock_change(rig: Rig) -> None:
    """Lessons are booked, moved and called off; workers die and others go on; once the clock is set back for an hour.

    A reminder three days, a day and an hour before each lesson that stands then and was wanted before; the letter says
    which lesson, the instant whether it is the right one.
    """
    small, dice = rig.small, Random(2026)
    rig.write("UPDATE person SET mail = 'ana@example.org' WHERE name = 'Ana Pérez'")
    rig.clock.at = wall(0, 7)
    small.do(SetRule(key=fresh(), rule=None, terms=Terms(Notice.REMINDER, Role.CUSTOMER, minutes=-3 * 24 * 60)))
    post = Post()
    worker = worker_of(rig, post)
    worker.tick()
    lessons: dict[Id, int] = {}
    lasting: list[tuple[int, int | None, int]] = []
    """When a lesson was wanted, until when that was so, and its start."""
    opened: dict[Id, tuple[int, int]] = {}

    def ends(booking: Id) -> None:
        made, start = opened.pop(booking)
        lasting.append((made, rig.clock.at, start))

    for day in range(4, 28):
        if (start := wall(day, dice.choice((10, 12, 16)))) and datetime.fromtimestamp(
            start, ZoneInfo(ZONE)
        ).weekday() < 5:
            done = small.do(
                Book(
                    key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=start,
                    person=small.people["Ana Pérez"],
                )
            )  # fmt: skip
            assert done.plan.subject is not None
            lessons[done.plan.subject] = start
            opened[done.plan.subject] = (rig.clock.at, start)
    sent: list[tuple[int, str]] = []
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
                ends(booking)
                if dice.random() < 0.5:
                    small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF))
                else:
                    small.do(Move(key=fresh(), booking=booking, start=start + HOUR))
                    opened[booking] = (rig.clock.at, start + HOUR)
        if dice.random() < 0.05:  # it dies, and somebody else goes on at once
            worker.leave()
            worker = worker_of(rig, post)
        post.took.clear()
        worker.tick()
        for letter in post.took:
            if letter.subject.startswith("Reminder"):  # one letter may remind of two lessons
                sent += [(rig.clock.at, line) for line in _LESSON.findall(letter.text)]
    for booking in list(opened):
        ends(booking)
    expected = Counter(
        (due, _line(start))
        for made, until, start in lasting
        for due in (start - 3 * DAY, start - DAY, start - HOUR)
        if made <= due and (until is None or due < until)
    )
    assert Counter(sent) == expected
    assert set(expected.values()) == {1}
    assert len(expected) > 30
    assert rig.tasks() == []
    small.sound()


_LESSON = re.compile(r"\w+day \d+ \w+ 2026, \d\d:\d\d")


def _line(start: int) -> str:
    then = datetime.fromtimestamp(start, ZoneInfo(ZONE))
    return f"{then:%A} {then.day} {then:%B} 2026, {then:%H:%M}"
