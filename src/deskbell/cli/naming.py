"""Who and what is meant by a few letters on a command line, and how a badge is said there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar
from unicodedata import combining, east_asian_width

from deskbell.domain.errors import Ambiguous, NotFound
from deskbell.domain.text import fold

if TYPE_CHECKING:
    from deskbell.domain.offer import Service
    from deskbell.domain.people import Tutor
    from deskbell.services.desk import Desk
    from deskbell.words.states import Badge


class Named(Protocol):
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def tutor_named(desk: Desk, name: str | None) -> Tutor | None:
    """The tutor whose name has a word that begins so; None where nobody was named."""
    if not name:
        return None
    return _one(desk.tutors(), name, "NO_TUTOR_OF_NAME")


def service_named(desk: Desk, name: str) -> Service:
    return _one(desk.services(), name, "NO_SERVICE_OF_NAME")


def _one(things: Sequence[T], name: str, code: str) -> T:
    want = fold(name).split()
    found = [t for t in things if all(any(w.startswith(p) for w in fold(t.name).split()) for p in want)]
    exact = [t for t in found if fold(t.name) == fold(name)]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0]
    names = [t.name for t in found or things]
    raise (Ambiguous if found else NotFound)(code, text=name, candidates=names)


def shown_badge(badge: Badge, *, plain: bool) -> str:
    """A badge with its glyph, or as its word alone for those who listen."""
    return badge.word if plain else str(badge)


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines whose columns begin below each other; a column that says nothing in any row takes no room."""
    wide = [max(map(_cells, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(part + " " * (room - _cells(part)) for part, room in zip(row, wide, strict=True) if room).rstrip()
        for row in rows
    ]


def _cells(words: str) -> int:
    """Columns of a terminal: two for a wide letter, none for a mark on another one."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in words)
