"""The list of cells: every kind of work at every kill point with every fault; and why some of them cannot occur.

Nothing here starts a process: the list is made of what the kinds say of themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from deskbell.domain.ports import Features

ENGINES = ("sqlite", "postgresql")


class Point(StrEnum):
    """The kill points of the loop (spec 6), in the order in which they are passed."""

    BEFORE_TX0 = "before-tx0"
    AFTER_TX0 = "after-tx0"
    AFTER_TX1 = "after-tx1"
    SOCKET = "socket-open"
    ACTED = "acted"
    """The provider has acted; its reply does not arrive."""
    ANSWERED = "answered"
    BEFORE_TX2 = "before-tx2"
    AFTER_TX2 = "after-tx2"


class Fault(StrEnum):
    KILL_WORKER = "kill-worker"
    KILL_DESK = "kill-desk"
    DATABASE = "database-stopped"
    DROP = "network-drop"
    BUSY = "429"
    DOWN = "503"
    STICKY = "sticky-500"
    TIMEOUT = "timeout"
    DUPLICATE = "duplicate-event"
    REORDERED = "reordered-events"
    LATE = "29-days-late"
    BACK = "clock-2h-back"
    AHEAD = "clock-2d-ahead"
    TWO = "two-workers"


@dataclass(frozen=True, slots=True)
class Trouble:
    point: Point
    fault: Fault

    def __str__(self) -> str:
        return f"{self.point}/{self.fault}"


ASKING = (Point.BEFORE_TX0, Point.AFTER_TX0)
CALLING = (Point.SOCKET, Point.ACTED, Point.ANSWERED)
BEFORE = (Point.BEFORE_TX0, Point.BEFORE_TX2)
ORDER = {point: at for at, point in enumerate(Point)}


@dataclass(frozen=True, slots=True)
class Sort:
    """What the list must know of a kind of work.

    `lacks`: points that it does not pass, and why. `worker_asks`: a worker asks for it by itself, too; else why not.
    `needs`: the feature of a provider without which there is no such work.
    """

    name: str
    lacks: Mapping[Point, str] = field(default_factory=dict)
    worker_asks: bool = False
    asked_only: str = "only a desk asks for this"
    sweeps: bool = False
    needs: str = ""
    spared: Mapping[Fault | Trouble, str] = field(default_factory=dict)
    """What cannot happen to it, anywhere or at a point, and why."""


@dataclass(frozen=True, slots=True)
class Cell:
    engine: str
    kind: str
    troubles: tuple[Trouble, ...]

    @property
    def name(self) -> str:
        return f"{self.kind}/{'+'.join(map(str, self.troubles))}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A cell, and why it cannot occur: '' where it can."""

    cell: Cell
    why_not: str = ""


# --- what cannot occur, and why

_NOT_ASKED = "nothing is asked of the provider here"
_SEE_SOCKET = "it stands in place of the act: see socket-open"


def why_not(sort: Sort, trouble: Trouble, engine: str, features: Features, lacks: Mapping[Fault, str]) -> str:
    """Why that fault cannot occur there; '' where it can."""
    if trouble.fault in lacks:
        return lacks[trouble.fault]
    if sort.needs and not getattr(features, sort.needs):
        return f"the provider has no such thing ({sort.needs})"
    if found := sort.spared.get(trouble.fault) or sort.spared.get(trouble):
        return found
    if trouble.point in sort.lacks:
        return sort.lacks[trouble.point]
    return _RULES[trouble.fault](sort, trouble.point, engine)


def _kill_worker(sort: Sort, point: Point, engine: str) -> str:
    return "" if point not in ASKING or sort.worker_asks else sort.asked_only


def _always(sort: Sort, point: Point, engine: str) -> str:
    return ""


def _drop(sort: Sort, point: Point, engine: str) -> str:
    if point is Point.ANSWERED:
        return "the answer is here: nothing is on the line"
    return "" if point in CALLING or engine == "postgresql" else "a file has no line to it"


def _busy(sort: Sort, point: Point, engine: str) -> str:
    if point is Point.SOCKET:
        return ""
    return _SEE_SOCKET if point in CALLING else _NOT_ASKED


def _said(sort: Sort, point: Point, engine: str) -> str:
    if point is Point.ANSWERED:
        return "it is the answer: see socket-open and acted"
    return "" if point in CALLING else _NOT_ASKED


def _timeout(sort: Sort, point: Point, engine: str) -> str:
    if point is Point.ANSWERED:
        return "the answer is here: nothing is waited for"
    return "" if point in CALLING or point in BEFORE else "it is committed: nothing is waited for"


def _events(sort: Sort, point: Point, engine: str) -> str:
    if sort.sweeps:
        return "" if point is Point.SOCKET else "a list is read at one point: see socket-open"
    return "" if ORDER[point] >= ORDER[Point.ACTED] else "nothing has happened yet that a list could tell of"


def _late(sort: Sort, point: Point, engine: str) -> str:
    return "nothing is asked yet that could be late" if point is Point.BEFORE_TX0 else ""


_RULES = {
    Fault.KILL_WORKER: _kill_worker,
    Fault.KILL_DESK: _always,
    Fault.DATABASE: _always,
    Fault.DROP: _drop,
    Fault.BUSY: _busy,
    Fault.DOWN: _said,
    Fault.STICKY: _said,
    Fault.TIMEOUT: _timeout,
    Fault.DUPLICATE: _events,
    Fault.REORDERED: _events,
    Fault.LATE: _late,
    Fault.BACK: _always,
    Fault.AHEAD: _always,
    Fault.TWO: _kill_worker,
}


# --- the lists


def singles(sorts: Iterable[Sort], engine: str, features: Features, lacks: Mapping[Fault, str]) -> Iterator[Listed]:
    """Every kind at every point with every fault."""
    for sort, point, fault in product(sorts, Point, Fault):
        trouble = Trouble(point, fault)
        yield Listed(Cell(engine, sort.name, (trouble,)), why_not(sort, trouble, engine, features, lacks))


_ENDS = frozenset({
    Fault.KILL_WORKER, Fault.DATABASE, Fault.DROP, Fault.BUSY, Fault.DOWN, Fault.STICKY, Fault.TIMEOUT, Fault.LATE,
})  # fmt: skip
"""After these, before TX2 is committed, the whole of it is tried again; the others let it go on from where it is."""


def can_follow(first: Trouble, second: Trouble, engine: str) -> bool:
    """Whether the second point is passed after the first trouble."""
    workers = (Fault.KILL_WORKER, Fault.TWO)
    if second.point in ASKING and (first.fault in workers) is not (second.fault in workers):
        return False  # either a desk asks or a worker
    if first.point is Point.BEFORE_TX0:
        kept = first.fault in (Fault.BACK, Fault.AHEAD, Fault.TWO)
        return second.point not in ASKING if kept or first.fault is Fault.TIMEOUT else True
    if first.point is Point.AFTER_TX0:  # of two workers the other one does all of it
        return second.point not in ASKING and first.fault is not Fault.TWO
    if first.point is Point.AFTER_TX2 or second.point in ASKING:
        return False
    again = first.fault in _ENDS
    if first.fault is Fault.DATABASE and engine == "sqlite" and first.point is not Point.BEFORE_TX2:
        again = False  # there it is another writer that dies
    if first.fault in (Fault.DUPLICATE, Fault.REORDERED):
        again = True
    then = Point.ANSWERED if second == Trouble(Point.BEFORE_TX2, Fault.TIMEOUT) else second.point  # locks come before
    return again or ORDER[then] > ORDER[first.point]


def pairs(sorts: Iterable[Sort], engine: str, features: Features, lacks: Mapping[Fault, str]) -> Iterator[Listed]:
    """Every fault followed by every fault, once: kinds and points take turns."""
    known = list(sorts)
    used: Counter[str] = Counter()
    for one, two in product(Fault, Fault):
        found = [
            Cell(engine, sort.name, (Trouble(at, one), Trouble(then, two)))
            for sort, at, then in product(known, Point, Point)
            if not why_not(sort, Trouble(at, one), engine, features, lacks)
            and not why_not(sort, Trouble(then, two), engine, features, lacks)
            and can_follow(Trouble(at, one), Trouble(then, two), engine)
        ]
        if not found:
            anywhere = Cell(engine, "any", (Trouble(Point.SOCKET, one), Trouble(Point.SOCKET, two)))
            yield Listed(anywhere, "the second is nowhere met after the first")
            continue
        cell = min(found, key=lambda c: (used[c.kind], used[c.troubles[0].point] + used[c.troubles[1].point], c.name))
        used.update([cell.kind, cell.troubles[0].point, cell.troubles[1].point])
        yield Listed(cell)


def fast(listed: Mapping[str, Iterable[Listed]]) -> list[Cell]:
    """A few cells in which each kind, each point and each fault occurs; the engines take turns."""
    waiting = {engine: [one.cell for one in cells if not one.why_not] for engine, cells in listed.items()}
    tokens = {token for cells in waiting.values() for cell in cells for token in _tokens(cell)}
    chosen: list[Cell] = []
    engines = list(waiting)
    while tokens:
        engine = engines[len(chosen) % len(engines)]
        best = max(waiting[engine], key=lambda cell: len(tokens & _tokens(cell)))
        if not tokens & _tokens(best):  # the other engine has what is missing
            engines.remove(engine)
            continue
        tokens -= _tokens(best)
        chosen.append(best)
    return chosen


def _tokens(cell: Cell) -> set[str]:
    return {cell.kind, *(str(t.point) for t in cell.troubles), *(str(t.fault) for t in cell.troubles)}
