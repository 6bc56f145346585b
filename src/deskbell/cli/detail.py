"""Everything about one booking, as lines: the lesson, its people, the order with its money, notes, timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.payment import LINKS, OPEN_REFUND, AttemptState, RefundState
from deskbell.domain.text import clean
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.payment import Refund
    from deskbell.domain.views import BookingView


def show(context: Context) -> int:
    """The booking of that number; NotFound where there is none."""
    view = context.desk.booking(context.args.booking)
    if context.args.json:
        from deskbell.cli.jsonable import booking_facts

        context.answer(booking_facts(view))
        return 0
    for part in (_head, _about, _order, _links, _notes, _timeline):
        lines = list(part(context, view))
        for line in lines:
            context.say(line)
    return 0


def _head(context: Context, view: BookingView) -> Iterator[str]:
    from deskbell.cli.naming import shown_badge
    from deskbell.words.speech import Speech
    from deskbell.words.states import calendar_badge, money_badge, seat_badge

    language, plain = context.language, context.args.plain
    say = Speech(language, view.desk.zone, now=view.now)
    when = say.span(view.slot.start, view.slot.end)
    if view.slot.zone != view.desk.zone:
        local = Speech(language, view.slot.zone).time(view.slot.start)
        when += f" ({local} {view.slot.zone})"
    badges = [seat_badge(view.booking.state, language), money_badge(view, language)]
    if view.event is not None:
        badges.append(calendar_badge(view.event, language))
    parts = [f"{clean(view.service.name)}, {when}", t(language, "show.booking", no=view.booking.no)]
    yield "  ".join([*parts, *(shown_badge(badge, plain=plain) for badge in badges)])


def _about(context: Context, view: BookingView) -> Iterator[str]:
    language = context.language
    who = t(language, "show.walk_in")
    if view.person:
        person = [clean(view.person.name), clean(view.person.phone), clean(view.person.mail)]
        if view.guardian:
            guardian = t(language, "show.guardian", name=view.guardian.name)
            person.append(f"{guardian} {clean(view.guardian.phone)}".strip())
        if view.nth:
            person.append(t(language, "show.nth", n=view.nth, tutor=view.tutor.name))
        who = " · ".join(part for part in person if part)
    place = clean(view.room) or t(language, f"place.{view.slot.place}")
    mates = ", ".join(f"{clean(name) or t(language, 'show.walk_in')} (#{no})" for no, name in view.mates)
    rows = {
        "show.person": who,
        "show.tutor": clean(view.tutor.name),
        "show.place": place,
        "show.focus": clean(view.slot.focus),
        "show.join": clean(view.join_url),
        "show.event": _event(context, view),
        "show.mates": mates,
    }
    named = {t(language, key): value for key, value in rows.items() if value}
    width = max(map(len, named))
    for name, value in named.items():
        yield f"  {name:<{width}}  {value}"


def _event(context: Context, view: BookingView) -> str:
    """Its link on the calendar; scheduled, where it is paid and stands there (S0.31)."""
    link = clean(view.event.html_link) if view.event is not None else ""
    return " · ".join(x for x in (t(context.language, "detail.scheduled") if view.is_scheduled else "", link) if x)


_PAID = {
    AttemptState.CAPTURED: "show.paid",
    AttemptState.AUTHORISED: "show.held",
    AttemptState.VOIDED: "show.let_go",
    AttemptState.AUTH_EXPIRED: "show.let_go",
}


def _order(context: Context, view: BookingView) -> Iterator[str]:
    """Price lines, payments and refunds with their receipts; amounts stand in one column."""
    from deskbell.words.effect_texts import tables
    from deskbell.words.language import spoken
    from deskbell.words.money import show as amount

    language = context.language
    methods = tables(spoken(language)).terms
    rows: list[tuple[str, int, str]] = []
    for line in view.order.lines:
        what = clean(view.service.name) if line.kind == "LESSON" else t(language, f"show.line.{line.kind}")
        rows.append((what, line.gross, ""))
    rows.append((t(language, "show.due"), view.due, ""))
    numbers = {r.payment or r.refund: r.number for r in reversed(view.receipts)}
    for payment in reversed(view.payments):
        key = _PAID.get(payment.state, "show.taken_back")
        said = t(language, key, method=methods[f"method.{payment.method}"])
        held = payment.authorised if payment.state is AttemptState.AUTHORISED else 0
        rows.append((said, payment.captured or held, _receipt(numbers.get(payment.id), language)))
        for refund in payment.refunds:
            if refund.state is RefundState.WITHDRAWN:
                continue
            said = t(language, _refund(refund), method=methods[f"method.{refund.method}"])
            rows.append((said, -refund.amount, _receipt(numbers.get(refund.id), language)))
    if view.open:
        rows.append((t(language, "show.open"), view.open, ""))
    yield f"{t(language, 'show.order', no=view.order.no)}"
    shown = [(what, amount(minor, view.currency, language), aside) for what, minor, aside in rows]
    wide, right = max(len(row[0]) for row in shown), max(len(row[1]) for row in shown)
    for what, figure, aside in shown:
        yield f"  {what:<{wide}}  {figure:>{right}}  {aside}".rstrip()


def _refund(refund: Refund) -> str:
    """Made, made by hand, for somebody to make, or asked of a provider and under way."""
    if refund.is_by_hand:
        return "show.by_hand"
    if refund.state in OPEN_REFUND:
        return "show.under_way"
    return "show.handed" if refund.state is RefundState.MANUAL_DONE and refund.method in LINKS else "show.refund"


def _receipt(number: int | None, language: str) -> str:
    return "" if number is None else t(language, "show.receipt", number=number)


def _links(context: Context, view: BookingView) -> Iterator[str]:
    """The link by which somebody may still pay: how it stands, and the link itself on a line of its own."""
    from deskbell.domain.stages import Stage, stage
    from deskbell.words.money import show as amount
    from deskbell.words.operations import connection_name, refusal

    language = context.language
    for attempt in view.attempts:
        if not attempt.is_open:
            continue
        found = stage(attempt, view.ops)
        said = t(language, f"link.{found}")
        if found is Stage.DECLINED and (code := attempt.said.partition(" ")[2]):
            why = refusal(code, language)
            said = f"{said}: {why}" if why != said else said
        asked = amount(attempt.amount, attempt.currency, language)
        yield f"{connection_name(str(attempt.method))} · {asked} · {said}"
        if attempt.link:
            yield f"  {clean(attempt.link)}"


def _notes(context: Context, view: BookingView) -> Iterator[str]:
    if not view.notes:
        return
    language, zone = context.language, zone_clock(view.desk.zone)
    yield t(language, "show.notes")
    for note in view.notes:
        day = zone.date(note.at).isoformat()
        first, *rest = clean(note.text, multiline=True).split("\n")
        yield f"  {day}  {t(language, f'show.visible.{note.visibility}')}  {first}"
        for line in rest:
            yield f"      {line}"


def _timeline(context: Context, view: BookingView) -> Iterator[str]:
    from deskbell.words.speech import Speech
    from deskbell.words.timeline import tell

    language = context.language
    names = context.desk.names(told.effect for told in view.timeline)
    say = Speech(language, view.desk.zone, now=view.now)
    yield t(language, "show.timeline")
    last = None
    for line in tell(view.timeline, names, language, view.desk.zone, view.currency, view.now):
        number = f"  ({t(language, 'show.change', n=line.change)})" if line.change != last else ""
        last = line.change
        yield f"  {say.at(line.at)}  {line.text}{number}"
