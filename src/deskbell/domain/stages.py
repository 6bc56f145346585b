"""How far a payment link is, from its state and what the provider said last."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from deskbell.domain.op import Op, OpKind
from deskbell.domain.payment import Attempt, AttemptState


class Stage(StrEnum):
    """How far a link is: made, waited for, or over in one of several ways."""

    MAKING = "MAKING"
    WAITING = "WAITING"
    UNDER_WAY = "UNDER_WAY"
    IN_REVIEW = "IN_REVIEW"
    DECLINED = "DECLINED"
    CLOSING = "CLOSING"
    AUTHORISED = "AUTHORISED"
    PAID = "PAID"
    EXPIRED = "EXPIRED"
    CLOSED = "CLOSED"
    GIVEN_UP = "GIVEN_UP"
    CHARGED_BACK = "CHARGED_BACK"


_SAID = {"IN_REVIEW": Stage.IN_REVIEW, "PENDING": Stage.UNDER_WAY, "FAILED": Stage.DECLINED}
_OVER = {
    AttemptState.CAPTURED: Stage.PAID,
    AttemptState.AUTHORISED: Stage.AUTHORISED,
    AttemptState.EXPIRED: Stage.EXPIRED,
    AttemptState.CANCELLED: Stage.CLOSED,
    AttemptState.CHARGED_BACK: Stage.CHARGED_BACK,
    AttemptState.VOIDED: Stage.GIVEN_UP,
    AttemptState.AUTH_EXPIRED: Stage.GIVEN_UP,
}


def stage(attempt: Attempt, ops: Iterable[Op] = ()) -> Stage:
    """From its state, what the provider said last, and whether it is being closed."""
    if not attempt.is_open:
        return _OVER.get(attempt.state, Stage.CLOSED)
    if any(op.kind is OpKind.EXPIRE and op.subject == attempt.id for op in ops):
        return Stage.CLOSING
    if attempt.state is AttemptState.CREATED:
        return Stage.MAKING
    return _SAID.get(attempt.said.partition(" ")[0], Stage.WAITING)
