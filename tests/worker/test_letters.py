"""Letters: told by what happens and by the clock, written when they are sent, and what becomes of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from deskbell.domain.commands import Cancel, Move, Undo
from deskbell.domain.effects import NotTold, OpQueued, Told
from deskbell.domain.notices import DEFAULTS, Notice
from deskbell.domain.op import OpKind
from deskbell.domain.people import Role
from deskbell.domain.ports import Done, Letter, Refused, Unknown
from deskbell.services.connecting import Opened
from deskbell.worker.loop import Worker
from tests.services.conftest import at, fresh
from tests.worker.conftest import Rig


@dataclass
class Post:
    """A messenger that keeps what it takes; `says` are its next answers, an exception is raised after it took it."""

    name: str = "MAIL"
    sender: str = "desk@estudio.example"
    took: list[Letter] = field(default_factory=list)
    says: list[Any] = field(default_factory=list)

    def send(self, letter: Letter) -> Any:
        said = self.says.pop(0) if self.says else None
        if said is None or isinstance(said, (Unknown, BaseException)):
            self.took.append(letter)
        if isinstance(said, BaseException):
            raise said
        return said or Done(True)

    def check(self) -> Any:
        raise NotImplementedError

    def subjects(self) -> list[str]:
        return [letter.subject for letter in self.took]


@dataclass
class Mailed:
    rig: Rig
    post: Post
    worker: Worker

    def turn(self, seconds: int = 0) -> None:
        self.rig.clock.at += seconds
        self.worker.tick()

    def states(self) -> list[tuple[str, str]]:
        return [tuple(row) for row in self.rig.rows("SELECT state, code FROM message ORDER BY id")]


def worker_of(rig: Rig, post: Post) -> Worker:
    opened = Opened({}, {}, messengers={"MAIL": post})
    return Worker(rig.working, {}, rig.clock, dice=Random(3), crashes=rig.crashes, opened=opened)


@pytest.fixture
def mailed(rig: Rig) -> Iterator[Mailed]:
    """A desk whose Ana and Leo have addresses; Mia is Leo's child."""
    rig.write("UPDATE person SET mail = 'ana@example.org' WHERE name = 'Ana Pérez'")
    rig.write("UPDATE person SET mail = 'leo@example.org' WHERE name = 'Leo Lee'")
    post = Post()
    made = Mailed(rig, post, worker_of(rig, post))
    made.turn()
    return made


def test_a_booking_is_confirmed_by_mail_when_undo_no_longer_takes_it_back(mailed: Mailed) -> None:
    changed = mailed.rig.small.book("Mia Lee", "2026-03-06 15:00")
    (told,) = changed.plan.of(Told)
    assert told.notice is Notice.BOOKED
    assert [op.wait for op in changed.plan.of(OpQueued) if op.op_kind is OpKind.MAIL] == [20]
    mailed.turn(19)
    assert not mailed.post.took
    mailed.turn(1)
    (letter,) = mailed.post.took
    assert letter.to == "leo@example.org"
    assert "Piano" in letter.subject
    assert "Mia Lee" in letter.text
    assert "15:00" in letter.text
    assert letter.method == "REQUEST"
    assert "BEGIN:VEVENT" in letter.invite
    assert mailed.states() == [("SENT", "")]


def test_undo_before_it_leaves_says_nothing_and_after_it_says_so(mailed: Mailed) -> None:
    from deskbell.domain.commands import Undo

    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-06 15:00")
    undone = small.do(Undo(key=fresh()))
    assert not list(undone.plan.of(Told))
    mailed.turn(60)
    assert not mailed.post.took
    assert mailed.states() == [("SUPPRESSED", "")]
    small.book("Ana Pérez", "2026-03-06 16:00")
    mailed.turn(20)
    undone = small.do(Undo(key=fresh()))
    assert [told.notice for told in undone.plan.of(Told)] == [Notice.CANCELLED]
    mailed.turn(20)
    assert [s.split(":")[0] for s in mailed.post.subjects()] == ["Booked", "Cancelled"]
    assert [letter.method for letter in mailed.post.took] == ["REQUEST", "CANCEL"]


def test_nobody_is_told_of_what_is_not_so_any_more(mailed: Mailed) -> None:
    """P8: the confirmation of a lesson that was cancelled meanwhile does not leave; the cancellation does."""
    small = mailed.rig.small
    changed = small.book("Ana Pérez", "2026-03-06 15:00")
    small.do(Cancel(key=fresh(), booking=changed.plan.subject, by=Role.CUSTOMER))
    mailed.turn(60)
    assert [s.split(":")[0] for s in mailed.post.subjects()] == ["Cancelled"]
    assert mailed.states() == [("SUPPRESSED", ""), ("SENT", "")]


def test_who_has_no_address_and_who_is_not_to_be_told(mailed: Mailed) -> None:
    """It is said on the plan; a tutor who has no address looks at the desk, and nobody is nagged about it."""
    from dataclasses import replace

    from deskbell.domain.mail_commands import SetRule

    small = mailed.rig.small
    assert [x.why for x in small.book("Ana Pereira", "2026-03-06 15:00").plan.of(NotTold)] == ["NO_ADDRESS"]
    rule = DEFAULTS[0]
    small.do(SetRule(key=fresh(), rule=rule.id, terms=replace(rule.terms, active=False)))
    assert [x.why for x in small.book("Ana Pérez", "2026-03-06 16:00").plan.of(NotTold)] == ["RULE_OFF"]
    mailed.turn(60)
    assert not mailed.post.took


def test_a_reminder_comes_once_at_its_time(mailed: Mailed) -> None:
    """A day before and an hour before; of a lesson that moved, at the new time, and no more at the old one."""
    small = mailed.rig.small
    changed = small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-05 15:00") - 1
    mailed.turn()
    assert not mailed.post.took
    mailed.turn(21)
    mailed.turn(21)
    assert [s.split(":")[0] for s in mailed.post.subjects()] == ["Reminder"]
    small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-06 17:00")))
    mailed.turn(60)
    mailed.rig.clock.at = at("2026-03-05 17:00")
    mailed.turn()
    assert [s.split(":")[0] for s in mailed.post.subjects()] == ["Reminder", "Moved", "Reminder"]
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-06 14:00")
    mailed.turn()
    assert not mailed.post.took
    mailed.rig.clock.at = at("2026-03-06 16:00")
    mailed.turn()
    mailed.rig.clock.at -= 3600  # the clock is set back, and nothing is told twice
    mailed.turn()
    mailed.rig.clock.at += 3660
    mailed.turn()
    assert mailed.post.subjects() == ["Reminder: Piano, Fri 6 Mar 17:00"]


def test_a_late_worker_tells_only_what_is_still_useful(mailed: Mailed) -> None:
    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-05 12:00")
    small.book("Ana Pérez", "2026-03-05 16:00")
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-05 13:00")  # nobody worked for a day
    mailed.turn()
    assert mailed.post.subjects() == ["Reminder: Piano, Thu 5 Mar 16:00"]


def test_a_household_gets_one_mail(mailed: Mailed) -> None:
    """Leo's own lesson and his child's, reminded in the same turn: one letter with both."""
    small = mailed.rig.small
    small.book("Leo Lee", "2026-03-06 15:00")
    small.book("Mia Lee", "2026-03-06 15:00", tutor="Ben")
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-06 14:00")
    mailed.turn()
    (letter,) = mailed.post.took
    assert letter.subject == "Reminder: 2 lessons, the first Fri 6 Mar 15:00"
    assert letter.text.count("Ana Ruiz") == 1
    assert letter.text.count("Ben Ode") == 1
    assert letter.text.count("Hello Leo Lee") == 1


@pytest.mark.parametrize("said", [Unknown("TIMEOUT"), KeyboardInterrupt()])
def test_a_reminder_that_may_have_left_is_a_persons_to_decide(mailed: Mailed, said: object) -> None:
    """And once asked for, it is sent once more."""
    from deskbell.domain.mail_commands import SendAgain

    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-06 14:00")
    mailed.post.says = [said]
    try:
        mailed.turn()
    except KeyboardInterrupt:
        mailed.worker.leave()
        mailed.worker = worker_of(mailed.rig, mailed.post)
    mailed.turn(60)
    mailed.turn(600)
    assert len(mailed.post.took) == 1
    assert mailed.states()[-1][0] == "UNCERTAIN"
    assert mailed.rig.tasks() == ["MAIL_UNCERTAIN"]
    letter = mailed.rig.rows("SELECT public_id FROM message ORDER BY id DESC LIMIT 1")[0][0]
    small.do(SendAgain(key=fresh(), letter=letter))
    assert mailed.rig.tasks() == []
    small.do(Undo(key=fresh()))
    assert mailed.states()[-1][0] == "UNCERTAIN", "taken back before it went, it may still have gone before"
    assert mailed.rig.tasks() == ["MAIL_UNCERTAIN"]
    small.do(SendAgain(key=fresh(), letter=letter))
    mailed.turn(30)
    assert len(mailed.post.took) == 2
    assert mailed.states()[-1] == ("SENT", "")


def test_what_is_no_reminder_is_sent_until_it_arrives_under_one_id(mailed: Mailed) -> None:
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.post.says = [Unknown("TIMEOUT"), Unknown("RESET")]
    for _ in range(12):
        mailed.turn(60)
    assert len(mailed.post.took) == 3
    assert len({letter.id for letter in mailed.post.took}) == 1
    assert mailed.states() == [("SENT", "")]


def test_what_may_have_left_is_not_said_to_have_stayed(mailed: Mailed) -> None:
    """No answer came, and then the lesson was cancelled: the confirmation may have arrived, so somebody is asked."""
    small = mailed.rig.small
    changed = small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.post.says = [Unknown("TIMEOUT")]
    mailed.turn(60)
    assert len(mailed.post.took) == 1
    small.do(Cancel(key=fresh(), booking=changed.plan.subject, by=Role.CUSTOMER))
    for _ in range(6):
        mailed.turn(60)
    assert [s.split(":")[0] for s in mailed.post.subjects()] == ["Booked", "Cancelled"]
    assert mailed.states() == [("UNCERTAIN", "TIMEOUT"), ("SENT", "")]
    assert mailed.rig.tasks() == ["MAIL_UNCERTAIN"]


def test_a_refused_address_is_a_task_until_the_mail_is_sent_again(mailed: Mailed) -> None:
    from deskbell.domain.mail_commands import SendAgain

    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.post.says = [Refused("RECIPIENT")]
    mailed.turn(60)
    assert mailed.states() == [("FAILED", "RECIPIENT")]
    assert mailed.rig.tasks() == ["MAIL_REFUSED"]
    (letter,) = mailed.rig.rows("SELECT public_id FROM message")[0]
    small.do(SendAgain(key=fresh(), letter=letter))
    mailed.turn(30)
    assert mailed.states() == [("SENT", "")]
    assert mailed.rig.tasks() == []
    mailed.rig.small.sound()


def test_a_password_that_is_not_accepted_pauses_the_mail_and_keeps_it(mailed: Mailed) -> None:
    mailed.rig.small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.post.says = [Refused("LOGIN")]
    mailed.turn(60)
    mailed.turn(60)
    assert mailed.rig.tasks() == ["LOCKED_OUT"]
    assert not mailed.post.took
    mailed.rig.working.resume("MAIL")
    mailed.turn(60)
    assert len(mailed.post.took) == 1


def test_two_workers_send_one_mail(mailed: Mailed) -> None:
    """The lease is one's; what both believe to be due is told once all the same."""
    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.turn(60)
    mailed.post.took.clear()
    other = worker_of(mailed.rig, mailed.post)
    other.leases = mailed.rig.working.leases(pid=-1, host="elsewhere")
    mailed.rig.clock.at = at("2026-03-06 14:00")
    mailed.turn()
    other.tick()
    mailed.worker.leave()
    mailed.rig.write("DELETE FROM cursor")
    mailed.rig.write("INSERT INTO cursor VALUES ('MAIL', 'reminded', '0', 0)")
    other.tick()
    assert len(mailed.post.took) == 1


def test_an_invitation_carries_the_events_own_uid(mailed: Mailed) -> None:
    """It waits for the event that is being made, three minutes at most; then the desk's own UID goes along."""
    rig, small = mailed.rig, mailed.rig.small
    for day, comes in ((6, True), (9, False)):
        changed = small.book("Ana Pérez", f"2026-03-{day:02} 15:00")
        (slot,) = rig.rows("SELECT slot_id FROM booking ORDER BY id DESC LIMIT 1")[0]
        rig.write(
            "INSERT INTO calendar_link (slot_id, connection, calendar, state, uid, join_url, sequence)"
            " VALUES (:slot, 'GOOGLE', 'c', 'TO_CREATE', '', '', 0)",
            slot=slot,
        )
        mailed.post.took.clear()
        mailed.turn(30)
        assert not mailed.post.took
        if comes:
            rig.write("UPDATE calendar_link SET state = 'SYNCED', uid = 'ev@google.com', join_url = 'https://meet/x'")
        mailed.turn(15 if comes else 200)
        (letter,) = mailed.post.took
        assert ("UID:ev@google.com" in letter.invite) is comes
        assert ("https://meet/x" in letter.text) is comes
        assert changed.plan.subject is not None
        assert (changed.plan.subject in letter.invite) is not comes
