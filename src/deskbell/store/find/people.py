"""People and tutors, and the search that finds them while somebody types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, String, and_, bindparam, exists, func, or_, select
from sqlalchemy.sql.expression import literal

from deskbell.domain.ids import Id
from deskbell.domain.people import Person, Tutor
from deskbell.domain.text import clean, fold
from deskbell.domain.views import PersonHit
from deskbell.store import tables as t
from deskbell.store.find.which import Which, one, ways

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskbell.store.find.which import AnyRow

_person, _booking = t.person.c, t.booking.c
_guardian = t.person.alias("guardian")
_face = t.person.alias("face")

_PERSON = ways(
    select(
        _person.public_id, _person.id, _person.name, _person.mail, _person.phone, _person.birth_year,
        t.household.c.public_id, _guardian.c.public_id,
    ).select_from(
        t.person.outerjoin(t.household, t.household.c.id == _person.household_id).outerjoin(
            _guardian, _guardian.c.id == _person.guardian_id
        )
    ),
    t.person,
)  # fmt: skip
_TUTORS = (
    select(t.tutor.c.public_id, t.tutor.c.id, _face.c.name, t.tutor.c.zone, t.room.c.public_id, t.tutor.c.active)
    .select_from(
        t.tutor.join(_face, _face.c.id == t.tutor.c.person_id).outerjoin(t.room, t.room.c.id == t.tutor.c.room_id)
    )
)  # fmt: skip
_TUTOR = ways(_TUTORS, t.tutor)
_ALL_TUTORS = _TUTORS.order_by(t.tutor.c.id)


def person(conn: Connection, which: Which) -> Person | None:
    """Somebody by number or id; archived people are found too. A child's guardian pays for it."""
    row = one(conn, _PERSON, which)
    if row is None:
        return None
    id_, no, name, mail, phone, birth_year, household, guardian = row
    return Person(Id(id_), no, name, mail, phone, birth_year, household, guardian, guardian)


def tutor(conn: Connection, which: Which) -> Tutor | None:
    row = one(conn, _TUTOR, which)
    return _tutor(row) if row else None


def tutors(conn: Connection) -> tuple[Tutor, ...]:
    """Every tutor, in the order in which they came; those who left are there too, not `active`."""
    return tuple(_tutor(row) for row in conn.execute(_ALL_TUTORS))


def _tutor(row: AnyRow) -> Tutor:
    id_, no, name, zone, room, active = row
    return Tutor(Id(id_), no, name, zone, room, bool(active))


# --- the search

_recent = (
    select(func.max(_booking.id)).where(_booking.participant_id == _person.id).correlate(t.person).scalar_subquery()
)
_teaches = exists().where(t.tutor.c.person_id == _person.id).correlate(t.person)
_comes = exists().where(_booking.participant_id == _person.id).correlate(t.person)
_digits: ColumnElement[str] = func.replace(_person.phone, " ", "")
for _between in "-./()+":
    _digits = func.replace(_digits, _between, "")

_theirs = t.booking.join(t.slot, t.slot.c.id == _booking.slot_id)
_HITS = (
    select(
        _person.public_id,
        _person.id,
        _person.name,
        t.household.c.name,
        _guardian.c.name,
        _person.phone,
        select(func.count())
        .select_from(t.booking)
        .where(_booking.participant_id == _person.id)
        .correlate(t.person)
        .scalar_subquery(),
        select(func.max(t.slot.c.start))
        .select_from(_theirs)
        .where(_booking.participant_id == _person.id)
        .correlate(t.person)
        .scalar_subquery(),
    )
    .select_from(
        t.person.outerjoin(t.household, t.household.c.id == _person.household_id).outerjoin(
            _guardian, _guardian.c.id == _person.guardian_id
        )
    )
    .where(_person.id.in_(bindparam("keys", expanding=True)))
)
_NUMBER = re.compile(r"#(\d{1,18})")
_TAIL = 3
"""The last digits of a telephone number that find somebody, and that tell namesakes apart."""


def search_people(conn: Connection, text: str, limit: int = 8) -> tuple[PersonHit, ...]:
    """Who is meant: every word starts a word of the name, accents and case folded; or the mail starts so; or the
    telephone ends in these digits (three or more); or `#17` is their number.

    Whose whole name it is comes first, then who was booked last, then by name. Archived people are not found, nor
    tutors who were never booked for.
    """
    typed = clean(text, 200).strip()
    whole = fold(typed)
    words = whole.replace("-", " ").replace("'", "").split()
    if not words or limit < 1:
        return ()
    found = or_(*_meant(typed, words))
    query = (
        select(_person.id)
        .where(_person.archived_at.is_(None), or_(~_teaches, _comes), found)
        .order_by((_person.fold == whole).desc(), _recent.desc().nulls_last(), _person.fold, _person.id)
        .limit(limit)
    )
    keys = [row[0] for row in conn.execute(query)]
    if not keys:
        return ()
    rows = {row[1]: row for row in conn.execute(_HITS, {"keys": keys})}
    return tuple(_hit(rows[key]) for key in keys)


def _meant(typed: str, words: list[str]) -> list[ColumnElement[bool]]:
    if number := _NUMBER.fullmatch(typed):
        return [_person.id == int(number[1])]
    ways_: list[ColumnElement[bool]] = [and_(*(_starts_a_word(word) for word in words))]
    if len(words) == 1 and len(words[0]) >= 2:
        ways_.append(func.lower(_person.mail).startswith(typed.lower(), autoescape=True))
    digits = re.sub(r"[ \-./()+]", "", typed)
    if len(digits) >= _TAIL and digits.isascii() and digits.isdigit():
        ways_.append(_digits.endswith(digits))
    return ways_


_gap = literal(" ", String)
# A word begins after a blank, a hyphen or an apostrophe; O'Neill is found as neill, oneill and o'neill.
_words = (
    _gap
    + func.replace(func.replace(_person.fold, "-", " "), "'", " ")
    + _gap
    + func.replace(func.replace(_person.fold, "-", " "), "'", "")
)


def _starts_a_word(word: str) -> ColumnElement[bool]:
    return _words.contains(" " + word, autoescape=True)


def _hit(row: AnyRow) -> PersonHit:
    id_, no, name, household, guardian, phone, lessons, last = row
    tail = "".join(c for c in phone if c.isdigit())[-_TAIL:]
    return PersonHit(Id(id_), no, name, household or "", guardian or "", tail, lessons, last)
