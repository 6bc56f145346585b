"""The process dies at every point of a letter's way, and somebody else goes on: P8 of the crash paper.

A death is an error that nothing below it catches, raised before or after each transaction and each call of the
messenger, acted or not. The list of points is walked as it is met: a point that is new is walked too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from deskbell.domain.commands import Cancel
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.services.posting import Posting
from deskbell.store.database import Database
from deskbell.worker.letters import TRIES
from tests.services.conftest import at, fresh
from tests.worker.conftest import Crash, Rig
from tests.worker.test_letters import Post, worker_of

MOST = 60
"""Points that one way may have: a way without an end would never be walked."""


@dataclass
class Death:
    """Dies when it has counted down; `left` is -1 where nobody dies any more."""

    left: int
    where: str = ""

    def passes(self, where: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.where = where
            raise Crash(where)


@contextmanager
def deadly(death: Death, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every transaction that writes has a point before it begins and one after it is kept."""
    real = Database.retrying

    def retrying(self: Database, work: Callable[[Any], Any]) -> Any:
        death.passes("before a transaction")
        found = real(self, work)
        death.passes("after a transaction")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Database, "retrying", retrying)
        yield


class Mortal(Post):
    """A messenger on whose line the process may die: before it acted, and before its answer is heard."""

    death: Death

    def send(self, letter: Any) -> Any:
        self.death.passes("before it acted")
        answer = super().send(letter)
        self.death.passes("acted, and no answer")
        return answer


def walk(rig: Rig, post: Mortal, nth: int, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], None]) -> str:
    """Die at the nth point; others go on until nothing is left to do. The point's name; '' where there was none."""
    post.death = death = Death(nth)
    with deadly(death, monkeypatch):
        worker = worker_of(rig, post)
        try:
            for _ in range(3):
                rig.clock.at += 30
                worker.tick()
        except Crash:
            pass
    post.death = Death(-1)
    meanwhile()
    rig.clock.at += 60  # the lease of the dead is over, and what was in flight has landed
    heir = worker_of(rig, post)
    for _ in range(8):
        rig.clock.at += 60
        heir.tick()
    heir.leave()
    return death.where


def ready(rig: Rig) -> Mortal:
    rig.write("UPDATE person SET mail = 'ana@example.org' WHERE name = 'Ana Pérez'")
    post = Mortal()
    post.death = Death(-1)
    worker = worker_of(rig, post)
    worker.tick()
    worker.leave()
    return post


def judge(rig: Rig, where: str) -> None:
    """P9: nothing hangs; what nobody knows is somebody's task."""
    states = [row[0] for row in rig.rows("SELECT state FROM message")]
    assert "SCHEDULED" not in states, where
    assert rig.tasks().count("MAIL_UNCERTAIN") == states.count("UNCERTAIN"), where
    assert not rig.rows("SELECT 1 FROM op WHERE kind = 'MAIL' AND state IN ('todo', 'sent')"), where
    rig.small.sound()


def test_a_confirmation_arrives_at_least_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever its sender dies; twice only under the same id."""
    post, met = ready(rig), set()
    for nth in range(1, MOST):
        rig.small.book("Ana Pérez", f"2026-03-{6 + nth // 8:02} {9 + nth % 8:02}:00", tutor="Ana")
        post.took.clear()
        where = walk(rig, post, nth, monkeypatch, lambda: None)
        assert post.took, where
        assert len({letter.id for letter in post.took}) == 1, where
        judge(rig, where)
        met.add(where)
        if not where:
            break
    assert met >= {"", "before it acted", "acted, and no answer", "before a transaction", "after a transaction"}


def test_a_reminder_arrives_at_most_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where it may not have arrived at all, somebody is asked."""
    post, met = ready(rig), set()
    days = (date(2026, 3, 9) + timedelta(n) for n in range(2 * MOST))
    for nth, day in enumerate((day for day in days if day.weekday() < 5), 1):
        rig.clock.at = at(f"{day} 08:00")
        changed = rig.small.book("Ana Pérez", f"{day} 12:00", tutor="Ana")
        start = rig.small.view(changed).slot.start
        sent = worker_of(rig, post)
        sent.tick()
        rig.clock.at += 30
        sent.tick()  # the confirmation
        sent.leave()
        post.took.clear()
        rig.clock.at = start - 3600 - 31
        before = rig.tasks().count("MAIL_UNCERTAIN")
        where = walk(rig, post, nth, monkeypatch, lambda: None)
        assert len(post.took) <= 1, where
        assert post.took or rig.tasks().count("MAIL_UNCERTAIN") > before, where
        judge(rig, where)
        met.add(where)
        if not where:
            break
    assert met >= {"", "before it acted", "acted, and no answer", "before a transaction", "after a transaction"}


def test_nothing_leaves_about_a_lesson_that_was_cancelled_meanwhile(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelled while nobody works: what was to confirm it does not leave, what says so does."""
    post = ready(rig)
    for nth in range(1, MOST):
        changed = rig.small.book("Ana Pérez", f"2026-03-{6 + nth // 8:02} {9 + nth % 8:02}:00", tutor="Ana")
        booking = changed.plan.subject
        assert booking is not None

        def cancel(booking: Id = booking) -> None:
            post.took.clear()
            rig.small.do(Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER))

        where = walk(rig, post, nth, monkeypatch, cancel)
        after = [letter.subject.split(":")[0] for letter in post.took]
        assert after == ["Cancelled"], where
        judge(rig, where)
        if not where:
            break


def test_a_letter_whose_senders_all_die_fills_no_mailbox(rig: Rig) -> None:
    """The server takes it each time, and whoever sends it dies over that: after a few times somebody is asked."""
    post = ready(rig)
    rig.small.book("Ana Pérez", "2026-03-06 15:00", tutor="Ana")
    rig.clock.at += 20
    for _ in range(TRIES + 2):
        post.death = Death(2)
        with suppress(Crash):
            worker_of(rig, post).tick()
        rig.clock.at += 60
    assert len(post.took) == TRIES
    judge(rig, "acted, and no answer")
    assert rig.tasks().count("MAIL_UNCERTAIN") == 1


def test_what_lost_days_may_have_said_is_not_said_though_their_clock_was_ahead(rig: Rig) -> None:
    """The desk comes from a backup while its clock is ahead, and the clock is set right: what it knew is gone."""
    post = ready(rig)
    start = rig.small.view(rig.small.book("Ana Pérez", "2026-03-05 15:00", tutor="Ana")).slot.start
    rig.clock.at = start - 3600 + 60
    Posting(rig.working).forget_past("MAIL")
    worker = worker_of(rig, post)
    for away in (-7200, -3600 - 10, -3600 + 30, -3600 + 90):
        rig.clock.at = start + away
        worker.tick()
    assert not [letter for letter in post.took if letter.subject.startswith("Reminder")]
