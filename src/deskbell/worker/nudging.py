"""A desk that wakes its worker: what a change asks for is under way before anybody looks."""

from __future__ import annotations

from collections.abc import Callable

from deskbell.domain.commands import Command
from deskbell.services.desk import Changed, Desk


class Nudging(Desk):
    """The same desk as the one handed in; `nudge` is called after each change that was kept."""

    def __init__(self, desk: Desk, nudge: Callable[[], None]) -> None:
        super().__init__(desk.database, desk.clock, desk.fresh, desk.actor)
        self.nudge = nudge

    def commit(self, command: Command, digest: str | None = None) -> Changed:
        changed = super().commit(command, digest)
        self.nudge()
        return changed
