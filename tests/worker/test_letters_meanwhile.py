"""What changes after a letter is asked for and before it leaves: how things stand is read when it is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.commands import Cancel, Undo
from deskbell.domain.effects import Told
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.mail_commands import ConfirmBooked, DropLetter, EditPerson, SendAgain, SetRule
from deskbell.domain.notices import DEFAULTS, Notice
from deskbell.domain.people import Role
from deskbell.services.outbox import Mail
from tests.services.conftest import at, fresh
from tests.worker.conftest import Rig
from tests.worker.test_letters import Mailed, Post, mailed, worker_of

__all__ = ["mailed"]


def switch(mailed: Mailed, notice: Notice, *, on: bool) -> None:
    rule = next(r for r in DEFAULTS if (r.terms.notice, r.terms.audience) == (notice, Role.CUSTOMER))
    mailed.rig.small.do(SetRule(key=fresh(), rule=rule.id, terms=replace(rule.terms, active=on)))


def newest(rig: Rig) -> Id:
    return Id(rig.rows("SELECT public_id FROM message ORDER BY id DESC LIMIT 1")[0][0])


def test_what_no_rule_wants_any_more_does_not_leave_and_says_why(mailed: Mailed) -> None:
    """Unless a person has it sent again: then that person has decided."""
    small = mailed.rig.small
    small.book("Ana Pérez", "2026-03-06 15:00")
    switch(mailed, Notice.BOOKED, on=False)
    assert Mail(small.desk).preview(newest(mailed.rig)) is None
    mailed.turn(60)
    assert not mailed.post.took
    assert mailed.states() == [("SUPPRESSED", "RULE_OFF")]
    small.do(SendAgain(key=fresh(), letter=newest(mailed.rig)))
    mailed.turn(30)
    assert [letter.to for letter in mailed.post.took] == ["ana@example.org"]
    assert mailed.states() == [("SENT", "")]


def test_who_shared_an_address_and_has_another_one_is_written_to_there(mailed: Mailed) -> None:
    """Ana and Leo read one mailbox when their reminders were due, and each their own when they left: nobody reads of
    somebody else's lesson, and nobody is left out. Told by the clock, each is still told once.
    """
    rig, small = mailed.rig, mailed.rig.small
    rig.write("UPDATE person SET mail = 'Home@example.org' WHERE name = 'Ana Pérez'")
    rig.write("UPDATE person SET mail = 'home@example.org' WHERE name = 'Leo Lee'")
    small.book("Ana Pérez", "2026-03-06 15:00")
    small.book("Leo Lee", "2026-03-06 15:00", tutor="Ben")
    mailed.turn(60)
    mailed.post.took.clear()
    rig.clock.at = at("2026-03-06 14:00")
    mailed.worker.parties["MAIL"].posting.remind("MAIL", mailed.worker.leases.held["MAIL"])  # type: ignore[attr-defined]
    leo = small.people["Leo Lee"]
    small.do(EditPerson(key=fresh(), who=leo, fields=(("mail", "leo@example.org"),)))
    mailed.turn(1)
    mailed.turn(30)
    went = {letter.to: letter for letter in mailed.post.took}
    assert sorted(went) == ["Home@example.org", "leo@example.org"]
    assert len(mailed.post.took) == 2
    assert "Ben Ode" not in went["Home@example.org"].text
    assert "Hello Leo Lee" in went["leo@example.org"].text
    assert "Ben Ode" in went["leo@example.org"].text
    mailed.turn(3600)
    assert len(mailed.post.took) == 2
    assert {state for state, _ in mailed.states()} == {"SENT"}
    small.sound()


def test_a_letter_that_had_left_is_not_unsent_by_being_dropped(mailed: Mailed) -> None:
    """Sent, sent again, and that one dropped: it left once. Not dropped after all, it leaves once more."""
    small = mailed.rig.small
    booked = small.book("Ana Pérez", "2026-03-06 15:00")
    mailed.turn(60)
    left_at = mailed.rig.clock.at
    letter = newest(mailed.rig)
    mailed.rig.clock.at += 600
    small.do(SendAgain(key=fresh(), letter=letter))
    small.do(DropLetter(key=fresh(), letter=letter))
    assert mailed.states() == [("SENT", "")]
    (row,) = Mail(small.desk).outbox().letters
    assert row.at == left_at
    small.do(Undo(key=fresh()))
    assert mailed.states() == [("SCHEDULED", "")]
    mailed.turn(60)
    assert len(mailed.post.took) == 2
    small.do(SendAgain(key=fresh(), letter=letter))
    assert booked.plan.subject is not None
    small.do(Cancel(key=fresh(), booking=booked.plan.subject, by=Role.CUSTOMER))
    mailed.turn(60)
    assert [x.subject.split(":")[0] for x in mailed.post.took] == ["Booked", "Booked", "Cancelled"]
    assert mailed.states() == [("SENT", ""), ("SENT", "")], "the third time it was not so any more"
    small.sound()


def test_a_follow_up_that_waited_for_days_is_of_no_use(mailed: Mailed) -> None:
    small = mailed.rig.small
    switch(mailed, Notice.FOLLOW_UP, on=True)
    small.book("Ana Pérez", "2026-03-06 12:00")
    mailed.turn(60)
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-06 15:01")
    mailed.worker.parties["MAIL"].posting.remind("MAIL", mailed.worker.leases.held["MAIL"])  # type: ignore[attr-defined]
    letter = newest(mailed.rig)
    assert Mail(small.desk).preview(letter) is not None
    mailed.rig.clock.at = at("2026-03-07 15:01")
    mailed.turn()
    assert not mailed.post.took
    assert mailed.states()[-1] == ("SUPPRESSED", "")


def test_what_goes_to_one_address_at_one_time_is_one_line_and_one_letter(mailed: Mailed) -> None:
    """Leo's own lesson and his child's: in the outbox as they will leave, and read as they will be read."""
    small = mailed.rig.small
    small.book("Leo Lee", "2026-03-06 15:00")
    small.book("Mia Lee", "2026-03-06 15:00", tutor="Ben")
    small.book("Mia Lee", "2026-03-06 17:00", tutor="Ben")
    mailed.turn(60)
    mailed.rig.clock.at = at("2026-03-06 12:00")
    mailed.turn()
    mail = Mail(small.desk)
    first, second = mail.outbox().coming
    assert [len(x.each) for x in (first, second)] == [2, 1]
    said = mail.foreseen(first)
    assert said is not None
    mailed.post.took.clear()
    mailed.rig.clock.at = at("2026-03-06 14:00")
    mailed.turn()
    (letter,) = mailed.post.took
    assert (said.subject, said.text) == (letter.subject, letter.text)


def test_mail_that_is_connected_later_confirms_what_was_booked_before_only_if_asked(rig: Rig) -> None:
    """Reminders come by their rules; confirmations after a plan, one mail an address, of lessons to come, and once."""
    small = rig.small
    rig.write("UPDATE person SET mail = 'leo@example.org' WHERE name = 'Leo Lee'")
    for who, when in (
        ("Leo Lee", "05 15:00"),
        ("Mia Lee", "06 15:00"),
        ("Ana Pérez", "06 16:00"),
        ("Mia Lee", "09 10:00"),
    ):
        last = small.book(who, f"2026-03-{when}", tutor="Ana")
    assert last.plan.subject is not None
    small.do(Cancel(key=fresh(), booking=last.plan.subject, by=Role.STAFF))
    with pytest.raises(Refused, match="NO_MAIL"):
        small.desk.plan(ConfirmBooked(key=fresh()))
    post = Post()
    worker = worker_of(rig, post)
    worker.tick()
    plan = small.desk.plan(ConfirmBooked(key=fresh()))
    assert [(told.notice, told.audience) for told in plan.of(Told)] == [(Notice.BOOKED, Role.CUSTOMER)] * 2
    assert [(w.code, dict(w.facts)) for w in plan.warnings] == [("NO_ADDRESSES", {"count": 1})]
    assert not post.took
    small.do(ConfirmBooked(key=fresh()))
    rig.clock.at += 30
    worker.tick()
    assert [(x.to, x.subject) for x in post.took] == [
        ("leo@example.org", "Booked: 2 lessons, the first Thu 5 Mar 15:00")
    ]
    with pytest.raises(WrongInput, match="NOTHING_TO_CONFIRM"):
        small.desk.plan(ConfirmBooked(key=fresh()))
    mailed = Mailed(rig, post, worker)
    switch(mailed, Notice.BOOKED, on=False)
    with pytest.raises(Refused, match="CONFIRMATIONS_OFF"):
        small.desk.plan(ConfirmBooked(key=fresh()))
