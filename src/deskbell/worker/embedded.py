"""A worker inside the program that shows the desk: a thread of its own, woken by each change that is made here."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.domain.errors import Busy, DeskError, NotSetUp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deskbell.domain.working import Due
    from deskbell.services.backups import Backups
    from deskbell.services.connecting import Opened
    from deskbell.services.desk import Desk
    from deskbell.worker.keeping import Keeping
    from deskbell.worker.loop import Worker

HEAD_START = 1.0
"""Seconds that the screen has for itself first."""

IDLE = 15.0
"""Seconds between two looks whether anything is connected, where nothing is."""

DAY = 86_400

FAREWELL = 2.0
"""Seconds that leaving waits for a call in flight; what it does not wait for is taken up as unknown next time."""


class Embedded:
    """The worker of the desk that is open here, where it is one person's own: a shared desk has `deskbell worker`.

    `sources` gives, for a desk, who looks for the providers that can be used now: in the worker's thread, and again
    when something is connected. `backups` is the folder in which the desk's own lie.
    """

    def __init__(
        self, sources: Callable[[Desk], Callable[[], Opened]], crashes: Path | None, backups: Path | None = None
    ) -> None:
        self.sources = sources
        self.crashes = crashes
        self.backups = backups
        self._awake = threading.Event()
        self._leaving = threading.Event()
        self._worker: Worker | None = None
        self._thread: threading.Thread | None = None

    def work_for(self, desk: Desk) -> Desk:
        """The same desk, with somebody who does what it asks of the world."""
        if desk.database.kind != "sqlite" or self._thread is not None:
            return desk
        from deskbell.services.desk import Desk
        from deskbell.worker.nudging import Nudging

        own = Desk(desk.database, desk.clock, desk.fresh)
        self._thread = threading.Thread(target=self._live, args=(own,), name="deskbell-worker", daemon=True)
        self._thread.start()
        return Nudging(desk, self.wake)

    def stop(self) -> tuple[Due, ...]:
        """End after the call that is under way, and leave the leases to others.

        What falls due within a day and is nobody's now, soonest first; looks are no promise and are not named.
        """
        self._leaving.set()
        if self._worker is not None:
            self._worker.stop.set()
        self._awake.set()
        if self._thread is not None:
            self._thread.join(FAREWELL)
        if self._worker is None:
            return ()
        working = self._worker.working
        try:
            if working.alive():  # another one works on
                return ()
            return tuple(due for due in working.due_soon(working.clock.now() + DAY) if due.what != "LOOK")
        except DeskError:  # it cannot be reached any more: then nothing can be said of it
            return ()

    def wake(self) -> None:
        """Something is different here: look at once."""
        self._awake.set()

    def _until_connected(self, look: Callable[[], Opened], keeping: Keeping) -> Opened | None:
        """What is connected; as long as nothing is, or nobody has set the desk up, the desk is kept and looked at
        again. None: it is to end.
        """
        while not self._leaving.is_set():
            try:
                opened = look()
                keeping.alone()
            except (Busy, NotSetUp):
                opened = None
            if opened is not None and opened.names:
                return opened
            self._wait(IDLE)
        return None

    def _backups(self, desk: Desk) -> Backups | None:
        if self.backups is None:
            return None
        from deskbell.services.backups import Backups

        return Backups(desk, self.backups)

    def _wait(self, seconds: float) -> None:
        self._awake.wait(seconds)
        self._awake.clear()

    def _live(self, desk: Desk) -> None:
        if self._leaving.wait(HEAD_START):
            return
        try:
            look = self.sources(desk)
            from deskbell.services.working import Working
            from deskbell.worker.keeping import Keeping

            working, backups = Working(desk), self._backups(desk)
            opened = self._until_connected(look, Keeping(working, self.crashes, backups))
            if opened is None:
                return
            from deskbell.worker.loop import Worker

            worker = Worker(
                working,
                opened.providers,
                desk.clock,
                self._wait,
                crashes=self.crashes,
                backups=backups,
                look=look,
                opened=opened,
            )
            self._worker = worker
            if not self._leaving.is_set():
                worker.run()
            worker.hang_up()
        except Exception as error:  # noqa: BLE001 - a thread's last door: the screen says that no worker lives
            crash.report(error, self.crashes)
