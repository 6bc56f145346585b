"""The worker's notes of events that offer classes: how each was seen last, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from deskbell.domain.offering import OfferSpan, OfferState, SyncOffers, offer_slot
from deskbell.domain.slot import SlotState
from deskbell.store.find import offered

if TYPE_CHECKING:
    from deskbell.store.work import Write

_NOTE = text(
    'INSERT INTO offered (connection, calendar, event, start, "end", state)'
    " VALUES (:connection, :calendar, :event, :start, :end, :state)"
    ' ON CONFLICT (connection, calendar, event) DO UPDATE SET start = excluded.start, "end" = excluded."end",'
    " state = excluded.state"
)


def note(unit: Write, cmd: SyncOffers, now: int) -> None:
    """After the change: an event whose slot is there is open, one that found no room waits."""
    calendar = cmd.further.calendar
    known = offered.offered(unit.connection, cmd.connection, calendar)
    spans = {k.span.event: k.span for k in known.values() if k.state is OfferState.WAITS}
    spans |= {span.event: span for span in cmd.spans if span.end > now or span.event in known}
    gone = (set(cmd.gone) | (set(known) - cmd.only if cmd.only is not None else set())) - {s.event for s in cmd.spans}
    ids = {event: offer_slot(cmd.connection, calendar, event) for event in spans}
    there = offered.meets(unit.connection, ids.values())

    def rows() -> Iterator[tuple[OfferSpan, OfferState]]:
        for event, span in spans.items():
            if event in gone:
                continue
            at, before = there.get(ids[event]), known.get(event)
            off = at is None or (
                at.slot.state is SlotState.CANCELLED and (before is None or before.state is not OfferState.OPEN)
            )
            yield span, OfferState.WAITS if off else OfferState.OPEN
        for event in gone & set(known):
            yield known[event].span, OfferState.GONE

    fixed = {"connection": cmd.connection, "calendar": calendar}
    values: list[dict[str, Any]] = [
        {**fixed, "event": span.event, "start": span.start, "end": span.end, "state": str(state)}
        for span, state in rows()
        if known.get(span.event) is None or (known[span.event].span, known[span.event].state) != (span, state)
    ]
    if values:
        unit.connection.execute(_NOTE, values)
