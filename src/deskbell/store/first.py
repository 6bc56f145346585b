"""The first days on a screen, read from a SQLite desk before SQLAlchemy is there; what reads.days says, in its words.

Importing SQLAlchemy costs as much as starting an empty Textual app. These are the statements of reads.days as that
compiles them; a test holds both to the same answer.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from deskbell.domain.availability import windows
from deskbell.domain.booking import SEATED, Attendance, State
from deskbell.domain.clock import DAY, zone_clock
from deskbell.domain.connections import Serves, serves
from deskbell.domain.facts import Desk, LatePay
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import LINKS
from deskbell.domain.slot import BLOCKING, SlotState
from deskbell.domain.views import BusyTime, Days, Lesson, Seat, TutorCard
from deskbell.store import stamp
from deskbell.store.hours import read_hours

NEAR = 2 * DAY
COLLECT_DAYS = 30
_MOST = 10


def _in(states: frozenset[State] | frozenset[SlotState]) -> str:
    return ", ".join(f"'{s}'" for s in sorted(states))


_INSIDE = f's.state IN ({_in(BLOCKING)}) AND s.start < :hi AND s.start > :near AND s."end" > :lo'
_DESK = (
    "SELECT public_id, name, zone, currency, language, first_weekday, demo, hold_minutes, late_pay,"
    " (SELECT group_concat(name) FROM connection WHERE state != 'OFF') FROM desk WHERE id = 1"
)
_TUTORS = (
    "SELECT t.public_id, t.id, p.name, t.zone, t.hours, t.active FROM tutor t JOIN person p ON p.id = t.person_id"
    " ORDER BY t.id"
)
_LESSONS = (
    'SELECT s.id, s.tutor_id, v.name, s.kind, s.start, s."end", s.busy_from, s.busy_to, s.capacity, s.taken, s.state,'  # noqa: S608
    " r.name FROM slot s JOIN service v ON v.id = s.service_id LEFT JOIN room r ON r.id = s.room_id"
    f" WHERE {_INSIDE} ORDER BY s.start, s.tutor_id, s.id"
)
_SEATS = (
    "SELECT s.id, b.id, p.name, b.state, b.attendance, o.id, o.currency, o.due, o.captured, o.refunded, o.credited,"  # noqa: S608
    " o.authorised, o.disputed, b.hold_until"
    " FROM slot s JOIN booking b ON b.slot_id = s.id JOIN desk_order o ON o.id = b.order_id"
    " LEFT JOIN person p ON p.id = b.participant_id"
    f" WHERE {_INSIDE} AND b.state IN ({_in(SEATED)}) ORDER BY b.id"
)
_BUSY = (
    'SELECT tutor_id, start, "end", title, all_day, tentative FROM busy WHERE start < :hi AND "end" > :lo'
    " ORDER BY start, id"
)
_COUNTS = "SELECT (SELECT count(*) FROM task WHERE state = 'OPEN'), (SELECT max(id) FROM change)"
_OWING = frozenset({State.CONFIRMED, State.COMPLETED, State.NO_SHOW})
_TO_COLLECT = (
    "SELECT b.id, p.name, o.due - o.captured + o.refunded FROM slot s JOIN booking b ON b.slot_id = s.id"  # noqa: S608
    " JOIN desk_order o ON o.id = b.order_id LEFT JOIN person p ON p.id = b.participant_id"
    f" WHERE s.state IN ({_in(BLOCKING)}) AND s.start <= :now AND s.start > :since AND b.state IN ({_in(_OWING)})"
    f" AND o.due > o.captured - o.refunded ORDER BY s.start DESC, b.id DESC LIMIT {_MOST}"
)


def first_days(where: str | Path, first: date, count: int, now: int) -> Days | None:
    """So many local days from a date on; None where that must wait for the real reading: another database, another
    schema, no desk yet.
    """
    text = str(where)
    if text.startswith("sqlite:///"):
        text = text.removeprefix("sqlite:///")
    elif "://" in text:
        return None
    try:
        conn = sqlite3.connect(f"file:{quote(str(Path(text).expanduser()))}?mode=ro", uri=True, timeout=0.2)
        try:
            conn.execute("BEGIN")  # one moment for all of it
            if conn.execute(stamp.STAMP).fetchone() != (stamp.HEAD,):
                return None
            return _days(conn, first, count, now)
        finally:
            conn.close()
    except sqlite3.Error:
        return None  # opening it for real says what is wrong, in a sentence


def _days(conn: sqlite3.Connection, first: date, count: int, now: int) -> Days | None:
    row = conn.execute(_DESK).fetchone()
    if row is None:
        return None
    id_, name, zone, currency, language, first_weekday, demo, hold, late, linked = row
    standing = sorted((linked or "").split(","))
    links = tuple(one for one in standing if one in LINKS)
    mail, calendar = (
        next((one for one in standing if serves(one) is what), "") for what in (Serves.MAIL, Serves.CALENDAR)
    )
    own = (Id(id_), name, zone, currency, language, first_weekday, bool(demo))
    desk = Desk(*own, mail=mail, links=links, hold_minutes=hold, late_pay=LatePay(late), calendar=calendar)
    clock = zone_clock(zone)
    bounds = (*(clock.day(first + timedelta(n))[0] for n in range(count)), clock.day(first + timedelta(count - 1))[1])
    around = {"lo": bounds[0], "hi": bounds[-1], "near": bounds[0] - NEAR}
    known = conn.execute(_TUTORS).fetchall()
    names = {row[1]: row[2] for row in known}
    seats: defaultdict[int, list[Seat]] = defaultdict(list)
    for slot, no, who, state, attendance, *order in conn.execute(_SEATS, around):
        seats[slot].append(Seat(no, who or "", State(state), Attendance(attendance), *order))
    lessons = tuple(
        Lesson(
            no, whose, names.get(whose, ""), service, Kind(kind), start, end, busy_from, busy_to, capacity, taken,
            SlotState(state), room or "", tuple(seats.get(no, ())),
        )
        for no, whose, service, kind, start, end, busy_from, busy_to, capacity, taken, state, room in conn.execute(
            _LESSONS, around
        )
    )  # fmt: skip
    teaching = {lesson.tutor for lesson in lessons}
    cards = tuple(
        TutorCard(
            Id(tutor), no, face, zone_, tuple(windows(read_hours(zone_, hours), *bounds[:: len(bounds) - 1]))
            if active else (),
        )
        for tutor, no, face, zone_, hours, active in known
        if active or no in teaching
    )  # fmt: skip
    shown = {card.no for card in cards}
    busy = tuple(
        BusyTime(no, start, end, title, bool(all_), bool(maybe))
        for no, start, end, title, all_, maybe in conn.execute(_BUSY, {"lo": bounds[0], "hi": bounds[-1]})
        if no in shown
    )
    tasks, newest = conn.execute(_COUNTS).fetchone()
    due = conn.execute(_TO_COLLECT, {"now": now, "since": now - COLLECT_DAYS * DAY})
    collect = tuple((no, who or "", minor) for no, who, minor in due)
    return Days(desk, first, bounds, now, cards, lessons, busy, tasks, newest or 0, collect)
