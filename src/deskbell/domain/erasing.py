"""Erasing a person: the command, and what is looked at before it."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.commands import Command
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id
from deskbell.domain.op import Op


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Command):
    """Blank a person's words wherever they stand; money stays, under a number."""

    person: Id


@dataclass(frozen=True, slots=True)
class EraseFacts:
    """Somebody, and what is theirs: numbers of bookings to come and of orders that are not settled, tasks about either.

    `letters` are operations of mails to them or about them that are not over, `under_way` how many others; `tasks`
    those of the letters. `notes`, `mails` and `lessons` hold words. `held` says what keeps them elsewhere: a connection
    and how many payments or events; `papers` invoices that keep their printed name until that year.
    """

    desk: Desk
    person: Id
    name: str
    no: int
    gone: bool = False
    teaches: bool = False
    children: tuple[str, ...] = ()
    coming: tuple[int, ...] = ()
    owing: tuple[int, ...] = ()
    needs: int = 0
    under_way: int = 0
    letters: tuple[Op, ...] = ()
    tasks: tuple[tuple[Id, str, Id], ...] = ()
    notes: int = 0
    mails: int = 0
    lessons: int = 0
    held: tuple[tuple[str, int], ...] = ()
    papers: int = 0
    until: int = 0


def pseudonym(no: int) -> str:
    """What stands for an erased name: the person's number, which finds nobody."""
    return f"#{no}"
