"""What the panel beside the calendar is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """`lead` is a time, `words` who or what, `right` a figure; `ink` is the token of the figure. `booking` opens it."""

    lead: str
    words: str
    right: str = ""
    ink: str = ""
    booking: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """`ink` colours the title while there is something in it; `none` is said where there is nothing."""

    title: str
    rows: tuple[Row, ...]
    none: str
    ink: str = ""
    more: str = ""
