"""The messenger's party: what is due by the clock is queued, what is queued is written and leaves, its answer is taken.

A reminder is sent at most once: of one that may have left and has no answer a person decides. Everything else is tried
a few times, under the same Message-ID each time, before that person is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.domain.errors import Busy, DeskError, PlanChanged
from deskbell.domain.letters import INVITES
from deskbell.domain.notices import Letter
from deskbell.domain.op import UNASKED, Op
from deskbell.domain.ports import Done, Later, Messenger, Refused, Unknown
from deskbell.domain.working import FLIGHT, LOCKED_OUT, LONGEST
from deskbell.services.posting import Posting
from deskbell.worker.circuit import jitter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskbell.domain.letters import ToSend
    from deskbell.worker.party import Tools

MOST = 50
"""Letters in one turn, so that the other connections have theirs."""

OFTEN = 20
"""Seconds between two looks at what is due by the clock."""

EVENT, SOON = 180, 10
"""Seconds for which an invitation waits for its event on the calendar, and until it is looked again."""

PATIENCE = 2 * 86_400
"""Seconds for which a server is asked again that says: not now."""

TRIES = 3
"""So often a letter may have left, and nobody knows, before a person decides: a server that takes it and is too slow to
say so must not fill anybody's mailbox.
"""

_ELSEWHERE = frozenset({"UNREACHABLE", "LOGIN"})
"""What keeps any letter from leaving, not this one."""


class Letters:
    """Serves the messengers that it is given, by a connection's name."""

    def __init__(self, tools: Tools, messengers: Mapping[str, Messenger]) -> None:
        self.tools = tools
        self.messengers = messengers
        self.posting = Posting(tools.working)
        self.reminded: dict[str, int] = {}
        self.leaving = False
        """The letter that is under way may have left: whatever happens now, nobody knows."""

    def serve(self, name: str, token: int) -> bool:
        """Queue what is due, then send what waits; True where there is more than one turn takes."""
        now = self.tools.working.clock.now()
        if not 0 <= now - self.reminded.get(name, 0) < OFTEN:
            self.posting.remind(name, token)
            self.reminded[name] = now
        for _ in range(MOST):
            if self.tools.stop.is_set() or not self.tools.circuit.may_call(name):
                return False
            claimed = self.posting.claim(name, token)
            if claimed is None:
                return False
            self._perform(name, *claimed)
        return True

    def sweep(self, name: str) -> None:
        """A mail server cannot be asked what it has."""

    def restore(self, name: str) -> bool:
        """Of letters that wait nobody knows any more whether the days that were lost sent them: a person decides."""
        for op, letter in self.posting.open(name):
            if letter is not None:
                self.posting.over(op, letter, Letter.UNCERTAIN, "RESTORED")
        self.posting.forget_past(name, self.tools.circuit.known[name].since)
        return True

    def next_due(self, name: str) -> int | None:
        """Reminders are looked for in every nap."""
        return None

    # --- one letter

    def _perform(self, name: str, op: Op, letter: ToSend | None) -> None:
        """Whatever happens, the operation ends up done, queued, sent with a time, or parked with a task."""
        working, self.leaving = self.tools.working, op.may_be_asked and op.tries > 1
        try:
            if letter is None:
                working.park(op, "SUBJECT_GONE")
            elif op.may_be_asked and op.tries > (1 if letter.is_timed else TRIES):
                self.posting.over(op, letter, Letter.UNCERTAIN, op.error or "TIMEOUT")
            else:
                self._send(name, op, letter)
        except (Busy, PlanChanged) as error:
            if self.leaving:
                working.unknown(op, self._soon(op), error.code)
            else:
                self.posting.waits(op, self._soon(op), error.code)
        except DeskError as error:
            working.park(op, error.code)
        except Exception as error:  # noqa: BLE001 - one letter's fault must not end the others' work
            crash.report(error, self.tools.crashes)
            if op.may_be_asked and op.tries >= TRIES:
                working.park(op, "CRASHED")
                return
            working.unknown(op, self._soon(op), "CRASHED")
            working.tell("OP_STUCK", op.id)

    def _send(self, name: str, op: Op, letter: ToSend) -> None:
        working, messenger = self.tools.working, self.messengers[name]
        told = self.posting.true_now(letter)
        if not told and self.leaving:  # it may have left while it was so: nobody may say that it did not
            self.posting.over(op, letter, Letter.UNCERTAIN, op.error or "TIMEOUT")
            return
        if not told:
            off = any(m.off for m in letter.matters)
            self.posting.over(op, letter, Letter.SUPPRESSED, "RULE_OFF" if off else "")
            return
        if not letter.address:
            self.posting.over(op, letter, Letter.FAILED, "NO_ADDRESS")
            return
        now = working.clock.now()
        if any(m.awaits and m.item.notice in INVITES for m in told) and now - op.created_at < EVENT:
            self.posting.waits(op, now + SOON, "EVENT_AWAITED")
            return
        said, mail = self.posting.written(op, letter, told, messenger.sender)
        if op.error.startswith(UNASKED) and not working.unknown(op, working.clock.now() + FLIGHT, ""):
            return  # from here on it may have left, whoever takes it up again
        self.leaving = True
        answer = messenger.send(mail)
        now = working.clock.now()
        match answer:
            case Done(_, at):
                self.tools.circuit.answered(name, at)
                self.posting.over(op, letter, Letter.SENT, told=told, said=said)
            case Refused(code) if code in LOCKED_OUT:
                self.tools.circuit.failed(name, code)
                self.posting.waits(op, now, code)
            case Refused(code):
                self.tools.circuit.answered(name, None)
                self.posting.over(op, letter, Letter.FAILED, code, told, said)
            case Later(_, code) if code not in _ELSEWHERE and now - op.created_at > PATIENCE:
                self.tools.circuit.answered(name, None)
                self.posting.over(op, letter, Letter.FAILED, code, told, said)
            case Later(seconds, code):
                if code in _ELSEWHERE:
                    self.tools.circuit.failed(name, code, seconds)
                else:
                    self.tools.circuit.answered(name, None)
                at = now + min(seconds, LONGEST) + jitter(self.tools.dice, 0)
                self.posting.waits(op, at, code)
            case Unknown(code):
                self.tools.circuit.failed(name, code)
                if letter.is_timed or (op.may_be_asked and op.tries >= TRIES):
                    self.posting.over(op, letter, Letter.UNCERTAIN, code, told, said)
                else:
                    working.unknown(op, self._soon(op), code)

    def _soon(self, op: Op) -> int:
        return self.tools.working.clock.now() + jitter(self.tools.dice, op.tries)
