"""A small desk for tests of the store: commands are decided by the real decisions and applied as a desk would."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import replace
from typing import Any

from deskbell.domain import commands as c
from deskbell.domain.booking import Verb
from deskbell.domain.decisions.book import decide_book, decide_open_class
from deskbell.domain.decisions.cancel import decide_cancel
from deskbell.domain.decisions.closing import decide_close
from deskbell.domain.decisions.furnish import decide_add_people, decide_read_busy, decide_set_up
from deskbell.domain.decisions.move import decide_move
from deskbell.domain.decisions.notes import decide_edit, decide_note
from deskbell.domain.decisions.taking import decide_hand_over, decide_reprice, decide_take
from deskbell.domain.decisions.undo import decide_undo
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Minting, Plan
from deskbell.store import find
from deskbell.store.apply import apply, replace_busy
from deskbell.store.database import Database
from deskbell.store.work import Write
from tests.house.clock import WEDNESDAY

HOUR = 3600
DAY = 24 * HOUR
EVERY_DAY = tuple((day, 8 * 60, 20 * 60) for day in range(7))
_numbers = itertools.count(1)


def fresh() -> Id:
    """An id that no other call has given."""
    return Id(hashlib.sha256(f"fresh {next(_numbers)}".encode()).hexdigest()[:32])


def furnishing() -> c.SetUp:
    """A studio in Madrid: two tutors (Ruiz in the studio, Vega without a room), piano one to one, yoga for three."""
    return c.SetUp(
        key=fresh(),
        name="Estudio Río",
        zone="Europe/Madrid",
        currency="EUR",
        language="es",
        rooms=(c.NewRoom(name="Studio 1"),),
        tutors=(
            c.NewTutor(name="Marta Ruiz", zone="Europe/Madrid", weekly=EVERY_DAY, room="Studio 1"),
            c.NewTutor(name="Leo Vega", zone="Europe/Madrid", weekly=EVERY_DAY[:5]),
        ),
        services=(
            c.NewService(name="Piano", minutes=60, minor=2500, tax_rate=2100, after=15),
            c.NewService(name="Yoga", minutes=60, minor=900, kind=Kind.GROUP, capacity=3),
        ),
    )


class World:
    """The desk and a clock of its own; `do` plans and applies one command in one transaction."""

    def __init__(self, database: Database, now: int = WEDNESDAY) -> None:
        self.database = database
        self.now = now
        self.actor = Actor(Role.STAFF)

    def furnish(self) -> World:
        self.do(furnishing())
        return self

    def do(self, cmd: c.Command) -> int:
        """The number of the change."""
        with self.database.write() as unit:
            return self.act(unit, cmd)

    def act(self, unit: Write, cmd: c.Command) -> int:
        plan = self.plan(unit.connection, cmd)
        unit.lock_all(find.names(unit.connection, plan))
        undoes = self._undoes(unit.connection, cmd)
        no = apply(unit.connection, plan, key=cmd.key, actor=cmd.actor, now=self.now, undoes=undoes)
        if isinstance(cmd, c.ReadBusy) and plan.effects:
            calendar = plan.effects[0].calendar  # type: ignore[attr-defined]
            args = (cmd.tutor, cmd.calendar, cmd.spans, cmd.since, cmd.until, self.now)
            replace_busy(unit.connection, calendar, *args)
        return no

    def _undoes(self, conn: Any, cmd: c.Command) -> int | None:
        if not isinstance(cmd, c.Undo):
            return None
        return cmd.change or find.last_undoable(conn)

    def plan(self, conn: Any, cmd: c.Command) -> Plan:
        mint = Minting(cmd.key)
        desk = find.desk(conn)
        plan = self._decide(conn, desk, cmd, mint)  # type: ignore[arg-type]
        return replace(plan, minted=tuple(mint.made))

    def _decide(self, conn: Any, desk: Desk, cmd: c.Command, mint: Minting) -> Plan:
        now = self.now
        match cmd:
            case c.SetUp():
                return decide_set_up(desk, cmd, now, mint)
            case c.AddPeople():
                return decide_add_people(desk, cmd, now, mint)
            case c.OpenClass():
                return decide_open_class(find.open_class_facts(conn, cmd, desk), cmd, now, mint)
            case c.Book():
                return decide_book(find.book_facts(conn, cmd, desk), cmd, now, mint)
            case c.Move():
                return decide_move(find.move_facts(conn, cmd, desk), cmd, now, mint)
            case c.Cancel():
                return decide_cancel(find.booking_facts(conn, cmd.booking, desk), cmd, now, mint)
            case c.Close():
                return decide_close(find.booking_facts(conn, cmd.booking, desk), cmd, now, mint)
            case c.Take():
                return decide_take(find.order_facts(conn, cmd.order, desk), cmd, now, mint)
            case c.Reprice():
                return decide_reprice(find.booking_facts(conn, cmd.booking, desk), cmd, now, mint)
            case c.HandOver():
                return decide_hand_over(find.booking_facts(conn, cmd.booking, desk), cmd, now, mint)
            case c.AddNote():
                return decide_note(find.booking_facts(conn, cmd.booking, desk), cmd, now, mint)
            case c.Edit():
                return decide_edit(find.booking_facts(conn, cmd.booking, desk), cmd, now, mint)
            case c.Undo():
                local = now - (now + HOUR) % DAY  # Madrid in winter
                return decide_undo(find.undo_facts(conn, desk, cmd.change, local), cmd, now, mint)
            case c.ReadBusy():
                return decide_read_busy(find.busy_facts(conn, cmd, desk, now), cmd, now, mint)
        raise AssertionError(cmd)

    # --- in a word

    def read(self, what: Any, *args: Any, **more: Any) -> Any:
        """What a function of the store says, in a reading of its own."""
        with self.database.read() as unit:
            return what(unit.connection, *args, **more)

    @property
    def desk(self) -> Desk:
        return self.read(find.desk)  # type: ignore[no-any-return]

    def service(self, name: str) -> Id:
        return next(s.id for s in self.read(find.services) if s.name == name)

    def tutor(self, name: str = "Marta Ruiz") -> Id:
        return next(t.id for t in self.read(find.tutors) if t.name == name)

    def add(self, name: str, **more: Any) -> Id:
        """Somebody new; their id."""
        cmd = c.AddPeople(key=fresh(), people=(c.Newcomer(name=name, **more),))
        self.do(cmd)
        return Minting(cmd.key)()

    def book(self, start: int | None = None, **more: Any) -> Id:
        """A piano lesson with Ruiz, or whatever else is said; the booking's id."""
        return self._subject(self.do_book(start, **more))

    def do_book(self, start: int | None = None, **more: Any) -> int:
        """The same; the number of the change."""
        values = {"key": fresh(), "service": self.service("Piano"), "tutor": self.tutor(), "start": start} | more
        return self.do(c.Book(**values))

    def open_class(self, start: int) -> Id:
        cmd = c.OpenClass(key=fresh(), service=self.service("Yoga"), tutor=self.tutor("Leo Vega"), start=start)
        self.do(cmd)
        return Minting(cmd.key)()

    def book_class(self, slot: Id, **more: Any) -> Id:
        return self._subject(self.do(c.Book(key=fresh(), service=self.service("Yoga"), slot=slot, **more)))

    def cancel(self, booking: Id, by: Role = Role.CUSTOMER, **more: Any) -> int:
        return self.do(c.Cancel(key=fresh(), booking=booking, by=by, **more))

    def close(self, booking: Id, verb: Verb) -> int:
        return self.do(c.Close(key=fresh(), booking=booking, verb=verb))

    def undo(self, change: int | None = None) -> int:
        return self.do(c.Undo(key=fresh(), change=change))

    def facts(self, booking: Id) -> Any:
        return self.read(find.booking_facts, booking, self.desk)

    def _subject(self, change: int) -> Id:
        done = self.read(find.change_done, change)
        return done.subject  # type: ignore[no-any-return]
