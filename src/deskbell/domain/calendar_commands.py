"""What is wanted of a calendar, and what the worker saw of it."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.commands import BusySpan, Command
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepEvent(Command):
    """The calendar answered about a slot's event."""

    slot: Id
    connection: str
    what: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCalendar(Command):
    """How lessons go on that connection's calendar from here on; those to come are brought in line."""

    connection: str
    settings: CalendarSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp(Command):
    """Put the lessons to come on the calendar that are not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBack(Command):
    """The lesson of a booking shall stand on the calendar as the desk has it, whatever somebody did there."""

    booking: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncBusy(Command):
    """What changed of a tutor's other events: spans that are there now, ids that take no time any more. `only` are all
    ids that there are, once everything was read anew: what is none of them is gone.
    """

    connection: str
    tutor: Id
    spans: tuple[BusySpan, ...] = ()
    gone: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    called: str = ""
    """What the calendar is called among those that were read; '' is the connection's first."""

    @property
    def name(self) -> str:
        return self.called or self.connection
