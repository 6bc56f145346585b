"""One open task for each kind and subject, however many workers tell of it at the same moment; on both databases."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from deskbell.domain.commands import TurnOp
from deskbell.domain.ids import Id
from deskbell.domain.op import OpState
from deskbell.domain.people import Actor, Role
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from tests.services.conftest import Small, fresh
from tests.worker.conftest import Rig

WORKERS, ROUNDS = 6, 12


def opened(small: Small, kind: str, subject: Id) -> int:
    query = text("SELECT count(*) FROM task WHERE kind = :kind AND subject = :subject AND state = 'OPEN'")
    with small.desk.database.read() as unit:
        return int(unit.value(query, {"kind": kind, "subject": subject}))


def test_workers_that_tell_at_once_tell_once(small: Small, small_url: str) -> None:
    """Bug of the first months: OP_STUCK stood there twice. Every worker reads, finds none, and raises it."""
    databases = [open_database(small_url) for _ in range(WORKERS)]
    workers = [Working(Desk(one, small.clock, fresh)) for one in databases]
    gate = threading.Barrier(WORKERS)
    wrong: list[BaseException] = []
    subjects = [Id(f"{n:032x}") for n in range(ROUNDS)]

    def tell(working: Working) -> None:
        try:
            for subject in subjects:
                gate.wait(30)
                working.tell("OP_STUCK", subject)
        except BaseException as error:
            wrong.append(error)
            gate.abort()

    crowd = [threading.Thread(target=tell, args=(working,)) for working in workers]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join(60)
    for one in databases:
        one.close()
    assert wrong == []
    assert [opened(small, "OP_STUCK", subject) for subject in subjects] == [1] * ROUNDS
    small.sound()


def test_parking_and_telling_at_once_end_in_one_task(rig: Rig, small_url: str) -> None:
    """Whoever parks raises the task in the same transaction; who tells of it meanwhile is not in its way."""
    rig.line.whims["open"] = ["LOST"]
    rig.book()
    rig.turn()
    (op,) = rig.working.open_ops("DEMO")
    gate = threading.Barrier(2)
    said: list[object] = []
    with open_database(small_url) as database:
        other = Working(Desk(database, rig.clock, fresh))

        def tell() -> None:
            gate.wait(30)
            other.tell("OP_STUCK", op.id)

        def park() -> None:
            gate.wait(30)
            said.append(rig.working.park(op, "STICKY"))

        crowd = [threading.Thread(target=one) for one in (tell, park)]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join(60)
    assert said == [True]
    assert rig.ops() == [("CHECKOUT", "parked", "STICKY")]
    assert opened(rig.small, "OP_STUCK", op.id) == 1
    rig.small.sound()


def test_the_database_has_the_last_word(small: Small) -> None:
    """A second open task of that kind and subject cannot be written by anybody; a settled one is in nobody's way."""
    from deskbell.domain.errors import DeskError

    row = "INSERT INTO task (public_id, kind, subject, state, raised_at) VALUES (:id, 'OVERPAID', 's', :state, 1)"
    states = ["SETTLED", "OPEN", "SETTLED", "OPEN"]

    def write(n: int) -> None:
        with small.desk.database.write() as unit:
            unit.connection.execute(text(row), {"id": f"t{n}", "state": states[n]})

    for n in range(3):
        write(n)
    with pytest.raises(DeskError):
        write(3)


def test_a_task_of_an_undone_change_that_was_raised_anew_stays_one(rig: Rig) -> None:
    """Undo opens what its change had settled again: not where it was raised anew meanwhile."""
    from deskbell.domain.commands import Undo

    rig.line.whims["open"] = ["LOST"]
    rig.book()
    rig.turn()
    (op,) = rig.working.open_ops("DEMO")
    rig.working.park(op, "STICKY")
    staff = Actor(role=Role.STAFF)
    retried = rig.small.do(TurnOp(key=fresh(), actor=staff, op=op.id, after=OpState.TODO))
    assert rig.tasks() == []
    rig.working.tell("OP_STUCK", op.id)
    rig.small.do(Undo(key=fresh(), actor=staff, change=retried.no))
    assert rig.tasks() == ["OP_STUCK"]
    assert rig.ops()[0][1] == "parked"
    rig.small.sound()
