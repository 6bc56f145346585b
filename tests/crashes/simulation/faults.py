"""What can go wrong around the product's own code, by hooks put around it from outside: crashes, lost and late calls,
answers that are none, commits of which nobody knows. Nothing in src knows of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, event

from deskbell.domain.commands import Command
from deskbell.domain.errors import Busy
from deskbell.domain.ids import Id
from deskbell.domain.op import Op
from deskbell.domain.ports import (
    CalendarProvider,
    Checkout,
    Done,
    Later,
    Outcome,
    Page,
    PaymentProvider,
    Refused,
    Seen,
    Unknown,
)
from deskbell.store import sqlite
from deskbell.store.database import Database
from deskbell.store.work import Read, Write
from tests.crashes.simulation import quick

if TYPE_CHECKING:
    from tests.crashes.simulation.world import World


class Crash(BaseException):
    """The process is gone, here and now: nothing of it catches this."""


class SimDatabase(Database):
    """The store's own engine on a file, which tells the world of each commit, before and after it."""

    world: World | None = None
    label = ""
    _line: Connection | None = None
    _reading = False

    @contextmanager
    def read(self) -> Iterator[Read]:
        """Each reading is a transaction of its own, as ever; only the line for it is kept and not asked for anew."""
        if self._reading:
            with super().read() as unit:
                yield unit
            return
        if self._line is None:
            self._line = _quick(self.readers.connect())
        self._reading = True
        try:
            with self._plain_errors():
                yield Read(self._line)
        finally:
            self._line.rollback()
            self._reading = False

    @contextmanager
    def write(self) -> Iterator[Write]:
        label, self.label = self.label or "other", ""
        with super().write() as unit:
            unit.connection = _quick(unit.connection)
            yield unit
            if self.world is not None:
                self.world.before_commit(label)
        if self.world is not None:
            self.world.after_commit(label)

    def _check_file(self) -> None:
        """Nobody moves the file of a story away."""

    def _check_schema(self, connection: Connection) -> None:
        super()._check_schema(_quick(connection))

    def retrying(self, work: Callable[[Write], Any]) -> Any:
        self.label = named(work)
        return super().retrying(work)


def _quick(connection: Connection) -> Connection:
    return cast("Connection", quick.Quick(connection))


def named(work: Callable[..., Any]) -> str:
    """What a transaction does, read from the function that does it: its own name, the command, the operation."""
    parts: list[str] = []
    _collect(work, parts, 0)
    return " ".join(dict.fromkeys(parts)) or "other"


def _collect(what: Any, parts: list[str], depth: int) -> None:
    if depth > 3:
        return
    if isinstance(what, partial):
        for one in (what.func, *what.args):
            _collect(one, parts, depth + 1)
    elif isinstance(what, Command):
        parts.append(type(what).__name__)
    elif isinstance(what, Op):
        parts.append(what.kind)
    elif callable(what) and hasattr(what, "__qualname__"):
        name = what.__qualname__.replace(".<locals>", "").replace(".<lambda>", "").split(".")
        if name[-1] != "_marked":
            parts.append(name[1] if len(name) > 1 else name[0])
        for cell in getattr(what, "__closure__", None) or ():
            if isinstance(cell.cell_contents, (Command, Op)):
                _collect(cell.cell_contents, parts, depth + 1)


def database(path: Path) -> SimDatabase:
    """The product's engines; only the flushing to disk is off: here processes die, never the machine."""
    made = SimDatabase(sqlite.engine(path, writes=True), sqlite.engine(path, writes=False), str(path))
    quick.begin_once(made.readers)
    for engine in (made.writers, made.readers):

        @event.listens_for(engine, "connect")
        def hurry(connection: Any, _: object) -> None:
            connection.execute("PRAGMA synchronous = OFF").fetchall()
            connection.execute("PRAGMA secure_delete = OFF").fetchall()

    return made


class Faulty:
    """A provider behind a line on which anything can happen."""

    def __init__(self, inner: PaymentProvider, world: World) -> None:
        self.inner = inner
        self.world = world
        self.name = inner.name
        self.features = inner.features

    def open(self, wanted: Checkout, key: str) -> Outcome[Seen]:
        return self._call("open", lambda: self.inner.open(wanted, key))

    def look(self, reference: Id, checkout: str | None, since: int = 0) -> Outcome[Seen | None]:
        return self._call("look", lambda: self.inner.look(reference, checkout, since))

    def expire(self, checkout: str, key: str) -> Outcome[Seen]:
        return self._call("expire", lambda: self.inner.expire(checkout, key))

    def capture(self, checkout: str, payment: str, amount: int, currency: str, key: str) -> Outcome[Seen]:
        return self._call("capture", lambda: self.inner.capture(checkout, payment, amount, currency, key))

    def void(self, checkout: str, payment: str, key: str) -> Outcome[Seen]:
        return self._call("void", lambda: self.inner.void(checkout, payment, key))

    def refund(self, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str) -> Outcome[Seen]:
        return self._call("refund", lambda: self.inner.refund(checkout, payment, reference, amount, currency, key))

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        return self._call("since", lambda: self.inner.since(cursor, after))

    def check(self) -> Outcome[bool]:
        return self._call("check", self.inner.check)

    def _call(self, name: str, act: Callable[[], Any]) -> Any:
        world = self.world
        world.point(f"call {name}: before")
        fault = world.fault(name)
        if fault == "lost":
            return Unknown("TIMEOUT")
        if fault == "busy":
            return Later(world.dice.choice((1, 5, 60)), world.dice.choice(("HTTP_429", "HTTP_503")))
        if fault == "none":
            return Unknown("HTTP_500")
        if fault == "late":
            world.under_way(act)  # it arrives all the same, after nobody waits for it any more
            return Unknown("TIMEOUT")
        if fault == "refuse" and not world.party.orders(name, fault):
            return Refused("NO_BALANCE")
        if fault in ("sticky", "sticky_acted", "slow"):
            world.party.orders(name, fault)
        answer = act()
        if fault == "twice":
            answer = act()
        if name == "since" and isinstance(answer, Done):
            answer = replace(answer, value=_paged(answer.value, fault, world.clock.true))
        world.point(f"call {name}: acted, no answer yet")
        if fault == "deaf":
            return Unknown("RESET")
        world.point(f"call {name}: answered")
        return answer


class FaultyCalendar:
    """A calendar behind such a line: what is asked by the desk's own ids may be lost, late, or there twice."""

    FAULTS = ("lost", "busy", "none", "late", "twice", "deaf")

    def __init__(self, inner: CalendarProvider, world: World) -> None:
        self.inner = inner
        self.world = world
        self.name = inner.name
        self.compared_at = 0
        """When it was first compared with the desk once all was calm: a connection may be left alone till then."""

    def __getattr__(self, call: str) -> Callable[..., Any]:
        return partial(self._call, call)

    def _call(self, name: str, *given: Any) -> Any:
        world = self.world
        world.point(f"call calendar {name}: before")
        fault = world.dice.choice(self.FAULTS) if world.chance(world.temper.fault) else ""
        if fault:
            world.counts[f"fault calendar {fault}"] += 1
            world.tell(f"FAULT calendar {name} {fault}")
        if name == "ours" and world.calming:
            self.compared_at = self.compared_at or world.clock.true
        act = partial(getattr(self.inner, name), *given)
        if fault == "lost":
            return Unknown("TIMEOUT")
        if fault == "busy":
            return Later(world.dice.choice((1, 5, 60)), "QUOTA")
        if fault == "none":
            return Unknown("HTTP_500")
        if fault == "late":
            world.under_way(act)
            return Unknown("TIMEOUT")
        answer = act()
        if fault == "twice":
            answer = act()
        world.point(f"call calendar {name}: acted, no answer yet")
        if fault == "deaf":
            return Unknown("RESET")
        world.point(f"call calendar {name}: answered")
        return answer


def _paged(page: Page, fault: str, now: int) -> Page:
    """Events twice, in another order, or the newest not there yet."""
    if fault == "doubled":
        return replace(page, seen=page.seen * 2, strays=page.strays * 2)
    if fault == "reordered":
        return replace(page, seen=page.seen[::-1], strays=page.strays[::-1])
    if fault == "short" and not page.more:
        return replace(page, seen=_without_newest(page.seen, now), strays=_without_newest(page.strays, now))
    return page


def _without_newest(found: tuple[Any, ...], now: int) -> tuple[Any, ...]:
    """A list that is behind: the last of it is not there, where it happened within half an hour."""
    times = [one.at for one in getattr(found[-1], "payments", found[-1:])] if found else []
    return found[:-1] if times and max(times) > now - 1800 else found


def unsure() -> Busy:
    """The line broke while committing."""
    return Busy("COMMIT_UNKNOWN")
