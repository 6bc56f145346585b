"""Working is the worker's one door: claims, outcomes, looks and leases, each of them one transaction.

What comes back from the world is planned and applied as every other change is; that somebody else has the operation
by now is found in the same transaction, and then nothing of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from deskbell.domain.commands import Command, Raise, Settle, SettleTask
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.op import Op
from deskbell.domain.payment import AttemptState
from deskbell.domain.people import Actor, Role
from deskbell.domain.working import TIMERS, Due, Held, Owed, Target, ToLook, undecided
from deskbell.domain.working import Working as Shown
from deskbell.services.acting import Acting
from deskbell.services.connections import Connections
from deskbell.services.desk import Desk
from deskbell.store.ops import captures, health, leases, looking, queue
from deskbell.store.ops.leases import Leases, database_time

if TYPE_CHECKING:
    from deskbell.domain.reconciling import Held as InBooks
    from deskbell.store.work import Read, Write

T = TypeVar("T")

WORK_FAILED = "WORK_FAILED"
"""A fault of ours while the worker worked: the task is about the link, the payment or the booking."""


class Working(Connections):
    """All that a worker does to a desk. `desk` lends its database, clock and ids; changes are the system's own.

    `database_now` is the time by which leases live.
    """

    def __init__(self, desk: Desk, *, database_now: Callable[[Read], int] = database_time) -> None:
        self.database = desk.database
        self.clock = desk.clock
        self.fresh = desk.fresh
        self.actor = Actor(role=Role.SYSTEM)
        self.desk = Acting(desk.database, desk.clock, desk.fresh, self.actor)
        self.database_now = database_now

    # --- changes

    def do(self, command: Command, about: Id | None = None) -> None:
        """Plan it, and commit it where it does anything at all: most looks find nothing new.

        `about` is what it was tried for: that it failed before is settled with it.
        """
        if about is not None:
            with self.database.read() as unit:
                failed = health.open_task(unit, WORK_FAILED, about)
            if failed is not None:
                self.desk.marked(lambda unit: True, command, healed=((WORK_FAILED, about),))
                return
        if self.desk.plan(command).effects:
            self.desk.commit(command)

    def tell(self, kind: str, subject: Id, due_at: int | None = None) -> None:
        """Something needs a person: once, however often it is told."""
        with self.database.read() as unit:
            if health.open_task(unit, kind, subject) is not None:
                return
        self.do(Raise(key=self.fresh(), actor=self.actor, kind=kind, subject=subject, due_at=due_at))

    def untell(self, kind: str, subject: Id) -> None:
        """It is well again: its task is settled, where there is one."""
        with self.database.read() as unit:
            task = health.open_task(unit, kind, subject)
        if task is not None:
            self.do(SettleTask(key=self.fresh(), actor=self.actor, task=task))

    # --- operations

    def claim(self, connection: str, token: int) -> tuple[Op, Target | None] | None:
        """The next operation that is due, committed as sent before anybody is called; and what it is about."""
        return self.claimed(connection, token, looking.target)

    def claimed(self, connection: str, token: int, read: Callable[[Write, Op], T]) -> tuple[Op, T] | None:
        """The next operation that is due, committed as sent, and what `read` found for it in that very transaction:
        where it locks what it reads, no change that follows can believe that the operation still waits.
        """
        now = self.clock.now()

        def take(unit: Write) -> tuple[Op, T] | None:
            op = queue.claim(unit, connection, now, token)
            return None if op is None else (op, read(unit, op))

        with self.database.read() as unit:
            waits = queue.is_due(unit, connection, now, token)
        return self.database.retrying(take) if waits else None

    def target(self, op: Op) -> Target | None:
        with self.database.read() as unit:
            return looking.target(unit, op)

    def outcome(self, op: Op, command: Command | None, response: str = "") -> bool:
        """Its answer is here: the operation is over and what follows is applied, both or neither.

        `op` as it was claimed. False: somebody else has it by now, and nothing was applied.
        """
        now = self.clock.now()
        healed = (("OP_STUCK", op.id), (WORK_FAILED, op.subject))

        def finish(unit: Write) -> bool:
            done = queue.finish(unit, op, now, response)
            if done and isinstance(command, Settle) and command.refused:
                looking.refused(unit, command.attempt, command.refused)
            return done

        return bool(self.desk.marked(finish, command, healed=healed))

    def later(self, op: Op, at: int, code: str) -> bool:
        return self.database.retrying(lambda unit: queue.later(unit, op, at, code))

    def unknown(self, op: Op, at: int, code: str) -> bool:
        return self.database.retrying(lambda unit: queue.unknown(unit, op, at, code))

    def requeue(self, op: Op, at: int, code: str) -> bool:
        return self.database.retrying(lambda unit: queue.requeue(unit, op, at, code))

    def park(self, op: Op, code: str) -> bool:
        """Nobody tries any more, and a person is told in the same transaction."""
        told = Raise(key=self.fresh(), actor=self.actor, kind="OP_STUCK", subject=op.id)
        return bool(self.desk.marked(lambda unit: queue.park(unit, op, code), told))

    def open_ops(self, connection: str) -> tuple[Op, ...]:
        with self.database.read() as unit:
            return queue.open_of(unit, connection)

    def stuck(self) -> tuple[Op, ...]:
        with self.database.read() as unit:
            return queue.stuck(unit, self.clock.now())

    # --- looks

    def due_looks(self, connection: str) -> tuple[ToLook, ...]:
        with self.database.read() as unit:
            return looking.due_looks(unit, connection, self.clock.now())

    def look_done(
        self, attempt: Id, command: Command, connection: str, token: int, after: Callable[[AttemptState], int | None]
    ) -> bool:
        """What was seen is applied and the next look is set, both or neither.

        `after` says when to look again, from the state in which the link is then. False: the lease was lost.
        """
        now = self.clock.now()
        said = undecided(command.seen) if isinstance(command, Settle) else ""

        def note(unit: Write) -> bool:
            stands = looking.standing(unit, attempt)
            if stands is not None:
                looking.looked(unit, attempt, now, after(stands[0]), said)
            return True

        healed = ((WORK_FAILED, attempt),)
        return bool(self.desk.marked(lambda unit: leases.holds(unit, connection, token), command, note, healed))

    def put_off(self, attempt: Id, until: int) -> None:
        self.database.retrying(lambda unit: looking.put_off(unit, attempt, until))

    def watching(self, attempt: Id) -> bool:
        """Somebody looks at that link's screen: said every two seconds, it is looked at within two. True: it is due."""
        return self.database.retrying(lambda unit: looking.watch(unit, attempt, self.clock.now()))

    # --- timers

    def over(self) -> tuple[Held, ...]:
        with self.database.read() as unit:
            return looking.over(unit, self.clock.now())

    def owed(self) -> tuple[Owed, ...]:
        with self.database.read() as unit:
            return looking.owed(unit, self.clock.now())

    def to_capture(self) -> tuple[Id, ...]:
        """Authorised payments whose time has come."""
        with self.database.read() as unit:
            return captures.due(unit, self.clock.now())

    def overdue(self, then: int) -> dict[str, int]:
        """Connections with something that was due before an instant and that nobody works on."""
        with self.database.read() as unit:
            due = queue.overdue(unit, then)
            return {name: at for name, at in due.items() if not leases.alive(unit, name, self.database_now)}

    def next_due(self, connections: tuple[str, ...]) -> int | None:
        """When the next thing of these connections, or a hold, is due."""
        with self.database.read() as unit:
            found = [looking.next_hold(unit), captures.next_at(unit)]
            for name in connections:
                found += [queue.next_at(unit, name), looking.next_look(unit, name)]
        return min((at for at in found if at is not None), default=None)

    # --- leases

    def leases(self, **own: object) -> Leases:
        """The leases of one worker, none of them taken yet."""
        return Leases(str(self.fresh()), now=self.database_now, **own)  # type: ignore[arg-type]

    def take(self, held: Leases, names: tuple[str, ...]) -> None:
        """Beat the leases that are held, where it is time, and take those of these that can be had."""
        with self.database.read() as unit:  # mostly there is nothing to write
            free = [name for name in names if held.could_take(unit, name)]
            beats = held.must_beat(unit)

        def work(unit: Write) -> None:
            if beats:
                held.beat(unit)
            for name in free:
                held.take(unit, name)

        if free or beats:
            self.database.retrying(work)

    def beat(self, held: Leases) -> None:
        """Go on holding what is held."""
        if held.held:
            self.database.retrying(held.beat)

    def release(self, held: Leases, only: tuple[str, ...] | None = None) -> None:
        """Let go of all that is held, or only of these."""
        if any(only is None or name in only for name in held.held):
            self.database.retrying(lambda unit: held.release(unit, only))

    def alive(self, connection: str = TIMERS) -> bool:
        """Whether a worker lives that serves that connection."""
        with self.database.read() as unit:
            return leases.alive(unit, connection, self.database_now)

    def last_beat(self) -> int | None:
        """Seconds since the youngest beat of a worker that lives; None where none does."""
        with self.database.read() as unit:
            beats = [lease.beat_at for lease in leases.leases(unit, self.database_now) if lease.live]
            return self.database_now(unit) - max(beats) if beats else None

    # --- sweeps

    def swept(self, name: str) -> tuple[int | None, bool]:
        """When a connection was swept last, and whether somebody asked for a sweep since."""
        with self.database.read() as unit:
            last = health.cursor(unit, name, health.SWEPT)
            return last[1] if last else None, health.cursor(unit, name, health.WANTED) is not None

    def swept_to(self, name: str) -> int | None:
        """Up to which instant of the provider's own clock a connection was swept."""
        with self.database.read() as unit:
            last = health.cursor(unit, name, health.SWEPT)
        return int(last[0]) if last else None

    def first_link(self, name: str) -> int | None:
        """When the first link of a connection was asked for: before that, no money there was the desk's."""
        with self.database.read() as unit:
            return looking.first_link(unit, name)

    def sweep_done(self, name: str, theirs: int, at: int) -> None:
        """It was swept up to an instant of the provider's clock, at an instant of ours."""

        def note(unit: Write) -> None:
            health.keep_cursor(unit, name, health.SWEPT, str(theirs), at)
            health.forget_cursor(unit, name, health.WANTED)

        self.database.retrying(note)

    def sweep_soon(self, name: str) -> None:
        """Ask for a sweep of that connection at the worker's next turn."""
        self.database.retrying(lambda unit: health.keep_cursor(unit, name, health.WANTED, "", self.clock.now()))

    def held_at(self, name: str) -> dict[Id, frozenset[InBooks]]:
        """The money that the books have at a provider, by attempt; without those that could not be settled before."""
        from deskbell.store.reads import books  # late: most turns sweep nothing

        with self.database.read() as unit:
            failed = health.open_subjects(unit, WORK_FAILED)
            found: dict[Id, set[InBooks]] = {}
            for ours in books.at_provider(unit.connection, name):
                found.setdefault(ours.attempt, set()).add(ours.held)
        return {attempt: frozenset(held) for attempt, held in found.items() if attempt not in failed}

    def stray(self, name: str, payment: str) -> bool:
        """Money that belongs to nothing here: a task, once for each payment. True: it was new."""
        subject = digest_id(name, payment)
        told = Raise(key=self.fresh(), actor=self.actor, kind="STRAY_MONEY", subject=subject)
        now = self.clock.now()
        return bool(self.desk.marked(lambda unit: health.first_seen(unit, name, payment, now), told))

    # --- what is shown

    def shown(self) -> Shown:
        """The worker's screen: who works, how the connections stand, what waits and why, what comes next."""
        from deskbell.store.ops import standing  # late: a worker does without its own screen

        with self.database.read() as unit:
            return standing.working(unit, self.clock.now(), self.database_now)

    def due_soon(self, until: int) -> tuple[Due, ...]:
        """What falls due by itself up to an instant: (at, what, booking), soonest first."""
        from deskbell.store.ops import standing

        with self.database.read() as unit:
            return standing.due_until(unit, until)
