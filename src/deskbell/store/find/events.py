"""Slots as calendars see them: how their events stand, what shall stand, and who would come to a changed one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, or_, select

from deskbell.domain.availability import merged
from deskbell.domain.booking import State
from deskbell.domain.calendar_use import CalendarSettings, Detail, Further, is_for
from deskbell.domain.decisions.following import Following
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import STANDS, Lesson, LinkState, Stood, ToKeep
from deskbell.domain.offer import Place
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.ports import Meeting
from deskbell.domain.slot import BLOCKING, SlotState
from deskbell.store import tables as t
from deskbell.store.codes import among

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.domain.commands import BusySpan

_slot, _booking, _link, _set, _op = t.slot.c, t.booking.c, t.calendar_link.c, t.calendar_setting.c, t.op.c
_use = t.calendar_use.c
_busy_tutor = t.tutor.alias("busy_tutor")
_guardian = t.person.alias("guardian")
stands = sorted(str(s) for s in STANDS)
blocking = sorted(str(s) for s in BLOCKING)
LINK = (
    _link.connection, _link.calendar, _link.n, _link.state, _link.etag, _link.uid, _link.html_link, _link.join_url,
    _link.meeting, _link.asked, _link.seen_start, _link.seen_end, _link.look_at, _link.looks, _link.sequence,
)  # fmt: skip
_SETTINGS = (
    select(_set.calendar, _set.owner, _set.remind, _set.detail, _set.meet, t.tutor.c.public_id, _busy_tutor.c.public_id)
    .select_from(
        t.calendar_setting.outerjoin(t.tutor, t.tutor.c.id == _set.tutor_id).outerjoin(
            _busy_tutor, _busy_tutor.c.id == _set.busy_id
        )
    )
    .where(_set.connection == bindparam("which"))
)
_MORE = (
    select(_use.calendar, t.tutor.c.public_id, t.service.c.public_id, _use.seats)
    .select_from(
        t.calendar_use.join(t.tutor, t.tutor.c.id == _use.tutor_id).outerjoin(
            t.service, t.service.c.id == _use.service_id
        )
    )
    .where(_use.connection == bindparam("which"))
    .order_by(_use.id)
)
_waits = exists().where(_op.subject == _slot.public_id, _op.kind == str(OpKind.EVENT), _op.state == str(OpState.TODO))
_FOLLOWING = (
    select(_slot.public_id, t.tutor.c.public_id, _slot.state, _slot.end, _link.state, _waits, _booking.public_id)
    .select_from(
        t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id)
        .outerjoin(t.calendar_link, _link.slot_id == _slot.id)
        .outerjoin(t.booking, (_booking.slot_id == _slot.id) & among(_booking.state, stands))
    )
    .where(_slot.public_id.in_(bindparam("ids", expanding=True)))
)
_GUEST = (
    select(_slot.public_id)
    .select_from(
        t.slot.join(t.calendar_link, _link.slot_id == _slot.id)
        .join(t.booking, (_booking.slot_id == _slot.id) & among(_booking.state, stands))
        .join(t.person, t.person.c.id == _booking.participant_id)
        .outerjoin(_guardian, _guardian.c.id == t.person.c.guardian_id)
    )
    .where(
        or_(t.person.c.public_id == bindparam("person"), _guardian.c.public_id == bindparam("person")),
        _slot.end > bindparam("now"), _link.state != str(LinkState.DELETED),
    )
    .distinct()
)  # fmt: skip
_LINK = (
    select(*LINK)
    .select_from(t.calendar_link.join(t.slot, _slot.id == _link.slot_id))
    .where(_slot.public_id == bindparam("slot"))
)
_LESSON = (
    select(
        _slot.public_id, t.service.c.name, _slot.focus, _slot.start, _slot.end, _slot.zone, _slot.place, t.room.c.name,
        _slot.join_url, t.tutor.c.public_id,
    )
    .select_from(
        t.slot.join(t.service, t.service.c.id == _slot.service_id)
        .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
        .outerjoin(t.room, t.room.c.id == _slot.room_id)
    )
    .where(_slot.public_id == bindparam("slot"), among(_slot.state, blocking))
)  # fmt: skip
_COMERS = (
    select(_booking.id, func.coalesce(_guardian.c.mail, t.person.c.mail))
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id)
        .outerjoin(t.person, t.person.c.id == _booking.participant_id)
        .outerjoin(_guardian, _guardian.c.id == t.person.c.guardian_id)
    )
    .where(_slot.public_id == bindparam("slot"), among(_booking.state, stands))
    .order_by(_booking.id)
)
_DESK = select(t.desk.c.public_id)
_SYNCED = (
    select(_booking.id)
    .select_from(t.booking.join(t.calendar_link, _link.slot_id == _booking.slot_id))
    .where(_booking.id.in_(bindparam("nos", expanding=True)), _link.state == str(LinkState.SYNCED))
)
_AHEAD = (
    select(_slot.public_id, t.tutor.c.public_id, _link.state)
    .select_from(
        t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id).outerjoin(
            t.calendar_link, _link.slot_id == _slot.id
        )
    )
    .where(
        _slot.end > bindparam("now"), among(_slot.state, blocking), ~_waits,
        exists().where(_booking.slot_id == _slot.id, among(_booking.state, stands)),
    )
    .order_by(_slot.start, _slot.id)
)  # fmt: skip


def calendar_settings(conn: Connection, connection: str) -> CalendarSettings:
    """How a connection's calendar is used; as by default where nobody said."""
    row = conn.execute(_SETTINGS, {"which": connection}).first()
    if row is None:
        return CalendarSettings()
    calendar, owner, remind, detail, meet, tutor, busy = row
    more = tuple(Further(x.calendar, *x[1:]) for x in conn.execute(_MORE, {"which": connection}))
    return CalendarSettings(calendar, owner, remind, Detail(detail), bool(meet), tutor, busy, more)


def followings(conn: Connection, slots: Iterable[Id]) -> dict[Id, Following]:
    """How these slots stand, for what follows on the calendar; those that are not there yet are left out."""
    ids = sorted(slots)
    rows = conn.execute(_FOLLOWING, {"ids": ids}).all() if ids else ()
    standing: defaultdict[str, set[Id]] = defaultdict(set)
    heads = {}
    for slot, tutor, state, end, link, waits, booking in rows:
        heads[slot] = (Id(tutor), SlotState(state), end, link is not None and link != LinkState.DELETED, bool(waits))
        if booking is not None:
            standing[slot].add(Id(booking))
    return {
        Id(slot): Following(tutor, state, end, frozenset(standing[slot]), linked, waits)
        for slot, (tutor, state, end, linked, waits) in heads.items()
    }


def on_calendar_with(conn: Connection, person: Id, now: int) -> frozenset[Id]:
    """Slots to come, on the calendar, to which somebody is invited: for themselves or for their child."""
    return frozenset(Id(row[0]) for row in conn.execute(_GUEST, {"person": person, "now": now}))


def synced(conn: Connection, bookings: Iterable[int]) -> frozenset[int]:
    """The numbers of those bookings whose slot's event stands on the calendar as it shall."""
    return frozenset(conn.execute(_SYNCED, {"nos": sorted(bookings)}).scalars())


def stood(conn: Connection, slot: Id) -> Stood | None:
    row = conn.execute(_LINK, {"slot": slot}).first()
    return None if row is None else make_stood(row)


def make_stood(row: Any) -> Stood:
    """How an event stands, from the columns of LINK."""
    connection, calendar, n, state, etag, uid, html, join, meeting, *rest = row
    return Stood(connection, calendar, n, LinkState(state), etag, uid, html, join, Meeting(meeting), *rest)


def lesson(conn: Connection, slot: Id, serves: frozenset[Id] | None = None) -> tuple[Lesson, Id] | None:
    """The lesson as its event shall tell of it, and its tutor; None where it shall not stand on a calendar of `serves`
    (None: of everybody).
    """
    row = conn.execute(_LESSON, {"slot": slot}).first()
    if row is None or not is_for(serves, row[9]):
        return None
    comers = conn.execute(_COMERS, {"slot": slot}).all()
    if not comers:
        return None
    id_, title, focus, start, end, zone, place, room, join, tutor = row
    guests = tuple(dict.fromkeys(mail for _, mail in comers if mail))
    codes = tuple(no for no, _ in comers)
    found = Lesson(Id(id_), title, focus, start, end, zone, Place(place), room or "", join, codes, guests)
    return found, Id(tutor)


def to_keep(conn: Connection, slot: Id) -> ToKeep | None:
    """A slot's event as it stands and as it shall, on its tutor's calendar; None where it was never asked for."""
    known = stood(conn, slot)
    if known is None:
        return None
    settings = calendar_settings(conn, known.connection)
    desk = Id(conn.execute(_DESK).scalar_one())
    found = lesson(conn, slot, settings.serves)
    if found is None:
        return ToKeep(slot, desk, known, None, settings)
    return ToKeep(slot, desk, known, found[0], replace(settings, calendar=settings.of(found[1])))


def ahead(conn: Connection, now: int) -> tuple[tuple[Id, Id, bool], ...]:
    """Lessons to come for which no operation waits: (slot, tutor, whether it is on the calendar)."""
    rows = conn.execute(_AHEAD, {"now": now})
    return tuple((Id(s), Id(tutor), link is not None and link != LinkState.DELETED) for s, tutor, link in rows)


_CALENDAR = (
    select(t.calendar.c.public_id)
    .select_from(t.calendar.join(t.tutor, t.tutor.c.id == t.calendar.c.tutor_id))
    .where(t.tutor.c.public_id == bindparam("tutor"), t.calendar.c.name == bindparam("name"))
)
_sitting = (
    select(_booking.public_id)
    .where(_booking.slot_id == _slot.id, _booking.state == str(State.CONFIRMED))
    .order_by(_booking.id)
    .limit(1)
    .correlate(t.slot)
    .scalar_subquery()
)
_LESSONS = (
    select(_slot.start, _slot.end, _sitting)
    .select_from(t.slot.join(t.tutor, t.tutor.c.id == _slot.tutor_id))
    .where(
        t.tutor.c.public_id == bindparam("tutor"), among(_slot.state, blocking), _slot.end > bindparam("now"),
        _slot.start < bindparam("hi"), _slot.end > bindparam("lo"),
    )
    .order_by(_slot.start)
)  # fmt: skip
_BUSY_THEN = (
    select(_booking.public_id, t.busy.c.uid, t.calendar.c.public_id)
    .select_from(
        t.booking.join(t.slot, _slot.id == _booking.slot_id)
        .join(t.busy, t.busy.c.tutor_id == _slot.tutor_id)
        .join(t.calendar, t.calendar.c.id == t.busy.c.calendar_id)
    )
    .where(
        _booking.public_id.in_(bindparam("bookings", expanding=True)),
        t.busy.c.start < _slot.end, t.busy.c.end > _slot.start,
    )
)  # fmt: skip


def calendar_of(conn: Connection, tutor: Id, name: str) -> Id | None:
    """The calendar of that name from which a tutor's busy time was read, if it ever was."""
    found = conn.execute(_CALENDAR, {"tutor": tutor, "name": name}).scalar()
    return None if found is None else Id(found)


def met(conn: Connection, tutor: Id, spans: Sequence[BusySpan], now: int) -> tuple[Id, ...]:
    """Lessons to come that these spans overlap, by the first booking in each."""
    busy = merged((s.start, s.end) for s in spans if s.end > now)
    if not busy:
        return ()
    found, at = [], 0
    values = {"tutor": tutor, "now": now, "lo": busy[0][0], "hi": busy[-1][1]}
    for start, end, booking in conn.execute(_LESSONS, values):
        while at < len(busy) and busy[at][1] <= start:
            at += 1
        if at < len(busy) and busy[at][0] < end and booking is not None:
            found.append(Id(booking))
    return tuple(found)


def clear(
    conn: Connection, calendar: Id | None, bookings: Iterable[Id], spoken: frozenset[str], only: frozenset[str] | None
) -> frozenset[Id]:
    """Of these bookings those that nothing overlaps once the spans of a calendar that were spoken of are out."""
    ids = sorted(bookings)
    if not ids:
        return frozenset()
    held = set()
    for booking, uid, whose in conn.execute(_BUSY_THEN, {"bookings": ids}):
        out = whose == calendar and (uid in spoken or (only is not None and uid not in only))
        if not out:
            held.add(booking)
    return frozenset(id_ for id_ in ids if id_ not in held)
