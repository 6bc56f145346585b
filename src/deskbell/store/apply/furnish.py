"""The desk itself, its rooms, tutors, offers and people."""

from __future__ import annotations

import json

from sqlalchemy import bindparam, insert, select, update

from deskbell.domain.effects import (
    BusyRead,
    DeskOpened,
    HoursSet,
    PersonAdded,
    PersonArchived,
    PersonRestored,
    RoomAdded,
    ServiceAdded,
    ServiceSet,
    TutorAdded,
)
from deskbell.domain.errors import Refused
from deskbell.domain.ids import Id
from deskbell.domain.text import fold
from deskbell.store import tables as t
from deskbell.store.apply.making import Making
from deskbell.store.apply.numbers import begun
from deskbell.store.codes import CLOSES, RECEIPTS

_OPENED = select(t.desk.c.id)
_HOURS = (
    update(t.tutor)
    .where(t.tutor.c.id == bindparam("key"))
    .values(hours=bindparam("text"), version=t.tutor.c.version + 1)
)
_READ = update(t.tutor).where(t.tutor.c.id == bindparam("key")).values(version=t.tutor.c.version + 1)
_TAKEN = (
    update(t.service)
    .where(t.service.c.id == bindparam("key"), t.service.c.approval == bindparam("old"))
    .values(approval=bindparam("new"))
)
_ARCHIVED = (
    update(t.person)
    .where(t.person.c.id == bindparam("key"))
    .values(archived_at=bindparam("at"), version=t.person.c.version + 1)
)


def desk_opened(w: Making, e: DeskOpened) -> None:
    if w.conn.execute(_OPENED).first():
        raise Refused("ALREADY_SET_UP")
    values = {
        "id": 1,
        "public_id": w.key,
        "name": e.name,
        "zone": e.zone,
        "currency": e.currency,
        "language": e.language,
        "first_weekday": e.first_weekday,
        "created_at": w.now,
        "demo": e.demo,
    }
    w.conn.execute(insert(t.desk), values)
    for series in (CLOSES, RECEIPTS):
        begun(w.conn, series)


def room_added(w: Making, e: RoomAdded) -> None:
    w.insert(t.room, e.room, name=e.name)


def tutor_added(w: Making, e: TutorAdded) -> None:
    person = w.keys.of(t.person, e.person)
    w.insert(t.tutor, e.tutor, person_id=person, zone=e.zone, room_id=w.keys.maybe(t.room, e.room))


def hours_set(w: Making, e: HoursSet) -> None:
    hours = {"weekly": e.weekly, "overrides": e.overrides, "travel": e.travel}
    text = json.dumps(hours, separators=(",", ":"))
    w.turn(_HOURS, {"key": w.keys.of(t.tutor, e.tutor), "text": text}, tutor=e.tutor)


def service_added(w: Making, e: ServiceAdded) -> None:
    w.insert(
        t.service,
        e.service,
        name=e.name,
        fold=fold(e.name),
        kind=str(e.service_kind),
        minutes=e.minutes,
        minor=e.minor,
        currency=e.currency,
        capacity=e.capacity,
        interval=e.interval,
        before=e.before,
        after=e.after,
        notice=e.notice,
        horizon_days=e.horizon_days,
        max_per_day=e.max_per_day,
        max_minutes_per_day=e.max_minutes_per_day,
        tax_rate=e.tax_rate,
        place=str(e.place),
        policy=e.policy,
        tax_mode=str(e.tax_mode),
        approval=str(e.approval),
    )


def service_set(w: Making, e: ServiceSet) -> None:
    values = {"key": w.keys.of(t.service, e.service), "old": str(e.before), "new": str(e.after)}
    w.turn(_TAKEN, values, service=e.service)


def busy_read(w: Making, e: BusyRead) -> None:
    """The spans are many and hold a person's words: replace_busy writes them, in the same transaction."""
    w.turn(_READ, {"key": w.keys.of(t.tutor, e.tutor)}, tutor=e.tutor)


def person_added(w: Making, e: PersonAdded) -> None:
    w.insert(
        t.person,
        e.person,
        name=e.name,
        fold=fold(e.name),
        mail=e.mail,
        phone=e.phone,
        birth_year=e.birth_year,
        household_id=_household(w, e.household),
        guardian_id=w.keys.maybe(t.person, e.guardian),
        created_at=w.now,
    )


def _household(w: Making, id_: Id | None) -> int | None:
    """A household begins with the first person who is written down in it."""
    if id_ is None:
        return None
    known = w.keys.seen(t.household, id_)
    return w.insert(t.household, id_) if known is None else known


def person_archived(w: Making, e: PersonArchived) -> None:
    w.turn(_ARCHIVED, {"key": w.keys.of(t.person, e.person), "at": w.now}, person=e.person)


def person_restored(w: Making, e: PersonRestored) -> None:
    w.turn(_ARCHIVED, {"key": w.keys.of(t.person, e.person), "at": None}, person=e.person)
