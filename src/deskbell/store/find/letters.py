"""Rules and lessons for reminders, letters and what they tell, and whom a plan can reach."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select

from deskbell.domain.booking import State
from deskbell.domain.codec import loads
from deskbell.domain.decisions.telling import PostFacts, Whom
from deskbell.domain.effects import LetterTurned, LinkMade, NoteAdded, PersonAdded, ReceiptIssued, Told
from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id
from deskbell.domain.mail_facts import (
    Item,
    LetterFacts,
    PersonFacts,
    RemindFacts,
    RuleFacts,
    TextFacts,
    UntoldFacts,
    text_id,
)
from deskbell.domain.notices import DEFAULTS, Channel, Lesson, Letter, Notice, Reached, Rule, Terms, farthest
from deskbell.domain.people import Role
from deskbell.store import tables as t
from deskbell.store.codes import among
from deskbell.store.find.ops import open_ops
from deskbell.store.find.tasks import open_tasks

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.domain.facts import Desk
    from deskbell.domain.mail_commands import Remind, Which
    from deskbell.domain.plan import Plan

REACHED = ("mail", "phone", "language", "zone")
"""How somebody is reached."""
_r, _m, _n, _b, _s = t.notice_rule.c, t.message.c, t.notification.c, t.booking.c, t.slot.c
_IDS: Any = bindparam("ids", expanding=True)
_RULES = select(
    _r.public_id, _r.notice, _r.audience, _r.channel, _r.minutes, _r.active, _r.quiet_from, _r.quiet_until
).order_by(_r.id)
_TEXT = select(t.template.c.subject, t.template.c.body).where(t.template.c.public_id == bindparam("which"))
_TEXTS = select(t.template.c.notice, t.template.c.language, t.template.c.subject, t.template.c.body)
_PEOPLE = select(t.person.c.public_id, t.person.c.mail).where(t.person.c.public_id.in_(_IDS))
_TUTORS = (
    select(t.tutor.c.public_id, t.person.c.mail)
    .select_from(t.tutor.join(t.person, t.person.c.id == t.tutor.c.person_id))
    .where(t.tutor.c.public_id.in_(_IDS))
)
_who, _guardian, _payer, _teacher = (t.person.alias(name) for name in ("who", "guardian", "payer", "teacher"))
_sitting = t.booking.outerjoin(_who, _who.c.id == _b.participant_id).outerjoin(
    _guardian, _guardian.c.id == _who.c.guardian_id
)
_SITTERS = select(_b.public_id, _who.c.public_id, _guardian.c.public_id).select_from(_sitting).where(
    _b.public_id.in_(_IDS)
)  # fmt: skip
_PAYERS = (
    select(t.desk_order.c.public_id, _b.public_id, _payer.c.public_id, _who.c.public_id, _guardian.c.public_id)
    .select_from(
        _sitting.join(t.desk_order, t.desk_order.c.id == _b.order_id).outerjoin(_payer, _payer.c.id == _b.payer_id)
    )
    .where(t.desk_order.c.public_id.in_(_IDS))
    .order_by(_b.id.desc())
)
_LESSONS = (
    select(
        _b.public_id, _b.state, _s.start, _s.end, _b.created_at, t.tutor.c.public_id, t.tutor.c.zone,
        _teacher.c.mail, _who.c.public_id, _who.c.mail, _who.c.zone, _guardian.c.public_id, _guardian.c.mail,
        _guardian.c.zone,
    )
    .select_from(
        _sitting.join(t.slot, _s.id == _b.slot_id)
        .join(t.tutor, t.tutor.c.id == _s.tutor_id)
        .join(_teacher, _teacher.c.id == t.tutor.c.person_id)
    )
    .where(
        among(_b.state, (State.CONFIRMED, State.COMPLETED)), _s.start > bindparam("since"),
        _s.start < bindparam("until"),
    )
    .order_by(_s.start, _b.id)
)  # fmt: skip
_KNOWN = (
    select(_n.rule, _b.public_id, _n.person, _n.channel, _n.start)
    .select_from(t.notification.join(t.booking, _b.id == _n.booking_id))
    .where(_n.rule.is_not(None), _n.start > bindparam("since"), _n.start < bindparam("until"))
)
ASKED = select(func.count()).select_from(t.op).where(t.op.c.subject == bindparam("which"))
"""A letter has one operation, and one more each time that a person has it sent again."""
_LETTER = select(_m.id, _m.state).where(_m.public_id == bindparam("which"))
_ITEMS = (
    select(_b.public_id, _n.audience, _n.person, _n.notice, _n.about, _n.rule, _n.start, _n.state)
    .select_from(t.notification.join(t.booking, _b.id == _n.booking_id))
    .where(_n.message_id == bindparam("message"))
    .order_by(_n.id)
)


def rules(conn: Connection) -> tuple[Rule, ...]:
    """A desk's rules: those that every desk has, as they were changed here, then its own."""
    changed: dict[Id, Terms] = {}
    for id_, notice, audience, channel, minutes, active, quiet_from, quiet_until in conn.execute(_RULES):
        changed[Id(id_)] = Terms(
            Notice(notice), Role(audience), Channel(channel), minutes, bool(active), quiet_from, quiet_until
        )
    known = tuple(Rule(r.id, changed.pop(r.id, r.terms)) for r in DEFAULTS)
    return known + tuple(Rule(id_, terms, own=True) for id_, terms in changed.items())


def rule_facts(conn: Connection, desk: Desk) -> RuleFacts:
    return RuleFacts(desk, rules(conn))


def texts(conn: Connection) -> dict[tuple[Notice, str], tuple[str, str]]:
    """The desk's own subjects and texts, by notice and language."""
    return {(Notice(n), language): (subject, body) for n, language, subject, body in conn.execute(_TEXTS)}


def text_facts(conn: Connection, desk: Desk, notice: Notice, language: str) -> TextFacts:
    which = text_id(notice, language)
    row = conn.execute(_TEXT, {"which": which}).first()
    return TextFacts(desk, which, *(row or ()))


# --- whom a plan can reach


def post_facts(conn: Connection, desk: Desk, plan: Plan) -> PostFacts:
    """Addresses of those whom the plan names, people whom it writes down among them; nothing without mail."""
    if not desk.mail:
        return PostFacts(desk)
    orders = sorted({e.order for e in plan.effects if isinstance(e, LinkMade | ReceiptIssued)})
    noted = sorted({e.booking for e in plan.effects if isinstance(e, NoteAdded) and e.visibility == "CUSTOMER"})
    payers: dict[Id, tuple[Id, Id]] = {}
    for order, booking, payer, who, guardian in conn.execute(_PAYERS, {"ids": orders}) if orders else ():
        if whom := payer or guardian or who:
            payers[Id(order)] = Id(booking), Id(whom)
    sitters: dict[Id, Id] = {}
    for booking, who, guardian in conn.execute(_SITTERS, {"ids": noted}) if noted else ():
        if who:
            sitters[Id(booking)] = Id(guardian or who)
    whom = {(e.audience, e.person) for e in plan.effects if isinstance(e, Told)}
    whom |= {(Role.CUSTOMER, person) for _, person in payers.values()}
    whom |= {(Role.CUSTOMER, person) for person in sitters.values()}
    if not whom:
        return PostFacts(desk)
    return PostFacts(desk, rules(conn), _addresses(conn, plan, whom), payers, sitters)


def _addresses(conn: Connection, plan: Plan, whom: set[Whom]) -> dict[Whom, str]:
    added = {(Role.CUSTOMER, e.person): e.mail for e in plan.effects if isinstance(e, PersonAdded)}
    return added | addresses(conn, whom)


def addresses(conn: Connection, whom: set[Whom]) -> dict[Whom, str]:
    """Where they are reached now; nobody who is not written down."""
    found: dict[Whom, str] = {}
    for role, query in ((Role.TUTOR, _TUTORS), (Role.CUSTOMER, _PEOPLE)):
        ids = sorted(person for audience, person in whom if audience is role)
        if ids:
            found.update({(role, Id(id_)): mail for id_, mail in conn.execute(query, {"ids": ids})})
    return found


_OF_PERSON = select(t.person.c.public_id, *(t.person.c[name] for name in REACHED)).where(
    or_(
        t.person.c.public_id == bindparam("who"),
        t.person.c.id.in_(select(t.tutor.c.person_id).where(t.tutor.c.public_id == bindparam("who"))),
    )
)


def person_facts(conn: Connection, desk: Desk, who: Id) -> PersonFacts:
    """By their own id, or a tutor's. NotFound: NO_SUCH_PERSON."""
    row = conn.execute(_OF_PERSON, {"who": who}).first()
    if row is None:
        raise NotFound("NO_SUCH_PERSON", which=who)
    return PersonFacts(desk, Id(row[0]), dict(zip(REACHED, row[1:], strict=True)))


# --- by the clock


def remind_facts(conn: Connection, desk: Desk, cmd: Remind) -> RemindFacts:
    """Every lesson of which a rule may speak in that time, and what was told by a rule already."""
    known_rules = rules(conn)
    behind, ahead = farthest(known_rules)
    span = {"since": cmd.after - behind, "until": cmd.until + ahead}
    known = frozenset(
        (Id(rule), Id(booking), Id(person), Channel(channel), start)
        for rule, booking, person, channel, start in conn.execute(_KNOWN, span)
    )
    return RemindFacts(desk, known_rules, lessons(conn, desk, **span), known)


def lessons(conn: Connection, desk: Desk, since: int, until: int) -> tuple[Lesson, ...]:
    found = []
    for row in conn.execute(_LESSONS, {"since": since, "until": until}):
        id_, state, start, end, made, tutor, zone, tutor_mail, *people = row
        told = [(Role.TUTOR, Reached(Id(tutor), zone, tutor_mail)), (Role.STAFF, Reached(desk.id, desk.zone))]
        who, mail, zone, guardian, guardian_mail, guardian_zone = people
        if guardian:
            told.append((Role.CUSTOMER, Reached(Id(guardian), guardian_zone or desk.zone, guardian_mail)))
        elif who:
            told.append((Role.CUSTOMER, Reached(Id(who), zone or desk.zone, mail)))
        found.append(Lesson(Id(id_), State(state), start, end, made, tuple(told)))
    return tuple(found)


_HEARD = select(_b.public_id).where(
    _b.id.in_(
        select(_n.booking_id).where(
            _n.audience == str(Role.CUSTOMER), among(_n.notice, (Notice.BOOKED, Notice.MOVED))
        )
    ),
    _b.id.in_(select(_b.id).join(t.slot, _s.id == _b.slot_id).where(_s.start > bindparam("now"))),
)  # fmt: skip


def untold_facts(conn: Connection, desk: Desk, now: int) -> UntoldFacts:
    """Confirmed lessons to come of which no letter to the customer was ever made."""
    heard = {Id(row[0]) for row in conn.execute(_HEARD, {"now": now})}
    found = lessons(conn, desk, now, 2**62)
    untold = tuple(x for x in found if x.state is State.CONFIRMED and x.booking not in heard)
    return UntoldFacts(desk, rules(conn), untold)


# --- a letter


def letter_facts(conn: Connection, desk: Desk, letter: Id) -> LetterFacts:
    """NotFound: NO_SUCH_LETTER."""
    row = conn.execute(_LETTER, {"which": letter}).first()
    if row is None:
        raise NotFound("NO_SUCH_LETTER", which=letter)
    ops = open_ops(conn, [letter])
    tasks = open_tasks(conn, letter, *(op.id for op in ops))
    told = items(conn, {row[0]: letter})[letter]
    return LetterFacts(desk, letter, Letter(row[1]), told, next(iter(ops), None), tasks, _left(conn, letter, told))


_TURNS = select(t.activity.c.body).where(
    t.activity.c.booking_id.in_(select(_b.id).where(_b.public_id.in_(_IDS))), t.activity.c.kind == LetterTurned.__name__
).order_by(t.activity.c.id)  # fmt: skip


def _left(conn: Connection, letter: Id, told: tuple[Item, ...]) -> dict[Which, Letter]:
    """What had left, or may have, when it was last sent again."""
    if conn.execute(ASKED, {"which": letter}).scalar_one() < 2:
        return {}
    found: dict[Which, Letter] = {}
    for (body,) in conn.execute(_TURNS, {"ids": sorted({item.booking for item in told})}):
        turn = loads(LetterTurned.__name__, body)
        assert isinstance(turn, LetterTurned)  # noqa: S101 - it is of that kind
        if turn.letter == letter and turn.before in (Letter.SENT, Letter.UNCERTAIN):
            found[turn.booking, turn.audience, turn.notice] = turn.before
    return found


def items(conn: Connection, messages: dict[int, Id]) -> dict[Id, tuple[Item, ...]]:
    """What each letter tells, in order; `messages` are their keys and ids."""
    found: defaultdict[Id, list[Item]] = defaultdict(list)
    for key, letter in messages.items():
        for booking, audience, person, notice, about, rule, start, state in conn.execute(_ITEMS, {"message": key}):
            said = (Notice(notice), about, rule, start, Letter(state))
            found[letter].append(Item(Id(booking), Role(audience), Id(person), *said))
    return {letter: tuple(found[letter]) for letter in messages.values()}
