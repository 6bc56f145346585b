"""What a reading of letters and calendars found: each of these once went wrong."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import text

from deskbell.domain.booking import State
from deskbell.domain.commands import Cancel, Move
from deskbell.domain.connection_commands import Connect, Disconnect
from deskbell.domain.connections import Kept, Made
from deskbell.domain.effects import EventWanted, OpQueued
from deskbell.domain.errors import Busy
from deskbell.domain.mail_commands import SetRule
from deskbell.domain.notices import Notice, Terms
from deskbell.domain.people import Actor, Role
from deskbell.domain.ports import Unknown
from tests.services.conftest import at, fresh
from tests.worker.conftest import Crash, Rig, rig
from tests.worker.halls import FIRST, NAME, Hall, hall, small, small_url
from tests.worker.test_letters import Mailed, mailed

__all__ = ["hall", "mailed", "rig", "small", "small_url"]


def test_a_rule_that_was_taken_away_silences_no_other(mailed: Mailed) -> None:
    """It told of the lesson two days before; the reminders of a day and of an hour before still come."""
    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-06 15:00")
    small.do(SetRule(key=fresh(), rule=None, terms=Terms(Notice.REMINDER, Role.CUSTOMER, minutes=-2 * 1440)))
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-04 15:00")
    mailed.turn()
    assert len(mailed.post.took) == 1
    (own,) = mailed.rig.rows("SELECT public_id FROM notice_rule")[0]
    small.do(SetRule(key=fresh(), rule=own, terms=None))
    mailed.rig.clock.at = at("2026-03-05 15:00")
    mailed.turn()
    mailed.rig.clock.at = at("2026-03-06 14:00")
    mailed.turn()
    assert len(mailed.post.took) == 3


def test_a_server_that_takes_a_letter_and_never_says_so_floods_nobody(mailed: Mailed) -> None:
    """It is tried again, but not for ever: then a person decides."""
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.post.says = [Unknown("TIMEOUT")] * 50
    for _ in range(40):
        mailed.turn(301)
    assert len(mailed.post.took) == 3
    assert mailed.states() == [("UNCERTAIN", "TIMEOUT")]
    assert "MAIL_UNCERTAIN" in mailed.rig.tasks()


def test_a_reminder_that_never_left_is_sent(mailed: Mailed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database was busy before the letter was handed over: nothing about that is uncertain."""
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-06 14:00")

    def busy(*_: object) -> None:
        raise Busy("BUSY_TRY_AGAIN")

    with monkeypatch.context() as patch:
        patch.setattr("deskbell.services.posting.Posting.written", busy)
        mailed.turn()
    mailed.turn(60)
    assert len(mailed.post.took) == 1
    assert not mailed.rig.tasks()


def test_a_fault_of_ours_after_a_letter_left_floods_nobody(mailed: Mailed) -> None:
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.post.says = [ValueError("ours")] * 50
    for _ in range(40):
        mailed.turn(301)
    assert len(mailed.post.took) <= 3
    assert mailed.rig.ops()[-1][1] == "parked"
    assert mailed.rig.tasks() == ["OP_STUCK"]


def test_a_tutor_who_gives_a_lesson_no_more_has_it_struck_out(mailed: Mailed) -> None:
    """The other one is invited; and nobody reminds the one who gave it before."""
    rig, small = mailed.rig, mailed.rig.small
    rig.write("UPDATE person SET mail = 'tutor@example.org' WHERE name = 'Ana Ruiz'")
    rig.write("UPDATE person SET mail = 'ben@example.org' WHERE name = 'Ben Ode'")
    booked = small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.turn(60)
    mailed.post.took.clear()
    moved = Move(key=fresh(), booking=booked.plan.subject, start=at("2026-03-06 16:00"), tutor=small.tutor("Ben"))
    small.do(replace(moved, actor=Actor(Role.STAFF)))
    mailed.turn(60)
    assert {x.to: x.method for x in mailed.post.took} == {
        "ana@example.org": "REQUEST", "ben@example.org": "REQUEST", "tutor@example.org": "CANCEL",
    }  # fmt: skip


def test_after_a_backup_no_letter_goes_that_may_have_gone(mailed: Mailed) -> None:
    """What waited in the backup was sent in the days that were lost, or not: a person decides."""
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.rig.working.restored(("MAIL",))
    mailed.turn(60)
    assert not mailed.post.took
    assert mailed.states() == [("UNCERTAIN", "RESTORED")]
    assert mailed.rig.tasks() == ["MAIL_UNCERTAIN"]


def test_a_lesson_that_is_over_is_confirmed_to_nobody(mailed: Mailed) -> None:
    """The mail server was away for days."""
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.rig.clock.at = at("2026-03-09 10:00")
    mailed.turn()
    mailed.turn(60)
    assert not mailed.post.took
    assert mailed.states() == [("SUPPRESSED", "")]


def test_a_plan_stays_the_same_when_the_worker_works(mailed: Mailed) -> None:
    """What it waits for is no part of what a person agreed to."""
    rig, small = mailed.rig, mailed.rig.small
    rig.working.connect("GOOGLE")
    changed = small.book("Ana Pérez", "2026-03-06 15:00")
    assert list(changed.plan.of(EventWanted))
    asked = Cancel(key=fresh(), booking=changed.plan.subject, by=Role.CUSTOMER)
    before = small.desk.plan(asked)
    assert list(before.of(OpQueued))
    rig.write("UPDATE op SET state = 'done' WHERE kind = 'EVENT'")
    assert small.desk.plan(asked).digest == before.digest


@pytest.mark.parametrize("moved", [True, False])
def test_who_dies_between_seeing_and_telling_tells_it_again(
    hall: Hall, moved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody did on the calendar by hand is asked about, whenever the worker died."""
    hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    (event,) = hall.events()
    if moved:
        hall.wire.calendar.place("primary", replace(event, start=event.start + 7200, end=event.end + 7200))
    else:
        hall.wire.calendar.remove("primary", event.id)

    def dies(*_: object) -> None:
        raise Crash

    for call in ("tell", "seen_there", "lost"):
        with monkeypatch.context() as patch, suppress(Crash):
            patch.setattr(f"deskbell.services.calendars.Calendars.{call}", dies)
            hall.turn(3700)
    hall.turn(3700)
    assert hall.tasks() == ["EVENT_CHANGED" if moved else "EVENT_GONE"]


def test_a_lesson_that_moved_while_no_calendar_was_connected_moves_there_too(hall: Hall) -> None:
    booked, there = hall.small.book("Ana Pérez", FIRST), at("2026-03-05 17:00")
    hall.turn(20)
    made = Made(live=True, kept=Kept.KEYRING, at=0)
    hall.small.do(Connect(key=fresh(), connection=NAME, made=made))
    hall.small.do(Disconnect(key=fresh(), connection=NAME))
    hall.small.do(Move(key=fresh(), booking=booked.plan.subject, start=there))
    hall.turn(3700)
    hall.small.do(Connect(key=fresh(), connection=NAME, made=made))
    hall.turn(3700)
    hall.turn(20)
    assert [event.start for event in hall.events()] == [there]
    assert not hall.tasks()


def test_an_event_of_a_slot_that_stands_no_more_goes_even_if_the_desk_forgot_it(hall: Hall) -> None:
    """The backup is from before the lesson came onto the calendar, and it was called off since."""
    changed = hall.small.book("Ana Pérez", FIRST)
    hall.turn(20)
    assert len(hall.events()) == 1
    with hall.small.desk.database.write() as unit:
        unit.connection.execute(text("DELETE FROM calendar_link"))
    hall.small.do(Cancel(key=fresh(), booking=changed.plan.subject, by=Role.CUSTOMER))
    hall.turn(3700)
    hall.turn(20)
    assert hall.events() == []


def test_one_whole_pass_does_what_its_timers_asked_for(rig: Rig) -> None:
    """The hold is over before its link is: told to close it, and closed, in the same pass."""
    no, _ = rig.book()
    rig.turn()
    rig.write("UPDATE booking SET hold_until = :at", at=rig.clock.at + 60)
    rig.clock.at += 61
    rig.worker.once()
    assert rig.line.count("expire") == 1
    assert rig.state(no) is State.EXPIRED
