"""The worker's door to a desk's calendar: what is to be brought in line, and what the calendar answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from deskbell.domain.calendar_commands import KeepEvent
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import ToKeep, Wanted
from deskbell.domain.op import Op
from deskbell.domain.ports import SeenEvent
from deskbell.services.working import WORK_FAILED
from deskbell.store.find.events import to_keep
from deskbell.store.ops import events, queue

if TYPE_CHECKING:
    from deskbell.services.working import Working
    from deskbell.store.work import Write


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
