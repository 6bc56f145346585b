"""What no operation asked about: all that changed at a provider, hourly, at the start and on demand; and restoring.

The truth is always what is fetched: an event that was missed, doubled or late is found again within the overlap (I8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.commands import Settle
from deskbell.domain.errors import Busy, NotFound, PlanChanged
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.ports import Done, Later, PaymentProvider, Refused, Seen, SeenPayment, SeenState, Unknown
from deskbell.domain.reconciling import Held, is_known
from deskbell.worker.falling import fell
from deskbell.worker.handlers import has_happened

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.services.working import Working
    from deskbell.worker.circuit import Circuit

HOUR = 3600
OVERLAP = HOUR
"""Seconds before the last sweep from which on the next one looks again."""

SOON = 5 * 60
"""Seconds until a sweep in which something went wrong is made anew."""

_NONE: frozenset[Held] = frozenset()
_MONEY = frozenset({SeenState.AUTHORISED, SeenState.CAPTURED, SeenState.CHARGED_BACK})


class Broom:
    """Sweeps connections; remembers which of them it has swept since it was made."""

    def __init__(self, working: Working, circuit: Circuit, crashes: Path | None) -> None:
        self.working = working
        self.circuit = circuit
        self.crashes = crashes
        self.begun: set[str] = set()
        self.again: dict[str, int] = {}

    def is_due(self, name: str) -> bool:
        now = self.working.clock.now()
        if 0 < self.again.get(name, 0) - now <= SOON:
            return False
        last, wanted = self.working.swept(name)
        return name not in self.begun or wanted or last is None or abs(now - last) >= HOUR

    def sweep(self, name: str, provider: PaymentProvider, *, whole: bool = False) -> bool:
        """Settle what is ours and tell of what is nobody's; False where not all of it could be seen and kept.

        `whole` looks from the beginning of time on, not only from an hour before the last sweep: by the provider's own
        clock, because ours may have been another one by then.
        """
        start = self.working.clock.now()
        last = self.working.swept_to(name)
        if last is None:  # what was paid there before the desk's first link is not the desk's to wonder about
            last = self.working.first_link(name) or start
        after = 0 if whole else max(0, last - OVERLAP)
        sound, heard = self._pages(name, provider, after)
        if sound:
            health = self.circuit.known.get(name)
            skew = health.skew if health is not None else 0
            self.working.sweep_done(name, start - skew if heard is None else heard, start)
            self.begun.add(name)
            self.again.pop(name, None)
        else:
            self.again[name] = start + SOON
        return sound

    def _pages(self, name: str, provider: PaymentProvider, after: int) -> tuple[bool, int | None]:
        """Whether all of it could be seen and kept, and when the provider's clock says that it began."""
        sound, cursor = True, ""
        known = self.working.held_at(name)
        heard: int | None = None
        while True:
            answer = provider.since(cursor, after)
            if not isinstance(answer, Done):
                self._failed(name, answer)
                return False, heard
            self.circuit.answered(name, answer.at)
            page = answer.value
            heard = answer.at if not cursor else heard
            for seen in page.seen:
                sound &= is_known(known.get(seen.reference, _NONE), seen) or self._settle(name, seen)
            for payment in page.strays:
                self._stray(name, payment)
            if not page.more:
                return sound, heard
            if page.cursor == cursor:  # a provider that never comes to an end would keep us here for ever
                self.circuit.failed(name, "SWEEP_STANDS")
                return False, heard
            cursor = page.cursor

    def _failed(self, name: str, answer: Refused | Later | Unknown) -> None:
        self.circuit.failed(name, answer.code, answer.seconds if isinstance(answer, Later) else None)

    def _settle(self, name: str, seen: Seen) -> bool:
        """A checkout of which the desk knows nothing is a stranger's, with all the money in it."""
        command = Settle(key=self.working.fresh(), actor=self.working.actor, attempt=seen.reference, seen=seen)
        try:
            self.working.do(command, seen.reference)
        except NotFound:
            for payment in seen.payments:
                self._stray(name, payment)
        except (Busy, PlanChanged):
            return False
        except Exception as error:  # noqa: BLE001 - the others must be settled all the same; it is swept again soon
            fell(self.working, seen.reference, error, self.crashes)
            return False
        return True

    def _stray(self, name: str, payment: SeenPayment) -> None:
        if payment.state in _MONEY:
            self.working.stray(name, payment.id)

    def restore(self, name: str, provider: PaymentProvider) -> bool:
        """The desk came from a backup: what it wants to send may have been sent by the days that were lost.

        Each open operation is looked for first and settled where it is found; then all is swept. True: done, and the
        connection is on again. False: it has to be begun anew; nothing was sent.
        """
        for op in self.working.open_ops(name):
            about = self.working.target(op)
            if about is None:
                self.working.park(op, "SUBJECT_GONE")
                continue
            found = provider.look(about.attempt, about.checkout, about.asked_at)
            if not isinstance(found, Done):
                self._failed(name, found)
                return False
            self.circuit.answered(name, found.at)
            if found.value is not None and has_happened(op, about, found.value):
                fresh, actor = self.working.fresh(), self.working.actor
                refund = op.subject if op.kind is OpKind.REFUND else None
                settle = Settle(key=fresh, actor=actor, attempt=about.attempt, seen=found.value, refund=refund)
                self.working.outcome(op, settle, "RESTORED")
            elif op.state is OpState.SENT:
                self.working.later(op, self.working.clock.now(), "RESTORED")
        if not self.sweep(name, provider, whole=True):
            return False
        self.working.looked_through(name)
        self.circuit.refresh()
        return True
