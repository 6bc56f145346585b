"""The bookings of a person, or of everybody who comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import Ambiguous, NotFound, WrongInput
from deskbell.domain.text import clean, fold
from deskbell.domain.views import PersonHit, Sitting
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context

AHEAD = 60
"""So many days of everybody's bookings are looked at."""
MOST = 1000


def bookings(context: Context) -> int:
    """The bookings of one person, the next ones first; without a name, everybody's from today on."""
    args, desk, card = context.args, context.desk, context.card
    if not 1 <= args.limit <= MOST:
        raise WrongInput("LIMIT", limit=args.limit, most=MOST)
    person = person_named(context, " ".join(args.who)) if args.who else None
    found = desk.bookings(person.no, args.limit) if person else _everybody(context)
    if args.json:
        from deskbell.cli.jsonable import jsonable

        who = {"no": person.no, "name": person.name} if person else None
        there = desk.on_calendar(tuple(x.seat.booking for x in found))
        rows = [_row(jsonable(x, card.zone), x, on_calendar=x.seat.booking in there) for x in found]
        context.answer({"person": who, "bookings": rows})
        return 0
    if not found:
        if person:
            context.say(t(context.language, "bookings.nobody", name=person.name))
        else:
            context.say(t(context.language, "bookings.none"))
        return 0
    _say(context, found, named=person is None)
    return 0


def _row(facts: dict[str, object], sitting: Sitting, *, on_calendar: bool) -> dict[str, object]:
    """Flat, with the booking's number first, and how a class system calls it: pending, scheduled, cancelled (S0)."""
    from deskbell.domain.source_words import source_words

    seat = facts.pop("seat")
    assert isinstance(seat, dict)  # noqa: S101 - a view's own part
    money = {"money": str(sitting.seat.money), "open": sitting.seat.open}
    status = source_words(sitting.seat.state, sitting.seat.money, on_calendar=on_calendar).virtual_class
    return {"booking": seat.pop("booking"), **facts, **seat, **money, "status": status}


def _say(context: Context, found: tuple[Sitting, ...], *, named: bool) -> None:
    from deskbell.cli.naming import in_columns, shown_badge
    from deskbell.words.dates import show_day, span
    from deskbell.words.states import money_badge, seat_badge

    language, zone, now = context.language, zone_clock(context.card.zone), context.desk.clock.now()
    years = {zone.date(x.start).year for x in found} != {zone.date(now).year}
    rows: list[list[str]] = []
    first_past = None
    for x in found:
        if x.end <= now and first_past is None and not named:
            first_past = len(rows)
        times = span(zone.local(x.start)[1], zone.local(x.end)[1])
        badges = (seat_badge(x.seat.state, language), money_badge(x.seat, language))
        who = (clean(x.seat.name) or t(language, "show.walk_in")) if named else ""
        rows.append([
            f"#{x.seat.booking:<5}", show_day(zone.date(x.start), language, year=years), times, who, clean(x.service),
            clean(x.tutor_name), *(shown_badge(b, plain=context.args.plain) for b in badges),
        ])  # fmt: skip

    for n, line in enumerate(in_columns(rows)):
        if n == first_past:
            context.say(f"{t(language, 'bookings.past')}:")
        context.say(line)


def _everybody(context: Context) -> tuple[Sitting, ...]:
    desk = context.desk
    today = zone_clock(context.card.zone).date(desk.clock.now())
    found: list[Sitting] = []
    for week in range(0, AHEAD, 7):
        days = desk.days(today + timedelta(week), 7)
        found += [
            Sitting(seat, x.service, x.tutor_name, x.start, x.end)
            for x in days.lessons
            for seat in x.seats
            if days.bounds[0] <= x.start
        ]
        if len(found) >= context.args.limit:
            break
    return tuple(found[: context.args.limit])


def person_named(context: Context, text: str) -> PersonHit:
    """The one person who is meant. NotFound: NO_PERSON. Ambiguous: SEVERAL_PEOPLE, with their numbers."""
    hits = context.desk.search(text)
    if not hits:
        raise NotFound("NO_PERSON", text=clean(text))
    exact = [x for x in hits if fold(x.name) == fold(text)]
    if len(hits) == 1 or len(exact) == 1:
        return (exact or hits)[0]
    raise Ambiguous("SEVERAL_PEOPLE", text=clean(text), candidates=[(x.no, x.name) for x in hits])
