"""Free times: of a service from a day on, why a time is not free, and where a booking can move to."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from deskbell.cli.naming import service_named, tutor_named
from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import NotFound, WrongInput
from deskbell.domain.offer import Kind, Service
from deskbell.domain.text import clean
from deskbell.words.dates import clock as hour
from deskbell.words.dates import length, show_day
from deskbell.words.i18n import t
from deskbell.words.money import show

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskbell.cli.context import Context
    from deskbell.domain.people import Tutor
    from deskbell.domain.slot import Slot
    from deskbell.services.times import Free

MOST_DAYS = 400
MOVES = 8


def free(context: Context) -> int:
    """The next free times of a service; with a time, whether that time is free and what is in the way."""
    from deskbell.cli.when import read_when

    args, desk, card = context.args, context.desk, context.card
    if not 1 <= args.days <= MOST_DAYS:
        raise WrongInput("DAYS", days=args.days, most=MOST_DAYS)
    offered = [s for s in desk.services() if s.active]
    line = read_when(context, args.what, offered)
    if line.service is None and line.person:
        service_named(desk, line.person)  # says which ones there are
    service = next((s for s in offered if s.name == line.service), None)
    if service is None:
        if len(offered) != 1:
            raise WrongInput("NO_SERVICE_YET", candidates=[s.name for s in offered])
        service = offered[0]
    if line.person:
        raise WrongInput("DAY_UNKNOWN", text=line.person)
    minutes = args.minutes or line.minutes
    tutor = tutor_named(desk, args.tutor or line.tutor)
    zone = zone_clock(card.zone)
    day = line.day or zone.date(desk.clock.now())
    if service.kind is Kind.GROUP:
        return _classes(context, service, day, line.minute)
    tutors = (tutor,) if tutor else tuple(x for x in desk.tutors() if x.active)
    if line.minute is not None:
        return _why(context, service, tutors, zone.lesson_start(day, line.minute)[0], minutes)
    last = day + timedelta(args.days - 1)
    found = desk.free(
        service, zone.day(day)[0], zone.day(last)[1], tutors=tutors, count=max(1, args.limit), minutes=minutes
    )
    if args.json:
        _answer(context, service, minutes, found)
        return 0
    price = show(service.gross(minutes).minor, service.price.currency, context.language)
    span = length(minutes or service.minutes)
    context.say(t(context.language, "free.head", service=service.name, length=span, price=price))
    _say_days(context, found, several=len(tutors) > 1)
    if not found:
        first = show_day(day, context.language)
        context.say(t(context.language, "free.none", first=first, last=show_day(last, context.language)))
    return 0


def _answer(context: Context, service: Service, minutes: int | None, found: Iterable[Free]) -> None:
    from deskbell.cli.jsonable import instant

    zone = context.card.zone
    times = [{"start": instant(x.start, zone), "tutor": x.tutor.name} for x in found]
    context.answer({"service": service.name, "minutes": minutes or service.minutes, "free": times})


def _say_days(context: Context, found: Iterable[Free], *, several: bool) -> None:
    """A line a day: its times, each with the tutor where there are several."""
    zone = zone_clock(context.card.zone)
    days: dict[date, list[str]] = {}
    for x in found:
        at = hour(zone.local(x.start)[1])
        days.setdefault(zone.date(x.start), []).append(f"{at} {clean(x.tutor.name)}" if several else at)
    for day, times in days.items():
        context.say(f"  {show_day(day, context.language):<18}  {', '.join(times)}")


def _why(context: Context, service: Service, tutors: tuple[Tutor, ...], start: int, minutes: int | None) -> int:
    """For each tutor whether that instant is free, and all that is in the way where it is not."""
    from deskbell.words.reasons import why_not
    from deskbell.words.speech import Speech

    desk, card = context.desk, context.card
    found = [(x, desk.why_not(service, x, start, minutes=minutes)) for x in tutors]
    if context.args.json:
        from deskbell.cli.jsonable import instant, jsonable

        answers = [{"tutor": x.name, "free": not why, "reasons": jsonable(why, card.zone)} for x, why in found]
        context.answer({"service": service.name, "start": instant(start, card.zone), "answers": answers})
        return 0
    now = desk.clock.now()
    when = Speech(context.language, card.zone, now=now).at(start)
    for x, why in found:
        if why:
            said = why_not(why, context.language, card.zone, now)
            context.say(t(context.language, "free.no", when=when, tutor=x.name, reasons=said))
        else:
            context.say(t(context.language, "free.yes", when=when, tutor=x.name))
    return 0


# --- classes


def _classes(context: Context, service: Service, day: date, minute: int | None) -> int:
    """The meetings of a class with the seats that they still have."""
    desk, zone = context.desk, zone_clock(context.card.zone)
    first, last = zone.day(day)[0], zone.day(day + timedelta(0 if minute is not None else context.args.days - 1))[1]
    first = max(first, desk.clock.now())
    slots = desk.classes(service, first, last, full=True)
    if minute is not None:
        at = zone.lesson_start(day, minute)[0]
        slots = tuple(s for s in slots if s.start <= at < s.end)
        if not slots:
            raise NotFound("NO_CLASS_THEN", service=service.name, start=at)
    slots = slots[: context.args.limit]
    if context.args.json:
        from deskbell.cli.jsonable import instant

        rows = [
            {"start": instant(s.start, context.card.zone), "free": s.free, "taken": s.taken, "capacity": s.capacity}
            for s in slots
        ]
        context.answer({"service": service.name, "classes": rows})
        return 0
    price = show(service.gross().minor, service.price.currency, context.language)
    context.say(t(context.language, "free.head", service=service.name, length=length(service.minutes), price=price))
    for s in slots:
        context.say(f"  {_when(context, s.start)}  {_seats(s, context.language)}")
    if not slots:
        last_day = show_day(day + timedelta(context.args.days - 1), context.language)
        context.say(t(context.language, "free.none", first=show_day(day, context.language), last=last_day))
    return 0


def _seats(slot: Slot, language: str) -> str:
    left = t(language, "free.seats", n=slot.free) if slot.free else t(language, "free.full")
    return f"{slot.taken}/{slot.capacity}  {left}"


def _when(context: Context, start: int) -> str:
    zone = zone_clock(context.card.zone)
    return f"{show_day(zone.date(start), context.language):<18}  {hour(zone.local(start)[1])}"


# --- moving


def ways_to_move(context: Context) -> int:
    """The next times to which a booking can go, half an hour along from its own as well."""
    args, desk, card = context.args, context.desk, context.card
    view = desk.booking(args.booking)
    now = desk.clock.now()
    until = now + 60 * 86_400
    person = clean(view.person.name) if view.person else t(context.language, "show.walk_in")
    if view.slot.kind is Kind.GROUP:
        slots = [s for s in desk.classes(view.service, now + 1, until) if s.id != view.slot.id][:MOVES]
        starts = [(s.start, view.tutor.name) for s in slots]
    else:
        minutes = (view.slot.end - view.slot.start) // 60
        found = desk.free(
            view.service, now, until, tutors=(view.tutor,), count=MOVES, minutes=minutes, leave_out=view.slot.id
        )
        starts = [(x.start, x.tutor.name) for x in found if x.start != view.slot.start]
    if args.json:
        from deskbell.cli.jsonable import instant

        times = [{"start": instant(start, card.zone), "tutor": tutor} for start, tutor in starts]
        context.answer({"booking": args.booking, "free": times})
        return 0
    context.say(t(context.language, "moves.next", person=person))
    for start, _ in starts:
        context.say(f"  {_when(context, start)}")
    context.say(t(context.language, "moves.how", booking=args.booking))
    return 0
