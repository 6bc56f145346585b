"""Commands that only look, at the desk as a whole: agenda, verify, where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from deskbell.cli.naming import shown_badge, tutor_named
from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import WrongInput
from deskbell.domain.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskbell.cli.context import Context
    from deskbell.domain.clock import ZoneClock
    from deskbell.domain.views import BusyTime, Days, Lesson

MOST_DAYS = 400


def read_first(context: Context, today: date, words: Sequence[str]) -> date:
    """The day that the words mean; today where there are none."""
    if not words:
        return today
    from deskbell.words.days import read_day

    return read_day(" ".join(words), today, context.language, order=context.date_order)


def agenda(context: Context) -> int:
    """The lessons of some days, a line each; with --json the same as data."""
    args = context.args
    if not 1 <= args.days <= MOST_DAYS:
        raise WrongInput("DAYS", days=args.days, most=MOST_DAYS)
    several = args.tutor is None
    days = (_quick_days(context) if several else None) or _days(context)
    if args.json:
        from deskbell.cli.jsonable import jsonable

        shown = jsonable(days, days.desk.zone)
        parts = {k: shown[k] for k in ("first", "lessons", "busy")}
        context.answer({"desk": days.desk.name, "days": args.days, **parts})
        return 0
    several = several and len(days.tutors) > 1
    for line in agenda_lines(days, context.language, several=several, plain=args.plain):
        context.say(line)
    return 0


def _quick_days(context: Context) -> Days | None:
    """The days of a desk's file as it lies there; None where the desk has to be opened."""
    from deskbell.wiring import clock, first_days, glance_at

    if (known := glance_at(context.where)) is None:
        return None
    now = clock().now()
    first = read_first(context, zone_clock(known.zone).date(now), context.args.day)
    return first_days(context.where, first, context.args.days, now)


def _days(context: Context) -> Days:
    args, desk = context.args, context.desk
    first = read_first(context, zone_clock(context.card.zone).date(desk.clock.now()), args.day)
    tutor = tutor_named(desk, args.tutor)
    return desk.days(first, args.days, tutor.no if tutor else None)


def agenda_lines(days: Days, language: str, *, several: bool, plain: bool = False) -> list[str]:
    """A heading a day that has something, then its lessons: time, badges, who, what, with whom."""
    from deskbell.words.dates import show_day
    from deskbell.words.i18n import t

    lines: list[str] = []
    clock = zone_clock(days.desk.zone)
    for i in range(len(days.bounds) - 1):
        lo, hi = days.bounds[i], days.bounds[i + 1]
        lessons = [x for x in days.lessons if lo <= x.start < hi]
        busy = [x for x in days.busy if x.start < hi and x.end > lo]
        if not lessons and not busy:
            continue
        if lines:
            lines.append("")
        lines.append(show_day(days.first + timedelta(i), language, year=True))
        entries = [(x.start, _lesson_line(x, clock, language, several, plain)) for x in lessons]
        entries += [(max(x.start, lo), _busy_line(x, clock, lo, hi, language, plain)) for x in busy]
        lines += [line for _, line in sorted(entries)]
    return lines or [t(language, "agenda.empty")]


def _clock_span(start: int, end: int, clock: ZoneClock) -> str:
    from deskbell.words.dates import span

    return span(clock.local(start)[1], clock.local(end)[1])


def _busy_line(busy: BusyTime, clock: ZoneClock, lo: int, hi: int, language: str, plain: bool) -> str:
    from deskbell.words.i18n import t

    if busy.start <= lo and busy.end >= hi:
        when = t(language, "agenda.all_day")
    else:
        when = _clock_span(max(busy.start, lo), min(busy.end, hi), clock)
    said = t(language, "agenda.busy")
    title = clean(busy.title)
    return f"  {when:<11}  " + (f"{said}  {title}".rstrip() if plain else f"▒ {title or said}")


def _lesson_line(lesson: Lesson, clock: ZoneClock, language: str, several: bool, plain: bool) -> str:
    from deskbell.words.i18n import t
    from deskbell.words.states import money_badge, seat_badge

    when = _clock_span(lesson.start, lesson.end, clock)
    if lesson.capacity > 1:
        what = f"{clean(lesson.service)} {lesson.taken}/{lesson.capacity}"
        names = ", ".join(clean(s.name) for s in lesson.seats)
        badges, number = "", ""
    else:
        what = clean(lesson.service)
        seat = lesson.seats[0] if lesson.seats else None
        names = (clean(seat.name) or t(language, "show.walk_in")) if seat else ""
        found = (seat_badge(seat.state, language), money_badge(seat, language)) if seat else ()
        badges = "  ".join(shown_badge(badge, plain=plain) for badge in found)
        number = f"#{seat.booking}" if seat else ""
    parts = [f"  {when}", what, names or "", clean(lesson.tutor_name) if several else "", badges, number]
    return "  ".join(p for p in parts if p)


def verify(context: Context) -> int:
    """Recompute every derived figure and the seals of the record; 0 where all agree, 1 where one does not."""
    from deskbell.services.sealing import head
    from deskbell.words.i18n import t

    findings, sealed = context.desk.verify(), head(context.desk.database)
    if context.args.json:
        from deskbell.cli.jsonable import jsonable

        told = {"row": sealed.no, "digest": sealed.digest, "rows": sealed.count, "waiting": sealed.waiting}
        context.answer({"ok": not findings, "findings": jsonable(findings, "UTC"), "sealed": told})
        return 1 if findings else 0
    if sealed.count:
        context.say(t(context.language, "verify.sealed", no=sealed.no, digest=sealed.short))
    if sealed.waiting:
        context.say(t(context.language, "verify.waiting", n=sealed.waiting))
    if not findings:
        context.say(t(context.language, "verify.ok"))
        return 0
    context.say(t(context.language, "verify.wrong", n=len(findings)))
    for found in findings:
        context.say(f"  {found.code}  {found.subject}  {found.expected} ≠ {found.found}")
    return 1


def where(context: Context) -> int:
    """Where the database, the settings, the backups, the crash reports and the files of secrets are; and who says which
    calendar is meant, where this machine's settings do.
    """
    from deskbell.settings import shown

    places = context.places
    rows = {
        "database": shown(str(context.where)),
        "settings": str(places.settings),
        "backups": str(places.backups),
        "crashes": str(places.crashes),
        "secrets": str(places.secrets),
    }
    settings = context.settings
    said = {name: getattr(settings, name) for name in ("calendar_id", "admin_email") if settings.where(name)}
    if context.args.json:
        context.answer({**rows, **{name: {"value": x, "from": settings.where(name)} for name, x in said.items()}})
        return 0
    from deskbell.words.i18n import t

    rows |= {name: f"{x}  ({settings.where(name)})" for name, x in said.items()}
    named = {t(context.language, f"where.{name}"): path for name, path in rows.items()}
    width = max(map(len, named))
    for name, path in named.items():
        context.say(f"{name:<{width}}  {clean(path)}")
    return 0
