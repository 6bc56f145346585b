"""What a provider says becomes what is so: money, refunds and disputes first, then the seats that hang on them.

Settle looks at the fetched object and at nothing else: the same object twice changes nothing (I7, I8). It is split
into what the money does (here) and what the bookings do about it (seating).
"""

from __future__ import annotations

from dataclasses import replace

from deskbell.domain.commands import Settle
from deskbell.domain.decisions.reckoning import Books
from deskbell.domain.decisions.refunds import FAILED_REFUND
from deskbell.domain.decisions.seating import DIFFERS, seats_after, secured
from deskbell.domain.effects import (
    AttemptTurned,
    LinkMade,
    MoneyArrived,
    OpTurned,
    PaymentTurned,
    ReceiptKind,
    RefundMade,
    RefundTurned,
)
from deskbell.domain.errors import Refused
from deskbell.domain.facts import OrderFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.nameless import is_it
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.payment import (
    OPEN_REFUND,
    PAID_BACK,
    TAKEN,
    Attempt,
    AttemptState,
    Payment,
    PayVerb,
    Refund,
    RefundState,
    RefundVerb,
    attempt_after,
    refund_after,
)
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.ports import CheckoutState, Seen, SeenPayment, SeenRefund, SeenRefundState, SeenState

CHARGED_BACK = "CHARGED_BACK"
REFUNDED_OUTSIDE = "REFUNDED_OUTSIDE"
LINK_REFUSED = "LINK_REFUSED"


def decide_settle(facts: tuple[Attempt, OrderFacts], cmd: Settle, now: int, mint: Mint) -> Plan:
    """Everything that this checkout says and the desk does not know yet, and what follows of it. No effects where
    there is nothing new. M1 T10-T13, M3 P1-P13.
    """
    attempt, at = facts
    if cmd.actor.role is not Role.SYSTEM:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="SETTLE")
    books = Books(at, attempt, mint, payments=list(at.payments))
    asked = _asked(at, cmd)
    if cmd.refused:
        _refused(books)
    in_review = False
    if cmd.seen is not None:
        _linked(books, cmd.seen)
        for seen in cmd.seen.payments:
            in_review |= seen.state is SeenState.IN_REVIEW
            _payment(books, seen, asked)
        _attempt(books, cmd.seen, now)
    over = cmd.seen is not None and cmd.seen.state is not CheckoutState.OPEN
    seats_after(books, now, closed=over or not books.attempt.is_open, in_review=in_review)
    subject = at.bookings[0].id if at.bookings else None
    return Plan("SETTLE", tuple(books.effects), asks=False, subject=subject)


def _turn(books: Books, verb: PayVerb) -> None:
    attempt = books.attempt
    after = attempt_after(attempt.state, verb)
    books.effects.append(AttemptTurned(attempt.order, attempt.id, attempt.method, attempt.state, after))
    books.attempt = replace(attempt, state=after)


def _refused(books: Books) -> None:
    """There is no checkout and there shall be none: while something is owed, somebody chooses another way (P8)."""
    if books.attempt.state is not AttemptState.CREATED:
        return
    _turn(books, PayVerb.CLOSE)
    books.effects += [
        OpTurned(op.id, op.kind, op.connection, op.subject, op.state, OpState.DROPPED)
        for op in books.facts.ops
        if op.subject == books.attempt.id and op.kind is OpKind.CHECKOUT and op.state is OpState.TODO
    ]
    if secured(books.payments) < books.facts.order.total.minor:
        books.task(LINK_REFUSED, books.attempt.id)


def _linked(books: Books, seen: Seen) -> None:
    attempt = books.attempt
    if attempt.state is not AttemptState.CREATED or not seen.checkout:  # a sweep may tell of money alone
        return
    until = seen.expires_at or attempt.expires_at or 0
    made = LinkMade(attempt.order, attempt.id, attempt.method, seen.checkout, until, link=seen.link)
    books.effects.append(made)
    after = attempt_after(attempt.state, PayVerb.SEND)
    books.attempt = replace(attempt, state=after, reference=seen.checkout, link=seen.link, expires_at=until)


def _attempt(books: Books, seen: Seen, now: int) -> None:
    """The attempt follows its furthest payment, and ends with its checkout."""
    mine = [p for p in books.payments if p.attempt == books.attempt.id]
    state = books.attempt.state
    if any(p.state in (AttemptState.CAPTURED, AttemptState.CHARGED_BACK) for p in mine):
        if state not in (AttemptState.CAPTURED, AttemptState.CHARGED_BACK):
            if state in (AttemptState.VOIDED, AttemptState.AUTH_EXPIRED):
                return  # another payment of the same link; the attempt told its end
            _turn(books, PayVerb.TAKE)
    elif any(p.state is AttemptState.AUTHORISED for p in mine):
        if state is not AttemptState.AUTHORISED and (state, PayVerb.AUTHORISE) in _LEGAL:
            _turn(books, PayVerb.AUTHORISE)
    elif state is AttemptState.AUTHORISED:
        _turn(books, PayVerb.VOID if any(p.state is AttemptState.VOIDED for p in mine) else PayVerb.LOSE)
    elif books.attempt.is_open and _is_over(seen, books.attempt, now):
        _turn(books, PayVerb.LAPSE)


def _is_over(seen: Seen, attempt: Attempt, now: int) -> bool:
    """Nobody can pay here any more: also where what was paid is no money of this order, once nothing is under way or
    the link's own time is over.
    """
    waits = any(p.state in (SeenState.PENDING, SeenState.IN_REVIEW) for p in seen.payments)
    paid = seen.state is CheckoutState.PAID and (not waits or now >= (attempt.expires_at or 0))
    return paid or seen.state is CheckoutState.EXPIRED


_LEGAL = frozenset(
    (s, PayVerb.AUTHORISE)
    for s in (
        AttemptState.CREATED,
        AttemptState.PENDING,
        AttemptState.FAILED,
        AttemptState.CANCELLED,
        AttemptState.EXPIRED,
    )
)


def _payment(books: Books, seen: SeenPayment, asked: frozenset[Id]) -> None:
    ours = next((p for p in books.payments if p.reference == seen.id and p.attempt == books.attempt.id), None)
    if seen.state in (SeenState.PENDING, SeenState.IN_REVIEW, SeenState.FAILED):
        return
    if seen.currency != books.currency:
        books.task_once(DIFFERS, books.attempt.id)  # not money of this order: a person looks (I10)
        return
    if seen.state is SeenState.AUTHORISED:
        if ours is None:
            _arrived(books, seen, AttemptState.AUTHORISED, seen.amount)
        return
    if seen.state is SeenState.CANCELLED:
        if ours is not None and ours.state is AttemptState.AUTHORISED:
            _lost(books, ours)
        return
    if ours is None:
        ours = _arrived(books, seen, AttemptState.CAPTURED, seen.captured)
    elif ours.state is AttemptState.AUTHORISED:
        ours = _turned(books, ours, AttemptState.CAPTURED, seen.captured)
        books.receipt(ReceiptKind.RECEIPT, seen.captured, payment=ours.id)
    if any(_moves(ours, refund, asked) for refund in seen.refunds):  # money that moved had been won back meanwhile
        _dispute(books, ours.id, 0)
    for refund in seen.refunds:
        _refund(books, ours.id, refund, asked)
    _dispute(books, ours.id, seen.taken_back)


def _arrived(books: Books, seen: SeenPayment, state: AttemptState, amount: int) -> Payment:
    attempt, id_ = books.attempt, books.mint()
    made = MoneyArrived(
        attempt.order, attempt.id, id_, attempt.method, seen.id, amount, books.currency, state, seen.until
    )
    books.effects.append(made)
    captured = amount if state is AttemptState.CAPTURED else 0
    payment = Payment(
        id_, attempt.id, attempt.method, captured, seen.at, state, reference=seen.id,
        authorised=amount - captured, until=seen.until,
    )  # fmt: skip
    books.payments.insert(0, payment)
    if captured:
        books.receipt(ReceiptKind.RECEIPT, amount, payment=id_)
    return payment


def _turned(books: Books, ours: Payment, after: AttemptState, amount: int) -> Payment:
    books.effects.append(PaymentTurned(books.order, ours.id, ours.method, ours.state, after, amount, books.currency))
    turned = replace(ours, state=after, captured=amount)
    books.put(turned)
    return turned


def _lost(books: Books, ours: Payment) -> None:
    """Given up because we asked for it, or gone by itself: then somebody collects anew (P5, P6)."""
    asked = any(op.subject == ours.id and op.kind is OpKind.VOID for op in books.facts.ops)
    _turned(books, ours, AttemptState.VOIDED if asked else AttemptState.AUTH_EXPIRED, 0)


def _dispute(books: Books, which: Id, taken: int) -> None:
    """A bank has so much of it now, which may be more or less than before (P11)."""
    ours = next(p for p in books.payments if p.id == which)
    if taken == ours.disputed or ours.state not in TAKEN:
        return
    if ours.disputed:
        attempt_after(ours.state, PayVerb.WIN)
        books.receipt(ReceiptKind.RECEIPT, ours.disputed, payment=which)
        books.settle_task(CHARGED_BACK, which)
        ours = _disputed(books, ours, AttemptState.CAPTURED, ours.disputed)
    if taken:
        attempt_after(ours.state, PayVerb.DISPUTE)
        books.receipt(ReceiptKind.REVERSAL, -taken, payment=which)
        books.task(CHARGED_BACK, which)
        _disputed(books, ours, AttemptState.CHARGED_BACK, taken)


def _disputed(books: Books, ours: Payment, after: AttemptState, moved: int) -> Payment:
    part = None if moved == ours.captured else moved
    turn = (books.order, ours.id, ours.method, ours.state, after, ours.captured, books.currency, part)
    books.effects.append(PaymentTurned(*turn))
    turned = replace(ours, state=after, disputed=moved if after is AttemptState.CHARGED_BACK else 0)
    books.put(turned)
    return turned


# --- refunds

_MADE_THERE = (RefundState.SUCCEEDED, RefundState.EXTERNAL)
"""A refund that went through at the provider may still come back from the customer's bank, whoever asked for it."""


def _asked(at: OrderFacts, cmd: Settle) -> frozenset[Id]:
    """The refunds that the provider may have been asked for, and that may have been made without our knowing which."""
    asked = {op.subject for op in at.ops if op.kind is OpKind.REFUND and op.may_be_asked}
    if cmd.refund is not None:
        asked = asked | {cmd.refund} if cmd.asked else asked - {cmd.refund}
    return frozenset(asked)


def _ours(payment: Payment, seen: SeenRefund, asked: frozenset[Id]) -> Refund | None:
    """By its id or our name of it; where no names are kept, the one that was asked for and that it can be."""
    named = (r for r in payment.refunds if seen.reference == r.id)
    exact = next((r for r in payment.refunds if seen.id == r.reference), None) or next(named, None)
    if exact is not None or seen.named or seen.state is SeenRefundState.FAILED:
        return exact
    known = {r.reference for r in payment.refunds}
    wanted = (r for r in payment.refunds if r.state is RefundState.REQUESTED and r.id in asked)
    return next((r for r in wanted if is_it(seen, r.id, r.amount, known)), None)


def _moves(payment: Payment, seen: SeenRefund, asked: frozenset[Id]) -> bool:
    """Whether money went back, or came back again, that we do not know of."""
    ours = _ours(payment, seen, asked)
    if seen.state is SeenRefundState.SUCCEEDED:
        return ours is None or ours.state in (*OPEN_REFUND, RefundState.FAILED, RefundState.WITHDRAWN)
    return ours is not None and ours.state in _MADE_THERE and _fails(ours, seen)


def _fails(ours: Refund, seen: SeenRefund) -> bool:
    """Whether this is news of a failure: neither of an earlier try, nor the one after which it was asked for anew."""
    if seen.state is not SeenRefundState.FAILED or ours.reference not in ("", seen.id):
        return False
    return not (ours.state is RefundState.REQUESTED and ours.reference == seen.id)


def _refund(books: Books, payment: Id, seen: SeenRefund, asked: frozenset[Id]) -> None:
    """Ours where it can be told, else somebody made it at the provider without us (P13)."""
    ours = _ours(next(p for p in books.payments if p.id == payment), seen, asked)
    if ours is None or ours.state is RefundState.WITHDRAWN:  # what was taken back and made all the same is told
        if seen.state is SeenRefundState.SUCCEEDED:
            _outside(books, payment, seen)
        return
    if seen.state is SeenRefundState.PENDING and ours.state is RefundState.REQUESTED:
        _refund_turned(books, payment, ours, RefundVerb.SEND, seen.id)
    elif seen.state is SeenRefundState.SUCCEEDED and ours.state not in PAID_BACK:
        if ours.state in OPEN_REFUND or ours.state is RefundState.FAILED:
            if ours.state is RefundState.FAILED:  # it had been given up, and others were promised in its place
                _make_room(books, next(p for p in books.payments if p.id == payment), ours.amount)
            _refund_turned(books, payment, ours, RefundVerb.SUCCEED, seen.id)
            books.receipt(ReceiptKind.REFUND, -ours.amount, refund=ours.id)
            books.settle_task(FAILED_REFUND, ours.id)
    elif seen.state is SeenRefundState.SUCCEEDED and ours.state is RefundState.MANUAL_DONE:
        if seen.id != ours.reference:  # handed over, and made there all the same: it went back twice
            _refund_named(books, payment, ours, seen.id)
            books.task(REFUNDED_OUTSIDE, ours.id)
    elif ours.state in (*OPEN_REFUND, *_MADE_THERE) and _fails(ours, seen):
        if ours.state in _MADE_THERE:
            books.receipt(ReceiptKind.REVERSAL, ours.amount, refund=ours.id)
        _refund_turned(books, payment, ours, RefundVerb.FAIL, seen.id)
        books.task(FAILED_REFUND, ours.id)


def _refund_turned(books: Books, payment: Id, ours: Refund, verb: RefundVerb, reference: str) -> None:
    after = refund_after(ours.state, verb)
    turned = (books.order, ours.id, ours.method, ours.amount, books.currency, ours.state, after)
    books.effects.append(RefundTurned(*turned, reference=reference))
    _put_refund(books, payment, replace(ours, state=after, reference=reference or ours.reference))


def _refund_named(books: Books, payment: Id, ours: Refund, reference: str) -> None:
    """The same refund, by its name at the provider: what is known by it is told once."""
    same = (books.order, ours.id, ours.method, ours.amount, books.currency, ours.state, ours.state)
    books.effects.append(RefundTurned(*same, reference=reference))
    _put_refund(books, payment, replace(ours, reference=reference))


def _put_refund(books: Books, payment: Id, refund: Refund) -> None:
    of = next(p for p in books.payments if p.id == payment)
    known = any(r.id == refund.id for r in of.refunds)
    kept = tuple(refund if r.id == refund.id else r for r in of.refunds)
    books.put(replace(of, refunds=kept if known else (*of.refunds, refund)))


def _outside(books: Books, payment: Id, seen: SeenRefund) -> None:
    of = next(p for p in books.payments if p.id == payment)
    _make_room(books, of, seen.amount)
    method, id_ = of.method, books.mint()
    made = RefundMade(
        books.order, id_, payment, None, method, seen.amount, books.currency, RefundState.EXTERNAL, seen.id
    )
    books.effects.append(made)
    _put_refund(books, payment, Refund(id_, payment, None, seen.amount, RefundState.EXTERNAL, method, seen.id))
    books.receipt(ReceiptKind.REFUND, -seen.amount, refund=id_)
    books.task(REFUNDED_OUTSIDE, id_)


def _make_room(books: Books, of: Payment, amount: int) -> None:
    """What went back without us leaves less for what we asked for: that fails, newest first, and a person is told.
    What the provider may have been asked for already comes last: it may be made, and then it is so.
    """
    asked = {op.subject for op in books.facts.ops if op.kind is OpKind.REFUND and op.may_be_asked}
    newest = of.refunds[::-1]
    for refund in sorted(newest, key=lambda refund: refund.id in asked):
        now = next(p for p in books.payments if p.id == of.id)
        if now.left >= amount:
            return
        if refund.state not in OPEN_REFUND:
            continue
        books.effects += [
            OpTurned(op.id, op.kind, op.connection, op.subject, op.state, OpState.DROPPED)
            for op in books.facts.ops
            if op.subject == refund.id and op.state is OpState.TODO
        ]
        _refund_turned(books, of.id, refund, RefundVerb.FAIL, "")
        books.task(FAILED_REFUND, refund.id)
