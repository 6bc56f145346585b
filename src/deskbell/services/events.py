"""Following: what becomes of lessons on the calendar by a plan, asked in the one place where plans are decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.calendar_commands import CatchUp, SetCalendar
from deskbell.domain.decisions.calendars import CalendarFacts
from deskbell.domain.decisions.following import follow, touched
from deskbell.domain.effects import EventWanted, FieldSet
from deskbell.store.find import events

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk
    from deskbell.domain.ids import Mint
    from deskbell.domain.plan import Plan
    from deskbell.store.work import Connection


def with_events(conn: Connection, desk: Desk, plan: Plan, now: int, mint: Mint) -> Plan:
    """The same plan, and what it means for the calendar, in the same change."""
    if not desk.calendar or any(plan.of(EventWanted)):
        return plan
    mails = {e.subject for e in plan.of(FieldSet) if e.entity == "person" and e.name == "mail"}
    also = frozenset(slot for person in mails for slot in events.on_calendar_with(conn, person, now))
    slots = touched(plan.effects) | also
    if not slots:
        return plan
    before = events.followings(conn, slots)
    serves = events.calendar_settings(conn, desk.calendar).tutor
    wanted = follow(plan.effects, before, desk.calendar, serves, now, mint, also=also)
    return replace(plan, effects=(*plan.effects, *wanted)) if wanted else plan


def calendar_facts(conn: Connection, cmd: SetCalendar | CatchUp, desk: Desk, now: int) -> CalendarFacts:
    """How the calendar is used now, and the lessons to come that it is about."""
    settings = events.calendar_settings(conn, desk.calendar)
    serves = cmd.settings.tutor if isinstance(cmd, SetCalendar) else settings.tutor
    coming = events.ahead(conn, now) if desk.calendar else ()
    return CalendarFacts(
        desk,
        settings,
        tuple(slot for slot, tutor, linked in coming if linked and serves in (None, tutor)),
        tuple(slot for slot, tutor, linked in coming if not linked and serves in (None, tutor)),
        tuple(slot for slot, tutor, linked in coming if linked and serves not in (None, tutor)),
    )
