"""The worker's bookkeeping: one winner for each operation, one holder for each lease, nothing by the wrong clock."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from sqlalchemy import insert, text

from deskbell.domain.ids import Id
from deskbell.domain.op import STUCK, Op, OpState
from deskbell.domain.working import FLIGHT, TTL, Link
from deskbell.store import tables as t
from deskbell.store.database import Database
from deskbell.store.ops import health, leases, queue, standing
from deskbell.store.ops.leases import Leases
from deskbell.store.work import Read
from tests.races.racers import Try, race

NOW = 1_772_600_000
OPS = 24


def queued(desk: Database, count: int = 1, *, subject: str = "", **more: object) -> None:
    """Operations of DEMO that are due, each about something of its own unless a subject is named."""
    with desk.write() as unit:
        before = unit.value(text("SELECT count(*) FROM op"))
        for n in range(before, before + count):
            values = {
                "public_id": f"{n:032x}", "kind": "CHECKOUT", "connection": "DEMO", "subject": subject or f"{n:032x}",
                "key": f"key {n}", "request": "{}", "state": "todo", "next_at": NOW, "not_before": NOW,
                "created_at": NOW,
            }  # fmt: skip
            unit.run(insert(t.op).values(**{**values, **more}))


def hold(desk: Database, token: int = 1, name: str = "DEMO") -> None:
    """The lease of a connection has that token, whoever holds it."""
    with desk.write() as unit:
        unit.run(text("DELETE FROM lease WHERE name = :name"), {"name": name})
        values = {"name": name, "holder": "x", "token": token, "until": NOW + TTL, "beat_at": NOW, "host": "h"}
        unit.run(insert(t.lease).values(**values, pid=1))


def claim(desk: Database, now: int = NOW, token: int = 1) -> Op | None:
    return desk.retrying(lambda unit: queue.claim(unit, "DEMO", now, token))


def claimed(desk: Database, now: int = NOW, token: int = 1) -> Op:
    op = claim(desk, now, token)
    assert op is not None
    return op


# --- the queue


def test_a_claim_is_written_before_anybody_is_called(desk: Database) -> None:
    """Spec 6, TX1: sent, when first and when last, by which token, the how-manieth try."""
    hold(desk)
    queued(desk)
    op = claimed(desk)
    assert (op.state, op.token, op.tries, op.first_sent_at, op.sent_at) == (OpState.SENT, 1, 1, NOW, NOW)
    assert claim(desk) is None, "it is under way"
    again = claimed(desk, NOW + FLIGHT)
    assert (again.id, again.tries, again.first_sent_at, again.sent_at) == (op.id, 2, NOW, NOW + FLIGHT)


def test_nothing_is_given_out_before_its_time_or_without_a_lease(desk: Database) -> None:
    hold(desk, 2)
    queued(desk, not_before=NOW + 20)  # somebody retried it: next_at may be earlier, undo still means something
    assert claim(desk, NOW, 2) is None
    assert claim(desk, NOW + 20, 1) is None, "a lease that was taken over gives nothing out"
    assert claim(desk, NOW + 20, 3) is None
    assert claim(desk, NOW + 20, 2) is not None


def test_of_one_subject_only_the_oldest_is_given_out(desk: Database) -> None:
    """A link is opened before it is closed; what is parked holds nobody up."""
    hold(desk)
    queued(desk, 2, subject="s" * 32)
    first = claimed(desk)
    assert claim(desk) is None
    assert desk.retrying(lambda unit: queue.later(unit, first, NOW + 60, "BUSY"))
    assert claim(desk) is None, "the first one still waits"
    first = claimed(desk, NOW + 60)
    assert desk.retrying(lambda unit: queue.park(unit, first, "WHY"))
    second = claimed(desk, NOW + 60)
    assert second.no != first.no


def test_a_worker_that_was_taken_over_can_finish_nothing(desk: Database) -> None:
    """Fencing: the same operation under a newer token is another holder's; every turn is compare-and-set."""
    hold(desk)
    queued(desk)
    old = claimed(desk)
    hold(desk, 2)
    new = claimed(desk, NOW + 1, 2)
    assert new.id == old.id
    turns = (
        lambda unit: queue.finish(unit, old, NOW),
        lambda unit: queue.later(unit, old, NOW, "X"),
        lambda unit: queue.unknown(unit, old, NOW, "X"),
        lambda unit: queue.park(unit, old, "X"),
        lambda unit: queue.requeue(unit, old, NOW, "X"),
    )
    assert [desk.retrying(turn) for turn in turns] == [False] * 5
    assert desk.retrying(lambda unit: queue.finish(unit, new, NOW, "said"))
    assert not desk.retrying(lambda unit: queue.finish(unit, new, NOW)), "once"


def test_a_new_serial_is_a_new_key_and_counts_its_age_from_then(desk: Database) -> None:
    hold(desk)
    queued(desk)
    op = claimed(desk)
    assert desk.retrying(lambda unit: queue.requeue(unit, op, NOW + 40, "NEW_KEY"))
    again = claimed(desk, NOW + 40)
    assert (again.serial, again.key, again.first_sent_at) == (2, f"checkout:{op.id}:a2", NOW + 40)
    with desk.read() as unit:
        assert unit.value(text("SELECT key FROM op")) == again.key, "the stored key is the one that is sent"


def test_what_has_no_answer_for_long_is_stuck(desk: Database) -> None:
    """P9: sent, or tried in vain; what merely waits its turn is not."""
    hold(desk)
    queued(desk, 3)
    sent, tried = claimed(desk), claimed(desk)
    desk.retrying(lambda unit: queue.later(unit, tried, NOW + 60, "BUSY"))
    with desk.read() as unit:
        assert queue.stuck(unit, NOW + STUCK - 1) == ()
        assert [op.id for op in queue.stuck(unit, NOW + STUCK)] == [sent.id, tried.id]


def claim_one(what: Try) -> str:
    """Claim until nothing is left; the outcome names the operation that this try won."""
    op = what.database.retrying(lambda unit: queue.claim(unit, "DEMO", NOW, 1))
    return "none" if op is None else f"won {op.no}"


def test_workers_that_race_never_win_the_same_operation(desk: Database, database_url: str) -> None:
    """Six processes with the same token, as two that were forked: each operation goes to one of them, none is lost."""
    hold(desk)
    queued(desk, OPS)
    said = race(database_url, 6, 6, claim_one, abreast=True)
    won = [outcome for outcome in said if outcome.startswith("won")]
    assert {said[outcome] for outcome in won} == {1}
    assert len(won) + said["none"] + said["BUSY_TRY_AGAIN"] <= 36
    left = 0
    while claim(desk) is not None:
        left += 1
    assert len(won) + left == OPS


def finish_it(what: Try) -> str:
    with what.database.read() as unit:
        op = queue.open_of(unit, "DEMO")
    done = bool(op) and what.database.retrying(lambda unit: queue.finish(unit, op[0], NOW))
    return "won" if done else "lost"


def test_one_answer_finishes_an_operation(desk: Database, database_url: str) -> None:
    """The same answer, told by several at once, counts once."""
    hold(desk)
    queued(desk)
    claimed(desk)
    assert race(database_url, 6, 1, finish_it, abreast=True)["won"] == 1


# --- leases


class Time:
    """The database's clock, as a test sets it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self, unit: Read) -> int:
        return self.at


def worker(name: str, time: Time, *, pid: int = 1, host: str = "here", dead: tuple[int, ...] = ()) -> Leases:
    return Leases(name, now=time, alive=lambda which: which not in dead, host=host, pid=pid)


def take(desk: Database, who: Leases, name: str = "DEMO") -> int | None:
    return desk.retrying(lambda unit: who.take(unit, name))


def test_a_lease_is_one_workers_until_it_is_over(desk: Database) -> None:
    """TTL after the last beat it can be had, under a higher token; whoever lost it hears so at the next beat."""
    time = Time()
    one, two = worker("one", time, pid=1), worker("two", time, pid=2)
    assert take(desk, one) == 1
    assert take(desk, one) == 1, "one's own"
    assert take(desk, two) is None
    time.at += TTL - 1
    assert desk.retrying(one.beat) == frozenset()
    time.at += TTL - 1
    assert take(desk, two) is None
    time.at += 1
    assert take(desk, two) == 2
    assert desk.retrying(one.beat) == {"DEMO"}
    assert one.held == {}
    assert take(desk, one) is None
    with desk.read() as unit:
        assert leases.holds(unit, "DEMO", 2)
        assert not leases.holds(unit, "DEMO", 1)


def test_a_worker_that_is_gone_is_replaced_at_once_on_its_own_machine(desk: Database) -> None:
    """After a SIGKILL the next one need not wait; a process of another machine cannot be seen and is waited for."""
    time = Time()
    assert take(desk, worker("one", time, pid=1)) == 1
    assert take(desk, worker("far", time, pid=2, host="there", dead=(1,))) is None
    assert take(desk, worker("near", time, pid=2, dead=(1,))) == 2


def test_who_leaves_lets_go(desk: Database) -> None:
    time = Time()
    one = worker("one", time)
    assert take(desk, one) == 1
    desk.retrying(one.release)
    assert one.held == {}
    assert take(desk, worker("two", time, pid=2)) == 2


def test_a_dead_process_is_known_by_its_number() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert leases.is_alive(os.getpid())
    assert not leases.is_alive(gone.pid)
    assert leases.this_machine() == leases.this_machine() != ""


def test_leases_live_by_the_databases_own_clock(desk: Database) -> None:
    """Machines whose clocks differ agree on who works."""
    own = Leases("one")
    assert take(desk, own) == 1
    with desk.read() as unit:
        now = leases.database_time(unit)
        found = leases.leases(unit)
        assert leases.alive(unit, "DEMO")
        assert not leases.alive(unit, "OTHER")
    assert [(lease.name, lease.live) for lease in found] == [("DEMO", True)]
    assert 0 <= found[0].until - now <= TTL


def take_it(what: Try) -> str:
    one = Leases(f"racer {what.number}", now=lambda unit: NOW, alive=lambda pid: True, pid=what.number)
    token = what.database.retrying(lambda unit: one.take(unit, f"lease {what.lap}"))
    return "lost" if token is None else f"won {what.lap}"


def test_one_of_many_gets_a_lease(desk: Database, database_url: str) -> None:
    said = race(database_url, 6, 4, take_it, abreast=True)
    assert {said[f"won {lap}"] for lap in range(4)} == {1}


# --- connections


def test_a_connection_is_made_known_once_and_stands_as_it_was_set(desk: Database) -> None:
    with desk.write() as unit:
        health.connect(unit, "DEMO", NOW)
        assert health.turn(unit, "DEMO", (Link.ON,), state="PAUSED", since=NOW + 5)
        health.connect(unit, "DEMO", NOW + 9)
        assert not health.turn(unit, "DEMO", (Link.ON, Link.DOWN), state="DOWN")
    with desk.read() as unit:
        assert [(c.name, c.state, c.since) for c in health.connections(unit)] == [("DEMO", Link.PAUSED, NOW + 5)]


def test_cursors_and_the_inbox_remember_by_name(desk: Database) -> None:
    with desk.write() as unit:
        health.keep_cursor(unit, "DEMO", health.SWEPT, "7", NOW)
        health.keep_cursor(unit, "DEMO", health.SWEPT, "9", NOW + 1)
        assert health.cursor(unit, "DEMO", health.SWEPT) == ("9", NOW + 1)
        assert health.cursor(unit, "DEMO", health.WANTED) is None
        health.forget_cursor(unit, "DEMO", health.SWEPT)
        assert health.cursor(unit, "DEMO", health.SWEPT) is None
        assert health.first_seen(unit, "DEMO", "pay_1", NOW)
        assert not health.first_seen(unit, "DEMO", "pay_1", NOW)
        assert health.first_seen(unit, "OTHER", "pay_1", NOW)


def test_what_waits_says_why(desk: Database) -> None:
    """The worker's screen: never only "pending"."""
    hold(desk)
    with desk.write() as unit:
        health.connect(unit, "DEMO", NOW)
    queued(desk, 5)
    queued(desk, 2, subject="s" * 32, next_at=NOW + 20, not_before=NOW + 20)
    _sent, parked, late = claimed(desk), claimed(desk), claimed(desk)
    desk.retrying(lambda unit: queue.park(unit, parked, "X"))
    with desk.write() as unit:
        unit.run(text("UPDATE op SET first_sent_at = 0 WHERE id = :no"), {"no": late.no})
    live, nobody = frozenset({"DEMO"}), frozenset[str]()
    with desk.read() as unit:
        whys = [waits.why for waits in standing.waiting(unit, NOW, live)]
        assert whys == ["SENT", "PARKED", "LATE", "QUEUED", "QUEUED", "PATIENCE", "AFTER"]
        assert standing.waiting(unit, NOW, nobody)[3].why == "NO_WORKER"
        shown = standing.working(unit, NOW, lambda unit: NOW)
    assert shown.counts == {"queued": 4, "sent": 1, "late": 1, "parked": 1}
    assert [(lease.name, lease.live) for lease in shown.leases] == [("DEMO", True)]
    with desk.write() as unit:
        health.turn(unit, "DEMO", (Link.ON,), state="PAUSED")
    with desk.read() as unit:
        assert standing.waiting(unit, NOW, live)[3].why == "PAUSED"


@pytest.mark.parametrize("which", ["OP_STUCK", "CLOCK_SKEW"])
def test_an_open_task_is_found_by_kind_and_subject(desk: Database, which: str) -> None:
    subject = Id("a" * 32)
    with desk.write() as unit:
        values = {"public_id": "b" * 32, "kind": "OP_STUCK", "subject": subject, "state": "OPEN", "raised_at": NOW}
        unit.run(insert(t.task).values(**values))
        assert health.open_task(unit, which, subject) == ("b" * 32 if which == "OP_STUCK" else None)
