"""Requests, from being asked for to their answer: M1 T3, T6-T9, T21; both policies of A20."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import Reason, State
from deskbell.domain.commands import AskByLink, Book, Cancel, CaptureNow, SettleTask, Take, Undo
from deskbell.domain.effects import AttemptOpened, HoldSet, OpQueued, RefundMade, ServiceSet, TaskRaised
from deskbell.domain.errors import IllegalMove, Refused
from deskbell.domain.ids import Id
from deskbell.domain.offer import Approval
from deskbell.domain.op import OpKind
from deskbell.domain.payment import AttemptState, Method, RefundState
from deskbell.domain.people import Actor, Role
from deskbell.domain.ports import Capture, CheckoutState, SeenState
from deskbell.domain.request_commands import Approve, Reject, SetService
from deskbell.domain.slot import SlotState
from deskbell.services.answering import answers
from deskbell.services.attention import attention
from deskbell.services.desk import Changed
from tests.services.conftest import Small, at, fresh
from tests.services.links import WORKER, Link, connect, ops, tasks

DAY, HOUR = 86_400, 3600
WHEN = "2026-03-06 15:00"


def taken(small: Small, approval: Approval) -> None:
    """How bookings of Piano are taken."""
    small.do(SetService(key=fresh(), service=small.service("Piano"), approval=approval))


def ask(small: Small, when: str = WHEN, who: str = "Ana Pérez", **more: object) -> Changed:
    """Somebody asks for a lesson."""
    command = Book(
        key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at(when),
        person=small.people[who], **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return small.do(command)


def link_of(small: Small, changed: Changed) -> Link:
    link = Link(small, next(changed.plan.of(AttemptOpened)).attempt)
    link.settle()
    return link


def approve(small: Small, asked: Changed, **more: object) -> Changed:
    return small.do(Approve(key=fresh(), booking=_booking(asked), **more))  # type: ignore[arg-type]


def reject(small: Small, asked: Changed, text: str = "") -> Changed:
    return small.do(Reject(key=fresh(), booking=_booking(asked), text=text))


def _booking(asked: Changed) -> Id:
    assert asked.plan.subject is not None
    return asked.plan.subject


def test_how_a_service_is_taken_is_said_once_and_taken_back(small: Small) -> None:
    """A20: a flag per service; undo means it; saying it again does nothing."""
    taken(small, Approval.PAY_FIRST)
    (piano,) = (s for s in small.desk.services() if s.name == "Piano")
    again = SetService(key=fresh(), service=piano.id, approval=Approval.PAY_FIRST)
    assert (piano.approval, small.desk.plan(again).effects) == (Approval.PAY_FIRST, ())
    warned = small.desk.plan(SetService(key=fresh(), service=small.service("Maths"), approval=Approval.PAY_FIRST))
    assert [w.code for w in warned.warnings] == ["NOTHING_HOLDS"]
    small.do(Undo(key=fresh()))
    assert {s.approval for s in small.desk.services()} == {Approval.NONE}
    assert [e.kind for e in warned.effects] == [ServiceSet.__name__]
    small.sound()


def test_a_request_holds_its_seat_until_it_is_approved(small: Small) -> None:
    """T3, T7: seat and time are taken, a task waits with its deadline, no money is asked for; granted, it is theirs."""
    taken(small, Approval.APPROVAL_FIRST)
    asked = ask(small)
    seen = small.view(asked)
    assert (seen.booking.state, seen.slot.taken, seen.booking.hold_until) == (
        State.REQUESTED, 1, small.clock.now() + DAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="TAKEN"):
        ask(small, who="Leo Lee")
    (task,) = attention(small.desk).tasks
    assert (task.kind, task.due_at, [a.code for a in answers(task)]) == (
        "APPROVAL", small.clock.now() + DAY, ["APPROVE", "REJECT"],
    )  # fmt: skip
    with pytest.raises(Refused, match="TASK_WANTS_ANSWER"):
        small.do(SettleTask(key=fresh(), task=task.task))
    connect(small)
    with pytest.raises(Refused, match="APPROVE_FIRST"):
        small.do(AskByLink(key=fresh(), order=small.order(asked), method=Method.DEMO))
    approve(small, asked, later=True)
    seen = small.view(asked)
    assert (seen.booking.state, seen.booking.hold_until, tasks(small), ops(small)) == (State.CONFIRMED, None, [], [])
    small.sound()


def test_what_is_due_is_asked_for_only_after_the_approval(small: Small) -> None:
    """T6, T10: the link is made by approving, the seat held as long as it lives and never beyond the start."""
    connect(small)
    taken(small, Approval.APPROVAL_FIRST)
    asked = ask(small, method=Method.DEMO)
    assert [w.code for w in asked.plan.warnings] == ["PAID_AFTER_APPROVAL"]
    assert (ops(small), small.view(asked).attempts) == ([], ())
    granted = approve(small, asked)
    (opened,) = granted.plan.of(AttemptOpened)
    until = small.clock.now() + 23 * HOUR
    assert (opened.capture, opened.expires_at) == (Capture.NOW, until)
    assert (small.view(asked).booking.state, small.view(asked).booking.hold_until) == (State.HELD, until)
    link_of(small, granted).pay()
    assert (small.view(asked).booking.state, tasks(small)) == (State.CONFIRMED, [])
    small.sound()
    soon = ask(small, "2026-03-04 12:00", "Leo Lee")
    (hold,) = approve(small, soon).plan.of(HoldSet)
    assert hold.after == at("2026-03-04 12:00")


def test_pay_first_takes_the_money_by_approving(small: Small) -> None:
    """A20, T7, P4: authorised, then a day to answer; approved, a capture is asked for; taken back, it is not."""
    connect(small)
    taken(small, Approval.PAY_FIRST)
    asked = ask(small)
    link = link_of(small, asked)
    assert next(asked.plan.of(AttemptOpened)).capture is Capture.LATER
    assert [task.told for task in attention(small.desk).tasks] == ["APPROVAL.UNPAID"]
    small.clock.at += HOUR
    link.pay(state=SeenState.AUTHORISED, until=small.clock.now() + 7 * DAY)
    (task,) = attention(small.desk).tasks
    assert (task.told, task.due_at, task.amount) == ("APPROVAL.AUTHORISED", small.clock.now() + DAY, 2500)
    held = small.view(asked).payments[0].id
    with pytest.raises(Refused, match="APPROVE_FIRST"):
        small.do(CaptureNow(key=fresh(), payment=held))
    assert small.view(asked).booking.state is State.REQUESTED
    approve(small, asked)
    assert (small.view(asked).booking.state, ops(small)[-1]) == (State.CONFIRMED, ("CAPTURE", "todo"))
    with pytest.raises(Refused, match="BUSY_MONEY"):
        small.do(Cancel(key=fresh(), booking=_booking(asked), by=Role.STAFF))
    small.do(Undo(key=fresh()))
    assert (small.view(asked).booking.state, ops(small)[-1], tasks(small)) == (
        State.REQUESTED, ("CAPTURE", "dropped"), ["APPROVAL"],
    )  # fmt: skip
    approve(small, asked)
    link.turn(state=SeenState.CAPTURED, captured=2500)
    seen = small.view(asked)
    assert (seen.captured, [r.amount for r in seen.receipts]) == (2500, [2500])
    small.sound()


def test_turning_down_gives_everything_back(small: Small) -> None:
    """T8: the seat is free, nothing is owed, the card is let go, cash goes out of the drawer; undo means all of it."""
    connect(small)
    taken(small, Approval.PAY_FIRST)
    asked = ask(small)
    link_of(small, asked).pay(state=SeenState.AUTHORISED, until=small.clock.now() + 7 * DAY)
    reject(small, asked, "fully booked")
    seen = small.view(asked)
    assert (seen.booking.state, seen.slot.state, seen.due) == (State.REJECTED, SlotState.CANCELLED, 0)
    assert (ops(small)[-1], [n.text for n in seen.notes]) == (("VOID", "todo"), ["fully booked"])
    small.do(Undo(key=fresh()))
    assert (small.view(asked).booking.state, small.view(asked).due, ops(small)[-1]) == (
        State.REQUESTED, 2500, ("VOID", "dropped"),
    )  # fmt: skip
    paid = ask(small, "2026-03-06 17:00", "Leo Lee", method=Method.CASH)
    assert small.view(paid).captured == 2500
    (back,) = reject(small, paid).plan.of(RefundMade)
    assert (back.amount, back.state) == (2500, RefundState.SUCCEEDED)
    small.sound()


def test_nobody_answers_and_it_is_over(small: Small) -> None:
    """T9: at its deadline and not before; what a card holds is given up, what was paid goes back by itself."""
    connect(small)
    taken(small, Approval.PAY_FIRST)
    asked = ask(small)
    link = link_of(small, asked)
    link.pay(state=SeenState.AUTHORISED, until=small.clock.now() + 7 * DAY)
    with pytest.raises(Refused, match="HOLD_NOT_OVER"):
        link.lapse(_booking(asked))
    small.clock.at += DAY
    done = link.lapse(_booking(asked))
    assert [op.op_kind for op in done.plan.of(OpQueued)] == [OpKind.VOID]
    assert (small.view(asked).booking.state, small.view(asked).due, tasks(small)) == (State.EXPIRED, 0, [])
    assert link.lapse(_booking(asked)).plan.effects == ()
    paid = ask(small, "2026-03-06 17:00", "Leo Lee", method=Method.CARD)
    small.clock.at += DAY
    link.lapse(_booking(paid))
    assert tasks(small) == ["REFUND_BY_HAND"]
    link.turn(state=SeenState.CANCELLED)
    small.sound()


def test_a_request_waits_no_longer_than_its_money_can_be_taken(small: Small) -> None:
    """P4: a card that lets go within the day shortens the time to answer; the task says the new deadline."""
    connect(small)
    taken(small, Approval.PAY_FIRST)
    asked = ask(small)
    link = link_of(small, asked)
    arrived = link.pay(state=SeenState.AUTHORISED, until=small.clock.now() + 6 * HOUR)
    (task,) = arrived.plan.of(TaskRaised)
    assert (task.due_at, small.view(asked).booking.hold_until) == (small.clock.now() + 5 * HOUR,) * 2
    link.turn(state=SeenState.CANCELLED)
    assert (tasks(small), small.view(asked).booking.state) == (["APPROVAL", "AUTH_LOST"], State.REQUESTED)
    (hold,) = approve(small, asked).plan.of(HoldSet)  # no money is there any more: it is asked for anew
    assert hold.after == small.clock.now() + 23 * HOUR
    small.sound()


def test_a_link_that_ends_unpaid_ends_its_request_when_its_time_is_over(small: Small) -> None:
    """T9: not sooner; a card that is authorised after the rejection is given up (T13)."""
    connect(small)
    taken(small, Approval.PAY_FIRST)
    asked, other = ask(small), ask(small, "2026-03-06 17:00", "Leo Lee")
    link, late = link_of(small, asked), link_of(small, other)
    small.clock.at += 23 * HOUR
    link.settle(state=CheckoutState.EXPIRED)
    assert small.view(asked).booking.state is State.REQUESTED
    small.clock.at += HOUR
    link.settle(state=CheckoutState.EXPIRED)
    link.lapse(_booking(asked))
    assert small.view(asked).booking.state is State.EXPIRED
    reject(small, other)
    late.pay(state=SeenState.AUTHORISED, until=small.clock.now() + 7 * DAY)
    assert (small.view(other).booking.state, ops(small)[-1][0]) == (State.REJECTED, "VOID")
    late.turn(state=SeenState.CANCELLED)
    assert [p.state for p in small.view(other).payments] == [AttemptState.VOIDED]
    small.sound()


def test_who_may_and_when(small: Small) -> None:
    """Customers neither approve nor turn down; withdrawing is theirs; what has begun is not asked for any more."""
    guest = Actor(Role.CUSTOMER)
    taken(small, Approval.APPROVAL_FIRST)
    asked = ask(small)
    for command in (Approve(key=fresh(), actor=guest, booking=_booking(asked)),
                    Reject(key=fresh(), actor=guest, booking=_booking(asked))):  # fmt: skip
        with pytest.raises(IllegalMove, match="NOT_YOURS"):
            small.do(command)
    with pytest.raises(Refused, match="NOT_YOURS"):
        small.do(SetService(key=fresh(), actor=guest, service=small.service("Piano"), approval=Approval.NONE))
    with pytest.raises(Refused, match="NOT_YOURS"):
        ask(small, "2026-03-09 15:00", actor=guest, request=False)
    small.do(Cancel(key=fresh(), actor=guest, booking=_booking(asked), by=Role.CUSTOMER, reason=Reason.NO_TIME))
    assert (small.view(asked).booking.state, small.view(asked).due, tasks(small)) == (State.CANCELLED, 0, [])
    with pytest.raises(IllegalMove, match="ILLEGAL_MOVE"):
        approve(small, asked)
    sure = ask(small, "2026-03-09 15:00", request=False)
    assert small.view(sure).booking.state is State.CONFIRMED
    soon = ask(small, "2026-03-04 11:00")
    small.clock.at = at("2026-03-04 11:00")
    with pytest.raises(Refused, match="STARTED"):
        approve(small, soon)
    with pytest.raises(Refused, match="STARTED"):
        ask(small, "2026-03-04 09:30", "Leo Lee", request=True)
    small.do(Undo(key=fresh(), change=soon.no))
    assert small.view(soon).booking.state is State.CANCELLED
    small.sound()


def test_money_in_hand_does_not_approve(small: Small) -> None:
    """A request that is paid at the desk still waits for its answer; then it is theirs and owes nothing."""
    taken(small, Approval.NONE)
    asked = ask(small, request=True)
    small.do(Take(key=fresh(), order=small.order(asked), method=Method.CASH))
    assert small.view(asked).booking.state is State.REQUESTED
    approve(small, asked)
    assert (small.view(asked).booking.state, small.view(asked).open) == (State.CONFIRMED, 0)
    assert WORKER.role is Role.SYSTEM
    small.sound()
