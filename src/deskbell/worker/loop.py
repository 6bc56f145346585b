"""The loop: beat, look, do, end what is over, sweep, tell; then sleep until the next thing is due. It never dies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.domain.commands import Settle
from deskbell.domain.errors import Busy, DeskError, PlanChanged
from deskbell.domain.payment import AttemptState
from deskbell.domain.ports import CalendarProvider, Done, Later, PaymentProvider, Seen, SeenRefundState, SeenState
from deskbell.domain.working import BEAT, LOCKED_OUT, TIMERS, Link, ToLook
from deskbell.worker.circuit import Circuit, jitter
from deskbell.worker.expiring import Timers
from deskbell.worker.falling import AGAIN, fell
from deskbell.worker.handlers import Hands
from deskbell.worker.inviting import Invite, invited
from deskbell.worker.keeping import Keeping
from deskbell.worker.pace import Pace
from deskbell.worker.party import Party, Tools
from deskbell.worker.renewing import Renewal
from deskbell.worker.sweep import Broom

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.domain.clock import Clock
    from deskbell.services.backups import Backups
    from deskbell.services.connecting import Opened
    from deskbell.services.working import Working

NAP = 5
"""Seconds that it sleeps at most; on a shared desk nobody can wake it."""

MOST = 200
"""Operations of one connection in one turn, so that the others have theirs."""

HANGS = 60
"""Seconds after which a call is taken for hanging, and its worker's leases are left to others."""

MINUTE, DAY = 60, 86_400
FOLLOWED = 90 * DAY
"""Seconds for which a link that is over is still looked at, once a day: disputes and refunds from outside come late."""


_UNDER_WAY = frozenset({SeenState.PENDING, SeenState.IN_REVIEW})


def look_again(look: ToLook, state: AttemptState, seen: Seen | None, now: int) -> int | None:
    """When a link is looked at next: often while it is young or money is under way, daily for ninety days once it is
    over, then never.
    """
    payments = seen.payments if seen is not None else ()
    if state is AttemptState.AUTHORISED:
        return now + 15 * MINUTE
    if state in (AttemptState.CREATED, AttemptState.PENDING, AttemptState.FAILED):
        return now + (15 if now - look.created_at < 10 * MINUTE else MINUTE)
    if any(payment.state in _UNDER_WAY for payment in payments):
        return now + MINUTE
    if any(refund.state is SeenRefundState.PENDING for payment in payments for refund in payment.refunds):
        return now + 15 * MINUTE
    ended = max(look.created_at, look.expires_at or 0)
    return now + DAY if now + DAY <= ended + FOLLOWED else None


class Worker:
    """One worker of one desk: it serves the connections whose providers it is given, and the timers.

    `wait` sleeps for so many seconds or until something wakes it; `dice` jitters; `look` finds the providers anew where
    the desk's connections have changed; `opened` is what it found at first, calendars and messengers included, which
    are served by whom `invite` says.
    """

    def __init__(
        self,
        working: Working,
        providers: Mapping[str, PaymentProvider],
        clock: Clock,
        wait: Callable[[float], object] | None = None,
        *,
        dice: Random | None = None,
        crashes: Path | None = None,
        backups: Backups | None = None,
        look: Callable[[], Opened] | None = None,
        opened: Opened | None = None,
        invite: Invite = invited,
    ) -> None:
        self.working = working
        self.providers = dict(providers)
        self.clock = clock
        self.wait = wait or threading.Event().wait
        self.dice = dice or Random()  # noqa: S311 - jitter needs no secrecy
        self.crashes = crashes
        self.leases = working.leases()
        self.circuit = Circuit(working, clock, self.dice)
        self.hands = Hands(working, self.circuit, self.dice, crashes)
        self.pace = Pace(clock)
        self.renewal = Renewal(look, clock)
        self.timers = Timers(working, self.circuit, crashes)
        self.keeping = Keeping(working, crashes, backups)
        self.broom = Broom(working, self.circuit, crashes)
        self.stop = threading.Event()
        self.busy_since: int | None = None
        self._met = False
        self._invite = invite
        self._tools = Tools(working, self.circuit, self.dice, crashes, self.stop)
        self.parties: dict[str, Party] = dict(invite(self._tools, opened)) if opened is not None else {}
        self._calendars = dict(opened.calendars) if opened is not None else {}

    @property
    def names(self) -> tuple[str, ...]:
        """The connections that it serves, where it has their leases."""
        return (*self.providers, *self.parties)

    # --- one turn

    def tick(self) -> int:
        """All that is due now; the seconds until something is due again, 0 where there is more at once."""
        self.busy_since = self.clock.now()
        self._renew()
        self._meet()
        self._beat()
        self.circuit.refresh()
        served = [name for name in self.names if name in self.leases.held]
        more = False
        for name in served:
            more |= self._kept_going(name, self._serve)
        times = TIMERS in self.leases.held and not self.circuit.is_restoring()
        if times:
            self.timers.end_holds()
            self.timers.capture()
        for name in served:
            self._kept_going(name, self._sweep)
        if times:
            self.timers.give_back()
        if (token := self.leases.held.get(TIMERS)) is not None:
            self.timers.tell_stuck()
            self.circuit.tell_downs()
            self.keeping.turn(token)
        return 0 if more else self._nap(served)

    def _serve(self, name: str) -> bool:
        """All that one connection has to do; True where there is more at once."""
        if not self._may_serve(name):
            return False
        if name in self.parties:
            return self.parties[name].serve(name, self.leases.held[name])
        self._look(name)
        return self._operate(name)

    def _sweep(self, name: str) -> bool:
        if not self._may_serve(name):
            return False
        if name in self.parties:
            self.parties[name].sweep(name)
        elif self.broom.is_due(name):
            self.broom.sweep(name, self.providers[name])
        return False

    def _kept_going(self, name: str, work: Callable[[str], bool]) -> bool:
        """What one connection falls over is its failure: the others and the timers have their turn."""
        try:
            return work(name)
        except Busy:
            raise
        except Exception as error:  # noqa: BLE001 - an adapter's fault must not end the turn
            crash.report(error, self.crashes)
            self.circuit.failed(name, "CRASHED")
            return False

    def once(self) -> None:
        """One whole pass, sweep included: turns until nothing is due, at the pace at which links are looked at."""
        self._meet()
        self.broom.begun.clear()
        last = not self.parties
        for _ in range(MOST):
            self.pace.held_back = False
            pause = self.tick()
            if self.stop.is_set():
                return
            if pause > 0 and not self.pace.held_back:
                if last and not self._is_due():
                    return
                last = True  # what the timers and a sweep of theirs have asked for is done, too
            elif pause > 0:
                self.wait(1)

    def _is_due(self) -> bool:
        """Whether something may be called for at once: the turn that asked for it had been past calling."""
        served = (name for name in self.names if name in self.leases.held and self.circuit.may_call(name))
        at = self.working.next_due(tuple(served))
        return at is not None and at <= self.clock.now()

    def hang_up(self, still: Mapping[str, CalendarProvider] | None = None) -> None:
        """Close the lines of calendars that are served no more: of all, or all but these. In the worker's thread."""
        still = still or {}
        for name, calendar in self._calendars.items():
            if still.get(name) is not calendar:
                calendar.close()
        self._calendars = dict(still)

    def _renew(self) -> None:
        """Serve what was connected since, with its new key where it has one; let go of what was taken away."""
        self.circuit.refresh()
        opened = self.renewal.due(self.circuit.known)
        if opened is None:
            return
        gone = [name for name in self.names if name not in opened.names]
        self.working.release(self.leases, tuple(gone))
        self.providers, self._met = dict(opened.providers), False
        self.parties = dict(self._invite(self._tools, opened))
        self.hang_up(opened.calendars)
        for name, error in opened.troubles.items():
            if (code := error.facts.get("refusal")) in LOCKED_OUT:
                self.circuit.failed(name, str(code))

    def serve_also(self, opened: Opened) -> None:
        """Calendars and messengers from here on; the next turn makes them known."""
        self.parties, self._met = dict(self._invite(self._tools, opened)), False
        self.hang_up(opened.calendars)

    def _meet(self) -> None:
        """A connection is known from the first time that a worker has its provider."""
        if not self._met:
            for name in self.names:
                self.working.connect(name)
            self._met = True

    def _beat(self) -> None:
        """Beat what is held, ask for what is not: no secret, no lease."""
        self.working.take(self.leases, (TIMERS, *self.names))

    def _may_serve(self, name: str) -> bool:
        """Not paused, not left alone; and a desk that was restored has looked before anything is sent."""
        if self.stop.is_set() or not self.circuit.may_call(name):
            return False
        if self.circuit.known[name].state is not Link.RESTORED:
            return True
        if name not in self.parties:
            return self.broom.restore(name, self.providers[name])
        if not self.parties[name].restore(name):
            return False
        self.working.looked_through(name)
        self.circuit.refresh()
        return True

    def _look(self, name: str) -> None:
        """Every link whose time has come, as far as the pace allows, until the connection stops answering."""
        token = self.leases.held[name]
        for look in self.working.due_looks(name):
            if self.stop.is_set() or not self.circuit.may_call(name) or not self.pace.may_look(name):
                return
            try:
                self._look_at(self.providers[name], look, token)
            except (Busy, PlanChanged):
                self._put_off(look)
            except Exception as error:  # noqa: BLE001 - one link's fault must not end the looks at the others
                self.working.put_off(look.attempt, self.clock.now() + AGAIN)
                fell(self.working, look.attempt, error, self.crashes)

    def _look_at(self, provider: PaymentProvider, look: ToLook, token: int) -> None:
        answer = provider.look(look.attempt, look.checkout, look.created_at)
        if not isinstance(answer, Done):
            self.circuit.failed(look.connection, answer.code, answer.seconds if isinstance(answer, Later) else None)
            self._put_off(look)
            return
        self.circuit.answered(look.connection, answer.at)
        now = self.clock.now()
        settle = Settle(key=self.working.fresh(), actor=self.working.actor, attempt=look.attempt, seen=answer.value)
        self.working.look_done(
            look.attempt, settle, look.connection, token, lambda state: look_again(look, state, answer.value, now)
        )

    def _put_off(self, look: ToLook) -> None:
        self.working.put_off(look.attempt, self.clock.now() + 2 + jitter(self.dice, look.looks % 4))

    def _operate(self, name: str) -> bool:
        """Operations until none is due; True where there are more than one turn takes."""
        provider = self.providers[name]
        for _ in range(MOST):
            token = self.leases.held.get(name)
            if token is None or self.stop.is_set() or not self.circuit.may_call(name):
                return False
            claimed = self.working.claim(name, token)
            if claimed is None:
                return False
            self.hands.perform(provider, *claimed)
        return True

    def _nap(self, served: list[str]) -> int:
        """Until the next thing is due, or a lease that is somebody else's is over; a second where something waits that
        could not be done, or somebody watches.
        """
        now = self.clock.now()
        most = min(NAP, self.leases.free_in() or NAP)
        callable_ = [name for name in served if self.circuit.may_call(name)]
        resumes = [at for name in served if (at := self.circuit.resumes(name)) is not None and at > now]
        next_at = self.working.next_due(tuple(callable_))
        theirs = [self.parties[name].next_due(name) for name in callable_ if name in self.parties]
        own = [at for at in (next_at, *resumes) if at is not None]
        if own and min(own) - now <= MINUTE and callable_:  # an open link: its screen may be opened at any moment
            return 1
        dues = [*own, *(at for at in theirs if at is not None)]
        return max(1, min([most, *(at - now for at in dues)]))

    # --- as long as it lives

    def run(self) -> None:
        """Turn after turn until `stop` is set; whatever goes wrong is written down, and the next turn comes."""
        failures = 0
        pulse = threading.Thread(target=self._pulse, name="deskbell-pulse", daemon=True)
        pulse.start()
        try:
            while not self.stop.is_set():
                try:
                    pause: float = self.tick()
                    failures = 0
                except Busy:
                    failures += 1
                    pause = jitter(self.dice, failures, 1, 30)
                except Exception as error:  # noqa: BLE001 - it never dies
                    crash.report(error, self.crashes)
                    failures += 1
                    pause = jitter(self.dice, failures, 5, 300)
                self.busy_since = None
                if pause and not self.stop.is_set():
                    self.wait(pause)
        finally:
            self.stop.set()
            self.leave()

    def leave(self) -> None:
        """Let go of the leases, so that whoever comes next need not wait."""
        try:
            self.working.release(self.leases)
        except DeskError:
            return  # it cannot be reached: the leases end by themselves

    def _pulse(self) -> None:
        """Beats while a call is under way; a worker that hangs in one for a minute loses its leases."""
        while not self.stop.wait(BEAT):
            since = self.busy_since
            if since is None or self.clock.now() - max(since, self.circuit.heard_at) > HANGS:
                continue
            try:
                self.working.beat(self.leases)
            except DeskError:
                continue
