"""Where a booking may move: a typed time and what the desk says of it, free times, a class's other meetings."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from deskbell.domain.clock import DAY, zone_clock
from deskbell.domain.commands import Move
from deskbell.domain.errors import DeskError
from deskbell.domain.offer import Kind
from deskbell.tui import flow
from deskbell.tui.modals.move import Answered, MoveModal
from deskbell.tui.widgets.choice import Way
from deskbell.words.i18n import t
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.views import BookingView
    from deskbell.services.desk import Desk

MOST = 8
A_DAY = 4
"""So many of one day are offered, those nearest to the lesson's own time: half an hour along is always among them."""
WEEKS = 4


async def ask(screen: Screen[Any], shown: flow.Shown, title: str) -> Move | None:
    """The command that somebody wants; None for back."""
    view, desk, language = shown.view, flow.desk_of(screen), flow.language_of(screen)
    key = desk.fresh()
    try:
        if view.slot.kind is Kind.GROUP:
            ways = await asyncio.to_thread(meetings, desk, view, language)
        else:
            ways = await asyncio.to_thread(free_times, desk, view, language)
    except DeskError as error:
        flow.refuse(screen, error)
        return None
    if view.slot.kind is Kind.GROUP:
        caption, none = t(language, "moving.meetings"), t(language, "moving.no_meeting")
        modal = MoveModal(language, title, caption, ways, look=None, none=none)
        no = await screen.app.push_screen_wait(modal)
        if no is None:
            return None
        slot = await asyncio.to_thread(desk.slot_id, no)
        return Move(key=key, actor=desk.actor, booking=view.booking.id, slot=slot)

    def command(start: int) -> Move:
        return Move(key=key, actor=desk.actor, booking=view.booking.id, start=start)

    async def look(typed: str) -> Answered:
        return await asyncio.to_thread(answered, desk, view, language, typed, command)

    caption = t(language, "moving.next", tutor=view.tutor.name)
    modal = MoveModal(language, title, caption, ways, look=look, none=t(language, "moving.none"))
    start = await screen.app.push_screen_wait(modal)
    return None if start is None else command(start)


def answered(desk: Desk, view: BookingView, language: str, typed: str, command: Any) -> Answered:
    """What the desk says of a typed time: free, with what it would overrule, or why not. In a thread."""
    from deskbell.words.errors import sentence
    from deskbell.words.moment import read_moment
    from deskbell.words.reasons import warning

    zone, now = view.desk.zone, desk.clock.now()
    clock = zone_clock(zone)
    day, minute = clock.date(view.slot.start), clock.local(view.slot.start)[1]
    try:
        wanted = read_moment(typed, clock.date(now), language, day=day, minute=minute)
    except DeskError as error:
        return Answered(None, "", sentence(error, language, zone, now))
    start, _ = clock.lesson_start(*wanted)
    say = Speech(language, zone, now=now)
    when = say.span(start, start + view.slot.end - view.slot.start)
    if start == view.slot.start:
        return Answered(start, when, t(language, "moving.same"))
    try:
        plan = desk.plan(command(start))
    except DeskError as error:
        said = sentence(error, language, zone, now)
        return Answered(start, "" if say.at(start) in said else when, said)
    overruled = " · ".join(warning(w, language, zone, now) for w in plan.warnings)
    return Answered(start, when, overruled or t(language, "moving.free"), free=True, over=bool(overruled))


def free_times(desk: Desk, view: BookingView, language: str) -> tuple[Way, ...]:
    """The next free times of the same tutor from the lesson's own day on, a few of each day. In a thread."""
    clock, now = zone_clock(view.desk.zone), desk.clock.now()
    slot = view.slot
    first, minute = clock.date(max(slot.start, now)), clock.local(slot.start)[1]
    after = max(now, clock.day(first)[0])
    minutes = (slot.end - slot.start) // 60
    found = desk.free(
        view.service, after, after + WEEKS * 7 * DAY, tutors=(view.tutor,), count=40 * MOST, minutes=minutes,
        leave_out=slot.id,
    )  # fmt: skip
    days: dict[int, list[int]] = {}
    for free in found:
        if free.start != slot.start:
            days.setdefault(clock.local(free.start)[0], []).append(free.start)
    starts: list[int] = []
    for times in days.values():
        near = sorted(times, key=lambda start: abs(clock.local(start)[1] - minute))[:A_DAY]
        starts += sorted(near)[: MOST - len(starts)]
    say = Speech(language, view.desk.zone, now=now)
    return tuple(Way(str(start), say.span(start, start + minutes * 60)) for start in starts)


def meetings(desk: Desk, view: BookingView, language: str) -> tuple[Way, ...]:
    """The next meetings of the class that have a free seat. In a thread."""
    clock, now = zone_clock(view.desk.zone), desk.clock.now()
    say = Speech(language, view.desk.zone, now=now)
    found: list[Way] = []
    first = clock.date(now)
    for week in range(WEEKS):
        for lesson in desk.days(first + timedelta(days=7 * week), 7).lessons:
            fits = lesson.kind is Kind.GROUP and lesson.service == view.service.name and lesson.slot != view.slot.no
            if fits and lesson.start > now and lesson.taken < lesson.capacity and len(found) < MOST:
                seats = t(language, "moving.seats", n=lesson.capacity - lesson.taken, capacity=lesson.capacity)
                found.append(Way(str(lesson.slot), say.span(lesson.start, lesson.end), seats))
    return tuple(found)
