"""An order as it will stand once a plan's effects are made: what is asked of it can be asked before they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deskbell.domain import effects as e
from deskbell.domain.booking import State
from deskbell.domain.facts import OrderFacts
from deskbell.domain.ids import Id
from deskbell.domain.op import Op, OpState
from deskbell.domain.order import Line, LineKind
from deskbell.domain.payment import Attempt, AttemptState, Payment, Refund

_OVER = (OpState.DONE, OpState.DROPPED)


def foreseen(at: OrderFacts, effects: Iterable[e.Effect], now: int) -> OrderFacts:
    """Lines, payments, refunds, links, operations and bookings of that order; what is of others is passed over."""
    for effect in effects:
        at = _after(at, effect, now)
    return at


def _after(at: OrderFacts, effect: e.Effect, now: int) -> OrderFacts:
    match effect:
        case e.LineAdded() | e.LineReversed() if effect.order == at.order.id:
            return replace(at, order=replace(at.order, lines=(*at.order.lines, _line(effect))))
        case e.AttemptOpened() if effect.order == at.order.id:
            return replace(at, attempts=(_asked(effect, now), *at.attempts))
        case e.LinkMade():
            made = {"state": AttemptState.PENDING, "reference": effect.reference, "link": effect.link}
            return _attempt(at, effect.attempt, **made, expires_at=effect.expires_at)
        case e.AttemptTurned():
            return _attempt(at, effect.attempt, state=effect.after)
        case e.PaymentTaken() | e.MoneyArrived() if effect.order == at.order.id:
            return replace(at, payments=(_arrived(effect, now), *at.payments))
        case e.PaymentReversed():
            return _payment(at, effect.payment, state=AttemptState.REVERSED)
        case e.PaymentTurned():
            taken = effect.moved if effect.after is AttemptState.CHARGED_BACK else 0
            return _payment(at, effect.payment, state=effect.after, captured=effect.amount, disputed=taken)
        case e.RefundMade() | e.RefundTurned():
            return replace(at, payments=tuple(_refunded(p, effect) for p in at.payments))
        case e.BookingTurned():
            cancelled = now if effect.after is State.CANCELLED else None
            return _booking(at, effect.booking, state=effect.after, cancelled_at=cancelled)
        case e.HoldSet():
            was = {"hold_was": effect.before} if effect.review else {}
            return _booking(at, effect.booking, hold_until=effect.after, **was)
        case e.OpQueued() if effect.order == at.order.id:
            op = Op(effect.op, 0, effect.op_kind, effect.connection, effect.subject, OpState.TODO, effect.request)
            return replace(at, ops=(*at.ops, op))
        case e.OpTurned():
            ops = (replace(op, state=effect.after) if op.id == effect.op else op for op in at.ops)
            return replace(at, ops=tuple(op for op in ops if op.state not in _OVER))
        case _:
            return at


def _line(effect: e.LineAdded | e.LineReversed) -> Line:
    if isinstance(effect, e.LineReversed):
        back = (-effect.gross, effect.tax_rate, -effect.tax)
        return Line(effect.line, effect.booking, LineKind.CREDIT, *back)
    return Line(effect.line, effect.booking, effect.line_kind, effect.gross, effect.tax_rate, effect.tax)


def _asked(effect: e.AttemptOpened, now: int) -> Attempt:
    what = (effect.attempt, effect.order, effect.method, effect.amount, effect.currency, AttemptState.CREATED, now)
    return Attempt(*what, expires_at=effect.expires_at, capture=str(effect.capture))


def _arrived(effect: e.PaymentTaken | e.MoneyArrived, now: int) -> Payment:
    if isinstance(effect, e.PaymentTaken):
        return Payment(effect.payment, effect.attempt, effect.method, effect.amount, now, AttemptState.CAPTURED)
    captured = effect.amount if effect.state is AttemptState.CAPTURED else 0
    what = (effect.payment, effect.attempt, effect.method, captured, now, effect.state)
    return Payment(
        *what, reference=effect.reference, authorised=effect.amount - captured, until=effect.until
    )  # fmt: skip


def _refunded(payment: Payment, effect: e.RefundMade | e.RefundTurned) -> Payment:
    if isinstance(effect, e.RefundMade):
        if effect.payment != payment.id:
            return payment
        what = (effect.refund, payment.id, effect.booking, effect.amount, effect.state, effect.method)
        return replace(payment, refunds=(*payment.refunds, Refund(*what, effect.reference)))
    turned = (
        replace(r, state=effect.after, reference=effect.reference or r.reference) if r.id == effect.refund else r
        for r in payment.refunds
    )
    return replace(payment, refunds=tuple(turned))


def _attempt(at: OrderFacts, which: Id, **change: object) -> OrderFacts:
    kept = (replace(a, **change) if a.id == which else a for a in at.attempts)  # type: ignore[arg-type]
    return replace(at, attempts=tuple(kept))


def _payment(at: OrderFacts, which: Id, **change: object) -> OrderFacts:
    kept = (replace(p, **change) if p.id == which else p for p in at.payments)  # type: ignore[arg-type]
    return replace(at, payments=tuple(kept))


def _booking(at: OrderFacts, which: Id, **change: object) -> OrderFacts:
    kept = (replace(b, **change) if b.id == which else b for b in at.bookings)  # type: ignore[arg-type]
    return replace(at, bookings=tuple(kept))
