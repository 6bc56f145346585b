"""Refunds at a provider that keeps no names: made once, known from those of others, whatever answer is lost (P6, P13).

Spec 6: "MP: compare to snapshot, one refund in flight per payment"; the reasoning is in domain.nameless.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.booking import State
from deskbell.domain.commands import Cancel, GiveBack
from deskbell.domain.ids import Id
from deskbell.domain.op import KEY_LIVES, PATIENCE, UNASKED
from deskbell.domain.people import Role
from deskbell.domain.ports import Later, Refused, Unknown
from deskbell.domain.working import FLIGHT
from deskbell.worker.sweep import HOUR
from tests.services.conftest import fresh
from tests.worker.conftest import Crash, Rig

PART = 1000
WHOLE = 2500


@pytest.fixture(autouse=True)
def _nameless(rig: Rig) -> None:
    features = replace(rig.line.provider.features, names_refunds=False)
    rig.line.provider.features = rig.line.features = features


def paid(rig: Rig) -> tuple[Id, Id]:
    """A seat paid by its link; the attempt and the payment."""
    no, attempt = rig.book()
    rig.turn()
    rig.customer.pays(attempt)
    rig.turn(16)
    assert rig.state(no) is State.CONFIRMED
    return attempt, Id(rig.rows("SELECT public_id FROM payment")[0][0])


def asked(rig: Rig, payment: Id, amount: int = PART) -> None:
    """The desk wants so much of it to go back; patience is over."""
    rig.small.do(GiveBack(key=fresh(), payment=payment, amount=amount))
    rig.clock.at += PATIENCE


def there(rig: Rig, attempt: Id) -> list[int]:
    """What went back at the provider, as it knows it itself."""
    with rig.line.provider.memory.read(rig.clock.now()) as book:
        no = book.of_reference(attempt)
        assert no is not None
        return [back.amount for paid in book.seen(no).payments for back in paid.refunds]


def here(rig: Rig) -> list[tuple[str, int]]:
    """What the desk says went back."""
    return [tuple(row) for row in rig.rows("SELECT state, amount FROM refund ORDER BY id")]


def settle_down(rig: Rig, turns: int = 8) -> None:
    for _ in range(turns):
        rig.turn(FLIGHT)
    rig.small.sound()


def test_asked_once_and_its_answer_names_it(rig: Rig) -> None:
    attempt, payment = paid(rig)
    asked(rig, payment)
    rig.turn()
    assert there(rig, attempt) == [PART]
    assert here(rig) == [("SUCCEEDED", PART)]
    assert rig.tasks() == []
    rig.small.sound()


@pytest.mark.parametrize("lost", [["LOST"], ["LOST", "LOST"], [Unknown("RESET")], [Unknown("RESET"), "LOST"]])
def test_a_lost_answer_gives_nothing_back_twice(rig: Rig, lost: list[object]) -> None:
    """Acted or not, once or twice: in the end it was made once, and the desk knows it as its own."""
    attempt, payment = paid(rig)
    rig.line.whims["refund"] = list(lost)
    asked(rig, payment)
    rig.turn()
    settle_down(rig)
    assert there(rig, attempt) == [PART]
    assert here(rig) == [("SUCCEEDED", PART)]
    assert rig.tasks() == []


def test_it_is_known_as_ours_by_a_sweep_while_nobody_answered(rig: Rig) -> None:
    """What a sweep sees of it is not taken for somebody else's (P13)."""
    attempt, payment = paid(rig)
    rig.line.whims["refund"] = ["LOST"]
    asked(rig, payment)
    rig.turn()
    assert rig.ops()[-1] == ("REFUND", "sent", "TIMEOUT")
    assert rig.worker.broom.sweep("DEMO", rig.line)
    assert here(rig) == [("SUCCEEDED", PART)]
    settle_down(rig)
    assert there(rig, attempt) == [PART]
    assert rig.tasks() == []


@pytest.mark.parametrize("acted", [True, False])
@pytest.mark.parametrize("why", ["sticky", "old"])
def test_a_key_that_is_spent_is_no_reason_to_give_back_twice(rig: Rig, acted: bool, why: str) -> None:
    """A stored 500, or a day without an answer: found among what nobody knew, else asked for with a new key."""
    attempt, payment = paid(rig)
    if why == "sticky":
        rig.customer.orders("refund", "sticky_acted" if acted else "sticky")
    else:
        rig.line.whims["refund"] = ["LOST" if acted else Unknown("RESET")]
        rig.line.whims["look"] = [None, *[Unknown("RESET")] * 5]
    asked(rig, payment)
    rig.turn()
    if why == "old":
        rig.clock.at += KEY_LIVES
    settle_down(rig, 12)
    assert there(rig, attempt) == [PART]
    assert [state for state, _ in here(rig)] == ["SUCCEEDED"]


def test_a_refund_from_outside_stays_one(rig: Rig) -> None:
    """P13: of the same amount, made before ours was asked for and seen by nobody; ours is made as well."""
    attempt, payment = paid(rig)
    rig.customer.refunds_outside(attempt, PART)
    rig.line.whims["refund"] = ["LOST"]
    asked(rig, payment)
    rig.turn()
    settle_down(rig)
    assert there(rig, attempt) == [PART, PART]
    assert sorted(here(rig)) == [("EXTERNAL", PART), ("SUCCEEDED", PART)]
    assert rig.tasks() == ["REFUNDED_OUTSIDE"]


def test_one_of_another_amount_is_never_ours(rig: Rig) -> None:
    attempt, payment = paid(rig)
    rig.line.whims["refund"] = [Unknown("RESET")]
    asked(rig, payment)
    rig.turn()
    rig.customer.refunds_outside(attempt, PART - 1)
    settle_down(rig)
    assert sorted(there(rig, attempt)) == [PART - 1, PART]
    assert sorted(here(rig)) == [("EXTERNAL", PART - 1), ("SUCCEEDED", PART)]


def test_what_went_back_outside_leaves_no_room_for_ours(rig: Rig) -> None:
    """The owner gave all of it back by hand before the desk asked: nothing more is asked, and a person is told."""
    attempt, payment = paid(rig)
    rig.customer.refunds_outside(attempt)
    asked(rig, payment, WHOLE)
    rig.turn()
    settle_down(rig)
    assert there(rig, attempt) == [WHOLE]
    assert sorted(here(rig)) == [("EXTERNAL", WHOLE), ("FAILED", WHOLE)]
    assert rig.line.count("refund") == 0
    assert sorted(rig.tasks()) == ["REFUNDED_OUTSIDE", "REFUND_FAILED"]


def test_of_one_payment_one_of_an_amount_is_under_way_at_a_time(rig: Rig) -> None:
    """The second waits, not asked for yet, until the first is known; then each is its own."""
    attempt, payment = paid(rig)
    rig.line.whims["refund"] = ["LOST"]
    rig.line.whims["look"] = [None, *[Unknown("RESET")] * 2]
    asked(rig, payment)
    rig.turn()
    asked(rig, payment)
    rig.turn()
    first, second = rig.ops()[-2:]
    assert first[1] == "sent"
    assert second == ("REFUND", "todo", UNASKED)
    assert rig.line.count("refund") == 1
    settle_down(rig, 12)
    assert there(rig, attempt) == [PART, PART]
    assert here(rig) == [("SUCCEEDED", PART), ("SUCCEEDED", PART)]
    ids = rig.rows("SELECT DISTINCT provider_refund_id FROM refund")
    assert len(ids) == 2
    assert rig.tasks() == []


def test_another_amount_need_not_wait(rig: Rig) -> None:
    attempt, payment = paid(rig)
    rig.line.whims["refund"] = ["LOST"]
    asked(rig, payment)
    rig.turn()
    asked(rig, payment, PART + 1)
    rig.turn()
    settle_down(rig)
    assert sorted(there(rig, attempt)) == [PART, PART + 1]
    assert sorted(here(rig)) == [("SUCCEEDED", PART), ("SUCCEEDED", PART + 1)]


@pytest.mark.parametrize("said", [Later(30), Unknown("RESET")])
def test_nothing_is_asked_before_what_is_there_was_seen(rig: Rig, said: object) -> None:
    """While the first look fails nothing is asked for; so what is seen later is still somebody else's."""
    attempt, payment = paid(rig)
    asked(rig, payment)
    rig.line.whims["look"] = [said] * 3
    rig.turn()
    assert rig.ops()[-1][1] == "todo"
    assert rig.ops()[-1][2].startswith(UNASKED)
    assert rig.line.count("refund") == 0
    rig.customer.refunds_outside(attempt, PART)
    settle_down(rig, 16)
    assert sorted(here(rig)) == [("EXTERNAL", PART), ("SUCCEEDED", PART)]


def test_a_look_that_is_refused_asks_for_nothing(rig: Rig) -> None:
    _, payment = paid(rig)
    asked(rig, payment)
    rig.line.whims["look"] = [Refused("KEY")]
    rig.turn()
    assert rig.ops()[-1] == ("REFUND", "parked", f"{UNASKED} KEY")
    assert rig.line.count("refund") == 0
    assert rig.tasks() == ["OP_STUCK"]


@pytest.mark.parametrize("point", ["before it acted", "after it acted"])
def test_killed_in_the_call(rig: Rig, point: str) -> None:
    """A worker dies with the answer in its hands, or before it asked; another one goes on."""
    attempt, payment = paid(rig)
    asked(rig, payment)
    rig.line.whims["refund" if point == "after it acted" else "look"] = [Crash()]
    with pytest.raises(Crash):
        rig.turn()
    other = rig.another()
    for _ in range(8):
        rig.turn(FLIGHT, other)
    rig.small.sound()
    assert there(rig, attempt) == [PART]
    assert here(rig) == [("SUCCEEDED", PART)]
    assert rig.tasks() == []


def test_killed_in_the_call_after_a_first_look_had_failed(rig: Rig) -> None:
    """That it waited unasked is taken back before it is asked: else what it made would be taken for somebody else's."""
    attempt, payment = paid(rig)
    asked(rig, payment)
    rig.line.whims["look"] = [Unknown("RESET")]
    rig.turn()
    assert rig.ops()[-1] == ("REFUND", "todo", f"{UNASKED} RESET")
    rig.line.whims["refund"] = [Crash()]
    with pytest.raises(Crash):
        rig.turn(FLIGHT)
    other = rig.another()
    for _ in range(8):
        rig.turn(FLIGHT, other)
    rig.small.sound()
    assert there(rig, attempt) == [PART]
    assert here(rig) == [("SUCCEEDED", PART)]
    assert rig.tasks() == []


def test_a_refund_that_takes_its_time_is_followed_by_its_own_id(rig: Rig) -> None:
    """P10: it fails in the end, and is asked for again; neither is taken for somebody else's."""
    _, payment = paid(rig)
    rig.customer.orders("refund", "slow")
    rig.line.whims["refund"] = ["LOST"]
    asked(rig, payment)
    rig.turn()
    settle_down(rig, 3)
    assert here(rig) == [("PENDING", PART)]
    refund = rig.rows("SELECT provider_refund_id FROM refund")[0][0]
    rig.customer.refund_ends(refund, ok=False)
    assert rig.worker.broom.sweep("DEMO", rig.line)
    assert here(rig) == [("FAILED", PART)]
    assert rig.tasks() == ["REFUND_FAILED"]


def test_a_cancelled_seat_gets_all_back_once_though_two_windows_paid(rig: Rig) -> None:
    """Two payments of one link, each with a refund of the same amount under way: no payment's is the other's."""
    no, attempt = rig.book()
    rig.turn()
    rig.customer.pays_twice(attempt)
    rig.turn(16)
    rig.turn(HOUR)
    rig.line.whims["refund"] = ["LOST", "LOST"]
    rig.small.do(Cancel(key=fresh(), booking=rig.small.desk.booking(no).booking.id, by=Role.STAFF))
    rig.clock.at += PATIENCE
    settle_down(rig)
    assert sum(there(rig, attempt)) == sum(amount for state, amount in here(rig) if state == "SUCCEEDED")
