"""What a tutor's own calendar says: spans by the thousand, compared and written in bulk; what is the same stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from deskbell.domain.commands import BusySpan
from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id
from deskbell.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

_busy = t.busy.c
_STORED = select(
    _busy.uid, _busy.recurrence, _busy.start, _busy.end, _busy.title, _busy.all_day, _busy.tentative, _busy.id
).where(_busy.calendar_id == bindparam("calendar"))
_TUTOR = select(t.tutor.c.id).where(t.tutor.c.public_id == bindparam("id"))
_CALENDAR = select(t.calendar.c.id, t.calendar.c.tutor_id).where(t.calendar.c.public_id == bindparam("id"))
_READ = (
    update(t.calendar)
    .where(t.calendar.c.id == bindparam("key"))
    .values(read_at=bindparam("at"), name=bindparam("called"))
)
_REMOVE = delete(t.busy).where(_busy.id.in_(bindparam("keys", expanding=True)))
_BATCH = 5_000


class Counts(NamedTuple):
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Difference:
    added: list[BusySpan]
    changed: list[tuple[int, BusySpan]]
    removed: list[int]

    @property
    def counts(self) -> Counts:
        return Counts(len(self.added), len(self.changed), len(self.removed))


def compare_busy(conn: Connection, calendar: Id | None, spans: Sequence[BusySpan], since: int, until: int) -> Counts:
    """How many spans the new reading would add, change and remove; `calendar` None was never read before."""
    row = conn.execute(_CALENDAR, {"id": calendar}).first() if calendar else None
    return _difference(conn, row[0] if row else None, spans, since, until).counts


def replace_busy(
    conn: Connection, calendar: Id, tutor: Id, name: str, spans: Sequence[BusySpan], since: int, until: int, now: int
) -> Counts:
    """What the calendar says now replaces what it said in [since, until); what it said of other times stays.

    A span is known again by its uid and recurrence; of two with the same, the last one counts.
    """
    key, owner = _opened(conn, calendar, tutor, name, now)
    found = _difference(conn, key, spans, since, until)
    _write(conn, key, owner, found)
    return found.counts


def _opened(conn: Connection, calendar: Id, tutor: Id, name: str, now: int) -> tuple[int, int]:
    """The calendar's key and its tutor's; made where it is read for the first time."""
    row = conn.execute(_CALENDAR, {"id": calendar}).first()
    if row is None:
        owner = conn.execute(_TUTOR, {"id": tutor}).scalar()
        if owner is None:
            raise NotFound("NO_SUCH_TUTOR", which=tutor)
        values = {"public_id": calendar, "tutor_id": owner, "name": name, "read_at": now}
        made = conn.execute(insert(t.calendar), values).inserted_primary_key
        assert made is not None  # noqa: S101
        key = int(made[0])
    else:
        key, owner = row
        conn.execute(_READ, {"key": key, "at": now, "called": name})
    return key, owner


def _write(conn: Connection, key: int, owner: int, found: _Difference) -> None:
    # Nobody refers to a span by its key, so a changed one is a new one in its place: two statements do it all.
    for keys in _batches([*found.removed, *(k for k, _ in found.changed)]):
        conn.execute(_REMOVE, {"keys": keys})
    for new in _batches([*found.added, *(s for _, s in found.changed)]):
        conn.execute(insert(t.busy), [_row(key, owner, s) for s in new])


def _row(calendar: int, tutor: int, s: BusySpan) -> dict[str, Any]:
    return {
        "calendar_id": calendar, "tutor_id": tutor, "uid": s.uid, "recurrence": s.recurrence, "start": s.start,
        "end": s.end, "title": s.title, "all_day": s.all_day, "tentative": s.tentative,
    }  # fmt: skip


def _difference(
    conn: Connection, calendar: int | None, spans: Sequence[BusySpan], since: int, until: int
) -> _Difference:
    stored = {}
    if calendar is not None:
        for uid, recurrence, *facts, key in conn.execute(_STORED, {"calendar": calendar}):
            stored[uid, recurrence] = (tuple(facts), key)
    said = {(s.uid, s.recurrence): s for s in spans}
    added, changed = [], []
    for name, span in said.items():
        known = stored.get(name)
        if known is None:
            added.append(span)
        elif known[0] != (span.start, span.end, span.title, span.all_day, span.tentative):
            changed.append((known[1], span))
    removed = [
        key for name, ((start, end, *_), key) in stored.items() if name not in said and start < until and end > since
    ]
    return _Difference(added, changed, removed)


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    """A few thousand at a time: one statement's parameters are counted by both databases."""
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


_OF_IDS = _STORED.where(_busy.uid.in_(bindparam("ids", expanding=True)))
_UIDS = select(_busy.uid, _busy.id).where(_busy.calendar_id == bindparam("calendar"))


def compare_sync(
    conn: Connection, calendar: Id | None, spans: Sequence[BusySpan], gone: frozenset[str], only: frozenset[str] | None
) -> Counts:
    """How many spans a reading of what changed would add, change and remove."""
    row = conn.execute(_CALENDAR, {"id": calendar}).first() if calendar else None
    return _synced(conn, row[0] if row else None, spans, gone, only).counts


def sync_busy(
    conn: Connection, calendar: Id, tutor: Id, name: str, spans: Sequence[BusySpan], gone: frozenset[str],
    only: frozenset[str] | None, now: int,
) -> Counts:  # fmt: skip
    """Spans that are there now, ids that are not; what nothing was said of stays, save where `only` names all."""
    key, owner = _opened(conn, calendar, tutor, name, now)
    found = _synced(conn, key, spans, gone, only)
    _write(conn, key, owner, found)
    return found.counts


def _synced(
    conn: Connection, calendar: int | None, spans: Sequence[BusySpan], gone: frozenset[str], only: frozenset[str] | None
) -> _Difference:
    stored = {}
    for ids in _batches([*(s.uid for s in spans), *sorted(gone)]) if calendar is not None else ():
        for uid, _, *facts, key in conn.execute(_OF_IDS, {"calendar": calendar, "ids": ids}):
            stored[uid] = (tuple(facts), key)
    added, changed = [], []
    for span in {s.uid: s for s in spans}.values():
        known = stored.get(span.uid)
        if known is None:
            added.append(span)
        elif known[0] != (span.start, span.end, span.title, span.all_day, span.tentative):
            changed.append((known[1], span))
    removed = {key for uid, (_, key) in stored.items() if uid in gone}
    if only is not None and calendar is not None:
        removed |= {key for uid, key in conn.execute(_UIDS, {"calendar": calendar}) if uid not in only}
    return _Difference(added, changed, sorted(removed))
