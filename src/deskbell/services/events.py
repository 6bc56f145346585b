"""Following: what becomes of lessons on the calendar by a plan, asked in the one place where plans are decided."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.calendar_commands import CatchUp, PutBack, SetCalendar, SyncBusy
from deskbell.domain.calendar_use import is_for
from deskbell.domain.decisions.calendars import BUSY_ON_BOOKING, CalendarFacts, PutBackFacts, along
from deskbell.domain.decisions.following import Following, comes_on, follow, touched
from deskbell.domain.effects import CalendarSet, EventWanted, FieldSet, SlotMoved, TaskSettled
from deskbell.domain.errors import NotFound
from deskbell.domain.facts import BusyFacts, SyncFacts
from deskbell.store import find
from deskbell.store.find import events

if TYPE_CHECKING:
    from deskbell.domain.calendar_use import CalendarSettings
    from deskbell.domain.facts import Desk
    from deskbell.domain.ids import Id, Mint
    from deskbell.domain.plan import Plan
    from deskbell.store.work import Connection


BY_HAND = frozenset({"EVENT_CHANGED", "EVENT_GONE", "GUEST_REFUSED"})
"""Tasks about what somebody did on the calendar itself, or whom it would not invite: over once the desk says anew what
stands there.
"""


def with_events(conn: Connection, desk: Desk, plan: Plan, now: int, mint: Mint) -> Plan:
    """The same plan, and what it means for the calendar, in the same change."""
    if not desk.calendar:
        return replace(plan, off_calendar=True) if comes_on(plan.effects) else plan
    plan = _used_otherwise(conn, desk, plan, now, mint)
    mails = {e.subject for e in plan.of(FieldSet) if e.entity == "person" and e.name == "mail"}
    also = frozenset(slot for person in mails for slot in events.on_calendar_with(conn, person, now))
    asked = tuple(plan.of(EventWanted))
    slots = touched(plan.effects) | also | {e.slot for e in asked}
    if not slots:
        return plan
    before = events.followings(conn, slots)
    if not asked:
        serves = events.calendar_settings(conn, desk.calendar).serves
        asked = follow(plan.effects, before, desk.calendar, serves, now, mint, also=also)
        plan = replace(plan, effects=(*plan.effects, *asked)) if asked else plan
    return _settled(conn, plan, {e.slot for e in asked}, before)


def _used_otherwise(conn: Connection, desk: Desk, plan: Plan, now: int, mint: Mint) -> Plan:
    """Undo of how the calendar is used: the lessons follow, as they did when it was changed."""
    back = plan.of(CalendarSet) if plan.verb == "UNDO" else ()
    for effect in (x for x in back if x.connection == desk.calendar):
        asked = along(_facts(conn, desk, effect.settings, now), desk.calendar, mint)
        plan = replace(plan, effects=(*plan.effects, *asked))
    return plan


def _settled(conn: Connection, plan: Plan, wanted: set[Id], before: dict[Id, Following]) -> Plan:
    """What was told of a slot's event is over once the desk says anew what stands there."""
    if not before:
        return plan
    moved = {e.slot for e in plan.of(SlotMoved)}
    kinds = {b: BY_HAND if slot in wanted else frozenset() for slot, at in before.items() for b in at.standing}
    for booking in (b for slot, at in before.items() if slot in moved for b in at.standing):
        kinds[booking] |= {BUSY_ON_BOOKING}
    done = {e.task for e in plan.of(TaskSettled)}
    open_ = find.open_tasks(conn, *(b for b, some in kinds.items() if some))
    over = [TaskSettled(t, k, s) for t, k, s in open_ if k in kinds[s] and t not in done]
    return replace(plan, effects=(*plan.effects, *over)) if over else plan


def put_back_facts(conn: Connection, cmd: PutBack, desk: Desk) -> PutBackFacts:
    """The booking's slot, and how it stands. NotFound: NO_SUCH_BOOKING."""
    booking = find.booking(conn, cmd.booking)
    if booking is None:
        raise NotFound("NO_SUCH_BOOKING", which=cmd.booking)
    at = events.followings(conn, (booking.slot,)).get(booking.slot, Following())
    return PutBackFacts(desk, booking.slot, at)


def calendar_facts(conn: Connection, cmd: SetCalendar | CatchUp, desk: Desk, now: int) -> CalendarFacts:
    """How the calendar is used now, and the lessons to come that it is about."""
    return _facts(conn, desk, cmd.settings if isinstance(cmd, SetCalendar) else None, now)


def _facts(conn: Connection, desk: Desk, new: CalendarSettings | None, now: int) -> CalendarFacts:
    settings = events.calendar_settings(conn, desk.calendar)
    serves = (new or settings).serves
    coming = events.ahead(conn, now) if desk.calendar else ()
    offered = {x.service for x in new.offers} if new is not None else set()
    return CalendarFacts(
        desk,
        settings,
        tuple(slot for slot, tutor, linked in coming if linked and is_for(serves, tutor)),
        tuple(slot for slot, tutor, linked in coming if not linked and is_for(serves, tutor)),
        tuple(slot for slot, tutor, linked in coming if linked and not is_for(serves, tutor)),
        {x.id: x for x in find.services(conn) if x.id in offered} if offered else {},
    )


def sync_facts(conn: Connection, cmd: SyncBusy, desk: Desk, now: int) -> SyncFacts:
    """What the reading would change, and which lessons it meets. NotFound: NO_SUCH_TUTOR."""
    from deskbell.store.apply.busy import compare_sync  # late: it brings all that writes

    tutor = find.tutor(conn, cmd.tutor)
    if tutor is None:
        raise NotFound("NO_SUCH_TUTOR", which=cmd.tutor)
    calendar = events.calendar_of(conn, cmd.tutor, cmd.name)
    counts = compare_sync(conn, calendar, cmd.spans, cmd.gone, cmd.only)
    told = tuple(t for t in find.every_open_task(conn) if t[1] == BUSY_ON_BOOKING)
    met = events.met(conn, cmd.tutor, cmd.spans, now)
    known = {subject for _, _, subject in told}
    spoken = cmd.gone | {span.uid for span in cmd.spans}
    over = events.clear(conn, calendar, [subject for _, _, subject in told if subject not in met], spoken, cmd.only)
    return SyncFacts(
        BusyFacts(desk, tutor, calendar, *counts),
        tuple(booking for booking in met if booking not in known),
        tuple(task for task in told if task[2] in over),
    )
