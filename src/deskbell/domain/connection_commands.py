"""What somebody wants done about a connection."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.commands import Command
from deskbell.domain.connections import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect(Command):
    """Be paid through a provider from here on: its account was asked and its secret is kept. `other`: another account
    than before is meant.
    """

    connection: str
    made: Made
    other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect(Command):
    """Ask nothing of that provider any more."""

    connection: str
