"""What is wanted of a calendar, and what the worker saw of it."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.commands import Command
from deskbell.domain.ids import Id
from deskbell.domain.lesson_event import CalendarSettings, Wanted


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
