"""Lessons on a calendar: key and facts of the text of each effect, and the plan's row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.lesson_event import Wanted
from deskbell.domain.text import clean
from deskbell.words.dates import length
from deskbell.words.operations import connection_name

if TYPE_CHECKING:
    from deskbell.domain.calendar_use import Further
    from deskbell.words.namer import Line, Namer, PlanSays


def event_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    match effect:
        case e.EventWanted() | e.EventKept():
            facts = {"connection": connection_name(effect.connection), "slot": teller.slot(effect.slot)}
            return f"{effect.kind}.{effect.what}", facts
        case e.CalendarSet():
            facts = {"connection": connection_name(effect.connection), "how": ", ".join(_how(effect, teller))}
            return effect.kind, facts
    return None


def _how(effect: e.CalendarSet, teller: Namer) -> list[str]:
    """Its name, class and focus, with meeting links, reminder 1 h before, lessons of Ana Ruiz."""
    parts = [clean(effect.calendar)] if effect.calendar else []
    if effect.owner:
        parts.append(teller.term("event.owner").format(owner=clean(effect.owner)))
    parts.append(teller.term(f"event.{effect.detail}"))
    parts.append(teller.term("event.meet" if effect.meet else "event.no_meet"))
    if effect.remind is None:
        parts.append(teller.term("event.no_remind"))
    else:
        parts.append(teller.term("event.remind").format(length=length(effect.remind)))
    if effect.tutor is not None:
        parts.append(teller.term("event.tutor").format(tutor=teller.tutor(effect.tutor)))
    if effect.busy is not None:
        parts.append(teller.term("event.busy").format(tutor=teller.tutor(effect.busy)))
    return parts + [further_words(x, teller) for x in effect.settings.more]


def further_words(further: Further, teller: Namer) -> str:
    """Lessons of Ana Ruiz on Ana's; Classes offers Yoga with Ana Ruiz, seats: 8."""
    facts = {"tutor": teller.tutor(further.tutor), "calendar": clean(further.calendar)}
    if further.service is None:
        return teller.term("event.own").format(**facts)
    facts |= {"service": teller.service(further.service), "seats": str(further.seats)}
    return teller.term("event.offers" if further.seats is None else "event.offers_seats").format(**facts)


def event_parts(teller: PlanSays) -> list[str]:
    """Event changed on Google Calendar; 12 events made on Google Calendar."""
    parts = [teller.will(x) for x in teller.all(e.CalendarSet)]
    wanted = teller.all(e.EventWanted)
    for what in Wanted:
        of = [x for x in wanted if x.what is what]
        if of:
            parts.append(teller.text(f"event.{what}", n=len(of), connection=connection_name(of[0].connection)))
    kept = [teller.will(x) for x in teller.all(e.EventKept)]
    return parts + kept


def event_matter(teller: PlanSays) -> str:
    """Google Calendar, for a plan that is about the calendar itself."""
    for effect in teller.all(e.CalendarSet, e.EventKept, e.EventWanted):
        return connection_name(effect.connection)
    return ""
