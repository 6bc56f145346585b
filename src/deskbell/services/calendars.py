"""The worker's door to a desk's calendar: what is to be brought in line, and what the calendar answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskbell.domain.calendar_commands import KeepEvent, PutBack, SyncBusy
from deskbell.domain.calendar_use import CalendarSettings, Further
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.lesson_event import Linked, ToKeep, Wanted
from deskbell.domain.offering import SyncOffers
from deskbell.domain.op import Op
from deskbell.domain.ports import SeenEvent
from deskbell.services.working import WORK_FAILED
from deskbell.store.codes import EVENTS, READING
from deskbell.store.find.events import calendar_of, calendar_settings, to_keep
from deskbell.store.ops import events, health, leases, offered, queue

if TYPE_CHECKING:
    from deskbell.services.working import Working
    from deskbell.store.work import Write

STRAY = "STRAY_EVENT"
"""The task of an event whose lesson the desk does not know; its subject is a digest."""


@dataclass(frozen=True, slots=True)
class ToRead:
    """A calendar whose other events are read: for a tutor's time or, where `offers`, as meetings of a class.

    `stream` is where its cursor is kept, `called` what its busy time is kept under.
    """

    calendar: str
    tutor: Id
    stream: str
    called: str
    offers: Further | None = None


class Calendars:
    """All that a worker does about events; each call is one transaction."""

    def __init__(self, working: Working) -> None:
        self.working = working

    def claim(self, connection: str, token: int) -> tuple[Op, ToKeep | None] | None:
        """The next operation that is due, marked sent, with what shall stand as of this moment."""
        return self.working.claimed(connection, token, events.read)

    def found(self, slot: Id) -> ToKeep | None:
        """A slot's event as it stands and as it shall; None where it was never asked for."""
        with self.working.database.read() as unit:
            return to_keep(unit.connection, slot)

    def stood(self, op: Op, kept: ToKeep, seen: SeenEvent, what: Wanted, look_at: int | None) -> bool:
        """The calendar has it. False: somebody else has the operation by now, and nothing was kept."""
        now = self.working.clock.now()
        return self._over(op, kept, what, lambda unit: events.stood(unit, kept, seen, now, look_at))

    def gone(self, op: Op, kept: ToKeep) -> bool:
        """The calendar has it no more."""
        now = self.working.clock.now()
        return self._over(op, kept, Wanted.DELETE, lambda unit: events.gone(unit, kept.slot, now))

    def _over(self, op: Op, kept: ToKeep, what: Wanted, note: Callable[[Write], None]) -> bool:
        working = self.working
        now = working.clock.now()
        told = KeepEvent(
            key=working.fresh(), actor=working.actor, slot=kept.slot, connection=kept.stood.connection, what=what
        )

        def then(unit: Write) -> bool:
            note(unit)
            return True

        healed = (("OP_STUCK", op.id), (WORK_FAILED, op.subject))
        return bool(working.desk.marked(lambda unit: queue.finish(unit, op, now), told, then, healed))

    def renumber(self, kept: ToKeep) -> ToKeep | None:
        """The same slot under its next id, kept before anybody is called by it."""
        settings = kept.settings
        self.working.database.retrying(lambda unit: events.renumber(unit, kept.slot, settings.calendar))
        return self.found(kept.slot)

    def park(self, op: Op, kept: ToKeep | None, code: str) -> None:
        """Nobody tries any more, and a person is told."""
        self.working.park(op, code)
        if kept is not None:
            self.working.database.retrying(lambda unit: events.failed(unit, kept.slot))

    # --- meetings

    def due_looks(self, connection: str) -> tuple[Id, ...]:
        with self.working.database.read() as unit:
            return events.due_looks(unit, connection, self.working.clock.now())

    def next_look(self, connection: str) -> int | None:
        with self.working.database.read() as unit:
            return events.next_look(unit, connection)

    def looked(self, kept: ToKeep, seen: SeenEvent, look_at: int | None, *, told: bool) -> None:
        """How its meeting stands now; `told`: it is there, and the timeline says so."""
        working = self.working
        now = working.clock.now()

        def note(unit: Write) -> bool:
            events.looked(unit, kept, seen, now, look_at)
            return True

        if told:
            command = KeepEvent(
                key=working.fresh(), actor=working.actor, slot=kept.slot, connection=kept.stood.connection,
                what=Wanted.MEETING,
            )  # fmt: skip
            working.desk.marked(lambda unit: True, command, note)
        else:
            working.database.retrying(note)

    def first_booking(self, slot: Id) -> Id | None:
        """The booking by which a slot is known to people: the first that stands in it."""
        with self.working.database.read() as unit:
            return events.first_booking(unit, slot)

    def put_off(self, kept: ToKeep, look_at: int | None) -> None:
        """It could not be looked at."""
        self.working.database.retrying(lambda unit: events.put_off(unit, kept.slot, look_at))

    # --- the sweep

    def settings(self, connection: str) -> CalendarSettings:
        with self.working.database.read() as unit:
            return calendar_settings(unit.connection, connection)

    def linked_after(self, connection: str, after: int, serves: frozenset[Id] | None) -> dict[Id, Linked]:
        """Slots that end after an instant and are on the calendar, or are to be."""
        with self.working.database.read() as unit:
            return events.linked_after(unit, connection, after, serves)

    def linked(self, connection: str, slot: Id, serves: frozenset[Id] | None) -> Linked | None:
        with self.working.database.read() as unit:
            return events.linked(unit, connection, slot, serves)

    def is_known(self, slot: Id) -> bool:
        with self.working.database.read() as unit:
            return events.known(unit, slot)

    def seen_there(self, slot: Id, seen: SeenEvent) -> None:
        now = self.working.clock.now()
        self.working.database.retrying(lambda unit: events.seen_there(unit, slot, seen, now))

    def lost(self, slot: Id) -> None:
        """Somebody deleted its event there: that id is used up, and nothing stands."""
        now = self.working.clock.now()
        self.working.database.retrying(lambda unit: events.gone(unit, slot, now))

    def put_back(self, slot: Id) -> None:
        """Have it made as the desk has it."""
        booking = self.first_booking(slot)
        if booking is not None:
            self.working.do(PutBack(key=self.working.fresh(), actor=self.working.actor, booking=booking))

    def tell(self, kind: str, slot: Id) -> None:
        """Something about that slot's event needs a person."""
        booking = self.first_booking(slot)
        if booking is not None:
            self.working.tell(kind, booking)

    def tell_guest(self, kind: str, slot: Id, mail: str) -> None:
        """Something about somebody who is invited needs a person."""
        with self.working.database.read() as unit:
            booking = events.booking_of_guest(unit, slot, mail)
        if booking is not None:
            self.working.tell(kind, booking)

    def strays(self, connection: str, found: tuple[str, ...]) -> None:
        """Events there of lessons that the desk does not know: told, and settled once they are gone."""
        subjects = {digest_id(connection, event) for event in found}
        with self.working.database.read() as unit:
            told = health.open_subjects(unit, STRAY)
        for subject in sorted(subjects - told):
            self.working.tell(STRAY, subject)
        for subject in sorted(told - subjects):
            self.working.untell(STRAY, subject)

    # --- other events: busy time

    def to_read(self, connection: str) -> tuple[ToRead, ...]:
        """Every calendar whose other events mean something here."""
        settings = self.settings(connection)
        tutor = self._busy_of(connection, settings)
        found = [] if tutor is None else [ToRead(settings.calendar, tutor, EVENTS, connection)]
        for x in settings.more:
            stream = f"{EVENTS}.{digest_id(x.calendar)[:16]}"
            offers = x if x.service is not None else None
            found.append(ToRead(x.calendar, x.tutor, stream, f"{connection} {x.calendar}", offers))
        return tuple(found)

    def busy_of(self, connection: str) -> Id | None:
        """Whose time the other events take: the tutor that the desk names, else its only one; None for nobody's."""
        return self._busy_of(connection, self.settings(connection))

    def _busy_of(self, connection: str, settings: CalendarSettings) -> Id | None:
        """A second tutor who comes takes nobody's calendar away: it goes on being read for the one it was."""
        if settings.busy is not None:
            return settings.busy
        active = [tutor.id for tutor in self.working.desk.tutors() if tutor.active]
        if len(active) == 1:
            return active[0]
        with self.working.database.read() as unit:
            if health.cursor(unit, connection, EVENTS) is None:
                return None
            return next((x for x in active if calendar_of(unit.connection, x, connection) is not None), None)

    def read_to(self, connection: str, stream: str = EVENTS) -> tuple[str, int] | None:
        """Up to where a calendar's events were read, and when."""
        with self.working.database.read() as unit:
            return health.cursor(unit, connection, stream)

    def reading(self, connection: str) -> int | None:
        """How many events of a first reading are in so far; None where none is under way."""
        with self.working.database.read() as unit:
            found = health.cursor(unit, connection, READING)
        return int(found[0]) if found is not None else None

    def synced(
        self, command: SyncBusy | SyncOffers, token: int, cursor: str | None, count: int, stream: str = EVENTS
    ) -> bool:
        """What changed there is kept; `cursor` is where the next reading goes on, None while this one is under way.
        False: the lease was lost.
        """
        now = self.working.clock.now()
        name = command.connection

        def then(unit: Write) -> bool:
            if isinstance(command, SyncOffers):
                offered.note(unit, command, now)
            if cursor is None:
                health.keep_cursor(unit, name, READING, str(count), now)
            else:
                health.keep_cursor(unit, name, stream, cursor, now)
                health.forget_cursor(unit, name, READING)
            return True

        return bool(self.working.desk.marked(lambda unit: leases.holds(unit, name, token), command, then))
