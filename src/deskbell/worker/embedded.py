"""A worker inside the program that shows the desk: a thread of its own, woken by each change that is made here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.services.desk import Changed, Desk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from deskbell.domain.commands import Command
    from deskbell.domain.ports import PaymentProvider
    from deskbell.worker.loop import Worker

HEAD_START = 1.0
"""Seconds that the screen has for itself first."""

FAREWELL = 2.0
"""Seconds that leaving waits for a call in flight; what it does not wait for is taken up as unknown next time."""


class Nudging(Desk):
    """A desk that wakes the worker after each change."""

    nudge: Callable[[], None] | None = None

    def commit(self, command: Command, digest: str | None = None) -> Changed:
        changed = super().commit(command, digest)
        if self.nudge is not None:
            self.nudge()
        return changed


class Embedded:
    """The worker of an open desk; `providers` is asked in its own thread, once."""

    def __init__(
        self, desk: Desk, providers: Callable[[Desk], Mapping[str, PaymentProvider]], crashes: Path | None
    ) -> None:
        self.desk = desk
        self.providers = providers
        self.crashes = crashes
        self._awake = threading.Event()
        self._leaving = threading.Event()
        self._worker: Worker | None = None
        self._thread = threading.Thread(target=self._live, name="deskbell-worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def nudge(self) -> None:
        """Something may be due that was not before."""
        self._awake.set()

    def stop(self) -> None:
        """End after the call that is under way, and leave the leases to others."""
        self._leaving.set()
        if self._worker is not None:
            self._worker.stop.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(FAREWELL)

    def _wait(self, seconds: float) -> None:
        self._awake.wait(seconds)
        self._awake.clear()

    def _live(self) -> None:
        if self._leaving.wait(HEAD_START):
            return
        try:
            providers = self.providers(self.desk)
            if not providers:  # nothing is connected: nothing to do by itself
                return
            from deskbell.services.working import Working
            from deskbell.worker.loop import Worker

            worker = Worker(Working(self.desk), providers, self.desk.clock, self._wait, crashes=self.crashes)
            self._worker = worker
            if self._leaving.is_set():
                worker.stop.set()
            worker.run()
        except Exception as error:  # noqa: BLE001 - a thread's last door: the screen says that no worker lives
            crash.report(error, self.crashes)
