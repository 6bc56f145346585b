"""A provider is asked at most twice a second how its links stand, and left alone for as long as it says."""

from __future__ import annotations

import pytest

from deskbell.domain.ids import Id
from deskbell.domain.ports import Done, Later, Refused, Unknown
from deskbell.domain.working import Link
from deskbell.worker.pace import A_SECOND, AT_ONCE, Pace
from tests.house.clock import FrozenClock
from tests.worker.conftest import Rig

MINUTE = 60


def test_so_many_a_second_and_a_few_more_after_a_pause(clock: FrozenClock) -> None:
    pace = Pace(clock)
    assert [pace.may_look("A") for _ in range(AT_ONCE + 2)] == [True] * AT_ONCE + [False] * 2
    assert pace.held_back
    assert pace.may_look("B"), "each connection has its own"
    clock.at += 1
    assert [pace.may_look("A") for _ in range(A_SECOND + 1)] == [True] * A_SECOND + [False]
    clock.at += 3600
    assert sum(pace.may_look("A") for _ in range(100)) == AT_ONCE, "nothing is saved up for long"
    clock.at -= 7200
    assert not pace.may_look("A"), "a clock that is set back gives nothing"


def many(rig: Rig, count: int) -> list[Id]:
    """Links that wait to be paid, all of them young: each would be looked at every fifteen seconds."""
    rows = (
        "INSERT INTO attempt (public_id, order_id, method, provider, reference, amount, currency, state, created_at, "
    )
    rows += (
        "expires_at, look_at, looks, link) SELECT :id, order_id, method, provider, :ref, amount, currency, 'PENDING', "
    )
    rows += "created_at, expires_at + 86400, look_at, 0, '' FROM attempt WHERE public_id = :of"
    _, first = rig.book()
    rig.turn()
    made = [Id(f"{n:032x}") for n in range(count)]
    for n, id_ in enumerate(made):
        rig.write(rows, id=id_, ref=f"co_none{n}", of=first)
    return made


def test_a_hundred_open_links_are_asked_about_twice_a_second(rig: Rig) -> None:
    """FIGURES: polling 100 open attempts costs at most 2 requests a second; every one of them has its turn."""
    made = many(rig, 99)
    rig.line.whims["look"] = [lambda: Done(None)] * 10_000
    start, before = rig.clock.at, rig.line.count("look")
    while rig.clock.at < start + 5 * MINUTE:
        slept = rig.turn()
        rig.clock.at += max(1, slept)
    looks = rig.line.count("look") - before
    assert looks <= A_SECOND * 5 * MINUTE + AT_ONCE
    assert looks >= A_SECOND * 4 * MINUTE, "and it is made use of"
    seen = {row[0] for row in rig.rows("SELECT public_id FROM attempt WHERE looked_at > :start", start=start)}
    assert set(made) <= seen


def test_whoever_watches_goes_before_all_that_wait(rig: Rig) -> None:
    made = many(rig, 40)
    rig.line.whims["look"] = [lambda: Done(None)] * 1000
    rig.turn(20)
    assert rig.working.watching(made[-1])
    rig.turn(1)
    looked = rig.rows("SELECT looked_at FROM attempt WHERE public_id = :id", id=made[-1])
    assert looked == [(rig.clock.at,)]


def test_once_looks_at_all_of_them_at_that_pace(rig: Rig) -> None:
    made = many(rig, 30)
    rig.line.whims["look"] = [lambda: Done(None)] * 1000
    rig.worker.wait = lambda seconds: setattr(rig.clock, "at", rig.clock.at + int(seconds))
    rig.clock.at += 20
    start = rig.clock.at
    rig.worker.once()
    assert rig.clock.at - start >= (len(made) - AT_ONCE) // A_SECOND
    assert not rig.rows("SELECT 1 FROM attempt WHERE look_at <= :start", start=start)


def test_it_is_left_alone_for_as_long_as_it_says(rig: Rig) -> None:
    many(rig, 10)
    rig.line.whims["look"] = [Later(90)]
    rig.turn(20)
    before = len(rig.line.calls)
    for _ in range(89):
        rig.turn(1)
    assert len(rig.line.calls) == before
    rig.turn(2)
    assert len(rig.line.calls) > before


@pytest.mark.parametrize("code", ["KEY", "NOT_ALLOWED"])
def test_a_key_that_opens_nothing_pauses_the_connection(rig: Rig, code: str) -> None:
    """BAD INPUT: what was asked is not refused by it; it is done when the key is well, under the same identity."""
    _, attempt = rig.book()
    rig.line.whims["open"] = [Refused(code)]
    rig.turn()
    assert rig.ops() == [("CHECKOUT", "todo", code)]
    assert rig.tasks() == ["LOCKED_OUT"]
    assert [(h.state, h.error) for h in rig.working.connections()] == [(Link.PAUSED, code)]
    rig.turn(300)
    assert rig.line.count("open") == 1, "nobody tries it against a door that is locked"
    rig.working.resume("DEMO")
    rig.turn()
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.tasks() == []
    assert len({key for call, key in rig.line.calls if call == "open"}) == 1
    assert rig.line.provider.look(attempt, None) is not None


def test_locked_out_while_looking_or_sweeping(rig: Rig) -> None:
    rig.book()
    rig.turn()
    rig.line.whims["look"] = [Refused("KEY")]
    rig.turn(20)
    assert [h.state for h in rig.working.connections()] == [Link.PAUSED]
    rig.working.resume("DEMO")
    rig.line.whims["since"] = [Refused("NOT_ALLOWED")]
    rig.turn(3600)
    assert [h.state for h in rig.working.connections()] == [Link.PAUSED]
    assert rig.tasks() == ["LOCKED_OUT"]


def test_what_must_be_looked_for_first_still_must_after_it_was_locked_out(rig: Rig) -> None:
    """An answer that was kept under the key is not forgotten over a wrong key."""
    rig.book()
    rig.line.whims["open"] = [Unknown("HTTP_500", sticky=True)]
    rig.turn()
    rig.line.whims["look"] = [Refused("KEY")]
    rig.turn(60)
    ((kind, state, error),) = rig.ops()
    assert (kind, state) == ("CHECKOUT", "sent")
    assert error.startswith("STICKY")
    rig.working.resume("DEMO")
    before = len(rig.line.calls)
    rig.turn()
    assert rig.line.calls[before][0] == "look"


def test_a_restored_desk_that_is_locked_out_still_looks_before_it_sends(rig: Rig) -> None:
    rig.book()
    rig.working.restored(("DEMO",))
    rig.line.whims["look"] = [Refused("KEY")]
    rig.turn()
    assert [(h.state, h.error) for h in rig.working.connections()] == [(Link.RESTORED, "KEY")]
    assert rig.line.count("open") == 0
    assert rig.tasks() == ["LOCKED_OUT"]
    rig.turn(3601)
    rig.turn()
    assert [h.state for h in rig.working.connections()] == [Link.ON]
    assert "LOCKED_OUT" not in rig.tasks()
