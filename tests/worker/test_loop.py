"""The worker on the product's own desk: links made, paid, closed, looked at; each answer settles what it is about."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import State
from deskbell.domain.commands import AskByLink, Cancel, CaptureNow, GiveBack, TurnOp, VoidPayment
from deskbell.domain.errors import Busy
from deskbell.domain.ids import Id
from deskbell.domain.op import KEY_LIVES, OpState
from deskbell.domain.payment import AttemptState, Method
from deskbell.domain.people import Role
from deskbell.domain.ports import (
    CheckoutState,
    Done,
    Later,
    Refused,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
    Unknown,
)
from deskbell.domain.working import FLIGHT, TTL, ToLook
from deskbell.worker.handlers import NEW_KEY
from deskbell.worker.loop import DAY, MINUTE, NAP, look_again
from tests.services.conftest import fresh
from tests.worker.conftest import Crash, Rig


def paid(rig: Rig) -> tuple[int, Id]:
    """A seat that was paid by its link, seen by the worker."""
    no, attempt = rig.book()
    rig.turn()
    rig.customer.pays(attempt)
    rig.turn(16)
    assert rig.state(no) is State.CONFIRMED
    return no, attempt


class Behind:
    """The provider's clock, so many seconds behind ours."""

    def __init__(self, rig: Rig, seconds: int) -> None:
        self.rig = rig
        self.seconds = seconds

    def now(self) -> int:
        return self.rig.clock.at - self.seconds


# --- a link, from the asking to the money


def test_a_link_is_made_paid_and_confirms_the_seat(rig: Rig) -> None:
    """T2, T10: asked for, opened with one call, paid, seen at the next look; nothing left to do."""
    paid(rig)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.line.count("open") == 1
    assert rig.tasks() == []
    rig.small.sound()


def test_a_lost_reply_makes_no_second_link(rig: Rig) -> None:
    """Spec 6, 2.5: unknown is asked again with the same key, and the provider knows it."""
    rig.line.whims["open"] = ["LOST", "LOST"]
    rig.book()
    rig.turn()
    assert rig.ops() == [("CHECKOUT", "sent", "TIMEOUT")]
    for _ in range(4):
        rig.turn(30)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    keys = [key for call, key in rig.line.calls if call == "open"]
    assert len(keys) == 3
    assert len(set(keys)) == 1


@pytest.mark.parametrize("acted", [True, False])
def test_a_stored_error_is_looked_through_before_a_new_key(rig: Rig, acted: bool) -> None:
    """A sticky 500: found, it is settled; not found twice, a flight apart, it is asked for with a new key."""
    rig.customer.orders("open", "sticky_acted" if acted else "sticky")
    no, attempt = rig.book()
    rig.turn()
    assert rig.ops()[0][1] == "sent"
    rig.turn(FLIGHT)
    if not acted:
        assert rig.ops() == [("CHECKOUT", "todo", NEW_KEY)]
        rig.turn(FLIGHT)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    keys = {key for call, key in rig.line.calls if call == "open"}
    assert len(keys) == (1 if acted else 2)
    rig.customer.pays(attempt)
    rig.turn(61)
    assert rig.state(no) is State.CONFIRMED


def test_a_key_that_may_be_forgotten_is_not_trusted(rig: Rig) -> None:
    """After 20 h the provider may do it again under the same key: look first, and find it."""
    rig.line.whims["open"] = ["LOST"]
    rig.book("2026-03-09 15:00")
    rig.turn()
    rig.write("UPDATE booking SET hold_until = NULL")
    rig.turn(KEY_LIVES + 1)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.line.count("open") == 1


def test_retry_after_is_obeyed_with_the_same_key(rig: Rig) -> None:
    rig.line.whims["open"] = [Later(30)]
    rig.book()
    rig.turn()
    assert rig.ops() == [("CHECKOUT", "todo", "BUSY")]
    rig.turn(29)
    assert rig.line.count("open") == 1
    rig.turn(5)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert len({key for call, key in rig.line.calls if call == "open"}) == 1


def test_a_link_that_is_refused_is_a_task(rig: Rig) -> None:
    """P8: a definite no; somebody chooses another way while the hold lasts."""
    rig.line.whims["open"] = [Refused("AMOUNT_TOO_SMALL")]
    no, _ = rig.book()
    rig.turn()
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.tasks() == ["LINK_REFUSED"]
    assert rig.state(no) is State.HELD


def test_what_a_worker_died_over_is_found_by_the_next_one(rig: Rig) -> None:
    """Killed after the provider acted and before TX2: the next holder asks again, with the same key, at once."""
    rig.line.whims["open"] = [Crash()]
    no, attempt = rig.book()
    with pytest.raises(Crash):
        rig.turn()
    assert rig.ops()[0][1] == "sent"
    other = rig.another(pid=77, alive=lambda pid: False)
    rig.turn(1, other)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert len({key for call, key in rig.line.calls if call == "open"}) == 1
    rig.customer.pays(attempt)
    rig.turn(16, other)
    assert rig.state(no) is State.CONFIRMED


@pytest.mark.parametrize("late", [None, Later(5), Unknown("TIMEOUT"), Unknown("HTTP_500", sticky=True)])
def test_an_answer_that_comes_after_the_lease_was_lost_changes_nothing(rig: Rig, late: object) -> None:
    """Fencing: another worker has done the operation meanwhile; whatever the late answer is, it stays done, once."""
    other = rig.another(pid=77, alive=lambda pid: False)
    provider = rig.line.provider

    def meanwhile() -> object:
        answer = provider.open(*held)
        rig.turn(1, other)
        return late or answer

    from deskbell.worker.handlers import checkout_of

    rig.book()
    rig.line.whims["open"] = [lambda: meanwhile()]
    rig.worker._meet()
    rig.worker._beat()
    rig.worker.circuit.refresh()
    claimed = rig.working.claim("DEMO", rig.worker.leases.held["DEMO"])
    assert claimed is not None
    held = (checkout_of(claimed[0]), claimed[0].key)
    rig.worker.hands.perform(rig.line, *claimed)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.rows("SELECT count(*) FROM change WHERE verb = 'SETTLE'") == [(1,)]


def test_a_fault_of_ours_is_written_down_and_told_and_the_others_go_on(rig: Rig) -> None:
    """Nothing is silently dropped: the report, a task, and another try that settles the task."""
    rig.line.whims["open"] = [ZeroDivisionError()]
    rig.book("2026-03-05 15:00")
    rig.book("2026-03-05 16:00", "Leo Lee")
    rig.turn()
    assert [state for _, state, _ in rig.ops()] == ["sent", "done"]
    assert rig.tasks() == ["OP_STUCK"]
    assert len(list(rig.crashes.iterdir())) == 1
    rig.turn(60)
    assert [state for _, state, _ in rig.ops()] == ["done", "done"]
    assert rig.tasks() == []


def test_no_answer_for_a_quarter_of_an_hour_is_a_task(rig: Rig) -> None:
    """P9; and the answer, when it comes, settles it."""
    rig.line.whims["open"] = [Unknown("TIMEOUT")] * 200
    rig.write("UPDATE desk SET hold_minutes = 600")
    rig.book("2026-03-09 15:00")
    for _ in range(34):
        rig.turn(30)
    assert "OP_STUCK" in rig.tasks()
    rig.line.whims.clear()
    rig.turn(301)
    rig.turn(301)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.tasks() == []


def test_two_workers_share_the_work_and_double_none_of_it(rig: Rig) -> None:
    other = rig.another(host="there")
    times = ("2026-03-05 10:00", "2026-03-05 11:00", "2026-03-05 12:00", "2026-03-05 13:00")
    for when in times:
        rig.book(when)
        rig.turn(worker=other)
        rig.turn()
    assert rig.line.count("open") == 4
    assert [state for _, state, _ in rig.ops()] == ["done"] * 4


def test_who_waits_for_a_lease_wakes_when_it_ends(rig: Rig) -> None:
    """Issue 3: after a SIGKILL the next claim comes at most 15 s later, at once on the same machine."""
    rig.turn()
    far, near = rig.another(host="there"), rig.another(pid=77, alive=lambda pid: True)
    assert (far.tick(), near.tick()) == (NAP, 1)
    assert rig.turn(TTL - 2, far) == 2
    assert rig.turn(2, far) == NAP
    assert set(far.leases.held) == {"DEMO", "timers"}


def test_a_clock_that_is_set_back_holds_nothing_up(rig: Rig) -> None:
    """Two days ahead for a while: what was put off by it then is not put off for two days now."""
    rig.write("UPDATE desk SET hold_minutes = 6000")
    ahead = 2 * DAY
    rig.clock.at += ahead
    rig.line.whims["*"] = [Unknown("TIMEOUT")] * 9
    _, attempt = rig.book("2026-03-12 15:00")
    for _ in range(9):
        rig.turn(20)
    rig.clock.at -= ahead
    rig.line.whims.clear()
    rig.turn(1)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    rig.customer.pays(attempt)
    rig.turn(61)
    assert rig.rows("SELECT state FROM attempt") == [("CAPTURED",)]


# --- holds


def test_a_hold_ends_at_the_provider_first(rig: Rig) -> None:
    """I4, T11: over, closed there, and only then is the seat free."""
    no, attempt = rig.book()
    rig.turn()
    rig.line.provider._clock = Behind(rig, 30)  # or it would end the link by itself in the same second
    rig.line.whims["expire"] = [Unknown("TIMEOUT")]
    rig.turn(15 * MINUTE)
    rig.turn()
    assert rig.state(no) is State.HELD
    assert rig.ops()[1] == ("EXPIRE", "sent", "TIMEOUT")
    rig.turn(30)
    assert rig.state(no) is State.EXPIRED
    assert rig.tasks() == []
    assert rig.rows("SELECT state FROM attempt") == [("EXPIRED",)]
    del attempt


def test_a_hold_whose_link_was_never_sent_ends_here(rig: Rig) -> None:
    """Nobody can have paid by it; the link is dropped with it."""
    rig.working.pause("DEMO")
    no, _ = rig.book()
    rig.turn(15 * MINUTE)
    assert rig.line.calls == []
    assert rig.state(no) is State.EXPIRED
    assert rig.ops() == [("CHECKOUT", "dropped", "")]


def test_a_hold_paid_in_the_last_moment_is_confirmed(rig: Rig) -> None:
    no, attempt = rig.book()
    rig.turn()
    rig.clock.at += 15 * MINUTE - 1
    rig.customer.pays(attempt)
    rig.clock.at += 1
    rig.turn()
    rig.turn()
    assert rig.state(no) is State.CONFIRMED


def test_a_hold_that_cannot_be_closed_stays_and_is_a_task_after_a_while(rig: Rig) -> None:
    """While the provider is away the seat stays; after 15 minutes somebody may release it anyway."""
    no, _ = rig.book("2026-03-09 15:00")
    rig.turn()
    rig.line.whims["*"] = [Unknown("TIMEOUT")] * 500
    rig.turn(15 * MINUTE)
    for _ in range(14):
        rig.turn(60)
    assert "HOLD_STUCK" not in rig.tasks()
    rig.turn(61)
    assert "HOLD_STUCK" in rig.tasks()
    assert rig.state(no) is State.HELD


def test_a_clock_that_is_wrong_ends_no_hold(rig: Rig) -> None:
    """More than 120 s from the provider's clock: no expiry, and a person is told; once, and settled when it is well."""
    no, _ = rig.book("2026-03-09 15:00")
    rig.turn()
    provider = rig.line.provider
    provider._clock = Behind(rig, 200)
    rig.turn(15 * MINUTE)
    rig.turn()
    assert rig.state(no) is State.HELD
    assert rig.tasks() == ["CLOCK_SKEW"]
    assert rig.line.count("expire") == 0
    assert [health.skew for health in rig.working.connections()] == [200]
    provider._clock = rig.clock
    for _ in range(3):
        rig.turn(61)
    assert rig.state(no) is State.EXPIRED
    assert rig.tasks() == []


def test_money_in_review_makes_a_hold_longer(rig: Rig) -> None:
    no, attempt = rig.book("2026-03-09 15:00")
    rig.turn()
    rig.customer.in_review(attempt)
    rig.turn(15 * MINUTE)
    rig.turn()
    assert rig.state(no) is State.HELD
    rig.customer.review_ends(attempt, ok=True)
    rig.turn(61)
    assert rig.state(no) is State.CONFIRMED


def test_late_money_waits_a_day_for_a_word_and_then_goes_back(rig: Rig) -> None:
    """T13: ASK for 24 h, then refund; the worker does it, the provider gives it back once."""
    no, attempt = rig.book("2026-03-09 15:00")
    rig.turn()
    rig.turn(15 * MINUTE)
    rig.turn()
    assert rig.state(no) is State.EXPIRED
    rig.customer.pays_late(attempt)
    rig.turn(DAY)
    assert rig.tasks() == ["MONEY_WITHOUT_SEAT"]
    rig.turn(DAY - 1)
    assert rig.line.count("refund") == 0
    rig.turn(1)
    rig.turn(1)
    assert rig.line.count("refund") == 1
    assert rig.tasks() == []
    assert rig.rows("SELECT state FROM refund") == [("SUCCEEDED",)]
    rig.small.sound()


# --- money going back, captured, given up


def cancelled(rig: Rig, no: int) -> None:
    booking = rig.small.desk.booking(no).booking.id
    rig.small.do(Cancel(key=fresh(), booking=booking, by=Role.STAFF))


def test_a_refund_waits_for_second_thoughts_and_then_goes_back_once(rig: Rig) -> None:
    """P9: 20 s in which undo means it; a lost reply doubles nothing."""
    no, attempt = paid(rig)
    cancelled(rig, no)
    rig.turn(19)
    assert rig.line.count("refund") == 0
    rig.line.whims["refund"] = ["LOST"]
    rig.turn(1)
    rig.turn(60)
    seen = rig.line.provider.look(attempt, None)
    assert isinstance(seen, Done)
    assert seen.value is not None
    assert [refund.amount for payment in seen.value.payments for refund in payment.refunds] == [2500]
    assert rig.rows("SELECT state FROM refund") == [("SUCCEEDED",)]
    assert rig.rows("SELECT refunded FROM desk_order") == [(2500,)]
    rig.small.sound()


def test_a_refund_that_is_refused_is_a_task(rig: Rig) -> None:
    """P10: looked for first, for it may have happened before; it has not."""
    no, _ = paid(rig)
    cancelled(rig, no)
    looks = rig.line.count("look")
    rig.line.whims["refund"] = [Refused("REFUND_TOO_MUCH")]
    rig.turn(20)
    assert rig.tasks() == ["REFUND_FAILED"]
    assert rig.rows("SELECT state FROM refund") == [("FAILED",)]
    assert rig.line.count("look") > looks


def test_a_refund_that_was_made_is_not_believed_to_be_refused(rig: Rig) -> None:
    """It was made, its reply was lost, and the second call is refused for want of money: it is there all the same."""
    no, _ = paid(rig)
    cancelled(rig, no)
    rig.line.whims["refund"] = ["LOST", Refused("REFUND_TOO_MUCH")]
    rig.turn(20)
    rig.turn(60)
    assert rig.tasks() == []
    assert rig.rows("SELECT state FROM refund") == [("SUCCEEDED",)]


def authorised(rig: Rig) -> Id:
    """Money that was authorised for a lesson; the payment."""
    changed = rig.small.book("Ana Pérez", "2026-03-09 15:00")
    rig.small.do(AskByLink(key=fresh(), order=rig.small.order(changed), method=Method.DEMO, later=True))
    rig.turn()
    attempt = Id(rig.rows("SELECT public_id FROM attempt")[0][0])
    rig.customer.authorises(attempt)
    rig.turn(16)
    return Id(rig.rows("SELECT public_id FROM payment")[0][0])


@pytest.mark.parametrize("lost", [False, True])
def test_authorised_money_is_captured_once(rig: Rig, lost: bool) -> None:
    payment = authorised(rig)
    rig.line.whims["capture"] = ["LOST"] if lost else []
    rig.small.do(CaptureNow(key=fresh(), payment=payment))
    rig.turn(20)
    rig.turn(60)
    assert rig.rows("SELECT state, captured FROM payment") == [("CAPTURED", 2500)]
    rig.small.sound()


def test_an_authorisation_that_we_gave_up_is_voided_not_lost(rig: Rig) -> None:
    """P5, not P6: that we asked for it is part of what the answer means."""
    payment = authorised(rig)
    rig.small.do(VoidPayment(key=fresh(), payment=payment))
    rig.turn(20)
    assert rig.rows("SELECT state FROM payment") == [("VOIDED",)]
    assert rig.ops()[-1] == ("VOID", "done", "")
    assert rig.tasks() == []


def test_a_capture_that_is_refused_is_parked_with_a_task(rig: Rig) -> None:
    """Authorised still, and not to be had: a person says what; tried again, it works and the task is settled."""
    payment = authorised(rig)
    rig.small.do(CaptureNow(key=fresh(), payment=payment))
    rig.line.whims["capture"] = [Refused("NOT_SUPPORTED")]
    rig.turn(20)
    assert rig.ops()[-1] == ("CAPTURE", "parked", "NOT_SUPPORTED")
    assert rig.tasks() == ["OP_STUCK"]
    op = Id(rig.rows("SELECT public_id FROM op ORDER BY id DESC")[0][0])
    rig.small.do(TurnOp(key=fresh(), op=op, after=OpState.TODO))
    rig.turn()
    assert rig.ops()[-1][1] == "done"
    assert rig.tasks() == []


def test_money_is_given_back_in_part(rig: Rig) -> None:
    no, _ = paid(rig)
    payment = rig.small.desk.booking(no).payments[0].id
    rig.small.do(GiveBack(key=fresh(), payment=payment, amount=700))
    rig.turn(20)
    assert rig.rows("SELECT amount, state FROM refund") == [(700, "SUCCEEDED")]
    rig.small.sound()


# --- looking


def look(at: int, expires: int = 900, looked: int | None = None) -> ToLook:
    return ToLook(Id("a"), "DEMO", "c", AttemptState.PENDING, 0, expires, looked, at)


def test_links_are_looked_at_less_the_older_they_are() -> None:
    """15 s while it is young, a minute until it ends, a quarter of an hour while authorised, daily for 90 days."""
    assert look_again(look(0), AttemptState.PENDING, None, 599) == 599 + 15
    assert look_again(look(0), AttemptState.PENDING, None, 600) == 600 + MINUTE
    assert look_again(look(0), AttemptState.FAILED, None, 600) == 600 + MINUTE
    assert look_again(look(0), AttemptState.AUTHORISED, None, 600) == 600 + 15 * MINUTE
    assert look_again(look(0), AttemptState.CAPTURED, None, 600) == 600 + DAY
    last = 900 + 89 * DAY
    assert look_again(look(0), AttemptState.EXPIRED, None, last) == last + DAY
    assert look_again(look(0), AttemptState.EXPIRED, None, last + 1) is None


def test_what_is_under_way_is_followed_although_its_link_is_over() -> None:
    """Money in review outlives its checkout, a refund that takes its time is asked for more often than once a day."""
    back = SeenRefund("re", None, 5, SeenRefundState.PENDING, 0)
    for payment, wait in (
        (SeenPayment("p", SeenState.IN_REVIEW, 5, 0, "EUR", 0), MINUTE),
        (SeenPayment("p", SeenState.CAPTURED, 5, 5, "EUR", 0, refunds=(back,)), 15 * MINUTE),
        (SeenPayment("p", SeenState.CAPTURED, 5, 5, "EUR", 0), DAY),
    ):
        seen = Seen(Id("a"), "c", CheckoutState.EXPIRED, payments=(payment,))
        assert look_again(look(0), AttemptState.EXPIRED, seen, 1000) == 1000 + wait


def test_a_link_that_somebody_watches_is_looked_at_within_two_seconds(rig: Rig) -> None:
    _, attempt = rig.book()
    rig.turn()
    rig.turn(0)
    before = rig.line.count("look")
    assert not rig.working.watching(attempt), "it was looked at just now"
    rig.clock.at += 2
    assert rig.working.watching(attempt)
    assert rig.turn() == 1, "and the worker sleeps no longer than that"
    assert rig.line.count("look") == before + 1


def test_disputes_and_refunds_from_outside_are_seen(rig: Rig) -> None:
    """P11, P13: long after it was paid."""
    _, attempt = paid(rig)
    rig.customer.refunds_outside(attempt, 500)
    rig.turn(DAY)
    assert rig.tasks() == ["REFUNDED_OUTSIDE"]
    rig.customer.disputes(attempt)
    rig.turn(DAY)
    assert rig.tasks() == ["REFUNDED_OUTSIDE", "CHARGED_BACK"]


def test_a_busy_desk_only_puts_an_answer_off(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Locked for a moment: the operation stays sent and comes up again; no task, no report."""
    rig.book()
    with monkeypatch.context() as broken:
        broken.setattr(rig.working, "outcome", lambda *given: (_ for _ in ()).throw(Busy("BUSY_TRY_AGAIN")))
        rig.turn()
    assert rig.ops() == [("CHECKOUT", "sent", "BUSY_TRY_AGAIN")]
    rig.turn(60)
    assert rig.ops() == [("CHECKOUT", "done", "")]
    assert rig.tasks() == []
    assert not rig.crashes.exists()
