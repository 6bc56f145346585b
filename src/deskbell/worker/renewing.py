"""A connection that somebody makes, changes or takes away is served, or let go of, without a restart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from deskbell.domain.connections import Made
from deskbell.domain.working import Link

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock
    from deskbell.domain.working import Health
    from deskbell.services.connecting import Opened

AGAIN = 60
"""Seconds after which one that could not be opened is tried again: a keyring is unlocked, a provider is back."""


class Renewal:
    """Looks for providers where the desk's connections are others than at the last look. `look` may take its time."""

    def __init__(self, look: Callable[[], Opened] | None, clock: Clock) -> None:
        self._look = look
        self._clock = clock
        self._seen: dict[str, Made] | None = None
        self._again: int | None = None

    def due(self, known: Mapping[str, Health]) -> Opened | None:
        """What can be used now, where that may be something else than before."""
        if self._look is None:
            return None
        made = {name: health.made for name, health in known.items() if health.made and health.state is not Link.OFF}
        now = self._clock.now()
        if made == self._seen and (self._again is None or now < self._again):
            return None
        opened = self._look()
        self._seen, self._again = made, now + AGAIN if opened.troubles else None
        return opened
