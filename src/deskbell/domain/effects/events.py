"""Lessons on a calendar: asked for, and seen to stand there."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.calendar_use import PRIMARY, CalendarSettings, Detail, more_of, more_packed, packed, unpacked
from deskbell.domain.effects.effect import Effect, spoken
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import Wanted


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
    """How lessons go on that calendar from here on; its name and its owner's address are a person's words.

    `more` are the further calendars and `was` all as it was before, both as words.
    """

    connection: str
    remind: int | None
    detail: Detail
    meet: bool
    tutor: Id | None = None
    busy: Id | None = None
    calendar: str = spoken()
    owner: str = spoken()
    more: str = spoken()
    was: str = spoken()

    @classmethod
    def of(cls, connection: str, new: CalendarSettings, old: CalendarSettings) -> CalendarSet:
        return cls(
            connection, new.remind, new.detail, new.meet, new.tutor, new.busy, new.calendar, new.owner,
            more_packed(new.more), packed(old),
        )  # fmt: skip

    @property
    def settings(self) -> CalendarSettings:
        """How it is used afterwards."""
        return CalendarSettings(
            self.calendar or PRIMARY, self.owner, self.remind, self.detail, self.meet, self.tutor, self.busy,
            more_of(self.more),
        )  # fmt: skip

    @property
    def prior(self) -> CalendarSettings | None:
        """How it was used before; None where nobody knows any more."""
        return unpacked(self.was) if self.was else None

    def opposite(self) -> Effect | None:
        return CalendarSet.of(self.connection, self.prior, self.settings) if self.prior is not None else None
