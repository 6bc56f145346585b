"""Commands that change the desk: each reads its words into one command, and hands it to the one change path."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.cli.committing import carry_out
from deskbell.cli.naming import tutor_named
from deskbell.domain.booking import Reason, Verb
from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import (
    AddNote,
    AskByLink,
    Book,
    Cancel,
    CaptureNow,
    Close,
    Edit,
    HandOver,
    Move,
    Reprice,
    Take,
    Undo,
    VoidPayment,
)
from deskbell.domain.errors import Ambiguous, NotFound, WrongInput
from deskbell.domain.offer import Kind
from deskbell.domain.payment import LINKS, AttemptState, Method
from deskbell.domain.people import Role
from deskbell.domain.request_commands import Approve, Reject
from deskbell.domain.text import fold

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.ids import Id
    from deskbell.domain.views import BookingView

_SIDES = {"customer": Role.CUSTOMER, "tutor": Role.TUTOR, "studio": Role.STAFF}
_FIELDS = ("focus", "join_url", "name", "mail", "phone")
_SEVERAL = frozenset({"SEVERAL_PEOPLE", "SEVERAL_CLASSES"})


def book(context: Context) -> int:
    """A booking in one line, the same line as on the screen."""
    from deskbell.words.amounts import read_amount

    args = context.args

    def make(key: Id) -> Book:
        reading = context.desk.read_line(" ".join(args.line), key, context.language, order=context.date_order)
        if reading.command is None:
            code, facts = reading.problems[0]
            raise (Ambiguous if code in _SEVERAL else WrongInput)(code, **facts)
        price = None
        if args.price is not None:
            price = read_amount(args.price, context.card.currency, context.language)
        command = replace(reading.command, price=price, focus=args.focus)
        return replace(command, request=not args.approved) if args.request or args.approved else command

    return carry_out(context, make)


def move(context: Context) -> int:
    """The same booking at another time; without one, the next times to which it can go."""
    from deskbell.cli.freely import ways_to_move

    if not context.args.when and not context.args.tutor:
        return ways_to_move(context)
    return carry_out(context, lambda key: _move(context, key))


def _move(context: Context, key: Id) -> Move:
    from deskbell.cli.when import read_when

    args, desk = context.args, context.desk
    view = desk.booking(args.booking)
    line = read_when(context, args.when)
    if line.person or line.walk_in:
        raise WrongInput("DAY_UNKNOWN", text=line.person or "-")
    zone = zone_clock(context.card.zone)
    day = line.day or zone.date(view.slot.start)
    minute = zone.local(view.slot.start)[1] if line.minute is None else line.minute
    start, _ = zone.lesson_start(day, minute)
    tutor = tutor_named(desk, args.tutor or line.tutor)
    if view.slot.kind is Kind.GROUP:
        return Move(key=key, booking=view.booking.id, slot=_meeting(context, view, start))
    return Move(key=key, booking=view.booking.id, start=start, tutor=tutor.id if tutor else None)


def _meeting(context: Context, view: BookingView, start: int) -> Id:
    """The meeting of the same class that begins then."""
    for slot in context.desk.classes(view.service, start, start + 1, full=True):
        return slot.id
    raise NotFound("NO_CLASS_THEN", service=view.service.name, start=start)


def cancel(context: Context) -> int:
    """The seat is freed; what goes back is in the plan."""
    args = context.args
    return carry_out(
        context,
        lambda key: Cancel(
            key=key,
            booking=context.desk.booking(args.booking).booking.id,
            by=_SIDES[args.by],
            reason=Reason[args.why.upper().replace("-", "_")],
            text=args.text,
            percent=args.refund,
        ),
    )


def approve(context: Context) -> int:
    """A request is granted: what is authorised is taken, else what is due is asked for by a link, or later."""
    args = context.args

    def make(key: Id) -> Approve:
        booking = context.desk.booking(args.booking).booking.id
        method = None if args.by is None else read_method(args.by, context.language)
        return Approve(key=key, booking=booking, method=method, later=args.later)

    return carry_out(context, make)


def reject(context: Context) -> int:
    """A request is turned down: the seat is free, what was paid or authorised goes back."""
    args = context.args
    return carry_out(
        context,
        lambda key: Reject(key=key, booking=context.desk.booking(args.booking).booking.id, text=" ".join(args.why)),
    )


def complete(context: Context) -> int:
    """The lesson was given, nobody came, or it was closed by mistake."""
    args = context.args
    verb = Verb.REOPEN if args.reopen else Verb.NO_SHOW if args.absent else Verb.COMPLETE
    return carry_out(
        context, lambda key: Close(key=key, booking=context.desk.booking(args.booking).booking.id, verb=verb)
    )


def note(context: Context) -> int:
    """A note on a booking; - reads it from standard input."""
    args = context.args
    text = sys.stdin.read(100_000) if args.text == ["-"] else " ".join(args.text)
    return carry_out(
        context,
        lambda key: AddNote(
            key=key,
            booking=context.desk.booking(args.booking).booking.id,
            text=text,
            visibility=args.visible.upper(),
        ),
    )


def edit(context: Context) -> int:
    """Plain fields; an empty one is emptied."""
    args = context.args
    fields = tuple((name, value) for name in _FIELDS if (value := getattr(args, name)) is not None)
    return carry_out(
        context, lambda key: Edit(key=key, booking=context.desk.booking(args.booking).booking.id, fields=fields)
    )


def price(context: Context) -> int:
    """Another price with its reason."""
    from deskbell.words.amounts import read_amount

    args = context.args

    def make(key: Id) -> Reprice:
        view = context.desk.booking(args.booking)
        total = read_amount(args.amount, view.currency, context.language)
        return Reprice(key=key, booking=view.booking.id, total=total, text=" ".join(args.why))

    return carry_out(context, make)


def pay(context: Context) -> int:
    """Money for the booking's order; cash says its change."""
    from deskbell.words.amounts import read_amount

    args = context.args

    def amount(text: str | None, view: BookingView) -> int | None:
        return None if text is None else read_amount(text, view.currency, context.language)

    def make(key: Id) -> Take | AskByLink:
        method = read_method(args.method, context.language)
        view = context.desk.booking(args.booking)
        if method is None or method in LINKS:
            from deskbell.services.typed import by_link

            part, link = amount(args.amount, view), method or by_link(view.desk)
            return AskByLink(key=key, order=view.order.id, method=link, amount=part, later=args.authorise)
        if args.authorise:
            raise WrongInput("AUTHORISE_BY_LINK")
        handed = amount(args.tendered, view)
        return Take(key=key, order=view.order.id, method=method, amount=amount(args.amount, view), tendered=handed)

    return carry_out(context, make)


def read_method(text: str, language: str) -> Method | None:
    """Cash, card, transfer or a provider, in the person's language or in English; None for any link. WrongInput:
    METHOD_UNKNOWN.
    """
    from deskbell.services.typed import METHODS
    from deskbell.words.vocabulary import vocabulary

    word = fold(text[:40])
    means = vocabulary(language).methods.get(word) or vocabulary("en").methods.get(word, "")
    if means == "link":
        return None
    if (method := METHODS.get(means)) is None:
        raise WrongInput("METHOD_UNKNOWN", text=text[:40])
    return method


def refund(context: Context) -> int:
    """The oldest refund of the booking's order that waits to be made by hand has been made."""

    def make(key: Id) -> HandOver:
        view = context.desk.booking(context.args.booking)
        waiting = [r for p in reversed(view.payments) for r in p.refunds if r.is_by_hand]
        if not waiting:
            raise NotFound("NO_REFUND", booking=view.booking.no)
        return HandOver(key=key, booking=view.booking.id, refund=waiting[0].id)

    return carry_out(context, make)


def capture(context: Context) -> int:
    """Take what the customer authorised for the booking's order, all of it or a part (S2.39)."""
    from deskbell.words.amounts import read_amount

    def make(key: Id) -> CaptureNow:
        view = context.desk.booking(context.args.booking)
        typed = context.args.amount
        amount = None if typed is None else read_amount(typed, view.currency, context.language)
        return CaptureNow(key=key, payment=_authorised(view), amount=amount)

    return carry_out(context, make)


def void(context: Context) -> int:
    """Give up what the customer authorised for the booking's order."""

    def make(key: Id) -> VoidPayment:
        return VoidPayment(key=key, payment=_authorised(context.desk.booking(context.args.booking)))

    return carry_out(context, make)


def _authorised(view: BookingView) -> Id:
    found = next((payment for payment in view.payments if payment.state is AttemptState.AUTHORISED), None)
    if found is None:
        raise NotFound("NOTHING_AUTHORISED", booking=view.booking.no)
    return found.id


def undo(context: Context) -> int:
    """The change of that number is taken back, or the last one that can be: the one that is shown, and no later one."""

    def make(key: Id) -> Undo:
        change = context.args.change
        if change is None and (last := context.desk.last_change()) is not None:
            change = last.no
        return Undo(key=key, change=change)

    return carry_out(context, make)
