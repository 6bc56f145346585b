"""Lessons on a calendar: asked for, and seen to stand there."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.effects.effect import Effect, spoken
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import Detail, Wanted


@dataclass(frozen=True, slots=True)
class EventWanted(Effect):
    """A slot's event is to be brought in line by the worker, which reads what shall stand when it sends it.

    `op` is the operation that will do it; None where one waits already. Undo needs no opposite of it: what follows from
    the undoing change says what shall stand then.
    """

    slot: Id
    connection: str
    what: Wanted
    op: Id | None = field(default=None, metadata={"derived": True})
    wait: int = 0


@dataclass(frozen=True, slots=True)
class EventKept(Effect):
    """The calendar has it, has it no more, or has its meeting."""

    slot: Id
    connection: str
    what: Wanted


@dataclass(frozen=True, slots=True)
class CalendarSet(Effect):
    """How lessons go on that calendar from here on; its name and its owner's address are a person's words."""

    connection: str
    remind: int | None
    detail: Detail
    meet: bool
    tutor: Id | None = None
    busy: Id | None = None
    calendar: str = spoken()
    owner: str = spoken()
