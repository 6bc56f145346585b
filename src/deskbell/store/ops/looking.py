"""Which links are due to be looked at, and when next; which holds are over; what operations are about."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, BindParameter, and_, bindparam, exists, func, or_, select, update

from deskbell.domain.booking import WAITING
from deskbell.domain.ids import Id
from deskbell.domain.op import UNASKED, Op, OpKind
from deskbell.domain.payment import LINKS, OPEN_REFUND, AttemptState, RefundState
from deskbell.domain.working import SAID, Held, Owed, Target, ToLook
from deskbell.store import codes
from deskbell.store import tables as t
from deskbell.store.ops.queue import OPEN

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

WATCHED = 2
"""Seconds between two looks at a link that somebody watches."""

AHEAD = 3600
"""Seconds by which it was due already, then: it comes before all the others that wait."""

FARTHEST = 2 * 86_400
"""No look is set further ahead than a day: what is was set by a clock that has been set back since."""

_NOW: BindParameter[int] = bindparam("now", type_=BigInteger)
_a, _p, _r, _op, _b = t.attempt.c, t.payment.c, t.refund.c, t.op.c, t.booking.c
_LOOK = (
    select(
        _a.public_id, _a.provider, _a.reference, _a.state, _a.created_at, _a.expires_at, _a.looked_at, _a.look_at,
        _a.looks,
    )
    .where(
        _a.provider == bindparam("link"), _a.look_at.is_not(None),
        or_(_a.look_at <= _NOW, _a.look_at > _NOW + FARTHEST),
    )
    .order_by(_a.look_at, _a.id)
    .limit(50)
)  # fmt: skip
_NEXT = select(func.min(_a.look_at)).where(_a.provider == bindparam("link"), _a.look_at.is_not(None))
_FIRST = select(func.min(_a.created_at)).where(_a.provider == bindparam("link"))
_LOOKED = (
    update(t.attempt)
    .where(_a.public_id == bindparam("which"))
    .values(looked_at=bindparam("at"), look_at=bindparam("next"), looks=_a.looks + 1, said=bindparam("words"))
)
_REFUSED = update(t.attempt).where(_a.public_id == bindparam("which")).values(said=bindparam("words"))
_PUT_OFF = update(t.attempt).where(_a.public_id == bindparam("which")).values(look_at=bindparam("next"))
_WATCH = (
    update(t.attempt)
    .where(
        _a.public_id == bindparam("which"),
        _a.look_at > bindparam("first"),
        or_(_a.looked_at.is_(None), _a.looked_at <= bindparam("then")),
    )
    .values(look_at=bindparam("first"))
)
_STATE = select(_a.state, _a.created_at, _a.expires_at).where(_a.public_id == bindparam("which"))


def due_looks(unit: Read, connection: str, now: int) -> tuple[ToLook, ...]:
    """Links of a connection whose next look is due, the longest due first; at most fifty."""
    rows = unit.rows(_LOOK, {"link": connection, "now": now})
    return tuple(ToLook(Id(row[0]), row[1], row[2], AttemptState(row[3]), *row[4:]) for row in rows)


def next_look(unit: Read, connection: str) -> int | None:
    found = unit.value(_NEXT, {"link": connection})
    return None if found is None else int(found)


def first_link(unit: Read, connection: str) -> int | None:
    """When the first link of a connection was asked for."""
    found = unit.value(_FIRST, {"link": connection})
    return None if found is None else int(found)


def looked(unit: Write, attempt: Id, at: int, after: int | None, said: str = "") -> None:
    """It was looked at; `after` is the next time, None for never; `said`: what is under way there and no money yet."""
    unit.run(_LOOKED, {"which": attempt, "at": at, "next": after, "words": said})


def refused(unit: Write, attempt: Id, code: str) -> None:
    """Its provider would not make it, and why: whoever is asked what to do is told."""
    unit.run(_REFUSED, {"which": attempt, "words": code[:SAID]})


def put_off(unit: Write, attempt: Id, until: int) -> None:
    """It could not be looked at: again at an instant."""
    unit.run(_PUT_OFF, {"which": attempt, "next": until})


def watch(unit: Write, attempt: Id, now: int) -> bool:
    """Somebody watches: the next look is due now, unless the last one is younger than two seconds."""
    return unit.run(_WATCH, {"which": attempt, "first": now - AHEAD, "then": now - WATCHED}).rowcount == 1


def standing(unit: Read, attempt: Id) -> tuple[AttemptState, int, int | None] | None:
    """A link's state, when it was made, and until when it is open."""
    row = unit.row(_STATE, {"which": attempt})
    return None if row is None else (AttemptState(row[0]), int(row[1]), row[2])


_OF_ATTEMPT = select(_a.public_id, _a.reference, _a.created_at, _a.amount, _a.currency).where(
    _a.public_id == bindparam("which")
)
_OF_PAYMENT = (
    select(_a.public_id, _a.reference, _a.created_at, _p.authorised, _p.currency, _p.provider_payment_id)
    .select_from(t.payment.join(t.attempt, _a.id == _p.attempt_id))
    .where(_p.public_id == bindparam("which"))
)
_OF_REFUND = (
    select(_a.public_id, _a.reference, _a.created_at, _r.amount, _r.currency, _p.provider_payment_id, _r.public_id)
    .select_from(t.refund.join(t.payment, _p.id == _r.payment_id).join(t.attempt, _a.id == _p.attempt_id))
    .where(_r.public_id == bindparam("which"))
)
_of = t.refund.alias("of")
_SIBLINGS = (
    select(
        _r.public_id, _r.amount, _r.state, _r.provider_refund_id,
        exists().where(
            _op.subject == _r.public_id, _op.kind == str(OpKind.REFUND), _op.state.in_((*OPEN, "parked")),
            _op.first_sent_at.is_not(None), ~_op.error.startswith(UNASKED),
        ),
    )
    .select_from(t.refund.join(_of, _of.c.payment_id == _r.payment_id))
    .where(_of.c.public_id == bindparam("which"))
)  # fmt: skip
_ABOUT = {
    OpKind.CHECKOUT: _OF_ATTEMPT,
    OpKind.EXPIRE: _OF_ATTEMPT,
    OpKind.CAPTURE: _OF_PAYMENT,
    OpKind.VOID: _OF_PAYMENT,
    OpKind.REFUND: _OF_REFUND,
}


def target(unit: Read, op: Op) -> Target | None:
    """What an operation is about, by its frozen body where that says so, else by the rows; None where it is gone."""
    about_it = _ABOUT.get(op.kind)
    row = None if about_it is None else unit.row(about_it, {"which": op.subject})
    if row is None:
        return None
    body = json.loads(op.request or "{}")
    attempt, checkout, asked_at, amount, currency, *more = row
    asked = body.get("amount") if op.kind is not OpKind.CHECKOUT else None
    found: list[Any] = [*more, None, None]
    about = Target(
        Id(attempt),
        checkout,
        amount if asked is None else int(asked),
        str(body.get("currency") or currency),
        found[0],
        Id(found[1]) if found[1] else None,
        int(asked_at),
    )
    return about if op.kind is not OpKind.REFUND else _among_others(unit, about)


def _among_others(unit: Read, about: Target) -> Target:
    """A refund, and what the desk knows of the others of its payment."""
    rows = unit.rows(_SIBLINGS, {"which": about.refund})
    ours = next(row for row in rows if row[0] == about.refund)
    others = [row for row in rows if row[0] != about.refund]
    return replace(
        about,
        made=ours[3] or "",
        known=frozenset(row[3] for row in others if row[3]),
        is_wanted=RefundState(ours[2]) in OPEN_REFUND,
        must_wait=any(row[4] and row[1] == about.amount and row[2] == RefundState.REQUESTED for row in others),
    )


_asked = exists().where(_op.subject == _a.public_id, _op.kind == str(OpKind.CHECKOUT), _op.first_sent_at.is_not(None))
_told = exists().where(
    _op.subject == _a.public_id, _op.kind == str(OpKind.EXPIRE), codes.among(_op.state, (*OPEN, "parked"))
)
_WAITING = tuple(sorted(WAITING))
_HELD = (
    select(_b.public_id, _b.hold_until, _a.public_id, _a.provider, _a.state, _a.reference, _asked, _told, _a.looked_at)
    .select_from(
        t.booking.outerjoin(t.attempt, and_(_a.order_id == _b.order_id, codes.among(_a.provider, sorted(LINKS))))
    )
    .where(codes.among(_b.state, _WAITING), _b.hold_until.is_not(None), _b.hold_until <= bindparam("now"))
    .order_by(_b.hold_until, _b.id, _a.id)
)
_NEXT_HOLD = select(func.min(_b.hold_until)).where(codes.among(_b.state, _WAITING), _b.hold_until.is_not(None))


def over(unit: Read, now: int) -> tuple[Held, ...]:
    """Held and requested bookings whose time is over, a line for each of their links; one without a link where there
    is none.
    """
    found = []
    for booking, until, attempt, link, state, reference, asked, told, looked in unit.rows(_HELD, {"now": now}):
        if attempt is None:
            found.append(Held(Id(booking), until))
            continue
        known = bool(reference) or bool(asked)
        found.append(Held(Id(booking), until, Id(attempt), link, AttemptState(state), known, bool(told), looked))
    return tuple(found)


def next_hold(unit: Read) -> int | None:
    found = unit.value(_NEXT_HOLD)
    return None if found is None else int(found)


ANSWER_WITHIN = 86_400
"""Seconds that somebody has to decide about money without a seat, where the task does not say."""

_owed_by = func.coalesce(t.task.c.due_at, t.task.c.raised_at + ANSWER_WITHIN)
_OWED = (
    select(t.task.c.public_id, _b.public_id, _p.public_id)
    .select_from(
        t.task.join(t.booking, _b.public_id == t.task.c.subject)
        .outerjoin(t.attempt, and_(_a.order_id == _b.order_id, _a.provider.is_not(None)))
        .outerjoin(t.payment, and_(_p.attempt_id == _a.id, _p.state == str(AttemptState.CAPTURED)))
    )
    .where(t.task.c.kind == "MONEY_WITHOUT_SEAT", t.task.c.state == codes.OPEN, _owed_by <= bindparam("now"))
    .order_by(t.task.c.id, _p.id)
)


def owed(unit: Read, now: int) -> tuple[Owed, ...]:
    """Money without a seat about which nobody decided in time, with the provider's payments of that order."""
    found: dict[tuple[str, str], list[Id]] = {}
    for task, booking, payment in unit.rows(_OWED, {"now": now}):
        payments = found.setdefault((task, booking), [])
        if payment is not None:
            payments.append(Id(payment))
    return tuple(Owed(Id(task), Id(booking), tuple(made)) for (task, booking), made in found.items())
