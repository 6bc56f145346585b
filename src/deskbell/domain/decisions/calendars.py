"""Decisions about the calendar itself: how it is used, what is caught up, and what the worker saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskbell.domain.calendar_commands import CatchUp, KeepEvent, PutBack, SetCalendar, SyncBusy
from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.decisions.following import Following
from deskbell.domain.decisions.linking import desk_only
from deskbell.domain.effects import BusyRead, CalendarSet, Effect, EventKept, EventWanted, TaskRaised, TaskSettled
from deskbell.domain.errors import NotFound, WrongInput
from deskbell.domain.facts import Desk, SyncFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.lesson_event import Wanted
from deskbell.domain.offer import Kind, Service
from deskbell.domain.plan import Plan

BUSY_ON_BOOKING = "BUSY_ON_BOOKING"
"""The task of a lesson in whose time its tutor has something else."""
MOST_SEATS = 1_000
LONGEST_REMINDER = 40_320
"""Minutes: four weeks, the most that calendars allow."""


@dataclass(frozen=True, slots=True)
class CalendarFacts:
    """How a calendar is used now. `linked` are slots to come that are on it, `missing` those that could be and are
    not; of both those are left out that an operation waits for already.
    """

    desk: Desk
    settings: CalendarSettings
    linked: tuple[Id, ...] = ()
    missing: tuple[Id, ...] = ()
    leaving: tuple[Id, ...] = ()
    """Slots to come that are on it and would not be under the settings asked for."""
    services: Mapping[Id, Service] = field(default_factory=dict)
    """Those that a calendar is to offer."""


@dataclass(frozen=True, slots=True)
class PutBackFacts:
    """A booking's slot, and how it stands."""

    desk: Desk
    slot: Id
    at: Following


def decide_keep_event(desk: Desk, cmd: KeepEvent, now: int, mint: Mint) -> Plan:
    """What the calendar has is so."""
    return Plan("CALENDAR", (EventKept(cmd.slot, cmd.connection, cmd.what),), asks=False)


def decide_set_calendar(facts: CalendarFacts, cmd: SetCalendar, now: int, mint: Mint) -> Plan:
    """Lessons that are there follow. NotFound: NO_CALENDAR.

    WrongInput: REMINDER_RANGE, SAME_CALENDAR, CALENDAR_USED_TWICE, NOT_A_CLASS, SEATS_RANGE.
    """
    desk_only(cmd.actor, "SET_CALENDAR")
    if facts.desk.calendar != cmd.connection:
        raise NotFound("NO_CALENDAR")
    new = cmd.settings
    if new.remind is not None and not 0 <= new.remind <= LONGEST_REMINDER:
        raise WrongInput("REMINDER_RANGE", most=LONGEST_REMINDER)
    if new == facts.settings:
        raise WrongInput("SAME_CALENDAR")
    _check_more(facts, new)
    set_ = CalendarSet.of(cmd.connection, new, facts.settings)
    return Plan("SET_CALENDAR", (set_, *along(facts, cmd.connection, mint)))


def _check_more(facts: CalendarFacts, new: CalendarSettings) -> None:
    """A calendar has one use; what offers classes offers a class."""
    used = [new.calendar, *(x.calendar for x in new.more)]
    twice = next((x for x in used if used.count(x) > 1), None)
    if twice is not None:
        raise WrongInput("CALENDAR_USED_TWICE", calendar=twice)
    for further in new.offers:
        service = facts.services.get(further.service or Id(""))
        if service is None or service.kind is not Kind.GROUP:
            raise WrongInput("NOT_A_CLASS", service=service.name if service is not None else "")
        if further.seats is not None and not 1 <= further.seats <= MOST_SEATS:
            raise WrongInput("SEATS_RANGE", most=MOST_SEATS)


def along(facts: CalendarFacts, connection: str, mint: Mint) -> tuple[EventWanted, ...]:
    """What lessons to come follow when a calendar is used otherwise."""
    ways = [(slot, Wanted.UPDATE) for slot in facts.linked] + [(slot, Wanted.DELETE) for slot in facts.leaving]
    return tuple(EventWanted(slot, connection, what, mint()) for slot, what in ways)


def decide_catch_up(facts: CalendarFacts, cmd: CatchUp, now: int, mint: Mint) -> Plan:
    """NotFound: NO_CALENDAR. WrongInput: NOTHING_TO_CATCH_UP."""
    desk_only(cmd.actor, "CATCH_UP")
    name = facts.desk.calendar
    if not name:
        raise NotFound("NO_CALENDAR")
    if not facts.missing:
        raise WrongInput("NOTHING_TO_CATCH_UP")
    return Plan("CATCH_UP", tuple(EventWanted(slot, name, Wanted.CREATE, mint()) for slot in facts.missing))


def decide_put_back(facts: PutBackFacts, cmd: PutBack, now: int, mint: Mint) -> Plan:
    """Its event is made anew where there is none, else made as the desk has it. NotFound: NO_CALENDAR."""
    name = facts.desk.calendar
    if not name:
        raise NotFound("NO_CALENDAR")
    what = Wanted.UPDATE if facts.at.linked else Wanted.CREATE
    wanted = EventWanted(facts.slot, name, what, None if facts.at.waiting else mint())
    return Plan("PUT_BACK", (wanted,), asks=False, subject=cmd.booking)


def decide_sync_busy(facts: SyncFacts, cmd: SyncBusy, now: int, mint: Mint) -> Plan:
    """Lessons that the new busy time overlaps stay, and somebody is told of each."""
    busy = facts.busy
    effects: list[Effect] = []
    if busy.added or busy.changed or busy.removed:
        effects.append(BusyRead(busy.calendar or mint(), busy.tutor.id, busy.added, busy.changed, busy.removed))
    effects += [TaskRaised(mint(), BUSY_ON_BOOKING, booking) for booking in facts.clashes]
    effects += [TaskSettled(task, kind, subject) for task, kind, subject in facts.over]
    return Plan("IMPORT", tuple(effects), asks=False)
