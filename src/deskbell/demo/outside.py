"""The world beyond the desk while its past is invented, and the pen that writes the desk between its turns."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from types import TracebackType

    from deskbell.domain.commands import Command
    from deskbell.domain.ids import Id
    from deskbell.domain.plan import Plan
    from deskbell.services.desk import Changed, Desk, Together


class Outside(Protocol):
    """A provider of payments with its customers, and a worker that asks it; all by the story's own time."""

    def opens(self, at: int) -> None:
        """The desk can be paid by link from here on."""
        ...

    def mails(self, at: int) -> None:
        """The desk can mail from here on."""
        ...

    def works(self, at: int) -> None:
        """The worker has its turn."""
        ...

    def acts(self, verb: str, link: Id, at: int) -> None:
        """A customer, a bank or somebody at the provider's page does that at a link."""
        ...


class Pen:
    """Writes what happens at a desk: what lies between two turns of the world is one transaction, kept or not."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = ExitStack()
        self._write: Together | None = None

    def __enter__(self) -> Pen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write = None
        self._open.__exit__(kind, error, trace)

    @property
    def _paper(self) -> Together:
        if self._write is None:
            self._write = self._open.enter_context(self._desk.together())
        return self._write

    def write(self, command: Command, at: int) -> Changed:
        return self._paper.commit(command, at)

    def plan(self, command: Command, at: int) -> Plan:
        return self._paper.plan(command, at)

    def lift(self) -> None:
        """What was written is kept: now others can read it, and write."""
        self._write = None
        self._open.close()
