"""How often a worker looks: so many looks a second at each connection, however many links wait to be looked at.

Only looks are counted: what somebody asked to be done is done at once. A look is one request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock

A_SECOND = 2
AT_ONCE = 4
"""Looks that may come together after a pause; what was not used is saved up to that."""


class Pace:
    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.at_once = AT_ONCE
        self.held_back = False
        """Whether something had to wait since this was last set to False."""
        self._left: dict[str, tuple[int, int]] = {}

    def may_look(self, name: str) -> bool:
        """One look more at a connection, now; False where that would be too many."""
        now = self.clock.now()
        left, at = self._left.get(name, (self.at_once, now))
        left = min(self.at_once, left + A_SECOND * max(0, now - at))
        if left < 1:
            self._left[name] = (left, now)
            self.held_back = True
            return False
        self._left[name] = (left - 1, now)
        return True
