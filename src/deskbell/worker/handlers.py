"""From an operation to a call, and from its answer to a command: what each kind asks and how each outcome is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.domain.commands import Command, RefundFailed, Settle
from deskbell.domain.errors import Busy, DeskError, PlanChanged
from deskbell.domain.ids import Id
from deskbell.domain.nameless import is_it
from deskbell.domain.op import KEY_LIVES, UNASKED, Op, OpKind
from deskbell.domain.ports import (
    Capture,
    Checkout,
    CheckoutState,
    Done,
    Later,
    PaymentProvider,
    Refused,
    Seen,
    SeenRefundState,
    SeenState,
    Unknown,
)
from deskbell.domain.working import FLIGHT, LOCKED_OUT, LONGEST, Target
from deskbell.worker.circuit import jitter

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.services.working import Working
    from deskbell.worker.circuit import Circuit

Answer = Done[Seen] | Done[Seen | None] | Refused | Later | Unknown

STICKY = "STICKY"
"""Begins the error of an operation whose answer the provider keeps under its key."""

NEW_KEY = "NEW_KEY"
"""It was looked for once and not found: looked for again, when no call of ours can still arrive, then sent anew."""


def must_look(op: Op, now: int) -> bool:
    """The key cannot be trusted any more: whether it happened has to be seen before it is asked again (spec/6, 2.5)."""
    old = op.first_sent_at is not None and now - op.first_sent_at >= KEY_LIVES
    return old or op.error.startswith((STICKY, NEW_KEY))


def has_been_asked(op: Op) -> bool:
    """Whether the provider may know of it: at its first try, or while it only waits, it does not."""
    return op.tries > 1 and op.may_be_asked


def checkout_of(op: Op) -> Checkout:
    """The frozen body of a CHECKOUT, and when it was asked for: neither is another at the next try."""
    body = json.loads(op.request)
    body["capture"] = Capture(body.get("capture", Capture.NOW))
    body["reference"] = Id(body["reference"])
    return Checkout(**body, asked_at=op.created_at)


def call(provider: PaymentProvider, op: Op, about: Target) -> Answer:
    """Do it. What has no checkout at the provider yet, as far as we know, is looked for first."""
    if op.kind is OpKind.CHECKOUT:
        return provider.open(checkout_of(op), op.key)
    checkout = about.checkout
    if checkout is None:
        found = provider.look(about.attempt, None, about.asked_at)
        if not isinstance(found, Done) or found.value is None:
            return found
        checkout = found.value.checkout
    match op.kind:
        case OpKind.EXPIRE:
            return provider.expire(checkout, op.key)
        case OpKind.CAPTURE:
            return provider.capture(checkout, about.payment or "", about.amount, about.currency, op.key)
        case OpKind.VOID:
            return provider.void(checkout, about.payment or "", op.key)
        case OpKind.REFUND:
            refund = about.refund or op.subject
            return provider.refund(checkout, about.payment or "", refund, about.amount, about.currency, op.key)
        case OpKind.EVENT | OpKind.MAIL:
            raise AssertionError("nothing that a provider of payments is asked for")


def has_happened(op: Op, about: Target, seen: Seen | None) -> bool:
    """Whether what the provider has now shows that the operation was done, or that there is nothing left to do."""
    if op.kind is OpKind.CHECKOUT:
        return seen is not None
    if op.kind is OpKind.EXPIRE:
        return seen is None or seen.state is not CheckoutState.OPEN
    if seen is None:
        return False
    if op.kind is OpKind.REFUND:
        back = (refund for payment in seen.payments if payment.id == about.payment for refund in payment.refunds)
        made = (r for r in back if r.id == about.made or is_it(r, op.subject, about.amount, about.known))
        return any(refund.state is not SeenRefundState.FAILED for refund in made)  # it may be asked for again
    return any(p.id == about.payment and p.state is not SeenState.AUTHORISED for p in seen.payments)


class Hands:
    """One operation at a time: called, its answer taken, nothing left in between."""

    def __init__(self, working: Working, circuit: Circuit, dice: Random, crashes: Path | None) -> None:
        self.working = working
        self.circuit = circuit
        self.dice = dice
        self.crashes = crashes

    def perform(self, provider: PaymentProvider, op: Op, about: Target | None) -> None:
        """Whatever happens, the operation ends up done, queued, sent with a time, or parked with a task."""
        try:
            if about is None:
                self.working.park(op, "SUBJECT_GONE")
            elif op.kind is OpKind.REFUND and not provider.features.names_refunds and not has_been_asked(op):
                self._ask_first(provider, op, about)
            elif must_look(op, self.working.clock.now()):
                self._look_first(provider, op, about)
            elif op.kind is OpKind.REFUND and op.tries > 1:
                self._ask_again(provider, op, about)
            else:
                self._take(provider, op, about, call(provider, op, about))
        except (Busy, PlanChanged) as error:  # nothing was kept, or nobody knows: it is sent, and comes up again
            self.working.unknown(op, self._soon(op), error.code)
        except DeskError as error:
            self.working.park(op, error.code)
        except Exception as error:  # noqa: BLE001 - one operation's fault must not end the others' work
            self.fell(op, error)

    def fell(self, op: Op, error: Exception) -> None:
        """Our fault: written down, tried again later, and a person is told at once."""
        crash.report(error, self.crashes)
        self.working.unknown(op, self._soon(op), "CRASHED")
        self.working.tell("OP_STUCK", op.id)

    def _soon(self, op: Op) -> int:
        return self.working.clock.now() + jitter(self.dice, op.tries)

    def _look_first(self, provider: PaymentProvider, op: Op, about: Target) -> None:
        found = provider.look(about.attempt, about.checkout, about.asked_at)
        if not isinstance(found, Done):
            return self._not_yet(op, found)
        self.circuit.answered(op.connection, found.at)
        if has_happened(op, about, found.value):
            return self._seen(op, about, found.value)
        if not op.error.startswith(NEW_KEY):
            self.working.requeue(op, self.working.clock.now() + FLIGHT, NEW_KEY)
            return None
        return self._take(provider, op, about, call(provider, op, about))

    def _ask_first(self, provider: PaymentProvider, op: Op, about: Target) -> None:
        """Where no names are kept: all that went back before is settled first, so that it is known by its id, and one
        refund of an amount is under way at a time (see domain.nameless). Until then nothing is asked.
        """
        now = self.working.clock.now()
        if about.must_wait:
            self.working.later(op, self._soon(op), UNASKED)
            return
        found = provider.look(about.attempt, about.checkout, about.asked_at)
        match found:
            case Later(seconds, code):
                self.circuit.failed(op.connection, code, seconds)
                self.working.later(op, now + min(seconds, LONGEST) + jitter(self.dice, 0), f"{UNASKED} {code}")
                return
            case Unknown(code):
                self.circuit.failed(op.connection, code)
                self.working.later(op, self._soon(op), f"{UNASKED} {code}")
                return
            case Refused(code):
                self.working.park(op, f"{UNASKED} {code}")
                return
        self.circuit.answered(op.connection, found.at)
        self.working.do(self._settle(about, found.value, refund=op.subject, asked=False))
        after = self.working.target(op)
        if after is None or not after.is_wanted:  # what went back without us left no room for it
            self.working.outcome(op, None, "OVERTAKEN")
            return
        if op.error.startswith(UNASKED):  # from here on it may have been asked, whoever takes it up again
            if not self.working.unknown(op, now + FLIGHT, ""):
                return
            op = replace(op, error="")
        self._take(provider, op, after, call(provider, op, after))

    def _ask_again(self, provider: PaymentProvider, op: Op, about: Target) -> None:
        """A part of the money given back twice is nothing that the provider minds. So it is looked for first, however
        young its key seems: our clock may have been set back since.
        """
        found = provider.look(about.attempt, about.checkout, about.asked_at)
        if not isinstance(found, Done):
            return self._not_yet(op, found)
        self.circuit.answered(op.connection, found.at)
        if has_happened(op, about, found.value):
            return self._seen(op, about, found.value)
        return self._take(provider, op, about, call(provider, op, about))

    def _take(self, provider: PaymentProvider, op: Op, about: Target, outcome: Answer) -> None:
        match outcome:
            case Done(seen, at):
                self.circuit.answered(op.connection, at)
                if seen is None and not has_happened(op, about, None):
                    self._refused(provider, op, about, "NOT_FOUND")
                else:
                    self._seen(op, about, seen)
            case Refused(code) if code in LOCKED_OUT:  # of the key, not of what was asked by it
                self._not_yet(op, outcome)
            case Refused(code):
                self.circuit.answered(op.connection, None)
                self._refused(provider, op, about, code)
            case Later() | Unknown():
                self._not_yet(op, outcome)

    def _not_yet(self, op: Op, outcome: Answer) -> None:
        now = self.working.clock.now()
        match outcome:
            case Later(seconds, code):
                self.circuit.failed(op.connection, code, seconds)
                at = now + min(seconds, LONGEST) + jitter(self.dice, 0)
                if must_look(op, now):  # what it was waiting for must not be forgotten over this
                    self.working.unknown(op, at, op.error or code)
                elif has_been_asked(op):  # an earlier try may have acted: nobody may take it back as if none had
                    self.working.unknown(op, at, code)
                else:
                    self.working.later(op, at, code)
            case Unknown(code, sticky):
                if sticky:  # this one call's answer; the connection is well
                    self.working.unknown(op, now + FLIGHT, f"{STICKY} {code}")
                else:
                    self.circuit.failed(op.connection, code)
                    kept = op.error if must_look(op, now) and op.error.startswith((STICKY, NEW_KEY)) else code
                    self.working.unknown(op, self._soon(op), kept)
            case Refused(code) if code in LOCKED_OUT:
                self.circuit.failed(op.connection, code)
                if must_look(op, now):
                    self.working.unknown(op, now, op.error or code)
                else:
                    self.working.later(op, now, code)
            case Refused(code):  # a look that is refused shows nothing: the account is wrong, not the operation
                self.working.park(op, code)
            case Done():
                raise AssertionError("an answer is no delay")

    def _refused(self, provider: PaymentProvider, op: Op, about: Target, code: str) -> None:
        """A definite no, believed at once of a checkout that was never asked for before; all else may have happened, so
        it is looked for (spec/6, 2.5).
        """
        if op.kind is OpKind.CHECKOUT and not has_been_asked(op):
            return self._over(op, self._settle(about, None, code))
        found = provider.look(about.attempt, about.checkout, about.asked_at)
        if not isinstance(found, Done):
            return self._not_yet(op, found)
        if has_happened(op, about, found.value):
            return self._seen(op, about, found.value)
        if op.kind is OpKind.CHECKOUT:
            return self._over(op, self._settle(about, None, code))
        if op.kind is OpKind.REFUND:
            return self._over(op, self._refund_failed(op, code))
        self.working.park(op, code)
        return None

    def _seen(self, op: Op, about: Target, seen: Seen | None) -> None:
        """What the provider has now is so. A link that it never made is one that it would not make."""
        refund = op.subject if op.kind is OpKind.REFUND else None
        self._over(op, self._settle(about, seen, "" if seen is not None else "NOT_FOUND", refund=refund))

    def _over(self, op: Op, command: Command) -> None:
        response = command.refused if isinstance(command, Settle) else getattr(command, "code", "")
        self.working.outcome(op, command, response)

    def _settle(
        self, about: Target, seen: Seen | None, refused: str = "", *, refund: Id | None = None, asked: bool = True
    ) -> Settle:
        fresh, actor = self.working.fresh(), self.working.actor
        return Settle(
            key=fresh, actor=actor, attempt=about.attempt, seen=seen, refused=refused, refund=refund, asked=asked
        )

    def _refund_failed(self, op: Op, code: str) -> RefundFailed:
        return RefundFailed(key=self.working.fresh(), actor=self.working.actor, refund=op.subject, code=code)
