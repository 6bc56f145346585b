"""What a time grid is shown: columns of one day (or one tutor) each, shaded times, blocks. Plain, frozen, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

DAY = 1440


class Tone(StrEnum):
    """What a block or a badge asks of the eye. The value is the name of its ink."""

    CALM = "calm"
    PAID = "paid"
    DUE = "due"
    HELD = "held"
    CLASH = "clash"
    DONE = "done"
    MUTED = "muted"


class Kind(StrEnum):
    """What a time without a block is. Where nothing is said, it is CLOSED."""

    FREE = "free"
    CLOSED = "closed"
    BUSY = "busy"
    ABSENCE = "absence"


class Badge(NamedTuple):
    """One state: a glyph of one cell, its word in the desk's language, its tone."""

    glyph: str
    word: str
    tone: Tone = Tone.CALM


class Shade(NamedTuple):
    """Wall minutes of its column; a later shade lies on an earlier one. BUSY and ABSENCE show their label."""

    start: int
    end: int
    kind: Kind
    label: str = ""


class Column(NamedTuple):
    """One day or one tutor. `sub` follows the title where there is room ("·today", "5 lessons")."""

    key: str
    title: str
    sub: str = ""
    is_today: bool = False
    shades: tuple[Shade, ...] = ()


class Block(NamedTuple):
    """A lesson, class or other span, in wall minutes of its column; what crosses midnight is clipped.

    `short` is a shorter title ("Ana P.") for where the title does not fit; words come as people wrote them.
    """

    key: int
    column: int
    start: int
    end: int
    title: str
    short: str = ""
    detail: str = ""
    seat: Badge | None = None
    money: Badge | None = None
    places: str = ""
    tone: Tone = Tone.CALM

    def is_shown(self) -> bool:
        """False for what lies wholly on another day."""
        return self.start < DAY and self.end > 0

    def is_running(self, minute: int) -> bool:
        return self.start <= minute < self.end


@dataclass(frozen=True, slots=True)
class GridModel:
    """All that a grid shows. `now` is (column, minute), None when today is not in view; `step` the desk's, minutes.

    Hours shown reach from day_start to day_end, and on to whatever block lies outside: nothing is out of reach.
    """

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...] = ()
    now: tuple[int, int] | None = None
    day_start: int = 8 * 60
    day_end: int = 21 * 60
    step: int = 30

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a grid has at least one column")
        if self.step <= 0 or not 0 <= self.day_start < self.day_end <= DAY:
            raise ValueError(f"not a day: {self.day_start} to {self.day_end} by {self.step}")
        for block in self.blocks:
            if not 0 <= block.column < len(self.columns):
                raise ValueError(f"block {block.key} lies in column {block.column} of {len(self.columns)}")
        if self.now is not None and not 0 <= self.now[0] < len(self.columns):
            raise ValueError(f"now lies in column {self.now[0]} of {len(self.columns)}")

    def block(self, key: int) -> Block | None:
        """The first block of this key; a lesson that crosses midnight has one in each of its columns."""
        return next((b for b in self.blocks if b.key == key and b.is_shown()), None)

    def reach(self) -> tuple[int, int]:
        """The minutes that must be in reach, whole hours."""
        shown = [b for b in self.blocks if b.is_shown()]
        first = min([self.day_start, *(max(0, b.start) for b in shown)])
        last = max([self.day_end, *(min(DAY, b.end) for b in shown)])
        return first // 60 * 60, -(-last // 60) * 60
