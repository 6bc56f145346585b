"""What is theirs whom somebody wants erased: bookings, money, words, and what others keep of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, or_, select, union

from deskbell.domain.booking import TO_COME, State
from deskbell.domain.erasing import EraseFacts, pseudonym
from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import LinkState
from deskbell.domain.op import OpKind
from deskbell.store import tables as t
from deskbell.store.codes import DESK, among
from deskbell.store.find.ops import open_ops
from deskbell.store.find.tasks import open_tasks
from deskbell.store.theirs import ALONE, LETTERS, THEIRS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.domain.facts import Desk

_p, _b, _o, _m = t.person.c, t.booking.c, t.desk_order.c, t.message.c
_WHO: Any = bindparam("who")
_PERSON = select(_p.id, _p.name, _p.archived_at.is_not(None)).where(_p.public_id == bindparam("id"))
_TEACHES = select(func.count()).select_from(t.tutor).where(t.tutor.c.person_id == _WHO)
_CHILDREN = select(_p.name).where(_p.guardian_id == _WHO, _p.archived_at.is_(None)).order_by(_p.id)
_ORDERS = select(_o.id).where(or_(_o.payer_id == _WHO, _o.id.in_(select(_b.order_id).where(_b.participant_id == _WHO))))
_COMING = (
    select(_b.id)
    .where(or_(_b.participant_id == _WHO, _b.payer_id == _WHO), among(_b.state, (*TO_COME, State.WAITLISTED)))
    .order_by(_b.id)
)
_OWING = (
    select(_o.id)
    .where(
        or_(_o.payer_id == _WHO, and_(_o.payer_id.is_(None), _o.id.in_(_ORDERS))),
        or_(_o.due != _o.captured - _o.refunded, _o.authorised > 0),
    )
    .order_by(_o.id)
)
_SUBJECTS = union(
    select(_b.public_id).where(_b.participant_id == _WHO),
    select(_o.public_id).where(_o.id.in_(_ORDERS)),
    select(t.attempt.c.public_id).where(t.attempt.c.order_id.in_(_ORDERS)),
    select(t.payment.c.public_id).join(t.attempt, t.attempt.c.id == t.payment.c.attempt_id).where(
        t.attempt.c.order_id.in_(_ORDERS)
    ),
    select(t.refund.c.public_id).where(t.refund.c.order_id.in_(_ORDERS)),
)  # fmt: skip
_MAILS = select(_m.public_id).where(_m.id.in_(LETTERS))
_LESSONS = select(func.count()).select_from(t.slot).where(
    t.slot.c.id.in_(ALONE), or_(t.slot.c.focus != "", t.slot.c.join_url != "")
)  # fmt: skip
_NOTES = select(func.count()).select_from(t.note).where(t.note.c.booking_id.in_(THEIRS), t.note.c.text != "")
_PAID_THERE = (
    select(t.payment.c.provider, func.count())
    .select_from(t.payment.join(t.attempt, t.attempt.c.id == t.payment.c.attempt_id))
    .where(t.attempt.c.order_id.in_(_ORDERS), t.payment.c.provider != DESK)
    .group_by(t.payment.c.provider)
    .order_by(t.payment.c.provider)
)
_ON_CALENDAR = (
    select(t.calendar_link.c.connection, func.count())
    .where(
        t.calendar_link.c.slot_id.in_(select(_b.slot_id).where(_b.participant_id == _WHO)),
        t.calendar_link.c.state != str(LinkState.DELETED),
    )
    .group_by(t.calendar_link.c.connection)
    .order_by(t.calendar_link.c.connection)
)
_PAPERS = (
    select(func.count(), func.max(t.document_party.c.keep_until))
    .select_from(t.document_party.join(t.document, t.document.c.id == t.document_party.c.document_id))
    .where(t.document.c.payer_id == _WHO, t.document_party.c.keep_until > bindparam("now"))
)


def erase_facts(conn: Connection, desk: Desk, which: Id, now: int) -> EraseFacts:
    """NotFound: NO_SUCH_PERSON."""
    row = conn.execute(_PERSON, {"id": which}).first()
    if row is None:
        raise NotFound("NO_SUCH_PERSON", which=which)
    key, name, archived = row
    who = {"who": key}

    def count(query: Any) -> int:
        return int(conn.execute(query, who).scalar_one())

    def ids(query: Any) -> list[Id]:
        return [Id(row[0]) for row in conn.execute(query, who)]

    subjects, mails = ids(_SUBJECTS), ids(_MAILS)
    letters = tuple(op for op in open_ops(conn, mails) if op.kind is OpKind.MAIL)
    papers, until = conn.execute(_PAPERS, {**who, "now": now}).one()
    held = [(str(name), int(n)) for query in (_PAID_THERE, _ON_CALENDAR) for name, n in conn.execute(query, who)]
    return EraseFacts(
        desk,
        which,
        name,
        key,
        gone=bool(archived) and name == pseudonym(key),
        teaches=count(_TEACHES) > 0,
        children=tuple(row[0] for row in conn.execute(_CHILDREN, who)),
        coming=tuple(row[0] for row in conn.execute(_COMING, who)),
        owing=tuple(row[0] for row in conn.execute(_OWING, who)),
        needs=len(open_tasks(conn, *subjects)),
        under_way=len(open_ops(conn, subjects)),
        letters=letters,
        tasks=open_tasks(conn, *mails, *(op.id for op in letters)),
        notes=count(_NOTES),
        mails=len(mails),
        lessons=count(_LESSONS),
        held=tuple(held),
        papers=int(papers),
        until=datetime.fromtimestamp(until, UTC).year if until else 0,
    )
