"""Erasing a person: their words are found nowhere, figures stay to the cent, nothing is sent to them (I45, T30)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from deskbell.domain.booking import Verb
from deskbell.domain.commands import AddNote, Close, Edit, Undo
from deskbell.domain.effects import OpTurned, PersonErased
from deskbell.domain.erasing import Erase
from deskbell.domain.errors import Refused
from deskbell.domain.mail_commands import ConfirmBooked, EditPerson
from deskbell.domain.payment import Method
from deskbell.store import tables as t
from tests.services.conftest import at, fresh
from tests.worker.conftest import Rig
from tests.worker.test_letters import Mailed, mailed

__all__ = ["mailed"]

WORDS = ("Mia", "mia@", "600 123 456", "Bartók", "shy", "meet.example/mia")


def said(rig: Rig) -> list[str]:
    """Where one of her words still stands, of every text in every table."""
    with rig.small.desk.database.read() as unit:
        found = []
        for table in t.metadata.sorted_tables:
            for row in unit.connection.execute(select(table)).mappings():
                for column, value in row.items():
                    if isinstance(value, str) and any(word.casefold() in value.casefold() for word in WORDS):
                        found.append(f"{table.name}.{column}: {value}")
    return found


def in_files(rig: Rig) -> list[str]:
    """The same of the bytes of the file and its companions, where the desk is a file."""
    where = Path(rig.small.desk.database.where)
    files = sorted(where.parent.glob(f"{where.name}*")) if where.is_file() else []
    return [f"{file.name}: {word}" for file in files for word in WORDS if word.encode() in file.read_bytes()]


def test_of_who_is_erased_no_word_is_found_and_every_figure_stays(mailed: Mailed) -> None:
    rig, small = mailed.rig, mailed.rig.small
    mia, leo = small.people["Mia Lee"], small.people["Leo Lee"]
    reached = (("mail", "mia@example.org"), ("phone", "+34 600 123 456"))
    small.do(EditPerson(key=fresh(), who=mia, fields=reached))
    lesson = small.book("Mia Lee", "2026-03-04 15:00", method=Method.CASH)
    other = small.book("Ana Pérez", "2026-03-05 16:00", method=Method.CASH)
    assert lesson.plan.subject is not None
    assert other.plan.subject is not None
    fields = (("focus", "Bartók 3"), ("join_url", "https://meet.example/mia"))
    small.do(Edit(key=fresh(), booking=lesson.plan.subject, fields=fields))
    small.do(AddNote(key=fresh(), booking=lesson.plan.subject, text="She is shy"))
    small.do(AddNote(key=fresh(), booking=other.plan.subject, text="Sits beside Mia Lee, likes it"))
    mailed.turn(60)
    with pytest.raises(Refused, match="ERASE_BOOKED"):
        small.desk.plan(Erase(key=fresh(), person=mia))
    rig.clock.at = at("2026-03-04 16:30")
    small.do(Close(key=fresh(), booking=lesson.plan.subject, verb=Verb.COMPLETE))
    small.do(AddNote(key=fresh(), booking=lesson.plan.subject, text="To tell Leo", visibility="CUSTOMER"))
    before = rig.rows("SELECT account, sum(minor) FROM ledger_line GROUP BY account ORDER BY account")
    assert said(rig)
    plan = small.desk.plan(Erase(key=fresh(), person=mia))
    (erased,) = plan.of(PersonErased)
    assert (erased.notes, erased.lessons) == (2, 1)
    assert erased.letters >= 2
    assert [op.subject for op in plan.of(OpTurned)], "a mail that waits is dropped"
    mailed.post.took.clear()
    small.do(Erase(key=fresh(), person=mia), plan.digest)
    assert said(rig) == []
    assert in_files(rig) == []
    assert rig.rows("SELECT account, sum(minor) FROM ledger_line GROUP BY account ORDER BY account") == before
    assert "#" in rig.rows("SELECT text FROM note WHERE text <> ''")[0][0]
    small.sound()
    mailed.turn(600)
    assert {letter.to for letter in mailed.post.took} == {"ana@example.org"}, "hers is reminded of, as before"
    assert small.desk.search("mia") == ()
    with pytest.raises(Refused, match="ERASED_ALREADY"):
        small.desk.plan(Erase(key=fresh(), person=mia))
    with pytest.raises(Refused, match="UNDO_NEVER"):
        small.desk.plan(Undo(key=fresh(), change=small.desk.seq()))
    assert small.desk.plan(Erase(key=fresh(), person=leo)).verb == "ERASE", "who had children has none any more"


def test_nobody_is_erased_whom_something_still_concerns(mailed: Mailed) -> None:
    """A guardian before the child, a tutor, somebody who owes, somebody whose mail is under way."""
    from deskbell.domain.ports import Unknown

    rig, small = mailed.rig, mailed.rig.small
    ana, leo = small.people["Ana Pérez"], small.people["Leo Lee"]
    face = rig.rows("SELECT public_id FROM person WHERE id = (SELECT min(person_id) FROM tutor)")[0][0]
    for who, code in ((leo, "ERASE_CHILDREN"), (face, "ERASE_TUTOR")):
        with pytest.raises(Refused, match=code):
            small.desk.plan(Erase(key=fresh(), person=who))
    lesson = small.book("Ana Pérez", "2026-03-04 15:00")
    assert lesson.plan.subject is not None
    mailed.post.says = [Unknown("TIMEOUT")]
    mailed.turn(60)
    rig.clock.at = at("2026-03-04 16:30")
    small.do(Close(key=fresh(), booking=lesson.plan.subject, verb=Verb.COMPLETE))
    with pytest.raises(Refused, match="ERASE_OWES"):
        small.desk.plan(Erase(key=fresh(), person=ana))
    from deskbell.domain.commands import Take

    small.do(Take(key=fresh(), order=small.order(lesson), method=Method.CASH))
    with pytest.raises(Refused, match="ERASE_WAITS"):
        small.desk.plan(Erase(key=fresh(), person=ana))
    mailed.turn(600)
    small.do(Erase(key=fresh(), person=ana))
    with pytest.raises(Exception, match="NOTHING_TO_CONFIRM"):
        small.desk.plan(ConfirmBooked(key=fresh()))
    small.sound()
