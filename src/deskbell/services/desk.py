"""Desk is the one door: plan a command, show the plan, commit it; and read what screens and commands are shown.

One verb is one transaction. A commit locks what the plan names, decides again with one fresh now, and applies only a
plan whose digest is the one that was confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from deskbell.domain.availability import Openings, Reason, Rules
from deskbell.domain.calendar_commands import SyncBusy
from deskbell.domain.clock import Clock, zone_clock
from deskbell.domain.commands import Command, ReadBusy, SetUp, Undo
from deskbell.domain.decisions.timing import rules
from deskbell.domain.effects import BusyRead, Effect
from deskbell.domain.erasing import Erase
from deskbell.domain.errors import Busy, DeskError, NotFound, NotSetUp, PlanChanged, WrongInput
from deskbell.domain.facts import ChangeDone
from deskbell.domain.facts import Desk as Card
from deskbell.domain.ids import Id
from deskbell.domain.names import Names, mentioned, with_made
from deskbell.domain.people import Actor
from deskbell.domain.plan import Minting, Plan
from deskbell.domain.views import BookingView, ChangeLine, Days, PersonHit, Sitting
from deskbell.services.times import Answers, Free, free_times
from deskbell.services.verbs import decide, says
from deskbell.store import find, reads
from deskbell.store.work import Read, Write

if TYPE_CHECKING:
    from deskbell.domain.offer import Service
    from deskbell.domain.people import Tutor
    from deskbell.domain.reports import By, Open, Per, Report, Till
    from deskbell.domain.slot import Slot
    from deskbell.services.typed import Reading, Wish
    from deskbell.store.database import Database
    from deskbell.store.verify import Finding
    from deskbell.store.watch import Watch
    from deskbell.words.language import Order

TRIES = 3


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done: the change's number and the plan that was applied. `again` when it had been done before (I2)."""

    no: int
    plan: Plan
    again: bool = False


class Together:
    """The commands of one transaction; each is decided by what those before it have done."""

    def __init__(self, decide: Callable[[Command, int], Plan], apply: Callable[[Command, Plan, int], int]) -> None:
        self._decide, self._apply = decide, apply

    def plan(self, command: Command, now: int) -> Plan:
        """What it would do then; nothing is written."""
        return self._decide(command, now)

    def commit(self, command: Command, now: int) -> Changed:
        plan = self._decide(command, now)
        return Changed(self._apply(command, plan, now), plan)


def _named(unit: Read, command: Command) -> Command:
    """Undo of the last change names it once, so that what is decided, locked and marked undone is the same one."""
    if isinstance(command, Undo) and command.change is None:
        return replace(command, change=find.last_undoable(unit.connection))
    return command


class Desk:
    """The services of one desk, for one actor, on one database.

    `fresh` makes command keys; `clock` gives the one now of each plan and transaction.
    """

    def __init__(self, database: Database, clock: Clock, fresh: Callable[[], Id], actor: Actor | None = None) -> None:
        self.database = database
        self.clock = clock
        self.fresh = fresh
        self.actor = actor or Actor()

    # --- change

    def plan(self, command: Command) -> Plan:
        """What the command would do now. Nothing is written; errors say why it cannot be done."""
        with self.database.read() as unit:
            return self._decide(unit, command, self.clock.now())

    def commit(self, command: Command, digest: str | None = None) -> Changed:
        """Do it, if it still is what was confirmed.

        `digest` None confirms whatever the plan is now (verbs that do not ask, scripts with --yes). The same command
        again returns the first outcome, another one of the same key is WrongInput("KEY_REUSED"). PlanChanged carries
        the new plan in facts["plan"]; Busy after three tries, and COMMIT_UNKNOWN where nobody can say what became of
        it: the same command, later, finds out.
        """
        for _ in range(TRIES):
            try:
                changed = self.database.retrying(lambda unit: self._try(unit, command, digest))
            except DeskError as error:
                # Its reply was lost, or the same command was quicker from elsewhere: then it is there under its key.
                lost = not isinstance(error, Busy) or error.code == "COMMIT_UNKNOWN"
                changed = self._found(command, digest, error) if lost and error.code != "KEY_REUSED" else None
                if changed is None and (not isinstance(error, PlanChanged) or "plan" in error.facts):
                    raise
            if changed is not None:
                if isinstance(command, Erase):
                    self.database.empty_log()
                return changed
        raise Busy("BUSY_TRY_AGAIN")

    @contextmanager
    def together(self) -> Iterator[Together]:
        """Many commands in one transaction, each at an instant of its own: all of them are kept, or none.

        For making a desk out of a story or a file; people who work at a desk commit one by one.
        """
        with self.database.write() as unit:
            yield Together(
                lambda command, now: self._decide(unit, _named(unit, command), now),
                lambda command, plan, now: self._apply(unit, _named(unit, command), plan, now),
            )

    def _done(self, command: Command, digest: str | None) -> Changed | None:
        with self.database.read() as unit:
            return self._before(unit, command, digest)

    def _found(self, command: Command, digest: str | None, error: DeskError) -> Changed | None:
        """What was done after all. A server that is gone cannot be asked: then it stays as unknown as it was."""
        try:
            return self._done(command, digest)
        except Busy:
            raise error from None

    def _before(self, unit: Read, command: Command, digest: str | None) -> Changed | None:
        """What the command's key has made already, if it has (I2). WrongInput: KEY_REUSED for something else."""
        found = find.change_of(unit.connection, command.key)
        done = find.change_done(unit.connection, found[0]) if found else None
        if found is None or done is None:
            return None
        if not says(command, done) or digest not in (None, found[1]):
            raise WrongInput("KEY_REUSED", change=done.no)
        return Changed(done.no, Plan(done.verb, done.effects, subject=done.subject), again=True)

    def _try(self, unit: Write, command: Command, digest: str | None) -> Changed | None:
        now = self.clock.now()
        if (before := self._before(unit, command, digest)) is not None:
            return before
        command = _named(unit, command)
        plan = self._decide(unit, command, now)
        if unit.connection.dialect.name != "sqlite":  # there the one write lock is held already
            unit.lock_all(find.names(unit.connection, plan))
            if (before := self._before(unit, command, digest)) is not None:
                return before
            plan = self._decide(unit, command, now)
            if unit.missing(find.names(unit.connection, plan)):
                unit.connection.rollback()
                return None
        if digest is not None and plan.digest != digest:
            raise PlanChanged("PLAN_CHANGED", plan=plan)
        return Changed(self._apply(unit, command, plan, now), plan)

    def _apply(self, unit: Write, command: Command, plan: Plan, now: int) -> int:
        if not plan.effects:
            return reads.seq(unit.connection)
        from deskbell.store.apply import apply  # readers do without
        from deskbell.store.apply.busy import replace_busy, sync_busy

        conn = unit.connection
        undoes = command.change if isinstance(command, Undo) else None
        no = apply(conn, plan, key=command.key, actor=command.actor, now=now, undoes=undoes)
        if isinstance(command, ReadBusy):
            for read in plan.of(BusyRead):
                name, spans = command.calendar, command.spans
                replace_busy(conn, read.calendar, read.tutor, name, spans, command.since, command.until, now)
        if isinstance(command, SyncBusy):
            for read in plan.of(BusyRead):
                name, spans = command.name, command.spans
                sync_busy(conn, read.calendar, read.tutor, name, spans, command.gone, command.only, now)
        return no

    def _decide(self, unit: Read, command: Command, now: int) -> Plan:
        desk = find.desk(unit.connection)
        if desk is None and not isinstance(command, SetUp):
            raise NotSetUp("DESK_NOT_SET_UP")
        mint = Minting(command.key)
        plan = decide(unit.connection, desk, command, now, mint)
        return replace(plan, minted=tuple(mint.made))

    # --- read

    def card(self) -> Card:
        """The desk's own settings; NotSetUp where nobody opened it yet."""
        with self.database.read() as unit:
            desk = find.desk(unit.connection)
        if desk is None:
            raise NotSetUp("DESK_NOT_SET_UP")
        return desk

    def today(self) -> date:
        """The desk's local day."""
        return zone_clock(self.card().zone).date(self.clock.now())

    def days(self, first: date, count: int = 7, tutor: int | None = None, *, collect: bool = True) -> Days:
        """Some local days with their lessons, busy time and windows; of one tutor where named. `collect`: and debts."""
        with self.database.read() as unit:
            return reads.days(unit.connection, first, count, self.clock.now(), tutor, collect=collect)

    def booking(self, no: int) -> BookingView:
        """Everything about a booking; NotFound("NO_BOOKING") where there is none of that number."""
        with self.database.read() as unit:
            return reads.booking_view(unit.connection, no, self.clock.now())

    def booking_no(self, public: Id) -> int:
        """The number of a booking by its public id."""
        with self.database.read() as unit:
            booking = find.booking(unit.connection, public)
        if booking is None:
            raise NotFound("NO_SUCH_BOOKING", which=public)
        return booking.no

    def slot_id(self, no: int) -> Id:
        """The public id of a slot by its number: what Book and Move name a class meeting by."""
        with self.database.read() as unit:
            slot = find.slot(unit.connection, no)
        if slot is None:
            raise NotFound("NO_SUCH_SLOT", which=no)
        return slot.id

    def search(self, text: str, limit: int = 8) -> tuple[PersonHit, ...]:
        """People whose name, mail or telephone fits; accents and case folded."""
        with self.database.read() as unit:
            return find.search_people(unit.connection, text, limit)

    def free(
        self,
        service: Service,
        after: int,
        until: int,
        *,
        tutors: tuple[Tutor, ...] | None = None,
        count: int = 20,
        minutes: int | None = None,
        leave_out: Id | None = None,
    ) -> tuple[Free, ...]:
        """The first free starts of a service in [after, until), of any tutor or of those named."""
        with self.database.read() as unit:
            who = tuple(t for t in find.tutors(unit.connection) if t.active) if tutors is None else tutors
            now = self.clock.now()
            return free_times(
                unit.connection, service, who, after, until, now, count, minutes=minutes, leave_out=leave_out
            )

    def why_not(self, service: Service, tutor: Tutor, start: int, *, minutes: int | None = None) -> tuple[Reason, ...]:
        """All that is in the way of that service at that instant; empty is bookable."""
        rule = rules(service, minutes)
        with self.database.read() as unit:
            end = start + rule.length * 60
            diary = find.diary(unit.connection, tutor, service, start, end, room=tutor.room)
            return Openings(diary, rule, self.clock.now()).why_not(start)

    def answers(self, lo: int, hi: int, minutes: int = 30) -> Answers:
        """Why-not answers for what a screen shows, for a lesson of so many minutes without any buffers of its own."""
        rule = Rules(length=minutes, interval=15)
        with self.database.read() as unit:
            return Answers(unit.connection, find.tutors(unit.connection), rule, lo, hi, self.clock.now())

    def read_line(
        self, text: str, key: Id, language: str, wish: Wish | None = None, order: Order | None = None
    ) -> Reading:
        """What a typed booking line means; the same key each time keeps it the same booking."""
        from deskbell.services.typed import Wish, read_booking

        with self.database.read() as unit:
            desk = find.desk(unit.connection)
            if desk is None:
                raise NotSetUp("DESK_NOT_SET_UP")
            now = self.clock.now()
            return read_booking(unit.connection, desk, text, key, self.actor, now, language, wish or Wish(), order)

    def services(self) -> tuple[Service, ...]:
        with self.database.read() as unit:
            return find.services(unit.connection)

    def tutors(self) -> tuple[Tutor, ...]:
        with self.database.read() as unit:
            return find.tutors(unit.connection)

    def done(self, key: Id) -> ChangeDone | None:
        """The change that a command of this key made, with its effects; None where it made none (I2)."""
        with self.database.read() as unit:
            found = find.change_of(unit.connection, key)
            return find.change_done(unit.connection, found[0]) if found else None

    def change(self, no: int) -> ChangeDone | None:
        """A change by its number, with its effects in order."""
        with self.database.read() as unit:
            return find.change_done(unit.connection, no)

    def classes(self, service: Service, after: int, until: int, *, full: bool = False) -> tuple[Slot, ...]:
        """The planned meetings of a class that start in [after, until); full ones only where asked for."""
        with self.database.read() as unit:
            return find.classes(unit.connection, service, after, until, full=full)

    def bookings(self, person: int, limit: int = 20, *, family: bool = False) -> tuple[Sitting, ...]:
        """The bookings of the person of that number: those to come first, soonest first, then the latest past ones.
        `family`: and those of the children they bring.
        """
        with self.database.read() as unit:
            return reads.bookings(unit.connection, person, self.clock.now(), limit, family=family)

    def on_calendar(self, bookings: tuple[int, ...]) -> frozenset[int]:
        """Those of these bookings, by number, whose event stands on the calendar as it shall."""
        from deskbell.store.find.events import synced

        with self.database.read() as unit:
            return synced(unit.connection, bookings)

    def till(self) -> Till:
        """The drawer, the day by method, the last days and what is open."""
        with self.database.read() as unit:
            return reads.till_view(unit.connection, self.clock.now())

    def report(self, by: By, per: Per, first: date, last: date) -> Report:
        """What was taken, given back and earned in those local days, and how the ledger stands (I44)."""
        with self.database.read() as unit:
            return reads.report(unit.connection, by, per, first, last)

    def owing(self, most: int = 200) -> Open:
        """Who owes what, the oldest first."""
        with self.database.read() as unit:
            return reads.owing(unit.connection, self.clock.now(), most)

    def last_change(self) -> ChangeLine | None:
        """What `u` would take back."""
        with self.database.read() as unit:
            no = find.last_undoable(unit.connection)
            done = None if no is None else find.change_done(unit.connection, no)
            if done is None:
                return None
            about = find.booking(unit.connection, done.subject) if done.subject else None
        return ChangeLine(done.no, done.at, done.verb, done.subject, about.no if about else None)

    def seq(self) -> int:
        """The number of the newest change; a screen that shows another one is stale."""
        with self.database.read() as unit:
            return reads.seq(unit.connection)

    def watch(self) -> Watch:
        """Tells, as often as it is asked, whether anybody changed the desk since; close it in the end."""
        from deskbell.store.watch import Watch

        return Watch(self.database)

    def verify(self) -> list[Finding]:
        """Every derived figure that is not what the append-only rows say."""
        from deskbell.store.verify import verify

        with self.database.read() as unit:
            return verify(unit.connection)

    def names(self, effects: Iterable[Effect], about: Id | None = None) -> Names:
        """What the things are called that these effects name, those that they make themselves included.

        `about` is a booking that is spoken of although no effect names it: a plan's subject.
        """
        listed = tuple(effects)
        wanted = mentioned(listed)
        if about is not None:
            wanted = wanted._replace(bookings=wanted.bookings | {about})
        with self.database.read() as unit:
            return with_made(listed, reads.called(unit.connection, wanted))

    def allowed(self, view: BookingView) -> dict[str, str | None]:
        """Each verb of a booking, with None where it may be done now, else the code of why not."""
        from deskbell.services.allowing import allowed

        return allowed(view, self.actor.role)
