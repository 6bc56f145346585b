"""The safeguards of spec 6, each of which can be taken out of the product from outside: a story must then fail.

Nothing in src knows a switch: what is taken out here is replaced in this process while one story is told.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Update, select, update

from deskbell.domain import lesson_event
from deskbell.domain.commands import Lapse
from deskbell.domain.decisions import late, requests, settling
from deskbell.domain.facts import Place
from deskbell.domain.ids import Id
from deskbell.domain.letters import ToSend
from deskbell.domain.op import Op
from deskbell.domain.ports import Done
from deskbell.services import desk as desks
from deskbell.services import posting
from deskbell.services.working import Acting, Working
from deskbell.store import apply as applying
from deskbell.store import tables as t
from deskbell.store.apply import links, mail
from deskbell.store.find.ops import COLUMNS, make_op
from deskbell.store.ops import events as event_ops
from deskbell.store.ops import leases, looking, queue
from deskbell.worker import handlers
from deskbell.worker.event_sweep import EventSweep
from deskbell.worker.expiring import Timers
from deskbell.worker.letters import Letters
from deskbell.worker.sweep import Broom
from tests.crashes.simulation.faults import Faulty
from tests.crashes.simulation.world import World

Out = Callable[[World], AbstractContextManager[None]]


def _other_keys(*calls: str) -> Out:
    """The provider is asked with another key each time."""

    @contextmanager
    def out(world: World) -> Iterator[None]:
        count = itertools.count(1)
        with ExitStack() as stack:
            for call in calls:
                kind = type(world.party.provider())
                real = getattr(kind, call)

                def another(*args: Any, real: Any = real) -> Any:
                    return real(*args[:-1], f"{args[-1]}#{next(count)}")

                stack.enter_context(patch.object(kind, call, another))
            yield

    return out


@contextmanager
def _intent(world: World) -> Iterator[None]:
    """The operation is called without being marked as sent before."""

    def claim(unit: Any, connection: str, now: int, token: int) -> Op | None:
        values = {"link": connection, "lease": connection, "now": now, "token": token}
        which = unit.value(queue._PICK, values)
        rows = unit.rows(select(*COLUMNS).where(t.op.c.id == which)) if which else []
        return make_op(rows[0]) if rows else None

    with patch.object(queue, "claim", claim):
        yield


@contextmanager
def _one_settlement(world: World) -> Iterator[None]:
    """What a provider's word does is written in two transactions, half of its effects in each."""
    real = applying.apply

    def in_halves(conn: Any, plan: Any, **more: Any) -> int:
        if plan.verb != "SETTLE" or len(plan.effects) < 2:
            return real(conn, plan, **more)
        half = len(plan.effects) // 2
        no = real(conn, replace(plan, effects=plan.effects[:half]), **more)
        conn.commit()
        world.after_half()
        key = world.fresh()
        real(conn, replace(plan, effects=plan.effects[half:]), **{**more, "key": key})
        return no

    with patch.object(applying, "apply", in_halves):
        yield


@contextmanager
def _answer_with_settlement(world: World) -> Iterator[None]:
    """That an operation has its answer is kept in one transaction, what the answer says in the next."""

    def outcome(self: Working, op: Op, command: Any, response: str = "") -> bool:
        now = self.clock.now()
        won = self.database.retrying(lambda unit: queue.finish(unit, op, now, response))
        if won and command is not None:
            self.do(command)
        return bool(won)

    with patch.object(Working, "outcome", outcome):
        yield


@contextmanager
def _payment_id(world: World) -> Iterator[None]:
    """A provider's payment is written down each time that it is seen: neither looked for nor unique."""
    real, count = links.money_arrived, itertools.count(1)

    def blind(books: Any, seen: Any) -> None:
        known, books.payments = books.payments, [p for p in books.payments if p.reference != seen.id]
        before = [p.id for p in books.payments]
        payment(books, seen)
        books.payments = [p for p in books.payments if p.id not in before] + known

    def written(w: Any, e: Any) -> None:
        real(w, replace(e, reference=f"{e.reference}#{next(count)}"))

    payment = settling._payment
    with (
        patch.object(settling, "_payment", blind),
        patch.dict(applying.HANDLERS, {type_of(applying.HANDLERS, real): written}),
    ):
        yield


def type_of(handlers_: dict[Any, Any], handler: Any) -> Any:
    return next(kind for kind, one in handlers_.items() if one is handler)


@contextmanager
def _lookup(world: World) -> Iterator[None]:
    """What nobody answered is asked again under the same key, however old, and whatever is stored under it."""
    with patch.object(handlers, "must_look", lambda op, now: False):
        yield


@contextmanager
def _sweep(world: World) -> Iterator[None]:
    with patch.object(Broom, "is_due", lambda self, name: False):
        yield


@contextmanager
def _compare(world: World) -> Iterator[None]:
    """Whoever has an answer writes it, whosever the operation is by now."""

    def turn(unit: Any, op: Op, **values: Any) -> bool:
        statement: Update = update(t.op).where(t.op.c.id == op.no).values(**values)
        return bool(unit.run(statement).rowcount == 1)

    with patch.object(queue, "_turn", turn):
        yield


@contextmanager
def _fence(world: World) -> Iterator[None]:
    """A look is kept although the lease went to somebody else meanwhile."""
    with patch.object(leases, "holds", lambda unit, name, token: True):
        yield


@contextmanager
def _seat(world: World) -> Iterator[None]:
    """Late money takes its seat without asking whether it is still free."""
    with patch.object(Place, "is_free", lambda self, now: True):
        yield


@contextmanager
def _provider_first(world: World) -> Iterator[None]:
    """A hold ends by our clock alone."""

    def end(self: Timers, booking: Any, links_: Any, *more: Any) -> None:
        self._do(booking, Lapse(key=self.working.fresh(), actor=self.working.actor, booking=booking, anyway=True))

    with patch.object(Timers, "_end", end):
        yield


@contextmanager
def _command_key(world: World) -> Iterator[None]:
    """A command that is said again is another command (I2)."""
    real = desks.Desk.commit
    tried: set[Id] = set()

    def another(self: Any, command: Any, digest: str | None = None) -> Any:
        if isinstance(self, Acting) or command.key not in tried:
            tried.add(command.key)
            return real(self, command, digest)
        world.renamed[command.key] = renamed = world.fresh()
        return real(self, replace(command, key=renamed), digest)

    with patch.object(desks.Desk, "commit", another):
        yield


@contextmanager
def _refund_look(world: World) -> Iterator[None]:
    """A refund is asked for a second time without looking whether the first was made."""
    with patch.object(handlers.Hands, "_ask_again", lambda self, *args: self._take(*args, handlers.call(*args))):
        yield


@contextmanager
def _fresh_look(world: World) -> Iterator[None]:
    """A third of the looks are answered with what was so at the look before: what a fenced worker would bring late."""
    real, before = Faulty.look, dict[str, Any]()

    def old(self: Faulty, reference: Id, checkout: str | None, since: int = 0) -> Any:
        answer = real(self, reference, checkout, since)
        if not isinstance(answer, Done):
            return answer
        said = before.get(reference, answer)
        before[reference] = answer
        if world.chance(0.33) and said.value is not None:
            world.counts["old looks"] += said != answer
            return said
        return answer

    with patch.object(Faulty, "look", old):
        yield


def _all(*names: str) -> Out:
    @contextmanager
    def out(world: World) -> Iterator[None]:
        with ExitStack() as stack:
            for name in names:
                stack.enter_context(SAFEGUARDS[name](world))
            yield

    return out


def without(names: str) -> Out:
    """One safeguard, or several with commas between, taken out together."""
    return _all(*names.split(","))


@contextmanager
def _event_sweep(world: World) -> Iterator[None]:
    """The calendar is never compared with the desk."""
    with patch.object(EventSweep, "sweep", lambda self, name, calendar: True):
        yield


@contextmanager
def _event_read(world: World) -> Iterator[None]:
    """What shall stand is what was asked for first, and not what is so when it is sent."""
    first: dict[Id, Any] = {}

    def read(unit: Any, op: Op) -> Any:
        return first.setdefault(op.subject, real(unit, op))

    real = event_ops.read
    with patch.object(event_ops, "read", read):
        yield


@contextmanager
def _event_id(world: World) -> Iterator[None]:
    """An event has another id each time that it is asked for; and nothing that would mend that looks."""
    count = itertools.count(1)

    def another(slot: Id, n: int) -> str:
        return real(slot, n + 100 * (os.getpid() * 1000 + next(count)))

    real = lesson_event.event_id
    with patch.object(lesson_event, "event_id", another), _event_sweep(world):
        yield


@contextmanager
def _letter_sent_first(world: World) -> Iterator[None]:
    """A letter leaves without being marked as sent before."""
    real = queue.claim

    def claim(unit: Any, connection: str, now: int, token: int) -> Op | None:
        with _intent(world) if connection == "MAIL" else nullcontext():
            return (queue.claim if connection == "MAIL" else real)(unit, connection, now, token)

    with patch.object(queue, "claim", claim):
        yield


@contextmanager
def _letter_once(world: World) -> Iterator[None]:
    """What is said by the clock is sent again where nobody knows whether it left."""
    with patch.object(ToSend, "is_timed", property(lambda self: False)):
        yield


@contextmanager
def _letter_true(world: World) -> Iterator[None]:
    """A letter says what it was to say, whether or not that is still so."""
    with patch.object(posting, "is_so", lambda matter, now: True):
        yield


@contextmanager
def _letter_known(world: World) -> Iterator[None]:
    """What was told by the clock is neither looked for nor unique."""
    real, count = mail.told, itertools.count(1)

    def written(w: Any, e: Any) -> None:
        real(w, e if e.rule is None else replace(e, rule=f"{e.rule[:24]}#{next(count)}"))

    with patch.dict(applying.HANDLERS, {type_of(applying.HANDLERS, real): written}):
        yield


@contextmanager
def _letter_restore(world: World) -> Iterator[None]:
    """After a restore letters go on as if no days were missing."""
    with patch.object(Letters, "restore", lambda self, name: True):
        yield


@contextmanager
def _request_ends(world: World) -> Iterator[None]:
    """Nobody ends a request that was never answered."""
    real = looking.over

    def held(unit: Any, now: int) -> tuple[Any, ...]:
        asked = set(world.column("SELECT public_id FROM booking WHERE state = 'REQUESTED'"))
        return tuple(line for line in real(unit, now) if line.booking not in asked)

    with patch.object(looking, "over", held):
        yield


@contextmanager
def _request_money(world: World) -> Iterator[None]:
    """What a card holds for a request is left alone when it is turned down or lapses."""
    with ExitStack() as stack:
        for room in (requests, late):
            stack.enter_context(patch.object(room, "release", lambda *given: []))
        yield


SAFEGUARDS: dict[str, Out] = {
    "request-ends": _request_ends,
    "request-money": _request_money,
    "letter-sent-first": _letter_sent_first,
    "letter-once": _letter_once,
    "letter-true": _letter_true,
    "letter-known": _letter_known,
    "letter-restore": _letter_restore,
    "event-id": _event_id,
    "event-sweep": _event_sweep,
    "event-read": _event_read,
    "key": _other_keys("open", "expire", "capture", "void", "refund"),
    "refund-key": _other_keys("refund"),
    "intent": _intent,
    "one-settlement": _one_settlement,
    "answer-with-settlement": _answer_with_settlement,
    "payment-id": _payment_id,
    "lookup": _lookup,
    "sweep": _sweep,
    "compare-and-set": _compare,
    "fence": _fence,
    "seat-check": _seat,
    "provider-first": _provider_first,
    "command-key": _command_key,
    "refund-look": _refund_look,
    "fresh-look": _fresh_look,
}
