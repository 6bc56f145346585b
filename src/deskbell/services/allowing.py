"""Which verbs a booking has now, and why not the others: what dims a key and what the actions menu says."""

from __future__ import annotations

from deskbell.domain import booking as m1
from deskbell.domain.booking import Guard, Verb
from deskbell.domain.decisions.closing import GRACE
from deskbell.domain.payment import HOLDS, AttemptState
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState
from deskbell.domain.views import BookingView


def allowed(view: BookingView, role: Role) -> dict[str, str | None]:
    """Verb -> None where it may be done now, else the code of why not.

    The verbs of M1 that a person has, and PAY, AUTHORISE, CAPTURE, VOID, REPRICE, HAND_OVER, NOTE, EDIT.
    """
    verbs = (
        Verb.MOVE, Verb.CANCEL, Verb.COMPLETE, Verb.NO_SHOW, Verb.REOPEN, Verb.APPROVE, Verb.REJECT,
    )  # fmt: skip
    answers: dict[str, str | None] = {str(v): _why_not(view, v, role) for v in verbs}
    theirs = None if role is not Role.CUSTOMER else "NOT_YOURS"
    answers["PAY"] = theirs or (None if view.open > 0 else "NOTHING_DUE")
    held = theirs or _why_not_taken(view)
    asked = "APPROVE_FIRST" if view.booking.state is m1.State.REQUESTED else None
    answers |= {"AUTHORISE": theirs or _why_not_authorised(view), "CAPTURE": held or asked, "VOID": held}
    answers["REPRICE"] = theirs or _price_stays(view)
    waiting = any(r.is_by_hand for p in view.payments for r in p.refunds)
    answers["HAND_OVER"] = theirs or (None if waiting else "NO_REFUND")
    answers["NOTE"] = None
    answers["EDIT"] = None
    return answers


def _why_not_authorised(view: BookingView) -> str | None:
    """A link that only holds the money: of a provider that can, while none is open and something is left to ask for."""
    if not any(str(method) in view.desk.links for method in HOLDS):
        return "CANNOT_HOLD"
    held = sum(p.authorised for p in view.payments if p.state is AttemptState.AUTHORISED)
    if view.open - held <= 0:
        return "NOTHING_DUE"
    return "LINK_OPEN" if any(a.is_open for a in view.attempts) else None


def _why_not_taken(view: BookingView) -> str | None:
    """Taking what is authorised, and giving it up."""
    payment = next((p for p in view.payments if p.state is AttemptState.AUTHORISED), None)
    if payment is None:
        return "NOT_AUTHORISED"
    if payment.until is not None and payment.until <= view.now:
        return "AUTH_OVER"
    return "BUSY_MONEY" if any(op.subject == payment.id for op in view.ops) else None


def _price_stays(view: BookingView) -> str | None:
    if view.booking.state in (m1.State.COMPLETED, m1.State.NO_SHOW):
        return "ALREADY_EARNED"
    return None if view.booking.state is m1.State.CONFIRMED else "BOOKING_CLOSED"


def _why_not(view: BookingView, verb: Verb, role: Role) -> str | None:
    row = m1.TABLE.get((view.booking.state, verb))
    if row is None:
        return "ILLEGAL_MOVE"
    if role not in row.roles:
        return "NOT_YOURS"
    if Guard.ENDED in row.guards and view.slot.end > view.now:
        return "NOT_YET"
    if Guard.STARTED in row.guards and view.slot.start + GRACE > view.now:
        return "NOT_YET"
    may_over = role is Role.STAFF and verb is not Verb.APPROVE  # who asks for what has begun is told no
    if Guard.BEFORE_START in row.guards and view.slot.start <= view.now and not may_over:
        return "STARTED"
    if verb is Verb.MOVE and view.slot.state is not SlotState.PLANNED:
        return "SLOT_CLOSED"
    return None
