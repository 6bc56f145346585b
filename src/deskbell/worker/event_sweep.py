"""The calendar against the desk, hourly, at the start and on demand: orphans go, what is missing comes back, and what
somebody did there by hand is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.lesson_event import Found, compared
from deskbell.domain.ports import Done, Later, Refused, SeenEvent, SeenEventState, Unknown
from deskbell.worker.sweep import HOUR, SOON

if TYPE_CHECKING:
    from deskbell.domain.ids import Id
    from deskbell.domain.lesson_event import Linked
    from deskbell.domain.ports import CalendarProvider
    from deskbell.services.calendars import Calendars
    from deskbell.worker.party import Tools

BACK = 86_400
"""Seconds: lessons that ended longer ago are left as they are."""


class EventSweep:
    """Remembers which connections it has swept since it was made."""

    def __init__(self, tools: Tools, desk: Calendars) -> None:
        self.tools = tools
        self.desk = desk
        self.working = tools.working
        self.circuit = tools.circuit
        self.begun: set[str] = set()
        self.again: dict[str, int] = {}

    def is_due(self, name: str) -> bool:
        now = self.working.clock.now()
        if 0 < self.again.get(name, 0) - now <= SOON:
            return False
        last, wanted = self.working.swept(name)
        return name not in self.begun or wanted or last is None or abs(now - last) >= HOUR

    def sweep(self, name: str, calendar: CalendarProvider) -> bool:
        """False where not all of it could be seen: then it is made anew soon."""
        start = self.working.clock.now()
        settings = self.desk.settings(name)
        seen: list[tuple[str, SeenEvent]] | None = []
        for place in settings.places:
            found = self._listed(name, calendar, place, start - BACK)
            seen = None if found is None or seen is None else [*seen, *((place, event) for event in found)]
            if seen is None:
                break
        sound = seen is not None and self._compare(name, calendar, settings, seen, start)
        if sound:
            self.working.sweep_done(name, start, start)
            self.begun.add(name)
            self.again.pop(name, None)
        else:
            self.again[name] = start + SOON
        return sound

    def _listed(self, name: str, calendar: CalendarProvider, which: str, after: int) -> list[SeenEvent] | None:
        """The desk's own live events on one calendar; None where they could not be seen."""
        desk = self.working.desk.card().id
        found: list[SeenEvent] = []
        place = ""
        while True:
            answer = calendar.ours(which, desk, after, place)
            if not isinstance(answer, Done):
                self._failed(name, answer)
                return None
            self.circuit.answered(name, answer.at)
            found += answer.value.events
            if not answer.value.more or answer.value.cursor == place:
                return found
            place = answer.value.cursor

    def _failed(self, name: str, answer: Refused | Later | Unknown) -> None:
        code = "CALENDAR_GONE" if answer == Refused("NOT_FOUND") else answer.code
        self.circuit.failed(name, code, answer.seconds if isinstance(answer, Later) else None)

    def _compare(
        self,
        name: str,
        calendar: CalendarProvider,
        settings: CalendarSettings,
        seen: list[tuple[str, SeenEvent]],
        now: int,
    ) -> bool:
        links = self.desk.linked_after(name, now - BACK, settings.serves)
        strays: list[str] = []
        there: set[Id] = set()
        for where, event in seen:
            if event.slot is None or self.tools.stop.is_set():
                continue
            link = links.get(event.slot) or self.desk.linked(name, event.slot, settings.serves)
            if link is None:
                if not self.desk.is_known(event.slot):
                    strays.append(event.id)
                elif self.desk.first_booking(event.slot) is not None:
                    self.desk.put_back(event.slot)  # asked for anew it is found, or it goes as an orphan
                elif not self._removed(name, calendar, where, event):
                    return False
                continue
            if (event.id, where) == (link.id, link.calendar):
                there.add(link.slot)
            if not self._one(name, calendar, where, event, link):
                return False
        self.desk.strays(name, tuple(strays))
        missing = (x for x in links.values() if x.wanted and not x.waiting and x.end > now and x.slot not in there)
        return all(self._missing(name, calendar, link) for link in missing)

    def _one(self, name: str, calendar: CalendarProvider, where: str, event: SeenEvent, link: Linked) -> bool:
        match compared(event, link, where):
            case Found.ORPHAN:
                if not self._removed(name, calendar, where, event):
                    return False
                if (event.id, where) == (link.id, link.calendar):
                    self.desk.lost(link.slot)
            case Found.STALE:
                self.desk.put_back(link.slot)
            case Found.MOVED:
                self.desk.tell("EVENT_CHANGED", link.slot)  # first: who dies in between tells it again, and not never
                self.desk.seen_there(link.slot, event)
            case Found.TOUCHED:
                self.desk.seen_there(link.slot, event)
            case _:
                pass
        return True

    def _removed(self, name: str, calendar: CalendarProvider, where: str, event: SeenEvent) -> bool:
        answer = calendar.remove(where, event.id)
        if not isinstance(answer, Done):
            self._failed(name, answer)
            return False
        return True

    def _missing(self, name: str, calendar: CalendarProvider, link: Linked) -> bool:
        """Not in the list: never made, or deleted by hand, or moved by hand to a time that was not asked about."""
        if not link.etag:
            self.desk.put_back(link.slot)
            return True
        found = calendar.fetch(link.calendar, link.id)
        if not isinstance(found, Done):
            self._failed(name, found)
            return False
        event = found.value
        if event is not None and event.state is not SeenEventState.CANCELLED:
            return self._one(name, calendar, link.calendar, event, link)
        self.desk.tell("EVENT_GONE", link.slot)
        self.desk.lost(link.slot)
        return True
