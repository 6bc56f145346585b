"""Why somebody is needed: for each kind of task what it is about and whether its cause still stands.

The table is data. Every change asks it about the orders that it touches, as they stand after it: a task whose cause is
gone is settled in the same change, and one without a cause is not raised. A kind whose cause no row tells of is closed
by whoever told it: the worker, when it manages what it failed at, or a person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.booking import SEATED, WAITING, State
from deskbell.domain.connections import LINKS_LEFT
from deskbell.domain.decisions.refunds import kept, promised
from deskbell.domain.facts import OrderFacts
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.offering import OFFER_CHANGED, OFFER_CLASH
from deskbell.domain.payment import AttemptState, Payment, Refund, RefundState
from deskbell.domain.working import SKEW, Health, Link


class About(StrEnum):
    """What a task's subject is: something of an order, or something that belongs to none."""

    ORDER = "ORDER"
    BOOKING = "BOOKING"
    ATTEMPT = "ATTEMPT"
    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    OP = "OP"
    WORK = "WORK"
    """The link, payment or booking that the worker fell over."""
    STRANGER = "STRANGER"
    """A payment at a provider that belongs to nothing here, by a digest of both."""
    CONNECTION = "CONNECTION"
    LETTER = "LETTER"
    DESK = "DESK"


Stands = Callable[[OrderFacts, Id, int], bool]
"""(the order, the task's subject, now): whether the cause still stands."""


@dataclass(frozen=True, slots=True)
class Cause:
    about: About
    stands: Stands | None = None
    sick: Callable[[Health], bool] | None = None
    """The same of a connection."""


def _secured(at: OrderFacts) -> int:
    held = sum(p.authorised for p in at.payments if p.state is AttemptState.AUTHORISED)
    return promised(at.payments) + held


def _refund(at: OrderFacts, which: Id) -> Refund | None:
    return next((r for p in at.payments for r in p.refunds if r.id == which), None)


def _payment(at: OrderFacts, which: Id) -> Payment | None:
    return next((p for p in at.payments if p.id == which), None)


def _is_seated(at: OrderFacts) -> bool:
    return any(b.state in SEATED for b in at.bookings)


def _too_much(at: OrderFacts, which: Id, now: int) -> bool:
    """More is there than is owed."""
    return promised(at.payments) > at.order.total.minor


def _by_hand(at: OrderFacts, which: Id, now: int) -> bool:
    refund = _refund(at, which)
    return refund is not None and refund.state is RefundState.REQUESTED


def _failed(at: OrderFacts, which: Id, now: int) -> bool:
    refund = _refund(at, which)
    return refund is not None and refund.state is RefundState.FAILED


def _without_seat(at: OrderFacts, which: Id, now: int) -> bool:
    seated = any(b.id == which and b.state in SEATED for b in at.bookings)
    return not seated and _too_much(at, which, now)


def _differs(at: OrderFacts, which: Id, now: int) -> bool:
    """A payment of another amount, while something is still open; one in other money stands until somebody saw it."""
    payment = _payment(at, which)
    if payment is None:
        return any(a.id == which for a in at.attempts)
    return payment.state is AttemptState.CAPTURED and payment.left > 0 and promised(at.payments) < at.order.total.minor


def _outside(at: OrderFacts, which: Id, now: int) -> bool:
    """Something is open again by it, or more went back than came; what was given back by hand as well is gone twice for
    good.
    """
    refund = _refund(at, which)
    if refund is None or refund.state is not RefundState.EXTERNAL:
        return refund is not None and refund.state is RefundState.MANUAL_DONE
    return min(promised(at.payments), kept(at.payments)) < at.order.total.minor


def _charged_back(at: OrderFacts, which: Id, now: int) -> bool:
    payment = _payment(at, which)
    return payment is not None and payment.disputed > 0


def _unpaid(at: OrderFacts) -> bool:
    """Something is to be collected, and no link is open by which it may come."""
    return _secured(at) < at.order.total.minor and not any(a.is_open for a in at.attempts)


def _auth_lost(at: OrderFacts, which: Id, now: int) -> bool:
    return _unpaid(at) and _is_seated(at)


def _link_refused(at: OrderFacts, which: Id, now: int) -> bool:
    """A link that was asked for after a cancellation is for its fee."""
    asked = next((a.at for a in at.attempts if a.id == which), 0)
    for_fee = any(b.cancelled_at is not None and b.cancelled_at <= asked for b in at.bookings)
    return _unpaid(at) and (_is_seated(at) or for_fee)


def _hold_stuck(at: OrderFacts, which: Id, now: int) -> bool:
    return any(b.id == which and b.state in WAITING and (b.hold_until or 0) <= now for b in at.bookings)


def _under_way(at: OrderFacts, which: Id, now: int) -> bool:
    return any(op.id == which for op in at.ops)


def _undone(at: OrderFacts, which: Id, now: int) -> bool:
    """The hold that could not be ended, the money that could not be taken or given back; a look tells of itself."""
    for booking in at.bookings:
        if booking.id == which:
            return booking.state in WAITING
    if (payment := _payment(at, which)) is not None:
        return payment.state is AttemptState.AUTHORISED or _too_much(at, which, now)
    return True


def _nobodys(at: OrderFacts, which: Id, now: int) -> bool:
    return not any(digest_id(str(p.method), p.reference) == which for p in at.payments if p.reference)


def _unanswered(at: OrderFacts, which: Id, now: int) -> bool:
    return any(b.id == which and b.state is State.REQUESTED for b in at.bookings)


def _takes_place(at: OrderFacts, which: Id, now: int) -> bool:
    """The lesson is still to be given."""
    return any(b.id == which and b.state is State.CONFIRMED for b in at.bookings)


CAUSES: dict[str, Cause] = {
    "REFUND_BY_HAND": Cause(About.REFUND, _by_hand),
    "REFUND_FAILED": Cause(About.REFUND, _failed),
    "MONEY_WITHOUT_SEAT": Cause(About.BOOKING, _without_seat),
    "OVERPAID": Cause(About.ORDER, _too_much),
    "AMOUNT_DIFFERS": Cause(About.PAYMENT, _differs),
    "REFUNDED_OUTSIDE": Cause(About.REFUND, _outside),
    "CHARGED_BACK": Cause(About.PAYMENT, _charged_back),
    "AUTH_LOST": Cause(About.ORDER, _auth_lost),
    "LINK_REFUSED": Cause(About.ATTEMPT, _link_refused),
    "APPROVAL": Cause(About.BOOKING, _unanswered),
    "HOLD_STUCK": Cause(About.BOOKING, _hold_stuck),
    "OP_STUCK": Cause(About.OP, _under_way),
    "WORK_FAILED": Cause(About.WORK, _undone),
    "MAIL_REFUSED": Cause(About.LETTER),
    "MAIL_UNCERTAIN": Cause(About.LETTER),
    "BACKUP_FAILED": Cause(About.DESK),
    "NO_MEETING": Cause(About.BOOKING, _takes_place),
    "EVENT_CHANGED": Cause(About.BOOKING, _takes_place),
    "EVENT_GONE": Cause(About.BOOKING, _takes_place),
    "BUSY_ON_BOOKING": Cause(About.BOOKING, _takes_place),
    OFFER_CHANGED: Cause(About.BOOKING, _takes_place),
    OFFER_CLASH: Cause(About.DESK),
    "GUEST_REFUSED": Cause(About.BOOKING, _takes_place),
    "STRAY_EVENT": Cause(About.DESK),
    "STRAY_MONEY": Cause(About.STRANGER, _nobodys),
    "CLOCK_SKEW": Cause(About.CONNECTION, sick=lambda health: abs(health.skew) > SKEW),
    "CONNECTION_DOWN": Cause(About.CONNECTION, sick=lambda health: health.state is Link.DOWN),
    LINKS_LEFT: Cause(About.CONNECTION, sick=lambda health: health.state is Link.OFF),
    "LOCKED_OUT": Cause(About.CONNECTION, sick=lambda health: health.state is Link.PAUSED),
}


def is_gone(kind: str, subject: Id, at: OrderFacts, now: int) -> bool:
    """Whether this order shows that the cause of such a task is gone."""
    cause = CAUSES.get(kind)
    return cause is not None and cause.stands is not None and not cause.stands(at, subject, now)
