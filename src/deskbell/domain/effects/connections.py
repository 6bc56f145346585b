"""What the desk is connected to: made with a key that was checked, and ended."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.connections import Kept
from deskbell.domain.effects.effect import Effect, spoken


@dataclass(frozen=True, slots=True)
class ConnectionMade(Effect):
    """Links can be asked of that provider from here on. `again`: it was connected before."""

    connection: str
    live: bool
    kept: Kept
    account: str = ""
    country: str = ""
    currencies: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()
    again: bool = False
    label: str = spoken()


@dataclass(frozen=True, slots=True)
class ConnectionEnded(Effect):
    """Nothing is asked of it any more. So many links can still be paid there, so many operations wait for it."""

    connection: str
    live: bool
    kept: Kept
    links: int = 0
    ops: int = 0
