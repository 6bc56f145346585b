"""The worker's bookkeeping of events: what it is about to bring in line, and what the calendar answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Update, and_, bindparam, exists, func, or_, select, update

from deskbell.domain.calendar_use import is_for
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import Linked, LinkState, ToKeep
from deskbell.domain.op import Op, OpKind
from deskbell.domain.ports import Meeting, SeenEvent
from deskbell.store import tables as t
from deskbell.store.codes import among
from deskbell.store.find.events import blocking, stands, to_keep
from deskbell.store.ops.queue import OPEN

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

_link, _slot, _op = t.calendar_link.c, t.slot.c, t.op.c
_KEY = select(_slot.id).where(_slot.public_id == bindparam("slot"))
_its_link = _link.slot_id == _KEY.scalar_subquery()
_more = exists().where(_op.subject == bindparam("slot"), _op.kind == str(OpKind.EVENT), among(_op.state, OPEN))
_MORE = select(_more)
_LOOKS = (
    select(_slot.public_id)
    .select_from(t.calendar_link.join(t.slot, _slot.id == _link.slot_id))
    .where(_link.connection == bindparam("link"), _link.look_at <= bindparam("now"))
    .order_by(_link.look_at, _link.id)
    .limit(20)
)
_FIRST = (
    select(t.booking.c.public_id)
    .select_from(t.booking.join(t.slot, _slot.id == t.booking.c.slot_id))
    .where(_slot.public_id == bindparam("slot"), among(t.booking.c.state, stands))
    .order_by(t.booking.c.id)
    .limit(1)
)
_guardian = t.person.alias("guardian")
_GUEST = (
    select(t.booking.c.public_id)
    .select_from(
        t.booking.join(t.slot, _slot.id == t.booking.c.slot_id)
        .join(t.person, t.person.c.id == t.booking.c.participant_id)
        .outerjoin(_guardian, _guardian.c.id == t.person.c.guardian_id)
    )
    .where(
        _slot.public_id == bindparam("slot"), among(t.booking.c.state, stands),
        func.coalesce(_guardian.c.mail, t.person.c.mail) == bindparam("mail"),
    )
    .order_by(t.booking.c.id)
    .limit(1)
)  # fmt: skip
_NEXT_LOOK = select(func.min(_link.look_at)).where(_link.connection == bindparam("link"))


def read(unit: Write, op: Op) -> ToKeep | None:
    """What a claimed operation has to bring in line, read under the slot's lock: a change that comes after this sees
    that the operation does not wait any more, and asks for another one.
    """
    key = unit.value(_KEY, {"slot": op.subject})
    if key is None:
        return None
    unit.lock("slot", (int(key),))
    return to_keep(unit.connection, op.subject)


def _set(unit: Write, slot: Id, **values: Any) -> None:
    statement: Update = update(t.calendar_link).where(_its_link).values(**values)
    unit.run(statement, {"slot": slot})


def stood(unit: Write, kept: ToKeep, seen: SeenEvent, now: int, look_at: int | None) -> None:
    """It stands there as it was seen; where another operation waits already, it is not in line yet."""
    more = bool(unit.value(_MORE, {"slot": kept.slot}))
    values: dict[str, Any] = {"state": str(LinkState.TO_UPDATE if more else LinkState.SYNCED)}
    _set(unit, kept.slot, **values, **_seen(kept, seen), checked_at=now, look_at=look_at, looks=0)


def _seen(kept: ToKeep, seen: SeenEvent) -> dict[str, Any]:
    return {
        "calendar": kept.stood.calendar, "n": kept.stood.n, "asked": kept.stood.asked, "etag": seen.etag,
        "uid": seen.uid, "html_link": seen.html_link, "join_url": seen.join_url, "meeting": str(seen.meeting),
        "seen_start": seen.start, "seen_end": seen.end,
    }  # fmt: skip


def looked(unit: Write, kept: ToKeep, seen: SeenEvent, now: int, look_at: int | None) -> None:
    """It was looked at, without anything being asked of it."""
    looks = kept.stood.looks + 1 if seen.meeting is Meeting.PENDING else 0
    _set(unit, kept.slot, **_seen(kept, seen), checked_at=now, look_at=look_at, looks=looks)


def put_off(unit: Write, slot: Id, look_at: int | None) -> None:
    _set(unit, slot, look_at=look_at)


def gone(unit: Write, slot: Id, now: int) -> None:
    """It is there no more. Where it is wanted again by now, it comes back under its next id."""
    nothing = {"etag": "", "html_link": "", "join_url": "", "meeting": "NONE", "look_at": None, "checked_at": now}
    if unit.value(_MORE, {"slot": slot}):
        _set(unit, slot, state=str(LinkState.TO_CREATE), n=_link.n + 1, uid="", **nothing)
    else:
        _set(unit, slot, state=str(LinkState.DELETED), **nothing)


def renumber(unit: Write, slot: Id, calendar: str) -> None:
    """Its id was used up, or it goes onto another calendar: the next id, before anybody is called by it."""
    nothing = {"etag": "", "html_link": "", "join_url": "", "meeting": "NONE", "look_at": None}
    _set(unit, slot, state=str(LinkState.TO_CREATE), n=_link.n + 1, calendar=calendar, uid="", **nothing)


def failed(unit: Write, slot: Id) -> None:
    _set(unit, slot, state=str(LinkState.FAILED))


def due_looks(unit: Read, connection: str, now: int) -> tuple[Id, ...]:
    """Slots whose meeting is awaited and is to be looked at now."""
    return tuple(Id(row[0]) for row in unit.rows(_LOOKS, {"link": connection, "now": now}))


def first_booking(unit: Read, slot: Id) -> Id | None:
    """The first booking that stands in a slot."""
    found = unit.value(_FIRST, {"slot": slot})
    return None if found is None else Id(found)


def booking_of_guest(unit: Read, slot: Id, mail: str) -> Id | None:
    """The first booking in a slot whose person, or whose guardian, has that address."""
    found = unit.value(_GUEST, {"slot": slot, "mail": mail})
    return None if found is None else Id(found)


def next_look(unit: Read, connection: str) -> int | None:
    found = unit.value(_NEXT_LOOK, {"link": connection})
    return None if found is None else int(found)


_waiting = exists().where(_op.subject == _slot.public_id, _op.kind == str(OpKind.EVENT), among(_op.state, OPEN))
_sits = exists().where(t.booking.c.slot_id == _slot.id, among(t.booking.c.state, stands))
_LINKED = (
    select(
        _slot.public_id, _slot.start, _slot.end, _link.calendar, _link.n, _link.etag, t.tutor.c.public_id,
        and_(among(_slot.state, blocking), _sits), or_(_waiting, _link.state == str(LinkState.FAILED)),
        _link.state == str(LinkState.SYNCED),
    )
    .select_from(
        t.calendar_link.join(t.slot, _slot.id == _link.slot_id).join(t.tutor, t.tutor.c.id == _slot.tutor_id)
    )
    .where(_link.connection == bindparam("link"))
)  # fmt: skip
_AFTER = _LINKED.where(_slot.end > bindparam("after"), _link.state != str(LinkState.DELETED))
_ONE = _LINKED.where(_slot.public_id == bindparam("slot"))


def linked_after(unit: Read, connection: str, after: int, serves: frozenset[Id] | None) -> dict[Id, Linked]:
    """Slots that end after an instant and are on the calendar, or are to be."""
    rows = unit.rows(_AFTER, {"link": connection, "after": after})
    return {link.slot: link for link in (_linked(row, serves) for row in rows)}


def linked(unit: Read, connection: str, slot: Id, serves: frozenset[Id] | None) -> Linked | None:
    """How one slot stands to the calendar; None where it was never on it."""
    row = unit.row(_ONE, {"link": connection, "slot": slot})
    return None if row is None else _linked(row, serves)


def _linked(row: Any, serves: frozenset[Id] | None) -> Linked:
    slot, start, end, calendar, n, etag, tutor, wanted, waiting, synced = row
    return Linked(
        Id(slot), start, end, calendar, n, etag, bool(wanted) and is_for(serves, tutor), bool(waiting), bool(synced)
    )


def seen_there(unit: Write, slot: Id, seen: SeenEvent, now: int) -> None:
    """It is there as it was seen, and nothing was asked of it."""
    _set(
        unit, slot, etag=seen.etag, seen_start=seen.start, seen_end=seen.end, html_link=seen.html_link,
        join_url=seen.join_url, meeting=str(seen.meeting), checked_at=now,
    )  # fmt: skip


def known(unit: Read, slot: Id) -> bool:
    """Whether the desk knows of such a slot at all."""
    return unit.value(_KEY, {"slot": slot}) is not None
