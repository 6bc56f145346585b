"""`deskbell calendar`: which calendar lessons go on, what an event says, and what is caught up."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from deskbell.cli.committing import carry_out
from deskbell.cli.naming import service_named, tutor_named
from deskbell.cli.unseen import asks_passphrase
from deskbell.domain.calendar_commands import CatchUp, SetCalendar
from deskbell.domain.calendar_use import CalendarSettings, Detail, Further, without
from deskbell.domain.errors import DeskError, NotFound, WrongInput
from deskbell.domain.text import clean, fold
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.ids import Id
    from deskbell.domain.ports import SeenCalendar
    from deskbell.services.calendars import Calendars

NOBODY = ("all", "none", "off")
"""What takes a choice back: lessons of all tutors, no reminder, nobody's time."""


def calendar(context: Context) -> int:
    """How it is used, or what shall be different of that; NotFound: NO_CALENDAR."""
    from deskbell.services.calendars import Calendars
    from deskbell.services.working import Working

    args, name = context.args, context.card.calendar
    if not name:
        raise NotFound("NO_CALENDAR")
    door = Calendars(Working(context.desk))
    if args.list:
        return _listed(context, name)
    if args.catch_up:
        return carry_out(context, lambda key: CatchUp(key=key, actor=context.desk.actor))
    before = door.settings(name)
    after = _changed(context, name, before)
    if after == before and not _asked(args):
        return _shown(context, door, name, before)

    def make(key: Id) -> Any:
        return SetCalendar(key=key, actor=context.desk.actor, connection=name, settings=after)

    return carry_out(context, make)


def _asked(args: Any) -> bool:
    asked = (args.use, args.remind, args.says, args.meet, args.owner, args.tutor, args.busy, args.whose, args.offers)
    return any(x is not None for x in asked)


def _changed(context: Context, name: str, before: CalendarSettings) -> CalendarSettings:
    """What was asked for. WrongInput: FURTHER_FOR_WHOM, and as the words of each part say."""
    args, new = context.args, before
    if args.whose is not None:
        new = replace(new, more=_further(context, name, before))
    elif args.offers is not None or args.seats is not None:
        raise WrongInput("FURTHER_FOR_WHOM")
    elif args.use is not None:
        new = replace(new, calendar=_which(context, name, args.use))
    if args.remind is not None:
        new = replace(new, remind=None if args.remind in NOBODY else _minutes(args.remind))
    if args.says is not None:
        new = replace(new, detail=Detail(args.says.upper()))
    if args.meet is not None:
        new = replace(new, meet=args.meet == "yes")
    if args.owner is not None:
        new = replace(new, owner=clean(args.owner, 254).strip())
    if args.tutor is not None:
        new = replace(new, tutor=_tutor(context, args.tutor))
    if args.busy is not None:
        new = replace(new, busy=_tutor(context, args.busy))
    return new


def _further(context: Context, name: str, before: CalendarSettings) -> tuple[Further, ...]:
    """The calendars beside the desk's first one, with that of one tutor and use another, or none."""
    args = context.args
    tutor = tutor_named(context.desk, args.whose)
    if tutor is None or args.use is None:
        raise WrongInput("FURTHER_FOR_WHOM")
    service = service_named(context.desk, args.offers).id if args.offers is not None else None
    rest = tuple(without(before, tutor.id, service))
    if args.use in NOBODY:
        return rest
    return (*rest, Further(_which(context, name, args.use), tutor.id, service, args.seats if service else None))


def _minutes(text: str) -> int:
    """WrongInput: REMINDER_RANGE, also of what is no number."""
    from deskbell.domain.decisions.calendars import LONGEST_REMINDER

    if not text.isdecimal() or int(text) > LONGEST_REMINDER:
        raise WrongInput("REMINDER_RANGE", most=LONGEST_REMINDER)
    return int(text)


def _tutor(context: Context, text: str) -> Id | None:
    found = None if text in NOBODY else tutor_named(context.desk, text)
    return found.id if found is not None else None


def _calendars(context: Context, name: str) -> tuple[SeenCalendar, ...]:
    """What the account can reach. As calendars_of, and as a secret says that cannot be read."""
    from deskbell.services.connecting import calendars_of
    from deskbell.wiring import sources

    opened = sources(context.desk, asks_passphrase(context))()
    if name in opened.troubles:
        raise opened.troubles[name]
    provider = opened.calendars.get(name)
    if provider is None:
        raise WrongInput("NO_SECRET", connection=name)
    with closing(provider):
        return calendars_of(provider)


def _which(context: Context, name: str, text: str) -> str:
    """The id of the calendar that is meant, by its id or name; as it was typed where the account may not list them.

    NotFound: NO_CALENDAR_OF_NAME.
    """
    try:
        found = [known for known in _calendars(context, name) if known.own]
    except DeskError:
        return clean(text, 254).strip()
    for known in found:
        if text in (known.id, "primary" if known.primary else known.id):
            return known.id
    named = [known.id for known in found if fold(known.name) == fold(text)]
    if len(named) == 1:
        return named[0]
    raise NotFound("NO_CALENDAR_OF_NAME", text=text, candidates=[clean(known.name, 60) for known in found])


def _listed(context: Context, name: str) -> int:
    found = _calendars(context, name)
    if context.args.json:
        context.answer({"calendars": [{"id": x.id, "name": x.name, "zone": x.zone, "own": x.own} for x in found]})
        return 0
    for known in found:
        own = t(context.language, "oncalendar.own" if known.own else "oncalendar.others")
        context.say(f"{clean(known.name, 60)}  {clean(known.id, 100)}  {known.zone}  {own}")
    return 0


def _shown(context: Context, door: Calendars, name: str, settings: CalendarSettings) -> int:
    """How it is used, what is not there yet, and how far a first reading is."""
    desk, reading = context.desk, door.reading(name)
    settings = replace(settings, busy=door.busy_of(name))
    try:
        missing = len(desk.plan(CatchUp(key=desk.fresh(), actor=desk.actor)).effects)
    except WrongInput:
        missing = 0
    if context.args.json:
        facts = {
            "calendar": settings.calendar, "owner": settings.owner, "remind": settings.remind,
            "says": settings.detail.lower(), "meet": settings.meet, "tutor": settings.tutor, "busy": settings.busy,
            "more": [asdict(x) for x in settings.more],
        }  # fmt: skip
        context.answer({"connection": name, **facts, "missing": missing, "reading": reading})
        return 0
    from deskbell.domain.effects import CalendarSet
    from deskbell.words.effects import Teller
    from deskbell.words.speech import Speech

    said = CalendarSet.of(name, settings, settings)
    teller = Teller(Speech(context.language, context.card.zone), desk.names((said,)))
    context.say(teller.so(said))
    if missing:
        context.say(t(context.language, "oncalendar.missing", n=missing))
    if reading is not None:
        context.say(t(context.language, "oncalendar.reading", n=reading))
    return 0
