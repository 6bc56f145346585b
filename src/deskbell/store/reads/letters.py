"""A letter with everything that its words are made of, and the list of what went and what waits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select

from deskbell.domain.booking import State
from deskbell.domain.books import own_uid
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import STANDS, LinkState
from deskbell.domain.letters import Coming, Matter, Outgoing, ToSend, Written
from deskbell.domain.mail_facts import Item
from deskbell.domain.notices import STALE, Due, Letter, Notice, Rule, due_at, is_silent
from deskbell.domain.op import OpState
from deskbell.domain.payment import AttemptState
from deskbell.domain.people import Role
from deskbell.store import tables as t
from deskbell.store.find.letters import ASKED, addresses, items, rules
from deskbell.store.find.ops import open_ops

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.domain.facts import Desk

_m, _b, _s, _n, _link = t.message.c, t.booking.c, t.slot.c, t.notification.c, t.calendar_link.c
_who, _teacher = t.person.alias("who"), t.person.alias("teacher")
_LETTER = (
    select(
        _m.id, _m.state, t.person.c.public_id, t.person.c.name, t.person.c.mail, t.person.c.language, t.person.c.zone,
        t.tutor.c.zone,
    )
    .select_from(
        t.message.join(t.person, t.person.c.id == _m.person_id).outerjoin(t.tutor, t.tutor.c.person_id == t.person.c.id)
    )
    .where(_m.public_id == bindparam("which"))
)  # fmt: skip
_LESSON = (
    select(
        _b.id, _b.state, _b.version, _who.c.public_id, _who.c.name, _s.public_id, _s.version, _s.start, _s.end,
        t.service.c.name, _s.focus, _teacher.c.name, _s.place, t.room.c.name, _s.join_url,
        t.tutor.c.public_id, _link.uid, _link.sequence, _link.join_url, _link.state,
    )
    .select_from(
        t.booking.outerjoin(_who, _who.c.id == _b.participant_id)
        .join(t.slot, _s.id == _b.slot_id)
        .join(t.service, t.service.c.id == _s.service_id)
        .join(t.tutor, t.tutor.c.id == _s.tutor_id)
        .join(_teacher, _teacher.c.id == t.tutor.c.person_id)
        .outerjoin(t.room, t.room.c.id == _s.room_id)
        .outerjoin(t.calendar_link, _link.slot_id == _s.id)
    )
    .where(_b.public_id == bindparam("which"))
)  # fmt: skip
_LINK = select(
    t.attempt.c.link, t.attempt.c.amount, t.attempt.c.currency, t.attempt.c.expires_at, t.attempt.c.state
).where(t.attempt.c.public_id == bindparam("which"))
_RECEIPT = select(t.receipt.c.number, t.receipt.c.amount, t.receipt.c.currency).where(
    t.receipt.c.public_id == bindparam("which")
)
_NOTE = select(t.note.c.text, t.note.c.hidden_at).where(t.note.c.public_id == bindparam("which"))
_PAYABLE = frozenset({AttemptState.PENDING, AttemptState.FAILED})
_KEPT = select(_m.subject, _m.body, _m.html, _m.address, t.person.c.name, _m.language).select_from(
    t.message.join(t.person, t.person.c.id == _m.person_id)
).where(_m.public_id == bindparam("which"))  # fmt: skip
_LEFT_AT = (
    select(func.max(t.op.c.done_at))
    .where(t.op.c.subject == _m.public_id, t.op.c.state == str(OpState.DONE))
    .scalar_subquery()
)
_LIST = (
    select(
        _m.id, _m.public_id, _m.state, _m.audience, t.person.c.name,
        case((_m.address == "", t.person.c.mail), else_=_m.address),
        func.coalesce(case((_m.state == str(Letter.SENT), _LEFT_AT)), _m.turned_at, _m.created_at),
        _m.subject, _m.code,
    )
    .select_from(t.message.join(t.person, t.person.c.id == _m.person_id))
    .order_by(case((_m.state == str(Letter.SCHEDULED), 0), else_=1), _m.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip
_NOS = select(_n.message_id, _b.id, _n.notice).select_from(
    t.notification.join(t.booking, _b.id == _n.booking_id)
).where(_n.message_id.in_(bindparam("keys", expanding=True))).order_by(_n.id)  # fmt: skip
_NAMES = select(t.person.c.public_id, t.person.c.name).where(t.person.c.public_id.in_(bindparam("ids", expanding=True)))
_TUTORS = (
    select(t.tutor.c.public_id, t.person.c.name)
    .select_from(t.tutor.join(t.person, t.person.c.id == t.tutor.c.person_id))
    .where(t.tutor.c.public_id.in_(bindparam("ids", expanding=True)))
)


def to_send(conn: Connection, desk: Desk, letter: Id) -> ToSend | None:
    """The letter as it stands now; None where there is none."""
    row = conn.execute(_LETTER, {"which": letter}).first()
    if row is None:
        return None
    key, state, person, name, mail, language, zone, tutor_zone = row
    told = items(conn, {key: letter})[letter]
    zone = zone or tutor_zone or desk.zone
    reached = addresses(conn, {(item.audience, item.person) for item in told})
    asked = conn.execute(ASKED, {"which": letter}).scalar_one() > 1
    by = None if asked else rules(conn)
    matters = tuple(
        replace(
            _ruled(_matter(conn, desk, item, Id(person)), by, zone),
            address=reached.get((item.audience, item.person), ""),
        )
        for item in told
    )
    return ToSend(letter, Letter(state), desk.name, name, mail, language or desk.language, zone, matters)


def _ruled(matter: Matter, by: tuple[Rule, ...] | None, zone: str) -> Matter:
    """What the rules say of it by now; where a person had the letter sent again (None), that person has decided."""
    if by is None:
        return matter
    item = matter.item
    if is_silent(by, item.notice, item.audience, item.rule):
        return replace(matter, off=True)
    if item.notice is not Notice.FOLLOW_UP:
        return matter
    terms = next(rule.terms for rule in by if rule.id == item.rule)
    return replace(matter, until=due_at(terms, matter.start, matter.end, zone) + STALE)


def _matter(conn: Connection, desk: Desk, item: Item, reader: Id) -> Matter:
    row = conn.execute(_LESSON, {"which": item.booking}).one()
    no, state, version, who, name, slot, slot_version, start, end, service, focus, tutor, *rest = row
    place, room, join, gives, event_uid, event_sequence, meeting, stands = rest
    uid, sequence = own_uid(desk.id, item.booking), version * 10_000 + min(slot_version, 9_999)
    if item.audience is Role.TUTOR:
        uid, sequence = own_uid(desk.id, slot), slot_version
    if event_uid and stands == str(LinkState.DELETED) and State(state) in STANDS:
        event_uid = ""  # that event is gone, and another one has not come yet: the lesson's own entry
    if event_uid:  # one entry in their calendar, whoever puts it there: the event's own, as it changed last
        uid, sequence = event_uid, max(int(event_sequence or 0), sequence)
    more: dict[str, Any] = {}
    if item.notice is Notice.PAY_LINK and (link := conn.execute(_LINK, {"which": item.about}).first()):
        open_ = link[0] and AttemptState(link[4]) in _PAYABLE
        more = {"url": link[0], "amount": link[1], "currency": link[2], "until": link[3], "gone": not open_}
    elif item.notice is Notice.RECEIPT and (paid := conn.execute(_RECEIPT, {"which": item.about}).first()):
        more = {"number": paid[0], "amount": paid[1], "currency": paid[2]}
    elif item.notice is Notice.NOTE and (note := conn.execute(_NOTE, {"which": item.about}).first()):
        more = {"note": note[0], "gone": note[1] is not None}
    return Matter(
        item, no, State(state), start, end, service, focus, tutor, name if name and who != reader else "", place,
        room or "", join or meeting or "", uid, sequence, left=item.audience is Role.TUTOR and item.person != gives,
        awaits=stands == str(LinkState.TO_CREATE) and not event_uid,
        **more,
    )  # fmt: skip


_CODE = select(_m.code).where(_m.public_id == bindparam("which"))


def code_of(conn: Connection, letter: Id) -> str:
    """Why it did not leave."""
    return str(conn.execute(_CODE, {"which": letter}).scalar() or "")


def kept(conn: Connection, letter: Id) -> Written | None:
    """What a letter said that left; None where none of it was kept."""
    row = conn.execute(_KEPT, {"which": letter}).first()
    return Written(*row) if row is not None and row[0] else None


_ID = select(_m.public_id).where(_m.id == bindparam("no"))


def id_of(conn: Connection, no: int) -> Id | None:
    found = conn.execute(_ID, {"no": no}).scalar() if 0 < no < 2**63 else None
    return Id(found) if found else None


def outbox(conn: Connection, most: int) -> tuple[Outgoing, ...]:
    """Letters that wait, then those that went or did not, newest first."""
    rows = conn.execute(_LIST, {"most": most}).all()
    about: dict[int, list[tuple[int, str]]] = {}
    for key, no, notice in conn.execute(_NOS, {"keys": [row[0] for row in rows]}) if rows else ():
        about.setdefault(key, []).append((no, notice))
    ops = {op.subject: op for op in open_ops(conn, [Id(row[1]) for row in rows])}
    found = []
    for key, letter, state, audience, name, address, at, subject, code in rows:
        told = about.get(key, [])
        op = ops.get(Id(letter))
        when = op.next_at if op is not None and state == Letter.SCHEDULED else at
        nos = tuple(dict.fromkeys(no for no, _ in told))
        notice = Notice(told[0][1]) if told else Notice.BOOKED
        whom = (Role(audience), name, address)
        found.append(Outgoing(Id(letter), key, Letter(state), notice, *whom, when, nos, subject, code, len(told), op))
    return tuple(found)


_READER = select(t.person.c.name, t.person.c.language, t.person.c.zone).where(t.person.c.public_id == bindparam("id"))
_TEACHER = (
    select(t.person.c.name, t.person.c.language, t.tutor.c.zone)
    .select_from(t.tutor.join(t.person, t.person.c.id == t.tutor.c.person_id))
    .where(t.tutor.c.public_id == bindparam("id"))
)


def foreseen(conn: Connection, desk: Desk, dues: list[Due]) -> ToSend | None:
    """The letter that will tell what is due, to one address."""
    coming = dues[0]
    query = _TEACHER if coming.audience is Role.TUTOR else _READER
    row = conn.execute(query, {"id": coming.to.person}).first()
    if row is None:
        return None
    name, language, zone = row
    told = [Item(due.booking, due.audience, due.to.person, due.notice, start=due.start) for due in dues]
    matters = tuple(_matter(conn, desk, item, coming.to.person) for item in told)
    whom = (name, coming.to.address, language or desk.language, zone or desk.zone)
    return ToSend(Id(""), Letter.SCHEDULED, desk.name, *whom, matters)


_LATEST = (
    select(_b.public_id, _who.c.public_id, _who.c.guardian_id, t.tutor.c.public_id)
    .select_from(
        t.booking.join(_who, _who.c.id == _b.participant_id)
        .join(t.slot, _s.id == _b.slot_id)
        .join(t.tutor, t.tutor.c.id == _s.tutor_id)
    )
    .where(_s.start > bindparam("now"), _b.state == str(State.CONFIRMED))
    .order_by(_s.start, _b.id)
    .limit(1)
)


def example(conn: Connection, desk: Desk, notice: Notice, audience: Role, language: str, now: int) -> ToSend | None:
    """A letter about the next lesson, as it would read; None where there is no lesson to come."""
    row = conn.execute(_LATEST, {"now": now}).first()
    if row is None:
        return None
    booking, person, guardian, tutor = row
    whom = Id(tutor) if audience is Role.TUTOR else Id(person)
    found = _matter(conn, desk, Item(Id(booking), audience, whom, notice), whom if not guardian else Id(""))
    found = replace(found, **_INVENTED.get(notice, {}), currency=desk.currency)
    name = found.tutor if audience is Role.TUTOR else found.person or _name(conn, Id(person))
    return ToSend(Id(""), Letter.SCHEDULED, desk.name, name, "", language, desk.zone, (found,))


_INVENTED: dict[Notice, dict[str, Any]] = {
    Notice.PAY_LINK: {"url": "https://pay.example/123", "amount": 2500},
    Notice.RECEIPT: {"number": 1042, "amount": 2500},
    Notice.NOTE: {"note": "…"},
}
"""What no lesson has by itself."""


def _name(conn: Connection, person: Id) -> str:
    return str(conn.execute(_NAMES, {"ids": [person]}).one()[1])


def coming(conn: Connection, dues: list[Due]) -> tuple[Coming, ...]:
    """Who that is, and of which lesson."""
    if not dues:
        return ()
    names: dict[str, str] = {}
    for query, side in ((_NAMES, Role.CUSTOMER), (_TUTORS, Role.TUTOR)):
        ids = sorted({d.to.person for d in dues if d.audience is side})
        if ids:
            names |= {row[0]: row[1] for row in conn.execute(query, {"ids": ids})}
    lessons = {b: conn.execute(_LESSON, {"which": b}).one() for b in dict.fromkeys(d.booking for d in dues)}
    return tuple(
        Coming(
            d,
            lessons[d.booking][0],
            (lessons[d.booking][4] or "") if d.audience is Role.STAFF else names.get(d.to.person, ""),
            lessons[d.booking][9],
        )
        for d in dues
    )
