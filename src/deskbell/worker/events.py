"""Lessons on calendars: each slot's one event brought in line, its meeting awaited.

What shall stand is read in the transaction that claims the operation. Ids are the desk's own, so whatever was lost on
the way is asked for again and has its effect once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.domain.errors import Busy, DeskError, PlanChanged
from deskbell.domain.lesson_event import Wanted
from deskbell.domain.ports import Done, Later, Meeting, Refused, SeenEvent, SeenEventState, Unknown
from deskbell.domain.working import LOCKED_OUT, LONGEST
from deskbell.services.calendars import Calendars
from deskbell.worker.busy import BusyTime
from deskbell.worker.circuit import jitter
from deskbell.worker.event_sweep import EventSweep
from deskbell.worker.falling import fell

if TYPE_CHECKING:
    from deskbell.domain.lesson_event import ToKeep
    from deskbell.domain.op import Op
    from deskbell.domain.ports import CalendarProvider, Event
    from deskbell.worker.party import Tools

Answer = Done[SeenEvent] | Refused | Later | Unknown

MOST = 200
"""Operations of one turn."""

TRIES = 4
"""So often one operation goes on with a new id, or with what somebody changed meanwhile, before it waits."""

MEETS = 2
"""Requests for a meeting before a person is told that there is none."""

FIRST_LOOK, LAST_LOOK, GIVEN_UP = 2, 60, 20
"""Seconds until a meeting is looked for first, between two looks at most, and the looks after which it has failed."""


def look_after(seen: SeenEvent, looks: int, now: int) -> int | None:
    """When the meeting of an event is looked for next; None where there is none to come."""
    if seen.meeting not in (Meeting.PENDING, Meeting.FAILED) or seen.state is SeenEventState.CANCELLED:
        return None
    return now + min(LAST_LOOK, FIRST_LOOK << min(looks, 6))


class Events:
    """Serves calendars, each by its connection's name."""

    def __init__(self, tools: Tools, calendars: Mapping[str, CalendarProvider]) -> None:
        self.tools = tools
        self.circuit = tools.circuit
        self.working = tools.working
        self.desk = Calendars(tools.working)
        self.calendars = dict(calendars)
        self.broom = EventSweep(tools, self.desk)
        self.busy = BusyTime(tools, self.desk)

    # --- the party

    def serve(self, name: str, token: int) -> bool:
        for _ in range(MOST):
            if self.tools.stop.is_set() or not self.circuit.may_call(name):
                return False
            claimed = self.desk.claim(name, token)
            if claimed is None:
                break
            self._perform(self.calendars[name], *claimed)
        else:
            return True
        self._await_meetings(name)
        return self.circuit.may_call(name) and self.busy.read(name, self.calendars[name], token)

    def sweep(self, name: str) -> None:
        if self.broom.is_due(name):
            self.broom.sweep(name, self.calendars[name])

    def restore(self, name: str) -> bool:
        """What waits is asked for by its own id, and what shall stand is read when it is sent; what the lost days put
        there is seen by a sweep.
        """
        return self.broom.sweep(name, self.calendars[name])

    def next_due(self, name: str) -> int | None:
        return min((at for at in (self.desk.next_look(name), self.busy.due_at(name)) if at is not None), default=None)

    # --- one operation

    def _perform(self, calendar: CalendarProvider, op: Op, kept: ToKeep | None) -> None:
        """Whatever happens, it ends up done, queued, sent with a time, or parked with a task."""
        try:
            if kept is None:
                self.desk.park(op, None, "SUBJECT_GONE")
            elif kept.event is None:
                self._remove(calendar, op, kept)
            else:
                self._keep(calendar, op, kept)
        except (Busy, PlanChanged) as error:
            self.working.unknown(op, self._soon(op), error.code)
        except DeskError as error:
            self.desk.park(op, kept, error.code)
        except Exception as error:  # noqa: BLE001 - one operation's fault must not end the others' work
            crash.report(error, self.tools.crashes)
            self.working.unknown(op, self._soon(op), "CRASHED")
            self.working.tell("OP_STUCK", op.id)

    def _soon(self, op: Op) -> int:
        return self.working.clock.now() + jitter(self.tools.dice, op.tries)

    def _remove(self, calendar: CalendarProvider, op: Op, kept: ToKeep) -> None:
        answer = calendar.remove(kept.stood.calendar, kept.id)
        if isinstance(answer, Done) or answer == Refused("NOT_FOUND"):
            self.circuit.answered(op.connection, answer.at if isinstance(answer, Done) else None)
            self.desk.gone(op, kept)
        else:
            self._not_yet(op, kept, answer)

    def _keep(self, calendar: CalendarProvider, op: Op, kept: ToKeep) -> None:
        """Make it so: by the event that is there, or by a new one where there is none or its id is used up."""
        at: ToKeep | None = kept
        what = Wanted.CREATE
        for _ in range(TRIES):
            event = at.event if at is not None else None
            if at is None or event is None:
                break  # it is not wanted any more: whoever changed that has asked for another operation
            if at.stood.calendar != at.settings.calendar:
                left = calendar.remove(at.stood.calendar, at.id) if at.stood.etag else None
                if left is not None and not isinstance(left, Done) and not isinstance(left, Refused):
                    return self._not_yet(op, at, left)
                at = self.desk.renumber(at)
                continue
            asked: Answer
            if at.stood.etag:
                asked, what = calendar.change(at.stood.calendar, event, at.stood.etag), Wanted.UPDATE
            else:
                asked, what = calendar.insert(at.stood.calendar, event), Wanted.CREATE
            if isinstance(asked, Done) and asked.value.state is not SeenEventState.CANCELLED:
                return self._stands(op, at, asked, what)
            if asked == Refused("REQUEST") and event.guests:
                return self._invite_who_can_be(calendar, op, at, event)
            if asked == Refused("NOT_FOUND") and not at.stood.etag:  # not the event: the whole calendar is gone
                return self._not_yet(op, at, Refused("CALENDAR_GONE"))
            if isinstance(asked, Done) or asked == Refused("NOT_FOUND"):
                at = self.desk.renumber(at)
                continue
            if asked not in (Refused("EXISTS"), Refused("CHANGED")):
                return self._not_yet(op, at, asked)
            found = calendar.fetch(at.stood.calendar, at.id)
            if not isinstance(found, Done):
                return self._not_yet(op, at, found)
            self.circuit.answered(op.connection, found.at)
            seen = found.value
            if seen is None or seen.state is SeenEventState.CANCELLED or seen.slot != at.slot:
                at = self.desk.renumber(at)
            else:
                at = replace(at, stood=replace(at.stood, etag=seen.etag))
        self.working.unknown(op, self._soon(op), "CHANGED")
        return None

    def _invite_who_can_be(self, calendar: CalendarProvider, op: Op, at: ToKeep, event: Event) -> None:
        """An address that the calendar does not take keeps no lesson off it: the others are invited one by one, and a
        person is told of each that cannot be.
        """
        place, etag, bare = at.stood.calendar, at.stood.etag, replace(event, guests=())
        asked: Answer = calendar.change(place, bare, etag) if etag else calendar.insert(place, bare)
        good: tuple[str, ...] = ()
        refused = list(event.guests) if len(event.guests) == 1 else []
        for guest in event.guests if not refused else ():
            if not isinstance(asked, Done):
                break
            more = calendar.change(place, replace(event, guests=(*good, guest)), asked.value.etag)
            if more == Refused("REQUEST"):
                refused.append(guest)
            else:
                good, asked = (*good, guest), more
        if not isinstance(asked, Done):
            if asked in (Refused("EXISTS"), Refused("CHANGED"), Refused("NOT_FOUND")):
                self.working.unknown(op, self._soon(op), "CHANGED")
            else:
                self._not_yet(op, at, asked)
            return
        for guest in refused:  # first: who dies in between tells it again, and not never
            self.desk.tell_guest("GUEST_REFUSED", at.slot, guest)
        self._stands(op, at, asked, Wanted.UPDATE if etag else Wanted.CREATE)

    def _stands(self, op: Op, kept: ToKeep, asked: Done[SeenEvent], what: Wanted) -> None:
        self.circuit.answered(op.connection, asked.at)
        seen = asked.value
        self.desk.stood(op, kept, seen, what, look_after(seen, 0, self.working.clock.now()))

    def _not_yet(self, op: Op, kept: ToKeep, outcome: Refused | Later | Unknown) -> None:
        """Every call is known again by its id: whatever became of it, it is asked for again as it is."""
        now = self.working.clock.now()
        match outcome:
            case Later(seconds, code):
                self.circuit.failed(op.connection, code, seconds)
                at = now + min(seconds, LONGEST) + jitter(self.tools.dice, 0)
                (self.working.unknown if op.tries > 1 else self.working.later)(op, at, code)
            case Unknown(code):
                self.circuit.failed(op.connection, code)
                self.working.unknown(op, self._soon(op), code)
            case Refused(code) if code in LOCKED_OUT:
                self.circuit.failed(op.connection, code)
                self.working.later(op, now, code)
            case Refused(code):
                self.circuit.answered(op.connection, None)
                self.desk.park(op, kept, code)

    # --- meetings

    def _await_meetings(self, name: str) -> None:
        for slot in self.desk.due_looks(name):
            if self.tools.stop.is_set() or not self.circuit.may_call(name):
                return
            kept = self.desk.found(slot)
            if kept is None:
                continue
            try:
                self._look(name, kept)
            except (Busy, PlanChanged):
                self.desk.put_off(kept, self.working.clock.now() + LAST_LOOK)
            except Exception as error:  # noqa: BLE001 - one event's fault must not end the looks at the others
                self.desk.put_off(kept, self.working.clock.now() + LONGEST)
                fell(self.working, slot, error, self.tools.crashes)

    def _look(self, name: str, kept: ToKeep) -> None:
        found = self.calendars[name].fetch(kept.stood.calendar, kept.id)
        now = self.working.clock.now()
        if not isinstance(found, Done):
            self.circuit.failed(name, found.code, found.seconds if isinstance(found, Later) else None)
            self.desk.put_off(kept, now + LAST_LOOK)
            return
        self.circuit.answered(name, found.at)
        seen = found.value
        if seen is None or seen.state is SeenEventState.CANCELLED or kept.event is None:
            self.desk.put_off(kept, None)
            return
        if seen.meeting is Meeting.FAILED or (seen.meeting is Meeting.PENDING and kept.stood.looks >= GIVEN_UP):
            self._ask_again(name, kept, seen)
            return
        ready = seen.meeting is Meeting.READY
        self.desk.looked(kept, seen, look_after(seen, kept.stood.looks, now), told=ready)

    def _ask_again(self, name: str, kept: ToKeep, seen: SeenEvent) -> None:
        """A meeting that failed is asked for by a new name; one that fails again needs a person, who types a link."""
        if kept.stood.asked + 1 >= MEETS or kept.lesson is None:
            self.desk.looked(kept, seen, None, told=False)
            self._tell_no_meeting(kept)
            return
        anew = replace(kept, stood=replace(kept.stood, asked=kept.stood.asked + 1, etag=seen.etag))
        event = anew.event
        answer = self.calendars[name].change(anew.stood.calendar, event, seen.etag) if event is not None else None
        now = self.working.clock.now()
        if isinstance(answer, Done):
            self.circuit.answered(name, answer.at)
            self.desk.looked(replace(anew, stood=replace(anew.stood, looks=0)), answer.value,
                             look_after(answer.value, 0, now), told=False)  # fmt: skip
        else:
            self.desk.put_off(kept, now + LAST_LOOK)

    def _tell_no_meeting(self, kept: ToKeep) -> None:
        booking = self.desk.first_booking(kept.slot)
        if booking is not None:
            self.working.tell("NO_MEETING", booking)
