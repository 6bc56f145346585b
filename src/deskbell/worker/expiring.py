"""What ends by time: holds, and the patience with money that has no seat. Never by the local clock alone (I4).

A hold without a link that anybody could pay ends here. One with a link ends at the provider first: it is told to close
the link, and what it answers settles the rest.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from deskbell.domain.commands import CaptureNow, CloseLink, Command, GiveBack, Lapse
from deskbell.domain.errors import Busy, PlanChanged, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.payment import AttemptState
from deskbell.domain.working import Held
from deskbell.worker.falling import AGAIN, fell

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.services.working import Working
    from deskbell.worker.circuit import Circuit

STUCK = 15 * 60
"""Seconds after its end at which a hold that cannot be ended is a task."""

REST = 60
"""Seconds until what a rule refused is tried again, and until a link is told once more to close."""

_OPEN = frozenset({AttemptState.CREATED, AttemptState.PENDING, AttemptState.FAILED})


class Timers:
    """Whoever holds the lease of the timers does this."""

    def __init__(self, working: Working, circuit: Circuit, crashes: Path | None) -> None:
        self.working = working
        self.circuit = circuit
        self.crashes = crashes
        self.resting: dict[Id, int] = {}

    def end_holds(self) -> None:
        """End each hold that is over, or have its links closed; what hangs for a quarter of an hour is a task."""
        now = self.working.clock.now()
        self.resting = {subject: until for subject, until in self.resting.items() if until > now}
        for booking, lines in groupby(self.working.over(), key=lambda line: line.booking):
            links = list(lines)
            self._end(booking, links)
            if links[0].hold_until <= now - STUCK and self._is_still_held(booking):
                self.working.tell("HOLD_STUCK", booking)

    def _end(self, booking: Id, links: list[Held]) -> None:
        live = [link for link in links if link.state in _OPEN and link.sent]
        unseen = [link for link in links if link.sent and link not in live and (link.looked_at or 0) < link.hold_until]
        if not live and unseen:  # T11: asked once more, right before
            for link in unseen:
                if link.attempt is not None:
                    self.working.put_off(link.attempt, self.working.clock.now())
        elif not live:
            self._do(booking, Lapse(key=self.working.fresh(), actor=self.working.actor, booking=booking))
        for link in live:
            if link.attempt is not None and not link.closing and not self.circuit.is_skewed(link.connection):
                told = CloseLink(key=self.working.fresh(), actor=self.working.actor, attempt=link.attempt)
                self._do(link.attempt, told)
                self.resting[link.attempt] = self.working.clock.now() + REST  # it may be told and still be open

    def _is_still_held(self, booking: Id) -> bool:
        return any(line.booking == booking for line in self.working.over())

    def give_back(self) -> None:
        """Money without a seat goes back where nobody said anything else in time."""
        for owed in self.working.owed():
            for payment in owed.payments:
                self._do(payment, GiveBack(key=self.working.fresh(), actor=self.working.actor, payment=payment))

    def capture(self) -> None:
        """Authorised money is taken when its lesson begins, or a day before it would be lost (P3)."""
        for payment in self.working.to_capture():
            self._do(payment, CaptureNow(key=self.working.fresh(), actor=self.working.actor, payment=payment))

    def tell_stuck(self) -> None:
        """What was sent and has no answer for a quarter of an hour is a task (P9)."""
        for op in self.working.stuck():
            self.working.tell("OP_STUCK", op.id)

    def _do(self, subject: Id, command: Command) -> None:
        """What a rule refuses now is left alone for a minute; what we fell over for longer, and a person is told."""
        if subject in self.resting:
            return
        try:
            self.working.do(command, subject)
        except Busy:
            raise
        except (Refused, WrongInput, PlanChanged):
            self.resting[subject] = self.working.clock.now() + REST
        except Exception as error:  # noqa: BLE001 - one booking's fault must not hold the others up
            fell(self.working, subject, error, self.crashes)
            self.resting[subject] = self.working.clock.now() + AGAIN
