"""A connection that fails is left alone for a while, longer each time and never in step with others; and it is said."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from deskbell.domain.connections import Serves, serves
from deskbell.domain.ids import digest_id
from deskbell.domain.working import DOWN, LOCKED_OUT, LONGEST, SET_BACK, SKEW, Health, Link

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock
    from deskbell.services.working import Working

ENOUGH = 3
"""Failures in a row after which the connection counts as down."""

FIRST, MOST = 5, 300
"""Seconds of the first pause at most, and of any."""

FRESH = 60
"""Seconds for which a connection that answers is not written down again."""


def jitter(dice: Random, tries: int, first: int = 2, most: int = MOST) -> int:
    """Seconds to wait before a try: anything from 1 to a bound that doubles with each (full jitter)."""
    return dice.randint(1, min(most, first << min(tries, 16)))


class Circuit:
    """What this worker knows of its connections; refreshed from the desk at each turn."""

    def __init__(self, working: Working, clock: Clock, dice: Random) -> None:
        self.working = working
        self.clock = clock
        self.dice = dice
        self.known: dict[str, Health] = {}
        self.failures: dict[str, int] = {}
        self.heard_at = 0
        """When any of them said anything last: a worker that hears nothing for long hangs."""

    def refresh(self) -> None:
        self.known = {health.name: health for health in self.working.connections()}

    def may_call(self, name: str) -> bool:
        """Not paused by a person, and not left alone after failures."""
        return (at := self.resumes(name)) is not None and at <= self.clock.now()

    def resumes(self, name: str) -> int | None:
        """From when on it may be called; None while somebody has paused it, or it was taken away."""
        health = self.known.get(name)
        if health is None or health.state in (Link.PAUSED, Link.OFF):
            return None
        at = health.resume_at or 0
        return 0 if at > self.clock.now() + SET_BACK else at

    def is_restoring(self) -> bool:
        """The desk came from a backup and has not looked yet: nothing that it believes of money is acted upon."""
        restored = (name for name, health in self.known.items() if health.state is Link.RESTORED)
        return any(serves(name) is Serves.PAYMENTS for name in restored)

    def is_skewed(self, name: str) -> bool:
        """Our clock and theirs differ so much that no hold is ended by it."""
        health = self.known.get(name)
        return health is not None and abs(health.skew) > SKEW

    def answered(self, name: str, at: int | None) -> None:
        """`at` is the provider's own clock, where it said."""
        self.failures.pop(name, None)
        now = self.heard_at = self.clock.now()
        health = self.known.get(name)
        if health is None:
            return
        skew = health.skew if at is None else now - at
        was, is_ = abs(health.skew) > SKEW, abs(skew) > SKEW
        down = health.state is Link.DOWN
        stale = (
            health.ok_at is None or now - health.ok_at >= FRESH or bool(health.error) or health.resume_at is not None
        )
        # What is told comes before what it is told by: who dies in between tells it again, and not never.
        if stale or down:
            self.working.untell("CONNECTION_DOWN", digest_id(name))
            self.working.untell("LOCKED_OUT", digest_id(name))
        if is_ and not was:
            self.working.tell("CLOCK_SKEW", digest_id(name))
        if was and not is_:
            self.working.untell("CLOCK_SKEW", digest_id(name))
        if stale or down or abs(skew - health.skew) > 5:
            self.working.answered(name, skew)
            self.refresh()

    def failed(self, name: str, code: str, retry_after: int | None = None) -> None:
        """It did not answer, asked to be left alone for so many seconds, or does not let us in."""
        self.heard_at = self.clock.now()
        if code in LOCKED_OUT:
            self.failures.pop(name, None)
            self.working.tell("LOCKED_OUT", digest_id(name))
            self.working.lock_out(name, code)
            self.refresh()
            return
        count = self.failures[name] = self.failures.get(name, self._remembered(name)) + 1
        down = count >= ENOUGH
        pause = jitter(self.dice, count - ENOUGH, FIRST) if down else 0
        self.working.failed(name, code, self.clock.now() + max(pause, min(retry_after or 0, LONGEST)), down=down)
        self.refresh()

    def _remembered(self, name: str) -> int:
        """A worker that starts while the connection is down does not begin from nothing."""
        health = self.known.get(name)
        return ENOUGH if health is not None and health.state is Link.DOWN else 0

    def tell_downs(self) -> None:
        """A connection that is down for two minutes is a task; so is work that is due and has no worker at all."""
        now = self.clock.now()
        for name, health in self.known.items():
            if health.state is Link.DOWN and health.since <= now - DOWN:
                self.working.tell("CONNECTION_DOWN", digest_id(name))
        for name in self.working.overdue(now - DOWN):
            if name not in self.known or self.known[name].state not in (Link.PAUSED, Link.OFF):
                self.working.tell("CONNECTION_DOWN", digest_id(name))
