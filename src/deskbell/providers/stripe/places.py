"""Where a reading of what changed has come to: a cursor, and what a window of time makes of it. Nothing is asked here.

A reading that begins within the days for which Stripe keeps events goes by them, window by window, oldest first. One
that begins earlier lists every session first, then every payment, newest first, and goes by events from its own
beginning on. Events surface late and have a grain of a second: each window looks back, and leaves out what it knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from deskbell.domain.clock import DAY

OVERLAP = 300
HOUR = 3600
WIDEST, NARROWEST = 30 * DAY, 600
FEW, MANY = 25, 300
"""Things in a window by which the next one is made wider or narrower."""

_LISTING = re.compile(r"([SP])\.(\d{1,12})\.(\d{1,12})\.([A-Za-z0-9_]*)", re.ASCII)
_WINDOW = re.compile(r"E\.(\d{1,12})\.(\d{1,12})\.(\d{1,9})((?:\.[A-Za-z0-9_]+)*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listing:
    """Listing sessions or payments made after an instant, after a `place`; `begun` is when the reading began."""

    payments: bool
    begun: int
    after: int
    place: str = ""

    def __str__(self) -> str:
        return f"{'P' if self.payments else 'S'}.{self.begun}.{self.after}.{self.place}"

    def next(self, place: str) -> Listing | Window:
        """On to a further place; '' where there is none."""
        if place:
            return replace(self, place=place)
        if not self.payments:
            return Listing(payments=True, begun=self.begun, after=self.after)
        return Window(self.begun, max(0, self.begun - OVERLAP))


@dataclass(frozen=True, slots=True)
class Item:
    """Something that happened, or was made: its instant, its id and what it is about."""

    at: int
    id: str
    about: str


@dataclass(frozen=True, slots=True)
class Window:
    """All before `high` was read; of the last seconds before it, the ids in `known`. Nothing before `floor` is told."""

    high: int
    floor: int
    width: int = HOUR
    known: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return ".".join([f"E.{self.high}.{self.floor}.{self.width}", *sorted(self.known)])

    @property
    def start(self) -> int:
        return max(self.floor, self.high - OVERLAP)

    @property
    def end(self) -> int:
        """The first second that is not in it any more."""
        return self.high + self.width

    def fresh(self, items: list[Item]) -> list[Item]:
        """What is not known of all that lies in it, oldest first."""
        return sorted((item for item in items if item.id not in self.known), key=lambda item: item.at)

    def next(self, items: list[Item], read: list[Item], now: int) -> tuple[Window, bool]:
        """The window after this one, and whether there is anything to be read in it already.

        `read` are those of the fresh items that were dealt with, from the oldest on.
        """
        cut = len(read) < len(self.fresh(items))
        if cut:
            high = max([self.high, *(item.at for item in read)])
        elif self.end <= now:
            high = self.end
        else:
            high = max([self.high, *(item.at for item in items)])
        dealt = self.known | {item.id for item in read}
        known = frozenset(item.id for item in items if item.id in dealt and item.at >= high - OVERLAP)
        more = cut or self.end <= now
        width = self.width
        if len(items) < FEW and not cut:
            width = min(width * 4, WIDEST)
        elif len(items) > MANY:
            width = max(width // 4, NARROWEST)
        return Window(high, self.floor, width, known), more


def place_of(cursor: str) -> Listing | Window:
    """A cursor read again. ValueError for what is none of ours."""
    if found := _LISTING.fullmatch(cursor):
        return Listing(found[1] == "P", int(found[2]), int(found[3]), found[4])
    if found := _WINDOW.fullmatch(cursor):
        known = frozenset(found[4].split(".")[1:])
        return Window(int(found[1]), int(found[2]), int(found[3]), known)
    raise ValueError("no cursor of ours")
