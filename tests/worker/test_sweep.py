"""What nobody asked about is found all the same; a restored desk looks before it sends; who fails is left alone."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import State
from deskbell.domain.commands import Cancel
from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.people import Role
from deskbell.domain.ports import Done, Later, Page, Unknown
from deskbell.domain.working import DOWN, Link
from deskbell.worker.sweep import HOUR, SOON
from tests.services.conftest import fresh
from tests.worker.conftest import Rig


def health(rig: Rig) -> tuple[Link, str, int | None]:
    found = rig.working.connections()[0]
    return found.state, found.error, found.resume_at


# --- the sweep


def test_it_sweeps_at_the_start_hourly_and_when_asked(rig: Rig) -> None:
    rig.turn()
    assert rig.line.count("since") == 1
    rig.turn(HOUR - 1)
    assert rig.line.count("since") == 1
    rig.turn(1)
    assert rig.line.count("since") == 2
    rig.working.sweep_soon("DEMO")
    rig.turn(1)
    rig.turn(1)
    assert rig.line.count("since") == 3
    rig.turn(0, rig.another(pid=7, alive=lambda pid: False))
    assert rig.line.count("since") == 4, "another worker begins with one of its own"


def test_what_no_look_saw_is_found_by_the_sweep(rig: Rig) -> None:
    """I8: nothing is due to be looked at, and the money is there within the hour."""
    no, attempt = rig.book()
    rig.turn()
    rig.turn()
    rig.write("UPDATE attempt SET look_at = NULL")
    rig.write("UPDATE booking SET hold_until = hold_until + 36000")
    rig.customer.pays(attempt)
    rig.turn(HOUR)
    assert rig.state(no) is State.CONFIRMED
    rig.small.sound()


def test_a_payment_of_nobodys_is_told_once(rig: Rig) -> None:
    """P3, I9: a stray is a task, by its id at the provider, however often it is seen."""
    stray = rig.customer.stray(900, "EUR")
    rig.turn()
    rig.working.sweep_soon("DEMO")
    rig.turn(1)
    assert rig.tasks() == ["STRAY_MONEY"]
    assert rig.rows("SELECT subject FROM task") == [(digest_id("DEMO", stray),)]
    assert rig.rows("SELECT name, event FROM inbox") == [("DEMO", stray)]


def test_money_for_a_link_that_the_desk_does_not_know_is_a_strays(rig: Rig) -> None:
    """A backup was put back: the attempt is gone, the money is not."""
    _, attempt = rig.book()
    rig.turn()
    rig.customer.pays(attempt)
    rig.write("UPDATE attempt SET public_id = :other, look_at = NULL", other="f" * 32)
    rig.working.sweep_soon("DEMO")
    rig.turn(1)
    assert rig.tasks() == ["STRAY_MONEY"]


def test_a_sweep_that_broke_off_is_made_anew(rig: Rig) -> None:
    """I9: it counts as made only when all of it was seen and kept."""
    rig.line.whims["since"] = [Unknown("TIMEOUT")]
    rig.turn()
    assert rig.rows("SELECT count(*) FROM cursor") == [(0,)]
    rig.turn(SOON - 1)
    assert rig.line.count("since") == 1
    rig.turn(1)
    assert rig.line.count("since") == 2
    assert rig.rows("SELECT count(*) FROM cursor") == [(1,)]


def test_a_provider_that_never_comes_to_an_end_is_left(rig: Rig) -> None:
    rig.line.whims["since"] = [Done(Page((), (), "7", more=True))] * 5
    rig.turn()
    assert rig.line.count("since") == 2
    assert health(rig)[1] == "SWEEP_STANDS"


# --- restored


def lost_days(rig: Rig, *, serial: str = "") -> tuple[int, Id]:
    """A refund went out; then a backup from before it was put back: it waits to be sent again."""
    no, attempt = rig.book("2026-03-09 15:00")
    rig.turn()
    rig.customer.pays(attempt)
    rig.turn(16)
    booking = rig.small.desk.booking(no).booking.id
    rig.small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF))
    rig.line.whims["refund"] = ["LOST"]
    rig.turn(20)
    assert rig.line.count("refund") == 1
    rig.write("UPDATE op SET state = 'todo', token = NULL, sent_at = NULL, first_sent_at = NULL WHERE state = 'sent'")
    rig.write("UPDATE op SET key = 'another ' || key")
    return no, attempt


def test_a_restored_desk_looks_before_it_sends(rig: Rig) -> None:
    """The refund is found by its reference and settled; it is not made again, whatever its key is by now."""
    lost_days(rig)
    rig.working.restored(("DEMO",))
    rig.turn(60)
    assert rig.line.count("refund") == 1
    assert rig.rows("SELECT state FROM refund") == [("SUCCEEDED",)]
    assert health(rig)[0] is Link.ON
    rig.small.sound()


def test_a_restored_desk_sends_nothing_while_it_cannot_look(rig: Rig) -> None:
    """Nor does it end holds: what it believes is from before."""
    rig.book("2026-03-09 15:00")
    rig.working.restored(("DEMO",))
    rig.line.whims["*"] = [Unknown("TIMEOUT")] * 100
    for _ in range(20):
        rig.turn(60)
    assert rig.line.count("open") == 0
    assert rig.rows("SELECT state FROM booking") == [("HELD",)]
    assert health(rig)[0] is Link.RESTORED
    rig.line.whims.clear()
    rig.turn(301)
    assert health(rig)[0] is Link.ON


def test_a_pause_does_not_make_a_restored_desk_forget_to_look(rig: Rig) -> None:
    """Paused and resumed by a person, twice and in a row: it still looks before it sends."""
    lost_days(rig)
    rig.working.restored(("DEMO",))
    rig.working.resume("DEMO")
    assert health(rig)[0] is Link.RESTORED
    for _ in range(2):
        rig.working.pause("DEMO")
    rig.turn(60)
    assert health(rig)[0] is Link.PAUSED
    assert rig.line.count("refund") == 1
    rig.working.resume("DEMO")
    assert health(rig)[0] is Link.RESTORED
    rig.turn(60)
    assert rig.line.count("refund") == 1
    assert rig.rows("SELECT state FROM refund") == [("SUCCEEDED",)]
    assert health(rig)[0] is Link.ON
    rig.working.pause("DEMO")
    rig.working.resume("DEMO")
    assert health(rig)[0] is Link.ON


def test_what_was_not_found_is_sent_after_all(rig: Rig) -> None:
    no, attempt = rig.book("2026-03-09 15:00")
    rig.working.restored(("DEMO",))
    rig.turn(1)
    rig.turn(1)
    assert rig.line.count("open") == 1
    calls = [call for call, _ in rig.line.calls]
    assert calls.index("look") < calls.index("since") < calls.index("open")
    rig.customer.pays(attempt)
    rig.turn(16)
    assert rig.state(no) is State.CONFIRMED


# --- paused, down, slow


def test_a_paused_connection_does_nothing_until_it_is_resumed(rig: Rig) -> None:
    rig.book()
    rig.working.pause("DEMO")
    rig.turn(3 * HOUR)
    assert rig.line.calls == []
    assert health(rig)[0] is Link.PAUSED
    assert rig.tasks() == []
    rig.working.resume("DEMO")
    rig.turn(1)
    assert rig.line.calls != []
    with pytest.raises(NotFound):
        rig.working.pause("OTHER")


def test_a_connection_that_fails_is_left_alone_and_said(rig: Rig) -> None:
    """Three in a row and it is down, since when and why; after two minutes a task; well again, the task is settled."""
    rig.write("UPDATE desk SET hold_minutes = 600")
    rig.line.whims["*"] = [Unknown("TIMEOUT")] * 100
    rig.book("2026-03-09 15:00")
    for _ in range(8):
        rig.turn(10)
    state, error, resume = health(rig)
    assert (state, error) == (Link.DOWN, "TIMEOUT")
    assert resume is not None
    assert rig.tasks() == []
    for _ in range(4):
        rig.turn(DOWN // 4)
    assert rig.tasks() == ["CONNECTION_DOWN"]
    calls = len(rig.line.calls)
    for _ in range(100):
        rig.turn(1)
    assert len(rig.line.calls) - calls < 20, "it is left alone"
    rig.line.whims.clear()
    rig.turn(301)
    assert health(rig)[:2] == (Link.ON, "")
    assert "CONNECTION_DOWN" not in rig.tasks()


def test_another_worker_leaves_it_alone_too(rig: Rig) -> None:
    """What is known of a connection is the desk's, not one process's."""
    rig.line.whims["*"] = [Later(120, "BUSY")]
    rig.turn()
    assert rig.line.count("since") == 1
    other = rig.another(pid=7, alive=lambda pid: False)
    rig.turn(119, other)
    assert rig.line.count("since") == 1
    rig.turn(400, other)
    assert rig.line.count("since") == 2


def test_work_without_a_worker_is_a_task(rig: Rig) -> None:
    """No secret, no lease: a worker that has no provider looks after the timers and says what nobody does."""
    rig.book()
    rig.worker.providers.clear()
    rig.turn(DOWN - 1)
    assert rig.tasks() == []
    rig.turn(1)
    assert rig.tasks() == ["CONNECTION_DOWN"]
    assert not rig.working.alive("DEMO")
    assert rig.working.alive()
    assert rig.working.shown().waits[0].why == "NO_WORKER"


def test_what_falls_due_is_listed_soonest_first(rig: Rig) -> None:
    """Said on quitting: what would happen by itself before the desk opens again."""
    no, _ = rig.book()
    assert [(due.what, due.booking) for due in rig.working.due_soon(rig.clock.at)] == [("OP", no)]
    rig.turn()
    rig.turn()
    soon = rig.working.due_soon(rig.clock.at + HOUR)
    assert [(due.at - rig.clock.at, due.what, due.booking) for due in soon] == [(15, "LOOK", no), (900, "HOLD", no)]
    assert rig.working.shown().next_at == rig.clock.at + 15
