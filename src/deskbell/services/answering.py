"""What a person can answer to each kind of task: a code, and the command that it is, made from the task's facts. Pure.

Screens and the command line read the same table; words names the codes, the table of keys gives them letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskbell.domain import commands as c
from deskbell.domain.attention import Needs
from deskbell.domain.booking import SEATED, WAITING, Reason, State
from deskbell.domain.calendar_commands import PutBack
from deskbell.domain.errors import NotFound, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.mail_commands import SendAgain
from deskbell.domain.op import Op, OpState
from deskbell.domain.payment import LINKS, Payment, Refund
from deskbell.domain.people import Actor, Role
from deskbell.domain.request_commands import Approve, Reject

Make = Callable[[Needs, Id, Actor, str], c.Command]
"""(task, key, actor, words) to a command."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`can` is whether it makes sense for this very task; `wants_words` whether a reason has to be given."""

    code: str
    make: Make
    can: Callable[[Needs], bool] = lambda task: True
    wants_words: bool = False


def _accept(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.AcceptLate(key=key, actor=actor, booking=_there(task.of))


def _give_back(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.GiveBack(key=key, actor=actor, payment=_id_of(task.payment))


def _retry_refund(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.RetryRefund(key=key, actor=actor, refund=_id_of(task.refund))


def _by_hand(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.HandOver(key=key, actor=actor, booking=_there(task.of), refund=_id_of(task.refund))


def _release(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.Lapse(key=key, actor=actor, booking=_there(task.of), anyway=True)


def _cancel(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    """Nothing goes back of itself: the money went already."""
    return c.Cancel(key=key, actor=actor, booking=_there(task.of), by=Role.STAFF, reason=Reason.OTHER, text=words)


def _seen(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.SettleTask(key=key, actor=actor, task=task.task, text=words)


def _new_link(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    method = task.attempt.method if task.attempt is not None else task.method
    if method is None:
        raise NotFound("NO_SUCH_ATTEMPT", which=task.subject)
    again = task.state is State.REQUESTED  # what is only asked for is authorised, not paid
    return c.AskByLink(key=key, actor=actor, order=_there(task.order), method=method, later=again)


def _approve(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return Approve(key=key, actor=actor, booking=_there(task.of))


def _reject(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return Reject(key=key, actor=actor, booking=_there(task.of), text=words)


def _retry_op(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.TurnOp(key=key, actor=actor, op=_id_of(task.op), after=OpState.TODO)


def _drop_op(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.TurnOp(key=key, actor=actor, op=_id_of(task.op), after=OpState.DROPPED, text=words)


def _put_back(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return PutBack(key=key, actor=actor, booking=_there(task.of))


def _move_along(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return c.Move(key=key, actor=actor, booking=_there(task.of), start=task.there)


def _send_again(task: Needs, key: Id, actor: Actor, words: str) -> c.Command:
    return SendAgain(key=key, actor=actor, letter=task.subject)


def _there(which: Id | None) -> Id:
    if not which:
        raise NotFound("NO_SUCH_TASK", which="")
    return which


def _id_of(thing: Payment | Refund | Op | None) -> Id:
    return _there(thing.id if thing is not None else None)


def _has_money(task: Needs) -> bool:
    return task.payment is not None and task.payment.left > 0


def _is_seated(task: Needs) -> bool:
    return task.state in SEATED


def _by_link(task: Needs) -> bool:
    return task.refund is not None and task.refund.method in LINKS


def _past_doing(task: Needs) -> bool:
    """Too little is left of the payment, or the desk never asked for that refund."""
    refund, payment = task.refund, task.payment
    return refund is not None and payment is not None and (refund.amount > payment.left or refund.booking is None)


def _is_due(task: Needs) -> bool:
    return task.due > 0


def _waits(task: Needs) -> bool:
    return task.op is not None and task.op.state in (OpState.PARKED, OpState.TODO)


_SEEN = Answer("SEEN", _seen)
_SEND_AGAIN = Answer("RETRY", _send_again)
_GIVE_BACK = Answer("GIVE_BACK", _give_back, _has_money)
_NEW_LINK = Answer("NEW_LINK", _new_link, _is_due)
_CANCEL = Answer("CANCEL_BOOKING", _cancel, _is_seated)
_BY_HAND = Answer("BY_HAND", _by_hand)
_PUT_BACK = Answer("PUT_BACK", _put_back)

ANSWERS: dict[str, tuple[Answer, ...]] = {
    "REFUND_BY_HAND": (_BY_HAND,),
    "MONEY_WITHOUT_SEAT": (
        Answer("ACCEPT", _accept, lambda task: task.state is State.EXPIRED and not task.seat),
        _GIVE_BACK,
    ),
    "OVERPAID": (_GIVE_BACK, Answer("KEEP", _seen)),
    "AMOUNT_DIFFERS": (_GIVE_BACK, Answer("KEEP", _seen)),
    "REFUND_FAILED": (
        Answer("RETRY", _retry_refund, _by_link),
        _BY_HAND,
        Answer("SEEN", _seen, _past_doing),
    ),
    "REFUNDED_OUTSIDE": (_CANCEL, Answer("KEEP", _seen)),
    "CHARGED_BACK": (_CANCEL, _SEEN),
    "AUTH_LOST": (_NEW_LINK, _SEEN),
    "LINK_REFUSED": (_NEW_LINK, _SEEN),
    "APPROVAL": (Answer("APPROVE", _approve), Answer("REJECT", _reject)),
    "HOLD_STUCK": (Answer("RELEASE", _release, lambda task: task.state in WAITING),),
    "OP_STUCK": (Answer("RETRY", _retry_op, _waits), Answer("DROP", _drop_op, _waits, wants_words=True), _SEEN),
    "MAIL_REFUSED": (_SEND_AGAIN, _SEEN),
    "MAIL_UNCERTAIN": (_SEND_AGAIN, _SEEN),
    "WORK_FAILED": (_SEEN,),
    "BACKUP_FAILED": (_SEEN,),
    "NO_MEETING": (_SEEN,),
    "EVENT_CHANGED": (_PUT_BACK, Answer("MOVE_ALONG", _move_along, lambda task: task.there is not None), _SEEN),
    "EVENT_GONE": (_PUT_BACK, _CANCEL, _SEEN),
    "BUSY_ON_BOOKING": (_CANCEL, _SEEN),
    "OFFER_CHANGED": (_CANCEL, _SEEN),
    "OFFER_CLASH": (_SEEN,),
    "GUEST_REFUSED": (_SEEN,),
    "STRAY_EVENT": (_SEEN,),
    "STRAY_MONEY": (_SEEN,),
    "CLOCK_SKEW": (_SEEN,),
    "CONNECTION_DOWN": (_SEEN,),
    "LOCKED_OUT": (_SEEN,),
    "LINKS_LEFT": (_SEEN,),
}


def answers(task: Needs) -> tuple[Answer, ...]:
    """What can be answered to this task now; the likeliest first. A kind that nobody knows can be seen to."""
    return tuple(answer for answer in ANSWERS.get(task.kind, (_SEEN,)) if answer.can(task))


def answer(task: Needs, code: str) -> Answer:
    """WrongInput: NO_SUCH_ANSWER, with those that there are."""
    known = answers(task)
    for one in known:
        if one.code == code:
            return one
    raise WrongInput("NO_SUCH_ANSWER", answer=code, candidates=[one.code for one in known])
