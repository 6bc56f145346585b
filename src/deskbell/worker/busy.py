"""What else stands on a calendar takes its tutor's time: read as it changes, a page at a turn.

A quiet reading is one request. The first one, and one whose cursor is too old, reads everything; how far it is stands
where it can be seen, and nothing else waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskbell.domain.calendar_commands import SyncBusy
from deskbell.domain.commands import BusySpan
from deskbell.domain.errors import Busy, PlanChanged
from deskbell.domain.ports import Done, Later, Refused, SeenEvent, SeenEventState

if TYPE_CHECKING:
    from deskbell.domain.ids import Id
    from deskbell.domain.ports import CalendarProvider, EventPage
    from deskbell.services.calendars import Calendars
    from deskbell.worker.party import Tools

EVERY = 5 * 60
"""Seconds between two readings."""

BEHIND = 86_400
"""Seconds back from which everything is read."""


@dataclass(slots=True)
class Reading:
    """One that is under way: where it goes on, and, where everything is read, the ids that there are."""

    calendar: str
    tutor: Id
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


class BusyTime:
    """Reads the calendars that it is asked about, each when its time has come."""

    def __init__(self, tools: Tools, desk: Calendars) -> None:
        self.tools = tools
        self.working = tools.working
        self.circuit = tools.circuit
        self.desk = desk
        self.under_way: dict[str, Reading] = {}
        self.next_at: dict[str, int] = {}

    def due_at(self, name: str) -> int | None:
        """When it is read next; None where its events take nobody's time."""
        return self.next_at.get(name)

    def read(self, name: str, calendar: CalendarProvider, token: int) -> bool:
        """One page, where its time has come; True where there are more."""
        now = self.working.clock.now()
        reading = self.under_way.get(name)
        if reading is not None and not self._is_wanted(name, reading):
            self.under_way.pop(name)  # somebody chose another calendar or tutor meanwhile
            self.next_at.pop(name, None)
            reading = None
        if reading is None:
            if 0 < self.next_at.get(name, 0) - now <= EVERY:
                return False
            reading = self._begun(name, now)
            if reading is None:
                return False
        answer = calendar.since(reading.calendar, reading.cursor, reading.after)
        if not isinstance(answer, Done):
            self.under_way.pop(name, None)
            if answer == Refused("CURSOR") and not reading.whole:
                self.under_way[name] = Reading(reading.calendar, reading.tutor, "", whole=True, after=now - BEHIND)
                return True
            code = "CALENDAR_GONE" if answer == Refused("NOT_FOUND") else answer.code
            self.circuit.failed(name, code, answer.seconds if isinstance(answer, Later) else None)
            self.next_at[name] = now + EVERY
            return False
        self.circuit.answered(name, answer.at)
        try:
            self._keep(name, reading, answer.value, token)
        except (Busy, PlanChanged):
            self.under_way.pop(name, None)  # from where it was kept last
            self.next_at[name] = now + EVERY // 10
            return False
        if answer.value.more and answer.value.cursor != reading.cursor:
            reading.cursor = answer.value.cursor
            self.under_way[name] = reading
            return True
        self.under_way.pop(name, None)
        self.next_at[name] = now + EVERY
        return False

    def _is_wanted(self, name: str, reading: Reading) -> bool:
        return (self.desk.settings(name).calendar, self.desk.busy_of(name)) == (reading.calendar, reading.tutor)

    def _begun(self, name: str, now: int) -> Reading | None:
        tutor = self.desk.busy_of(name)
        if tutor is None:
            self.next_at.pop(name, None)
            return None
        known = self.desk.read_to(name)
        if known is not None and 0 <= now - known[1] < EVERY and name not in self.next_at:
            self.next_at[name] = known[1] + EVERY  # another worker has read it just now
            return None
        calendar = self.desk.settings(name).calendar
        which, _, cursor = known[0].partition("\n") if known is not None else ("", "", "")
        if which != calendar or not cursor:
            return Reading(calendar, tutor, "", whole=True, after=now - BEHIND)
        return Reading(calendar, tutor, cursor, whole=False)

    def _keep(self, name: str, reading: Reading, page: EventPage, token: int) -> None:
        desk = self.working.desk.card().id
        spans, gone = [], set()
        for seen in page.events:
            span = span_of(seen, desk)
            if span is None:
                gone.add(seen.id)
            else:
                spans.append(span)
        reading.ids |= {span.uid for span in spans}
        reading.ids -= gone
        reading.count += len(page.events)
        last = not page.more or page.cursor == reading.cursor
        only = frozenset(reading.ids) if reading.whole and last else None
        working = self.working
        command = SyncBusy(
            key=working.fresh(), actor=working.actor, connection=name, tutor=reading.tutor, spans=tuple(spans),
            gone=frozenset(gone), only=only,
        )  # fmt: skip
        cursor = f"{reading.calendar}\n{page.cursor}" if last else None
        self.desk.synced(command, token, cursor, reading.count)
