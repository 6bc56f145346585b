"""The worker's way to letters: what is due by the clock, what waits to be sent, and what became of it.

A letter is written from how things stand in the very transaction that marks it as sent, so that nobody is told of a
lesson that was cancelled before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from deskbell.domain.effects import OpQueued
from deskbell.domain.letters import Matter, ToSend, Written, is_so
from deskbell.domain.mail_commands import Deliver, Remind
from deskbell.domain.notices import Letter
from deskbell.domain.op import UNASKED, Op
from deskbell.domain.ports import Letter as Mail
from deskbell.services.written import write
from deskbell.store import find
from deskbell.store.ops import health, leases, queue
from deskbell.store.ops.letters import keep
from deskbell.store.reads import letters

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.working import Working
    from deskbell.store.work import Read, Write

REMINDED = "reminded"
"""The stream of the cursor table that says up to when reminders were told."""

FORGOTTEN = "forgotten"
"""The stream that says up to when nobody knows what was told: days that a backup does not hold."""

REST = 600
"""Seconds after which it is written down how far reminders were told, where none was due."""


class Posting:
    """`working` is the worker's door, whose changes are the system's own."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self.desk = working.desk

    # --- by the clock

    def remind(self, name: str, token: int) -> int:
        """Queue what has become due since the last time; how many letters. Nothing where the lease was lost.

        A clock that was set back tells nothing twice: what was told is known. The first time there is no past. What
        lost days may have told is not told, though their clock was ahead.
        """
        now = self.working.clock.now()
        with self.working.database.read() as unit:
            last = health.cursor(unit, name, REMINDED)
            lost = health.cursor(unit, name, FORGOTTEN)
        told_to = max(now if last is None else min(int(last[0]), now), int(lost[0]) if lost else 0)
        command = Remind(key=self.working.fresh(), actor=self.working.actor, after=told_to, until=now)
        due = self.desk.plan(command).effects if told_to < now else ()
        if not due and last is not None and abs(now - int(last[0])) < REST:
            return 0

        def note(unit: Write) -> bool:
            health.keep_cursor(unit, name, REMINDED, str(now), now)
            return True

        def ours(unit: Write) -> bool:
            return leases.holds(unit, name, token)

        if due:
            changed = self.desk.marked(ours, command, note)
            return 0 if isinstance(changed, bool) else len(list(changed.plan.of(OpQueued)))
        self.working.database.retrying(lambda unit: ours(unit) and note(unit))
        return 0

    def forget_past(self, name: str, until: int = 0) -> None:
        """The desk came from a backup, `until` then: what was due may have been told by the days that were lost."""
        now = max(self.working.clock.now(), until)

        def forget(unit: Write) -> None:
            for stream in (REMINDED, FORGOTTEN):
                health.keep_cursor(unit, name, stream, str(now), now)

        self.working.database.retrying(forget)

    # --- one letter

    def claim(self, name: str, token: int) -> tuple[Op, ToSend | None] | None:
        """The next letter that is due, committed as sent, and as it stands in that moment."""

        def read(unit: Write, op: Op) -> ToSend | None:
            return letters.to_send(unit.connection, _card(unit), op.subject)

        return self.working.claimed(name, token, read)

    def open(self, name: str) -> list[tuple[Op, ToSend | None]]:
        """Every letter of a connection that is not over."""
        ops = self.working.open_ops(name)
        with self.working.database.read() as unit:
            card = _card(unit)
            return [(op, letters.to_send(unit.connection, card, op.subject)) for op in ops]

    def true_now(self, letter: ToSend) -> list[Matter]:
        """What of it waits, is still so, and is for whoever reads what comes to its address."""
        return [m for m in self._so(letter) if letter.is_for(m)]

    def _so(self, letter: ToSend) -> list[Matter]:
        now = self.working.clock.now()
        return [m for m in letter.matters if m.item.state is Letter.SCHEDULED and is_so(m, now)]

    def written(self, op: Op, letter: ToSend, matters: Sequence[Matter], sender: str) -> tuple[Written, Mail]:
        """The letter in words, and as it leaves: always under the same Message-ID for the same operation."""
        now = self.working.clock.now()
        with self.working.database.read() as unit:
            card, own = _card(unit), find.texts(unit.connection)
        said = write(letter, matters, card.zone, own, sender, now)
        id_ = f"{op.id}@{card.id}.deskbell"
        body = (said.subject, said.text, said.html, said.invite, said.method)
        mail = Mail(id_, letter.address, *body, at=op.first_sent_at or now)
        return said, mail

    def waits(self, op: Op, at: int, why: str) -> bool:
        """Back into the queue until an instant: it has not left, and this was no try of it."""
        return self.working.database.retrying(lambda unit: queue.waits(unit, op, at, f"{UNASKED} {why}".strip()))

    def over(
        self,
        op: Op,
        letter: ToSend,
        after: Letter,
        code: str = "",
        told: Sequence[Matter] = (),
        said: Written | None = None,
    ) -> bool:
        """It is settled. `told` is what it told, where it told anything; what it said is kept to be read again. Who is
        reached elsewhere by now is told there.

        False: somebody else has it by now.
        """
        now = self.working.clock.now()
        moved = [m for m in self._so(letter) if not letter.is_for(m)] if after is not Letter.UNCERTAIN or told else []
        gone = [m for m in letter.matters if m not in told and m not in moved] if told else []
        command = Deliver(
            key=self.working.fresh(),
            actor=self.working.actor,
            letter=letter.letter,
            after=after,
            code=code,
            gone=tuple(m.item.which for m in gone),
            moved=tuple(m.item.which for m in moved),
        )

        def mark(unit: Write) -> bool:
            if not queue.finish(unit, op, now, f"{after} {code}".strip()):
                return False
            if said is not None:
                keep(unit, letter.letter, said)
            return True

        return bool(self.desk.marked(mark, command, healed=(("OP_STUCK", op.id),)))


def _card(unit: Read) -> Card:
    card = find.desk(unit.connection)
    assert card is not None  # noqa: S101 - a worker has a desk
    return card
