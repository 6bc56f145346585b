"""Everything about one booking (S2.14 - S2.22), with the timeline that its effects tell."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, func, or_, select

from deskbell.domain.codec import loads
from deskbell.domain.effects import NoteAdded
from deskbell.domain.errors import NotSetUp
from deskbell.domain.facts import BookingFacts
from deskbell.domain.ids import Id
from deskbell.domain.people import Role
from deskbell.domain.views import BookingView, Note, Receipt, Told
from deskbell.store import find
from deskbell.store import tables as t
from deskbell.store.codes import seated
from deskbell.store.find.changes import UNDOABLE
from deskbell.store.find.events import stood
from deskbell.store.reads.agenda import seq

if TYPE_CHECKING:
    from sqlalchemy import Connection

_booking, _slot, _activity, _change = t.booking.c, t.slot.c, t.activity.c, t.change.c
_note, _receipt = t.note.c, t.receipt.c
_undo = t.change.alias("undo")

_RECEIPTS = (
    select(
        _receipt.number, _receipt.kind, _receipt.amount, _receipt.currency, _receipt.at, t.payment.c.public_id,
        t.refund.c.public_id,
    )
    .select_from(
        t.receipt.outerjoin(t.payment, t.payment.c.id == _receipt.payment_id).outerjoin(
            t.refund, t.refund.c.id == _receipt.refund_id
        )
    )
    .where(_receipt.order_id == bindparam("order"))
    .order_by(_receipt.number)
)  # fmt: skip
_NOTES = (
    select(
        _note.public_id, _note.hidden_at, _note.at, _note.author_role, t.person.c.name, _note.kind, _note.visibility,
        _note.text,
    )
    .select_from(t.note.outerjoin(t.person, t.person.c.id == _note.author_id))
    .where(_note.booking_id == bindparam("booking"))
    .order_by(_note.id)
)  # fmt: skip
_TIMELINE = (
    select(
        _activity.id, _change.id, _activity.at, _activity.role, _activity.person, _change.verb, _activity.kind,
        _activity.body, exists().where(_undo.c.undoes == _change.id),
    )
    .select_from(t.activity.join(t.change, _change.id == _activity.change_id))
    .where(
        or_(
            _activity.booking_id == bindparam("booking"),
            and_(_activity.booking_id.is_(None), _activity.slot_id == bindparam("slot")),
            and_(_activity.booking_id.is_(None), _activity.order_id == bindparam("order")),
        )
    )
    .order_by(_activity.id)
)  # fmt: skip
_KEPT = select(t.kept_words.c.activity_id, t.kept_words.c.field, t.kept_words.c.words).where(
    t.kept_words.c.activity_id.in_(bindparam("activities", expanding=True))
)
_WHO = select(t.person.c.public_id, t.person.c.name).where(
    t.person.c.public_id.in_(bindparam("people", expanding=True))
)
_SUBJECTS = select(_change.id).where(
    _change.id.in_(bindparam("changes", expanding=True)), _change.subject == bindparam("subject"), *UNDOABLE
)
_NTH = (
    select(func.count())
    .select_from(
        t.person.join(t.booking, _booking.participant_id == t.person.c.id).join(t.slot, _slot.id == _booking.slot_id)
    )
    .where(
        t.person.c.public_id == bindparam("person"),
        _booking.state.in_(seated),
        _slot.tutor_id == bindparam("tutor"),
        or_(_slot.start < bindparam("start"), and_(_slot.start == bindparam("start"), _booking.id <= bindparam("no"))),
    )
)
_MATES = (
    select(_booking.id, t.person.c.name)
    .select_from(t.booking.outerjoin(t.person, t.person.c.id == _booking.participant_id))
    .where(_booking.slot_id == bindparam("slot"), _booking.id != bindparam("booking"), _booking.state.in_(seated))
    .order_by(_booking.id)
)
_ROOM = select(t.room.c.name).where(t.room.c.public_id == bindparam("room"))


def booking_view(conn: Connection, no: int, now: int) -> BookingView:
    """The booking of that number. NotFound: NO_SUCH_BOOKING. NotSetUp: DESK_NOT_SET_UP."""
    desk = find.desk(conn)
    if desk is None:
        raise NotSetUp("DESK_NOT_SET_UP")
    at = find.booking_facts(conn, no, desk)
    booking, slot, person = at.booking, at.slot, at.person
    guardian = find.person(conn, person.guardian) if person and person.guardian else None
    notes, said = _notes(conn, booking.no)
    timeline = _timeline(conn, at, said)
    mates = conn.execute(_MATES, {"slot": slot.no, "booking": booking.no}) if at.others else ()
    room = conn.execute(_ROOM, {"room": slot.room}).scalar() if slot.room else None
    return BookingView(
        desk,
        now,
        seq(conn),
        booking,
        slot,
        at.service,
        at.tutor,
        at.order,
        at.payments,
        tuple(Receipt(*row) for row in conn.execute(_RECEIPTS, {"order": at.order.no})),
        notes,
        timeline,
        room or "",
        person,
        guardian,
        _nth(conn, at),
        tuple((mate, name or "") for mate, name in mates),
        _undoable(conn, booking.id, timeline),
        at.attempts,
        at.ops,
        stood(conn, slot.id) if desk.calendar else None,
    )


def _notes(conn: Connection, booking: int) -> tuple[tuple[Note, ...], dict[Id, str]]:
    """The notes that are not hidden, and what they say by their ids."""
    shown, said = [], {}
    for id_, hidden, at, role, author, kind, visibility, words in conn.execute(_NOTES, {"booking": booking}):
        if hidden is None:
            said[Id(id_)] = words
            shown.append(Note(at, Role(role), author or "", kind, visibility, words))
    return tuple(shown), said


def _timeline(conn: Connection, at: BookingFacts, said: dict[Id, str]) -> tuple[Told, ...]:
    where = {"booking": at.booking.no, "slot": at.slot.no, "order": at.order.no}
    rows = conn.execute(_TIMELINE, where).all()
    words: defaultdict[int, dict[str, str]] = defaultdict(dict)
    if set_ := [row[0] for row in rows if row[6] == "FieldSet"]:
        for activity, field, kept in conn.execute(_KEPT, {"activities": set_}):
            words[activity][field] = kept
    people = sorted({row[4] for row in rows if row[4]})
    names = {Id(id_): name for id_, name in conn.execute(_WHO, {"people": people})} if people else {}
    told = []
    for id_, change, when, role, who, verb, kind, body, undone in rows:
        effect = loads(kind, body, words.get(id_))
        if isinstance(effect, NoteAdded):
            effect = loads(kind, body, {"text": said.get(effect.note, "")})
        told.append(Told(change, when, Role(role), names.get(who, ""), verb, effect, bool(undone)))
    return tuple(told)


def _nth(conn: Connection, at: BookingFacts) -> int:
    """S4.23: this person's lessons with this tutor, up to this one, that were not cancelled."""
    if at.person is None or at.booking.state not in seated:
        return 0
    values = {"person": at.person.id, "tutor": at.tutor.no, "start": at.slot.start, "no": at.booking.no}
    return conn.execute(_NTH, values).scalar_one()


def _undoable(conn: Connection, booking: Id, timeline: tuple[Told, ...]) -> int | None:
    """The last change about this booking that is neither an undo nor undone, where undo can mean it."""
    rows = conn.execute(_SUBJECTS, {"changes": sorted({told.change for told in timeline}), "subject": booking})
    return max((row[0] for row in rows), default=None)
