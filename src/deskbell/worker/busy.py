"""What else stands on a calendar takes its tutor's time, or is a class that it offers: read as it changes, a page at a
turn.

A quiet reading is one request. The first one, and one whose cursor is too old, reads everything; how far it is stands
where it can be seen, and nothing else waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskbell.domain.calendar_commands import SyncBusy
from deskbell.domain.commands import BusySpan
from deskbell.domain.errors import Busy, PlanChanged
from deskbell.domain.offering import OfferSpan, SyncOffers
from deskbell.domain.ports import Done, Later, Refused, SeenEvent, SeenEventState

if TYPE_CHECKING:
    from deskbell.domain.ids import Id
    from deskbell.domain.ports import CalendarProvider, EventPage
    from deskbell.services.calendars import Calendars, ToRead
    from deskbell.worker.party import Tools

EVERY = 5 * 60
"""Seconds between two readings."""

BEHIND = 86_400
"""Seconds back from which everything is read."""


@dataclass(slots=True)
class Reading:
    """One that is under way: where it goes on, and, where everything is read, the ids that there are."""

    of: ToRead
    cursor: str
    whole: bool
    after: int = 0
    ids: set[str] = field(default_factory=set)
    count: int = 0


def span_of(seen: SeenEvent, desk: Id) -> BusySpan | None:
    """The time that an event takes; None where it takes none, or is one of the desk's own."""
    off = seen.state is SeenEventState.CANCELLED or not seen.busy or seen.desk == desk
    if off or seen.end <= seen.start:
        return None
    maybe = seen.state is SeenEventState.TENTATIVE
    return BusySpan(seen.id, "", seen.start, seen.end, seen.title, seen.all_day, maybe)


def offer_of(seen: SeenEvent) -> OfferSpan | None:
    """The class meeting that an event offers; None where it is not confirmed, a whole day long, or a desk's own."""
    if seen.state is not SeenEventState.CONFIRMED or seen.all_day or seen.desk is not None or seen.end <= seen.start:
        return None
    return OfferSpan(seen.id, seen.start, seen.end)


class BusyTime:
    """Reads the calendars that it is asked about, each when its time has come."""

    def __init__(self, tools: Tools, desk: Calendars) -> None:
        self.tools = tools
        self.working = tools.working
        self.circuit = tools.circuit
        self.desk = desk
        self.under_way: dict[tuple[str, str], Reading] = {}
        self.next_at: dict[tuple[str, str], int] = {}

    def due_at(self, name: str) -> int | None:
        """When it is read next; None where its events mean nothing here."""
        return min((at for (of, _), at in self.next_at.items() if of == name), default=None)

    def read(self, name: str, calendar: CalendarProvider, token: int) -> bool:
        """One page, of the first calendar whose time has come; True where there are more."""
        wanted = self.desk.to_read(name)
        for key in [k for k in {*self.under_way, *self.next_at} if k[0] == name]:
            if key[1] not in {x.stream for x in wanted}:
                self.under_way.pop(key, None)
                self.next_at.pop(key, None)
        for place, of in enumerate(wanted):
            reading = self._due(name, of)
            if reading is not None:
                more = self._page(name, reading, calendar, token)
                return more or (self.circuit.may_call(name) and any(self._is_due(name, x) for x in wanted[place + 1 :]))
        return False

    def _is_due(self, name: str, of: ToRead) -> bool:
        return not 0 < self.next_at.get((name, of.stream), 0) - self.working.clock.now() <= EVERY

    def _due(self, name: str, of: ToRead) -> Reading | None:
        """The reading whose time has come; one of another tutor or calendar is begun anew."""
        key = (name, of.stream)
        reading = self.under_way.get(key)
        if reading is not None and reading.of == of:
            return reading
        if reading is not None:
            self.under_way.pop(key)
            self.next_at.pop(key, None)
        return self._begun(name, of) if self._is_due(name, of) else None

    def _page(self, name: str, reading: Reading, calendar: CalendarProvider, token: int) -> bool:
        key, now = (name, reading.of.stream), self.working.clock.now()
        answer = calendar.since(reading.of.calendar, reading.cursor, reading.after)
        if not isinstance(answer, Done):
            self.under_way.pop(key, None)
            if answer == Refused("CURSOR") and not reading.whole:
                self.under_way[key] = Reading(reading.of, "", whole=True, after=now - BEHIND)
                return True
            code = "CALENDAR_GONE" if answer == Refused("NOT_FOUND") else answer.code
            self.circuit.failed(name, code, answer.seconds if isinstance(answer, Later) else None)
            self.next_at[key] = now + EVERY
            return False
        self.circuit.answered(name, answer.at)
        try:
            self._keep(name, reading, answer.value, token)
        except (Busy, PlanChanged):
            self.under_way.pop(key, None)  # from where it was kept last
            self.next_at[key] = now + EVERY // 10
            return False
        if answer.value.more and answer.value.cursor != reading.cursor:
            reading.cursor = answer.value.cursor
            self.under_way[key] = reading
            return True
        self.under_way.pop(key, None)
        self.next_at[key] = now + EVERY
        return False

    def _begun(self, name: str, of: ToRead) -> Reading | None:
        key, now = (name, of.stream), self.working.clock.now()
        known = self.desk.read_to(name, of.stream)
        if known is not None and 0 <= now - known[1] < EVERY and key not in self.next_at:
            self.next_at[key] = known[1] + EVERY  # another worker has read it just now
            return None
        which, _, cursor = known[0].partition("\n") if known is not None else ("", "", "")
        if which != of.calendar or not cursor:
            return Reading(of, "", whole=True, after=now - BEHIND)
        return Reading(of, cursor, whole=False)

    def _keep(self, name: str, reading: Reading, page: EventPage, token: int) -> None:
        last = not page.more or page.cursor == reading.cursor
        reading.count += len(page.events)
        sync = self._offers if reading.of.offers else self._busy
        command = sync(name, reading, page, last=last)
        cursor = f"{reading.of.calendar}\n{page.cursor}" if last else None
        self.desk.synced(command, token, cursor, reading.count, reading.of.stream)

    def _ids(self, reading: Reading, there: set[str], gone: set[str], *, last: bool) -> frozenset[str] | None:
        """All that there are, once everything was read."""
        reading.ids |= there
        reading.ids -= gone
        return frozenset(reading.ids) if reading.whole and last else None

    def _busy(self, name: str, reading: Reading, page: EventPage, *, last: bool) -> SyncBusy:
        desk, working = self.working.desk.card().id, self.working
        told = [(seen.id, span_of(seen, desk)) for seen in page.events]
        spans = tuple(span for _, span in told if span is not None)
        gone = {id_ for id_, span in told if span is None}
        only = self._ids(reading, {span.uid for span in spans}, gone, last=last)
        return SyncBusy(
            key=working.fresh(), actor=working.actor, connection=name, tutor=reading.of.tutor, spans=spans,
            gone=frozenset(gone), only=only, called=reading.of.called,
        )  # fmt: skip

    def _offers(self, name: str, reading: Reading, page: EventPage, *, last: bool) -> SyncOffers:
        working, further = self.working, reading.of.offers
        assert further is not None  # noqa: S101 - asked before
        told = {seen.id: offer_of(seen) for seen in page.events}
        spans = tuple(span for span in told.values() if span is not None)
        gone = {id_ for id_, span in told.items() if span is None}
        only = self._ids(reading, {span.event for span in spans}, gone, last=last)
        return SyncOffers(
            key=working.fresh(), actor=working.actor, connection=name, further=further, spans=spans,
            gone=frozenset(gone), only=only,
        )  # fmt: skip
