"""The world around a studio that is being invented: a worker, a provider and its customers, in the story's time."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskbell.domain.ids import Id
    from deskbell.services.connecting import Opened
    from deskbell.services.desk import Desk
    from deskbell.worker.loop import Worker

TURNS = 6
"""As often a worker is let go on at one instant: to ask, to look, to end, to ask for the end."""
EVERY_LOOK = 1_000
"""An invented provider minds no haste."""


class StoryClock:
    """Stands where the story is."""

    def __init__(self) -> None:
        self.at = 0

    def now(self) -> int:
        return self.at


class Beyond:
    """Everybody but the desk. `fresh` makes their ids: the same story makes the same ones.

    Nothing of it is made before the desk is set up, for only an invented desk has an invented provider.
    """

    def __init__(self, desk: Desk, fresh: Callable[[], Id], seed: int) -> None:
        from deskbell.services.desk import Desk

        self.clock = StoryClock()
        self.desk = Desk(desk.database, self.clock, fresh)
        self.where = Path(desk.database.where)
        self.dice = Random(seed)  # noqa: S311 - a studio, not a secret
        self._worker: Worker | None = None
        self._opened: Opened | None = None

    @property
    def worker(self) -> Worker:
        if self._worker is None:
            from deskbell.services.working import Working
            from deskbell.wiring import sources
            from deskbell.worker.loop import Worker

            working = Working(self.desk, database_now=lambda unit: self.clock.at)
            self._opened = sources(self.desk)()
            paid = self._opened.providers
            self._worker = Worker(working, paid, self.clock, lambda seconds: None, dice=self.dice)
            self._worker.pace.at_once = EVERY_LOOK
        return self._worker

    def opens(self, at: int) -> None:
        self.clock.at = at
        for name in self.worker.providers:
            self.worker.working.connect(name)

    def mails(self, at: int) -> None:
        self.clock.at = at
        if self._opened is not None and not self.worker.parties:
            self.worker.serve_also(self._opened)

    def works(self, at: int) -> None:
        """Turns until nothing is due at that instant."""
        self.clock.at = at
        names = self.worker.names
        for _ in range(TURNS):
            self.worker.tick()
            due = self.worker.working.next_due(names)
            if due is None or due > at:
                return

    def acts(self, verb: str, link: Id, at: int) -> None:
        from deskbell.wiring import customer_at

        self.clock.at = at
        customer_at(self.where, self.clock, verb, link)

    def leaves(self) -> None:
        """The worker goes home: nobody is taken for alive who was invented."""
        if self._worker is not None:
            self._worker.leave()
