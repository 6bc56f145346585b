"""What the worker cannot keep is told to a person, comes up again by itself, and holds nobody else up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from deskbell.domain.booking import State
from deskbell.domain.ids import Id
from deskbell.domain.ports import Done
from deskbell.worker.loop import MINUTE
from tests.worker.conftest import Rig
from tests.worker.test_loop import paid


def confused(rig: Rig, attempt: Id, payment: str) -> None:
    """The next look at that link shows a payment which belongs to another one: no desk can write that down."""
    real = rig.line.provider.look

    def look(which: Id, checkout: str | None, since: int = 0) -> Any:
        answer = real(which, checkout, since)
        if which != attempt or not isinstance(answer, Done) or answer.value is None:
            return answer
        theirs = tuple(replace(one, id=payment) for one in answer.value.payments)
        return replace(answer, value=replace(answer.value, payments=theirs))

    rig.line.provider.look = look  # type: ignore[method-assign]


def test_a_look_that_cannot_be_kept_is_told_and_comes_up_again(rig: Rig) -> None:
    """Nothing is silently dropped: a crash file, a task, a delay; the others go on; healed, it closes itself."""
    _, first = paid(rig)
    (theirs,) = rig.rows("SELECT provider_payment_id FROM payment")[0]
    one, attempt = rig.book("2026-03-05 16:00")
    other, second = rig.book("2026-03-05 17:00")
    rig.turn()
    real = rig.line.provider.look
    confused(rig, attempt, theirs)
    rig.customer.pays(attempt)
    rig.customer.pays(second)
    rig.turn(MINUTE)
    assert (rig.state(one), rig.state(other)) == (State.HELD, State.CONFIRMED)
    assert rig.tasks() == ["WORK_FAILED"]
    assert rig.rows("SELECT subject FROM task") == [(attempt,)]
    assert len(list(rig.crashes.iterdir())) == 1
    (again,) = rig.rows("SELECT look_at FROM attempt WHERE public_id = :a", a=attempt)[0]
    assert again == rig.clock.at + 15 * MINUTE
    rig.turn(MINUTE)
    assert len(list(rig.crashes.iterdir())) == 1, "not at every turn"
    rig.line.provider.look = real  # type: ignore[method-assign]
    rig.turn(14 * MINUTE)
    assert (rig.state(one), rig.tasks()) == (State.CONFIRMED, [])
    told = rig.rows("SELECT c.verb FROM change c JOIN activity a ON a.change_id = c.id WHERE a.kind = 'TaskSettled'")
    assert told == [("SETTLE",)], "in the same change as what could be kept at last"
    rig.small.sound()
    del first


def test_what_a_sweep_cannot_keep_is_told(rig: Rig) -> None:
    """The sweep sees it too: one task for both, and the sweep settles it as well."""
    _, _ = paid(rig)
    (theirs,) = rig.rows("SELECT provider_payment_id FROM payment")[0]
    no, attempt = rig.book("2026-03-05 16:00")
    rig.turn()
    rig.write("UPDATE attempt SET look_at = NULL")
    real = rig.line.provider.since
    rig.customer.pays(attempt)

    def since(cursor: str, after: int) -> Any:
        answer = real(cursor, after)
        assert isinstance(answer, Done)
        wrong = tuple(
            replace(s, payments=tuple(replace(p, id=theirs) for p in s.payments)) if s.reference == attempt else s
            for s in answer.value.seen
        )
        return replace(answer, value=replace(answer.value, seen=wrong))

    rig.line.provider.since = since  # type: ignore[method-assign]
    rig.working.sweep_soon("DEMO")
    rig.turn(1)
    assert (rig.state(no), rig.tasks()) == (State.HELD, ["WORK_FAILED"])
    rig.line.provider.since = real  # type: ignore[method-assign]
    rig.turn(10 * MINUTE)
    assert (rig.state(no), rig.tasks()) == (State.CONFIRMED, [])
    rig.small.sound()


def test_a_sweep_that_falls_over_leaves_the_timers_their_turn(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """An adapter's own fault is that connection's failure: it is left alone, said, and nobody else waits for it."""
    done: list[str] = []
    monkeypatch.setattr(rig.worker.timers, "give_back", lambda: done.append("give back"))
    rig.line.whims["since"] = [RuntimeError("a bug of the adapter's")] * 5
    for _ in range(3):
        rig.turn(6 * MINUTE)
    assert done == ["give back"] * 3
    assert rig.working.connections()[0].error == "CRASHED"
    rig.turn(6 * MINUTE)
    assert rig.tasks() == ["CONNECTION_DOWN"]


def test_a_hold_that_falls_over_is_told_and_holds_nobody_up(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The timers' own fault: a task about that booking, and the next one ends; healed, the task is closed with it."""
    one, _ = rig.book("2026-03-05 16:00")
    other, _ = rig.book("2026-03-05 17:00")
    (first,) = rig.rows("SELECT public_id FROM booking WHERE id = :no", no=one)[0]
    rig.line.whims["*"] = []
    rig.write("UPDATE op SET state = 'dropped'")
    rig.write("UPDATE attempt SET state = 'CANCELLED'")
    real = rig.working.desk.plan

    def plan(command: Any) -> Any:
        if getattr(command, "booking", None) == first:
            raise RuntimeError("a bug of the desk's")
        return real(command)

    with monkeypatch.context() as broken:
        broken.setattr(rig.working.desk, "plan", plan)
        rig.turn(15 * MINUTE)
    assert (rig.state(one), rig.state(other)) == (State.HELD, State.EXPIRED)
    assert "WORK_FAILED" in rig.tasks()
    rig.turn(15 * MINUTE)
    assert (rig.state(one), rig.tasks()) == (State.EXPIRED, [])
