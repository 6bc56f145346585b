"""How connections stand, as the worker and people turn them; one taken away comes back by being connected alone."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from deskbell.domain.errors import NotFound
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.tasks import CAUSES
from deskbell.domain.working import LONGEST, Health, Link
from deskbell.store.ops import health

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock
    from deskbell.store.database import Database
    from deskbell.store.work import Write

THERE = tuple(state for state in Link if state is not Link.OFF)


class Connections:
    """The part of the worker's door that is about connections."""

    database: Database
    clock: Clock

    @abstractmethod
    def untell(self, kind: str, subject: Id) -> None:
        """It is well again: its task is settled, where there is one."""

    def connect(self, name: str) -> None:
        """A connection that can be used from here on."""
        if all(known.name != name for known in self.connections()):
            self.database.retrying(lambda unit: health.connect(unit, name, self.clock.now()))

    def connections(self) -> tuple[Health, ...]:
        with self.database.read() as unit:
            return health.connections(unit)

    def answered(self, name: str, skew: int | None) -> bool:
        """It answered; `skew`: our clock less its clock, where it said. True: it had been down."""
        now = self.clock.now()

        def note(unit: Write) -> bool:
            every = tuple(Link)
            more = {} if skew is None else {"skew": skew}
            health.turn(unit, name, every, ok_at=now, resume_at=None, error="", **more)
            return health.turn(unit, name, (Link.DOWN,), state=str(Link.ON), since=now)

        return self.database.retrying(note)

    def failed(self, name: str, code: str, resume_at: int, *, down: bool) -> None:
        """It did not answer, and why; not tried again before an instant. `down`: it has failed often enough to say."""
        now = self.clock.now()

        def note(unit: Write) -> None:
            health.turn(unit, name, tuple(Link), error=code, error_at=now, resume_at=resume_at)
            if down:
                health.turn(unit, name, (Link.ON,), state=str(Link.DOWN), since=now)

        self.database.retrying(note)

    def lock_out(self, name: str, code: str) -> None:
        """Its key opens nothing, and why: paused until somebody sees to it. One that must look first must still."""
        now = self.clock.now()

        def note(unit: Write) -> None:
            after = now + LONGEST
            health.turn(unit, name, tuple(Link), error=code, error_at=now, resume_at=after)
            health.turn(unit, name, (Link.ON, Link.DOWN), state=str(Link.PAUSED), since=now, resume_at=None)

        self.database.retrying(note)

    def pause(self, name: str) -> None:
        """Nothing is sent and nothing looked at by that connection until somebody resumes it. NotFound."""
        now = self.clock.now()

        def note(unit: Write) -> bool:
            # What came back from a backup must still be looked through afterwards, whoever paused it meanwhile.
            values = {"state": str(Link.PAUSED), "since": now, "resume_at": None}
            first = health.turn(unit, name, (Link.RESTORED,), error=str(Link.RESTORED), **values)
            waiting = self._waits_for_look(unit, name)
            return first or waiting or health.turn(unit, name, THERE, error="", **values)

        self._turned(name, self.database.retrying(note))

    def resume(self, name: str) -> None:
        """Go on, at once; what came back from a backup looks before it sends. NotFound: NO_SUCH_CONNECTION."""
        now = self.clock.now()

        def note(unit: Write) -> bool:
            looks = self._waits_for_look(unit, name)
            state = Link.RESTORED if looks else Link.ON
            from_ = tuple(link for link in THERE if link is not Link.RESTORED)
            turned = health.turn(unit, name, from_, state=str(state), since=now, resume_at=None, error="")
            return turned or health.turn(unit, name, (Link.RESTORED,), resume_at=None)

        self._turned(name, self.database.retrying(note))

    def looked_through(self, name: str) -> None:
        """All that was open when the backup was made has been looked for: the connection works again."""
        self._turn(name, Link.ON)

    def _waits_for_look(self, unit: Write, name: str) -> bool:
        known = {x.name: x for x in health.connections(unit)}
        return name in known and (known[name].state, known[name].error) == (Link.PAUSED, Link.RESTORED)

    def _turned(self, name: str, found: bool) -> None:
        """What it stands like now is no cause any more for some of what a person was told."""
        if not found:
            raise NotFound("NO_SUCH_CONNECTION", which=name)
        stands = next(known for known in self.connections() if known.name == name)
        for kind, cause in CAUSES.items():
            if cause.sick is not None and not cause.sick(stands):
                self.untell(kind, digest_id(name))

    def restored(self, names: tuple[str, ...]) -> None:
        """The desk came from a backup: each of these connections looks before it sends anything."""
        off = {known.name for known in self.connections() if known.state is Link.OFF}
        for name in names:
            if name not in off:
                self.connect(name)
                self._turn(name, Link.RESTORED)

    def _turn(self, name: str, state: Link) -> None:
        now = self.clock.now()
        found = self.database.retrying(
            lambda unit: health.turn(unit, name, THERE, state=str(state), since=now, resume_at=None, error="")
        )
        self._turned(name, found)
