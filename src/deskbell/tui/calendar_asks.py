"""What is asked to use a calendar otherwise: each question by itself, then the plan of the whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings, Detail, Further
from deskbell.domain.errors import DeskError, WrongInput
from deskbell.domain.offer import Kind
from deskbell.tui import flow
from deskbell.tui.modals.choose import ChooseModal
from deskbell.tui.modals.edit import EditModal, Field
from deskbell.words.i18n import t
from deskbell.words.operations import connection_name

if TYPE_CHECKING:
    from deskbell.domain.ids import Id
    from deskbell.tui.calendars_page import Used
    from deskbell.tui.desk_screen import DeskScreen
    from deskbell.tui.modals.edit import Fields

    Asker = DeskScreen[Any]

Listed = Callable[[], Awaitable[Mapping[str, str]]]
"""Asks the account for its calendars: names by their ids."""
LONGEST = 254
OFF = ("", "off", "none", "-")


async def choose(screen: Asker, used: Used, row: str, listed: Listed) -> None:
    """The choice of that row, changed after its plan."""
    settings = used.settings
    match row:
        case "calendar":
            new = await _calendar(screen, used, settings.calendar, listed)
            await _use(screen, used, None if new is None else replace(settings, calendar=new))
        case "owner" | "remind":
            await _typed(screen, used, row)
        case "says":
            other = Detail.CODE if settings.detail is Detail.FULL else Detail.FULL
            await _use(screen, used, replace(settings, detail=other))
        case "meet":
            await _use(screen, used, replace(settings, meet=not settings.meet))
        case _:
            await _whose(screen, used, row)


async def another(screen: Asker, used: Used, listed: Listed) -> None:
    """A calendar beside the first one: whose, what for, which, and how many seats."""
    tutor = await _tutor(screen, used, _t(screen, "calendars.ask.tutor"), "", used.busy)
    if tutor is None:
        return
    groups = [x for x in used.services if x.kind is Kind.GROUP]
    rows = [(_t(screen, "calendars.ask.lessons"), "")]
    rows += [(_t(screen, "calendars.ask.class", service=x.name), "") for x in groups]
    place = await screen.app.push_screen_wait(ChooseModal(_t(screen, "calendars.ask.use"), rows))
    if place is None:
        return
    service = groups[place - 1].id if place else None
    before = next((x for x in used.settings.more if (x.tutor, x.service) == (tutor, service)), None)
    calendar = await _calendar(screen, used, before.calendar if before else "", listed)
    if calendar is None:
        return
    further = Further(calendar, tutor, service, before.seats if before else None)
    if service is not None:
        await _seats(screen, used, further, before)
    else:
        await _use(screen, used, _with(used.settings, further, before))


async def change(screen: Asker, used: Used, row: Further, listed: Listed) -> None:
    """Another calendar in its place, its seats, or none of it."""
    rows = [(_t(screen, "calendars.ask.calendar"), row.calendar)]
    rows += [(_t(screen, "edit.seats"), str(row.seats or ""))] if row.service is not None else []
    rows.append((_t(screen, "calendars.ask.away"), ""))
    title = used.page(screen.language).calendar(row.calendar)
    place = await screen.app.push_screen_wait(ChooseModal(title, rows))
    if place is None:
        return
    if place == len(rows) - 1:
        await _use(screen, used, replace(used.settings, more=tuple(x for x in used.settings.more if x != row)))
    elif place:
        await _seats(screen, used, row, row)
    else:
        calendar = await _calendar(screen, used, row.calendar, listed)
        if calendar is not None:
            await _use(screen, used, _with(used.settings, replace(row, calendar=calendar), row))


def _with(settings: CalendarSettings, new: Further, before: Further | None) -> CalendarSettings:
    kept = tuple(x for x in settings.more if x != before)
    return replace(settings, more=(*kept, new))


# --- single questions


async def _calendar(screen: Asker, used: Used, now: str, listed: Listed) -> str | None:
    """One of the account's, from its list; typed where it cannot be listed, or is none of these."""
    known = list((await listed()).items())
    if known:
        rows = [(name, id_ if id_ != name else "") for id_, name in known]
        rows.append((_t(screen, "calendars.ask.another"), ""))
        first = next((n for n, (id_, _) in enumerate(known) if id_ == now), 0)
        place = await screen.app.push_screen_wait(ChooseModal(_t(screen, "calendars.ask.calendar"), rows, first))
        if place is None:
            return None
        if place < len(known):
            return known[place][0]
    answer = await _edited(screen, used, Field("calendar", now, LONGEST), _t(screen, "calendars.hint.calendar"))
    return answer.strip() if answer and answer.strip() else None


async def _whose(screen: Asker, used: Used, row: str) -> None:
    none = _t(screen, "calendars.everybody" if row == "tutor" else "calendars.nobody")
    now = used.settings.tutor if row == "tutor" else used.settings.busy
    title = _t(screen, f"calendars.row.{row}")
    tutor = await _tutor(screen, used, title, none, now)
    if tutor is not None:
        how: dict[str, Any] = {row: tutor or None}
        await _use(screen, used, replace(used.settings, **how))


async def _tutor(screen: Asker, used: Used, title: str, none: str, now: Id | None) -> Id | None:
    """A tutor; where `none` is offered, '' for that. None: called off."""
    found: list[tuple[Any, str]] = [*([("", none)] if none else []), *used.tutors.items()]
    first = next((n for n, (id_, _) in enumerate(found) if id_ == (now or "")), 0)
    place = await screen.app.push_screen_wait(ChooseModal(title, [(name, "") for _, name in found], first))
    return None if place is None else found[place][0]


async def _typed(screen: Asker, used: Used, row: str) -> None:
    settings = used.settings
    if row == "owner":
        answer = await _edited(screen, used, Field("owner", settings.owner, LONGEST))
        await _use(screen, used, None if answer is None else replace(settings, owner=answer.strip()))
        return
    now = "off" if settings.remind is None else str(settings.remind)
    answer = await _edited(screen, used, Field("remind", now, 10), _t(screen, "calendars.hint.remind"))
    if answer is not None:
        await _use(screen, used, replace(settings, remind=minutes(answer)))


async def _seats(screen: Asker, used: Used, further: Further, before: Further | None) -> None:
    now = "" if further.seats is None else str(further.seats)
    hint = _t(screen, "calendars.hint.seats")
    answer = await _edited(screen, used, Field("seats", now, 6), hint, same=further != before)
    if answer is not None:
        await _use(screen, used, _with(used.settings, replace(further, seats=seats(answer)), before))


async def _edited(screen: Asker, used: Used, field: Field, note: str = "", *, same: bool = False) -> str | None:
    """What was typed; None where it was called off or is as before (`same`: then that is the answer too)."""

    async def check(answer: Fields) -> str:
        try:
            _read(field.name, dict(answer).get(field.name, field.value))
        except DeskError as error:
            return flow.app_of(screen).sentence(error)
        return ""

    title = f"{connection_name(used.connection)} · {_t(screen, f'edit.{field.name}')}"
    modal = EditModal(screen.language, title, (field,), note, check=check, same=same)
    answer = await screen.app.push_screen_wait(modal)
    return None if answer is None else dict(answer).get(field.name, field.value)


def _read(name: str, text: str) -> None:
    if name == "remind":
        minutes(text)
    elif name == "seats":
        seats(text)


def minutes(text: str) -> int | None:
    """WrongInput: REMINDER_RANGE, also of what is no number."""
    from deskbell.domain.decisions.calendars import LONGEST_REMINDER

    words = text.strip().casefold()
    if words in OFF:
        return None
    if not words.isdecimal() or int(words) > LONGEST_REMINDER:
        raise WrongInput("REMINDER_RANGE", most=LONGEST_REMINDER)
    return int(words)


def seats(text: str) -> int | None:
    """WrongInput: SEATS_RANGE, also of what is no number."""
    from deskbell.domain.decisions.calendars import MOST_SEATS

    words = text.strip()
    if not words:
        return None
    if not words.isdecimal() or not 1 <= int(words) <= MOST_SEATS:
        raise WrongInput("SEATS_RANGE", most=MOST_SEATS)
    return int(words)


async def _use(screen: Asker, used: Used, new: CalendarSettings | None) -> None:
    """Its plan, where something is different."""
    if new is None or new == used.settings:
        return
    desk = flow.desk_of(screen)
    key = await asyncio.to_thread(desk.fresh)
    await flow.change(screen, SetCalendar(key=key, actor=desk.actor, connection=used.connection, settings=new))


def _t(screen: Asker, word: str, /, **facts: object) -> str:
    return t(screen.language, word, **facts)
